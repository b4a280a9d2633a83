"""Films to test with: one drawn by hand, and as many as hypothesis likes."""

from __future__ import annotations

import random
from typing import get_args

from hypothesis import settings
from hypothesis import strategies as st

from storyboard.board import (
    Acting,
    Angle,
    Board,
    Box,
    Camera,
    Daytime,
    Join,
    Keyframe,
    Layout,
    Line,
    Maker,
    Marker,
    Movement,
    Place,
    Scene,
    Shot,
    Size,
    Sound,
    Stretch,
    Subject,
    Weather,
)
from storyboard.camera import rect
from storyboard.layout import line, still

# No deadline: a shared machine may pause any example
few = settings(max_examples=30, deadline=None)

SEEDS = st.integers(0, 2**40)
TEXTS = ("", "Mia runs.", "Она идёт", "\r\n\t", "a\u2028b\x00", "犬", "\ud800 alone", "{}[]\\\"'")

SCRIPT = """INT. KITCHEN - DAY

Mia enters with Biscuit. Biscuit sits down.

MIA
Sit, Biscuit!

EXT. GARDEN - DAY

Biscuit runs to the tree.
"""


def stretch(words: str, script: str = SCRIPT) -> Stretch:
    start = script.index(words)
    return Stretch(start, start + len(words), words)


def film() -> Board:
    """Two scenes, four shots, two subjects, two places, linked to SCRIPT."""
    mia = Subject("su1", "Mia", kind="girl", pronoun="she")
    biscuit = Subject("su2", "Biscuit", kind="dog", aliases=("the dog",))
    return Board(
        title="Sit",
        script=SCRIPT,
        cast=(mia, biscuit),
        places=(Place("pl1", "Kitchen", interior=True), Place("pl2", "Garden")),
        scenes=(
            Scene(
                "sc1",
                "INT. KITCHEN - DAY",
                "pl1",
                shots=_kitchen(),
                stretch=stretch(SCRIPT[: SCRIPT.index("EXT.")]),
            ),
            Scene(
                "sc2",
                "EXT. GARDEN - DAY",
                "pl2",
                shots=_garden(),
                stretch=stretch(SCRIPT[SCRIPT.index("EXT.") :]),
            ),
        ),
    )


def _kitchen() -> tuple[Shot, ...]:
    left, right = Box(0.1, 0.3, 0.3, 0.9), Box(0.7, 0.6, 0.9, 0.9)
    both = Layout({"su1": still(left), "su2": line(Box(0.4, 0.6, 0.6, 0.9), right)})
    return (
        Shot(
            "sh1",
            "Mia enters with Biscuit.",
            ("su1", "su2"),
            length=48,
            layout=both,
            acting={"su1": Acting("walk"), "su2": Acting("walk", order=1)},
            stretch=stretch("Mia enters with Biscuit."),
            made_by={"action": "director", "layout": "rules"},
        ),
        Shot(
            "sh2",
            "Biscuit sits down.",
            ("su2",),
            size="CU",
            length=60,
            layout=Layout({"su2": still(Box(0.3, 0.2, 0.7, 0.9))}),
            keyframes=(Keyframe(0, "a" * 64), Keyframe(59, "b" * 64)),
            takes=("take1", "take2"),
            circled="take2",
            stretch=stretch("Biscuit sits down."),
        ),
        Shot(
            "sh3",
            "Mia speaks.",
            ("su1",),
            dialogue=(Line("su1", "Sit, Biscuit!"),),
            size="MS",
            length=72,
            layout=Layout({"su1": still(Box(0.2, 0.1, 0.6, 1.0))}),
            stretch=stretch("MIA\nSit, Biscuit!"),
        ),
    )


def _garden() -> tuple[Shot, ...]:
    return (
        Shot(
            "sh4",
            "Biscuit runs to the tree.",
            ("su2",),
            length=96,
            layout=Layout({"su2": line(Box(-0.2, 0.6, 0.0, 0.9), Box(0.8, 0.6, 1.0, 0.9))}),
            stretch=stretch("Biscuit runs to the tree."),
        ),
    )


def boxes() -> st.SearchStrategy[Box]:
    edge, side = st.integers(-500, 1200), st.integers(10, 1000)
    return st.builds(
        lambda x, y, w, h: Box(x / 1000, y / 1000, (x + w) / 1000, (y + h) / 1000),
        edge,
        edge,
        side,
        side,
    )


def paths(moments: int = 9, absent: bool = True) -> st.SearchStrategy[tuple[Box | None, ...]]:
    some = st.none() | boxes() if absent else boxes()
    return st.lists(some, min_size=moments, max_size=moments).map(tuple)


def layouts(ids: tuple[str, ...] = ("su1", "su2")) -> st.SearchStrategy[Layout]:
    return SEEDS.map(lambda seed: some_layout(random.Random(seed), ids))


def cameras() -> st.SearchStrategy[Camera]:
    return SEEDS.map(lambda seed: some_camera(random.Random(seed)))


def shots(id: str) -> st.SearchStrategy[Shot]:
    return SEEDS.map(lambda seed: some_shot(random.Random(seed), id))


def boards(most: int = 3) -> st.SearchStrategy[Board]:
    return SEEDS.map(lambda seed: some_board(random.Random(seed), most))


# One number makes a whole board: to draw every box of it from hypothesis takes seconds an example


def some_box(rng: random.Random) -> Box:
    x, y = rng.uniform(-0.5, 1.2), rng.choice((0.0, rng.random()))
    return Box(x, y, x + rng.uniform(0.01, 1), y + rng.choice((0.5, rng.uniform(0.01, 1))))


def some_layout(rng: random.Random, ids: tuple[str, ...] = ("su1", "su2")) -> Layout:
    moments = rng.choice((1, 2, 5, 9))
    rows = {}
    for id in rng.sample(ids, rng.randint(0, len(ids))):
        there = rng.choice((0.3, 0.9, 1.0))
        row = tuple(some_box(rng) if rng.random() < there else None for _ in range(moments))
        straight = line(some_box(rng), some_box(rng), moments)
        rows[id] = rng.choice((row, straight))
    return Layout(rows, moments)


def some_camera(rng: random.Random) -> Camera:
    count = rng.choice((1, 1, 2, 9))
    return Camera(
        tuple(rect(rng.random(), rng.random(), rng.uniform(0.2, 1.25)) for _ in range(count))
    )


def some_shot(rng: random.Random, id: str) -> Shot:
    length = rng.randint(1, 120)
    stretch = Stretch(rng.randint(0, 50), rng.randint(50, 99), rng.choice(TEXTS))
    return Shot(
        id=id,
        action=rng.choice(TEXTS),
        subjects=tuple(rng.sample(("su1", "su2"), rng.randint(0, 2))),
        dialogue=tuple(
            Line(rng.choice(("su1", "")), rng.choice(TEXTS), rng.choice(TEXTS))
            for _ in range(rng.randint(0, 2))
        ),
        size=rng.choice(get_args(Size)),
        angle=rng.choice(get_args(Angle)),
        movement=rng.choice(get_args(Movement)),
        lens=rng.randint(1, 300),
        length=length,
        notes=rng.choice(TEXTS),
        join=rng.choice(get_args(Join)),
        layout=some_layout(rng),
        camera=some_camera(rng),
        acting={"su1": Acting(rng.choice(TEXTS), rng.choice((None, "left", "right")), 2)},
        keyframes=tuple(
            Keyframe(frame, "f" * 64) for frame in sorted(rng.sample(range(length), 1))
        ),
        takes=tuple(f"{id}take{n}" for n in range(rng.randint(0, 2))),
        locked=frozenset(rng.sample(("*", "action", "layout", "length"), rng.randint(0, 2))),
        stretch=rng.choice((None, stretch)),
        stale=rng.random() < 0.5,
        label=rng.choice(("", "", "", "1A", "2B")),
        made_by={name: rng.choice(get_args(Maker)) for name in ("action", "layout")},
    )


def some_board(rng: random.Random, most: int = 3) -> Board:
    scenes = []
    n = 0
    for s in range(rng.randint(0, 2)):
        count = rng.randint(0, most)
        scenes.append(
            Scene(
                f"sc{s + 1}",
                rng.choice(TEXTS),
                rng.choice(("", "pl1")),
                rng.choice(get_args(Daytime)),
                rng.choice(get_args(Weather)),
                tuple(some_shot(rng, f"sh{n + i + 1}") for i in range(count)),
                label=rng.choice(("", "", "7")),
            )
        )
        n += count
    cast = (Subject("su1", "Mia", attributes={"hat": "yes"}), Subject("su2", "Biscuit"))
    return Board(
        rng.choice(TEXTS),
        rng.choice(TEXTS),
        cast,
        (Place("pl1", "Kitchen", aliases=("Galley",)),),
        tuple(scenes),
        numbering=rng.choice(("12A", "12-1", "sc012_sh010")),
        numbers_locked=rng.random() < 0.5,
        sounds=tuple(some_sound(rng, f"so{i + 1}", n) for i in range(rng.randint(0, 3))),
        markers=tuple(some_marker(rng, f"mk{i + 1}", n) for i in range(rng.randint(0, 2))),
    )


def some_sound(rng: random.Random, id: str, shots: int) -> Sound:
    """A sound tied to one of the shots sh1, sh2, .."""
    length = rng.randint(1, 200)
    return Sound(
        id,
        rng.choice("abc") * 64,
        rng.choice(TEXTS),
        f"sh{rng.randint(1, shots)}" if shots else "",
        rng.randint(-20, 150),
        length,
        skip=rng.randint(0, 50),
        gain=rng.uniform(-40, 6),
        fade_in=rng.randint(0, length // 2),
        fade_out=rng.randint(0, length // 2),
        track=rng.randint(0, 3),
    )


def some_marker(rng: random.Random, id: str, shots: int) -> Marker:
    """A marker tied to one of the shots sh1, sh2, .."""
    shot = f"sh{rng.randint(1, shots)}" if shots else ""
    return Marker(id, shot, rng.randint(-20, 150), rng.choice(TEXTS))
