"""A scene planned by a model: followed, asked again, repaired, streamed, locked, cancelled."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.api import CancelJob, EngineError
from engine.director.llama import Model
from storyboard import continuity
from storyboard.board import Box, Scene, Shot, Stretch
from tests import gguf_models
from tests.engine.director.plans import run, valid
from tests.engine.director.scenes import CAST, RULES, SCENE, TEXT, plan, with_shot

LOOK = {"size": "WS", "angle": "eye level", "move": "hold", "time": "medium"}
FIRST = {"to": 2, "who": [["A", "walk"], ["B", "sleep"]], **LOOK}
SECOND = {"to": 3, "who": [["A", "talk"], ["B", "sit"]], **LOOK, "size": "MS"}
THIRD = {"to": 5, "who": [["B", "run"], ["A", "wave"]], **LOOK, "time": "long"}
BOXES = {
    "A": [[10, 40, 25, 90], [70, 40, 85, 90]],
    "B": [[40, 70, 60, 90]],
    "camera": [[50, 50, 100]],
}
MIRROR = {
    "A": [[72, 41, 86, 91], [12, 41, 26, 91]],
    "B": [[43, 71, 61, 92]],
    "camera": [[50, 50, 100]],
}


def line(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


def shots(*records: dict[str, Any]) -> str:
    return line({"shots": list(records)})


def knowing(folder: Path, **said: str) -> Model:
    """A real model that answers these questions with these lines: shots, boxes, shots_again,
    boxes_again.
    """
    cues = {
        "shots": "\nShots:",
        "boxes": "\nBoxes:",
        "shots_again": "Corrected Shots:",
        "boxes_again": "Corrected Boxes:",
    }
    answers = [(cues[name], text) for name, text in said.items()]
    return Model(str(gguf_models.knowing(folder / "knowing.gguf", answers)), 4096, threads=1)


def test_a_model_that_answers_well_is_followed(tmp_path: Path) -> None:
    model = knowing(tmp_path, shots=shots(FIRST, SECOND, THIRD), boxes=line(BOXES))
    request = plan()
    events, _, facts = run(model, request)
    valid(events[-1], request)
    one, two, three = events[-1].scene.shots
    assert [shot.id for shot in (one, two, three)] == [
        "r1",
        "r2",
        "r3",
    ]  # ids of the same stretches stay
    assert (one.size, two.size, two.subjects) == ("WS", "MS", ("anna", "rex"))
    assert {name: act.action for name, act in three.acting.items()} == {
        "rex": "run",
        "anna": "wave",
    }
    assert two.dialogue == RULES[1].dialogue
    assert three.join == "dissolve"
    assert one.made_by["layout"] == "director"
    # Anna has gone past the dog: the same boxes again would cross the line, and are turned round
    assert two.made_by["layout"] == "repair"
    assert continuity.crossed(one, two) is None
    assert one.layout.boxes["anna"][0] == Box(0.1, 0.4, 0.25, 0.9)
    # the same boxes do not let the dog leave: there the rules' layout is better
    assert three.made_by["layout"] == "rules"
    assert three.layout.boxes == {id: RULES[2].layout.boxes[id] for id in ("rex", "anna")}
    assert facts["made_by_director"] > 20
    assert facts["shots"] == 3


def test_a_wrong_answer_is_asked_again_with_the_checkers_words(tmp_path: Path) -> None:
    wrong = {**FIRST, "who": [["A", "walk"]]}  # the text of the third shot names both
    model = knowing(
        tmp_path,
        shots=shots({"to": 5, **{k: v for k, v in wrong.items() if k != "to"}}),
        shots_again=shots({**THIRD, "to": 5, "size": "FS"}),
        boxes=line(MIRROR),
        boxes_again=line({**BOXES, "A": [[40, 60, 60, 90], [120, 60, 140, 90]]}),
    )
    request = plan(only="r3", scene=replace(SCENE, shots=RULES))
    events, _, facts = run(model, request)
    shot = events[-1].scene.shots[2]
    assert facts["asked_again"] == 2
    assert (shot.size, set(shot.subjects)) == ("FS", {"rex", "anna"})
    assert shot.made_by["subjects"] == shot.made_by["size"] == "director"


def test_it_is_asked_again_at_most_twice_and_then_the_rules_keep_their_field(
    tmp_path: Path,
) -> None:
    wrong = shots({**FIRST, "to": 5, "who": []})
    model = knowing(tmp_path, shots=wrong, shots_again=wrong.replace("WS", "FS"), boxes=line(BOXES))
    events, _, facts = run(model, plan(only="r3"))
    shot = events[-1].scene.shots[2]
    assert shot.subjects == RULES[2].subjects
    assert shot.made_by["subjects"] == "rules"
    assert facts["questions"] - facts["asked_again"] == 2
    assert facts["asked_again"] <= 4


def test_where_the_rules_are_no_better_the_choice_is_repaired(tmp_path: Path) -> None:
    scene = with_shot(2, subjects=())
    wrong = shots({**FIRST, "to": 5, "who": []})
    model = knowing(tmp_path, shots=wrong, shots_again=wrong.replace("WS", "FS"), boxes=line(BOXES))
    events, _, _ = run(model, plan(scene=scene, only="r3"))
    shot = events[-1].scene.shots[2]
    assert set(shot.subjects) == {"anna", "rex"}
    assert shot.made_by["subjects"] == "repair"


def test_a_word_of_the_text_becomes_a_new_subject_everywhere_the_same(tmp_path: Path) -> None:
    text = TEXT.replace("The dog sleeps.", "An owl hoots.").replace("Anna waves.", "The owl nods.")
    first = {**FIRST, "who": [["A", "walk"], ["owl", "fly", 2]]}
    third = {**THIRD, "who": [["B", "run"], ["owl", "stand", 1]]}
    said = shots(first, {**SECOND, "who": [["A", "talk"]]}, third)
    model = knowing(tmp_path, shots=said, boxes=line(BOXES))
    request = plan(text=text, scene=replace(SCENE, shots=(), stretch=Stretch(0, len(text))))
    events, _, _ = run(model, request)
    valid(events[-1], request)
    assert [one.id for one in events[-1].cast] == ["anna", "rex", "owl-1", "owl-2"]
    assert [one.made_by for one in events[-1].cast] == ["rules", "rules", "director", "director"]
    assert events[-1].scene.shots[0].subjects == ("anna", "owl-1", "owl-2")
    assert events[-1].scene.shots[2].subjects == ("rex", "owl-1")


def test_shots_arrive_one_by_one_and_the_scene_is_whole_at_every_time(tmp_path: Path) -> None:
    model = knowing(tmp_path, shots=shots(FIRST, SECOND, THIRD), boxes=line(BOXES))
    request = plan()
    events, reports, _ = run(model, request)
    assert [event.final for event in events] == [False] * (len(events) - 1) + [True]
    for event in events:
        valid(event, request)
    sizes = [tuple(shot.size for shot in event.scene.shots) for event in events]
    assert sizes[0] == ("WS", "MCU", "WS")  # the first is planned, the others are still the rules'
    assert sizes[1] == ("WS", "MS", "WS")
    assert all(0 <= one.done <= one.of and one.unit == "shot" for one in reports)
    assert len(reports) > 50  # at every token


def test_locked_shots_and_fields_stay(tiny: Model) -> None:
    scene = with_shot(1, locked=frozenset({"*"}), notes="mine")
    events, _, _ = run(tiny, plan(scene=scene, temperature=1.0))
    assert scene.shots[1] in events[-1].scene.shots
    valid(events[-1], plan(scene=scene))
    fields = frozenset({"layout", "size", "subjects", "length"})
    kept = replace(RULES[2], locked=fields, made_by={"layout": "user"})
    for seed in range(5):
        scene = with_shot(2, locked=fields, made_by={"layout": "user"})
        events, _, _ = run(tiny, plan(scene=scene, temperature=1.0, seed=seed))
        shot = next(one for one in events[-1].scene.shots if one.id == "r3")
        for name in fields:
            assert getattr(shot, name) == getattr(kept, name)
        assert shot.made_by["layout"] == "user"
        assert shot.stretch == kept.stretch
        valid(events[-1], plan(scene=scene))


def test_a_shot_without_words_in_the_script_stays_where_it_is(tiny: Model) -> None:
    insert = Shot("mine", action="A clock.", subjects=("rex",), layout=RULES[0].layout)
    insert = replace(
        insert, layout=replace(insert.layout, boxes={"rex": RULES[0].layout.boxes["rex"]})
    )
    scene = replace(SCENE, shots=(RULES[0], insert, *RULES[1:]))
    for seed in range(4):
        events, _, _ = run(tiny, plan(scene=scene, temperature=1.0, seed=seed))
        ids = [shot.id for shot in events[-1].scene.shots]
        assert insert in events[-1].scene.shots
        assert ids.index("mine") > 0


@pytest.mark.parametrize("id", ["r1", "r2", "r3"])
def test_one_shot_is_planned_and_the_others_are_not_touched(tiny: Model, id: str) -> None:
    request = plan(only=id, temperature=1.0, seed=3)
    events, _, _ = run(tiny, request)
    for event in events:
        assert [shot.id for shot in event.scene.shots] == ["r1", "r2", "r3"]
        for before, after in zip(RULES, event.scene.shots, strict=True):
            assert (before == after) == (before.id != id)
            assert (before.stretch, before.dialogue) == (after.stretch, after.dialogue)


def test_a_shot_that_is_not_there_is_a_sentence(tiny: Model) -> None:
    with pytest.raises(EngineError, match="no shot 'r9' to plan"):
        run(tiny, plan(only="r9"))


def test_a_scene_without_words_comes_back_as_it_is(tiny: Model) -> None:
    for text in ("", "INT. KITCHEN - DAY\n", "\n\n\n"):
        events, _, facts = run(
            tiny, plan(text=text, scene=Scene("s1", stretch=Stretch(0, len(text))))
        )
        assert [event.final for event in events] == [True]
        assert events[0].scene.shots == ()
        assert facts["questions"] == 0


def test_cancelled_at_any_token_it_stops_and_plans_again(tiny: Model) -> None:
    request = plan(temperature=1.0)
    whole, reports, _ = run(tiny, request)
    for stop in range(1, len(reports), max(len(reports) // 8, 1)):
        with pytest.raises(CancelJob):
            run(tiny, request, stop_at=stop)
    again, _, _ = run(tiny, request)
    assert again[-1] == whole[-1]


def test_the_same_seed_gives_the_same_plan_and_another_seed_another(tiny: Model) -> None:
    plans = [run(tiny, plan(temperature=1.0, seed=seed))[0][-1].scene for seed in (1, 1, 2)]
    assert plans[0] == plans[1]
    assert plans[0] != plans[2]


def test_zero_weights_give_one_plan_for_a_seed(tmp_path: Path) -> None:
    path = gguf_models.build(tmp_path / "zero.gguf", zero=True, template=gguf_models.LAST_WORDS)
    model = Model(str(path), 4096, threads=1)
    request = plan(temperature=0.0)
    first, second = (run(model, replace(request, seed=seed))[0][-1] for seed in (9, 9))
    assert first == second
    valid(first, request)
    model.unload()


def test_a_context_that_is_too_small_is_a_sentence(tmp_path: Path) -> None:
    path = gguf_models.build(tmp_path / "small.gguf", context=512)
    model = Model(str(path), 512, threads=1)
    with pytest.raises(EngineError, match="choose a larger context in the preferences"):
        run(model, plan())
    model.unload()


def test_the_cast_that_comes_in_is_the_cast_that_goes_out(tiny: Model) -> None:
    events, _, _ = run(tiny, plan(temperature=1.0))
    assert events[-1].cast[: len(CAST)] == CAST
