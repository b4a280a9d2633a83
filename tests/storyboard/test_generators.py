"""Generators: one line of a file draws a whole layer."""

import pytest

from storyboard.generators import BELOW, LEFT, RIGHT, houses, shape, shapes


@pytest.mark.parametrize(
    "piece", [{"ridge": [60, 5, 70, 3]}, {"scallop": [68, 9]}, {"strip": [90, 110]}]
)
def test_ground_goes_from_edge_to_edge_and_below_what_a_camera_sees(piece):
    polygon = shape(piece, 1)
    xs, ys = [p[0] for p in polygon], [p[1] for p in polygon]
    assert min(xs) <= LEFT
    assert max(xs) >= RIGHT - 9
    assert max(ys) == BELOW


@pytest.mark.parametrize(
    ("piece", "least"),
    [
        ({"trunks": [24, 2, 4, 5]}, 20),
        ({"trunks": [24, 2, 4, 5], "bare": True}, 10),
        ({"grass": [103, 20, 3, 4, -14, 30]}, 4),
        ({"canopy": [9, 16, 21]}, 10),
        ({"skyline": [50, 16, 12, 3]}, 1),
        ({"dashes": [96, 98, 12, 8]}, 10),
    ],
)
def test_a_generator_cuts_many_pieces_always_the_same(piece, least):
    pieces = shapes(piece)
    assert len(pieces) >= least
    assert pieces == shapes(piece)


def test_grass_does_not_cross_itself():
    for comb in shapes({"grass": [103, 20, 3, 4, -14, 30]}):
        tips = [x for x, y in comb if y < 100]
        assert tips == sorted(tips) or len(comb) > 7


def test_a_street_has_roofs_windows_doors_and_awnings():
    cut = []
    row = {
        "base": 77,
        "houses": [
            {"x": 0, "w": 34, "h": 52, "paper": "ochre", "roof": "gable"},
            {"x": 40, "w": 30, "h": 62, "paper": "teal", "roof": "flat", "awning": "red"},
        ],
    }
    houses(row, lambda points, paper, shade=0.0, **more: cut.append((points, paper, more)))
    assert sum(more.get("lit", False) for _, _, more in cut) >= 3
    assert sum(more.get("snowy", 0) > 0 for _, _, more in cut) == 1
    assert {"ochre", "teal", "red"} <= {paper for _, paper, _ in cut}
