"""Sentences of stories: what is said between quotation marks stays with who says it."""

import pytest

from storyboard import breakdown
from storyboard.breakdown.sentences import sentences


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ('"Who are you?" asked the king. The cat bowed.', 2),
        ('"I know. You do, too," said the cat. It bowed.', 2),
        ('Tom smiled. "Come here!" Then he left.', 3),
        ("“Wake up! It is late,” she cried.", 1),
        ('The sign says 5" wide. It falls.', 2),
    ],
)
def test_a_sentence_ends_after_its_speech(text: str, number: int) -> None:
    assert len(list(sentences(text, 0, len(text)))) == number


def test_who_asks_behind_the_words_is_their_speaker() -> None:
    text = "The king sat on his throne. Next to him stood the princess. "
    board = breakdown.board(
        text + '"Who sends me this?" asked the king. "I do," said the princess.'
    )
    names = {one.id: one.name for one in board.cast}
    said = [(names[line.speaker], line.text) for shot in board.shots for line in shot.dialogue]
    assert said == [("king", "Who sends me this?"), ("princess", "I do")]


def test_they_at_the_head_of_a_scene_are_the_people_of_the_one_before() -> None:
    script = (
        "EXT. PARK - DAY\n\nEmma and Jonas shake hands.\n\n"
        "EXT. LAKE - LATER\n\nThe two of them walk side by side.\n"
    )
    assert set(breakdown.board(script).shots[-1].subjects) == {"emma", "jonas"}


def test_nobody_listens_who_went_out_of_the_picture() -> None:
    script = (
        "INT. MUSEUM - NIGHT\n\nA guard walks out of the picture. Nina waits.\n\nNINA\nI am in.\n"
    )
    assert set(breakdown.board(script).shots[-1].subjects) == {"nina"}


def test_a_story_plays_where_its_first_sentence_says() -> None:
    board = breakdown.board("The house stood at the end of the lane. In the hall hung a lamp.")
    assert [place.name for place in board.places] == ["Lane", "Hall"]
