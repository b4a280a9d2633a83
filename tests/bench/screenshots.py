"""Pictures of the window at two sizes, to be looked at: ``python -m tests.bench.screenshots``."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

from PySide6.QtWidgets import QApplication, QWidget

import assets
from studio import plan
from studio.session import Session
from ui import theme
from ui.film import Film
from ui.first import FirstPage
from ui.window import MainWindow

OUT = Path("build/screenshots")
SIZES = ((1440, 900), (2560, 1440))


def main() -> int:
    """First page, board, a rendered scene and the render card, each at each size."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        for name in ("LONGTAKE_CONFIG", "LONGTAKE_DATA", "XDG_CONFIG_HOME", "XDG_DOCUMENTS_DIR"):
            os.environ[name] = home
        theme.apply(app)
        first = FirstPage()
        for size in SIZES:
            _shoot(app, first, "first-start", size)
        first.close()
        text = assets.path("scripts/sample.fountain").read_text("utf-8")
        board = plan.by_rules(text, "The Balloon That Went to Sea")
        session = Session.new(Path(home) / "sample.longtake", board)
        window = MainWindow(Film(session))
        film = window.film
        scene = board.scenes[1]
        film.render([shot.id for shot in scene.shots], "layout")
        window.resize(*SIZES[0])
        window.show()
        until = time.monotonic() + 90
        while film.session.queue.orders() and time.monotonic() < until:
            app.processEvents()
            time.sleep(0.005)
        film.select(scene.shots[1].id)
        film.seek(film.frame + 30)
        plan.set_script(film.session, text.replace("big whale swims", "great whale glides"))
        for size in SIZES:
            _shoot(app, window, "board", size)
        window.resize(*SIZES[0])
        window.open_render()
        _shoot(app, window, "render", SIZES[0])
        window.close()
    return 0


def _shoot(app: QApplication, window: QWidget, name: str, size: tuple[int, int]) -> None:
    window.resize(*size)
    window.show()
    for _ in range(400):  # small pictures come one at a time
        app.processEvents()
    file = OUT / f"{name}-{size[0]}x{size[1]}.png"
    window.grab().save(str(file))
    print(file)


if __name__ == "__main__":
    sys.exit(main())
