"""Paper painted by Qt: the display list of a frame as an image, in colour or as a grey draft.

Light comes from the upper left, as in the engine's painter; shadows here are a few translucent
copies instead of a blur, which at the size of a window looks the same and costs a tenth.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QImage,
    QPainter,
    QPainterPath,
    QPolygonF,
    QRadialGradient,
    QTransform,
)

from storyboard.affine import Affine, mul
from storyboard.drawing import DisplayList, Group, Piece
from storyboard.light import Colour, Rows
from ui import joints
from ui.prints import PRINTS, Print

SOFT = ((0.45, 0.5), (0.8, 0.95), (1.15, 1.45))  # a group's shadow, % of the height per lift
EDGE = (0.16, 0.30)  # and a piece's own
LEVEL = (0.30, 0.59, 0.11)  # how bright red, green and blue are
DRAFT = 0.16  # how much of its colour a draft keeps
KEPT = 1 << 14  # shapes
BAND = 1 << 20  # pixels of a covering picture painted between two chances to stop
STEP = 12  # pieces painted between two chances to stop

_shapes: dict[Hashable, QPolygonF] = {}


def paint(drawing: DisplayList, size: QSize, grey: bool = False) -> QImage:
    """The frame at this size in pixels; ``grey`` for a draft that must look like one."""
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(_ink(drawing.ground or (0, 0, 0), grey))
    painter = QPainter(image)
    to_pixels = (size.width() / (100 * drawing.aspect), 0.0, 0.0, 0.0, size.height() / 100, 0.0)
    for _ in steps(painter, drawing, drawing.groups, to_pixels, grey):
        pass
    painter.end()
    return image


def steps(
    painter: QPainter, drawing: DisplayList, groups: Iterable[Group], view: Affine, grey: bool
) -> Iterator[None]:
    """Paint these groups of a frame a little at a time; ``view`` maps screen units to pixels.

    Between two steps the window may do something else, so that a rich place never holds it up.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    shade = _ink(drawing.shadow, grey)
    for group in groups:
        yield from _group(painter, group, view, shade, drawing.ink, grey)


def ground(drawing: DisplayList, grey: bool = False) -> QColor:
    """The paper under everything."""
    return _ink(drawing.ground or (0, 0, 0), grey)


def extent(piece: Piece, view: Affine) -> QRectF:
    """What a piece covers on the screen, without its shadow."""
    return _transform(view).mapRect(_shape(piece).boundingRect())


def _group(
    painter: QPainter, group: Group, view: Affine, shade: QColor, ink: float, grey: bool
) -> Iterator[None]:
    painter.save()
    try:
        own = None
        if group.picture:
            rows = _drafted(group.picture.rows) if grey else group.picture.rows
            own = yield from PRINTS.ready(group.picture, math.sqrt(view[0] * view[4]), rows)
        if own:
            yield from _print(painter, group, own, view, shade, ink)
        else:
            yield from _pieces(painter, group, view, shade, ink, grey)
    finally:  # also when the caller stops for good
        painter.restore()
    yield


def _pieces(
    painter: QPainter, group: Group, view: Affine, shade: QColor, ink: float, grey: bool
) -> Iterator[None]:
    painter.setOpacity(group.fade)
    if group.crop:
        painter.setTransform(_transform(mul(view, group.map)))
        left, right = group.crop
        painter.setClipRect(QRectF(left, -1000, right - left, 3000))
    seen = QRectF(0, 0, painter.device().width(), painter.device().height())
    placed = []
    for piece, map in group.drawn():
        transform = _transform(mul(view, map))
        if transform.mapRect(_shape(piece).boundingRect()).intersects(seen):
            placed.append((piece, transform))
    unit = view[4]
    if group.lift > 0:
        yield from _cast(painter, placed, group.lift * unit, shade, ink)
    edge = QColor(shade)
    edge.setAlphaF(min(1.0, 0.6 * ink))
    for at, (piece, transform) in enumerate(placed):
        if at % STEP == STEP - 1:
            yield
        if piece.glow:
            _shine(painter, piece, transform, grey)
            continue
        if not piece.flat:
            painter.setBrush(edge)
            painter.setTransform(
                transform * QTransform.fromTranslate(EDGE[0] * unit, EDGE[1] * unit)
            )
            painter.drawPolygon(_shape(piece))
        tint = _ink(piece.colour, grey)
        tint.setAlphaF(piece.alpha)
        painter.setBrush(tint)
        painter.setTransform(transform)
        painter.drawPolygon(_shape(piece))


def _print(
    painter: QPainter, group: Group, own: Print, view: Affine, shade: QColor, ink: float
) -> Iterator[None]:
    """A person's own picture and its shadow, or a covering one with what goes on beside it."""
    assert group.picture
    if group.picture.parts:
        yield from _bent(painter, group, own, view, shade, ink)
        return
    lies = _transform(mul(view, group.picture.map(own.wide, own.high)))
    seen = QRectF(0, 0, painter.device().width(), painter.device().height())
    square = QRectF(0, 0, 1, 1)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setOpacity(group.fade)
    if group.picture.covers:
        yield from _cover(painter, own, lies)
        return
    unit = view[4]
    reach = group.lift * unit
    if not lies.mapRect(square).adjusted(-reach, -reach, 2 * reach, 2 * reach).intersects(seen):
        return
    shadow = PRINTS.shadow(own, shade)
    for strength, side, down in _casts(group, unit, ink):
        painter.setOpacity(group.fade * min(1.0, strength))
        painter.setTransform(lies * QTransform.fromTranslate(side, down))
        painter.drawImage(square, shadow)
        yield
    painter.setOpacity(group.fade)
    painter.setTransform(lies)
    painter.drawImage(square, own.image)


def _casts(group: Group, unit: float, ink: float) -> tuple[tuple[float, float, float], ...]:
    """How strong and how far off the copies are that make a picture's shadow."""
    reach = group.lift * unit
    soft = [(ink / len(SOFT), reach * side, reach * down) for side, down in SOFT]
    return (*soft, (0.6 * ink, EDGE[0] * unit, EDGE[1] * unit))


def _bent(
    painter: QPainter, group: Group, own: Print, view: Affine, shade: QColor, ink: float
) -> Iterator[None]:
    """A drawing whose parts turn, and its shadow."""
    assert group.picture
    unit = view[4]
    device = painter.device()
    reach = math.ceil(2 * group.lift * unit)
    seen = QRect(0, 0, device.width(), device.height()).adjusted(-reach, -reach, 0, 0)
    room = joints.extent(group.picture, view).toAlignedRect().adjusted(-1, -1, 1, 1) & seen
    if room.isEmpty():
        return
    image = yield from joints.laid(group.picture, own, view, room)
    shadow = image.copy()
    inking = QPainter(shadow)
    inking.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    inking.fillRect(shadow.rect(), shade)
    inking.end()
    painter.resetTransform()
    for strength, side, down in _casts(group, unit, ink):
        painter.setOpacity(group.fade * min(1.0, strength))
        painter.drawImage(QPointF(room.x() + side, room.y() + down), shadow)
        yield
    painter.setOpacity(group.fade)
    painter.drawImage(QPointF(room.topLeft()), image)


def _cover(painter: QPainter, own: Print, lies: QTransform) -> Iterator[None]:
    """A picture over everything, in bands, and its mirror images beside it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # no seams
    wide, high = painter.device().width(), painter.device().height()
    lines = max(1, BAND // wide)
    for top in range(0, high, lines):
        band = QRectF(0, top, wide, min(lines, high - top))
        painter.save()
        painter.resetTransform()
        painter.setClipRect(band, Qt.ClipOperation.IntersectClip)
        there = lies.inverted()[0].mapRect(band)
        for x in range(math.floor(there.left()), math.ceil(there.right())):
            for y in range(math.floor(there.top()), math.ceil(there.bottom())):
                turn = QTransform(
                    -1 if x % 2 else 1, 0, 0, -1 if y % 2 else 1, x + x % 2, y + y % 2
                )
                painter.setTransform(turn * lies)
                painter.drawImage(QRectF(0, 0, 1, 1), own.image)
        painter.restore()
        yield


def _cast(
    painter: QPainter,
    placed: list[tuple[Piece, QTransform]],
    reach: float,
    shade: QColor,
    ink: float,
) -> Iterator[None]:
    """One shadow for the whole group, softened by three copies."""
    outline = QPainterPath()
    outline.setFillRule(Qt.FillRule.WindingFill)
    for piece, transform in placed:
        if not piece.flat and not piece.glow:
            polygon = transform.map(_shape(piece))
            # all the same way round, or holes open where pieces overlap
            outline.addPolygon(_clockwise(polygon) if transform.determinant() < 0 else polygon)
            outline.closeSubpath()
    soft = QColor(shade)
    soft.setAlphaF(min(1.0, ink / len(SOFT)))
    painter.setBrush(soft)
    for side, down in SOFT:
        painter.setTransform(QTransform.fromTranslate(side * reach, down * reach))
        painter.drawPath(outline)
        yield


def _clockwise(polygon: QPolygonF) -> QPolygonF:
    return QPolygonF(list(reversed(polygon.toList())))


def _shine(painter: QPainter, piece: Piece, transform: QTransform, grey: bool) -> None:
    """Light: bright in the middle of its shape, nothing at the edge."""
    box = _shape(piece).boundingRect()
    middle, radius = box.center(), max(box.width(), box.height()) / 2
    gradient = QRadialGradient(middle, radius)
    bright = _ink(piece.colour, grey)
    bright.setAlphaF(min(1.0, piece.glow))
    gradient.setColorAt(0.0, bright)
    bright.setAlphaF(0.0)
    gradient.setColorAt(1.0, bright)
    painter.setBrush(QBrush(gradient))
    painter.setTransform(transform)
    painter.drawEllipse(middle, box.width() / 2, box.height() / 2)


def _shape(piece: Piece) -> QPolygonF:
    found = _shapes.get(piece.key)
    if found is None:
        if len(_shapes) >= KEPT:
            _shapes.clear()
        points = [QPointF(x, y) for x, y in piece.polygon]
        area = sum(a.x() * b.y() - b.x() * a.y() for a, b in zip(points, points[1:] + points[:1]))
        found = _shapes[piece.key] = QPolygonF(points if area >= 0 else points[::-1])
    return found


def _transform(map: Affine) -> QTransform:
    a, b, c, d, e, f = map
    return QTransform(a, d, b, e, c, f)


def _drafted(rows: Rows) -> Rows:
    """The light of a draft: what ``_ink`` does to one colour."""
    level = [0.62 * sum(w * row[i] for w, row in zip(LEVEL, rows, strict=True)) for i in range(4)]
    level[3] += 0.13
    lit = [[d + DRAFT * (part - d) for d, part in zip(level, row, strict=True)] for row in rows]
    return tuple((red, green, blue, one) for red, green, blue, one in lit)


def _ink(colour: Colour, grey: bool) -> QColor:
    red, green, blue = (min(1.0, max(0.0, part)) for part in colour)
    if grey:
        light = 0.13 + 0.62 * (LEVEL[0] * red + LEVEL[1] * green + LEVEL[2] * blue)
        red, green, blue = (light + DRAFT * (part - light) for part in (red, green, blue))
    return QColor.fromRgbF(red, green, blue)
