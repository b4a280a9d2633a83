import pytest

from storyboard import breakdown
from storyboard.breakdown.times import When, times

HALVES = {"first": (0, 4), "second": (5, 9)}


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("in the first half", 0.0, 0.5),
        ("during the closing half of the film", 0.5, 1.0),
        ("after the first half", 0.5, 1.0),
        ("until the second half", 0.0, 0.5),
        ("not until the second half of the shot", 0.5, 1.0),
        ("until halfway", 0.0, 0.5),
        ("halfway through", 0.5, 1.0),
        ("from halfway on", 0.5, 1.0),
        ("before the halfway mark", 0.0, 0.5),
        ("up to the middle of the film", 0.0, 0.5),
        ("past the midpoint", 0.5, 1.0),
        ("for half of the time", 0.0, 0.5),
        ("for half its length", 0.0, 0.5),
        ("until half the clip is over", 0.0, 0.5),
        ("once the first half is over", 0.5, 1.0),
        ("from the start of the second half", 0.5, 1.0),
        ("from the beginning to the halfway point", 0.0, 0.5),
        ("in the second third", 1 / 3, 2 / 3),
        ("by the time the second half starts", 0.5, 1.0),
        ("at first", 0.0, 0.3),
        ("in the beginning", 0.0, 0.3),
        ("by the end of the clip", 0.7, 1.0),
        ("when the video ends", 0.7, 1.0),
    ],
)
def test_a_time_is_a_part_of_the_shot(words: str, start: float, end: float) -> None:
    found = [one for _, _, one in times(f"a dog sits there {words}.")]
    assert [(one.start, one.end) for one in found if one] == [(start, end)]


@pytest.mark.parametrize(
    "words",
    [
        "halfway up the hill",
        "in the middle of the shot",
        "at the end of the street",
        "at first sight",
        "from the beginning to the end of the film",
        "the first dog",
        "later that day",
        "in the first half of the night",
        "on the other half of the bench",
        "half of the time, and sleeps",
    ],
)
def test_places_and_the_whole_shot_are_no_parts_of_its_time(words: str) -> None:
    assert [one for _, _, one in times(f"a dog sits {words}.") if one] == []


def test_a_half_that_was_named_is_told_again_by_its_number() -> None:
    found = [one for _, _, one in times("seen in the second half and not in the first.")]
    assert found == [When(0.5, 1.0), When(0.0, 0.5)]


def test_what_an_early_time_leaves_is_the_rest_and_of_a_late_one_what_was_before() -> None:
    assert When(0.0, 0.5).rest == When(0.5, 1.0)
    assert When(0.7, 1.0, loose=True).rest == When(0.0, 0.5)


FIRST = [
    "At the beginning {a} is there; by the end it is not.",
    "Until halfway {a} is there.",
    "To begin with {a} is here; by the end of the shot it has gone.",
    "{A} sits there for the first half of the shot, and then it is gone.",
    "We see {a} until the midpoint, and not after that.",
    "Up until halfway through, {a} sits on the step; after that nobody.",
    "There is {a} at the start of the clip, but it is no longer there at the end.",
    "{A} is visible early on. In the second half it has vanished.",
    "During the opening half of the film {a} is in frame; during the closing half it is not.",
    "{A} is there at the outset and missing by the end.",
    "Until the middle of the shot {a} is in view, after which it is out of sight.",
    "By the halfway point {a} is gone.",
    "{A} lingers until the middle of the clip and then fades away.",
    "For the opening half of the take there is {a}; then the frame is empty.",
    "Early on {a} can be seen, later no longer.",
    "{A} stands there before the midpoint of the clip, but not afterwards.",
    "{A} disappears halfway through the film.",
    "{A}: there in the first half, gone in the second.",
    "When the second half begins, {a} is gone.",
    "{A} is on view until the shot is half over.",
    "{A} stays for the first half and leaves in the second.",
    "{A} goes missing halfway through.",
    "{A} is in frame up to the middle.",
    "{A} is visible as far as the middle of the clip.",
    "The second half is without {a}.",
    "To start with there is {a}, but in the end there is none.",
    "Half the shot has {a}, after that nobody.",
    "In the first 50% of the clip {a} is visible.",
    "{A} is on screen in the first half and off screen in the second.",
    "The first half has {a} in it, the second does not.",
]
SECOND = [
    "{A} turns up after the first half.",
    "Only towards the end {a} is seen.",
    "For the first half nobody, then {a}.",
    "The street is empty at first. In the second half {a} is there.",
    "{A} is nowhere to be seen until the second half.",
    "Not until the second half of the shot does {a} appear.",
    "{A} comes into view only after the midpoint.",
    "Only in the latter half of the clip is {a} present.",
    "For the first half nothing happens; for the second, {a} sits there.",
    "Initially the frame is empty; {a} pops up halfway through.",
    "{A} is absent in the opening half and present in the closing half.",
    "At the start nobody is there. By the end {a} has turned up.",
    "The first half shows an empty field; the second half shows {a}.",
    "{A} does not appear until halfway through the shot.",
    "{A} is not there at first, but later.",
    "{A} joins in the second half.",
    "When the second half begins, {a} appears.",
    "{A} is out of the picture at the beginning and in the picture at the end.",
    "{A} appears halfway.",
    "{A} is there from the middle to the end.",
    "When half the shot is over, {a} appears.",
    "Nothing until the second half; then {a}.",
    "The first half is empty; {a} fills the second.",
    "{A} stays away until the second half.",
    "{A} is there when the shot ends, but not when it starts.",
    "{A} is seen after, but not before, the midpoint.",
]


@pytest.mark.parametrize("noun", ["dog", "lantern"])
@pytest.mark.parametrize(
    ("half", "wording"),
    [*(("first", one) for one in FIRST), *(("second", one) for one in SECOND)],
)
def test_who_is_told_to_be_there_for_a_half_is_seen_in_it_alone(
    half: str, wording: str, noun: str
) -> None:
    text = wording.format(a=f"a {noun}", A=f"A {noun}")
    board = breakdown.board(text)
    (one,) = [subject for subject in board.cast if subject.kind == noun]
    path = [box for shot in board.shots for box in shot.layout.boxes.get(one.id, ())]
    seen = {at * 9 // len(path) for at, box in enumerate(path) if box}
    low, high = HALVES[half]
    assert seen
    assert seen <= {*range(low, high), 4}, text


@pytest.mark.parametrize(
    "text",
    [
        "At the end the dog waves.",
        "At first the dog sits on the left.",
        "The dog sits. In the second half it barks.",
        "A dog sits on the bench until the end.",
    ],
)
def test_a_time_of_doing_something_is_none_of_being_there(text: str) -> None:
    (shot,) = breakdown.board(text).shots
    assert all(all(path) for path in shot.layout.boxes.values())
