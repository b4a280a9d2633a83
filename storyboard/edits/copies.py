"""Copies of shots, put in elsewhere: what was cut or copied comes back."""

from __future__ import annotations

from collections.abc import Iterable

from storyboard.board import Board, Shot
from storyboard.edits.boxes import without
from storyboard.edits.ids import change_scene, put_shots, scene_of, unknown
from storyboard.edits.shots import copies


def paste_shots(board: Board, shots: Iterable[Shot], scene_id: str, before: str = "") -> Board:
    """Copies of these shots before a shot of a scene, or at its end; new ids as ``new_id`` says.

    They come without takes and numbers; whoever is not in the cast of this board stays out.
    """
    scene = scene_of(board, scene_id)
    row = [shot.id for shot in scene.shots]
    if before and before not in row:
        raise unknown("shot", before, row)
    at = row.index(before) if before else len(row)
    cast = {subject.id for subject in board.cast}
    known = [_among(shot, cast) for shot in shots]
    new = (*scene.shots[:at], *copies(board, known), *scene.shots[at:])
    return change_scene(board, scene_id, lambda scene: put_shots(scene, new))


def _among(shot: Shot, cast: set[str]) -> Shot:
    for id in {*shot.subjects, *shot.layout.boxes, *shot.acting} - cast:
        shot = without(shot, id)
    return shot
