"""The best picture of a shot there is: a frame of its take, else its layout painted by the window.

Small pictures are painted a little at a time between events, so that the window never waits; a
frame that is asked for is there at once. The player has a reel of its own.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Generator
from time import perf_counter
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap

from storyboard import animatic, staging
from storyboard.board import Board
from studio.takes import Take
from ui import paper
from ui.film import Film
from ui.slabs import Slabs

ON = 2  # frames that a picture stays
SMALL, FRAMES = 128 << 20, 32 << 20  # bytes of small pictures and of frames that are kept
OLD = 200  # pictures shown until the new ones are there
WANTED = 600  # pictures that can be asked for in one go
ASKED = 64  # goes that are remembered; what was asked for before is out of sight by now
TURN = 0.002  # seconds of painting between two events; others paint in the same turn

Small = tuple[str, int, int, int]  # shot, tick, width and height in pixels
Work = Generator[None, None, QImage]
Picture = TypeVar("Picture", QImage, QPixmap)


class Shelf(Generic[Picture]):
    """Pictures by key, the shot first; those looked at longest ago go when there are too many."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[Any, ...], Picture] = OrderedDict()
        self.bytes = 0

    def get(self, key: tuple[Any, ...]) -> Picture | None:
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def put(self, key: tuple[Any, ...], picture: Picture) -> None:
        self.drop(key)
        self._kept[key] = picture
        self.bytes += _bytes(picture)
        while self.bytes > self._most and len(self._kept) > 1:
            self.drop(next(iter(self._kept)))

    def drop(self, key: tuple[Any, ...]) -> Picture | None:
        found = self._kept.pop(key, None)
        if found is not None:
            self.bytes -= _bytes(found)
        return found

    def of(self, shots: set[str]) -> list[tuple[Any, ...]]:
        """The keys of pictures of these shots."""
        return [key for key in self._kept if key[0] in shots]


class Pictures(QObject):
    """``arrived`` names a shot whose small picture is there now."""

    arrived = Signal(str)

    def __init__(self, film: Film) -> None:
        super().__init__(film)
        self.film = film
        self._looks: dict[str, Any] = {}
        self._slabs = Slabs()
        self._small: Shelf[QPixmap] = Shelf(SMALL)
        self._frames: Shelf[QImage] = Shelf(FRAMES)
        self._old: OrderedDict[tuple[str, int, int], QPixmap] = OrderedDict()
        self._wanted: list[OrderedDict[Small, float]] = []  # what was asked for in one go
        self._asking = False
        self._turned = 0
        self._work: tuple[tuple[Small, float], Work] | None = None
        self._worker = QTimer(self)
        self._worker.setInterval(0)
        self._worker.timeout.connect(self._turn)
        film.changed.connect(self._forget)
        film.took.connect(self._forget)
        self._forget()

    # Small ones ----------------------------------------------------------------------------------

    def small(self, shot: str, tick: int, size: QSize, ratio: float) -> QPixmap | None:
        """A picture for a panel or clip; what there is meanwhile, until ``arrived`` comes."""
        wide, high = round(size.width() * ratio), round(size.height() * ratio)
        key = (shot, tick, wide, high)
        if (found := self._small.get(key)) is not None:
            return found
        self._want(key, ratio)
        return self._old.get((shot, wide, high))

    @property
    def is_whole(self) -> bool:
        """Whether every picture that was asked for is there."""
        return not self._worker.isActive()

    def _want(self, key: Small, ratio: float) -> None:
        """Into the line: what is asked for now comes before what was, in its own order."""
        if not self._asking:
            self._asking = True
            self._wanted = [*self._wanted[-ASKED:], OrderedDict()]
        self._wanted[-1][key] = ratio
        while len(self._wanted[-1]) > WANTED:
            self._wanted[-1].popitem(last=False)
        if not self._worker.isActive():
            self._worker.start()

    def _finish(self, key: Small, ratio: float, image: QImage) -> None:
        pixmap = QPixmap.fromImage(image)
        pixmap.setDevicePixelRatio(ratio)
        self._small.put(key, pixmap)
        self._remember(key, pixmap)
        self.arrived.emit(key[0])

    def _remember(self, key: tuple[Any, ...], pixmap: QPixmap) -> None:
        """What may be shown while the next one is painted."""
        old = (key[0], key[2], key[3])
        self._old.pop(old, None)
        self._old[old] = pixmap
        while len(self._old) > OLD:
            self._old.popitem(last=False)

    def frame(self, shot: str, frame: int, size: QSize) -> QImage:
        """One frame of a shot, at once; an animatic in colour, as it plays."""
        key = (shot, frame // ON, size.width(), size.height())
        found = self._frames.get(key)
        if found is None:
            found = run(self._paint(shot, frame // ON, size, grey=False))
            self._frames.put(key, found)
        return found

    # Painting ------------------------------------------------------------------------------------

    def _turn(self) -> None:
        """A little work: small pictures, what is in sight before others."""
        if self._turned != self.film.turned:  # a turn in which every pane is painted anew is full
            self._turned = self.film.turned
            return
        until = perf_counter() + TURN
        self._asking = False
        while perf_counter() < until:
            if self._work is None and not self._begin():
                self._worker.stop()
                return
            if self._work is not None:
                (key, ratio), work = self._work
                try:
                    next(work)
                except StopIteration as done:
                    self._work = None
                    self._finish(key, ratio, done.value)

    def _begin(self) -> bool:
        """Take up the next picture. Whether there is one."""
        while self._wanted:
            if not self._wanted[-1]:
                self._wanted.pop()
                continue
            key, ratio = self._wanted[-1].popitem(last=False)
            shot, tick, wide, high = key
            if shot in self.film.shots and self._small.get(key) is None:
                size = QSize(wide, high)
                self._work = (key, ratio), self._paint(shot, tick, size, grey=True)
                return True
        return False

    def _paint(self, shot: str, tick: int, size: QSize, grey: bool) -> Work:
        """The picture at the end; a take's comes in one step."""
        board = self.film.board
        take = self.film.session.takes.best(board, shot)
        if take and (found := self._of_take(take, tick)) and not found.isNull():
            ignore = Qt.AspectRatioMode.IgnoreAspectRatio
            return found.scaled(size, ignore, Qt.TransformationMode.SmoothTransformation)
        frame = min(ON * tick, self.film.shots[shot].length - 1)
        drawing = animatic.display(staging.cue(board, shot, frame))
        yield
        return (yield from self._slabs.paint(drawing, size, grey))

    def _of_take(self, take: Take, tick: int) -> QImage | None:
        """The take's picture at this tick, else the one before it that still stands."""
        held = max((t for t in take.frames if t <= tick), default=min(take.frames, default=None))
        path = self.film.session.bin.path(take.frames[held]) if held is not None else None
        return QImage(str(path)) if path else None

    def _forget(self, name: str = "") -> None:
        """Drop pictures of shots that look otherwise now."""
        now = looks(self.film.board)
        lost = {shot for shot, was in self._looks.items() if now.get(shot) != was}
        self._looks = now
        if not lost:
            return
        for key in self._small.of(lost):
            if (pixmap := self._small.drop(key)) is not None and key[0] in now:
                self._remember(key, pixmap)
        for key in self._frames.of(lost):
            self._frames.drop(key)
        if self._work is not None and self._work[0][0][0] in lost:
            self._work = None


def run(work: Work) -> QImage:
    """All of it at once."""
    while True:
        try:
            next(work)
        except StopIteration as done:
            found: QImage = done.value
            return found


def _bytes(picture: QImage | QPixmap) -> int:
    return 4 * picture.width() * picture.height()


def layout(board: Board, shot: str, tick: int, size: QSize, grey: bool) -> QImage:
    """A frame of a shot as its layout says, painted here."""
    length = board.shot(shot).length
    cue = staging.cue(board, shot, min(ON * tick, length - 1))
    return paper.paint(animatic.display(cue), size, grey)


def looks(board: Board) -> dict[str, Any]:
    """All that shapes the pictures of each shot: equal looks, equal pictures."""
    found: dict[str, Any] = {}
    chain: list[Any] = []  # the shot and those that it goes on from without a break
    for scene in board.scenes:
        around = scene.place, scene.daytime, scene.weather, board.cast, board.places
        for shot in scene.shots:
            own = (
                shot.layout, shot.camera, shot.acting, shot.length, shot.subjects, shot.action,
                shot.keyframes, shot.takes, shot.circled, shot.variation,
            )  # fmt: skip
            chain.append(own)
            found[shot.id] = (tuple(chain), around)
            if shot.join != "continuous":
                chain = []
    return found
