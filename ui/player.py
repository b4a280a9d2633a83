"""The player: the best there is of every moment, in time and with its sound.

A slow machine drops frames, not time. While there is sound it is the clock; at other speeds than 1
the film is silent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QPoint, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from storyboard.board import Shot
from studio.beats import TWOS
from ui import forms, menus
from ui.acts import Act
from ui.film import Film
from ui.pictures import Pictures
from ui.player_acts import acts as player_acts
from ui.reel import AHEAD, Reel
from ui.rushes import Rushes
from ui.screen import Screen
from ui.speaker import Device, Outlet, Run, Speaker
from ui.theatre import Theatre
from ui.transport import Transport

BEAT = 15  # milliseconds between two looks at the clock
FASTEST = 8
SLOW = 0.25
AROUND = 2  # seconds that "play around" begins before the playhead, and ends after it

Loops = Literal["", "shot", "film"]


class Player(QWidget):
    """``altered`` tells that it plays, rests, loops, sounds otherwise."""

    altered = Signal()

    def __init__(
        self,
        film: Film,
        pictures: Pictures,
        parent: QWidget | None = None,
        outlet: Callable[[], Outlet] = Device,
    ) -> None:
        super().__init__(parent)
        self.film = film
        self.speed = 0.0  # frames a frame: 0 rests, negative goes back
        self.loops: Loops = ""
        self.subtitles = True
        self._run = Run(0, 0, film.length, False)
        self._back: int | None = None  # where the playhead goes when "play around" ends
        self._holds_k = False
        self._clock = QElapsedTimer()
        self._beat = QTimer(self)
        self._beat.setInterval(BEAT)
        self._beat.setTimerType(Qt.TimerType.PreciseTimer)
        self._beat.timeout.connect(self._go)
        self.speaker = Speaker(film, outlet)
        self.reel = Reel(film)
        self.rushes = Rushes(film)
        self.rushes.made.connect(self.reel.look_again)
        self.view = Screen(film, self.reel)
        self._remember()
        self.transport = Transport(self)
        self.theatre: Theatre | None = None
        self.use(self.view)
        both = forms.column(self.view, self.transport)
        both.setStretch(0, 1)
        self.setLayout(both)
        self.setAutoFillBackground(True)
        film.changed.connect(self._edited)
        film.marked.connect(self._edited)
        film.closing.connect(lambda: self.shuttle(0))
        self.speaker.fell_silent.connect(self._silent)

    def use(self, screen: Screen) -> None:
        """A screen that shows what plays."""
        screen.ahead = self.coming
        screen.plays = lambda: self.plays
        screen.subtitles = self.subtitles
        screen.asked.connect(self._menu)
        screen.opened.connect(self.toggle_full)

    def acts(self) -> list[Act]:
        return player_acts(self)

    # Going ---------------------------------------------------------------------------------------

    @property
    def plays(self) -> bool:
        return self.speed != 0

    def toggle(self) -> None:
        """Play from here, from the start when at the end; or rest."""
        if self.plays:
            self.shuttle(0)
        else:
            self._start_over()
            self.shuttle(1)

    def shuttle(self, speed: float) -> None:
        """Go at this speed from here; 0 rests."""
        self._back = None
        first, last = self._bounds()
        if self.loops and speed and not first <= self.film.frame < last:
            self.film.seek(first)
        self._play(speed, Run(self.film.frame, first, last, bool(self.loops)))

    def faster(self, way: int) -> None:
        """J or L: start that way, or double; slowly while K is held."""
        if self._holds_k:
            self.shuttle(way * SLOW)
        elif self.speed * way >= 1:
            self.shuttle(self.speed * 2)
        else:
            self.shuttle(way)

    def slowly(self, way: int) -> None:
        """A quarter of the speed, forwards or back."""
        self.shuttle(way * SLOW)

    def step(self, frames: int) -> None:
        self.shuttle(0)
        self.film.seek(self.film.frame + frames)

    def cut(self, way: int) -> None:
        """To the next cut, or to the one before."""
        self.shuttle(0)
        cuts = [0, *self.film.starts.values(), self.film.length - 1]
        here = self.film.frame
        if way > 0:
            self.film.seek(min((cut for cut in cuts if cut > here), default=here))
        else:
            self.film.seek(max((cut for cut in cuts if cut < here), default=here))

    def go_to(self, frame: int) -> None:
        self.shuttle(0)
        self.film.seek(frame)

    def play_shot(self) -> None:
        """From the start of the shot, on and on."""
        if self.film.shot:
            self.film.seek(self.film.starts[self.film.shot_id])
        self.shuttle(1)

    def play_around(self) -> None:
        """A little before the playhead to a little after it, and back."""
        here, some = self.film.frame, AROUND * self.film.board.rate
        first, last = max(0, here - some), min(self.film.length, here + some)
        self.film.seek(first)
        self._play(1, Run(first, first, last, False))
        self._back = here

    def play_stretch(self) -> None:
        """From in to out, once."""
        first, last = self.film.stretch or (0, self.film.length)
        self.film.seek(first)
        self._back = None
        self._play(1, Run(first, first, last, False))

    def _start_over(self) -> None:
        if not self.loops and self.film.frame >= self.film.length - 1:
            self.film.seek(0)

    def _bounds(self) -> tuple[int, int]:
        """The stretch of the film that plays."""
        film = self.film
        shot: Shot | None = film.shot
        if self.loops == "shot" and shot:
            return film.starts[shot.id], film.starts[shot.id] + shot.length
        if self.loops == "film" and film.stretch:
            return film.stretch
        return 0, film.length

    def _play(self, speed: float, run: Run) -> None:
        self.speed = max(-FASTEST, min(FASTEST, speed)) if self.film.length else 0
        self._run = run
        self._clock.start()
        if self.speed == 1:
            self.speaker.start(run)
        else:
            self.speaker.stop()
        if self.speed:
            self._beat.start()
        else:
            self._beat.stop()
            for screen in self._screens():
                screen.update()  # as fine as it is, now that there is time
        self.altered.emit()

    def _go(self) -> None:
        self.speaker.feed()
        sounds = self.speaker.sounds
        seconds = self.speaker.moment() if sounds else self._clock.elapsed() / 1000
        run, rate = self._run, self.film.board.rate
        frame = run.start + int(seconds * rate * self.speed // 1)
        if run.loops:
            self.film.seek(run.first + (frame - run.first) % max(1, run.last - run.first))
            return
        if run.first <= frame < run.last:
            self.film.seek(frame)
            return
        end = run.first if frame < run.first else run.last - 1
        self.film.seek(end if self._back is None else self._back)
        self._back = None
        self._play(0, run)

    def _edited(self, name: str = "") -> None:
        """The film is another while it plays: go on from here."""
        if not self.film.length:
            self.shuttle(0)
        elif self.plays:
            back = self._back
            self.shuttle(self.speed)
            self._back = back

    def coming(self) -> Iterator[int]:
        """The frames of the film that are seen next."""
        here, run = self.film.frame, self._run
        if not self.plays:
            yield from self.view.onwards()
            return
        way = 1 if self.speed > 0 else -1
        stride = way * max(1, round(abs(self.speed))) * TWOS
        for n in range(1, AHEAD):
            frame = here + n * stride
            if run.loops:
                frame = run.first + (frame - run.first) % max(1, run.last - run.first)
            yield frame

    # In and out ----------------------------------------------------------------------------------

    def mark_in(self) -> None:
        """The stretch begins at the playhead; an out before it goes."""
        here, stretch = self.film.frame, self.film.stretch
        self.film.mark(here, stretch[1] if stretch and stretch[1] > here else None)

    def mark_out(self) -> None:
        """The stretch ends with the frame at the playhead; an in after it goes."""
        here, stretch = self.film.frame + 1, self.film.stretch
        self.film.mark(stretch[0] if stretch and stretch[0] < here else None, here)

    def mark_shot(self) -> None:
        """In and out round the shots that are chosen."""
        film = self.film
        ends = [(film.starts[id], film.starts[id] + film.shots[id].length) for id in film.chosen]
        if ends:
            film.mark(min(ends)[0], max(end for _, end in ends))

    def go_in(self) -> None:
        if self.film.stretch:
            self.go_to(self.film.stretch[0])

    def go_out(self) -> None:
        if self.film.stretch:
            self.go_to(self.film.stretch[1] - 1)

    # Switches ------------------------------------------------------------------------------------

    def toggle_loop(self) -> None:
        """In to out, or the film, again and again."""
        self._loop("" if self.loops else "film")

    def toggle_loop_shot(self) -> None:
        self._loop("" if self.loops == "shot" else "shot")

    def _loop(self, what: Loops) -> None:
        self.loops = what
        if self.plays:
            self.shuttle(self.speed)
        self.altered.emit()

    def toggle_captions(self) -> None:
        self.subtitles = not self.subtitles
        for screen in self._screens():
            screen.subtitles = self.subtitles
            screen.update()
        QSettings("Longtake", "Longtake").setValue("player/captions", self.subtitles)
        self.altered.emit()

    def toggle_mute(self) -> None:
        self._loudness(self.speaker.volume, not self.speaker.muted)

    def set_volume(self, percent: int) -> None:
        """0..100; a volume that is set is heard."""
        self._loudness(percent / 100, False)

    def louder(self, percent: int) -> None:
        self._loudness(self.speaker.volume + percent / 100, False)

    def _loudness(self, volume: float, muted: bool) -> None:
        self.speaker.set_loudness(volume, muted)
        kept = QSettings("Longtake", "Longtake")
        kept.setValue("player/volume", round(100 * self.speaker.volume))
        kept.setValue("player/muted", self.speaker.muted)
        self.altered.emit()

    def _remember(self) -> None:
        kept = QSettings("Longtake", "Longtake")
        volume = str(kept.value("player/volume", 100))
        self.speaker.volume = int(volume) / 100 if volume.isdigit() else 1.0
        self.speaker.muted = str(kept.value("player/muted", "false")) == "true"
        self.subtitles = str(kept.value("player/captions", "true")) == "true"

    def _silent(self, why: str) -> None:
        self.film.said.emit(why)
        self.altered.emit()

    # Full screen and keys ------------------------------------------------------------------------

    def toggle_full(self) -> None:
        """The frame fills the screen, or the window is as it was."""
        if self.theatre:
            self.theatre.leave()
        elif self.film.length:
            self.theatre = Theatre(self)
            self.theatre.left.connect(self._left)
            self.altered.emit()

    def look(self) -> None:
        """The picture has the focus."""
        self._screens()[-1].setFocus()

    def _left(self) -> None:
        self.theatre = None
        self.view.update()
        self.altered.emit()

    def _screens(self) -> list[Screen]:
        return [self.view, *([self.theatre.view] if self.theatre else [])]

    def _menu(self, where: QPoint) -> None:
        menus.menu([act for act in self.acts() if act.menu], self).popup(where)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.window().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whether K is held: with J or L it plays slowly, and rests when it is let go."""
        if event.type() == QEvent.Type.WindowDeactivate:
            self._holds_k = False  # it will be let go of elsewhere
        elif isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_K:
            if event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
                self._holds_k = event.modifiers() == Qt.KeyboardModifier.NoModifier
            elif event.type() == QEvent.Type.KeyRelease and not event.isAutoRepeat():
                self._holds_k = False
                if abs(self.speed) == SLOW:
                    self.shuttle(0)
        return False
