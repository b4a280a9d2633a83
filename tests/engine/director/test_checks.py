from dataclasses import replace

import pytest

from engine.director import checks, predicates
from engine.director.checks import about_choice, about_layout, findings
from storyboard.board import Acting, Box, Camera, Layout, Line, Shot
from storyboard.camera import preset, rect
from tests.engine.director.scenes import ANNA, CAST, REX, RULES, going, still

LEFT, RIGHT = Box(0.1, 0.4, 0.3, 0.9), Box(0.7, 0.4, 0.9, 0.9)
OUT_LEFT, OUT_RIGHT = Box(-0.3, 0.4, -0.1, 0.9), Box(1.1, 0.4, 1.3, 0.9)


def shot(anna: predicates.Path, rex: predicates.Path = (), **changes: object) -> Shot:
    boxes = {"anna": anna} | ({"rex": rex} if rex else {})
    made = Shot("x", subjects=tuple(boxes), layout=Layout(boxes))
    return replace(made, **changes)  # type: ignore[arg-type]


def kinds(made: Shot, text: str = "") -> set[str]:
    return {one.kind for one in findings(made, CAST, text)}


def test_the_rules_own_shots_are_in_order() -> None:
    for one in RULES:
        assert findings(one, CAST, one.action, "Anna. The dog.") == ()


@pytest.mark.parametrize(
    "box",
    [
        Box(0.5, 0.4, 0.3, 0.9),
        Box(0.3, 0.9, 0.5, 0.4),
        Box(0.3, 0.4, 0.31, 0.9),
        Box(-2.1, 0.4, 0.3, 0.9),
        Box(0.3, 0.4, 0.5, 3.1),
        Box(float("nan"), 0.4, 0.5, 0.9),
        Box(0.3, 0.4, float("inf"), 0.9),
    ],
)
def test_a_broken_box_is_found(box: Box) -> None:
    assert "bounds" in kinds(shot((LEFT,) * 4 + (box,) + (LEFT,) * 4))


def test_too_few_moments_are_found() -> None:
    assert "bounds" in kinds(shot((LEFT,) * 5))


def test_a_subject_without_any_box_is_missing() -> None:
    assert "missing" in kinds(shot((None,) * 9, (RIGHT,) * 9))


def test_unknown_and_doubled_subjects_are_found() -> None:
    made = replace(shot((LEFT,) * 9), subjects=("anna", "ghost", "anna"))
    assert {"unknown", "twice"} <= kinds(made)
    stray = replace(shot((LEFT,) * 9), layout=Layout({"anna": (LEFT,) * 9, "rex": (RIGHT,) * 9}))
    assert "unknown" in kinds(stray)


def test_a_jump_between_two_moments_is_found_and_a_brisk_walk_is_not() -> None:
    assert "jump" in kinds(shot((LEFT,) * 4 + (RIGHT,) * 5))
    assert "jump" not in kinds(shot(going(OUT_LEFT, OUT_RIGHT)))
    grown = Box(0.1, 0.1, 0.6, 0.9)
    assert "jump" in kinds(shot((LEFT,) * 4 + (grown,) * 5))


def test_coming_back_somewhere_else_after_an_absence_is_no_jump() -> None:
    assert "jump" not in kinds(shot((LEFT,) * 4 + (None,) + (RIGHT,) * 4))


def test_an_empty_moment_is_found_unless_somebody_comes_or_goes() -> None:
    late = shot((None,) * 4 + (LEFT,) * 5)
    assert "empty" in kinds(late)
    assert kinds(late, "Anna appears.") == set()


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("Anna walks to the right.", going(LEFT, RIGHT)),
        ("Anna walks from right to left.", going(RIGHT, LEFT)),
        ("Anna enters from the left.", going(OUT_LEFT, LEFT)),
        ("Anna enters from the right.", (None,) * 2 + (RIGHT,) * 7),
        ("Anna leaves on the right.", going(LEFT, OUT_RIGHT)),
        ("Anna exits left.", (LEFT,) * 7 + (None,) * 2),
        ("Anna appears.", (None,) * 4 + (LEFT,) * 5),
        ("Anna vanishes.", (LEFT,) * 5 + (None,) * 4),
        ("Anna is seen only in the first half.", (LEFT,) * 4 + (None,) * 5),
        ("Anna is seen only in the second half.", (None,) * 5 + (LEFT,) * 4),
        ("Anna stands on the left.", (LEFT,) * 9),
        ("Anna floats upward.", going(Box(0.4, 0.7, 0.6, 0.9), Box(0.4, 0.2, 0.6, 0.4))),
    ],
)
def test_a_layout_keeps_the_words_and_its_mirror_breaks_them(
    text: str, path: predicates.Path
) -> None:
    assert kinds(shot(path), text) == set()
    upside = tuple(box and Box(1 - box.x1, 1 - box.y1, 1 - box.x0, 1 - box.y0) for box in path)
    backwards = text in ("Anna appears.", "Anna vanishes.") or "half" in text
    assert kinds(shot(path[::-1] if backwards else upside), text)


def test_standing_still_is_no_movement() -> None:
    assert kinds(shot((LEFT,) * 9), "Anna walks to the right.") == {"direction"}


def test_relations_and_sizes_are_checked_against_the_text() -> None:
    small, large = Box(0.7, 0.75, 0.8, 0.9), Box(0.1, 0.3, 0.4, 0.9)
    made = shot(still(0.1, 0.3, 0.4, 0.9), (small,) * 9)
    assert kinds(made, "Anna is to the left of the dog.") == set()
    assert kinds(made, "Anna is to the right of the dog.") == {"relation"}
    assert kinds(made, "Anna is bigger than the dog.") == set()
    assert kinds(made, "The dog is bigger than Anna.") == {"size"}
    assert kinds(made, "The dog is the same size as Anna.") == {"size"}
    assert kinds(shot((large,) * 9, (RIGHT,) * 9), "The dog is bigger than Anna.") == {"size"}


def test_two_who_hide_each_other_are_found_unless_the_words_put_them_together() -> None:
    made = shot((LEFT,) * 9, (Box(0.11, 0.41, 0.31, 0.9),) * 9)
    assert kinds(made) == {"overlap"}
    assert "overlap" not in kinds(made, "The dog sits behind Anna.")


def test_counts_are_checked_over_the_cast_of_the_shot() -> None:
    dogs = (REX, replace(REX, id="b", name="BELLA"), replace(REX, id="c", name="CLEO"))
    two = Shot("x", subjects=("rex", "b"))
    found = about_choice(two, dogs, "Three dogs bark.")
    assert [one.words for one in found] == ["There must be 3 dogs, not 2."]
    assert about_choice(replace(two, subjects=("rex", "b", "c")), dogs, "Three dogs bark.") == ()


def test_whoever_is_named_must_be_seen() -> None:
    found = about_choice(Shot("x", subjects=("rex",)), CAST, "Anna waves at Rex.")
    assert [(one.kind, one.subject) for one in found] == [("named", "anna")]
    assert about_choice(Shot("x", subjects=("rex",)), CAST, "Annabel waves at Rex.") == ()


def test_a_speaker_must_be_seen_and_have_time_to_speak() -> None:
    line = Line("anna", "one two three four five six seven eight nine ten")  # 3 s and 1 s of rest
    silent = Shot("x", subjects=("rex",), dialogue=(line,), length=96)
    assert [one.kind for one in about_choice(silent, CAST, "")] == ["speaker"]
    short = Shot("x", subjects=("anna",), dialogue=(line,), length=95)
    assert [(one.kind, one.wanted) for one in about_choice(short, CAST, "")] == [("short", "96")]


def test_camera_words_bind() -> None:
    text = "CLOSE ON Anna. The camera: pan left, low angle."
    found = about_choice(Shot("x", subjects=("anna",), size="WS"), CAST, text)
    assert {one.field: one.wanted for one in found} == {
        "size": "CU",
        "movement": "pan left",
        "angle": "low",
    }


def test_the_longest_camera_wording_wins() -> None:
    assert checks.asked_camera("an extreme close-up of anna")["size"] == "ECU"
    assert checks.asked_camera("the company sits") == {}


@pytest.mark.parametrize(
    "movement", ["hold", "pan left", "pan right", "tilt up", "tilt down", "push", "pull"]
)
def test_a_camera_keeps_its_word_and_no_other(movement: str) -> None:
    boxes = going(Box(0.4, 0.3, 0.6, 0.8), Box(0.5, 0.3, 0.7, 0.8))
    others = {"hold", "pan left", "pan right", "tilt up", "tilt down", "push", "pull"} - {movement}
    camera = preset(movement)  # type: ignore[arg-type]
    assert kinds(shot(boxes, movement=movement, camera=camera)) == set()
    for other in others:
        assert kinds(shot(boxes, movement=other, camera=camera)) == {"camera"}, other


def test_a_camera_that_is_not_of_the_frames_shape_is_found() -> None:
    assert kinds(shot((LEFT,) * 9, camera=Camera((Box(0, 0, 1, 0.5),)))) == {"bounds"}


def test_subjects_fill_the_screen_as_their_size_says() -> None:
    tiny = (Box(0.5, 0.8, 0.53, 0.88),) * 9
    assert kinds(shot(tiny, size="CU")) == {"framing"}
    assert kinds(shot(tiny, size="EWS")) == set()
    assert kinds(shot((Box(0.1, -0.2, 0.9, 1.2),) * 9, size="EWS")) == {"framing"}
    close = Camera((rect(0.5, 0.84, 0.2),))
    assert kinds(shot(tiny, size="CU", camera=close)) == set()


def test_findings_speak_of_the_subject_by_name() -> None:
    acting = {"anna": Acting("walk")}
    found = about_layout(shot((LEFT,) * 9, acting=acting), (ANNA,), "Anna walks to the right.")
    assert [one.words for one in found] == [
        "ANNA must move to the right from the first box to the last."
    ]
