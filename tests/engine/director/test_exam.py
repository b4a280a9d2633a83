"""Marks count what the model answered itself, and what rules and repair made apart from it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from engine.director.exam import marking, report
from engine.director.exam.questions import Task, Want
from engine.director.llama import Answer

WALK = Task(
    "dynamics",
    "A zorp walks from left to right.",
    (Want("crosses", ("zorp",), ("right",)),),
    True,
)
RIGHT = [[10, 40, 20, 90], [80, 40, 90, 90]]
STILL = [[40, 40, 60, 90]]


class Script:
    """A speaker that knows its answers by heart."""

    context = 2048
    name = "script"

    def __init__(self, boxes: Sequence[Sequence[int]]) -> None:
        self.boxes = boxes

    def forget(self) -> None:
        pass

    def count(self, text: str) -> int:
        return len(text) // 4

    def prompt_tokens(self, messages: Sequence[Mapping[str, str]]) -> list[int]:
        return [0] * 50

    def can_spell(self, characters: frozenset[str]) -> bool:
        return True

    def answer(
        self, messages: Sequence[Mapping[str, str]], grammar: str | None, **rest: Any
    ) -> Answer:
        shot = {"to": 1, "who": [["A", "walk"]], "size": "WS", "angle": "eye level"}
        first = {"shots": [{**shot, "move": "hold", "time": "medium"}]}
        second = {"A": self.boxes, "camera": [[50, 50, 100]]}
        asks_boxes = any("Boxes:" in message["content"][-20:] for message in messages)
        text = json.dumps(second if asks_boxes else first)
        return Answer(text, True, 20, 50, 0.01)


def test_a_right_answer_of_the_model_is_its_own() -> None:
    marks = marking.mark([WALK], Script(RIGHT))
    assert marks.shares("own") == marks.shares("shown") == {"dynamics": 1.0}
    assert marks.valid == 1


def test_what_rules_put_right_is_shown_but_not_the_models_own() -> None:
    marks = marking.mark([WALK], Script(STILL))
    assert marks.shares("own") == {"dynamics": 0.0}
    assert marks.shares("shown") == {"dynamics": 1.0}
    assert marks.wrong["dynamics"] == [WALK.text]


def test_without_a_model_the_rules_are_marked() -> None:
    marks = marking.mark([WALK], None)
    assert marks.shares("rules") == {"dynamics": 1.0}
    assert report.figures(marks)["overall"] == 1.0
    assert "rules alone" in report.table(marks)


def test_a_wrong_board_is_marked_wrong() -> None:
    wrong = Task("dynamics", WALK.text, (Want("crosses", ("zorp",), ("left",)),), True)
    assert marking.mark([wrong], None).shares("rules") == {"dynamics": 0.0}
    absent = Task("numeracy", WALK.text, (Want("count", ("zorp",), ("3",)),), True)
    assert marking.mark([absent], None).shares("rules") == {"numeracy": 0.0}


def test_of_a_story_each_sentence_counts_that_shows_its_doer_and_no_stranger() -> None:
    text = "Ann sleeps. A zorp waits. She sings."
    doers = ("Ann", "zorp", "Ann")
    story = Task("coref", text, tuple(Want("seen", (one,), ()) for one in doers), False)
    marks = marking.mark([story], None)
    assert marks.subjects == {"told": 3, "rules": 3}
    assert marks.shares("rules") == {"coref": 1.0, marking.SUBJECTS: 1.0}
    wrong = Task("coref", text, (*story.wants[:2], Want("seen", ("Ben",), ())), False)
    marks = marking.mark([wrong], None)
    assert marks.shares("rules") == {"coref": 0.0, marking.SUBJECTS: 2 / 3}
    assert "| coref, each subject | 3 | 66.7 |" in report.table(marks)
