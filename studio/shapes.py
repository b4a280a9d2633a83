"""Shapes: what the pictures of a shot hang on, and which shots another board sees otherwise."""

from __future__ import annotations

from typing import Any

from storyboard import bridging, link
from storyboard.board import Board, Scene, Shot
from studio import wishes


class Shapes:
    """A board's shots by id; which of them another board sees otherwise."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.row = [(scene, shot) for scene in board.scenes for shot in scene.shots]
        self.places = {shot.id: at for at, (_, shot) in enumerate(self.row)}

    def shot(self, id: str) -> Shot:
        return self.row[self.places[id]][1]

    def shape(self, id: str) -> Any:
        """All that shapes the pictures of a shot: equal shapes, equal pictures."""
        return wishes.shape(self.board, self.row, self.places[id])

    def run(self, id: str) -> list[Shot]:
        """The shots without a cut between them that this one belongs to."""
        first = last = self.places[id]
        while first and self.row[first - 1][1].join == "continuous":
            first -= 1
        while last + 1 < len(self.row) and self.row[last][1].join == "continuous":
            last += 1
        return [shot for _, shot in self.row[first : last + 1]]

    def others(self, old: Shapes) -> set[str]:
        """Shots that are not as they were, with those that hang together with them."""
        found = set(old.places.keys() - self.places.keys())
        if _around(self.board) != _around(old.board):
            return found | self.places.keys()
        before = {shot.id: (scene, shot) for scene, shot in old.row}
        for scene, shot in self.row:
            was = before.get(shot.id)
            if was is None or not link.only_moved(was[1], shot) or _place(was[0]) != _place(scene):
                found.update(other.id for other in self.run(shot.id))
                if was is not None and was[1].join != shot.join:
                    found.update(other.id for other in old.run(shot.id))
        for id in tuple(found & self.places.keys()):  # bridges are made from their neighbours
            for at in (self.places[id] - 1, self.places[id] + 1):
                if 0 <= at < len(self.row) and bridging.ends(self.board.shots, at):
                    found.add(self.row[at][1].id)
        return found


def _around(board: Board) -> tuple[Any, ...]:
    return board.cast, board.places, board.rate, board.aspect, board.seed, board.loras


def _place(scene: Scene) -> tuple[str, str, str]:
    return scene.place, scene.daytime, scene.weather
