"""What the bundled art is called: words -> puppets, places, actions and colours, read once from
the assets."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import assets
from storyboard import deeds
from storyboard.breakdown.people import PEOPLE
from storyboard.lexicon import told

# What a colour is called when it is not one of the papers; the art's own table wins.
_COLOURS = told(
    "ink: black, dark; brass: gold, golden, bronze; grey: silver, gray; plum: purple, violet, "
    "lavender; red: crimson, scarlet; rust: maroon, copper; teal: turquoise; aqua: cyan, mint; "
    "rose: magenta, coral; sand: beige; navy: indigo; green: lime, emerald; ochre: amber, "
    "blonde, blond; cream: ivory; orange: ginger"
)


_NO_PEOPLE = frozenset(("monkey", "snowman"))  # they walk upright and are "it"


@dataclass(frozen=True, slots=True)
class Kind:
    """A puppet as a plan sees it: size in metres, the rig's actions, which roles a colour can go
    to."""

    name: str
    rig: str = ""
    size: float = 1.0
    main: str = ""
    roles: frozenset[str] = frozenset()
    person: bool = False


@dataclass(frozen=True, slots=True)
class Scenery:
    """A bundled place: where feet stand (share of the frame's height), and whether it is a room."""

    name: str
    ground: float = 0.87
    indoor: bool = False


@dataclass(frozen=True, slots=True)
class Props:
    """All the words.

    Nouns are lower-case and singular, of up to three words; ``longest`` is their number of words.
    """

    kinds: Mapping[str, Kind] = field(default_factory=dict)
    nouns: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, Scenery] = field(default_factory=dict)
    place_words: Mapping[str, str] = field(default_factory=dict)
    actions: Mapping[str, str] = field(default_factory=dict)
    colours: Mapping[str, str] = field(default_factory=dict)

    def kind(self, noun: str) -> Kind | None:
        """The puppet that a noun names, if one does; the last word decides when the whole does
        not."""
        words = noun.lower().split()
        for start in range(len(words)):
            name = self.nouns.get(" ".join(words[start:]))
            if name:
                return self.kinds[name]
        return None

    def person(self, noun: str) -> bool:
        """Whether the noun names a human being or someone who acts like one."""
        kind = self.kind(noun)
        return noun.rsplit(" ", 1)[-1] in PEOPLE or (kind is not None and kind.person)


@lru_cache(maxsize=1)
def props() -> Props:
    """The bundled art's words."""
    puppets, places = _table("puppets.toml"), _table("places.toml")
    papers = _table("paper.toml")
    kinds = {name: _kind(name, puppets) for name in puppets}
    nouns: dict[str, str] = {}
    for name in puppets:
        nouns.setdefault(name.replace("_", " "), name)
    for name, puppet in puppets.items():
        for word in puppet.get("words", ()):
            nouns.setdefault(str(word).lower().replace("_", " "), name)
    words = {name.replace("_", " "): name for name in places}
    for name, place in places.items():
        for word in place.get("words", ()):
            words.setdefault(str(word).lower(), name)
    colours = dict(_COLOURS)
    for paper in papers["paper"]:
        if not paper.startswith("skin"):
            colours[paper] = paper
    colours |= {str(word): str(paper) for word, paper in papers.get("colour_words", {}).items()}
    scenery = {
        name: Scenery(name, place.get("ground", 87) / 100, bool(place.get("indoor", False)))
        for name, place in places.items()
    }
    return Props(kinds, nouns, scenery, words, deeds.meant(), colours)


def _table(name: str) -> dict[str, Any]:
    with assets.path(name).open("rb") as file:
        return tomllib.load(file)


def _kind(name: str, puppets: Mapping[str, Any]) -> Kind:
    """A puppet with what it inherits by ``like``."""
    chain, at = [], name
    while at in puppets and at not in chain:
        chain.append(at)
        at = puppets[at].get("like", "")
    merged: dict[str, Any] = {}
    roles: set[str] = set()
    for link in reversed(chain):
        merged |= {
            key: value for key, value in puppets[link].items() if key not in ("pieces", "colours")
        }
        roles |= set(puppets[link].get("colours", {}))
    rig = str(merged.get("rig", "thing"))
    return Kind(
        name,
        rig,
        float(merged.get("size", 0.4)),
        str(merged.get("main", "")),
        frozenset(roles),
        rig == "biped",
    )
