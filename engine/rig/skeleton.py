"""Skeletons: from what the network saw to pieces with hinges, as a puppet's are.

Whatever the network is not sure of stays part of the body; a drawing without sure limbs moves as a
whole. A far limb that hardly shows is a copy of the near one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from engine.rig.anatomy import HAS, LIMBS, PARTS, Limb
from engine.rig.outlines import components, disc, grown, outline, smoothed
from storyboard.rigs import Cut, Rig

Array = np.ndarray
SIDE = 192  # pixels a side that masks have here
SURE = 0.55  # of the plan
CLEAR = 0.7  # of the part on top, in the mean over the drawing
ROOT, BEND = 0.3, 0.15  # how sure of a limb's first joint, and of the others
LEAST = 0.006  # share of the drawing that a limb covers at least
APART = 0.2  # of the sheet, how far a far limb's joint may be from the near one's
REACH = 14  # pixels that what is hidden of a part may be from what is seen of it
EVEN = 3  # pixels over which the edge of a part is evened out
BEHIND = ("far_arm", "far_wing", "far_leg", "far_fore", "tail")
NEEDED: Mapping[str, tuple[tuple[str, ...], int]] = {  # of these parts, how many at least
    "biped": (("near_arm", "near_leg", "head"), 2),
    "quad": (("near_leg", "near_fore", "head"), 2),
    "bird": (("near_wing", "near_leg", "tail", "head"), 1),
    "fish": (("tail",), 1),
    "insect": (("near_wing",), 1),
}


@dataclass(frozen=True)
class Guess:
    """What the network saw on a sheet: ``plan`` name -> probability; ``seen`` [1+PARTS,SIDE,SIDE]
    and ``whole`` [PARTS,SIDE,SIDE] probabilities; ``joints`` name -> x, y on the unit square and
    how sure, 0..1; ``alpha`` [SIDE,SIDE] of the drawing.
    """

    plan: Mapping[str, float]
    seen: Array
    whole: Array
    joints: Mapping[str, tuple[float, float, float]]
    alpha: Array


@dataclass(frozen=True)
class _Part:
    """A sure limb: where it is on top, all of it, and its joints in pixels."""

    limb: Limb
    shown: Array
    mask: Array
    joints: tuple[tuple[float, float], ...]


def rigged(guess: Guess) -> Rig | None:
    """The rig of a drawing; None when it moves as a whole."""
    plan = max(guess.plan, key=lambda name: guess.plan[name])
    ink = guess.alpha > 0.35
    if plan == "thing" or guess.plan[plan] < SURE or ink.sum() < 200:
        return None
    if guess.seen[1:].max(0)[ink].mean() < CLEAR:
        return None
    labels = _labels(guess, plan, ink)
    if plan == "vehicle":
        return _wheeled(labels, ink)
    parts = {part: found for part in HAS[plan] if (found := _part(guess, part, labels, plan, ink))}
    parts = _paired(parts)
    needed, least = NEEDED[plan]
    if sum(part in parts for part in needed) < least:
        return None
    hidden = guess.whole[PARTS.index("body")] > 0.5
    body = ink & ~_any([part.shown for part in parts.values()], ink)
    body |= hidden & ink & grown(body, REACH)
    cuts: dict[str, list[Cut]] = {part: _cuts(found, plan, ink) for part, found in parts.items()}
    cuts |= _copies(cuts, parts, guess)
    middle = _middle(body)
    trunk = Cut("body", "", middle, _shape(body, ink))
    front = {part for part in parts if _is_before(parts[part], guess, ink)}
    back = [cut for part in BEHIND if part in cuts and part not in front for cut in cuts[part]]
    low = [c for p in ("near_leg", "near_fore") if p in cuts and p not in front for c in cuts[p]]
    over = [p for p in (*BEHIND, "near_leg", "near_fore") if p in front]
    rest = ("head", "near_arm", "near_wing")
    top = [cut for part in (*over, *rest) if part in cuts for cut in cuts[part]]
    return Rig(plan, tuple(cut for cut in (*back, *low, trunk, *top) if len(cut.shape) > 2))


def _labels(guess: Guess, plan: str, ink: Array) -> Array:
    """The part on top of every pixel, of those that the plan may have; -1 where nothing is."""
    allowed = [PARTS.index(part) for part in ("body", *HAS[plan])]
    best = guess.seen[1:][allowed].argmax(0)
    return np.where(ink, np.asarray(allowed)[best], -1)


def _part(guess: Guess, part: str, labels: Array, plan: str, ink: Array) -> _Part | None:
    """A limb, if the network is sure enough of it."""
    limb = LIMBS[part]
    areas = components(labels == PARTS.index(part))
    if not areas or areas[0].sum() < LEAST * ink.sum():
        return None
    shown = _any([area for area in areas if area.sum() > 0.2 * areas[0].sum()], ink)
    joints = [guess.joints[name] for name in limb.joints[: 1 + len(limb.names[plan])]]
    x, y, sure = joints[0]
    root = (x * SIDE, y * SIDE)
    mask = shown | ((guess.whole[PARTS.index(part)] > 0.5) & ink)
    mask = _any([area for area in components(mask) if (area & shown).any()], ink)
    if sure < ROOT or not (disc(shown.shape, *root, 0.09 * SIDE) & mask).any():
        return None
    spots = [root]
    for x, y, sure in joints[1:]:
        spot = (x * SIDE, y * SIDE)
        if sure < BEND or not (disc(mask.shape, *spot, 5) & mask).any():
            break
        spots.append(spot)
    return _Part(limb, shown, mask, tuple(spots))


def _paired(parts: dict[str, _Part]) -> dict[str, _Part]:
    """A far limb without a near one counts as the near one."""
    found = dict(parts)
    for part in parts:
        near = part.replace("far_", "near_")
        if part.startswith("far_") and near not in parts:
            found[near] = replace(found.pop(part), limb=LIMBS[near])
    return found


def _cuts(part: _Part, plan: str, ink: Array) -> list[Cut]:
    """The pieces of a limb, tip first, so that its root lies on top."""
    names = part.limb.names[plan]
    pieces = _split(part, len(names), foot=len(names) > 2)
    straight = plan == "biped" and not part.limb.part.startswith(("head", "tail"))
    rests = _rests(part.joints) if straight else [0.0] * len(names)
    hinge, cuts = "body", []
    for i, mask in enumerate(pieces):
        x, y = part.joints[i]
        at = (100 * x / SIDE, 100 * y / SIDE)
        shape = _shape(mask, ink)
        if len(shape) > 2:
            cuts.append(Cut(names[i], hinge, at, shape, rests[i] if i < len(rests) else 0.0))
            hinge = names[i]
    return cuts[::-1]


def _split(part: _Part, most: int, foot: bool) -> list[Array]:
    """A limb's mask at its joints: each pixel to the nearest bone; round where two meet."""
    mask, joints = part.mask, part.joints
    inner = joints[1:most]
    if not inner:
        return [mask]
    ys, xs = np.mgrid[: mask.shape[0], : mask.shape[1]] + 0.5
    tip = joints[most] if len(joints) > most else _tip(mask, joints[-1])
    chain = [*joints[:most], tip][: len(inner) + 2]
    gaps = [_gap(xs, ys, a, b) for a, b in pairwise(chain)]
    owner = np.argmin(gaps, 0)
    if foot and len(inner) == 2:  # what lies beyond the ankle is foot, whichever way it points
        (kx, ky), (ax, ay) = inner
        beyond = (xs - ax) * (ax - kx) + (ys - ay) * (ay - ky) > 0
        owner = np.where(owner == 2, 1, owner)
        owner = np.where((owner == 1) & beyond, 2, owner)
    pieces = [mask & (owner == i) for i in range(len(chain) - 1)]
    for i, (x, y) in enumerate(inner):
        around = disc(mask.shape, x, y, _width(mask, x, y)) & mask
        pieces[i] |= around
        pieces[i + 1] |= around
    return pieces


def _copies(
    cuts: dict[str, list[Cut]], parts: dict[str, _Part], guess: Guess
) -> dict[str, list[Cut]]:
    """Far limbs that do not show, as copies of the near ones a little off."""
    found = {}
    for part, chain in cuts.items():
        far = part.replace("near_", "far_")
        if not part.startswith("near_") or far in cuts:
            continue
        root = next(cut for cut in chain if cut.hinge == "body")
        x, y, sure = guess.joints[LIMBS[far].joints[0]]
        dx, dy = 100 * x - root.at[0], 100 * y - root.at[1]
        if sure < ROOT or math.hypot(dx, dy) > 100 * APART:
            dx, dy = 1.5, 0.0
        found[far] = [
            replace(
                cut,
                name=cut.name.replace("near_", "far_"),
                hinge=cut.hinge.replace("near_", "far_"),
                at=(cut.at[0] + dx, cut.at[1] + dy),
                shape=tuple((px + dx, py + dy) for px, py in cut.shape),
                like=cut.name,
            )
            for cut in chain
        ]
    return found


def _is_before(part: _Part, guess: Guess, ink: Array) -> bool:
    """Whether a limb lies over the body: who is on top where both are?"""
    if part.limb.part.startswith("near_arm"):
        return True
    both = (guess.whole[PARTS.index("body")] > 0.5) & part.mask & ink
    if both.sum() < 12:
        return False
    return bool((part.shown & both).sum() > 0.5 * both.sum())


def _wheeled(labels: Array, ink: Array) -> Rig | None:
    """Wheels as discs on a body."""
    cuts: list[Cut] = []
    for area in components(labels == PARTS.index("wheel"))[:6]:
        ys, xs = np.nonzero(area)
        wide, high = np.ptp(xs) + 1, np.ptp(ys) + 1
        fair = 0.7 < wide / high < 1.45 and area.sum() > 0.5 * wide * high
        if area.sum() < 2 * LEAST * ink.sum() or not fair:
            continue
        x, y = (xs.min() + xs.max() + 1) / 2, (ys.min() + ys.max() + 1) / 2
        round_ = disc(ink.shape, x, y, (wide + high) / 4 + 0.5) & grown(ink, 2)
        at = (100 * x / SIDE, 100 * y / SIDE)
        cuts.append(Cut(f"wheel{len(cuts)}", "body", at, _shape(round_, ink), joint="wheel"))
    if not cuts:
        return None
    return Rig("vehicle", (Cut("body", "", _middle(ink), _shape(ink, ink)), *cuts))


# Geometry ----------------------------------------------------------------------------------------


def _any(masks: list[Array], like: Array) -> Array:
    return np.any(masks, 0) if masks else np.zeros_like(like)


def _shape(mask: Array, ink: Array) -> tuple[tuple[float, float], ...]:
    """A mask as an outline in % of the sheet, a little over the drawing's own edge."""
    even = smoothed(mask, EVEN) & (ink | mask)
    full = even if even.sum() > 0.8 * mask.sum() else mask
    full = full | (grown(full, 3) & ~ink)
    return tuple((100 * x / SIDE, 100 * y / SIDE) for x, y in outline(full))


def _middle(mask: Array) -> tuple[float, float]:
    """Where a body leans about: the middle of its lower part (hips, haunches)."""
    ys, xs = np.nonzero(mask)
    low = ys > ys.min() + 0.75 * (ys.max() - ys.min())
    return 100 * float(xs[low].mean()) / SIDE, 100 * float(ys[low].mean()) / SIDE


def _rests(joints: tuple[tuple[float, float], ...]) -> list[float]:
    """Degrees of each bone from its parent's, of the first from hanging straight down; forward (to
    the right) counts up.
    """
    turns = [math.degrees(math.atan2(bx - ax, by - ay)) for (ax, ay), (bx, by) in pairwise(joints)]
    rests = [turn - before for turn, before in zip(turns, [0.0, *turns], strict=False)]
    return [(rest + 180) % 360 - 180 for rest in rests][:2]


def _gap(xs: Array, ys: Array, a: tuple[float, float], b: tuple[float, float]) -> Array:
    """Distance of every pixel from a bone."""
    wx, wy = b[0] - a[0], b[1] - a[1]
    along = ((xs - a[0]) * wx + (ys - a[1]) * wy) / max(wx * wx + wy * wy, 1e-6)
    along = along.clip(0, 1)
    return np.hypot(xs - a[0] - along * wx, ys - a[1] - along * wy)


def _tip(mask: Array, joint: tuple[float, float]) -> tuple[float, float]:
    """The pixel of a limb farthest from a joint."""
    ys, xs = np.nonzero(mask)
    far = int(np.hypot(xs - joint[0], ys - joint[1]).argmax())
    return float(xs[far]), float(ys[far])


def _width(mask: Array, x: float, y: float) -> float:
    """How far it is from a joint to the limb's edge."""
    ys, xs = np.nonzero(~mask)
    return float(np.clip(np.hypot(xs + 0.5 - x, ys + 0.5 - y).min(), 2.5, 0.06 * SIDE))
