"""How long a script is: words, pages as they are printed, and time on the screen."""

from __future__ import annotations

import math
from dataclasses import dataclass

from storyboard import timing

PAGE = 55  # lines on a page of Courier 12
# Letters on a line and blank lines before it, as screenplays are printed everywhere
COLUMNS = {
    "action": (61, 1), "heading": (61, 2), "character": (38, 1), "parenthetical": (25, 0),
    "dialogue": (35, 0), "lyric": (35, 0), "transition": (20, 1), "centered": (61, 1),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measure:
    """Words that are printed, lines on paper, milliseconds on the screen."""

    words: int = 0
    lines: int = 0
    milliseconds: int = 0

    def __add__(self, other: Measure) -> Measure:
        return Measure(
            self.words + other.words,
            self.lines + other.lines,
            self.milliseconds + other.milliseconds,
        )

    @property
    def pages(self) -> int:
        """Pages begun."""
        return math.ceil(self.lines / PAGE)


def measure(kind: str, text: str) -> Measure:
    """One line of a script that is of this kind; notes and omitted parts are not printed."""
    if kind not in COLUMNS:
        return Measure()
    wide, before = COLUMNS[kind]
    words = timing.words(text)
    spoken = kind in ("dialogue", "lyric")
    shown = kind == "action"
    each = timing.DIALOGUE_WORD if spoken else timing.ACTION_WORD if shown else 0
    rest = timing.DIALOGUE_REST if spoken else timing.ACTION_REST if shown else 0
    lines = before + math.ceil(len(text.strip()) / wide)
    return Measure(words, lines, words * each + rest if words else 0)
