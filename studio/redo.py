"""Redo: one subject of a shot made again inside its box; everything else of the take stays.

The shot is made once more with another start of that subject's action and other noise for it, and
only what lies in its box comes into the new take, which is circled. The take before stays: to go
back is to circle it, or to undo.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from functools import partial
from typing import Any

from engine import api, schedule
from engine.spans import Span
from storyboard import animatic, camera
from storyboard.board import Board, Box
from storyboard.cue import FrameCue
from storyboard.edits import shots as edits
from studio.errors import StudioError
from studio.jobs import Order
from studio.recipes import Recipe, recipe
from studio.rendering import Rendering
from studio.session import Session
from studio.takes import Take

KIND = "redo"
TURN = 0.382  # of its cycle: the golden section, so that no two turns fall together soon
EASE = 8  # ticks in which it comes back to its old cycle where the shot goes on into another
MARGIN = 0.02  # frame heights around what is drawn: shadows, joins
GONE = "Render it to its final pictures first; then one subject can be made again."


def serve(session: Session) -> None:
    """Let this session's queue take these orders."""
    session.queue.programs[KIND] = partial(Redoing, session)


def why_not(session: Session, shot_id: str, subject: str, by: Recipe | None = None) -> str:
    """Why a subject of a shot cannot be made again; empty when it can. Raises KeyError."""
    board = session.board
    shot, name = board.shot(shot_id), board.subject(subject).name
    take = session.takes.best(board, shot_id)
    if not any(shot.layout.boxes.get(subject, ())):
        return f"{name} has no box in this shot."
    if take is None or take.level < 2 or len(take.frames) < schedule.ticks(shot.length):
        return f"This shot has no finished take yet. {GONE}"
    if not session.takes.fits(board, take):
        return f"This shot was edited since its take was made. {GONE}"
    if take.slate.get("preset") == "draft":
        return f"Its take is a draft. {GONE}"
    if take.slate.get("fingerprint") != (by or recipe("final")).fingerprint():
        return f"Its take was made by another model than the one that is chosen. {GONE}"
    return ""


def order(session: Session, shot_id: str, subject: str, by: Recipe | None = None) -> Order:
    """Ask for a subject of a shot once more, on the take that plays. Raises StudioError."""
    by = by or recipe("final")
    if why := why_not(session, shot_id, subject, by):
        raise StudioError(why)
    take = session.takes.best(session.board, shot_id)
    assert take is not None  # else ``why_not`` told
    turns = [
        int(other.slate["redo"]["turn"])
        for other in session.takes.of_shot(shot_id)
        if other.slate.get("redo", {}).get("subject") == subject
    ]
    what = {
        "shots": [shot_id],
        "level": "final",
        "by": asdict(by),
        "subject": subject,
        "of": take.id,
        "turn": max(turns, default=0) + 1,
    }
    return session.queue.order(KIND, what, f"{session.board.subject(subject).name} again")


class Redoing(Rendering):
    """The program of one such order."""

    def __init__(self, session: Session, order: Order) -> None:
        self.subject, self.turn = str(order.what["subject"]), int(order.what["turn"])
        self.old = session.takes.take(str(order.what["of"]))
        self._boxes: dict[str, tuple[Box | None, ...]] = {}
        super().__init__(session, order)

    def _kept(self, what: Mapping[str, Any]) -> dict[str, Take]:
        return {}

    def _plan(self, kept: dict[str, Take]) -> list[Span]:
        if not self.shots:
            return []
        length, on, most = self.by.division
        plan = schedule.plan(_alone(self.board, self.old.shot), None, length, on, most=most)
        self.pictures.update(plan.pinned)
        return [span for batch in plan.order() for span in batch]

    def _all_cues(self, shot: str) -> tuple[FrameCue, ...]:
        """The shot's cues with another start of the subject's action."""
        if shot not in self._cues:
            cues = super()._all_cues(shot)
            found = tuple(self._other(cue, k, len(cues)) for k, cue in enumerate(cues))
            self._boxes[shot] = tuple(
                self._drawn(old, new) for old, new in zip(cues, found, strict=True)
            )
            self._cues[shot] = found
        return self._cues[shot]

    def _other(self, cue: FrameCue, tick: int, count: int) -> FrameCue:
        shot, row = self.board.shot(self.old.shot), self.board.shots
        at = row.index(shot)
        share = 1.0
        if at and row[at - 1].join in ("continuous", "bridge"):
            share = min(share, tick / EASE)
        if shot.join in ("continuous", "bridge"):
            share = min(share, (count - 1 - tick) / EASE)
        on = TURN * self.turn * share
        cast = tuple(
            replace(one, phase=(one.phase + on) % 1.0) if one.id == self.subject else one
            for one in cue.subjects
        )
        return replace(cue, subjects=cast, shot=f"{cue.shot}#{self.subject}~{self.turn}")

    def _drawn(self, *cues: FrameCue) -> Box | None:
        """What the subject takes of the frame, as it was and as it will be; None: not there."""
        boxes = []
        for cue in cues:
            for one in cue.subjects:
                if one.id == self.subject:
                    seen = (one.box, animatic.subject_box(one, cue.aspect))
                    boxes += [camera.through(cue.camera, box) for box in seen]
        if not boxes:
            return None
        return Box(
            min(box.x0 for box in boxes) - MARGIN / cues[0].aspect,
            min(box.y0 for box in boxes) - MARGIN,
            max(box.x1 for box in boxes) + MARGIN / cues[0].aspect,
            max(box.y1 for box in boxes) + MARGIN,
        )

    def _window(self, span: Span) -> api.Window:
        window = super()._window(span)
        hashes = {at: self.old.frames[span.slots[at].tick] for at in span.wanted}
        label = self._names(self.old.shot)
        boxes = {at: self._boxes[span.slots[at].shot][span.slots[at].tick] for at in span.wanted}
        rects = {at: (b.x0, b.y0, b.x1, b.y1) for at, b in boxes.items() if b is not None}
        told = json.dumps([window.key, sorted(hashes.items()), sorted(rects.items())])
        files = {at: self._file(hash, f"A picture of {label}", GONE) for at, hash in hashes.items()}
        key = hashlib.sha256(told.encode()).hexdigest()
        return replace(window, key=key, onto=files, boxes=rects)

    def _shot_slate(self, shot: str) -> dict[str, Any]:
        redo = {"subject": self.subject, "turn": self.turn, "of": self.old.id}
        ends = {"ends": self.old.slate["ends"]} if "ends" in self.old.slate else {}
        return {**super()._shot_slate(shot), **ends, "redo": redo}

    def _publish(self) -> None:
        """The take is circled: what plays is what was asked for."""
        whole = bool(self._whole)
        super()._publish()
        if not whole or self._whole:
            return
        shot = self.old.shot
        found = [take for take in self._session.takes.of_shot(shot) if self._is_mine(take)]
        if found and shot in {other.id for other in self._session.board.shots}:
            name = self.board.subject(self.subject).name
            self._session.edit(
                f"Make {name} again in {self._labels[shot]}",
                partial(edits.circle, shot_id=shot, take=found[-1].id),
            )

    def _is_mine(self, take: Take) -> bool:
        told = take.slate.get("redo", {})
        return (told.get("subject"), told.get("turn"), told.get("of")) == (
            self.subject,
            self.turn,
            self.old.id,
        )


def _alone(board: Board, shot_id: str) -> Board:
    """The film of this shot alone."""
    shot = replace(board.shot(shot_id), join="cut")
    return replace(board, scenes=(replace(board.scene_of(shot_id), shots=(shot,)),))
