"""What an audience would stumble over in this shot, as one line; a click goes where it is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from storyboard.continuity import Finding
from ui import forms, theme
from ui.film import Film
from ui.findings import Findings

HIGH = 30


class WarningLine(QWidget):
    """Hidden while there is nothing to say."""

    def __init__(self, film: Film) -> None:
        super().__init__()
        self.film = film
        self.found: list[Finding] = []
        self.at = 0
        self.setObjectName("warnings")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(f"QWidget#warnings {{ background: {theme.COLOURS['warn_bg']}; }}")
        self.setFixedHeight(HIGH)
        sign = forms.label()
        sign.setPixmap(theme.picture("warn", "warn", 16, self.devicePixelRatioF()))
        self.words = forms.label("")
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.show_it = forms.button("Show", self.go, "link")
        self.show_it.setToolTip("Go to the moment and the box that this is about")
        self.next = forms.button("", self.turn, "link")
        self.next.setToolTip("The next thing to look at")
        line = forms.row(sign, self.words, self.next, self.show_it, edge=(12, 0, 8, 0))
        line.setStretch(1, 1)
        self.setLayout(line)
        film.changed.connect(self.renew)
        film.selected.connect(self.renew)
        self.renew()

    def renew(self, *_: object) -> None:
        stage = self.parentWidget()
        if stage and not stage.isVisible():
            return
        film = self.film
        self.found = []
        if film.shot:
            scene = film.board.scene_of(film.shot_id)
            row = Findings.of(film).of_scene(scene.id)
            self.found = [finding for finding in row if finding.shot == film.shot_id]
        self.at = min(self.at, max(0, len(self.found) - 1))
        self._say()

    def turn(self) -> None:
        """The next warning."""
        self.at = (self.at + 1) % max(1, len(self.found))
        self._say()

    def go(self) -> None:
        """Where the warning is."""
        if self.found:
            finding = self.found[self.at]
            if finding.moment is not None:
                self.film.go_to_moment(finding.moment)
            if finding.subject:
                self.film.pick(finding.subject)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._say()

    def _say(self) -> None:
        self.setVisible(bool(self.found))
        if not self.found:
            return
        finding = self.found[self.at]
        self.words.setToolTip(finding.sentence)
        metrics = self.words.fontMetrics()
        room = max(40, self.words.width())
        self.words.setText(metrics.elidedText(finding.sentence, Qt.TextElideMode.ElideRight, room))
        more = len(self.found) - 1
        self.next.setVisible(more > 0)
        self.next.setText(f"{self.at + 1} of {more + 1}")
        self.show_it.setVisible(bool(finding.subject) or finding.moment is not None)
