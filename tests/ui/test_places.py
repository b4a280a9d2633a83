"""The places: which is the shot's, at which hour, renamed, merged, deleted, played elsewhere."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from storyboard.edits import cast as edits
from ui.film import Film
from ui.pictures import Pictures
from ui.places import PlacesPane
from ui.portraits import Portraits

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


@pytest.fixture
def film(sample_film: Film) -> Film:
    return sample_film


@pytest.fixture
def pane(qtbot, film: Film) -> PlacesPane:  # type: ignore[no-untyped-def]
    found = PlacesPane(film, Pictures(film))
    qtbot.addWidget(found)
    found.resize(316, 600)
    found.show()
    qtbot.waitExposed(found)
    return found


def named(film: Film, name: str) -> str:
    return next(one.id for one in film.board.places if one.name == name)


def click(pane: PlacesPane, id: str) -> None:
    QTest.mouseClick(pane.roll.viewport(), LEFT, NONE, pane.roll.place_of(id).center())


def act(pane: PlacesPane, name: str):  # type: ignore[no-untyped-def]
    return next(one for one in pane.acts() if one.name == name)


def test_the_place_of_the_shot_comes_first_with_its_hour_and_its_shots(film, pane):
    night = next(scene for scene in film.board.scenes if scene.daytime == "night")
    film.select(night.shots[0].id)
    first = pane.roll.sections[0].entries
    assert [one.id for one in first] == [night.place]
    assert first[0].look.startswith("Night")
    assert first[0].count == f"{len(edits.uses(film.board, night.place))} shots"
    assert first[0].face.daytime == "night"
    assert pane.roll.current == night.place


def test_the_picture_is_painted_in_the_light_of_its_scene(qtbot, film, pane):
    pictures = Portraits.of(film)
    pane.grab()
    qtbot.waitUntil(lambda: not pictures._worker.isActive(), timeout=20000)
    night = next(scene.place for scene in film.board.scenes if scene.daytime == "night")
    day = next(scene.place for scene in film.board.scenes if scene.daytime == "day")
    image = pane.roll.viewport().grab().toImage()

    def light(id: str) -> float:
        box = pane.roll.place_of(id)
        dots = [(x, box.center().y() + y) for x in range(16, 88, 6) for y in range(-18, 19, 6)]
        return sum(image.pixelColor(x, y).lightness() for x, y in dots) / len(dots)

    assert light(day) > light(night) + 40


def test_a_name_is_changed_in_headings_and_script(film, pane):
    beach = named(film, "Beach")
    click(pane, beach)
    QTest.keyClick(pane.roll, Qt.Key.Key_F2)
    pane.roll.field.selectAll()
    QTest.keyClicks(pane.roll.field, "Lagoon")
    QTest.keyClick(pane.roll.field, Qt.Key.Key_Return)
    assert film.board.place(beach).name == "Lagoon"
    assert any("LAGOON" in scene.heading for scene in film.board.scenes)
    assert "LAGOON" in film.board.script
    assert not any(shot.stale for shot in film.board.shots)


def test_two_places_are_made_one_by_a_drag(film, pane):
    beach, harbour = named(film, "Beach"), named(film, "Harbour")
    scenes = [scene.id for scene in film.board.scenes if scene.place in (beach, harbour)]
    port = pane.roll.viewport()
    start, end = (pane.roll.place_of(id).center() for id in (beach, harbour))
    QTest.mousePress(port, LEFT, NONE, start)
    QTest.mouseMove(port, start + QPoint(0, 14))
    QTest.mouseMove(port, end)
    QTest.mouseRelease(port, LEFT, NONE, end)
    assert [scene.id for scene in film.board.scenes if scene.place == harbour] == scenes
    assert film.session.undo_name == "Merge Beach into Harbour"


def test_a_deleted_place_leaves_its_scenes_nowhere_and_says_so(film, pane):
    beach = named(film, "Beach")
    uses = len(edits.uses(film.board, beach))
    click(pane, beach)
    QTest.keyClick(pane.roll, Qt.Key.Key_Delete)
    assert f"{uses} shots now play nowhere" in pane.note.words.text()
    QTest.mouseClick(pane.note.button, LEFT)
    assert named(film, "Beach") == beach


def test_a_new_place_is_drawn_by_the_bundled_one_and_a_scene_can_be_played_there(film, pane):
    QTest.mouseClick(pane.add_button, LEFT)
    QTest.keyClicks(pane.roll.field, "Forest")
    QTest.keyClick(pane.roll.field, Qt.Key.Key_Return)
    forest = film.board.places[-1]
    assert forest.backdrop == "forest"
    assert pane.roll.current == forest.id
    assert act(pane, "places.next").why_not() == "No shot is at Forest yet."
    act(pane, "places.here").do()
    assert film.board.scene_of(film.shot_id).place == forest.id
    film.undo()
    assert film.board.scene_of(film.shot_id).place != forest.id


def test_the_next_shot_at_a_place_goes_round(film, pane):
    beach = named(film, "Beach")
    uses = edits.uses(film.board, beach)
    click(pane, beach)
    seen = []
    for _ in range(len(uses) + 1):
        act(pane, "places.next").do()
        seen.append(film.shot_id)
    assert seen == [*uses, uses[0]]
