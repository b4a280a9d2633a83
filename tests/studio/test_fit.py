"""What fits is told from the rows of a card and what the machine has and has free."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.hub import memory
from engine.hub.card import Row
from studio import catalogue, fit
from studio.fit import Machine
from studio.machine import Amount

ROWS = (
    Row(vram=18, ram=18),
    Row(vram=13, ram=20, offload="model"),
    Row(vram=4, ram=24, offload="group"),
)


def machine(vram: float, of: float, ram: float, ram_of: float, disk: float = 500) -> Machine:
    """``vram`` and ``ram`` are free of so much; no GPU at 0 of 0."""
    gpu = Amount(of - vram, of) if of else None
    return Machine(gpu, Amount(ram_of - ram, ram_of), disk)


@pytest.mark.parametrize(
    ("on", "says", "row", "why"),
    [
        (machine(23, 24, 60, 64), "fits", 0, "Needs 18 GB of the GPU and 18 GB of memory."),
        (machine(15, 24, 60, 64), "fits", 1, "Needs 13 GB of the GPU and 20 GB of memory."),
        (machine(7, 8, 30, 32), "fits", 2, "Needs 4 GB of the GPU and 24 GB of memory."),
        (machine(3, 8, 30, 32), "tight", 2, "3 GB of its 8 GB and 30 GB of memory are free now"),
        (machine(7, 8, 15, 16), "no", None, "has a GPU with 8 GB and 16 GB of memory"),
        (machine(0, 0, 60, 64), "slow", 0, "Needs 18 GB of memory. Without a GPU"),
        (machine(0, 0, 10, 12), "no", None, "no GPU that Longtake can use"),
        (machine(23, 24, 60, 64, disk=9), "tight", 0, "takes 12 GB of disk and 9 GB are free"),
    ],
)
def test_a_verdict_names_the_row_and_why(on: Machine, says: str, row: int | None, why: str) -> None:
    found = fit.judge(ROWS, on, gb=12)
    assert found.says == says
    assert found.row == (ROWS[row] if row is not None else None)
    assert why in found.why
    assert found.why.endswith(".")


def test_rows_that_nobody_knows_are_not_judged() -> None:
    assert fit.judge((), machine(20, 24, 60, 64)).says == "unknown"


@pytest.mark.parametrize("vram", [0.0, 3.0, 6.0, 11.0, 15.0, 23.0, 47.0, 79.0])
def test_the_stage_opens_what_the_page_said_fits(vram: float) -> None:
    """Both choose the same row, where all that a row asks for is installed."""
    on = machine(vram, vram, 120, 128)
    for model in catalogue.known().values():
        if model.card is None:
            continue
        able = memory.rows(model.card)
        found = fit.judge(able, on)
        if found.says in ("fits", "slow"):
            assert found.row == able[memory.first(model.card, memory.Free(vram, 120))]


def test_a_limit_of_the_settings_counts_as_the_whole(tmp_path: Path) -> None:
    free = fit.here(tmp_path / "not" / "there" / "yet")
    limited = fit.here(tmp_path, limit=2.0)
    assert free.disk is not None
    assert limited.memory is None or limited.memory.whole <= 2.0
    assert fit.judge(ROWS, limited).says == "no"
