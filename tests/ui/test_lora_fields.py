"""LoRAs in the inspector: brought by a child, weighed, called, taken off; extras and memory in the
preferences.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from safetensors.numpy import save_file

from studio import settings
from tests.ui.reels import click, type_over
from ui.film import Film
from ui.inspector import Inspector
from ui.lora_fields import LoraFields
from ui.window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("does not support")


@pytest.fixture
def file(tmp_path: Path) -> str:
    found = tmp_path / "mia.safetensors"
    parts = {f"transformer.a.lora_{side}.weight": np.ones((2, 2), np.float32) for side in "AB"}
    save_file(parts, found)
    return str(found)


def test_a_subjects_lora_is_brought_weighed_called_and_taken_off(
    qtbot, film: Film, inspector: Inspector, file: str
) -> None:
    film.pick(film.shot.subjects[0])
    fields: LoraFields = inspector.subject.loras
    assert fields.none.isVisible()
    fields.maker.setCurrentIndex(fields.maker.findData("sdxl"))
    fields.bring(file)
    assert not fields.add.isEnabled()
    qtbot.waitUntil(lambda: bool(film.board.loras), timeout=20_000)
    (one,) = film.board.loras
    assert (one.family, one.subject, one.name) == ("sdxl", film.subject_id, "mia.safetensors")
    assert fields.add.isEnabled()
    row = fields.parts[one.id]
    assert row.maker.text().startswith("For SDXL")
    row.weight.setFocus()
    QTest.keyClick(row.weight, Qt.Key.Key_Down)
    QTest.keyClick(row.weight, Qt.Key.Key_Down)
    assert film.board.loras[0].weight == pytest.approx(0.9)
    type_over(row.weight, "9")
    assert film.board.loras[0].weight == pytest.approx(0.9)
    type_over(row.words, "ohwx woman")
    assert film.board.loras[0].words == "ohwx woman"
    inspector.show_tab("take")
    assert not inspector.take.loras.parts  # it is hers, not the film's
    inspector.show_tab("subject")
    click(row.gone)
    assert film.board.loras == ()
    film.undo()
    assert film.board.loras[0].words == "ohwx woman"


def test_what_is_no_lora_is_said(qtbot, film: Film, inspector: Inspector, tmp_path: Path) -> None:
    inspector.show_tab("take")
    wrong = tmp_path / "mia.pt"
    wrong.write_bytes(b"x")
    with qtbot.waitSignal(film.said, timeout=20_000) as said:
        inspector.take.loras.bring(str(wrong))
    assert "only .safetensors" in said.args[0]
    assert inspector.take.loras.add.isEnabled()


def test_extras_and_memory_are_chosen_in_the_preferences(window: MainWindow) -> None:
    settings.save(settings.load().model_copy(update={"family": "sdxl"}))
    window.open_preferences("general")
    found = window.preferences
    assert found is not None
    assert list(found.extras.boxes) == ["freeu"]
    found.extras.boxes["freeu"].click()
    assert settings.load().extras == ("freeu",)
    found.extras.boxes["freeu"].click()
    assert settings.load().extras == ()
    found.show_page("machines")
    memory = found.machines.memory
    at = memory.findData(2.0)
    memory.setCurrentIndex(at)
    memory.activated.emit(at)
    assert settings.load().memory_gb == 2.0
    found.reject()
