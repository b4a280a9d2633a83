"""The inspector's tab of a take: what it was made from, another one, the film's seed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from engine.hub.sounds import write
from storyboard.edits import shots
from tests.ui.reels import click, long_shot, publish, type_over

# said by the platform without a screen whenever a window has a least size, or a list drops down
pytestmark = pytest.mark.qt_log_ignore("does not support")


def test_a_shot_without_takes_says_what_to_do(film, inspector):
    inspector.show_tab("take")
    assert inspector.take.empty.isVisible()
    assert "Render makes the first take" in inspector.take.none.text()


def test_the_slate_tells_what_the_take_was_made_from(film, inspector):
    long_shot(film)
    take = publish(film, ("tomato", "gold"))
    inspector.show_tab("take")
    facts = dict(inspector.take.slate.facts)
    assert facts["Model"] == "Papercut"
    assert facts["Weights"] == "8ac1e09f2b77"
    assert facts["Seed"] == "1"
    assert facts["Pictures"] == "48"
    assert facts["Id"] == take.id
    assert not inspector.take.stale.isVisible()
    click(inspector.take.circle)
    assert film.shot.circled == take.id
    assert inspector.take.state.text().endswith("circled")
    click(inspector.take.copy)
    assert "Model: Papercut" in QApplication.clipboard().text()
    long_shot(film, 40)
    assert inspector.take.stale.isVisible()


def test_another_take_of_the_same_shot_is_asked_for_and_undone(film, inspector):
    long_shot(film)
    inspector.show_tab("take")
    publish(film, ("tomato",), level=0)
    assert not inspector.take.again.isEnabled()
    assert "animatic" in inspector.take.again.toolTip()
    first = publish(film, ("gold",))
    assert inspector.take.again.isEnabled()
    film.session.queue.pause("Not now.")
    film.edit("Vary", lambda b: shots.vary(b, [film.shot_id]))
    assert inspector.take.stale.isVisible()
    second = publish(film, ("teal",))
    assert inspector.take.take == second
    film.undo()
    assert inspector.take.take == first


def test_the_sound_of_a_take_is_laid_under_its_shot_and_taken_back(film, inspector, tmp_path):
    long_shot(film)
    take = publish(film, ("tomato",))
    inspector.show_tab("take")
    assert not inspector.take.sound.isVisible()
    hash = film.session.bin.put_file(Path(write(np.zeros((2, 4800)), tmp_path / "a.wav")))
    film.session.note_take(take.id, sounds=[(0, 12, hash)])
    inspector.take.renew()
    click(inspector.take.sound)
    (sound,) = film.board.sounds
    assert (sound.file, sound.shot, sound.length) == (hash, film.shot_id, 24)
    assert not inspector.take.sound.isVisible()
    film.undo()
    assert inspector.take.sound.isVisible()


def test_the_films_seed_is_a_number_of_the_film(film, inspector):
    inspector.show_tab("take")
    type_over(inspector.take.seed, "48 213")
    assert film.board.seed == 48213
    assert inspector.take.seed.text() == "48 213"
    type_over(inspector.take.seed, "-2")
    assert film.board.seed == 48213
