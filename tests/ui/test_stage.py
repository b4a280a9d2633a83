"""The stage: boxes, paths and camera pulled by hand, every pull one edit with a name."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QDropEvent,
    QImage,
    QMouseEvent,
    QPointingDevice,
    QTabletEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from storyboard import camera, layout
from storyboard.board import Box, Shot
from storyboard.edits import boxes, shots
from studio.session import Session
from ui import touch
from ui.film import Film
from ui.pictures import Pictures
from ui.stage import StageView

LEFT = Qt.MouseButton.LeftButton
NONE, SHIFT, CONTROL, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)
# said by the platform without a screen when a window has a least size or a menu opens
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def stage(qtbot, project: Path) -> Iterator[StageView]:  # type: ignore[no-untyped-def]
    """The stage on the third shot of the sample film, Pip picked, at its first moment."""
    film = Film(Session.open(project))
    film.select(film.board.shots[2].id)
    found = StageView(film, Pictures(film))
    qtbot.addWidget(found)
    found.resize(912, 660)
    found.show()
    qtbot.waitExposed(found)
    found.canvas.setFocus()
    film.pick("pip")
    yield found
    found.close()
    film.close()


def shot_of(stage: StageView) -> Shot:
    found = stage.film.shot
    assert found is not None
    return found


def is_there(stage: StageView, subject: str, moment: int) -> bool:
    return layout.boxes_of(shot_of(stage).layout, subject)[moment] is not None


def box_of(stage: StageView, subject: str = "pip", moment: int = 0) -> Box:
    found = layout.boxes_of(shot_of(stage).layout, subject)[moment]
    assert found is not None
    return found


def middle(stage: StageView, subject: str = "pip") -> QPoint:
    """The middle of a subject's box on the canvas."""
    return stage.canvas.sight.box(stage.easel.boxes()[subject]).center().toPoint()


def drag(widget, start: QPoint, end: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
    """Press, come there in a few steps, let go."""
    QTest.mousePress(widget, LEFT, keys, start)
    for step in range(1, 5):
        QApplication.sendEvent(
            widget,
            _moved(widget, start + (end - start) * (step / 4), keys),
        )
    QTest.mouseRelease(widget, LEFT, keys, end)


def _moved(widget, where: QPoint, keys: Qt.KeyboardModifier) -> QMouseEvent:
    spot = QPointF(where)
    return QMouseEvent(QEvent.Type.MouseMove, spot, widget.mapToGlobal(spot), LEFT, LEFT, keys)


def test_a_box_is_dragged_and_undone_as_one_edit_that_is_named(stage):
    film, before = stage.film, box_of(stage)
    start = middle(stage)
    drag(stage.canvas, start, start + QPoint(60, -40), CONTROL)
    after, sight = box_of(stage), stage.canvas.sight
    assert after.x0 - before.x0 == pytest.approx(60 / sight.wide, abs=0.003)
    assert after.y0 - before.y0 == pytest.approx(-40 / sight.high, abs=0.003)
    assert box_of(stage, moment=1).y0 == before.y0
    assert film.session.undo_name == "Move box of Pip"
    film.undo()
    assert box_of(stage) == before
    assert film.session.undo_name != "Move box of Pip"


def test_while_a_box_is_dragged_nothing_is_written(stage):
    board, start = stage.film.board, middle(stage)
    QTest.mousePress(stage.canvas, LEFT, NONE, start)
    for step in range(1, 9):
        QApplication.sendEvent(
            stage.canvas, _moved(stage.canvas, start + QPoint(9 * step, 0), NONE)
        )
        assert stage.film.board is board
    assert stage.easel.boxes()["pip"].x0 > box_of(stage).x0 + 0.05
    QTest.keyClick(stage.canvas, Qt.Key.Key_Escape)
    QTest.mouseRelease(stage.canvas, LEFT, NONE, start + QPoint(80, 0))
    assert stage.film.board is board


def test_a_box_is_resized_by_its_corner_with_its_shape_kept_by_shift(stage):
    before = box_of(stage)
    rect = stage.canvas.sight.box(before)
    corner = rect.bottomRight().toPoint()
    drag(stage.canvas, corner, corner + QPoint(40, 10), CONTROL | SHIFT)
    after = box_of(stage)
    assert (after.x0, after.y0) == pytest.approx((before.x0, before.y0))
    assert after.width > before.width * 1.3
    assert after.width / after.height == pytest.approx(before.width / before.height)
    assert stage.film.session.undo_name == "Resize box of Pip"


def test_a_box_is_resized_from_its_middle_with_alt(stage):
    before = box_of(stage)
    side = stage.canvas.sight.box(before)
    grip = QPointF(side.right(), side.center().y()).toPoint()
    drag(stage.canvas, grip, grip + QPoint(20, 0), ALT)
    after = box_of(stage)
    assert after.centre == pytest.approx(before.centre)
    assert after.width == pytest.approx(before.width + 40 / stage.canvas.sight.wide, abs=0.004)
    assert after.height == before.height


def test_a_dragged_box_snaps_to_another_and_not_with_ctrl(stage):
    cake = box_of(stage, "cake")
    before, sight, start = box_of(stage), stage.canvas.sight, middle(stage)
    gap = round((cake.x1 - before.x0) * sight.wide) + 3
    drag(stage.canvas, start, start + QPoint(gap, 0))
    assert box_of(stage).x0 == pytest.approx(cake.x1)
    stage.film.undo()
    drag(stage.canvas, start, start + QPoint(gap, 0), CONTROL)
    assert box_of(stage).x0 != pytest.approx(cake.x1, abs=1e-4)


def test_an_edit_between_moments_goes_to_the_nearest_one_first(stage):
    film = stage.film
    film.seek(film.starts[film.shot_id] + 13)
    moment = film.moment
    frame = layout.frame_at(moment, film.shot.length)
    assert stage.easel.frame != frame
    before, start = box_of(stage, moment=moment), middle(stage)
    drag(stage.canvas, start, start + QPoint(0, -30), CONTROL)
    assert stage.easel.frame == frame
    assert box_of(stage, moment=moment) != before
    assert box_of(stage, moment=moment + 1).y0 == pytest.approx(before.y0, abs=0.01)


def test_a_click_picks_tab_walks_and_alt_click_goes_below(stage):
    film, canvas = stage.film, stage.canvas
    QTest.mouseClick(canvas, LEFT, NONE, middle(stage, "bruno"))
    assert film.subject_id == "bruno"
    film.pick("pip")
    walked = []
    for _ in range(3):
        QTest.keyClick(canvas, Qt.Key.Key_Tab)
        walked.append(film.subject_id)
    assert stage.easel.camera
    assert walked == ["cake", "bruno", ""]
    assert canvas.hasFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Tab)
    assert not canvas.hasFocus()
    canvas.setFocus()
    cake = box_of(stage, "cake")
    film.edit("Lay Pip over the cake", lambda board: boxes.set_box(
        board, film.shot_id, "pip", 0, cake
    ))  # fmt: skip
    where, seen = middle(stage, "cake"), set()
    for _ in range(2):
        QTest.mouseClick(canvas, LEFT, ALT, where)
        seen.add(film.subject_id)
    assert seen == {"pip", "cake"}


def test_arrows_nudge_and_a_quick_series_is_one_undo(stage):
    film, before = stage.film, box_of(stage)
    for _ in range(3):
        QTest.keyClick(stage.canvas, Qt.Key.Key_Right)
    assert box_of(stage).x0 == pytest.approx(before.x0 + 0.015, abs=1e-3)
    QTest.keyClick(stage.canvas, Qt.Key.Key_Up, SHIFT)
    assert box_of(stage).y0 == pytest.approx(before.y0 - 0.05, abs=1e-3)
    film.undo()
    assert box_of(stage) == before


def test_delete_removes_the_box_here_and_a_click_on_its_last_place_brings_it_back(stage):
    film, canvas = stage.film, stage.canvas
    film.go_to_moment(4)
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert not is_there(stage, "pip", 4)
    assert film.session.undo_name == "Remove box of Pip"
    last = stage.easel.absent()["pip"]
    assert last == box_of(stage, moment=3)
    film.pick("")
    spot = stage.canvas.sight.box(last)
    where = spot.center().toPoint()
    QTest.mouseClick(canvas, LEFT, NONE, where)
    assert box_of(stage, moment=4) == last
    film.pick("pip")
    QTest.keyClick(canvas, Qt.Key.Key_Delete, SHIFT)
    assert "pip" not in film.shot.subjects
    assert film.session.undo_name.startswith("Remove Pip from")


def test_a_dot_of_the_path_moves_that_moments_box(stage):
    film = stage.film
    dot = stage.canvas.sight.spot(*box_of(stage, moment=6).centre).toPoint()
    before = box_of(stage, moment=6)
    drag(stage.canvas, dot, dot + QPoint(10, -50), CONTROL)
    assert box_of(stage, moment=6).y0 < before.y0 - 0.05
    assert film.moment == 0
    QTest.mouseClick(stage.canvas, LEFT, NONE, stage.canvas.sight.spot(
        *box_of(stage, moment=6).centre
    ).toPoint())  # fmt: skip
    assert film.moment == 6


def test_someone_of_the_cast_is_added_by_a_box_that_is_drawn(stage):
    film, canvas = stage.film, stage.canvas
    QTest.mouseClick(stage.bar.tools["add"], LEFT)
    card = stage._casting
    row = next(row for row in card.rows if row.text() == "bench")
    QTest.mouseClick(row, LEFT)
    assert stage.easel.tool == "add"
    start = canvas.sight.spot(0.1, 0.3).toPoint()
    end = canvas.sight.spot(0.4, 0.7).toPoint()
    drag(canvas, start, end)
    assert box_of(stage, "bench") == box_of(stage, "bench", 8)
    assert box_of(stage, "bench").width == pytest.approx(0.3, abs=0.01)
    assert film.subject_id == "bench"
    assert film.session.undo_name == "Add bench"
    assert stage.easel.tool == "select"


def test_a_new_name_joins_the_cast_with_a_puppet_guessed_from_the_word(stage):
    film = stage.film
    QTest.keyClick(stage.canvas, Qt.Key.Key_Escape)
    stage.open_casting()
    card = stage._casting
    QTest.keyClicks(card.field, "dog")
    QTest.keyClick(card.field, Qt.Key.Key_Return)
    QTest.mouseClick(stage.canvas, LEFT, NONE, QPoint(300, 200))
    new = film.board.cast[-1]
    assert (new.name, new.puppet) == ("Dog", "dog")
    assert new.id in film.shot.subjects
    film.undo()
    assert all(one.name != "Dog" for one in film.board.cast)


def test_a_held_camera_moves_for_the_whole_shot_and_keeps_its_shape(stage):
    film, canvas = stage.film, stage.canvas
    frame = canvas.sight.box(touch.view(stage.easel))
    named = QPoint(round(frame.x()) + 20, round(frame.y()) + 16)
    drag(canvas, named, named + QPoint(50, 20), CONTROL)
    rects = film.shot.camera.rects
    assert len(rects) == 1
    assert rects[0].x0 == pytest.approx(50 / canvas.sight.wide, abs=0.01)
    corner = canvas.sight.box(rects[0]).bottomRight().toPoint()
    drag(canvas, corner, corner - QPoint(80, 10), CONTROL)
    smaller = film.shot.camera.rects[0]
    assert smaller.width < 1
    assert smaller.width == pytest.approx(smaller.height)
    assert film.session.undo_name.startswith("Resize the camera of")


def test_camera_presets_are_acts_and_a_straight_camera_stays_straight(stage):
    film, canvas = stage.film, stage.canvas
    acts = {act.name: act for act in stage.acts()}
    acts["stage.camera_pan_right"].do()
    assert film.shot.movement == "pan right"
    assert camera.moves(film.shot.camera)
    assert acts["stage.camera_pan_right"].checked()
    film.pick("")
    last = canvas.sight.box(film.shot.camera.rects[-1])
    edge = QPoint(round(last.right()), round(last.center().y()) + 30)
    drag(canvas, edge, edge + QPoint(40, 0), CONTROL)
    rects = film.shot.camera.rects
    steps = {round(b.x0 - a.x0, 5) for a, b in pairwise(rects)}
    assert len(steps) == 1
    assert rects[-1].x0 > 0.25 + 0.03


def test_the_strip_goes_to_a_moment_edits_its_boxes_and_copies_to_another(stage):
    film, strip = stage.film, stage.moments
    QTest.mouseClick(strip, LEFT, NONE, strip.cell(5).bottomRight().toPoint() - QPoint(3, 3))
    assert film.moment == 5
    sight = strip._sight(strip.cell(5))
    where = sight.box(box_of(stage, "bruno", 5)).center().toPoint()
    before = box_of(stage, "bruno", 5)
    drag(strip, where, where + QPoint(0, -6))
    moved = box_of(stage, "bruno", 5)
    assert moved.y0 < before.y0 - 0.05
    assert film.subject_id == "bruno"
    where = sight.box(moved).center().toPoint()
    drag(strip, where, strip.cell(2).center().toPoint(), ALT)
    assert box_of(stage, "bruno", 2) == moved
    assert film.session.undo_name == "Copy Bruno to moment 3"


def test_moments_become_more_and_fewer(stage):
    film = stage.film
    QTest.mouseClick(stage.moments.more, LEFT)
    assert film.shot.layout.moments == 10
    QTest.mouseClick(stage.moments.fewer, LEFT)
    film.session.settle()
    assert film.shot.layout.moments == 9


def test_copy_to_all_mirror_and_paste_into_another_shot(stage):
    film = stage.film
    acts = {act.name: act for act in stage.acts()}
    acts["stage.copy_path"].do()
    path, first = layout.boxes_of(film.shot.layout, "pip"), box_of(stage)
    film.go_to_moment(4)
    acts["stage.copy_on"].do()
    assert layout.boxes_of(film.shot.layout, "pip")[:5] == path[:5]
    assert len(set(layout.boxes_of(film.shot.layout, "pip")[4:])) == 1
    film.go_to_moment(0)
    acts["stage.copy_to_all"].do()
    assert len(set(layout.boxes_of(film.shot.layout, "pip"))) == 1
    acts["stage.mirror"].do()
    assert box_of(stage).x0 == pytest.approx(1 - first.x1)
    film.select(film.board.shots[0].id)
    film.pick("pip")
    acts["stage.paste_path"].do()
    assert layout.boxes_of(film.shot.layout, "pip") == path
    assert film.session.undo_name == "Paste path of Pip"


def test_acts_say_why_they_cannot_be_done(stage):
    acts = {act.name: act for act in stage.acts()}
    stage.film.pick("")
    assert acts["stage.mirror"].why_not() == "Click a subject on the stage first."
    assert acts["stage.paste_path"].why_not() == "Copy a path first."
    assert not acts["stage.add"].why_not()
    assert len({act.name for act in stage.acts()}) == len(stage.acts())


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
        QApplication.sendEvent(canvas, _moved(canvas, start + QPoint(40 * step, 9), NONE))
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


def test_warnings_lead_to_the_box_that_they_are_about(stage):
    film = stage.film
    film.edit("Put Pip away", lambda board: boxes.set_path(
        board, film.shot_id, "pip", [Box(2.0, 0.5, 2.2, 0.9)] * 9
    ))  # fmt: skip
    line = stage.warnings
    assert line.isVisible()
    while "stays outside" not in line.words.toolTip():
        QTest.mouseClick(line.next, LEFT)
    film.pick("")
    film.go_to_moment(4)
    QTest.mouseClick(line.show_it, LEFT)
    assert film.subject_id == "pip"
    assert film.moment == 0


def test_the_line_tells_time_moment_and_who_is_inside_title_safe(stage):
    stage.film.go_to_moment(4)
    assert stage.line.moment.text() == "Moment 5 of 9"
    assert stage.line.time.text().startswith("00:00:01:")
    assert "inside title safe" in stage.line.safe.text()
    asked: list[str] = []
    stage.wanted.connect(asked.append)
    QTest.mouseClick(stage.line.play, LEFT)
    QTest.keyClick(stage.canvas, Qt.Key.Key_Space)
    assert asked == ["player.play", "player.play"]
    QTest.mouseClick(stage.line.on, LEFT)
    assert stage.film.moment == 5


def test_switches_are_remembered(qtbot, stage):
    acts = {act.name: act for act in stage.acts()}
    assert acts["stage.thirds"].checked()
    QTest.mouseClick(stage.bar.switches["thirds"], LEFT)
    acts["stage.mask_2.39"].do()
    other = StageView(stage.film, stage.pictures)
    qtbot.addWidget(other)
    assert not other.easel.switches["thirds"]
    assert other.easel.mask == "2.39"


def test_the_stage_is_painted_a_little_at_a_time_until_it_is_whole(qtbot, stage):
    cloth = stage.canvas.cloth
    qtbot.waitUntil(lambda: cloth.is_whole and not cloth.behind.image.isNull(), timeout=40000)
    assert set(cloth.order) == {"pip", "cake", "bruno"}
    behind = cloth.behind.key
    stage.film.pick("bruno")
    stage.film.seek(stage.film.frame + 1)
    qtbot.waitUntil(lambda: cloth.is_whole, timeout=40000)
    picture = stage.canvas.grab().toImage()
    spot = middle(stage, "bruno")
    colours = {picture.pixelColor(spot.x(), spot.y() + y).rgb() for y in range(-60, 60, 4)}
    assert len(colours) > 5
    assert behind is not None


def test_wheel_and_middle_drag_look_nearer_and_elsewhere(stage):
    canvas = stage.canvas
    before = canvas.sight
    acts = {act.name: act for act in stage.acts()}
    acts["stage.nearer"].do()
    assert canvas.sight.percent > before.percent
    QTest.mousePress(canvas, Qt.MouseButton.MiddleButton, NONE, QPoint(100, 100))
    QTest.mouseMove(canvas, QPoint(140, 120))
    QTest.mouseRelease(canvas, Qt.MouseButton.MiddleButton, NONE, QPoint(140, 120))
    acts["stage.fit"].do()
    assert canvas.sight == before


def test_a_shot_without_subjects_says_what_to_do(stage):
    film = stage.film
    film.edit("New shot", lambda board: shots.insert_shot(board, board.scenes[0].id))
    film.select(film.board.scenes[0].shots[-1].id)
    assert stage.vacant.isVisible()
    assert stage.vacant.title.text() == "Nobody is on the stage"
    QTest.mouseClick(stage.vacant.add, LEFT)
    assert stage._casting.isVisible()
    film.edit("Empty", lambda board: shots.delete_shots(board, film.shots))
    assert stage.vacant.title.text() == "No shots yet"
    assert not stage.bar.tools["pen"].isEnabled()
