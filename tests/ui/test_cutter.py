"""Cutting out by hand: strokes, fills with a reach, the other way round, undo, before and after."""

from __future__ import annotations

import time

import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from studio.cutout import KEEP, LEAVE
from studio.errors import StudioError
from tests.studio.test_cutout import BALL, beach, overlap, truth
from ui.cutter import Cutter
from ui.images import as_image, as_picture

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


@pytest.fixture
def cutter(qtbot) -> Cutter:  # type: ignore[no-untyped-def]
    found = Cutter()
    qtbot.addWidget(found)
    found.resize(800, 560)
    found.open(beach())
    found.show()
    qtbot.waitExposed(found)
    found.canvas.setFocus()
    return found


def spot(cutter: Cutter, x: float, y: float) -> QPoint:
    return cutter.canvas.to_window(x, y).toPoint()


def stroke(cutter: Cutter, *points: tuple[float, float], button: Qt.MouseButton = LEFT) -> None:
    row = [spot(cutter, *point) for point in points]
    QTest.mousePress(cutter.canvas, button, NONE, row[0])
    for where in row[1:]:
        QTest.mouseMove(cutter.canvas, where)
    QTest.mouseRelease(cutter.canvas, button, NONE, row[-1])


def settle(qtbot, cutter: Cutter) -> None:  # type: ignore[no-untyped-def]
    qtbot.waitUntil(lambda: not cutter.canvas.busy, timeout=10000)


def test_a_stroke_of_the_keep_brush_finds_the_figure(qtbot, cutter):
    QTest.mouseClick(cutter.buttons["keep"], LEFT)
    stroke(cutter, (140, 90), (160, 100), (180, 110))
    settle(qtbot, cutter)
    assert overlap(cutter.canvas.work.alpha, truth()) > 0.95
    assert cutter.undo_button.isEnabled()
    QTest.mouseClick(cutter.undo_button, LEFT)
    settle(qtbot, cutter)
    assert not cutter.canvas.work.has_cut
    assert "No mark" in cutter.undo_button.toolTip()


def test_clicks_of_the_fill_let_the_background_go(qtbot, cutter):
    stroke(cutter, (20, 20))
    settle(qtbot, cutter)
    stroke(cutter, (20, 160))
    settle(qtbot, cutter)
    assert overlap(cutter.canvas.work.alpha, truth()) > 0.93


def test_a_drag_after_the_click_reaches_further_and_is_one_mark(qtbot, cutter):
    start = spot(cutter, 20, 20)
    QTest.mousePress(cutter.canvas, LEFT, NONE, start)
    settle(qtbot, cutter)
    near = (cutter.canvas.work.labels == LEAVE).sum()
    QTest.mouseMove(cutter.canvas, start + QPoint(300, 0))
    far = (cutter.canvas.work.labels == LEAVE).sum()
    QTest.mouseMove(cutter.canvas, start - QPoint(45, 0))
    less = (cutter.canvas.work.labels == LEAVE).sum()
    QTest.mouseRelease(cutter.canvas, LEFT, NONE, start)
    settle(qtbot, cutter)
    assert less < near < far
    assert cutter.canvas.work.marks == 1


def test_the_right_button_marks_the_other_way_round(qtbot, cutter):
    QTest.mouseClick(cutter.buttons["keep"], LEFT)
    stroke(cutter, (20, 20), (40, 20), button=Qt.MouseButton.RightButton)
    settle(qtbot, cutter)
    labels = cutter.canvas.work.labels
    assert (labels == LEAVE).any()
    assert not (labels == KEEP).any()


def test_keys_choose_tools_sizes_move_the_brush_mark_and_undo(qtbot, cutter):
    canvas = cutter.canvas
    QTest.keyClick(canvas, Qt.Key.Key_B)
    assert canvas.tool == "keep"
    size = cutter.brush.value()
    QTest.keyClicks(canvas, "]")
    assert cutter.brush.value() > size
    QTest.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    settle(qtbot, cutter)
    assert (canvas.work.labels == KEEP).any()
    QTest.keyClick(canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, cutter)
    assert canvas.work.marks == 0
    QTest.keyClick(canvas, Qt.Key.Key_F)
    assert cutter.buttons["fill"].isChecked()


def test_the_eye_shows_only_what_stays_and_then_nothing_is_marked(qtbot, cutter):
    stroke(cutter, (20, 20))
    settle(qtbot, cutter)
    gone = spot(cutter, 40, 40)
    before = cutter.canvas.grab().toImage().pixelColor(gone)
    QTest.mouseClick(cutter.look_button, LEFT)
    after = cutter.canvas.grab().toImage().pixelColor(gone)
    assert before != after
    assert after.saturation() < 10  # the pattern that stands for nothing
    stroke(cutter, (160, 100))
    assert cutter.canvas.work.marks == 1


def test_the_wheel_zooms_about_the_pointer(cutter):
    where = spot(cutter, 200, 60)
    before = cutter.canvas.scale
    wheel(cutter.canvas, where, 480)
    assert cutter.canvas.scale > 1.5 * before
    again = spot(cutter, 200, 60)
    assert (again - where).manhattanLength() <= 2


def wheel(canvas, where: QPoint, turn: int) -> None:  # type: ignore[no-untyped-def]
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QWheelEvent

    event = QWheelEvent(
        QPointF(where), QPointF(canvas.mapToGlobal(where)), QPoint(), QPoint(0, turn),
        Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


def test_a_plain_background_leaves_at_a_click_and_another_says_what_to_do(qtbot, cutter):
    with qtbot.waitSignal(cutter.said) as said:
        QTest.mouseClick(cutter.plain, LEFT)
    assert "keep brush" in said.args[0]
    plain = Image.new("RGB", (200, 160), (250, 250, 250))
    ImageDraw.Draw(plain).ellipse((60, 40, 140, 120), fill=BALL)
    cutter.open(plain)
    QTest.mouseClick(cutter.plain, LEFT)
    settle(qtbot, cutter)
    assert cutter.canvas.work.has_cut
    with qtbot.waitSignal(cutter.finished) as done:
        QTest.mouseClick(cutter.done, LEFT)
    assert done.args[0].finished().width == pytest.approx(80, abs=4)


def test_no_event_loop_turn_of_a_cut_is_long(qtbot, cutter):
    cutter.open(beach(size=(640, 360)))
    QTest.mouseClick(cutter.buttons["keep"], LEFT)
    stroke(cutter, (280, 180), (320, 200))
    turns = []
    while cutter.canvas.busy:
        start = time.process_time()
        QApplication.processEvents()
        turns.append(time.process_time() - start)
    assert len(turns) > 1
    assert sorted(turns)[len(turns) // 2] < 0.016


def test_a_picture_too_small_is_refused(cutter):
    with pytest.raises(StudioError, match="at least 48"):
        cutter.open(Image.new("RGB", (30, 30)))


def test_pictures_go_to_qt_and_back_unchanged():
    image = Image.new("RGBA", (37, 11))
    ImageDraw.Draw(image).rectangle((3, 2, 20, 8), fill=(200, 40, 90, 255))
    assert as_picture(as_image(image)).tobytes() == image.tobytes()
