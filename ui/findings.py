"""What continuity has to say about the current shot, as rows that lead to where it is."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from storyboard import continuity
from storyboard.continuity import Finding
from ui import forms, strokes, theme
from ui.film import Film

LINE = 16
WAIT = 30  # milliseconds after a change, so that a drag or a run through the shots is not held up


class Findings(QObject):
    """The findings of scenes, looked for when somebody asks and kept until the scene changes."""

    def __init__(self, film: Film) -> None:
        super().__init__(film)
        self._film = film
        self._kept: dict[str, tuple[object, tuple[Finding, ...]]] = {}

    @classmethod
    def of(cls, film: Film) -> Findings:
        """The findings of a film, shared by all that show them."""
        found = film.findChild(cls)
        return found if isinstance(found, cls) else cls(film)

    def of_scene(self, scene_id: str) -> tuple[Finding, ...]:
        """What there is to say about a scene. Raises KeyError."""
        board = self._film.board
        scene = next(scene for scene in board.scenes if scene.id == scene_id)
        numbers = self._film.labels
        asked = (scene, board.cast, board.rate, [numbers[shot.id] for shot in scene.shots])
        known = self._kept.get(scene_id)
        if known is None or known[0] != asked:
            known = asked, continuity.check_scene(board, scene_id, numbers)
            self._kept[scene_id] = known
        return known[1]


class FindingRow(QAbstractButton):
    """One finding; a click goes there."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.finding: Finding | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_finding(self, finding: Finding) -> None:
        if finding == self.finding:
            return
        self.finding = finding
        self.setText(finding.sentence)
        self.setAccessibleName(finding.sentence)
        self.setToolTip("Go there")
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, wide: int) -> int:
        return LINE * len(_lines(self.text(), wide - 24)) + 6

    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(self.width() or 200))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(-0.5, 0.5, 0.5, -0.5)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("acc"), 1))
            painter.drawPath(strokes.rounded(box.adjusted(1, 0, -1, 0), 4))
        strokes.icon(painter, "warn", 2, 4, "warn", 14)
        token = "t1" if self.underMouse() or self.hasFocus() else "t2"
        for at, line in enumerate(_lines(self.text(), self.width() - 24)):
            place = QRectF(22, 3 + at * LINE, self.width() - 22, LINE)
            strokes.words(painter, place, line, theme.font(12), token)
        painter.end()


class FindingList(QWidget):
    """What continuity says about the current shot."""

    changed = Signal()

    def __init__(self, film: Film) -> None:
        super().__init__()
        self._film = film
        self._findings = Findings.of(film)
        self._rows: list[FindingRow] = []
        self.count = forms.label("", 11, 400, "t3")
        self.fine = forms.label("Nothing to stumble over.", 12, 400, "t3")
        self._column = forms.column(gap=2)
        self.setLayout(
            forms.column(
                forms.row(forms.label("Continuity", 12, 600), None, self.count),
                6,
                self.fine,
                self._column,
            )
        )
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(WAIT)
        self._wait.timeout.connect(self.look)

    def renew(self) -> None:
        """Look again when the hand rests."""
        self._wait.start()

    def look(self) -> None:
        """Show what there is to say now."""
        self._wait.stop()
        shot = self._film.shot
        if shot is None:
            return
        scene = self._film.board.scene_of(shot.id)
        # lines that do not fit are told at the lines
        every = self._findings.of_scene(scene.id)
        found = [f for f in every if f.shot == shot.id and f.kind != "dialogue"]
        while len(self._rows) < len(found):
            row = FindingRow(self)
            row.clicked.connect(lambda _=False, row=row: self._go(row))
            self._rows.append(row)
            self._column.addWidget(row)
        for at, row in enumerate(self._rows):
            row.setVisible(at < len(found))
            if at < len(found):
                row.show_finding(found[at])
        many = f"{len(found)} hint{'s' if len(found) > 1 else ''}"
        self.count.setText(many if found else "")
        self.fine.setVisible(not found)
        self.changed.emit()

    @property
    def rows(self) -> list[FindingRow]:
        """The rows that are shown."""
        return [row for row in self._rows if not row.isHidden()]

    def _go(self, row: FindingRow) -> None:
        if row.finding is None:
            return
        film, finding = self._film, row.finding
        film.select(finding.shot)
        if finding.moment is not None:
            film.go_to_moment(finding.moment)
        if finding.subject:
            film.pick(finding.subject)
        film.show_view("stage")


def _lines(words: str, wide: float) -> list[str]:
    """Words broken into lines of a width."""
    metrics = QFontMetricsF(theme.font(12))
    found: list[str] = []
    for word in words.split():
        if found and metrics.horizontalAdvance(f"{found[-1]} {word}") <= wide:
            found[-1] += f" {word}"
        else:
            found.append(word)
    return found or [""]
