"""Riders and sleepers: what carries them goes, and they are on it."""

import pytest

from storyboard import breakdown
from storyboard.board import Box


def told(text: str) -> dict[str, list[Box]]:
    """Boxes of everybody by kind, in the only shot."""
    board = breakdown.board(text)
    (shot,) = board.shots
    return {
        one.kind or one.name: [box for box in shot.layout.boxes[one.id] if box]
        for one in board.cast
    }


@pytest.mark.parametrize(
    ("text", "rider", "mount", "way"),
    [
        ("The man rides a horse to the left.", "man", "horse", -1),
        ("The man on the horse rides away to the right.", "man", "horse", 1),
        ("Tom drives the car from left to right.", "Tom", "car", 1),
        ("A knight gallops in from the left on a white horse.", "knight", "horse", 1),
        ("A girl sails a boat to the right.", "girl", "boat", 1),
        ("A boy rides on an elephant to the left.", "boy", "elephant", -1),
    ],
)
def test_riders_go_with_what_they_ride(text: str, rider: str, mount: str, way: int) -> None:
    found = told(text)
    one, other = found[rider], found[mount]
    assert (other[-1].centre[0] - other[0].centre[0]) * way > 0.25
    assert all(abs(a.centre[0] - b.centre[0]) < 0.05 for a, b in zip(one, other, strict=True))
    assert all(a.centre[1] < b.centre[1] for a, b in zip(one, other, strict=True))


def test_who_rides_without_a_word_of_what_takes_the_horse_of_before() -> None:
    board = breakdown.board("EXT. FIELD - DAY\n\nCole ties a horse to a fence. He rides away.\n")
    names = {one.id: one.name for one in board.cast}
    assert {"Cole", "horse"} <= {names[id] for id in board.shots[-1].subjects}


def test_a_kite_is_flown_by_who_stands() -> None:
    board = breakdown.board("Anna flies a kite.")
    (shot,) = board.shots
    assert shot.acting["anna"].action == "hold"


def test_who_sleeps_where_a_bed_is_lies_on_it_and_the_blanket_is_nobody() -> None:
    text = "INT. BEDROOM - DAY\n\nA messy bed. LILY (7) sleeps under a blue blanket.\n"
    board = breakdown.board(text)
    (shot,) = board.shots
    assert shot.acting["lily"].on == "bed"
    assert "blanket" not in shot.subjects


def test_who_leaps_off_a_table_begins_on_it_and_ends_on_the_ground() -> None:
    found = told("The cat leaps off the table.")
    cat, table = found["cat"], found["table"]
    assert cat[0].y1 < table[0].y0 + 0.1
    assert cat[-1].y1 > table[-1].y1 - 0.1


def test_who_slides_down_a_rope_does_so_where_the_rope_hangs() -> None:
    found = told("Nina slides down the rope.")
    assert abs(found["Nina"][0].centre[0] - found["rope"][0].centre[0]) < 0.05


def test_who_is_followed_leads_the_train_across_the_frame() -> None:
    board = breakdown.board("A mother duck swims from left to right, followed by five ducklings.")
    (shot,) = board.shots
    paths = [[box for box in path if box] for path in shot.layout.boxes.values()]
    lead, *train = paths
    assert len(train) == 5
    assert lead[-1].centre[0] - lead[0].centre[0] > 0.3
    ends = [path[-1].centre[0] for path in paths]
    assert ends == sorted(ends, reverse=True)
    assert all(end > 0 for end in ends)
    assert {one.action for one in shot.acting.values()} == {"swim"}


@pytest.mark.parametrize(
    ("text", "runner"),
    [("Tom waits. A dog runs past.", "dog"), ("Mia waits. Tom walks by.", "Tom")],
)
def test_who_goes_past_goes_past_those_who_wait(text: str, runner: str) -> None:
    found = told(text)
    waiting = next(path for name, path in found.items() if name != runner)
    assert found[runner][0].centre[0] < waiting[0].centre[0] < found[runner][-1].centre[0]
