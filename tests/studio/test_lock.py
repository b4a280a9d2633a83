"""One program writes a project at a time, and a dead one never blocks it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from studio.lock import Lock, ProjectInUse
from studio.project import Project

HOLDING = """
import sys, time
from pathlib import Path
from studio.lock import Lock
lock = Lock(Path(sys.argv[1]))
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture
def film(tmp_path: Path) -> Path:
    project = Project.new(tmp_path / "film.longtake")
    project.close()
    return project.path


def test_a_lock_says_who_holds_it_and_goes_when_released(film: Path) -> None:
    lock = Lock(film)
    words = json.loads(lock.path.read_text())
    assert words["process"] == os.getpid()
    with pytest.raises(ProjectInUse, match=f"process {os.getpid()} on {words['computer']}"):
        Lock(film)
    lock.release()
    lock.release()
    assert not lock.path.exists()
    Lock(film).release()


def test_a_lock_that_a_killed_program_left_is_cleared(film: Path) -> None:
    lock = film.with_name("film.longtake.lock")
    child = subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(film)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    with child.stdout:
        assert child.stdout.readline() == "held\n"
        with pytest.raises(ProjectInUse, match=f"process {child.pid} "):
            Project.open(film)
        child.kill()
        child.wait()
    assert lock.exists()
    Project.open(film).close()
    assert not lock.exists()


def test_a_lock_of_another_computer_is_respected_and_says_how_to_end_it(film: Path) -> None:
    lock = film.with_name("film.longtake.lock")
    lock.write_text('{"computer": "cutting-room", "process": 12, "since": 0}')
    with pytest.raises(ProjectInUse, match=r"process 12 on cutting-room.*delete film\.longtake"):
        Project.open(film)
    lock.write_text('{"computer": ')  # its owner died before it wrote its name
    Project.open(film).close()
