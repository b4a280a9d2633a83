"""Continuity, straight from the boxes: what a script supervisor would say, in milliseconds.

Two neighbouring shots of a scene are compared as they meet: the last picture of one, the first of
the next. Shots that go on into each other (continuous, bridge, dissolve) are no cut, and are not
compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from storyboard import camera, layout, numbering, timing
from storyboard.board import Board, Box, Scene, Shot

Kind = Literal["line", "direction", "jump", "missing", "dialogue", "empty", "offstage"]

APART = 0.08  # of the frame: centres nearer than this are on no side of each other
TRAVEL = 0.12  # a subject that goes this far across the stage has a direction
CLOSE_SIZE = (
    1.2  # two heights within this ratio look the same size; the trade asks for a clear step
)
CLOSE_PLACE = 0.2  # a subject that stays within this seems to jump, not to be somewhere else
MATCH = 0.9  # overlap from which a cut shows no jump at all
OFF = re.compile(r"\b(?:o\.?\s?[sc]|v\.?\s?o|off|voice)\b", re.IGNORECASE)  # heard, not seen


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that an audience would stumble over; ``sentence`` says it to the person.

    ``subject`` and ``moment`` tell where in the shot's layout it is, when it is there.
    """

    shot: str
    kind: Kind
    sentence: str
    subject: str = ""
    moment: int | None = None


def check(board: Board) -> tuple[Finding, ...]:
    """All findings, in film order."""
    names = _Names(board)
    return tuple(finding for scene in board.scenes for finding in _scene(board, scene, names))


def check_scene(
    board: Board, scene_id: str, numbers: Mapping[str, str] | None = None
) -> tuple[Finding, ...]:
    """The findings of one scene; ``numbers`` of its shots if known already. Raises KeyError."""
    for scene in board.scenes:
        if scene.id == scene_id:
            return tuple(_scene(board, scene, _Names(board, numbers)))
    raise KeyError(f"There is no scene {scene_id!r} on this board.")


class _Names:
    """What people call the subjects and the shots of a board."""

    def __init__(self, board: Board, numbers: Mapping[str, str] | None = None) -> None:
        self.shots = numbering.labels(board) if numbers is None else numbers
        self.subjects = {subject.id: subject.name for subject in board.cast}
        self.ids: dict[str, str] = {}
        for subject in board.cast:
            for name in filter(None, (subject.name, *subject.aliases)):
                for form in (name, name.upper(), name[:1].upper() + name[1:]):
                    # A word that two subjects share names neither
                    other = self.ids.setdefault(form, subject.id) != subject.id
                    self.ids[form] = "" if other else subject.id
        forms = sorted(self.ids, key=len, reverse=True)
        self._pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, forms))})(?!\w)")

    def named(self, text: str) -> dict[str, None]:
        """The subjects that a text names, in order."""
        if not self.ids or not text:
            return {}
        found = (self.ids[match] for match in self._pattern.findall(text))
        return {id: None for id in found if id}

    def called(self, subject: str) -> str:
        return self.subjects.get(subject, subject)


def _scene(board: Board, scene: Scene, names: _Names) -> Iterator[Finding]:
    before: Shot | None = None
    for shot in scene.shots:
        if before is not None and before.join == "cut" and before.layout.boxes:
            yield from _pair(before, shot, names)
        yield from _shot(board, shot, names)
        before = shot


# One shot ----------------------------------------------------------------------------------------


def _shot(board: Board, shot: Shot, names: _Names) -> Iterator[Finding]:
    label = names.shots[shot.id]
    seen = {id for id, row in shot.layout.boxes.items() if any(row)}
    wanted = dict.fromkeys(shot.subjects)
    wanted |= names.named(shot.action)
    speaking = dict.fromkeys(
        line.speaker
        for line in shot.dialogue
        if line.speaker in names.subjects and not OFF.search(line.how)
    )
    if not seen and (wanted or speaking):
        yield Finding(shot.id, "empty", f"Nobody has a place in {label} yet: its layout is empty.")
    else:
        for subject in wanted:
            if subject not in seen and subject not in speaking:
                sentence = f"{names.called(subject)} is named in {label} but has no box there."
                yield Finding(shot.id, "missing", sentence, subject)
        for subject in speaking:
            if subject not in seen:
                sentence = f"{names.called(subject)} speaks in {label} but has no box there."
                yield Finding(shot.id, "missing", sentence, subject)
    for subject in shot.layout.boxes:
        if subject in seen and _unseen(shot, subject):
            sentence = f"{names.called(subject)} stays outside the picture for all of {label}."
            yield Finding(shot.id, "offstage", sentence, subject, 0)
    spoken = sum(timing.words(line.text) for line in shot.dialogue) * timing.DIALOGUE_WORD
    need = timing.frames(spoken, board.rate)
    if need > shot.length:
        sentence = (
            f"The lines of {label} take {timing.seconds(need, board.rate)} to say; "
            f"the shot lasts {timing.seconds(shot.length, board.rate)}."
        )
        yield Finding(shot.id, "dialogue", sentence)


def _unseen(shot: Shot, subject: str) -> bool:
    row = shot.layout.boxes[subject]
    if len(shot.camera.rects) == 1:
        rect = shot.camera.rects[0]
        return not any(box and layout.overlap(box, rect) for box in row)
    steps = (len(shot.camera.rects) - 1) / max(1, len(row) - 1)
    rects = (layout.box_along(shot.camera.rects, k * steps) for k in range(len(row)))
    return not any(
        box and rect and layout.overlap(box, rect) for box, rect in zip(row, rects, strict=True)
    )


# Two shots that meet -----------------------------------------------------------------------------


def _pair(a: Shot, b: Shot, names: _Names) -> Iterator[Finding]:
    last, first = _screen(a, -1), _screen(b, 0)
    both = [id for id in last if id in first]
    where = f"{names.shots[a.id]} and {names.shots[b.id]}"
    if pair := crossed(a, b):
        one, other = (names.called(id) for id in pair)
        sentence = f"{one} and {other} change sides between {where}: the camera crosses the line."
        yield Finding(b.id, "line", sentence, pair[0], 0)
    for id in a.layout.boxes:
        if id in b.layout.boxes:
            way, next_way = _way(a, id), _way(b, id)
            if way * next_way < 0:
                old, new = ("right", "left") if way > 0 else ("left", "right")
                sentence = (
                    f"{names.called(id)} goes {old} in {names.shots[a.id]} and {new} in "
                    f"{names.shots[b.id]}: the screen direction turns round."
                )
                yield Finding(b.id, "direction", sentence, id, 0)
    if both and len(both) == len(last) == len(first) and a.angle == b.angle and _jumps(last, first):
        who = " and ".join(names.called(id) for id in both[:2]) + (
            " and others" if len(both) > 2 else ""
        )
        sentence = (
            f"{who} look almost the same in {where}: the cut will jump. Change size or angle."
        )
        if len(both) == 1:
            sentence = sentence.replace(" look ", " looks ", 1)
        yield Finding(b.id, "jump", sentence, both[0], 0)


def _screen(shot: Shot, moment: int) -> dict[str, Box]:
    """Who is in the picture at the first or last moment, as the frame shows them."""
    rect = shot.camera.rects[moment]
    found = {}
    for id, row in shot.layout.boxes.items():
        box = row[moment] if row else None
        if box is not None and layout.overlap(box, rect):
            found[id] = camera.through(rect, box)
    return found


def crossed(a: Shot, b: Shot) -> tuple[str, str] | None:
    """Two subjects that change sides where two shots meet, if the camera crosses the line there."""
    if "overhead" in (a.angle, b.angle):
        return None
    last, first = _screen(a, -1), _screen(b, 0)
    return _crossed(last, first, [id for id in last if id in first])


def _crossed(
    last: Mapping[str, Box], first: Mapping[str, Box], both: list[str]
) -> tuple[str, str] | None:
    """Two subjects that change sides, if all that stand clearly beside each other do."""
    found: tuple[str, str] | None = None
    for one, other in combinations(both, 2):
        before = last[one].centre[0] - last[other].centre[0]
        after = first[one].centre[0] - first[other].centre[0]
        if abs(before) < APART or abs(after) < APART:
            continue
        if before * after > 0:
            return None
        found = found or (one, other)
    return found


def _way(shot: Shot, subject: str) -> float:
    """How far a subject goes across the stage, right positive; 0 when it is not clearly a way."""
    there = [box for box in shot.layout.boxes[subject] if box is not None]
    if len(there) < 2:
        return 0.0
    way = there[-1].centre[0] - there[0].centre[0]
    return way if abs(way) >= TRAVEL else 0.0


def _jumps(last: Mapping[str, Box], first: Mapping[str, Box]) -> bool:
    """Whether everyone is seen almost, but not quite, as before."""
    matched = True
    for id, before in last.items():
        after = first[id]
        ratio = after.height / before.height
        if not 1 / CLOSE_SIZE < ratio < CLOSE_SIZE:
            return False
        (x0, y0), (x1, y1) = before.centre, after.centre
        if max(abs(x1 - x0), abs(y1 - y0)) >= CLOSE_PLACE:
            return False
        matched = matched and layout.iou(before, after) >= MATCH
    return not matched
