"""Outlines: even edges, and polygons of masks."""

from __future__ import annotations

import numpy as np

from engine.rig.outlines import outline, smoothed


def test_a_ragged_edge_becomes_even_and_stays_where_it_is() -> None:
    straight = np.zeros((60, 60), bool)
    straight[15:45, 15:45] = True
    ragged = straight.copy()
    ragged[13:15, 16:44:4] = True
    ragged[15:17, 18:44:4] = False
    even = smoothed(ragged, 3)
    edge = even[:, 22:38].argmax(0)
    assert edge.max() - edge.min() <= 1
    assert abs(int(even.sum()) - int(straight.sum())) < 60
    assert len(outline(even)) < len(outline(ragged))


def test_nothing_and_everything_stay_so() -> None:
    assert not smoothed(np.zeros((9, 9), bool), 2).any()
    assert smoothed(np.ones((9, 9), bool), 2).all()
