"""The layout skills: how many, which colour, where, which way, when; checked on the boxes alone.

Wordings and nouns are our own; "flurb", "lepahan" and "quokka" stand for words of no list.
"""

from itertools import product

import pytest

from storyboard.board import MOMENTS
from storyboard.breakdown import shot
from storyboard.breakdown.props import props

NOUNS = ["dog", "flurb", "lantern"]
OTHERS = ["cactus", "quokka", "car"]
LATE = MOMENTS // 2 + 1


def one(text, noun):
    """The path of the only subject of this kind, and everything else that was staged."""
    plan = shot(text)
    found = [s for s in plan.cast if s.kind == noun and s.id in plan.staged.layout.boxes]
    assert len(found) == 1, [s.name for s in plan.cast]
    return plan.staged.layout.boxes[found[0].id], plan, found[0]


def told(wordings, **names):
    """Each wording with each noun, named for the report."""
    return [(wording, noun) for wording, noun in product(wordings, names.get("nouns", NOUNS))]


def written(wording, noun, **more):
    first = f"a {noun}"
    return wording.format(a=first, A=first.capitalize(), **more)


LEFT_TO_RIGHT = [
    "{A} moves from the {s} to the {e}.",
    "A realistic lively video of a scene with {a} moving from the {s} to the {e}.",
    "The camera is still while {a} goes from the {s} side of the frame to the {e} side.",
    "{A} travels {s} to {e} across the screen.",
    "Starting on the {s}, {a} slowly makes its way to the {e}.",
    "{A} starts at the {s} edge and ends up at the {e} edge.",
    "{A} enters from the {s} and heads {e}.",
    "In this shot, {a} rolls toward the {e}, coming from the {s}.",
    "{A} drifts {e}ward from the {s}.",
    "{A} is pushed from the {s} to the {e}.",
    "First seen at the {s}, {a} travels to the {e}.",
    "On the {s} there is {a}; it moves to the {e}.",
    "{A} passes through the frame, moving from {s} to {e}.",
]


@pytest.mark.parametrize(("wording", "noun"), told(LEFT_TO_RIGHT))
@pytest.mark.parametrize(("s", "e", "way"), [("left", "right", 1), ("right", "left", -1)])
def test_things_move_from_one_side_to_the_other(wording, noun, s, e, way):
    path, _, _ = one(written(wording, noun, s=s, e=e), noun)
    boxes = [box for box in path if box]
    assert (boxes[-1].centre[0] - boxes[0].centre[0]) * way > 0.25


WAYS = {
    "right": [
        "{A} walks to the right.",
        "{A} slides rightward.",
        "Pushing {a} from left to right.",
        "{A} leaves on the right.",
    ],
    "left": [
        "{A} runs left.",
        "{A} drifts off to the left.",
        "{A} backs away to the left.",
        "{A} flies off screen left.",
    ],
    "up": [
        "{A} rises.",
        "{A} floats up into the sky.",
        "Lifting {a} up.",
        "{A} moves from the bottom to the top.",
        "{A} lifts off.",
    ],
    "down": [
        "{A} falls down.",
        "{A} drops to the ground.",
        "{A} comes down from the sky.",
        "{A} is lowered from top to bottom.",
    ],
}


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize(("way", "wording"), [(way, w) for way, ws in WAYS.items() for w in ws])
def test_things_move_the_way_that_is_told(way, wording, noun):
    path, _, _ = one(written(wording, noun), noun)
    boxes = [box for box in path if box]
    dx = boxes[-1].centre[0] - boxes[0].centre[0]
    dy = boxes[-1].centre[1] - boxes[0].centre[1]
    assert {"right": dx > 0.15, "left": dx < -0.15, "up": dy < -0.12, "down": dy > 0.12}[way]


HALVES = [
    ("{A} appears only in the first half of the video.", 1),
    ("{A} appears only in the second half of the video.", 2),
    ("{A} shows up halfway through the clip.", 2),
    ("{A} vanishes in the second half of the shot.", 1),
    ("For the first half there is {a}, then it is gone.", 1),
    ("{A} is not there until the second half.", 2),
    ("{A} can be seen until the middle of the clip.", 1),
    ("Only in the second half of the scene does {a} become visible.", 2),
    ("{A} stays for the first half and then vanishes.", 1),
    ("{A} is absent in the first half and present in the second half.", 2),
    ("{A} is visible in the beginning but is missing in the second half.", 1),
    ("After the first half, {a} appears.", 2),
    ("{A} emerges in the last half of the video.", 2),
]


@pytest.mark.parametrize(("wording", "half"), HALVES)
@pytest.mark.parametrize("noun", NOUNS)
def test_things_are_there_only_in_their_half(wording, half, noun):
    path, _, _ = one(written(wording, noun), noun)
    early, late = path[:3], path[LATE + 1 :]
    here, away = (early, late) if half == 1 else (late, early)
    assert all(here)
    assert not any(away)


COUNTED = [
    "There are {n} {k} in the picture.",
    "A realistic lively video of a scene with {n} {k}.",
    "A group of {n} {k} walks along the road.",
    "{N} {k} run from left to right.",
    "{N} red {k} wait by the road.",
    "A total of {n} {k} can be seen.",
    "Behind the fence stand {n} {k}.",
    "Look at the {n} {k}!",
]
WORDS = ["two", "three", "four", "five", "ten"]


@pytest.mark.parametrize("wording", COUNTED)
@pytest.mark.parametrize(("word", "count"), list(zip(WORDS, [2, 3, 4, 5, 10])))
@pytest.mark.parametrize(
    ("noun", "many"), [("penguin", "penguins"), ("flurb", "flurbs"), ("box", "boxes")]
)
def test_as_many_are_there_as_are_told(wording, word, count, noun, many):
    plan = shot(wording.format(n=word, N=word.capitalize(), k=many))
    ids = [s.id for s in plan.cast if s.kind == noun and s.id in plan.staged.layout.boxes]
    assert len(ids) == count
    for moment in range(MOMENTS):
        boxes = [plan.staged.layout.boxes[id][moment] for id in ids]
        assert all(box is not None and box.height >= 0.1 for box in boxes)


COLOURED = [
    "{A} and {b}.",
    "A scene in which there is {a} and {b}.",
    "We see {a}; beside it {b}.",
    "{A} chases {b}.",
    "Both {a} and {b} are in view.",
    "One can see {a} as well as {b}.",
    "There is {a} on the left and {b} on the right.",
    "{A} walks past {b}.",
]


@pytest.mark.parametrize("wording", COLOURED)
@pytest.mark.parametrize(("x", "y"), [("dog", "robot"), ("flurb", "car"), ("queen", "lepahan")])
def test_each_has_its_own_colour(wording, x, y):
    plan = shot(wording.format(A=f"A green {x}", a=f"a green {x}", b=f"a purple {y}"))
    colours = props().colours
    found = {s.kind: s.attributes.get("colour") for s in plan.cast}
    assert found == {x: colours["green"], y: colours["purple"]}


PLACES = {
    "left": (0.0, 0.4, 0.0, 1.0),
    "right": (0.6, 1.0, 0.0, 1.0),
    "center": (0.35, 0.65, 0.0, 1.0),
    "upper left": (0.0, 0.4, 0.0, 0.45),
    "top right corner": (0.6, 1.0, 0.0, 0.45),
    "lower right": (0.6, 1.0, 0.5, 1.0),
    "bottom left corner": (0.0, 0.4, 0.5, 1.0),
}
ROUTES = [
    ("left", "right", "center"),
    ("upper left", "lower right", "top right corner"),
    ("bottom left corner", "center", "right"),
]
SEQUENCES = [
    "{A} is initially on the {p}. It then moves to the {q}. Finally it moves to the {r}.",
    "A scene in which {a} appears at the {p}, then moves to the {q}, and then to the {r}.",
    "First {a} is in the {p}, then it goes to the {q}, and finally it goes to the {r}.",
    "{A} begins at the {p}, moves to the {q} and from there to the {r}.",
    "{A} moves from the {p} to the {q} and then to the {r}.",
    "Initially located at the {p}, {a} moves to the {q} before moving to the {r}.",
    "To begin with, {a} is at the {p}. Then it goes over to the {q}. Lastly it goes to the {r}.",
]


def inside(box, place):
    x0, x1, y0, y1 = PLACES[place]
    x, y = box.centre
    return x0 <= x <= x1 and y0 <= y <= y1


@pytest.mark.parametrize("wording", SEQUENCES)
@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("noun", NOUNS)
def test_places_are_visited_in_their_order(wording, route, noun):
    p, q, r = route
    path, _, _ = one(written(wording, noun, p=p, q=q, r=r), noun)
    boxes = [box for box in path if box]
    assert inside(boxes[0], p)
    assert inside(boxes[-1], r)
    assert any(inside(box, q) for box in boxes[1:-1])


RELATED = {
    "left": [
        "{A} is to the left of {b}.",
        "{A} on the left of {b}.",
        "To the left of {b} is {a}.",
        "{B} is to the right of {a}.",
        "{B} has {a} to its left.",
    ],
    "right": [
        "{A} stands right of {b}.",
        "On {b}'s right there is {a}.",
        "{A} on the right side of {b}.",
    ],
    "above": [
        "{A} hovers above {b}.",
        "{A} over {b}.",
        "{B} is below {a}.",
        "Underneath {a} there is {b}.",
    ],
    "below": ["{A} is below {b}.", "Below {b} is {a}.", "{A} lies beneath {b}."],
    "on": ["{A} sits on top of {b}.", "On {b} lies {a}.", "{A} is placed on {b}."],
    "behind": ["{A} is behind {b}.", "Behind {b} stands {a}.", "{B} is in front of {a}."],
    "front": ["{A} sits in front of {b}.", "There is {a} in front of {b}."],
    "beside": [
        "{A} sits beside {b}.",
        "Next to {b} there is {a}.",
        "{A} and {b} are side by side.",
    ],
}


def holds(name, a, b, before):
    """The relation, from two boxes and whether a is drawn after b."""
    (ax, ay), (bx, by) = a.centre, b.centre
    return {
        "left": a.x1 <= b.x0 + 0.01,
        "right": a.x0 >= b.x1 - 0.01,
        "above": a.y1 <= b.y0 + 0.03,
        "below": ay > by + 0.02,
        "on": ay < by and abs(ax - bx) < 0.12,
        "behind": before < 0,
        "front": before > 0,
        "beside": min(abs(a.x0 - b.x1), abs(b.x0 - a.x1)) < 0.25,
    }[name]


@pytest.mark.parametrize(
    ("name", "wording"), [(name, w) for name, ws in RELATED.items() for w in ws]
)
@pytest.mark.parametrize(("x", "y"), list(zip(NOUNS, OTHERS)))
def test_relations_hold_at_every_moment(name, wording, x, y):
    text = wording.format(a=f"a {x}", A=f"A {x}", b=f"a {y}", B=f"A {y}")
    path, plan, subject = one(text, x)
    other = next(s for s in plan.cast if s.kind == y)
    acting = plan.staged.acting
    before = acting[subject.id].order - acting[other.id].order
    for a, b in zip(path, plan.staged.layout.boxes[other.id]):
        assert a is not None
        assert b is not None
        assert holds(name, a, b, before)
        assert min(a.x0, b.x0, a.y0, b.y0) > -0.02
        assert max(a.x1, b.x1) < 1.02


@pytest.mark.parametrize(
    "text", ["A cat sits between a lamp and a chair.", "Between a lamp and a chair stands a cat."]
)
def test_between_is_between(text):
    plan = shot(text)
    x = {id: path[0].centre[0] for id, path in plan.staged.layout.boxes.items()}
    assert min(x["lamp"], x["chair"]) < x["cat"] < max(x["lamp"], x["chair"])


SIZES = [
    ("{A} is bigger than {b}.", 1),
    ("{A} is not as big as {b}.", -1),
    ("{A} is half the size of {b}.", -1),
    ("{A} and {b} of the same size.", 0),
    ("{A} is as big as {b}.", 0),
    ("{A} is twice as big as {b}.", 1),
    ("Next to {b} stands {a} that is bigger.", 1),
    ("{A} and {b} have the same size.", 0),
]


@pytest.mark.parametrize(("wording", "sign"), SIZES)
@pytest.mark.parametrize(
    ("x", "y"), [("mouse", "elephant"), ("elephant", "mouse"), ("flurb", "car")]
)
def test_sizes_compare_as_told(wording, sign, x, y):
    path, plan, _ = one(wording.format(a=f"a {x}", A=f"A {x}", b=f"a {y}"), x)
    other = next(s for s in plan.cast if s.kind == y)
    ratio = path[0].area / plan.staged.layout.boxes[other.id][0].area
    assert {1: ratio > 1.06, -1: ratio < 0.94, 0: 0.95 < ratio < 1.05}[sign]


def test_a_throw_moves_the_ball_and_not_the_thrower():
    boxes = shot("Mia throws the ball to Tom.").staged.layout.boxes
    assert boxes["mia"][0] == boxes["mia"][-1]
    assert abs(boxes["ball"][0].centre[0] - boxes["mia"][0].centre[0]) < 0.2
    assert abs(boxes["ball"][-1].centre[0] - boxes["tom"][-1].centre[0]) < 0.2
    assert boxes["ball"][MOMENTS // 2].y1 < boxes["ball"][0].y1


def test_who_carries_something_takes_it_along():
    boxes = shot("Mia carries a lantern from left to right.").staged.layout.boxes
    for girl, lantern in zip(boxes["mia"], boxes["lantern"]):
        assert abs(girl.centre[0] - lantern.centre[0]) < 0.2


def test_riders_go_where_their_boat_goes():
    plan = shot("A king sits in a boat. The boat sails from left to right.")
    boxes = plan.staged.layout.boxes
    assert plan.staged.acting["king"].on == "boat"
    for king, boat in zip(boxes["king"], boxes["boat"]):
        assert boat.x0 < king.centre[0] < boat.x1


def test_who_sits_on_a_chair_overlaps_it():
    plan = shot("A girl sits on a chair.")
    girl, chair = plan.staged.layout.boxes["girl"][0], plan.staged.layout.boxes["chair"][0]
    assert plan.staged.acting["girl"].action == "sit"
    assert chair.x0 < girl.centre[0] < chair.x1
    assert girl.y1 == pytest.approx(chair.y1, abs=0.05)


def test_one_goes_after_the_other():
    boxes = shot("A cat runs from left to right and a dog chases it.").staged.layout.boxes
    for cat, dog in zip(boxes["cat"], boxes["dog"]):
        assert dog.centre[0] < cat.centre[0]


@pytest.mark.parametrize(
    ("text", "x", "y"),
    [
        ("Mia enters from the left.", 0, 1),
        ("Mia walks in from the right.", 0, -1),
        ("Mia exits to the right.", -1, 1),
        ("Mia leaves frame left.", -1, -1),
    ],
)
def test_entering_and_leaving_begin_or_end_outside_the_frame(text, x, y):
    path = shot(text).staged.layout.boxes["mia"]
    edge = path[x]
    assert edge.x1 <= 0 or edge.x0 >= 1
    assert (path[-1].centre[0] - path[0].centre[0]) * y > 0.2


@pytest.mark.parametrize(
    "text",
    [
        "Five children stand in a row.",
        "A king, a queen, a dog and a cat wait by a tree.",
        "Tom, Mia, Ben and Anna talk.",
        "A house, two trees and a car.",
    ],
)
def test_nobody_who_stands_covers_another(text):
    boxes = [path[0] for path in shot(text).staged.layout.boxes.values()]
    for at, a in enumerate(boxes):
        assert a.x0 > -0.02
        assert a.x1 < 1.02
        for b in boxes[at + 1 :]:
            assert a.x1 <= b.x0 + 0.005 or b.x1 <= a.x0 + 0.005 or a.y1 <= b.y0 or b.y1 <= a.y0


@pytest.mark.parametrize(
    "text",
    [
        "There is a heifer, and right of it an engine.",
        "There is no difference in size between a ferry and a squirrel.",
    ],
)
def test_who_is_told_to_stand_beside_himself_is_staged_all_the_same(text):
    plan = shot(text)
    assert len(plan.staged.layout.boxes) == 2
