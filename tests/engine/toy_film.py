"""A film by the toy family without a process: windows by key, as studio makes them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from engine import keys, schedule
from engine.api import Event, Render, Window, WindowDone
from engine.schedule import Schedule, Slot, Span
from storyboard import staging
from storyboard.board import Board
from storyboard.cue import FrameCue
from tests.engine.toy_family import Toy

STEPS = 2


class ToyFilm:
    """Makes windows that it has not made yet. ``finished``: key -> frames by position."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.finished: dict[str, Mapping[int, str]] = {}
        self.toy = Toy("")

    def make(
        self,
        board: Board,
        plan: Schedule,
        given: Mapping[Slot, str] | None = None,
        order: Iterable[Span] | None = None,
    ) -> tuple[dict[Slot, str], list[Span]]:
        """Pictures of all slots (files named by content), and the windows that had to be made."""
        pictures = dict(given or {})
        staged = self._staged(board, plan.on)
        fresh = []
        for span in order or [span for batch in plan.order() for span in batch]:
            cues = tuple(staged[slot.shot][slot.tick] for slot in span.slots)
            known = {at: pictures[span.slots[at]] for at in span.known}
            hashes = {at: Path(file).stem for at, file in known.items()}
            key = keys.window_key(
                cues, hashes, level=span.level, fingerprint="toy", seed=board.seed, steps=STEPS
            )
            if key not in self.finished:
                self._run(board, Window(key, span.level, cues, known))
                fresh.append(span)
            pictures |= {span.slots[at]: file for at, file in self.finished[key].items()}
        return pictures, fresh

    def shot_keys(self, board: Board) -> dict[str, str]:
        return {
            id: keys.shot_key(cues, {}, fingerprint="toy", seed=board.seed, steps=STEPS)
            for id, cues in self._staged(board, schedule.ON).items()
        }

    def _staged(self, board: Board, on: int) -> dict[str, tuple[FrameCue, ...]]:
        return {
            shot.id: staging.cues(board, shot.id, range(0, shot.length, on)) for shot in board.shots
        }

    def _run(self, board: Board, window: Window) -> None:
        def emit(event: Event) -> None:
            if isinstance(event, WindowDone):
                self.finished[event.key] = {
                    at: self._keep(file) for at, file in event.frames.items()
                }

        request = Render("job", (window,), str(self.folder), "toy", seed=board.seed, steps=STEPS)
        self.toy.render(request, lambda told: None, emit)

    def _keep(self, file: str) -> str:
        """Under the hash of its content, as the bin does."""
        content = Path(file).read_bytes()
        place = self.folder / f"{hashlib.sha256(content).hexdigest()}.png"
        Path(file).rename(place)
        return str(place)
