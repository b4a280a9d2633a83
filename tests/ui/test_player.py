"""The player goes in time, by the sound where there is some; loops, marks, shuttles, fills."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from time import perf_counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow

from storyboard.edits import shots, sounds
from studio.session import Session
from tests.ui.players import Tape, beeping, small
from ui.film import Film
from ui.pictures import Pictures
from ui.player import Player
from ui.speaker import NoSound

pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)")


class Stand:
    """A player in a window of its own, and the tape that it plays to."""

    def __init__(self, qtbot, film: Film) -> None:
        self.film = film
        self.tape = Tape()
        self.window = QMainWindow()
        self.player = Player(film, Pictures(film), outlet=lambda: self.tape)
        self.window.setCentralWidget(self.player)
        self.window.resize(480, 340)
        qtbot.addWidget(self.window)
        self.window.show()
        qtbot.waitExposed(self.window)

    def do(self, name: str) -> None:
        """An act by its name, as a menu or a key does it."""
        act = next(act for act in self.player.acts() if act.name == f"player.{name}")
        assert not (act.why_not and act.why_not()), act.name
        act.do()


@pytest.fixture
def film(project):
    found = Film(Session.open(project))
    small(found.session)
    yield found
    found.close()


@pytest.fixture
def stand(qtbot, film):
    return Stand(qtbot, film)


@pytest.fixture
def loud(qtbot, film, tmp_path):
    """The same with beeps under the film."""
    beeping(film.session, tmp_path)
    return Stand(qtbot, film)


def test_it_plays_in_time_without_sound(qtbot, stand):
    late = []
    stand.do("play")
    began = perf_counter()
    stand.film.moved.connect(lambda frame: late.append(24 * (perf_counter() - began) - frame))
    qtbot.waitUntil(lambda: stand.film.frame >= 24, timeout=9000)
    assert all(-1 < each < 4 for each in late)  # frames may drop, time does not stretch
    assert stand.tape.starts == 0
    stand.do("play")
    assert not stand.player.plays
    here = stand.film.frame
    qtbot.wait(80)
    assert stand.film.frame == here


def test_the_sound_is_the_clock(qtbot, loud):
    loud.tape.pace = 0.5
    loud.do("play")
    began = perf_counter()
    qtbot.waitUntil(lambda: loud.film.frame >= 10, timeout=8000)
    assert perf_counter() - began > 0.65  # ten frames take 0.42 s by the wall's clock
    assert loud.tape.starts == 1
    loud.do("rest")
    assert loud.tape.stops == 1


def test_other_speeds_are_silent(loud):
    loud.do("forwards")
    assert loud.player.speaker.sounds
    loud.do("forwards")
    assert (loud.player.speed, loud.player.speaker.sounds) == (2, False)
    loud.do("backwards")
    assert (loud.player.speed, loud.tape.starts) == (-1, 1)


def test_j_and_l_double_and_k_rests(stand):
    speeds = []
    for name in ("forwards", "forwards", "forwards", "forwards", "forwards", "backwards", "rest"):
        stand.do(name)
        speeds.append(stand.player.speed)
    assert speeds == [1, 2, 4, 8, 8, -1, 0]
    stand.do("slow")
    assert stand.player.speed == 0.25


def test_l_is_slow_while_k_is_held(stand):
    QTest.keyPress(stand.window, Qt.Key.Key_K)
    stand.do("rest")
    stand.do("forwards")
    assert stand.player.speed == 0.25
    stand.do("backwards")
    assert stand.player.speed == -0.25
    QTest.keyRelease(stand.window, Qt.Key.Key_K)
    assert not stand.player.plays


def test_backwards_it_rests_at_the_first_frame(qtbot, stand):
    stand.film.seek(5)
    stand.do("backwards")
    qtbot.waitUntil(lambda: not stand.player.plays, timeout=3000)
    assert stand.film.frame == 0


def test_it_rests_at_the_last_frame_and_begins_again_from_the_first(qtbot, stand):
    stand.do("end")
    assert stand.film.frame == 95
    stand.film.seek(91)
    stand.do("play")
    qtbot.waitUntil(lambda: not stand.player.plays, timeout=3000)
    assert stand.film.frame == 95
    stand.do("play")
    assert stand.film.frame == 0


def test_steps_cuts_and_ends(stand):
    found = []
    for name in ("on", "on_more", "back", "cut_after", "cut_after", "cut_before", "start"):
        stand.do(name)
        found.append(stand.film.frame)
    assert found == [1, 11, 10, 48, 95, 48, 0]


def test_in_and_out_are_marked_gone_to_and_cleared(stand):
    film = stand.film
    stand.film.seek(10)
    stand.do("in")
    assert film.stretch == (10, 96)
    film.seek(30)
    stand.do("out")
    assert film.stretch == (10, 31)
    stand.do("to_in")
    assert film.frame == 10
    stand.do("to_out")
    assert film.frame == 30
    film.seek(40)
    stand.do("in")  # behind the out: that goes
    assert film.stretch == (40, 96)
    film.seek(5)
    stand.do("out")
    assert film.stretch == (0, 6)
    stand.do("unmark")
    assert film.stretch is None
    to_in = next(act for act in stand.player.acts() if act.name == "player.to_in")
    assert to_in.why_not() == "Set an in or an out first (I, O)."
    film.seek(60)
    stand.do("mark_shot")
    assert film.stretch == (48, 96)


def test_in_to_out_loops(qtbot, stand):
    stand.film.mark(20, 26)
    seen = []
    stand.film.moved.connect(seen.append)
    stand.do("loop")
    stand.do("play")
    assert stand.film.frame == 20
    qtbot.waitUntil(lambda: any(b < a for a, b in pairwise(seen)), timeout=3000)
    stand.do("rest")
    assert set(seen) <= set(range(20, 26))


def test_the_shot_loops(qtbot, stand):
    stand.film.seek(94)
    stand.do("loop_shot")
    stand.do("play")
    qtbot.waitUntil(lambda: stand.film.frame == 48, timeout=3000)
    assert stand.player.plays
    assert stand.film.shot_id == stand.film.board.shots[1].id


def test_playing_around_comes_back(qtbot, stand):
    stand.film.seek(94)
    stand.do("around")
    assert stand.film.frame == 46
    qtbot.waitUntil(lambda: not stand.player.plays, timeout=5000)
    assert stand.film.frame == 94


def test_a_shot_plays_from_its_start_and_in_to_out_once(qtbot, stand):
    stand.film.seek(70)
    stand.do("shot")
    assert (stand.film.frame, stand.player.speed) == (48, 1)
    stand.film.mark(10, 14)
    stand.do("stretch")
    qtbot.waitUntil(lambda: not stand.player.plays, timeout=3000)
    assert stand.film.frame == 13


def test_an_edit_while_it_plays_goes_on_from_there_with_the_new_sound(qtbot, loud):
    loud.do("play")
    qtbot.waitUntil(lambda: loud.film.frame > 4, timeout=3000)
    loud.film.edit("Remove a sound", partial(sounds.remove_sound, id="so1"))
    assert loud.player.plays
    assert not loud.player.speaker.sounds
    here = loud.film.frame
    qtbot.waitUntil(lambda: loud.film.frame > here, timeout=3000)


def test_a_machine_without_sound_plays_silently_and_says_so_once(qtbot, film, tmp_path):
    beeping(film.session, tmp_path)
    heard = []
    film.said.connect(heard.append)

    def none():
        raise NoSound("The film plays without sound: this machine has no sound device.")

    player = Player(film, Pictures(film), outlet=none)
    qtbot.addWidget(player)
    for _ in range(2):
        player.toggle()
        assert player.plays
        player.toggle()
    assert heard == ["The film plays without sound: this machine has no sound device."]
    assert "no sound device" in player.transport.sound.toolTip()


def test_a_sound_whose_file_is_gone_is_named_at_the_loudspeaker(loud):
    (sound,) = loud.film.board.sounds
    loud.film.session.bin.path(sound.file).unlink()
    loud.do("play")
    assert loud.player.plays
    assert loud.tape.starts == 0
    said = loud.player.transport.sound.toolTip()
    assert said.startswith("beeps.wav is not in the bin any more: import it again.")


def test_loudness_and_mute_reach_the_device_and_stay_for_the_next_time(qtbot, loud):
    loud.do("play")
    assert loud.tape.share == 1.0
    loud.player.set_volume(50)
    assert loud.tape.share == 0.25
    loud.do("mute")
    assert loud.tape.share == 0.0
    assert "muted" in loud.player.transport.sound.toolTip()
    loud.do("louder")
    assert loud.tape.share == pytest.approx(0.36)
    loud.do("rest")
    again = Player(loud.film, Pictures(loud.film))
    qtbot.addWidget(again)
    assert again.speaker.volume == pytest.approx(0.6)


def test_captions_come_and_go(qtbot, stand):
    film, view = stand.film, stand.player.view
    frame = next(f for f in range(48) if film.seek(f) is None and view.caption())
    film.seek(frame)
    assert view.caption() == "Well, hello there."
    qtbot.waitUntil(lambda: stand.player.reel.is_idle and view.is_exact, timeout=5000)
    with_words = view.grab().toImage()
    QTest.mouseClick(stand.player.transport.captions, Qt.MouseButton.LeftButton)
    without = view.grab().toImage()
    assert with_words != without
    stand.do("captions")
    assert view.grab().toImage() == with_words


def test_a_film_without_shots_does_not_play_and_acts_say_why(qtbot, project):
    film = Film(Session.open(project))
    small(film.session)
    film.edit("Delete all", lambda board: shots.delete_shots(board, [s.id for s in board.shots]))
    player = Player(film, Pictures(film))
    qtbot.addWidget(player)
    player.toggle()
    assert not player.plays
    assert {act.why_not() for act in player.acts() if act.name == "player.play"} == {
        "The film has no shots yet."
    }
    film.close()


def test_every_act_has_a_name_and_a_place(stand):
    acts = stand.player.acts()
    assert len({act.name for act in acts}) == len(acts)
    keys = [key for act in acts for key in act.keys if key]
    assert len(set(keys)) == len(keys)
    assert all(act.said and act.name.startswith("player.") for act in acts)
    QApplication.processEvents()
