"""A model on a server: asked with a form, heard word by word, stopped, and not believed."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from engine.api import CancelJob, EngineError, Progress, ScenePlanned
from engine.director import Director
from engine.director.grammar import grammar, mismatch
from engine.director.prompts import layout_form, scene_form
from engine.director.remote import Remote
from engine.director.schema import schema
from tests.engine.director.scenes import plan
from tests.engine.director.test_plan import BOXES, FIRST, SECOND, THIRD, line, shots, valid
from tests.engine.model_servers import Script, serving

ASK = [{"role": "user", "content": "What is seen?"}]
FORM = layout_form(("A", "B"))
RIGHT = line(BOXES)


def answers(question: dict[str, Any]) -> str:
    """As a good model would."""
    last = question["messages"][-1]["content"]
    return shots(FIRST, SECOND, THIRD) if last.endswith("Shots:") else RIGHT


def ask(model: Remote, heard: Any = lambda text, tokens: None) -> Any:
    return model.answer(ASK, grammar(FORM), longest=200, temperature=0.0, seed=7, heard=heard)


def planned(script: Script, **changes: object) -> tuple[ScenePlanned, dict[str, Any]]:
    events: list[ScenePlanned] = []
    with serving(script):
        request = plan(f"{script.address}#{script.models[0]}", **changes)
        director = Director(request.model)
        facts = director.plan(request, lambda progress: None, events.append)
    valid(events[-1], request)
    return events[-1], facts


def test_a_scene_is_planned_by_a_server() -> None:
    script = Script(answers)
    event, facts = planned(script)
    assert [shot.id for shot in event.scene.shots] == ["r1", "r2", "r3"]
    assert event.scene.shots[0].made_by["layout"] == "director"
    assert event.scene.shots[1].size == "MS"
    assert facts["made_by_director"] > 20
    question = script.asked[0]
    assert question["model"] == "tiny:1b"
    assert question["stream"] is True
    assert question["reasoning_effort"] == "none"
    assert question["chat_template_kwargs"] == {"enable_thinking": False}
    asked = question["response_format"]["json_schema"]["schema"]
    assert asked["properties"]["shots"]["items"]["properties"]["to"]["enum"] == [1, 2, 3, 4, 5]


def test_an_answer_is_heard_word_by_word_and_also_without_a_stream() -> None:
    with serving(Script(lambda question: RIGHT)) as there:
        heard: list[str] = []
        answer = ask(Remote(there.address), lambda text, tokens: heard.append(text))
        assert (answer.text, answer.whole) == (RIGHT, True)
        assert len({len(text) for text in heard}) > 10
        there.manner = "whole"
        assert ask(Remote(there.address)).text == RIGHT


def test_a_schema_allows_exactly_what_the_form_does() -> None:
    told = schema(scene_form(("A", "B"), ("owl",), 3))
    assert told["required"] == ["shots"]
    shot = told["properties"]["shots"]["items"]
    assert shot["additionalProperties"] is False
    who = shot["properties"]["who"]["items"]["anyOf"]
    assert [row["prefixItems"][0]["enum"] for row in who] == [["A", "B"], ["owl"]]
    box = schema(FORM)["properties"]["A"]["items"]["anyOf"][0]
    assert (box["minItems"], box["maxItems"]) == (4, 4)
    assert box["items"] == {"type": "integer", "minimum": -50, "maximum": 150}


def test_a_server_that_knows_no_schema_is_asked_with_less_from_then_on() -> None:
    def picky(question: dict[str, Any]) -> str:
        if "reasoning_effort" in question:
            return "reasoning_effort is not supported"
        kind = question.get("response_format", {}).get("type")
        return "unknown response_format" if kind == "json_schema" else ""

    with serving(Script(lambda question: RIGHT, refuses=picky)) as there:
        model = Remote(there.address)
        assert ask(model).text == RIGHT
        tries = len(there.asked)
        assert ask(model).text == RIGHT
        assert len(there.asked) == tries + 1
        assert there.asked[-1]["response_format"] == {"type": "json_object"}


def test_thoughts_and_fences_around_an_answer_are_passed_over() -> None:
    said = f"<think>boxes {{left}}?</think>\nHere:\n```json\n{json.dumps(BOXES, indent=1)}\n```"
    with serving(Script(lambda question: said, thinks=3)) as there:
        model = Remote(there.address)
        before = there.asked
        assert ask(model).whole
        ask(model)
        assert before[1]["max_tokens"] > before[0]["max_tokens"]  # it thinks: leave it room


def test_what_is_wrong_is_asked_again_and_then_made_whole_by_code() -> None:
    def wild(question: dict[str, Any]) -> str:
        if "Shots:" in question["messages"][1]["content"][-8:]:
            bad = [{**FIRST, "size": "wide", "who": [["A", "walks"], ["Zorro", "ride"]]},
                   {**THIRD, "to": 99}]  # fmt: skip
            return line({"shots": bad})
        return line({"A": [[10.4, 40, 250, 90]], "camera": [[50, 50, 100]]})

    script = Script(wild)
    event, facts = planned(script)
    assert facts["asked_again"] >= 2
    assert any("must be one of" in q["messages"][-1]["content"] for q in script.asked)
    first = event.scene.shots[0]
    assert "director" not in {first.made_by["subjects"], first.made_by["layout"]}
    assert event.scene.shots[-1].stretch is not None


@pytest.mark.parametrize("nonsense", ["I am a teapot.", "", '{"shots":[', '{"a":[[[[[[[['])
def test_nonsense_leaves_the_scene_to_the_rules(nonsense: str) -> None:
    event, facts = planned(Script(lambda question: nonsense))
    assert facts.get("made_by_director", 0) == 0
    assert len(event.scene.shots) == 3


def test_a_dropped_answer_is_asked_again_and_what_is_whole_of_it_counts() -> None:
    event, facts = planned(Script(answers, manner="drop"))
    assert facts["asked_again"] > 0
    assert event.scene.shots[0].made_by["subjects"] == "director"  # its record was whole


def test_cancelled_in_the_middle_of_an_answer_the_line_is_closed() -> None:
    script = Script(lambda question: RIGHT * 200, pause=0.01)
    with serving(script):
        director = Director(f"{script.address}#tiny:1b")
        seen: list[Progress] = []

        def report(progress: Progress) -> None:
            seen.append(progress)
            if progress.note >= "5 tokens":
                raise CancelJob

        with pytest.raises(CancelJob):
            director.plan(plan(script.address), report, lambda event: None)
        assert script.broken.wait(5)


def test_a_server_that_says_nothing_can_be_left_at_any_moment() -> None:
    with serving(Script(manner="mute")) as there:
        model = Remote(there.address)
        began = time.monotonic()

        def heard(text: str, tokens: int) -> None:
            if time.monotonic() > began + 0.2:
                raise CancelJob

        with pytest.raises(CancelJob):
            ask(model, heard)
        assert time.monotonic() < began + 2
        with pytest.raises(EngineError, match=r"has said nothing for 0\.2 seconds"):
            ask(Remote(there.address, loading=0.2))


def test_a_stalled_answer_counts_as_far_as_it_came() -> None:
    with serving(Script(lambda question: RIGHT, manner="stall")) as there:
        answer = ask(Remote(there.address, patience=0.2))
        assert not answer.whole
        assert RIGHT.startswith(answer.text)


def test_a_server_that_loads_its_model_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.director.remote.AGAIN", 0.05)
    with serving(Script(lambda question: RIGHT, busy=2)) as there:
        assert ask(Remote(there.address)).text == RIGHT


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"status": 404}, "does not know tiny:1b .it went wrong."),
        ({"status": 500}, "failed .it went wrong."),
        ({"manner": "fault"}, "failed .out of memory."),
        ({"refuses": lambda question: "too long"}, "refuses the question with 400 .too long."),
    ],
)
def test_what_a_server_cannot_do_is_a_sentence(changes: dict[str, Any], sentence: str) -> None:
    script = Script(lambda question: RIGHT, **changes)
    with serving(script), pytest.raises(EngineError, match=sentence):
        ask(Remote(script.address))


def test_a_server_that_goes_away_is_a_sentence() -> None:
    with serving(Script(lambda question: RIGHT)) as there:
        model = Remote(there.address)
    with pytest.raises(EngineError, match=f"Nobody answers at localhost:{there.port}"):
        ask(model)
    with pytest.raises(EngineError, match="Nobody answers"):
        Director(there.address)


def test_put_away_it_asks_the_server_to_free_the_models_memory() -> None:
    with serving(Script(answers)) as there:
        director = Director(there.address)
        director.unload()
        assert there.paths[-1] == "/api/generate"
    Remote.unload(_gone(there))


def _gone(there: Script) -> Remote:
    with serving(Script()) as other:
        return Remote(other.address)


def test_an_answer_is_measured_by_the_same_form_as_a_models_behind_a_grammar() -> None:
    assert not mismatch(FORM, json.loads(RIGHT))
    assert "B" in mismatch(FORM, {"A": [None], "camera": [[50, 50, 100]]})
