import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from engine.api import EngineError
from engine.director.grammar import Cover, Number, Record, Words
from engine.director.interview import AGAIN, REPAIRS, Answer, Interview, records_in
from engine.director.llama import Model
from engine.director.prompts import scene_form
from tests import gguf_models

FIRST = {"to": 2, "who": [["A", "walk"], ["B", "sleep"]], "size": "WS"}
SECOND = {"to": 3, "who": [], "size": "MS"}
LOOK = {"size": "WS", "angle": "eye level", "move": "hold", "time": "medium"}
FORM = Record((("shots", Cover("to", 1, 2, Record((("x", Number(0, 99)),)))),))
ASK = [{"role": "user", "content": "How many?\nShots:"}]
RIGHT, WRONG = (f'{{"shots":[{{"to":2,"x":{x}}}]}}' for x in (42, 17))


def line(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


@pytest.fixture
def model(tmp_path: Path) -> Iterator[Model]:
    cues = [("\nShots:", WRONG), ("Corrected Shots:", RIGHT)]
    model = Model(str(gguf_models.knowing(tmp_path / "knowing.gguf", cues)), 1024, threads=1)
    yield model
    model.unload()


def judged(limit: int) -> Any:
    def judge(value: Any) -> list[str]:
        return [] if value["shots"][0]["x"] >= limit else ["x is too small."]

    return judge


def ask(interview: Interview, limit: int, longest: int = 60) -> Any:
    return interview.ask(ASK, FORM, longest, "shots", judged(limit), lambda text, tokens: None)


def test_a_good_answer_is_taken_at_once(model: Model) -> None:
    interview = Interview(model, "s1", 1, 0.0, notes=False)
    assert ask(interview, limit=10).text == WRONG
    assert (interview.tally.questions, interview.tally.asked_again) == (1, 0)


def test_a_faulty_answer_is_asked_again_and_the_better_one_is_taken(model: Model) -> None:
    interview = Interview(model, "s1", 2, 0.0, notes=False)
    reply = ask(interview, limit=40)
    assert (reply.text, reply.faults) == (RIGHT, 0)
    assert (interview.tally.questions, interview.tally.asked_again) == (2, 1)


class Stubborn:
    """Says the same wrong thing whatever is asked; a message takes as many tokens as letters."""

    name = "stubborn"

    def __init__(self, context: int = 100_000) -> None:
        self.context = context
        self.asked: list[tuple[float, int, int]] = []  # temperature, seed, messages

    def forget(self) -> None: ...
    def prompt_tokens(self, messages: Any) -> list[int]:
        return [0] * sum(len(one["content"]) for one in messages)

    def can_spell(self, characters: frozenset[str]) -> bool:
        return True

    def answer(
        self, messages: Any, grammar: Any, *, temperature: float, seed: int, **_: Any
    ) -> Answer:
        self.asked.append((temperature, seed, len(messages)))
        return Answer(WRONG, True, 1, 1, 0.0)


def test_a_cold_model_is_asked_again_with_other_dice_and_told_what_was_wrong() -> None:
    model = Stubborn()
    ask(Interview(model, "s1", 1, 0.0, notes=False), limit=99)  # type: ignore[arg-type]
    temperatures, seeds, heard = zip(*model.asked, strict=True)
    assert temperatures[0] == 0.0
    assert set(temperatures[1:]) == {AGAIN}
    assert len(set(seeds)) == 1 + REPAIRS
    assert heard == (len(ASK), len(ASK) + 2, len(ASK) + 2)


def test_where_no_room_is_for_what_was_wrong_the_question_is_asked_once_more() -> None:
    longest = 60
    room = sum(len(one["content"]) for one in ASK) + longest
    model = Stubborn(room)
    ask(Interview(model, "s1", 1, 0.0, notes=False), limit=99, longest=longest)  # type: ignore[arg-type]
    assert [heard for _, _, heard in model.asked] == [len(ASK)] * (1 + REPAIRS)
    assert len({seed for _, seed, _ in model.asked}) == 1 + REPAIRS


def test_it_is_asked_again_at_most_twice_and_the_first_of_equals_is_taken(model: Model) -> None:
    interview = Interview(model, "s1", 1, 0.0, notes=False)
    reply = ask(interview, limit=99)
    assert (reply.text, reply.faults) == (WRONG, 1)
    assert interview.tally.questions == 1 + REPAIRS


def test_an_answer_that_is_cut_has_no_value_but_its_beginning(model: Model) -> None:
    interview = Interview(model, "s1", 1, 0.0, notes=False)
    reply = ask(interview, limit=1, longest=5)
    assert reply.value is None
    assert RIGHT.startswith(reply.text) or WRONG.startswith(reply.text)


def test_nothing_is_asked_where_no_answer_fits(model: Model) -> None:
    interview = Interview(model, "s1", 1, 0.0, notes=False)
    assert ask(interview, limit=1, longest=1020).value is None
    assert interview.tally.questions == 0


def test_what_the_vocabulary_cannot_spell_is_refused_before_it_is_asked(tmp_path: Path) -> None:
    path = gguf_models.build(tmp_path / "mute.gguf", bytes_too=False, bpe=True)
    interview = Interview(Model(str(path), 512, threads=1), "s1", 1, 0.0, notes=False)
    assert interview.spellable(("dog", "собака")) == ("dog",)
    form = Record((("who", Words(("собака",))),))
    with pytest.raises(EngineError, match="its vocabulary lacks letters"):
        interview.ask(ASK, form, 60, "x", lambda value: [], lambda text, tokens: None)


def test_an_unfinished_answer_gives_its_whole_records() -> None:
    third = {**SECOND, "to": 9}
    form = scene_form(("A", "B"), (), 9)
    first, second = ({**one, **LOOK, "size": one["size"]} for one in (FIRST, SECOND))
    text = line({"shots": [first, second, {**third, **LOOK}]})
    lengths = [len(records_in(text[:end], form)) for end in range(len(text) + 1)]
    assert lengths[0] == 0
    assert lengths[-1] == 3
    assert all(b - a in (0, 1) for a, b in pairwise(lengths))
    begun = '{"notes":"shots: [ {", "shots": [' + line(first) + ',\n {"to'
    assert records_in(begun, form) == [first]
    assert records_in(line({"shots": [{"to": 4, "who": "A"}, 5, None]}), form) == [
        {"to": 4, "who": [], **LOOK, "size": "EWS", "time": "short"}
    ]
