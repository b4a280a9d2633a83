"""Pasting: copies stand where they were asked for, and strangers stay out."""

from __future__ import annotations

from dataclasses import replace

import pytest

import assets
from storyboard.edits import copies
from studio import plan


def _board():
    return plan.by_rules(assets.path("scripts/short.fountain").read_text("utf-8"))


def test_pasted_shots_are_copies_with_ids_of_their_own():
    board = _board()
    scene, two = board.scenes[0], board.shots[:2]
    pasted = copies.paste_shots(board, two, scene.id, two[0].id)
    row = pasted.scenes[0].shots
    assert [shot.action for shot in row[:2]] == [shot.action for shot in two]
    assert row[2:] == scene.shots
    assert len({shot.id for shot in pasted.shots}) == len(board.shots) + 2
    assert all(not shot.takes and not shot.label for shot in row[:2])


def test_pasting_at_the_end_of_a_scene_and_before_nothing_known():
    board = _board()
    scene = board.scenes[-1]
    pasted = copies.paste_shots(board, board.shots[:1], scene.id)
    assert pasted.scenes[-1].shots[-1].action == board.shots[0].action
    with pytest.raises(KeyError, match="no shot 'sh999'"):
        copies.paste_shots(board, board.shots[:1], scene.id, "sh999")


def test_who_is_not_in_the_cast_stays_out():
    board = _board()
    shot = next(shot for shot in board.shots if shot.layout.boxes)
    gone = next(iter(shot.layout.boxes))
    other = replace(board, cast=tuple(s for s in board.cast if s.id != gone))
    pasted = copies.paste_shots(other, [shot], other.scenes[0].id)
    new = pasted.scenes[0].shots[-1]
    assert gone not in new.layout.boxes
    assert gone not in new.subjects
