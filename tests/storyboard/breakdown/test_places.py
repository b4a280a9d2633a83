"""Headings and places."""

import pytest

from storyboard.breakdown import places


@pytest.mark.parametrize(
    ("text", "place", "interior", "daytime"),
    [
        ("EXT. BEACH - DAY", "Beach", False, "day"),
        ("INT. KITCHEN - NIGHT", "Kitchen", True, "night"),
        ("INT. MIA'S ROOM - EARLY MORNING", "Mia's room", True, "dawn"),
        ("EXT. FOREST -- SUNSET", "Forest", False, "dusk"),
        ("INT./EXT. CAR - EVENING", "Car", True, "dusk"),
        ("EXT. CITY STREET - HARBOUR - NIGHT", "City street - harbour", False, "night"),
        ("The old mill", "The old mill", False, None),
        ("EXT.", "Somewhere", False, None),
    ],
)
def test_headings_tell_place_and_time(text, place, interior, daytime):
    said = places.heading(text)
    assert (said.place, said.interior, said.daytime) == (place, interior, daytime)


def test_continuous_scenes_go_on_with_the_time_before():
    assert places.heading("INT. HALL - CONTINUOUS").same
    assert places.heading("EXT. FIELD - NIGHT (RAIN)").weather == "rain"
    assert places.heading("EXT. FIELD - SNOW - DAY").weather == "snow"


@pytest.mark.parametrize(
    ("name", "backdrop"),
    [
        ("Beach", "beach"),
        ("The old forest", "forest"),
        ("Kitchen", "kitchen"),
        ("City street", "street"),
    ],
)
def test_names_find_their_backdrop(name, backdrop):
    assert places.backdrop(name) == backdrop


def test_unknown_places_still_have_a_backdrop_of_their_side():
    from storyboard.breakdown.props import props

    table = props().places
    assert not table[places.backdrop("Zanzibar")].indoor
    assert table[places.backdrop("Laboratory", True)].indoor


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("a girl walks along the old beach", "old beach"),
        ("she sits in the kitchen and eats", "kitchen"),
        ("in the living room he reads", "living room"),
        ("he looks at the dog", ""),
    ],
)
def test_sentences_of_prose_name_their_place(sentence, place):
    assert places.placed(sentence) == place
