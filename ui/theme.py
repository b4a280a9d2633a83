"""How everything looks: colours, type, icons, and the sheet for Qt's own form widgets.

No other module of the window names a colour or a font.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontInfo,
    QIcon,
    QPainter,
    QPalette,
    QPixmap,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

import assets
from storyboard.board import Board
from studio.errors import StudioError

COLOURS = {
    "view": "#0d0d0d", "bg0": "#121212", "track": "#171717", "bg1": "#1b1b1b", "bg2": "#242424",
    "pop": "#262626", "pop_line": "#454545", "cell": "#2a2a2a", "bg3": "#2d2d2d", "bg4": "#383838",
    "line": "#2b2b2b", "line2": "#3d3d3d",
    "t1": "#ececec", "t2": "#b2b2b2", "t3": "#8c8c8c", "t4": "#5e5e5e",
    "l1": "#6a6a6a", "l2": "#9a9a9a", "l3": "#d4d4d4",
    "acc": "#3cc8b4", "acc_hi": "#62d8c7", "acc_lo": "#2ba594", "acc_ink": "#06201c",
    "acc_bg": "#1c2d2a", "sel": "#29312f",
    "warn": "#e3b04b", "warn_bg": "#352b17", "err": "#e8685d", "err_bg": "#3a201d",
    "plate": "#0e0e0e", "wave": "#6e6e6e", "white": "#ffffff", "black": "#000000",
}  # fmt: skip
HUES = (
    "#f28b6e", "#f0c75e", "#7fb8f0", "#c79bea", "#a9d26a", "#e58ac0", "#d9b48a", "#9fb3ff",
)  # fmt: skip
SANS, MONO = "Inter", "Courier Prime"
FONTS = ("Inter-Regular", "Inter-Medium", "Inter-SemiBold", "CourierPrime-Regular")
ICON = 16  # the grid that icons are drawn on


def colour(name: str, alpha: int = 255) -> QColor:
    """A colour by its token."""
    return QColor(_colour(name, alpha))


@cache
def _colour(name: str, alpha: int) -> QColor:
    found = QColor(COLOURS[name])
    found.setAlpha(alpha)
    return found


@cache
def font(pixels: int = 12, weight: int = 400, family: str = SANS) -> QFont:
    """A bundled font; digits are all of one width, so that times do not jitter."""
    found = QFont(family)
    found.setPixelSize(pixels)
    found.setWeight(QFont.Weight(weight))
    found.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if family == SANS:
        found.setFeature(QFont.Tag("tnum"), 1)
    return found


def hues(board: Board) -> dict[str, QColor]:
    """A colour for every subject, the same everywhere: eight, then the same ones darker."""
    found = {}
    for at, subject in enumerate(board.cast):
        hue = QColor(HUES[at % len(HUES)])
        found[subject.id] = hue.darker(100 + 18 * (at // len(HUES))) if at >= len(HUES) else hue
    return found


# Icons -------------------------------------------------------------------------------------------


@cache
def _drawing(name: str) -> str:
    return assets.path(f"icons/{name}.svg").read_text("utf-8")


@cache
def picture(name: str, token: str = "t2", size: int = ICON, ratio: float = 1.0) -> QPixmap:
    """An icon in one colour, sharp at this device pixel ratio."""
    pixels = round(size * ratio)
    found = QPixmap(pixels, pixels)
    found.fill(Qt.GlobalColor.transparent)
    svg = _drawing(name).replace("currentColor", COLOURS[token])
    painter = QPainter(found)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    found.setDevicePixelRatio(ratio)
    return found


@cache
def icon(name: str, token: str = "t2") -> QIcon:
    """An icon for a button: brighter under the pointer, dim when off."""
    found = QIcon()
    for ratio in (1.0, 1.5, 2.0):
        found.addPixmap(picture(name, token, ICON, ratio))
        found.addPixmap(picture(name, "t4", ICON, ratio), QIcon.Mode.Disabled)
        lit = token if token.startswith("acc") else "t1"
        found.addPixmap(picture(name, lit, ICON, ratio), QIcon.Mode.Active)
    return found


# The application ---------------------------------------------------------------------------------


def apply(app: QApplication) -> None:
    """Fonts, palette and sheet onto the application. Raises StudioError when a font is not ours."""
    app.setStyle("Fusion")
    for name in FONTS:
        QFontDatabase.addApplicationFont(str(assets.path(f"fonts/{name}.otf")))
    for family in (SANS, MONO):
        if QFontInfo(font(12, 400, family)).family() != family:
            raise StudioError(
                f"The bundled font {family} cannot be used on this system. Install Longtake again."
            )
    app.setFont(font())
    app.setPalette(_palette())
    app.setStyleSheet(_sheet())
    app.focusChanged.connect(_ring)


def _ring(old: QWidget | None, now: QWidget | None) -> None:
    """Buttons show their focus to who came by the keyboard, not to who clicked."""
    clicked = QApplication.mouseButtons() != Qt.MouseButton.NoButton
    for widget, ring in ((old, False), (now, not clicked)):
        if isinstance(widget, QAbstractButton) and bool(widget.property("ring")) != ring:
            widget.setProperty("ring", ring)
            widget.style().polish(widget)


def _palette() -> QPalette:
    found, role = QPalette(), QPalette.ColorRole
    for name, token in (
        (role.Window, "bg1"), (role.WindowText, "t1"), (role.Base, "bg2"), (role.Text, "t1"),
        (role.AlternateBase, "bg2"), (role.Button, "bg3"), (role.ButtonText, "t1"),
        (role.Highlight, "acc_lo"), (role.HighlightedText, "white"), (role.ToolTipBase, "bg4"),
        (role.ToolTipText, "t1"), (role.PlaceholderText, "t3"), (role.Link, "acc"),
    ):  # fmt: skip
        found.setColor(name, colour(token))
    for name in (role.Text, role.ButtonText, role.WindowText):
        found.setColor(QPalette.ColorGroup.Disabled, name, colour("t4"))
    return found


def _sheet() -> str:
    down = assets.path("icons/down.svg").as_posix()
    check = assets.path("icons/check-ink.svg").as_posix()
    sheet = SHEET.replace("@down", f'url("{down}")').replace("@check", f'url("{check}")')
    for token in sorted(COLOURS, key=len, reverse=True):
        sheet = sheet.replace(f"${token};", f"{COLOURS[token]};")
    return sheet


SHEET = """
QToolTip { background: $bg4; color: $t1; border: 1px solid $line2; padding: 4px 6px; }
QMainWindow, QSplitter::handle { background: $bg0; }
QMenuBar { background: transparent; color: $t2; }
QMenuBar::item { padding: 5px 7px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: $bg3; color: $t1; }
QMenu { background: $pop; border: 1px solid $pop_line; padding: 4px; color: $t1; }
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: $bg4; }
QMenu::item:disabled { color: $t4; }
QMenu::separator { height: 1px; background: $line2; margin: 4px 8px; }
QPushButton { background: $bg3; border: 1px solid $line2; border-radius: 5px; padding: 0 12px;
  min-height: 26px; max-height: 26px; color: $t1; }
QPushButton:hover { background: $bg4; }
QPushButton:pressed { background: $bg2; }
QPushButton[ring="true"]:focus { border: 2px solid $acc; padding: 0 11px; min-height: 24px;
  max-height: 24px; }
QPushButton:disabled { color: $t4; border-color: $line; background: $bg2; }
QPushButton[kind="primary"] { background: $acc; border-color: $acc; color: $acc_ink;
  font-weight: 600; }
QPushButton[kind="primary"]:hover { background: $acc_hi; }
QPushButton[kind="primary"]:pressed { background: $acc_lo; }
QPushButton[kind="primary"][ring="true"]:focus { border: 2px solid $white; }
QPushButton[kind="primary"]:disabled { background: $bg2; color: $t4; border-color: $line; }
QPushButton[kind="plain"] { background: transparent; border-color: transparent; color: $t2; }
QPushButton[kind="plain"]:hover { background: $bg3; color: $t1; }
QPushButton[kind="small"][ring="true"]:focus { border: 1px solid $acc; min-height: 20px;
  max-height: 20px; padding: 0 8px; }
QPushButton[kind="small"] { min-height: 20px; max-height: 20px; padding: 0 8px; }
QPushButton[kind="quiet"] { background: transparent; border: 1px solid transparent; color: $t2;
  padding: 0 6px; min-height: 20px; max-height: 20px; font-size: 11px; }
QPushButton[kind="quiet"]:hover { background: $bg3; color: $t1; }
QPushButton[kind="quiet"][ring="true"]:focus { border: 1px solid $acc; padding: 0 6px;
  min-height: 20px; max-height: 20px; }
QPushButton[kind="link"] { background: transparent; border: 0; color: $warn; font-weight: 600;
  padding: 0 4px; }
QPushButton[kind="link"][ring="true"]:focus { border: 1px solid $warn; }
QPushButton[kind="tab"] { background: transparent; border: 0; border-radius: 0; padding: 0;
  border-bottom: 2px solid transparent; border-top: 2px solid transparent; min-height: 32px;
  max-height: 32px; color: $t3; font-weight: 600; }
QPushButton[kind="tab"]:hover { color: $t1; }
QPushButton[kind="tab"]:checked { color: $t1; border-bottom-color: $acc; }
QPushButton[kind="tab"][ring="true"]:focus { color: $acc_hi; min-height: 32px; max-height: 32px;
  padding: 0; border: 0; border-bottom: 2px solid $acc_hi; border-top: 2px solid transparent; }
QWidget#segment { background: $bg0; border-radius: 5px; }
QPushButton[kind="segment"] { background: transparent; border: 1px solid transparent;
  border-radius: 4px; min-height: 22px; max-height: 22px; padding: 0 12px; color: $t2;
  font-weight: 600; }
QPushButton[kind="segment"]:hover { color: $t1; }
QPushButton[kind="segment"]:checked { background: $bg4; color: $t1; }
QPushButton[kind="segment"][ring="true"]:focus { border: 2px solid $acc; min-height: 20px;
  max-height: 20px; padding: 0 11px; }
QPushButton[kind="segment"]:disabled { color: $t4; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 4px;
  padding: 0; }
QToolButton:hover { background: $bg3; }
QToolButton:pressed, QToolButton:checked { background: $bg4; }
QToolButton[ring="true"]:focus { border: 2px solid $acc; }
QLineEdit, QComboBox { background: $bg2; border: 1px solid $line; border-radius: 4px;
  min-height: 23px; max-height: 23px; padding: 0 7px; color: $t1; }
QLineEdit:hover, QComboBox:hover { border-color: $line2; }
QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus { border: 1px solid $acc; }
QLineEdit[wrong="true"] { border: 1px solid $err; }
QLineEdit:disabled, QComboBox:disabled { color: $t4; }
QComboBox::drop-down { width: 18px; border: 0; }
QComboBox::down-arrow { image: @down; width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: $pop; border: 1px solid $pop_line; color: $t1;
  selection-background-color: $bg4; selection-color: $t1; outline: 0; }
QPlainTextEdit { background: $bg2; border: 1px solid $line; border-radius: 4px; padding: 2px 4px; }
QTextEdit#script { background: $bg1; border: 0; }
QCheckBox { spacing: 8px; color: $t1; }
QCheckBox::indicator { width: 14px; height: 14px; border-radius: 3px; border: 1px solid $line2;
  background: $bg2; }
QCheckBox::indicator:checked { background: $acc; border-color: $acc; image: @check; }
QCheckBox[ring="true"]:focus { color: $acc_hi; }
QCheckBox[ring="true"]:focus::indicator { border: 1px solid $acc; }
QDialog QLineEdit, QDialog QComboBox { background: $bg1; border-color: $line2; }
QDialog QLineEdit:focus, QDialog QComboBox:focus { border-color: $acc; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar::handle:vertical { background: $line2; border-radius: 3px; margin: 2px;
  min-height: 32px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle:horizontal { background: $line2; border-radius: 3px; margin: 2px;
  min-width: 32px; }
QScrollBar::handle:hover { background: $t4; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSlider::groove:horizontal { height: 2px; background: $bg4; border-radius: 1px; }
QSlider::sub-page:horizontal { background: $t3; border-radius: 1px; }
QSlider::handle:horizontal { width: 10px; height: 10px; margin: -4px 0; border-radius: 5px;
  background: $t1; }
QSlider::handle:horizontal:focus { background: $acc; }
QProgressBar { background: $bg4; border: 0; border-radius: 2px; max-height: 4px; }
QProgressBar::chunk { background: $acc; border-radius: 2px; }
"""
