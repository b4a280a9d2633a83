"""Random films to learn from: boards with casts, places, light, cameras and moves that no script
asked for.

Puppets and places are the bundled ones, most of them varied far beyond what is bundled
(``puppets.vary``), so that the network learns to animate what it is shown. ``HELD_OUT`` puppets and
every fifth synonym never enter training; examinations are made of them.
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from storyboard import backdrops, deeds, poses, puppets
from storyboard.board import (
    FRAME,
    MOMENTS,
    Acting,
    Board,
    Box,
    Camera,
    Daytime,
    Facing,
    Layout,
    Place,
    Scene,
    Shot,
    Subject,
    Weather,
)
from storyboard.cue import FrameCue, SubjectCue

Word = TypeVar("Word", bound=str)
HELD_OUT = frozenset({"cow", "owl", "chef", "truck", "rabbit", "guitar"})
PAPERS = [
    "red",
    "rust",
    "orange",
    "ochre",
    "yellow",
    "olive",
    "green",
    "pine",
    "teal",
    "aqua",
    "blue",
    "navy",
    "plum",
    "rose",
    "pink",
    "brown",
    "tan",
    "grey",
    "slate",
    "cream",
    "ink",
]
DRESSING = frozenset(
    {"starfish", "shell", "fern", "kelp", "coral", "pot_plant", "street_lamp", "star"}
)
STAGES: Mapping[Daytime, float] = {"day": 0.5, "dusk": 0.2, "night": 0.2, "dawn": 0.1}
SKIES: Mapping[Weather, float] = {"clear": 0.8, "rain": 0.1, "snow": 0.1}
TOLD = {
    "day": ("day", "noon", "morning", "afternoon", "daylight", "midday"),
    "dawn": ("dawn", "sunrise", "daybreak", "early morning", "first light"),
    "dusk": ("dusk", "sunset", "evening", "twilight", "nightfall"),
    "night": ("night", "midnight", "dark", "moonlight", "late at night"),
    "clear": ("", "clear", "fine weather", "dry"),
    "rain": ("rain", "raining", "drizzle", "downpour", "storm"),
    "snow": ("snow", "snowing", "snowfall", "blizzard", "flurries"),
}


def film(seed: int, held_out: bool = False) -> Board:
    """A random board of 1 to 8 shots; with ``held_out`` at least one subject of every shot was
    never trained on.
    """
    rng = random.Random(seed * 7919 + (1 if held_out else 0))
    cast = [_subject(rng, i, held_out and i == 0) for i in range(rng.choice((1, 2, 2, 3, 3, 4, 5)))]
    scenes = []
    for s in range(rng.choice((1, 1, 2, 3))):
        place = Place(id=f"p{s}", name=f"p{s}", backdrop=rng.choice(backdrops.names()))
        daytime = _pick(rng, STAGES)
        weather = _pick(rng, SKIES) if not backdrops.find(place.backdrop).indoor else "clear"
        shots = tuple(
            _shot(rng, f"s{seed}_{s}_{i}", cast, place.backdrop, held_out)
            for i in range(rng.choice((1, 1, 2, 3)))
        )
        scenes.append((place, Scene(f"c{s}", "", place.id, daytime, weather, shots)))
    return Board(
        cast=tuple(cast),
        places=tuple(p for p, _ in scenes),
        scenes=tuple(scene for _, scene in scenes),
        seed=seed,
    )


def told(cue: FrameCue, chatter: int, held_out: bool = False) -> FrameCue:
    """The same frame in other words: synonyms for actions and kinds, light and weather now named,
    now only described.

    One ``chatter`` chooses the same words for the same subject and light in every frame.
    """
    subjects = tuple(
        _said(subject, random.Random(f"{chatter} {subject.id} {subject.action}"), held_out)
        for subject in cue.subjects
    )
    rng = random.Random(f"{chatter} {cue.daytime} {cue.weather}")
    light = rng.choice(TOLD[cue.daytime])
    sky = rng.choice(TOLD[cue.weather])
    words = " ".join(s for s in (light, sky) if s) if rng.random() < 0.85 else cue.words
    return replace(cue, subjects=subjects, words=words)


def slots(board: Board, rng: random.Random, length: int = 16) -> list[tuple[str, int]]:
    """Shot and frame of ``length`` slots: neighbours in one shot, a coarser level of it, or
    keyframes of many shots.
    """
    kind = rng.random()
    shots = board.shots
    if kind < 0.7 or len(shots) == 1:
        shot = max(rng.sample(shots, min(2, len(shots))), key=lambda s: s.length)
        ticks = (shot.length + 1) // 2
        most = max(1, (ticks - 1) // (length - 1))
        stride = 1 if kind < 0.5 else rng.randint(1, most)
        first = rng.randint(0, max(0, ticks - 1 - stride * (length - 1)))
        return [(shot.id, 2 * min(ticks - 1, first + stride * i)) for i in range(length)]
    chosen: list[tuple[str, int]] = []
    while len(chosen) < length:
        for shot in shots:
            ticks = (shot.length + 1) // 2
            count = rng.choice((2, 2, 3, 4))
            chosen += [(shot.id, 2 * round(i * (ticks - 1) / (count - 1))) for i in range(count)]
    return chosen[:length]


def _subject(rng: random.Random, i: int, strange: bool) -> Subject:
    names = [n for n in puppets.names() if n not in DRESSING and (n in HELD_OUT) == strange]
    weights = [3.0 if puppets.find(n).rig in ("biped", "quad", "bird") else 1.0 for n in names]
    name = rng.choices(names, weights)[0]
    attributes = {}
    if not strange and rng.random() < 0.55:
        attributes["vary"] = str(rng.randrange(10**9))
    elif rng.random() < 0.5:
        attributes["colour"] = rng.choice(PAPERS)
    if rng.random() < 0.2:
        attributes["hat"] = "yes"
    return Subject(id=f"u{i}", name=f"u{i}", kind=name, puppet=name, attributes=attributes)


def _shot(
    rng: random.Random, id: str, cast: Sequence[Subject], backdrop: str, held_out: bool
) -> Shot:
    length = rng.choice((32, 40, 48, 64, 96))
    count = min(len(cast), rng.choice((0, 1, 1, 1, 2, 2, 2, 3, 3, 4)))
    if held_out:
        count = max(1, count)
    present = rng.sample(list(cast), count)
    if held_out and cast[0] not in present:
        present[0] = cast[0]
    ground = backdrops.find(backdrop).ground / 100
    zoom = rng.choice((0.7, 0.85, 1.0, 1.0, 1.15, 1.5))
    boxes, acting = {}, {}
    for order, subject in enumerate(present):
        boxes[subject.id], acting[subject.id] = _act(rng, subject, ground, zoom, order)
    layout, camera = Layout(boxes), _camera(rng)
    return Shot(
        id=id,
        subjects=tuple(s.id for s in present),
        length=length,
        layout=layout,
        camera=camera,
        acting=acting,
    )


def _act(
    rng: random.Random, subject: Subject, ground: float, zoom: float, order: int
) -> tuple[tuple[Box | None, ...], Acting]:
    puppet = puppets.find(subject.puppet)
    actions = sorted(poses.actions(puppet.rig))
    action = rng.choice(actions)
    tall = min(0.75, max(0.12, 0.5 * (puppet.size / 1.7) ** 0.55)) * zoom * rng.uniform(0.85, 1.2)
    x0, y0, x1, y1 = poses.extents(puppet, action)
    stand = poses.extents(puppet, "stand")
    unit = tall / (stand[3] - stand[1])  # frame heights a puppet unit
    height, width = (y1 - y0) * unit, (x1 - x0) * unit * 9 / 16
    aloft = action in ("fly", "swim") or puppet.rig == "fish"
    x, y = rng.uniform(0.05, 0.95), ground + rng.uniform(-0.05, 0.07)
    if aloft:
        y = rng.uniform(0.25, 0.85)
    moves = action in poses.MOVING or rng.random() < 0.12
    far = rng.uniform(0.1, 0.9) * rng.choice((-1, 1)) if moves else 0.0
    rise = rng.uniform(-0.3, 0.3) if moves and aloft else rng.uniform(-0.04, 0.04) * moves
    grow = rng.choice((1.0, 1.0, 1.0, rng.uniform(0.7, 1.5)))
    start = x - far / 2 if rng.random() < 0.7 else (-0.2 if far > 0 else 1.2)
    path: list[Box | None] = []
    for k in range(MOMENTS):
        u = k / (MOMENTS - 1)
        s = 1 + (grow - 1) * u
        cx, foot = start + far * u, y + rise * u
        path.append(Box(cx - width * s / 2, foot - height * s, cx + width * s / 2, foot))
    if rng.random() < 0.06:
        cut = rng.randrange(1, MOMENTS)
        gone = range(cut) if rng.random() < 0.5 else range(cut, MOMENTS)
        for k in gone:
            path[k] = None
    sides: tuple[Facing | None, ...] = (None, None, "left", "right")
    facing = rng.choice(sides) if not moves else None
    return tuple(path), Acting(action, facing, order)


def _camera(rng: random.Random) -> Camera:
    def view() -> Box:
        size = rng.choice((1.0, 1.0, rng.uniform(0.55, 1.1)))
        x = rng.uniform(-0.2, 1.2 - size) if size < 1 or rng.random() < 0.5 else 0.0
        y = rng.uniform(0.0, 1.0 - size) if size < 1 else (1 - size) / 2
        return Box(x, y, x + size, y + size)

    if rng.random() < 0.4:
        return Camera((FRAME,))
    first = view()
    if rng.random() < 0.4:
        return Camera((first,))
    last = view()
    rects = []
    for k in range(MOMENTS):
        u = k / (MOMENTS - 1)
        rects.append(
            Box(
                first.x0 + (last.x0 - first.x0) * u,
                first.y0 + (last.y0 - first.y0) * u,
                first.x1 + (last.x1 - first.x1) * u,
                first.y1 + (last.y1 - first.y1) * u,
            )
        )
    return Camera(tuple(rects))


def _said(subject: SubjectCue, rng: random.Random, held_out: bool) -> SubjectCue:
    """Name the action, or leave it to a synonym; the same for the kind."""
    spoken = [w for w in deeds.spoken().get(subject.action, ()) if trained(w) != held_out]
    kinds = [w for w in puppets.find(subject.puppet).words if trained(w) != held_out]
    words, action, kind = "", subject.action, subject.puppet.replace("_", " ")
    if spoken and (held_out or rng.random() < 0.6):
        words = rng.choice(spoken)
        if held_out or rng.random() < 0.5:
            action = ""
    if kinds and rng.random() < 0.4:
        kind = rng.choice(kinds)
    return replace(subject, action=action, kind=kind, words=words)


def trained(word: str) -> bool:
    """Whether training may use this synonym: every fifth is kept back for the examination."""
    return zlib.crc32(word.encode()) % 5 != 0


def _pick(rng: random.Random, weights: Mapping[Word, float]) -> Word:
    return rng.choices(list(weights), list(weights.values()))[0]
