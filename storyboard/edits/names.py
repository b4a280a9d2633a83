"""Names in texts: one spelled otherwise wherever people read it, in the script and on the board."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import replace

from storyboard.board import Board, Line, Scene, Shot, Stretch
from storyboard.edits.ids import all_shots, put_scenes, with_values


def spell(text: str, old: str, new: str) -> str:
    """``text`` with a name changed where it is a whole word, also in capitals or with one."""
    return _spelled(text, old, new)[0]


def respelled(board: Board, old: str, new: str) -> Board:
    """The name in the script, in headings, actions, lines and notes.

    Stretches stay on their words: what was spelled anew by this makes no shot stale.
    """
    script, moved = _spelled(board.script, old, new)

    def carried(stretch: Stretch | None) -> Stretch | None:
        if stretch is None or script == board.script:
            return stretch
        words = spell(stretch.text, old, new)
        return replace(stretch, start=moved(stretch.start), end=moved(stretch.end), text=words)

    def told(shot: Shot) -> Shot:
        return with_values(
            shot,
            {
                "action": spell(shot.action, old, new),
                "notes": spell(shot.notes, old, new),
                "dialogue": tuple(
                    _said(line, spell(line.text, old, new)) for line in shot.dialogue
                ),
                "stretch": carried(shot.stretch),
            },
        )

    def headed(scene: Scene) -> Scene:
        heading = spell(scene.heading, old, new)
        return with_values(scene, {"heading": heading, "stretch": carried(scene.stretch)})

    changed = put_scenes(board, (headed(scene) for scene in board.scenes))
    return with_values(all_shots(changed, told), {"script": script})


def _spelled(text: str, old: str, new: str) -> tuple[str, Callable[[int], int]]:
    """The text with the name changed, and where each of its places lies now."""
    if not old or old.casefold() not in text.casefold():
        return text, lambda place: place
    forms = {old.upper(): new.upper(), old[:1].upper() + old[1:]: new[:1].upper() + new[1:]}
    forms[old] = new
    found = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    starts, ends, shifts, parts, at, shift = [], [], [0], [], 0, 0
    for match in re.finditer(rf"(?<!\w)(?:{found})(?!\w)", text):
        put = forms[match[0]]
        parts += [text[at : match.start()], put]
        at = match.end()
        shift += len(put) - len(match[0])
        starts.append(match.start())
        ends.append(match.end())
        shifts.append(shift)

    def moved(place: int) -> int:
        i = bisect_right(starts, place)
        if i and starts[i - 1] < place < ends[i - 1]:  # within a name: it begins there
            place, i = starts[i - 1], i - 1
        elif i and starts[i - 1] == place:
            i -= 1
        return place + shifts[i]

    return "".join((*parts, text[at:])), moved


def _said(line: Line, text: str) -> Line:
    """The line saying ``text``; the very same line if it says it already."""
    return line if line.text == text else replace(line, text=text)
