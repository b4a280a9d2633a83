"""Mending: what a model without a grammar said is made of the form, or nothing is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.director.grammar import Cover, Form, Many, Nothing, Number, Record, Words, mismatch
from engine.director.mending import begun, mended, spoken, value_in
from engine.director.prompts import layout_form, scene_form

SCENE = scene_form(("A", "B"), ("owl",), 4, notes=True)
LAYOUT = layout_form(("A", "B"))
LOOK = {"size": "WS", "angle": "eye level", "move": "hold", "time": "medium"}

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(
            st.sampled_from(["shots", "to", "who", "size", "A", "B", "camera", "x"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@settings(max_examples=150, deadline=None)
@given(value=anything, form=st.sampled_from([SCENE, LAYOUT]))
def test_whatever_is_made_of_an_answer_is_of_the_form(value: Any, form: Form) -> None:
    made = mended(form, value)
    assert made is None or mismatch(form, made) == ""


def test_what_is_of_the_form_stays_as_it_is() -> None:
    boxes = {"A": [[1, 2, 3, 4], None], "B": [None], "camera": [[50, 50, 100]]}
    assert mended(LAYOUT, boxes) == boxes


@pytest.mark.parametrize(
    ("form", "said", "made"),
    [
        (Words(("eye level", "low")), "Eye_Level", "eye level"),
        (Words(("walk", "wave")), "walks", "walk"),
        (Words(("walk", "wave")), "sing", None),
        (Number(0, 100), 100.6, 100),
        (Number(0, 100), "-7", 0),
        (Number(0, 100), True, None),
        (Many(Number(0, 9), 1, 3), [1, 2, 3, 4, 5], [1, 3, 5]),
        (Many(Number(0, 9), 1, 3), ["?"], None),
        (Nothing(), "null", None),
    ],
)
def test_as_little_as_possible_is_changed(form: Form, said: Any, made: Any) -> None:
    assert mended(form, said) == made


def test_a_box_by_its_sides_and_one_box_for_a_list_are_understood() -> None:
    said = {"A": {"left": 1, "top": 2, "right": 3, "bottom": 4}, "B": [5, 6, 7, 8]}
    made = mended(LAYOUT, {**said, "A": [said["A"]], "camera": [50, 50, 100]})
    assert made == {"A": [[1, 2, 3, 4]], "B": [[5, 6, 7, 8]], "camera": [[50, 50, 100]]}


def test_numbers_that_do_not_rise_leave_their_records_out_and_the_last_reaches_the_end() -> None:
    shot = {"who": [["a", "walk"], ["zebra", "walk"]], **LOOK}
    rows = [{"to": 2, **shot}, {"to": 1, **shot}, {"to": 3, **shot}]
    made = mended(SCENE, {"shots": rows})
    assert [one["to"] for one in made["shots"]] == [2, 4]
    assert made["shots"][0]["who"] == [["A", "walk"]]
    cover = Cover("to", 1, 4, Record((("x", Number(0, 9)),)))
    assert [one["to"] for one in begun(cover, [{"to": 1, "x": 2}, None, {"x": 1}])] == [1]


def test_the_answer_is_found_in_what_is_said_around_it() -> None:
    assert value_in('<think>{"a": 1}</think>Sure:\n```json\n{"b": [2]}\n```') == {"b": [2]}
    assert value_in("[" * 100_000) is None
    assert spoken("no answer") == ""
