from __future__ import annotations

import math
import random
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import schedule
from engine.schedule import Schedule, Slot, Span
from storyboard import bridging
from storyboard.board import Board, Box, Keyframe, Layout, Scene, Shot

LENGTHS = st.integers(1, 400)


def one_shot(length: int) -> Board:
    return Board(scenes=(Scene("scene", shots=(Shot("shot", length=length),)),))


def film(lengths: list[int], per_scene: int = 3, joins: list[str] | None = None) -> Board:
    """Shots of these lengths; everyone plays in every second or third, scenes have three places."""
    shots = [
        Shot(
            f"s{i}",
            subjects=("ann", "bo") if i % 3 else ("ann",),
            length=length,
            join=joins[i] if joins else "cut",  # type: ignore[arg-type]
        )
        for i, length in enumerate(lengths)
    ]
    scenes = [
        Scene(f"c{i}", place=f"p{i // per_scene % 3}", shots=tuple(shots[i : i + per_scene]))
        for i in range(0, len(shots), per_scene)
    ]
    return Board(scenes=tuple(scenes))


@st.composite
def films(draw: st.DrawFn) -> Board:
    lengths = draw(st.lists(LENGTHS, min_size=1, max_size=14))
    joins = draw(
        st.lists(st.sampled_from(["cut", "cut", "continuous", "dissolve", "bridge"]),
                 min_size=len(lengths), max_size=len(lengths))
    )  # fmt: skip
    board = film(lengths, draw(st.integers(1, 5)), joins)
    if draw(st.booleans()):
        frame = draw(st.integers(0, 50))
        pins = (Keyframe(frame, "picture"),)
        first = board.scenes[0]
        shots = (replace(first.shots[0], keyframes=pins), *first.shots[1:])
        board = replace(board, scenes=(replace(first, shots=shots), *board.scenes[1:]))
    return board


def ticks_of(board: Board, on: int = 2) -> set[Slot]:
    return {
        Slot(shot.id, k) for shot in board.shots for k in range(schedule.ticks(shot.length, on))
    }


def windows_of(planned: Schedule) -> list[int]:
    return [len(level.windows) for level in planned.levels]


def test_a_full_tree_has_the_frames_of_the_paper() -> None:
    assert [schedule.frames(16, m) for m in (1, 2, 3, 4)] == [16, 226, 3376, 50_626]
    assert [schedule.frames(8, m) for m in (1, 2, 3, 4)] == [8, 50, 344, 2402]
    assert [schedule.frames(32, m) for m in (1, 2, 3)] == [32, 962, 29_792]


@pytest.mark.parametrize(
    ("length", "windows"),
    [(16, [1]), (226, [1, 15]), (3376, [1, 15, 225]), (256, [1, 2, 17]), (1024, [1, 5, 69])],
)
def test_a_lone_shot_needs_the_calls_of_the_paper(length: int, windows: list[int]) -> None:
    planned = schedule.plan(one_shot(length), on=1)
    assert windows_of(planned) == windows
    assert planned.calls == sum(windows)
    assert sum(planned.frames_per_level.values()) == length


@pytest.mark.parametrize("depth", [1, 2, 3])
@pytest.mark.parametrize("length", [4, 8, 16])
def test_windows_of_a_full_tree_are_full_and_evenly_spaced(length: int, depth: int) -> None:
    planned = schedule.plan(one_shot(schedule.frames(length, depth)), length=length, on=1)
    for level in planned.levels:
        stride = (length - 1) ** (depth - level.number)
        for span in level.windows:
            assert len(span.slots) == length
            assert {b.tick - a.tick for a, b in pairwise(span.slots)} == {stride}
            assert span.known == (frozenset() if level.number == 1 else {0, length - 1})


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 4000), st.integers(3, 40))
def test_rows_are_the_fewest_windows_at_each_level(count: int, length: int) -> None:
    rows = schedule.rows(count, length)
    assert rows[-1] == list(range(count))
    assert len(rows[0]) <= length
    for coarse, fine in pairwise(rows):
        assert len(coarse) - 1 == math.ceil((len(fine) - 1) / (length - 1))
        assert coarse[0] == fine[0]
        assert coarse[-1] == fine[-1]
        at = {tick: i for i, tick in enumerate(fine)}
        assert all(at[b] - at[a] <= length - 1 for a, b in pairwise(coarse))


@settings(max_examples=30, deadline=None)
@given(films(), st.sampled_from([1, 2]), st.sampled_from([4, 8, 16]))
def test_every_drawing_is_made_once_or_given(board: Board, on: int, length: int) -> None:
    planned = schedule.plan(board, length=length, on=on)
    made = [slot for span in planned.windows for slot in span.made]
    assert len(made) == len(set(made))
    assert set(made) | set(planned.pinned) == ticks_of(board, on)
    assert set(made).isdisjoint(planned.pinned)
    assert planned.given == set(planned.pinned) & {
        slot for span in planned.windows for slot in span.needed
    }
    for span in planned.windows:
        assert span.wanted
        assert len(span.slots) <= length
        assert len(set(span.slots)) == len(span.slots)
    names = [span.name for span in planned.windows]
    assert len(names) == len(set(names))


@settings(max_examples=30, deadline=None)
@given(films(), st.sampled_from([4, 16]))
def test_what_a_window_needs_is_made_before_it(board: Board, length: int) -> None:
    planned = schedule.plan(board, length=length)
    there = set(planned.given)
    for level in planned.levels:
        for span in level.windows:
            assert there.issuperset(span.needed)
            if level.number == 1:
                there.update(span.made)
        there.update(slot for span in level.windows for slot in span.made)


@settings(max_examples=30, deadline=None)
@given(films())
def test_first_and_last_of_every_shot_are_keyframes(board: Board) -> None:
    planned = schedule.plan(board)
    keys = {slot for span in planned.levels[0].windows for slot in span.slots} | set(planned.pinned)
    for shot in board.shots:
        last = schedule.ticks(shot.length) - 1
        own = {Slot(shot.id, 0), Slot(shot.id, last)}
        if bridging.between(board, shot.id):
            assert keys.isdisjoint(own - set(planned.pinned))  # made between its neighbours
        else:
            assert own <= keys


@settings(max_examples=30, deadline=None)
@given(films())
def test_neighbours_share_one_frame_and_no_window_crosses_a_cut(board: Board) -> None:
    follows = {a.id: {b.id} for a, b in pairwise(board.shots) if a.join == "continuous"}
    for before, shot, after in zip(board.shots, board.shots[1:], board.shots[2:]):
        if bridging.between(board, shot.id):
            follows.setdefault(before.id, set()).add(shot.id)
            follows[shot.id] = {after.id}
    for level in schedule.plan(board).levels[1:]:
        for a, b in pairwise(level.windows):
            shared = set(a.slots) & set(b.slots)
            assert len(shared) <= 1
            assert all(slot in (a.slots[-1], b.slots[0]) for slot in shared)
        for span in level.windows:
            assert {0, len(span.slots) - 1} <= span.known
            for one, two in pairwise(span.slots):
                assert two.shot in _reached(one.shot, follows)


def _reached(shot: str, follows: dict[str, set[str]]) -> set[str]:
    """The shot and those that go on from it without a cut: a coarse window may step over a shot of
    one frame.
    """
    found, open = {shot}, [shot]
    while open:
        fresh = follows.get(open.pop(), set()) - found
        found |= fresh
        open += fresh
    return found


def test_shots_joined_continuously_are_divided_as_one() -> None:
    cut = schedule.plan(film([24, 40]))
    joined = schedule.plan(film([24, 40], joins=["continuous", "cut"]))
    across = [
        span
        for span in joined.windows
        if span.level == 2 and len({slot.shot for slot in span.slots}) == 2
    ]
    assert len(across) == 1
    assert not [
        span
        for span in cut.windows
        if span.level == 2 and len({slot.shot for slot in span.slots}) == 2
    ]
    assert {Slot("s0", 11), Slot("s1", 0)} <= set(across[0].needed)


def test_shots_of_one_and_two_drawings_are_keyframes_only() -> None:
    planned = schedule.plan(film([1, 2, 3, 4]))
    assert windows_of(planned) == [1]
    assert [slot.tick for slot in planned.windows[0].slots] == [0, 0, 0, 1, 0, 1]


def test_an_empty_board_and_an_empty_shot_need_nothing() -> None:
    assert schedule.plan(Board()).calls == 0
    assert schedule.plan(film([0])).calls == 0
    assert schedule.plan(film([0, 2])).calls == 1


def test_a_window_of_two_frames_is_refused() -> None:
    with pytest.raises(ValueError, match="three frames"):
        schedule.plan(film([48]), length=2)


def test_a_pinned_picture_is_known_wherever_its_frame_is() -> None:
    board = one_shot(80)
    shot = replace(board.shots[0], keyframes=(Keyframe(21, "mine"), Keyframe(500, "trimmed away")))
    board = replace(board, scenes=(replace(board.scenes[0], shots=(shot,)),))
    planned = schedule.plan(board)
    slot = Slot("shot", 10)
    assert planned.pinned == {slot: "mine"}
    assert slot not in planned.makers
    holding = [span for span in planned.windows if slot in span.slots]
    assert {span.level for span in holding} == {1, 2}
    assert all(span.slots.index(slot) in span.known for span in holding)


def test_memory_shows_who_was_seen_before() -> None:
    planned = schedule.plan(film([80] * 12))
    first, *later = planned.levels[0].windows
    assert not first.known
    for span in later:
        assert 1 <= len(span.known) <= 4
        starts = {slot.shot for slot in span.made}
        assert all(slot.shot not in starts for slot in span.needed)


def test_nothing_in_common_means_no_memory() -> None:
    shots = [Shot(f"s{i}", subjects=(f"u{i}",), length=80) for i in range(12)]
    scenes = [Scene(f"c{i}", place=f"p{i}", shots=(shot,)) for i, shot in enumerate(shots)]
    planned = schedule.plan(Board(scenes=tuple(scenes)))
    assert len(planned.levels[0].windows) > 1
    assert not any(span.known for span in planned.levels[0].windows)


def test_memory_prefers_a_frame_in_which_the_subject_is_really_there() -> None:
    box = Box(0.4, 0.4, 0.6, 0.9)
    there = Layout({"ann": (None,) * 8 + (box,)})
    shots = [Shot(f"s{i}", subjects=(f"u{i}",), length=80) for i in range(6)]
    shots[0] = Shot("s0", subjects=("ann",), layout=there, length=80)
    shots[5] = Shot("s5", subjects=("ann",), layout=Layout({"ann": (box,) * 9}), length=80)
    scenes = [Scene(f"c{i}", place=f"p{i}", shots=(shot,)) for i, shot in enumerate(shots)]
    last = schedule.plan(Board(scenes=tuple(scenes))).levels[0].windows[-1]
    assert [slot for slot in last.needed if slot.shot == "s0"] == [Slot("s0", 39)]


def test_batches_are_whole_and_never_hold_what_they_need() -> None:
    planned = schedule.plan(film([80] * 30))
    for level in planned.levels:
        batches = planned.batches(level.number, 4)
        assert [span for batch in batches for span in batch] == list(level.windows)
        assert max(map(len, batches)) <= 4
        for batch in batches:
            assert not any(need in batch for span in batch for need in planned.needs(span))
    assert len(planned.batches(2, 4)) == math.ceil(len(planned.levels[1].windows) / 4)
    assert planned.batches(9) == ()


@settings(max_examples=30, deadline=None)
@given(films(), st.integers(1, 5), st.integers(0, 13))
def test_order_brings_forward_what_is_looked_at(board: Board, size: int, seen: int) -> None:
    planned = schedule.plan(board)
    look = board.shots[min(seen, len(board.shots) - 1)].id
    order = planned.order({look}, size)
    assert sorted(span.name for batch in order for span in batch) == sorted(
        span.name for span in planned.windows
    )
    there = set(planned.given)
    for batch in order:
        assert all(there.issuperset(span.needed) for span in batch)
        there.update(slot for span in batch for slot in span.made)
    local = [batch for batch in order if batch[0].level > 1]
    wanted = [any(look in span.shots for span in batch) for batch in local]
    # a batch is made whole: whatever its other windows need comes before it too
    needs = {span for batch, is_wanted in zip(local, wanted) if is_wanted for span in batch}
    if needs:
        last = max(i for i, is_wanted in enumerate(wanted) if is_wanted)
        assert all(
            wanted[i] or any(span in behind(planned, needs) for span in local[i])
            for i in range(last)
        )


def behind(planned: Schedule, spans: set[Span]) -> set[Span]:
    found = set(spans)
    while fresh := {need for span in found for need in planned.needs(span)} - found:
        found |= fresh
    return found


def test_some_shots_give_the_same_windows_as_the_whole_film() -> None:
    board = film([80] * 12)
    whole = schedule.plan(board)
    some = schedule.plan(board, shots={"s7"})
    assert set(some.windows) < set(whole.windows)
    assert {slot.tick for span in some.windows for slot in span.made if slot.shot == "s7"} == set(
        range(40)
    )
    assert {shot for span in some.levels[1].windows for shot in span.shots} == {"s7"}
    for span in some.windows:
        assert set(whole.needs(span)) <= set(some.windows)


def test_with_the_others_kept_an_edit_makes_the_edited_shot_only() -> None:
    board = film([80] * 12)
    whole = schedule.plan(board)
    others = {shot.id for shot in board.shots} - {"s5"}
    edited = schedule.plan(board, kept=others)
    assert {slot.shot for span in edited.levels[0].windows for slot in span.made} == {"s5"}
    assert len(edited.levels[0].windows) == 1
    assert edited.levels[1] == whole.levels[1]
    assert edited.given >= set(edited.levels[0].windows[0].needed)


def test_with_all_kept_level_1_is_empty() -> None:
    board = film([80] * 4)
    planned = schedule.plan(board, kept={shot.id for shot in board.shots})
    assert windows_of(planned) == [0, 12]


def test_kept_later_shots_are_memory_for_a_new_first_shot() -> None:
    board = film([80] * 4)
    planned = schedule.plan(board, kept={"s1", "s2", "s3"})
    (span,) = planned.levels[0].windows
    assert span.made[0] == Slot("s0", 0)
    assert {slot.shot for slot in span.needed} <= {"s1", "s2", "s3"}
    assert span.needed


def changed_level_1(before: Schedule, after: Schedule) -> int:
    """Windows of level 1 that make other frames together than before."""
    old = {frozenset(span.made) for span in before.levels[0].windows}
    return sum(frozenset(span.made) not in old for span in after.levels[0].windows)


def test_a_longer_shot_regroups_its_neighbourhood_only() -> None:
    rng = random.Random(0)
    lengths = [rng.choice([48, 60, 80, 110, 140]) for _ in range(60)]
    before = schedule.plan(film(lengths))
    assert len(before.levels[0].windows) > 16
    changes = []
    for i in range(0, 60, 4):
        longer = [*lengths[:i], lengths[i] + 60, *lengths[i + 1 :]]
        changes.append(changed_level_1(before, schedule.plan(film(longer))))
    assert sum(changes) / len(changes) < 5
    assert max(changes) < 14


def test_an_edit_that_keeps_the_length_regroups_nothing() -> None:
    board = film([80] * 30)
    scene = board.scenes[3]
    shots = tuple(replace(shot, size="CU", action="waves") for shot in scene.shots)
    edited = replace(
        board, scenes=(*board.scenes[:3], replace(scene, shots=shots), *board.scenes[4:])
    )
    assert schedule.plan(edited) == schedule.plan(board)


def test_whoever_makes_clips_fills_a_shot_in_one_window_between_its_ends() -> None:
    planned = schedule.plan(film([72] * 12), length=61, most=2)
    assert {len(span.made) for span in planned.levels[0].windows} <= set(range(1, 17))
    assert planned.frames_per_level == {1: 24, 2: 12 * 34}
    assert all(span.known == {0, 35} for span in planned.levels[1].windows)
    assert len(planned.levels[1].windows) == 12
