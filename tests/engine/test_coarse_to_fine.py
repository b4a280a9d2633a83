"""Films made for real, by the toy family: order, edits, undo, inserts."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

from engine import schedule
from storyboard.board import Board, Box, Layout, Scene, Shot, Subject
from tests.engine.toy_film import ToyFilm


def staged(count: int = 12, length: int = 80) -> Board:
    """Twelve shots of 40 s in all: four scenes, three places, a cast of three that walks about."""
    cast = tuple(Subject(id, id, "dog", puppet="dog") for id in ("ann", "bo", "cy"))
    shots = []
    for i in range(count):
        there = [cast[i % 3].id, cast[(i + 1) % 3].id][: 1 + i % 2]
        boxes = {
            id: tuple(Box(x := 0.1 * n + 0.08 * k, 0.5, x + 0.2, 0.9) for k in range(9))
            for n, id in enumerate(there)
        }
        shots.append(Shot(f"s{i}", subjects=tuple(there), layout=Layout(boxes), length=length))
    scenes = tuple(
        Scene(f"c{i}", place=f"p{i // 3 % 3}", shots=tuple(shots[i : i + 3]))
        for i in range(0, count, 3)
    )
    return Board(cast=cast, scenes=scenes, seed=5)


def with_shot(board: Board, shot: Shot) -> Board:
    scenes = tuple(
        replace(scene, shots=tuple(shot if s.id == shot.id else s for s in scene.shots))
        for scene in board.scenes
    )
    return replace(board, scenes=scenes)


def moved(shot: Shot) -> Shot:
    boxes = {id: path[::-1] for id, path in shot.layout.boxes.items()}
    return replace(shot, layout=Layout(boxes))


def test_a_film_has_the_same_pictures_in_whatever_order_it_is_made(tmp_path: Path) -> None:
    board = staged()
    plan = schedule.plan(board)
    usual, fresh = ToyFilm(tmp_path).make(board, plan)
    assert len(fresh) == plan.calls
    assert len(usual) == 12 * 40
    rng = random.Random(3)
    left, order = list(plan.windows), []
    there: set[object] = set()
    while left:
        ready = [span for span in left if there.issuperset(span.needed)]
        order.append(rng.choice(ready))
        left.remove(order[-1])
        there.update(order[-1].made)
    other, _ = ToyFilm(tmp_path).make(board, plan, order=order)
    assert other == usual
    assert len(set(usual.values())) == len(usual)


def test_editing_one_shot_of_twelve_makes_four_windows_of_forty(tmp_path: Path) -> None:
    board, film = staged(), ToyFilm(tmp_path)
    before, fresh = film.make(board, schedule.plan(board))
    assert len(fresh) == 40
    edited = with_shot(board, moved(board.shots[5]))
    stand = film.shot_keys(board)
    kept = {id for id, key in film.shot_keys(edited).items() if stand[id] == key}
    assert kept == {shot.id for shot in board.shots} - {"s5"}
    plan = schedule.plan(edited, kept=kept)
    given = {slot: before[slot] for slot in plan.given}
    after, fresh = film.make(edited, plan, given)
    assert [span.level for span in fresh] == [1, 2, 2, 2]
    assert {span.shots for span in fresh} == {("s5",)}
    assert all(after[slot] == before[slot] for slot in after if slot.shot != "s5")
    assert all(after[slot] != before[slot] for slot in after if slot.shot == "s5")


def test_an_edit_and_its_undo_make_nothing_new(tmp_path: Path) -> None:
    board, film = staged(6), ToyFilm(tmp_path)
    film.make(board, schedule.plan(board))
    film.make(with_shot(board, moved(board.shots[2])), schedule.plan(board))
    _, fresh = film.make(board, schedule.plan(board))
    assert fresh == []


def test_without_kept_an_edit_takes_along_only_what_is_built_on_it(tmp_path: Path) -> None:
    board, film = staged(), ToyFilm(tmp_path)
    plan = schedule.plan(board)
    before, _ = film.make(board, plan)
    for id in ("s5", "s11"):
        edited = with_shot(board, moved(board.shot(id)))
        after, fresh = film.make(edited, schedule.plan(edited))
        touched = {span for span in plan.windows if id in span.shots}
        while more := {s for s in plan.windows if set(plan.needs(s)) & touched} - touched:
            touched |= more
        assert len(fresh) <= len(touched)
        others = {slot for span in set(plan.windows) - touched for slot in span.made}
        assert all(after[slot] == before[slot] for slot in others)
    assert len(touched) == 1 + 9  # the last group: its window of level 1, and its three shots


def test_inserting_a_shot_leaves_far_shots_alone(tmp_path: Path) -> None:
    board = staged(9)
    scene = board.scenes[0]
    new = replace(board.shots[1], id="new")
    shots = (scene.shots[0], new, *scene.shots[1:])
    longer = replace(board, scenes=(replace(scene, shots=shots), *board.scenes[1:]))
    kept = {shot.id for shot in board.shots}
    film = ToyFilm(tmp_path)
    before, _ = film.make(board, schedule.plan(board))
    plan = schedule.plan(longer, kept=kept)
    after, fresh = film.make(longer, plan, {slot: before[slot] for slot in plan.given})
    assert {span.shots for span in fresh} == {("new",)}
    assert len(fresh) == 4
    assert {slot: after[slot] for slot in before} == before
