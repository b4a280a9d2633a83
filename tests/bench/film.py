"""Films by the bundled weights through the real session, queue and stage: how long, how much.

``make bench`` (``python -m tests.bench.film``) prints a table and writes ``build/bench/film.json``.
It never fails on time.
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import assets
from engine import schedule
from storyboard.board import Board, Box, Layout, Place, Scene, Shot, Subject
from storyboard.edits import shots as shot_edits
from studio import export, plan, recipes, render, scripts, work
from studio.recipes import Recipe
from studio.session import Session
from studio.windows import FinishedWindow, machine

SIZE = (1280, 720)
EDITED = 5  # which of twelve shots is edited


@dataclass
class Run:
    """What one film took."""

    name: str
    frames: int = 0
    drawings: int = 0
    seconds: dict[str, float] = field(default_factory=dict)  # phase -> seconds
    windows: Counter[int] = field(default_factory=Counter)  # level -> windows made
    made: Counter[int] = field(default_factory=Counter)  # level -> drawings made
    busy: Counter[int] = field(default_factory=Counter)  # level -> seconds in the model
    peak_mb: float = 0.0  # stage and application together

    @property
    def whole(self) -> float:
        return sum(self.seconds.values())

    def hear(self, name: str, what: Any) -> None:
        """A listener of the session."""
        if name == "window_done" and isinstance(what, FinishedWindow):
            self.windows[what.level] += 1
            self.made[what.level] += len(what.frames)
            self.busy[what.level] += what.seconds  # type: ignore[assignment]
        elif name == "job_changed":
            ours = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            self.peak_mb = max(self.peak_mb, ours + float(what.facts.get("peak_mb", 0)))

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        self.seconds[name] = time.monotonic() - began

    def told(self) -> str:
        phases = "  ".join(f"{name} {took:7.1f} s" for name, took in self.seconds.items())
        lines = [
            f"\n{self.name}: {self.frames} frames, {self.drawings} drawings, "
            f"{self.whole:.1f} s in all, peak {self.peak_mb:.0f} MB",
            f"  {phases}",
        ]
        for level in sorted(self.windows):
            rate = self.made[level] / self.busy[level] if self.busy[level] else 0.0
            lines.append(
                f"  level {level}: {self.windows[level]:4} windows, {self.made[level]:5} drawings, "
                f"{rate:6.2f} drawings a second"
            )
        return "\n".join(lines)


# Films -------------------------------------------------------------------------------------------


def walk(frames: int) -> Board:
    """One long shot: a dog goes through the kitchen, and back."""
    way = [0.05 + 0.6 * (1 - abs(k - 4) / 4) for k in range(9)]
    boxes = {"su1": tuple(Box(x, 0.45, x + 0.25, 0.9) for x in way)}
    shot = Shot("sh1", "A dog walks.", ("su1",), length=frames, layout=Layout(boxes))
    place = Place("pl1", "kitchen", backdrop="kitchen")
    scene = Scene("sc1", "INT. KITCHEN - DAY", "pl1", shots=(shot,))
    return Board(
        cast=(Subject("su1", "dog", "dog", puppet="dog"),), places=(place,), scenes=(scene,)
    )


def twelve(frames: int) -> Board:
    """Twelve shots of the same dog in the same kitchen, four scenes."""
    board = walk(frames)
    scene = board.scenes[0]
    scenes = tuple(
        replace(
            scene,
            id=f"sc{n}",
            shots=tuple(replace(scene.shots[0], id=f"sh{3 * n + k}") for k in range(3)),
        )
        for n in range(4)
    )
    return replace(board, scenes=scenes)


def from_script(name: str, longest: int = 0) -> Board:
    """A bundled script planned by rules; with ``longest`` its shots are cut to so many frames."""
    board = plan.by_rules(scripts.read(assets.path(f"scripts/{name}.fountain")), name)
    for shot in board.shots if longest else ():
        board = shot_edits.set_length(board, shot.id, min(longest, shot.length))
    return board


# What is measured --------------------------------------------------------------------------------


def film(folder: Path, name: str, board: Callable[[], Board], by: Recipe) -> Run:
    """Plan, render, export."""
    run = Run(name)
    with run.phase("plan"):
        session = Session.new(folder / name.replace(" ", "-"), board())
    with session:
        run.frames = session.board.length
        run.drawings = sum(schedule.ticks(shot.length) for shot in session.board.shots)
        session.listeners.append(run.hear)
        with run.phase("render"), work.staged(session, render.serve):
            work.until_done(session, render.order(session, by=by))
        with run.phase("export"):
            wanted = export.Settings(str(session.path.with_suffix(".mp4")), *SIZE)
            export.export(session.board, work.pictures(session), wanted)
    return run


def edited(folder: Path, frames: int, by: Recipe) -> tuple[int, int]:
    """Windows of a film of twelve shots, and of the same with one shot edited."""
    with Session.new(folder / "twelve", twelve(frames)) as session:
        first, second = Run("twelve"), Run("edited")
        for run in (first, second):
            session.listeners.append(run.hear)
            with work.staged(session, render.serve):
                work.until_done(session, render.order(session, by=by))
            session.listeners.remove(run.hear)
            shot = session.board.shots[EDITED]
            still = {id: boxes[:1] * len(boxes) for id, boxes in shot.layout.boxes.items()}
            session.edit("Stand", lambda b, s=shot, boxes=still: _relaid(b, s.id, boxes))
    return first.windows.total(), second.windows.total()


def _relaid(board: Board, shot: str, boxes: dict[str, tuple[Box, ...]]) -> Board:
    scenes = tuple(
        replace(
            scene,
            shots=tuple(
                replace(s, layout=Layout(boxes)) if s.id == shot else s for s in scene.shots
            ),
        )
        for scene in board.scenes
    )
    return replace(board, scenes=scenes)


def resumed(folder: Path, frames: int, given: argparse.Namespace) -> int:
    """Kill a render in its middle (SIGKILL), go on: how many windows were made that were there."""
    session = Session.new(folder / "killed", walk(frames))
    project, calls = session.path, schedule.plan(session.board).calls
    session.close()
    command = [sys.executable, "-m", "tests.bench.film", "--render", str(project)]
    command += ["--family", given.family, "--weights", given.weights, "--steps", str(given.steps)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    for _ in range(max(1, calls // 2)):
        child.stdout.readline()
    child.kill()
    child.wait()
    child.stdout.close()
    with Session.open(project) as session:
        there = len(session.project.rows("SELECT key FROM windows"))
        run = Run("resumed")
        session.listeners.append(run.hear)
        with work.staged(session, render.serve):
            work.until_done(session, render.order(session, by=_recipe(given)))
    return there + run.windows.total() - calls


def render_only(given: argparse.Namespace) -> None:
    """The process that ``resumed`` kills: a line for each window."""

    def hear(name: str, what: Any) -> None:
        if name == "window_done":
            print(what.key, flush=True)

    with Session.open(given.render) as session:
        session.listeners.append(hear)
        with work.staged(session, render.serve):
            work.until_done(session, render.order(session, by=_recipe(given)))


# The table ---------------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> int:
    given = _words().parse_args(arguments)
    if given.render:
        render_only(given)
        return 0
    by, sizes = _recipe(given), [int(n) for n in given.frames.split(",")]
    script, longest = ("short", 8) if given.quick else ("sample", 0)
    if given.quick:
        sizes = sizes[:1]
    print(f"machine: {machine('cpu')}, Python {platform.python_version()}, {platform.platform()}")
    print(f"command: python -m tests.bench.film {' '.join(arguments or sys.argv[1:])}")
    figures: dict[str, float] = {"quick": given.quick}
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for frames in sizes:
            board = walk(frames)
            run = film(folder, f"walk of {frames}", lambda board=board: board, by)
            print(run.told(), flush=True)
            figures |= {f"walk_{frames}.seconds": run.whole, f"walk_{frames}.peak_mb": run.peak_mb}
            figures[f"walk_{frames}.windows"] = run.windows.total()
        run = film(folder, f"the script {script!r}", lambda: from_script(script, longest), by)
        print(run.told(), flush=True)
        figures |= {
            "film.seconds": run.whole,
            "film.frames": run.frames,
            "film.peak_mb": run.peak_mb,
            **{f"film.{phase}_s": took for phase, took in run.seconds.items()},
        }
        figures["resume.windows_done_twice"] = resumed(folder, 48 if given.quick else 256, given)
        windows, again = edited(folder, 8 if given.quick else 80, by)
        figures |= {"twelve.windows": windows, "edit_one_of_12.windows": again}
    print(f"\nwindows done twice after a kill: {figures['resume.windows_done_twice']:.0f}")
    print(f"windows of twelve shots: {windows}, after editing one of them: {again}")
    out = Path("build/bench/film.json")
    out.parent.mkdir(parents=True, exist_ok=True)
    rounded = {name: round(value, 3) for name, value in figures.items()}
    out.write_text(json.dumps(rounded, indent=1) + "\n")
    print(f"written: {out}")
    return 0


def _recipe(given: argparse.Namespace) -> Recipe:
    return recipes.Recipe(given.family, given.weights, given.steps)


def _words() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.film", description=__doc__)
    parser.add_argument("--frames", default="16,256,1024", help="lengths of the walks")
    parser.add_argument("--quick", action="store_true", help="the first walk and a few frames")
    parser.add_argument("--weights", default="", help="a folder (default: the bundled ones)")
    parser.add_argument("--family", default="papercut", help="who makes the pictures")
    parser.add_argument("--steps", type=int, default=0, help="model calls a window")
    parser.add_argument("--render", default="", help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    sys.exit(main())
