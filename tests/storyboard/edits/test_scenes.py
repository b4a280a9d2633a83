"""Edits of scenes and of the film's own fields."""

from __future__ import annotations

import pytest

from storyboard.edits import scenes
from tests.storyboard.films import film


def ids(board):
    return [scene.id for scene in board.scenes]


def test_scenes_are_inserted_moved_and_deleted():
    board = scenes.insert_scene(film(), "sc2", heading="EXT. STREET - NIGHT", daytime="night")
    assert ids(board) == ["sc1", "sc3", "sc2"]
    assert board.scenes[1].daytime == "night"
    assert ids(scenes.move_scene(board, "sc2", "sc1")) == ["sc2", "sc1", "sc3"]
    assert ids(scenes.move_scene(board, "sc1")) == ["sc3", "sc2", "sc1"]
    assert scenes.move_scene(board, "sc1", "sc1") is board
    assert ids(scenes.delete_scene(board, "sc1")) == ["sc3", "sc2"]


def test_a_scene_is_split_at_a_shot():
    board = scenes.split_scene(film(), "sh2")
    assert [[shot.id for shot in scene.shots] for scene in board.scenes] == [
        ["sh1"],
        ["sh2", "sh3"],
        ["sh4"],
    ]
    assert ids(board) == ["sc1", "sc3", "sc2"]
    assert board.scenes[1].place == "pl1"
    with pytest.raises(ValueError, match="first of its scene"):
        scenes.split_scene(film(), "sh1")


def test_wrong_scenes_places_and_words_are_refused_with_a_sentence():
    with pytest.raises(KeyError, match=r"There is no scene 'sc3'. on this board|no scene 'sc3'"):
        scenes.set_scene(film(), "sc3", heading="")
    with pytest.raises(KeyError, match="There is no place 'pl7'"):
        scenes.set_scene(film(), "sc1", place="pl7")
    with pytest.raises(ValueError, match="'noon' is no daytime of a scene"):
        scenes.set_scene(film(), "sc1", daytime="noon")


def test_the_films_own_fields_are_set_and_checked():
    board = scenes.set_board(film(), title="Stay", seed=7, numbering="12-1")
    assert (board.title, board.seed, board.numbering) == ("Stay", 7, "12-1")
    assert scenes.set_board(board, seed=7) is board
    with pytest.raises(ValueError, match="is no numbering scheme"):
        scenes.set_board(film(), numbering="roman")
    with pytest.raises(ValueError, match="aspect must be more than 0"):
        scenes.set_board(film(), aspect=0)
    with pytest.raises(KeyError, match="no field 'script'"):
        scenes.set_board(film(), script="")
