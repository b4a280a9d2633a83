"""Which words mean whom: other names, one of two, two of one; and the plans that follow."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storyboard import breakdown
from storyboard.board import Board
from storyboard.breakdown.witness import told
from storyboard.edits import calling
from storyboard.edits import cast as edits

SCRIPT = """INT. HALL - DAY

TOM sits by the window. ANNA reads.

The boy waves. The old man sleeps. She laughs.

INT. GREAT HALL - NIGHT

The boy runs to the left.
"""


@pytest.fixture
def board() -> Board:
    return breakdown.board(SCRIPT)


def planned(board: Board) -> Board:
    """The whole script once more, by the rules and the cast sheet."""
    own = [one for one in board.cast if one.made_by == "user"]
    places = [one for one in board.places if one.made_by == "user"]
    work = breakdown.steps(board.script, cast=own, places=places)
    while True:
        try:
            next(work)
        except StopIteration as done:
            return done.value


def names(board: Board) -> list[str]:
    return [one.name for one in board.cast]


def test_words_that_mean_somebody_are_kept_without_their_article(board: Board) -> None:
    made = calling.also(board, "anna", "  The   girl ")
    assert made.subject("anna").aliases == ("girl",)
    assert made.script == board.script
    assert calling.also(made, "anna", "a girl") is made
    assert calling.no_longer(made, "anna", "the girl").subject("anna").aliases == ()
    with pytest.raises(ValueError, match="no other name of Anna"):
        calling.no_longer(board, "anna", "the girl")
    with pytest.raises(ValueError, match="Type the words"):
        calling.also(board, "anna", "the ")


def test_whoever_was_called_just_that_is_the_same_one_and_the_script_stays(board: Board) -> None:
    made = calling.also(board, "tom", "the boy")
    assert names(made) == ["Tom", "Anna"]
    assert made.shots[-1].subjects == ("tom",)
    assert made.subject("tom").aliases == ("boy",)
    assert made.script == SCRIPT


def test_another_name_of_somebody_else_goes_over(board: Board) -> None:
    made = calling.also(calling.also(board, "tom", "the lad"), "anna", "the lad")
    assert made.subject("tom").aliases == ()
    assert made.subject("anna").aliases == ("lad",)


def test_later_plans_by_rules_are_bound(board: Board) -> None:
    sheet = calling.also(calling.also(board, "tom", "the boy"), "tom", "the old man")
    again = planned(sheet)
    assert names(again) == ["Tom", "Anna"]
    assert again.shots[1].subjects == ("tom", "anna")
    assert again.shots[-1].subjects == ("tom",)
    free = planned(board)
    assert "boy" in names(free)


def test_what_the_person_says_of_a_pronoun_is_known_and_not_guessed() -> None:
    text = "Zelvira sits. Quorbin stands. She yawns."
    board = breakdown.board(text)
    parts = [(one, "") for one in ("Zelvira sits.", "Quorbin stands.", "She yawns.")]
    assert not told(parts, board.cast)[-1].sure
    board = edits.set_subject(board, "quorbin", pronoun="he")
    board = edits.set_subject(board, "zelvira", pronoun="she")
    last = told(parts, board.cast)[-1]
    assert (last.sure, last.doers) == (True, ("zelvira",))
    assert planned(board).subject("zelvira").pronoun == "she"


def test_what_was_split_off_takes_the_shots_that_say_so(board: Board) -> None:
    whole = calling.also(board, "tom", "the boy")
    made = calling.split(whole, "tom", "the boy")
    assert names(made) == ["Tom", "Anna", "Boy"]
    other = made.cast[-1]
    assert made.shots[-1].subjects == (other.id,)
    assert set(made.shots[-1].layout.boxes) == {other.id}
    assert made.shots[0].subjects == ("tom", "anna")
    assert made.subject("tom").kind == ""
    assert planned(made).shots[-1].subjects == (other.id,)
    with pytest.raises(ValueError, match="no other name"):
        calling.split(board, "tom", "the king")


def test_places_go_by_other_names_likewise(board: Board) -> None:
    hall, great = board.places
    made = calling.also(board, hall.id, "the great hall")
    assert [one.id for one in made.places] == [hall.id]
    assert {scene.place for scene in made.scenes} == {hall.id}
    assert [one.name for one in planned(made).places] == ["Hall"]
    split = calling.split(made, hall.id, "great hall")
    assert [one.name for one in split.places] == ["Hall", "great hall"]
    assert split.scenes[1].place == split.places[1].id
    assert great.id != split.places[1].id


def test_a_look_is_written_once_and_stays(board: Board) -> None:
    sheet = edits.set_subject(board, "tom", look="a boy in a red cap")
    assert planned(sheet).subject("tom").look == "a boy in a red cap"
    assert calling.one(sheet, "tom") == sheet.subject("tom")
    with pytest.raises(KeyError, match="nobody and nowhere"):
        calling.also(board, "zorro", "the fox")
    assert replace(sheet, cast=board.cast) == board
