"""Frames are made ahead in slices, from clips, pictures or layouts, and dropped when outdated."""

from __future__ import annotations

from time import perf_counter

import pytest
from PIL import Image
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from storyboard.board import Box
from storyboard.edits import boxes, shots
from studio import rushes
from studio.session import Session
from tests.ui.players import small
from ui.film import Film
from ui.reel import KEPT, Reel
from ui.rushes import Rushes

SIZE = QSize(160, 90)


@pytest.fixture
def film(project):
    found = Film(Session.open(project))
    small(found.session)
    yield found
    found.close()


def take(film: Film, folder, shot: str, light: int = 0, level: int = 3) -> str:
    """A take of this shot whose frame at tick k has light + 4 k."""
    frames = {}
    for tick in range(24):
        file = folder / f"{tick}.png"
        Image.new("RGB", (192, 108), (light + 4 * tick,) * 3).save(file)
        frames[tick] = film.session.bin.put_file(file)
    return film.session.add_take(shot, level, frames, {}).id


def made(qtbot, reel: Reel, *slots: tuple[str, int], size: QSize = SIZE) -> list:
    reel.wish(slots, size)
    qtbot.waitUntil(lambda: reel.is_idle, timeout=20000)
    return [reel.frame(slot) for slot in slots]


def light(image) -> int:
    return image.pixelColor(image.width() // 2, image.height() // 2).green()


def test_layouts_are_painted_in_slices_and_kept(qtbot, film):
    reel = Reel(film)
    id = film.board.shots[0].id
    came = []
    reel.arrived.connect(lambda shot, tick: came.append((shot, tick)))
    assert reel.frame((id, 3)) is None
    found = made(qtbot, reel, (id, 3), (id, 4), (id, 5))
    assert came == [(id, 3), (id, 4), (id, 5)]
    assert [image.size() for image in found] == [SIZE] * 3
    assert made(qtbot, reel, (id, 4)) == [found[1]]
    assert len(came) == 3
    assert reel.nearest((id, 20)) == found[2]
    assert reel.nearest((film.board.shots[1].id, 0)) is None


def test_no_frame_is_made_ahead_in_the_turn_in_which_another_shot_is_chosen(qtbot, film):
    reel = Reel(film)
    first, second = film.board.shots[:2]
    reel.wish([(first.id, 3)], SIZE)
    film.select(second.id)
    reel._turn()
    assert (reel._work, len(reel._wanted)) == (None, 1)  # as it was
    reel._turn()
    assert not reel._wanted


def test_a_layout_is_painted_finer_while_the_film_rests(qtbot, film):
    reel, large = Reel(film), QSize(1600, 900)
    id = film.board.shots[0].id
    (coarse,) = made(qtbot, reel, (id, 3), size=large)
    assert coarse.width() == 768
    reel.wish([(id, 3), (id, 4)], large, rests=True)
    qtbot.waitUntil(lambda: reel.is_idle, timeout=20000)
    assert [reel.frame((id, tick)).width() for tick in (3, 4)] == [1600, 768]
    reel.wish([(id, 5)], large, rests=True)
    qtbot.waitUntil(lambda: reel.frame((id, 5)) is not None, timeout=20000)
    reel.wish([(id, 6)], large)  # it plays: what is finest is given up
    qtbot.waitUntil(lambda: reel.is_idle, timeout=20000)
    assert [reel.frame((id, tick)).width() for tick in (5, 6)] == [768, 768]


def test_pictures_of_a_take_are_shown_then_its_clip(qtbot, film, tmp_path):
    id = film.board.shots[0].id
    name = take(film, tmp_path, id)
    reel = Reel(film)
    (picture,) = made(qtbot, reel, (id, 9))
    assert light(picture) == 36
    assert picture.size() == SIZE
    found = rushes.wish(film.session, id)
    film.session.takes.add_clip(name, rushes.make(found[1]))
    for file in film.session.bin.files():
        if file.suffix == ".png":
            file.unlink()
    reel.look_again(id)
    (clip,) = made(qtbot, reel, (id, 12))
    assert abs(light(clip) - 48) <= 2
    (large,) = made(qtbot, reel, (id, 12), size=QSize(1600, 900))
    assert large.size() == QSize(192, 108)  # never larger than it is


def test_a_damaged_clip_gives_way_to_the_pictures(qtbot, film, tmp_path):
    id = film.board.shots[0].id
    name = take(film, tmp_path, id)
    torn = tmp_path / "torn.mp4"
    torn.write_bytes(b"no film")
    film.session.takes.add_clip(name, film.session.bin.put_file(torn))
    (picture,) = made(qtbot, Reel(film), (id, 9))
    assert light(picture) == 36


def test_an_edit_drops_what_looks_otherwise_and_keeps_the_rest(qtbot, film):
    reel = Reel(film)
    one, two = (shot.id for shot in film.board.shots)
    made(qtbot, reel, (one, 0), (two, 0))
    kept = reel.frame((two, 0))
    film.edit("Note", lambda board: shots.set_shot(board, one, notes="Slower"))
    assert reel.frame((one, 0)) is not None
    subject = film.board.cast[0].id
    laid = Box(0.1, 0.1, 0.4, 0.9)
    film.edit("Add", lambda board: boxes.add_subject(board, one, subject, laid))
    assert reel.frame((one, 0)) is None
    scenes = {film.board.scene_of(id).id for id in (one, two)}
    assert (reel.frame((two, 0)) is kept) == (len(scenes) == 2)


def test_memory_has_an_end(qtbot, film, tmp_path):
    id = film.board.shots[0].id
    take(film, tmp_path, id)
    reel = Reel(film)
    row = [(id, tick) for tick in range(24)]
    reel.wish(row, QSize(4000, 4000))
    qtbot.waitUntil(lambda: reel.is_idle, timeout=20000)
    there = [slot for slot in row if reel.frame(slot)]
    assert 0 < len(there) < 24
    assert sum(reel.frame(slot).sizeInBytes() for slot in there) <= KEPT


def test_no_turn_is_long_while_frames_are_made(qtbot, film, tmp_path):
    id = film.board.shots[0].id
    take(film, tmp_path, id)
    reel = Reel(film)
    reel.wish([(id, tick) for tick in range(24)], SIZE)
    turns = []
    while not reel.is_idle:
        began = perf_counter()
        QApplication.processEvents()
        turns.append(perf_counter() - began)
    assert len(turns) >= 24  # one picture a turn
    assert sorted(turns)[len(turns) // 2] < 0.05


def test_finished_takes_get_their_clips_while_nobody_waits(qtbot, film, tmp_path, monkeypatch):
    monkeypatch.setattr("ui.rushes.CALM", 10)
    one, two = (shot.id for shot in film.board.shots)
    take(film, tmp_path, one)
    take(film, tmp_path, two, 100)
    film.seek(60)
    made_of = []
    maker = Rushes(film)
    maker.made.connect(made_of.append)
    qtbot.waitUntil(lambda: bool(made_of), timeout=60000)
    assert made_of == [two]  # where the playhead is
    clip = film.session.takes.best(film.board, two).clip
    assert film.session.bin.is_whole(clip)
