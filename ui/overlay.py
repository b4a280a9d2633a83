"""The overlay: everything drawn over the stage's picture - camera, guides, paths, boxes, notes."""

from __future__ import annotations

import math
from collections.abc import Mapping

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from storyboard import continuity
from storyboard.board import Box
from ui import guides, outlines, strokes, theme, touch
from ui.drags import Lines
from ui.easel import Easel
from ui.findings import Findings
from ui.marks import SAID
from ui.sight import Sight
from ui.touch import Touch

SAID_OF = {
    "dot": "Drag to move the box at this moment, click to go there",
    "path": "Drag to move the whole path",
    "camera": "Camera: drag to move it, right click for its moves",
    "camera grip": "Drag to see more or less",
    "ghost": "Drag to change where the camera begins or ends",
}


class Overlay:
    """``names`` and ``hues`` of the cast, ``notes`` on this shot; renewed when the board is."""

    def __init__(self, easel: Easel) -> None:
        self.easel = easel
        self.names: dict[str, str] = {}
        self.hues: dict[str, QColor] = {}
        self.notes: tuple[continuity.Finding, ...] = ()
        self.moving = False  # whether the picked box is on its way: it says where, not how large
        self.renew()

    def renew(self) -> None:
        film = self.easel.film
        board = film.board
        self.names = {subject.id: subject.name for subject in board.cast}
        self.hues = theme.hues(board)
        if film.shot is None:
            self.notes = ()
            return
        found = Findings.of(film).of_scene(board.scene_of(film.shot_id).id)
        self.notes = tuple(note for note in found if note.shot == film.shot_id)

    def paint(
        self, painter: QPainter, sight: Sight, room: QRectF, hover: Touch, lines: Lines | None
    ) -> None:
        """All of it. ``lines`` are what a drag lies on; None when nothing is dragged."""
        frame = sight.box(touch.view(self.easel))
        guides.paint(
            painter, frame, self.easel.switches, self.easel.mask, self.easel.film.board.aspect
        )
        self._camera(painter, sight, frame, hover)
        if self.easel.switches["path"]:
            self._paths(painter, sight)
        self._boxes(painter, sight, room, hover)
        if lines:
            x, y = lines
            outlines.line(
                painter,
                frame,
                None if math.isnan(x) else sight.spot(x, 0).x(),
                None if math.isnan(y) else sight.spot(0, y).y(),
            )

    def told(self, touched: Touch) -> str:
        """What a tooltip says about what lies under the pointer."""
        if touched.what == "absent":
            return f"{self.names[touched.subject]} is not here now. Click to bring it back."
        if touched.what in ("box", "grip"):
            notes = [note.sentence for note in self.notes if note.subject == touched.subject]
            said = (
                f"{self.names[touched.subject]}: drag to move, arrow keys to nudge, Del to remove"
            )
            return "\n".join([said, *notes])
        return SAID_OF.get(touched.what, "")

    def _camera(self, painter: QPainter, sight: Sight, frame: QRectF, hover: Touch) -> None:
        easel = self.easel
        if not easel.switches["camera"]:
            outlines.camera(painter, frame, False)
            return
        for at, (moment, rect) in enumerate(touch.ghosts(easel)):
            said = f"Camera {moment + 1}"
            if sight.box(rect) != frame:
                outlines.ghost(painter, sight.box(rect), said, right=at > 0)
        outlines.camera(painter, frame, easel.camera)
        said = touch.camera_said(easel.shot)
        lit = easel.camera or hover.what == "camera"
        outlines.camera_name(painter, frame, said, lit)
        if easel.camera:
            outlines.grips(painter, frame, touch.CORNERS)

    def _paths(self, painter: QPainter, sight: Sight) -> None:
        shot, film = self.easel.shot, self.easel.film
        if shot is None:
            return
        for subject, row in shot.layout.boxes.items():
            picked = subject == film.subject_id
            if subject in self.names and (picked or (not film.subject_id and _goes(row))):
                dots = touch.spots(self.easel, sight, subject)
                hue = self.hues[subject]
                outlines.path(painter, dots, hue, film.moment, strong=picked)

    def _boxes(self, painter: QPainter, sight: Sight, room: QRectF, hover: Touch) -> None:
        easel, film, shot = self.easel, self.easel.film, self.easel.shot
        if shot is None:
            return
        for subject, box in easel.absent().items():
            if subject in self.names:
                state: outlines.State = "absent"
                self._box(painter, sight.box(box), subject, state)
        here = easel.boxes()
        row = [id for id in touch.order(shot, here) if id in self.names]
        row.sort(key=lambda id: id == film.subject_id)  # the picked one over the others
        rooms = outlines.tab_rooms({subject: sight.box(here[subject]) for subject in row})
        for subject in row:
            lit = hover.subject == subject and hover.what == "box"
            state = "picked" if subject == film.subject_id else "hover" if lit else "rest"
            most = math.inf if state == "picked" else rooms[subject]
            self._box(painter, sight.box(here[subject]), subject, state, most)
        self._chips(painter, sight, here, room)
        if film.subject_id in here:
            box = here[film.subject_id]
            rect = sight.box(box)
            outlines.grips(painter, rect)
            outlines.readout(painter, rect, placed(box) if self.moving else readout(box), room)
        elif easel.camera:
            view = touch.view(easel)
            said = f"{round(100 * view.width)} % of the frame"
            outlines.readout(painter, sight.box(view), said, room)

    def _box(
        self,
        painter: QPainter,
        rect: QRectF,
        subject: str,
        state: outlines.State,
        most: float = math.inf,
    ) -> None:
        outlines.box(painter, rect, self.hues[subject], self.names[subject], state, most)

    def _chips(
        self, painter: QPainter, sight: Sight, here: Mapping[str, Box], room: QRectF
    ) -> None:
        """What an audience would stumble over, at the box that it is about."""
        told = set()
        for note in self.notes:
            if note.subject in here and note.subject not in told:
                told.add(note.subject)
                rect = sight.box(here[note.subject])
                wide = strokes.width(theme.font(10, 500), SAID[note.kind]) + 30
                x = max(room.left() + 4, min(rect.x() + 3, room.right() - wide))
                strokes.chip(painter, x, rect.y() + 3, SAID[note.kind], "warn", "warn")


def readout(box: Box) -> str:
    """A box's size, as the inspector says it."""
    return f"{box.width:.2f} × {box.height:.2f}"


def placed(box: Box) -> str:
    """Where a box is, as the inspector says it."""
    return f"{box.x0:.2f}, {box.y0:.2f}"


def _goes(row: tuple[Box | None, ...]) -> bool:
    there = [box for box in row if box is not None]
    return any(box.centre != there[0].centre for box in there[1:])
