"""Health: what a look at the finished pictures of a shot finds wrong between its keyframes.

Four measures that need no weights, each against a limit, for every gap between two keyframes:

- ``motion``: how much edges are lost within the gap, against those at its ends: what moves too far
  between two known frames comes out blurred. Edges: ``meters.steadiness.sharpness``.
- ``flicker``: how much a pixel leaves and comes back (half the second difference over time)
  outside everyone's box, beyond what the place itself does there.
- ``seam``: how much larger the step at a keyframe is than those around it
  (``meters.steadiness.seam_jumps``), where it is large enough to be seen.
- ``away``: how little of a subject's box differs from the empty place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from engine.api import Look, Progress
from engine.meters import steadiness
from engine.painter import Painter
from engine.pictures import load_picture
from storyboard import animatic, camera, scenery
from storyboard.board import Box
from storyboard.cue import FrameCue

SIZE = (160, 90)  # pixels that are looked at: enough for what an eye sees at once
LIMITS = {"motion": 0.30, "flicker": 0.012, "seam": 4.0, "away": 0.85}
SEEN = 0.015  # mean absolute difference (0..1): a smaller step is seen by nobody, however sudden
INK = 0.08  # difference from the place, of the brightest channel, from which somebody is there
VISIBLE = 0.7  # share of a box that must be in the frame, for its subject to be missed
LEAST = 0.006  # of the frame: smaller boxes are not looked at
OTHER = (
    0.05  # median difference from the place: the model draws its own, nobody can be told from it
)
SAMPLES = 3  # drawings of a gap in which subjects are looked for


@dataclass(frozen=True)
class _Shot:
    """Pictures [T,3,H,W] and empty places alike, 0..1, with their cues."""

    frames: Tensor
    places: Tensor
    cues: Sequence[FrameCue]


def look(request: Look, report: Callable[[Progress], None]) -> list[dict[str, Any]]:
    """What each gap of a shot is worth: ``start``, ``end`` (ticks, both known frames), ``score``
    (1 = nothing found, 0.5 = at a limit), the four measures as shares of their limits, ``at`` the
    tick where the worst is, ``who`` is away, ``fault`` the name of what is beyond its limit.

    Raises EngineError when a picture cannot be read; ``report`` may raise CancelJob.
    """
    frames = []
    for k, file in enumerate(request.frames):
        frames.append((load_picture(file, SIZE) + 1) / 2)
        report(Progress(request.job, k + 1, len(request.frames), "picture"))
    painter = Painter(SIZE)
    painter.show(request.pictures)
    lists = [animatic.plate(_place(cue)) for cue in request.cues]
    backs = painter.paint([back for back, _ in lists])
    fronts = painter.paint_cutout([front for _, front in lists])
    places = backs * (1 - fronts[:, 3:]) + fronts[:, :3]
    shot = _Shot(torch.stack(frames), places, request.cues)
    return [_gap(shot, start, end) for start, end in request.gaps]


def _place(cue: FrameCue) -> FrameCue:
    return min(cue.flats, key=lambda flat: abs(flat[1]))[0] if cue.flats else cue


def _gap(shot: _Shot, start: int, end: int) -> dict[str, Any]:
    found = {
        "motion": _motion(shot, start, end),
        "flicker": _flicker(shot, start, end),
        "seam": _seam(shot, start, end),
    }
    away, at, who = _away(shot, start, end)
    shares = {name: value / LIMITS[name] for name, (value, _) in found.items()}
    shares["away"] = away / LIMITS["away"]
    places = {**{name: at for name, (_, at) in found.items()}, "away": at}
    worst = max(shares, key=lambda name: shares[name])
    fault = worst if shares[worst] > 1 else ""
    return {
        "start": start,
        "end": end,
        "score": round(max(0.0, 1 - shares[worst] / 2), 3),
        **{name: round(share, 3) for name, share in shares.items()},
        "at": places[worst],
        "who": who if worst == "away" else "",
        "fault": fault,
    }


def _motion(shot: _Shot, start: int, end: int) -> tuple[float, int]:
    """Share of the ends' edges that is lost within, and where; 0 while hardly anything moves."""
    if end - start < 2:
        return 0.0, start
    rows = shot.frames[start : end + 1]
    if float((rows[-1] - rows[0]).abs().mean()) < SEEN:
        return 0.0, start
    sharp = steadiness.sharpness(rows)
    usual = torch.linspace(0, 1, len(rows)) * (sharp[-1] - sharp[0]) + sharp[0]
    place = steadiness.sharpness(shot.places[start : end + 1])
    usual = torch.minimum(usual, usual * place / place.max().clamp(min=1e-6))
    lost = 1 - sharp / usual.clamp(min=1e-6)
    at = int(lost.argmax())
    return max(0.0, float(lost[at])), start + at


def _flicker(shot: _Shot, start: int, end: int) -> tuple[float, int]:
    if end - start < 2 or any(shot.cues[k].flats for k in (start, end)):
        return 0.0, start
    still = 1 - _boxes(shot.cues[start : end + 1])
    own, place = (_returns(p[start : end + 1], still) for p in (shot.frames, shot.places))
    more = own - place
    at = int(more.argmax())
    return max(0.0, float(more[at])), start + 1 + at


def _returns(frames: Tensor, still: Tensor) -> Tensor:
    """Half the second difference over time, [T-2], over the pixels that ``still`` [T,H,W] tells."""
    seen = still[:-2] * still[1:-1] * still[2:]
    back = (frames[1:-1] - (frames[:-2] + frames[2:]) / 2).abs().mean(1)
    return (back * seen).flatten(1).sum(1) / seen.flatten(1).sum(1).clamp(min=1)


def _boxes(cues: Sequence[FrameCue]) -> Tensor:
    """Where somebody may be, [T,H,W]: boxes and drawn figures with a margin."""
    width, height = SIZE
    held = torch.zeros(len(cues), height, width)
    for k, cue in enumerate(cues):
        for subject in cue.subjects:
            for box in (subject.box, animatic.subject_box(subject, cue.aspect)):
                _cut(held[k], camera.through(cue.camera, box), 0.03).fill_(1)
    return held


def _seam(shot: _Shot, start: int, end: int) -> tuple[float, int]:
    """The larger jump at the gap's two ends, onto a keyframe or from it."""
    seams = [k for k in (start, start + 1, end, end + 1) if 0 < k < len(shot.frames)]
    steps = steadiness.steps(shot.frames).tolist()
    place = steadiness.steps(shot.places).tolist()
    best = (0.0, start)
    for seam in seams:
        if steps[seam - 1] - place[seam - 1] < SEEN:
            continue
        (jump,) = steadiness.seam_jumps(shot.frames, [seam]) or (0.0,)
        best = max(best, (jump, seam))
    return best


def _away(shot: _Shot, start: int, end: int) -> tuple[float, int, str]:
    """How empty the emptiest box is, 0..1, where and whose."""
    found = (0.0, start, "")
    ticks = {round(start + (end - start) * k / (SAMPLES - 1)) for k in range(SAMPLES)}
    for tick in sorted(ticks):
        cue = shot.cues[tick]
        apart = (shot.frames[tick] - shot.places[tick]).abs()
        if cue.flats or float(apart.mean(0).median()) > OTHER or not _bare(cue):
            continue
        there = (apart.amax(0) > INK).float()
        for subject in cue.subjects:
            box = camera.through(cue.camera, animatic.subject_box(subject, cue.aspect))
            if _visible(box) and (part := _cut(there, box, 0.0)).numel():
                found = max(found, (1 - float(part.mean()), tick, subject.id))
    return found


def _bare(cue: FrameCue) -> bool:
    """Whether the empty place can be painted: nothing falls before it."""
    return cue.weather == "clear" and bool(cue.plate or scenery.setting(cue)[0].layers)


def _visible(box: Box) -> bool:
    wide = min(1.0, box.x1) - max(0.0, box.x0)
    high = min(1.0, box.y1) - max(0.0, box.y0)
    seen = max(0.0, wide) * max(0.0, high)
    return seen > LEAST and seen > VISIBLE * box.area


def _cut(plane: Tensor, box: Box, margin: float) -> Tensor:
    """A view of a plane [H,W] where a screen box lies."""
    height, width = plane.shape
    x0, x1 = (min(max(0, round(x * width)), width) for x in (box.x0 - margin, box.x1 + margin))
    y0, y1 = (min(max(0, round(y * height)), height) for y in (box.y0 - margin, box.y1 + margin))
    return plane[y0:y1, x0:x1]
