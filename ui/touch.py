"""Touch: what lies under the pointer on the stage, and what lies below that."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from PySide6.QtCore import QPointF, QRectF

from storyboard import camera, layout
from storyboard.board import FRAME, Acting, Box, Shot
from ui import handles, outlines
from ui.easel import Easel
from ui.sight import Sight

What = Literal["", "grip", "dot", "box", "absent", "path", "camera", "camera grip", "ghost"]

LINE = 5.0  # pixels from a line that count as on it
CORNERS = ("nw", "ne", "se", "sw")


@dataclass(frozen=True)
class Touch:
    """``moment`` of a dot or of one end of the camera; ``grip`` of a box or camera."""

    what: What = ""
    subject: str = ""
    moment: int = 0
    grip: str = ""


NOTHING = Touch()


def order(shot: Shot, boxes: dict[str, Box]) -> list[str]:
    """Subjects back to front, as they are painted."""

    def depth(id: str) -> tuple[int, float, str]:
        return shot.acting.get(id, Acting()).order, boxes[id].y1, id

    return sorted(boxes, key=depth)


def view(easel: Easel) -> Box:
    """What the camera shows at the playhead."""
    shot = easel.shot
    return camera.at(shot.camera, easel.frame, shot.length) if shot else FRAME


def camera_said(shot: Shot | None) -> str:
    """The camera's name and what it does."""
    if shot is None or not camera.moves(shot.camera):
        return "Camera, hold"
    return f"Camera, {shot.movement if shot.movement != 'hold' else 'moves'}"


def ghosts(easel: Easel) -> list[tuple[int, Box]]:
    """Where a moving camera begins and ends: the moments and rectangles."""
    shot = easel.shot
    if shot is None or not camera.moves(shot.camera):
        return []
    rects = shot.camera.rects
    return [(0, rects[0]), (len(rects) - 1, rects[-1])]


def spots(easel: Easel, sight: Sight, subject: str) -> list[QPointF | None]:
    """The dots of a subject's motion path on the canvas."""
    shot = easel.shot
    if shot is None:
        return []
    return [sight.spot(*at) if at else None for at in layout.path(shot.layout, subject)]


def find(easel: Easel, sight: Sight, where: QPointF, names: dict[str, str]) -> Touch:
    """What a press here takes. The picked subject and camera come first."""
    shot = easel.shot
    if shot is None:
        return NOTHING
    here, picked = easel.boxes(), easel.film.subject_id
    if picked in here and (grip := handles.at(sight.box(here[picked]), where)):
        return Touch("grip", picked, grip=grip)
    if picked and easel.switches["path"]:
        for at, spot in enumerate(spots(easel, sight, picked)):
            if spot is not None and _near(spot, where, handles.HIT / 2) and at != easel.film.moment:
                return Touch("dot", picked, at)
    frame = sight.box(view(easel))
    if easel.camera and (grip := handles.at(frame, where, CORNERS)):
        return Touch("camera grip", grip=grip)
    if (subject := picked) in here and _in_box(sight.box(here[subject]), where, names[subject]):
        return Touch("box", subject)
    if row := below(easel, sight, where, names):
        return Touch("box", row[0])
    found = _of_camera(easel, sight, where)
    if found.what:
        return found
    if picked and easel.switches["path"] and _on_path(spots(easel, sight, picked), where):
        return Touch("path", picked)
    for subject, box in easel.absent().items():
        if _in_box(sight.box(box), where, names[subject]):
            return Touch("absent", subject)
    inside = easel.camera and frame.contains(where)
    return Touch("camera") if inside else NOTHING


def below(easel: Easel, sight: Sight, where: QPointF, names: dict[str, str]) -> list[str]:
    """Everyone whose box or name lies here, the uppermost first."""
    shot, here = easel.shot, easel.boxes()
    if shot is None:
        return []
    row = [id for id in reversed(order(shot, here)) if id in names]
    return [id for id in row if _in_box(sight.box(here[id]), where, names[id])]


def _of_camera(easel: Easel, sight: Sight, where: QPointF) -> Touch:
    if not easel.switches["camera"]:
        return NOTHING
    frame = sight.box(view(easel))
    named = outlines.camera_tab(frame, camera_said(easel.shot)).contains(where)
    if named or _on_edge(frame, where):
        return Touch("camera")
    for moment, rect in ghosts(easel):
        if _on_edge(sight.box(rect), where):
            return Touch("ghost", moment=moment)
    return NOTHING


def _near(spot: QPointF, where: QPointF, reach: float) -> bool:
    off = where - spot
    return abs(off.x()) <= reach and abs(off.y()) <= reach


def _in_box(rect: QRectF, where: QPointF, name: str) -> bool:
    return rect.contains(where) or outlines.tab(rect, name).contains(where)


def _on_edge(rect: QRectF, where: QPointF) -> bool:
    outer = rect.adjusted(-LINE, -LINE, LINE, LINE)
    inner = rect.adjusted(LINE, LINE, -LINE, -LINE)
    return outer.contains(where) and not inner.contains(where)


def _on_path(row: list[QPointF | None], where: QPointF) -> bool:
    return any(
        a is not None and b is not None and _distance(a, b, where) <= LINE for a, b in pairwise(row)
    )


def _distance(a: QPointF, b: QPointF, where: QPointF) -> float:
    """From a point to a stretch of line."""
    along, off = b - a, where - a
    whole = QPointF.dotProduct(along, along)
    share = min(1.0, max(0.0, QPointF.dotProduct(along, off) / whole)) if whole else 0.0
    return math.hypot(off.x() - share * along.x(), off.y() - share * along.y())
