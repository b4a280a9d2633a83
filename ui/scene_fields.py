"""The scene that the chosen shots are in: its place, time of day and weather."""

from __future__ import annotations

from functools import reduce
from typing import Any, get_args

from PySide6.QtWidgets import QWidget

from storyboard.board import Board, Daytime, Weather
from storyboard.edits import scenes
from ui import forms
from ui.fields import Choice
from ui.film import Film
from ui.labels import Above

NOWHERE = "Nowhere in particular"


class SceneFields(QWidget):
    """Fields of the scenes of the chosen shots; they hold for every shot in them."""

    def __init__(self, film: Film) -> None:
        super().__init__()
        self._film = film
        self.title = forms.label("", 12, 600)
        self.count = forms.label("", 11, 400, "t3")
        self.place = Choice("Place", self._setter("place"))
        self.place.setToolTip("Where the scene is: its background")
        self.daytime = Choice("Time of day", self._setter("daytime"), _words(Daytime))
        self.weather = Choice("Weather", self._setter("weather"), _words(Weather))
        for box in (self.daytime, self.weather):
            box.setToolTip("It lights the whole scene")
        self.setLayout(
            forms.column(
                forms.row(self.title, None, self.count),
                8,
                Above("Place", self.place),
                8,
                forms.columns(Above("Time of day", self.daytime), Above("Weather", self.weather)),
            )
        )

    def show_shots(self, ids: tuple[str, ...]) -> None:
        """The scenes of these shots."""
        film = self._film
        found = {s.id: s for s in map(film.scene_of, ids) if s is not None}
        row, target = list(found.values()), tuple(found)
        labels = [film.labels[id] for id in target]
        self.title.setText(f"Scene {labels[0]}" if len(row) == 1 else f"{len(row)} scenes")
        self.place.set_options(
            [(place.name, place.id) for place in film.board.places] + [(NOWHERE, "")]
        )
        count = sum(len(scene.shots) for scene in row)
        self.count.setText(f"{count} shot{'s' if count != 1 else ''}")
        for name, box in (
            ("place", self.place), ("daytime", self.daytime), ("weather", self.weather),
        ):  # fmt: skip
            values = {getattr(scene, name) for scene in row}
            box.show_value(values.pop() if len(values) == 1 else None, target)

    def _setter(self, name: str) -> Any:
        said = {"daytime": "time of day"}.get(name, name)

        def set_it(target: tuple[str, ...], value: str, merge: str) -> bool:
            labels = [self._film.labels[id] for id in target]
            whom = f"scene {labels[0]}" if len(labels) == 1 else f"{len(labels)} scenes"

            def changed(board: Board) -> Board:
                return reduce(lambda b, id: scenes.set_scene(b, id, **{name: value}), target, board)

            return self._film.edit(f"Change the {said} of {whom}", changed)

        return set_it


def _words(kind: Any) -> list[tuple[str, str]]:
    return [(value.capitalize(), value) for value in get_args(kind)]
