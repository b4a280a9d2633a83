"""Which key does what: schemes, the person's changes, conflicts, silence while typing."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QPushButton, QSlider, QWidget

from ui.acts import Act
from ui.keys import OWN, Keys, is_plain, may_share, schemes, spelled, taken_by
from ui.tabs import Segments

SPLIT = Act("shot.split", "Split", list, "Shot", "Ctrl+K")
JOIN = Act("shot.join", "Join…", list, "Shot", ("Ctrl+J", "Ctrl+Shift+J"))
ERASE = Act("stage.remove", "Remove box", list, "Stage", "Del")
DELETE = Act("shot.delete", "Delete", list, "Shot", "Del")
UNDO = Act("edit.undo", "Undo", list, "Edit", "Ctrl+Z")


def test_an_act_has_its_own_keys_until_a_scheme_or_the_person_says_otherwise():
    play = Act("player.cut_after", "To the next cut", list, "Play", "PgDown")
    assert Keys().of(play) == ("PgDown",)
    assert Keys("Premiere").of(play) == ("Down", "PgDown")
    assert Keys("Premiere", {"player.cut_after": ("F7",)}).of(play) == ("F7",)
    assert Keys("Premiere", {"player.cut_after": ()}).of(play) == ()


def test_every_scheme_spells_its_keys_so_that_qt_knows_them():
    assert list(schemes()) == [OWN, "Premiere", "Resolve", "Avid"]
    for scheme, acts in schemes().items():
        for name, keys in acts.items():
            assert all(spelled(key) for key in keys), (scheme, name)


def test_no_scheme_gives_one_key_to_two_acts_of_a_pane():
    for scheme, acts in schemes().items():
        for name, keys in acts.items():
            for other, others in acts.items():
                if other != name and other.split(".")[0] == name.split(".")[0]:
                    assert not set(keys) & set(others), (scheme, name, other)


def test_a_key_that_is_given_away_is_lost_by_who_had_it_and_that_is_said():
    keys, said = Keys().given(JOIN, ("Ctrl+K",), (SPLIT, JOIN, UNDO))
    assert keys.of(JOIN) == ("Ctrl+K",)
    assert keys.of(SPLIT) == ()
    assert said == "Ctrl+K is no longer the key of “Split”."
    assert keys.usual(JOIN).of(JOIN) == ("Ctrl+J", "Ctrl+Shift+J")


def test_acts_of_two_panes_may_share_a_key_but_not_with_the_whole_window():
    assert may_share(DELETE, ERASE)
    assert not may_share(SPLIT, JOIN)
    assert not may_share(SPLIT, UNDO)
    keys, said = Keys().given(ERASE, ("Backspace",), (DELETE, ERASE))
    assert said == ""
    assert keys.of(DELETE) == ("Del",)


def test_plain_keys_are_those_that_one_types():
    assert all(map(is_plain, ("K", "Space", "Left", "Shift+Left", "Del", "`", "PgUp", "+")))
    assert not any(map(is_plain, ("Ctrl+K", "Alt+Left", "F5", "Shift+F3", "Ctrl++", "")))


def test_whoever_types_or_holds_a_control_keeps_its_keys(qtbot):
    home = QWidget()
    qtbot.addWidget(home)
    for kind in (QLineEdit, QPlainTextEdit, QComboBox):
        assert taken_by(kind(home), "K")
        assert not taken_by(kind(home), "Ctrl+K")
    assert taken_by(QSlider(home), "Left")
    assert not taken_by(QSlider(home), "K")
    assert not taken_by(None, "K")
    shown = QLineEdit(home)
    shown.setReadOnly(True)
    assert not taken_by(shown, "K")


def test_a_button_keeps_space_only_for_who_came_to_it_by_the_keyboard(qtbot):
    button = QPushButton("Go")
    qtbot.addWidget(button)
    assert not taken_by(button, "Space")
    button.setProperty("ring", True)
    assert taken_by(button, "Space")
    assert not taken_by(button, "Left")
    row = Segments([("one", "One"), ("two", "Two")])
    qtbot.addWidget(row)
    row.buttons["one"].setProperty("ring", True)
    assert taken_by(row.buttons["one"], "Left")
