"""Films and takes for tests of panes: takes of plain colours, as a render would publish them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QWidget

from engine.schedule import ON
from storyboard.board import Board, Line
from storyboard.edits import shots
from studio import wishes
from studio.session import Session
from studio.takes import Take
from ui.film import Film

LEFT = Qt.MouseButton.LeftButton
BY = {"family": "papercut", "fingerprint": "8ac1e09f2b77", "steps": 4}


@contextmanager
def opened(project: Path) -> Iterator[Film]:
    """A film that is open, and closed again."""
    film = Film(Session.open(project))
    yield film
    film.close()


def peopled(film: Film) -> str:
    """A shot with two or more subjects and no lines."""
    return next(
        shot.id for shot in film.board.shots if len(shot.subjects) > 1 and not shot.dialogue
    )


def choose(box: QComboBox, value: object) -> None:
    """Take an option of a choice, as the list does."""
    at = box.findData(value)
    assert at >= 0
    box.setCurrentIndex(at)
    box.activated.emit(at)


def picture(colour: str) -> bytes:
    """A small PNG of one colour."""
    image = QImage(64, 36, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def publish(film: Film, colours: tuple[str, ...], level: int = 9, shot: str = "") -> Take:
    """A take of the current shot, or another: its ticks in these colours, as they come round."""
    id = shot or film.shot_id
    board = film.board
    every = range(0, board.shot(id).length, ON if level > 1 else 16 * ON)
    frames = {
        frame // ON: film.session.bin.put_bytes(picture(colours[at % len(colours)]), ".png")
        for at, frame in enumerate(every)
    }
    slate = {
        **BY, "seed": board.seed, "seconds": 12.5, "subjects": list(board.shot(id).subjects),
        "pinned": sorted(wishes.pins(board.shot(id))),
        "shape": film.session.takes.digest(board, id),
        "shot_key": wishes.shot_key(board, id, **BY),  # type: ignore[arg-type]
    }  # fmt: skip
    return film.session.add_take(id, level, frames, slate)


def long_shot(film: Film, length: int = 96) -> None:
    """The current shot at this length."""
    id = film.shot_id
    film.edit("Longer", lambda board: shots.set_length(board, id, length))


def click(widget: QWidget, x: float | None = None, y: float | None = None) -> None:
    """A click into the middle of a widget, or at a place of it."""
    middle = widget.rect().center()
    where = middle if x is None or y is None else type(middle)(round(x), round(y))
    QTest.mouseClick(widget, LEFT, Qt.KeyboardModifier.NoModifier, where)


def type_over(field: QWidget, words: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
    """Replace what a field says, and leave it by a key."""
    field.setFocus()
    field.selectAll()  # type: ignore[attr-defined]
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClicks(field, words)
    QTest.keyClick(field, key)


def with_lines(board: Board, shot: str, *texts: str) -> Board:
    """The shot with these lines, spoken by who is in it."""

    speaker = board.shot(shot).subjects[0]
    return shots.set_shot(board, shot, dialogue=tuple(Line(speaker, text) for text in texts))
