from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.director import checks, predicates, repair
from engine.director.claims import Claim
from storyboard.board import Box, Camera, Layout, Line, Shot
from tests.engine.director.scenes import CAST, REX, going, still

LEFT, RIGHT = Box(0.1, 0.4, 0.3, 0.9), Box(0.7, 0.4, 0.9, 0.9)
TEXTS = [
    "",
    "Anna walks from left to right.",
    "Anna walks to the left.",
    "Anna floats upward.",
    "Anna sinks.",
    "Anna enters from the left.",
    "Anna enters from the right.",
    "Anna leaves on the right.",
    "Anna exits left.",
    "Anna appears.",
    "Anna vanishes.",
    "Anna is seen only in the first half.",
    "Anna is seen only in the second half.",
    "Anna stands on the right.",
    "Anna is to the left of the dog.",
    "Anna is right of the dog.",
    "Anna sits above the dog.",
    "Anna sits on top of the dog.",
    "The dog sits behind Anna.",
    "Anna is in front of the dog.",
    "The dog lies beside Anna.",
    "The dog is bigger than Anna.",
    "The dog is as big as Anna.",
    "Anna enters from the left. The dog leaves on the right.",
]


def shot(anna: predicates.Path, rex: predicates.Path, **changes: object) -> Shot:
    made = Shot("x", subjects=("anna", "rex"), layout=Layout({"anna": anna, "rex": rex}))
    return replace(made, **changes)  # type: ignore[arg-type]


def faults(text: str = "") -> repair.Faults:
    return lambda made: checks.about_layout(made, CAST, text)


def left(made: Shot, text: str) -> list[str]:
    return [one.words for one in checks.about_layout(made, CAST, text)]


@pytest.mark.parametrize("text", TEXTS)
def test_a_layout_that_breaks_the_words_keeps_them_after_repair(text: str) -> None:
    wrong = [
        shot(still(0.6, 0.4, 0.8, 0.9), still(0.62, 0.4, 0.82, 0.9)),
        shot((), ()),
        shot((LEFT,) * 4 + (RIGHT,) * 5, (None,) * 9),
        shot(going(RIGHT, LEFT), still(0.1, 0.7, 0.3, 0.9)),
    ]
    for made in wrong:
        assert left(repair.layout(made, faults(text)), text) == [], made


def test_what_is_right_stays_as_it_is() -> None:
    made = shot((LEFT,) * 9, (RIGHT,) * 9)
    assert repair.layout(made, faults("Anna is to the left of the dog.")) is made


def test_a_forgotten_subject_stands_where_the_rules_put_it() -> None:
    floor = Layout({"rex": still(0.55, 0.7, 0.75, 0.9)})
    mended = repair.layout(shot((LEFT,) * 9, ()), faults(), floor=floor)
    assert mended.layout.boxes["rex"] == floor.boxes["rex"]
    assert mended.layout.boxes["anna"] == (LEFT,) * 9


def test_a_camera_that_breaks_its_word_gets_the_usual_one() -> None:
    made = shot((LEFT,) * 9, (RIGHT,) * 9, movement="push", camera=Camera())
    mended = repair.layout(made, faults())
    assert mended.camera.rects[-1].width < mended.camera.rects[0].width
    assert mended.layout == made.layout


sides = st.tuples(*[st.integers(-50, 150)] * 4).map(lambda s: Box(*(side / 100 for side in s)))
paths = st.lists(st.none() | sides, min_size=1, max_size=9).map(tuple)


@settings(max_examples=50, deadline=None)
@given(
    anna=paths,
    rex=paths,
    size=st.sampled_from(["EWS", "WS", "MS", "CU"]),
    text=st.sampled_from(TEXTS),
)
def test_repair_of_anything_is_sound_and_never_worse(
    anna: predicates.Path, rex: predicates.Path, size: str, text: str
) -> None:
    made = shot(anna, rex, size=size)
    mended = repair.layout(made, faults(text))
    assert len(left(mended, text)) <= len(left(made, text))
    for path in mended.layout.boxes.values():
        assert len(path) == 9
        assert any(path)
        for box in path:
            if box is not None:
                assert -2 <= box.x0 < box.x1 <= 3
                assert -2 <= box.y0 < box.y1 <= 3


def chosen(made: Shot, text: str, cast: tuple = CAST) -> Shot:
    mended = repair.choice(made, checks.about_choice(made, cast, text), cast)
    assert checks.about_choice(mended, cast, text) == ()
    return mended


def test_choices_are_put_right() -> None:
    line = Line("anna", "one two three four five six seven eight nine ten")
    made = Shot("x", subjects=("rex", "rex", "ghost"), dialogue=(line,), length=24)
    mended = chosen(made, "CLOSE ON Rex. Pan left.")
    assert mended.subjects == ("rex", "anna")
    assert (mended.size, mended.movement, mended.length) == ("CU", "pan left", 96)


def test_counts_are_put_right_both_ways() -> None:
    dogs = (REX, replace(REX, id="b", name="BELLA"), replace(REX, id="c", name="CLEO"))
    assert chosen(Shot("x", subjects=("b",)), "Three dogs bark.", dogs).subjects == (
        "b",
        "rex",
        "c",
    )
    many = Shot("x", subjects=("rex", "b", "c"))
    assert chosen(many, "Two dogs bark.", dogs).subjects == ("rex", "b")


def test_one_place_after_the_other_is_walked_through_in_turn() -> None:
    claim = Claim("order", "anna", "left, right, centre")
    made = shot((LEFT,) * 9, (RIGHT,) * 9)

    def said(one: Shot) -> tuple[checks.Finding, ...]:
        return checks.about_layout(one, CAST, "", sure=[claim])

    assert [one.kind for one in said(made)] == ["order"]
    mended = repair.layout(made, said)
    assert said(mended) == ()
    xs = [box.centre[0] for box in mended.layout.boxes["anna"] if box]
    assert (xs[0], xs[4], xs[8]) == (0.2, 0.8, 0.5)


def test_who_changed_sides_across_the_cut_changes_back() -> None:
    before = shot((LEFT,) * 9, (RIGHT,) * 9)
    made = shot((RIGHT,) * 9, (LEFT,) * 9)

    def said(one: Shot) -> tuple[checks.Finding, ...]:
        return checks.about_layout(one, CAST, "", last=before)

    assert [one.kind for one in said(made)] == ["line"]
    mended = repair.layout(made, said).layout.boxes
    for id, path in before.layout.boxes.items():
        sides = [(box.x0, box.y0, box.x1, box.y1) for box in mended[id] if box]
        assert sides == [pytest.approx((box.x0, box.y0, box.x1, box.y1)) for box in path if box]
    assert checks.about_layout(replace(made, angle="overhead"), CAST, "", last=before) == ()
