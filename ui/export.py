"""The export dialog: what goes out, how large, where to; the work runs in a process of its own."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtCore import QProcess, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QProgressBar,
    QWidget,
)

from storyboard import timing
from studio import machine, settings
from studio.errors import StudioError
from ui import children, export_wish, forms, theme
from ui.banner import Banner
from ui.export_parts import GoesOut, PresetRow, Still
from ui.export_wish import PRESETS, QUALITIES, Preset, Range
from ui.film import Film
from ui.orders import span
from ui.pictures import Pictures
from ui.tabs import Segments

LOG = "export.log"  # in the data folder
WIDE, SIDE = 840, 204
RANGES = (("film", "Film"), ("stretch", "In to out"), ("chosen", "Selection"))
CAPTIONS = (("none", "None"), ("soft", "Soft"), ("burn", "Burnt in"), ("srt", "SRT file"))


class ExportDialog(QDialog):
    """Choices, then progress, then where the film is. ``render_asked``: shots are not final."""

    render_asked = Signal()

    def __init__(self, film: Film, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.film = film
        self.setWindowTitle("Export")
        self.setFixedWidth(WIDE)
        self.setObjectName("dialog")
        self.setStyleSheet(f"QDialog#dialog {{ background: {theme.COLOURS['pop']}; }}")
        self.preset: Preset = PRESETS[0]
        self.presets = {preset.name: PresetRow(preset, self.choose) for preset in PRESETS}
        self.range, self.captions = Segments(RANGES), Segments(CAPTIONS)
        for button in (*self.range.buttons.values(), *self.captions.buttons.values()):
            button.setStyleSheet("padding: 0 4px;")
            button.setAutoDefault(False)
        self.range.chosen.connect(lambda name: self._renew())
        self.pixels, self.quality, self.format = QComboBox(), QComboBox(), QComboBox()
        for box, said in (
            (self.pixels, "Size"), (self.quality, "Quality"), (self.format, "Format"),
        ):  # fmt: skip
            box.setAccessibleName(said)
        for width, height in export_wish.sizes(film.board.aspect):
            self.pixels.addItem(f"{width:,} x {height:,}", (width, height))
        self.pixels.setCurrentIndex(2)
        for name, quality in QUALITIES:
            self.quality.addItem(name, quality)
        self.format.addItems(PRESETS[-1].endings)
        self.sound = QCheckBox("The film's own sound")
        self.sound.setChecked(bool(film.board.sounds))
        self.path = QLineEdit(str(film.session.path.with_suffix(".mp4")))
        self.path.setAccessibleName("File")
        self.open_after = QCheckBox("Open the folder when done")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.said = forms.label("", 12, 400, "t2")
        self.said.setWordWrap(True)
        self.cost = forms.label("", 12, 400, "t3")
        self.lacking = Banner("warn", "Render them first", self._render)
        self.out = GoesOut(film)
        self.counts = forms.label("", 11, 400, "t2")
        self.go = forms.button("Export", self.start, "primary", "export")
        self.go.setDefault(True)
        self.stop = forms.button("Close", self.reject)
        self.show_film = forms.button("Open the folder", self._open_folder)
        self.show_film.hide()
        self.bar.hide()
        self._process: QProcess | None = None
        self._heard = b""
        self._made = self._fault = ""
        self._lay(pictures)
        self.pixels.activated.connect(lambda at: self._renew())
        self.format.activated.connect(lambda at: self._end_path())
        if _burns():
            self.captions.show_choice("burn")
        self.choose("web")

    def _lay(self, pictures: Pictures) -> None:
        browse = forms.button("Choose…", self._browse)
        title = self.film.board.title or self.film.session.path.stem
        head = forms.row(
            forms.label("Export", 15, 600), 4, forms.label(title, 12, 400, "t3"), None,
            edge=(20, 12, 20, 12),
        )  # fmt: skip
        side = QWidget()
        side.setFixedWidth(SIDE)
        side.setLayout(forms.column(*self.presets.values(), None, gap=4, edge=(8, 12, 8, 12)))
        still = Still(self.film, pictures)
        self.fields = {
            "Range": self.range,
            "Size": self.pixels,
            "Format": self.format,
            "Quality": self.quality,
            "Captions": self.captions,
            "Sound": self.sound,
        }
        rows = [self._field(name, field) for name, field in self.fields.items()]
        choices = forms.column(*rows, None, gap=6)
        upper = forms.row(still, choices, gap=16)
        upper.setAlignment(still, Qt.AlignmentFlag.AlignTop)
        upper.setStretch(1, 1)
        place = forms.row(forms.label("Save to", 12, 400, "t3"), 24, self.path, browse)
        place.setStretch(2, 1)
        body = forms.column(
            upper,
            14,
            place,
            14,
            forms.rule(),
            14,
            forms.row(
                forms.label("What goes out", 12, 600),
                None,
                forms.label("the best level there is for every shot", 11, 400, "t3"),
            ),
            8,
            self.out,
            6,
            self.counts,
            12,
            self.lacking,
            self.bar,
            6,
            self.said,
            None,
            edge=(20, 16, 20, 14),
        )
        middle = forms.row(side, _upright(), body, gap=0)
        middle.setStretch(2, 1)
        foot = forms.row(
            self.open_after, None, self.cost, 8, self.show_film, self.stop, self.go,
            edge=(20, 12, 20, 14),
        )  # fmt: skip
        self.setLayout(forms.column(head, forms.rule(), middle, forms.rule(), foot))

    def _field(self, name: str, field: QWidget) -> QWidget:
        title = forms.label(name, 12, 400, "t3")
        title.setFixedWidth(72)
        found = QWidget()
        line = forms.row(title, field)
        line.setStretch(1, 1)
        found.setLayout(line)
        field.setProperty("row", found)
        return found

    # Choosing ------------------------------------------------------------------------------------

    def choose(self, name: str) -> None:
        """Another preset; the file's ending follows."""
        self.preset = next(preset for preset in PRESETS if preset.name == name)
        for row in self.presets.values():
            row.setChecked(row.preset is self.preset)
        shown = {
            "Range": name != "cut", "Size": name != "cut", "Format": name == "cut",
            "Quality": name == "web", "Captions": name != "cut",
            "Sound": name in ("web", "master") and bool(self.film.board.sounds),
        }  # fmt: skip
        for field, visible in shown.items():
            self.fields[field].property("row").setVisible(visible)
        soft = self.captions.buttons["soft"]
        soft.setEnabled(name in ("web", "master"))
        soft.setToolTip("" if soft.isEnabled() else "Pictures have no caption track.")
        if not soft.isEnabled() and self.captions.current == "soft":
            self.captions.show_choice("none")
        self._end_path()
        self._renew()

    def _end_path(self) -> None:
        """The file's name ends as its format does."""
        ending = self.format.currentText() if self.preset.name == "cut" else self.preset.endings[0]
        path = Path(self.path.text())
        self.path.setText(str(path.with_suffix(ending)))

    @property
    def what(self) -> Range:
        current = self.range.current
        return "chosen" if current == "chosen" else "stretch" if current == "stretch" else "film"

    def _renew(self) -> None:
        """Say what these choices come to."""
        film = self.film
        for name, there, why in (
            ("stretch", film.stretch is not None, "Mark in and out on the timeline: I and O."),
            ("chosen", bool(film.chosen), "There are no shots yet."),
        ):
            self.range.buttons[name].setEnabled(there)
            self.range.buttons[name].setToolTip("" if there else why)
        many = len(film.chosen)
        self.range.buttons["chosen"].setText(f"{many} shots" if many > 1 else "Shot")
        ids = export_wish.shots(film, self.what)
        levels = export_wish.levels(film, ids)
        self.out.show_shots(ids)
        told = [f"{levels[name]} {name.lower()}" for name in ("Final", "Keyframe", "Animatic")]
        self.counts.setText("   ".join(words for words in told if not words.startswith("0 ")))
        rough = len(ids) - levels["Final"]
        self.lacking.say(
            f"{rough} of {len(ids)} shots are not final." if rough and len(ids) > 1
            else "The shot is not final." if rough else ""
        )  # fmt: skip
        frames = export_wish.frames(film, self.what)
        parts = [f"{timing.told(frames, film.board.rate)} of film"]
        if self.preset.name != "cut":
            width, height = self.pixels.currentData()
            if known := export_wish.known(self.preset.name, width * height * frames):
                parts += [f"about {machine.size(known[1])}", f"{span(known[0])} to write"]
        self.cost.setText(", ".join(parts))

    def _browse(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "Export", self.path.text())
        if name:
            self.path.setText(name)

    def _render(self) -> None:
        self.reject()
        self.render_asked.emit()

    # Working -------------------------------------------------------------------------------------

    @property
    def runs(self) -> bool:
        return self._process is not None

    def wish(self) -> dict[str, object]:
        """What the process is asked for."""
        wish: dict[str, object] = {"project": str(self.film.session.path)}
        if self.preset.name == "cut":
            return {**wish, "cut": self.path.text()}
        width, height = self.pixels.currentData()
        chosen = {
            "path": self.path.text(),
            "width": width,
            "height": height,
            "preset": self.preset.name,
            "burn": self.captions.current == "burn",
            "subtitles": self.captions.current == "soft",
            "sound": self.sound.isChecked(),
            "quality": self.quality.currentData(),
            **export_wish.settings(self.film, self.what),
        }
        return {**wish, "settings": chosen, "srt": self.captions.current == "srt"}

    def start(self) -> None:
        """Export with what the fields say."""
        process = children.child(self, LOG)
        process.readyReadStandardOutput.connect(self._hear)
        process.finished.connect(self._ended)
        self._process, self._heard, self._made, self._fault = process, b"", "", ""
        self.bar.setRange(0, 0)
        self.bar.show()
        self.lacking.hide()
        self.said.setText("Looking at the pictures")
        self.go.setEnabled(False)
        self.go.setToolTip("An export is running.")
        self.stop.setText("Cancel")
        self.show_film.hide()
        process.start(sys.executable, ["-m", "ui.export_job"])
        process.write((json.dumps(self.wish()) + "\n").encode())

    def _hear(self) -> None:
        if self._process is None:
            return
        self._heard += self._process.readAllStandardOutput().data()
        *lines, self._heard = self._heard.split(b"\n")
        for line in lines:
            told = json.loads(line)
            if "done" in told:
                self.bar.setRange(0, told["of"])
                self.bar.setValue(told["done"])
                self.said.setText(f"Frame {told['done']:,} of {told['of']:,}, {told['note']}")
            elif "path" in told:
                self._made = told["path"]
                notes = " ".join(told["notes"])
                self.said.setText(
                    f"{Path(self._made).name}: {told['frames']:,} frames, "
                    f"{machine.size(told['bytes'])}. {notes}".strip()
                )
                width, height = self.pixels.currentData()
                pixels = width * height * told["frames"]
                export_wish.learn(self.preset.name, pixels, told.get("seconds", 0.0), told["bytes"])
            elif "fault" in told:
                self._fault = told["fault"]
                self.said.setText(self._fault)

    def _ended(self, code: int) -> None:
        self._hear()
        process, self._process = self._process, None
        if process is not None:
            process.deleteLater()
        self._rest()
        self.show_film.setVisible(bool(self._made))
        if not self._made and not self._fault:
            self.said.setText(
                f"The export stopped before its end; {LOG} among the logs says why. "
                "Nothing else changed: try again."
            )
        elif self._made and self.open_after.isChecked():
            self._open_folder()

    def _rest(self) -> None:
        self.bar.hide()
        self.go.setEnabled(True)
        self.go.setToolTip("")
        self.stop.setText("Close")

    def _end(self) -> None:
        """Stop the process; the file that was there before stays as it was."""
        process, self._process = self._process, None
        if process is None:
            return
        children.end(process, gently=True)
        self._rest()
        self.said.setText("Cancelled. No film was written.")

    def reject(self) -> None:
        """Cancel what runs; close when nothing does."""
        if self.runs:
            self._end()
        else:
            super().reject()

    def done(self, result: int) -> None:
        self._end()
        super().done(result)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(self._made).parent)))


def _burns() -> bool:
    """Whether the person wants captions burnt in unless told otherwise."""
    try:
        return settings.load().captions
    except StudioError:
        return False


def _upright() -> QWidget:
    found = QWidget()
    found.setFixedWidth(1)
    found.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    found.setStyleSheet(f"background: {theme.COLOURS['line2']};")
    return found
