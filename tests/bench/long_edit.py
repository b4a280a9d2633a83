"""Words written into scene 2 of a long script: what an edit costs, and what it plans again.

``python -m tests.bench.long_edit [PAGES]`` types into the window's script, rests, and lets what
changed be planned again by rules. It prints the turns of the window's loop and the bytes that an
edit adds to the film; figures go to ``build/bench/long_edit.json``. Milliseconds of the processor
are those in which this process had it, so that other work beside it does not count.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from storyboard.board import Board
from studio import plan
from studio.session import Session
from tests.bench import turns
from tests.bench.long_film import script
from tests.bench.long_plan import SHOTS_A_SCENE
from ui import theme
from ui.film import Film
from ui.window import MainWindow

OUT = Path("build/bench/long_edit.json")
WORDS = (" now", " then", " soon", " again")
REST = 1.2  # seconds after which a pause in typing is over


def opened(film: Film) -> MainWindow:
    window = MainWindow(film)
    window.resize(1440, 900)
    window.show()
    editor = window.script.editor
    cursor = editor.textCursor()
    shot = film.board.scenes[1].shots[3]
    assert shot.stretch
    cursor.setPosition(shot.stretch.end - 1)
    editor.setTextCursor(cursor)
    editor.setFocus()
    turns.settle(idle=0.5)
    return window


def typing(window: MainWindow, words: str) -> Iterator[Callable[[], object]]:
    for letter in words:
        yield partial(QTest.keyClicks, window.script.editor, letter)


def others(old: Board, new: Board) -> list[str]:
    """The scenes whose shots were planned otherwise."""
    told = [
        {scene.id: [(s.id, s.action, s.layout, s.camera) for s in scene.shots] for scene in scenes}
        for scenes in (old.scenes, new.scenes)
    ]
    return [id for id in told[1] if told[0].get(id) != told[1][id]]


def measured(folder: Path, pages: int) -> dict[str, float]:
    path = folder / "film.longtake"
    Session.new(path, plan.by_rules(script(pages, SHOTS_A_SCENE))).close()
    film = Film(Session.open(path))
    window = opened(film)
    size = path.stat().st_size
    rows = []
    print(turns.HEAD)
    for words in WORDS:
        row = turns.of(f"typing{words}", typing(window, words))
        turns.settle(row, idle=REST)
        print(row.told(), flush=True)
        rows.append(max(row.worked))
    grown = (path.stat().st_size - size) / len(WORDS)
    before = film.board
    QTest.mouseClick(window.script.stale.button, Qt.MouseButton.LeftButton)
    row = turns.Turns("planning what changed")
    turns.settle(row, idle=1.0)
    print(row.told())
    again = others(before, film.board)
    print(f"  {len(film.shots)} shots; an edit adds {grown / 1e3:.0f} kB; planned again: {again}")
    window.close()
    return {
        "pages": pages,
        "shots": len(before.shots),
        "taken_in_ms": sorted(rows)[len(rows) // 2],
        "edit_kb": grown / 1e3,
        "plan_again_ms": max(row.worked),
        "scenes_planned": len(again),
    }


def main() -> None:
    app = QApplication([])
    theme.apply(app)
    with tempfile.TemporaryDirectory() as folder:
        found = measured(Path(folder), int(sys.argv[1]) if len(sys.argv) > 1 else 120)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(found, indent=1), "utf-8")


if __name__ == "__main__":
    main()
