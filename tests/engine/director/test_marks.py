"""Words that are looked up for the director: deeds, and what is asked of the camera."""

from engine.director import marks


def test_deeds_are_marked_by_the_action_that_the_puppets_know() -> None:
    told = marks.marked("Tom[A] strolls by, sits and the dogs[B,C] growl.")
    assert told == "Tom[A] strolls[walk] by, sits[sit] and the dogs[B,C] growl[talk]."


def test_a_name_that_has_its_letter_is_no_deed() -> None:
    assert marks.marked("Wave[A] sleeps.") == "Wave[A] sleeps[sleep]."


def test_going_somewhere_is_walking_where_the_art_has_no_word_for_it() -> None:
    assert marks.deed("meanders") == "walk"
    assert marks.deed("zooms") == "run"
    assert marks.deed("left") == ""
    assert marks.deed("house") == ""


def test_what_is_asked_of_the_camera_stands_at_the_end() -> None:
    assert marks.marked("Close-up of Anna[A].") == "Close-up of Anna[A]. [CU]"
