"""The troupe: the stages that serve a session - on this machine, or for pictures on a cluster - and
what is connected now, in words.

A cluster is joined by a process of its own, and its stages come when it answers; what is planned
and looked for in drawings stays on this machine meanwhile and ever.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from engine.api import EngineError
from engine.client import Stage
from engine.cluster_gate import FarStage, Gate
from engine.families import Card
from studio import seats, settings
from studio.session import Session
from studio.settings import Settings

PICTURES = frozenset({"render", "redo"})  # kinds of orders that a cluster serves
OTHERS = frozenset({"plan", "rig"})  # and those that this machine does then
WAYS = 3  # times that a cluster is joined again by itself
LOOK = 0.02  # seconds between two looks while a cluster is joined


class Troupe:
    """``stages``: how many, 0 = as the settings say; ``cluster``: its address, empty = here.

    ``hear`` is called again and again; ``said`` tells what is connected, ``fault`` what went wrong.
    """

    def __init__(
        self,
        session: Session,
        stages: int = 0,
        cluster: str = "",
        cards: Mapping[str, Card] | None = None,
    ) -> None:
        self._session = session
        self.wish = _wish(settings.load())
        self._way = partial(Gate, cluster, stages, cards=cards, log=log("cluster"))
        self._ways = WAYS  # that may break off before the person is asked
        self.gate = self._way() if cluster else None
        self._here = [
            Stage(log=log(f"stage-{number}"), threads=seat.threads, gpu=seat.gpu)
            for number, seat in enumerate(seats.seats(settings.load(), 1 if cluster else stages), 1)
        ]
        self._far: list[FarStage] = []
        self._untold = True  # that there is no cluster
        for number, stage in enumerate(self._here, 1):
            session.attach(stage, f"Stage {number}", OTHERS if cluster else frozenset())

    @property
    def stages(self) -> list[Stage]:
        """Those of this machine."""
        return self._here

    @property
    def fault(self) -> str:
        """Why there is no cluster, as a sentence; empty while there is one or none is wanted."""
        return self.gate.fault if self.gate else ""

    @property
    def is_broken(self) -> bool:
        """Whether the cluster must be joined anew: nothing of it is left."""
        return bool(self.fault) or (bool(self._far) and all(stage.fault for stage in self._far))

    @property
    def is_whole(self) -> bool:
        """Whether no machine that was there has left."""
        return not self.fault and not any(stage.fault for stage in self._far)

    @property
    def is_joining(self) -> bool:
        """Whether a cluster was asked and has not answered yet."""
        return self.gate is not None and not self._far and not self.fault

    def lacks(self, kind: str) -> str:
        """Why orders of this kind wait for a cluster that cannot be joined, as a sentence."""
        return self.fault if kind in PICTURES and not self._far else ""

    def hear(self) -> str:
        """Attach the cluster's stages when they come; once, the sentence that says why none will.
        A way that breaks off is taken up again. What this machine does itself goes on all the same:
        pictures wait, plans do not.
        """
        gate = self.gate
        if gate is None:
            return ""
        gate.hear()
        if self._far:
            return self._take_up(gate) if gate.fault else ""
        if gate.fault and self._untold:
            self._untold = False
            return gate.fault
        for number, stage in enumerate(gate.stages, 1):
            self._far.append(stage)
            self._session.attach(stage, f"Stage {number} of the cluster", PICTURES)
        return ""

    def _take_up(self, gate: Gate) -> str:
        """The way to the cluster has broken off: what lay there waits until it is joined again."""
        for far in self._far:
            self._session.detach(far)
        self._far = []
        gate.leave()
        if not self._ways:
            self._untold = False
            return gate.fault
        self._ways -= 1
        self.gate = self._way()
        return f"The way to {_name(gate.address)} broke off; it is joined again. Nothing is lost."

    def join(self) -> None:
        """Wait until the cluster has answered. Raises EngineError."""
        while self.is_joining:
            if fault := self.hear():
                raise EngineError(fault)
            time.sleep(LOOK)

    @property
    def said(self) -> str:
        """What is connected now."""
        return told(self.gate) if self.gate else _here(self._here)

    def close(self, wait: bool = True) -> None:
        """End all of them; what lay there is queued again. To leave a cluster takes seconds, which
        need not be waited for.
        """
        for far in self._far:
            self._session.detach(far)
        for stage in self._here:
            self._session.detach(stage)
        for stage in self._here:
            stage.close()
        if self.gate is not None and wait:
            self.gate.close()
        elif self.gate is not None:
            self.gate.leave()


def assembled(session: Session, old: Troupe | None, busy: bool) -> Troupe:
    """The troupe that the settings ask for: the ``old`` one if it is that, or is ``busy`` and
    whole; else that one is closed for a new one.
    """
    chosen = settings.load()
    if old is not None:
        same = old.is_whole and old.wish == _wish(chosen)
        if same or (busy and not old.is_broken):
            return old
        old.close(wait=False)
    return Troupe(session, chosen.stages, chosen.cluster)


def _wish(chosen: Settings) -> tuple[object, ...]:
    """What of the settings says which stages there shall be."""
    return chosen.stages, chosen.gpus, chosen.cluster, chosen.threads, chosen.device


def lacks_ray() -> str:
    """What must be installed for a cluster; empty when all is."""
    if find_spec("ray"):
        return ""
    return (
        'Ray, which joins machines, is not installed here. `pip install "longtake[cluster]"` adds '
        "it, on every machine of the cluster."
    )


def told(gate: Gate) -> str:
    """What is known of a cluster, in plain words."""
    if gate.fault:
        return gate.fault
    if gate.size is None:
        return f"Joining {_name(gate.address)}…"
    size = gate.size
    count = f"{size.machines} machine{'s'[: size.machines != 1]}"
    gpus = f", {size.gpus} GPU{'s'[: size.gpus != 1]}" if size.gpus else ", no GPU"
    if size.own:
        found = f"No cluster runs here, so Ray was started on this machine alone{gpus}."
    else:
        name = _name(gate.address)
        found = f"{name[:1].upper()}{name[1:]} answers: {count}{gpus}."
    hosts = Counter(stage.place.host for stage in gate.stages if stage.place)
    waits = sum(not stage.is_up and not stage.fault for stage in gate.stages)
    parts = [found]
    if hosts:
        number = sum(hosts.values())
        are = "1 stage is up" if number == 1 else f"{number} stages are up"
        on = ", ".join(f"{count} on {host}" for host, count in sorted(hosts.items()))
        parts.append(f"{are} on {next(iter(hosts))}." if len(hosts) == 1 else f"{are}: {on}.")
    if waits:
        parts.append(f"{waits} more {'start' if waits > 1 else 'starts'}…")
    faults = dict.fromkeys(stage.fault for stage in gate.stages if stage.fault)
    return " ".join([*parts, *faults])


def _here(stages: list[Stage]) -> str:
    up = sum(stage.is_up for stage in stages)
    many = f"{len(stages)} stage{'s'[: len(stages) != 1]} on this machine"
    return f"{many}, {'all' if up == len(stages) else up} up." if up else f"{many}, not begun yet."


def _name(address: str) -> str:
    return "the cluster of this machine" if address == "auto" else f"the cluster at {address}"


def log(name: str) -> Path:
    """Where a stage or the gate writes what native libraries say."""
    folder = settings.data_folder()
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{name.removesuffix('-1')}.log"
