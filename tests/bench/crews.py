"""One stage, two stages, two machines: are the films equal, and what does each way take?

``python -m tests.bench.crews`` prints two tables and writes ``build/bench/crews.json``:

- ``equal``: a short film by papercut (``twins``: by tiny twins of two hub families) is
  rendered by one stage on all cores, by two on one core each, and by two Ray workers of which one
  is killed on the way. Frames that differ, and windows that were made twice, are counted.
- ``time``: one long shot, coarse to fine by one stage and by two, and chained: window after window,
  each from the last frame of the one before, which only one can do.

It never fails on time. Stages are up and have opened the model before the clock starts.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from engine import api, families, schedule
from engine.client import Stage
from storyboard.board import Board
from studio import render
from studio.recipes import Recipe
from studio.session import Session
from studio.troupe import Troupe
from studio.windows import FinishedWindow
from tests.bench.picture_length import cues_of, long_board
from tests.engine.hub import little
from tests.studio.toy_films import frames, staged

OUT = Path("build/bench/crews.json")
STILLS, SPANS = "flux2-klein-4b", "ltx-video-0.9.8-13b"  # whose twins are tried
KILL_AFTER = 3  # windows, then a worker's process is killed
Figures = dict[str, float]


@dataclass
class Run:
    """What one rendering of a film made and took."""

    frames: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    windows: list[str] = field(default_factory=list)  # keys, in the order in which they came
    seconds: float = 0.0
    said: str = ""

    @property
    def twice(self) -> int:
        return len(self.windows) - len(set(self.windows))


def rendered(session: Session, by: Recipe, hear: Callable[[Run], None] = lambda run: None) -> Run:
    """Render the film of a session that has stages; ``hear`` is called every turn."""
    run = Run()

    def listen(name: str, what: object) -> None:
        if isinstance(what, FinishedWindow):
            run.windows.append(what.key)
        elif name == "order_changed":
            run.said = getattr(what, "sentence", "") or run.said

    session.listeners.append(listen)
    render.serve(session)
    began = time.monotonic()
    order = render.order(session, by=by)
    while not session.queue.is_idle:
        hear(run)
        if not session.pump():
            time.sleep(0.005)
    run.seconds = time.monotonic() - began
    ended = session.queue.jobs.order(order.id)
    if ended.state != "done":
        raise SystemExit(f"the film was not made: {ended.sentence}")
    run.frames = frames(session)
    return run


@contextmanager
def warm(count: int, by: Recipe) -> Iterator[list[Stage]]:
    """So many stages, up, with the model open; all cores are shared evenly."""
    cores = os.cpu_count() or 1
    with ExitStack() as stack:
        crew = [stack.enter_context(Stage(threads=max(1, cores // count))) for _ in range(count)]
        for stage in crew:
            stage.send(api.Warm("warm", by.spans.family, by.spans.folder, by.device))
        while any(stage.is_busy for stage in crew):
            for stage in crew:
                stage.poll()
            time.sleep(0.01)
        yield crew


def here(folder: Path, board: Board, by: Recipe, count: int) -> Run:
    """By stages of this machine."""
    with Session.new(folder, board) as session, warm(count, by) as crew:
        for stage in crew:
            session.attach(stage)
        run = rendered(session, by)
        for stage in crew:
            session.detach(stage)
    return run


def far(folder: Path, board: Board, by: Recipe) -> Run:
    """By two Ray workers, of which one is killed while it works."""
    killed: list[int] = []
    with Session.new(folder, board) as session:
        troupe = Troupe(session, 2, "auto")
        troupe.join()
        assert troupe.gate is not None
        stages = troupe.gate.stages

        def kill(run: Run) -> None:
            busy = next((one.place for one in stages if one.is_busy and one.place), None)
            if busy and not killed and len(run.windows) >= KILL_AFTER:
                killed.append(busy.pid)
                os.kill(busy.pid, signal.SIGKILL)

        run = rendered(session, by, kill)
        troupe.close()
    run.said = run.said or ("" if killed else "nobody was killed")
    return run


# Equal -------------------------------------------------------------------------------------------


def equal(folder: Path, name: str, board: Board, by: Recipe, ray: bool) -> Figures:
    """The same film in three ways, as lines of a table."""
    folder.mkdir(exist_ok=True)
    ways: dict[str, Callable[[], Run]] = {
        "one stage": lambda: here(folder / "one", board, by, 1),
        "two stages": lambda: here(folder / "two", board, by, 2),
    }
    if ray:
        ways["two Ray workers, one killed"] = lambda: far(folder / "far", board, by)
    first = Run()
    found: Figures = {}
    for way, make in ways.items():
        run = make()
        first = first if first.frames else run
        pairs = [(shot, tick) for shot, row in first.frames.items() for tick in row]
        other = sum(run.frames[shot][tick] != first.frames[shot][tick] for shot, tick in pairs)
        print(
            f"| {name} | {way} | {len(pairs)} | {other} | {len(set(run.windows))} | {run.twice} "
            f"| {run.seconds:.1f} | {run.said} |",
            flush=True,
        )
        key = f"{name}.{way.split(',')[0].replace(' ', '_')}"
        found |= {f"{key}.differ": other, f"{key}.twice": run.twice, f"{key}.seconds": run.seconds}
    return found


@contextmanager
def twins(folder: Path) -> Iterator[Recipe]:
    """Two hub families as tiny twins, among the bundled ones for a while."""
    kept = dict(families.CARDS)
    cards: dict[str, families.Card] = families.CARDS  # type: ignore[assignment]
    spans = little.card(SPANS)
    spans = replace(spans, frames=replace(spans.frames, most=25))
    cards |= {card.name: families.of_hub(card) for card in (little.card(STILLS), spans)}
    yield Recipe(
        STILLS,
        little.build(STILLS, folder / "stills"),
        device="cpu",
        inbetween=SPANS,
        inbetween_weights=little.build(SPANS, folder / "spans"),
    )
    cards.update(kept)


# Time --------------------------------------------------------------------------------------------


def chained(folder: Path, ticks: int, by: Recipe) -> tuple[int, float]:
    """Calls and seconds of window after window, each from the end of the one before."""
    cues, length = cues_of(ticks), schedule.LENGTH
    last, start, calls = "", 0, 0
    folder.mkdir()
    with warm(1, by) as (stage,):
        began = time.monotonic()
        while start < len(cues) - 1 or not calls:
            part = cues[start : start + length]
            window = api.Window(f"chain{calls}", 1, tuple(part), {0: last} if last else {})
            stage.send(
                api.Render(
                    "j", (window,), str(folder), by.family, by.folder, 1, by.calls, by.device
                )
            )
            while stage.is_busy:
                for event in stage.poll():
                    if isinstance(event, api.WindowDone):
                        last = event.frames[max(event.frames)]
                    elif isinstance(event, api.Failed):
                        raise SystemExit(event.sentence)
                time.sleep(0.005)
            calls, start = calls + 1, start + length - 1
        return calls, time.monotonic() - began


def timed(folder: Path, ticks: int, by: Recipe) -> Figures:
    """One long shot in every way, as lines of a table."""
    board, _ = long_board(ticks)
    rows: dict[str, tuple[int, float]] = {}
    for count, way in ((1, "one stage"), (2, "two stages")):
        run = here(folder / f"{ticks}-{count}", board, by, count)
        rows[way] = len(run.windows), run.seconds
    rows["chained"] = chained(folder / f"chain-{ticks}", ticks, by)
    found: Figures = {}
    for way, (calls, seconds) in rows.items():
        ratio = seconds / rows["chained"][1]
        print(f"| {ticks} | {way} | {calls} | {seconds:.1f} | {ratio:.2f} |", flush=True)
        key = f"time.{ticks}.{way.replace(' ', '_')}"
        found |= {f"{key}.calls": calls, f"{key}.seconds": seconds}
    return found


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.crews", description=__doc__)
    parser.add_argument("--parts", default="equal,time", help="of equal, time, twins")
    parser.add_argument("--frames", default="16,256", help="of the long shot; 1024 takes long")
    parser.add_argument("--family", default="papercut-draft", help="papercut: 6 times as much")
    parser.add_argument("--here", action="store_true", help="without Ray")
    given = parser.parse_args(words)
    by = Recipe(given.family, device="cpu")
    busy = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {busy}, {given.family}\n")
    found: Figures = {}
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        os.environ["LONGTAKE_CONFIG"] = os.environ["LONGTAKE_DATA"] = str(home / "own")
        print("| film | way | frames | differ | windows | made twice | seconds | said |")
        print("|---|---|---|---|---|---|---|---|", flush=True)
        if "equal" in given.parts:
            found |= equal(home / "papercut", "papercut", staged(3, 40), by, not given.here)
        if "twins" in given.parts:
            with twins(home / "twins") as both:
                found |= equal(home / "hub", "twins", staged(2, 24), both, not given.here)
        if "time" in given.parts:
            print("\n| frames | way | calls | seconds | against chaining |\n|---|---|---|---|---|")
            for ticks in map(int, given.frames.split(",")):
                found |= timed(home, ticks, by)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    kept = json.loads(OUT.read_text()) if OUT.exists() else {}
    OUT.write_text(json.dumps(kept | found, indent=1, sort_keys=True))


if __name__ == "__main__":
    main()
