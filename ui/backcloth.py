"""The backcloth: the whole stage painted from the board, a little in every turn.

Place and figures are kept apart, so that a dragged figure moves at once without painting anything
again, and a playhead that moves over a still place paints only the figures.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from time import perf_counter

from PySide6.QtCore import QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter

from storyboard import animatic, staging
from storyboard.affine import Affine
from storyboard.board import FRAME, Board, Box
from storyboard.cue import FrameCue, SubjectCue
from storyboard.drawing import DisplayList, Group
from ui import paper, theme
from ui.sight import Sight

BUDGET = 0.003  # seconds of a turn
ROOM = 0.06  # of the frame's height, round a figure: its shadow, and what it waves
DIM = 158  # of 255: 62 %, outside the camera

Way = Iterator[None]


@dataclass
class Cloth:
    """A painted part of the stage. ``part`` is where on the stage it lies.

    ``dim`` is the same as it looks outside the camera: to darken it anew for every picture would
    cost more than all the rest.
    """

    key: Hashable = None
    image: QImage = field(default_factory=QImage)
    dim: QImage = field(default_factory=QImage)
    part: Box = FRAME
    held: Box | None = None  # the box of the figure when it was painted


class Backcloth(QObject):
    """``came`` tells that something is painted better than before."""

    came = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.behind, self.front = Cloth(), Cloth()
        self.figures: dict[str, Cloth] = {}
        self.order: tuple[str, ...] = ()  # subjects back to front
        self._wanted: Hashable = None
        self._around: Hashable = None  # place and light
        self._asked: tuple[Board, str, int, Sight, QSize, float] | None = None
        self._work: Way | None = None
        self._firm: Hashable = None  # what the work in hand may not outlive
        self._worker = QTimer(self)
        self._worker.setInterval(0)
        self._worker.timeout.connect(self._turn)

    def ask(
        self, board: Board, shot: str, frame: int, sight: Sight, size: QSize, ratio: float
    ) -> None:
        """What should be there: this frame, seen so, on a canvas of this size."""
        scene = board.scene_of(shot)
        around = scene.place, scene.daytime, scene.weather, board.aspect
        look = board.shot(shot), board.places, board.cast, around
        firm = (shot, sight, size.toTuple(), ratio, look)
        wanted = (firm, frame)
        if wanted == self._wanted:
            return
        if around != self._around:  # the old place would be a wrong picture, not an older one
            self.behind, self.front, self._around = Cloth(), Cloth(), around
            self.figures.clear()
        self._wanted, self._asked = wanted, (board, shot, frame, sight, size, ratio)
        if firm != self._firm:  # else let the work come to its end: the picture goes on meanwhile
            self._work, self._firm = None, firm
        self._worker.start()

    def rest(self) -> None:
        """Stop painting; nobody looks."""
        self._worker.stop()

    @property
    def is_whole(self) -> bool:
        """Whether everything asked for is painted."""
        return self._asked is None and self._work is None

    def _turn(self) -> None:
        end = perf_counter() + BUDGET
        while perf_counter() < end:
            if self._work is None:
                if self._asked is None:
                    self._worker.stop()
                    return
                self._work, self._asked = self._paint(*self._asked), None
            try:
                next(self._work)
            except StopIteration:
                self._work = None

    def _paint(
        self, board: Board, shot: str, frame: int, sight: Sight, size: QSize, ratio: float
    ) -> Way:
        cue = staging.cue(board, shot, frame)
        yield
        part = _seen(sight, QRectF(0, 0, size.width(), size.height()))
        beside = max(cue.camera.x0 - part.x0, part.x1 - cue.camera.x1) / cue.camera.width
        drawing = animatic.display(cue, max(0.0, beside))
        yield
        figures = [at for at, group in enumerate(drawing.groups) if group.subject]
        first = figures[0] if figures else len(drawing.groups)
        after = figures[-1] + 1 if figures else first
        self.order = tuple(subject.id for subject in cue.subjects)
        cloths = {}
        for at, subject in zip(figures, cue.subjects, strict=True):
            cloth = Cloth()
            group = drawing.groups[at]
            yield from self._figure(cloth, drawing, group, cue, subject, sight, ratio)
            cloths[subject.id] = cloth
            self.figures[subject.id] = cloth
            self.came.emit()
        self.figures = cloths
        for name, groups in (
            ("behind", drawing.groups[:first]),
            ("front", drawing.groups[after:]),
        ):
            yield from self._place(name, drawing, groups, cue, sight, size, ratio)

    def _place(
        self,
        name: str,
        drawing: DisplayList,
        groups: tuple[Group, ...],
        cue: FrameCue,
        sight: Sight,
        size: QSize,
        ratio: float,
    ) -> Way:
        """The place behind the figures, or what stands before them, over the whole canvas."""
        key = (
            tuple((group.still, group.map, group.fade, group.picture) for group in groups),
            cue.backdrop, cue.daytime, cue.weather, cue.camera, sight, size.toTuple(), ratio,
        )  # fmt: skip
        if key == getattr(self, name).key:
            return
        solid = name == "behind"
        form = QImage.Format.Format_RGB32 if solid else QImage.Format.Format_ARGB32_Premultiplied
        image = QImage(size * ratio, form)
        image.fill(paper.ground(drawing) if solid else Qt.GlobalColor.transparent)
        part = _seen(sight, QRectF(0, 0, size.width(), size.height()))
        view = _view(sight, part, cue.camera, drawing.aspect, ratio)
        yield from _onto(image, drawing, groups, view)
        setattr(self, name, Cloth(key, image, _dimmed(image), part))
        self.came.emit()

    def _figure(
        self,
        cloth: Cloth,
        drawing: DisplayList,
        group: Group,
        cue: FrameCue,
        subject: SubjectCue,
        sight: Sight,
        ratio: float,
    ) -> Way:
        old = self.figures.get(subject.id)
        key = (subject, cue.daytime, cue.weather, cue.backdrop, sight.wide, ratio)
        if old and old.key == key:
            cloth.key, cloth.image, cloth.dim = key, old.image, old.dim
            cloth.part, cloth.held = old.part, old.held
            return
        drawn = animatic.subject_box(subject, cue.aspect)
        side, rise = ROOM / cue.aspect, ROOM
        drawn = Box(drawn.x0 - side, drawn.y0 - rise, drawn.x1 + side, drawn.y1 + rise)
        rect = sight.box(drawn)
        # never larger than a few canvases, whatever the zoom
        fine = min(ratio, 4000 / max(1.0, rect.width(), rect.height()))
        size = QSize(max(1, round(rect.width() * fine)), max(1, round(rect.height() * fine)))
        image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        view = _view(sight, drawn, cue.camera, drawing.aspect, fine)
        yield from _onto(image, drawing, (group,), view)
        cloth.key, cloth.image, cloth.dim = key, image, _dimmed(image)
        cloth.part, cloth.held = drawn, subject.box


def _onto(image: QImage, drawing: DisplayList, groups: tuple[Group, ...], view: Affine) -> Way:
    painter = QPainter(image)
    try:
        yield from paper.steps(painter, drawing, groups, view, False)
    finally:  # also when something else is asked for before this is whole
        painter.end()


def _dimmed(image: QImage) -> QImage:
    found = image.copy()
    painter = QPainter(found)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceAtop)
    painter.fillRect(found.rect(), theme.colour("black", DIM))
    painter.end()
    return found


def _seen(sight: Sight, rect: QRectF) -> Box:
    (x0, y0), (x1, y1) = sight.stage(rect.topLeft()), sight.stage(rect.bottomRight())
    return Box(x0, y0, x1, y1)


def _view(sight: Sight, part: Box, camera: Box, aspect: float, ratio: float) -> Affine:
    """Screen units of a frame -> pixels of an image that shows ``part`` of the stage."""
    frame = sight.box(camera).translated(-sight.spot(part.x0, part.y0))
    return (
        ratio * frame.width() / (100 * aspect), 0.0, ratio * frame.x(),
        0.0, ratio * frame.height() / 100, ratio * frame.y(),
    )  # fmt: skip
