"""Lessons are true of their boxes, fit the forms that a model is held to, and keep the exam's words
to themselves.
"""

from __future__ import annotations

import itertools
import json
import random
import re

import pytest

from engine.director import predicates, prompts
from engine.director.exam import questions
from engine.director.exam.wordings import UNSEEN
from engine.director.grammar import mismatch
from engine.director.lessons import blocking, halves, pairs, stations, wordings, words
from engine.director.lessons.blocking import Blocking, Deed, Figures
from engine.director.lessons.stories import Teller
from engine.director.moments import read
from storyboard.board import Subject

HALVES = ("first half", "second half")
TWO = Figures({"a": "person", "b": "thing"})


def paths(deed: Deed, figures: Figures = TWO) -> dict[str, predicates.Path]:
    keys = Blocking("WS", figures, [deed]).play()
    letters = {id.upper(): Subject(id, id) for id in keys}
    answer = {id.upper(): row for id, row in keys.items()}
    layout, _ = read({**answer, "camera": [[50, 50, 100]]}, letters)
    return dict(layout.boxes)


@pytest.mark.parametrize("way", ["left", "right"])
@pytest.mark.parametrize("kind", ["cross", "to", "through"])
def test_who_goes_somewhere_moves_that_way(kind: str, way: str) -> None:
    assert predicates.moves(paths(Deed(kind, ("a",), way))["a"], way)


@pytest.mark.parametrize("way", ["up", "down"])
def test_who_rises_or_sinks_moves_so(way: str) -> None:
    assert predicates.moves(paths(Deed("rise", ("a",), way))["a"], way)


@pytest.mark.parametrize("side", ["left", "right"])
def test_who_enters_comes_from_outside_and_who_leaves_goes_there(side: str) -> None:
    assert predicates.enters(paths(Deed("enter", ("a",), side))["a"], side)
    assert predicates.leaves(paths(Deed("leave", ("a",), side))["a"], side)


def test_halves_are_seen_in_their_half_only() -> None:
    assert predicates.in_half(paths(Deed("first half", ("a",)))["a"], first=True)
    assert predicates.in_half(paths(Deed("second half", ("a",)))["a"], first=False)


@pytest.mark.parametrize(
    "way", ["left", "right", "above", "below", "on", "behind", "front", "beside"]
)
def test_relations_hold_at_every_moment(way: str) -> None:
    found = paths(Deed("beside", ("a",), way, other="b"))
    assert all(
        one and two and predicates.related(way, one, two)
        for one, two in zip(found["a"], found["b"], strict=True)
    )


def test_told_sizes_outdo_what_the_nouns_say() -> None:
    found = paths(Deed("bigger", ("b",), other="a"))
    assert found["b"][0].area > found["a"][0].area  # type: ignore[union-attr]
    same = paths(Deed("same size", ("b",), other="a"))
    assert same["b"][0].area == pytest.approx(same["a"][0].area, rel=0.1)  # type: ignore[union-attr]


def test_every_deed_of_the_wordings_has_a_rule() -> None:
    told = {kind.split()[0] for kind in wordings.TOLD} - {"still", "look", "together", "same"}
    assert {name for name in told if name not in ("first", "second")} <= set(blocking.RULES)


def test_answers_follow_the_forms_that_a_model_is_held_to() -> None:
    for pair in itertools.islice(pairs.endless(11), 400):
        answer = json.loads(pair.answer)
        if pair.question.endswith("Shots:"):
            last = answer["shots"][-1]["to"]
            entries = [entry for shot in answer["shots"] for entry in shot["who"]]
            letters = {entry[0] for entry in entries if len(entry) == 2}
            new = {entry[0] for entry in entries if len(entry) == 3}
            form = prompts.scene_form(tuple(letters), tuple(new), last)
            text = pair.question.casefold()
            assert all(word in text for word in new)
        else:
            form = prompts.layout_form([name for name in answer if name != "camera"])
        assert mismatch(form, answer) == ""


def test_one_seed_always_tells_the_same() -> None:
    one, two = pairs.endless(3), pairs.endless(3)
    assert [next(one) for _ in range(40)] == [next(two) for _ in range(40)]


def test_no_lesson_uses_a_word_or_a_wording_of_the_exam() -> None:
    kept = {one.word for one in words.nouns(True)} | {name for name, _ in words.names(True)}
    told = {one.word for one in words.nouns()} | {name for name, _ in words.names()}
    assert len(kept) > 100
    assert kept.isdisjoint(told)
    lessons = {text for row in wordings.TOLD.values() for text in row}
    dice = random.Random(4)
    lessons |= {halves.wording(kind, dice) for kind in HALVES for _ in range(4000)}
    lessons |= {stations.wording(number, dice) for number in (2, 3) for _ in range(4000)}
    assert len(lessons) > 10_000
    assert lessons.isdisjoint(text for row in UNSEEN.values() for text in row)


@pytest.mark.parametrize("kind", HALVES)
def test_a_half_is_told_so_that_every_slot_is_filled_and_its_boxes_say_it(kind: str) -> None:
    teller = Teller(random.Random(6))
    for _ in range(200):
        one = teller.person()
        told = " ".join(teller.tell(kind, [one], choices=(halves.wording(kind, teller.dice),)))
        assert not re.search(r"[{}<>]", told)
    boxes = Blocking("WS", Figures({"a": "person"}), [Deed(kind, ("a",))]).play()["a"]
    assert [box is not None for box in boxes] == [kind == "first half", kind == "second half"]


@pytest.mark.parametrize("number", [2, 3])
def test_stations_name_each_place_once_and_in_their_order(number: int) -> None:
    dice = random.Random(8)
    spots = ("top left", "bottom", "right")[:number]
    for _ in range(200):
        teller = Teller(dice)
        wording = stations.wording(number, dice)
        told = " ".join(teller.tell("sequence", [teller.person()], spots=spots, choices=(wording,)))
        assert not re.search(r"[{}<>]", told)
        slots = [int(slot) for slot in re.findall(r"\{[pP](\d)\}", wording)]
        assert slots == list(range(1, number + 1))


def test_who_reaches_a_place_goes_there_from_where_the_shot_before_left_them() -> None:
    before = {"a": (10, 50, 20, 90)}
    deed = Deed("reach", ("a",), spots=("top right",))
    first, last = Blocking("WS", Figures({"a": "person"}, before=before), [deed]).play()["a"]
    assert first == before["a"]
    assert last is not None
    assert last[0] > 70
    assert last[1] < 20


def test_a_correction_shows_a_wrong_answer_what_is_wrong_and_asks_for_the_right_one() -> None:
    told = itertools.islice(pairs.endless(12), 1500)
    found = [one for one in told if "This is wrong:" in one.question]
    assert len(found) > 30
    for one in found:
        asked, said = one.question.split("\nThis is wrong:\n")
        wrong = asked.splitlines()[-1]
        *faults, again, cue = said.splitlines()
        assert json.loads(wrong).keys() == json.loads(one.answer).keys()
        assert json.loads(wrong) != json.loads(one.answer)
        assert faults
        assert all(word.startswith("- ") for word in faults)
        assert (again, cue) == ("Answer again, whole.", "Corrected Boxes:")


def test_made_up_words_are_words_and_hardly_repeat() -> None:
    dice = random.Random(2)
    found = [words.made_up(dice) for _ in range(500)]
    assert all(word.isalpha() and word.islower() and 3 <= len(word) <= 14 for word in found)
    assert len(set(found)) > 480


def test_tasks_of_the_exam_are_the_same_every_time_and_name_whom_they_ask_about() -> None:
    for skill in (*questions.SKILLS, "relations", "direction", "coref"):
        row = questions.tasks(skill, 12)
        assert row == questions.tasks(skill, 12)
        for task in row:
            assert all(want.nouns[0].casefold()[:3] in task.text.casefold() for want in task.wants)
    assert not any(task.seen for task in questions.tasks("direction", 40))


@pytest.mark.parametrize(("size", "kept"), [("WS", True), ("MS", False)])
def test_who_stays_keeps_the_side_and_takes_the_size_of_the_new_shot(size: str, kept: bool) -> None:
    usual = Blocking("WS", Figures({"a": "person", "b": "person"})).play()["b"][0]
    assert usual is not None
    figures = Figures({"b": "person"}, before={"b": usual})
    (box,) = Blocking(size, figures).play()["b"]
    assert box is not None
    assert (box == usual) == kept
    assert abs(box[0] + box[2] - usual[0] - usual[2]) <= 2 * blocking.GRID
