"""Where panels lie on the board: scene by scene in rows; only boxes that are asked for are made."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from storyboard.board import Board, Scene, Shot

EDGE, GAP, HEAD, TOP, FOOT = 16, 12, 36, 6, 4
LEAST, MOST, SHARE = 170.0, 320.0, 0.228  # width of a panel at zoom 1, as a share of the room
NARROW = 150  # panels below this have no words but number and length
WORDS, NUMBER = 92, 32  # height of a panel below its picture, with words and without


@dataclass(frozen=True, slots=True)
class Band:
    """A scene on the board: its heading and rows of panels, or only the heading when folded."""

    scene: Scene
    top: float
    folded: bool


@dataclass(frozen=True, slots=True)
class Slot:
    """Where dragged shots would land: before a shot of a scene, or at its end; ``line`` shows it.

    Between two rows a slot lies at two places; the line is where the pointer is nearer.
    """

    scene: str
    before: str
    line: QRectF


class Grid:
    """The board's geometry for a width in pixels; boxes are in board coordinates."""

    def __init__(
        self, board: Board, room: float, zoom: float = 1.0, folded: Collection[str] = ()
    ) -> None:
        self.room = max(60.0, room - 2 * EDGE)
        wish = min(MOST, max(LEAST, SHARE * self.room)) * zoom
        self.columns = max(1, int((self.room + GAP) / (wish + GAP)))
        self.wide = float(int((self.room - GAP * (self.columns - 1)) / self.columns))
        self.picture = float(round(self.wide / board.aspect))
        self.words = float(WORDS if self.wide >= NARROW else NUMBER)
        self.high = self.picture + self.words
        self.bands: list[Band] = []
        self._at: dict[str, tuple[int, int]] = {}  # shot -> its band, its place in that
        y = float(TOP)
        for number, scene in enumerate(board.scenes):
            is_folded = scene.id in folded
            self.bands.append(Band(scene, y, is_folded))
            for at, shot in enumerate(scene.shots):
                self._at[shot.id] = number, at
            rows = 0 if is_folded else -(-len(scene.shots) // self.columns)
            y += HEAD + rows * (self.high + GAP) + FOOT
        self.height = y + EDGE
        self._tops = [band.top for band in self.bands]

    def head(self, scene: str) -> QRectF:
        """A scene's heading; null when there is no such scene."""
        for band in self.bands:
            if band.scene.id == scene:
                return self.head_of(band)
        return QRectF()

    def head_of(self, band: Band) -> QRectF:
        return QRectF(EDGE, band.top, self.room, HEAD)

    def box(self, shot: str) -> QRectF:
        """A panel; null when there is no such shot, or it is folded away."""
        number, at = self._at.get(shot, (-1, 0))
        if number < 0 or self.bands[number].folded:
            return QRectF()
        return self._box(self.bands[number], at)

    def scene_of(self, shot: str) -> Scene | None:
        number, _ = self._at.get(shot, (-1, 0))
        return self.bands[number].scene if number >= 0 else None

    def _box(self, band: Band, at: int) -> QRectF:
        row, column = divmod(at, self.columns)
        x = EDGE + column * (self.wide + GAP)
        y = band.top + HEAD + row * (self.high + GAP)
        return QRectF(x, round(y), self.wide, self.high)

    # What is in sight ----------------------------------------------------------------------------

    def bands_in(self, top: float, bottom: float) -> Iterator[Band]:
        """Scenes that touch this stretch of the board."""
        for number in range(max(0, bisect_right(self._tops, top) - 1), len(self.bands)):
            if self.bands[number].top > bottom:
                return
            yield self.bands[number]

    def panels_in(self, area: QRectF) -> Iterator[tuple[Shot, QRectF]]:
        """Panels that touch an area of the board, in film order."""
        for band in self.bands_in(area.top(), area.bottom()):
            if band.folded:
                continue
            into = area.top() - band.top - HEAD
            first = max(0, int(into // (self.high + GAP))) * self.columns
            for at in range(first, len(band.scene.shots)):
                box = self._box(band, at)
                if box.top() > area.bottom():
                    break
                if box.intersects(area):
                    yield band.scene.shots[at], box

    # What lies somewhere -------------------------------------------------------------------------

    def band_at(self, y: float) -> Band | None:
        place = bisect_right(self._tops, y) - 1
        return self.bands[max(0, place)] if self.bands else None

    def head_at(self, spot: QPointF) -> Band | None:
        """The scene whose heading lies here."""
        band = self.band_at(spot.y())
        return band if band and self.head_of(band).contains(spot) else None

    def shot_at(self, spot: QPointF) -> str:
        """The shot whose panel lies here; empty between panels."""
        found = self.panels_in(QRectF(spot.x(), spot.y(), 1, 1))
        return next((shot.id for shot, box in found if box.contains(spot)), "")

    def slot(self, spot: QPointF) -> Slot | None:
        """Where shots dropped here would land."""
        band = self.band_at(spot.y())
        if band is None:
            return None
        scene, shots = band.scene, band.scene.shots
        if band.folded or not shots:
            box = self.head_of(band)
            return Slot(scene.id, "", QRectF(box.x(), box.bottom() - 4, box.width(), 3))
        row = int((spot.y() - band.top - HEAD) // (self.high + GAP))
        row = min(max(0, row), (len(shots) - 1) // self.columns)
        column = int((spot.x() - EDGE + (self.wide + GAP) / 2) // (self.wide + GAP))
        column = min(max(0, column), self.columns)
        at = min(row * self.columns + column, len(shots))
        if at == row * self.columns + self.columns or at == len(shots):
            box = self._box(band, at - 1)
            x = box.right() + GAP / 2
        else:
            box = self._box(band, at)
            x = box.left() - GAP / 2
        before = shots[at].id if at < len(shots) else ""
        return Slot(scene.id, before, QRectF(x - 1.5, box.top(), 3, box.height()))

    def beside(self, shot: str, rows: int) -> str:
        """The shot above (-1) or below (1) in the same column, across scenes; itself at an end."""
        number, at = self._at.get(shot, (-1, 0))
        if number < 0:
            return shot
        column = at % self.columns
        row = at // self.columns + rows
        shots = self.bands[number].scene.shots
        if 0 <= row <= (len(shots) - 1) // self.columns:
            return shots[min(row * self.columns + column, len(shots) - 1)].id
        number += rows
        while 0 <= number < len(self.bands):
            band = self.bands[number]
            if band.scene.shots and not band.folded:
                shots = band.scene.shots
                last = (len(shots) - 1) // self.columns * self.columns
                start = 0 if rows > 0 else last
                return shots[min(start + column, len(shots) - 1)].id
            number += rows
        return shot
