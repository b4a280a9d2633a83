"""Scenery: parallax, weather that repeats without a seam, places without an end."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyboard import backdrops, camera, scenery
from storyboard.affine import put
from storyboard.board import FRAME, Box
from storyboard.cue import FrameCue

CUE = FrameCue("s", 0, 3.0, "beach")
views = st.builds(camera.rect, st.floats(-0.3, 1.3), st.floats(0.2, 0.8), st.floats(0.25, 1.2))
share = st.floats(-0.5, 1.5)


@settings(max_examples=40)
@given(views, share, share, st.sampled_from((1.0, 16 / 9, 2.39)))
def test_at_the_subjects_depth_the_screen_is_the_stage_through_the_camera(view, x, y, aspect):
    here = camera.through(view, Box(x, y, x + 1, y + 1))
    seen = put(scenery.through(view, aspect), (100 * aspect * x, 100 * y))
    assert seen == pytest.approx((100 * aspect * here.x0, 100 * here.y0), abs=1e-6)


def test_a_camera_that_holds_still_shows_every_layer_where_it_was_drawn():
    for depth in (0.0, 0.4, 1.0, 1.4):
        m = scenery.through(FRAME, 16 / 9, depth, scenery.MIDDLE)
        assert put(m, (30.0, 40.0)) == pytest.approx((30, 40))


def test_far_layers_pan_and_zoom_less():
    view = camera.rect(0.7, 0.5, 0.5)
    maps = [scenery.through(view, 16 / 9, depth, scenery.MIDDLE) for depth in (0.0, 0.5, 1.0, 1.4)]
    zooms = [m[0] for m in maps]
    assert zooms == sorted(zooms)
    assert zooms[2] == pytest.approx(2)
    moved = [put(m, (scenery.MIDDLE, 50.0))[0] for m in maps]
    assert moved == sorted(moved, reverse=True)
    assert moved[0] == pytest.approx(scenery.MIDDLE)


def test_a_layer_is_made_once_for_a_light_and_only_its_map_moves():
    one, later = (scenery.groups(replace(CUE, seconds=s), False) for s in (1.0, 2.0))
    for a, b in zip(one, later, strict=True):
        assert a.still == b.still
        assert a.pieces is b.pieces or a.still[0] == "sky"
    assert any(a.map != b.map for a, b in zip(one, later, strict=True))


def test_stills_of_different_light_have_different_names():
    names = set()
    for daytime in ("day", "night"):
        for weather in ("clear", "snow"):
            groups = scenery.groups(replace(CUE, daytime=daytime, weather=weather), False)
            names |= {group.still for group in groups if "sky" not in group.still}
    places = len([layer for layer in backdrops.find("beach").layers if not layer.front]) - 1
    assert len(names) == 4 * places


def test_clouds_that_drift_out_come_in_again():
    layer = next(i for i, one in enumerate(backdrops.find("beach").layers) if one.drift)
    for seconds in (0.0, 100.0, 500.0, 1000.0):
        groups = scenery.groups(replace(CUE, seconds=seconds), False)
        clouds = [g for g in groups if g.still[:2] == ("beach", layer)]
        xs = [put(m, p)[0] for g in clouds for piece, m in g.drawn() for p in piece.polygon]
        assert any(-80 < x < 260 for x in xs)


def test_a_camera_beyond_the_end_sees_the_mirror_image():
    inside = scenery.groups(CUE, False)
    beyond = scenery.groups(replace(CUE, camera=Box(0.9, 0, 1.9, 1)), False)
    assert len(beyond) > len(inside)
    assert any(group.map[0] < 0 for group in beyond)


@pytest.mark.parametrize("weather", ["rain", "snow"])
def test_what_falls_repeats_without_a_seam(weather):
    def drops(seconds):
        cue = replace(CUE, weather=weather, seconds=seconds)
        group = scenery.falling(cue)[0]
        places = (put(m, (0.0, 0.0)) for _, m in group.drawn())
        return sorted(p for p in places if -2 < p[1] < 100 and 3 < p[0] < 174)

    speed = 95.0 if weather == "rain" else 12.0
    period = scenery.FALL / speed
    before, after = drops(period - 1e-4), drops(period + 1e-4)
    assert len(before) > 20
    for a, b in zip(before, after, strict=True):
        assert a == pytest.approx(b, abs=0.05)


def test_weather_stays_out_of_rooms_and_out_of_the_sea():
    for place, falls in (("beach", True), ("kitchen", False), ("sea_bed", False)):
        cue = replace(CUE, backdrop=place, weather="snow")
        assert bool(scenery.falling(cue)) == falls
    assert scenery.is_lively(CUE)
    assert not scenery.is_lively(replace(CUE, backdrop="kitchen", weather="rain"))
    assert scenery.is_lively(replace(CUE, backdrop="field", weather="rain"))


def test_lit_windows_and_snow_show_on_the_street():
    def colours(**light):
        groups = scenery.groups(replace(CUE, backdrop="street", **light), False)
        return [piece.colour for group in groups for piece in group.pieces]

    night, snow, day = colours(daytime="night"), colours(weather="snow"), colours()
    assert any(c[0] > 0.8 and c[1] > 0.7 and c[2] < 0.6 for c in night)
    assert sum(min(c) > 0.8 for c in snow) > sum(min(c) > 0.8 for c in day)


def test_no_place_is_a_plain_sheet():
    cue = replace(CUE, backdrop="")
    assert scenery.groups(cue, False) == []
    assert all(part > 0.5 for part in scenery.ground(cue))


def test_a_place_goes_on_beside_the_frame_as_far_as_is_asked():
    inside = scenery.groups(CUE, False)
    beside = scenery.groups(CUE, False, reach=1.0)
    mirrored = [group for group in beside if group.map[0] < 0]
    assert len(beside) > len(inside)
    assert len(mirrored) == len(beside) - len(inside)
    assert all(group.still in {other.still for other in inside} for group in mirrored)
