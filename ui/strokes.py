"""What every pane paints the same way: words, badges, chips, level glyphs and cells."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QApplication, QStyle

from ui import theme

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter
LEVELS = ("Animatic", "Animatic", "Keyframe", "Final")  # by what there is of a shot
STEPS = {"Animatic": 0, "Keyframe": 1, "In-between": 2, "Final": 3}  # steps of the glyph
HIGH = 18  # of badges and chips
FADE = 150  # milliseconds in which a new picture replaces the old one
KEPT = 8192  # measured words

_measured: dict[tuple[str, str], float] = {}
_elided: dict[tuple[str, str, float], str] = {}


def width(font: QFont, words: str) -> float:
    key = (font.key(), words)
    found = _measured.get(key)
    if found is None:
        if len(_measured) >= KEPT:
            _measured.clear()
        found = _measured[key] = QFontMetricsF(font).horizontalAdvance(words)
    return found


def elided(font: QFont, said: str, room: float) -> str:
    """The words, shortened at their end until they fit."""
    key = (font.key(), said, room)
    found = _elided.get(key)
    if found is None:
        if len(_elided) >= KEPT:
            _elided.clear()
        end = Qt.TextElideMode.ElideRight
        found = _elided[key] = QFontMetricsF(font).elidedText(said, end, room)
    return found


def moves() -> bool:
    """Whether things may move: not where the system asks for reduced motion."""
    style = QApplication.style()
    return style.styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0


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
        said = elided(font, said, box.width())
    painter.drawText(box, int(align), said)


def paragraph(
    painter: QPainter, box: QRectF, said: str, font: QFont, ink: str, line: float, lines: int
) -> QPointF:
    """Words in at most so many lines; the last one is shortened. Gives where they end."""
    end = box.topLeft()
    for at, row in enumerate(broken(font, said, box.width(), lines)):
        place = QRectF(box.x(), box.y() + at * line, box.width(), line)
        words(painter, place, row, font, ink, elide=False)
        end = QPointF(box.x() + width(font, row), place.y())
    return end


def broken(font: QFont, said: str, room: float, lines: int) -> list[str]:
    """Words as at most so many lines, the last one shortened."""
    metrics, left, found = QFontMetricsF(font), said.split(), []
    for at in range(lines):
        row = ""
        while left and (not row or metrics.horizontalAdvance(f"{row} {left[0]}") <= room):
            row = f"{row} {left.pop(0)}".strip()
        if at == lines - 1 and left:
            row = f"{row} {' '.join(left)}"
        if row:
            found.append(metrics.elidedText(row, Qt.TextElideMode.ElideRight, room))
    return found


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


def badge(
    painter: QPainter,
    right: float,
    top: float,
    level: int,
    percent: int = -1,
    said: str = "",
    words: bool = True,
) -> None:
    """A level on its dark plate; with ``percent`` it is running, towards the level ``said``."""
    ratio = painter.device().devicePixelRatioF()
    found = _badge(said or LEVELS[level], percent, words, ratio)
    painter.drawPixmap(QPointF(round(right - found.width() / ratio), top), found)


@lru_cache(512)
def _badge(name: str, percent: int, worded: bool, ratio: float) -> QPixmap:
    font = theme.font(10, 500)
    said = name + (f" {percent} %" if percent >= 0 else "")
    wide = width(font, said) + 27 if worded else 23.0
    found, painter = _plate(wide, 205, ratio)
    glyph(painter, 6, 4.5, STEPS[name], "acc" if percent >= 0 else "t1")
    if worded:
        words(painter, QRectF(21, 0, wide, HIGH), said, font, elide=False)
    painter.end()
    return found


def chip(painter: QPainter, x: float, y: float, said: str, ink: str, picture: str = "") -> None:
    """A short notice on a dark plate."""
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(QPointF(x, y), _chip(said, ink, picture, ratio))


def chip_width(said: str, picture: str = "") -> float:
    return width(theme.font(10, 500), said) + 12 + (15 if picture else 0)


@lru_cache(512)
def _chip(said: str, ink: str, picture: str, ratio: float) -> QPixmap:
    wide = chip_width(said, picture)
    found, painter = _plate(wide, 215, ratio)
    if picture:
        painter.drawPixmap(QPointF(5, 3), theme.picture(picture, ink, 12, ratio))
    box = QRectF(21 if picture else 6, 0, wide, HIGH)
    words(painter, box, said, theme.font(10, 500), ink, elide=False)
    painter.end()
    return found


def _plate(wide: float, alpha: int, ratio: float) -> tuple[QPixmap, QPainter]:
    """A dark plate to write on."""
    found = QPixmap(round(wide * ratio), round(HIGH * ratio))
    found.setDevicePixelRatio(ratio)
    found.fill(Qt.GlobalColor.transparent)
    painter = QPainter(found)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(rounded(QRectF(0, 0, wide, HIGH), 4), theme.colour("plate", alpha))
    return found, painter


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
