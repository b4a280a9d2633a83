"""Settings are whole or the defaults, and belong to the person, not to a test."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio import settings
from studio.errors import StudioError
from studio.settings import Settings


def test_without_a_file_there_are_defaults_and_nothing_is_written(a_home_of_its_own: Path) -> None:
    assert settings.load() == Settings()
    assert not settings.file().exists()


def test_settings_lie_in_the_folder_that_the_environment_names(a_home_of_its_own: Path) -> None:
    assert settings.file() == a_home_of_its_own / "longtake_config" / "settings.json"
    assert settings.data_folder() == a_home_of_its_own / "longtake_data"


def test_what_is_saved_is_loaded() -> None:
    chosen = Settings(director="/models/small.gguf", steps=8, keys="Avid", recent=("/a", "/b"))
    settings.save(chosen)
    assert settings.load() == chosen
    assert [path.name for path in settings.file().parent.iterdir()] == ["settings.json"]


def test_settings_of_a_newer_longtake_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text('{"steps": 6, "hologram": {"depth": 3}}')
    settings.save(settings.changed(settings.load(file), "device", "cpu"), file)
    assert '"hologram"' in file.read_text()
    assert settings.load(file).steps == 6


@pytest.mark.parametrize("text", ["", "{", '{"steps": "many"}', '{"keys": "Emacs"}', "[1, 2]"])
def test_a_broken_file_is_a_sentence_and_is_left_as_it_was(tmp_path: Path, text: str) -> None:
    file = tmp_path / "settings.json"
    file.write_text(text)
    with pytest.raises(StudioError, match="Mend the file"):
        settings.load(file)
    assert file.read_text() == text


def test_a_file_that_is_no_text_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(StudioError, match="Move the file away"):
        settings.load(tmp_path / "settings.json")


def test_values_given_as_text_are_checked() -> None:
    assert settings.changed(Settings(), "steps", "6").steps == 6
    assert settings.changed(Settings(), "captions", "yes").captions is True
    with pytest.raises(StudioError, match="steps cannot be 'many'"):
        settings.changed(Settings(), "steps", "many")
    with pytest.raises(StudioError, match=r"There is no setting 'step'\. Did you mean steps\?"):
        settings.changed(Settings(), "step", "6")


@given(st.lists(st.sampled_from("abcdefghijklmnop"), max_size=40))
def test_recent_projects_are_newest_first_without_doubles(opened: list[str]) -> None:
    chosen = Settings()
    for name in opened:
        chosen = settings.with_recent(chosen, Path("/films") / name)
    newest = list(dict.fromkeys(str(Path("/films").absolute() / name) for name in reversed(opened)))
    assert list(chosen.recent) == newest[:12]
