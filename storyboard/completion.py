"""What a screenwriter is likely to write next: who speaks, where a scene is and when."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

MOST = 8  # offers that one can take in at a glance
OPENINGS = ("INT. ", "EXT. ", "INT./EXT. ", "EST. ")
TIMES = ("DAY", "NIGHT", "MORNING", "EVENING", "DAWN", "DUSK", "SUNSET", "LATER", "CONTINUOUS")
WAYS = ("V.O.", "O.S.", "O.C.", "CONT'D")

_OPENING = re.compile(r"(INT\./EXT|EXT\./INT|I/E|INT|EXT|EST)\.?\s+", re.IGNORECASE)
_TIME = re.compile(r"\s+[-–—]+\s*")
_NUMBER = re.compile(r"\s*#[^#]*#\s*$")


def cues(said: Sequence[str], names: Iterable[str], typed: str) -> tuple[str, ...]:
    """Names for a cue that begins as ``typed``.

    ``said`` are the cues of this scene up to here: in a talk between two it is the other one's
    turn. ``names`` are all that are known, the most likely first.
    """
    typed = typed.lstrip("@").upper()
    if "(" in typed:
        name, _, how = typed.partition("(")
        offers = [f"{name.rstrip()} ({way})" for way in WAYS if way.startswith(how.rstrip(")"))]
        return tuple(offer for offer in offers if offer != typed)
    spoke = list(dict.fromkeys(name.upper() for name in reversed(said)))
    if len(spoke) > 1:
        spoke[0], spoke[1] = spoke[1], spoke[0]
    offers = list(dict.fromkeys([*spoke, *(name.upper() for name in names)]))
    found = [name for name in offers if name.startswith(typed) and name != typed]
    return tuple(found[:MOST])


def is_opening(typed: str) -> bool:
    """Whether these letters begin a scene heading."""
    low = typed.upper()
    if _OPENING.match(typed):
        return True
    enough = typed.isupper() or len(typed) >= 3
    return enough and any(opening.startswith(low) for opening in OPENINGS)


def headings(known: Sequence[str], typed: str) -> tuple[str, ...]:
    """Headings that go on from ``typed``: first INT. or EXT., then a known place, then a time.

    ``known`` are the headings of the script; what was used most comes first.
    """
    upper = typed.upper()
    opening = _OPENING.match(upper)
    if opening is None:
        return tuple(one for one in OPENINGS if one.startswith(upper) and one.strip() != upper)
    inside = opening.group(0).strip()
    begun = upper[opening.end() :]
    parted = _TIME.search(begun)
    if parted:
        time = begun[parted.end() :]
        used = Counter(part for one in known if (part := _parts(one)[2]))
        times = dict.fromkeys([*(name for name, _ in used.most_common()), *TIMES])
        head = f"{inside} {begun[: parted.start()]} - "
        found = [head + name for name in times if name.startswith(time) and name != time]
        return tuple(found[:MOST])
    places: Counter[str] = Counter()
    for one in known:
        side, place, _ = _parts(one)
        places[place] += 3 if side.rstrip(".") == inside.rstrip(".") else 1
    found = [name for name, _ in places.most_common() if name and name.startswith(begun)]
    offers = [f"{inside} {name}" for name in found if name != begun]
    if begun.strip() in found:
        offers = [f"{inside} {begun.strip()} - ", *offers]
    return tuple(offers[:MOST])


def _parts(heading: str) -> tuple[str, str, str]:
    """A heading's opening, place and time."""
    words = _NUMBER.sub("", heading).upper().strip()
    opening = _OPENING.match(words)
    side = opening.group(0).strip() if opening else ""
    rest = words[opening.end() :] if opening else words.lstrip(".")
    places = _TIME.split(rest)
    if len(places) < 2:
        return side, rest.strip(), ""
    return side, " - ".join(places[:-1]).strip(), places[-1].strip()
