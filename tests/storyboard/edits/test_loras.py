"""LoRAs are worn once by each, changed and taken off; models that read prompts are told of them."""

from __future__ import annotations

import pytest

from storyboard import codec, staging, telling
from storyboard.edits import loras
from tests.storyboard.films import film

HASH = "ab" * 32


def test_a_lora_is_worn_once_by_each_and_goes_through_the_file() -> None:
    board = loras.add_lora(film(), HASH, "sdxl", name="ink")
    who = board.cast[0].id
    board = loras.add_lora(board, HASH, "sdxl", subject=who, weight=0.5, words="ohwx")
    board = loras.add_lora(board, HASH, "sdxl", weight=0.8)
    assert [(one.id, one.subject, one.weight) for one in board.loras] == [
        ("lo1", "", 0.8), ("lo2", who, 0.5),
    ]  # fmt: skip
    assert codec.loads(codec.dumps(board)) == board
    assert loras.set_lora(board, "lo1", weight=0.8) is board
    assert [one.id for one in loras.remove_lora(board, "lo1").loras] == ["lo2"]


def test_what_cannot_be_is_refused_with_a_sentence() -> None:
    board = loras.add_lora(film(), HASH, "sdxl")
    with pytest.raises(ValueError, match="weighs -2 to 2, not 9"):
        loras.set_lora(board, "lo1", weight=9.0)
    with pytest.raises(KeyError, match="no subject 'nobody'"):
        loras.set_lora(board, "lo1", subject="nobody")
    with pytest.raises(KeyError, match="no field 'file'"):
        loras.set_lora(board, "lo1", file=HASH)
    with pytest.raises(ValueError, match="needs a file"):
        loras.add_lora(board, "", "sdxl")


def test_frames_are_told_of_the_films_loras_and_of_those_who_are_seen() -> None:
    board = film()
    shot = next(shot for shot in board.shots if any(map(any, shot.layout.boxes.values())))
    seen = next(id for id, row in shot.layout.boxes.items() if any(row))
    board = loras.add_lora(board, HASH, "sdxl", words="ink wash")
    board = loras.add_lora(board, "cd" * 32, "sdxl", subject=seen, weight=0.5, words="ohwx")
    board = loras.add_lora(board, "ef" * 32, "ltx-2.5", subject=seen)
    cues = staging.cues(board, shot.id, range(0, shot.length, 2))
    told = telling.told(board, shot.id, cues, ("sdxl",))
    assert telling.told(board, shot.id, cues) == telling.told(film(), shot.id, cues)
    for cue in told:
        here = [subject for subject in cue.subjects if subject.id == seen]
        assert cue.called == "ink wash"
        assert cue.loras == ((HASH, 1.0, ""), *[("cd" * 32, 0.5, "")] * len(here))
        assert all(subject.called == "ohwx" for subject in here)
    assert any(len(cue.loras) == 2 for cue in told)
