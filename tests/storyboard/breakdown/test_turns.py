import pytest

from storyboard import breakdown
from storyboard.board import Box


def boxes(text: str) -> dict[str, Box]:
    (shot,) = breakdown.board(text).shots
    return {id: box for id, path in shot.layout.boxes.items() for box in path[4:5] if box}


@pytest.mark.parametrize(
    ("text", "large", "small"),
    [
        ("A horse towers over a dog.", "horse", "dog"),
        ("A fly dwarfs a castle.", "fly", "castle"),
        ("A horse is dwarfed by a mouse.", "mouse", "horse"),
        ("A cow is tiny compared to a cat.", "cat", "cow"),
        ("Beside a kitten, a whale is small.", "kitten", "whale"),
        ("A cat is the bigger of the two, a bear the smaller.", "cat", "bear"),
    ],
)
def test_sizes_are_told_by_verbs_and_by_what_stands_beside(
    text: str, large: str, small: str
) -> None:
    found = boxes(text)
    assert found[large].area > found[small].area


@pytest.mark.parametrize(
    "text",
    [
        "There is no difference in size between a mouse and a cow.",
        "A mouse matches a cow in size.",
        "A mouse is no bigger and no smaller than a cow.",
    ],
)
def test_the_same_size_has_many_names(text: str) -> None:
    found = boxes(text)
    assert 0.8 < found["mouse"].area / found["cow"].area < 1.25


@pytest.mark.parametrize(
    ("text", "left", "right"),
    [
        ("A tree has a dog on the left.", "dog", "tree"),
        ("A tree has a dog on the right.", "tree", "dog"),
        ("A dog waits at the right hand of a tree.", "tree", "dog"),
        ("A dog stands with a tree to its right.", "dog", "tree"),
    ],
)
def test_sides_of_somebody_are_told_by_having_and_by_hand(text: str, left: str, right: str) -> None:
    found = boxes(text)
    assert found[left].centre[0] < found[right].centre[0]


@pytest.mark.parametrize(
    "text", ["A box supports a cat.", "A box has a cat on top.", "A box with a cat on top of it."]
)
def test_what_supports_somebody_is_under_them(text: str) -> None:
    found = boxes(text)
    cat, box = found["cat"], found["box"]
    assert cat.centre[1] < box.centre[1]
    assert min(cat.x1, box.x1) > max(cat.x0, box.x0)


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("A kite gains height.", -1),
        ("A kite loses altitude.", 1),
        ("A kite gets lower and lower.", 1),
        ("A kite starts low and ends high.", -1),
        ("A kite floats towards the ceiling.", -1),
    ],
)
def test_height_is_gained_and_lost(text: str, way: int) -> None:
    (shot,) = breakdown.board(text).shots
    (path,) = shot.layout.boxes.values()
    assert path[0] is not None
    assert path[-1] is not None
    assert (path[-1].centre[1] - path[0].centre[1]) * way > 0.08


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("A dog rolls to the left as if in a dream.", ["dog"]),
        ("Little by little, a dog sits down, as it is cold.", ["dog"]),
        ("That night a dog barks without a word.", ["dog"]),
        ("In the rain a dog and a cat sit.", ["dog", "cat"]),
        ("At last a dog crosses from left to right, on tiptoe.", ["dog"]),
        ("It is two dogs, sitting.", ["dog", "dog"]),
        ("Not only a red dog, but a blue cat too.", ["dog", "cat"]),
    ],
)
def test_words_of_order_and_manner_are_nobody(text: str, kinds: list[str]) -> None:
    board = breakdown.board(text)
    assert [one.kind for one in board.cast] == kinds
    assert len(board.shots[0].subjects) == len(kinds)


def test_half_the_way_up_a_hill_is_neither_a_time_nor_somebody() -> None:
    board = breakdown.board("Halfway up the hill an old man stops to rest.")
    assert [one.kind for one in board.cast] == ["old man"]
    assert all(all(path) for path in board.shots[0].layout.boxes.values())


def test_those_who_stand_on_each_other_are_drawn_all_the_same() -> None:
    (shot,) = breakdown.board("A cat is on top of a dog, and the dog is on top of the cat.").shots
    assert all(any(path) for path in shot.layout.boxes.values())


@pytest.mark.parametrize(
    ("text", "left", "right"),
    [
        ("A dog has a cat on its left.", "cat", "dog"),
        ("A dog with a cat to its left.", "cat", "dog"),
        ("A dog, and to its right a cat.", "dog", "cat"),
    ],
)
def test_its_left_is_the_left_of_who_was_told_of(text: str, left: str, right: str) -> None:
    found = boxes(text)
    assert found[left].centre[0] < found[right].centre[0]


@pytest.mark.parametrize(
    "text",
    [
        "There is a box with a bird on top.",
        "A box with a bird on top of it stands there.",
        "A box has a bird on top.",
    ],
)
def test_what_a_box_has_on_top_is_on_it(text: str) -> None:
    found = boxes(text)
    assert found["bird"].y1 < found["box"].centre[1]


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("A dog mounts higher and higher.", "up"),
        ("A dog is carried upward by the wind.", "up"),
        ("A dog takes off into the air.", "up"),
        ("A dog moves from high to low.", "down"),
        ("A dog's path runs from right to left.", "left"),
        ("A dog starts right and ends left.", "left"),
        ("A dog sweeps through the frame from its left to its right.", "right"),
    ],
)
def test_ways_are_told_in_many_words(text: str, way: str) -> None:
    (shot,) = breakdown.board(text).shots
    seen = [box.centre for box in shot.layout.boxes["dog"] if box]
    dx, dy = seen[-1][0] - seen[0][0], seen[-1][1] - seen[0][1]
    assert {"left": -dx, "right": dx, "up": -dy, "down": dy}[way] > 0.1


@pytest.mark.parametrize("text", ["A mouse is lower than a cow.", "A cow is higher than a mouse."])
def test_lower_and_higher_than_somebody_are_below_and_above_them(text: str) -> None:
    found = boxes(text)
    assert found["mouse"].centre[1] > found["cow"].centre[1] + 0.1
