"""Papers and light: one rule for every colour."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyboard import light

share = st.floats(0, 1)
colours = st.tuples(share, share, share)
daytimes = st.sampled_from(("day", "dawn", "dusk", "night"))
weathers = st.sampled_from(("clear", "rain", "snow"))


@settings(max_examples=60)
@given(colours, daytimes, weathers, st.booleans(), st.booleans(), share)
def test_a_lit_colour_is_a_colour(colour, daytime, weather, indoor, water, keep):
    lit = light.light(daytime, weather, indoor, water)
    assert all(-1e-9 <= part <= 1 + 1e-9 for part in lit.lit(colour, keep))


@given(colours, daytimes)
@settings(max_examples=20)
def test_what_keeps_all_of_its_colour_looks_the_same_in_any_light(colour, daytime):
    assert light.light(daytime, "clear").lit(colour, 1.0) == pytest.approx(colour)


def test_night_is_darker_and_bluer_than_day():
    red = light.paper("red")
    day, night = (light.light(time, "clear").lit(red) for time in ("day", "night"))
    assert sum(night) < sum(day)
    assert night[2] / night[0] > day[2] / day[0]


def test_rooms_know_no_weather_and_light_lamps_after_dark():
    assert light.light("day", "rain", True) == light.light("day", "clear", True)
    assert light.light("night", "clear", True).key != light.light("night", "clear").key
    assert [light.light(t, "clear").lamps for t in ("day", "dawn", "dusk", "night")] == [
        False,
        False,
        True,
        True,
    ]


def test_clouds_take_the_sun_and_the_stars():
    assert light.sky("night", "clear").stars
    assert not light.sky("night", "snow").stars
    assert light.sky("day", "rain").radius == 0
    assert len({light.sky(t, "clear").at for t in ("day", "dawn", "dusk", "night")}) == 1


def test_papers_have_names_and_any_colour_can_be_told():
    assert light.paper("red") == light.parse("#cf4a3c")
    assert light.paper("#102030") == pytest.approx((16 / 255, 32 / 255, 48 / 255))
    with pytest.raises(KeyError):
        light.paper("no such paper")
    assert set(light.colour_words().values()) <= set(light.papers())


def test_shade_goes_to_ink_and_to_cream():
    green = light.paper("green")
    assert light.tone(green, 0) == green
    assert light.tone(green, -1) == pytest.approx(light.DARK)
    assert light.tone(green, 1) == pytest.approx(light.PALE)
