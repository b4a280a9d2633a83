"""Checks of a shot's layout and camera: where everyone is, and when.

Boxes are held to what the words claim (``claims``, ``predicates``), to what the rules are sure of
(``floor``), and to VideoDirectorGPT's planner rules: a box at every moment, small steps between.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import combinations, pairwise

from engine.director.claims import Claim, claims, tells_of_times, together
from engine.director.findings import Finding, Kind
from engine.director.predicates import (
    Path,
    alike,
    enters,
    follows,
    grounded,
    in_half,
    in_turn,
    inside,
    leaves,
    moves,
    related,
    sound,
    sound_rect,
    stands,
)
from storyboard import continuity
from storyboard.board import Shot, Size, Subject

STEP = 0.5  # furthest way of a box's centre between two moments
GROWTH = 3.0  # most that a box's area may grow or shrink between two moments


def about_layout(
    shot: Shot,
    cast: Sequence[Subject],
    text: str,
    before: str = "",
    sure: Sequence[Claim] = (),
    last: Shot | None = None,
) -> tuple[Finding, ...]:
    """Faults of the layout and the camera. ``sure`` are claims that the rules read in the words;
    ``last`` is the shot before, across whose cut nobody changes sides.
    """
    known = {one.id: one for one in cast}
    paths = {
        id: shot.layout.boxes.get(id, ()) for id in dict.fromkeys(shot.subjects) if id in known
    }
    told = list(dict.fromkeys((*claims(text, [known[id] for id in paths], before), *sure)))
    found: list[Finding] = []
    for id, path in paths.items():
        found += _path(id, path, known[id].name, shot.layout.moments)
    for id in shot.layout.boxes:
        if id not in shot.subjects:
            found.append(
                Finding("layout", "unknown", f"{id} has boxes but is not in the shot.", id)
            )
    low = text.casefold()
    if not _GOING.search(low) and not tells_of_times(low):
        found += _filled(paths, told)
    names = {id: one.name for id, one in known.items()}
    for claim in told:
        finding = against(claim, paths, names)
        if finding is not None and finding not in found:
            found.append(finding)
    near = together(text, [known[id] for id in paths], before)
    near |= {frozenset((claim.subject, claim.other)) for claim in told if claim.other}
    near |= {frozenset((id, act.on)) for id, act in shot.acting.items() if act.on}
    found += _hidden(paths, near, names)
    found += _line(last, shot, names)
    found += _rects(shot)
    found += _framing(shot, paths)
    return tuple(found)


def _path(id: str, path: Path, name: str, moments: int) -> Iterator[Finding]:
    """Bounds, gaps and jumps of one subject."""
    if not any(path):
        yield Finding("layout", "missing", f"{name} has no box.", id)
        return
    if len(path) != moments:
        yield Finding("layout", "bounds", f"{name} has {len(path)} of {moments} moments.", id)
    if not all(sound(box) for box in path if box):
        yield Finding(
            "layout", "bounds", f"A box of {name} is turned over, too small or too far outside.", id
        )
        return
    for one, two in pairwise(path):
        if one and two:
            way = math.dist(one.centre, two.centre)
            growth = max(one.area, two.area) / min(one.area, two.area)
            if way > STEP or growth > GROWTH:
                yield Finding("layout", "jump", f"{name} jumps between two moments.", id)
                return


def _filled(paths: Mapping[str, Path], told: Sequence[Claim]) -> Iterator[Finding]:
    """At every moment someone is to be seen (VideoDirectorGPT, appendix H), or comes or goes."""
    if not paths or any(claim.what in _COMING_AND_GOING for claim in told):
        return
    moments = max(map(len, paths.values()), default=0)
    edge = int(any(claim.what == "moves" for claim in told))  # who crosses may begin outside
    for at in range(edge, moments - edge):
        if not any(at < len(path) and inside(path[at]) > 0.05 for path in paths.values()):
            yield Finding("layout", "empty", "At some moment nobody is in the frame.")
            return


_GOING = re.compile(
    r"\b(?:away|off|out|gone|empty|in|into|half|enters?|arrives?|comes?|appears?|leaves?|exits?|"
    r"vanish(?:es)?|disappears?|pass(?:es)?|missing|absent|hidden|nothing|nobody)\b"
)
_COMING_AND_GOING = ("enters", "leaves", "appears", "vanishes", "first half", "second half")


def against(claim: Claim, paths: Mapping[str, Path], names: Mapping[str, str]) -> Finding | None:
    """The fault of a layout against one claim, if there is one."""
    path = paths.get(claim.subject, ())
    if claim.what == "count" or not any(path):
        return None
    name = names[claim.subject]
    judged = _alone(claim, path) or _between(claim, path, paths.get(claim.other, ()), names)
    if judged is None:
        return None
    right, kind, words = judged
    return None if right else Finding("layout", kind, f"{name} {words}.", claim.subject, claim)


Judged = tuple[bool, Kind, str]  # whether the layout is right; else its fault and what must be


def _alone(claim: Claim, path: Path) -> Judged | None:
    """What a claim about one subject says; None for a claim about two."""
    way = claim.way
    match claim.what:
        case "moves":
            must = f"must move {_to(way)} from the first box to the last"
            return moves(path, way), "direction", must
        case "enters":
            must = f"must begin outside{_side(way)} and be inside at the end"
            return enters(path, way), "enters", must
        case "leaves":
            must = f"must be inside at first and end outside{_side(way)}"
            return leaves(path, way), "leaves", must
        case "appears":
            right = inside(path[0]) <= 0.3 <= inside(path[-1])
            return right, "appears", "must be null at first and have a box at the end"
        case "vanishes":
            right = inside(path[0]) >= 0.3 >= inside(path[-1])
            return right, "vanishes", "must have a box at first and be null at the end"
        case "first half" | "second half":
            right = in_half(path, first=claim.what == "first half")
            return right, "half", f"must be seen only in the {claim.what}"
        case "grounded":
            return grounded(path), "grounded", "must stand on the ground"
        case "stands":
            return stands(path, way), "stands", f"must be on the {way}"
        case "order":
            spots = way.split(", ")
            return in_turn(path, spots), "order", f"must be in turn {', '.join(spots)}"
        case _:
            return None


def _between(claim: Claim, path: Path, other: Path, names: Mapping[str, str]) -> Judged | None:
    """What a claim about two says of the moments at which both are there."""
    pairs = [(one, two) for one, two in zip(path, other, strict=False) if one and two]
    if not pairs:
        return None
    second = names[claim.other]
    if claim.what == "bigger":
        right = _mostly(one.area > two.area * 1.05 for one, two in pairs)
        return right, "size", f"must be bigger than {second}"
    if claim.what == "follows":
        right = follows(path, other)
        return right, "follows", f"must stay behind {second} on the way"
    if claim.what == "same size":
        right = _mostly(0.8 * two.area < one.area < 1.25 * two.area for one, two in pairs)
        return right, "size", f"and {second} must have boxes of the same size"
    right = _mostly(related(claim.way, one, two) for one, two in pairs)
    return right, "relation", f"must be {_RELATED[claim.way]} {second}"


def _mostly(told: Iterable[bool]) -> bool:
    """Whether it is so at more than half of the moments."""
    each = list(told)
    return sum(each) * 2 > len(each)


_RELATED = {
    "left": "left of", "right": "right of", "above": "above", "below": "below",
    "on": "on top of", "behind": "behind", "front": "in front of", "beside": "beside",
    "with": "in the hands of",
}  # fmt: skip


def _hidden(
    paths: Mapping[str, Path], near: Set[frozenset[str]], names: Mapping[str, str]
) -> Iterator[Finding]:
    """Two subjects that hide each other most of the time, though nothing puts them together."""
    for one, two in combinations(paths, 2):
        pairs = [
            (a, b)
            for a, b in zip(paths[one], paths[two], strict=False)
            if a and b and inside(a) > 0.05 and inside(b) > 0.05
        ]
        if not pairs or frozenset((one, two)) in near:
            continue
        if sum(alike(a, b) for a, b in pairs) * 2 > len(pairs):
            yield Finding(
                "layout",
                "overlap",
                f"{names[one]} and {names[two]} hide each other; set them apart.",
                two,
            )


def _line(last: Shot | None, shot: Shot, names: Mapping[str, str]) -> Iterator[Finding]:
    """The 180-degree line: who stood left of somebody stands there after the cut, too."""
    pair = continuity.crossed(last, shot) if last is not None else None
    if pair is not None:
        one, two = (names.get(id, id) for id in pair)
        words = f"{one} and {two} have changed sides since the shot before; keep their sides."
        yield Finding("layout", "line", words, pair[0])


def _rects(shot: Shot) -> Iterator[Finding]:
    """The camera's rectangles against the word for its movement."""
    rects = shot.camera.rects
    if not rects or not all(map(sound_rect, rects)):
        yield Finding("camera", "bounds", "The camera's rectangle is broken.")
        return
    first, last = rects[0], rects[-1]
    dx, dy = last.centre[0] - first.centre[0], last.centre[1] - first.centre[1]
    still = abs(dx) < 0.02 and abs(dy) < 0.02 and 0.96 < last.width / first.width < 1.04
    right = {
        "hold": still,
        "pan left": dx < -0.03,
        "pan right": dx > 0.03,
        "tilt up": dy < -0.03,
        "tilt down": dy > 0.03,
        "push": last.width < first.width * 0.97,
        "pull": last.width > first.width * 1.03,
        "follow": True,
    }
    if not right[shot.movement]:
        yield Finding("camera", "camera", f"The camera must {_MOVEMENTS[shot.movement]}.")


_MOVEMENTS = {
    "hold": "hold still",
    "pan left": "move to a smaller x",
    "pan right": "move to a larger x",
    "tilt up": "move to a smaller y",
    "tilt down": "move to a larger y",
    "push": "end with a smaller width",
    "pull": "end with a larger width",
    "follow": "go with the subject",
}

# How high the tallest subject may stand on the screen, by size: wide limits, since a cat in a full
# shot is lower than a man.
_HEIGHTS: Mapping[Size, tuple[float, float]] = {
    "EWS": (0.0, 0.75), "WS": (0.0, 1.05), "FS": (0.08, 1.4), "MS": (0.12, 2.5),
    "MCU": (0.2, 9.0), "CU": (0.3, 9.0), "ECU": (0.3, 9.0),
}  # fmt: skip


def _framing(shot: Shot, paths: Mapping[str, Path]) -> Iterator[Finding]:
    """The tallest subject's height on the screen against the shot's size."""
    heights = [box.height for path in paths.values() for box in path if box and inside(box) > 0.3]
    widths = [rect.width for rect in shot.camera.rects if rect.width > 0]
    if not heights or not widths:
        return
    low, high = _HEIGHTS[shot.size]
    tallest = max(heights) / min(widths)
    if tallest > high:
        yield Finding("layout", "framing", f"The subjects are too large for the size {shot.size}.")
    elif tallest < low:
        yield Finding("layout", "framing", f"The subjects are too small for the size {shot.size}.")


def _to(way: str) -> str:
    return {"left": "to the left", "right": "to the right", "up": "up", "down": "down"}[way]


def _side(way: str) -> str:
    return f" on the {way}" if way else ""
