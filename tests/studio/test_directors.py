"""Who can plan on this machine."""

from __future__ import annotations

from pathlib import Path

import pytest

import assets
from studio import directors
from studio.errors import StudioError
from studio.settings import Settings


@pytest.fixture
def props(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Props of which only the folder for directors matters; it is empty."""
    folder = tmp_path / "props" / "director"
    folder.mkdir(parents=True)
    monkeypatch.setattr(assets, "ROOT", folder.parent)
    return folder


def test_without_any_model_the_rules_plan(props: Path):
    assert [one.name for one in directors.directors(Settings())] == ["Rules"]
    assert directors.chosen(Settings()).model == ""


def test_the_bundled_director_plans_when_the_person_says_so(props: Path):
    (props / "director.gguf").write_bytes(b"x" * 12_000_000)
    assert directors.chosen(Settings()).model == ""
    found = directors.chosen(Settings(director=directors.BUNDLED))
    assert found.model == str(props / "director.gguf")
    assert "12 MB" in found.what
    assert directors.chosen(Settings(director=directors.RULES)).model == ""


def test_a_bundled_director_that_is_not_there_leaves_it_to_the_rules(props: Path):
    assert directors.chosen(Settings(director=directors.BUNDLED)).name == "Rules"


def test_a_model_of_the_persons_own_comes_before_the_bundled_one(props: Path, tmp_path: Path):
    (props / "director.gguf").write_bytes(b"x")
    own = tmp_path / "large-instruct.gguf"
    own.write_bytes(b"x" * 2_000_000)
    found = directors.chosen(Settings(director=str(own)))
    assert (found.name, found.model) == ("large-instruct", str(own))
    assert len(directors.directors(Settings(director=str(own)))) == 3
    own.unlink()
    assert directors.chosen(Settings(director=str(own))).what == "Its file is gone"


def test_a_model_on_a_server_can_plan_too(props: Path):
    found = directors.chosen(Settings(director="ollama#qwen3:8b"))
    assert (found.name, found.what) == ("qwen3:8b", "On the server at localhost:11434")
    assert found.model == "http://localhost:11434/v1#qwen3:8b"
    assert directors.checked("ollama#qwen3:8b") == found.model
    far = directors.chosen(Settings(director="https://example.org/v1#m"))
    assert "speak http" in far.what
    with pytest.raises(StudioError, match="speak http"):
        directors.checked(far.model)


def test_what_is_checked_is_whole_and_there(props: Path, tmp_path: Path):
    with pytest.raises(StudioError, match=r"no model file .*none\.gguf"):
        directors.checked(str(tmp_path / "none.gguf"))
    (props / "director.gguf").write_bytes(b"x")
    assert directors.checked("bundled") == str(props / "director.gguf")
