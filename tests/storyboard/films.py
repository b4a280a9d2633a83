"""Films to test with: one drawn by hand, and as many as hypothesis likes."""

from __future__ import annotations

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
    Movement,
    Place,
    Scene,
    Shot,
    Size,
    Stretch,
    Subject,
    Weather,
)
from storyboard.camera import rect
from storyboard.layout import line, still

# No deadline: a shared machine may pause any example
few = settings(max_examples=30, deadline=None)

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
    left, right = Box(0.1, 0.3, 0.3, 0.9), Box(0.7, 0.6, 0.9, 0.9)
    both = Layout({"su1": still(left), "su2": line(Box(0.4, 0.6, 0.6, 0.9), right)})
    kitchen = (
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
    garden = (
        Shot(
            "sh4",
            "Biscuit runs to the tree.",
            ("su2",),
            length=96,
            layout=Layout({"su2": line(Box(-0.2, 0.6, 0.0, 0.9), Box(0.8, 0.6, 1.0, 0.9))}),
            stretch=stretch("Biscuit runs to the tree."),
        ),
    )
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
                shots=kitchen,
                stretch=stretch(SCRIPT[: SCRIPT.index("EXT.")]),
            ),
            Scene(
                "sc2",
                "EXT. GARDEN - DAY",
                "pl2",
                shots=garden,
                stretch=stretch(SCRIPT[SCRIPT.index("EXT.") :]),
            ),
        ),
    )


def boxes() -> st.SearchStrategy[Box]:
    edge = st.floats(-0.5, 1.2)
    side = st.floats(0.01, 1.0)
    return st.builds(lambda x, y, w, h: Box(x, y, x + w, y + h), edge, edge, side, side)


def paths(moments: int = 9, absent: bool = True) -> st.SearchStrategy[tuple[Box | None, ...]]:
    some = st.none() | boxes() if absent else boxes()
    return st.lists(some, min_size=moments, max_size=moments).map(tuple)


def layouts(ids: tuple[str, ...] = ("su1", "su2")) -> st.SearchStrategy[Layout]:
    return st.sampled_from((1, 2, 5, 9)).flatmap(
        lambda moments: st.dictionaries(st.sampled_from(ids), paths(moments), max_size=2).map(
            lambda rows: Layout(rows, moments)
        )
    )


def cameras() -> st.SearchStrategy[Camera]:
    rects = st.builds(rect, st.floats(0, 1), st.floats(0, 1), st.floats(0.2, 1.25))
    return st.lists(rects, min_size=1, max_size=4).map(lambda row: Camera(tuple(row)))


def one_of(words: object) -> st.SearchStrategy[str]:
    return st.sampled_from(get_args(words))


def shots(id: str) -> st.SearchStrategy[Shot]:
    texts = st.text(max_size=12)
    ids = st.sampled_from(("su1", "su2"))
    return st.builds(
        Shot,
        id=st.just(id),
        action=texts,
        subjects=st.lists(ids, unique=True).map(tuple),
        dialogue=st.lists(st.builds(Line, ids, texts, texts), max_size=2).map(tuple),
        size=one_of(Size),
        angle=one_of(Angle),
        movement=one_of(Movement),
        lens=st.integers(1, 300),
        length=st.integers(1, 120),
        notes=texts,
        join=one_of(Join),
        layout=layouts(),
        camera=cameras(),
        acting=st.dictionaries(
            ids, st.builds(Acting, texts, st.sampled_from((None, "left", "right"))), max_size=2
        ),
        locked=st.frozensets(st.sampled_from(("*", "action", "layout", "length")), max_size=2),
        stretch=st.none() | st.builds(Stretch, st.integers(0, 50), st.integers(50, 99), texts),
        stale=st.booleans(),
        label=st.sampled_from(("", "", "", "1A", "2B")),
        made_by=st.dictionaries(st.sampled_from(("action", "layout")), one_of(Maker), max_size=2),
    )


@st.composite
def boards(draw: st.DrawFn, most: int = 3) -> Board:
    scenes = []
    n = 0
    for s in range(draw(st.integers(0, 2))):
        row = []
        for _ in range(draw(st.integers(0, most))):
            n += 1
            row.append(draw(shots(f"sh{n}")))
        scenes.append(
            Scene(
                f"sc{s + 1}",
                draw(st.text(max_size=8)),
                draw(st.sampled_from(("", "pl1"))),
                draw(one_of(Daytime)),
                draw(one_of(Weather)),
                tuple(row),
            )
        )
    cast = (Subject("su1", "Mia", attributes={"hat": "yes"}), Subject("su2", "Biscuit"))
    return Board(
        draw(st.text(max_size=8)),
        draw(st.text(max_size=40)),
        cast,
        (Place("pl1", "Kitchen", aliases=("Galley",)),),
        tuple(scenes),
        numbering=draw(st.sampled_from(("12A", "12-1", "sc012_sh010"))),
        numbers_locked=draw(st.booleans()),
    )
