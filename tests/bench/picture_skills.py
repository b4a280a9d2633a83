"""The five skills of LLM-grounded Video Diffusion (Lian et al., arXiv 2309.17444, section 4),
rendered: a sentence -> a plan (by rules, or by the bundled director) -> frames by papercut ->
boxes, kinds and colours by our own eye -> the exam's own tests on what is seen.

Only tasks whose nouns a bundled puppet plays: of others no film can be made that shows them. LVD's
detector and generator are others, so its figures (best 49.4 %) stand beside ours only as a scale.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import torch
from torch import Tensor

from engine.director.exam import marking
from engine.director.exam.questions import SKILLS, Task, tasks
from engine.director.interview import Speaker
from engine.meters import boxes, kinds
from engine.meters.boxes import Asked
from engine.meters.sight import Eye, Seen
from storyboard import breakdown, layout, puppets, staging
from storyboard.board import Board, Box, Layout, Scene, Shot, Subject
from storyboard.layout import iou
from tests.bench.picture_boards import Maker

MOMENTS = 5  # frames of a shot that are looked at; LVD looks at 6 of a video
SURE = 0.3  # a figure less sure is no answer
PURPLE = {"violet": "purple", "turquoise": "blue", "grey": "gray"}
Say = Callable[[str], None]
Planner = Callable[[Task, int], Board]


def drawable(skill: str, number: int) -> tuple[list[Task], float]:
    """The first ``number`` tasks whose nouns a puppet plays, and their share of all looked at."""
    found: list[Task] = []
    looked = 0
    for task in tasks(skill, 6 * number):
        looked += 1
        if all(_is_taught(noun) for want in task.wants for noun in want.nouns):
            found.append(task)
        if len(found) == number:
            break
    return found, len(found) / looked


def _is_taught(noun: str) -> bool:
    return puppets.nearest(noun) in kinds.KINDS


def by_rules(task: Task, number: int) -> Board:
    return breakdown.board(task.text, title="", seed=number + 1)


def by_director(model: Speaker) -> Planner:
    """The bundled director's plans; its cast and places are played as the rules' are."""

    def plan(task: Task, number: int) -> Board:
        board = by_rules(task, number)
        scenes, cast, _ = marking._planned(board, task.text, model, 0.0)
        return replace(board, scenes=scenes, cast=cast)

    return plan


def measure(
    maker: Maker, eye: Eye, plan: Planner, number: int, prefix: str, say: Say
) -> tuple[dict[str, float], list[Tensor]]:
    """Share of right films of each skill; and of right plans, seen through the same tests."""
    found: dict[str, float] = {}
    rows = []
    for skill in SKILLS:
        row, share = drawable(skill, number)
        right = planned = 0
        for at, task in enumerate(row):
            board = plan(task, at)
            scenes, cast, frames = film(maker, eye, board)
            right += bool(scenes) and marking._right(task, scenes, cast)
            planned += marking._right(task, board.scenes, board.cast)
            if at == 1 and len(frames):
                rows.append(frames)
        found[f"{prefix}.{skill}"] = right / len(row)
        found[f"{prefix}.{skill}.planned"] = planned / len(row)
        found[f"{prefix}.{skill}.drawable"] = share
        say(f"{prefix} {skill}: {right} of {len(row)} films, {planned} plans")
    for end in ("", ".planned"):
        found[f"{prefix}.overall{end}"] = sum(
            found[f"{prefix}.{skill}{end}"] for skill in SKILLS
        ) / len(SKILLS)
    found[f"{prefix}.n"] = number
    return found, rows


def film(
    maker: Maker, eye: Eye, board: Board
) -> tuple[tuple[Scene, ...], tuple[Subject, ...], Tensor]:
    """Render every shot and put what is seen in the place of the plan: scenes whose layouts are
    seen boxes, a cast whose looks are seen colours, and the frames.
    """
    extra: list[Subject] = []
    colours: dict[str, list[str]] = {}
    scenes, shown = [], [torch.empty(0, 3, maker.size[1], maker.size[0])]
    for scene in board.scenes:
        shots = []
        for shot in scene.shots:
            cues = staging.cues(
                board, shot.id, [layout.frame_at(k, shot.length, MOMENTS) for k in range(MOMENTS)]
            )
            frames = maker.make(cues)
            shown.append(frames)
            seen = [[one for one in row if one.sure >= SURE] for row in eye.look(frames, cues)]
            paths = _paths(board, shot, [boxes.asked(cue) for cue in cues], seen, colours, extra)
            shots.append(replace(shot, subjects=tuple(paths), layout=Layout(paths, MOMENTS)))
        scenes.append(replace(scene, shots=tuple(shots)))
    cast = tuple(replace(one, name=_plain(one), look=_most(colours.get(one.id, ())), attributes={})
                 for one in (*board.cast, *extra))  # fmt: skip
    return tuple(scenes), cast, torch.cat(shown)


def _paths(
    board: Board,
    shot: Shot,
    asked: Sequence[Sequence[Asked]],
    seen: Sequence[Sequence[Seen]],
    colours: dict[str, list[str]],
    extra: list[Subject],
) -> dict[str, tuple[Box | None, ...]]:
    """The seen boxes of everyone who is asked for, by kind alone; of several of a kind whoever is
    nearest to where each is asked to be. Who is seen of an asked kind, but of nobody, is one more.
    """
    cast = {one.id: one for one in board.cast}
    paths: dict[str, list[Box | None]] = {
        id: [None] * MOMENTS for id in shot.layout.boxes if id in cast
    }
    kind_of = {id: puppets.playing(cast[id].puppet, cast[id].kind or cast[id].name,
                                   cast[id].pronoun) for id in paths}  # fmt: skip
    more: dict[tuple[str, int], list[Box | None]] = {}
    for moment, (wanted, figures) in enumerate(zip(asked, seen)):
        places = {one.subject.id: one.figure for one in wanted}
        for kind in set(kind_of.values()):
            left = [one for one in figures if one.kind == kind]
            mates = [id for id in paths if kind_of[id] == kind]
            rank = sorted(
                ((_near(one.box, places.get(id)), i, id) for i, one in enumerate(left)
                 for id in mates), key=lambda row: -row[0],
            )  # fmt: skip
            used: set[int] = set()
            for _, i, id in rank:
                if i not in used and paths[id][moment] is None:
                    used.add(i)
                    paths[id][moment] = left[i].box
                    colours.setdefault(id, []).append(left[i].colour)
            for k, one in enumerate(one for i, one in enumerate(left) if i not in used):
                more.setdefault((kind, k), [None] * MOMENTS)[moment] = one.box
    for (kind, k), path in more.items():
        like = next(cast[id] for id in paths if kind_of[id] == kind)
        id = f"extra {shot.id} {kind} {k}"
        extra.append(replace(like, id=id))
        paths[id] = path
    return {id: tuple(path) for id, path in paths.items()}


def _near(box: Box, place: Box | None) -> float:
    """How well a figure lies on an asked place; without one, not at all."""
    if place is None:
        return -2.0
    (x, y), (u, v) = box.centre, place.centre
    return iou(box, place) - 0.1 * (abs(x - u) + abs(y - v))


def _plain(subject: Subject) -> str:
    """The name by which the exam asks, without the colour that it may carry."""
    return subject.kind or subject.name


def _most(colours: Sequence[str]) -> str:
    """The colour seen most often, and the words for it."""
    if not colours:
        return ""
    name = max(set(colours), key=list(colours).count)
    return f"{name} {PURPLE.get(name, '')}".strip()


def table(found: dict[str, float]) -> str:
    lines = ["| planned by | n a skill | " + " | ".join(SKILLS) + " | overall |",
             "|---|---|" + "---|" * 6]  # fmt: skip
    for prefix, who in (("lvd.rules", "rules"), ("lvd.director", "director")):
        if f"{prefix}.overall" not in found:
            continue
        for end, what in (("", "films"), (".planned", "plans")):
            cells = [f"{found[f'{prefix}.{skill}{end}']:.0%}" for skill in (*SKILLS, "overall")]
            n = found[f"{prefix}.n"]
            lines.append(f"| {who}, {what} | {n:.0f} | " + " | ".join(cells) + " |")
    return "\n".join(lines)
