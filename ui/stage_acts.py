"""What can be done on the stage, by name: its menu, its keys, its right clicks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, get_args

from storyboard.board import Movement
from ui.acts import Act
from ui.easel import MASKS

if TYPE_CHECKING:
    from ui.stage import StageView

SWITCHES = (
    ("thirds", "Thirds", "Shift+T"),
    ("action", "Action safe, 93 %", ""),
    ("title", "Title safe, 90 %", ""),
    ("close", "Safe areas of 90 and 80 %", ""),
    ("centre", "Centre", ""),
    ("onion", "Onion skin", "Shift+N"),
    ("path", "Motion paths", "Shift+P"),
    ("camera", "Camera", "Shift+C"),
)
GUIDES = ("thirds", "action", "title", "close", "centre")
BOX = (
    "again",
    "copy_to_all",
    "copy_on",
    "mirror",
    "copy_path",
    "paste_path",
    "remove_box",
    "remove_subject",
)


def acts(stage: StageView) -> list[Act]:
    """Everything, in the order of its menu."""
    return [*_tools(stage), *_boxes(stage), *_camera(stage), *_pictures(stage), *_sight(stage)]


def guides(stage: StageView) -> list[Act]:
    """What the mask button opens."""
    wanted = [f"stage.{name}" for name in GUIDES]
    found = acts(stage)
    return [
        *(act for act in found if act.name.startswith("stage.mask")),
        *(act for act in found if act.name in wanted),
    ]


def of_box(stage: StageView) -> list[Act]:
    """What a right click on a box offers."""
    wanted = [f"stage.{name}" for name in BOX]
    found = {act.name: act for act in acts(stage)}
    return [*(found[name] for name in wanted), found["stage.sheet"]]


def of_camera(stage: StageView) -> list[Act]:
    """What a right click on the camera offers."""
    return _camera(stage)


def of_stage(stage: StageView) -> list[Act]:
    """What a right click beside everything offers."""
    found = {act.name: act for act in acts(stage)}
    wanted = ("add", "pen", "paste_path", "keyframe", "plate", "fit", "picture")
    return [found[f"stage.{name}"] for name in wanted]


def _tools(stage: StageView) -> list[Act]:
    easel, shot = stage.easel, stage.why_no_shot
    return [
        Act("stage.select", "Select and move boxes", partial(easel.hold, "select"), "Stage",
            "V", True, shot, lambda: easel.tool == "select"),
        Act("stage.add", "Add a subject…", stage.open_casting, "Stage", "A", True, shot),
        Act("stage.pen", "Draw over the picture", partial(easel.hold, "pen"), "Stage",
            "P", True, shot, lambda: easel.tool == "pen"),
        Act("stage.pin_sketch", "Pin the sketch as a keyframe", stage.pin_sketch, "Stage",
            "Ctrl+Return", False, stage.why_no_sketch),
    ]  # fmt: skip


def _boxes(stage: StageView) -> list[Act]:
    deeds, box = stage.deeds, stage.deeds.why_no_box
    again = f"Make {deeds.name} again" if deeds.name else "Make a subject again"
    return [
        Act("stage.again", again, deeds.make_again, "Stage", "Ctrl+Alt+R", False,
            deeds.why_not_again, rule=True),
        Act("stage.copy_to_all", "Copy box to all moments", deeds.copy_to_all, "Stage",
            "Ctrl+Alt+C", False, box, rule=True),
        Act("stage.copy_on", "Copy box to later moments", partial(deeds.copy_to_all, later=True),
            "Stage", (), False, box),
        Act("stage.mirror", "Mirror path", deeds.mirror, "Stage", "Ctrl+Alt+M", False, box),
        Act("stage.copy_path", "Copy path", deeds.keep_path, "Stage", "Ctrl+C", False, box),
        Act("stage.paste_path", "Paste path", deeds.lay_path, "Stage", "Ctrl+V", False,
            deeds.why_no_path),
        Act("stage.remove_box", "Remove box at this moment", deeds.remove, "Stage",
            "Delete", True, box),
        Act("stage.remove_subject", "Remove subject from this shot",
            partial(deeds.remove, altogether=True), "Stage", "Shift+Delete", True, box),
    ]  # fmt: skip


def _camera(stage: StageView) -> list[Act]:
    deeds = stage.deeds

    def does(movement: Movement) -> bool:
        shot = stage.film.shot
        return shot is not None and shot.movement == movement

    found = []
    for at, movement in enumerate(get_args(Movement)):
        why = deeds.why_no_follow if movement == "follow" else stage.why_no_shot
        name = f"stage.camera_{movement.replace(' ', '_')}"
        said = "Camera holds" if movement == "hold" else f"Camera: {movement}"
        if movement == "follow":
            said = "Camera: follow the picked subject"
        found.append(
            Act(name, said, partial(deeds.move_camera, movement), "Stage", why_not=why,
                checked=partial(does, movement), rule=at == 0)
        )  # fmt: skip
    return found


def _pictures(stage: StageView) -> list[Act]:
    deeds = stage.deeds
    return [
        Act("stage.keyframe", "Import a picture as keyframe…", stage.choose_keyframe, "Stage",
            (), False, stage.why_no_shot, rule=True),
        Act("stage.sheet", "Import a picture as the subject's sheet…", stage.choose_sheet, "Stage",
            (), False, deeds.why_no_sheet),
        Act("stage.plate", "Import a picture as the place's plate…", stage.choose_plate, "Stage",
            (), False, deeds.why_no_plate),
    ]  # fmt: skip


def _sight(stage: StageView) -> list[Act]:
    easel, canvas, strip, shot = stage.easel, stage.canvas, stage.moments, stage.why_no_shot
    found = [
        Act("stage.moment_before", "Moment before", partial(stage.line.go, -1), "Stage",
            ",", True, shot, rule=True),
        Act("stage.moment_after", "Next moment", partial(stage.line.go, 1), "Stage", ".", True,
            shot),
        Act("stage.more_moments", "One moment more", partial(strip.change_count, 1), "Stage",
            (), False, strip.why_not_more),
        Act("stage.fewer_moments", "One moment less", partial(strip.change_count, -1), "Stage",
            (), False, strip.why_not_fewer),
        Act("stage.fit", "Fit the stage", canvas.fit, "Stage", "Shift+F", True, shot, rule=True),
        Act("stage.nearer", "Nearer", partial(canvas.zoom, 1.25), "Stage", "+", True, shot),
        Act("stage.further", "Further", partial(canvas.zoom, 0.8), "Stage", "-", True, shot),
        Act("stage.picture", "Picture through the camera",
            lambda: easel.show_picture(not easel.picture), "View", (), False, shot,
            lambda: easel.picture, rule=True),
    ]  # fmt: skip
    for name, said, key in SWITCHES:
        found.append(
            Act(f"stage.{name}", said, partial(easel.turn, name), "View", key or (), bool(key),
                checked=_is_on(stage, name), rule=name in ("thirds", "onion"))
        )  # fmt: skip
    for mask, ratio in MASKS.items():
        said = f"Mask {mask}" if ":" in mask else f"Mask {ratio:.2f}:1"
        found.append(
            Act(f"stage.mask_{mask}", said, partial(easel.cover, mask),
                checked=_is_mask(stage, mask))
        )  # fmt: skip
    return found


def _is_on(stage: StageView, name: str) -> Callable[[], bool]:
    return lambda: stage.easel.switches[name]


def _is_mask(stage: StageView, mask: str) -> Callable[[], bool]:
    return lambda: stage.easel.mask == mask
