"""Cells of a shot as they are painted: one for every window of its finest level."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from studio.cells import FINAL, Cell, fill
from ui import theme
from ui.pictures import ON

LEAST = 3.0  # pixels; below it a shot is one bar
HIGH = 12
NAMES = ("animatic", "keyframe", "in-between", "final")


def paint(painter: QPainter, row: QRectF, cells: Sequence[Cell], frame: float) -> None:
    """The cells of a shot in a row as wide as the shot; ``frame`` is a frame's width."""
    if not cells:
        painter.fillRect(row, theme.colour("cell"))
        return
    if row.width() / len(cells) < LEAST:
        bar(painter, row, cells)
        return
    for cell in cells:
        x = row.x() + cell.start * ON * frame
        end = min(row.right(), row.x() + cell.end * ON * frame)
        box = QRectF(x, row.y(), max(1.5, end - x - 1), row.height())
        paint_cell(painter, box, cell)


def is_plain(cells: Sequence[Cell]) -> bool:
    """Whether there is nothing but a layout, and nothing to say about it."""
    for cell in cells:
        if cell.level or cell.failed or cell.stale or cell.running is not None:
            return False
    return True


def bar(painter: QPainter, box: QRectF, cells: Sequence[Cell]) -> None:
    """All cells as one: their mean fill, and the worst that there is in them."""
    share = fill(cells)
    failed, stale = any(cell.failed for cell in cells), any(cell.stale for cell in cells)
    running = [cell.running for cell in cells if cell.running is not None]
    painter.fillRect(box, theme.colour("cell"))
    high = max(1.0, box.height() * share)
    level = max((cell.level for cell in cells), default=0)
    ink = theme.colour(f"l{level}" if level else "t4", 95 if stale and level else 255)
    painter.fillRect(QRectF(box.x(), box.bottom() - high, box.width(), high), ink)
    if stale:
        _hatch(painter, box.adjusted(0, 0, 0, -box.height() / 3))
    if running:
        painter.fillRect(box, theme.colour("acc", 110))
        painter.fillRect(QRectF(box.x(), box.y(), box.width(), 2), theme.colour("acc"))
    if any(cell.wrong for cell in cells):
        _warn(painter, box)
    if failed:
        painter.fillRect(QRectF(box.x(), box.y(), box.width(), 3), theme.colour("err"))


def paint_cell(painter: QPainter, box: QRectF, cell: Cell) -> None:
    """One window: filled from below as levels finish."""
    painter.fillRect(box, theme.colour("cell"))
    high = box.height()
    if cell.level == 0:
        painter.fillRect(QRectF(box.x(), box.bottom() - 1, box.width(), 1), theme.colour("t4"))
    else:
        done = high * cell.level / FINAL
        ink = theme.colour(f"l{cell.level}", 95 if cell.stale and cell.level > 1 else 255)
        painter.fillRect(QRectF(box.x(), box.bottom() - done, box.width(), done), ink)
    if cell.stale:
        _hatch(painter, box.adjusted(0, 0, 0, -high / 3))
    if cell.running is not None:
        _run(painter, box, cell.running)
    if cell.wrong:
        _warn(painter, box)
    if cell.failed:
        painter.fillRect(QRectF(box.x(), box.y(), box.width(), 3), theme.colour("err"))


def _warn(painter: QPainter, box: QRectF) -> None:
    """An amber line under what somebody should look at, dark above it to stand out on any fill."""
    below = QRectF(box.x(), box.bottom() - 3, box.width(), 3)
    painter.fillRect(below.adjusted(0, -1, 0, 0), theme.colour("cell"))
    painter.fillRect(below, theme.colour("warn"))


def _run(painter: QPainter, box: QRectF, share: float) -> None:
    """Accent that rises with the steps under a white edge."""
    painter.fillRect(box, theme.colour("acc", 70))
    level = box.bottom() - box.height() * share
    painter.fillRect(QRectF(box.x(), level, box.width(), box.bottom() - level), theme.colour("acc"))
    edge = min(box.bottom() - 2, max(box.y(), level - 1))
    painter.fillRect(QRectF(box.x(), edge, box.width(), 2), theme.colour("white"))
    painter.setPen(QPen(theme.colour("acc"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))


def _hatch(painter: QPainter, box: QRectF) -> None:
    """Amber stripes: this shows what is asked no more."""
    tile = _stripes(painter.device().devicePixelRatioF())
    painter.drawTiledPixmap(box, tile, QPointF(box.x() % 5, 0))


@lru_cache(8)
def _stripes(ratio: float) -> QPixmap:
    wide, high = round(5 * ratio), round(10 * ratio)
    tile = QPixmap(wide, high)
    tile.setDevicePixelRatio(ratio)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("warn", 215), 1.15))
    for x in (-10, -5, 0, 5):
        painter.drawLine(QPointF(x - 1, 11), QPointF(x + 11, -1))
    painter.end()
    return tile


def said(cells: Sequence[Cell]) -> str:
    """What there is of a shot, in words."""
    if not cells:
        return ""
    parts = []
    for level in (3, 2, 1):
        count = sum(cell.level == level for cell in cells)
        if count:
            parts.append(f"{count} of {len(cells)} windows {NAMES[level]}")
    parts = parts or ["animatic"]
    for name, shown in (("running", "running"), ("failed", "failed"), ("stale", "out of date")):
        count = sum(getattr(cell, name) not in (None, False) for cell in cells)
        if count:
            parts.append(f"{count} {shown}")
    return ", ".join(parts)


def wrong(cells: Sequence[Cell], tick: float) -> str:
    """What a look found in the cell at a tick, else how many cells it found something in."""
    here = next((cell for cell in cells if cell.start <= tick < cell.end and cell.wrong), None)
    if here is not None:
        return f"{here.wrong} Right click: add a keyframe here."
    count = sum(bool(cell.wrong) for cell in cells)
    if not count:
        return ""
    return f"{count} window{'s'[: count != 1]} to look at: the amber line"
