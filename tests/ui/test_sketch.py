"""A sketch, and pictures from anywhere, become keyframes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QDropEvent,
    QImage,
    QPointingDevice,
    QTabletEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.stages import (
    CONTROL,
    LEFT,
    NONE,
    drag,
    moved,
)

# said by the platform without a screen when a window has a least size or a menu opens
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_a_sketch_is_pinned_as_a_drawn_keyframe_at_the_playhead(stage):
    film, canvas = stage.film, stage.canvas
    film.go_to_moment(3)
    QTest.mouseClick(stage.bar.tools["pen"], LEFT)
    assert stage.pens.isVisible()
    start = canvas.sight.spot(0.3, 0.3).toPoint()
    drag(canvas, start, start + QPoint(120, 60))
    drag(canvas, start, start + QPoint(0, 60))
    QTest.keyClick(canvas, Qt.Key.Key_Z, CONTROL)
    assert len(canvas.sketch.strokes) == 1
    QTest.mouseClick(stage.pens.paper, LEFT)
    QTest.mouseClick(stage.pens.pin, LEFT)
    (pin,) = film.shot.keyframes
    assert (pin.frame, pin.source) == (stage.easel.frame, "drawn")
    image = QImage(str(film.session.bin.path(pin.picture)))
    assert image.width() == 1280
    dark = image.pixelColor(round(0.3 * 1280), round(0.3 * image.height()))
    assert dark.lightness() < 60
    assert image.pixelColor(5, 5) == QColor(Qt.GlobalColor.white)
    assert canvas.shown_picture() is not None
    assert stage.easel.tool == "select"
    film.undo()
    assert not film.shot.keyframes


def test_a_pen_that_presses_less_draws_a_finer_line(stage):
    canvas = stage.canvas
    QTest.mouseClick(stage.bar.tools["pen"], LEFT)
    start = canvas.sight.spot(0.3, 0.3).toPoint()
    spot, kind = QPointF(start), QEvent.Type
    QTest.mousePress(canvas, LEFT, NONE, start)
    for step, pressure in enumerate((0.9, 0.2)):
        pen = QTabletEvent(
            kind.TabletMove, QPointingDevice.primaryPointingDevice(), spot, spot, pressure,
            0, 0, 0, 0, 0, NONE, LEFT, LEFT,
        )  # fmt: skip
        QApplication.sendEvent(canvas, pen)
        QApplication.sendEvent(canvas, moved(canvas, start + QPoint(40 * step, 9), NONE))
    QTest.mouseRelease(canvas, LEFT, NONE, start)
    assert [point[2] for point in canvas.sketch.strokes[0].points[1:]] == [
        pytest.approx(0.9, abs=0.01), pytest.approx(0.2, abs=0.01),
    ]  # fmt: skip
    QTest.mouseClick(stage.pens.discard, LEFT)
    assert not canvas.sketch


def test_a_sketch_is_pinned_where_it_was_drawn_when_one_goes_elsewhere(stage):
    film, canvas = stage.film, stage.canvas
    shot, frame = film.shot_id, stage.easel.frame
    for leave in (
        lambda: film.select(film.board.shots[0].id),
        lambda: QTest.keyClick(canvas, Qt.Key.Key_Escape),
        film.closing.emit,
    ):
        film.select(shot)
        QTest.mouseClick(stage.bar.tools["pen"], LEFT)
        start = canvas.sight.spot(0.3, 0.3).toPoint()
        drag(canvas, start, start + QPoint(120, 60))
        leave()
        assert [key.frame for key in film.shots[shot].keyframes] == [frame]
        assert not canvas.sketch.strokes
        film.undo()


def test_a_picture_that_is_dropped_may_become_keyframe_sheet_or_plate(stage, tmp_path):
    film, canvas = stage.film, stage.canvas
    file = tmp_path / "found.png"
    QImage(64, 36, QImage.Format.Format_RGB32).save(str(file))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    canvas.dropEvent(QDropEvent(QPointF(300, 200), Qt.DropAction.CopyAction, data, LEFT, NONE))
    keyframe, sheet, plate = stage._menu.actions()
    assert keyframe.text().startswith("Keyframe at frame")
    assert sheet.text() == "Sheet of Pip"
    assert plate.isEnabled()
    keyframe.trigger()
    assert film.shot.keyframes[0].source == "import"
    stage._menu.close()
