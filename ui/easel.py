"""The easel: what the stage shows beside the film - tool, switches, and a drag not yet done.

A drag is tried on one shot here and becomes one edit when the hand lets go, so that moving a box
never waits for the disk.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from PySide6.QtCore import QObject, QSettings, Signal

from storyboard import layout
from storyboard.board import Board, Box, Shot
from ui.film import FAULTS, Film

Tool = Literal["select", "add", "pen"]
Change = Callable[[Board], Board]

SWITCHES = {
    "thirds": True, "action": True, "title": True, "close": False, "centre": False,
    "onion": True, "path": True, "camera": True,
}  # fmt: skip
MASKS = {"2.39": 2.39, "1.85": 1.85, "16:9": 16 / 9, "4:3": 4 / 3, "1:1": 1.0, "9:16": 9 / 16}


class Easel(QObject):
    """``altered`` tells that tool, switches or picture are others; ``tried`` that a drag moved."""

    altered = Signal()
    tried = Signal()

    def __init__(self, film: Film, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.film = film
        self.tool: Tool = "select"
        self.newcomer: Newcomer | None = None
        self.camera = False  # whether the camera is picked
        self.picture = True  # the best picture through the camera, or the layout alone
        self.trial: Shot | None = None
        self.switches = dict(SWITCHES)
        self.mask = ""
        self._read()
        film.picked.connect(self._picked)
        film.selected.connect(self._other_shot)
        film.changed.connect(self._stop)

    # What is shown -------------------------------------------------------------------------------

    @property
    def shot(self) -> Shot | None:
        """The current shot, with the drag that goes on."""
        return self.trial or self.film.shot

    @property
    def frame(self) -> int:
        """The playhead's frame in the shot."""
        shot = self.film.shot
        if shot is None:
            return 0
        return min(max(0, self.film.frame - self.film.starts[shot.id]), shot.length - 1)

    @property
    def number(self) -> str:
        return self.film.labels.get(self.film.shot_id, "")

    def boxes(self) -> dict[str, Box]:
        """Who is there at the playhead."""
        shot = self.shot
        return layout.at(shot.layout, self.frame, shot.length) if shot else {}

    def absent(self) -> dict[str, Box]:
        """Who is in the shot but not now, at its last place, else at its next one."""
        shot = self.shot
        if shot is None:
            return {}
        here, found = self.boxes(), {}
        moment = self.film.moment
        for subject, row in shot.layout.boxes.items():
            if subject not in here and any(row):
                before = next((box for box in reversed(row[: moment + 1]) if box), None)
                box = before or next(box for box in row if box)
                found[subject] = box
        return found

    # What is tried and done ----------------------------------------------------------------------

    def attempt(self, change: Change) -> None:
        """Show a change without doing it yet; one that is refused shows nothing new."""
        film = self.film
        if (shot := film.shot) is None:
            return
        scene = film.board.scene_of(shot.id)
        alone = replace(film.board, scenes=(replace(scene, shots=(shot,)),))
        try:
            self.trial = change(alone).scenes[0].shots[0]
        except (*FAULTS, KeyError):
            return
        self.tried.emit()

    def commit(self, name: str, change: Change, merge: str = "") -> bool:
        """Do it, as one edit."""
        self.trial = None
        done = self.film.edit(name, change, merge)
        self.tried.emit()
        return done

    def drop(self) -> None:
        """Forget what was tried."""
        if self.trial:
            self.trial = None
            self.tried.emit()

    # Switches ------------------------------------------------------------------------------------

    def hold(self, tool: Tool, newcomer: Newcomer | None = None) -> None:
        """Take a tool into the hand."""
        self.tool, self.newcomer = tool, newcomer
        self.altered.emit()

    def turn(self, name: str) -> None:
        """Turn a switch."""
        self.switches[name] = not self.switches[name]
        self._keep(f"stage/{name}", self.switches[name])

    def cover(self, mask: str) -> None:
        """Cover what another shape of frame would cut off; the same again takes it away."""
        self.mask = "" if mask == self.mask else mask
        self._keep("stage/mask", self.mask)

    def show_picture(self, picture: bool) -> None:
        self.picture = picture
        self._keep("stage/picture", picture)

    def pick_camera(self, picked: bool = True) -> None:
        if picked:
            self.film.pick("")
        self.camera = picked
        self.altered.emit()

    def _keep(self, name: str, value: bool | str) -> None:
        QSettings("Longtake", "Longtake").setValue(name, value)
        self.altered.emit()

    def _read(self) -> None:
        kept = QSettings("Longtake", "Longtake")
        for name, usual in SWITCHES.items():
            self.switches[name] = kept.value(f"stage/{name}", usual, bool) is True
        mask = kept.value("stage/mask", "", str)
        self.mask = mask if isinstance(mask, str) and mask in MASKS else ""
        self.picture = kept.value("stage/picture", True, bool) is True

    def _picked(self, subject: str) -> None:
        if subject:
            self.camera = False

    def _other_shot(self, shot: str) -> None:
        self.trial = None
        self.camera = False
        if self.tool == "add":
            self.hold("select")

    def _stop(self, name: str) -> None:
        self.trial = None


class Newcomer:
    """Who gets the next box: someone of the cast, or a name that is new to it."""

    def __init__(self, subject: str = "", name: str = "", puppet: str = "") -> None:
        self.subject, self.name, self.puppet = subject, name, puppet
