"""Takes of the current shot: look at them, circle one, lay two side by side."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QPainter, QPen
from PySide6.QtWidgets import QMenu, QWidget

from storyboard.board import Shot
from storyboard.edits import shots
from studio.takes import Take
from ui import forms, strokes, theme
from ui.acts import Act
from ui.contacts import Contacts
from ui.film import Film
from ui.pictures import Pictures

LEVELS = {0: "Animatic", 1: "Keyframes"}


def level_of(take: Take) -> str:
    """What a take is, in a word."""
    return LEVELS.get(take.level, "Final")


def middle(take: Take) -> str:
    """The picture that stands for a take: the one of its middle."""
    ticks = sorted(take.frames)
    return take.frames[ticks[len(ticks) // 2]] if ticks else ""


def number_of(shot: Shot, take: str) -> int:
    """A take's number in its shot, from 1."""
    return shot.takes.index(take) + 1 if take in shot.takes else 0


def circle(film: Film, shot: Shot, take: str) -> bool:
    """Choose a take; the chosen one is let go."""
    wanted = "" if take == shot.circled else take
    label, number = film.labels[shot.id], number_of(shot, take)
    name = f"Circle take {number} of {label}" if wanted else f"Let go of take {number} of {label}"
    return film.edit(name, partial(shots.circle, shot_id=shot.id, take=wanted))


def no_other(film: Film) -> str:
    """Why the current shot cannot have another take of the same kind; empty when it can."""
    shot = film.shot
    take = film.session.takes.best(film.board, shot.id) if shot else None
    if take is None:
        return "This shot has no takes yet: render it first."
    if take.level == 0:
        return "An animatic comes out the same every time. Render keyframes or final pictures."
    return ""


def render_other(film: Film) -> None:
    """The current shot once more with other noise, up to the level of the take that plays."""
    shot = film.shot
    take = film.session.takes.best(film.board, shot.id) if shot else None
    if shot is None or take is None or take.level == 0:
        return
    name = f"Ask for another take of {film.labels[shot.id]}"
    if film.edit(name, lambda board: shots.vary(board, [shot.id])):
        film.render([shot.id], "keyframes" if take.level == 1 else "final")


def show_file(film: Film, take: Take) -> bool:
    """Open the folder where a take lies: its clip, else its pictures."""

    def open_folder() -> None:
        path = film.session.bin.path(take.clip) if take.clip else None
        path = path or film.session.bin.path(middle(take))
        if path is None:
            raise ValueError(
                f"The pictures of this take are not in {film.session.bin.folder.name} any more. "
                "Render the shot again."
            )
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))

    return film.try_out(open_folder)


class TakeStrip(Contacts):
    """Small pictures of the takes; a click circles one, a click on the circled one lets it go."""

    asked = Signal(str, str)  # two takes to compare

    def __init__(self, film: Film, columns: int = 0) -> None:
        super().__init__(film, columns)
        self._shot: Shot | None = None
        self.setAccessibleName("Takes")

    def show_shot(self, shot: Shot | None) -> None:
        """The takes of a shot; the circled one in sight, else the newest."""
        if shot is None or self._shot is None or shot.id != self._shot.id:
            self.at = -1
        self._shot = shot
        takes = shot.takes if shot else ()
        chosen = shot.circled if shot else ""
        self.show_items(takes, takes.index(chosen) if chosen in takes else len(takes) - 1)

    def paint_one(self, painter: QPainter, box: QRectF, one: str, at: int) -> None:
        film, shot = self.film, self._shot
        if shot is None:
            return
        take, chosen = film.session.takes.take(one), one == shot.circled
        self.still(painter, box, middle(take))
        focused = self.hasFocus() and at == self.at
        if chosen or focused or at == self.over:
            token = "acc" if chosen or focused else "t4"
            painter.setPen(QPen(theme.colour(token), 2 if chosen else 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)
        if focused and chosen:
            painter.setPen(QPen(theme.colour("white"), 1))
            painter.drawRoundedRect(box.adjusted(3, 3, -3, -3), 2, 2)
        below = QRectF(box.x(), box.bottom() + 4, box.width() - 16, 16)
        font = theme.font(11, 600 if chosen else 400)
        name = f"Take {number_of(shot, one)}"
        strokes.words(painter, below, name, font, "t1" if chosen else "t2")
        if chosen:
            strokes.icon(painter, "check", box.right() - 15, box.bottom() + 5, "acc", 14)
        elif not film.session.takes.fits(film.board, take):
            strokes.icon(painter, "stale", box.right() - 14, box.bottom() + 6, "warn", 12)

    def press(self, at: int, x: float, y: float) -> None:
        self.choose(at)

    def choose(self, at: int) -> None:
        if self._shot:
            circle(self.film, self._shot, self.items[at])

    def said(self, at: int) -> str:
        shot, id = self._shot, self.items[at]
        if shot is None:
            return ""
        take = self.film.session.takes.take(id)
        said = f"Take {number_of(shot, id)}, {level_of(take).lower()}. "
        if not self.film.session.takes.fits(self.film.board, take):
            said += "The shot was edited since. "
        return said + ("Click lets it go." if id == shot.circled else "Click circles it.")

    def menu_of(self, at: int) -> QMenu | None:
        return self.menu(self.items[at]) if 0 <= at < len(self.items) else None

    def menu(self, id: str) -> QMenu:
        """What can be done with a take."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shot, film = self._shot, self.film
        if shot is None:
            return menu
        take = film.session.takes.take(id)
        menu.addAction(
            "Let go of this take" if id == shot.circled else "Circle this take",
            lambda: circle(film, shot, id),
        )
        playing = film.session.takes.best(film.board, shot.id)
        other = next(
            (t for t in (shot.circled, playing.id if playing else "") if t != id and t), ""
        )
        other = other or next((t for t in reversed(shot.takes) if t != id), "")
        compare = menu.addAction(
            f"Compare with take {number_of(shot, other)}" if other else "Compare",
            lambda: self.asked.emit(other, id),
        )
        compare.setEnabled(bool(other))
        other_take = menu.addAction("Render another take", lambda: render_other(film))
        other_take.setEnabled(not no_other(film))
        menu.addSeparator()
        menu.addAction("Show file in folder", lambda: show_file(film, take))
        menu.addAction("Copy its id", lambda: QGuiApplication.clipboard().setText(id))
        return menu


class TakeRow(QWidget):
    """The takes of the current shot beside its keyframes. ``asked`` carries two to compare."""

    asked = Signal(str, str)

    def __init__(self, film: Film, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.film = film
        self.strip = TakeStrip(film)
        self.strip.asked.connect(self.asked)
        self.count = forms.label("", 11, 400, "t3")
        self.compare = forms.button("Compare", self.ask)
        self.compare.setToolTip("Lay two takes side by side (Ctrl+Shift+C)")
        side = QWidget()
        side.setFixedWidth(78)
        side.setLayout(
            forms.column(forms.label("Takes", 12, 600), self.count, 5, self.compare, None, gap=2)
        )
        self.setLayout(forms.row(side, self.strip, gap=8))
        film.selected.connect(self.renew)
        film.changed.connect(self.renew)
        film.took.connect(self.renew)
        self.renew()

    def renew(self, *_: object) -> None:
        """Read the takes of the current shot."""
        shot = self.film.shot
        self.strip.show_shot(shot)
        self.count.setText(counted(shot))
        why = self._why_not()
        self.compare.setEnabled(not why)
        self.compare.setToolTip(why or "Lay two takes side by side (Ctrl+Shift+C)")

    def ask(self) -> None:
        """Ask for the circled take, or what plays, beside the newest other one."""
        shot = self.film.shot
        if shot is None or len(shot.takes) < 2:
            return
        playing = self.film.session.takes.best(self.film.board, shot.id)
        one = shot.circled or (playing.id if playing else shot.takes[-1])
        self.asked.emit(one, next(take for take in reversed(shot.takes) if take != one))

    def circle_next(self) -> None:
        """Circle the take after the one that plays."""
        shot = self.film.shot
        if shot is None or not shot.takes:
            return
        playing = self.film.session.takes.best(self.film.board, shot.id)
        at = shot.takes.index(playing.id) if playing and playing.id in shot.takes else -1
        circle(self.film, shot, shot.takes[(at + bool(shot.circled or at < 0)) % len(shot.takes)])

    def _why_not(self) -> str:
        shot = self.film.shot
        few = shot is None or len(shot.takes) < 2
        return "Two takes of this shot are needed to compare: render it again." if few else ""

    def _why_none(self) -> str:
        shot = self.film.shot
        return "" if shot and shot.takes else "This shot has no takes yet: render it first."

    def acts(self) -> list[Act]:
        """What can be done with takes."""
        return [
            Act("take.circle", "Circle the next take", self.circle_next, "Shot", "Ctrl+Shift+T",
                why_not=self._why_none, rule=True),
            Act("take.again", "Render another take", lambda: render_other(self.film), "Render",
                "Ctrl+Shift+R", why_not=lambda: no_other(self.film)),
            Act("take.compare", "Compare takes", self.ask, "Shot", "Ctrl+Shift+C",
                why_not=self._why_not),
        ]  # fmt: skip


def counted(shot: Shot | None) -> str:
    """How many takes there are, for the side of a row."""
    if shot is None or not shot.takes:
        return "none yet"
    return f"{len(shot.takes)}, one circled" if shot.circled else str(len(shot.takes))
