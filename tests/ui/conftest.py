"""A window on a film of its own, closed again after each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

import assets
from storyboard.board import Board
from studio import plan
from studio.session import Session
from tests.ui import reels
from ui import theme
from ui.board import BoardView
from ui.film import Film
from ui.inspector import Inspector
from ui.pictures import Pictures
from ui.stage import StageView
from ui.timeline import Timeline
from ui.window import MainWindow


@pytest.fixture(scope="session")
def themed(qapp: QApplication) -> QApplication:
    """The application as it looks."""
    theme.apply(qapp)
    return qapp


@pytest.fixture(autouse=True)
def a_desk_of_its_own(
    themed: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Folders for films and for where panes were parted."""
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path / "documents"))
    QSettings.setPath(
        QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(tmp_path / "panes")
    )


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample film, planned once for all tests; they work on copies."""
    text = assets.path("scripts/short.fountain").read_text("utf-8")
    path = tmp_path_factory.mktemp("sample") / "film.longtake"
    Session.new(path, plan.by_rules(text, "Short")).close()
    return path


@pytest.fixture
def project(sample: Path, tmp_path: Path) -> Path:
    """The sample film, planned."""
    return Path(shutil.copy(sample, tmp_path / "film.longtake"))


@pytest.fixture
def window(qtbot, project: Path) -> Iterator[MainWindow]:  # type: ignore[no-untyped-def]
    """The main window, shown."""
    found = opened(qtbot, project)
    yield found
    found.close()


def opened(qtbot, project: Path) -> MainWindow:  # type: ignore[no-untyped-def]
    """A window on a project, as large as a laptop's screen."""
    found = MainWindow(Film(Session.open(project)))
    qtbot.addWidget(found)
    found.resize(1440, 900)
    found.show()
    qtbot.waitExposed(found)
    return found


@pytest.fixture
def stage(qtbot, project: Path) -> Iterator[StageView]:  # type: ignore[no-untyped-def]
    """The stage alone, on the third shot of the sample film, Pip picked, at its first moment."""
    film = Film(Session.open(project))
    film.select(film.board.shots[2].id)
    found = StageView(film, Pictures(film))
    qtbot.addWidget(found)
    found.resize(912, 660)
    found.show()
    qtbot.waitExposed(found)
    found.canvas.setFocus()
    film.pick("pip")
    yield found
    found.close()
    film.close()


@pytest.fixture
def film(project: Path) -> Iterator[Film]:
    """The sample film, open without a window."""
    with reels.opened(project) as found:
        yield found


@pytest.fixture
def inspector(qtbot, film: Film) -> Inspector:  # type: ignore[no-untyped-def]
    """The inspector alone, on a shot with two or more subjects and no lines."""
    found = Inspector(film, Pictures(film))
    qtbot.addWidget(found)
    found.resize(264, 900)
    found.show()
    qtbot.waitExposed(found)
    film.select(reels.peopled(film))
    return found


@pytest.fixture
def timeline(qtbot, project: Path) -> Iterator[Timeline]:  # type: ignore[no-untyped-def]
    """The timeline of the sample film, alone."""
    film = Film(Session.open(project))
    found = Timeline(film, Pictures(film))
    qtbot.addWidget(found)
    found.resize(1100, 272)
    found.show()
    qtbot.waitExposed(found)
    yield found
    found.hide()
    film.close()


@pytest.fixture(scope="session")
def long_board() -> Board:
    """The longer sample, planned: seven subjects, four places."""
    return plan.by_rules(assets.path("scripts/sample.fountain").read_text("utf-8"), "Sample")


@pytest.fixture
def sample_film(long_board: Board, tmp_path: Path) -> Iterator[Film]:
    """The longer sample, open without a window."""
    found = Film(Session.new(tmp_path / "film.longtake", long_board))
    yield found
    found.close()


@pytest.fixture
def board(qtbot, sample_film: Film) -> Iterator[BoardView]:  # type: ignore[no-untyped-def]
    """The board of the longer sample: 17 shots in 4 scenes."""
    found = BoardView(sample_film, Pictures(sample_film))
    qtbot.addWidget(found)
    found.resize(860, 560)
    found.show()
    qtbot.waitExposed(found)
    found.setFocus()
    yield found
    found.close()
