"""Rigging: the limbs of a person's own drawings, found on the stage once for every sheet.

What was found lies in the board beside the sheet (``Subject.rig``), where the person can say that
the drawing moves as a whole; the project keeps it by the sheet's hash, so that undo and a second
use of the picture need no second look.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import assets
from engine import api, keys
from storyboard import rigs
from storyboard.board import Board, Subject
from studio import work
from studio.console import Console, Watch
from studio.jobs import Job, Order
from studio.queue import Task
from studio.session import Session

KIND = "rig"


def serve(session: Session) -> None:
    """Let this session's queue find rigs."""
    session.queue.programs[KIND] = partial(Rigging, session)
    session.queue.leading.add(KIND)  # pictures are made of what it finds


def missing(board: Board) -> list[str]:
    """Sheets that nobody has looked at."""
    return list(dict.fromkeys(s.sheet for s in board.cast if s.sheet and not s.rig))


def order(session: Session) -> Order | None:
    """Ask for the rigs of all sheets that have none; None when nothing is left to ask for."""
    if KIND not in session.queue.programs or not missing(session.board):
        return None
    for sheet in missing(session.board):
        if known := session.project.fact(_fact(sheet)):
            _lay(session, sheet, known)
    if not missing(session.board):
        return None
    for other in session.queue.orders():
        if other.kind == KIND:
            return other
    return session.queue.order(KIND, {}, "limbs of a drawing")


def set_whole(board: Board, subject: str, whole: bool) -> Board:
    """The board with this drawing moving as a whole, or again by its limbs."""
    rig = rigs.WHOLE if whole else ""
    cast = tuple(replace(s, rig=rig) if s.id == subject else s for s in board.cast)
    return replace(board, cast=cast)


def found(session: Session, sheet: str) -> str:
    """What the project remembers of a sheet's limbs; "" when nobody looked at it yet."""
    return session.project.fact(_fact(sheet))


def told(project: Path, name: str, whole: bool, console: Console) -> str:
    """``longtake cast`` with a new sheet: find its limbs, or let it move as a ``whole``. What moves
    now, in words.
    """
    with Session.open(project) as session:
        subject = next(s for s in session.board.cast if s.name.lower() == name.lower())
        if whole:
            said = f"Let {subject.name} move as a whole"
            session.edit(said, lambda board: set_whole(board, subject.id, True))
        elif missing(session.board):
            with work.staged(session, serve), Watch(session, console, "Finding limbs"):
                if asked := order(session):
                    work.until_done(session, asked)
        return rigs.described(session.board.subject(subject.id).rig)


class Rigging:
    """The program of one order (``queue.Program``): sheet after sheet, those that come meanwhile
    too. While one is looked at nothing else begins (``Queue.leading``).
    """

    def __init__(self, session: Session, order: Order) -> None:
        self._session = session
        self._running = ""
        self._done = 0
        self._failed: set[str] = set()

    def next(self, looking: Sequence[str]) -> Task | None:
        if self._running:
            return None
        for sheet in missing(self._session.board):
            file = self._session.bin.path(sheet)
            if file is None or sheet in self._failed:
                self._failed.add(sheet)
                continue
            self._running = sheet
            request = api.FindRig("", str(file), str(assets.path("rig")))
            return Task(sheet[:16], request, f"the limbs of {_name(self._session.board, sheet)}")
        return None

    def heard(self, job: Job, event: api.Event) -> None:
        if isinstance(event, api.Finished):
            found = str(event.facts.get("rig", rigs.WHOLE))
            self._session.project.set_fact(_fact(self._running), found)
            _lay(self._session, self._running, found)
            self._done += 1
        elif isinstance(event, api.Failed | api.Cancelled):
            self._failed.add(self._running)
        if isinstance(event, api.Finished | api.Failed | api.Cancelled):
            self._running = ""

    def progress(self) -> tuple[int, int]:
        left = [s for s in missing(self._session.board) if s not in self._failed]
        return self._done, self._done + len(left)


def _lay(session: Session, sheet: str, rig: str) -> None:
    """What was found onto the board, without a step of undo."""

    def rigged(subject: Subject) -> Subject:
        asked = subject.sheet == sheet and not subject.rig
        return replace(subject, rig=rig) if asked else subject

    session.amend(lambda board: replace(board, cast=tuple(map(rigged, board.cast))))


def _fact(sheet: str) -> str:
    """Under what the project keeps a rig: the drawing, and the network that looked at it."""
    return f"rig {sheet} {keys.fingerprint(assets.path('rig'))[:16]}"


def _name(board: Board, sheet: str) -> str:
    return next((s.name for s in board.cast if s.sheet == sheet), "a drawing")
