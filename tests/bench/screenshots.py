"""Pictures of every view at two sizes, to be looked at: ``python -m tests.bench.screenshots``.

With ``--final`` some shots are rendered by the network first, which takes minutes; without it they
are painted. With ``--readme`` the two for the README are written, too.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget

import assets
from storyboard.board import Board
from storyboard.edits import shots
from studio import plan, settings
from studio.session import Session
from ui import theme
from ui.film import Film
from ui.first import FirstPage
from ui.window import MainWindow

OUT, README = Path("build/screenshots"), Path("assets/screenshots")
SIZES = ((1440, 900), (2560, 1440))
SMALLEST = (1100, 700)
PAGES = ("general", "models", "machines", "files", "keys", "about")
TITLE = "The Balloon That Went to Sea"
LIMIT = 900  # seconds that the renders may take
MOST = 500_000  # bytes of a picture in the README


@dataclass
class Scene:
    """One view: how the window is brought there and back."""

    name: str
    go: Callable[[], object]
    back: Callable[[], object] = list
    dialog: Callable[[], QDialog | None] = lambda: None


def main() -> int:
    """Every view, each at each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--final", action="store_true", help="render with the network")
    parser.add_argument("--readme", action="store_true", help="write the README's two, too")
    wish = parser.parse_args()
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        for name in ("LONGTAKE_CONFIG", "LONGTAKE_DATA", "XDG_CONFIG_HOME", "XDG_DOCUMENTS_DIR"):
            os.environ[name] = home
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, home)
        theme.apply(app)
        first = FirstPage()
        for size in SIZES:
            _shoot(app, first, "first-start", size)
        first.close()
        _empty(app, Path(home))
        _film(app, Path(home), wish.final, wish.readme)
        _again(app, Path(home))
    return 0


def _empty(app: QApplication, home: Path) -> None:
    """A film without a script."""
    window = MainWindow(Film(Session.new(home / "empty.longtake", Board(title="Untitled"))))
    for size in SIZES:
        _shoot(app, window, "empty", size)
    window.film.show_view("stage")
    _shoot(app, window, "empty-stage", SIZES[0])
    window.close()


def _again(app: QApplication, home: Path) -> None:
    """The first page of another day: films that were left, and one that never was."""
    never = home / "The Lighthouse.longtake"
    Session.new(never, Board(title="The Lighthouse")).close()
    films = [str(home / name) for name in ("sample.longtake", "empty.longtake", never.name)]
    settings.save(settings.Settings(recent=tuple(films)))
    first = FirstPage()
    for size in (*SIZES, SMALLEST):
        _shoot(app, first, "first-again", size)
    first.close()


def _film(app: QApplication, home: Path, final: bool, readme: bool) -> None:
    text = assets.path("scripts/sample.fountain").read_text("utf-8")
    session = Session.new(home / "sample.longtake", plan.by_rules(text, TITLE))
    window = MainWindow(Film(session))
    film = window.film
    window.resize(*SIZES[0])
    window.show()
    beach = [shot.id for shot in film.board.scenes[1].shots]
    street = [shot.id for shot in film.board.scenes[0].shots]
    length = film.shots[beach[0]].length
    film.edit("Longer", lambda board: shots.set_length(board, beach[0], length + 12))
    film.render(beach[:1], "layout")  # a first take, to be compared with
    _wait(app, film)
    film.undo()
    film.render(beach[: 1 if final else 2], "layout")
    _wait(app, film)
    if final:
        film.render(beach[:1], "final")
        film.render(street, "keyframes")
    else:
        film.render(street, "layout")
    _wait(app, film)
    film.select(beach[0])
    film.seek(film.frame + 30)
    plan.set_script(session, text.replace("big whale swims", "great whale glides"))
    for scene in _scenes(window, beach, street):
        scene.go()
        for size in SIZES:
            _shoot(app, window, scene.name, size, scene.dialog())
            window.card.place()
        scene.back()
    if readme:
        README.mkdir(parents=True, exist_ok=True)
        for name in ("board", "stage"):
            _small(OUT / f"{name}-1440x900.png", README / f"{name}.png")
    window.close()


def _scenes(window: MainWindow, beach: list[str], street: list[str]) -> list[Scene]:
    film = window.film

    def stage() -> None:
        film.show_view("stage")
        film.pick(next(iter(window.stage.easel.boxes()), ""))

    def trouble() -> None:
        for sentence in (
            "The sound Sea.wav cannot be read. Choose another file.",
            "The stage ended twice at 2A. Finished frames are kept; try again.",
            "The drive of the film has 212 MB left. Free some space, then go on.",
        ):
            window.trouble.say(sentence, "Try again", list)

    def compare() -> None:
        film.select(beach[0])
        takes = film.shots[beach[0]].takes
        if len(takes) > 1:
            window.open_compare(takes[0], takes[-1])

    return [
        Scene("board", lambda: film.show_view("board")),
        Scene("stage", stage),
        Scene("cast", lambda: window.show_side("cast")),
        Scene("places", lambda: window.show_side("places")),
        Scene("compare", compare, window.compare.leave),
        Scene("board-again", lambda: film.show_view("board")),
        Scene("render", window.open_render, window.card.hide),
        _queue(window, street),
        Scene(
            "export",
            window.open_export,
            lambda: window.dialog.reject() if window.dialog else None,
            lambda: window.dialog,
        ),
        *(_preferences(window, page) for page in PAGES),
        Scene("error", trouble, lambda: window.trouble.say("")),
    ]


def _queue(window: MainWindow, street: list[str]) -> Scene:
    """The line of orders, held."""
    film = window.film

    def fill() -> None:
        film.pause()
        film.render(street[:1], "final")
        film.render(film.shots, "final")
        film.pause()
        window.open_queue()

    def clear() -> None:
        window.queue.hide()
        for order in film.session.queue.orders():
            film.cancel(order)

    return Scene("queue", fill, clear)


def _preferences(window: MainWindow, page: str) -> Scene:
    return Scene(
        f"preferences-{page}",
        lambda: window.open_preferences(page),
        lambda: window.preferences.reject() if window.preferences else None,
        lambda: window.preferences,
    )


def _wait(app: QApplication, film: Film) -> None:
    until = time.monotonic() + LIMIT
    while film.session.queue.orders() and time.monotonic() < until:
        app.processEvents()
        time.sleep(0.005)


def _shoot(
    app: QApplication,
    window: QWidget,
    name: str,
    size: tuple[int, int],
    dialog: QDialog | None = None,
) -> None:
    """The window as it is; a dialog stands over its middle."""
    window.resize(*size)
    window.show()
    for _ in range(400):  # small pictures come one at a time
        app.processEvents()
    picture: QPixmap = window.grab()
    if dialog is not None:
        over = dialog.grab()
        at = QPoint((size[0] - dialog.width()) // 2, (size[1] - dialog.height()) // 2)
        painter = QPainter(picture)
        painter.fillRect(picture.rect(), theme.colour("black", 110))
        painter.drawPixmap(at, over)
        painter.end()
    file = OUT / f"{name}-{size[0]}x{size[1]}.png"
    picture.save(str(file))
    print(file, flush=True)


def _small(source: Path, to: Path) -> None:
    """A picture for the README, in as many colours as fit its size."""
    image = QImage(str(source))
    image.save(str(to), quality=0)  # quality 0: the smallest file
    if to.stat().st_size > MOST:
        flags = Qt.ImageConversionFlag.DiffuseDither
        image.convertToFormat(QImage.Format.Format_Indexed8, flags).save(str(to), quality=0)
    print(to, to.stat().st_size, flush=True)


if __name__ == "__main__":
    sys.exit(main())
