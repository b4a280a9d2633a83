"""The reel: frames of the film at a screen's size, made ahead of the playhead between events.

A frame of a take comes from its clip where there is one, else from its picture; a shot without a
take is painted from its layout. Nothing here ever takes longer than a slice of a turn, but for
decoding one picture.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QImageReader, QPainter

from storyboard import animatic, staging
from storyboard.board import Board, Scene
from storyboard.drawing import DisplayList
from studio.beats import TWOS
from studio.clips import Clip
from studio.errors import StudioError
from studio.takes import Take
from ui import paper
from ui.film import Film
from ui.slabs import Slabs

BUDGET = 0.003  # seconds of a turn
KEPT = 128 << 20  # bytes of frames
AHEAD = 30  # frames on twos: two and a half seconds
FINE = 768  # pixels across of a painted layout: finer ones take longer than they are seen
FINEST = 1920  # and of the one that is looked at while nothing plays
OPEN = 12  # clips

Slot = tuple[str, int]  # shot, tick


@dataclass
class Frame:
    """A frame as it is kept: from this take ("" = the layout), for a screen this wide."""

    image: QImage
    take: str
    wide: int


class Reel(QObject):
    """``arrived`` names the shot and tick of a frame that is there now."""

    arrived = Signal(str, int)

    def __init__(self, film: Film) -> None:
        super().__init__(film)
        self._film = film
        self._size = QSize(384, 216)
        self._frames: OrderedDict[Slot, Frame] = OrderedDict()
        self._bytes = 0
        self._wanted: list[tuple[Slot, int]] = []  # with how wide a layout is painted
        self._work: Generator[None, None, QImage] | None = None
        self._slot: Slot = ("", 0)
        self._wide = FINE
        self._turned = 0
        self._takes: dict[str, Take | None] = {}
        self._clips: OrderedDict[str, Clip | None] = OrderedDict()
        self._slabs = Slabs()
        self._board = film.board
        self._worker = QTimer(self)
        self._worker.setInterval(0)
        self._worker.timeout.connect(self._turn)
        film.changed.connect(self._edited)
        film.took.connect(self.look_again)
        film.closing.connect(self.close)

    # What a screen asks --------------------------------------------------------------------------

    def wish(self, row: Iterable[Slot], size: QSize, rests: bool = False) -> None:
        """These frames at this size in pixels, the first one first; older wishes are forgotten.

        While the film ``rests``, the first one is painted again as fine as the screen is.
        """
        self._size = size
        most = max(2, KEPT // 2 // max(1, 4 * size.width() * size.height()))
        wanted = [slot for slot in list(row)[:most] if slot[0] in self._film.shots]
        for slot in reversed(wanted):
            if slot in self._frames:
                self._frames.move_to_end(slot)
        usual = min(FINE, size.width())
        jobs = [(slot, usual) for slot in wanted]
        if rests and wanted and size.width() > FINE:
            jobs.append((wanted[0], min(FINEST, size.width())))
        if self._wide > FINE and jobs[-1:] != [(self._slot, self._wide)]:
            self._work = None
        self._wanted = [job for job in jobs if not self._is_fresh(*job)]
        if self._wanted or self._work:
            self._worker.start()

    def frame(self, slot: Slot) -> QImage | None:
        """This frame, if it is there in any size."""
        found = self._frames.get(slot)
        return found.image if found else None

    def nearest(self, slot: Slot) -> QImage | None:
        """This frame, else the one of its shot that is there and lies nearest to it."""
        if slot in self._frames:
            return self._frames[slot].image
        shot, tick = slot
        ticks = [other for id, other in self._frames if id == shot]
        if not ticks:
            return None
        return self._frames[shot, min(ticks, key=lambda other: abs(other - tick))].image

    @property
    def is_idle(self) -> bool:
        """Whether everything wished for is there."""
        return not self._wanted and self._work is None

    def _is_fresh(self, slot: Slot, wide: int) -> bool:
        found = self._frames.get(slot)
        if found is None:
            return False
        take = self._take(slot[0])
        if take:
            return (found.take, found.wide) == (take.id, self._size.width())
        return not found.take and found.wide >= wide

    # Making --------------------------------------------------------------------------------------

    def _turn(self) -> None:
        if self._turned != self._film.turned:  # a turn in which every pane is painted anew is full
            self._turned = self._film.turned
            return
        end = perf_counter() + BUDGET
        while perf_counter() < end:
            if self._work is None:
                if not self._wanted:
                    self._worker.stop()
                    return
                self._slot, self._wide = self._wanted.pop(0)
                if self._is_fresh(self._slot, self._wide) or self._slot[0] not in self._film.shots:
                    continue
                self._work = self._made(*self._slot)
            try:
                next(self._work)
            except StopIteration as done:
                self._work = None
                self._keep(self._slot, done.value)
                return  # decoding a picture is all that a turn has room for

    def _made(self, shot: str, tick: int) -> Generator[None, None, QImage]:
        take = self._take(shot)
        if take:
            if take.clip and take.clip not in self._clips:
                self._clip(take)
                yield  # to open it takes as long as to decode a frame
            found = self._of_clip(take, tick) or self._of_picture(take, tick)
            if found:
                return found
        board, wide = self._film.board, self._wide
        size = QSize(wide, max(1, round(wide / board.aspect)))
        cue = staging.cue(board, shot, min(TWOS * tick, board.shot(shot).length - 1))
        yield
        drawing = animatic.display(cue)
        yield
        if wide > FINE:  # once, while nothing plays: too large to keep layers of
            return (yield from _painted_whole(drawing, size))
        return (yield from self._slabs.paint(drawing, size))

    def _of_clip(self, take: Take, tick: int) -> QImage | None:
        clip = self._clip(take)
        if clip is None:
            return None
        wide, high = self._within(QSize(*clip.size)).toTuple()
        try:
            found = clip.small(min(TWOS * tick, clip.length - 1), wide, high)
        except StudioError:  # then its pictures are shown
            self._clips[take.clip] = None
            return None
        image = QImage(found.data, wide, high, found.strides[0], QImage.Format.Format_RGB32)
        return image.copy()  # the array goes

    def _of_picture(self, take: Take, tick: int) -> QImage | None:
        """The take's picture at this tick, else the one before it that still stands."""
        held = max((t for t in take.frames if t <= tick), default=min(take.frames, default=None))
        path = self._film.session.bin.path(take.frames[held]) if held is not None else None
        image = QImageReader(str(path)).read() if path else QImage()
        if image.isNull():
            return None
        size = self._within(image.size())
        if size == image.size():
            return image.convertToFormat(QImage.Format.Format_RGB32)
        ignore, smooth = (
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        return image.convertToFormat(QImage.Format.Format_RGB32).scaled(size, ignore, smooth)

    def _keep(self, slot: Slot, image: QImage) -> None:
        old = self._frames.pop(slot, None)
        self._bytes -= old.image.sizeInBytes() if old else 0
        take = self._take(slot[0])
        self._frames[slot] = Frame(
            image, *((take.id, self._size.width()) if take else ("", self._wide))
        )
        self._bytes += image.sizeInBytes()
        while self._bytes > KEPT and len(self._frames) > 1:
            self._bytes -= self._frames.popitem(last=False)[1].image.sizeInBytes()
        self.arrived.emit(*slot)

    def _within(self, size: QSize) -> QSize:
        """The screen's size, but never larger than the picture itself."""
        return size if size.width() <= self._size.width() else self._size

    # Takes and clips -----------------------------------------------------------------------------

    def _take(self, shot: str) -> Take | None:
        if shot not in self._takes:
            self._takes[shot] = self._film.session.takes.best(self._film.board, shot)
        return self._takes[shot]

    def _clip(self, take: Take) -> Clip | None:
        """The take's clip, open; None when it has none or it cannot be read."""
        if not take.clip:
            return None
        if take.clip not in self._clips:
            path = self._film.session.bin.path(take.clip)
            self._clips[take.clip] = _opened(path) if path else None
            while len(self._clips) > OPEN:
                _, old = self._clips.popitem(last=False)
                if old:
                    old.close()
        self._clips.move_to_end(take.clip)
        return self._clips[take.clip]

    # What changed --------------------------------------------------------------------------------

    def look_again(self, shot: str) -> None:
        """The shot has another take, or its take has a clip now."""
        self._takes.pop(shot, None)

    def _edited(self, name: str = "") -> None:
        """Drop painted frames of scenes that look otherwise now."""
        was, now = self._board, self._film.board
        self._board = now
        self._takes.clear()
        around = (now.cast, now.places, now.aspect) == (was.cast, was.places, was.aspect)
        fresh = _alike(was, now) if around else set()
        if self._slot[0] not in fresh:
            self._work = None
        for slot in [slot for slot in self._frames if slot[0] not in fresh]:
            frame = self._frames[slot]
            if not frame.take or slot[0] not in self._film.shots:
                self._bytes -= self._frames.pop(slot).image.sizeInBytes()

    def close(self) -> None:
        """Let go of everything."""
        self._worker.stop()
        self._work = None
        self._frames.clear()
        self._wanted.clear()
        for clip in self._clips.values():
            if clip:
                clip.close()
        self._clips.clear()


def _painted_whole(drawing: DisplayList, size: QSize) -> Generator[None, None, QImage]:
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(paper.ground(drawing))
    view = (size.width() / (100 * drawing.aspect), 0.0, 0.0, 0.0, size.height() / 100, 0.0)
    painter = QPainter(image)
    try:
        yield from paper.steps(painter, drawing, drawing.groups, view, False)
    finally:  # also when the frame is no longer wanted
        painter.end()
    return image


def _opened(path: Path) -> Clip | None:
    try:
        return Clip(path)
    except StudioError:
        return None


def _alike(was: Board, now: Board) -> set[str]:
    """Shots that are painted as before, also in edited scenes where only words or takes changed."""
    old = {scene.id: scene for scene in was.scenes}
    found: set[str] = set()
    for scene in now.scenes:
        before = old.get(scene.id)
        if before is scene or (
            before and _setting(before) == _setting(scene) and _painted(before) == _painted(scene)
        ):
            found.update(shot.id for shot in scene.shots)
    return found


def _setting(scene: Scene) -> tuple[object, ...]:
    return scene.place, scene.daytime, scene.weather


def _painted(scene: Scene) -> list[tuple[object, ...]]:
    return [
        (s.id, s.length, s.join, s.layout, s.camera, s.acting, s.subjects, s.action)
        for s in scene.shots
    ]
