"""Checkups: every finished take is looked at once, on the stage, and keeps what was found.

What is found is told in sentences here: by the command line, and on the timeline.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine import api, schedule
from storyboard import staging
from storyboard.board import Board
from studio.jobs import Job
from studio.queue import Task
from studio.session import Session
from studio.takes import Take

PREFIX = "look-"
FOUND = {
    "motion": "What moves here blurs: it goes too far between two keyframes.",
    "flicker": "The picture flickers here.",
    "seam": "The picture jumps at a keyframe.",
    "away": "{who} can hardly be seen in its box here.",
}


@dataclass(frozen=True)
class Gap:
    """Ticks ``start`` to ``end`` of a take, both keyframes; ``score`` 0..1, 1 = nothing found.

    ``sentence`` says what is wrong, empty when nothing is; ``frame`` is where.
    """

    start: int
    end: int
    score: float
    sentence: str = ""
    frame: int = 0


class Checkup:
    """What of an order's takes is still to be looked at."""

    def __init__(self, session: Session, board: Board) -> None:
        self._session, self._board = session, board
        self._left: deque[str] = deque()

    def add(self, take: Take) -> None:
        """This take was finished; it is looked at, unless it was already."""
        whole = len(take.frames) >= schedule.ticks(self._board.shot(take.shot).length)
        if take.level > 1 and whole and "health" not in take.slate and take.id not in self._left:
            self._left.append(take.id)

    def next(self, label: str) -> Task | None:
        """The next look, ``label`` for its title; what lost its pictures is passed over."""
        while self._left:
            take = self._session.takes.take(self._left.popleft())
            if request := self._request(take):
                return Task(PREFIX + take.id, request, f"{label}, a look at it", (take.shot,))
        return None

    @property
    def shot(self) -> str:
        """The shot that comes next; empty when none does."""
        return self._session.takes.take(self._left[0]).shot if self._left else ""

    def heard(self, job: Job, event: api.Event) -> None:
        """Keep what a look found."""
        _, found, take = job.id.rpartition(PREFIX)
        if found and isinstance(event, api.Finished) and "health" in event.facts:
            self._session.note_take(take, health=event.facts["health"])

    def _request(self, take: Take) -> api.Look | None:
        board, bin = self._board, self._session.bin
        ticks = range(schedule.ticks(board.shot(take.shot).length))
        files = [bin.path(take.frames[tick]) for tick in ticks]
        place = board.scene_of(take.shot).place
        plates = {p.plate: bin.path(p.plate) for p in board.places if p.id == place and p.plate}
        if not all(files) or not all(plates.values()):
            return None
        return api.Look(
            job="",
            cues=staging.cues(board, take.shot, [tick * schedule.ON for tick in ticks]),
            frames=tuple(map(str, files)),
            gaps=schedule.gaps(board, take.shot, take.division),
            pictures={hash: str(path) for hash, path in plates.items()},
        )


def gaps(board: Board, take: Take | None) -> tuple[Gap, ...]:
    """What was found in a take, gap by gap; nothing where nobody looked yet."""
    rows = take.slate.get("health", ()) if take is not None else ()
    return tuple(_gap(board, row) for row in rows)


def wrong(board: Board, take: Take | None) -> Iterator[Gap]:
    """The gaps that somebody should look at."""
    return (gap for gap in gaps(board, take) if gap.sentence)


def _gap(board: Board, row: Mapping[str, Any]) -> Gap:
    names = {subject.id: subject.name for subject in board.cast}
    sentence = FOUND.get(str(row.get("fault", "")), "")
    sentence = sentence.format(who=names.get(str(row.get("who", "")), "Somebody"))
    frame = int(row["at"]) * schedule.ON
    return Gap(int(row["start"]), int(row["end"]), float(row["score"]), sentence, frame)
