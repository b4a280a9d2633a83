"""A window is finished when its row and all its frames are there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.bin import Bin
from studio.project import Project
from studio.windows import FinishedWindow, Windows


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    project = Project.new(tmp_path / "film.longtake")
    yield project
    project.close()


@pytest.fixture
def bin(project: Project) -> Bin:
    return Bin.beside(project.path)


def test_a_finished_window_is_found_by_its_key(project: Project, bin: Bin) -> None:
    frames = {1: bin.put_bytes(b"one", ".png"), 2: bin.put_bytes(b"two", ".png")}
    windows = Windows(project, bin)
    windows.add(FinishedWindow("key", 2, frames, 1.5, {"seed": 3}))
    found = Windows(project, bin).find("key")
    assert found is not None
    assert (found.level, found.frames, found.seconds, found.slate) == (2, frames, 1.5, {"seed": 3})
    assert windows.find("another") is None
    assert windows.made(["key", "another"]) == {"key"}


def test_a_window_whose_picture_is_gone_counts_as_not_made(project: Project, bin: Bin) -> None:
    hash = bin.put_bytes(b"one", ".png")
    windows = Windows(project, bin)
    windows.add(FinishedWindow("key", 1, {0: hash}))
    file = bin.path(hash)
    assert file is not None
    file.unlink()
    assert windows.find("key") is None
    assert windows.made(["key"]) == set()


def test_estimates_come_from_this_machines_own_windows(project: Project, bin: Bin) -> None:
    windows = Windows(project, bin)
    assert windows.seconds_per_window("papercut", 1) is None
    for key, level, seconds in [("a", 1, 4.0), ("b", 1, 6.0), ("c", 2, 1.0)]:
        windows.add(FinishedWindow(key, level, {}, seconds), family="papercut")
    assert windows.seconds_per_window("papercut", 1) == 5.0
    assert windows.seconds_per_window("papercut", 2) == 1.0
    assert windows.seconds_per_window("papercut", 4) == 1.0
    assert windows.seconds_per_window("papercut", 1, device="cuda") is None
    assert windows.seconds_per_window("another", 1) is None
    for key in "defg":
        windows.add(FinishedWindow(key, 1, {}, 0.25), family="papercut", device="cuda")
    assert windows.seconds_per_window("papercut", 1) == 0.25
    assert windows.seconds_per_window("papercut", 1, device="cpu") == 5.0


def test_memory_and_disk_are_measured_by_what_was_made(project: Project, bin: Bin) -> None:
    windows = Windows(project, bin)
    assert windows.memory("sdxl", "cpu") is None
    assert windows.bytes_a_frame("sdxl") is None
    windows.measured("sdxl", "cpu", {"peak_mb": 6400.0})
    assert Windows(project, bin).memory("sdxl", "cpu") == (0.0, 6.4)
    windows.measured("sdxl", "cpu", {"peak_mb": 6500.0})  # as good as the same
    assert windows.memory("sdxl", "cpu") == (0.0, 6.4)
    windows.measured("sdxl", "cuda", {"peak_mb": 3000.0, "device_peak_mb": 8200.0})
    assert windows.memory("sdxl", "cuda") == (8.2, 3.0)
    frames = {0: bin.put_bytes(b"1" * 100, ".png"), 1: bin.put_bytes(b"2" * 300, ".png")}
    windows.add(FinishedWindow("key", 1, frames, slate={"family": "sdxl"}))
    assert windows.bytes_a_frame("sdxl") == 200
    assert windows.bytes_a_frame("papercut") is None
