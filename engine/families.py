"""Families: the models that make pictures, by name - what each can do, and how it is opened.

The application reads cards and never opens a family; the stage opens one. A card tells what a model
cannot honour, so that the slate of a take can say it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from typing import Any, Literal, Protocol

import assets
from engine import keys
from engine.api import EngineError, Event, Progress, Render
from engine.hub import card as hub
from engine.hub import clips
from engine.hub import folder as places
from engine.hub.card import HubCard
from engine.schedule import LENGTH

Honour = Literal["boxes", "sheets", "plates", "words", "light", "camera", "looks"]
ALL: tuple[Honour, ...] = ("boxes", "sheets", "plates", "words", "light", "camera")
PAINTED = ("puppets.toml", "places.toml", "poses.toml", "paper.toml")  # what the painter draws by
Report = Callable[[Progress], None]
Emit = Callable[[Event], None]


class Family(Protocol):
    """An opened model. Lives in the stage process; made as ``Family(weights, device)``.

    A window's result depends on its window, the request's seed and steps and nothing else: neither
    on its batch nor on its order.
    """

    def render(self, request: Render, report: Report, emit: Emit) -> Mapping[str, Any] | None:
        """Make every window: its wanted frames as PNG in ``request.folder``, then a WindowDone.

        ``report`` after each step may raise CancelJob; windows emitted before stay. May return
        facts for Finished. Raises EngineError for the world's faults. Source: coarse to fine as in
        NUWA-XL (arXiv 2303.12346, section 3.3).
        """
        ...


@dataclass(frozen=True)
class Card:
    """What a family is and can do.

    ``place`` is where its class is ("module:Class"). ``length`` frames a window; ``steps`` model
    calls a window by default; ``known`` which of a window's frames may be given; ``weights`` the
    bundled asset it uses unless a folder is chosen; ``props`` the bundled files that shape its
    pictures besides the weights, for the fingerprint. ``makes``: keyframes (stills), what lies
    between them (spans), or all. ``hub`` is the card of a fetched checkpoint; those read prompts,
    so their cues are told how everyone looks ("looks").
    """

    name: str
    place: str
    title: str = ""
    length: int = LENGTH
    steps: int = 4
    known: Literal["any", "ends"] = "any"
    honours: frozenset[Honour] = frozenset()
    weights: str = ""
    props: tuple[str, ...] = ()
    makes: Literal["all", "stills", "spans"] = "all"
    draft: str = ""  # the family that makes its drafts; itself, if none does
    looked: bool = False  # whether finished takes are looked at (``health``)
    hub: HubCard | None = None

    @property
    def lacks(self) -> tuple[str, ...]:
        """What it cannot be told, as the slate says it."""
        return tuple(name for name in ALL if name not in self.honours)


def of_hub(one: HubCard) -> Card:
    """The family of a hub checkpoint. What a clip is not told of boxes, its known frames show."""
    can: set[Honour] = {"words", "light", "looks"}
    can |= {"boxes", "camera"} if one.takes.boxes != "words" else set()
    can |= {"sheets"} if one.takes.references > 1 else set()
    can |= {"plates"} if one.takes.references else set()
    return Card(
        name=one.name,
        place="engine.hub.family:Family",
        title=one.title,
        length=clips.drawings(one.frames, one.takes.known) if one.makes == "spans" else LENGTH,
        steps=one.steps,
        known="ends" if one.takes.known == "ends" else "any",
        honours=frozenset(can),
        props=PAINTED,
        makes=one.makes,
        hub=one,
        looked=True,
    )


def having(card: Card, extras: Collection[str]) -> Card:
    """The card with those of its ``extras`` switched on."""
    return of_hub(card.hub.having(extras)) if card.hub else card


DRAFT = "papercut-draft"  # the same network in pictures of its own size, a quarter as large

CARDS: Mapping[str, Card] = {
    "papercut": Card(
        name="papercut",
        place="engine.papercut.family:Family",
        title="Papercut",
        steps=1,  # two and four come no nearer to the painter's frames (the card has the figures)
        honours=frozenset({"boxes", "sheets", "plates", "words", "light", "camera"}),
        weights="papercut",
        props=PAINTED,
        draft=DRAFT,
        looked=True,
    ),
    DRAFT: Card(
        name=DRAFT,
        place="engine.papercut.family:Draft",
        title="Papercut, draft",
        steps=1,
        honours=frozenset({"boxes", "sheets", "plates", "words", "light", "camera"}),
        weights="papercut",
        props=PAINTED,
    ),
    "animatic": Card(
        name="animatic",
        place="engine.drafts:Family",
        title="Animatic, painted without a network",
        steps=1,
        honours=frozenset({"boxes", "light", "camera"}),
        props=PAINTED,
    ),
    **{name: of_hub(one) for name, one in hub.cards().items()},
}


def card(name: str, cards: Mapping[str, Card] = CARDS) -> Card:
    """The card of a family. Raises EngineError that names the nearest one."""
    if name in cards:
        return cards[name]
    close = get_close_matches(name, cards, n=1, cutoff=0.5)
    told = f" Did you mean {close[0]!r}?" if close else f" There are: {', '.join(sorted(cards))}."
    raise EngineError(f"This Longtake knows no model family {name!r}.{told}")


def folder(card: Card, chosen: str = "") -> str:
    """Where a family's weights lie: what the person chose, else what is bundled.

    Raises EngineError when nothing is bundled, or the checkpoint was not fetched.
    """
    if card.hub and not chosen:
        raise EngineError(
            f"{card.title} is not on this machine. Fetch it with `longtake models pull "
            f"{card.name}`, or choose its folder."
        )
    if chosen or not card.weights:
        return chosen
    try:
        return str(assets.path(card.weights))
    except FileNotFoundError as error:
        raise EngineError(f"{card.title} has no weights here. {error}") from error


def fingerprint(card: Card, chosen: str = "", extras: Collection[str] = ()) -> str:
    """What a family's pictures depend on besides the request: weights, props and the ``extras``
    that are switched on, as a hash. Of a checkpoint, gigabytes, a little of each file is read.
    """
    weights = folder(card, chosen)
    if card.hub:
        told = places.fingerprint(weights, card.hub.having(extras))
        return keys.combined(told, keys.fingerprint(*map(assets.path, card.props)))
    return keys.fingerprint(*filter(None, [weights]), *map(assets.path, card.props))


def open(
    name: str,
    weights: str,
    cards: Mapping[str, Card] = CARDS,
    device: str = "auto",
    memory: float = 0.0,
    extras: Collection[str] = (),
) -> Family:
    """Load a family's network from the folder ``weights`` onto ``device``; a fetched one in so many
    GB of ``memory`` (0: what is free), with ``extras`` of its card.

    Only in the stage: this imports torch. Raises EngineError when the family is unknown or
    its weights cannot be loaded.
    """
    found = card(name, cards)
    module, _, kind = found.place.partition(":")
    more = (found.hub.having(extras), memory) if found.hub else ()
    opened: Family = getattr(import_module(module), kind)(weights, device, *more)
    return opened
