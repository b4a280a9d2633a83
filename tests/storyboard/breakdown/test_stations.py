from itertools import pairwise
from math import dist

import pytest

from storyboard import breakdown

COLUMNS = {"left": (0.0, 0.4), "centre": (0.33, 0.67), "right": (0.6, 1.0)}
ROWS = {"top": (0.0, 0.45), "bottom": (0.55, 1.0)}
WAYS = [
    (
        "right, centre, left",
        "A {n} shows up at the right, hops to the centre and stops on the left.",
    ),
    ("left, right, centre", "A {n} leaves the left for the right, and the right for the middle."),
    ("right, left, centre", "A {n} visits three places: the right, the left, the centre."),
    (
        "left, centre, right",
        "A {n} starts out on the left, crosses to the middle and winds up on the right.",
    ),
    (
        "bottom left, top left, top right",
        "A {n} begins at the lower left corner, goes on to the upper left and ends at the "
        "upper right.",
    ),
    (
        "right, centre, left",
        "A {n} is at the right to begin with, moves into the middle, and is at the left by "
        "the end.",
    ),
    (
        "top right, bottom right, bottom left",
        "From the upper right a {n} drops to the lower right before heading over to the "
        "lower left.",
    ),
    ("left, centre, right", "A {n} pauses on the left, next in the middle, finally on the right."),
    ("right, centre, left", "A {n} trots from the right to the left via the middle."),
    (
        "centre, left, right",
        "Starting out in the middle, a {n} walks left, then all the way right.",
    ),
    (
        "right, centre, left",
        "The {n} appears on the right; a moment later it is in the middle; a moment after "
        "that it is on the left.",
    ),
    ("left, right, left", "A {n} goes from left to right and back to the left."),
    (
        "centre, left, right",
        "A {n} is in the middle at the start of the shot, on the left halfway through and on "
        "the right at the end.",
    ),
    ("left, centre, right", "A {n} at left. Then centre. Then right."),
    (
        "left, right, centre",
        "The {n} is over on the left. Next it is on the right. In the end it is in the middle.",
    ),
    ("right, left, centre", "Now a {n} is at the right, now at the left, now in the middle."),
    (
        "left, right, centre",
        "A {n} spends the first part on the left, the second on the right and the third in "
        "the centre.",
    ),
]


TOURS = [
    (
        "left, bottom left, top left",
        "The shot opens on a {n} on the left. It wanders until it is in the lower left corner. It "
        "comes to rest in the top left corner.",
    ),
    (
        "top, right, bottom",
        "We find a {n} at the top. Soon it sits on the right. In the end it stays at the bottom.",
    ),
    (
        "left, centre, right",
        "A {n} starts on the left. It moves on to the middle. It finishes on the right.",
    ),
    (
        "left, right, top, bottom",
        "A {n} is on the left. It is on the right after that. Then it is at the top. It is at the "
        "bottom in the end.",
    ),
    (
        "left, right, left",
        "A {n} is on the left, goes to the right, and returns to the left.",
    ),
    (
        "bottom, top",
        "In the first half a {n} is at the bottom, in the second half it is at the top.",
    ),
    ("left, right", "A {n} rolls from the left and comes to a stop on the right."),
    ("left, right", "A {n} begins on the left and comes to a standstill at the right edge."),
    (
        "left, centre, right",
        "In the first third a {n} is on the left, in the second third in the middle, in the last "
        "third on the right.",
    ),
]


def at(box: object, spot: str) -> bool:
    x, y = box.centre  # type: ignore[attr-defined]
    return all(
        low <= (y if word in ROWS else x) <= high
        for word in spot.split()
        for low, high in [(ROWS | COLUMNS)[word]]
    )


@pytest.mark.parametrize("noun", ["dog", "lantern"])
@pytest.mark.parametrize(("spots", "wording"), [*WAYS, *TOURS])
def test_who_is_told_to_be_here_and_there_is_there_in_turn(
    spots: str, wording: str, noun: str
) -> None:
    board = breakdown.board(wording.format(n=noun))
    (one,) = [subject for subject in board.cast if subject.kind == noun]
    path = [box for shot in board.shots for box in shot.layout.boxes[one.id]]
    row = spots.split(", ")
    moments = [round(turn * (len(path) - 1) / (len(row) - 1)) for turn in range(len(row))]
    assert all(at(path[moment], spot) for moment, spot in zip(moments, row, strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "A boy runs from the left to a tree in the middle, then to the right.",
        "A boy comes in from the left, waits in the middle and leaves to the right.",
        "A boy is on the left and a girl is on the right, then a dog is in the middle.",
    ],
)
def test_a_sentence_of_several_or_of_coming_and_going_is_no_tour(text: str) -> None:
    (shot,) = breakdown.board(text).shots
    boy = next(one.id for one in breakdown.board(text).cast if one.kind == "boy")
    path = shot.layout.boxes[boy]
    assert path[0] is not None
    first, middle, last = path[0].centre[0], path[4], path[-1]
    if "leaves" in text:
        assert first < 0
        assert last is None or last.centre[0] > 1
    elif "girl" in text:
        assert len(shot.subjects) == 3
        assert {box and round(box.centre[0], 2) for box in path} == {round(first, 2)}
    else:
        assert len(shot.subjects) == 2
        assert first < 0.4
        assert middle is not None


def test_who_goes_on_from_there_sets_out_where_they_were() -> None:
    text = (
        "A cat is in the top right corner. It then goes to the lower left and from there up left."
    )
    (shot,) = breakdown.board(text).shots
    path = shot.layout.boxes["cat"]
    assert path[0] is not None
    assert at(path[0], "top right")


def test_a_row_from_left_to_right_stands_so() -> None:
    (shot,) = breakdown.board("From left to right: a cat, a dog and a hen.").shots
    xs = [path[0].centre[0] for path in shot.layout.boxes.values() if path[0]]
    assert list(shot.layout.boxes) == ["cat", "dog", "hen"]
    assert xs == sorted(xs)
    (shot,) = breakdown.board("From right to left: a cat, a dog and a hen.").shots
    xs = [path[0].centre[0] for path in shot.layout.boxes.values() if path[0]]
    assert xs == sorted(xs, reverse=True)


def test_a_shot_begins_where_the_one_before_left_somebody() -> None:
    text = (
        "A lantern hangs in the top left corner, swaying a little as if a wind went through the "
        "house. It drifts to the lower left corner of the picture while the whole place grows "
        "darker and darker around it. It comes to rest on the right, where it stays."
    )
    shots = breakdown.board(text).shots
    assert len(shots) > 1
    ends = [(shot.layout.boxes["lantern"][0], shot.layout.boxes["lantern"][-1]) for shot in shots]
    for (_, last), (first, _) in pairwise(ends):
        assert last is not None
        assert first is not None
        assert dist(last.centre, first.centre) < 0.1
    assert at(ends[-1][1], "right")


def test_who_runs_to_a_place_was_not_there_before() -> None:
    (shot,) = breakdown.board("A boy runs to the left, then to the middle, then right.").shots
    path = [box for box in shot.layout.boxes["boy"] if box]
    assert path[0].centre[0] > 0.6
    assert min(box.centre[0] for box in path) < 0.3
    assert path[-1].centre[0] > 0.6
