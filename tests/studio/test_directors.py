"""Who can plan on this machine."""

from __future__ import annotations

from pathlib import Path

import pytest

import assets
from studio import directors
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
    assert directors.chosen(Settings()).file is None


def test_the_bundled_director_plans_when_the_person_says_so(props: Path):
    (props / "director.gguf").write_bytes(b"x" * 12_000_000)
    assert directors.chosen(Settings()).file is None
    found = directors.chosen(Settings(director=directors.BUNDLED))
    assert found.file == props / "director.gguf"
    assert "12 MB" in found.what
    assert directors.chosen(Settings(director=directors.RULES)).file is None


def test_a_bundled_director_that_is_not_there_leaves_it_to_the_rules(props: Path):
    assert directors.chosen(Settings(director=directors.BUNDLED)).name == "Rules"


def test_a_model_of_the_persons_own_comes_before_the_bundled_one(props: Path, tmp_path: Path):
    (props / "director.gguf").write_bytes(b"x")
    own = tmp_path / "large-instruct.gguf"
    own.write_bytes(b"x" * 2_000_000)
    found = directors.chosen(Settings(director=str(own)))
    assert (found.name, found.file) == ("large-instruct", own)
    assert len(directors.directors(Settings(director=str(own)))) == 3
    own.unlink()
    assert directors.chosen(Settings(director=str(own))).what == "Its file is gone"
