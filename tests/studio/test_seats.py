"""Where stages work: on which GPU, with which share of the processor."""

from __future__ import annotations

import argparse

import pytest

from studio import settings
from studio.errors import StudioError
from studio.seats import Seat, crew, seats
from studio.settings import Settings


@pytest.fixture
def gpus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "2, 5")


def test_without_a_gpu_there_is_one_stage_with_all_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    assert seats(Settings()) == [Seat("", 0)]
    assert seats(Settings(threads=6)) == [Seat("", 6)]


def test_stages_share_the_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    assert seats(Settings(threads=8), 3) == [Seat("", 2)] * 3
    assert seats(Settings(threads=8, stages=2)) == [Seat("", 4)] * 2
    assert seats(Settings(threads=2), 5) == [Seat("", 1)] * 5


@pytest.mark.usefixtures("gpus")
def test_each_gpu_that_may_be_seen_has_a_stage() -> None:
    assert seats(Settings(threads=8)) == [Seat("2", 4), Seat("5", 4)]
    assert [seat.gpu for seat in seats(Settings(), 3)] == ["2", "5", "2"]
    assert seats(Settings(stages=1)) == [Seat("", 0)]
    assert seats(Settings(device="cpu")) == [Seat("", 0)]


def test_a_command_asks_for_no_stages_that_cannot_be() -> None:
    settings.save(Settings(stages=3))
    asked = argparse.Namespace(stages=2, cluster="auto")
    assert crew(asked) == {"stages": 2, "cluster": "auto"}
    with pytest.raises(StudioError, match="stages"):
        crew(argparse.Namespace(stages=-1, cluster=""))
