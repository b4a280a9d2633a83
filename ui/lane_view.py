"""The tracks of the timeline as one picture: what lies where, painted, and kept while it stands."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from storyboard import link, timing
from storyboard.board import Shot
from storyboard.edits import markers
from studio.cells import Cells
from ui import hits, hover, lane_labels, ruler, strokes, theme
from ui.backing import Backing
from ui.film import Film
from ui.pictures import Pictures
from ui.ruler import HIGH, LABELS, Scale
from ui.shot_lane import ShotLane
from ui.snap import Snap
from ui.sound_lane import SoundLane
from ui.tracks import Tracks, laid
from ui.waves import Arrivals, Waves

BUSY = 0.002  # seconds of a turn in which cells are worked out
BELOW = 10  # height of the scroll bar
LEAST, NEAR = 10, 44  # pixels of a mean shot: below the first a film opens with the second
HALO = 8  # pixels on both sides of the playhead


class LaneView(QAbstractScrollArea):
    """``zoomed`` tells 0..1 when the zoom changed; ``picked`` that another sound or marker is."""

    zoomed = Signal(float)
    picked = Signal()

    def __init__(self, film: Film, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.film, self.pictures = film, pictures
        self.cells = Cells(film.session)
        self.scale, self.snap, self.tracks = Scale(), Snap(film), Tracks()
        self.waves, self.arrivals = Waves(film), Arrivals(film)
        self.shots = ShotLane(film, pictures, self.cells, self.scale)
        self.sounds = SoundLane(film, self.waves, self.scale)
        self.tool: hits.Tool = "select"
        self.sound_id = self.marker_id = ""  # what is picked besides shots
        self.hover = hits.NOTHING
        self.said = ""  # the read-out of a drag, at ``spot``
        self.landing: float | None = None  # where it would land
        self.carried = ""  # the shot that is under way
        self.holds = False  # a frame stays as wide as it is, while something is dragged
        self._opened = False  # whether it was shown already
        self._ring = False  # the focus came by a key
        self.spot = QPointF()
        self._chosen: tuple[str, ...] = ()
        self._current = ""
        self._at = film.frame
        self._final: set[str] = set()  # shots that are
        self._counting: Iterator[str] = iter(())
        self._backing = Backing(self._paint_still)
        self._worker = QTimer(self)
        self._worker.setInterval(0)
        self._worker.timeout.connect(self._work)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Timeline")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._laid: tuple[object, tuple[Shot, ...]] = None, ()  # what was painted last
        self._listen()
        self.renew()

    def _listen(self) -> None:
        film = self.film
        film.changed.connect(self.renew)
        film.took.connect(self._took)
        film.selected.connect(lambda shot: self._choice())
        film.chose.connect(self._choice)
        film.marked.connect(self.spoil)
        film.worked.connect(self._worked)
        film.moved.connect(self._follow)
        self.pictures.arrived.connect(self._spoil_shot)
        self.waves.arrived.connect(lambda file: self._spoil_sounds())
        self.arrivals.moved.connect(self.relay)

    # Where and when ------------------------------------------------------------------------------

    def x_of(self, frame: float) -> float:
        return self.scale.x(frame)

    def frame_at(self, x: float) -> int:
        return self.scale.frame(x)

    def set_zoom(self, zoom: float, x: float | None = None) -> None:
        """0 shows the whole film, 1 every frame; what lies at ``x``, or the playhead, stays."""
        self.zoom_around(lambda: self.scale.set_zoom(zoom), x)

    def zoom_around(self, act: Callable[[], object], x: float | None = None) -> None:
        """Change the zoom; what lies at this pixel stays there."""
        bar = self.horizontalScrollBar()
        if x is None:
            x = self.scale.x(self.film.frame)
            if not LABELS <= x <= self.viewport().width():
                x = (LABELS + self.viewport().width()) / 2
        moment = self.scale.at(x)
        act()
        self._lay()
        bar.setValue(bar.value() + round(self.scale.x(moment) - x))
        self.spoil()
        self.zoomed.emit(self.scale.zoom)

    def show_frames(self, start: int, end: int) -> None:
        """Zoom and scroll so that this stretch fills the view."""
        self.zoom_around(lambda: self.scale.zoom_to(round(1.06 * (end - start))))
        bar = self.horizontalScrollBar()
        bar.setValue(round(start * self.scale.pixels - 0.03 * (end - start) * self.scale.pixels))

    def reveal(self, frame: int) -> None:
        """Scroll if this frame is out of sight."""
        x, bar = self.scale.x(frame), self.horizontalScrollBar()
        if not LABELS <= x <= self.viewport().width() - 12:
            bar.setValue(bar.value() + round(x - LABELS - 40))

    def clock(self, frame: int) -> str:
        return timing.short_timecode(frame, self.film.board.rate)

    def seconds(self, frames: int) -> str:
        return timing.seconds(frames, self.film.board.rate)

    def signed(self, frames: int) -> str:
        """A change of length: seconds, and the frames for those who count them."""
        sign = "+" if frames > 0 else "\N{MINUS SIGN}" if frames < 0 else "±"
        return f"{sign}{self.seconds(abs(frames))} ({sign}{abs(frames)} f)"

    @property
    def _room(self) -> int:
        """The height for tracks: the same with and without the bar below them."""
        return self.height() - BELOW

    @property
    def rows(self) -> int:
        """Sound tracks that are shown: one to drop on, and one for files under way."""
        return max(1, self.sounds.count + bool(self.arrivals.coming))

    def relay(self) -> None:
        self._lay()
        self.spoil()

    def _lay(self) -> None:
        """Where all of it lies, after the size, the zoom or the film's length changed."""
        view = self.viewport()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        self.scale.fit(view.width(), self.film.length, self.holds)
        across.setRange(0, max(0, self.scale.whole - view.width()))
        across.setPageStep(view.width())
        across.setSingleStep(48)
        self.tracks = laid(self._room, self.rows, 0)
        down.setRange(0, max(0, round(self.tracks.whole) - view.height()))
        down.setPageStep(view.height())
        down.setSingleStep(16)
        self.scale.left = across.value()
        self.tracks = laid(self._room, self.rows, down.value())

    def let_go(self) -> None:
        """A drag is over: the film may be fitted into the view again."""
        if self.holds:
            self.holds = False
            self._worker.start()
            self.relay()
            self.zoomed.emit(self.scale.zoom)

    # What changed --------------------------------------------------------------------------------

    def renew(self, name: str = "") -> None:
        """The board is another."""
        before, around = self._laid, self._around()
        self.shots.renew()
        self.sounds.renew()
        if self.sound_id and self.sounds.clip(self.sound_id) is None:
            self.pick()
        self._chosen, self._current = self.film.chosen, self.film.shot_id
        self._at = self.film.frame
        self._final &= self.film.shots.keys()
        self._count([shot.id for shot in self.shots.row if shot.takes])
        self._lay()
        self._laid = around, tuple(self.shots.row)
        if before[0] != around:
            self.spoil()
            return
        for old, new in zip(before[1], self.shots.row):
            if not link.only_moved(old, new):  # a word written ahead of them moves all shots
                self._spoil_shot(new.id)
                y, high = self.tracks.dialogue
                box = self.shots.box(self.shots.places[new.id], self.tracks)
                self._spoil(QRectF(box.x(), y, box.width(), high))

    def _around(self) -> object:
        """All that lays the tracks out: while it is equal, only changed shots look otherwise."""
        film, board = self.film, self.film.board
        return (
            tuple(film.starts.items()), film.length, tuple(film.labels.values()), board.cast,
            board.rate, board.aspect, board.sounds, board.markers, film.chosen, film.shot_id,
        )  # fmt: skip

    def _count(self, shots: list[str]) -> None:
        """Look which of these are final, a little at a time."""
        self._counting = iter((*self._counting, *shots))
        self._worker.start()

    def pick(self, sound: str = "", marker: str = "") -> None:
        """This sound or marker is what keys and menus are about; none without."""
        if (sound, marker) != (self.sound_id, self.marker_id):
            self.sound_id, self.marker_id = sound, marker
            self.spoil()
            self.picked.emit()

    def spoil(self) -> None:
        """All of it is to be painted anew."""
        self._backing.spoil()
        self.viewport().update()

    def _spoil(self, area: QRectF) -> None:
        rect = area.adjusted(-2, -2, 2, 4).toAlignedRect()
        self._backing.spoil(rect)
        self.viewport().update(rect)

    def _spoil_shot(self, shot: str) -> None:
        at = self.shots.places.get(shot)
        if at is not None:
            box = self.shots.box(at, self.tracks)
            if box.right() >= LABELS and box.x() <= self.viewport().width():
                self._spoil(box.adjusted(-10, 0, 10, 0))

    def _spoil_sounds(self) -> None:
        y, _ = self.tracks.track(0)
        view = self.viewport()
        self._spoil(QRectF(0, y, view.width(), max(0.0, view.height() - y)))

    def _took(self, shot: str) -> None:
        self._count([shot])
        self._spoil_shot(shot)

    def _choice(self) -> None:
        """Other shots are chosen."""
        old = {*self._chosen, self._current}
        self._chosen, self._current = self.film.chosen, self.film.shot_id
        for shot in old ^ {*self._chosen, self._current} | {self._current} | old & {*self._chosen}:
            self._spoil_shot(shot)

    def _worked(self) -> None:
        """Cells may be others: looked at in the next turn, when they have heard it too."""
        self._worker.start()

    def _work(self) -> None:
        until = time.monotonic() + BUSY
        for shot in self.cells.work(BUSY, hasty=self.holds):
            self._spoil_shot(shot)
        before = len(self._final)
        while time.monotonic() < until and (shot := next(self._counting, "")):
            is_final = shot in self.film.shots and self.film.level(shot) == 3
            (self._final.add if is_final else self._final.discard)(shot)
        if len(self._final) != before:
            self._spoil(QRectF(0, HIGH, LABELS, self.viewport().height()))
        if time.monotonic() < until and (self.holds or not self.cells.is_waiting):
            self._worker.stop()

    def _follow(self, frame: int) -> None:
        for at in (self._at, frame):
            x = round(self.scale.x(at))
            self.viewport().update(x - HALO, 0, 2 * HALO, self.viewport().height())
        self._at = frame
        if not self.holds:
            self.reveal(frame)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        view = self.viewport()
        across, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        by = self.scale.left - across
        self.scale.left = across
        if down != self.tracks.top:
            self.tracks = laid(self._room, self.rows, down)
            self.spoil()
        elif by:
            y, _ = self.tracks.track(0)
            self._backing.scroll(QRect(LABELS + 1, 0, view.width() - LABELS - 1, round(y) - 1), by)
            self._spoil_sounds()
            self._spoil_first(by)
            view.update()

    def _spoil_first(self, by: int) -> None:
        """The numbers that stay in sight at the left stand elsewhere in their clips now."""
        y, high = self.tracks.shots
        for x in {LABELS + 1.0, LABELS + 1.0 + by}:
            if self.shots.row and x >= LABELS:
                box = self.shots.box(self.shots.at(self.scale.at(x)), self.tracks)
                left = max(box.x(), LABELS)
                room = min(box.right() - left, 150.0 + abs(by))
                self._spoil(QRectF(left, y + self.tracks.thumb, room, high - self.tracks.thumb))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.relay()

    def showEvent(self, event: QShowEvent) -> None:
        """A film of many shots opens so near that they can be told apart."""
        super().showEvent(event)
        if self._opened or not self.film.length:
            return
        self._opened = True
        mean = self.film.length / len(self.film.shots)
        if mean * self.scale.pixels < LEAST:
            self.zoom_around(lambda: self.scale.widen(NEAR / mean))

    # Painting ------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        view, area = self.viewport(), event.rect()
        self._backing.draw(painter, area, view.size(), self.devicePixelRatioF())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(view.rect())
        painter.setClipRect(whole.adjusted(LABELS + 1, 0, 0, 0))
        hover.paint(painter, self)
        if self.film.length:
            ruler.paint_playhead(painter, self.scale.x(self.film.frame), whole.height())
        hover.paint_drag(painter, self, whole)
        painter.setClipping(False)
        if self._ring and self.hasFocus():
            painter.setPen(QPen(theme.colour("acc"), 2))
            painter.drawRect(whole.adjusted(1, 1, -1, -1))
        painter.end()
        if self.cells.is_waiting and not self._worker.isActive():
            self._worker.start()

    def _paint_still(self, painter: QPainter, area: QRectF) -> None:
        """All that stands while the playhead goes: tracks, ruler, labels."""
        view, film = QRectF(self.viewport().rect()), self.film
        painter.fillRect(area, theme.colour("track"))
        if area.right() > LABELS:
            painter.save()
            painter.setClipRect(
                view.adjusted(LABELS + 1, HIGH, 0, 0), Qt.ClipOperation.IntersectClip
            )
            if film.stretch:
                start, end = map(self.scale.x, film.stretch)
                lit = QRectF(start, HIGH, end - start, view.height())
                painter.fillRect(lit, theme.colour("white", 13))
            if self.film.length:
                self._paint_tracks(painter, area)
            else:
                lane_labels.paint_empty(painter, view.adjusted(LABELS + 16, HIGH + 16, -16, -16))
            painter.restore()
            if area.y() < HIGH + 1 and self.film.length:
                self._paint_ruler(painter, area, view)
        if area.x() <= LABELS:
            lane_labels.paint(painter, self, len(self._final))
        painter.fillRect(QRectF(0, HIGH, view.width(), 1), theme.colour("line"))
        painter.fillRect(QRectF(LABELS, 0, 1, view.height()), theme.colour("line"))

    def _paint_tracks(self, painter: QPainter, area: QRectF) -> None:
        tracks = self.tracks
        y, high = tracks.shots
        if area.y() < y + high + 8:
            self.shots.paint(painter, area, tracks, self._chosen, self._current)
        y, high = tracks.dialogue
        if area.y() < y + high and area.bottom() > y:
            self.shots.paint_lines(painter, area, tracks)
        for track in range(self.rows):
            y, high = tracks.track(track)
            row = QRectF(LABELS, y, self.viewport().width(), high)
            painter.fillRect(row, theme.colour("bg0", 110))
        self.sounds.paint(painter, area, tracks, self.sound_id)
        coming = self.arrivals.coming
        if coming or not self.sounds.count:
            y, high = tracks.track(self.sounds.count if coming else 0)
            said = f"Reading {', '.join(coming)}" if coming else "Drop a WAV, MP3 or FLAC here"
            room = QRectF(LABELS + 18, y, 400, high)
            strokes.words(painter, room, said, theme.font(11), "t2" if coming else "t3")

    def _paint_ruler(self, painter: QPainter, area: QRectF, view: QRectF) -> None:
        film = self.film
        painter.save()
        box = QRectF(LABELS + 1, 0, view.width(), HIGH)
        painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
        ruler.paint(painter, area & box, self.scale, film.board.rate)
        if film.stretch:
            ruler.paint_stretch(painter, self.scale, film.stretch, HIGH)
        placed = markers.frames(film.board, film.starts)
        ruler.paint_markers(painter, self.scale, placed, self.marker_id, area)
        painter.restore()

    def is_muted(self, track: int) -> bool:
        """Whether nothing of a sound track is heard."""
        row = [clip.sound for clip in self.sounds.clips if clip.sound.track == track]
        return bool(row) and all(sound.muted for sound in row)
