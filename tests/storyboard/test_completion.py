"""What is offered to a screenwriter."""

from __future__ import annotations

import pytest

from storyboard import completion

KNOWN = ["INT. KITCHEN - DAY", "INT. KITCHEN - NIGHT", "EXT. PARK - NIGHT #4#", "INT. ATTIC"]


def test_in_a_talk_between_two_it_is_the_other_ones_turn():
    assert completion.cues(["MIA", "TOM", "MIA", "TOM"], ["ADA"], "")[:3] == ("MIA", "TOM", "ADA")


def test_names_are_offered_in_capitals_and_once():
    assert completion.cues(["MIA"], ["Mia", "Max", "Tom"], "M") == ("MIA", "MAX")
    assert completion.cues([], ["Mia"], "MIA") == ()


def test_behind_a_name_the_ways_to_speak_are_offered():
    assert completion.cues([], [], "MIA (V") == ("MIA (V.O.)",)
    assert completion.cues([], [], "MIA (V.O.)") == ()


def test_never_more_is_offered_than_one_can_take_in():
    assert len(completion.cues([], [f"A{n}" for n in range(99)], "A")) == completion.MOST


@pytest.mark.parametrize(
    ("typed", "begins"),
    [("I", True), ("INT", True), ("ext", True), ("in", False), ("Ex", False), ("INT. ", True),
     ("IT IS", False), ("I/E SHIP", True), ("", False), ("Mia", False)],
)  # fmt: skip
def test_what_begins_a_heading(typed: str, begins: bool):
    assert completion.is_opening(typed) is begins


def test_a_heading_grows_by_opening_place_and_time():
    assert completion.headings(KNOWN, "I") == ("INT. ", "INT./EXT. ")
    assert completion.headings(KNOWN, "int. ")[:2] == ("INT. KITCHEN", "INT. ATTIC")
    assert completion.headings(KNOWN, "EXT. P") == ("EXT. PARK",)
    assert completion.headings(KNOWN, "INT. KITCHEN")[0] == "INT. KITCHEN - "
    times = completion.headings(KNOWN, "INT. KITCHEN - ")
    assert times[:2] == ("INT. KITCHEN - NIGHT", "INT. KITCHEN - DAY")
    assert completion.headings(KNOWN, "INT. KITCHEN - DAY") == ()
