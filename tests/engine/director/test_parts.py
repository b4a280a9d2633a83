from dataclasses import replace

import pytest

from engine.api import EngineError
from engine.director import numbered
from engine.director.parts import Part, parts
from storyboard.board import Shot
from tests.engine.director.scenes import CAST, RULES, SCENE, TEXT, plan, with_shot


def found(**changes: object) -> list[str]:
    """The parts in short: sentence numbers of what is planned, names of what stays."""
    request = plan(**changes)
    sentences = numbered.sentences(TEXT, request.scene, CAST)
    short = []
    for part in parts(request, sentences):
        if isinstance(part, Part):
            numbers = "".join(
                str(sentences.index(one) + 1) for one in part.sentences if one in sentences
            )
            short.append((part.shot.id + ":" if part.shot else "") + numbers)
        else:
            short.append(part.id)
    return short


def test_a_scene_without_locks_is_one_part() -> None:
    assert found() == ["12345"]
    assert found(scene=replace(SCENE, shots=())) == ["12345"]


def test_a_locked_shot_stays_and_parts_the_rest() -> None:
    assert found(scene=with_shot(1, locked=frozenset({"*"}))) == ["12", "r2", "45"]
    assert found(scene=with_shot(0, locked=frozenset({"*"}))) == ["r1", "345"]


def test_a_shot_with_locked_fields_is_planned_by_itself() -> None:
    assert found(scene=with_shot(2, locked=frozenset({"size"}))) == ["123", "r3:45"]


def test_one_shot_alone() -> None:
    assert found(only="r2") == ["r1", "r2:3", "r3"]
    with pytest.raises(EngineError, match="no shot 'r7'"):
        found(only="r7")


def test_a_locked_shot_is_not_planned_even_alone() -> None:
    assert found(scene=with_shot(1, locked=frozenset({"*"})), only="r2") == ["r1", "r2", "r3"]


def test_shots_without_words_keep_their_place() -> None:
    insert = Shot("mine", action="A clock ticks.")
    for at, expected in enumerate((["mine", "12345"], ["12345", "mine"])):
        shots = (insert, *RULES) if at == 0 else (*RULES, insert)
        assert found(scene=replace(SCENE, shots=shots)) == expected
    locked = replace(RULES[1], locked=frozenset({"*"}))
    scene = replace(SCENE, shots=(RULES[0], locked, insert, RULES[2]))
    assert found(scene=scene) == ["12", "r2", "mine", "45"]
    assert found(scene=scene, only="mine") == ["r1", "r2", "mine:", "r3"]


def test_the_second_half_of_a_speech_stays_with_its_locked_first_half() -> None:
    first = replace(RULES[1], locked=frozenset({"*"}))
    second = replace(RULES[1], id="r2b")
    assert found(scene=replace(SCENE, shots=(RULES[0], first, second, RULES[2]))) == [
        "12",
        "r2",
        "r2b",
        "45",
    ]
