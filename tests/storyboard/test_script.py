"""Fountain and prose as elements: every rule of the format, and nothing that takes long."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyboard.script import read, refusal


def kinds(text):
    return [(element.kind, element.text) for element in read(text).elements]


def test_a_scene_reads_as_heading_action_cue_and_speech():
    text = (
        "INT. HOUSE - DAY\n\nMia sits.\nShe waits.\n\n"
        "MIA (V.O.)\n(low)\nHello.\nAgain.\n\nCUT TO:\n"
    )
    script = read(text)
    assert kinds(text) == [
        ("heading", "INT. HOUSE - DAY"),
        ("action", "Mia sits. She waits."),
        ("character", "MIA"),
        ("parenthetical", "low"),
        ("dialogue", "Hello. Again."),
        ("transition", "CUT TO:"),
    ]
    assert script.elements[2].how == "V.O."
    assert not script.prose


@pytest.mark.parametrize(
    ("line", "kind", "text"),
    [
        (".FLASHBACK", "heading", "FLASHBACK"),
        ("int. kitchen - night", "heading", "int. kitchen - night"),
        ("I/E CAR - DAY", "heading", "I/E CAR - DAY"),
        ("!INT. NOT A HEADING", "action", "INT. NOT A HEADING"),
        ("> FADE OUT.", "transition", "FADE OUT."),
        ("> THE END <", "centered", "THE END"),
        ("~la la la", "lyric", "la la la"),
        ("## Act two", "section", "Act two"),
        ("= They meet.", "synopsis", "They meet."),
        ("===", "page break", ""),
        ("... he waits", "action", "... he waits"),
    ],
)
def test_a_mark_at_the_start_forces_the_kind(line, kind, text):
    assert kinds(f"INT. A\n\n{line}\n")[1] == (kind, text)


def test_forced_names_keep_their_small_letters_and_other_scripts():
    text = "INT. A\n\n@McAvoy\nHello.\n\n@小明\n你好\n\nМИЯ\nПривет\n"
    assert [words for kind, words in kinds(text) if kind == "character"] == [
        "McAvoy",
        "小明",
        "МИЯ",
    ]


def test_dual_dialogue_marks_the_second_speaker():
    script = read("INT. A\n\nMIA\nHi!\n\nBOB ^\nHello!\n")
    assert [element.dual for element in script.elements[1:]] == [False, False, True, True]


@pytest.mark.parametrize(
    "line", ["INT. HOUSE - DAY #12A#", "12A INT. HOUSE - DAY", "12A. INT. HOUSE - DAY"]
)
def test_scene_numbers_are_read_and_taken_off(line):
    heading = read(line + "\n\nA.\n").elements[0]
    assert (heading.text, heading.number) == ("INT. HOUSE - DAY", "12A")


def test_the_title_page_is_no_part_of_the_film():
    script = read("Title:\n    The\n    Harbour\nAuthor: Me\n\nINT. A\n\nB.\n")
    assert script.title == "The Harbour"
    assert [element.kind for element in script.elements] == ["heading", "action"]
    assert read("FADE IN:\n\nINT. A\n").title_page == {}


def test_notes_and_omitted_parts_are_blank_in_the_plain_text_and_stretches_still_fit():
    text = "INT. A\n\nMia [[who is\nshe?]] runs. /* cut\n\nthis */ She stops *now*.\n"
    script = read(text)
    assert len(script.plain) == len(text)
    assert [element.kind for element in script.elements] == [
        "heading",
        "action",
        "note",
        "boneyard",
        "action",
    ]
    assert script.elements[1].text.split() == ["Mia", "runs."]
    for element in script.elements:
        assert text[element.start : element.end].strip("*. \n")


def test_what_is_never_closed_is_plain_text():
    assert kinds("INT. A\n\nMia [[runs\n\nTom /* sits\n")[1:] == [
        ("action", "Mia [[runs"),
        ("action", "Tom / sits"),
    ]


def test_two_spaces_hold_a_speech_together():
    text = "INT. A\n\nMIA\nOne.\n  \nTwo.\n"
    assert ("dialogue", "One. Two.") in kinds(text)


def test_prose_is_seen_by_its_lack_of_headings():
    assert read("Mia runs to the beach.\n\nShe swims.").prose
    assert read("").elements == ()


@pytest.mark.parametrize(
    "text",
    [
        "[[" * 200_000,
        "/*" * 100_000,
        "[[\n\n" * 20_000,
        " " * 100_000 + "x",
        "a" * 5_000_000,
        "(" * 200_000,
        "MIA\n" * 20_000,
        "*" * 300_000,
    ],
)
def test_hostile_text_is_read_in_linear_time(text):
    begin = time.process_time()
    script = read(text)
    assert time.process_time() - begin < 5
    assert script.text == text


def test_what_is_too_long_is_refused_with_a_sentence():
    assert refusal("a\n" * 1000) == ""
    assert "Line 2" in refusal("a\n" + "b" * 30_000)
    assert refusal("a\n" * 3_000_000).endswith(".")


@given(st.text(alphabet="Aa #.>[]/*@!~=()^\n\t :éм小-\x00\u202e", max_size=80))
def test_any_text_is_a_script_whose_stretches_lie_in_it(text):
    script = read(text)
    assert script.text == text
    assert len(script.plain) == len(text)
    for element in script.elements:
        assert 0 <= element.start <= element.end <= len(text)


def test_a_sentence_with_a_colon_is_the_film_and_no_title_page() -> None:
    text = "A gate: first on the left, then on the right."
    found = read(text)
    assert not found.title_page
    assert [element.text for element in found.elements] == [text]
