"""The look of a subject or place: bundled, from a file, from a frame of the film, or drawn here."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from storyboard import light
from storyboard.board import Place, Subject
from storyboard.edits import cast as edits
from studio import cutout, media
from studio.cutout import SMALLEST, Cutout
from studio.errors import StudioError
from ui import forms, portraits, theme
from ui.banner import Banner
from ui.counts import many
from ui.cutter import Cutter
from ui.film import Film
from ui.images import as_picture
from ui.limbs import LimbFields
from ui.pad import PLATE, SHEET, Pad
from ui.place_fields import PlaceFields
from ui.portraits import Face, Portraits
from ui.sources import BundledPage, FilePage, FramesPage
from ui.tabs import Segments

FILES = "Pictures (*.png *.jpg *.jpeg *.webp *.bmp *.gif *.tif *.tiff)"
SIZE = QSize(960, 640)
SIDE = 232
PAGES = ("Bundled", "File", "Film", "Draw")
TIPS = (
    "One of the puppets or places that Longtake brings",
    "A picture of yours",
    "A keyframe or a frame of a take",
    "Draw it here",
)
WHOLE = "Nothing is cut out yet, so the whole picture would stand in the shot like a card."


class LookWindow(QWidget):
    """Floats over the window it belongs to; nothing waits for it. What is chosen holds at once."""

    def __init__(self, film: Film, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Tool)
        self.film = film
        self.id = ""
        self._last = 0  # the source that one goes back to
        self._ghost: Face | None = None  # what the drawing lies over; none is begun without
        self._file = "picture"  # what the picture that is cut out is called
        self.setObjectName("look")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(f"QWidget#look {{ background: {theme.COLOURS['bg1']}; }}")
        self.resize(SIZE)
        self.bundled = BundledPage(film)
        self.file = FilePage(film, self._ask_file)
        self.frames = FramesPage(film)
        self.pad = Pad()
        self.cutter = Cutter()
        self.pages = QStackedWidget()
        for page in (self.bundled, self.file, self.frames, self.pad, self.cutter):
            self.pages.addWidget(page)
        self.fault = Banner("err", "Close", lambda: self.fault.say(""))
        self.whole = Banner("warn", "Use it whole", self._use_whole)
        self._head()
        self._side()
        main = forms.column(self.bar, forms.rule(), self.fault, self.whole, self.pages)
        main.setStretch(4, 1)
        line = QWidget()
        line.setFixedWidth(1)
        line.setStyleSheet(f"background: {theme.COLOURS['bg0']};")
        lay = forms.row(self.side, line, main, gap=0)
        lay.setStretch(2, 1)
        self.setLayout(lay)
        self.file.taken.connect(self.take_file)
        self.file.again.connect(self._take_kept)
        self.frames.taken.connect(self._take_frame)
        self.pad.finished.connect(self._take_drawing)
        self.cutter.finished.connect(self._take_cut)
        self.cutter.left.connect(lambda: self.show_page(self._last))
        self.cutter.said.connect(self.fault.say)
        Portraits.of(film).arrived.connect(self._show_ghost)
        film.changed.connect(self._renew)
        film.picked.connect(self._follow)
        parent.installEventFilter(self)

    def _head(self) -> None:
        self.tabs = Segments([(name, name) for name in PAGES])
        for at, (name, tip) in enumerate(zip(PAGES, TIPS, strict=True)):
            self.tabs.buttons[name].setToolTip(f"{tip} (Ctrl+{at + 1})")
        self.tabs.chosen.connect(lambda name: self.show_page(PAGES.index(name)))
        self.bar = QWidget()
        self.bar.setFixedHeight(44)
        self.bar.setLayout(forms.row(self.tabs, None, edge=(12, 0, 8, 0)))

    def _side(self) -> None:
        self.name = forms.label("", 15, 600)
        self.uses = forms.label("", 11, 400, "t3")
        self.dot = forms.label()
        self.portrait = portraits.Portrait(Portraits.of(self.film), SIDE - 24)
        self.told = forms.label("", 12, 400, "t2")
        self.told.setWordWrap(True)
        self.cut_button = forms.button("Cut out again", self._cut_again)
        self.cut_button.setToolTip("Change what stays of this picture")
        self.plain_button = forms.button("", self._drop_picture)
        self.fields = PlaceFields(self.film)
        self.limbs = LimbFields(self.film)
        self.limbs.tinted.connect(
            lambda rig: self.portrait.show_face(replace(self._face(), limbs=rig))
        )
        self.side = QWidget()
        self.side.setFixedWidth(SIDE)
        self.side.setLayout(
            forms.column(
                forms.row(self.dot, self.name, None, gap=8), 2, self.uses, 12, self.portrait, 10,
                self.told, 12, self.limbs, 12, self.cut_button, 8, self.plain_button, 12,
                self.fields, None, edge=(12, 12, 12, 12),
            )
        )  # fmt: skip

    # What is shown -------------------------------------------------------------------------------

    def open(self, id: str, file: str = "") -> None:
        """The look of this subject or place; ``file`` is a picture that was let go on it."""
        if id != self.id:
            self.id = id
            self.cutter.canvas.show_work(None)
            self.fault.say("")
            self.whole.say("")
            self._ghost = None
            self.show_page(1 if self._picture() else 0)
        self._renew()
        self.show()
        self.activateWindow()
        if file:
            self.take_file(file)

    def show_page(self, page: int) -> None:
        """One of the sources."""
        self._last = page
        self.whole.say("")
        self.tabs.show_choice(PAGES[page])
        self.pages.setCurrentIndex(page)
        if page == 3 and self._ghost is None:
            self._begin_drawing()
        starts = (self.bundled.field, self.file.button, self.frames.tiles, self.pad.page)
        starts[page].setFocus()

    @property
    def thing(self) -> Subject | Place | None:
        """Whose look it is."""
        board = self.film.board
        known: tuple[Subject | Place, ...] = (*board.cast, *board.places)
        return next((one for one in known if one.id == self.id), None)

    @property
    def is_cutting(self) -> bool:
        """Whether a picture is being cut out."""
        return self.pages.currentWidget() is self.cutter

    def _picture(self) -> str:
        thing = self.thing
        return thing.plate if isinstance(thing, Place) else thing.sheet if thing else ""

    def _face(self) -> Face:
        thing = self.thing
        if isinstance(thing, Place):
            return portraits.of_place(thing, self.film.board)
        return portraits.of_subject(thing) if thing else Face()

    def _follow(self, subject: str) -> None:
        """Another subject was picked in the window: its look is shown, unless one is being made."""
        busy = self.is_cutting or self.pad.page.steps
        if self.isVisible() and subject and isinstance(self.thing, Subject) and not busy:
            self.open(subject)

    def _renew(self, name: str = "") -> None:
        thing = self.thing
        if thing is None:
            self.hide()
            return
        where = isinstance(thing, Place)
        self.setWindowTitle(f"Look of {thing.name}")
        self.name.setText(thing.name)
        uses = len(edits.uses(self.film.board, thing.id))
        self.uses.setText(f"in {many(uses)}" if uses else "in no shot yet")
        hue = theme.hues(self.film.board).get(thing.id)
        self.dot.setVisible(hue is not None)
        if hue is not None:
            self.dot.setPixmap(portraits.dot(hue, self.devicePixelRatioF()))
        face = self._face()
        self.portrait.show_face(face)
        drawn = (face.backdrop if where else face.puppet).replace("_", " ")
        picture = self.film.session.media.find(face.picture) if face.picture else None
        if face.picture:
            size = f", {picture.width} x {picture.height}" if picture else ""
            here = "It fills the frame." if where else "It stands in its box in every shot."
            self.told.setText(f"Your own picture{size}. {here}")
        elif drawn:
            self.told.setText(f"Bundled {'place' if where else 'puppet'}: {drawn}")
        else:
            self.told.setText("No picture yet: choose one at the right.")
        self.plain_button.setVisible(bool(face.picture))
        self.plain_button.setText(f"Back to the {drawn}" if drawn else "Without a picture")
        self.plain_button.setToolTip("Your picture stays in the project, under File")
        self.cut_button.setVisible(bool(face.picture) and not where)
        self.fields.setVisible(where)
        self.limbs.setVisible(False)
        if isinstance(thing, Subject):
            self.limbs.show_subject(thing)
        if isinstance(thing, Place):
            self.fields.show_place(thing)
        self.bundled.show_thing(thing)
        self.file.show_thing(thing)

    # Pictures ------------------------------------------------------------------------------------

    def take_file(self, file: str) -> None:
        """A picture from outside: cut out if it must be, else used as it is."""
        self._last = 1

        def read() -> Image.Image:
            return media.read_picture(Path(file), transparent=True)

        self._take(read, Path(file).name)

    def _take_frame(self, hash: str) -> None:
        self._last = 2
        self._take(partial(self._kept, hash), "This frame")

    def _take_kept(self, hash: str) -> None:
        """A picture that came in before, as it is."""
        thing = self.thing
        if thing:
            self._edit(thing, hash)

    def _cut_again(self) -> None:
        self._last = 1
        try:
            self._cut(self._kept(self._picture()))
        except StudioError as fault:
            self.fault.say(str(fault))

    def _take(self, read: Callable[[], Image.Image], name: str) -> None:
        self.fault.say("")
        try:
            picture = read()
            if min(picture.size) < SMALLEST:
                raise StudioError(
                    f"{name} measures {picture.width} x {picture.height}; a look needs at least "
                    f"{SMALLEST} pixels a side. Choose a larger picture."
                )
            self._file = name
            if isinstance(self.thing, Place) or cutout.is_cut(picture):
                self._give(picture, name)
            else:
                self._cut(picture)
        except StudioError as fault:
            self.fault.say(str(fault))

    def _kept(self, hash: str) -> Image.Image:
        path = self.film.session.bin.path(hash)
        if path is None:
            raise StudioError("This picture is not in the project any more. Choose another.")
        return media.read_picture(path, transparent=True)

    def _cut(self, picture: Image.Image) -> None:
        self.cutter.open(picture)
        self.tabs.show_choice(PAGES[self._last])
        self.pages.setCurrentWidget(self.cutter)
        self.cutter.canvas.setFocus()

    def _take_cut(self, work: Cutout) -> None:
        self.fault.say("")
        if not work.has_cut:
            self.whole.say(f"{WHOLE} Click its background with the fill first.")
            return
        self._use(work)

    def _use_whole(self) -> None:
        if work := self.cutter.canvas.work:
            self._use(work)

    def _use(self, work: Cutout) -> None:
        try:
            self._give(work.finished(), self._file)
        except StudioError as fault:
            self.fault.say(str(fault))
            return
        self.show_page(1)

    def _take_drawing(self, image: QImage) -> None:
        try:
            self._give(as_picture(image), "drawing.png")
        except StudioError as fault:
            self.fault.say(str(fault))
            return
        self._begin_drawing()

    def _give(self, picture: Image.Image, name: str) -> None:
        """This picture is the look from now on. Raises StudioError."""
        thing, session = self.thing, self.film.session
        if thing is None:
            return
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"{Path(name).stem or 'picture'}.png"
            if isinstance(thing, Place):
                picture.convert("RGB").save(file)
                session.set_plate(thing.id, file)
            else:
                if not cutout.is_inked(picture):
                    raise StudioError(
                        "There is nothing on the picture. Draw something, or choose another."
                    )
                picture.save(file)
                session.set_sheet(thing.id, file)

    def _drop_picture(self) -> None:
        if thing := self.thing:
            self._edit(thing, "")

    def _edit(self, thing: Subject | Place, hash: str) -> None:
        """Give it this picture of the project, or none."""
        said = f"Give {thing.name} a picture" if hash else f"Take the picture of {thing.name} away"
        if isinstance(thing, Place):
            self.film.edit(said, lambda board: edits.set_place(board, thing.id, plate=hash))
        else:
            self.film.edit(said, lambda board: edits.set_subject(board, thing.id, sheet=hash))

    def _begin_drawing(self) -> None:
        """An empty page; what it looks like now lies under it as soon as it is painted."""
        where = isinstance(self.thing, Place)
        self._ghost = self._face()
        said = "place" if where else "puppet"
        self.pad.open(self._page, said, light.paper("cream") if where else None)
        self._show_ghost(self._ghost)

    @property
    def _page(self) -> QSize:
        return PLATE if isinstance(self.thing, Place) else SHEET

    def _show_ghost(self, face: Face) -> None:
        begun = self.pages.currentWidget() is self.pad
        if (
            begun
            and face == self._ghost
            and (found := Portraits.of(self.film).small(face, self._page, 1.0))
        ):
            self.pad.show_ghost(found.toImage())

    def _ask_file(self) -> str:
        name, _ = QFileDialog.getOpenFileName(self, "Choose a picture", "", FILES)
        return name

    # The window ----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digits = [Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4]
        if event.key() == Qt.Key.Key_Escape:
            if self.is_cutting:
                self.show_page(self._last)
            else:
                self.close()
        elif event.modifiers() == Qt.KeyboardModifier.ControlModifier and event.key() in digits:
            self.show_page(digits.index(Qt.Key(event.key())))
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Close:  # the window goes, and this with it
            self.close()
        return False
