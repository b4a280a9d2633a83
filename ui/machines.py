"""The preferences' page of the machines: what this one gives, how many stages work at once and on
which GPU, and the cluster whose machines make the pictures.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget

from engine.cluster_gate import Gate
from studio import machine, seats, troupe
from studio.settings import Settings
from ui import forms, theme

DEVICES = (("auto", "The fastest there is"), ("cpu", "Processor"), ("cuda", "GPU"))
HERE, AUTO, ADDRESS = "here", "auto", "address"
PLACES = (
    (HERE, "On this machine"),
    (AUTO, "On the cluster this machine belongs to"),
    (ADDRESS, "On the cluster at an address"),
)
SIZES = (2, 4, 6, 8, 10, 12, 16, 20, 24, 32, 48, 64, 80, 96)  # GB
MOST = 8  # stages whose GPU is chosen here
TURN = 50  # milliseconds between two looks while a cluster is tried
LOOK = 1000  # milliseconds between two looks at what is connected
NOTHING = "Nothing yet: the stages come with the first work."


class MachinesPage(QWidget):
    """``kept`` carries settings to write; ``connected`` says which stages there are now."""

    kept = Signal(dict)

    def __init__(self, chosen: Callable[[], Settings], connected: Callable[[], str]) -> None:
        super().__init__()
        self._settings, self._connected = chosen, connected
        self._gate: Gate | None = None
        self._trial = QTimer(self)
        self._trial.setInterval(TURN)
        self._trial.timeout.connect(self._hear)
        self._looking = QTimer(self)
        self._looking.setInterval(LOOK)
        self._looking.timeout.connect(self._look)
        whole = forms.page(*self._this_machine(), *self._cluster())
        self.setLayout(forms.column(whole))
        self._show_seats()
        self._show_place()

    # This machine --------------------------------------------------------------------------------

    def _this_machine(self) -> list[QWidget]:
        now, gpu, cores = self._settings(), machine.accelerator(), os.cpu_count() or 1
        self.device = _choices("Works on", [
            (said, name) for name, said in DEVICES
            if name != "cuda" or gpu or now.device == "cuda"
        ], now.device, partial(self._keep, "device"))  # fmt: skip
        self.threads = _choices(
            "Processor cores",
            [(f"All {cores}", 0), *((str(count), count) for count in range(1, cores))],
            now.threads,
            partial(self._keep, "threads"),
        )
        first = "One for each GPU" if len(seats.gpus()) > 1 else "One"
        counts = range(2, max(4, cores // 2, now.stages) + 1)
        whole = gpu or machine.memory()
        self.memory = _choices(
            "Memory for models",
            [("All that is free", 0.0), *((f"{size} GB at most", float(size)) for size in SIZES
              if size < (whole.whole if whole else 0) or size == now.memory_gb)],
            now.memory_gb,
            partial(self._keep, "memory_gb"),
        )  # fmt: skip
        self.memory.setToolTip(
            "What a fetched model may hold of the GPU; without one, of this machine's memory"
        )
        self.stages = _choices(
            "Stages",
            [(first, 0), *((str(count), count) for count in counts)],
            now.stages,
            partial(self._keep, "stages"),
        )
        self.stages.setToolTip("How many windows are made at once, each by a process of its own")
        self.seats = forms.label("", 11, 400, "t3")
        self.gpus = [self._gpu(number) for number in range(MOST)]
        self._gpu_lines = [
            forms.line(f"Stage {number}", box) for number, box in enumerate(self.gpus, 1)
        ]
        memory = machine.memory()
        there = [f"{memory.whole:.0f} GB of memory"] if memory else []
        there += [f"a GPU with {gpu.whole:.0f} GB"] if gpu else ["no GPU that Longtake can use"]
        return [
            forms.section("This machine", f"It has {', '.join(there)}."),
            forms.line("Works on", self.device),
            forms.line("Processor cores", self.threads),
            forms.line("Memory for models", self.memory, note="fetched ones"),
            forms.line("Stages", self.stages, note="windows made at once"),
            forms.line("", self.seats),
            *self._gpu_lines,
        ]

    def _gpu(self, number: int) -> QComboBox:
        """Which GPU a stage works on."""
        now = self._settings().gpus
        rows = [("In turn", ""), *((f"GPU {gpu}", gpu) for gpu in seats.gpus())]
        box = _choices(
            f"GPU of stage {number + 1}",
            rows,
            now[number] if number < len(now) else "",
            lambda _: self._keep_gpus(),
        )
        box.setToolTip("In turn: the GPUs are shared out evenly")
        return box

    def _keep_gpus(self) -> None:
        chosen = [str(box.currentData()) for box in self.gpus]
        while chosen and not chosen[-1]:
            chosen.pop()
        self._keep("gpus", tuple(chosen))

    def _show_seats(self) -> None:
        """What the stages get."""
        chosen = self._settings()
        found = seats.seats(chosen)
        many = len(seats.gpus()) > 1 and chosen.device != "cpu" and not chosen.cluster
        for number, line in enumerate(self._gpu_lines):
            line.setVisible(many and number < len(found))
        if chosen.cluster:
            self.seats.setText(
                f"{chosen.stages} stages on the cluster." if chosen.stages
                else "On the cluster: one for each GPU, or for each machine if it has none."
            )  # fmt: skip
            return
        cores = found[0].threads
        told = f"{cores} core{'s'[: cores != 1]}" if cores else "all cores"
        named = [seat.gpu for seat in found if seat.gpu]
        if named:
            told += f"; on GPU {', '.join(named)}"
        count = len(found)
        self.seats.setText(
            f"{count} stages, {told} each." if count > 1 else f"One stage, with {told}."
        )
        if count > 1 and not named:
            self.seats.setText(f"{self.seats.text()} They pay off where there are several GPUs.")

    # The cluster ---------------------------------------------------------------------------------

    def _cluster(self) -> list[QWidget]:
        now = self._settings().cluster
        self.place = _choices(
            "Pictures are made",
            [(said, name) for name, said in PLACES],
            AUTO if now == AUTO else ADDRESS if now else HERE,
            lambda _: self._keep_place(),
        )
        self.address = QLineEdit(now if now != AUTO else "")
        self.address.setPlaceholderText("HOST:PORT, like 192.168.1.20:6379")
        self.address.setAccessibleName("Address of the cluster")
        self.address.setToolTip("What `ray start --head` told on the cluster's first machine")
        self.address.editingFinished.connect(self._keep_place)
        self.test = forms.button("Try it", self.try_it)
        self.test.setAutoDefault(False)
        self.test.setToolTip("Join it now, look at its machines, and leave again")
        self.found, self.now = _words("What was found"), _words("Connected now")
        self._address_line = forms.line("Address", self.address)
        self._found_line = forms.line("", self.found)
        return [
            forms.section("Several machines", "Ray joins them into a cluster. Plans stay here."),
            forms.line("Pictures are made", self.place, self.test),
            self._address_line,
            self._found_line,
            forms.line("Connected now", self.now),
        ]

    @property
    def wanted(self) -> str:
        """The cluster that is chosen: its address, "auto", or none."""
        place = self.place.currentData()
        return self.address.text().strip() if place == ADDRESS else AUTO if place == AUTO else ""

    def _keep_place(self) -> None:
        self._show_place()
        if self.wanted != self._settings().cluster:
            self._keep("cluster", self.wanted)

    def _show_place(self) -> None:
        place = self.place.currentData()
        self._address_line.setVisible(place == ADDRESS)
        self.test.setEnabled(place != HERE)
        lacks = troupe.lacks_ray() if place != HERE else ""
        self._say(lacks, "warn")
        self._look()

    def try_it(self) -> None:
        """Join the cluster, say what is there, leave it."""
        if lacks := troupe.lacks_ray():
            self._say(lacks, "warn")
        elif not self.wanted:
            self._say("Write the address first: HOST:PORT.", "warn")
            self.address.setFocus()
        elif self._gate is None:
            self._gate = Gate(self.wanted, self._settings().stages, log=troupe.log("cluster"))
            self.test.setEnabled(False)
            self._trial.start()
            self._hear()

    def _hear(self) -> None:
        """What the trial has found so far; when it knows all, it goes."""
        gate = self._gate
        if gate is None:
            return
        gate.hear()
        wrong = gate.fault or any(stage.fault for stage in gate.stages)
        self._say(troupe.told(gate), "warn" if wrong else "t2")
        if gate.is_settled:
            self.stop()

    def stop(self) -> None:
        """The trial is over, whatever it has found; what it began ends in its time."""
        self._trial.stop()
        if self._gate is not None:
            self._gate.leave()
            self._gate = None
        self.test.setEnabled(self.place.currentData() != HERE)

    def _say(self, words: str, token: str) -> None:
        self.found.setStyleSheet(f"color: {theme.COLOURS[token]}; font-size: 12px;")
        self.found.setText(words)
        self._found_line.setVisible(bool(words))

    def _look(self) -> None:
        self.now.setText(self._connected() or NOTHING)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look()
        self._looking.start()

    # Keeping -------------------------------------------------------------------------------------

    def _keep(self, name: str, value: Any) -> None:
        self.kept.emit({name: value})
        self._show_seats()


def _choices(
    name: str, rows: list[tuple[str, Any]], now: Any, act: Callable[[Any], object]
) -> QComboBox:
    found = forms.choice(name, act)
    for said, value in rows:
        found.addItem(said, value)
    found.setCurrentIndex(max(0, found.findData(now)))
    return found


def _words(name: str) -> QLabel:
    found = forms.label("", 12, 400, "t2")
    found.setWordWrap(True)
    found.setAccessibleName(name)
    return found
