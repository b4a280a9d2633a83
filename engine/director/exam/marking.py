"""Marking: plan every task and look at the boxes.

Three marks for each task: the rules' board, the model's own answers (a field that rules or repair
made is wrong, whatever it shows), and what the person would see.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from engine.api import Plan, Progress, ScenePlanned
from engine.director import predicates
from engine.director.exam.questions import Task, Want
from engine.director.interview import Speaker
from engine.director.numbered import sentences
from engine.director.plan import plan_scene
from engine.director.predicates import Path
from storyboard import breakdown, lexicon
from storyboard.board import Board, Scene, Shot, Subject

RATE = 24
SUBJECTS = "coref, each subject"
_OF_MODEL = ("own", "unseen")  # no story is told in a wording of the lessons


@dataclass
class Marks:
    """Right answers of each skill by who gave them: ``own`` the model, ``shown`` what a person
    sees, ``rules`` the breakdown alone; ``valid`` counts plans that can be filmed as they are;
    ``facts`` are figures of time. ``subjects`` counts a story's sentences that show whom they are
    about, by the same words and as ``told`` all of them.
    """

    valid: int = 0

    number: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    own: Counter[str] = field(default_factory=Counter)
    shown: Counter[str] = field(default_factory=Counter)
    first: Counter[str] = field(default_factory=Counter)  # own, and nothing was asked again
    unseen: Counter[str] = field(default_factory=Counter)  # own, in wordings of the exam
    unseen_number: Counter[str] = field(default_factory=Counter)
    subjects: Counter[str] = field(default_factory=Counter)
    facts: dict[str, float] = field(default_factory=dict)
    wrong: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def shares(self, which: str) -> dict[str, float]:
        """Skill -> share of right answers."""
        right: Counter[str] = getattr(self, which)
        of = self.unseen_number if which == "unseen" else self.number
        found = {skill: right[skill] / of[skill] for skill in of}
        if "coref" in found and self.subjects["told"] and which != "first":
            found[SUBJECTS] = self.subjects[which] / self.subjects["told"]
        return found

    def hear(self, task: Task, scenes: Sequence[Scene], cast: Sequence[Subject], *who: str) -> None:
        """Count the sentences of a story, ``own`` only where the model told who is in its shot."""
        if task.skill != "coref":
            return
        shots = _shown(task, scenes, cast)
        for which in who:
            self.subjects[which] += sum(
                which not in _OF_MODEL or shot.made_by.get("subjects") == "director"
                for shot in shots
                if shot is not None
            )


def mark(
    exam: Iterable[Task],
    model: Speaker | None,
    temperature: float = 0.0,
    heard: Callable[[Marks], None] = lambda marks: None,
) -> Marks:
    """Plan every task by rules, and by ``model`` where there is one. ``heard`` after each task."""
    marks = Marks()
    shots, seconds, first = 0, 0.0, []
    for at, task in enumerate(exam):
        board = breakdown.board(task.text, title="", seed=at + 1)
        marks.number[task.skill] += 1
        marks.rules[task.skill] += _right(task, board.scenes, board.cast)
        marks.subjects["told"] += len(task.wants) if task.skill == "coref" else 0
        marks.hear(task, board.scenes, board.cast, "rules")
        if model is not None:
            scenes, cast, facts = _planned(board, task.text, model, temperature)
            shots += int(facts["shots"])
            seconds += facts["seconds"]
            first.append(facts["first_shot_seconds"])
            marks.valid += _is_valid(scenes, cast)
            shown = _right(task, scenes, cast)
            marks.hear(task, scenes, cast, "own", "unseen", "shown")
            own = shown and _is_own(task, scenes)
            marks.shown[task.skill] += shown
            marks.own[task.skill] += own
            marks.first[task.skill] += own and not facts["asked_again"]
            if not task.seen:
                marks.unseen_number[task.skill] += 1
                marks.unseen[task.skill] += own
            if not own:
                marks.wrong[task.skill].append(task.text)
        heard(marks)
    if model is not None and shots:
        first.sort()
        marks.facts = {
            "shot_s": seconds / shots,
            "first_shot_s": first[len(first) // 2],
            "first_shot_p95_s": first[int(len(first) * 0.95)],
            "shots": shots,
        }
    return marks


def _planned(
    board: Board, text: str, model: Speaker, temperature: float
) -> tuple[tuple[Scene, ...], tuple[Subject, ...], dict[str, Any]]:
    """The board's scenes by the model, with the cast as memory, and figures over all of them."""
    cast, found = board.cast, []
    total: Counter[str] = Counter()
    start = 0.0
    for scene in board.scenes:
        told = board.script[scene.stretch.start : scene.stretch.end] if scene.stretch else text
        request = Plan(
            "exam", told, scene, cast, board.places, "", RATE, temperature=temperature,
            seed=board.seed,
        )  # fmt: skip
        heard: list[ScenePlanned] = []
        began = time.monotonic()
        facts = plan_scene(request, model, _silent, heard.append)
        start = start or facts["first_shot_seconds"]
        total["seconds"] += time.monotonic() - began  # type: ignore[assignment]
        total["shots"] += facts["shots"]
        total["asked_again"] += facts["asked_again"]
        found.append(heard[-1].scene)
        cast = heard[-1].cast
    figures = {"seconds": 0.0, "shots": 0, "asked_again": 0, **total, "first_shot_seconds": start}
    return tuple(found), cast, figures


def _silent(progress: Progress) -> None:
    pass


def _is_valid(scenes: Sequence[Scene], cast: Sequence[Subject]) -> bool:
    """Whether every shot has known subjects with sound boxes, and a camera that can be filmed."""
    known = {one.id for one in cast}
    shots = [shot for scene in scenes for shot in scene.shots]
    return bool(shots) and all(
        set(shot.subjects) <= known
        and set(shot.layout.boxes) == set(shot.subjects)
        and all(any(path) for path in shot.layout.boxes.values())
        and all(predicates.sound(box) for path in shot.layout.boxes.values() for box in path if box)
        and all(map(predicates.sound_rect, shot.camera.rects))
        for shot in shots
    )


def _is_own(task: Task, scenes: Sequence[Scene]) -> bool:
    """Whether the model itself answered all that the task asks about."""
    shots = [shot for scene in scenes for shot in scene.shots]
    if task.skill == "coref":
        return all(shot.made_by.get("subjects") == "director" for shot in shots)
    seen = [shot for shot in shots if shot.subjects]
    return bool(seen) and all(
        shot.made_by.get(name) == "director" for shot in seen for name in ("subjects", "layout")
    )


# What must be seen
# ----------------------------------------------------------------------------------------


def _right(task: Task, scenes: Sequence[Scene], cast: Sequence[Subject]) -> bool:
    shots = [shot for scene in scenes for shot in scene.shots]
    if task.skill == "coref":
        return all(_shown(task, scenes, cast))
    return bool(shots) and all(_holds(want, shots, cast) for want in task.wants)


def _holds(want: Want, shots: Sequence[Shot], cast: Sequence[Subject]) -> bool:
    paths = [_paths(shots, _named(noun, cast)) for noun in want.nouns]
    if want.kind == "count":
        seen = [path for path in paths[0] if sum(predicates.inside(box) > 0.3 for box in path) > 4]
        return len(seen) == int(want.values[0])
    if not all(paths):
        return False
    path = paths[0][0]
    match want.kind:
        case "colour":
            return any(_has_colour(one, want.values[0]) for one in _named(want.nouns[0], cast))
        case "half":
            return predicates.in_half(path, first=want.values[0] == "first")
        case "moves":
            return predicates.moves(path, want.values[0])
        case "crosses":
            return _crosses(path, want.values[0])
        case "sequence":
            return _in_turn(path, want.values)
        case _:
            return _related(want.kind, path, paths[1][0])


def _named(noun: str, cast: Sequence[Subject]) -> list[Subject]:
    words = {noun, lexicon.plural(noun)}
    return [one for one in cast if words & _names(one)]


def _names(one: Subject) -> set[str]:
    name = one.name.casefold()
    return {one.kind.casefold(), name, name.rstrip(" 0123456789")}


def _paths(shots: Sequence[Shot], subjects: Sequence[Subject]) -> list[Path]:
    """Each subject's boxes, one shot after the other."""
    found = []
    for subject in subjects:
        rows = [shot.layout.boxes.get(subject.id) for shot in shots]
        if any(row and any(row) for row in rows):
            found.append(tuple(box for row in rows if row for box in row))
    return found


def _has_colour(subject: Subject, colour: str) -> bool:
    said = f"{subject.look} {subject.name} {' '.join(subject.attributes.values())}".casefold()
    return colour in said.split()


def _crosses(path: Path, way: str) -> bool:
    """From one side of the frame's middle to the other."""
    seen = [box for box in path if box]
    if len(seen) < 2:
        return False
    start, end = seen[0].centre[0], seen[-1].centre[0]
    return start < 0.5 < end if way == "right" else end < 0.5 < start


def _in_turn(path: Path, spots: Sequence[str]) -> bool:
    """At each spot in its turn, at the evenly spaced times that the words give it."""
    at = [round(turn * (len(path) - 1) / (len(spots) - 1)) for turn in range(len(spots))]
    return all(_at(path[moment], spot) for moment, spot in zip(at, spots, strict=True))


def _at(box: predicates.Box | None, spot: str) -> bool:
    if box is None:
        return False
    x, y = box.centre
    tests = {
        "left": x < 0.4, "right": x > 0.6, "centre": 0.33 < x < 0.67, "top": y < 0.45,
        "bottom": y > 0.55,
    }  # fmt: skip
    return all(tests[word] for word in spot.split())


def _related(way: str, one: Path, other: Path) -> bool:
    pairs = [(a, b) for a, b in zip(one, other, strict=False) if a and b]
    if not pairs:
        return False
    if way in ("bigger", "smaller"):
        right = [
            a.area > b.area * 1.05 if way == "bigger" else a.area * 1.05 < b.area for a, b in pairs
        ]
    elif way == "same size":
        right = [0.8 < a.area / b.area < 1.25 for a, b in pairs]
    else:
        right = [predicates.related(way, a, b) for a, b in pairs]
    return sum(right) * 2 > len(right)


def _shown(task: Task, scenes: Sequence[Scene], cast: Sequence[Subject]) -> list[Shot | None]:
    """For each sentence the shot that shows its doer, and nobody of whom the shot says nothing;
    None where there is no such shot.
    """
    doers = [want.nouns[0] for want in task.wants]
    ids = {name: {one.id for one in _named(name.casefold(), cast)} for name in doers}
    found: list[Shot | None] = [None] * len(doers)
    for scene in scenes:
        told = sentences(task.text, replace(scene, shots=()), cast)
        for shot in scene.shots:
            if shot.stretch is None:
                continue
            inside = [
                at for at, one in enumerate(told)
                if shot.stretch.start <= (one.start + one.end) / 2 < shot.stretch.end
            ]  # fmt: skip
            wanted = {doers[at] for at in inside if at < len(doers)}
            seen = {name for name in ids if ids[name] & set(shot.subjects)}
            for at in inside:
                if at < len(doers) and doers[at] in seen and seen <= wanted:
                    found[at] = shot
    return found
