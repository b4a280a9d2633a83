from dataclasses import replace

import pytest

from engine.director import numbered, shots
from storyboard.board import Line, Scene, Shot, Stretch
from tests.engine.director.scenes import ANNA, CAST, REX, RULES, SCENE, TEXT, with_shot

TOLD = shots.Told(TEXT, SCENE, 24)
LOOK = {"size": "CU", "angle": "low", "move": "push", "time": "medium"}


def read(*records: dict) -> tuple[Shot, ...]:  # type: ignore[type-arg]
    sentences = numbered.sentences(TEXT, SCENE, CAST)
    return shots.read(records, sentences, {"A": ANNA, "B": REX}, CAST, TOLD)[0]


def test_a_record_becomes_a_shot_of_its_sentences() -> None:
    one, two = read({"to": 3, "who": [["B", "sit"]], **LOOK}, {"to": 5, "who": [], **LOOK})
    assert one.action == "Anna walks from left to right. The dog sleeps."
    assert one.dialogue == (Line("anna", "Hello, Rex.", "softly"),)
    assert (one.subjects, one.acting["rex"].action) == (("rex",), "sit")
    assert (one.size, one.angle, one.movement) == ("CU", "low", "push")
    assert one.stretch is not None
    assert one.stretch.text == TEXT[one.stretch.start : one.stretch.end]
    assert one.stretch.text.endswith("Hello, Rex.")
    assert two.action == "Rex leaves on the right. Anna waves."
    assert set(one.made_by.values()) == {"director"}


def test_a_shot_of_the_same_stretch_keeps_the_id_and_what_hangs_on_it() -> None:
    scene = with_shot(0, notes="mine", takes=("t1",), circled="t1", lens=50)
    told = replace(TOLD, scene=scene)
    sentences = numbered.sentences(TEXT, scene, CAST)
    record = {"to": 2, "who": [], **LOOK}
    made, _ = shots.read([record], sentences, {}, CAST, told)
    assert (made[0].id, made[0].notes, made[0].takes, made[0].lens) == ("r1", "mine", ("t1",), 50)


@pytest.mark.parametrize(("word", "expected"), [("short", 134), ("medium", 168), ("long", 252)])
def test_words_for_time_stretch_the_words_own_length(word: str, expected: int) -> None:
    action = " ".join(["word"] * 32)  # 32 words of 200 ms and half a second: 6.9 s
    assert abs(shots.length(action, (), word, 24) - expected) <= 3


def test_a_short_shot_still_lasts_as_long_as_its_dialogue() -> None:
    line = Line("anna", " ".join(["word"] * 20))  # 20 words of 300 ms and a second: 7 s
    assert shots.length("", (line,), "short", 24) == 168
    assert shots.length("Anna.", (), "short", 24) == 48


def test_ids_occur_once_and_only_the_first_keeps_the_takes() -> None:
    one = Shot("r1", takes=("t",), keyframes=())
    first, second, third = shots.unlike([one, one, replace(one, id="r2")], ["r2"])
    assert (first.id, second.id, third.id) == ("r1", "r1-2", "r2-2")
    assert (first.takes, second.takes) == (("t",), ())


def test_likeness_is_the_shared_part_of_two_stretches() -> None:
    def at(start: int, end: int) -> Shot:
        return Shot("x", stretch=Stretch(start, end))

    assert shots.likeness(at(0, 10), at(0, 10)) == 1
    assert shots.likeness(at(0, 10), at(5, 10)) == 0.5
    assert shots.likeness(at(0, 10), at(10, 20)) == 0
    assert shots.likeness(at(0, 10), Shot("y")) == 0
    assert shots.floor_of(at(20, 66), SCENE) is RULES[0]
    assert shots.floor_of(at(0, len(TEXT)), SCENE) is None


def test_locked_fields_come_back_with_their_maker() -> None:
    kept = replace(RULES[0], locked=frozenset({"size", "layout"}), made_by={"size": "user"})
    made = replace(RULES[0], size="ECU", angle="dutch", made_by={"size": "director"})
    back = shots.locked_back(made, kept)
    assert (back.size, back.angle, back.made_by["size"]) == ("WS", "dutch", "user")
    assert shots.locked_back(made, replace(kept, locked=frozenset({"*"}))).angle == "eye level"


def test_words_without_a_rules_shot_are_staged_by_the_rules() -> None:
    shot = replace(RULES[0], id="new", stretch=Stretch(0, 1), action="Anna walks to the right.")
    ground = shots.ground_of(replace(shot, subjects=("anna",)), CAST, TOLD).shot
    assert ground is not None
    path = ground.layout.boxes["anna"]
    assert path[0] is not None
    assert path[-1] is not None
    assert path[0].centre[0] < path[-1].centre[0]


@pytest.mark.parametrize(
    ("text", "cuts"),
    [
        ("Anna sits. The camera pushes in on her.", 1),
        ("Anna sits. We pan left.", 1),
        ("Anna sits. The camera follows Anna as she runs.", 2),
        ("Anna sits. CLOSE ON Rex.", 2),
        ("Anna sits. Rex barks.", 2),
    ],
)
def test_a_sentence_about_nothing_but_the_camera_is_part_of_the_shot_before(
    text: str, cuts: int
) -> None:
    scene = Scene("s", stretch=Stretch(0, len(text), text))
    told = replace(TOLD, text=text, scene=scene)
    sentences = numbered.sentences(text, scene, CAST)
    still = {**LOOK, "move": "hold"}
    records = [
        {"to": 1, "who": [["A", "sit"]], **still},
        {"to": 2, "who": [["A", "stand"]], **LOOK},
    ]
    made, _ = shots.read(records, sentences, {"A": ANNA, "B": REX}, CAST, told)
    assert len(made) == cuts
    assert made[-1].movement == "push"
    assert made[0].acting["anna"].action == "sit"
    assert " ".join(one.action for one in made) == text
