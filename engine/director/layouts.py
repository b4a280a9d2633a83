"""Checks of a shot's layout and camera: where everyone is, and when.

Boxes are held to what the words claim (``claims``, ``predicates``), to what the rules are sure of
(``floor``), and to VideoDirectorGPT's planner rules: a box at every moment, small steps between.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import combinations, pairwise

from engine.director.claims import Claim, claims, together
from engine.director.findings import Finding, Kind
from engine.director.predicates import (
    Path,
    alike,
    enters,
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
    if not _GOING.search(text.casefold()):
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
    for at in range(moments):
        if not any(at < len(path) and inside(path[at]) > 0.05 for path in paths.values()):
            yield Finding("layout", "empty", "At some moment nobody is in the frame.")
            return


_GOING = re.compile(
    r"\b(?:away|off|out|gone|empty|in|into|half|enters?|arrives?|comes?|appears?|leaves?|exits?|"
    r"vanish(?:es)?|disappears?|nothing|nobody)\b"
)
_COMING_AND_GOING = ("enters", "leaves", "appears", "vanishes", "first half", "second half")


def against(claim: Claim, paths: Mapping[str, Path], names: Mapping[str, str]) -> Finding | None:
    """The fault of a layout against one claim, if there is one."""
    path = paths.get(claim.subject, ())
    if claim.what == "count" or not any(path):
        return None
    name = names[claim.subject]
    match claim.what:
        case "moves":
            wrong = not moves(path, claim.way)
            return _fault(
                wrong,
                "direction",
                f"{name} must move {_to(claim.way)} from the first box to the last.",
                claim,
            )
        case "enters":
            wrong = not enters(path, claim.way)
            return _fault(
                wrong,
                "enters",
                f"{name} must begin outside{_side(claim.way)} and be inside at the end.",
                claim,
            )
        case "leaves":
            wrong = not leaves(path, claim.way)
            return _fault(
                wrong,
                "leaves",
                f"{name} must be inside at first and end outside{_side(claim.way)}.",
                claim,
            )
        case "appears":
            wrong = inside(path[0]) > 0.3 or inside(path[-1]) < 0.3
            return _fault(
                wrong, "appears", f"{name} must be null at first and have a box at the end.", claim
            )
        case "vanishes":
            wrong = inside(path[0]) < 0.3 or inside(path[-1]) > 0.3
            return _fault(
                wrong, "vanishes", f"{name} must have a box at first and be null at the end.", claim
            )
        case "first half" | "second half":
            wrong = not in_half(path, first=claim.what == "first half")
            return _fault(wrong, "half", f"{name} must be seen only in the {claim.what}.", claim)
        case "stands":
            wrong = not stands(path, claim.way)
            return _fault(wrong, "stands", f"{name} must be on the {claim.way}.", claim)
        case "order":
            spots = claim.way.split(", ")
            words = f"{name} must be in turn {', '.join(spots)}."
            return _fault(not in_turn(path, spots), "order", words, claim)
        case _:
            return _between(claim, path, paths.get(claim.other, ()), names)


def _between(claim: Claim, path: Path, other: Path, names: Mapping[str, str]) -> Finding | None:
    pairs = [(one, two) for one, two in zip(path, other, strict=False) if one and two]
    if not pairs:
        return None
    name, second = names[claim.subject], names[claim.other]
    if claim.what == "bigger":
        wrong = not sum(one.area > two.area * 1.05 for one, two in pairs) * 2 > len(pairs)
        return _fault(wrong, "size", f"{name} must be bigger than {second}.", claim)
    if claim.what == "same size":
        alike = [0.8 * two.area < one.area < 1.25 * two.area for one, two in pairs]
        wrong = not sum(alike) * 2 > len(pairs)
        return _fault(
            wrong, "size", f"{name} and {second} must have boxes of the same size.", claim
        )
    wrong = not sum(related(claim.way, one, two) for one, two in pairs) * 2 > len(pairs)
    return _fault(wrong, "relation", f"{name} must be {_RELATED[claim.way]} {second}.", claim)


_RELATED = {
    "left": "left of", "right": "right of", "above": "above", "below": "below",
    "on": "on top of", "behind": "behind", "front": "in front of", "beside": "beside",
}  # fmt: skip


def _fault(wrong: bool, kind: Kind, words: str, claim: Claim) -> Finding | None:
    return Finding("layout", kind, words, claim.subject, claim) if wrong else None


def _hidden(
    paths: Mapping[str, Path], near: Set[frozenset[str]], names: Mapping[str, str]
) -> Iterator[Finding]:
    """Two subjects that hide each other most of the time, though nothing puts them together."""
    for one, two in combinations(paths, 2):
        pairs = [(a, b) for a, b in zip(paths[one], paths[two], strict=False) if a and b]
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
