"""What every pane paints the same way: words, badges, chips, level glyphs and cells."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from ui import theme

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter
LEVELS = ("Layout", "Animatic", "Keyframes", "Final")  # by what there is of a shot
STEPS = (0, 1, 2, 3)  # how many steps of the glyph each fills
HIGH = 18  # of badges and chips


def width(font: QFont, words: str) -> float:
    return QFontMetricsF(font).horizontalAdvance(words)


def words(
    painter: QPainter,
    box: QRectF,
    said: str,
    font: QFont,
    ink: str | QColor = "t1",
    align: Qt.AlignmentFlag = LEFT,
    elide: bool = True,
) -> None:
    """One line of words in a box, shortened when they do not fit."""
    painter.setFont(font)
    painter.setPen(theme.colour(ink) if isinstance(ink, str) else ink)
    if elide:
        said = QFontMetricsF(font).elidedText(said, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, int(align), said)


def paragraph(
    painter: QPainter, box: QRectF, said: str, font: QFont, ink: str, line: float, lines: int
) -> None:
    """Words in at most so many lines; the last one is shortened."""
    metrics = QFontMetricsF(font)
    left = said.split()
    for at in range(lines):
        row = ""
        while left and (not row or metrics.horizontalAdvance(f"{row} {left[0]}") <= box.width()):
            row = f"{row} {left.pop(0)}".strip()
        if at == lines - 1 and left:
            row = f"{row} {' '.join(left)}"
        place = QRectF(box.x(), box.y() + at * line, box.width(), line)
        words(painter, place, row, font, ink)


def rounded(box: QRectF, radius: float) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(box, radius, radius)
    return path


def icon(
    painter: QPainter, name: str, x: float, y: float, token: str = "t2", size: int = 16
) -> None:
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(QPointF(x, y), theme.picture(name, token, size, ratio))


def glyph(painter: QPainter, x: float, y: float, steps: int, lit: str = "t1") -> None:
    """The three steps of the levels, filled from the left; 11 x 9."""
    for at, high in enumerate((3.6, 6.3, 9.0)):
        ink = theme.colour(lit) if at < steps else theme.colour("white", 60)
        painter.fillRect(QRectF(x + 4 * at, y + 9 - high, 3, high), ink)


def badge(painter: QPainter, right: float, top: float, level: int, percent: int = -1) -> None:
    """A level on its dark plate; with ``percent`` it is running."""
    font = theme.font(10, 500)
    said = LEVELS[level] + (f" {percent} %" if percent >= 0 else "")
    wide = width(font, said) + 27
    box = QRectF(right - wide, top, wide, HIGH)
    painter.fillPath(rounded(box, 4), theme.colour("plate", 205))
    glyph(painter, box.x() + 6, box.y() + 4.5, STEPS[level], "acc" if percent >= 0 else "t1")
    words(painter, box.adjusted(21, 0, 0, 0), said, font, elide=False)


def chip(painter: QPainter, x: float, y: float, said: str, ink: str, picture: str = "") -> None:
    """A short notice on a dark plate."""
    font = theme.font(10, 500)
    room = 15 if picture else 0
    box = QRectF(x, y, width(font, said) + 12 + room, HIGH)
    painter.fillPath(rounded(box, 4), theme.colour("plate", 215))
    if picture:
        icon(painter, picture, x + 5, y + 3, ink, 12)
    words(painter, box.adjusted(6 + room, 0, 0, 0), said, font, ink, elide=False)


def cell(
    painter: QPainter, box: QRectF, level: int, running: bool = False, stale: bool = False
) -> None:
    """One window of the finest level: filled from below as levels finish."""
    painter.fillRect(box, theme.colour("cell"))
    high = box.height()
    if level == 0:
        painter.fillRect(QRectF(box.x(), box.bottom() - 1, box.width(), 1), theme.colour("t4"))
    else:
        fill = theme.colour(f"l{level}", 95 if stale else 255)
        done = high * level / 3
        painter.fillRect(QRectF(box.x(), box.bottom() - done, box.width(), done), fill)
    if running:
        painter.fillRect(box, theme.colour("acc", 70))
        painter.fillRect(QRectF(box.x(), box.center().y(), box.width(), 2), theme.colour("white"))
        painter.setPen(QPen(theme.colour("acc"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
    if stale:
        hatching(painter, box.adjusted(0, 0, 0, -high / 3))


def hatching(painter: QPainter, box: QRectF) -> None:
    """Amber stripes: something here no longer agrees with the script."""
    painter.save()
    painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
    painter.setPen(QPen(theme.colour("warn", 210), 1.1))
    x = box.x() - box.height() - box.x() % 5
    while x < box.right():
        painter.drawLine(QPointF(x, box.bottom()), QPointF(x + box.height(), box.y()))
        x += 5
    painter.restore()
