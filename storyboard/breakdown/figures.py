"""Figures: how large a subject stands in a frame, what shape its box has, and which action word it gets."""

from __future__ import annotations

from dataclasses import dataclass

from storyboard import lexicon
from storyboard.board import Size, Subject
from storyboard.breakdown.props import Kind, props

SMALLEST = 0.12  # of the frame's height: below it cut paper is not readable
TALLEST = 0.86

# Height of a grown person (1.7 m) in frame heights, and how much of a real difference in size is kept:
# the closer the camera, the more alike things become, or a letter would be a dot in its own close-up.
_PERSON: dict[Size, tuple[float, float]] = {
    "EWS": (0.32, 0.55), "WS": (0.50, 0.50), "FS": (0.62, 0.48), "MS": (0.88, 0.42),
    "MCU": (1.2, 0.32), "CU": (1.7, 0.30), "ECU": (2.3, 0.28),
}  # fmt: skip
_LARGEST: dict[Size, float] = {"EWS": 0.7, "WS": TALLEST, "FS": 0.95, "MS": 1.1, "MCU": 1.3, "CU": 1.8, "ECU": 2.4}

# Width and height of the whole cycle in hundredths of the standing height.
_SHAPES: dict[str, dict[str, tuple[float, float]]] = {
    "biped": {
        "stand": (34, 98), "walk": (52, 96), "run": (68, 99), "sit": (48, 82), "wave": (52, 100), "talk": (46, 98), "point": (62, 98),
        "cheer": (62, 108), "drive": (52, 82), "fly": (112, 54), "swim": (112, 48), "sleep": (98, 38),
    },
    "quad": {"stand": (112, 100), "walk": (118, 100), "run": (140, 100), "sit": (90, 100), "sleep": (120, 62), "swim": (118, 90)},
    "bird": {"stand": (96, 100), "walk": (98, 100), "fly": (125, 110), "swim": (105, 90)},
    "fish": {"stand": (190, 100), "swim": (195, 100)},
    "vehicle": {"stand": (210, 100), "drive": (210, 100)},
    "boat": {"stand": (120, 100), "sail": (124, 104)},
    "plant": {"stand": (78, 100)},
    "thing": {"stand": (100, 100), "roll": (100, 100)},
}  # fmt: skip
_WIDE = {
    "table": 170, "pizza": 112, "house": 114, "lamp": 80, "chair": 66, "bed": 190, "sofa": 190, "umbrella": 112, "moon": 60, "cloud": 190,
    "pine": 66, "flower": 52, "bus": 240, "train": 300, "truck": 220, "bicycle": 150, "rocket": 50, "balloon": 75, "aeroplane": 220,
    "door": 50, "book": 120, "letter": 140, "castle": 110, "tower": 45, "lighthouse": 42, "tent": 130, "guitar": 45, "bottle": 38, "cup": 100,
}  # fmt: skip
_SKY = frozenset("moon sun star cloud rainbow comet planet kite balloon helicopter drone ufo".split())
_FLIERS = frozenset("aeroplane airplane plane rocket spaceship butterfly bee bat owl gull dragonfly helicopter balloon".split())
_INSTEAD = {
    "run": ("walk", "drive", "sail", "swim", "fly", "roll", "hop", "crawl", "move"),
    "walk": ("run", "drive", "sail", "swim", "fly", "roll", "hop", "crawl", "move"),
    "fly": ("swim", "run", "walk", "drive", "roll", "move"), "swim": ("walk", "sail", "drive", "roll", "move"),
    "drive": ("roll", "walk", "sail", "move"), "sail": ("drive", "swim", "roll", "move"), "talk": ("stand",), "wave": ("cheer", "stand"), "point": ("wave", "stand"),
    "sleep": ("lie", "sit"), "sit": ("stand",), "cheer": ("wave", "stand"), "dance": ("cheer", "wave"), "jump": ("cheer", "bounce", "run"),
    "carry": ("walk",), "roll": ("drive", "stand"), "bounce": ("roll",), "hop": ("walk", "run"),
}  # fmt: skip
# Verbs -> the pose tables' actions, for verbs that the art's own table does not name.
_ACTIONS = {
    "sit": "sit", "perch": "stand", "kneel": "sit", "crouch": "sit", "lie": "sleep", "sleep": "sleep", "rest": "sit", "nap": "sleep", "doze": "sleep", "dream": "sleep",
    "wave": "wave", "salute": "wave", "beckon": "wave", "greet": "wave", "gesture": "talk", "talk": "talk", "speak": "talk", "say": "talk", "tell": "talk", "ask": "talk",
    "answer": "talk", "shout": "talk", "whisper": "talk", "laugh": "talk", "sing": "talk", "call": "talk", "explain": "talk", "bark": "talk", "point": "point", "cheer": "cheer", "celebrate": "cheer",
    "dance": "cheer", "jump": "cheer", "leap": "cheer", "clap": "cheer", "play": "cheer", "throw": "point", "toss": "point", "kick": "run", "drive": "drive", "ride": "sit",
    "fly": "fly", "soar": "fly", "flutter": "fly", "glide": "fly", "hover": "fly", "swoop": "fly", "float": "stand", "swim": "swim", "dive": "swim", "paddle": "swim", "wade": "walk",
    "sail": "sail", "row": "sail", "drift": "sail", "roll": "roll", "bounce": "bounce", "slide": "stand", "skate": "walk", "ski": "walk",
    "meow": "talk", "growl": "talk", "roar": "talk", "chirp": "talk", "howl": "talk", "quack": "talk", "reach": "point", "give": "point", "hand": "point", "offer": "point", "show": "point",
    "fall": "stand", "drop": "stand", "sink": "stand", "rise": "stand", "ascend": "stand", "descend": "stand", "cook": "point", "paint": "point", "pour": "point", "eat": "sit", "read": "sit", "write": "sit", "drink": "stand",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """A subject as staging sees it. ``height`` and ``width`` in frame heights and frame widths; ``sky``: it hangs up there."""

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
    wish = table.actions.get(verb) or _ACTIONS.get(verb, "")
    if not wish and motion not in ("stay", "face", "show", "hide", "send", "carry"):
        wish = "run" if fast or verb in lexicon.FAST else "walk"
    if motion == "carry" and not wish:
        wish = "stand"
    if rig == "bird" and wish in ("walk", "run", "stand") and motion in ("up", "down", "travel", "enter", "exit", "approach") and verb not in ("walk", "hop", "strut", "waddle", "run", "step", "swim"):
        wish = "fly"
    if rig == "fish" and motion not in ("stay", "face"):
        wish = "swim"
    have = table.rigs.get(rig, frozenset())
    for one in (wish, *_INSTEAD.get(wish, ())):
        if one in have:
            return one
    return "stand"


def _kind(subject: Subject) -> Kind | None:
    table = props()
    if subject.puppet in table.kinds:
        return table.kinds[subject.puppet]
    return table.kind(subject.kind)


def figure(subject: Subject, does: str, size: Size, aspect: float, *, flies: bool = False) -> Figure:
    """A subject's figure in a shot of this size, doing this action."""
    kind = _kind(subject)
    rig = kind.rig if kind else ("biped" if subject.pronoun in ("he", "she") else "thing")
    person = rig == "biped"
    metres = kind.size if kind else (1.7 if person else 0.8)
    if kind and kind.name in _SKY or subject.kind in _SKY:
        metres = 0.5 if "star" not in (kind.name if kind else "", subject.kind) else 0.2
    tall, keep = _PERSON[size]
    standing = tall * (metres / 1.7) ** keep * lexicon.SIZES.get(subject.attributes.get("size", ""), 1.0)
    standing = min(max(standing, SMALLEST * 1.05), _LARGEST[size])
    wide, high = shape(subject, rig, does)
    height = max(standing * high, SMALLEST if high > 0.7 else 0.09)
    width = standing * wide / aspect
    limit = 0.8 if size in ("EWS", "WS", "FS") else 1.4
    if width > limit:
        height, width = height * limit / width, limit
    sky = bool(kind and kind.name in _SKY) or subject.kind in _SKY
    floats = sky or does == "fly" or flies or (rig == "fish") or bool(kind and kind.name in _FLIERS and does != "stand")
    return Figure(subject.id, does, height, width, sky, floats, person, rig, metres)


def shape(subject: Subject, rig: str, does: str) -> tuple[float, float]:
    """Width and height of an action's whole cycle, in standing heights."""
    kind = _kind(subject)
    shapes = _SHAPES.get(rig, _SHAPES["thing"])
    wide, high = shapes.get(does) or shapes["stand"]
    for name in (kind.name if kind else "", subject.kind):
        if name in _WIDE:
            wide = float(_WIDE[name])
    return wide / 100, high / 100
