"""Nobody is seen but those of whom the words tell."""

import re

import pytest

from storyboard import breakdown


def seen(text: str) -> list[str]:
    """Whom a text shows, by name without a number, once each."""
    board = breakdown.board(text)
    shown = {id for shot in board.shots for id in shot.subjects}
    names = {re.sub(r" \d+$", "", one.name.casefold()) for one in board.cast if one.id in shown}
    return sorted(names)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The kite, much bigger than the cat, stands beside it.", "cat kite"),
        ("At the top, that is where a kite begins.", "kite"),
        ("None of the children move.", "child"),
        ("Neither the dog nor the cat moves.", "cat dog"),
        ("Either the boy or the girl will win.", "boy girl"),
        ("What we see is a horse.", "horse"),
        ("How the fox runs!", "fox"),
        ("All that remains is a boat.", "boat"),
        ("Back and forth swings a monkey.", "monkey"),
        ("A great many ants march past.", "ant"),
        ("A beat. Then the robot speaks.", "robot"),
        ("With a bang the balloon bursts.", "balloon"),
        ("It is clear that the lion is hungry.", "lion"),
        ("That makes the baby laugh.", "baby"),
        ("Because of the rain the girl runs.", "girl"),
        ("Instead of the boy, a bear comes out.", "bear"),
        ("Like a ghost the nurse glides through.", "nurse"),
        ("The girl walks without the dog.", "girl"),
        ("Except for the cat the street is deserted.", "cat"),
        ("Years ago a tower stood here.", "tower"),
        ("Whether it rains or not, the snail crawls.", "snail"),
        ("Afraid of the dark, the boy runs.", "boy"),
        ("Head over heels, the clown tumbles.", "clown"),
        ("Others are sheep.", "sheep"),
        ("The hall is quiet. The cat is gone. Tom looks at a table.", "table tom"),
    ],
)
def test_little_words_name_nobody(text: str, wanted: str) -> None:
    assert seen(text) == wanted.split()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The silhouette of a man appears.", "man"),
        ("The head of the dragon rises.", "dragon"),
        ("A slice of bread lies on the plate.", "bread plate"),
        ("A stack of books topples.", "book"),
        ("Pip carries a tower of plates.", "pip plate"),
        ("A mother and her two kittens sleep.", "kitten mother"),
        ("A dozen eggs roll.", "egg"),
    ],
)
def test_what_is_measured_or_outlined_is_what_is_seen(text: str, wanted: str) -> None:
    assert seen(text) == wanted.split()


def test_weather_is_a_thing_only_among_other_things() -> None:
    assert seen("A coach and a mist are equally big.") == ["coach", "mist"]
    assert seen("A storm and a lighthouse are the same size.") == ["lighthouse", "storm"]
    assert seen("A girl walks through the mist.") == ["girl"]


def test_a_crowd_is_people_and_stays_the_same_people() -> None:
    board = breakdown.board("INT. HALL - DAY\n\nA crowd cheers.\n\nThe crowd falls silent.\n")
    assert len(board.cast) == 6
    looks = {(one.puppet, one.attributes.get("colour")) for one in board.cast}
    assert {"man", "woman"} <= {puppet for puppet, _ in looks}
    assert len(looks) == 6
    assert [len(shot.subjects) for shot in board.shots] == [6] * len(board.shots)


def test_trades_of_no_lesson_are_people() -> None:
    (thief,) = breakdown.board("A burglar tiptoes past.").cast
    (elf,) = breakdown.board("A goblin sits on a rock. It yawns.").cast[:1]
    assert (thief.kind, thief.puppet) == ("burglar", "man")
    assert (elf.kind, elf.pronoun) == ("goblin", "it")


def test_a_shouted_trade_of_two_words_is_one_person() -> None:
    board = breakdown.board("INT. TENT - DAY\n\nA TIGHTROPE WALKER takes a step. She waves.\n")
    assert [(one.name, one.pronoun) for one in board.cast] == [("tightrope walker", "she")]
