"""Headings and words of place: which backdrop, indoors or out, what time of day, what weather."""

from __future__ import annotations

import re
from dataclasses import dataclass

from storyboard import lexicon
from storyboard.board import Daytime, Weather
from storyboard.breakdown.props import props
from storyboard.lexicon import DAYTIMES, SAME_TIME, WEATHERS, singular

_SIDE = re.compile(
    r"^(?P<side>INT\.?\s*/\s*EXT|EXT\.?\s*/\s*INT|I\s*/\s*E|E\s*/\s*I|INT|EXT|EST)(?:\.|\s|$)[\s./]*",
    re.IGNORECASE,
)
_ROOMS = lexicon.listed(
    "room kitchen bedroom bathroom office hall hallway corridor attic cellar basement garage "
    "shop store bar cafe diner restaurant school classroom library church palace cabin cockpit "
    "lab laboratory studio theatre theater museum cell house apartment flat hut barn cave "
    "elevator lobby lounge workshop bakery hospital station tent"
)
_DEFAULT_INDOORS = ("living_room", "bedroom", "kitchen")
_DEFAULT_OUTDOORS = ("meadow", "park", "field", "street")


@dataclass(frozen=True, slots=True)
class Heading:
    """What a scene heading says.

    ``daytime`` and ``weather`` are empty when it does not say; ``same``: as before.
    """

    place: str
    interior: bool = False
    daytime: Daytime | None = None
    weather: Weather | None = None
    same: bool = False


def heading(text: str) -> Heading:
    """The parts of a scene heading: "EXT. BEACH - NIGHT (RAIN)"."""
    side = _SIDE.match(text)
    rest = text[side.end() :] if side else text
    interior = bool(side) and side.group("side").upper().startswith("I") if side else False
    parts = [part.strip(" .()") for part in re.split(r"\s+[-–—]+\s+|\s*[()]\s*|\s+--\s*", rest)]
    parts = [part for part in parts if part]
    names: list[str] = []
    when: Daytime | None = None
    sky: Weather | None = None
    same = False
    for number, part in enumerate(parts):
        low = part.lower()
        time, weather = daytime(low), weather_of(low)
        again = low in SAME_TIME or low.startswith(SAME_TIME)
        if number and (time or weather or again):
            when, sky, same = when or time, sky or weather, same or again
        else:
            names.append(part)
            sky = sky or weather
            if len(parts) == 1 and time:
                when = time
    name = _title(" - ".join(names)) if names else _title(rest) or "Somewhere"
    return Heading(name, interior or (side is None and indoors(name)), when, sky, same)


def _title(name: str) -> str:
    """A place's name as one would write it in a list: "THE OLD HARBOUR" -> "The old harbour"."""
    name = " ".join(name.split())
    if name.isupper():
        name = name.lower()
        name = name[:1].upper() + name[1:]
    return name


def daytime(low: str) -> Daytime | None:
    """The time of day that lower-case words tell, if they do."""
    for phrase in sorted(DAYTIMES, key=len, reverse=True):
        if phrase in low and re.search(rf"\b{phrase}\b", low):
            return DAYTIMES[phrase]  # type: ignore[return-value]
    return None


def weather_of(low: str) -> Weather | None:
    """The weather that lower-case words tell, if they do."""
    for word in re.findall(r"[a-z]+", low):
        if word in WEATHERS:
            return WEATHERS[word]  # type: ignore[return-value]
    return None


def indoors(name: str) -> bool:
    """Whether a place's name is a room's."""
    backdrop = _known(name)
    if backdrop:
        return props().places[backdrop].indoor
    return any(word in _ROOMS for word in re.findall(r"[a-z]+", name.lower()))


def backdrop(name: str, interior: bool = False) -> str:
    """The bundled place that draws a place of this name best."""
    known = _known(name)
    if known:
        return known
    bundled = props().places
    for default in _DEFAULT_INDOORS if interior or indoors(name) else _DEFAULT_OUTDOORS:
        if default in bundled:
            return default
    rooms = [place for place, scenery in bundled.items() if scenery.indoor == interior]
    return (rooms or list(bundled))[0]


def _known(name: str) -> str:
    """The bundled place whose word stands in the name; longer words win, then later ones ("house
    garden")."""
    words = [singular(word) for word in re.findall(r"[^\W\d_]+", name.lower().replace("'s", ""))]
    table = props().place_words
    for length in (3, 2, 1):
        for start in range(len(words) - length, -1, -1):
            found = table.get(" ".join(words[start : start + length]))
            if found:
                return found
    return ""


_PLACED = re.compile(
    r"\b(?:in|on|at|along|across|through|over|into|to|inside|near|by|under|from)\s+(?:an?|the|his|her|their|its|this|that)\s+"
    r"(?:(?:end|edge|side|foot|corner|middle|heart|back|mouth|gates?)\s+of\s+(?:an?|the|his|her|their)\s+)?"
    r"((?:[a-z'\-]+\s+){0,2}[a-z'\-]+)\b"
)
_MOVED = re.compile(
    r"^(?:later\b|meanwhile\b|the next|that (?:night|evening|morning)|"
    r"at (?:night|dawn|dusk|noon|sunset|sunrise)|"
    r"in the (?:early |late )?(?:morning|evening|afternoon)|"
    r"when (?:night|evening|morning)|(?:night|evening|morning|dawn|dusk) (?:falls|comes))"
)


def placed(low: str) -> str:
    """The words of the place in which a sentence of prose plays: "in the old kitchen" -> "old
    kitchen"."""
    table = props().place_words
    for match in _PLACED.finditer(low):
        words = match.group(1).split()
        known = [singular(word) for word in words]
        for stop in range(len(words), 0, -1):
            if any(" ".join(known[start:stop]) in table for start in range(stop)):
                return " ".join(words[:stop])
        for stop in range(len(words), 0, -1):
            if known[stop - 1] in _ROOMS:
                return " ".join(words[:stop])
    return ""


def moved(low: str) -> Daytime | None:
    """The time of day to which a sentence of prose goes on, if it opens one."""
    return daytime(low[:40]) if _MOVED.match(low) else None
