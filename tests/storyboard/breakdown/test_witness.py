"""Whom each sentence tells of, as the rules read it."""

from storyboard import breakdown
from storyboard.breakdown.witness import told


def test_a_word_of_time_or_manner_before_a_sentence_hides_nobody() -> None:
    board = breakdown.board("Ben and Emily stand.", title="", seed=1)
    said = ("Ben and Emily stand.", "Later Ben waves.", "Quietly she sits.", "Emily sleeps.")
    seen = [one.subjects for one in told([(text, "") for text in said], board.cast)]
    assert seen == [("ben", "emily"), ("ben",), ("emily",), ("emily",)]


def test_each_phrase_is_told_whom_it_means_and_where_it_ends() -> None:
    board = breakdown.board("Ben and Emily stand. A dog sits.", title="", seed=1)
    said = ("Emily looks at Ben.", "Soon she waves to him.", "The *dog* barks.", "They sleep.")
    found = told([(text, "") for text in said], board.cast)
    phrases = [[(said[at][: one.end], one.subjects) for one in row.meant]
               for at, row in enumerate(found)]  # fmt: skip
    assert phrases[0] == [("Emily", ("emily",)), ("Emily looks at Ben", ("ben",))]
    assert phrases[1] == [("Soon she", ("emily",)), ("Soon she waves to him", ("ben",))]
    assert phrases[2] == []  # read without its stars: the places are not those of the script
    assert all(one.sure for row in found[:2] for one in row.meant)
    assert set(phrases[3][0][1]) >= {"ben", "emily"}
