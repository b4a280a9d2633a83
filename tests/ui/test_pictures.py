"""Pictures arrive in the order in which one looks, and stay until the shot looks otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPixmap

from storyboard import animatic, camera, staging
from storyboard.board import Box
from storyboard.edits import boxes, shots
from studio.session import Session
from ui import paper
from ui.film import Film
from ui.pictures import Pictures, Shelf, run
from ui.slabs import Slabs

SIZE = QSize(160, 90)


@pytest.fixture
def film(qapp, project: Path) -> Iterator[Film]:  # type: ignore[no-untyped-def]
    found = Film(Session.open(project))
    yield found
    found.close()


def test_a_picture_arrives_once_and_is_kept(qtbot, film):
    pictures = Pictures(film)
    shot = film.board.shots[0].id
    assert pictures.small(shot, 4, SIZE, 1.0) is None
    with qtbot.waitSignal(pictures.arrived, timeout=20000) as came:
        pass
    assert came.args == [shot]
    found = pictures.small(shot, 4, SIZE, 1.0)
    assert found.size() == SIZE
    assert pictures.small(shot, 4, SIZE, 1.0).cacheKey() == found.cacheKey()
    assert pictures.is_whole or not qtbot.waitUntil(lambda: pictures.is_whole, timeout=20000)


def test_what_is_asked_for_last_comes_first_and_in_its_own_order(qtbot, film):
    pictures = Pictures(film)
    row = [shot.id for shot in film.board.shots]
    came: list[str] = []
    pictures.arrived.connect(came.append)
    pictures.small(row[0], 0, SIZE, 1.0)
    pictures.small(row[1], 0, SIZE, 1.0)
    qtbot.waitUntil(lambda: bool(came), timeout=20000)
    assert came[0] == row[0]
    pictures.small(row[2], 0, SIZE, 1.0)
    pictures.small(row[3], 0, SIZE, 1.0)
    qtbot.waitUntil(lambda: pictures.is_whole, timeout=20000)
    assert set(came) == set(row[:4])
    assert came.index(row[2]) < came.index(row[3])


def test_nothing_is_painted_ahead_in_the_turn_in_which_another_shot_is_chosen(qtbot, film):
    pictures = Pictures(film)
    first, second = film.board.shots[:2]
    pictures.small(first.id, 0, SIZE, 1.0)
    film.select(second.id)
    pictures._turn()
    assert pictures._work is None  # as it was
    pictures._turn()
    assert pictures._work is not None or pictures.small(first.id, 0, SIZE, 1.0)


def test_a_changed_shot_keeps_its_old_picture_until_the_new_one_is_there(qtbot, film):
    pictures = Pictures(film)
    shot = next(shot for shot in film.board.shots if shot.layout.boxes)
    who = next(iter(shot.layout.boxes))
    pictures.small(shot.id, 0, SIZE, 1.0)
    qtbot.waitUntil(lambda: pictures.is_whole, timeout=20000)
    before = pictures.small(shot.id, 0, SIZE, 1.0)
    box = Box(0.05, 0.2, 0.3, 0.9)
    film.edit("Move", lambda b: boxes.set_box(b, shot.id, who, 0, box))
    assert pictures.small(shot.id, 0, SIZE, 1.0).cacheKey() == before.cacheKey()
    qtbot.waitUntil(lambda: pictures.is_whole, timeout=20000)
    after = pictures.small(shot.id, 0, SIZE, 1.0)
    assert after.toImage() != before.toImage()


def test_words_and_notes_of_a_shot_leave_its_picture_alone(qtbot, film):
    pictures = Pictures(film)
    shot = film.board.shots[0].id
    pictures.small(shot, 0, SIZE, 1.0)
    qtbot.waitUntil(lambda: pictures.is_whole, timeout=20000)
    before = pictures.small(shot, 0, SIZE, 1.0).cacheKey()
    film.edit("Note", lambda b: shots.set_shot(b, shot, notes="Darker."))
    assert pictures.small(shot, 0, SIZE, 1.0).cacheKey() == before
    assert pictures.is_whole


def test_a_frame_is_there_at_once_in_colour(film):
    pictures = Pictures(film)
    shot = film.board.shots[0].id
    frame = pictures.frame(shot, 6, SIZE)
    assert frame.size() == SIZE
    pixels = [frame.pixelColor(x, y) for x in range(0, 160, 8) for y in range(0, 90, 8)]
    assert max(pixel.saturation() for pixel in pixels) > 60


def test_a_shelf_lets_go_of_what_was_looked_at_longest_ago(qapp):
    shelf: Shelf[QPixmap] = Shelf(4 * 100 * 3)
    for name in "abc":
        shelf.put((name,), QPixmap(10, 10))
    assert shelf.get(("a",)) is not None
    shelf.put(("d",), QPixmap(10, 10))
    assert shelf.get(("b",)) is None
    assert shelf.get(("a",)) is not None
    assert shelf.bytes == 4 * 100 * 3


def _far(one: QImage, other: QImage) -> float:
    """How far two pictures are apart, on the mean."""
    apart = []
    for x in range(0, one.width(), 5):
        for y in range(0, one.height(), 5):
            a, b = one.pixelColor(x, y), other.pixelColor(x, y)
            apart.append(
                abs(a.red() - b.red()) + abs(a.green() - b.green()) + abs(a.blue() - b.blue())
            )
    return sum(apart) / len(apart)


def test_slabs_paint_what_paper_paints_while_the_camera_rests_pans_and_pushes(film):
    slabs, board = Slabs(), film.board
    shot = board.shots[0].id
    for movement in ("hold", "pan right", "push"):
        moved = boxes.move_camera(board, shot, movement)
        for frame in range(0, 36, 3):
            drawing = animatic.display(staging.cue(moved, shot, frame))
            by_slabs = run(slabs.paint(drawing, SIZE))
            assert _far(by_slabs, paper.paint(drawing, SIZE)) < 12, (
                movement,
                frame,
            )  # scaled slabs are softer
    assert 0 < slabs.bytes < 40 << 20


def test_a_sheet_and_a_plate_change_the_pictures_of_their_shots(qtbot, film, tmp_path):
    file = tmp_path / "own.png"
    Image.new("RGBA", (300, 400), (255, 0, 255, 255)).save(file)
    pictures = Pictures(film)
    shot, frame, who = next(
        (shot.id, frame, subject.id)
        for shot in film.board.shots
        for frame in range(0, shot.length, 8)
        for cue in [staging.cue(film.board, shot.id, frame)]
        for subject in cue.subjects[-1:]
        if all(0.2 < at < 0.8 for at in camera.through(cue.camera, subject.box).centre)
    )
    place = film.board.scene_of(shot).place
    cue = staging.cue(film.board, shot, frame)
    x, y = camera.through(cue.camera, next(s for s in cue.subjects if s.id == who).box).centre

    def colour(x: float, y: float) -> tuple[int, int, int]:
        picture = pictures.frame(shot, frame, QSize(320, 180))
        return picture.pixelColor(round(320 * x), round(180 * y)).getRgb()[:3]

    assert not _is_magenta(colour(x, y))
    film.session.set_sheet(who, file)
    assert _is_magenta(colour(x, y))
    film.session.undo()
    assert not _is_magenta(colour(x, y))
    film.session.set_plate(place, file)
    assert _is_magenta(colour(0.01, 0.01))


def _is_magenta(colour: tuple[int, int, int]) -> bool:
    red, green, blue = colour
    return min(red, blue) > green + 60
