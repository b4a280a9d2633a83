"""Bridging: a shot that is made between two others, going from what the one ends on to what the
other begins with.

The transition of SEINE (arXiv 2310.20700, section 3): the last frame of one shot and the first of
the next are known, what lies between is made, under conditions that go from the one to the other.
Here they are a layout's: who is seen in both walks from box to box; two places slide past the
frame side by side, as flats of a stage do; within one place the camera travels.

A bridge is a shot without a layout or script of its own, after a shot whose join is "bridge".
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from storyboard import camera, fitting, poses, puppets, wardrobe
from storyboard.board import FRAME, Board, Box, Shot
from storyboard.cue import FrameCue, SubjectCue

GAITS = {"fish": "swim", "bird": "fly", "insect": "fly", "aircraft": "fly", "boat": "sail"}
STILL = frozenset({"thing", "plant"})  # rigs that go nowhere by themselves
STRIDES = 0.12  # frame heights: who goes less far keeps doing what it did
FASTEST = 3.0  # cycles a second of a gait; faster it slides
OUT = 0.04  # frame widths beyond the frame's edge, where nobody is seen


def is_bridge(before: Shot | None, shot: Shot, after: Shot | None) -> bool:
    """Whether a shot stands between these two as a bridge."""
    return (
        before is not None
        and after is not None
        and before.join == "bridge"
        and shot.stretch is None
        and not shot.layout.boxes
    )


def between(board: Board, shot_id: str) -> tuple[Shot, Shot] | None:
    """The two shots that a bridge joins; None for any other shot."""
    row = board.shots
    at = next((i for i, shot in enumerate(row) if shot.id == shot_id), -1)
    return ends(row, at)


def ends(row: Sequence[Shot], at: int) -> tuple[Shot, Shot] | None:
    """The two neighbours of the shot at a place of the film, if it is a bridge.

    Two bridges do not follow each other: a bridge needs shots to go from and to.
    """
    if not 0 < at < len(row) - 1 or not is_bridge(row[at - 1], row[at], row[at + 1]):
        return None
    return None if ends(row, at - 1) else (row[at - 1], row[at + 1])


def crossing(a: FrameCue, b: FrameCue, t: float, seconds: float) -> FrameCue:
    """The cue ``t`` (0..1) of the way from ``a`` to ``b``; ``seconds`` is how long all of it takes.

    Its shot and frame are those of ``a``, whose clock has gone on by then.
    """
    s = t * t * (3 - 2 * t)
    far = b if s >= 0.5 else a
    if (a.backdrop, a.plate, a.daytime, a.weather) == (b.backdrop, b.plate, b.daytime, b.weather):
        view = _between(a.camera, b.camera, s)
        subjects = _cast(_on_stage(a), _on_stage(b), 0.0, s, t, seconds, (a.camera, b.camera))
        clock = a.seconds  # clouds go on to where the next shot has them; rain only falls
        if a.weather == "clear":
            clock = clock - t * seconds + (b.seconds - clock + t * seconds) * s
        return replace(a, camera=view, subjects=subjects, words=far.words, seconds=clock)
    way = _way(a, b)
    left, right = _on_screen(a), _on_screen(b)
    bare_a = replace(a, subjects=())
    bare_b = replace(b, subjects=(), seconds=b.seconds - (1 - t) * seconds)
    return replace(
        a,
        camera=FRAME,
        backdrop=far.backdrop,
        plate=far.plate,
        daytime=far.daytime,
        weather=far.weather,
        words=far.words,
        subjects=_cast(left, right, float(way), s, t, seconds, (FRAME, FRAME)),
        flats=((bare_a, -way * s), (bare_b, way * (1 - s))),
    )


def _way(a: FrameCue, b: FrameCue) -> int:
    """+1 when the new place comes in from the right, as who is in both looks; -1 from the left."""
    there = {subject.id for subject in b.subjects}
    looks = sum(subject.facing for subject in a.subjects if subject.id in there)
    looks = looks or sum(subject.facing for subject in a.subjects)
    return -1 if looks < 0 else 1


def _on_stage(cue: FrameCue) -> dict[str, SubjectCue]:
    return {subject.id: subject for subject in cue.subjects}


def _on_screen(cue: FrameCue) -> dict[str, SubjectCue]:
    return {
        subject.id: replace(subject, box=camera.through(cue.camera, subject.box))
        for subject in cue.subjects
    }


def _cast(
    a: dict[str, SubjectCue],
    b: dict[str, SubjectCue],
    slide: float,
    s: float,
    t: float,
    seconds: float,
    views: tuple[Box, Box],
) -> tuple[SubjectCue, ...]:
    """Everyone ``s`` of the way; ``slide`` is how many frames the place goes by meanwhile."""
    found = []
    nearest = 1 + max((one.order for one in (*a.values(), *b.values())), default=0)
    for id in dict.fromkeys((*a, *b)):
        first, last = a.get(id), b.get(id)
        if first is not None and last is not None:
            start, end, past = first.box, last.box, slide
        elif first is not None:
            start, past = first.box, 0.0
            end = _moved(start, -slide) if slide else _aside(start, views[1])
        elif last is not None:
            end, past = last.box, 0.0
            start = _moved(end, slide) if slide else _aside(end, views[0])
        one = first or last
        if one is None:  # its id came from one of the two
            continue
        stands = bool(slide) and (first is None or last is None)
        moved = replace(one, box=_between(start, end, s))
        if first is not None and last is not None and t >= 0.5:
            moved = replace(last, box=moved.box)
        if slide and not stands:  # who goes along passes before what slides by
            moved = replace(moved, order=moved.order + nearest)
        way = 0.0 if stands else end.centre[0] - start.centre[0] + past
        found.append(_acting(moved, first, last, way, s, t, seconds))
    return tuple(sorted(found, key=lambda subject: (subject.order, subject.box.y1, subject.id)))


def _acting(
    now: SubjectCue,
    first: SubjectCue | None,
    last: SubjectCue | None,
    way: float,
    s: float,
    t: float,
    seconds: float,
) -> SubjectCue:
    """What it does on its ``way`` (frame widths, right positive): it walks, or goes on."""
    figure = wardrobe.figure(puppets.playing(now.puppet, now.kind), now.attributes)
    gait = GAITS.get(figure.rig, "walk")
    walks = gait in poses.actions(figure.rig) and figure.rig not in STILL
    if walks and abs(way) > STRIDES:
        stride = poses.stride(figure, gait)
        tall = fitting.scale(figure, gait, now.box, 16 / 9)
        cycles = abs(way) * 16 / 9 / max(stride * figure.height * tall / 200, 1e-6) if stride else 0
        cycles = min(cycles or seconds / poses.beat(figure, gait), FASTEST * seconds)
        begun = first.phase if first else last.phase if last else 0.0
        facing = 1 if way > 0 else -1
        return replace(now, action=gait, phase=(begun + cycles * s) % 1.0, facing=facing)
    if first is None or last is None or first.action != last.action:
        return now
    turn = (last.phase - first.phase) % 1.0
    natural = 0.0
    if not poses.stride(figure, poses.fitting(figure.rig, now.action)):
        natural = seconds / poses.beat(figure, poses.fitting(figure.rig, now.action))
    cycles = turn + max(0, round(natural - turn))
    return replace(now, phase=(first.phase + cycles * t) % 1.0)


def _between(a: Box, b: Box, s: float) -> Box:
    """Sizes grow by even ratios, so that a camera neither rushes nor drags."""
    wide = math.exp((1 - s) * math.log(a.width) + s * math.log(b.width))
    high = math.exp((1 - s) * math.log(a.height) + s * math.log(b.height))
    x = a.centre[0] + (b.centre[0] - a.centre[0]) * s
    y = a.centre[1] + (b.centre[1] - a.centre[1]) * s
    return Box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)


def _moved(box: Box, x: float) -> Box:
    return Box(box.x0 + x, box.y0, box.x1 + x, box.y1)


def _aside(box: Box, view: Box) -> Box:
    """The same box out of the picture, by the nearer edge."""
    if box.centre[0] < view.centre[0]:
        return _moved(box, view.x0 - OUT * view.width - box.x1)
    return _moved(box, view.x1 + OUT * view.width - box.x0)
