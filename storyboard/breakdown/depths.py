"""Depths: words that say that somebody comes nearer to the camera, goes away from it, or grows.

Read as turns of phrase: a plain verb where they hold one, and a depth - ``near`` and ``far`` for
those who move, ``large`` and ``small`` for those who grow, ``fore`` and ``back`` for those who are
told to be near or far all the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from storyboard.breakdown.turns import Plain, verbs

_US = r"(?:us|(?:the|our)\s+(?:camera|viewer|viewers|lens|audience)(?!\s+(?:left|right)\b))"
_DEGREE = r"(?:(?:ever|even|much|a\s+(?:little|bit)|steadily|slowly|gradually)\s+)?"
_MOVE: Plain = (("verb", "move", "s"),)
_GROW: Plain = (("verb", "grow", "s"),)
_GETS = f"{verbs('get grow become')}|got|grew|became|becoming"
_COMES = f"{verbs('get grow draw come move')}|got|grew|drew|came|coming"
_NEAR: Plain = (("depth", "near", ""),)
_FAR: Plain = (("depth", "far", ""),)
_DEPTHS: tuple[tuple[str, Plain], ...] = (
    (
        rf"(?:{_COMES})\s+{_DEGREE}(?:nearer|closer)(?:\s+and\s+(?:nearer|closer))?(?:\s+to\s+{_US})?"
        r"(?!\s+(?:to|than|by|look|on)\b)",
        (*_MOVE, *_NEAR),
    ),
    (
        rf"(?:nearer|closer)(?:\s+and\s+(?:nearer|closer))?(?:\s+to\s+{_US})"
        r"|(?:nearer\s+and\s+nearer|closer\s+and\s+closer)(?!\s+(?:to|than)\b)",
        _NEAR,
    ),
    (rf"(?:{verbs('approach near')})\s+{_US}", (*_MOVE, *_NEAR)),
    (
        rf"(?:(?:straight|right|directly)\s+)?(?:towards?|up\s+to)\s+{_US}|(?:straight|right|directly)\s+at\s+{_US}|"
        rf"(?<=comes\s)at\s+{_US}|(?:into|to|towards?)\s+the\s+foreground",
        _NEAR,
    ),
    (
        rf"(?:{verbs('recede')})(?:\s+(?:from\s+{_US}|(?:in)?to\s+the\s+(?:distance|background)))?",
        (*_MOVE, *_FAR),
    ),
    (
        r"(?:(?:far\s+)?(?:off|away|out|back|deep|deeper|farther|further)\s+)*(?:into|towards?|to|for)\s+the\s+"
        r"(?:far\s+)?(?:distance|horizon|background|sunset|sunrise)|"
        rf"(?:(?:farther|further|straight|directly)\s+)?away\s+from\s+{_US}|(?:farther|further)\s+and\s+(?:farther|further)"
        rf"\s+away|(?:{_GETS})\s+{_DEGREE}(?:farther|further)\s+away",
        _FAR,
    ),
    (
        rf"(?:{_GETS})\s+{_DEGREE}(?:smaller|tinier|shorter)(?:\s+and\s+(?:smaller|tinier))?(?!\s+than\b)|"
        rf"(?:{verbs('shrink')}|shrank|shrunk)",
        (*_GROW, ("depth", "small", "")),
    ),
    (r"smaller\s+and\s+smaller", (("depth", "small", ""),)),
    (
        rf"(?:{_GETS})\s+{_DEGREE}(?:bigger|larger|taller)(?:\s+and\s+(?:bigger|larger|taller))?(?!\s+than\b)|"
        rf"(?:{verbs('swell expand')}|looms?\s+larger|inflates)",
        (*_GROW, ("depth", "large", "")),
    ),
    (r"(?:bigger\s+and\s+bigger|larger\s+and\s+larger)", (("depth", "large", ""),)),
    (
        r"(?:far\s+(?:off|away)\s+)?(?:in\s+the\s+(?:far\s+|hazy\s+)?(?:distance|background)|on\s+the\s+(?:far\s+)?horizon|"
        r"at\s+the\s+(?:far\s+)?(?:back|rear)(?:\s+of\s+the\s+(?:frame|picture|shot|image|screen))?(?!\s+of\b))",
        (("depth", "back", ""),),
    ),
    (
        r"in\s+the\s+(?:near\s+|very\s+)?foreground|close\s+to\s+the\s+camera",
        (("depth", "fore", ""),),
    ),
)
_FINDERS = tuple((re.compile(rf"\b(?:{pattern})\b"), plain) for pattern, plain in _DEPTHS)


def depths(low: str) -> Iterator[tuple[int, int, Plain]]:
    """Every such phrase of a lower-case sentence: its stretch and what it stands for."""
    for finder, plain in _FINDERS:
        for match in finder.finditer(low):
            yield match.start(), match.end(), plain
