"""Where a look comes from: bundled puppets and places, a file, a frame of the film."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from storyboard import backdrops, puppets
from storyboard.board import Place, Subject
from storyboard.edits import cast as edits
from studio.media import Kind
from ui import forms, portraits
from ui.dress import Dress, spoken
from ui.film import Film
from ui.portraits import Face, Portraits
from ui.roll import picture_in
from ui.tiles import Tile, Tiles

SMALL, BROAD = QSize(84, 84), QSize(150, 84)
FRAMES = 12  # pictures shown of one take


class BundledPage(QWidget):
    """All puppets, or all bundled places, found by any word for them; and what a puppet wears."""

    def __init__(self, film: Film, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.film = film
        self.thing: Subject | Place | None = None
        self.field = QLineEdit()
        self.field.textChanged.connect(lambda: self._renew())
        self.field.returnPressed.connect(self._take_first)
        self.dress = Dress(film)
        self.small = Tiles(Portraits.of(film), "Puppets", SMALL)
        self.broad = Tiles(Portraits.of(film), "Bundled places", BROAD)
        for tiles in (self.small, self.broad):
            tiles.taken.connect(self.take)
            tiles.empty = "Nothing bundled is called so. Try a broader word: bird, person, boat."
        whole = forms.column(self.field, self.dress, self.small, self.broad, gap=8)
        whole.setContentsMargins(12, 10, 4, 0)
        whole.setStretch(2, 1)
        whole.setStretch(3, 1)
        self.setLayout(whole)

    @property
    def tiles(self) -> Tiles:
        """The grid that is shown."""
        return self.broad if isinstance(self.thing, Place) else self.small

    def show_thing(self, thing: Subject | Place) -> None:
        """Choose for this subject or place."""
        if self.thing is None or thing.id != self.thing.id:
            self.field.clear()
        self.thing = thing
        where = isinstance(thing, Place)
        kind = "places" if where else "puppets"
        many = len(backdrops.names() if where else puppets.names())
        said = f"Search {many} bundled {kind}: any word for it"
        self.field.setPlaceholderText(said)
        self.field.setAccessibleName(said)
        self.small.setVisible(not where)
        self.broad.setVisible(where)
        self.dress.setVisible(not where)
        if isinstance(thing, Subject):
            self.dress.show_subject(thing)
        self._renew()

    def take(self, name: str) -> None:
        """This puppet or bundled place is how it looks."""
        thing, said = self.thing, name.replace("_", " ")
        if isinstance(thing, Subject):
            self.film.edit(
                f"Let {article(said)} play {thing.name}",
                lambda board: edits.set_subject(board, thing.id, puppet=name, sheet=""),
            )
        elif thing:
            self.film.edit(
                f"Show {thing.name} as {article(said)}",
                lambda board: edits.set_place(board, thing.id, backdrop=name, plate=""),
            )

    def _take_first(self) -> None:
        if self.tiles.tiles:
            self.take(self.tiles.tiles[0].id)

    def _renew(self) -> None:
        told = self.field.text().strip().lower()
        if isinstance(self.thing, Place):
            self.broad.show_tiles(_places(told), "" if self.thing.plate else self.thing.backdrop)
        elif self.thing:
            face = portraits.of_subject(self.thing)
            self.small.show_tiles(_puppets(told), "" if self.thing.sheet else face.puppet)


def _puppets(told: str) -> list[Tile]:
    return [
        Tile(name, spoken(name), Face(puppet=name), ", ".join((spoken(name), *figure.words[:12])))
        for name in puppets.names()
        if _fits(told, (name, *(figure := puppets.find(name)).words))
    ]


def _places(told: str) -> list[Tile]:
    return [
        Tile(name, spoken(name), Face(backdrop=name, whole=True), ", ".join((spoken(name), *words)))
        for name in backdrops.names()
        if _fits(told, (name, *(words := backdrops.find(name).words)))
    ]


def _fits(told: str, words: tuple[str, ...]) -> bool:
    return not told or any(told in word.lower().replace("_", " ") for word in words)


def article(noun: str) -> str:
    """A noun with its article."""
    return f"an {noun}" if noun[:1].lower() in "aeiou" else f"a {noun}"


class FilePage(QWidget):
    """A picture from a file: chosen, dropped, or imported before. ``taken`` a file's path,
    ``again`` the hash of one that is in the project.
    """

    taken = Signal(str)
    again = Signal(str)

    def __init__(self, film: Film, choose: Callable[[], str], parent: QWidget | None = None):
        super().__init__(parent)
        self.film, self._choose = film, choose
        self.button = forms.button("Choose a picture…", self.choose, "primary")
        self.words = forms.label("", 12, 400, "t2")
        self.words.setWordWrap(True)
        self.title = forms.label("Drop a picture here", 13, 600)
        inner = forms.row(forms.column(self.title, self.words, gap=4), self.button, gap=16)
        inner.setStretch(0, 1)
        self.zone = forms.pane(inner, edge=(16, 14, 16, 14), token="bg2")
        self.before = forms.label("In this project", 12, 600)
        self.small = Tiles(Portraits.of(film), "Pictures in this project", SMALL)
        self.broad = Tiles(Portraits.of(film), "Pictures in this project", BROAD)
        for tiles in (self.small, self.broad):
            tiles.taken.connect(self.again)
            tiles.empty = "None yet: what you bring in once can be used again from here."
        whole = forms.column(
            self.zone, self.before, self.small, self.broad, gap=10, edge=(12, 12, 4, 0)
        )
        whole.setStretch(2, 1)
        whole.setStretch(3, 1)
        self.setLayout(whole)
        self.setAcceptDrops(True)

    def show_thing(self, thing: Subject | Place) -> None:
        """Choose for this subject or place."""
        where = isinstance(thing, Place)
        self.words.setText(
            "PNG, JPEG, WebP or TIFF; it fills the frame behind everyone."
            if where
            else "PNG, JPEG, WebP or TIFF. If it has a background, you cut it out next."
        )
        kind: Kind = "plate" if where else "sheet"
        rows = {one.hash: one.name for one in self.film.session.media.all(kind)}
        used = thing.plate if isinstance(thing, Place) else thing.sheet
        tiles = [Tile(hash, name, Face(hash, whole=where), name) for hash, name in rows.items()]
        (self.broad if where else self.small).show_tiles(tiles[::-1], used)
        self.small.setVisible(not where)
        self.broad.setVisible(where)

    def choose(self) -> None:
        """Ask the system for a file."""
        if file := self._choose():
            self.taken.emit(file)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if picture_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if file := picture_in(event.mimeData()):
            event.acceptProposedAction()
            self.taken.emit(file)


class FramesPage(QWidget):
    """Keyframes and frames of takes of the selected shot; it follows the selection."""

    taken = Signal(str)

    def __init__(self, film: Film, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.film = film
        self.title = forms.label("", 12, 600)
        self.words = forms.label(
            "Select another shot in the window to see its frames.", 12, 400, "t2"
        )
        self.tiles = Tiles(Portraits.of(film), "Frames of the shot", BROAD)
        self.tiles.empty = (
            "This shot has no picture yet. Render it, pin a keyframe, or select another shot."
        )
        self.tiles.taken.connect(self.taken)
        whole = forms.column(self.title, self.words, self.tiles, gap=6, edge=(12, 12, 4, 0))
        whole.setStretch(2, 1)
        self.setLayout(whole)
        film.selected.connect(lambda shot: self.renew())
        film.took.connect(lambda shot: self.renew())

    def renew(self) -> None:
        """The frames of the shot that is selected now."""
        shot = self.film.shot
        self.title.setText(f"Frames of {self.film.labels[shot.id]}" if shot else "No shot")
        if not self.isVisible() or shot is None:
            return
        tiles: dict[str, Tile] = {}
        for keyframe in shot.keyframes:
            if not keyframe.picture:
                continue
            said = f"Keyframe {keyframe.frame + 1}"
            tiles[keyframe.picture] = Tile(
                keyframe.picture, said, Face(keyframe.picture, whole=True), said
            )
        for at, take in reversed(list(enumerate(self.film.session.takes.of_shot(shot.id), 1))):
            ticks = sorted(take.frames)
            for tick in ticks[:: max(1, -(-len(ticks) // FRAMES))]:
                hash, said = take.frames[tick], f"Take {at}, frame {2 * tick + 1}"
                tiles.setdefault(hash, Tile(hash, said, Face(hash, whole=True), said))
        self.tiles.show_tiles(list(tiles.values()))

    def showEvent(self, event: object) -> None:
        self.renew()
