"""Who is to be seen when, told in sentences that tell of nothing else."""

import pytest

from storyboard import breakdown
from storyboard.board import Board, Box

HALVES = {"first": (0, 4), "second": (5, 9)}
FIRST = [
    "{A} is there for the opening half of the clip and no longer after it.",
    "Until the middle of the scene we have {a}; from then on the place is empty.",
    "{A} leaves our sight at the halfway mark.",
    "For half of the time {a} is on screen, then it is lost from view.",
    "We see {a}, but at half time it fades away.",
    "The clip begins with {a}, which is gone by the second half.",
    "Only before the midpoint does {a} show itself.",
    "{A} is on stage to start with. Half of the time has passed when it is gone.",
    "There's {a} at the start but by halfway it has vanished into nothing.",
    "At first there is {a}. Later there is nothing.",
    "First {a} is there, then it is not.",
    "In the second half, {a} that was there before is nowhere to be found.",
    "{A} never appears in the second half, only in the first.",
    "The scene has {a} in it to begin with but is empty by the end.",
    "The clip starts out with {a} and ends without it.",
    "While the first half lasts, {a} is there.",
    "{A} is removed from the picture at the midpoint.",
    "The last we see of {a} is at the midpoint.",
    "{A} leaves the picture at the midpoint.",
    "The scene shows {a}. From halfway on it is empty.",
    "A frame with {a} in it, which is empty from the midpoint on.",
]
SECOND = [
    "Until the middle of the scene the place is empty; from then on we have {a}.",
    "For half of the time nobody is on screen, then {a} comes into view.",
    "We see an empty place, but at half time {a} fades in.",
    "In the earlier half of the film nobody is in view, in the later half {a} is.",
    "The stage is empty to start with. Half of the time has passed when {a} is there.",
    "{A} comes into sight at the halfway mark.",
    "Nobody is there at first. Then {a} appears.",
    "First an empty frame, then {a}.",
    "Halfway through, {a} pops up out of nowhere.",
    "It takes half the clip until {a} appears.",
    "We have to wait until the midpoint to see {a}.",
    "{A} skips the first half.",
    "It's not until the midpoint that {a} appears.",
    "With half of the shot gone, {a} appears.",
    "The shot is empty until {a} appears halfway through.",
    "The clip starts without {a} and ends with it.",
    "At the beginning of the second half {a} becomes visible.",
    "Before the second half, there is no trace of {a}.",
    "After an empty first half, {a} appears.",
    "At the beginning there's nothing, at the end there's {a}.",
]
ALWAYS = [
    "{A} does not vanish at the midpoint.",
    "{A} never leaves our sight.",
    "{A} is still there in the second half.",
    "{A} stares into nothing.",
    "At half time {a} waves.",
    "{A} comes to life.",
    "There is nothing but {a} in the picture.",
]


def path(board: Board, kind: str) -> list[Box | None]:
    (one,) = [subject for subject in board.cast if subject.kind == kind]
    none = (None,) * 9
    return [box for shot in board.shots for box in shot.layout.boxes.get(one.id, none)]


def seen(board: Board, kind: str) -> str:
    """The half in which it is seen, "always", or what is seen of it."""
    boxes = [box if box and 0 < box.centre[0] < 1 else None for box in path(board, kind)]
    low, high = boxes[: len(boxes) // 2], boxes[-(len(boxes) // 2) :]
    if all(boxes):
        return "always"
    return {(True, False): "first", (False, True): "second"}.get(
        (all(low) and not any(high), all(high) and not any(low)), str(boxes)
    )


@pytest.mark.parametrize(
    ("half", "wording"),
    [
        *(("first", one) for one in FIRST),
        *(("second", one) for one in SECOND),
        *(("always", one) for one in ALWAYS),
    ],
)
def test_the_words_tell_when_somebody_is_seen(half: str, wording: str) -> None:
    for noun in ("lantern", "florp"):
        board = breakdown.board(wording.format(a=f"a {noun}", A=f"A {noun}"))
        assert [one.kind for one in board.cast] == [noun]
        assert seen(board, noun) == half


@pytest.mark.parametrize(
    ("text", "dog", "cat"),
    [
        ("A dog waits; a cat joins it for the second half only.", "always", "second"),
        ("A dog is there the whole time, a cat only in the first half.", "always", "first"),
        ("A dog sits alone until the midpoint. Then a cat appears.", "always", "second"),
        ("A dog and a cat are there; at the midpoint the cat disappears.", "always", "first"),
        ("In the first half we see a dog, in the second half a cat.", "first", "second"),
        ("A dog is replaced by a cat at half time.", "first", "second"),
        ("First a dog is there, then a cat takes its place.", "first", "second"),
        ("A dog is seen until the midpoint, a cat after it.", "first", "second"),
        ("A dog is there until the midpoint; from then on it is a cat.", "first", "second"),
        ("A dog is there for the first half. A cat is there for the second.", "first", "second"),
    ],
)
def test_of_two_each_is_seen_at_its_own_time(text: str, dog: str, cat: str) -> None:
    board = breakdown.board(text)
    assert (seen(board, "dog"), seen(board, "cat")) == (dog, cat)


def test_who_comes_into_sight_at_a_time_appears_and_does_not_walk_in() -> None:
    board = breakdown.board("A kite comes into sight at the halfway mark.")
    assert len({box for box in path(board, "kite") if box}) == 1


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("The box is empty. A man turns it upside down.", ["box", "man"]),
        ("A dog gives way to the bus. It turns left.", ["dog", "bus"]),
        ("A page takes over the horse.", ["page", "horse"]),
        ("There's a dog on the bench. It's asleep. It's got a bone.", ["dog", "bench"]),
    ],
)
def test_words_of_other_things_hide_nobody(text: str, kinds: list[str]) -> None:
    board = breakdown.board(text)
    assert [one.kind for one in board.cast] == kinds
    assert all(all(row) for shot in board.shots for row in shot.layout.boxes.values())


def test_who_is_gone_after_all_that_they_did_is_there_until_then() -> None:
    board = breakdown.board("A man is at the window. Later he is at the door. Then he is gone.")
    boxes = path(board, "man")
    assert all(boxes[:6])
    assert boxes[-1] is None
