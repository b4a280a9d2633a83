"""Bridges: who walks from one shot into the next, how places slide, where the camera goes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine import keys
from storyboard import bridging, staging
from storyboard.board import Board, Box, Camera, Layout, Place, Scene, Shot, Stretch, Subject
from storyboard.cue import FrameCue
from storyboard.layout import still

LEFT, RIGHT = Box(0.1, 0.4, 0.3, 0.9), Box(0.6, 0.3, 0.9, 0.95)


def board(place: str = "p2", daytime: str = "night") -> Board:
    """Ann with Bo in one place; a bridge of a second; Ann alone in another."""
    first = Shot("a", layout=Layout({"ann": still(LEFT), "bo": still(RIGHT)}), join="bridge")
    bridge = Shot("x", length=24)
    close = Camera((Box(0.3, 0.3, 0.9, 0.9),))
    last = Shot("b", layout=Layout({"ann": still(RIGHT)}), camera=close)
    places = (Place("p1", "Kitchen", backdrop="kitchen"), Place("p2", "Beach", backdrop="beach"))
    cast = (Subject("ann", "Ann", "girl", puppet="girl"), Subject("bo", "Bo", "dog", puppet="dog"))
    scenes = (
        Scene("c1", place="p1", shots=(first, bridge)),
        Scene("c2", place=place, daytime=daytime, shots=(last,)),  # type: ignore[arg-type]
    )
    return Board(cast=cast, places=places, scenes=scenes)


def cues(film: Board) -> tuple[FrameCue, ...]:
    return staging.cues(film, "x", range(0, 24, 2))


def box(cue: FrameCue, who: str) -> Box:
    return next(one.box for one in cue.subjects if one.id == who)


def test_a_shot_without_layout_after_the_join_is_the_bridge() -> None:
    film = board()
    pair = bridging.between(film, "x")
    assert pair is not None
    assert [shot.id for shot in pair] == ["a", "b"]
    assert bridging.between(film, "a") is None
    assert bridging.between(film, "b") is None


def test_a_shot_of_the_script_is_no_bridge() -> None:
    before, bridge, after = board().shots
    assert bridging.is_bridge(before, bridge, after)
    assert not bridging.is_bridge(before, replace(bridge, stretch=Stretch(0, 3)), after)
    assert not bridging.is_bridge(replace(before, join="cut"), bridge, after)
    assert not bridging.is_bridge(before, bridge, None)


def test_of_two_bridges_in_a_row_the_second_is_a_shot() -> None:
    before, bridge, after = board().shots
    row = (before, replace(bridge, join="bridge"), replace(bridge, id="y"), after)
    assert bridging.ends(row, 1)
    assert bridging.ends(row, 2) is None


def test_who_is_in_both_goes_from_box_to_box_on_foot() -> None:
    film = board()
    row = cues(film)
    screens = [box(cue, "ann").centre[0] for cue in row]
    assert screens == sorted(screens)
    assert screens[0] == pytest.approx(0.2, abs=0.05)
    assert screens[-1] == pytest.approx(0.75, abs=0.05)  # as the close camera shows her
    moved = [next(one for one in cue.subjects if one.id == "ann") for cue in row]
    assert {one.action for one in moved} == {"walk"}
    assert len({one.phase for one in moved}) > 6


def test_two_places_slide_side_by_side_and_take_their_own_along() -> None:
    for cue in cues(board()):
        (left, x), (right, y) = cue.flats
        assert (left.backdrop, right.backdrop) == ("kitchen", "beach")
        assert y - x == pytest.approx(1)  # edge to edge
        assert box(cue, "bo").x0 == pytest.approx(RIGHT.x0 + x)
        assert not left.subjects
        assert cue.backdrop == ("kitchen" if y > 0.5 else "beach")


def test_in_one_place_the_camera_travels_and_who_is_not_wanted_leaves() -> None:
    row = cues(board("p1", "day"))
    assert not any(cue.flats for cue in row)
    widths = [cue.camera.width for cue in row]
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] == pytest.approx(0.6, abs=0.02)
    assert box(row[0], "bo").x0 < 0.7
    assert box(row[-1], "bo").x0 > row[-1].camera.x1 - 0.1


def test_the_keys_of_other_cues_are_as_they_were() -> None:
    cue = staging.cue(board(), "a", 0)
    assert "flats" not in keys._plain(cue)
    assert "flats" in keys._plain(cues(board())[3])
