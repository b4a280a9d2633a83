"""Clothes belong to who wears them, and what is in hand stays there."""

from storyboard import breakdown


def test_what_is_in_her_hand_goes_along_and_is_not_too_large() -> None:
    (shot,) = breakdown.board("MARA walks in from the left, a wet umbrella in her hand.").shots
    hers, its = ([box for box in shot.layout.boxes[id] if box] for id in ("mara", "umbrella"))
    gaps = {round(b.centre[0] - a.centre[0], 2) for a, b in zip(hers, its, strict=True)}
    assert max(gaps) - min(gaps) < 0.05
    assert its[0].height < 0.7 * hers[0].height


def test_a_cap_belongs_to_the_man_who_is_told_of_last() -> None:
    cast = {one.name: one for one in breakdown.board("Behind Tom, a man in a red cap sits.").cast}
    assert cast["man"].attributes.get("hat") == "yes"
    assert "hat" not in cast["Tom"].attributes


def test_a_hat_that_is_worn_is_no_thing_and_one_that_is_picked_up_is() -> None:
    worn = breakdown.board("Dutch wears a black hat.")
    taken = breakdown.board("Dutch picks up the hat.")
    assert [one.name for one in worn.cast] == ["Dutch"]
    assert {one.name for one in taken.cast} == {"Dutch", "hat"}


def test_nobody_carries_along_the_door_that_they_opened() -> None:
    board = breakdown.board(
        "INT. HALL - DAY\n\nMara opens the door.\n\nMARA\nHello?\n\nShe smiles.\n"
    )
    assert [("door" in shot.subjects) for shot in board.shots] == [True, False, False]


def test_who_raises_a_hand_stays_on_the_ground() -> None:
    (shot,) = breakdown.board("Nina raises her hand.").shots
    assert len(set(shot.layout.boxes["nina"])) == 1


def test_a_name_between_two_descriptions_is_one_person() -> None:
    text = "The rider, SHERIFF COLE, an old man with a white beard, sits on a rock."
    cast = breakdown.board(text).cast
    assert {one.name for one in cast} == {"Sheriff Cole", "rock"}
    assert next(one for one in cast if one.kind != "rock").puppet == "old_man"


def test_what_follows_a_name_at_the_end_is_said_of_it() -> None:
    cast = breakdown.board("EXT. PARK - DAY\n\nNext to a tree floats K-9, a small robot.\n").cast
    assert {(one.name, one.kind) for one in cast} == {("tree", "tree"), ("K-9", "robot")}


def test_a_coach_who_speaks_is_no_bus() -> None:
    board = breakdown.board("EXT. STADIUM - DAY\n\nThe stadium is empty.\n\nCOACH\nRun!\n")
    assert [(one.name, one.puppet) for one in board.cast] == [("Coach", "man")]


def test_an_age_is_nobody_and_the_smallest_is_one_of_them() -> None:
    board = breakdown.board(
        "INT. POND - DAY\n\nDetective RAY NOLAN, 50s, tired, sits behind his desk.\n\n"
        "A mother duck and two ducklings swim.\n\nThe smallest duckling stops.\n"
    )
    names = [one.name for one in board.cast]
    assert names == ["Ray Nolan", "desk", "mother duck", "duckling 1", "duckling 2"]
    assert board.shots[-1].subjects[0].startswith("duckling")


def test_who_picks_something_up_from_the_floor_stands_on_it() -> None:
    (shot,) = breakdown.board("A plane. Nina picks up the plane from the floor.").shots
    assert len({box.y1 for box in shot.layout.boxes["nina"] if box}) == 1
    assert all(box.y1 < 1 for box in shot.layout.boxes["nina"] if box)


def test_who_writes_on_a_board_stands_beside_it() -> None:
    (shot,) = breakdown.board("Miss Honey writes on a blackboard.").shots
    hers, its = shot.layout.boxes["miss_honey"][0], shot.layout.boxes["blackboard"][0]
    assert hers is not None
    assert its is not None
    assert abs(hers.y1 - its.y1) < 0.05
