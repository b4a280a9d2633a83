"""Commands on single shots: bridge two, continue one, make a subject again, pin a picture."""

from __future__ import annotations

import argparse
from typing import Any

from storyboard import numbering, timing
from storyboard.board import Board
from storyboard.edits import joins
from storyboard.edits.ids import new_id
from studio import commands, redo, seats, work
from studio import plan as planning
from studio import render as rendering
from studio.console import Console, Watch
from studio.errors import StudioError, nearest
from studio.session import Session

Facts = dict[str, Any]


def bridge(given: argparse.Namespace, console: Console) -> Facts:
    """``longtake bridge``: a transition from a shot to the next one, made by the model."""
    with Session.open(given.project) as session:
        shot = shot_id(session.board, given.shot)
        length = _length(given.length, session.board)
        label = numbering.labels(session.board)[shot]
        with planning.told():
            session.edit(f"Bridge from {label}", lambda b: joins.bridge(b, shot, length))
        made = joins.bridge_after(session.board, shot)
        assert made is not None  # the edit put it there
        return _made(session, made.id, given, console)


def continue_shot(given: argparse.Namespace, console: Console) -> Facts:
    """``longtake continue``: a new shot that goes on from a shot's last frame."""
    with Session.open(given.project) as session:
        shot = shot_id(session.board, given.shot)
        length = _length(given.length, session.board)
        label = numbering.labels(session.board)[shot]
        new = new_id(session.board, "sh")
        with planning.told():
            session.edit(f"Continue {label}", lambda b: joins.continue_shot(b, shot, length))
        return _made(session, new, given, console)


def again(given: argparse.Namespace, console: Console) -> Facts:
    """``longtake redo``: one subject once more inside its box, all else as it is."""
    with Session.open(given.project) as session:
        shot, subject = shot_id(session.board, given.shot), _subject(session.board, given.subject)
        by = commands.chosen_recipe(given)
        with work.staged(session, rendering.serve), Watch(session, console, "Rendering"):
            work.until_done(session, redo.order(session, shot, subject, by))
        take = session.board.shot(shot).circled
        number = session.board.shot(shot).takes.index(take) + 1
        return {"shot": numbering.labels(session.board)[shot], "take": number, "id": take}


def keyframe(given: argparse.Namespace, console: Console) -> Facts:
    """``longtake keyframe``: pin a picture to a frame of a shot (1 is the first)."""
    with Session.open(given.project) as session:
        shot = shot_id(session.board, given.shot)
        with planning.told():
            hash = session.pin_keyframe(shot, given.frame - 1, given.picture)
        labels = numbering.labels(session.board)
        pins = [pin.frame + 1 for pin in session.board.shot(shot).keyframes]
        return {
            "shot": labels[shot],
            "pinned frames": ", ".join(map(str, pins)),
            "picture": hash[:12],
            "then": f"longtake render {session.path} --shots {labels[shot]}",
        }


def _made(session: Session, shot: str, given: argparse.Namespace, console: Console) -> Facts:
    """The new shot's facts; it is rendered unless that was not wished."""
    labels = numbering.labels(session.board)
    facts: Facts = {
        "shot": labels[shot],
        "seconds": round(session.board.shot(shot).length / session.board.rate, 2),
    }
    if given.later:
        return {**facts, "then": f"longtake render {session.path} --shots {labels[shot]}"}
    by = commands.chosen_recipe(given)
    made = commands.make(session, {shot}, "final", by, console, **seats.crew(given))
    return {**facts, **made}


def shot_id(board: Board, number: str) -> str:
    """The shot with this visible number. Raises StudioError."""
    labels = {label.lower(): id for id, label in numbering.labels(board).items()}
    if number.lower() not in labels:
        near = nearest(number.upper(), [label.upper() for label in labels])
        raise StudioError(f"There is no shot {number.upper()}.{near}")
    return labels[number.lower()]


def _subject(board: Board, name: str) -> str:
    found = {subject.name.lower(): subject.id for subject in board.cast}
    if name.lower() not in found:
        near = nearest(name, [subject.name for subject in board.cast])
        raise StudioError(f"There is no subject {name!r} in this film.{near}")
    return found[name.lower()]


def _length(text: str, board: Board) -> int:
    try:
        length = timing.parse(text, board.rate)
    except ValueError as error:
        raise StudioError(str(error)) from error
    if length < 2:
        raise StudioError("A shot lasts two frames or more: write 1s or 24f.")
    return length
