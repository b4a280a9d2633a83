"""The second answer as a layout and a camera, measured against the rules' ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from engine.director import checks, predicates, repair
from engine.director.floor import Ground
from storyboard import camera as cameras
from storyboard.board import MOMENTS, Box, Camera, Layout, Maker, Shot, Subject
from storyboard.layout import spread


def read(answer: Mapping[str, Any], letters: Mapping[str, Subject]) -> tuple[Layout, Camera]:
    """The layout and camera of an answer in hundredths of the frame; few boxes become the board's
    moments.
    """
    boxes = {
        subject.id: spread([_box(key) for key in answer[letter]], MOMENTS)
        for letter, subject in letters.items()
    }
    rects = [cameras.rect(x / 100, y / 100, width / 100) for x, y, width in answer["camera"]]
    moving = tuple(box for box in spread(rects, MOMENTS) if box is not None)
    return Layout(boxes), cameras.simplest(Camera(moving))


def _box(key: Sequence[int] | None) -> Box | None:
    if key is None:
        return None
    x0, y0, x1, y1 = (side / 100 for side in key)
    return Box(x0, y0, x1, y1)


def written(shot: Shot, letters: Mapping[str, Subject]) -> str:
    """Where the letters' subjects are at the end of a shot, for the prompt of the next one."""
    parts = []
    for letter, subject in letters.items():
        box = next((box for box in reversed(shot.layout.boxes.get(subject.id, ())) if box), None)
        if box is not None:
            sides = ",".join(str(round(side * 100)) for side in (box.x0, box.y0, box.x1, box.y1))
            parts.append(f"{letter} at {sides}")
    return "; ".join(parts)


def chosen(
    shot: Shot,
    answer: tuple[Layout, Camera] | None,
    ground: Ground,
    cast: Sequence[Subject],
    before: str,
    last: Shot | None = None,
    words: str = "",
) -> Shot:
    """The shot with the best layout and camera there are: the model's, the rules' or a repaired
    one. ``ground`` is the rules' part; ``last`` the shot before; ``words`` bind instead of the
    shot's action, where the person wishes something else.

    The model's is kept as it is when nothing is wrong with it; it gives way to the rules' when it
    breaks more than they do; else code mends it. ``answer`` None: the model could not say anything.
    """

    def faults(one: Shot) -> tuple[checks.Finding, ...]:
        return checks.about_layout(one, cast, words or shot.action, before, ground.sure, last)

    theirs = _drawn_by_rules(shot, ground.shot, faults)
    if answer is None:
        return theirs
    asked = replace(shot, layout=answer[0], camera=answer[1])
    found = faults(asked)
    layout_faults = sum(one.field == "layout" for one in found)
    camera_faults = len(found) - layout_faults
    makers: dict[str, Maker] = {**shot.made_by, "layout": "director", "camera": "director"}
    if not found:
        return replace(asked, made_by=makers)
    if camera_faults:
        lead = next(iter(shot.subjects), "")
        asked = replace(
            asked, camera=cameras.preset(shot.movement, layout=asked.layout, subject=lead)
        )
        makers["camera"] = "repair"
    if layout_faults:
        rules = faults(theirs)
        if theirs.made_by["layout"] == "rules" and len(rules) < len(found):
            return replace(theirs, made_by={**theirs.made_by, "camera": "rules"})
        asked = repair.layout(asked, faults, theirs.layout)
        makers["layout"] = "repair"
        if len(faults(asked)) > len(rules):
            return theirs
    return replace(asked, made_by=makers)


def _drawn(path: predicates.Path) -> bool:
    return any(path) and all(predicates.sound(box) for box in path if box)


def _drawn_by_rules(shot: Shot, floor: Shot | None, faults: repair.Faults) -> Shot:
    """The shot with the rules' layout, where they have one for all of its subjects; else with one
    that code made.
    """
    boxes = floor.layout.boxes if floor is not None else {}
    whole = bool(shot.subjects) and all(_drawn(boxes.get(id, ())) for id in shot.subjects)
    held = floor.camera if floor is not None and floor.movement == shot.movement else None
    layout = Layout({id: boxes.get(id, ()) for id in shot.subjects})
    if floor is not None and floor.layout.moments != MOMENTS:
        layout = Layout(
            {id: spread(path, MOMENTS) if path else () for id, path in layout.boxes.items()}
        )
    lead = next(iter(shot.subjects), "")
    camera = held or cameras.preset(shot.movement, layout=layout, subject=lead)
    made: Maker = "rules" if whole or not shot.subjects else "repair"
    ground = replace(
        shot,
        layout=layout,
        camera=camera,
        made_by={**shot.made_by, "layout": made, "camera": "rules"},
    )
    return ground if whole else repair.layout(ground, faults, floor.layout if floor else None)
