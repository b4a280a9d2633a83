"""Where places of the film's script lie in the text that is being written.

Between two times that the film takes the text in, what was typed moves everything behind it. And
Qt counts a letter beyond the first plane (an emoji) twice, where a board counts it once.
"""

from __future__ import annotations

import re
from bisect import bisect_right

_WIDE = re.compile("[\U00010000-\U0010ffff]")


class Drift:
    """A *place* counts letters of the script as the film has it, a *point* those of the editor."""

    def __init__(self, script: str = "") -> None:
        self._wide: list[int] = []
        self._moves: list[list[int]] = []  # point, removed, added: oldest first
        self.settle(script)

    def settle(self, script: str) -> None:
        """The text is this script, letter by letter."""
        self._wide = [match.start() for match in _WIDE.finditer(script)]
        self._moves = []

    @property
    def is_settled(self) -> bool:
        return not self._moves

    def move(self, point: int, removed: int, added: int) -> None:
        """Something was written at a point; words typed one after the other count as one."""
        if self._moves:
            last = self._moves[-1]
            end = last[0] + last[2]
            if point == end and not removed:
                last[2] += added
                return
            if removed and not added and last[0] <= point and point + removed == end:
                last[2] -= removed
                return
        self._moves.append([point, removed, added])

    def point(self, place: int, ends: bool = False) -> int:
        """A place of the script as a point of the text; what was deleted is where it was. Where
        something ``ends`` it takes in what is written behind it.
        """
        at = place + bisect_right(self._wide, place - 1)
        for point, removed, added in self._moves:
            if at >= point + removed and (at > point or removed or ends):
                at += added - removed
            elif at > point:
                at = point + min(at - point, added)
        return at

    def place(self, point: int) -> int:
        """And the other way round."""
        for at, removed, added in reversed(self._moves):
            if point >= at + added:
                point += removed - added
            elif point > at:
                point = at + min(point - at, removed)
        return point - sum(1 for n, at in enumerate(self._wide) if at + n < point)
