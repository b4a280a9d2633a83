"""The best picture of a shot there is: a frame of its take, else its layout painted by the window.

Small pictures are made one at a time between events, so that the window never waits for them;
the player asks for one frame and gets it at once.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap

from storyboard import animatic, staging
from storyboard.board import Board
from studio.takes import Take
from ui import paper
from ui.film import Film

ON = 2  # frames that a picture stays
KEPT = 1200  # small pictures


class Pictures(QObject):
    """``arrived`` names a shot whose small picture is there now."""

    arrived = Signal(str)

    def __init__(self, film: Film) -> None:
        super().__init__(film)
        self.film = film
        self._looks: dict[str, Any] = {}
        self._small: OrderedDict[tuple[str, int, int, int], QPixmap] = OrderedDict()
        self._old: dict[str, QPixmap] = {}  # shown until the new one is there
        self._wanted: OrderedDict[tuple[str, int, int, int], float] = OrderedDict()
        self._frames: OrderedDict[tuple[str, int, int], QImage] = OrderedDict()
        self._worker = QTimer(self)
        self._worker.setInterval(0)
        self._worker.timeout.connect(self._make_one)
        film.changed.connect(self._forget)
        film.took.connect(self._forget)
        self._forget()

    def small(self, shot: str, tick: int, size: QSize, ratio: float) -> QPixmap | None:
        """A picture for a panel or clip; None now means that ``arrived`` will come."""
        wide, high = round(size.width() * ratio), round(size.height() * ratio)
        key = (shot, tick, wide, high)
        if key in self._small:
            self._small.move_to_end(key)
            return self._small[key]
        self._wanted[key] = ratio
        self._wanted.move_to_end(key, last=True)
        if not self._worker.isActive():
            self._worker.start()
        return self._old.get(shot)

    def frame(self, shot: str, frame: int, size: QSize) -> QImage:
        """One frame of a shot, at once; an animatic in colour, as it plays."""
        key = (shot, frame // ON, size.width())
        if key not in self._frames:
            self._frames[key] = self._paint(shot, frame // ON, size, grey=False)
            while len(self._frames) > 48:
                self._frames.popitem(last=False)
        self._frames.move_to_end(key)
        return self._frames[key]

    def _make_one(self) -> None:
        if not self._wanted:
            self._worker.stop()
            return
        key, ratio = self._wanted.popitem(last=False)
        shot, tick, wide, high = key
        if shot not in self.film.shots:
            return
        image = self._paint(shot, tick, QSize(wide, high), grey=True)
        pixmap = QPixmap.fromImage(image)
        pixmap.setDevicePixelRatio(ratio)
        self._small[key] = pixmap
        self._old[shot] = pixmap
        while len(self._small) > KEPT:
            self._small.popitem(last=False)
        self.arrived.emit(shot)

    def _paint(self, shot: str, tick: int, size: QSize, grey: bool) -> QImage:
        board = self.film.board
        take = self.film.session.takes.best(board, shot)
        if take and (found := self._of_take(take, tick)) and not found.isNull():
            return found.scaled(
                size,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        return layout(board, shot, tick, size, grey)

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
        tables: tuple[OrderedDict[Any, Any], ...] = (self._small, self._wanted, self._frames)
        for table in tables:
            for key in [key for key in table if key[0] in lost]:
                del table[key]


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
                shot.keyframes, shot.takes, shot.circled,
            )  # fmt: skip
            chain.append(own)
            found[shot.id] = (tuple(chain), around)
            if shot.join != "continuous":
                chain = []
    return found
