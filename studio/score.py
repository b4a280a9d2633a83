"""Score: the meters over a film's finished takes, in a process of its own, because models never run
in this one.
"""

from __future__ import annotations

import argparse
import json
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from engine import schedule
from engine.meters.request import Film, Reel
from storyboard import numbering, staging
from studio.console import Console
from studio.errors import StudioError
from studio.session import Session
from studio.takes import Take

Heard = Callable[[int, int, str], None]
PAINTED = "animatic"  # the family that measures itself when it is measured
COLUMNS = {  # figure -> its head, digits, as percent
    "iou": ("box", 2, False),
    "fit": ("figure", 2, False),
    "found": ("found", 0, True),
    "kind": ("kind", 0, True),
    "colour": ("colour", 0, True),
    "direction": ("way", 0, True),
    "ssim": ("SSIM", 3, False),
    "psnr": ("PSNR", 1, False),
    "flicker": ("steady", 3, False),
    "seam": ("seam", 2, False),
    "sharpness": ("sharp", 2, False),
}
MEANING = """box: overlap (IoU) of what is seen with the asked box; figure: with the posed figure;
found, kind, colour, way: share of subjects seen, of the right kind and colour, going the right
way; SSIM, PSNR: likeness to the painter's frames; steady: 1 = nothing changes from frame to frame
(VBench's flicker); seam: the largest step where two windows meet against the steps around it;
sharp: edges against the painter's (1 = as sharp). Seen by Longtake's own eye, which errs:"""


def score(given: argparse.Namespace, console: Console) -> dict[str, Any] | None:
    """``longtake score``"""
    with Session.open(given.project, read_only=True) as session:
        film, left_out = reels(session, set(filter(None, given.shots.upper().split(","))))

        def heard(done: int, of: int, name: str) -> None:
            console.status(f"Measuring: shot {name}, {done + 1} of {of}" if name else "Measured")

        try:
            found = measured(film, heard)
        finally:
            console.end()
    found["left out"] = left_out
    if given.json:
        return found
    print(table(found))
    return None


def reels(session: Session, labels: set[str] | None = None) -> tuple[Film, dict[str, str]]:
    """What is measured - the takes that play, all of their frames there - and what is left out, by
    shot, with the reason. Raises StudioError when nothing is left.
    """
    board = session.board
    numbers = numbering.labels(board)
    if unknown := (labels or set()) - {number.upper() for number in numbers.values()}:
        raise StudioError(f"There is no shot {min(unknown)} in this film.")
    found, left_out = [], {}
    for shot in board.shots:
        name = numbers[shot.id]
        if labels and name.upper() not in labels:
            continue
        take = session.takes.best(board, shot.id)
        count = schedule.ticks(shot.length)
        if reason := _lacks(session, take, count):
            left_out[name] = reason
            continue
        assert take is not None
        files = [str(session.bin.path(take.frames[tick])) for tick in range(count)]
        cues = staging.cues(board, shot.id, range(0, shot.length, schedule.ON))
        found.append(Reel(name, cues, tuple(files), _seams(count, take.division)))
    if not found:
        why = "; ".join(f"{name}: {reason}" for name, reason in left_out.items())
        raise StudioError(f"There is nothing to measure. {why or 'The film has no shots.'}")
    return Film(tuple(found), session.pictures()), left_out


def _lacks(session: Session, take: Take | None, count: int) -> str:
    """Why a take cannot be measured; empty when it can."""
    if take is None:
        return "not rendered yet; render it first"
    if take.slate.get("family") == PAINTED:
        return "only an animatic, which the meters are measured by; render it first"
    if any(tick not in take.frames for tick in range(count)):
        return "only keyframes so far; render it to the end first"
    if any(session.bin.path(take.frames[tick]) is None for tick in range(count)):
        return "pictures of its take are missing; render it again"
    return ""


def _seams(count: int, by: schedule.Division) -> tuple[int, ...]:
    """Ticks that two windows share, and those where the next drawing stands."""
    rows = schedule.rows(-(-count // by.each), by.length, by.most)
    inner = rows[-2][1:-1] if len(rows) > 1 else []
    return tuple(
        at for seam in inner for at in (seam * by.each, (seam + 1) * by.each) if at < count
    )


def measured(film: Film, heard: Heard) -> dict[str, Any]:
    """The meters' figures, from ``python -m engine.meters``. Raises StudioError with its words."""
    with tempfile.TemporaryDirectory(prefix="longtake-score-") as folder:
        asked, answer = Path(folder) / "film", Path(folder) / "figures.json"
        asked.write_bytes(pickle.dumps(film))
        words = [sys.executable, "-m", "engine.meters", "--score", str(asked), "--out", str(answer)]
        with (
            subprocess.Popen(
                words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
            ) as child,
            ExitStack() as stopped,
        ):
            stopped.callback(child.kill)  # one that has ended hears nothing of it
            assert child.stdout is not None
            assert child.stderr is not None
            for line in child.stdout:
                if line.startswith("{"):
                    told = json.loads(line)
                    heard(told["done"], told["of"], told["shot"])
            trouble = child.stderr.read().strip()
            status = child.wait()
        if status or not answer.exists():
            last = trouble.splitlines()[-1] if trouble else f"it ended with status {status}"
            raise StudioError(f"The film was not measured: {last}")
        figures: dict[str, Any] = json.loads(answer.read_text())
    return figures


# For the eye -------------------------------------------------------------------------------------


def table(found: dict[str, Any]) -> str:
    """The figures of shots and film below each other, what they mean, and the eye's error."""
    rows = [["shot", "frames", *(head for head, _, _ in COLUMNS.values())]]
    for row in [*found["shots"], {**found, "shot": "film"}]:
        rows.append([row["shot"], str(row["frames"]), *(_cell(row, name) for name in COLUMNS)])
    wide = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = ["  ".join(cell.rjust(w) for cell, w in zip(row, wide)) for row in rows]
    if "look" in found:
        told = f"From shot to shot: one subject's looks {found['look']:.2f} alike"
        if "look_others" in found:
            told += f", different subjects' {found['look_others']:.2f}"
        lines += ["", told + "."]
    lines += ["", MEANING, _error(found.get("eye", {}))]
    lines += [f"Left out: {name}, {why}." for name, why in found["left out"].items()]
    return "\n".join(lines)


def _cell(row: dict[str, Any], name: str) -> str:
    if name not in row:
        return "-"
    _, digits, percent = COLUMNS[name]
    return f"{100 * row[name]:.0f}%" if percent else f"{row[name]:.{digits}f}"


def _error(own: dict[str, float]) -> str:
    return (
        f"on {own['n']:.0f} painted figures that it never saw it finds {100 * own['found']:.0f}%, "
        f"IoU {own['iou']:.2f}, kind {100 * own['kind']:.0f}%, colour {100 * own['colour']:.0f}%."
        if own
        else "how much is not known here."
    )
