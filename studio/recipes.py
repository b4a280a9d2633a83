"""Recipes: what shapes the pictures besides the board - the families, their weights, steps, device.

One family may make the keyframes and another what lies between them. Who makes only one of the two
is joined by papercut, which makes both.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from engine import families, keys, schedule
from engine.api import EngineError
from engine.hub import folder as places
from engine.schedule import Division
from studio import catalogue, models, settings
from studio.errors import StudioError, nearest

DRAFT = "draft"
LEVELS = {"layout": 0, "keyframes": 1, "final": 9}  # what a person may ask for
BOTH = "papercut"  # joins a family that makes only keyframes or only what lies between


@dataclass(frozen=True)
class Maker:
    """Who makes the windows of a level: a family, its weights' ``folder``, model ``calls`` a
    window, the ``fingerprint`` of all that; ``told``: its cues say how everyone looks; ``commit``:
    of what was fetched, as far as known.
    """

    family: str
    folder: str
    calls: int
    fingerprint: str
    told: bool
    lacks: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()  # of its card, that are switched on
    commit: str = ""

    @property
    def slate(self) -> dict[str, Any]:
        """What its windows are kept with: who made them, and what that could not be told."""
        told = {"family": self.family, "fingerprint": self.fingerprint, "steps": self.calls}
        more = {"commit": self.commit, "lacks": list(self.lacks) if self.told else []}
        return {**told, **{name: what for name, what in more.items() if what}}

    @property
    def title(self) -> str:
        """What a person calls it, with its commit: "Z-Image Turbo, commit f332072"."""
        plain = families.card(_plain(self.family)).title
        return f"{plain}, commit {self.commit[: models.SHORT]}" if self.commit else plain


@dataclass(frozen=True)
class Recipe:
    """Who makes the pictures, and how. Unknown families and missing weights raise EngineError.

    ``inbetween`` fills the time between the keyframes of ``family``; empty = the same, or papercut
    when that makes keyframes only.
    """

    family: str = BOTH
    weights: str = ""  # a folder; empty = the bundled ones, or where they were fetched to
    steps: int = 0  # 0 = the family's own
    device: str = "auto"
    inbetween: str = ""
    inbetween_steps: int = 0
    inbetween_weights: str = ""  # a folder, as ``weights``
    preset: str = "fine"  # draft: half the drawings, by the family's draft where it has one
    memory: float = 0.0  # GB that a fetched model may hold at most; 0 = what is free
    extras: str = ""  # what of the families' cards is switched on: "freeu,upscale"

    @property
    def on(self) -> int:
        """Frames that one drawing stands."""
        return 2 * schedule.ON if self.preset == DRAFT else schedule.ON

    @property
    def division(self) -> Division:
        """How shots are divided into windows, by the frame rule of who fills the time."""
        return Division(self.length, self.on, self.most)

    @property
    def folder(self) -> str:
        """Where the weights of the keyframes' family lie."""
        return self.stills.folder

    @property
    def calls(self) -> int:
        """Model calls a window of keyframes."""
        return self.stills.calls

    @cached_property
    def stills(self) -> Maker:
        """Who makes the keyframes."""
        if self._names[0] != self.family:
            return self._maker(BOTH)
        return self._maker(self.family, self.weights, self.steps)

    @cached_property
    def spans(self) -> Maker:
        """Who fills the time between them. Raises EngineError for one that cannot."""
        name = self._names[1]
        if name != (self.inbetween or self.family):
            return self._maker(BOTH)
        if name != self.family:
            return self._maker(name, self.inbetween_weights, self.inbetween_steps)
        return self._maker(name, self.weights, self.inbetween_steps or self.steps)

    @property
    def _names(self) -> tuple[str, str]:
        """The families of keyframes and of the time between them, whether they are here or not."""
        first = BOTH if families.card(self.family).makes == "spans" else self.family
        then = self.inbetween or self.family
        if families.card(then).makes == "stills":
            if self.inbetween:
                raise EngineError(
                    f"{families.card(then).title} makes keyframes only and cannot fill the time "
                    "between them. Choose another family for that."
                )
            then = BOTH
        return first, then

    def _maker(self, name: str, weights: str = "", steps: int = 0) -> Maker:
        return _maker(self._draft(name), weights, steps, self.extras.split(","))

    def _draft(self, name: str) -> str:
        """The family that makes this one's pictures: its draft, if drafts are wanted."""
        return (families.card(name).draft if self.preset == DRAFT else "") or name

    def maker(self, level: int) -> Maker:
        """Who makes the windows of a level."""
        return self.spans if level > 1 else self.stills

    @property
    def most(self) -> int:
        """Keyframes of a shot: its ends only when another fills the time between; 0: a window."""
        first, then = self._names
        return 2 if _plain(first) != _plain(then) else 0

    @property
    def length(self) -> int:
        """Drawings that whoever fills the time makes in one call."""
        card = families.card(self._draft(self._names[1]))
        return families.having(card, self.extras.split(",")).length

    @property
    def told(self) -> tuple[str, ...]:
        """Those of the two that read prompts."""
        return tuple(maker.family for maker in (self.stills, self.spans) if maker.told)

    def fingerprint(self) -> str:
        """Of the weights, and of the bundled art that the families are shown."""
        if self.stills == self.spans and self.preset != DRAFT:
            return self.stills.fingerprint
        between = (self.spans.family, self.spans.fingerprint, str(self.spans.calls))
        draft = [DRAFT] if self.preset == DRAFT else []
        return keys.combined(self.stills.family, self.stills.fingerprint, *between, *draft)

    @property
    def said(self) -> str:
        """Who makes what, when it is not the bundled family that was asked for; else empty."""
        first, then = (_plain(maker.family) for maker in (self.stills, self.spans))
        if first == then == self.family:
            return f"Made by {self.stills.title}." if self.stills.commit else ""
        names = [self.stills.title, self.spans.title]
        why = ""
        if first != self.family:
            why = f" ({families.card(self.family).title} makes no keyframes)"
        elif not self.inbetween:
            why = f" ({families.card(first).title} makes keyframes only)"
        return f"Keyframes by {names[0]}; the time between them by {names[1]}{why}."


def _plain(name: str) -> str:
    """The family whose drafts this one makes, else itself."""
    return next((one.name for one in families.CARDS.values() if one.draft == name), name)


def _maker(name: str, weights: str = "", steps: int = 0, extras: Collection[str] = ()) -> Maker:
    card, commit = families.card(name), ""
    if card.hub and not weights and name in catalogue.known():
        model = catalogue.find(name)
        weights, commit = str(models.opened(model)), models.state(model).commit
    folder = families.folder(card, weights)
    chosen = {one: extra for one, extra in (card.hub.extras if card.hub else {}).items()
              if one in extras}  # fmt: skip
    for extra in chosen.values():
        if extra.part and not places.place(folder, extra.part):
            raise EngineError(
                f"{extra.title} of {card.title} needs its part {extra.part}, which is not here. "
                f"Fetch it with `longtake models pull {name}`, or switch it off."
            )
    return Maker(
        family=name,
        folder=folder,
        calls=steps or (places.steps(folder, card.hub) if card.hub else card.steps),
        fingerprint=families.fingerprint(card, folder, chosen),
        told="looks" in card.honours,
        lacks=card.lacks,
        extras=tuple(chosen),
        commit=commit,
    )


def extras(told: str) -> tuple[str, ...]:
    """The names in "freeu,upscale"; "none" is none. Raises StudioError for what no model has."""
    there = {name: None for card in families.CARDS.values() if card.hub for name in card.hub.extras}
    names = [name.strip() for name in told.split(",") if name.strip() not in ("", "none")]
    for name in names:
        if name not in there:
            raise StudioError(f"No model has an extra {name!r}.{nearest(name, there)}")
    return tuple(names)


def recipe(level: str, chosen: settings.Settings | None = None) -> Recipe:
    """What the person's settings say; the level "layout" is painted, without a network."""
    chosen = chosen or settings.load()
    if level == "layout":
        return Recipe("animatic", device=chosen.device)
    return Recipe(
        chosen.family,
        chosen.weights,
        chosen.steps,
        chosen.device,
        chosen.inbetween,
        preset=chosen.preset,
        memory=chosen.memory_gb,
        extras=",".join(chosen.extras),
    )
