"""Continuity: what a script supervisor would say."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from storyboard import camera, continuity, layout
from storyboard.board import Acting, Board, Box, Camera, Layout, Line, Scene, Shot, Subject
from storyboard.edits import shots as edits
from tests.storyboard.films import film

CAST = (Subject("a", "Mia"), Subject("b", "Rex", aliases=("the dog",)))
LEFT, RIGHT = Box(0.1, 0.3, 0.3, 0.9), Box(0.7, 0.3, 0.9, 0.9)


def shot(id, boxes, **values):
    rows = {k: v if isinstance(v, tuple) else layout.still(v) for k, v in boxes.items()}
    return Shot(id, subjects=tuple(boxes), layout=Layout(rows), **values)


def board(*row, cast=CAST):
    return Board(cast=cast, scenes=(Scene("sc1", shots=row),))


def found(*row, kind=None):
    return [f for f in continuity.check(board(*row)) if kind is None or f.kind == kind]


def test_two_subjects_that_change_sides_cross_the_line():
    a = shot("s1", {"a": LEFT, "b": RIGHT})
    b = shot("s2", {"a": RIGHT, "b": LEFT}, size="MS", angle="low")
    (finding,) = found(a, b, kind="line")
    assert finding.shot == "s2"
    assert finding.sentence == (
        "Mia and Rex change sides between 1A and 1B: the camera crosses the line."
    )
    assert found(a, replace(a, id="s2"), kind="line") == []
    assert found(a, replace(b, angle="overhead"), kind="line") == []


def test_subjects_that_pass_each_other_in_the_shot_cross_no_line():
    a = shot("s1", {"a": layout.line(LEFT, RIGHT), "b": layout.line(RIGHT, LEFT)})
    b = shot("s2", {"a": RIGHT, "b": LEFT})
    assert found(a, b, kind="line") == []


def test_a_camera_from_the_side_counts_and_not_the_stage():
    a = shot("s1", {"a": LEFT, "b": RIGHT}, camera=Camera((camera.rect(0.2, 0.5, 0.3),)))
    b = shot("s2", {"a": RIGHT, "b": LEFT})
    assert found(a, b, kind="line") == []  # only one of them is in the picture


def test_a_subject_that_turns_round_between_shots_is_told():
    a = shot("s1", {"a": layout.line(LEFT, RIGHT)})
    b = shot("s2", {"a": layout.line(RIGHT, LEFT)}, size="CU")
    (finding,) = found(a, b, kind="direction")
    assert finding.sentence == (
        "Mia goes right in 1A and left in 1B: the screen direction turns round."
    )
    assert finding.subject == "a"
    assert found(a, replace(a, id="s2"), kind="direction") == []
    assert found(a, shot("s2", {"a": RIGHT}), kind="direction") == []


def test_almost_the_same_picture_jumps():
    a = shot("s1", {"a": LEFT})
    nearly = Box(0.15, 0.28, 0.36, 0.9)
    (finding,) = found(a, shot("s2", {"a": nearly}), kind="jump")
    assert finding.sentence == (
        "Mia looks almost the same in 1A and 1B: the cut will jump. Change size or angle."
    )
    both = shot("s1", {"a": LEFT, "b": RIGHT})
    again = shot("s2", {"a": nearly, "b": RIGHT})
    assert found(both, again, kind="jump")[0].sentence.startswith("Mia and Rex look almost")


@pytest.mark.parametrize(
    "other",
    [
        shot("s2", {"a": LEFT}),
        shot("s2", {"a": Box(0.0, 0.0, 0.5, 1.0)}),
        shot("s2", {"a": Box(0.15, 0.28, 0.36, 0.9)}, angle="low"),
        shot("s2", {"a": Box(0.6, 0.3, 0.8, 0.9)}),
        shot("s2", {"a": Box(0.15, 0.28, 0.36, 0.9), "b": RIGHT}),
    ],
    ids=["the same", "bigger", "other angle", "elsewhere", "someone more"],
)
def test_a_clear_step_does_not_jump(other):
    assert found(shot("s1", {"a": LEFT}), other, kind="jump") == []


def test_shots_that_go_on_into_each_other_are_not_compared():
    a = shot("s1", {"a": LEFT, "b": RIGHT})
    b = shot("s2", {"a": RIGHT, "b": LEFT})
    for join in ("continuous", "bridge", "dissolve"):
        assert found(replace(a, join=join), b) == []
    split = edits.split_shot(film(), "sh4", 48)
    assert continuity.check_scene(split, "sc2") == ()


def test_whoever_is_named_or_speaks_without_a_box_is_missing():
    named = shot("s1", {"a": LEFT}, action="Mia calls the dog.")
    (finding,) = found(named)
    assert (finding.kind, finding.subject) == ("missing", "b")
    assert finding.sentence == "Rex is named in 1A but has no box there."
    speaks = shot("s1", {"a": LEFT}, dialogue=(Line("b", "Woof."),))
    assert found(speaks)[0].sentence == "Rex speaks in 1A but has no box there."
    for how in ("O.S.", "v.o.", "off screen"):
        heard = shot("s1", {"a": LEFT}, dialogue=(Line("b", "Woof.", how),))
        assert found(heard) == []


def test_names_count_as_whole_words_and_shared_names_name_nobody():
    assert found(shot("s1", {"a": LEFT}, action="Mia was rexed by Rexford.")) == []
    twins = (Subject("a", "Ann", aliases=("sister",)), Subject("b", "Eva", aliases=("sister",)))
    row = shot("s1", {"a": LEFT}, action="Her sister waits.")
    assert continuity.check(board(row, cast=twins)) == ()


def test_a_layout_without_any_box_is_empty_but_a_view_of_a_place_is_not():
    empty = Shot("s1", "Mia waits.", subjects=("a",))
    (finding,) = found(empty)
    assert finding.kind == "empty"
    assert finding.sentence == "Nobody has a place in 1A yet: its layout is empty."
    assert found(Shot("s1", "The sea, calm.")) == []


def test_a_subject_that_the_frame_never_shows_is_told():
    away = shot("s1", {"a": Box(1.1, 0.3, 1.3, 0.9), "b": LEFT})
    (finding,) = found(away)
    assert (finding.kind, finding.subject) == ("offstage", "a")
    assert finding.sentence == "Mia stays outside the picture for all of 1A."
    enters = shot("s1", {"a": layout.line(Box(1.1, 0.3, 1.3, 0.9), LEFT)})
    assert found(enters) == []
    panned = replace(away, camera=camera.preset("pan right"))
    assert found(panned) == []


def test_lines_that_take_longer_than_their_shot_are_told():
    line = Line("a", " ".join(["word"] * 10))
    (finding,) = found(shot("s1", {"a": LEFT}, dialogue=(line,), length=48))
    assert finding.sentence == "The lines of 1A take 3.0 s to say; the shot lasts 2.0 s."
    assert found(shot("s1", {"a": LEFT}, dialogue=(line,), length=72)) == []


def test_a_scene_is_checked_alone_and_an_unknown_one_refused():
    whole = continuity.check(film())
    parts = continuity.check_scene(film(), "sc1") + continuity.check_scene(film(), "sc2")
    assert whole == parts
    with pytest.raises(KeyError, match="no scene 'sc9'"):
        continuity.check_scene(film(), "sc9")
    assert continuity.check(Board()) == ()


def test_a_thousand_shots_are_checked_in_a_fraction_of_a_second():
    rows = {"a": layout.line(LEFT, RIGHT), "b": layout.line(RIGHT, LEFT)}
    one = Shot(
        "s",
        "Mia meets the dog at the door.",
        ("a", "b"),
        dialogue=(Line("a", "Hello."),),
        layout=Layout(rows),
        acting={"a": Acting("walk")},
    )
    scenes = tuple(
        Scene(f"sc{s}", shots=tuple(replace(one, id=f"s{s}.{n}") for n in range(25)))
        for s in range(40)
    )
    begun = time.process_time()
    continuity.check(Board(cast=CAST, scenes=scenes))
    assert time.process_time() - begun < 0.5
