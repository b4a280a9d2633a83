"""Sounds on the timeline under the hand: dropped, moved, trimmed, faded, renamed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from storyboard.edits import shots, sounds
from tests.ui.timelines import (
    LEFT,
    NO,
    click,
    drag,
    frames,
    lay,
    lying,
    sound_spot,
    tone,
    why_not,
    write,
)
from ui.timeline import Timeline

# said by the platform without a screen
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_a_dropped_file_becomes_a_sound_where_it_was_dropped(
    qtbot, timeline: Timeline, tmp_path: Path
) -> None:  # type: ignore[no-untyped-def]
    brought = QMimeData()
    brought.setUrls([QUrl.fromLocalFile(str(tone(tmp_path)))])
    y, _ = timeline.lanes.tracks.track(0)
    timeline.magnetise()
    spot = QPointF(timeline.lanes.x_of(60.2), y + 8)
    drop = QDropEvent(spot, Qt.DropAction.CopyAction, brought, LEFT, NO)
    timeline.lanes.dropEvent(drop)
    qtbot.waitUntil(lambda: bool(timeline.film.board.sounds), timeout=20000)
    (sound,) = timeline.film.board.sounds
    assert (sound.name, sound.length) == ("Sea.wav", 48)
    assert sounds.position(timeline.film.board, sound) == 60
    assert timeline.film.session.undo_name == "Import Sea.wav"


def test_a_sound_is_moved_trimmed_faded_and_set_by_the_hand(
    timeline: Timeline, tmp_path: Path
) -> None:
    film = timeline.film
    id = lay(timeline, tmp_path)
    timeline.magnetise()

    def sound():  # type: ignore[no-untyped-def]
        return film.board.sounds[0]

    spot = sound_spot(timeline, id, 24, 0.8)
    drag(timeline, spot, spot + QPoint(frames(timeline, 30), 0))
    assert abs(sounds.position(film.board, sound()) - 78) <= 1
    film.undo()
    start = sound_spot(timeline, id, 0, 0.8) + QPoint(1, 0)
    drag(timeline, start, start + QPoint(frames(timeline, 12), 0))
    assert abs(sound().skip - 12) <= 1
    assert sounds.position(film.board, sound()) + sound().length == 96
    film.undo()
    end = sound_spot(timeline, id, 48, 0.8) - QPoint(1, 0)
    drag(timeline, end, end + QPoint(frames(timeline, 40), 0))
    assert sound().length == 48  # the file has no more
    drag(timeline, end, end - QPoint(frames(timeline, 20), 0))
    assert abs(sound().length - 28) <= 1
    film.undo()
    grip = sound_spot(timeline, id, 0, 0.0) + QPoint(3, 3)
    drag(timeline, grip, grip + QPoint(frames(timeline, 20), 0))
    assert abs(sound().fade_in - 20) <= 2
    clip = lying(timeline, id)
    box = timeline.lanes.sounds.box(clip, timeline.lanes.tracks)
    line = QPoint(round(box.center().x()), round(timeline.lanes.sounds.gain_y(box, 0.0)))
    drag(timeline, line, line + QPoint(0, 6))
    assert sound().gain < -1
    assert film.session.undo_name == "Set the level of Sea.wav"


def test_a_sound_goes_to_another_track(timeline: Timeline, tmp_path: Path) -> None:
    id = lay(timeline, tmp_path)
    spot = sound_spot(timeline, id, 24, 0.8)
    y, high = timeline.lanes.tracks.track(1)
    drag(timeline, spot, QPoint(spot.x(), round(y + high / 2)))
    assert timeline.film.board.sounds[0].track == 1


def test_acts_on_the_picked_sound_mute_split_louden_rename_and_delete_it(
    timeline: Timeline, tmp_path: Path
) -> None:
    film = timeline.film
    id = lay(timeline, tmp_path)
    assert why_not(timeline, "sound.mute") != ""
    click(timeline, sound_spot(timeline, id, 24, 0.8))
    assert why_not(timeline, "sound.mute") == ""
    timeline.act("sound.mute").do()
    assert film.board.sounds[0].muted
    assert timeline.lanes.is_muted(0)
    click(timeline, QPoint(20, round(timeline.lanes.tracks.track(0)[0] + 8)))
    assert not film.board.sounds[0].muted
    click(timeline, sound_spot(timeline, id, 24, 0.8))
    timeline.act("sound.louder").do()
    assert film.board.sounds[0].gain == 1.0
    timeline.act("sound.fade_out").do()
    assert film.board.sounds[0].fade_out > 0
    timeline.act("timeline.later").do()
    assert sounds.position(film.board, film.board.sounds[0]) == 49
    timeline.act("timeline.rename").do()
    write(timeline, "Gulls")
    assert film.board.sounds[0].name == "Gulls"
    film.seek(60)
    timeline.act("timeline.split").do()
    assert len(film.board.sounds) == 2
    timeline.act("timeline.trim_start").do()  # the playhead is at its end: refused, nothing changes
    timeline.act("timeline.delete").do()
    assert len(film.board.sounds) == 1
    assert film.session.undo_name == "Delete Gulls"


def test_a_sound_moves_along_when_an_earlier_shot_grows(timeline: Timeline, tmp_path: Path) -> None:
    film = timeline.film
    later = film.starts[film.board.shots[2].id]
    id = lay(timeline, tmp_path, later + 5)
    film.edit("Longer", lambda b: shots.set_length(b, b.shots[0].id, b.shots[0].length + 30))
    assert lying(timeline, id).start == later + 35
