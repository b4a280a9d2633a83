from __future__ import annotations

from dataclasses import replace

import pytest

from engine import families
from engine.api import EngineError
from studio import recipes, settings
from studio.errors import StudioError
from studio.recipes import Recipe


def test_one_family_for_all_is_told_as_before() -> None:
    by = Recipe()
    assert by.stills == by.spans
    assert by.fingerprint() == families.fingerprint(families.card("papercut"))
    assert (by.said, by.most, by.told) == ("", 0, ())


def test_another_for_the_time_between_is_another_recipe() -> None:
    by = Recipe("animatic", inbetween="papercut")
    assert (by.maker(1).family, by.maker(2).family) == ("animatic", "papercut")
    assert by.fingerprint() not in (Recipe().fingerprint(), Recipe("animatic").fingerprint())
    assert by.most == 2
    assert by.said.startswith("Keyframes by Animatic")
    assert by.said.endswith("the time between them by Papercut.")


def test_a_model_that_makes_keyframes_only_cannot_fill_the_time_between() -> None:
    with pytest.raises(EngineError, match="makes keyframes only"):
        _ = Recipe(inbetween="flux2-klein-4b").spans
    with pytest.raises(EngineError, match="Did you mean 'papercut'"):
        _ = Recipe(inbetween="papercat").spans


def test_papercut_joins_a_model_that_makes_only_one_of_the_two() -> None:
    assert Recipe("flux2-klein-4b").spans == Recipe().spans
    assert Recipe("wan2.2-i2v-a14b").stills == Recipe().stills


def test_an_extra_that_makes_longer_clips_makes_longer_windows() -> None:
    for name, extra in (("ltx-2.5", "refine"), ("animatediff-sparsectrl", "freenoise")):
        plain = Recipe("animatic", inbetween=name)
        assert plain.length > 1
        assert replace(plain, extras=extra).length > 1.8 * plain.length


def test_a_model_that_was_not_fetched_is_told_so() -> None:
    with pytest.raises(
        (StudioError, EngineError), match=r"FLUX\.2 klein 4B is not on this machine"
    ):
        _ = Recipe("flux2-klein-4b").stills


def test_settings_make_a_recipe() -> None:
    chosen = settings.Settings(family="animatic", inbetween="papercut", steps=3, device="cpu")
    by = recipes.recipe("final", chosen)
    assert (by.stills.family, by.spans.family, by.stills.calls) == ("animatic", "papercut", 3)
    more = chosen.model_copy(update={"memory_gb": 6.0, "extras": ("freeu", "upscale")})
    assert (recipes.recipe("final", more).memory, recipes.recipe("final", more).extras) == (
        6.0, "freeu,upscale",
    )  # fmt: skip
    assert recipes.recipe("layout", chosen) == Recipe("animatic", device="cpu")
