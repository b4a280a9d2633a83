"""A model on a server of this machine: its address typed, its models listed, one of them chosen."""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import QProcess, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from ui import children, forms
from ui.callings import Words

LOOKING = "Looking for model servers on this machine…"
NONE = (
    "No model server runs on this machine. Start Ollama, LM Studio or llama.cpp, or type an "
    "address."
)


class ServerRow(QWidget):
    """``chosen`` carries a model as a plan is asked for it; ``grown`` that the row is larger."""

    chosen = Signal(str)
    grown = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._process: QProcess | None = None
        self.field = Words()
        self.field.setPlaceholderText("localhost:11434")
        self.field.setAccessibleName("Address of a model server")
        self.field.setToolTip(
            "Where a model server runs: an address of this machine or of the net at home, or "
            "ollama, lmstudio, llama.cpp. Empty looks for those (Enter)"
        )
        self.field.returnPressed.connect(self.look)
        self.button = forms.button("Find", self.look)
        self.button.setToolTip("List the models of the server (Enter in the address)")
        self.models = QComboBox()
        self.models.setAccessibleName("Models of the server")
        self.models.setToolTip("Which of them plans")
        self.models.activated.connect(self._choose)
        self.models.hide()
        self.said = forms.label("", 11, 400, "t3")
        self.said.setWordWrap(True)
        line = forms.row(self.field, self.button)
        self.setLayout(forms.column(6, line, 6, self.models, self.said))

    def look(self) -> None:
        """Ask a child which models there are; the window waits for nobody."""
        self.close_child()
        where = self.field.text().strip()
        if where and "://" not in where and ":" in where:
            where = f"http://{where}"
        process = self._process = children.child(self)
        process.finished.connect(lambda code, status: self._ended(process))
        self.models.hide()
        self._say(f"Asking {where}…" if where else LOOKING)
        process.start(sys.executable, ["-m", "studio.servers", *([where] if where else [])])

    def close_child(self) -> None:
        """Nobody waits for an answer any more."""
        process, self._process = self._process, None
        if process is not None:
            children.end(process)

    def _ended(self, process: QProcess) -> None:
        said = bytes(process.readAllStandardOutput().data()).decode("utf-8", "replace")
        self._process = None
        process.deleteLater()
        try:
            found = json.loads(said)
        except ValueError:
            found = {"error": "The models could not be listed; try again."}
        if "error" in found:
            self._say(str(found["error"]))
            return
        self.models.clear()
        self.models.addItem("Choose a model", "")
        for where, names in found.items():
            for name in names:
                self.models.addItem(f"{name.partition('#')[2]} at {where}", name)
        self.models.setVisible(self.models.count() > 1)
        self._say("" if self.models.count() > 1 else NONE)
        if self.models.count() > 1:
            self.models.setFocus()

    def _choose(self, at: int) -> None:
        if model := str(self.models.itemData(at) or ""):
            self.chosen.emit(model)

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.setVisible(bool(words))
        self.grown.emit()
