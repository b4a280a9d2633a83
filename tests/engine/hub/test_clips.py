from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.hub.card import Frames
from engine.hub.clips import Clip, clips, counts, drawings, holds

WAN = Frames(step=4, plus=1, least=17, most=81, rate=16.0)
LTX = Frames(step=8, plus=1, least=25, most=121, rate=25.0, hold=8)
LTX2 = Frames(step=8, plus=1, least=25, most=121, rate=24.0, hold=8, shift=1, tail=7)
H3 = Frames(step=17, plus=5, least=124, most=345, rate=24.0)
SPARSE = Frames(step=1, plus=0, least=16, most=16, rate=8.0)
SMALL = Frames(step=4, plus=1, least=5, most=9, rate=12.0)
RULES = st.sampled_from([
    (WAN, "ends"), (WAN, "any"), (LTX, "any"), (LTX2, "any"), (H3, "ends"), (SPARSE, "any"),
    (SMALL, "any"), (SMALL, "ends"),
])  # fmt: skip


@st.composite
def windows(draw: st.DrawFn) -> tuple[list[float], frozenset[int]]:
    """Times of a shot's drawings and which are known; sometimes with long and short gaps."""
    gaps = draw(st.lists(st.integers(1, 40), min_size=1, max_size=30))
    times = [sum(gaps[:i]) / 12 for i in range(len(gaps) + 1)]
    known = draw(st.frozensets(st.integers(0, len(gaps)), max_size=5))
    return times, known | draw(st.sampled_from([{0, len(gaps)}, {0}, set()]))


@settings(max_examples=40)
@given(windows(), RULES)
def test_every_wanted_frame_is_picked_once_from_a_clip_that_the_rule_allows(window, rule) -> None:
    times, known = window
    frames, takes = rule
    made = clips(times, frozenset(known), frames, takes)
    picked = [position for clip in made for position in clip.picks]
    assert sorted(picked) == [i for i in range(len(times)) if i not in known]
    for clip in made:
        assert clip.frames in counts(frames)
        assert (clip.frames - frames.plus) % frames.step == 0
        assert set(clip.keys) <= set(holds(frames, clip.frames, takes))
        last = clip.frames - 1 - frames.tail
        places = sorted([*clip.picks.values(), *clip.keys])
        assert 0 <= places[0] <= places[-1] <= last
        assert len(set(places)) == len(places)


@settings(max_examples=40)
@given(windows(), RULES)
def test_frames_keep_their_order_in_time_and_each_clip_finds_its_known_frames(window, rule) -> None:
    times, known = window
    there = set(known)
    for clip in clips(times, frozenset(known), *rule):
        assert set(clip.keys.values()) <= there
        slots = {**{slot: place for place, slot in clip.keys.items()}, **clip.picks}
        places = [slots[slot] for slot in sorted(slots)]
        assert places == sorted(places)
        there |= set(clip.picks)


@settings(max_examples=40)
@given(windows(), RULES)
def test_known_frames_next_to_a_wanted_one_are_given_to_the_model(window, rule) -> None:
    times, known = window
    for clip in clips(times, frozenset(known), *rule):
        inside = range(min(clip.picks), max(clip.picks))
        assert {slot for slot in inside if slot in known} <= set(clip.keys.values())
        if {0, len(times) - 1} <= known:
            between = sorted([*clip.keys.values(), *clip.picks])
            assert between[0] in clip.keys.values()
            assert between[-1] in clip.keys.values()


@settings(max_examples=30)
@given(st.integers(3, 300), st.sampled_from([SMALL, SPARSE]))
def test_a_gap_longer_than_any_clip_is_filled_coarse_to_fine(count, rule) -> None:
    times = [i / 12 for i in range(count)]
    made = clips(times, frozenset({0, count - 1}), rule, "any")
    depths = [clip.depth for clip in made]
    assert depths == sorted(depths)
    assert max(depths) == (0 if count <= rule.most else max(depths))
    room = rule.most - 1
    calls, steps = 0, count - 1
    while True:  # the fewest calls there can be, as the schedule counts them
        steps = -(-steps // room)
        calls += steps
        if steps == 1:
            break
    assert len(made) <= calls
    for clip in made:
        slots = sorted([*clip.keys.values(), *clip.picks])
        gaps = {b - a for a, b in pairwise(slots)}
        assert max(gaps) - min(gaps) <= max(1, count // 8)


def test_a_clip_lasts_as_long_as_what_it_shows() -> None:
    times = [i / 12 for i in range(16)]  # 1.25 s
    (made,) = clips(times, frozenset({0, 15}), WAN, "ends")
    assert made.frames == 21
    assert made.keys == {0: 0, 20: 15}
    assert made.picks[1] == 1
    assert made.picks[14] == 19


def test_known_frames_lie_where_latents_begin_and_the_still_tail_is_left() -> None:
    times = [i / 12 for i in range(16)]
    (made,) = clips(times, frozenset({0, 6, 15}), LTX2, "any")
    assert made.frames == 41  # 31 frames, the last key at 33, seven of tail
    assert made.keys == {0: 0, 9: 6, 33: 15} or made.keys == {0: 0, 17: 6, 33: 15}
    assert max(made.picks.values()) < 33


def test_a_model_of_two_ends_gets_a_call_for_each_stretch_between_known_frames() -> None:
    times = [i / 12 for i in range(16)]
    made = clips(times, frozenset({0, 6, 15}), WAN, "ends")
    assert [sorted(clip.keys.values()) for clip in made] == [[0, 6], [6, 15]]


def test_nothing_is_asked_for_where_nothing_is_wanted() -> None:
    assert clips([0.0, 0.1, 0.2], frozenset({0, 1, 2}), WAN, "ends") == ()
    (made,) = clips([0.0, 0.1, 0.2], frozenset({0, 1}), WAN, "ends")
    assert made.keys == {0: 1}


def test_a_family_that_takes_no_end_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot fill"):
        clips([0.0, 1.0], frozenset({0}), WAN, "start")


def test_a_window_is_as_long_as_the_longest_clip_at_its_own_pace() -> None:
    assert drawings(WAN, "ends") == 61  # five seconds on twos
    assert drawings(LTX2, "any") == 57  # 113 frames before the still tail
    assert drawings(SPARSE, "any") == 16
    times = [i / 12 for i in range(drawings(WAN, "ends"))]
    (made,) = clips(times, frozenset({0, 60}), WAN, "ends")
    assert made.frames == 81


def test_a_rule_without_a_count_says_so() -> None:
    with pytest.raises(ValueError, match="no clip"):
        counts(Frames(step=8, plus=1, least=33, most=25))


def test_a_lone_frame_is_a_clip_too() -> None:
    (made,) = clips([0.0], frozenset(), SPARSE, "any")
    assert made == Clip(16, {}, {0: 0})
