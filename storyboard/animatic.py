"""The animatic: from a cue to a display list of paper pieces, painted by window and engine alike.

A frame is a stack of groups: far layers, subjects, near layers, what falls from the sky.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from storyboard import fitting, light, poses, rigs, scenery, wardrobe
from storyboard.affine import IDENTITY, Affine, invert, mul, put, scale, shift
from storyboard.board import FRAME, Box
from storyboard.cue import FrameCue, SubjectCue
from storyboard.drawing import FEET as FEET
from storyboard.drawing import ROOM as ROOM
from storyboard.drawing import DisplayList as DisplayList
from storyboard.drawing import Group as Group
from storyboard.drawing import Part as Part
from storyboard.drawing import Picture as Picture
from storyboard.drawing import Piece as Piece
from storyboard.fitting import fit
from storyboard.light import Light
from storyboard.puppets import Puppet, playing
from storyboard.scenery import is_lively as is_lively
from storyboard.shapes import Polygon

LIFT = 1.15  # how far subjects stand off the place


def display(cue: FrameCue, reach: float = 0.0) -> DisplayList:
    """The whole frame, in its light; the place goes on beside it for ``reach`` of its widths.

    Of a bridge's two places that which takes most of the frame is seen: a draft slides nothing.
    """
    _, lit = scenery.setting(cue)
    place = min(cue.flats, key=lambda flat: abs(flat[1]))[0] if cue.flats else cue
    groups = _behind(place, reach)
    groups += [_figure(subject, lit, cue.camera, cue.aspect) for subject in cue.subjects]
    groups += _before(place, reach)
    return DisplayList(tuple(groups), lit.shadow, lit.ink, cue.aspect, scenery.ground(place))


def plate(cue: FrameCue) -> tuple[DisplayList, DisplayList]:
    """The place through the same camera in the same light: behind the subjects, and before them.

    Clouds and water lie where they are at this moment, and what falls from the sky falls before
    the subjects: none of it can be guessed from words.
    """
    empty = replace(cue, subjects=())
    _, lit = scenery.setting(empty)
    behind, before = _behind(empty), _before(empty)
    return (
        DisplayList(tuple(behind), lit.shadow, lit.ink, cue.aspect, scenery.ground(empty)),
        DisplayList(tuple(before), lit.shadow, lit.ink, cue.aspect),
    )


def _behind(cue: FrameCue, reach: float = 0.0) -> list[Group]:
    return [_own_place(cue)] if cue.plate else scenery.groups(cue, False, reach)


def _before(cue: FrameCue, reach: float = 0.0) -> list[Group]:
    near = [] if cue.plate else scenery.groups(cue, True, reach)
    return near + scenery.falling(cue)


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
    picture that moves as a whole lies as the puppet nearest to it would, but fills its box by its
    own ``shape`` (width and height of what is on its sheet, 0..1) and stands on its bottom: it has
    no legs to fold.
    """
    figure, action = _who(subject)
    if subject.sheet and not figure.unit:
        wide, high = shape if all(shape) else _standing(figure)
        inked = (1 / wide, 0.0, 0.5 - 0.5 / wide, 0.0, 1 / high, 1 - 0.01 * FEET / high)
        return mul(own_picture(subject, camera, aspect).map(wide, high), inked)
    wearing = wardrobe.wearing(subject.attributes)
    posed = poses.solve(figure, action, subject.phase, wearing)
    placed = mul(fit(figure, action, subject.box, subject.facing, aspect), posed.root)
    standing = invert(_on_sheet(figure, wearing).root)
    on_stage = mul(placed, mul(standing, invert(_sheet_map(figure))))
    return mul(mul(scenery.through(camera, aspect), on_stage), scale(100.0))


def own_picture(
    subject: SubjectCue, camera: Box, aspect: float, lit: Light | None = None
) -> Picture:
    """Where a person's own picture of a subject lies: in its box, on its bottom or, aloft, on its
    middle. It bends where it has a rig; without one it only goes up and down as the root of the
    figure nearest to it does.
    """
    figure, action = _stand_in(subject)
    wearing = wardrobe.wearing(subject.attributes)
    posed = poses.solve(figure, action, subject.phase, wearing).root
    standing = poses.solve(figure, "stand", 0.0, wearing).root
    box = subject.box
    step = fitting.scale(figure, action, box, aspect)
    high, low = poses.sway(figure, action)
    aloft = fitting.is_aloft(figure, action)
    if aloft:
        down = 100 * box.centre[1] + step * (posed[5] - (high + low) / 2)
    else:
        down = 100 * box.y1 + step * min(0.0, posed[5] - low)
    return Picture(
        subject.sheet,
        room=(fitting.TIGHT * 100 * aspect * box.width, 100 * box.height),
        at=(100 * aspect * box.centre[0], down),
        turn=mul(fit(figure, action, box, subject.facing, aspect), mul(posed, invert(standing))),
        aloft=aloft,
        view=scenery.through(camera, aspect),
        rows=lit.weights(lit.keep) if lit else light.PLAIN,
        parts=_parts(subject, camera, aspect),
        flipped=rigs.is_mirrored(subject.rig),
    )


def _parts(subject: SubjectCue, camera: Box, aspect: float) -> tuple[Part, ...]:
    """Every part of a drawing as it is posed, back to front; none of one that moves as a whole."""
    own = rigs.figure(subject.rig)
    if own is None:
        return ()
    lying = _lying(own)
    return tuple(
        Part((subject.rig, limb.name), *lying[limb.name], invert(limb.paper))
        for limb in limbs(subject, camera, aspect)
    )


@lru_cache(maxsize=256)
def _lying(own: Puppet) -> dict[str, tuple[Polygon, tuple[Polygon, ...]]]:
    """Where on its sheet each part of a drawing has its paper, and what lies over it there."""
    row = _cuts(own, frozenset())
    names = [cut.name for cut in row]
    found = {}
    for cut in row:
        shape = tuple(put(cut.paper, point) for point in own.pieces[cut.name].polygon)
        later = row[names.index(cut.like or cut.name) + 1 :]
        found[cut.name] = shape, tuple(other.shape for other in later if not other.like)
    return found


def _own_place(cue: FrameCue) -> Group:
    """A person's own picture of the place covers the stage; who lacks it sees a card."""
    _, lit = scenery.setting(cue)
    view = scenery.through(cue.camera, cue.aspect)
    pieces = _card(cue.aspect, lit)
    room, at = (100 * cue.aspect, 100.0), (50 * cue.aspect, 50.0)
    own = Picture(cue.plate, room, at, aloft=True, covers=True, view=view, rows=lit.weights())
    return Group(pieces, (IDENTITY,) * len(pieces), view, lift=0.0, picture=own)


@lru_cache(maxsize=64)
def _card(aspect: float, lit: Light) -> tuple[Piece, ...]:
    """A grey card with a dashed edge, as large as the stage."""
    wide = 100 * aspect
    grey, pale = (lit.lit(light.mix((0.0,) * 3, (1.0,) * 3, t)) for t in (0.42, 0.58))

    def paper(x: float, y: float, w: float, h: float, colour: light.Colour) -> Piece:
        polygon = ((x, y), (x + w, y), (x + w, y + h), (x, y + h))
        return Piece(("card", polygon), polygon, colour, flat=True)

    across = [paper(x, y, 3.0, 0.6, pale) for x in range(6, int(wide) - 8, 6) for y in (6.0, 93.4)]
    down = [paper(x, y, 0.6, 3.0, pale) for y in range(6, 91, 6) for x in (6.0, wide - 6.6)]
    return (paper(0.0, 0.0, wide, 100.0, grey), *across, *down)


def _standing(figure: Puppet) -> tuple[float, float]:
    """Width and height of a figure on its sheet, of the sheet's side."""
    x0, y0, x1, y1 = poses.extents(figure, "stand")
    k = 0.01 * ROOM / max(x1 - x0, y1 - y0)
    return k * (x1 - x0), k * (y1 - y0)


@dataclass(frozen=True, slots=True)
class Limb:
    """A piece of a posed figure: its outline on the screen, and the map from there to the unit
    square of the sheet, where the same paper lies - that of the piece ``like``, if it has none.
    Pieces of one ``stock`` are cut from the same paper; "" = who knows.
    """

    name: str
    shape: Polygon
    paper: Affine
    like: str = ""
    stock: str = ""


def limbs(subject: SubjectCue, camera: Box, aspect: float) -> list[Limb]:
    """What moves: every piece of the posed figure, back to front; pieces that the sheet lacks are
    left out. Empty for a person's own drawing that moves as a whole.
    """
    figure, action = _who(subject)
    if subject.sheet and not figure.unit:
        return []
    wearing = wardrobe.wearing(subject.attributes)
    posed = poses.solve(figure, action, subject.phase, wearing)
    lying = {cut.name: cut.paper for cut in cuts(subject)}
    to_screen = mul(
        scenery.through(camera, aspect), fit(figure, action, subject.box, subject.facing, aspect)
    )
    found = []
    for piece, m in posed.pieces:
        here = mul(to_screen, m)
        if (
            piece.name in lying
            and not piece.glow
            and abs(here[0] * here[4] - here[1] * here[3]) > 1e-9
        ):
            shape = tuple(put(here, point) for point in piece.polygon)
            found.append(Limb(piece.name, shape, mul(lying[piece.name], invert(here))))
    return found


def cuts(subject: SubjectCue) -> list[Limb]:
    """Every piece as it lies on the sheet, back to front: its outline on the sheet's unit square,
    and the map from puppet units to its paper there (a copy's lies elsewhere).
    """
    figure, _ = _who(subject)
    if subject.sheet and not figure.unit:
        return []
    return list(_cuts(figure, wardrobe.wearing(subject.attributes)))


@lru_cache(maxsize=1024)
def _cuts(figure: Puppet, wearing: frozenset[str]) -> tuple[Limb, ...]:
    to_sheet = mul(scale(0.01), _sheet_map(figure))
    found = []
    for piece, m in _on_sheet(figure, wearing).pieces:
        lying = mul(to_sheet, m)
        like = (figure.copies or {}).get(piece.name, "")
        (x, y), (there, below) = piece.at or (0, 0), figure.pieces[like or piece.name].at or (0, 0)
        shape = tuple(put(lying, point) for point in piece.polygon)
        paper = mul(lying, shift(there - x, below - y)) if like else lying
        stock = "" if figure.unit else f"{piece.paper} {piece.pattern}"
        found.append(Limb(piece.name, shape, paper, like, stock))
    return tuple(found)


def _on_sheet(figure: Puppet, wearing: frozenset[str]) -> poses.Pose:
    """The pose that its sheet shows: standing, or as a person drew it."""
    if figure.unit:
        pieces = tuple((piece, IDENTITY) for piece in figure.pieces.values())
        return poses.Pose(pieces, IDENTITY, tuple(figure.pieces))
    return poses.solve(figure, "stand", 0.0, wearing)


def subject_box(subject: SubjectCue, aspect: float = 16 / 9) -> Box:
    """What the drawn figure takes in this frame, in stage coordinates; of a person's own picture,
    what it may take.
    """
    figure, action = _who(subject)
    if subject.sheet and not figure.unit:
        own = own_picture(subject, FRAME, aspect)
        (x, y), (w, h) = own.at, own.room
        top = y - (h / 2 if own.aloft else h)
        return Box(
            (x - w / 2) / (100 * aspect), top / 100, (x + w / 2) / (100 * aspect), (top + h) / 100
        )
    placed = fit(figure, action, subject.box, subject.facing, aspect)
    pose = poses.solve(figure, action, subject.phase, wardrobe.wearing(subject.attributes))
    x0, y0, x1, y1 = poses.bounds(pose)
    (ax, ay), (bx, by) = put(placed, (x0, y0)), put(placed, (x1, y1))
    wide = 100 * aspect
    return Box(min(ax, bx) / wide, ay / 100, max(ax, bx) / wide, by / 100)


def _who(subject: SubjectCue) -> tuple[Puppet, str]:
    """The figure that moves a subject - found on its sheet, or a bundled one - and what it can do
    of what it is asked to.
    """
    own = rigs.figure(subject.rig) if subject.sheet else None
    if own:
        return own, poses.fitting(own.rig, subject.action)
    return _stand_in(subject)


def _stand_in(subject: SubjectCue) -> tuple[Puppet, str]:
    """The bundled figure nearest to a subject."""
    figure = wardrobe.figure(playing(subject.puppet, subject.kind), subject.attributes)
    return figure, poses.fitting(figure.rig, subject.action)


def _sheet_map(figure: Puppet) -> Affine:
    """Puppet units -> % of a sheet's side."""
    if figure.unit:
        return (figure.unit, 0.0, 50.0, 0.0, figure.unit, FEET)
    x0, y0, x1, y1 = poses.extents(figure, "stand")
    k = ROOM / max(x1 - x0, y1 - y0)
    return (k, 0.0, 50 - k * (x0 + x1) / 2, 0.0, k, FEET - k * y1)


def _figure(subject: SubjectCue, lit: Light, camera: Box, aspect: float) -> Group:
    figure, action = _stand_in(subject)
    told = wardrobe.frozen(subject.attributes)
    pose = poses.solve(figure, action, subject.phase, wardrobe.wearing(subject.attributes, lit))
    return Group(
        pieces=wardrobe.dressed(figure, pose.names, told, lit, lit.keep),
        maps=wardrobe.placed(pose, told, lit),
        map=mul(
            scenery.through(camera, aspect),
            fit(figure, action, subject.box, subject.facing, aspect),
        ),
        lift=LIFT,
        subject=subject.id,
        picture=own_picture(subject, camera, aspect, lit) if subject.sheet else None,
    )
