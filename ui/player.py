"""The player: the best there is of every moment, in time; a slow machine drops frames, not time."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from storyboard import timing
from studio import captions
from ui import forms, strokes, theme
from ui.film import Film
from ui.pictures import ON, Pictures

BEAT = 15  # milliseconds between two looks at the clock
FASTEST = 8


class Player(QWidget):
    """The screen and its transport."""

    def __init__(self, film: Film, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.film = film
        self.speed = 0  # frames a frame: 0 rests, negative goes back
        self._from = 0
        self._clock = QElapsedTimer()
        self._beat = QTimer(self)
        self._beat.setInterval(BEAT)
        self._beat.setTimerType(Qt.TimerType.PreciseTimer)
        self._beat.timeout.connect(self._go)
        self.view = Screen(film, pictures)
        self.time = forms.label("", 13, 600)
        self.time.setFont(theme.font(13, 600))
        self.whole = forms.label("", 11, 400, "t3")
        self.button = forms.tool("play", "Play or pause (Space)", self.toggle)
        self.subtitles = forms.tool("captions", "Captions (C)", self._captions, True)
        self.subtitles.setChecked(True)
        bar = QWidget()
        bar.setFixedHeight(36)
        bar.setLayout(
            forms.row(
                self.time,
                6,
                self.whole,
                None,
                forms.tool("first", "To the cut before (Page up)", lambda: self.cut(-1)),
                forms.tool("back", "One frame back (Left)", lambda: self.step(-1)),
                self.button,
                forms.tool("on", "One frame on (Right)", lambda: self.step(1)),
                forms.tool("last", "To the next cut (Page down)", lambda: self.cut(1)),
                None,
                self.subtitles,
                gap=1,
                edge=(12, 0, 8, 0),
            )
        )
        both = forms.column(self.view, bar)
        both.setStretch(0, 1)
        self.setLayout(both)
        self.setAutoFillBackground(True)
        film.moved.connect(self._show_time)
        film.changed.connect(self._show_time)
        film.took.connect(lambda shot: self.view.update())
        self._show_time()

    @property
    def plays(self) -> bool:
        return self.speed != 0

    def toggle(self) -> None:
        """Play from here, from the start when at the end; or rest."""
        if self.plays:
            self.shuttle(0)
        else:
            if self.film.frame >= self.film.length - 1:
                self.film.seek(0)
            self.shuttle(1)

    def shuttle(self, speed: int) -> None:
        """Go at this speed from here; 0 rests."""
        self.speed = max(-FASTEST, min(FASTEST, speed)) if self.film.length else 0
        self._from = self.film.frame
        self._clock.start()
        if self.speed:
            self._beat.start()
        else:
            self._beat.stop()
        self.button.setIcon(theme.icon("pause" if self.speed else "play", "t1"))

    def faster(self, way: int) -> None:
        """J or L: start that way, or double."""
        self.shuttle(self.speed * 2 if self.speed * way > 0 else way)

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

    def _go(self) -> None:
        gone = int(self._clock.elapsed() * self.film.board.rate * self.speed / 1000)
        frame = self._from + gone
        if not 0 <= frame < self.film.length:
            self.film.seek(0 if frame < 0 else self.film.length - 1)
            self.shuttle(0)
            return
        self.film.seek(frame)

    def _captions(self) -> None:
        self.view.subtitles = self.subtitles.isChecked()
        self.view.update()

    def _show_time(self, *_: object) -> None:
        rate = self.film.board.rate
        self.time.setText(timing.timecode(self.film.frame, rate))
        self.whole.setText(f"/ {timing.timecode(self.film.length, rate)}")
        self.view.update()


class Screen(QWidget):
    """The picture at the playhead, with its shot, level and caption."""

    def __init__(self, film: Film, pictures: Pictures) -> None:
        super().__init__()
        self._film, self._pictures = film, pictures
        self.subtitles = True
        self._said: tuple[captions.Caption, ...] = ()
        self.setMinimumSize(200, 113)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Picture")
        film.changed.connect(self._read)
        pictures.framed.connect(lambda shot: self.update())
        self._read()

    def _read(self, name: str = "") -> None:
        self._said = captions.captions(self._film.board)
        self.update()

    def caption(self) -> str:
        here = self._film.frame
        return next((said.text for said in self._said if said.start <= here < said.end), "")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.colour("view"))
        film = self._film
        found = film.at(film.frame)
        if found:
            aspect = film.board.aspect
            wide = min(self.width() - 16.0, (self.height() - 12.0) * aspect)
            box = QRectF(0, 0, round(wide), round(wide / aspect))
            box.moveCenter(QPointF(self.width() / 2, self.height() / 2))
            ratio = min(self.devicePixelRatioF(), 1280 / max(1.0, box.width()))
            size = QSize(round(box.width() * ratio), round(box.height() * ratio))
            shot, frame = found
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(box, self._pictures.frame(shot.id, frame // ON * ON, size))
            strokes.chip(painter, box.x() + 8, box.y() + 8, film.labels[shot.id], "t1")
            strokes.badge(painter, box.right() - 8, box.y() + 8, film.level(shot.id))
            if self.subtitles and (said := self.caption()):
                _subtitle(painter, box, said)
        painter.end()


def _subtitle(painter: QPainter, box: QRectF, said: str) -> None:
    """White words with a dark halo above the lower edge."""
    font = theme.font(max(12, round(box.height() * 0.06)), 600)
    metrics = QFontMetricsF(font)
    lines = [""]
    for word in said.split():
        longer = f"{lines[-1]} {word}".strip()
        if metrics.horizontalAdvance(longer) > 0.86 * box.width() and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    base = box.bottom() - 0.05 * box.height() - metrics.height() * (len(lines) - 1)
    for at, line in enumerate(lines):
        path = QPainterPath()
        left = box.center().x() - metrics.horizontalAdvance(line) / 2
        path.addText(QPointF(left, base + at * metrics.height()), font, line)
        painter.strokePath(path, QPen(theme.colour("black", 180), 3))
        painter.fillPath(path, theme.colour("white"))
