"""The cast list: pick, go, rename, merge, delete, add, search; by mouse and by keys."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from storyboard.edits import cast as edits
from studio.session import Session
from ui.cast import CastPane
from ui.film import Film
from ui.pictures import Pictures
from ui.portraits import Portraits

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
pytestmark = pytest.mark.qt_log_ignore("does not support")


@pytest.fixture
def film(sample_film: Film) -> Film:
    return sample_film


@pytest.fixture
def pane(qtbot, film: Film) -> CastPane:  # type: ignore[no-untyped-def]
    found = CastPane(film, Pictures(film))
    qtbot.addWidget(found)
    found.resize(300, 760)
    found.show()
    qtbot.waitExposed(found)
    found.roll.setFocus()
    return found


def named(film: Film, name: str) -> str:
    return next(one.id for one in film.board.cast if one.name == name)


def click(pane: CastPane, id: str, twice: bool = False) -> None:
    where = pane.roll.place_of(id).center()
    QTest.mouseClick(pane.roll.viewport(), LEFT, NONE, where)
    if twice:
        QTest.mouseDClick(pane.roll.viewport(), LEFT, NONE, where)


def drag(pane: CastPane, id: str, onto: str) -> None:
    port, start = pane.roll.viewport(), pane.roll.place_of(id).center()
    end = pane.roll.place_of(onto).center()
    QTest.mousePress(port, LEFT, NONE, start)
    for where in (start + QPoint(0, 12), end - QPoint(0, 4), end):
        QTest.mouseMove(port, where)
    QTest.mouseRelease(port, LEFT, NONE, end)


def press(pane: CastPane, key: Qt.Key) -> None:
    QTest.keyClick(pane.roll, key)


def type_name(pane: CastPane, name: str) -> None:
    pane.roll.field.selectAll()
    QTest.keyClicks(pane.roll.field, name)
    QTest.keyClick(pane.roll.field, Qt.Key.Key_Return)


def act(pane: CastPane, name: str):  # type: ignore[no-untyped-def]
    return next(one for one in pane.acts() if one.name == name)


def test_who_is_in_the_shot_comes_first_and_the_list_follows_the_selection(film, pane):
    titles = {section.title: section for section in pane.sections()}
    assert set(titles) == {"In this shot", "Elsewhere in the film", "Place"}
    assert {one.id for one in titles["In this shot"].entries} == set(film.shot.subjects)
    other = next(shot for shot in film.board.shots if set(shot.subjects) != set(film.shot.subjects))
    film.select(other.id)
    first = pane.roll.sections[0]
    assert {one.id for one in first.entries} == set(other.subjects)
    counted = sum(int(one.count.split()[0]) for s in pane.sections()[:2] for one in s.entries)
    assert counted == sum(len(edits.uses(film.board, one.id)) for one in film.board.cast)


def test_a_click_picks_a_subject_everywhere_and_the_list_hears_of_other_picks(film, pane):
    dog = named(film, "Biscuit")
    click(pane, dog)
    assert film.subject_id == dog
    film.pick(named(film, "Mia"))
    assert pane.roll.current == named(film, "Mia")
    press(pane, Qt.Key.Key_Home)
    press(pane, Qt.Key.Key_Down)
    assert film.subject_id == pane.roll.ids()[1]
    assert pane.roll.accessibleDescription()


def test_a_double_click_goes_through_the_shots_of_a_subject(film, pane):
    dog = named(film, "Biscuit")
    uses = edits.uses(film.board, dog)
    seen = []
    for _ in range(len(uses) + 1):
        click(pane, dog, twice=True)
        seen.append(film.shot_id)
    assert seen == [*uses, uses[0]]


def test_a_name_typed_in_place_changes_script_and_shots_and_undo_names_it(film, pane):
    mia = named(film, "Mia")
    click(pane, mia)
    press(pane, Qt.Key.Key_F2)
    assert pane.roll.field.isVisible()
    type_name(pane, "Wilma")
    assert film.board.subject(mia).name == "Wilma"
    assert "WILMA" in film.board.script
    assert "MIA" not in film.board.script
    assert not any(shot.stale for shot in film.board.shots)
    assert film.session.undo_name == "Rename Mia to Wilma"
    film.undo()
    assert "MIA" in film.board.script


def test_esc_leaves_a_name_as_it_was_and_a_name_of_another_is_refused(qtbot, film, pane):
    mia, before = named(film, "Mia"), film.board
    click(pane, mia)
    press(pane, Qt.Key.Key_F2)
    QTest.keyClicks(pane.roll.field, "Nobody")
    QTest.keyClick(pane.roll.field, Qt.Key.Key_Escape)
    assert film.board is before
    with qtbot.waitSignal(film.said) as said:
        press(pane, Qt.Key.Key_F2)
        type_name(pane, "Biscuit")
    assert "merge the two" in said.args[0]
    assert film.board is before


def test_a_row_let_go_on_another_makes_the_two_one(film, pane):
    film.edit("Add", lambda board: edits.add_to_cast(board, "Puppy", kind="dog"))
    puppy, dog = named(film, "Puppy"), named(film, "Biscuit")
    drag(pane, puppy, dog)
    assert puppy not in [one.id for one in film.board.cast]
    assert "Puppy" in film.board.subject(dog).aliases
    assert film.session.undo_name == "Merge Puppy into Biscuit"
    assert pane.note.isVisible()
    QTest.mouseClick(pane.note.button, LEFT)
    assert puppy in [one.id for one in film.board.cast]
    assert not pane.note.isVisible()


def test_the_menu_offers_everyone_else_to_merge_with(film, pane):
    dog = named(film, "Biscuit")
    click(pane, dog)
    names = [action.text() for action in pane.merge_menu().actions()]
    assert sorted(names) == sorted(one.name for one in film.board.cast if one.id != dog)
    next(a for a in pane.merge_menu().actions() if a.text() == "Mia").trigger()
    assert "Biscuit" in film.board.subject(named(film, "Mia")).aliases


def test_delete_says_what_it_touched_and_can_be_taken_back(film, pane):
    mia = named(film, "Mia")
    uses, lines = edits.uses(film.board, mia), 0
    lines = sum(line.speaker == mia for shot in film.board.shots for line in shot.dialogue)
    click(pane, mia)
    press(pane, Qt.Key.Key_Delete)
    assert not edits.uses(film.board, mia)
    assert f"{len(uses)} shots" in pane.note.words.text()
    assert f"{lines} line" in pane.note.words.text()
    film.undo()
    assert edits.uses(film.board, mia) == uses
    assert not pane.note.isVisible()


def test_the_plus_adds_a_subject_with_the_puppet_that_its_name_brings_to_mind(film, pane):
    QTest.mouseClick(pane.add_button, LEFT)
    type_name(pane, "Horse")
    horse = film.board.cast[-1]
    assert (horse.name, horse.kind) == ("Horse", "horse")
    assert film.subject_id == horse.id
    entry = next(one for s in pane.roll.sections for one in s.entries if one.id == horse.id)
    assert entry.face.puppet == "horse"
    act(pane, "cast.add_to_shot").do()
    assert horse.id in film.shot.subjects
    assert "already" in act(pane, "cast.add_to_shot").why_not()
    act(pane, "cast.take_from_shot").do()
    assert horse.id not in film.shot.subjects


def test_a_pronoun_is_set_by_its_act(film, pane):
    dog = named(film, "Biscuit")
    click(pane, dog)
    act(pane, "cast.she").do()
    assert film.board.subject(dog).pronoun == "she"
    assert act(pane, "cast.she").checked()
    assert not act(pane, "cast.he").checked()


def test_the_place_of_the_shot_can_be_renamed_here_but_not_be_merged_with_anybody(film, pane):
    place = film.board.scenes[0].place
    click(pane, place)
    assert film.subject_id == ""
    drag(pane, named(film, "Mia"), place)
    assert named(film, "Mia")
    click(pane, place)
    press(pane, Qt.Key.Key_F2)
    type_name(pane, "Boulevard")
    assert film.board.place(place).name == "Boulevard"


def test_search_finds_by_name_look_or_kind_and_says_when_there_is_nobody(film, pane):
    QTest.mouseClick(pane.search_button, LEFT)
    QTest.keyClicks(pane.field, "captain")
    assert [film.board.subject(id).name for id in pane.roll.ids()] == ["Captain Otto"]
    QTest.keyClick(pane.field, Qt.Key.Key_Return)
    assert film.subject_id == named(film, "Captain Otto")
    pane.field.setText("zzz")
    assert pane.roll.ids() == []
    assert "zzz" in pane.roll.sections[0].empty
    QTest.keyClick(pane.field, Qt.Key.Key_Escape)
    assert not pane.search.isVisible()
    assert len(pane.roll.ids()) == len(film.board.cast) + 1


def test_acts_that_need_a_subject_say_so(film, pane):
    film.pick("")
    pane.roll.choose("")
    assert act(pane, "cast.delete").why_not() == "Pick a subject first."
    click(pane, named(film, "Mia"))
    assert act(pane, "cast.delete").why_not() == ""
    names = [one.name for one in pane.acts()]
    assert len(names) == len(set(names))


def test_an_act_of_a_menu_calls_the_pane_into_sight(qtbot, film, pane):
    click(pane, named(film, "Mia"))
    for name in ("cast.add", "cast.rename", "cast.search", "cast.merge"):
        with qtbot.waitSignal(pane.needed):
            act(pane, name).do()
    pane.merging.close()


def test_an_empty_cast_says_what_to_do(qtbot, tmp_path):
    film = Film(Session.new(tmp_path / "empty.longtake"))
    pane = CastPane(film, Pictures(film))
    qtbot.addWidget(pane)
    pane.resize(264, 400)
    pane.show()
    assert pane.roll.ids() == []
    assert "Plan the script" in pane.roll.hint
    blank = pane.roll.grab().toImage()
    assert len({blank.pixelColor(x, 30).rgb() for x in range(12, 200)}) > 4  # words are there
    QTest.mouseClick(pane.add_button, LEFT)
    type_name(pane, "Rex")
    assert [one.name for one in film.board.cast] == ["Rex"]
    film.close()


def test_a_picture_from_the_file_manager_is_taken_by_the_row_under_it(qtbot, film, pane, tmp_path):
    file = tmp_path / "cat.png"
    file.write_bytes(b"")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    dog = named(film, "Biscuit")
    where = QPointF(pane.roll.place_of(dog).center())
    pane.roll._aim(pane.roll.at(where.toPoint()))
    drop = QDropEvent(where, Qt.DropAction.CopyAction, data, LEFT, NONE)
    pane.roll.dropped.disconnect()
    with qtbot.waitSignal(pane.roll.dropped) as heard:
        pane.roll.dropEvent(drop)
    assert heard.args == [dog, str(file)]


def test_pictures_arrive_between_events_and_a_selection_costs_little(qtbot, film, pane):
    many = film.board
    for at in range(60):
        many = edits.add_to_cast(many, f"Extra {at}", kind=("dog", "cat", "girl", "boat")[at % 4])
    film.edit("A crowd", lambda board: many)
    pictures = Portraits.of(film)
    pane.grab()
    qtbot.waitUntil(lambda: not pictures._worker.isActive(), timeout=15000)
    ids, spent = list(film.shots), []
    for at in range(40):
        start = time.process_time()
        film.select(ids[at % len(ids)])
        film.pick(film.board.cast[at].id)
        QApplication.processEvents()
        spent.append(time.process_time() - start)
    assert sorted(spent)[len(spent) // 2] < 0.016
    bar = pane.roll.verticalScrollBar()
    assert bar.maximum() > 3000
    bar.setValue(bar.maximum())
    assert pane.roll.at(QPoint(40, pane.roll.viewport().height() - 40))
