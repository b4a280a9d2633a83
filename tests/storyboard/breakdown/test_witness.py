"""Whom each sentence tells of, as the rules read it."""

from storyboard import breakdown
from storyboard.breakdown.witness import told


def test_a_word_of_time_or_manner_before_a_sentence_hides_nobody() -> None:
    board = breakdown.board("Ben and Emily stand.", title="", seed=1)
    said = ("Ben and Emily stand.", "Later Ben waves.", "Quietly she sits.", "Emily sleeps.")
    seen = [one.subjects for one in told([(text, "") for text in said], board.cast)]
    assert seen == [("ben", "emily"), ("ben",), ("emily",), ("emily",)]
