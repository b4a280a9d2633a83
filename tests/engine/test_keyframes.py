from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.keyframes import MEMORY, Key, Part, groups, windows
from engine.spans import Slot


def part(shot: str, keys: int = 4, who: str = "ann", place: str = "park", **more: bool) -> Part:
    given = more.pop("given", False)
    made = (Key(Slot(shot, 13 * k), frozenset(who.split()), place, given) for k in range(keys))
    return Part(tuple(made), **more)


@given(st.lists(st.integers(1, 16), max_size=40))
def test_groups_hold_everything_in_order_and_fit_a_window(sizes: list[int]) -> None:
    parts = [part(f"s{i}", size) for i, size in enumerate(sizes)]
    made = list(groups(parts, 16))
    assert [one for group in made for one in group] == parts
    for group in made:
        held = sum(len(one.keys) for one in group)
        assert held <= 16
        assert held <= 16 - MEMORY or len(group) == 1 or len(made) == 1


def test_what_fits_one_window_is_one_group() -> None:
    parts = [part(f"s{i}") for i in range(4)]
    assert list(groups(parts, 16)) == [parts]
    assert len(list(groups([*parts, part("more")], 16))) == 2


def test_a_group_would_rather_end_where_a_scene_begins() -> None:
    for opening in (2, 3):
        parts = [part(f"s{i}", opens_scene=i == opening) for i in range(12)]
        first = next(iter(groups(parts, 16)))
        assert len(first) == opening


def test_groups_are_at_least_half_full() -> None:
    parts = [part(f"s{i}", 1) for i in range(100)]
    *full, _last = groups(parts, 16)
    assert min(map(len, full)) >= 6


def test_memory_covers_subjects_and_place_with_few_frames() -> None:
    parts = [
        part("a", 12, who="ann bo", place="park"),
        part("b", 12, who="cat", place="moon"),
        part("c", 12, who="ann cat", place="moon"),
    ]
    third = windows(parts, 16)[2]
    assert {slot.shot for slot in third.needed} == {"a", "b"}
    assert len(third.needed) == 2


def test_of_equal_frames_the_latest_is_memory() -> None:
    parts = [part(shot, 12) for shot in "abc"]
    third = windows(parts, 16)[2]
    assert third.needed == (Slot("b", 13 * 11),)


def test_a_full_window_has_no_room_for_memory() -> None:
    parts = [part("a", 16), part("b", 16), part("c", 14, who="ann bo")]
    assert [len(span.known) for span in windows(parts, 16)] == [0, 0, 1]


def test_given_keyframes_are_known_in_their_part_and_memory_for_others() -> None:
    kept = part("a", given=True)
    half = Part((kept.keys[0], Key(Slot("b", 0), frozenset({"ann"}), "park")))
    (span,) = windows([part("x", given=True), half], 16)
    assert span.made == (Slot("b", 0),)
    assert Slot("a", 0) in span.needed
    assert any(slot.shot == "x" for slot in span.needed)
