"""The LoRAs of a subject or of the whole film: how strong, for which model, by which words; one
more from a file.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QWidget

from storyboard.board import Lora
from storyboard.edits import loras as edits
from studio import loras, settings
from studio.errors import StudioError
from ui import children, forms
from ui.fields import LineField, NumberField
from ui.film import Film

STEP = 0.05  # of a weight
MADE_FOR = "The model that it was made for"
NONE = "None. A LoRA is a small file of weights that teaches a fetched model one look."


class LoraFields(QWidget):
    """``show_subject`` says whose: a subject's id, or empty for the film's."""

    def __init__(self, film: Film) -> None:
        super().__init__()
        self.film = film
        self.subject = ""
        self.parts: dict[str, Row] = {}
        self._coming: dict[QProcess, tuple[str, str]] = {}
        self.none = forms.label(NONE, 12, 400, "t3")
        self.none.setWordWrap(True)
        self.rows = forms.column(gap=6)
        self.maker = forms.choice(MADE_FOR, lambda name: None)
        self.maker.setToolTip(MADE_FOR)
        _let_shrink(self.maker)
        self.add = forms.button("Add…", self.choose)
        self.add.setAccessibleName("Add a LoRA from a file")
        self.add.setToolTip("Choose a .safetensors file; a copy of it stays with the film")
        foot = forms.row(self.maker, self.add)
        foot.setStretch(0, 1)
        self.setLayout(forms.column(self.none, self.rows, 6, foot))
        film.closing.connect(self.stop)

    def show_subject(self, subject: str) -> None:
        """Those of a subject, or of the film; what is being typed is left alone."""
        self.subject = subject
        if not self.maker.count():
            self._list_makers()
        here = {one.id: one for one in self.film.board.loras if one.subject == subject}
        if list(here) != list(self.parts):
            for row in self.parts.values():
                self.rows.removeWidget(row)
                row.hide()
                row.deleteLater()
            self.parts = {id: Row(self, one) for id, one in here.items()}
            for row in self.parts.values():
                self.rows.addWidget(row)
        for id, one in here.items():
            self.parts[id].show_lora(one)
        self.none.setVisible(not here)

    def _list_makers(self) -> None:
        try:
            usual = loras.usual(settings.load())
        except StudioError:  # settings that cannot be read are told of elsewhere
            usual = ""
        for name, title in loras.makers().items():
            self.maker.addItem(f"For {title}", name)
        self.maker.setCurrentIndex(max(0, self.maker.findData(usual)))

    # Changing ------------------------------------------------------------------------------------

    def choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Choose a LoRA", "", f"LoRAs (*{loras.ENDING})")
        if name:
            self.bring(name)

    def bring(self, file: str) -> None:
        """Let a child copy the file into the bin; then it is worn."""
        process = children.child(self)
        process.finished.connect(lambda code, status: self._ended(process))
        self._coming[process] = self.subject, str(self.maker.currentData())
        program, *rest = loras.child(self.film.session.bin, file)
        process.start(program, rest)
        self._show_coming()

    def _ended(self, process: QProcess) -> None:
        subject, maker = self._coming.pop(process)
        said = bytes(process.readAllStandardOutput().data()).decode("utf-8", "replace")
        process.deleteLater()
        self._show_coming()
        self.film.try_out(lambda: self._give(said, maker, subject))

    def _give(self, said: str, maker: str, subject: str) -> None:
        brought = loras.answer(said)
        if subject and all(one.id != subject for one in self.film.board.cast):
            raise StudioError(f"{brought.name} was not taken in: who should wear it is gone.")
        loras.give(self.film.session, brought, maker, subject)

    def _show_coming(self) -> None:
        self.add.setEnabled(not self._coming)
        self.add.setText("Copying…" if self._coming else "Add…")

    def stop(self) -> None:
        """Nothing of what is under way is taken in."""
        for process in list(self._coming):
            children.end(process)
        self._coming.clear()

    def set_one(self, id: str, merge: str = "", **values: Any) -> bool:
        """Change a LoRA."""
        name = edits.lora_of(self.film.board, id).name
        return self.film.edit(f"Change {name}", lambda b: edits.set_lora(b, id, **values), merge)

    def remove(self, id: str) -> None:
        """Take a LoRA off; its file stays in the bin."""
        name = edits.lora_of(self.film.board, id).name
        self.film.edit(f"Take off {name}", lambda b: edits.remove_lora(b, id))


class Row(QWidget):
    """One LoRA."""

    def __init__(self, fields: LoraFields, one: Lora) -> None:
        super().__init__()
        self.name = forms.label(one.name, 12, 500)
        self.name.setToolTip(loras.line(fields.film.board, one))
        self.maker = forms.label("", 11, 400, "t3")
        for part in (self.name, self.maker):
            _let_shrink(part)
        self.weight = NumberField(
            f"Weight of {one.name}",
            lambda id, value, merge: fields.set_one(id, merge, weight=value),
            _read_weight,
            lambda value: f"{value:g}",
            STEP,
            -edits.STRONGEST,
            edits.STRONGEST,
        )
        self.weight.setFixedWidth(56)
        self.weight.setToolTip("How strong: 1 is as it was trained, 0 is off (Up, Down)")
        self.weight.ended.connect(fields.film.session.settle)
        self.words = LineField(
            f"Words of {one.name}", lambda id, value, merge: fields.set_one(id, words=value)
        )
        self.words.setPlaceholderText("Words that call it, if it has some")
        self.words.setToolTip("Said in every prompt of the frames that wear it (Enter)")
        self.gone = forms.tool("close", f"Take {one.name} off", partial(fields.remove, one.id))
        head = forms.row(self.name, self.weight, self.gone, gap=4)
        head.setStretch(0, 1)
        self.setLayout(forms.column(head, 2, self.maker, 4, self.words))

    def show_lora(self, one: Lora) -> None:
        half = f", {one.into}-noise half" if one.into else ""
        self.maker.setText(f"For {loras.makers().get(one.family, one.family)}{half}")
        self.weight.show_value(one.weight, one.id)
        self.words.show_value(one.words, one.id)


def _let_shrink(part: QWidget) -> None:
    """As wide as there is room, however long its words are."""
    part.setSizePolicy(QSizePolicy.Policy.Ignored, part.sizePolicy().verticalPolicy())


def _read_weight(text: str) -> float:
    try:
        found = float(text.replace(",", "."))
    except ValueError:
        raise ValueError("A weight is a number: 0.8") from None
    if not -edits.STRONGEST <= found <= edits.STRONGEST:
        raise ValueError(f"A weight is {-edits.STRONGEST:g} to {edits.STRONGEST:g}.")
    return found
