"""Anatomy: the parts, joints and body plans that a rig may have, and where puppets have them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from storyboard.puppets import Piece, Puppet

PLANS = ("biped", "quad", "bird", "fish", "insect", "vehicle", "thing")
PARTS = (
    "body", "head", "near_arm", "far_arm", "near_leg", "far_leg",
    "near_fore", "far_fore", "tail", "near_wing", "far_wing", "wheel",
)  # fmt: skip
JOINTS = (
    "neck", "tail", "near_wing", "far_wing",
    "near_shoulder", "near_elbow", "near_wrist", "far_shoulder", "far_elbow", "far_wrist",
    "near_hip", "near_knee", "near_ankle", "far_hip", "far_knee", "far_ankle",
    "near_fore_hip", "near_fore_knee", "near_fore_ankle",
    "far_fore_hip", "far_fore_knee", "far_fore_ankle",
)  # fmt: skip


@dataclass(frozen=True)
class Limb:
    """A chain of paper pieces: the part that it is, its joints root to tip, and what the pose
    tables call its pieces in each plan.
    """

    part: str
    joints: tuple[str, ...]
    names: Mapping[str, tuple[str, ...]]


def _pair(
    part: str, joints: tuple[str, ...], names: Mapping[str, tuple[str, ...]]
) -> tuple[Limb, ...]:
    return tuple(
        Limb(
            f"{side}_{part}",
            tuple(f"{side}_{joint}" for joint in joints),
            {plan: tuple(f"{side}_{name}" for name in own) for plan, own in names.items()},
        )
        for side in ("near", "far")
    )


LIMBS: Mapping[str, Limb] = {
    limb.part: limb
    for limb in (
        Limb("head", ("neck",), dict.fromkeys(("biped", "quad", "bird"), ("head",))),
        Limb("tail", ("tail",), dict.fromkeys(("biped", "quad", "bird", "fish"), ("tail",))),
        *_pair("wing", ("wing",), {"bird": ("wing",), "insect": ("wing",)}),
        *_pair("arm", ("shoulder", "elbow", "wrist"), {"biped": ("arm", "forearm")}),
        *_pair(
            "leg",
            ("hip", "knee", "ankle"),
            {
                "biped": ("leg", "shin", "foot"),
                "quad": ("hind_leg", "hind_shin", "hind_foot"),
                "bird": ("leg",),
            },
        ),
        *_pair(
            "fore",
            ("fore_hip", "fore_knee", "fore_ankle"),
            {"quad": ("fore_leg", "fore_shin", "fore_foot")},
        ),
    )
}
# what a drawing of a plan may be made of, besides its body
HAS: Mapping[str, tuple[str, ...]] = {
    plan: tuple(limb.part for limb in LIMBS.values() if plan in limb.names)
    + (("wheel",) if plan == "vehicle" else ())
    for plan in PLANS
}


def plan_of(rig: str) -> str:
    """The body plan of a puppet's rig; what has no limbs that turn is a thing."""
    return rig if rig in PLANS else "thing"


@lru_cache(maxsize=4096)
def part_of(puppet: Puppet, name: str) -> str:
    """The part that a piece of a puppet belongs to: its own, or that of what it hangs on."""
    plan = plan_of(puppet.rig)
    owners = {own: part for part in HAS[plan] if part in LIMBS for own in LIMBS[part].names[plan]}
    piece: Piece | None = puppet.pieces[name]
    while piece is not None:
        if piece.name in owners:
            return owners[piece.name]
        if plan == "vehicle" and piece.joint == "wheel":
            return "wheel"
        piece = puppet.pieces.get(piece.hinge)
    return "body"


@lru_cache(maxsize=4096)
def pivots(puppet: Puppet) -> dict[str, tuple[str, tuple[float, float]]]:
    """Joint -> the piece that turns about it, and the pivot in puppet units. Where a limb's last
    joint has no pivot (a wrist), it is the middle of the hand.
    """
    plan = plan_of(puppet.rig)
    found = {}
    for part in HAS[plan]:
        if part == "wheel":
            continue
        limb = LIMBS[part]
        names = limb.names[plan]
        if part.endswith("_arm"):
            names = (*names, part.replace("arm", "hand"))
        for joint, name in zip(limb.joints, names, strict=False):
            piece = puppet.pieces.get(name)
            if piece is None:
                continue
            at = piece.at if piece.at and not name.endswith("_hand") else None
            if at is None:
                xs, ys = zip(*piece.polygon, strict=True)
                at = (sum(xs) / len(xs), sum(ys) / len(ys))
            found[joint] = (name, at)
    return found
