"""The first page: open a script, paste one, try the sample; or go on with a film."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import platformdirs
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import (
    QFileDialog,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

import assets
from studio import directors, plan, scripts, settings
from studio.errors import StudioError
from studio.project import SUFFIX
from studio.session import Session
from ui import forms, pictures, recent, strokes, theme
from ui.banner import Banner
from ui.page import EXAMPLE
from ui.recent import Recent
from ui.status import Status

SCRIPTS = "Scripts (*.fountain *.txt *.fdx *.md);;All files (*)"
FILMS = f"Films (*{SUFFIX})"
WIDE = 880


def films_folder() -> Path:
    """Where new films go: the folder of the settings, else one among the person's documents."""
    try:
        chosen = settings.load().films
    except StudioError:
        chosen = ""
    if chosen:
        return Path(chosen).expanduser()
    return Path(platformdirs.user_documents_path()) / "Longtake"


def film_of_script(text: str, name: str, folder: Path) -> Path:
    """A new film of this script, planned by rules. Raises StudioError."""
    text = scripts.checked(text)
    board = plan.by_rules(text, scripts.parsed(text).title or name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StudioError(
            f"The folder {folder} cannot be made ({error.strerror}). Choose another place."
        ) from error
    path, count = folder / f"{name}{SUFFIX}", 2
    while path.exists():
        path, count = folder / f"{name} {count}{SUFFIX}", count + 1
    Session.new(path, board).close()
    return path


class FirstPage(QWidget):
    """``opened`` names a project that the window should open; ``models_asked``: larger models."""

    opened = Signal(Path)
    models_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(f"QWidget#pane {{ background: {theme.COLOURS['bg1']}; }}")
        self.setAcceptDrops(True)
        self.banner = Banner("err", "Close", lambda: self.banner.say(""))
        self.cards = [
            Card("Open a script", "Ctrl+O", "Fountain, Final Draft or plain text. Or drop the file "
                 "anywhere in this window.", _page, self.open_script),
            Card("Write or paste", "Ctrl+N", "An empty page. Shots appear on the board from what "
                 "you write.", _blank, self.write),
            Card("Try the sample", "Enter", "A short film about a balloon. It plays at once as an "
                 "animatic.", self._sample_picture, self.sample),
        ]  # fmt: skip
        self.cards[0].setShortcut("Ctrl+O")
        self.cards[1].setShortcut("Ctrl+N")
        self._sample: QPixmap | None = None
        self.page = Writing(self._write_done, lambda: self.stack.setCurrentIndex(0))
        self.stack = QStackedWidget()
        self.stack.addWidget(self._start())
        self.stack.addWidget(self.page)
        self.setLayout(forms.column(self.banner, self.stack, Status(None)))
        self.cards[2].setFocus()
        self.setTabOrder(self.cards[0], self.cards[1])
        self.setTabOrder(self.cards[1], self.cards[2])

    def _start(self) -> QWidget:
        cards = [Recent(path, partial(self.opened.emit, path)) for path in recent.films()]
        known = bool(cards)
        other = forms.button("Open other…" if known else "Open a film…", self.open_film, "plain")
        other.setIcon(theme.icon("folder"))
        title = forms.label("Start with a script", 26, 600)
        said = (
            "Longtake plans the shots, plays them as an animatic, then renders the film on this "
            "machine. Nothing leaves it."
        )
        head = forms.label("Recent films" if known else "", 12, 600)
        middle = QWidget()
        middle.setFixedWidth(WIDE)
        middle.setLayout(
            forms.column(
                title,
                8,
                forms.label(said, 14, 400, "t2"),
                24,
                forms.row(*self.cards, gap=16),
                36,
                forms.row(head, None, other),
                8,
                forms.row(*cards, None, gap=16),
                28,
                Ready(self.models_asked.emit),
            )
        )
        page = QWidget()
        page.setLayout(forms.column(None, forms.row(None, middle, None), None))
        return page

    # What a person may do ------------------------------------------------------------------------

    def sample(self) -> None:
        """The film that comes with Longtake, in a folder where it can be worked on."""
        there = films_folder() / f"The balloon{SUFFIX}"
        if there.exists():
            self.opened.emit(there)
            return
        text = assets.path("scripts/sample.fountain").read_text("utf-8")
        self._make(text, "The balloon")

    def open_script(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Open a script", "", SCRIPTS)
        if name:
            self.open_file(Path(name))

    def open_film(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Open a film", str(films_folder()), FILMS)
        if name:
            self.opened.emit(Path(name))

    def open_file(self, path: Path) -> None:
        """A script or a film that was chosen or dropped."""
        if path.suffix == SUFFIX:
            self.opened.emit(path)
            return
        try:
            text = scripts.read(path)
        except StudioError as fault:
            self.banner.say(str(fault))
            return
        self._make(text, path.stem)

    def write(self) -> None:
        self.stack.setCurrentWidget(self.page)
        self.page.text.setFocus()

    def _write_done(self, text: str) -> None:
        title = scripts.parsed(text).title
        safe = "".join(letter for letter in title if letter.isalnum() or letter in " -_").strip()
        self._make(text, safe or "My film")

    def _make(self, text: str, name: str) -> None:
        try:
            path = film_of_script(text, name, films_folder())
        except StudioError as fault:
            self.banner.say(str(fault))
            return
        self.opened.emit(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls():
            if url.isLocalFile():
                self.open_file(Path(url.toLocalFile()))
                return

    def _sample_picture(self, painter: QPainter, box: QRectF) -> None:
        if self._sample is None:
            text = assets.path("scripts/sample.fountain").read_text("utf-8")
            board = plan.by_rules(text)
            ratio = self.devicePixelRatioF()
            size = QSize(round(272 * ratio), round(153 * ratio))
            image = pictures.layout(board, board.shots[1].id, 18, size, grey=False)
            self._sample = QPixmap.fromImage(image)
        whole = QRectF(box.x(), box.y() - 12, box.width(), box.width() * 9 / 16)
        painter.drawPixmap(whole, self._sample, QRectF(self._sample.rect()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("plate", 190))
        painter.drawEllipse(box.center(), 23, 23)
        middle = box.center() - QPointF(15, 16)
        strokes.icon(painter, "play", middle.x(), middle.y(), "white", 32)


class Card(QPushButton):
    """A large button with a picture."""

    def __init__(
        self,
        title: str,
        key: str,
        said: str,
        picture: Callable[[QPainter, QRectF], None],
        act: Callable[[], object],
    ) -> None:
        super().__init__()
        self._title, self._key, self._said, self._picture = title, key, said, picture
        self.setAccessibleName(title)
        self.setStyleSheet("min-height: 224px; max-height: 224px; border: 0;")
        self.setFixedHeight(226)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(True)
        self.clicked.connect(lambda: act())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        shape = strokes.rounded(box, 8)
        painter.fillPath(shape, theme.colour("bg2"))
        painter.save()
        painter.setClipPath(shape)
        upper = QRectF(box.x(), box.y(), box.width(), 132)
        painter.setClipRect(upper, Qt.ClipOperation.IntersectClip)
        painter.fillRect(upper, theme.colour("bg1"))
        self._picture(painter, upper)
        painter.restore()
        line = QRectF(box.x() + 15, box.y() + 145, box.width() - 30, 20)
        strokes.words(painter, line, self._title, theme.font(14, 600))
        strokes.words(painter, line, self._key, theme.font(11), "t3", strokes.RIGHT)
        strokes.paragraph(
            painter, line.adjusted(0, 25, 0, 0), self._said, theme.font(12), "t2", 18, 2
        )
        painter.setBrush(Qt.BrushStyle.NoBrush)
        chosen = self.hasFocus()
        ink = "acc" if chosen else "t4" if self.underMouse() else "line2"
        painter.setPen(QPen(theme.colour(ink), 2 if chosen else 1))
        painter.drawPath(shape)
        painter.end()


class Ready(QWidget):
    """What is there on this machine."""

    def __init__(self, ask_models: Callable[[], object]) -> None:
        super().__init__()
        self.setFixedHeight(52)
        larger = forms.button("Get larger models…", ask_models, "plain")
        larger.setToolTip("Directors, and models for pictures and video, to be fetched")
        self.setLayout(forms.row(None, larger, edge=(0, 0, 8, 0)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(theme.colour("line2"), 1))
        painter.drawRoundedRect(box, 6, 6)
        there = (assets.ROOT / "papercut").is_dir()
        director = directors.bundled() is not None
        told = (
            ("Director: bundled, ready" if director else "Planning by rules: ready", True),
            ("Animatic: ready", True),
            (
                "Pictures: papercut, ready" if there else "Pictures: papercut is not installed",
                there,
            ),
        )
        x = 18.0
        for said, well in told:
            strokes.icon(painter, "check" if well else "warn", x, 18, "acc" if well else "warn")
            wide = strokes.width(theme.font(), said)
            room = QRectF(x + 22, 0, wide + 4, 52)
            strokes.words(painter, room, said, theme.font(), "t2", elide=False)
            x += wide + 54
        painter.end()


class Writing(QWidget):
    """An empty page for a script."""

    def __init__(self, done: Callable[[str], object], back: Callable[[], object]) -> None:
        super().__init__()
        self.text = QPlainTextEdit()
        self.text.setFont(theme.font(13, 400, theme.MONO))
        self.text.setPlaceholderText(EXAMPLE)
        self.text.setAccessibleName("Script")
        self.go = forms.button("Make the board", lambda: done(self.text.toPlainText()), "primary")
        middle = QWidget()
        middle.setFixedWidth(720)
        middle.setLayout(
            forms.column(
                forms.label("Write or paste a script", 26, 600),
                8,
                forms.label(
                    "A heading for each scene, then what happens: one paragraph becomes "
                    "about one shot.",
                    13,
                    400,
                    "t2",
                ),
                16,
                self.text,
                16,
                forms.row(forms.button("Back", back, "plain"), None, self.go),
                edge=(0, 48, 0, 32),
            )
        )
        self.setLayout(forms.row(None, middle, None))


def _page(painter: QPainter, box: QRectF) -> None:
    """A written page."""
    sheet = QRectF(box.center().x() - 44, box.y() + 22, 88, 130)
    painter.fillRect(sheet, theme.colour("l3"))
    ink = theme.colour("l1")
    for at, (left, wide) in enumerate(
        ((8, 46), (8, 70), (8, 62), (30, 28), (20, 50), (20, 44), (8, 66), (8, 40))
    ):
        painter.fillRect(QRectF(sheet.x() + left, sheet.y() + 14 + 11 * at, wide, 2.5), ink)


def _blank(painter: QPainter, box: QRectF) -> None:
    """An empty one."""
    painter.setPen(QPen(theme.colour("t3"), 1.2, Qt.PenStyle.DashLine))
    sheet = QRectF(box.center().x() - 44, box.y() + 22, 88, 130)
    painter.drawRoundedRect(sheet, 3, 3)
    painter.fillRect(QRectF(sheet.x() + 14, sheet.y() + 14, 1.5, 16), theme.colour("acc"))
    for at, wide in enumerate((50, 36)):
        line = QRectF(sheet.x() + 20, sheet.y() + 16 + 12 * at, wide, 2.5)
        painter.fillRect(line, theme.colour("t4"))
