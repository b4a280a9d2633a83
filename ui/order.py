"""What Render asks before it starts: which shots, how far, and what it costs on this machine."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from studio import fit, machine, render, settings
from studio.console import many
from studio.queue import LEAST
from ui import forms
from ui.banner import Banner
from ui.film import FAULTS, Film
from ui.levels import CHOICES, Row
from ui.orders import shots, span
from ui.popover import Popover
from ui.tabs import Segments

SCOPES = ("Shot", "Selection", "Scene", "Stretch", "Film")
PRESETS = (("draft", "Draft"), ("fine", "Fine"))
TIPS = {
    "draft": "Half the drawings, smaller: to see soon how it moves",
    "fine": "Every drawing, as large as the model makes it",
}
FACTS = ("Windows", "Time here", "Memory", "Disk", "Order")
FITS = {
    "fits": "fits",
    "slow": "slow without a GPU",
    "tight": "close other programs first",
    "no": "more than this machine has",
    "unknown": "",
}
WIDE = 404
SLICE = 0.006  # seconds of counting between two events


class RenderCard(Popover):
    """Under the Render button. ``plan_asked``: what is stale of these shots, or of the film where
    it is None, should be planned first.
    """

    plan_asked = Signal(object)

    def __init__(self, film: Film, window: QWidget) -> None:
        super().__init__(window, WIDE)
        self.film = film
        self._counting = QTimer(self)
        self._counting.setInterval(0)
        self._counting.timeout.connect(self._count)
        self._walk: tuple[str, Iterator[render.Estimate | None]] | None = None
        self.scope, self.level = "Film", "final"
        self._estimates: dict[str, str | render.Estimate] = {}
        self.segments = Segments([(name, name) for name in SCOPES])
        self.segments.chosen.connect(self.choose_scope)
        self.scopes: dict[str, QPushButton] = self.segments.buttons
        for part in self.scopes.values():
            part.setStyleSheet("padding: 0 4px;")
        self.preset = Segments(PRESETS)
        for name, tip in TIPS.items():
            self.preset.buttons[name].setToolTip(tip)
        self.preset.chosen.connect(self.choose_preset)
        self.rows = {one.level: Row(one, partial(self.choose_level, one.level)) for one in CHOICES}
        self.facts = {name: forms.label("", 12, 500) for name in FACTS}
        self.notes = {name: forms.label("", 11, 400, "t3") for name in self.facts}
        self.lines = {name: QWidget() for name in self.facts}
        self._machine = fit.Machine(None, None, None)
        self.stale = Banner("warn", "Plan them first", self._plan)
        self.fault = Banner("err", "", self.hide)
        self.fault.button.hide()
        self.by = forms.label("", 11, 400, "t3")
        self.later = forms.button("Add to queue", partial(self._go, False))
        self.later.setToolTip("Behind everything that waits already")
        self.go = forms.button("Render", partial(self._go, True), "primary", "play")
        self._lay()

    def _lay(self) -> None:
        for part in self.scopes.values():
            part.setSizePolicy(part.sizePolicy().Policy.Expanding, part.sizePolicy().Policy.Fixed)
        for name, value in self.facts.items():
            title = forms.label(name, 12, 400, "t3")
            title.setFixedWidth(84)
            line = forms.row(title, value, None, self.notes[name], edge=(0, 0, 0, 6))
            self.lines[name].setLayout(line)
        self.lay(
            forms.column(
                forms.row(forms.label("Render", 15, 600), None, self.by),
                10,
                self.segments,
                10,
                *self.rows.values(),
                10,
                forms.row(forms.label("Preset", 12, 400, "t3"), None, self.preset),
                12,
                *self.lines.values(),
                6,
                self.stale,
                self.fault,
                12,
                forms.row(self.later, None, self.go),
                edge=(16, 12, 16, 14),
            )
        )

    # Opening and closing -------------------------------------------------------------------------

    def open_under(self, button: QWidget) -> None:
        """Show it under its button with fresh numbers."""
        many = len(self.film.chosen) > 1
        scope = "Selection" if many and self.scope in ("Shot", "Selection") else self.scope
        with suppress(*FAULTS):  # settings that cannot be read are told of below
            chosen = settings.load()
            self.preset.show_choice(chosen.preset)
            self._machine = fit.here(self.film.session.path.parent, chosen.memory_gb)
        self.choose_scope(scope if self.shots(scope) else "Film")
        self.open_at(button)
        self.go.setFocus(Qt.FocusReason.PopupFocusReason)

    def closing(self) -> None:
        self._counting.stop()
        self._walk = None

    # Choosing ------------------------------------------------------------------------------------

    def shots(self, scope: str = "") -> list[str]:
        """The shots of a scope, the chosen one without; empty where there is no such thing."""
        film, shot = self.film, self.film.shot
        scope = scope or self.scope
        if scope == "Film" or shot is None:
            return list(film.shots) if scope == "Film" else []
        if scope == "Shot":
            return [shot.id]
        if scope == "Selection":
            return list(film.chosen) if len(film.chosen) > 1 else []
        if scope == "Scene":
            return [other.id for other in film.board.scene_of(shot.id).shots]
        if film.stretch is None:
            return []
        start, end = film.stretch
        return [
            id for id, at in film.starts.items() if at < end and at + film.shots[id].length > start
        ]

    def choose_scope(self, scope: str) -> None:
        self.scope = scope
        self._name_scopes()
        self.segments.show_choice(scope)
        self._estimates.clear()
        self._walk = None
        self._counting.start()
        self._show()

    def _name_scopes(self) -> None:
        """Say which shot, how many, which scene; what there is not cannot be chosen."""
        film, shot = self.film, self.film.shot
        chosen = self.shots("Selection")
        why = {
            "Shot": "There are no shots yet.",
            "Selection": "Choose several shots on the board first: Ctrl+click.",
            "Scene": "There are no shots yet.",
            "Stretch": "Mark in and out on the timeline first: I and O.",
            "Film": "There are no shots yet.",
        }
        said = {
            "Selection": f"{len(chosen)} shots" if chosen else "Selection",
            "Stretch": "In to out",
        }
        if shot:
            said["Shot"] = f"Shot {film.labels[shot.id]}"
            said["Scene"] = f"Scene {film.labels[film.board.scene_of(shot.id).id]}"
        for name, part in self.scopes.items():
            there = self.shots(name)
            part.setText(said.get(name, name))
            part.setEnabled(bool(there))
            part.setToolTip(shots(film, there) if there else why[name])

    def choose_level(self, level: str) -> None:
        self.level = level
        self._show()

    def choose_preset(self, name: str) -> None:
        """Draft or fine, from now on; what it costs is counted anew."""
        try:
            settings.save(settings.changed(settings.load(), "preset", name))
        except FAULTS as fault:
            self.film.said.emit(str(fault))
        self.choose_scope(self.scope)

    def _count(self) -> None:
        """Estimate the levels for a few milliseconds between two events; the chosen one first."""
        if self._walk is None:
            order = sorted(self.rows, key=lambda level: level != self.level)
            level = next((level for level in order if level not in self._estimates), "")
            if not level:
                self._counting.stop()
                return
            self._walk = level, render.estimating(self.film.session, self.shots(), level)
        level, walk = self._walk
        until = time.monotonic() + SLICE
        found: str | render.Estimate | None = None
        try:
            while found is None and time.monotonic() < until:
                found = next(walk)
        except FAULTS as fault:
            found = str(fault)
        if found is not None:
            self._walk = None
            self._estimates[level] = found
            self._show()

    # What it says --------------------------------------------------------------------------------

    def _show(self) -> None:
        for level, row in self.rows.items():
            row.show_cost(self._estimates.get(level), level == self.level)
        found = self._estimates.get(self.level)
        estimate = found if isinstance(found, render.Estimate) else None
        self._show_facts(estimate, "…" if found is None else "–")
        self._show_stale()
        fault = found if isinstance(found, str) else self._lacks(estimate)
        self.fault.say(fault)
        made = estimate is not None and estimate.shots == 0
        can = estimate is not None and not made and not fault
        why = "All of it is made already." if made else fault or "Counting the windows."
        if not self.shots():
            why = "There are no shots yet."
        cost = span(estimate.seconds) if estimate and estimate.seconds else ""
        self.go.setText(f"Render, {cost}" if cost and can else "Render")
        for button, usual in ((self.go, ""), (self.later, "Behind everything that waits already")):
            button.setEnabled(can)
            button.setToolTip(usual if can else why)
        if self.isVisible():
            self.place()

    def _show_stale(self) -> None:
        """What of it the script says otherwise by now, which can be planned before."""
        shot, stale = self.film.shot, self._stale()
        if self.scope == "Shot" and shot:
            said = f"Shot {self.film.labels[shot.id]} differs"
        else:
            said = "1 shot differs" if len(stale) == 1 else f"{len(stale)} shots differ"
        self.stale.say(f"{said} from the script" if stale else "")
        self.stale.button.setText("Plan it first" if len(stale) == 1 else "Plan them first")
        stays = "" if self.scope == "Film" else "; all other shots stay as they are"
        self.stale.button.setToolTip(f"{shots(self.film, stale)}, by the script as it is{stays}")

    def _stale(self) -> list[str]:
        return [id for id in self.shots() if self.film.shots[id].stale]

    def _show_facts(self, found: render.Estimate | None, none: str) -> None:
        told = dict.fromkeys(FACTS, (none, ""))
        if found:
            told["Windows"] = (f"{found.windows} to make", _stood(found))
            told["Time here"] = (_time(found), _measured(found))
            free = machine.free(self.film.session.path.parent)
            room = f"{machine.size(free * 1e9)} free" if free is not None else ""
            told["Disk"] = (machine.size(found.bytes), room)
        told["Memory"] = self._memory(found)
        self.lines["Memory"].setVisible(bool(told["Memory"][0]))
        waits = len(self.film.session.queue.orders())
        behind = f"{waits} in the queue wait" if waits > 1 else "1 in the queue waits"
        told["Order"] = ("Shot by shot", behind if waits else "what you look at comes first")
        for name, (words, note) in told.items():
            self.facts[name].setText(words)
            self.notes[name].setText(note)
        self.by.setText(self._recipe())

    def _memory(self, estimate: render.Estimate | None) -> tuple[str, str]:
        """What the models hold while they work, and whether there is so much; nothing for the
        bundled ones before the first render: they run anywhere.
        """
        if estimate and estimate.memory:
            return fit.amounts(*estimate.memory), "measured here"
        try:
            by = render.recipe(self.level)
            names = {by.stills.family} | ({by.spans.family} if self.level == "final" else set())
        except FAULTS:  # told of as the recipe and below
            return "", ""
        found = fit.render(names, self._machine)
        if found is None:
            return "", ""
        needs = fit.needs(found.row, self._machine) if found.row else found.why.partition(";")[0]
        return needs.removeprefix("Needs "), FITS[found.says]

    def _recipe(self) -> str:
        """Who makes the pictures, in how many steps."""
        try:
            by = render.recipe(self.level)
            if by.family == "animatic":
                return "painted, no model"
            makers = [by.stills] if self.level == "keyframes" else [by.stills, by.spans]
            told = [f"{one.family}, {one.calls} step{'s'[: one.calls != 1]}" for one in makers]
            return f"model {' and '.join(dict.fromkeys(told))}"
        except FAULTS as fault:
            return str(fault).split(".")[0]

    def _lacks(self, found: render.Estimate | None) -> str:
        """What would stop it on the way: too little disk."""
        free = machine.free(self.film.session.path.parent)
        if found is None or free is None:
            return ""
        need = found.bytes + LEAST - free * 1e9
        if need <= 0:
            return ""
        return (
            f"The drive of the film has {machine.size(free * 1e9)} left. Free {machine.size(need)} "
            "there, or render fewer shots."
        )

    def _plan(self) -> None:
        among = None if self.scope == "Film" else tuple(self._stale())
        self.hide()
        self.plan_asked.emit(among)

    def _go(self, ahead: bool) -> None:
        if self.film.render(self.shots(), self.level, ahead):
            self.hide()


def _stood(found: render.Estimate) -> str:
    """What need not be made."""
    if found.found:
        return f"{found.found} more come from the bin"
    if not found.standing:
        return ""
    return f"{many(found.standing, 'shot')} stand{'s'[: found.standing == 1]} already"


def _time(found: render.Estimate) -> str:
    """Minutes with their spread, as far as this machine has measured them."""
    if not found.windows:
        return "none"
    if found.seconds is None:
        return "not measured yet"
    if found.spread >= 30 and found.seconds >= 120:
        return f"{span(found.seconds)} ± {max(1, round(found.spread / 60))}"
    return span(found.seconds)


def _measured(found: render.Estimate) -> str:
    if not found.windows or not found.seconds:
        return "" if not found.windows else "the first windows tell"
    return f"measured: {found.seconds / found.windows:.1f} s a window"
