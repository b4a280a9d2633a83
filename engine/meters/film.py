"""The meters over a film: each shot's own figures, and those of the film from head to tail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor

from engine.meters import boxes, looks, similarity, steadiness
from engine.meters.boxes import Answer
from engine.meters.request import Film, Reel
from engine.meters.sight import SIZE, Eye
from engine.painter import Painter
from engine.pictures import load_picture
from storyboard import animatic
from storyboard.cue import FrameCue

Heard = Callable[[int, int, str], None]


@dataclass
class Sums:
    """Answers and directions of many frames, as shares."""

    answers: list[Answer] = field(default_factory=list)
    ways: list[bool] = field(default_factory=list)  # moved as asked
    lost: int = 0  # asked to move, and not seen at one of the ends

    def figures(self) -> dict[str, float]:
        """``iou`` with the asked box, ``fit`` with the posed figure's; ``found``, ``kind``,
        ``colour``, ``direction`` as shares, nothing where nothing was asked.
        """
        row = self.answers
        told = [one for one in row if one.asked.kind]
        dyed = [one for one in row if one.asked.colour and one.asked.kind]
        found = {
            "iou": _mean([one.iou for one in row]),
            "fit": _mean([one.fit for one in row]),
            "found": _mean([one.seen is not None for one in row]),
            "kind": _mean([one.kind for one in told]),
            "colour": _mean([one.colour for one in dyed]),
            "direction": _mean([*self.ways, *[False] * self.lost]),
        }
        return {name: value for name, value in found.items() if value is not None}

    def add(self, answers: Sequence[Sequence[Answer]]) -> None:
        """A shot's frames, each with its answers, in order."""
        self.answers += [one for row in answers for one in row]
        moved = movement(answers)
        self.ways += [right for right in moved if right is not None]
        self.lost += moved.count(None)


def movement(answers: Sequence[Sequence[Answer]]) -> list[bool | None]:
    """Of each subject that is asked to go somewhere between the first and the last frame in which
    it is judged, whether it is seen to; None when it is not seen at one of them.
    """
    ids = dict.fromkeys(one.asked.subject.id for row in answers for one in row)
    found: list[bool | None] = []
    for id in ids:
        mine = [one for row in answers for one in row if one.asked.subject.id == id]
        if len(mine) < 2:
            continue
        first, last = mine[0], mine[-1]
        way = boxes.direction(first.asked.box, last.asked.box)
        if not way:
            continue
        if first.seen is None or last.seen is None:
            found.append(None)
        else:
            found.append(boxes.goes(first.seen.box, last.seen.box, way))
    return found


def spread(count: int, most: int) -> list[int]:
    """Up to ``most`` of ``count`` positions, evenly, both ends among them."""
    if count <= most:
        return list(range(count))
    return [round(i * (count - 1) / (most - 1)) for i in range(most)]


def score(film: Film, eye: Eye, heard: Heard = lambda done, of, name: None) -> dict[str, Any]:
    """Measure a film: {"shots": rows, and the film's own figures}. Raises EngineError when a
    picture cannot be read.
    """
    meter = _Meter(film, eye)
    rows = []
    for number, reel in enumerate(film.reels):
        heard(number, len(film.reels), reel.name)
        rows.append(meter.shot(reel))
    heard(len(film.reels), len(film.reels), "")
    return {**meter.film(rows), "shots": rows}


class _Meter:
    """What is gathered over the shots of a film."""

    def __init__(self, film: Film, eye: Eye) -> None:
        self.all, self.eye, self.sums = film, eye, Sums()
        self.painter = Painter(SIZE)
        self.painter.show(film.pictures)
        self.seen: list[tuple[str, Tensor]] = []
        self.keen: list[Tensor] = []

    def shot(self, reel: Reel) -> dict[str, Any]:
        frames = torch.stack([load_picture(file, SIZE) for file in reel.frames]) / 2 + 0.5
        at = spread(len(frames), self.all.looks)
        cues = [reel.cues[i] for i in at]
        shown = frames[at]
        truth = self.painter.paint([animatic.display(cue) for cue in cues])
        figures = self.eye.look(shown, cues)
        answers = [boxes.answers(cue, seen) for cue, seen in zip(cues, figures, strict=True)]
        sums = Sums()
        sums.add(answers)
        self.sums.add(answers)
        self._remember(shown, cues, answers)
        jumps = steadiness.seam_jumps(frames, reel.seams)
        keen = steadiness.sharpness(shown) / steadiness.sharpness(truth).clamp(min=1e-6)
        self.keen.append(keen)
        return {
            "shot": reel.name,
            "frames": len(frames),
            **sums.figures(),
            "ssim": float(similarity.ssim(shown, truth).mean()),
            "psnr": float(similarity.psnr(shown, truth).mean()),
            "flicker": steadiness.flicker(frames),
            "seam": max(jumps, default=1.0),
            "sharpness": float(keen.mean()),
        }

    def _remember(
        self, shown: Tensor, cues: Sequence[FrameCue], answers: Sequence[Sequence[Answer]]
    ) -> None:
        """One look of everybody in this shot: from the frame in which most of him shows."""
        for id, (i, one) in boxes.most(answers).items():
            if one.seen:
                self.seen.append((id, looks.of_figure(shown[i], one.seen, cues[i])))

    def film(self, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
        """What holds for the whole film."""
        found: dict[str, Any] = {
            "frames": sum(row["frames"] for row in rows),
            **self.sums.figures(),
        }
        for name in ("ssim", "psnr", "flicker", "sharpness"):
            found[name] = sum(row[name] * row["frames"] for row in rows) / max(1, found["frames"])
        found["seam"] = max((row["seam"] for row in rows), default=1.0)
        found["sharpness_drift"] = steadiness.drift(torch.cat(self.keen)) if self.keen else 0.0
        same, other, apart = looks.told_apart(self.seen)
        for name, value in (("look", same), ("look_others", other), ("look_told_apart", apart)):
            if value == value:  # not NaN: a film of one shot compares nothing
                found[name] = value
        return found


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
