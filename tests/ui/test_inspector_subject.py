"""The inspector's tab of a subject: its name, its looks, its box and what it does."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.reels import choose, click, picture, type_over
from ui.film import Film
from ui.inspector import Inspector

# said by the platform without a screen whenever a window has a least size, or a list drops down
pytestmark = pytest.mark.qt_log_ignore("does not support")


@pytest.fixture
def subject(film: Film, inspector: Inspector) -> Inspector:
    """The inspector on a subject of the current shot."""
    film.pick(film.shot.subjects[0])
    return inspector


def test_picking_shows_the_subject_and_letting_go_the_shot(film, inspector):
    film.pick(film.shot.subjects[0])
    assert inspector.tabs.current == "subject"
    assert inspector.subject.name.text() == film.board.subject(film.subject_id).name
    film.pick("")
    assert inspector.tabs.current == "shot"
    inspector.show_tab("subject")
    assert inspector.subject.nobody.isVisible()


def test_a_name_is_changed_everywhere(film, subject):
    old = film.board.subject(film.subject_id).name
    type_over(subject.subject.name, "Rex")
    found = film.board.subject(film.subject_id)
    assert found.name == "Rex"
    assert old in found.aliases
    assert film.session.undo_name == f"Rename {old} Rex"
    type_over(subject.subject.name, "  ")
    assert film.board.subject(film.subject_id).name == "Rex"


def test_look_kind_pronoun_and_other_names_are_fields(film, subject):
    fields = subject.subject
    type_over(fields.look, "Tall, in a green hat")
    type_over(fields.kind, "sailor")
    choose(fields.pronoun, "she")
    type_over(fields.aliases, "Captain, the Old One, Captain")
    found = film.board.subject(film.subject_id)
    assert (found.look, found.kind, found.pronoun) == ("Tall, in a green hat", "sailor", "she")
    assert found.aliases == ("Captain", "the Old One")


def test_a_puppet_is_typed_by_any_word_for_it_and_an_unknown_one_is_refused(film, subject):
    puppet = subject.subject.puppet
    type_over(puppet, "doggy dog")
    assert film.board.subject(film.subject_id).puppet == "dog"
    assert "fur" in subject.subject.wardrobe.papers
    type_over(puppet, "dogg")
    assert film.board.subject(film.subject_id).puppet == "dog"
    assert puppet.property("wrong") is True
    type_over(puppet, "")
    assert film.board.subject(film.subject_id).puppet == ""


def test_papers_take_colour_words_and_refuse_what_is_none(film, subject):
    type_over(subject.subject.puppet, "dog")
    fur = subject.subject.wardrobe.papers["fur"]
    type_over(fur, "scarlet")
    assert film.board.subject(film.subject_id).attributes["fur"] == "scarlet"
    type_over(fur, "#zz")
    assert "Nobody knows the colour" in subject.subject.wardrobe._rows["fur"].fault.text()
    type_over(fur, "")
    assert "fur" not in film.board.subject(film.subject_id).attributes
    choose(subject.subject.wardrobe.choices["build"], "fat")
    assert film.board.subject(film.subject_id).attributes["build"] == "fat"


def test_where_a_subject_is_leads_there(film, subject):
    uses = [s for s in film.board.shots if film.subject_id in s.subjects]
    menu = subject.subject.uses_menu()
    assert len(menu.actions()) == len(uses)
    menu.actions()[-1].trigger()
    menu.close()
    assert film.shot_id == uses[-1].id


def test_a_picture_of_ones_own_takes_the_puppets_place_until_it_is_let_go(film, subject, tmp_path):
    file = tmp_path / "own.png"
    file.write_bytes(picture("tomato"))
    references = subject.subject.pictures
    film.session.set_sheet(film.subject_id, file)
    assert film.board.subject(film.subject_id).sheet
    assert references.own.isVisible()
    click(references.puppet)
    assert film.board.subject(film.subject_id).sheet == ""
    assert not references.own.isVisible()


def test_the_box_of_the_moment_is_moved_and_resized_by_numbers(film, subject):
    film.go_to_moment(4)
    fields, id = subject.subject.box, film.subject_id
    before = film.shot.layout.boxes[id]
    assert fields.title.text() == "Box at moment 5"
    assert fields.numbers["X"].text() == f"{before[4].x0:.2f}"
    type_over(fields.numbers["X"], "0.5")
    type_over(fields.numbers["W"], "20 %")
    box = film.shot.layout.boxes[id][4]
    assert (round(box.x0, 6), round(box.width, 6)) == (0.5, 0.2)
    assert film.shot.layout.boxes[id][3] == before[3]
    name = film.board.subject(id).name
    assert film.session.undo_name == f"Resize box of {name}"
    type_over(fields.numbers["H"], "0")
    assert film.shot.layout.boxes[id][4] == box
    QTest.keyClick(fields.numbers["H"], Qt.Key.Key_Escape)
    film.go_to_moment(0)
    assert fields.title.text() == "Box at moment 1"
    assert fields.numbers["X"].text() == f"{before[0].x0:.2f}"


def test_a_box_is_copied_to_all_moments_and_a_way_is_mirrored(film, subject):
    fields, id = subject.subject.box, film.subject_id
    before = film.shot.layout.boxes[id]
    click(fields.mirror)
    assert film.shot.layout.boxes[id][0].x0 == pytest.approx(1 - before[0].x1)
    click(fields.everywhere)
    assert len(set(film.shot.layout.boxes[id])) == 1


def test_who_is_absent_at_a_moment_is_put_there(film, subject):
    from storyboard.edits import boxes

    shot, id = film.shot_id, film.subject_id
    film.edit("Absent", lambda b: boxes.set_box(b, shot, id, 0, None))
    film.go_to_moment(0)
    fields = subject.subject.box
    assert fields.absent.isVisible()
    click(fields.put)
    assert film.shot.layout.boxes[id][0] == film.shot.layout.boxes[id][1]


def test_who_is_not_in_the_shot_is_added_to_it(film, inspector):
    other = next(s.id for s in film.board.cast if s.id not in film.shot.subjects)
    film.pick(other)
    assert inspector.subject.add.isVisible()
    click(inspector.subject.add)
    assert other in film.shot.subjects
    assert inspector.subject.box.isVisible()


def test_acting_takes_any_verb_that_means_an_action(film, subject):
    fields, id = subject.subject.acting, film.subject_id
    type_over(fields.action, "strolls")
    assert film.shot.acting[id].action == "walk"
    assert film.shot.acting[id].words == "strolls"
    assert fields.action.text() == "walk"
    type_over(fields.action, "flibbert")
    assert film.shot.acting[id].action == "walk"
    QTest.keyClick(fields.action, Qt.Key.Key_Escape)
    choose(fields.facing, "left")
    type_over(fields.order, "3")
    choose(fields.on, film.shot.subjects[1])
    acting = film.shot.acting[id]
    assert (acting.facing, acting.order, acting.on) == ("left", 3, film.shot.subjects[1])


def test_entering_and_leaving_are_told_by_moments(film, subject):
    fields, id = subject.subject.acting, film.subject_id
    choose(fields.enters, 3)
    choose(fields.leaves, 6)
    there = [at for at, box in enumerate(film.shot.layout.boxes[id]) if box]
    assert there == [3, 4, 5, 6]
    choose(fields.leaves, 8)
    assert film.shot.layout.boxes[id][8] == film.shot.layout.boxes[id][6]
