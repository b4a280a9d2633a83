"""Wardrobe: which papers a puppet's pieces wear - its own, an attribute's, a light's."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import cache, lru_cache

from storyboard import light, poses, puppets
from storyboard.affine import Affine, mul, shift
from storyboard.drawing import Piece
from storyboard.light import Colour, Light
from storyboard.puppets import Puppet
from storyboard.shapes import Polygon, outline
from storyboard.variation import vary

Attributes = tuple[tuple[str, str], ...]  # sorted, so that it can be a key

YES = frozenset({"yes", "on", "true", "lit"})
BRAD = 1.05  # radius of a brass pin, in puppet units
# Garments as people say them; whichever a puppet has no role for is its main one.
GARMENTS = frozenset(
    {
        *("dress", "coat", "shirt", "jacket", "robe", "suit", "sweater", "gown", "cloak"),
        *("uniform", "apron", "tunic", "jumper", "fur", "feathers", "hide", "paint"),
    }
)


def frozen(attributes: Mapping[str, str]) -> Attributes:
    """Attributes as a key for caches."""
    return tuple(sorted(attributes.items()))


def wearing(attributes: Mapping[str, str], lit: Light | None = None) -> frozenset[str]:
    """Pieces that attributes and the hour switch on: {"hat": "yes"} -> hat; lamps after dark."""
    found = frozenset(name for name, value in attributes.items() if value in YES)
    if lit is None or not lit.lamps:
        return found - {"lit"}
    return found | {"lit"} if attributes.get("lit", "yes") in YES else found


def figure(puppet: str, attributes: Mapping[str, str]) -> Puppet:
    """The puppet as its attributes shape it: varied, fat or thin, young. Raises KeyError for an
    unknown puppet.
    """
    stout, head = 1.0, 1.0
    build, age = attributes.get("build", ""), attributes.get("age", "")
    if build in ("fat", "stout", "big", "heavy"):
        stout = 1.22
    elif build in ("thin", "slim", "lean"):
        stout = 0.84
    if age in ("young", "little", "child"):
        head = 1.18
    found = puppets.find(puppet, stout, head)
    seed = attributes.get("vary", "")
    return vary(found, seed) if seed else found


@lru_cache(maxsize=4096)
def dressed(
    puppet: Puppet,
    shown: tuple[str, ...],
    attributes: Attributes,
    lit: Light,
    keep: float,
    shade: float = 0.0,
) -> tuple[Piece, ...]:
    """The pieces named ``shown`` in their light; after a pinned one, its brad. ``keep`` of their
    colours stays unlit.
    """
    told = dict(attributes)
    lamps = _shines(attributes, lit)
    out = []
    for name in shown:
        piece = puppet.pieces[name]
        own = colour(puppet, piece.paper, told)
        if piece.glow and not lamps:
            continue
        shining = piece.lamp and lamps
        seen = light.paper("yellow") if shining else light.tone(light.tone(own, piece.shade), shade)
        out.append(
            Piece(
                piece.key,
                piece.polygon,
                lit.lit(seen, 0.9 if shining else keep),
                piece.alpha,
                piece.flat,
                piece.glow,
                piece.pattern,
            )
        )
        if piece.pin:
            out.append(Piece("brad", brad(), lit.lit(light.paper("brass"), keep)))
    return tuple(out)


def placed(pose: poses.Pose, attributes: Attributes, lit: Light) -> tuple[Affine, ...]:
    """Maps for ``dressed`` pieces: those of the pose, and of the brads."""
    out = []
    lamps = _shines(attributes, lit)
    for piece, m in pose.pieces:
        if piece.glow and not lamps:
            continue
        out.append(m)
        if piece.pin:
            x, y = piece.at or (0.0, 0.0)
            out.append(mul(m, shift(x, y + 0.6 * BRAD)))
    return tuple(out)


def _shines(attributes: Attributes, lit: Light) -> bool:
    """Whether lamps are on: after dark, unless told otherwise."""
    return lit.lamps and dict(attributes).get("lit", "yes") in YES


def colour(puppet: Puppet, role: str, told: Mapping[str, str]) -> Colour:
    """The paper of a role: what the attributes tell of it, else the puppet's own."""
    said = told.get(role, "")
    if not said and role == puppet.main:
        said = told.get("colour", "")
        if not said:
            said = next((v for k, v in told.items() if k in GARMENTS - set(puppet.colours)), "")
    found = hue(said) if said else None
    return found if found else light.paper(puppet.colours.get(role, role))


@cache
def hue(said: str) -> Colour | None:
    """A colour by any English word for it, by a paper's name or as #rrggbb; None when nobody knows
    the word.
    """
    if said.startswith("#"):
        return light.parse(said) if len(said) == 7 else None
    words = light.colour_words()
    for word in (said.lower(), *reversed(said.lower().split())):
        if word in words:
            return light.paper(words[word])
    close = difflib.get_close_matches(said.lower(), list(words), 1, 0.8)
    return light.paper(words[close[0]]) if close else None


@cache
def brad() -> Polygon:
    return outline({"ellipse": [0, 0, BRAD, BRAD]}, 3, 0.6, 0.03)
