"""What a shot asks for: the digest tells every edit that the key tells, and lasts on the disk."""

from __future__ import annotations

from dataclasses import replace

import pytest

import assets
from storyboard import codec
from storyboard.board import Board, Box, Camera, Keyframe, Scene, Shot
from storyboard.edits import boxes, cast, joins, scenes, shots
from storyboard.edits.ids import new_id
from studio import plan, wishes

BY = {"family": "papercut", "fingerprint": "f", "steps": 4}
BOARD = plan.by_rules(assets.path("scripts/short.fountain").read_text("utf-8"), "Short")
SHOT = next(shot for shot in BOARD.shots if len(shot.subjects) > 1)
WHO = SHOT.subjects[0]


def row(board: Board) -> list[tuple[Scene, Shot]]:
    return [(scene, shot) for scene in board.scenes for shot in scene.shots]


def digest(board: Board) -> str:
    found = row(board)
    at = next(at for at, (_, shot) in enumerate(found) if shot.id == SHOT.id)
    return wishes.digest(wishes.shape(board, found, at))


def key(board: Board) -> str:
    return wishes.shot_key(board, SHOT.id, **BY)  # type: ignore[arg-type]


EDITS = {
    "length": lambda b: shots.set_length(b, SHOT.id, 31),
    "box": lambda b: boxes.set_box(b, SHOT.id, WHO, 4, Box(0.1, 0.1, 0.3, 0.6)),
    "camera": lambda b: boxes.set_camera(b, SHOT.id, Camera((Box(0.1, 0.1, 0.6, 0.6),))),
    "acting": lambda b: boxes.set_acting(b, SHOT.id, WHO, action="wave"),
    "puppet": lambda b: cast.set_subject(b, WHO, puppet="robot"),
    "colour": lambda b: cast.set_subject(b, WHO, attributes={"colour": "red"}),
    "sheet": lambda b: cast.set_subject(b, WHO, sheet="ab" * 32),
    "daytime": lambda b: scenes.set_scene(b, b.scene_of(SHOT.id).id, daytime="night"),
    "plate": lambda b: cast.set_place(b, b.scene_of(SHOT.id).place, plate="cd" * 32),
    "pin": lambda b: shots.set_keyframe(b, SHOT.id, Keyframe(4, "ef" * 32)),
    "variation": lambda b: shots.vary(b, [SHOT.id]),
    "seed": lambda b: scenes.set_board(b, seed=7),
    "before": lambda b: joins.set_join(shots.insert_shot(b, b.scene_of(SHOT.id).id, SHOT.id),
                                       new_id(b, "sh"), "continuous"),
}  # fmt: skip


@pytest.mark.parametrize("name", EDITS)
def test_what_changes_the_key_changes_the_digest(name: str) -> None:
    edited = EDITS[name](BOARD)
    assert key(edited) != key(BOARD)
    assert digest(edited) != digest(BOARD)


def test_what_shapes_no_picture_changes_neither() -> None:
    edited = shots.set_shot(BOARD, SHOT.id, notes="Golden hour", lens=85, action="Other words")
    edited = cast.set_subject(edited, WHO, look="Tall", aliases=("Somebody",))
    assert (key(edited), digest(edited)) == (key(BOARD), digest(BOARD))


def test_a_digest_is_the_same_after_the_board_was_written_and_read() -> None:
    moved = boxes.shift_path(BOARD, SHOT.id, WHO, 1 / 3, 1 / 7)
    assert digest(codec.loads(codec.dumps(moved))) == digest(moved)


def test_who_pins_a_takes_own_picture_asks_for_nothing_new() -> None:
    slate = {**BY, "shot_key": key(BOARD), "pinned": []}
    pinned = shots.set_keyframe(BOARD, SHOT.id, Keyframe(4, "ef" * 32))
    assert wishes.answers(pinned, SHOT.id, slate, {2: "ef" * 32})
    assert not wishes.answers(pinned, SHOT.id, slate, {2: "aa" * 32})
    assert not wishes.answers(replace(pinned, seed=3), SHOT.id, slate, {2: "ef" * 32})
