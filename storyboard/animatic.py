"""The animatic: from a cue to a display list of paper pieces, which the window and the engine paint alike.

A frame is a stack of groups: the place's far layers, the subjects, its near layers, what falls from the sky.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from storyboard import light, poses, scenery, wardrobe
from storyboard.affine import Affine, invert, mul, put, scale
from storyboard.board import Box
from storyboard.cue import FrameCue, SubjectCue
from storyboard.drawing import DisplayList as DisplayList
from storyboard.drawing import Group as Group
from storyboard.drawing import Piece as Piece
from storyboard.light import Light
from storyboard.puppets import Puppet, names, nearest
from storyboard.scenery import is_lively as is_lively

FEET, ROOM = 94.0, 88.0  # a sheet's ground line, and what its figure may take, in % of its side
LIFT = 1.15  # how far subjects stand off the place
ALOFT = frozenset({"fly", "swim", "float"})  # fitted by the middle of the box, not by feet
TIGHT = 1.35  # a box up to so much too narrow does not shrink its figure


def display(cue: FrameCue) -> DisplayList:
    """The whole frame, in its light."""
    _, lit = scenery.setting(cue)
    groups = scenery.groups(cue, front=False)
    view = scenery.through(cue.camera, cue.aspect)
    groups += [_figure(subject, lit, view, cue.aspect) for subject in cue.subjects]
    groups += scenery.groups(cue, front=True)
    groups += scenery.falling(cue)
    return DisplayList(tuple(groups), lit.shadow, lit.ink, cue.aspect, scenery.ground(cue))


def plate(cue: FrameCue) -> tuple[DisplayList, DisplayList]:
    """The place through the same camera by day: behind the subjects, and before them.

    Clouds and water lie where they are at this moment, and what falls from the sky falls before the subjects: none of it
    can be guessed from words. The light is the day's, whatever the cue's.
    """
    day = replace(cue, daytime="day", weather="clear", subjects=())
    _, lit = scenery.setting(day)
    behind = tuple(scenery.groups(day, front=False))
    before = (*scenery.groups(day, front=True), *scenery.falling(cue))
    return (
        DisplayList(behind, lit.shadow, lit.ink, cue.aspect, scenery.ground(day)),
        DisplayList(before, lit.shadow, lit.ink, cue.aspect),
    )


def sheet(puppet: str, attributes: Mapping[str, str]) -> DisplayList:
    """One puppet standing, by day, facing right, on nothing, in a square of 100 x 100: feet at FEET, within ROOM."""
    figure = wardrobe.figure(puppet, attributes)
    told = wardrobe.frozen(attributes)
    lit = light.light("day", "clear")
    pose = poses.solve(figure, "stand", 0.0, wardrobe.wearing(attributes))
    group = Group(
        pieces=wardrobe.dressed(figure, pose.names, told, lit, 0.0),
        maps=wardrobe.placed(pose, told, lit),
        map=_sheet_map(figure),
        lift=0.0,
        inner=True,
    )
    return DisplayList((group,), lit.shadow, lit.ink, 1.0)


def seat(subject: SubjectCue, camera: Box, aspect: float) -> Affine:
    """The map of a sheet's unit square to screen units: where the sheet lies in this frame.

    It is the posed figure's root - fit to the box, mirror, lie, hop, planting - so the sheet's head and body lie where the
    posed figure has them, and only joints differ. A person's own picture lies as the puppet nearest to it would.
    """
    figure, action = _who(subject)
    wearing = wardrobe.wearing(subject.attributes)
    posed = poses.solve(figure, action, subject.phase, wearing)
    standing = poses.solve(figure, "stand", 0.0, wearing)
    placed = mul(_fit(subject, figure, action, aspect), posed.root)
    on_stage = mul(placed, mul(invert(standing.root), invert(_sheet_map(figure))))
    return mul(mul(scenery.through(camera, aspect), on_stage), scale(100.0))


def subject_box(subject: SubjectCue, aspect: float = 16 / 9) -> Box:
    """What the drawn figure takes in this frame, in stage coordinates."""
    figure, action = _who(subject)
    fit = _fit(subject, figure, action, aspect)
    pose = poses.solve(figure, action, subject.phase, wardrobe.wearing(subject.attributes))
    x0, y0, x1, y1 = poses.bounds(pose)
    (ax, ay), (bx, by) = put(fit, (x0, y0)), put(fit, (x1, y1))
    wide = 100 * aspect
    return Box(min(ax, bx) / wide, ay / 100, max(ax, bx) / wide, by / 100)


def _who(subject: SubjectCue) -> tuple[Puppet, str]:
    """The figure that draws a subject, and what it can do of what it is asked to."""
    name = subject.puppet or nearest(subject.kind) or names()[0]
    figure = wardrobe.figure(name, subject.attributes)
    return figure, poses.fitting(figure.rig, subject.action)


def _fit(subject: SubjectCue, figure: Puppet, action: str, aspect: float) -> Affine:
    """Puppet units -> stage units (% of frame height), by the action's extents over its whole cycle."""
    x0, y0, x1, y1 = poses.extents(figure, action)
    box = subject.box
    wide, high = box.width * 100 * aspect, box.height * 100
    k = max(1e-6, min(high / (y1 - y0), TIGHT * wide / (x1 - x0)))
    x = box.centre[0] * 100 * aspect - k * subject.facing * (x0 + x1) / 2
    y = box.y1 * 100 - k * y1
    if action in ALOFT or figure.hang or figure.rig == "fish":
        y = box.centre[1] * 100 - k * (y0 + y1) / 2
    return (k * subject.facing, 0.0, x, 0.0, k, y)


def _sheet_map(figure: Puppet) -> Affine:
    """Puppet units -> % of a sheet's side."""
    x0, y0, x1, y1 = poses.extents(figure, "stand")
    k = ROOM / max(x1 - x0, y1 - y0)
    return (k, 0.0, 50 - k * (x0 + x1) / 2, 0.0, k, FEET - k * y1)


def _figure(subject: SubjectCue, lit: Light, view: Affine, aspect: float) -> Group:
    figure, action = _who(subject)
    told = wardrobe.frozen(subject.attributes)
    pose = poses.solve(figure, action, subject.phase, wardrobe.wearing(subject.attributes))
    return Group(
        pieces=wardrobe.dressed(figure, pose.names, told, lit, lit.keep),
        maps=wardrobe.placed(pose, told, lit),
        map=mul(view, _fit(subject, figure, action, aspect)),
        lift=LIFT,
        subject=subject.id,
    )
