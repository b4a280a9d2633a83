"""The sounds on the timeline: waves, how loud they are, how they fade."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from storyboard.board import Sound
from storyboard.edits.sounds import LOUDEST, QUIETEST
from studio.sounds import PEAKS
from ui import strokes, theme
from ui.film import Film
from ui.ruler import LABELS, Scale
from ui.tracks import Tracks
from ui.waves import Waves

EVERY = 3.0  # pixels between two bars of a wave
EDGE = 4.0  # pixels above and below a wave
SOFT = 0.7  # exponent that lets quiet passages be seen
GRIP = 7.0  # side of the handle of a fade


@dataclass(frozen=True)
class Clip:
    """A sound where it lies in the film: frames ``start`` to ``end``, half-open."""

    sound: Sound
    start: int

    @property
    def end(self) -> int:
        return self.start + self.sound.length


class SoundLane:
    """Paints the sounds, and says where they are."""

    def __init__(self, film: Film, waves: Waves, scale: Scale) -> None:
        self.film, self.waves, self.scale = film, waves, scale
        self._loud: dict[str, np.ndarray] = {}
        self.renew()

    def renew(self) -> None:
        """The board is another."""
        starts, row = self.film.starts, self.film.board.sounds
        self.clips = [Clip(sound, starts.get(sound.shot, 0) + sound.start) for sound in row]
        self.clips.sort(key=lambda clip: (clip.sound.track, clip.start))
        self.count = 1 + max((clip.sound.track for clip in self.clips), default=-1)

    def clip(self, id: str) -> Clip | None:
        return next((clip for clip in self.clips if clip.sound.id == id), None)

    def box(self, clip: Clip, tracks: Tracks) -> QRectF:
        y, high = tracks.track(clip.sound.track)
        left = self.scale.x(clip.start)
        return QRectF(left, y, max(2.0, clip.sound.length * self.scale.pixels), high)

    def gain_y(self, box: QRectF, gain: float) -> float:
        """How high the line of a gain lies: 0 dB two thirds up, silence at the foot."""
        return box.bottom() - 2 - (box.height() - 4) * share(gain)

    def gain_at(self, box: QRectF, y: float) -> float:
        """The gain whose line lies at a height."""
        return gain((box.bottom() - 2 - y) / (box.height() - 4))

    # Painting ------------------------------------------------------------------------------------

    def paint(
        self, painter: QPainter, area: QRectF, tracks: Tracks, picked: str, over: str = ""
    ) -> None:
        """The sounds that lie in ``area``."""
        for clip in self.clips:
            box = self.box(clip, tracks)
            if box.right() >= area.x() and box.x() <= area.right() and box.bottom() >= area.y():
                self._clip(painter, area, clip, box, clip.sound.id == picked)

    def _clip(self, painter: QPainter, area: QRectF, clip: Clip, box: QRectF, lit: bool) -> None:
        sound = clip.sound
        path = strokes.rounded(box, 3)
        painter.fillPath(path, theme.colour("sel" if lit else "bg2"))
        self._wave(painter, area, clip, box)
        self._fades(painter, clip, box)
        y = self.gain_y(box, sound.gain)
        if not sound.muted and (lit or sound.gain):
            painter.fillRect(
                QRectF(box.x() + 1, y - 0.5, box.width() - 2, 1),
                theme.colour("t2" if lit else "t4"),
            )
        self._name(painter, clip, box)
        if lit:
            painter.setPen(QPen(theme.colour("acc"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
            self.paint_grips(painter, clip, box)

    def _name(self, painter: QPainter, clip: Clip, box: QRectF) -> None:
        font, sound = theme.font(10, 500), clip.sound
        left = max(box.x(), LABELS) + 5
        said = sound.name or "Sound"
        if sound.muted:
            said = f"{said}, muted"
        elif sound.gain:
            said = f"{said}  {decibels(sound.gain)}"
        room = min(box.right() - left - 5, strokes.width(font, said) + 9)
        if room < 18:
            return
        plate = QRectF(left, box.y() + 3, room, 14)
        painter.fillPath(strokes.rounded(plate, 3), theme.colour("plate", 190))
        ink = "t3" if sound.muted else "t2"
        strokes.words(painter, plate.adjusted(4, 0, -3, 0), said, font, ink)

    def _wave(self, painter: QPainter, area: QRectF, clip: Clip, box: QRectF) -> None:
        row = self.waves.peaks(clip.sound.file)
        if row is None:
            return
        left = max(box.x() + 2, area.x() - EVERY, LABELS - EVERY)
        left = box.x() + 2 + EVERY * max(0, int((left - box.x() - 2) // EVERY))
        right = min(box.right() - 2, area.right() + EVERY)
        if right <= left:
            return
        xs = np.arange(left, right, EVERY)
        heights = self._heights(clip, row, xs) ** SOFT * (box.height() / 2 - EDGE)
        heights = np.clip(heights, 0.5, box.height() / 2 - 1)
        middle = box.center().y()
        ink = theme.colour("wave", 110 if clip.sound.muted else 255)
        painter.setPen(QPen(ink, 1.5))
        painter.drawLines(
            [QLineF(x, middle - h, x, middle + h) for x, h in zip(xs.tolist(), heights.tolist())]
        )

    def _heights(self, clip: Clip, row: np.ndarray, xs: np.ndarray) -> np.ndarray:
        """How loud the sound is at these pixels, 0..1 and above, as it is heard."""
        sound, rate = clip.sound, self.film.board.rate
        frames = (xs - self.scale.x(0)) / self.scale.pixels
        into = frames - clip.start
        wide = EVERY / self.scale.pixels
        first = np.clip((into + sound.skip) * PEAKS / rate, 0, len(row))
        last = np.clip((into + wide + sound.skip) * PEAKS / rate, 0, len(row))
        starts = first.astype(int)
        ends = np.maximum(starts + 1, last.astype(int))
        loud = self._loudness(sound.file, row)
        if len(starts) and (ends - starts).max() > 1:
            edges = np.stack([starts, np.minimum(ends, len(loud) - 1)], 1).ravel()
            found = np.maximum.reduceat(loud, np.minimum(edges, len(loud) - 1))[::2]
        else:
            found = loud[np.minimum(starts, len(loud) - 1)]
        if sound.gain > QUIETEST:
            found = found * 10 ** (sound.gain / 20)
        else:
            found = found * 0
        if sound.fade_in:
            found = found * np.clip(into / sound.fade_in, 0, 1)
        if sound.fade_out:
            found = found * np.clip((sound.length - into) / sound.fade_out, 0, 1)
        return np.maximum(np.asarray(found), 0.0)

    def _loudness(self, file: str, row: np.ndarray) -> np.ndarray:
        """The greatest of every 1/50 s, 0..1, with silence at the end."""
        found = self._loud.get(file)
        if found is None or len(found) != len(row) + 1:
            found = np.append(np.abs(row).max(1) if len(row) else np.zeros(0), 0.0)
            self._loud[file] = found
        return found

    def _fades(self, painter: QPainter, clip: Clip, box: QRectF) -> None:
        sound = clip.sound
        for frames, x, way in ((sound.fade_in, box.x(), 1), (sound.fade_out, box.right(), -1)):
            if not frames:
                continue
            end = x + way * frames * self.scale.pixels
            shade = QPolygonF(
                [QPointF(x, box.y()), QPointF(end, box.y()), QPointF(x, box.bottom())]
            )
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("track", 190))
            painter.drawPolygon(shade)
            painter.setPen(QPen(theme.colour("t2"), 1))
            painter.drawLine(QPointF(x, box.bottom()), QPointF(end, box.y()))

    def paint_grips(self, painter: QPainter, clip: Clip, box: QRectF) -> None:
        """The handles of its fades."""
        painter.setPen(QPen(theme.colour("bg0"), 1))
        painter.setBrush(theme.colour("white"))
        for grip in self.grips(clip, box):
            painter.drawRect(grip)

    def grips(self, clip: Clip, box: QRectF) -> tuple[QRectF, QRectF]:
        """The handles of the fades, in and out."""
        rise = box.x() + clip.sound.fade_in * self.scale.pixels
        fall = box.right() - clip.sound.fade_out * self.scale.pixels
        return (
            QRectF(max(box.x(), rise - GRIP / 2), box.y(), GRIP, GRIP),
            QRectF(min(box.right(), fall + GRIP / 2) - GRIP, box.y(), GRIP, GRIP),
        )


def share(gain: float) -> float:
    """Where on its clip a gain's line lies, 0 the foot and 1 the top; even steps near 0 dB."""
    if gain >= 0:
        return 2 / 3 + gain / LOUDEST / 3
    return float(2 / 3 * (1 - gain / QUIETEST) ** 2)


def gain(share: float) -> float:
    """And the other way round, in halves of a decibel."""
    share = min(1.0, max(0.0, share))
    found = (
        (share - 2 / 3) * 3 * LOUDEST if share >= 2 / 3 else QUIETEST * (1 - (1.5 * share) ** 0.5)
    )
    return float(round(2 * found) / 2)


def decibels(gain: float) -> str:
    """A gain in words."""
    if gain <= QUIETEST:
        return "silent"
    return f"{gain:+.1f} dB".replace("-", "\N{MINUS SIGN}") if gain else "0 dB"
