"""The timeline under the hand: choose, trim, roll, carry, snap, mark."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from storyboard.edits import markers
from studio.jobs import Job
from studio.session import Session
from tests.ui.timelines import (
    ALT,
    CONTROL,
    LEFT,
    NO,
    SHIFT,
    click,
    drag,
    edge,
    frames,
    move,
    on_shot,
    ruler,
    why_not,
    write,
)
from ui.film import Film
from ui.pictures import Pictures
from ui.ruler import LABELS
from ui.timeline import Timeline

# said by the platform without a screen
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


# Choosing ----------------------------------------------------------------------------------------


def test_a_click_chooses_a_clip_and_with_ctrl_and_shift_several(timeline: Timeline) -> None:
    film = timeline.film
    ids = list(film.shots)
    click(timeline, on_shot(timeline, 1))
    assert film.chosen == (ids[1],)
    click(timeline, on_shot(timeline, 3), SHIFT)
    assert film.chosen == tuple(ids[1:4])
    click(timeline, on_shot(timeline, 2), CONTROL)
    assert film.chosen == (ids[1], ids[3])
    click(timeline, on_shot(timeline, 0))
    assert film.chosen == (ids[0],)


def test_a_double_click_shows_the_shot_on_the_stage(timeline: Timeline) -> None:
    QTest.mouseDClick(timeline.lanes.viewport(), LEFT, NO, on_shot(timeline, 2))
    assert timeline.film.shot_id == list(timeline.film.shots)[2]
    assert timeline.film.view == "stage"


def test_arrows_choose_clips_and_with_shift_more_of_them(timeline: Timeline) -> None:
    film, ids = timeline.film, list(timeline.film.shots)
    timeline.act("timeline.next").do()
    assert film.shot_id == ids[1]
    timeline.act("timeline.next_too").do()
    assert film.chosen == (ids[1], ids[2])
    timeline.act("timeline.previous").do()
    assert film.chosen == (ids[1],)


# Cutting -----------------------------------------------------------------------------------------


def test_a_drag_at_the_end_of_a_shot_trims_it_with_ripple_and_is_one_undo(
    timeline: Timeline,
) -> None:
    film = timeline.film
    timeline.magnetise()
    was, second = film.board.shots[0].length, film.board.shots[1]
    start = edge(timeline, 0, -2)
    drag(timeline, start, start + QPoint(frames(timeline, 20), 0))
    assert abs(film.board.shots[0].length - was - 20) <= 1
    assert film.starts[second.id] == film.board.shots[0].length
    assert film.session.undo_name.startswith("Trim shot")
    film.undo()
    assert film.board.shots[0].length == was


def test_the_read_out_says_how_much_and_escape_takes_the_drag_back(timeline: Timeline) -> None:
    film, view = timeline.film, timeline.lanes.viewport()
    timeline.magnetise()
    board = film.board
    start = edge(timeline, 0, -2)
    QTest.mousePress(view, LEFT, NO, start)
    move(timeline, start + QPoint(frames(timeline, 24), 0))
    assert "+" in timeline.lanes.said
    assert film.frame == film.board.shots[0].length - 1  # the picture at the edge
    assert " s" in timeline.lanes.said
    assert film.board.shots[0].length > board.shots[0].length
    QTest.keyClick(timeline.lanes, Qt.Key.Key_Escape)
    assert film.board == board
    assert film.frame == 0
    assert timeline.lanes.said == ""
    QTest.mouseRelease(view, LEFT, NO, start)
    assert film.board == board


def test_a_drag_at_the_start_keeps_the_start_where_it_is(timeline: Timeline) -> None:
    film = timeline.film
    timeline.magnetise()
    shot = film.board.shots[1]
    start = edge(timeline, 0, 3)
    drag(timeline, start, start + QPoint(frames(timeline, 12), 0))
    assert abs(film.shots[shot.id].length - shot.length + 12) <= 1
    assert film.starts[shot.id] == film.board.shots[0].length


def test_alt_at_the_end_makes_a_shot_slower_instead_of_holding(timeline: Timeline) -> None:
    film = timeline.film
    timeline.magnetise()
    shot = film.board.shots[0]
    start = edge(timeline, 0, -2)
    drag(timeline, start, start + QPoint(frames(timeline, 24), 0), ALT)
    now = film.board.shots[0]
    assert now.length > shot.length
    assert now.layout == shot.layout  # the same way, in more time


def test_with_the_trimming_tool_a_cut_rolls(timeline: Timeline) -> None:
    film = timeline.film
    timeline.magnetise()
    timeline.act("timeline.trim").do()
    first, second = film.board.shots[:2]
    start = edge(timeline, 0, 0)
    drag(timeline, start, start + QPoint(frames(timeline, 10), 0))
    assert film.length == first.length + second.length + sum(s.length for s in film.board.shots[2:])
    assert abs(film.board.shots[0].length - first.length - 10) <= 1
    film.undo()
    timeline.act("timeline.select").do()
    drag(timeline, start + QPoint(-3, 0), start + QPoint(frames(timeline, 10), 0), CONTROL)
    assert film.board.shots[0].length > first.length
    assert film.length == sum(s.length for s in film.board.shots)


def test_a_shot_is_never_trimmed_away(timeline: Timeline) -> None:
    start = edge(timeline, 1, -2)
    drag(timeline, start, QPoint(LABELS + 5, start.y()))
    assert timeline.film.board.shots[1].length == 1


def test_a_drag_holds_on_to_the_playhead_and_with_shift_it_does_not(timeline: Timeline) -> None:
    film = timeline.film
    target = film.board.shots[0].length - 18
    film.seek(target)
    start = edge(timeline, 0, -1)
    there = QPoint(round(timeline.lanes.x_of(target)) + 3, start.y())
    drag(timeline, start, there)
    assert film.board.shots[0].length == target
    film.undo()
    drag(timeline, start, there, SHIFT)
    assert film.board.shots[0].length != target


def test_a_clip_is_carried_to_another_place(timeline: Timeline) -> None:
    film, ids = timeline.film, list(timeline.film.shots)
    drag(timeline, on_shot(timeline, 0), on_shot(timeline, 1, 0.9))
    assert list(film.shots)[:2] == [ids[1], ids[0]]
    assert film.session.undo_name.startswith("Move shot")
    film.undo()
    assert list(film.shots) == ids
    film.choose(ids[:2])
    drag(timeline, on_shot(timeline, 1), on_shot(timeline, 3, 0.9))
    assert list(film.shots)[2:4] == ids[:2]


def test_alt_with_an_arrow_moves_the_chosen_shots_past_their_neighbour(timeline: Timeline) -> None:
    film, ids = timeline.film, list(timeline.film.shots)
    film.select(ids[1])
    timeline.act("timeline.earlier").do()
    assert list(film.shots)[:2] == [ids[1], ids[0]]
    timeline.act("timeline.earlier").do()  # it is the first already
    timeline.act("timeline.later").do()
    assert list(film.shots) == ids


def test_keys_trim_to_the_playhead_and_split(timeline: Timeline) -> None:
    film = timeline.film
    shot = film.board.shots[1]
    film.seek(film.starts[shot.id] + 10)
    timeline.act("timeline.ripple_start").do()
    assert film.shots[shot.id].length == shot.length - 10
    assert film.frame == film.starts[shot.id]
    film.undo()
    film.seek(film.starts[shot.id] + 10)
    timeline.act("timeline.ripple_end").do()
    assert film.shots[shot.id].length == 10
    film.undo()
    film.seek(film.starts[shot.id] + 10)
    timeline.act("timeline.split").do()
    assert film.shots[shot.id].length == 10
    assert film.length == sum(s.length for s in film.board.shots)
    assert why_not(timeline, "timeline.split") != ""
    timeline.act("timeline.longer").do()
    timeline.act("timeline.delete").do()
    assert film.session.undo_name.startswith("Delete shot")


def test_a_seam_offers_the_joins_and_shows_the_one_that_is(timeline: Timeline) -> None:
    film = timeline.film
    shot = film.board.shots[0]
    timeline.act("join.dissolve").do()
    assert film.shots[shot.id].join == "dissolve"
    square = timeline.lanes.shots.seam(0, timeline.lanes.tracks).center().toPoint()
    click(timeline, square)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    said = {action.text(): action for action in menu.actions()}
    assert said["Dissolve"].isChecked()
    said["Cut"].trigger()
    menu.close()
    assert film.shots[shot.id].join == "cut"


def test_a_right_click_lists_the_acts_of_what_lies_there(timeline: Timeline) -> None:
    film = timeline.film
    hit = timeline.lanes.hit(QPointF(on_shot(timeline, 2)))
    said = [action.text().split("\t")[0] for action in timeline.menu(hit).actions()]
    assert "Split at the playhead" in said
    assert "Dissolve" in said
    assert film.board.shots[2].id == hit.id
    ruled = timeline.lanes.hit(QPointF(ruler(timeline, 10)))
    assert "Mark in\tI" in [action.text() for action in timeline.menu(ruled).actions()]


# Time --------------------------------------------------------------------------------------------


def test_the_ruler_scrubs(timeline: Timeline) -> None:
    drag(timeline, ruler(timeline, 5.5), ruler(timeline, 60.5))
    assert timeline.film.frame == 60
    move(timeline, ruler(timeline, 30.5))  # nothing is held any more
    assert timeline.film.frame == 60


def test_in_and_out_are_marked_by_keys_and_dragged_by_their_brackets(timeline: Timeline) -> None:
    film = timeline.film
    film.seek(20)
    timeline.act("mark.in").do()
    film.seek(79)
    timeline.act("mark.out").do()
    assert film.stretch == (20, 80)
    timeline.magnetise()
    drag(timeline, ruler(timeline, 80), ruler(timeline, 120))
    assert film.stretch is not None
    assert abs(film.stretch[1] - 120) <= 1
    timeline.act("mark.clear").do()
    assert film.stretch is None
    film.select(film.board.shots[1].id)
    timeline.act("mark.shot").do()
    start = film.starts[film.shot_id]
    assert film.stretch == (start, start + film.board.shots[1].length)


def test_zoom_keeps_what_is_under_the_pointer_and_fits_again(timeline: Timeline) -> None:
    lanes = timeline.lanes
    x = 600.0
    moment = lanes.scale.at(x)
    wheel = QWheelEvent(
        QPointF(x, 60), lanes.viewport().mapToGlobal(QPointF(x, 60)), QPoint(), QPoint(0, 480),
        Qt.MouseButton.NoButton, CONTROL, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(lanes.viewport(), wheel)
    assert timeline.slider.value() > 0
    assert lanes.scale.at(x) == pytest.approx(moment, abs=1 / lanes.scale.pixels)
    assert lanes.horizontalScrollBar().maximum() > 0
    timeline.act("timeline.fit").do()
    assert timeline.slider.value() == 0
    assert lanes.horizontalScrollBar().maximum() == 0
    timeline.film.select(timeline.film.board.shots[2].id)
    timeline.act("timeline.fit_chosen").do()
    box = lanes.shots.box(2, lanes.tracks)
    assert box.x() >= LABELS
    assert box.right() <= lanes.viewport().width()
    assert box.width() > 0.8 * (lanes.viewport().width() - LABELS)


def test_the_view_follows_the_playhead(timeline: Timeline) -> None:
    timeline.lanes.set_zoom(1.0)
    last = timeline.film.length - 1
    timeline.film.seek(last)
    assert LABELS <= timeline.lanes.x_of(last) <= timeline.lanes.viewport().width()


def test_a_marker_is_added_named_dragged_jumped_to_and_deleted(qtbot, timeline: Timeline) -> None:  # type: ignore[no-untyped-def]
    film, lanes = timeline.film, timeline.lanes
    film.seek(40)
    timeline.act("timeline.marker").do()
    (marker,) = film.board.markers
    assert lanes.marker_id == marker.id
    timeline.act("timeline.rename").do()
    write(timeline, "Door")
    assert film.board.markers[0].name == "Door"
    timeline.magnetise()
    flag = QPoint(round(lanes.x_of(40)), 16)
    drag(timeline, flag, QPoint(round(lanes.x_of(90)), 16))
    ((frame, _),) = markers.frames(film.board, film.starts)
    assert abs(frame - 90) <= 1
    film.seek(0)
    timeline.act("timeline.marker_next").do()
    assert film.frame == frame
    click(timeline, QPoint(round(lanes.x_of(frame)), 16))
    timeline.act("timeline.delete").do()
    assert film.board.markers == ()
    assert film.session.undo_name == "Delete the marker"


# What it shows -----------------------------------------------------------------------------------


def test_cells_and_counts_follow_takes(qtbot, timeline: Timeline) -> None:  # type: ignore[no-untyped-def]
    film, lanes = timeline.film, timeline.lanes
    shot = film.board.shots[0]
    qtbot.waitUntil(lambda: bool(lanes.cells.peek(shot.id)), timeout=5000)
    assert {cell.level for cell in lanes.cells.peek(shot.id)} == {0}
    ticks = -(-shot.length // 2)
    film.session.add_take(shot.id, 9, {tick: f"{tick:064x}" for tick in range(ticks)}, {})
    qtbot.waitUntil(lambda: {cell.level for cell in lanes.cells.peek(shot.id)} == {3}, timeout=5000)


def test_a_running_window_rises_in_its_cell(qtbot, timeline: Timeline) -> None:  # type: ignore[no-untyped-def]
    film, cells = timeline.film, timeline.lanes.cells
    shot = film.board.shots[0].id
    qtbot.waitUntil(lambda: bool(cells.peek(shot)), timeout=5000)
    job = Job(
        "j1", "o1", "render", "shot 1A", "running", windows={"k": (2, (0, 1))}, shots=(shot,),
        unit="step", done=2, of=4, facts={"slate": {"slots": [[shot, 0], [shot, 1]]}},
    )  # fmt: skip
    film.session.tell("job_changed", job)
    qtbot.waitUntil(lambda: cells.peek(shot)[0].running == 0.5, timeout=5000)
    film.session.tell("job_changed", replace(job, state="done"))
    qtbot.waitUntil(lambda: cells.peek(shot)[0].running is None, timeout=5000)


def test_tooltips_say_what_lies_under_the_pointer(timeline: Timeline) -> None:
    tip = timeline.lanes.pointer.tip
    label = timeline.film.labels[timeline.film.board.shots[1].id]
    assert tip(QPointF(on_shot(timeline, 1))).startswith(f"{label}, ")
    assert "trim the end" in tip(QPointF(edge(timeline, 1, -2)))
    assert "scrub" in tip(QPointF(ruler(timeline, 3)))
    help = QHelpEvent(QHelpEvent.Type.ToolTip, on_shot(timeline, 1), QPoint(5, 5))
    assert QApplication.sendEvent(timeline.lanes.viewport(), help)


def test_an_empty_film_says_what_to_do_and_takes_every_act(qtbot, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    film = Film(Session.new(tmp_path / "empty"))
    timeline = Timeline(film, Pictures(film))
    qtbot.addWidget(timeline)
    timeline.resize(900, 240)
    timeline.show()
    qtbot.waitExposed(timeline)
    for act in timeline.acts():
        if not why_not(timeline, act.name) and act.name != "sound.import":
            act.do()
    click(timeline, QPoint(400, 60))
    click(timeline, QPoint(400, 6))
    assert why_not(timeline, "timeline.split") == "There are no shots yet."
    assert film.frame == 0
    film.close()


def test_every_act_has_its_own_key_and_name(timeline: Timeline) -> None:
    acts = timeline.acts()
    assert len({act.name for act in acts}) == len(acts)
    keys = [key for act in acts for key in act.keys]
    assert len(set(keys)) == len(keys)
