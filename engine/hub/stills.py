"""Stills: windows of keyframes by a model that makes one picture at a time.

Each frame is asked for on its own: words made from its cue, a box for everyone who is seen, sheets
and plates as references, the layout drawn where the model takes drawings. Frames of one shot share
their noise, so what the words leave open stays alike (a seed per shot, BACKENDS' "identity").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PIL.Image import Image

from engine.api import Render, Window
from engine.hub import words
from engine.hub.album import Album
from engine.hub.asks import Placed, Rect, Reference, Still
from engine.hub.loras import worn
from engine.hub.runner import Runner, Tick
from engine.keys import noise_seed
from storyboard.camera import through
from storyboard.cue import FrameCue, SubjectCue

LEAST = 0.002  # of the frame's area: smaller boxes are told in words only
SEEN = 0.15  # of a subject's box that must be on the screen for it to be seen


class Stills:
    """``family.Maker`` by stills: every wanted frame is one ask of the card's idiom."""

    def __init__(self, runner: Runner) -> None:
        self.runner = runner
        self.card = runner.card
        self.album = Album(int(self.card.options.get("sheet", 768)))

    def calls(self, window: Window, request: Render) -> int:
        """Calls of the network for a window."""
        return sum(self._calls(window.cues[at], request.steps) for at in window.wanted)

    def frames(self, window: Window, request: Render, tick: Tick) -> Mapping[int, Image]:
        """Position -> picture, all of one size. Raises EngineError for pictures that cannot be
        read; what ``tick`` raises goes through.
        """
        self.album.files = request.pictures
        total = self.calls(window, request)
        before, made = 0, {}
        for at in window.wanted:
            cue = window.cues[at]
            most = self._calls(cue, request.steps)

            def step(done: int, of: int, before: int = before, most: int = most) -> None:
                tick(before + min(most, round(done / of * most)), total)

            self.runner.loras.wear(worn([cue], request.pictures))
            with self.runner.watched(most, step):
                made[at] = self.runner.idiom.still(
                    self.runner, self.ask(cue, request, window.level)
                )
            before += most
        return made

    def ask(self, cue: FrameCue, request: Render, level: int = 1) -> Still:
        """What is asked for one frame."""
        takes = self.card.takes
        size, _ = self.runner.fit(cue.aspect)
        shown = [(subject, rect) for subject in cue.subjects if (rect := _seen(cue, subject))]
        seen = replace(cue, subjects=tuple(subject for subject, _ in shown))
        references = self._references(seen, size) if takes.references else ()
        homes = {reference.id: i for i, reference in enumerate(references)}
        boxes = tuple(
            Placed(s.id, words.doing(s), rect, homes.get(s.id)) for s, rect in shown
        )  # fmt: skip
        drawn = takes.sketch != "none" or takes.boxes == "drawn"
        return Still(
            words=words.short(seen) if self.card.options.get("short") else words.prompt(seen),
            size=size,
            seed=noise_seed(request.seed, cue.shot, 0, level),
            steps=request.steps,
            boxes=boxes if takes.boxes != "words" else (),
            references=references,
            sketch=self.album.layout(seen, size) if drawn else None,
            ground=words.ground(cue),
            negative=str(self.card.options.get("negative", "")) if takes.negative else "",
            alpha=float(self.card.options.get("alpha", 0.3)),
        )

    def _references(self, cue: FrameCue, size: tuple[int, int]) -> tuple[Reference, ...]:
        """The place first, then everyone from the nearest to the farthest, as many as it takes."""
        found = [Reference("", words.place_name(cue), self.album.plate(cue, size), is_place=True)]
        for subject in {s.id: s for s in reversed(cue.subjects)}.values():
            sheet = self.album.sheet(subject)
            found.append(Reference(subject.id, words.who(subject), sheet))
        return tuple(found[: self.card.takes.references])

    def _calls(self, cue: FrameCue, steps: int) -> int:
        boxes = sum(_seen(cue, subject) is not None for subject in cue.subjects)
        return max(1, self.runner.idiom.calls(self.card, boxes, steps))


def _seen(cue: FrameCue, subject: SubjectCue) -> Rect | None:
    """The part of a subject's box that the frame shows, as shares of it; None for next to
    nothing.
    """
    box = through(cue.camera, subject.box)
    x0, y0, x1, y1 = max(0.0, box.x0), max(0.0, box.y0), min(1.0, box.x1), min(1.0, box.y1)
    area = max(0.0, x1 - x0) * max(0.0, y1 - y0)
    if area < LEAST or area < SEEN * box.width * box.height:
        return None
    return x0, y0, x1, y1
