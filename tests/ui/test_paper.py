"""Paper painted by Qt: the same frame, the same pixels; a draft is grey."""

from __future__ import annotations

from PySide6.QtCore import QSize

import assets
from storyboard.edits import shots
from studio import plan
from ui import pictures, theme

SIZE = QSize(160, 90)


def _board():
    return plan.by_rules(assets.path("scripts/short.fountain").read_text("utf-8"))


def _colour(image) -> float:
    """How far the pixels are from grey, on the mean."""
    pixels = [image.pixelColor(x, y) for x in range(0, 160, 8) for y in range(0, 90, 6)]
    spread = [max(p.getRgb()[:3]) - min(p.getRgb()[:3]) for p in pixels]
    return sum(spread) / len(spread)


def test_a_frame_is_painted_the_same_twice_and_moves_on():
    board = _board()
    shot = board.shots[0].id
    first, again, later = (pictures.layout(board, shot, t, SIZE, False) for t in (0, 0, 20))
    assert first == again
    assert first != later
    assert first.size() == SIZE


def test_a_draft_is_unmistakably_grey():
    board = _board()
    shot = board.shots[-1].id
    film, draft = (pictures.layout(board, shot, 4, SIZE, grey) for grey in (False, True))
    assert _colour(draft) < 0.3 * _colour(film)


def test_a_shot_looks_otherwise_when_its_layout_changes_and_not_when_its_words_do():
    board = _board()
    first, second = board.shots[:2]
    noted = shots.set_shot(board, first.id, notes="hm")
    assert pictures.looks(noted) == pictures.looks(board)
    longer = pictures.looks(shots.set_length(board, first.id, first.length + 10))
    assert longer[first.id] != pictures.looks(board)[first.id]
    assert longer[second.id] == pictures.looks(board)[second.id]


def test_every_subject_has_a_hue_and_none_is_the_accent():
    board = _board()
    hues = theme.hues(board)
    assert set(hues) == {subject.id for subject in board.cast}
    assert theme.colour("acc") not in hues.values()
