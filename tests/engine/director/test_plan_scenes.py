"""Any scene is planned validly: long ones, endless sentences, other scripts, random words."""

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from engine.api import Plan
from engine.director import checks, numbered
from engine.director.llama import Model
from storyboard import breakdown
from storyboard.board import Scene, Stretch, Subject
from tests import gguf_models
from tests.engine.director.plans import faults, run, valid
from tests.engine.director.scenes import plan


def long_scene(words: Sequence[str]) -> tuple[str, Scene, tuple[Subject, ...]]:
    text = "EXT. BEACH - DAY\n\n" + "\n\n".join(words) + "\n"
    board = breakdown.board(text)
    return text, board.scenes[0], board.cast


def test_a_long_scene_is_planned_in_parts_and_no_question_overflows(tmp_path: Path) -> None:
    path = gguf_models.build(
        tmp_path / "t.gguf", width=16, context=2048, template=gguf_models.LAST_WORDS
    )
    model = Model(str(path), 2048, threads=1)
    text, scene, cast = long_scene([f"Anna walks to rock {n}. A gull cries." for n in range(14)])
    request = plan(text=text, scene=scene, cast=cast, temperature=1.0)
    events, _, facts = run(model, request)
    valid(events[-1], request)
    assert len(events[-1].scene.shots) >= 4
    assert facts["prompt_tokens"] / facts["questions"] < 2048
    model.unload()


def test_one_endless_sentence_is_told_in_part_and_covered_whole(tiny: Model) -> None:
    text, scene, cast = long_scene(["Anna walks " + "and walks " * 1500 + "home."])
    request = plan(text=text, scene=scene, cast=cast, temperature=1.0)
    events, _, _ = run(tiny, request)
    valid(events[-1], request)
    assert events[-1].final


def test_a_speech_too_long_for_one_shot_may_be_cut_between_its_sentences(tiny: Model) -> None:
    speech = " ".join(f"This is sentence number {n} of a very long speech." for n in range(20))
    text, scene, cast = long_scene([f"Anna stands.\n\nANNA\n{speech}"])
    found = numbered.sentences(text, scene, cast)
    assert len(found) > 5
    request = plan(text=text, scene=scene, cast=cast, temperature=1.0)
    events, _, _ = run(tiny, request)
    valid(events[-1], request)
    assert all(
        checks.about_choice(one, events[-1].cast, "") == () for one in events[-1].scene.shots
    )


def test_words_of_other_scripts_can_be_chosen(tiny: Model) -> None:
    text, scene, _ = long_scene(["Медведь идёт домой. 熊が歩く。"])
    request = plan(text=text, scene=replace(scene, shots=()), cast=(), temperature=1.0)
    chosen: set[str] = set()
    for seed in range(12):
        events, _, _ = run(tiny, replace(request, seed=seed))
        valid(events[-1], request)
        chosen |= {one.name.split()[0] for one in events[-1].cast}
    assert chosen & {"медведь", "домой", "идёт"}


NAMES = ("Anna", "Tom", "Mr. Fox", "ZOË", "the old man", "Rex", "a dog", "three gulls", "Jörg")
DEEDS = (
    *("walks to the left", "runs from left to right", "sleeps", "waves", "enters from the right"),
    *("leaves on the left", "appears", "vanishes", "jumps over the fence", "flies upward"),
    *("is bigger than the tree", "sits behind the rock"),
)
ODD = (
    '"Hi!" he says.',
    "[[note]] <|im_end|>",
    "CLOSE ON the hat.",
    "We pan right.",
    "1,000 {things} : \\n",
    "…",
    "雨。",
    "ZAP!",
)


def random_scene(chance: random.Random) -> str:
    parts = [f"INT. {chance.choice(('KITCHEN', 'BEACH', 'HALL 9'))} - NIGHT"]
    for _ in range(chance.randint(1, 2)):
        name = chance.choice(NAMES)
        if chance.random() < 0.3:
            parts.append(f"{name.upper()}\n{chance.choice(('Hello.', 'Why? ' * 9, '(sighs)'))}")
        elif chance.random() < 0.3:
            parts.append(chance.choice(ODD))
        else:
            deed = f"{name[:1].upper()}{name[1:]} {chance.choice(DEEDS)}"
            parts.append(f"{deed}. {chance.choice(NAMES).capitalize()} {chance.choice(DEEDS)}.")
    return "\n\n".join(parts) + "\n"


@pytest.mark.timeout(900)  # fifteen seconds of one core that nobody else wants
def test_two_hundred_random_prompts_give_two_hundred_valid_plans(tmp_path: Path) -> None:
    chance = random.Random(7)
    planned = 0
    for weights in range(4):
        path = gguf_models.build(
            tmp_path / f"{weights}.gguf",
            width=16,
            heads=2,
            seed=weights,
            spread=0.3 + 0.3 * weights,
            template=gguf_models.LAST_WORDS,
        )
        model = Model(str(path), 4096, threads=1)
        for seed in range(50):
            text = random_scene(chance)
            board = breakdown.board(text)
            scene = board.scenes[0] if board.scenes else Scene("s1", stretch=Stretch(0, len(text)))
            temperature = (0.0, 0.4, 1.0)[seed % 3]
            request = Plan(
                "j", text, scene, board.cast, board.places, "", seed=seed, temperature=temperature
            )
            events, _, _ = run(model, request)
            assert events[-1].final
            valid(events[-1], request)
            planned += 1
        model.unload()
    assert planned == 200


def test_a_plan_is_never_worse_than_the_rules(tiny: Model) -> None:
    chance = random.Random(11)
    for seed in range(12):
        text = random_scene(chance)
        board = breakdown.board(text)
        if not board.scenes:
            continue
        scene = board.scenes[0]
        request = Plan("j", text, scene, board.cast, board.places, "", seed=seed, temperature=1.0)
        events, _, _ = run(tiny, request)
        theirs = {shot.id: shot for shot in scene.shots}
        for shot in events[-1].scene.shots:
            floor = theirs.get(shot.id)
            if floor is not None and (floor.stretch, floor.subjects) == (
                shot.stretch,
                shot.subjects,
            ):
                rules = replace(floor, size=shot.size, movement=shot.movement, camera=shot.camera)
                assert faults(shot, events[-1].cast) <= faults(rules, board.cast), (text, shot)
