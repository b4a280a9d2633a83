"""Staging: boxes, facing, phase and action of every subject at every frame."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyboard import fitting, poses, puppets, staging
from storyboard.board import (
    Acting,
    Board,
    Box,
    Camera,
    Layout,
    Place,
    Scene,
    Shot,
    Subject,
)
from storyboard.edits import shots
from tests.storyboard.films import film

KITCHEN = Place("p", "Kitchen", backdrop="kitchen")


def box(x, feet=0.9, height=0.5, width=0.12):
    return Box(x - width / 2, feet - height, x + width / 2, feet)


def line(x0, x1, **shape):
    return tuple(box(x0 + (x1 - x0) * k / 8, **shape) for k in range(9))


def board(paths, acting=None, length=48, join="cut", **more):
    """Shot "s" of these paths, then perhaps "t"; subjects are named by their puppet."""
    cast = tuple(Subject(name, name, kind=name, puppet=name) for name in paths)
    told = {"length": length, "layout": Layout(paths), "acting": acting or {}}
    shots = (Shot("s", join=join, **told, **more),)
    shots += (Shot("t", **told),) if join == "continuous" else ()
    return Board(cast=cast, places=(KITCHEN,), scenes=(Scene("c", "", "p", shots=shots),))


def one(film, frame=0, shot="s"):
    return staging.cue(film, shot, frame).subjects[0]


def test_a_cue_says_where_when_and_in_which_light():
    film = board({"girl": line(0.2, 0.8)}, camera=Camera((Box(0, 0, 0.5, 0.5),)))
    cue = staging.cue(film, "s", 24)
    assert (cue.shot, cue.frame, cue.backdrop) == ("s", 24, "kitchen")
    assert cue.camera == Box(0, 0, 0.5, 0.5)
    assert cue.seconds - staging.cue(film, "s", 0).seconds == pytest.approx(1)
    assert cue.words == "Kitchen day"
    assert cue.subjects[0].box.centre[0] == pytest.approx(0.2 + 0.6 * 24 / 47)
    with pytest.raises(KeyError):
        staging.cue(film, "nowhere", 0)


def test_many_cues_are_those_of_single_frames():
    film = board({"girl": line(0.2, 0.8), "dog": line(0.5, 0.5)})
    assert staging.cues(film, "s", range(0, 48, 8)) == tuple(
        staging.cue(film, "s", frame) for frame in range(0, 48, 8)
    )


def test_who_is_absent_has_no_cue_and_comes_in_halfway():
    path = (None,) * 4 + line(0.5, 0.5)[4:]
    film = board({"girl": path}, length=49)
    seen = [len(staging.cue(film, "s", frame).subjects) for frame in range(49)]
    assert seen.index(1) == 21  # between moment 3 at frame 18 and moment 4 at frame 24
    assert sum(seen) == 49 - 21


def test_nearer_subjects_come_last():
    paths = {"girl": line(0.3, 0.3), "dog": line(0.5, 0.5), "man": line(0.7, 0.7, feet=0.8)}
    film = board(paths, {"girl": Acting(order=2)})
    assert [s.id for s in staging.cue(film, "s", 0).subjects] == ["man", "dog", "girl"]


@settings(max_examples=25, deadline=None)
@given(st.floats(0.05, 0.5), st.sampled_from(("girl", "man", "dog")), st.sampled_from((1, -1)))
def test_feet_do_not_slide(way, name, direction):
    start = 0.5 - direction * way / 2
    path = line(start, start + direction * way)
    film = board({name: path}, {name: Acting("walk")}, length=97)
    a, b = one(film, 10), one(film, 12)
    figure = puppets.find(name)
    tall = fitting.scale(figure, a.action, path[0], 16 / 9) * figure.height / 100
    gone = way * 2 / 96 * 16 / 9
    if poses.stride(figure, a.action) * tall * 3 > gone * 12:  # else the feet are at their fastest
        cycles = gone / (poses.stride(figure, a.action) * tall)
        assert (b.phase - a.phase) % 1.0 == pytest.approx(cycles % 1.0, abs=0.01)
    assert a.facing == direction


def test_a_walk_too_quick_for_its_feet_is_a_run():
    slow, quick = (
        board({"girl": line(0.1, 0.1 + way)}, {"girl": Acting("walk")}) for way in (0.15, 0.85)
    )
    assert one(slow).action == "walk"
    assert one(quick).action == "run"


def test_who_stops_stands_and_who_is_busy_walks_below():
    path = (*line(0.2, 0.6)[:5], *[line(0.2, 0.6)[4]] * 4)
    film = board({"girl": path}, {"girl": Acting("walk")})
    assert one(film, 4).action == "walk"
    assert one(film, 44).action == "stand"
    busy = board({"girl": path}, {"girl": Acting("talk")})
    assert one(busy, 4).action == "talk walk"
    assert one(busy, 44).action == "talk"


def test_whom_nobody_told_what_to_do_goes_in_its_own_way():
    paths = {name: line(0.2, 0.5) for name in ("girl", "bird", "fish", "car")}
    seen = {s.id: s.action for s in staging.cue(board(paths), "s", 10).subjects}
    assert seen == {"girl": "walk", "bird": "fly", "fish": "swim", "car": "drive"}
    rest = {s.id: s.action for s in staging.cue(board({"girl": line(0.2, 0.2)}), "s", 0).subjects}
    assert rest == {"girl": "stand"}


def test_facing_is_told_or_the_way_or_the_others():
    told = board({"girl": line(0.2, 0.8)}, {"girl": Acting("walk", "left")})
    assert one(told).facing == -1
    pair = board({"girl": line(0.7, 0.7), "dog": line(0.3, 0.3)})
    assert {s.id: s.facing for s in staging.cue(pair, "s", 0).subjects} == {"girl": -1, "dog": 1}
    alone = board({"girl": line(0.7, 0.7)})
    assert one(alone).facing == 1
    turns = board({"girl": (*line(0.2, 0.6)[:8:2], *line(0.6, 0.2)[:5])}, {"girl": Acting("walk")})
    assert [one(turns, frame).facing for frame in (4, 44)] == [1, -1]


def test_tables_look_at_nobody_and_nobody_looks_at_tables_first():
    paths = {"table": line(0.6, 0.6), "girl": line(0.5, 0.5), "dog": line(0.1, 0.1)}
    seen = {s.id: s.facing for s in staging.cue(board(paths), "s", 0).subjects}
    assert seen == {"table": 1, "girl": -1, "dog": 1}


def test_a_continuous_shot_goes_on_where_the_other_stopped():
    film = board({"girl": line(0.2, 0.5)}, {"girl": Acting("walk")}, join="continuous")
    end, start = staging.cue(film, "s", 48), staging.cue(film, "t", 0)
    assert start.seconds == pytest.approx(end.seconds)
    assert start.subjects[0].phase == pytest.approx(end.subjects[0].phase, abs=1e-6)
    talk = board({"girl": line(0.2, 0.2)}, {"girl": Acting("talk")}, join="continuous")
    assert one(talk, 0, "t").phase == pytest.approx(one(talk, 48).phase, abs=1e-6)


def test_an_edit_elsewhere_changes_no_cue():
    film = board({"girl": line(0.2, 0.5)})
    longer = Board(
        cast=film.cast,
        places=film.places,
        scenes=(Scene("b", shots=(Shot("new", length=100),)), *film.scenes),
    )
    assert staging.cue(film, "s", 5) == staging.cue(longer, "s", 5)


def test_a_persons_own_picture_moves_like_its_kind():
    subject = Subject("x", "Rex", kind="puppy", sheet="ab12")
    film = Board(
        cast=(subject,),
        scenes=(Scene("c", shots=(Shot("s", layout=Layout({"x": line(0.2, 0.3)})),)),),
    )
    cue = one(film)
    assert (cue.sheet, cue.puppet, cue.kind, cue.action) == ("ab12", "dog", "puppy", "walk")


def test_shots_of_one_moment_or_one_frame_hold():
    film = board({"girl": (box(0.5),)}, length=1)
    assert one(film).box == box(0.5)
    film = board({"girl": line(0.2, 0.8)}, length=1)
    assert 0 <= one(film).phase < 1


def test_a_shot_asked_for_again_calls_its_noise_by_another_name_and_moves_as_before():
    board = film()
    again = shots.vary(board, ["sh1"])
    before, after = staging.cue(board, "sh1", 4), staging.cue(again, "sh1", 4)
    assert (before.shot, after.shot) == ("sh1", "sh1~1")
    assert replace(after, shot="sh1") == before
