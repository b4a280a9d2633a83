"""The animatic: display lists that show what a cue asks for."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyboard import animatic, camera, puppets, scenery
from storyboard.affine import mul, put, scale
from storyboard.board import FRAME, Box
from storyboard.cue import FrameCue, SubjectCue

GIRL = SubjectCue("g", "girl", Box(0.3, 0.4, 0.45, 0.9), "girl", action="walk", phase=0.2)
DOG = SubjectCue("d", "dog", Box(0.6, 0.65, 0.8, 0.9), "dog", facing=-1)
CUE = FrameCue("s", 0, 1.5, "beach", subjects=(GIRL, DOG))
views = st.builds(camera.rect, st.floats(0, 1), st.floats(0.3, 0.7), st.floats(0.3, 1.2))
ACTIONS = ("stand", "walk", "run", "sit", "sleep", "swim", "talk walk")


def extent(group):
    points = [put(m, p) for piece, m in group.drawn() if not piece.glow for p in piece.polygon]
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def figure(frame, id):
    return next(group for group in frame.groups if group.subject == id)


@settings(max_examples=30, deadline=None)
@given(views, st.sampled_from(ACTIONS), st.floats(0, 1), st.sampled_from((1, -1)))
def test_a_drawn_subject_is_its_stage_box_through_the_camera(view, action, phase, facing):
    girl = replace(GIRL, action=action, phase=phase, facing=facing)
    frame = animatic.display(replace(CUE, camera=view, subjects=(girl,)))
    screen = camera.through(view, animatic.subject_box(girl))
    wide = 1600 / 9
    expected = (screen.x0 * wide, screen.y0 * 100, screen.x1 * wide, screen.y1 * 100)
    assert extent(figure(frame, "g")) == pytest.approx(expected, abs=1.5 / view.width)


def test_layers_come_back_to_front_with_subjects_between():
    groups = animatic.display(replace(CUE, weather="rain")).groups
    kinds = [
        "subject" if g.subject else "rain" if g.still[0] == "rain" else "place" for g in groups
    ]
    first, last = kinds.index("subject"), len(kinds) - 1 - kinds[::-1].index("subject")
    assert kinds[:first] == ["place"] * first
    assert [g.subject for g in groups[first : last + 1]] == ["g", "d"]
    assert kinds[-3:] == ["rain"] * 3
    assert "place" in kinds[last:]  # grass before the subjects


def test_night_and_recolouring_change_colours_only():
    day, night = (animatic.display(replace(CUE, daytime=time)) for time in ("day", "night"))
    a, b = figure(day, "g"), figure(night, "g")
    assert a.maps == b.maps
    assert [p.key for p in a.pieces] == [p.key for p in b.pieces]
    assert a.pieces[0].colour != b.pieces[0].colour
    red = animatic.display(replace(CUE, subjects=(replace(GIRL, attributes={"colour": "red"}),)))
    assert figure(red, "g").maps == a.maps
    assert [p.colour for p in figure(red, "g").pieces] != [p.colour for p in a.pieces]


def test_the_same_look_is_the_same_pieces_in_every_frame():
    one, other = (
        animatic.display(replace(CUE, subjects=(replace(GIRL, phase=p),))) for p in (0.1, 0.6)
    )
    assert figure(one, "g").pieces is figure(other, "g").pieces
    assert figure(one, "g").maps != figure(other, "g").maps


def test_a_plate_is_the_same_place_without_anybody_in_two_halves():
    for cue in (CUE, replace(CUE, daytime="night", weather="rain")):
        behind, before = animatic.plate(cue)
        drawn = animatic.display(cue)
        assert not any(group.subject for group in (*behind.groups, *before.groups))
        assert (behind.ground, before.ground) == (drawn.ground, None)
        places = [(g.still, g.map) for g in drawn.groups if not g.subject]
        assert [(g.still, g.map) for g in (*behind.groups, *before.groups)] == places


def test_a_sheet_may_be_shown_in_the_light_of_its_scene():
    night = scenery.setting(replace(CUE, daytime="night"))[1]
    dark = animatic.sheet("girl", {}, night).groups[0]
    subject = replace(GIRL, action="stand", phase=0.0)
    drawn = animatic.display(replace(CUE, daytime="night", subjects=(subject,)))
    assert [p.colour for p in dark.pieces] == [p.colour for p in figure(drawn, "g").pieces]


@pytest.mark.parametrize("name", ["girl", "man", "dog", "car", "tree", "bird", "moon", "fish"])
def test_a_sheet_shows_the_puppet_whole_with_its_feet_on_the_line(name):
    frame = animatic.sheet(name, {})
    x0, y0, x1, y1 = extent(frame.groups[0])
    assert frame.aspect == 1.0
    assert y1 == pytest.approx(animatic.FEET, abs=2.5)
    assert max(x1 - x0, y1 - y0) == pytest.approx(animatic.ROOM, abs=4)
    assert (x0 + x1) / 2 == pytest.approx(50, abs=2.5)
    assert frame.groups[0].inner


@pytest.mark.parametrize(
    "subject",
    [replace(GIRL, action="stand", phase=0.0), replace(DOG, phase=0.0), replace(DOG, facing=1)],
)
def test_a_standing_sheet_lies_exactly_where_the_figure_is_drawn(subject):
    view = Box(0.1, 0.2, 0.8, 0.9)
    drawn = figure(animatic.display(replace(CUE, camera=view, subjects=(subject,))), subject.id)
    sheet = animatic.sheet(subject.puppet, subject.attributes).groups[0]
    laid = mul(animatic.seat(subject, view, 16 / 9), scale(0.01))
    at_rest = animatic.poses.solve(puppets.find(subject.puppet), "stand", subject.phase)
    assert at_rest.pieces
    for (_, a), (_, b) in zip(drawn.drawn(), sheet.drawn(), strict=True):
        assert mul(laid, b) == pytest.approx(a, abs=0.35)


def test_who_lies_down_is_seated_lying():
    a, b, _, d, e, _ = animatic.seat(replace(GIRL, action="sleep"), FRAME, 16 / 9)
    assert abs(a) < 1e-6 < abs(b)
    assert abs(e) < 1e-6 < abs(d)
    mirrored = animatic.seat(replace(GIRL, facing=-1, action="stand"), FRAME, 16 / 9)
    assert mirrored[0] < 0 < mirrored[4]


def test_a_persons_own_picture_is_seated_like_the_nearest_puppet():
    own = replace(DOG, puppet="", kind="puppy", sheet="ab12", phase=0.0, action="stand")
    as_puppet = replace(DOG, phase=0.0, action="stand")
    mine, its = (animatic.seat(one, FRAME, 16 / 9) for one in (own, as_puppet))
    assert mine == pytest.approx(its, abs=0.5)
    strange = replace(own, kind="contraption")
    x, y = put(animatic.seat(strange, FRAME, 16 / 9), (0.5, 0.94))
    assert x == pytest.approx(0.7 * 1600 / 9, abs=2)
    assert y == pytest.approx(90, abs=2)


@pytest.mark.parametrize("action", ["stand", "sit", "walk", "run", "jump"])
@pytest.mark.parametrize("who", [GIRL, DOG])
def test_a_persons_own_picture_stays_in_its_box_whatever_it_does(who, action):
    box = Box(0.3, 0.4, 0.5, 0.9)
    feet = []
    for step in range(12):
        own = replace(who, sheet="ab12", action=action, box=box, phase=step / 12)
        seat = animatic.seat(own, FRAME, 16 / 9)
        xs, ys = zip(*(put(seat, (x, y)) for x in (0.06, 0.94) for y in (0.06, 0.94)), strict=True)
        assert sum(xs) / 4 == pytest.approx(0.4 * 1600 / 9, abs=8)
        feet.append(max(ys))
    assert max(feet) == pytest.approx(90, abs=6)
    assert min(feet) > 60  # a hop is a hop


def test_a_place_of_another_shape_is_not_stretched():
    for aspect in (1.0, 2.39):
        frame = animatic.display(replace(CUE, aspect=aspect, backdrop="street"))
        for group in frame.groups:
            if not group.subject:
                assert abs(group.map[0]) == pytest.approx(group.map[4])


OWN = replace(GIRL, sheet="ab12", action="stand", phase=0.0)


def covered(own, width, height):
    """x0, y0, x1, y1 of a picture of this shape on the screen."""
    m = own.map(width, height)
    xs, ys = zip(*(put(m, (x, y)) for x in (0, 1) for y in (0, 1)), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def test_a_subject_with_a_sheet_is_that_picture_in_its_box_with_the_puppet_in_reserve():
    frame = animatic.display(replace(CUE, subjects=(OWN, DOG)))
    girl, dog = figure(frame, "g"), figure(frame, "d")
    assert (girl.picture.hash, dog.picture) == ("ab12", None)
    assert girl.pieces  # for who has not got the picture
    wide = 1600 / 9
    x0, y0, x1, y1 = covered(girl.picture, 10, 40)
    assert (y0, y1, (x0 + x1) / 2) == pytest.approx((40, 90, 0.375 * wide), abs=0.5)
    assert (x1 - x0) / (y1 - y0) == pytest.approx(0.25)
    x0, y0, x1, y1 = covered(girl.picture, 90, 30)
    assert x1 - x0 == pytest.approx(1.35 * 0.15 * wide)  # too wide: it keeps its shape
    assert y1 == pytest.approx(90, abs=0.5)


def test_a_sheet_is_mirrored_lies_down_and_goes_through_the_camera():
    ahead, back, lying = (
        animatic.own_picture(one, FRAME, 16 / 9).map(1, 2)
        for one in (OWN, replace(OWN, facing=-1), replace(OWN, action="sleep"))
    )
    assert ahead[0] > 0 > back[0]
    assert ahead[4] > 0 < back[4]
    assert abs(lying[0]) < 1e-6 < abs(lying[1])
    view = Box(0.25, 0.25, 0.75, 0.75)
    near = covered(animatic.own_picture(OWN, view, 16 / 9), 1, 2)
    far = covered(animatic.own_picture(OWN, FRAME, 16 / 9), 1, 2)
    assert near[3] - near[1] == pytest.approx(2 * (far[3] - far[1]))


def test_a_sheet_is_in_the_light_of_its_scene():
    day, night = (
        figure(animatic.display(replace(CUE, daytime=time, subjects=(OWN,))), "g").picture.rows
        for time in ("day", "night")
    )
    _, lit = scenery.setting(replace(CUE, daytime="night"))
    red = lit.lit((1.0, 0.0, 0.0), lit.keep)
    assert [row[0] + row[3] for row in night] == pytest.approx(red)
    assert night != day


@pytest.mark.parametrize("shape", [(16, 9), (3, 2), (1, 1), (9, 16), (4, 1)])
def test_a_plate_covers_the_stage_whatever_its_shape(shape):
    frame = animatic.display(replace(CUE, plate="cd34", weather="rain"))
    place, *others = [group for group in frame.groups if not group.subject]
    assert place.picture.hash == "cd34"
    assert {group.still[0] for group in others} == {"rain"}
    x0, y0, x1, y1 = covered(place.picture, *shape)
    wide = 1600 / 9
    assert max(x0, y0) < 1e-6
    assert min(x1 - wide, y1 - 100) > -1e-6
    assert (x0 + x1, y0 + y1) == pytest.approx((wide, 100))
    assert (x1 - x0) / (y1 - y0) == pytest.approx(shape[0] / shape[1])
    assert min(x1 - x0 - wide, y1 - y0 - 100) == pytest.approx(0)
    behind, before = animatic.plate(replace(CUE, plate="cd34", weather="rain"))
    assert [group.picture for group in behind.groups] == [place.picture]
    assert len(before.groups) == len(others)
