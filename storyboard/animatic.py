"""The animatic: from a cue to a display list of paper pieces, painted by window and engine alike.

A frame is a stack of groups: far layers, subjects, near layers, what falls from the sky.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from storyboard import fitting, light, poses, scenery, wardrobe
from storyboard.affine import IDENTITY, Affine, invert, mul, put, scale
from storyboard.board import Box
from storyboard.cue import FrameCue, SubjectCue
from storyboard.drawing import DisplayList as DisplayList
from storyboard.drawing import Group as Group
from storyboard.drawing import Piece as Piece
from storyboard.fitting import fit
from storyboard.light import Light
from storyboard.puppets import Puppet, playing
from storyboard.scenery import is_lively as is_lively
from storyboard.shapes import Polygon

FEET, ROOM = 94.0, 88.0  # a sheet's ground line, and what its figure may take, in % of its side
LIFT = 1.15  # how far subjects stand off the place


def display(cue: FrameCue, reach: float = 0.0) -> DisplayList:
    """The whole frame, in its light; the place goes on beside it for ``reach`` of its widths."""
    _, lit = scenery.setting(cue)
    groups = scenery.groups(cue, False, reach)
    view = scenery.through(cue.camera, cue.aspect)
    groups += [_figure(subject, lit, view, cue.aspect) for subject in cue.subjects]
    groups += scenery.groups(cue, True, reach)
    groups += scenery.falling(cue)
    return DisplayList(tuple(groups), lit.shadow, lit.ink, cue.aspect, scenery.ground(cue))


def plate(cue: FrameCue) -> tuple[DisplayList, DisplayList]:
    """The place through the same camera in the same light: behind the subjects, and before them.

    Clouds and water lie where they are at this moment, and what falls from the sky falls before
    the subjects: none of it can be guessed from words.
    """
    empty = replace(cue, subjects=())
    _, lit = scenery.setting(empty)
    behind = tuple(scenery.groups(empty, front=False))
    before = (*scenery.groups(empty, front=True), *scenery.falling(empty))
    return (
        DisplayList(behind, lit.shadow, lit.ink, cue.aspect, scenery.ground(empty)),
        DisplayList(before, lit.shadow, lit.ink, cue.aspect),
    )


def sheet(puppet: str, attributes: Mapping[str, str], lit: Light | None = None) -> DisplayList:
    """One puppet standing, facing right, on nothing, in a square of 100 x 100: feet at FEET, within
    ROOM. By day as it is, or as a subject looks in the light ``lit``.
    """
    figure = wardrobe.figure(puppet, attributes)
    told = wardrobe.frozen(attributes)
    keep = lit.keep if lit else 0.0
    lit = lit or light.light("day", "clear")
    pose = poses.solve(figure, "stand", 0.0, wardrobe.wearing(attributes, lit))
    group = Group(
        pieces=wardrobe.dressed(figure, pose.names, told, lit, keep),
        maps=wardrobe.placed(pose, told, lit),
        map=_sheet_map(figure),
        lift=0.0,
        inner=True,
    )
    return DisplayList((group,), lit.shadow, lit.ink, 1.0)


def seat(
    subject: SubjectCue, camera: Box, aspect: float, shape: tuple[float, float] = (0.0, 0.0)
) -> Affine:
    """The map of a sheet's unit square to screen units: where the sheet lies in this frame.

    It is the posed figure's root - fit to the box, mirror, lie, hop, planting - so the sheet's
    head and body lie where the posed figure has them, and only joints differ. A person's own
    picture lies as the puppet nearest to it would, but fills its box by its own ``shape`` (width
    and height of what is on its sheet, 0..1) and stands on its bottom: it has no legs to fold.
    """
    figure, action = _who(subject)
    wearing = wardrobe.wearing(subject.attributes)
    posed = poses.solve(figure, action, subject.phase, wearing)
    standing = poses.solve(figure, "stand", 0.0, wearing)
    placed = mul(fit(figure, action, subject.box, subject.facing, aspect), posed.root)
    on_stage = mul(placed, mul(invert(standing.root), invert(_sheet_map(figure))))
    if subject.sheet:
        on_stage = mul(_into_box(on_stage, subject, posed.root[5], aspect, shape), on_stage)
    return mul(mul(scenery.through(camera, aspect), on_stage), scale(100.0))


def _into_box(
    on_stage: Affine,
    subject: SubjectCue,
    height: float,
    aspect: float,
    shape: tuple[float, float],
) -> Affine:
    """What brings a picture that cannot bend into its box, onto its bottom or, aloft, its middle;
    it goes up and down as the root of the figure does, which is at ``height`` now.
    """
    figure, action = _who(subject)
    half, tall = (50 * shape[0], 100 * shape[1]) if all(shape) else _standing(figure)
    corners = [(50 + side, y) for side in (-half, half) for y in (FEET - tall, FEET)]
    xs, ys = zip(*(put(on_stage, corner) for corner in corners), strict=True)
    box, middle = subject.box, sum(xs) / 4
    k = min(
        100 * box.height / (max(ys) - min(ys)),
        fitting.TIGHT * 100 * aspect * box.width / (max(xs) - min(xs)),
    )
    step = fitting.scale(figure, action, box, aspect)
    high, low = poses.sway(figure, action)
    if fitting.is_aloft(figure, action):
        down = 100 * box.centre[1] + step * (height - (high + low) / 2) - k * sum(ys) / 4
    else:
        down = 100 * box.y1 + step * min(0.0, height - low) - k * max(ys)
    return (k, 0.0, 100 * aspect * box.centre[0] - k * middle, 0.0, k, down)


def _standing(figure: Puppet) -> tuple[float, float]:
    """Half the width and the height of a figure on its sheet, in % of the sheet's side."""
    x0, y0, x1, y1 = poses.extents(figure, "stand")
    k = ROOM / max(x1 - x0, y1 - y0)
    return k * (x1 - x0) / 2, k * (y1 - y0)


def limbs(subject: SubjectCue, camera: Box, aspect: float) -> list[tuple[Polygon, Affine]]:
    """What moves: every piece of the posed figure on the screen, back to front, with the map from
    there to where the same paper lies on the seated sheet. Screen units; pieces that the sheet
    lacks are left out. A person's own drawing is one piece that does not move.
    """
    if subject.sheet:
        placed = seat(subject, camera, aspect)
        corners = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
        return [(tuple(put(placed, corner) for corner in corners), IDENTITY)]
    figure, action = _who(subject)
    wearing = wardrobe.wearing(subject.attributes)
    posed = poses.solve(figure, action, subject.phase, wearing)
    standing = poses.solve(figure, "stand", 0.0, wearing)
    on_sheet = {piece.name: m for piece, m in standing.pieces}
    to_screen = mul(
        scenery.through(camera, aspect), fit(figure, action, subject.box, subject.facing, aspect)
    )
    to_seat = mul(seat(subject, camera, aspect), mul(scale(0.01), _sheet_map(figure)))
    found = []
    for piece, m in posed.pieces:
        here = mul(to_screen, m)
        if (
            piece.name in on_sheet
            and not piece.glow
            and abs(here[0] * here[4] - here[1] * here[3]) > 1e-9
        ):
            shape = tuple(put(here, point) for point in piece.polygon)
            found.append((shape, mul(mul(to_seat, on_sheet[piece.name]), invert(here))))
    return found


def subject_box(subject: SubjectCue, aspect: float = 16 / 9) -> Box:
    """What the drawn figure takes in this frame, in stage coordinates."""
    figure, action = _who(subject)
    placed = fit(figure, action, subject.box, subject.facing, aspect)
    pose = poses.solve(figure, action, subject.phase, wardrobe.wearing(subject.attributes))
    x0, y0, x1, y1 = poses.bounds(pose)
    (ax, ay), (bx, by) = put(placed, (x0, y0)), put(placed, (x1, y1))
    wide = 100 * aspect
    return Box(min(ax, bx) / wide, ay / 100, max(ax, bx) / wide, by / 100)


def _who(subject: SubjectCue) -> tuple[Puppet, str]:
    """The figure that draws a subject, and what it can do of what it is asked to."""
    figure = wardrobe.figure(playing(subject.puppet, subject.kind), subject.attributes)
    return figure, poses.fitting(figure.rig, subject.action)


def _sheet_map(figure: Puppet) -> Affine:
    """Puppet units -> % of a sheet's side."""
    x0, y0, x1, y1 = poses.extents(figure, "stand")
    k = ROOM / max(x1 - x0, y1 - y0)
    return (k, 0.0, 50 - k * (x0 + x1) / 2, 0.0, k, FEET - k * y1)


def _figure(subject: SubjectCue, lit: Light, view: Affine, aspect: float) -> Group:
    figure, action = _who(subject)
    told = wardrobe.frozen(subject.attributes)
    pose = poses.solve(figure, action, subject.phase, wardrobe.wearing(subject.attributes, lit))
    return Group(
        pieces=wardrobe.dressed(figure, pose.names, told, lit, lit.keep),
        maps=wardrobe.placed(pose, told, lit),
        map=mul(view, fit(figure, action, subject.box, subject.facing, aspect)),
        lift=LIFT,
        subject=subject.id,
    )
