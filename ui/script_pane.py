"""The script pane: the editor with its tools above and what is to be said below."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from studio import plan
from ui import forms
from ui.acts import Act
from ui.banner import Banner
from ui.film import Film
from ui.pictures import Pictures
from ui.script import ScriptEditor


class ScriptPane(QWidget):
    """``tools`` are its buttons: they lie in the pane's own head unless the window takes them."""

    def __init__(self, film: Film, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.film = film
        self.editor = ScriptEditor(film)
        self.setFocusProxy(self.editor)
        self.stale = Banner("warn", "Plan again", self.plan_again)
        self.tools = QWidget()
        self.plan_button = forms.button("Plan", self.plan_again)
        self.plan_button.setToolTip("Break the script into shots again; what is locked stays")
        self.tools.setLayout(forms.row(self.plan_button, gap=4))
        self.head = QWidget()
        self.head.setFixedHeight(36)
        self.head.setLayout(
            forms.row(forms.label("Script", 12, 600), None, self.tools, edge=(12, 0, 8, 0))
        )
        whole = forms.column(self.head, forms.rule(), self.editor, self.stale)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        film.changed.connect(self._renew)
        self._renew()

    def take_tools(self) -> QWidget:
        """The tools, for a window that lays them beside its tabs; the pane's own head goes."""
        self.head.hide()
        return self.tools

    def take_in(self) -> None:
        """What was typed last becomes the film's script."""
        self.editor.take_in()

    def plan_again(self) -> None:
        """Plan the script as it is now; locked shots stay, shots that are the same stay too."""
        self.editor.take_in()
        self.film.try_out(lambda: plan.again(self.film.session, self.film.board.script))

    def acts(self) -> list[Act]:
        return [Act("script.plan", "Plan again", self.plan_again, "Script", "Ctrl+Shift+P")]

    def _renew(self, name: str = "") -> None:
        stale = sum(shot.stale for shot in self.film.shots.values())
        many = f"{stale} shots differ" if stale > 1 else "1 shot differs"
        self.stale.say(f"{many} from the script" if stale else "")
