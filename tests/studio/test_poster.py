"""The poster beside a film: due when the film is newer, replaced whole, never left by half."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from storyboard.board import Board
from studio import poster
from studio.errors import DiskTrouble
from studio.session import Session


@pytest.fixture
def film(tmp_path: Path) -> Path:
    with Session.new(tmp_path / "film", Board()) as session:
        return session.path


def test_a_poster_is_due_until_it_is_kept_and_again_when_the_film_was_worked_on(film: Path) -> None:
    assert poster.is_due(film)
    poster.keep(film, b"one")
    assert not poster.is_due(film)
    later = film.stat().st_mtime + 100
    os.utime(film, (later, later))
    assert poster.is_due(film)
    poster.keep(film, b"two")
    assert poster.file(film).read_bytes() == b"two"
    assert [file.name for file in poster.file(film).parent.iterdir()] == [poster.NAME]


def test_a_poster_that_cannot_be_kept_is_told_with_a_way_out(film: Path) -> None:
    poster.file(film).parent.write_text("no folder")
    with pytest.raises(DiskTrouble, match=r"The poster of film could not be kept: .*\. Look for"):
        poster.keep(film, b"one")
    assert poster.is_due(film)
