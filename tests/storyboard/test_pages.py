"""Words, pages and time of a script."""

from __future__ import annotations

from storyboard import pages


def test_a_page_has_fifty_five_lines_and_a_page_begun_counts():
    line = pages.measure("action", "A fox runs.")
    assert line.words == 3
    assert line.lines == 2  # and the blank one before it
    whole = pages.Measure()
    for _ in range(28):
        whole += line
    assert whole.lines == 56
    assert whole.pages == 2


def test_speech_is_narrow_and_slower_than_action():
    words = "one two three four five six seven eight nine ten eleven twelve"
    said, done = pages.measure("dialogue", words), pages.measure("action", words)
    assert said.milliseconds == 12 * 300 + 1000
    assert done.milliseconds == 12 * 200 + 500
    assert said.lines == 2
    assert pages.measure("heading", "INT. KITCHEN - DAY").milliseconds == 0


def test_what_is_not_printed_does_not_count():
    for kind in ("note", "boneyard", "section", "synopsis", "title", ""):
        assert pages.measure(kind, "some words") == pages.Measure()
