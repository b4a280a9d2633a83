"""Children of the window: what they write for a developer, and that they end when told."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject, QProcess
from pytestqt.qtbot import QtBot

from studio import settings
from ui import children

COMPLAIN = "import sys, storyboard; sys.stderr.write('why')"
STAY = """
import signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print(1, flush=True)
signal.pause()
"""


def _run(qtbot: QtBot, process: QProcess) -> None:
    with qtbot.waitSignal(process.finished, timeout=20_000):
        process.start(sys.executable, ["-c", COMPLAIN])
    assert process.exitCode() == 0


@pytest.mark.parametrize(("longer", "kept"), [(False, "why"), (True, "whywhy")])
def test_a_child_finds_the_house_and_its_log_holds_the_last_run_or_all_of_them(
    qtbot: QtBot, longer: bool, kept: str
) -> None:
    nest = QObject()
    for _ in range(2):
        _run(qtbot, children.child(nest, "one.log", longer=longer))
    assert (settings.data_folder() / "one.log").read_text() == kept


def test_a_child_that_will_not_go_is_ended_and_nobody_hears_of_it(
    qtbot: QtBot, monkeypatch
) -> None:
    monkeypatch.setattr(children, "GRACE", 200)
    nest = QObject()
    heard: list[int] = []
    for gently in (False, True):
        process = children.child(nest)
        process.finished.connect(heard.append)
        with qtbot.waitSignal(process.readyReadStandardOutput, timeout=20_000):
            process.start(sys.executable, ["-c", STAY])
        children.end(process, gently=gently)
        assert process.state() is QProcess.ProcessState.NotRunning
    assert heard == []
