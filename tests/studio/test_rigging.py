"""Rigging: limbs of a drawing are found on the stage, once, and shape the pictures."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine import keys
from engine.rig import figures, hands
from storyboard import rigs, staging, wardrobe
from storyboard.edits import cast
from studio import rigging, work
from studio.session import Session
from tests.studio.toy_films import staged


def _drawing(file: Path) -> Path:
    """A boy in ink, as somebody would have drawn and cut him out."""
    figure = figures.posed(wardrobe.figure("boy", {}), random.Random(3), plainly=True)
    pixels, _ = hands.draw(figure, "ink", 3, plainly=True, side=192, fine=2)
    straight = np.concatenate([pixels[:3] / np.maximum(pixels[3:], 1e-3), pixels[3:]])
    picture = (straight.clip(0, 1) * 255).round().astype(np.uint8).transpose(1, 2, 0)
    Image.fromarray(picture, "RGBA").save(file)
    return file


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with Session.new(tmp_path / "film", staged(1, 8)) as session:
        session.set_sheet(session.board.cast[0].id, _drawing(tmp_path / "boy.png"))
        yield session


def test_a_drawing_is_looked_at_once_on_the_stage(session: Session) -> None:
    subject = session.board.cast[0]
    with work.staged(session, rigging.serve):
        order = rigging.order(session)
        assert order
        work.until_done(session, order)
    found = session.board.subject(subject.id).rig
    assert found == rigs.WHOLE or rigs.read(found)

    # undo, and the same picture again: the project remembers
    session.undo()
    session.set_sheet(subject.id, session.path.parent / "boy.png")
    assert session.board.subject(subject.id).rig == ""
    assert rigging.order(session) is None
    assert session.board.subject(subject.id).rig == found


def test_another_sheet_has_another_rig(session: Session) -> None:
    subject = session.board.cast[0].id
    session.edit("Whole", lambda board: rigging.set_whole(board, subject, True))
    assert rigging.missing(session.board) == []

    session.edit("Sheet", lambda board: cast.set_subject(board, subject, sheet="f" * 64))

    assert rigging.missing(session.board) == ["f" * 64]


def test_a_rig_is_part_of_the_key(session: Session) -> None:
    def key(rig: str) -> str:
        board = session.board
        cast_ = tuple(replace(s, rig=rig) for s in board.cast)
        cues = staging.cues(replace(board, cast=cast_), board.shots[0].id, (0,))
        return keys.window_key(cues, {}, level=1, fingerprint="f", seed=1, steps=1)

    leg = rigs.Cut("near_leg", "body", (50.0, 60.0), ((46, 60), (54, 60), (54, 94)))
    body = rigs.Cut("body", "", (50.0, 60.0), ((40, 30), (60, 30), (60, 64)))

    assert key(rigs.write(rigs.Rig("biped", (leg, body)))) != key(rigs.WHOLE)
