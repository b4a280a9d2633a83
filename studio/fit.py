"""What fits: a model's rows of memory, and its disk, against what this machine has and has free.

The stage chooses by the same rows when it opens a model (``engine.hub.memory``) and steps down when
its figures were too hopeful; this is for the person's eye, before anything is fetched or rendered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from engine import families
from engine.hub.card import Row
from studio import machine
from studio.machine import Amount

Says = Literal["fits", "slow", "tight", "no", "unknown"]
WORDS = {
    "fits": "Fits. ",
    "slow": "Slow. ",
    "tight": "Tight. ",
    "no": "Does not fit. ",
    "unknown": "",
}
ORDER: tuple[Says, ...] = ("unknown", "fits", "slow", "tight", "no")  # from easy to hard
SPARE = 0.5  # GB of the disk that stay free


@dataclass(frozen=True)
class Machine:
    """Memory of the GPU (None without one) and of the computer (None: it does not tell), GB free on
    the disk that models go to.
    """

    gpu: Amount | None
    memory: Amount | None
    disk: float | None

    def free(self) -> list[tuple[str, str]]:
        """What there is of each, as the person reads it: ("GPU", "10 of 12 GB free")."""
        found = [
            (name, f"{one.free:.0f} of {one.whole:.0f} GB free")
            for name, one in (("GPU", self.gpu), ("memory", self.memory))
            if one
        ]
        return found + ([("disk", f"{self.disk:.0f} GB free")] if self.disk is not None else [])


@dataclass(frozen=True)
class Fit:
    """``slow``: it fits, but without the GPU that it is made for. ``tight``: it fits once other
    programs are closed or the disk has room. ``why`` is a sentence for the person; ``row`` how it
    would be held.
    """

    says: Says
    why: str
    row: Row | None = None


def here(folder: Path, limit: float = 0.0) -> Machine:
    """This machine; ``limit`` GB is the most that models may use of the GPU, without one of the
    computer's memory (0: what there is).
    """
    place = next((p for p in (folder, *folder.parents) if p.exists()), folder)
    gpu, memory = machine.accelerator(), machine.memory()
    if limit:
        gpu, memory = (_at_most(gpu, limit), memory) if gpu else (gpu, _at_most(memory, limit))
    return Machine(gpu, memory, machine.free(place))


def _at_most(amount: Amount | None, limit: float) -> Amount | None:
    """As if there were no more of it; what others use counts against the rest."""
    if amount is None:
        return None
    whole = min(limit, amount.whole)
    return Amount(max(0.0, whole - amount.free), whole)


def judge(rows: tuple[Row, ...], on: Machine, gb: float = 0.0) -> Fit:
    """Whether a model with these rows runs here, and ``gb`` more of it go on the disk."""
    held = _held(rows, on)
    if held.says in ("no", "unknown") or not gb or on.disk is None or gb + SPARE <= on.disk:
        return held
    why = f"It takes {_gb(gb)} of disk and {_gb(max(0.0, on.disk))} are free."
    return Fit("tight", why, held.row)


def render(names: Iterable[str], on: Machine) -> Fit | None:
    """Whether the families of a render run here: what the most demanding needs. None where none of
    them tells, as the bundled ones do not: they run anywhere.
    """
    cards = (families.CARDS[name].hub for name in names if name in families.CARDS)
    found = [judge(card.memory, on) for card in cards if card and card.memory]
    return max(found, key=lambda fit: (ORDER.index(fit.says), _vram(fit)), default=None)


def _vram(fit: Fit) -> float:
    return fit.row.vram if fit.row else 0.0


def _held(rows: tuple[Row, ...], on: Machine) -> Fit:
    """By memory alone: the greediest row that fits what is free, else what there is at all."""
    if not rows:
        return Fit("unknown", "What it needs is not known.")
    for row in rows:
        if _fits(row, on, free=True):
            if row.vram and not on.gpu:
                return Fit("slow", f"{needs(row, on)}. Without a GPU it takes its time.", row)
            return Fit("fits", f"{needs(row, on)}.", row)
    for row in rows:
        if _fits(row, on, free=False):
            why = f"{needs(row, on)}; {_free(on)} now. Close other programs first."
            return Fit("tight", why, row)
    least = rows[-1]
    return Fit("no", f"{needs(least, on, 'at least ')}; {_has(on)}.")


def needs(row: Row, on: Machine, least: str = "") -> str:
    """What a row takes: "Needs 8.5 GB of the GPU and 20 GB of memory". Without a GPU all of it lies
    in memory.
    """
    told = amounts(*_demand(row, on))
    return f"Needs {least}{told}" if told else "Needs hardly any memory"


def amounts(vram: float, ram: float) -> str:
    """ "8.5 GB of the GPU and 20 GB of memory"."""
    told = [f"{_gb(vram)} of the GPU"] if vram else []
    told += [f"{_gb(ram)} of memory"] if ram else []
    return " and ".join(told)


def _demand(row: Row, on: Machine) -> tuple[float, float]:
    """GB of the GPU and of memory; without a GPU everything lies in memory, once."""
    return (row.vram, row.ram) if on.gpu else (0.0, max(row.vram, row.ram))


def _fits(row: Row, on: Machine, free: bool) -> bool:
    vram, ram = _demand(row, on)
    pairs = ((vram, on.gpu), (ram, on.memory))
    return all(
        need <= (amount.free if free else amount.whole)
        for need, amount in pairs
        if amount is not None and need
    )


def _free(on: Machine) -> str:
    told = [f"{_gb(on.gpu.free)} of its {_gb(on.gpu.whole)}"] if on.gpu else []
    told += [f"{_gb(on.memory.free)} of memory"] if on.memory else []
    return " and ".join(told) + " are free"


def _has(on: Machine) -> str:
    gpu = f"a GPU with {_gb(on.gpu.whole)}" if on.gpu else "no GPU that Longtake can use"
    memory = f" and {_gb(on.memory.whole)} of memory" if on.memory else ""
    return f"this machine has {gpu}{memory}"


def _gb(amount: float) -> str:
    return f"{amount:.1f} GB" if amount < 10 and amount % 1 >= 0.05 else f"{amount:.0f} GB"
