"""Words that are looked up for the director: deeds, and what is asked of the camera."""

import pytest

from engine.director import marks, numbered


def acted(text: str) -> str:
    return numbered.marked(text, marks.acted(text))


def test_deeds_are_marked_by_the_action_that_the_puppets_know() -> None:
    told = acted("Tom strolls by, sits and the dogs growl.")
    assert told == "Tom strolls[walk] by, sits[sit] and the dogs growl[talk]."


def test_going_somewhere_is_walking_where_the_art_has_no_word_for_it() -> None:
    assert marks.deed("meanders") == "walk"
    assert marks.deed("zooms") == "run"
    assert marks.deed("left") == ""
    assert marks.deed("house") == ""


def test_what_is_asked_of_the_camera_stands_at_the_end() -> None:
    assert acted("Close-up of Anna.") == "Close-up of Anna.[CU]"


@pytest.mark.parametrize(
    ("told", "marked"),
    [
        ("It goes from left to right.", "It goes from left[from left] to right[to right]."),
        ("It sits in the lower left corner.", "It sits in the lower left corner[at bottom left]."),
        ("Until halfway it waits.", "Until halfway[until 50] it waits."),
        ("It climbs the hill.", "It climbs[up] the hill."),
        ("A cup is beneath a tree.", "A cup is beneath[below] a tree."),
        ("Ann is taller than Ben.", "Ann is taller[bigger] than Ben."),
        ("The moon is small next to the sun.", "The moon is small next to[smaller] the sun."),
        ("Next to it, Tom is small.", "Next to it, Tom is small[small]."),
        ("Tom is as tall as the tree.", "Tom is as tall as[same] the tree."),
        ("The cat is not as big as Tom.", "The cat is not as big as[smaller] Tom."),
        ("Nobody is there; then Tom waits.", "Nobody is there[not]; then Tom waits."),
        ("The room is empty.", "The room is empty[not]."),
        ("Tom melts into nothing.", "Tom melts into nothing[vanish]."),
        ("Tom is lower than the tree.", "Tom is lower than[below] the tree."),
        ("Tom gives way to a cat.", "Tom gives way to[vanish] a cat."),
        ("A giant dwarfs the house.", "A giant dwarfs[bigger] the house."),
        ("A tree hides the dog in part.", "A tree hides[in front] the dog in part."),
    ],
)
def test_when_and_where_are_marked_as_the_words_mean_them(told: str, marked: str) -> None:
    assert numbered.marked(told, marks.placed(told)) == marked


def test_the_name_of_a_side_is_no_deed() -> None:
    assert marks.acted("It walks to the lower left corner.") == {8: "walk"}


def test_marks_of_a_second_sentence_stand_in_the_second_sentence() -> None:
    told = "A dog waits. It rises! A cat enters on the right."
    assert numbered.marked(told, marks.placed(told)) == (
        "A dog waits. It rises[up]! A cat enters[in] on the right[at right]."
    )
