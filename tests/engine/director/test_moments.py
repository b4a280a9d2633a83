from dataclasses import replace

from engine.director import moments
from engine.director.floor import Ground
from storyboard.board import Box, Camera, Layout
from tests.engine.director.scenes import ANNA, CAST, REX, RULES

LETTERS = {"A": ANNA, "B": REX}
GOOD = {
    "A": [[10, 40, 25, 90], [70, 40, 85, 90]],
    "B": [[40, 70, 60, 90]],
    "camera": [[50, 50, 100]],
}
SHOT = RULES[0]


def chosen(answer: dict | None, **changes: object):  # type: ignore[no-untyped-def, type-arg]
    shot = replace(SHOT, layout=Layout(), made_by={}, **changes)  # type: ignore[arg-type]
    read = moments.read(answer, LETTERS) if answer is not None else None
    return moments.chosen(shot, read, Ground(SHOT), CAST, "")


def test_few_boxes_become_the_boards_moments() -> None:
    layout, camera = moments.read(GOOD, LETTERS)
    assert layout.boxes["rex"] == (Box(0.4, 0.7, 0.6, 0.9),) * 9
    path = layout.boxes["anna"]
    assert (path[0], path[8]) == (Box(0.1, 0.4, 0.25, 0.9), Box(0.7, 0.4, 0.85, 0.9))
    assert path[4] is not None
    assert abs(path[4].x0 - 0.4) < 1e-9
    assert camera == Camera()


def test_a_null_is_an_absence_until_halfway_to_the_next_box() -> None:
    layout, _ = moments.read(GOOD | {"A": [None, [10, 40, 25, 90]]}, LETTERS)
    assert [box is None for box in layout.boxes["anna"]] == [True] * 4 + [False] * 5


def test_two_rectangles_are_a_move_of_the_camera() -> None:
    _, camera = moments.read(GOOD | {"camera": [[50, 50, 100], [50, 50, 60]]}, LETTERS)
    assert len(camera.rects) == 9
    assert abs(camera.rects[-1].width - 0.6) < 1e-9


def test_an_answer_without_faults_is_kept_as_it_is() -> None:
    shot = chosen(GOOD)
    assert shot.layout == moments.read(GOOD, LETTERS)[0]
    assert (shot.made_by["layout"], shot.made_by["camera"]) == ("director", "director")


def test_an_answer_that_breaks_more_than_the_rules_gives_way_to_them() -> None:
    shot = chosen(GOOD | {"A": [[70, 40, 85, 90], [10, 40, 25, 90]]})
    assert shot.layout.boxes == SHOT.layout.boxes
    assert shot.made_by["layout"] == "rules"


def test_without_rules_for_these_subjects_it_is_repaired() -> None:
    wrong = GOOD | {"A": [[70, 40, 85, 90], [10, 40, 25, 90]]}
    shot = moments.chosen(
        replace(SHOT, layout=Layout(), made_by={}),
        moments.read(wrong, LETTERS),
        Ground(None),
        CAST,
        "",
    )
    assert shot.made_by["layout"] == "repair"
    first, last = shot.layout.boxes["anna"][0], shot.layout.boxes["anna"][-1]
    assert first is not None
    assert last is not None
    assert first.centre[0] < last.centre[0]


def test_a_wrong_camera_alone_is_repaired_and_the_layout_stays() -> None:
    shot = chosen(GOOD, movement="push")
    assert (shot.made_by["layout"], shot.made_by["camera"]) == ("director", "repair")
    assert shot.camera.rects[-1].width < shot.camera.rects[0].width


def test_no_answer_at_all_leaves_the_rules() -> None:
    shot = chosen(None)
    assert shot.layout.boxes == SHOT.layout.boxes
    assert shot.made_by["layout"] == "rules"


def test_where_everybody_stands_is_told_to_the_next_shot() -> None:
    assert moments.written(SHOT, LETTERS) == "A at 70,40,85,90; B at 40,70,60,90"
