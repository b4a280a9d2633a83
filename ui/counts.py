"""In how many shots everybody and every place is, and when."""

from __future__ import annotations

from collections import Counter

from storyboard.board import Board, Place, Scene
from ui import portraits
from ui.entries import Entry


class Counts:
    """In how many shots everybody and every place is; scenes that stay are not counted again."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Scene, Counter[str]]] = {}
        self._row: tuple[Scene, ...] = ()
        self._sum: Counter[str] = Counter()

    def of(self, scenes: tuple[Scene, ...]) -> Counter[str]:
        """Shots by id of subject or place."""
        if scenes is self._row:
            return self._sum
        known, self._known = self._known, {}
        self._row, self._sum = scenes, Counter()
        for scene in scenes:
            kept = known.get(scene.id)
            found = kept[1] if kept and kept[0] is scene else _count(scene)
            self._known[scene.id] = scene, found
            self._sum.update(found)
        return self._sum


def _count(scene: Scene) -> Counter[str]:
    found = Counter({scene.place: len(scene.shots)})
    for shot in scene.shots:
        found.update({*shot.subjects, *shot.layout.boxes})
    return found


def many(shots: int) -> str:
    """So many shots."""
    return f"{shots} shots" if shots != 1 else "1 shot"


def place_row(board: Board, place: Place, counts: Counter[str]) -> Entry:
    """A place as a row of a list."""
    return Entry(
        place.id,
        place.name,
        when(board, place),
        many(counts[place.id]),
        portraits.of_place(place, board),
        words=" ".join((place.name, place.look, place.backdrop, *place.aliases)),
    )


def when(board: Board, place: Place) -> str:
    """At which hours and in which weather its scenes are."""
    told: dict[str, None] = {}
    for scene in board.scenes:
        if scene.place == place.id:
            sky = f", {scene.weather}" if scene.weather != "clear" else ""
            told[f"{scene.daytime}{sky}"] = None
    said = "; ".join(told) or place.look or "No scene yet"
    return said[:1].upper() + said[1:]
