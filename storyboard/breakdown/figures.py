"""Figures: how large a subject stands in a frame, what shape its box has, and which action word it
gets."""

from __future__ import annotations

from dataclasses import dataclass

from storyboard import lexicon, poses, puppets
from storyboard.board import Size, Subject
from storyboard.breakdown.props import Kind, props

SMALLEST = 0.12  # of the frame's height: below it cut paper is not readable
TALLEST = 0.86

# Height of a grown person (1.7 m) in frame heights, and how much of a real difference in size is
# kept:
# the closer the camera, the more alike things become, or a letter would be a dot in its own close-
# up.
_PERSON: dict[Size, tuple[float, float]] = {
    "EWS": (0.32, 0.6), "WS": (0.55, 0.6), "FS": (0.64, 0.55), "MS": (0.88, 0.42),
    "MCU": (1.2, 0.32), "CU": (1.7, 0.30), "ECU": (2.3, 0.28),
}  # fmt: skip
_LARGEST: dict[Size, float] = {
    "EWS": 0.7,
    "WS": TALLEST,
    "FS": 0.95,
    "MS": 1.1,
    "MCU": 1.3,
    "CU": 1.8,
    "ECU": 2.4,
}

# Width and height in hundredths, for nouns that no puppet draws.
_WIDE = {"person": (34, 98), "thing": (100, 100)}
# Vehicles are drawn smaller than they are, or nobody else would have room beside them.
_CAPS = {"vehicle": 0.56, "boat": 0.72, "aircraft": 0.5, "quad": 0.85, "fish": 0.6}
_SKY = lexicon.listed("moon sun star cloud rainbow comet planet kite")
_ROUND = frozenset(("ball", "apple"))
_ON_FOOT = lexicon.listed("walk hop strut waddle run step swim parade march stroll scurry")
_FLIERS = lexicon.listed("aeroplane butterfly bee helicopter hot_air_balloon balloon")
# Verbs -> the pose tables' actions, for verbs that the art's own table does not name.
_DOES = lexicon.told(
    "sit: sit, perch, ride, rest, squat; kneel: kneel, crouch, dig; sleep: sleep, nap, doze, "
    "dream, snore; lie: lie, relax; wave: wave, salute, beckon, greet; talk: talk, speak, say, "
    "tell, ask, answer, reply, shout, whisper, laugh, sing, call, explain, bark, meow, growl, "
    "roar, chirp, howl, quack, scream, yell, giggle, chuckle, argue, moo, neigh, tweet, hoot, "
    "gesture; point: point, reach, show, offer, give, hand, knock, ring, press, paint; cheer: "
    "cheer, celebrate, clap; dance: dance, spin, twirl; jump: jump, leap, hop, skip; bounce: "
    "bounce; roll: roll; fly: fly, soar, flutter, glide, hover, swoop; swim: swim, dive, "
    "paddle; sail: sail, row, drift; drive: drive, steer; climb: climb, clamber, scale; crawl: "
    "crawl, creep, slither; eat: eat, drink, chew, nibble, lick, sip, taste, graze; read: read, "
    "study; play: play, juggle, strum; throw: throw, toss, hurl, fling, pitch; push: push, "
    "pull, drag; bow: bow, bend, lean, pick; carry: carry, hold; run: kick; fall: fall, drop, "
    "collapse; float: float"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A subject as staging sees it.

    ``height`` and ``width`` in frame heights and frame widths; ``sky``: it hangs up there.
    """

    id: str
    action: str
    height: float
    width: float
    sky: bool = False
    floats: bool = False
    person: bool = False
    rig: str = "thing"
    metres: float = 1.0


def action(subject: Subject, verb: str, motion: lexicon.Motion, fast: bool = False) -> str:
    """The pose tables' action for what a subject does; "stand" when none fits."""
    table = props()
    kind = _kind(subject)
    rig = kind.rig if kind else "biped" if subject.pronoun in ("he", "she") else "thing"
    wish = table.actions.get(verb) or _DOES.get(verb, "")
    if not wish and motion not in ("stay", "face", "show", "hide", "send", "carry"):
        wish = "run" if fast or verb in lexicon.FAST else "walk"
    moving = motion in ("up", "down", "travel", "enter", "exit", "approach", "follow", "retreat")
    if wish == "point" and moving:
        wish = "walk"  # "reaches the other side"
    if wish == "walk" and fast:
        wish = "run"
    if rig == "bird" and moving and wish != "swim" and verb not in _ON_FOOT:
        wish = "fly"
    if rig == "fish" and motion not in ("stay", "face"):
        wish = "swim"
    if rig in ("thing", "plant") and wish in ("walk", "run"):
        wish = "roll" if kind and kind.name in _ROUND else "stand"
    return poses.fitting(rig, wish or "stand")


def _kind(subject: Subject) -> Kind | None:
    table = props()
    if subject.puppet in table.kinds:
        return table.kinds[subject.puppet]
    return table.kind(subject.kind)


def figure(
    subject: Subject, does: str, size: Size, aspect: float, *, flies: bool = False
) -> Figure:
    """A subject's figure in a shot of this size, doing this action."""
    kind = _kind(subject)
    rig = kind.rig if kind else ("biped" if subject.pronoun in ("he", "she") else "thing")
    person = rig == "biped"
    metres = kind.size if kind else (1.7 if person else 0.8)
    if (kind and kind.name in _SKY) or subject.kind in _SKY:
        metres = 0.5 if "star" not in (kind.name if kind else "", subject.kind) else 0.2
    tall, keep = _PERSON[size]
    standing = (
        tall * (metres / 1.7) ** keep * lexicon.SIZES.get(subject.attributes.get("size", ""), 1.0)
    )
    standing = min(max(standing, SMALLEST * 1.05), _LARGEST[size] * _CAPS.get(rig, 1.0))
    wide, high = shape(subject, rig, does)
    height = max(standing * high, SMALLEST if high > 0.7 else 0.09)
    width = standing * wide / aspect
    highest = {"EWS": 0.5, "WS": 0.74, "FS": 0.82}.get(size, 9.9) if person else 9.9
    if height > highest:
        height, width = highest, width * highest / height
    limit = 0.8 if size in ("EWS", "WS", "FS") else 1.4
    if width > limit:
        height, width = height * limit / width, limit
    sky = bool(kind and kind.name in _SKY) or subject.kind in _SKY
    floats = sky or does == "fly" or flies or rig == "fish" or bool(kind and kind.name in _FLIERS)
    return Figure(subject.id, does, height, width, sky, floats, person, rig, metres)


def shape(subject: Subject, rig: str, does: str) -> tuple[float, float]:
    """Width and height of an action's whole cycle, in standing heights."""
    kind = _kind(subject)
    if kind is None:
        wide, high = _WIDE["person" if rig == "biped" else "thing"]
        return wide / 100, high / 100
    x0, y0, x1, y1 = poses.extents(puppets.find(kind.name), does)
    return max(x1 - x0, 5) / 100, max(y1 - y0, 5) / 100
