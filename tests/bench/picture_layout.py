"""Are subjects where, what and of the colour that was asked?

With what the network is shown switched on and off, on the same boards and seeds; for puppets of its
lessons and for such as it never saw.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

import torch
from torch import Tensor

from engine.meters import boxes, looks
from engine.meters.boxes import Answer
from engine.meters.film import Sums
from engine.meters.sight import Eye
from engine.papercut.conditions import Conditions
from engine.papercut.films import HELD_OUT
from storyboard import animatic
from storyboard.board import Box
from storyboard.cue import FrameCue
from tests.bench.picture_boards import Maker, board, spread_cues

FRAMES = 4  # of a shot, evenly
Say = Callable[[str], None]


def measure(
    maker: Maker, eye: Eye, number: int, ablated: int, say: Say, held_out: bool
) -> tuple[dict[str, float], list[Tensor]]:
    """Figures over ``number`` boards, the ablations over the first ``ablated`` of them; and rows of
    frames for the eye: painted, made, without layout, without sheets.
    """
    sums = {
        name: Sums() for name in ("painter", "on", "same", "layout_off", "sheets_off", "plates_off")
    }
    kept, rows = _Kept(), []
    for at in range(number):
        film, shot = board(at, held_out)
        cues = spread_cues(film, shot, FRAMES)
        made = {"painter": maker.truth(cues), "on": maker.make(cues)}
        if at < ablated:
            made["layout_off"] = maker.make(unplaced(cues))
            made["sheets_off"] = maker.make(cues, change=undressed)
            made["plates_off"] = maker.make(cues, change=blank)
        for name, frames in made.items():
            seen = eye.look(frames, cues)
            answers = [_told(boxes.answers(c, s), held_out) for c, s in zip(cues, seen)]
            sums[name].add(answers)
            if name == "on":
                kept.take(maker, frames, cues, answers)
                if at < ablated:
                    sums["same"].add(answers)
        if at < 6:
            rows.append(torch.cat(list(made.values()), 0))
        if at % 10 == 9:
            say(f"{at + 1} of {number} boards")
    prefix = "unseen." if held_out else ""
    found = _named(sums, prefix)
    found[f"{prefix}n"] = len(sums["on"].answers)
    found[f"{prefix}n_ablated"] = len(sums["same"].answers)
    found[f"{prefix}n_moving"] = len(sums["on"].ways) + sums["on"].lost
    return found | {f"{prefix}{name}": value for name, value in kept.figures().items()}, rows


def _told(answers: Sequence[Answer], held_out: bool) -> list[Answer]:
    """Of held-out boards only the puppets that were never trained on."""
    return [one for one in answers if not held_out or one.asked.kind in HELD_OUT]


def _named(sums: dict[str, Sums], prefix: str) -> dict[str, float]:
    found = {}
    for name, part in sums.items():
        middle = "" if name == "on" else f"{name}."
        for figure, value in part.figures().items():
            found[f"{prefix}{middle}{figure}"] = value
    return found


def unplaced(cues: Sequence[FrameCue]) -> tuple[FrameCue, ...]:
    """The same frames without a layout: everyone stands in a row before the middle of the place,
    as large as the next, and stays.
    """
    ids = sorted({subject.id for cue in cues for subject in cue.subjects})

    def row(id: str, camera: Box) -> Box:
        x = camera.x0 + camera.width * (ids.index(id) + 1) / (len(ids) + 1)
        foot = camera.y0 + 0.9 * camera.height
        half = 0.12 * camera.width
        return Box(x - half, foot - 0.5 * camera.height, x + half, foot)

    return tuple(
        replace(
            cue,
            subjects=tuple(
                replace(subject, box=row(subject.id, cue.camera), facing=1)
                for subject in cue.subjects
            ),
        )
        for cue in cues
    )


def undressed(seen: Conditions) -> Conditions:
    """The same conditions without sheets: plates, words, boxes, poses and light are left."""
    nothing = torch.zeros_like(seen.canvas)
    return replace(seen, canvas=nothing, papers=nothing)


def blank(seen: Conditions) -> Conditions:
    """Without sheets and without plates. The eye is shown the place that should be there."""
    grey = seen.plate.mean((-2, -1), keepdim=True).expand_as(seen.plate)
    return replace(undressed(seen), plate=grey.contiguous(), front=torch.zeros_like(seen.front))


class _Kept:
    """Is the look of the sheet kept? Figures in frames against their own sheet and others'."""

    def __init__(self) -> None:
        self.made: list[tuple[str, Tensor]] = []
        self.sheets: dict[str, Tensor] = {}

    def take(
        self,
        maker: Maker,
        frames: Tensor,
        cues: Sequence[FrameCue],
        answers: Sequence[Sequence[Answer]],
    ) -> None:
        for i, one in boxes.most(answers).values():
            subject = one.asked.subject
            name = f"{one.asked.kind} {sorted(subject.attributes.items())}"
            if one.seen:
                self.made.append((name, looks.of_figure(frames[i], one.seen, cues[i])))
                if name not in self.sheets:
                    drawn = animatic.sheet(one.asked.kind, subject.attributes)
                    cut = maker.painter.paint_cutout([drawn])[0]
                    colour = cut[:3] / cut[3:].clamp(min=1e-3)
                    self.sheets[name] = looks.look(colour.clamp(0, 1), cut[3] > 0.5)

    def figures(self) -> dict[str, float]:
        """Likeness to the own sheet, to others', and how often no other sheet is nearer (of all
        that were shown).
        """
        own, other, first = [], [], []
        for name, one in self.made:
            mine = looks.alike(one, self.sheets[name])
            rest = [looks.alike(one, sheet) for key, sheet in self.sheets.items() if key != name]
            own.append(mine)
            other += rest
            first.append(mine >= max(rest, default=0.0))
        if not other:
            return {}
        return {
            "sheet.like": sum(own) / len(own),
            "sheet.like_others": sum(other) / len(other),
            "sheet.nearest": sum(first) / len(first),
            "sheet.of": len(self.sheets),
        }


def table(found: dict[str, float]) -> str:
    """One row a way of working, for puppets of the lessons and for such as were never seen."""
    heads = ("iou", "fit", "found", "kind", "colour", "direction")
    lines = ["| boards | shown | n | " + " | ".join(heads) + " |", "|---|---|---|" + "---|" * 6]
    ways = {
        "painter.": "the painter's frames (the meter's limit)",
        "": "all",
        "same.": "all, boards of the next rows",
        "layout_off.": "no layout",
        "sheets_off.": "no sheets",
        "plates_off.": "no sheets, no plates",
    }
    for prefix, puppets in (("", "puppets of its lessons"), ("unseen.", "never trained on")):
        for way, told in ways.items():
            if f"{prefix}{way}iou" not in found:
                continue
            many = found[f"{prefix}n" if way in ("", "painter.") else f"{prefix}n_ablated"]
            cells = [found.get(f"{prefix}{way}{head}", math.nan) for head in heads]
            told_cells = " | ".join("-" if math.isnan(c) else f"{c:.3f}" for c in cells)
            lines.append(f"| {puppets} | {told} | {many:.0f} | {told_cells} |")
    for prefix, puppets in (("", "lessons"), ("unseen.", "never trained on")):
        if f"{prefix}sheet.like" in found:
            lines.append(
                f"\nlook kept ({puppets}): {found[f'{prefix}sheet.like']:.3f} like the own sheet, "
                f"{found[f'{prefix}sheet.like_others']:.3f} like others; nearest of "
                f"{found[f'{prefix}sheet.of']:.0f} sheets {found[f'{prefix}sheet.nearest']:.1%}"
            )
    return "\n".join(lines)
