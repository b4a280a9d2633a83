"""What tests of the timeline share: a hand on its lanes, a sound laid under the film."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from studio import sounds as files
from ui.sound_lane import Clip
from ui.timeline import Timeline

LEFT, NO = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def tone(folder: Path, seconds: float = 2.0) -> Path:
    """A WAV file."""
    file = folder / "Sea.wav"
    row = np.sin(np.arange(int(48000 * seconds)) / 20)
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(48000)
        out.writeframes((row * 20000).astype("<i2").tobytes())
    return file


def lay(timeline: Timeline, folder: Path, frame: int = 48) -> str:
    """A sound under the film, two seconds long; its id."""
    return files.import_sound(timeline.film.session, tone(folder), frame)


def drag(timeline: Timeline, start: QPoint, end: QPoint, keys: Qt.KeyboardModifier = NO) -> None:
    """Press, go there in four steps, let go."""
    view = timeline.lanes.viewport()
    QTest.mousePress(view, LEFT, keys, start)
    for step in (1, 2, 3, 4):
        move(timeline, start + (end - start) * step / 4, keys)
    QTest.mouseRelease(view, LEFT, keys, end)


def move(timeline: Timeline, to: QPoint, keys: Qt.KeyboardModifier = NO) -> None:
    """The pointer moves with the button down."""
    view = timeline.lanes.viewport()
    spot = QPointF(to)
    event = QMouseEvent(
        QMouseEvent.Type.MouseMove,
        spot,
        view.mapToGlobal(spot),
        Qt.MouseButton.NoButton,
        LEFT,
        keys,
    )
    QApplication.sendEvent(view, event)


def click(timeline: Timeline, spot: QPoint, keys: Qt.KeyboardModifier = NO) -> None:
    QTest.mouseClick(timeline.lanes.viewport(), LEFT, keys, spot)


def on_shot(timeline: Timeline, at: int, share: float = 0.5, y: int = 40) -> QPoint:
    """A pixel of the shot with this place in the film."""
    box = timeline.lanes.shots.box(at, timeline.lanes.tracks)
    return QPoint(round(box.x() + share * box.width()), y)


def edge(timeline: Timeline, at: int, inside: int) -> QPoint:
    """So many pixels from the end of a shot, below the square of its join."""
    box = timeline.lanes.shots.box(at, timeline.lanes.tracks)
    return QPoint(round(box.right()) + inside, round(box.bottom() - 6))


def ruler(timeline: Timeline, frame: float) -> QPoint:
    return QPoint(round(timeline.lanes.x_of(frame)), 4)


def sound_spot(timeline: Timeline, id: str, frame: float, share: float = 0.5) -> QPoint:
    """A pixel of a sound, ``frame`` frames after its start."""
    clip = lying(timeline, id)
    box = timeline.lanes.sounds.box(clip, timeline.lanes.tracks)
    x = timeline.lanes.x_of(clip.start + frame)
    return QPoint(round(x), round(box.y() + share * box.height()))


def frames(timeline: Timeline, count: int) -> int:
    """So many frames as pixels."""
    return round(count * timeline.lanes.scale.pixels)


def why_not(timeline: Timeline, name: str) -> str:
    """Why an act cannot be done now; empty if it can."""
    act = timeline.act(name)
    return act.why_not() if act.why_not else ""


def write(timeline: Timeline, words: str) -> None:
    """Into the field that is open in place."""
    field = timeline.lanes.viewport().findChild(QLineEdit)
    assert field is not None
    field.selectAll()
    QTest.keyClicks(field, words)
    QTest.keyClick(field, Qt.Key.Key_Return)


def lying(timeline: Timeline, id: str) -> Clip:
    found = timeline.lanes.sounds.clip(id)
    assert found is not None
    return found
