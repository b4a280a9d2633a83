"""Spans: a window's in-betweens by a hub model that makes clips.

``hub.clips`` says which clips; each is asked for through the family's idiom, and the frames that
the window wants are picked from it and brought to the size of the known ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
from PIL import Image

from engine.api import EngineError, Render, Window
from engine.hub import happenings
from engine.hub.album import Album
from engine.hub.asks import Reference, Span
from engine.hub.card import HubCard
from engine.hub.clips import Clip, clips
from engine.hub.loras import worn
from engine.hub.runner import Runner, Tick
from engine.hub.sounds import fitted
from engine.hub.words import who
from engine.keys import noise_seed
from storyboard.cue import FrameCue

DEPTHS = 16  # of one window at most: a clip's noise is called by its level and depth


class Spans:
    """Windows by clips (``family.Maker``). What comes out depends on the window, the request's
    seed and steps and nothing else.
    """

    def __init__(self, runner: Runner) -> None:
        self.runner, self.card = runner, runner.card
        self.album = Album()
        self.heard: np.ndarray | None = None  # of the last window, stereo float32 (2, count)
        self._idiom = runner.idiom

    def calls(self, window: Window, request: Render) -> int:
        """Calls of the network for all clips of a window."""
        return len(plan(window, self.card)) * self._calls(request)

    def frames(self, window: Window, request: Render, tick: Tick) -> Mapping[int, Image.Image]:
        """Position -> picture of every wanted frame, at the size of the known ones.

        Raises EngineError when a known picture cannot be read, or the family cannot do with what
        is known.
        """
        self.album.files = request.pictures
        size, _ = self.runner.fit(window.cues[0].aspect)
        known = {at: _read(file) for at, file in window.known.items()}
        target = next((known[at].size for at in sorted(known)), size)
        seen = {at: _resized(picture, size) for at, picture in known.items()}
        todo, each = plan(window, self.card), self._calls(request)
        self.heard = None
        for number, clip in enumerate(todo):
            ask = self._ask(clip, window, request, seen, size)

            def told(done: int, of: int, before: int = number * each) -> None:
                tick(before + done, len(todo) * each)

            cues = [window.cues[at] for at in (*clip.keys.values(), *clip.picks)]
            self.runner.loras.wear(worn(cues, request.pictures))
            with self.runner.watched(each, told):
                made = self._idiom.span(self.runner, ask)
            seen.update({at: made[place] for at, place in clip.picks.items()})
            self._hear(clip, window)
        return {at: _resized(seen[at], target) for at in window.wanted}

    def _hear(self, clip: Clip, window: Window) -> None:
        """Keep what a clip of the whole window sounds like."""
        heard, self.runner.heard = self.runner.heard, None
        places = {**{slot: place for place, slot in clip.keys.items()}, **clip.picks}
        last = len(window.cues) - 1
        if heard is None or not {0, last} <= places.keys():
            return
        seconds = window.cues[last].seconds - window.cues[0].seconds
        self.heard = fitted(heard, seconds)

    def _calls(self, request: Render) -> int:
        """Calls of the network for one clip."""
        count = steps(self.card, request.steps)
        own = getattr(self._idiom, "calls", None)
        return int(own(self.card, count)) if own else count * self.card.calls

    def _ask(
        self,
        clip: Clip,
        window: Window,
        request: Render,
        seen: Mapping[int, Image.Image],
        size: tuple[int, int],
    ) -> Span:
        slots = sorted([*clip.keys.values(), *clip.picks])
        cues = [window.cues[at] for at in slots]
        first = window.cues[min(clip.picks)]
        level = window.level * DEPTHS + clip.depth
        return Span(
            words=happenings.told(cues),
            size=size,
            frames=clip.frames,
            seed=noise_seed(request.seed, first.shot, first.frame, level),
            steps=steps(self.card, request.steps),
            known={place: seen[at] for place, at in clip.keys.items()},
            references=self._references(cues, size),
            rate=self.card.frames.rate,
        )

    def _references(self, cues: list[FrameCue], size: tuple[int, int]) -> tuple[Reference, ...]:
        """The sheets of those who are seen, as many as the family takes, then the place's plate."""
        most = self.card.takes.references
        subjects = {subject.id: subject for cue in cues for subject in cue.subjects}
        found = [
            Reference(id, who(subject), self.album.sheet(subject))
            for id, subject in list(subjects.items())[:most]
        ]
        if len(found) < most:
            found.append(Reference("", "the place", self.album.plate(cues[0], size), True))
        return tuple(found)


def plan(window: Window, card: HubCard) -> tuple[Clip, ...]:
    """The clips of a window, in their order. Raises EngineError for frames of several stretches of
    time: those are keyframes.
    """
    times = [cue.seconds for cue in window.cues]
    if any(later <= earlier for earlier, later in pairwise(times)):
        raise EngineError(
            f"{card.title} makes what lies between keyframes, not keyframes. Choose another model "
            "for those."
        )
    known = frozenset(window.known)
    return clips(times, known, card.frames, card.takes.known)


def steps(card: HubCard, asked: int) -> int:
    """Steps of a clip: a distilled checkpoint's list of noise levels goes before the number."""
    listed = card.call.get("sigmas") or card.call.get("timesteps")
    return len(listed) if listed else asked


def _read(file: str) -> Image.Image:
    try:
        with Image.open(file) as image:
            return image.convert("RGB")
    except (OSError, ValueError) as error:
        raise EngineError(
            f"The known frame {file} cannot be read ({error}). Render its shot again."
        ) from error


def _resized(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    return picture if picture.size == size else picture.resize(size, Image.Resampling.LANCZOS)
