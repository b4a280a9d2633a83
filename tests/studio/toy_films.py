"""Films by the toy family through the real session, queue and stage."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from engine import families
from storyboard.board import Board, Box, Layout, Place, Scene, Shot, Subject
from studio import render, work
from studio.desk import Stage as AnyStage
from studio.jobs import Order
from studio.recipes import Recipe
from studio.session import Session
from studio.windows import FinishedWindow
from tests.engine import toy_family


def staged(count: int = 12, length: int = 80) -> Board:
    """Scenes of three shots in three places, a cast of three that walks about."""
    cast = tuple(Subject(id, id, "dog", puppet="dog") for id in ("ann", "bo", "cy"))
    shots = []
    for i in range(count):
        there = [cast[i % 3].id, cast[(i + 1) % 3].id][: 1 + i % 2]
        boxes = {
            id: tuple(Box(x := 0.1 * n + 0.08 * k, 0.5, x + 0.2, 0.9) for k in range(9))
            for n, id in enumerate(there)
        }
        shots.append(Shot(f"s{i}", subjects=tuple(there), layout=Layout(boxes), length=length))
    scenes = tuple(
        Scene(f"c{i}", place=f"p{i // 3 % 3}", shots=tuple(shots[i : i + 3]))
        for i in range(0, count, 3)
    )
    places = tuple(Place(f"p{i}", f"Place {i}") for i in range(3))
    return Board(cast=cast, places=places, scenes=scenes, seed=5)


def changed(board: Board, shot_id: str, **values: object) -> Board:
    """The board with one shot changed."""
    scenes = tuple(
        replace(
            scene,
            shots=tuple(
                replace(s, **values) if s.id == shot_id else s  # type: ignore[arg-type]
                for s in scene.shots
            ),
        )
        for scene in board.scenes
    )
    return replace(board, scenes=scenes)


def mirrored(board: Board, shot_id: str) -> Board:
    """The board with one shot's way turned round."""
    boxes = {id: path[::-1] for id, path in board.shot(shot_id).layout.boxes.items()}
    return changed(board, shot_id, layout=Layout(boxes))


@dataclass
class Toys:
    """The toy family as a recipe, in a folder that holds its log of what it made."""

    folder: Path

    @property
    def recipe(self) -> Recipe:
        return Recipe("toy", str(self.folder))

    @property
    def made(self) -> list[str]:
        """The keys of all windows ever made, in order."""
        log = self.folder / "made.log"
        return log.read_text().split() if log.exists() else []

    def render(
        self, session: Session, shots: set[str] | None = None, level: str = "final"
    ) -> tuple[Order, list[FinishedWindow]]:
        """Order and serve until it is done; the windows that had to be made."""
        fresh: list[FinishedWindow] = []

        def hear(name: str, what: object) -> None:
            if isinstance(what, FinishedWindow):
                fresh.append(what)

        session.listeners.append(hear)
        with work.staged(session, render.serve):
            order = render.order(session, shots, level, self.recipe)
            work.until_done(session, order)
        session.listeners.remove(hear)
        return order, fresh


@contextmanager
def toys(folder: Path) -> Iterator[Toys]:
    """The toy family among the bundled ones. Its log is no weight: it does not change its name."""
    folder.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(families.CARDS, "toy", toy_family.CARD)  # type: ignore[arg-type]
        yield Toys(folder)


def frames(session: Session) -> dict[str, Mapping[int, str]]:
    """Shot -> the hashes of the pictures that an export would take."""
    source = work.pictures(session)
    found: dict[str, Mapping[int, str]] = {}
    for shot in session.board.shots:
        ticks = range((shot.length + 1) // 2)
        found[shot.id] = {k: Path(source(shot.id, k) or "missing").stem for k in ticks}
    return found


def by_crew(
    film: Path,
    board: Board,
    crew: Sequence[AnyStage],
    by: Recipe,
    seconds: float,
    during: Callable[[Session], None] = lambda session: None,
) -> tuple[Order, dict[str, Mapping[int, str]]]:
    """A film that these stages render in at most so many seconds: its order and its frames."""
    with Session.new(film, board) as session:
        render.serve(session)
        for stage in crew:
            session.attach(stage)
        order = render.order(session, by=by)
        until = time.monotonic() + seconds
        while not session.queue.is_idle and time.monotonic() < until:
            if not session.pump():
                time.sleep(0.005)
            during(session)
        ended = session.queue.jobs.order(order.id)
        for stage in crew:
            session.detach(stage)
        return ended, frames(session)


def main(arguments: list[str]) -> int:
    """A process that a test ends: ``render PROJECT FOLDER``, or ``cli`` and a command's words."""
    # a background shell has its children ignore Ctrl-C; these are asked to hear it
    signal.signal(signal.SIGINT, signal.default_int_handler)
    families.CARDS["toy"] = toy_family.CARD  # type: ignore[index]
    if arguments[0] == "cli":
        from studio import cli  # which takes its time: the others are started often

        return cli.main(arguments[1:])
    with Session.open(arguments[1]) as film:
        print("open", flush=True)
        Toys(Path(arguments[2])).render(film)
    print("done", flush=True)
    return 0


def start(*arguments: str | Path) -> subprocess.Popen[str]:
    """The process of ``main``, beginning."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.studio.toy_films", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE if arguments[0] == "cli" else None,
        text=True,
        cwd=Path(__file__).parents[2],
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
