"""No test reads or writes the developer's own settings, and none leaves a process behind."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

FOLDERS = ("LONGTAKE_CONFIG", "LONGTAKE_DATA", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")
GRACE = 10.0  # seconds that a process which was told to end may need on a busy machine


@pytest.fixture(autouse=True)
def a_home_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Settings, data and cache folders that exist for one test."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in FOLDERS:
            patch.setenv(name, str(home / name.lower()))
        yield home


@pytest.fixture(autouse=True)
def no_process_is_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a child process alive; those of wider fixtures were there before."""
    before = _children()
    yield
    until = time.monotonic() + GRACE
    while (left := _children() - before) and time.monotonic() < until:
        multiprocessing.active_children()  # reaps
        time.sleep(0.05)
    if left:
        named = ", ".join(f"{pid} ({_command(pid) or 'gone'})" for pid in sorted(left))
        pytest.fail(f"{request.node.nodeid} left a process behind: {named}")


def _children() -> set[int]:
    """Ids of our living children, as far as the system tells: all on Linux."""
    own = {child.pid for child in multiprocessing.active_children() if child.pid}
    for task in Path("/proc/self/task").glob("*/children"):
        try:
            own.update(int(pid) for pid in task.read_text().split())
        except FileNotFoundError:  # a thread that ended just now
            continue
    return {pid for pid in own if _lives(pid) and "resource_tracker" not in _command(pid)}


def _lives(pid: int) -> bool:
    """Whether it is not over, waited for or not. Its command does not tell: one that has just been
    started has none yet, and was once taken for a process that the first test of a module left.
    """
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(errors="replace")
    except OSError:
        return not Path("/proc").is_dir()
    return stat.rpartition(")")[2].split()[0] not in ("Z", "X")


def _command(pid: int) -> str:
    """How the process was started; empty for one that is over or has just begun."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(errors="replace").replace("\0", " ").strip()
    except OSError:
        return ""
