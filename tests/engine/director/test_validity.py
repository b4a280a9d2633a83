"""Valid plans, whatever the model says: a small sample of ``longtake bench director --valid``."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from engine.api import ScenePlanned
from engine.director import validity
from engine.director.llama import Model
from storyboard.board import Box, Layout
from tests.engine.director.scenes import CAST, KITCHEN, RULES, SCENE, plan


def test_plans_of_random_weights_are_valid_and_a_stopped_run_goes_on(
    tiny: Model, tmp_path: Path
) -> None:
    notes = tmp_path / "notes.jsonl"
    found = validity.count(tiny, 3, 1.0, notes)
    assert (found.plans, found.valid, found.wrong) == (3, 3, [])
    kept = notes.read_text("utf-8")
    notes.write_text(kept + '{"wrong": ["cut', "utf-8")
    heard: list[int] = []
    more = validity.count(tiny, 4, 1.0, notes, lambda count: heard.append(count.plans))
    assert more.valid == 4
    assert notes.read_text("utf-8").startswith(kept)
    assert len(notes.read_text("utf-8").splitlines()) == 4
    assert heard == [1, 2, 3, 4]
    assert all(set(json.loads(line)) >= {"wrong", "shots"} for line in kept.splitlines())


def test_scenes_differ_and_are_the_same_for_the_same_number() -> None:
    scripts = [validity.script(number) for number in range(40)]
    assert len(set(scripts)) == 40
    assert scripts == [validity.script(number) for number in range(40)]


def event(*shots: object) -> ScenePlanned:
    scene = replace(SCENE, shots=shots)  # type: ignore[arg-type]
    return ScenePlanned("job", scene, CAST, (KITCHEN,), True)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"subjects": ("anna", "zorro")}, "somebody in a shot is not in the cast"),
        ({"layout": Layout()}, "boxes and subjects differ"),
        ({"layout": Layout({"anna": (None,) * 9, "rex": ()})}, "somebody is nowhere"),
        (
            {"layout": Layout({"anna": (Box(9, 9, 8, 8),) * 9, "rex": (Box(0, 0, 1, 1),) * 9})},
            "a box is none",
        ),
        ({"size": "HUGE"}, "a word is none of the board's"),
        ({"length": 3}, "a shot is too short"),
        ({"id": "r2"}, "two shots have one id"),
    ],
)
def test_a_plan_that_cannot_be_filmed_is_found(changes: dict[str, object], words: str) -> None:
    request = plan()
    assert validity.faults(request, [event(*RULES)]) == []
    broken = replace(RULES[0], **changes)  # type: ignore[arg-type]
    assert words in validity.faults(request, [event(broken, *RULES[1:])])


def test_a_lost_sentence_a_lost_line_and_no_last_word_are_found() -> None:
    request = plan()
    assert "sentences are lost" in " ".join(validity.faults(request, [event(*RULES[1:])]))
    mute = replace(RULES[1], dialogue=())
    assert "a line is lost" in validity.faults(request, [event(RULES[0], mute, RULES[2])])
    assert validity.faults(request, []) == ["the last word is not the last"]
