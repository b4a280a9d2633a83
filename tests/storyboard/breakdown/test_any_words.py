"""Nothing that one can write stops the breakdown: every wording of the lessons is planned."""

from __future__ import annotations

import random

from engine.director.lessons.tales import story
from storyboard import breakdown


def test_any_story_that_the_lessons_tell_becomes_a_board() -> None:
    dice = random.Random(5)
    for number in range(120):
        told = story(dice)
        text = " ".join(sentence for beat in told.beats for sentence in beat.sentences)
        board = breakdown.board(text, title="", seed=number)
        assert any(scene.shots for scene in board.scenes), text


def test_a_phrase_that_the_sentence_leaves_open_names_nobody() -> None:
    for text in ("Creaks. They there tired a follows,", "To the left the A,", "One of the,"):
        board = breakdown.board(text)
        assert [shot.action for shot in board.shots] == [text]
        assert board.cast == ()
