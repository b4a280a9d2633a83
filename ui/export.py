"""The export dialog: where to, how large; the work itself runs in a process of its own."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtCore import QProcess, QProcessEnvironment, QUrl
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

from ui import forms
from ui.film import Film

PRESETS = (
    ("Web film, H.264", "web", ".mp4"),
    ("Master, ProRes", "master", ".mov"),
    ("Pictures, PNG", "pngs", ""),
)
SIZES = ((1280, 720), (1920, 1080), (2560, 1440), (640, 360))
GRACE = 2000  # milliseconds that the process has to end


class ExportDialog(QDialog):
    """Fields, then progress, then where the film is."""

    def __init__(self, film: Film, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.film = film
        self.setWindowTitle("Export")
        self.setFixedWidth(480)
        self.preset = QComboBox()
        self.preset.setAccessibleName("Format")
        for said, preset, _ in PRESETS:
            self.preset.addItem(said, preset)
        self.pixels = QComboBox()
        self.pixels.setAccessibleName("Size")
        for width, height in SIZES:
            self.pixels.addItem(f"{width} x {height}", (width, height))
        self.path = QLineEdit(str(film.session.path.with_suffix(".mp4")))
        self.path.setAccessibleName("File")
        self.captions = QCheckBox("Burn the captions into the picture")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.said = forms.label("", 12, 400, "t2")
        self.said.setWordWrap(True)
        self.go = forms.button("Export", self.start, "primary", "export")
        self.stop = forms.button("Close", self.reject)
        self.show_film = forms.button("Open the folder", self._open_folder)
        self.show_film.hide()
        self.bar.hide()
        self._process: QProcess | None = None
        self._heard = b""
        self._made = ""
        self.preset.activated.connect(self._renamed)
        drafts = sum(film.level(id) == 0 for id in film.shots)
        if drafts:
            many = f"{drafts} shots have" if drafts > 1 else "1 shot has"
            self.said.setText(f"{many} no take yet and will be shown as layout.")
        self._lay()

    def _lay(self) -> None:
        browse = forms.button("Choose…", self._browse)
        small = forms.label
        self.setLayout(
            forms.column(
                small("Export the film", 15, 600),
                14,
                forms.row(
                    forms.column(small("Format", 11, 400, "t3"), 4, self.preset),
                    forms.column(small("Size", 11, 400, "t3"), 4, self.pixels),
                ),
                10,
                small("File", 11, 400, "t3"),
                4,
                forms.row(self.path, browse),
                12,
                self.captions,
                14,
                self.bar,
                6,
                self.said,
                14,
                forms.row(self.show_film, None, self.stop, self.go),
                edge=(20, 18, 20, 18),
            )
        )

    # Choosing ------------------------------------------------------------------------------------

    def _renamed(self, at: int) -> None:
        ending = PRESETS[at][2]
        path = Path(self.path.text())
        self.path.setText(str(path.with_suffix(ending) if ending else path.with_suffix("")))

    def _browse(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "Export", self.path.text())
        if name:
            self.path.setText(name)

    # Working -------------------------------------------------------------------------------------

    @property
    def runs(self) -> bool:
        return self._process is not None

    def start(self) -> None:
        """Export with what the fields say."""
        width, height = self.pixels.currentData()
        wish = {
            "project": str(self.film.session.path),
            "settings": {
                "path": self.path.text(),
                "width": width,
                "height": height,
                "preset": self.preset.currentData(),
                "burn": self.captions.isChecked(),
            },
        }
        process = QProcess(self)
        ours = QProcessEnvironment.systemEnvironment()
        house = str(Path(__file__).resolve().parent.parent)
        ours.insert("PYTHONPATH", house)
        process.setProcessEnvironment(ours)
        process.setStandardErrorFile(QProcess.nullDevice())
        process.readyReadStandardOutput.connect(self._hear)
        process.finished.connect(self._ended)
        self._process, self._heard, self._made = process, b"", ""
        self.bar.setRange(0, 0)
        self.bar.show()
        self.said.setText("Looking at the pictures")
        self.go.setEnabled(False)
        self.go.setToolTip("An export is running.")
        self.stop.setText("Cancel")
        self.show_film.hide()
        process.start(sys.executable, ["-m", "ui.export_job"])
        process.write((json.dumps(wish) + "\n").encode())

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
                self.said.setText(f"Frame {told['done']} of {told['of']}, {told['note']}")
            elif "path" in told:
                self._made = told["path"]
                notes = " ".join(told["notes"])
                self.said.setText(
                    f"{Path(self._made).name}: {told['frames']} frames, "
                    f"{told['bytes'] / 1e6:.1f} MB. {notes}".strip()
                )
            elif "fault" in told:
                self.said.setText(told["fault"])

    def _ended(self, code: int) -> None:
        self._hear()
        process, self._process = self._process, None
        if process is not None:
            process.deleteLater()
        self.bar.hide()
        self.go.setEnabled(True)
        self.go.setToolTip("")
        self.stop.setText("Close")
        self.show_film.setVisible(bool(self._made))
        if code not in (0, 1):
            self.said.setText("The export stopped before its end. Nothing else changed; try again.")

    def _end(self) -> None:
        """Stop the process; the file that was there before stays as it was."""
        process, self._process = self._process, None
        if process is None:
            return
        process.finished.disconnect(self._ended)
        process.readyReadStandardOutput.disconnect(self._hear)
        process.terminate()
        if not process.waitForFinished(GRACE):
            process.kill()
            process.waitForFinished(GRACE)
        process.deleteLater()
        self.bar.hide()
        self.go.setEnabled(True)
        self.stop.setText("Close")
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
