"""The window with 1,000 shots: how long it opens, and every turn of its loop while one works.

``make bench`` (``python -m tests.bench.window``) prints a table and adds its figures to
``build/bench/film.json``. It never fails on time. Pictures are painted in software, offscreen.
"""

from __future__ import annotations

import gc
import json
import os
import platform
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from storyboard.edits import shots
from studio.session import Session
from studio.windows import machine
from tests.bench import long_film, turns
from ui import theme
from ui.canvas import Canvas
from ui.film import Film
from ui.lanes import Lanes
from ui.window import MainWindow

OUT = Path("build/bench/film.json")
SIZE = (1440, 900)
SWITCHES, SCRUBS = 500, 10_000
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


# Hands -------------------------------------------------------------------------------------------


def mouse(widget: QWidget, kind: QEvent.Type, where: QPointF, held: bool = False) -> None:
    """A move, press or release, into the queue."""
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else LEFT
    buttons = LEFT if held else Qt.MouseButton.NoButton
    spot = widget.mapToGlobal(where)
    QApplication.postEvent(widget, QMouseEvent(kind, where, spot, button, buttons, NONE))


def click(widget: QWidget, where: QPointF) -> None:
    mouse(widget, QEvent.Type.MouseButtonPress, where, held=True)
    mouse(widget, QEvent.Type.MouseButtonRelease, where)


def drag(widget: QWidget, way: list[QPointF]) -> Iterator[Callable[[], object]]:
    """Press, move along, let go."""
    yield lambda: mouse(widget, QEvent.Type.MouseButtonPress, way[0], held=True)
    for spot in way[1:]:
        yield lambda spot=spot: mouse(widget, QEvent.Type.MouseMove, spot, held=True)
    yield lambda: mouse(widget, QEvent.Type.MouseButtonRelease, way[-1])


def wheel(widget: QWidget, down: int) -> None:
    where = QPointF(widget.rect().center())
    event = QWheelEvent(
        where, widget.mapToGlobal(where), QPoint(), QPoint(0, -down), Qt.MouseButton.NoButton,
        NONE, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.postEvent(widget, event)


def press(widget: QWidget, key: Qt.Key) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.postEvent(widget, QKeyEvent(kind, key, NONE))


# What one does -----------------------------------------------------------------------------------


def scroll(window: MainWindow) -> Iterator[Callable[[], object]]:
    """Down through the board with the wheel, up by a dragged bar."""
    board = window.board
    for _ in range(250):
        yield lambda: wheel(board.viewport(), 120)
    bar = board.verticalScrollBar()
    for step in range(60):
        yield lambda step=step: bar.setValue(round(bar.maximum() * (59 - step) / 59))


def select(window: MainWindow) -> Iterator[Callable[[], object]]:
    """Panels by click and by arrow keys."""
    board, film = window.board, window.film
    board.setFocus()
    for at in range(60):
        area = board.viewport().rect()
        seen = [
            shot for shot in film.shots if area.contains(board.place_of(shot).center().toPoint())
        ]
        if seen:
            where = board.place_of(seen[at % len(seen)]).center()
            yield lambda where=where: click(board.viewport(), where)
    for at in range(60):
        key = Qt.Key.Key_Down if at % 3 == 0 else Qt.Key.Key_Right
        yield lambda key=key: press(board, key)


def hover(window: MainWindow) -> Iterator[Callable[[], object]]:
    """The pointer across panels, each of which scrubs its shot."""
    view = window.board.viewport()
    for at in range(200):
        where = QPointF(20 + (at * 9) % (view.width() - 40), 90)
        yield lambda where=where: mouse(view, QEvent.Type.MouseMove, where)


def scrub(window: MainWindow) -> Iterator[Callable[[], object]]:
    """The playhead along the timeline's ruler, over the whole film."""
    lanes = window.findChild(Lanes)
    view = lanes.viewport()
    left, right = 120.0, view.width() - 10.0
    yield from drag(view, [QPointF(left + (right - left) * k / 240, 8) for k in range(240)])


def step(window: MainWindow) -> Iterator[Callable[[], object]]:
    """Frame by frame through shots, as the player plays."""
    film = window.film
    start = film.starts[film.board.shots[300].id]
    for frame in range(start, start + 400, 2):
        yield lambda frame=frame: film.seek(frame)


def boxes(window: MainWindow) -> Iterator[Callable[[], object]]:
    """A box pulled about on the stage."""
    film = window.film
    shot = next(shot for shot in film.board.shots[500:] if shot.layout.boxes)
    film.select(shot.id)
    film.show_view("stage")
    turns.settle(idle=0.3)
    subject = next(iter(shot.layout.boxes))
    film.pick(subject)
    turns.settle()
    canvas = window.findChild(Canvas)
    middle = canvas.sight.box(canvas.easel.boxes()[subject]).center()
    way = [middle + QPointF(0.5 * k, -0.2 * k) for k in range(150)]
    yield from drag(canvas, way)


def edit(window: MainWindow) -> Iterator[Callable[[], object]]:
    """Lengths, locks, splits, joins, moves, each of them a durable step of undo; undo, redo."""
    film, board = window.film, window.board
    film.show_view("board")
    turns.settle(idle=0.3)
    ids = list(film.shots)
    for at in range(40):
        shot = ids[400 + at]
        long = 40 + at
        yield lambda shot=shot: film.select(shot)
        yield lambda shot=shot, long=long: film.edit(
            "Change the length", lambda b: shots.set_length(b, shot, long)
        )
    for _ in range(8):
        yield board.shots.duplicate
        yield board.shots.lock
        yield lambda: board.shots.shift(1)
        yield board.shots.delete
        yield film.undo
        yield film.redo


def carry(window: MainWindow) -> Iterator[Callable[[], object]]:
    """A card lifted and carried down the board, which scrolls along; then laid down."""
    board = window.board
    film = window.film
    film.select(film.board.shots[10].id)
    turns.settle()
    start = board.place_of(film.shot_id).center()
    low = QPointF(start.x() + 40, board.viewport().height() - 6)
    way = [start + (low - start) * (k / 60) for k in range(61)] + [low] * 60
    yield from drag(board.viewport(), way)


WORK = {
    "scrolling the board": scroll,
    "selecting shots": select,
    "scrubbing panels": hover,
    "scrubbing the timeline": scrub,
    "playing frame by frame": step,
    "dragging a box on the stage": boxes,
    "editing shots": edit,
    "carrying a shot over the board": carry,
}


# Opening, memory, disk ---------------------------------------------------------------------------


def opened(path: Path) -> tuple[MainWindow, float, float]:
    """A window on the project; seconds until it is painted, and until every picture is there."""
    began = time.perf_counter()
    window = MainWindow(Film(Session.open(path)))
    window.resize(*SIZE)
    window.show()
    while turns.turn():
        if window.board.grid.columns and not window.visibleRegion().isEmpty():
            break
    window.repaint()
    shown = time.perf_counter() - began
    while not window.pictures.is_whole and time.perf_counter() - began < turns.REST:
        turns.turn()
    return window, shown, time.perf_counter() - began


def commit(folder: Path) -> float:
    """Milliseconds of a bare durable commit of 4 KB where the project lies."""
    db = sqlite3.connect(folder / "bare.db", isolation_level=None)
    db.execute("PRAGMA synchronous = EXTRA")
    db.execute("CREATE TABLE parts (body BLOB)")
    took = []
    for _ in range(40):
        began = time.perf_counter()
        db.execute("INSERT INTO parts VALUES (?)", [os.urandom(4096)])
        took.append(1000 * (time.perf_counter() - began))
    db.close()
    return sorted(took)[len(took) // 2]


def resident() -> float:
    """MB that this process holds now; nan where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return float("nan")
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


def steady(window: MainWindow) -> tuple[list[float], int, int]:
    """MB after each tenth of many switches and scrubs, timers and threads that came."""
    film = window.film
    ids = list(film.shots)
    timers, threads = len(window.findChildren(QTimer)), threading.active_count()
    held = []
    for tenth in range(10):
        for at in range(SWITCHES // 10):
            film.select(ids[(37 * (tenth * 50 + at)) % len(ids)])
            turns.turn()
        for at in range(SCRUBS // 10):
            film.seek((tenth * 1009 + 31 * at) % film.length)
            turns.turn()
        turns.settle()
        gc.collect()
        held.append(resident())
    more = len(window.findChildren(QTimer)) - timers
    return held, more, threading.active_count() - threads


# The table ---------------------------------------------------------------------------------------


def main() -> int:
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as home:
        for name in ("LONGTAKE_CONFIG", "LONGTAKE_DATA", "XDG_CONFIG_HOME", "XDG_DOCUMENTS_DIR"):
            os.environ[name] = home
        theme.apply(app)
        path = Path(home) / "long.longtake"
        Session.new(path, long_film.board()).close()
        load = ", ".join(f"{part:.1f}" for part in os.getloadavg())
        print(f"machine: {machine('cpu')}, Python {platform.python_version()}, load {load}")
        print(f"command: python -m tests.bench.window {' '.join(sys.argv[1:])}".rstrip())
        figures["ui.commit_ms"] = commit(Path(home))
        window, shown, whole = opened(path)
        figures |= {"ui.open_1000_s": shown, "ui.open_1000_pictures_s": whole}
        print(
            f"\n{len(window.film.shots)} shots in {len(window.film.board.scenes)} scenes: "
            f"open and painted in {shown:.2f} s, with all pictures in sight {whole:.2f} s"
        )
        print(f"a bare durable commit here: {figures['ui.commit_ms']:.1f} ms\n")
        print(
            f"  {'turns of':34} {'count':>6} {'50 %':>8} {'95 %':>8} {'99 %':>8} {'max':>8} >16 ms"
        )
        every, pace = turns.Turns("all of it"), turns.Pace()
        wanted = sys.argv[1:]
        for name, work in WORK.items():
            if wanted and not any(word in name for word in wanted):
                continue
            pace.look()
            row = turns.of(name, work(window))
            print(row.told(), flush=True)
            figures[f"ui.{name.split()[0]}_p95_ms"] = turns.share(row.took, 0.95)
            every.took += row.took
            every.worked += row.worked
        print(every.told())
        pace.look()
        print(f"  {pace.told()}")
        figures["ui.turn_p95_ms"] = turns.share(every.took, 0.95)
        figures["ui.turn_cpu_p95_ms"] = turns.share(every.worked, 0.95)
        if not wanted:
            held, timers, threads = steady(window)
            figures["ui.memory_grew_mb"] = held[-1] - held[4]  # in the second half
            print(f"\nMB after each tenth of {SWITCHES} switches and {SCRUBS:,} scrubs:")
            print("  " + "  ".join(f"{mb:.0f}" for mb in held))
            print(f"timers that came: {timers}, threads: {threads}")
        window.close()
    print(f"\nui.turn_p95_ms {figures['ui.turn_p95_ms']:.2f}")
    print(f"ui.turn_cpu_p95_ms {figures['ui.turn_cpu_p95_ms']:.2f}")
    print(f"ui.open_1000_s {figures['ui.open_1000_s']:.2f}")
    keep(figures)
    return 0


def keep(figures: dict[str, float]) -> None:
    """Add the figures to those of the films."""
    known = json.loads(OUT.read_text()) if OUT.is_file() else {}
    known |= {name: round(value, 3) for name, value in figures.items()}
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(known, indent=1) + "\n")
    print(f"written: {OUT}")


if __name__ == "__main__":
    sys.exit(main())
