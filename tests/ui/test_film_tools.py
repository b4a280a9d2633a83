"""Film tools under the hand: bridges, continued shots, what a look found, making somebody again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from storyboard import bridging
from storyboard.board import Keyframe, Shot
from studio import settings
from ui import stage_acts, theme
from ui.timeline import Timeline

LEFT = Qt.MouseButton.LeftButton
# said by the platform without a screen
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def finished(timeline: Timeline, at: int, fault: str) -> Shot:
    """A shot with a take in which a look found something in the middle."""
    film = timeline.film
    shot = film.board.shots[at]
    ticks = -(-shot.length // 2)
    rows = [{"start": 0, "end": ticks - 1, "score": 0.3, "fault": fault, "who": "", "at": 5}]
    slate = {"shape": film.session.takes.digest(film.board, shot.id)}
    frames = {tick: f"{tick:064x}" for tick in range(ticks)}
    take = film.session.add_take(shot.id, 9, frames, slate)
    film.session.note_take(take.id, health=rows)
    return film.board.shots[at]


def test_a_bridge_comes_and_goes_with_its_join(timeline: Timeline) -> None:
    film = timeline.film
    first, second = film.board.shots[:2]
    film.select(first.id)
    timeline.act("join.bridge").do()
    made = film.board.shots[1]
    assert bridging.between(film.board, made.id) == (film.shots[first.id], second)
    assert film.session.undo_name.endswith("by bridge")
    assert timeline.act("join.bridge").checked()  # type: ignore[misc]
    timeline.act("join.cut").do()
    assert film.board.shots[1].id == second.id


def test_a_shot_goes_on_in_a_new_one_that_is_chosen(timeline: Timeline) -> None:
    film = timeline.film
    first = film.board.shots[0]
    film.select(first.id)
    timeline.act("timeline.continue").do()
    assert film.shots[first.id].join == "continuous"
    assert film.shot_id == film.board.shots[1].id != first.id


def test_what_a_look_found_is_an_amber_line_with_a_sentence(qtbot, timeline: Timeline) -> None:  # type: ignore[no-untyped-def]
    shot = finished(timeline, 1, "flicker")
    lanes = timeline.lanes
    qtbot.waitUntil(lambda: any(c.wrong for c in lanes.cells.peek(shot.id)), timeout=10000)
    (cell,) = [cell for cell in lanes.cells.peek(shot.id) if cell.wrong]
    assert (cell.wrong, cell.at) == ("The picture flickers here.", 10)
    box = lanes.shots.box(1, lanes.tracks)
    x = lanes.scale.x(timeline.film.starts[shot.id] + cell.start * 2 + 3)
    assert cell.wrong in lanes.pointer.tip(QPointF(x, box.center().y()))
    image = lanes.viewport().grab().toImage()
    ratio = image.devicePixelRatio()
    column = [image.pixelColor(round(x * ratio), y) for y in range(round(box.bottom() * ratio))]
    assert QColor(theme.colour("warn")) in column


def test_a_keyframe_can_be_asked_for_where_something_is_wrong(qtbot, timeline: Timeline) -> None:  # type: ignore[no-untyped-def]
    shot = finished(timeline, 1, "seam")
    lanes, film = timeline.lanes, timeline.film
    qtbot.waitUntil(lambda: any(c.wrong for c in lanes.cells.peek(shot.id)), timeout=10000)
    spot = QPointF(
        lanes.scale.x(film.starts[shot.id] + 8), lanes.shots.box(1, lanes.tracks).y() + 9
    )
    hit = lanes.hit(spot)
    menu = timeline.menu(hit)
    timeline._spot = film.starts[shot.id] + 8
    (act,) = [one for one in menu.actions() if one.text().startswith("Add a keyframe here")]
    act.trigger()
    assert film.shots[shot.id].keyframes == (Keyframe(10, "", "render"),)
    assert [order.what["shots"] for order in film.session.queue.orders()] == [[shot.id]]


def test_a_box_offers_to_make_its_subject_again_and_says_why_not(stage) -> None:  # type: ignore[no-untyped-def]
    subject = next(iter(stage.film.shot.layout.boxes))
    stage.film.pick(subject)
    name = stage.film.board.subject(subject).name
    act = stage_acts.of_box(stage)[0]
    assert act.said == f"Make {name} again"
    assert act.why_not is not None
    assert act.why_not().startswith("This shot has no finished take yet.")


def test_the_render_card_keeps_draft_or_fine(window) -> None:  # type: ignore[no-untyped-def]
    card = window.card
    QTest.mouseClick(window.header.render_film, LEFT)
    assert card.preset.current == "fine"
    QTest.mouseClick(card.preset.buttons["draft"], LEFT)
    assert settings.load().preset == "draft"
    card.hide()
    QTest.mouseClick(window.header.render_film, LEFT)
    assert card.preset.current == "draft"
