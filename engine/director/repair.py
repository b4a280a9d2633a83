"""Repair by code: what the model still has wrong after it was asked again. Pure functions; they
change what a finding blames.

A repaired field is marked "repair", so that the person sees which part of a plan nobody thought of.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from engine.director import predicates
from engine.director.checks import Finding
from storyboard.board import Box, Layout, Shot, Subject
from storyboard.camera import preset
from storyboard.layout import line, shift

FEET = 0.88  # of the frame's height: the ground that whoever floats is put on
PASSES = 4  # one repair may uncover another fault; more passes than this never helped
Boxes = dict[str, list[Box | None]]
Faults = Callable[[Shot], Sequence[Finding]]

# Height of a standing person in the frame, by size, where nothing better is known.
_HEIGHTS = {"EWS": 0.22, "WS": 0.42, "FS": 0.7, "MS": 0.95, "MCU": 1.1, "CU": 1.3, "ECU": 1.45}


def choice(shot: Shot, found: Sequence[Finding], cast: Sequence[Subject]) -> Shot:
    """The shot with its subjects, size, angle, movement and length put right."""
    known = {one.id: one for one in cast}
    subjects = [id for id in dict.fromkeys(shot.subjects) if id in known]
    for finding in found:
        if finding.kind in ("named", "speaker", "meant") and finding.subject in known:
            subjects.append(finding.subject)
        elif finding.kind == "stranger":
            subjects = [id for id in subjects if id != finding.subject]
        elif finding.kind == "count" and finding.claim is not None:
            subjects = _of_a_kind(subjects, finding.claim.subject, finding.claim.number, cast)
    shot = replace(shot, subjects=tuple(dict.fromkeys(subjects)))
    for finding in found:
        if finding.kind == "words":
            shot = replace(shot, **{finding.field: finding.wanted})  # type: ignore[arg-type]
        elif finding.kind == "short":
            shot = replace(shot, length=max(shot.length, int(finding.wanted)))
    return shot


def _of_a_kind(
    subjects: Sequence[str], kind: str, number: int, cast: Sequence[Subject]
) -> list[str]:
    """As many subjects of that kind as asked for, if the cast has them."""
    alike = [one.id for one in cast if one.kind == kind]
    have = [id for id in subjects if id in alike]
    more = [id for id in alike if id not in have]
    kept = [*have, *more][:number]
    return [id for id in subjects if id not in alike or id in kept] + [
        id for id in kept if id not in subjects
    ]


def layout(shot: Shot, faults: Faults, floor: Layout | None = None) -> Shot:
    """The shot with a layout and a camera that break as little as possible. ``faults`` finds what
    is wrong with it; ``floor`` gives boxes for whom the model forgot.
    """
    found = faults(shot)
    if not found:
        return shot
    # first what no later cure can do without: every box one, every subject somewhere
    best = shot = _cured(shot, [one for one in found if one.kind in _BROKEN], floor)
    found = faults(shot)
    fewest = len(found)
    for _ in range(PASSES):
        if not found:
            break
        shot = _cured(shot, found, floor)
        found = faults(shot)
        if len(found) < fewest:
            best, fewest = shot, len(found)
    return best


_BROKEN = ("bounds", "missing", "unknown")


def _cured(shot: Shot, found: Sequence[Finding], floor: Layout | None) -> Shot:
    """One pass over the findings."""
    boxes: Boxes = {
        id: [_sound(box) for box in shot.layout.boxes.get(id, ())] for id in shot.subjects
    }
    camera = shot.camera
    for finding in found:
        if finding.field == "camera":
            lead = next(iter(boxes), "")
            camera = preset(shot.movement, layout=shot.layout, subject=lead)
        elif finding.kind in _CURES:
            _CURES[finding.kind](boxes, finding, shot, floor)
    paths = {id: tuple(_sound(box) for box in path) for id, path in boxes.items()}
    return replace(shot, layout=Layout(paths, shot.layout.moments), camera=camera)


# Cures: each changes ``boxes`` so that its finding goes away
# ---------------------------------------------------------

Cure = Callable[[Boxes, Finding, Shot, Layout | None], None]


def _missing(boxes: Boxes, finding: Finding, shot: Shot, floor: Layout | None) -> None:
    path = floor.boxes.get(finding.subject, ()) if floor is not None else ()
    if any(path) and len(path) == shot.layout.moments:
        boxes[finding.subject] = list(path)
        return
    order = [id for id in boxes if id == finding.subject or not any(boxes[id])]
    place = (order.index(finding.subject) + 1) / (len(order) + 1)
    height = _HEIGHTS[shot.size]
    width = height * 0.3
    top = max(0.92 - height, 0.06) if height < 1 else 0.08
    box = Box(place - width / 2, top, place + width / 2, min(top + height, 1.5))
    boxes[finding.subject] = [box] * shot.layout.moments


def _bounds(boxes: Boxes, finding: Finding, shot: Shot, floor: Layout | None) -> None:
    path = boxes[finding.subject]
    seen = next((box for box in reversed(path) if box), None)
    path += [seen] * (shot.layout.moments - len(path))
    del path[shot.layout.moments :]


def _unknown(boxes: Boxes, finding: Finding, shot: Shot, floor: Layout | None) -> None:
    boxes.pop(finding.subject, None)


def _jump(boxes: Boxes, finding: Finding, shot: Shot, floor: Layout | None) -> None:
    """Middle size everywhere, and a straight way where the steps are too long."""
    path = boxes[finding.subject]
    seen = [box for box in path if box]
    middle = sorted(seen, key=lambda box: box.area)[len(seen) // 2]
    first, last = seen[0].centre, seen[-1].centre
    for at, box in enumerate(path):
        if box is not None:
            t = at / max(len(path) - 1, 1)
            x, y = first[0] + (last[0] - first[0]) * t, first[1] + (last[1] - first[1]) * t
            path[at] = _centred(x, y, middle.width, middle.height)


def _empty(boxes: Boxes, finding: Finding, shot: Shot, floor: Layout | None) -> None:
    first = next((id for id in boxes if any(boxes[id])), None)
    if first is None:
        return
    path = boxes[first]
    seen = next(box for box in path if box)
    for at, box in enumerate(path):
        seen = box or seen
        if predicates.inside(seen) < 0.5:
            x, y = (min(max(value, 0.2), 0.8) for value in seen.centre)
            seen = _centred(x, y, seen.width, seen.height)
        path[at] = seen


def _direction(boxes: Boxes, finding: Finding, shot: Shot, floor: Layout | None) -> None:
    claim = finding.claim
    assert claim is not None
    path = boxes[finding.subject]
    opposite = {"left": "right", "right": "left", "up": "down", "down": "up"}[claim.way]
    if predicates.moves(tuple(path), opposite) and all(path):
        path.reverse()
        return
    seen = next(box for box in path if box)
    (x, y), way = seen.centre, claim.way
    x, y = min(max(x, 0.3), 0.7), min(max(y, 0.3), 0.7)
    far = {
        "left": ((0.8, y), (0.2, y)),
        "right": ((0.2, y), (0.8, y)),
        "up": ((x, 0.8), (x, 0.25)),
        "down": ((x, 0.25), (x, 0.8)),
    }
    _straight(path, seen, *far[way])


def _enters(boxes: Boxes, finding: Finding, shot: Shot, floor: Layout | None) -> None:
    assert finding.claim is not None
    _come(boxes[finding.subject], finding.claim.way)


def _leaves(boxes: Boxes, finding: Finding, shot: Shot, floor: Layout | None) -> None:
    assert finding.claim is not None
    path = boxes[finding.subject]
    path.reverse()
    _come(path, finding.claim.way)
    path.reverse()


def _come(path: list[Box | None], side: str) -> None:
    """From outside that side to the last box, which is brought inside."""
    seen = [box for box in path if box]
    last = seen[-1]
    y = last.centre[1]
    goal = min(max(last.centre[0], 0.25), 0.75)
    side = side or ("left" if seen[0].centre[0] <= goal else "right")
    start = -last.width / 2 - 0.02 if side == "left" else 1 + last.width / 2 + 0.02
    if predicates.inside(_centred(goal, y, last.width, last.height)) < 0.35:
        y = 0.5
    _straight(path, last, (start, y), (goal, y))


def _appears(boxes: Boxes, finding: Finding, shot: Shot, floor: Layout | None) -> None:
    _hide(boxes[finding.subject], range(len(boxes[finding.subject]) // 2))


def _vanishes(boxes: Boxes, finding: Finding, shot: Shot, floor: Layout | None) -> None:
    path = boxes[finding.subject]
    _hide(path, range(len(path) - len(path) // 2, len(path)))


def _half(boxes: Boxes, finding: Finding, shot: Shot, floor: Layout | None) -> None:
    assert finding.claim is not None
    (_vanishes if finding.claim.what == "first half" else _appears)(boxes, finding, shot, floor)


def _hide(path: list[Box | None], moments: range) -> None:
    seen = next(box for box in path if box)
    if predicates.inside(seen) < 0.35:
        seen = _centred(0.5, 0.6, seen.width, seen.height)
    for at in range(len(path)):
        box = path[at]
        path[at] = None if at in moments else box if predicates.inside(box) >= 0.35 else seen


def _stands(boxes: Boxes, finding: Finding, shot: Shot, floor: Layout | None) -> None:
    assert finding.claim is not None
    path = boxes[finding.subject]
    xs = [box.centre[0] for box in path if box]
    _shift(path, (0.25 if finding.claim.way == "left" else 0.75) - sum(xs) / len(xs), 0.0)


def _relation(boxes: Boxes, finding: Finding, shot: Shot, floor: Layout | None) -> None:
    claim = finding.claim
    assert claim is not None
    path, other = boxes[claim.subject], boxes[claim.other]
    for at, (one, two) in enumerate(zip(path, other, strict=True)):
        if one is None or two is None:
            continue
        (x, y), (u, v) = one.centre, two.centre
        side = (one.width + two.width) / 2
        match claim.way:
            case "left":
                x = u - side
            case "right":
                x = u + side
            case "above":
                y = v - (one.height + two.height) / 2
            case "below":
                y = v + (one.height + two.height) / 2
            case "on":
                x, y = u, two.y0 - one.height / 2 + 0.02
            case "behind":
                y = min(y, two.y1 - one.height / 2)
            case "front":
                y = max(y, two.y1 - one.height / 2)
            case "with":
                x, y = u + two.width * 0.45, v
            case _:
                x = u + side if u < 0.5 else u - side
        path[at] = _centred(x, y, one.width, one.height)
    _bring_back(path, other)


def _bring_back(*paths: list[Box | None]) -> None:
    """Move paths together so that their first boxes lie in the frame as well as they fit."""
    seen = [next(box for box in path if box) for path in paths if any(path)]
    low_x, high_x = min(box.x0 for box in seen), max(box.x1 for box in seen)
    low_y, high_y = min(box.y0 for box in seen), max(box.y1 for box in seen)
    dx = -low_x if low_x < 0 else min(0.0, 1 - high_x)
    dy = -low_y if low_y < 0 else min(0.0, 1 - high_y)
    for path in paths:
        _shift(path, dx, dy)


def _grounded(boxes: Boxes, finding: Finding, shot: Shot, floor: Layout | None) -> None:
    path = boxes[finding.subject]
    path[:] = [box and shift(box, 0.0, max(FEET - box.y1, 0.0)) for box in path]


def _follows(boxes: Boxes, finding: Finding, shot: Shot, floor: Layout | None) -> None:
    """The two trade places across, moment by moment: who was ahead is behind."""
    assert finding.claim is not None
    path, other = boxes[finding.claim.subject], boxes[finding.claim.other]
    for at, (one, two) in enumerate(zip(path, other, strict=True)):
        if one is not None and two is not None:
            way = two.centre[0] - one.centre[0]
            path[at], other[at] = shift(one, way, 0.0), shift(two, -way, 0.0)


def _size(boxes: Boxes, finding: Finding, shot: Shot, floor: Layout | None) -> None:
    claim = finding.claim
    assert claim is not None
    path, other = boxes[claim.subject], boxes[claim.other]
    factor = 1.5 if claim.what == "bigger" else 1.0
    for at, (one, two) in enumerate(zip(path, other, strict=True)):
        if one is not None and two is not None:
            ratio = (factor * two.area / one.area) ** 0.5
            path[at] = _grown(one, ratio)


def _order(boxes: Boxes, finding: Finding, shot: Shot, floor: Layout | None) -> None:
    """From spot to spot in straight lines, at the times that share the shot evenly."""
    assert finding.claim is not None
    path = boxes[finding.subject]
    seen = next(box for box in path if box)
    spots = [
        (
            next((x for word, x in _ACROSS.items() if word in spot), 0.5),
            next((y for word, y in _DOWN.items() if word in spot), seen.centre[1]),
        )
        for spot in finding.claim.way.split(", ")
    ]
    at = [round(turn * (len(path) - 1) / (len(spots) - 1)) for turn in range(len(spots))]
    for (begin, start), (end, goal) in pairwise(zip(at, spots, strict=True)):
        one, two = (_centred(*centre, seen.width, seen.height) for centre in (start, goal))
        path[begin : end + 1] = line(one, two, end - begin + 1)


_ACROSS = {"left": 0.2, "centre": 0.5, "right": 0.8}
_DOWN = {"top": 0.25, "bottom": 0.75}


def _line(boxes: Boxes, finding: Finding, shot: Shot, floor: Layout | None) -> None:
    """Everyone on the other side: seen from where the camera was before."""
    for path in boxes.values():
        path[:] = [box and Box(1 - box.x1, box.y0, 1 - box.x0, box.y1) for box in path]


def _overlap(boxes: Boxes, finding: Finding, shot: Shot, floor: Layout | None) -> None:
    """Set the second aside, to the roomier side of everybody else."""
    path = boxes[finding.subject]
    seen = next(box for box in path if box)
    others = [box for id, way in boxes.items() if id != finding.subject for box in way if box]
    left = min(box.x0 for box in others)
    right = max(box.x1 for box in others)
    goal = left - seen.width / 2 if left > 1 - right else right + seen.width / 2
    goal = min(max(goal, 0.05), 0.95)
    _shift(path, goal - seen.centre[0], 0.0)


def _framing(boxes: Boxes, finding: Finding, shot: Shot, floor: Layout | None) -> None:
    tallest = max(box.height for path in boxes.values() for box in path if box)
    width = min(one.width for one in shot.camera.rects)
    ratio = _HEIGHTS[shot.size] * width / tallest
    for path in boxes.values():
        path[:] = [box and _grown(box, ratio) for box in path]


_CURES: Mapping[str, Cure] = {
    "missing": _missing, "bounds": _bounds, "unknown": _unknown, "jump": _jump, "empty": _empty,
    "direction": _direction, "enters": _enters, "leaves": _leaves, "appears": _appears,
    "vanishes": _vanishes, "half": _half, "stands": _stands, "relation": _relation, "size": _size,
    "overlap": _overlap, "framing": _framing, "order": _order, "line": _line,
    "follows": _follows, "grounded": _grounded,
}  # fmt: skip


def _straight(
    path: list[Box | None], box: Box, start: tuple[float, float], end: tuple[float, float]
) -> None:
    one, two = (_centred(*centre, box.width, box.height) for centre in (start, end))
    path[:] = line(one, two, len(path))


def _shift(path: list[Box | None], dx: float, dy: float) -> None:
    path[:] = [box and shift(box, dx, dy) for box in path]


def _centred(x: float, y: float, width: float, height: float) -> Box:
    return Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _grown(box: Box, ratio: float) -> Box:
    """A box of another size on the same spot of the ground."""
    width, height = box.width * ratio, box.height * ratio
    x = box.centre[0]
    return Box(x - width / 2, box.y1 - height, x + width / 2, box.y1)


def _sound(box: Box | None) -> Box | None:
    """Corners in order, no side too small, nothing further outside than the stage reaches."""
    if box is None or predicates.sound(box):
        return box
    x0, x1 = _span(box.x0, box.x1)
    y0, y1 = _span(box.y0, box.y1)
    return Box(x0, y0, x1, y1)


def _span(one: float, two: float) -> tuple[float, float]:
    low, high = sorted((one, two))
    reach = 1 + 2 * predicates.REACH
    size = min(max(high - low, predicates.LEAST), reach)
    low = min(max(low, -predicates.REACH), 1 + predicates.REACH - size)
    return low, low + size
