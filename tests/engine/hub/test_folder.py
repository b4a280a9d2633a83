from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.api import EngineError
from engine.hub import card, folder


def pipeline(home: Path, **index: object) -> Path:
    home.mkdir(parents=True)
    told = {"_class_name": "AnyPipeline", "vae": ["diffusers", "AutoencoderKL"], **index}
    (home / "model_index.json").write_text(json.dumps(told))
    return home


def test_parts_lie_in_folders_of_their_name_or_where_a_list_says(tmp_path: Path) -> None:
    plain = pipeline(tmp_path / "plain")
    assert folder.place(plain) == plain
    assert folder.place(plain, "control") is None
    home = tmp_path / "home"
    model = pipeline(home / "model")
    assert folder.place(home) == model
    (home / "parts.json").write_text(json.dumps({"control": str(plain), "faces": "gone"}))
    assert folder.place(home, "control") == plain
    assert folder.place(home, "faces") is None
    (home / "parts.json").write_text("{")
    with pytest.raises(EngineError, match="Fetch the model again"):
        folder.place(home)


@pytest.mark.parametrize("library", ["diffusers", "transformers", "ltx2"])
def test_pipelines_of_the_two_libraries_pass_and_their_likes_do_not(
    tmp_path: Path, library: str
) -> None:
    """ltx2 is of diffusers: so it names its own pipelines' modules."""
    good = pipeline(tmp_path / "good", connectors=[library, "TextConnectors"])
    bad = pipeline(tmp_path / "bad", connectors=[f"{library}_of_another", "TextConnectors"])
    refused = []
    for home in (good, bad):
        try:
            folder.check(home, "Tiny")
        except EngineError as error:
            refused.append(str(error))
    assert len(refused) == 1
    assert f"its connectors is of {library}_of_another" in refused[0]


@pytest.mark.parametrize(
    ("file", "text", "why"),
    [
        ("unet/attention.py", "import os", "holds a program"),
        ("vae/config.json", '{"auto_map": {"AutoModel": "x--y.Z"}}', "code of its own"),
        ("model_index.json", '{"vae": ["my_vae", "Vae"]}', "its vae is of my_vae"),
        ("model_index.json", "{", "cannot be read"),
        ("config.json", "[" * 100_000, "cannot be read"),
    ],
)
def test_a_folder_that_brings_or_names_code_is_refused(
    tmp_path: Path, file: str, text: str, why: str
) -> None:
    home = pipeline(tmp_path / "bad")
    (home / file).parent.mkdir(exist_ok=True)
    (home / file).write_text(text)
    with pytest.raises(EngineError, match=why):
        folder.check(home, "Tiny")


def test_a_checkpoint_is_another_when_its_weights_or_its_card_change(tmp_path: Path) -> None:
    one = card.cards()["flux2-klein-4b"]
    home = pipeline(tmp_path / "w")
    weights = home / "unet.safetensors"
    weights.write_bytes(bytes(300_000))
    before = folder.fingerprint(home, one)
    assert folder.fingerprint(home, one) == before
    weights.write_bytes(bytes(299_999) + b"1")
    assert folder.fingerprint(home, one) != before
    assert folder.fingerprint(home, card.cards()["sdxl"]) != folder.fingerprint(home, one)
    for name, other in card.cards().items():
        for extra in other.extras:
            on = folder.fingerprint(home, other.having((extra,)))
            assert on != folder.fingerprint(home, other), (name, extra)
