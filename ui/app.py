"""The program with a window: ``longtake-app [FILM or SCRIPT]``."""

from __future__ import annotations

import argparse
import logging
import logging.handlers
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import PySide6
from PySide6.QtCore import QByteArray, QEvent, QObject, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QMessageBox

from studio import scripts, settings
from studio.errors import StudioError
from studio.lock import ProjectInUse
from studio.project import SUFFIX
from studio.session import Session
from ui import theme
from ui.commands import Commands
from ui.film import Film
from ui.first import FirstPage, film_of_script
from ui.preferences import Preferences
from ui.pulls import Pulls
from ui.window import MainWindow
from ui.workspace import STORE

SIZE = (1440, 900)
LOG = "window.log"  # in the data folder
LOG_BYTES = 1 << 20


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window and stay until it is closed."""
    parser = argparse.ArgumentParser(prog="longtake-app", description="Films from scripts.")
    parser.add_argument("project", nargs="?", type=Path, help=f"a film (*{SUFFIX}) or a script")
    given = parser.parse_args(arguments)
    if unfit := unfitting(PySide6.__version__, sys.version_info[:2]):
        print(f"longtake-app: {unfit}", file=sys.stderr)
        return 1
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("Longtake")
    try:
        theme.apply(app)
    except StudioError as fault:
        print(f"longtake-app: {fault}", file=sys.stderr)
        return 1
    _write_log()
    house = House()
    sys.excepthook = house.mistake
    house.show(given.project)
    return app.exec()


def unfitting(qt: str, python: tuple[int, int]) -> str:
    """Why this Qt cannot be used with this Python, as a sentence; empty when it can."""
    if qt == "6.12.0" and python < (3, 12):
        return (
            "PySide6 6.12.0 ends Python before 3.12 without a word. "
            "Install PySide6 6.11, or Python 3.12."
        )
    return ""


class House(QObject):
    """Which window stands: the first page, or one film."""

    def __init__(self) -> None:
        super().__init__()
        self.window: QMainWindow | None = None
        self.page: FirstPage | None = None
        self._box: QMessageBox | None = None

    def show(self, path: Path | None) -> None:
        """The film at ``path``; without one, or when it will not open, the first page."""
        if path is None:
            self.first()
        else:
            self.open(path)

    def first(self, said: str = "") -> None:
        """The first page, with a sentence when something would not open."""
        window = QMainWindow()
        window.setWindowTitle("Longtake")
        self.page = FirstPage()
        self.page.opened.connect(self.open)
        self.page.models_asked.connect(lambda: _show_models(window))
        window.setCentralWidget(self.page)
        self._stand(window)
        self.page.update()  # the film that was left has its poster now
        self.page.cards[2].setFocus()  # Enter tries the sample
        self.page.banner.say(said)

    def open(self, path: Path) -> None:
        """Open a film, or make one of a script. Its faults are said where the person is."""
        standing = self.window if isinstance(self.window, MainWindow) else None
        if standing and standing.is_closed:
            standing = None
        if standing and path.exists() and path.samefile(standing.film.session.path):
            standing.trouble.say(f"{path.stem} is the film that you are working on.")
            return
        try:
            if path.suffix != SUFFIX:
                path = film_of_script(scripts.read(path), path.stem, path.parent)
            session = self._session(path)
        except StudioError as fault:
            if standing:
                standing.trouble.say(str(fault))
            elif self.page is None:
                self.first(str(fault))
            else:
                self.page.banner.say(str(fault))
            return
        _remember(path)
        window = MainWindow(Film(session))
        window.left.connect(self.first)
        window.wanted.connect(self.open)
        self.page = None
        self._stand(window)

    def _session(self, path: Path) -> Session:
        try:
            return Session.open(path)
        except ProjectInUse as fault:
            session = Session.open(path, read_only=True)
            session.notices.append(str(fault))
            return session

    def _stand(self, window: QMainWindow) -> None:
        before, self.window = self.window, window
        if before is not None:
            window.setGeometry(before.geometry())
        else:
            window.resize(*SIZE)
            _place(window)
        window.installEventFilter(self)
        window.show()
        if before is not None:
            before.close()
            before.deleteLater()
        window.activateWindow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Close and isinstance(watched, QMainWindow):
            QSettings(*STORE).setValue("window/geometry", watched.saveGeometry())
        return False

    def mistake(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """A fault of the program: said once, with its words for a developer; the film is safe."""
        if issubclass(kind, KeyboardInterrupt):
            QTimer.singleShot(0, QApplication.quit)
            return
        words = "".join(traceback.format_exception(kind, error, trace))
        logging.getLogger("longtake").error("a fault of the program\n%s", words)
        if self._box is not None:
            return  # one at a time; all of them are in the log
        box = self._box = QMessageBox(self.window)
        box.setWindowTitle("Longtake made a mistake")
        box.setText(
            f"{kind.__name__}: {error}\n\nEvery edit before this one is kept. "
            f"What a developer needs can be copied; it is in {LOG} too."
        )
        copy = box.addButton("Copy and close", QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Close)
        copy.clicked.connect(lambda: QApplication.clipboard().setText(words))
        box.finished.connect(self._read)
        box.open()

    def _read(self) -> None:
        if self._box is not None:
            self._box.deleteLater()
        self._box = None


def _show_models(window: QMainWindow) -> None:
    """The models that can be fetched, over the first page."""
    asked = Preferences(Commands(window, lambda said: None), None, Pulls(window), window)
    asked.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    asked.show_page("models")
    asked.open()


def _place(window: QMainWindow) -> None:
    """Where the window was the last time; never larger than the screen."""
    kept = QSettings(*STORE).value("window/geometry")
    if isinstance(kept, QByteArray):
        window.restoreGeometry(kept)
    screen = window.screen().availableSize()
    window.resize(window.size().boundedTo(screen))


def _write_log() -> None:
    """What goes wrong is written to a file, too; a folder that cannot be written stops nobody."""
    folder = settings.data_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = logging.handlers.RotatingFileHandler(
            folder / LOG, maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8"
        )
    except OSError as error:
        print(f"longtake-app: no log can be kept in {folder}: {error}", file=sys.stderr)
        return
    file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logging.getLogger("longtake").addHandler(file)


def _remember(path: Path) -> None:
    """Keep the film among the recent ones; settings that will not be written stop nobody."""
    try:
        settings.save(settings.with_recent(settings.load(), path))
    except StudioError as fault:
        logging.getLogger("longtake").warning("%s", fault)


if __name__ == "__main__":
    sys.exit(main())
