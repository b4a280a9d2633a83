"""Visible numbers of scenes and shots: schemes, locks, letters for what comes in between.

Schemes are named by what scene 12's shot 1 is called in them, or its first: ``12A`` (letters
without I and O, which look like digits), ``12-1``, ``sc012_sh010``. Until numbers are locked they
are counted anew after every edit. Locking writes them into ``label``; from then on

- a shot between two numbered ones takes the number before it and a letter: 2AA, 2AB between 2A and
2B, 2-1A after 2-1;
- a shot before the first numbered one puts the letter in front: A2A, 2-A1;
- a shot after the last one goes on counting;
- scenes do the same: 12A between 12 and 13, A1 before 1, and the next number at the end.

No two things ever have the same number: a taken one gives way to the next letter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache, partial
from itertools import chain, count

from storyboard.board import Board, Scene, Shot

GAPS = 100  # deleted shots that a locked scene is expected to have at most
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Scheme:
    """How numbers look: a scene's, a shot's in its scene, and what comes ahead of a number."""

    scene: Callable[[int], str]
    shot: Callable[[str, int], str]
    ahead: Callable[[str, str, str], str]  # scene's number, letter, number of what follows


@cache
def letter(n: int) -> str:
    """A, B, .. H, J, .. Z, AA, AB ..: the n-th, counted from 1."""
    found = ""
    while n > 0:
        n, rest = divmod(n - 1, len(LETTERS))
        found = LETTERS[rest] + found
    return found


def _inside(stem: str) -> Callable[[str, str, str], str]:
    """The letter goes between the scene's part and the shot's, if the number has that form."""

    def ahead(scene: str, letter: str, label: str) -> str:
        head = scene + stem
        return f"{head}{letter}{label[len(head) :]}" if label.startswith(head) else letter + label

    return ahead


SCHEMES: Mapping[str, Scheme] = {
    "12A": Scheme(
        lambda n: str(n),
        lambda scene, n: scene + letter(n),
        lambda scene, letter, label: letter + label,
    ),
    "12-1": Scheme(lambda n: str(n), lambda scene, n: f"{scene}-{n}", _inside("-")),
    "sc012_sh010": Scheme(
        lambda n: f"sc{n:03}", lambda scene, n: f"{scene}_sh{10 * n:03}", _inside("_sh")
    ),
}


def check(name: str) -> str:
    """The name of a scheme. Raises ValueError with a sentence if there is none of this name."""
    if name not in SCHEMES:
        near = get_close_matches(name, SCHEMES, n=1)
        hint = f" Did you mean {near[0]}?" if near else f" There are {', '.join(SCHEMES)}."
        raise ValueError(f"{name!r} is no numbering scheme.{hint}")
    return name


def labels(board: Board) -> dict[str, str]:
    """The visible number of every scene and every shot, by id."""
    scheme = SCHEMES[check(board.numbering)]
    locked = board.numbers_locked
    numbers = _Numbers(scheme.scene, lambda letter, label: letter + label, locked)
    given = {scene.label for scene in board.scenes if scene.label}
    row = numbers.row(board.scenes, set(), given)
    found = {scene.id: label for scene, label in zip(board.scenes, row, strict=True)}
    # Shots and scenes are different things: there may be a scene 12A and a shot 12A
    taken: set[str] = set()
    given = {shot.label for scene in board.scenes for shot in scene.shots if shot.label}
    for scene in board.scenes:
        number = found[scene.id]
        numbers = _Numbers(partial(scheme.shot, number), partial(scheme.ahead, number), locked)
        row = numbers.row(scene.shots, taken, given)
        found.update(zip((shot.id for shot in scene.shots), row, strict=True))
    return found


def label(board: Board, id: str) -> str:
    """The visible number of one scene or shot. Raises KeyError with a sentence."""
    found = labels(board)
    if id not in found:
        raise KeyError(f"There is no scene or shot {id!r} on this board.")
    return found[id]


def lock(board: Board) -> Board:
    """Numbers stay from now on, what comes later gets letters; locking again settles those."""
    found = labels(board)
    scenes = tuple(
        replace(
            scene,
            label=found[scene.id],
            shots=tuple(replace(shot, label=found[shot.id]) for shot in scene.shots),
        )
        for scene in board.scenes
    )
    return replace(board, scenes=scenes, numbers_locked=True)


def unlock(board: Board) -> Board:
    """Numbers are counted anew."""
    scenes = tuple(
        replace(scene, label="", shots=tuple(replace(shot, label="") for shot in scene.shots))
        for scene in board.scenes
    )
    return replace(board, scenes=scenes, numbers_locked=False)


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The numbers of one row of things: scenes, or the shots of a scene."""

    counted: Callable[[int], str]
    ahead: Callable[[str, str], str]
    locked: bool

    def row(
        self, things: Sequence[Scene | Shot], taken: set[str], given: AbstractSet[str]
    ) -> list[str]:
        """Numbers in order; ``taken`` grows by them, ``given`` ones wait for their owners."""
        last = max((i for i, thing in enumerate(things) if thing.label), default=-1)
        following = [thing.label for thing in things if thing.label]
        highest = self._highest(following, len(things)) if self.locked else 0
        base = ""
        row = []
        for i, thing in enumerate(things):
            plain = "" if self.locked or thing.label else self.counted(i + 1)
            if thing.label and thing.label not in taken:
                chosen = base = thing.label
            elif plain and plain not in taken and plain not in given:
                chosen = plain  # as almost always
            else:
                if thing.label:
                    options = _lettered(thing.label)
                elif not self.locked:
                    options = chain((self.counted(i + 1),), _lettered(self.counted(i + 1)))
                elif i > last:
                    options = map(self.counted, count(highest + 1))
                elif base:
                    options = _lettered(base)
                else:
                    options = (self.ahead(letter(n), following[0]) for n in count(1))
                chosen = next(o for o in options if o not in taken and o not in given)
            taken.add(chosen)
            row.append(chosen)
        return row

    def _highest(self, labels: Sequence[str], things: int) -> int:
        """The highest count among labels; those with letters in between have none."""
        waiting = set(labels)
        found = 0
        for n in range(1, things + GAPS):
            if not waiting:
                break
            if self.counted(n) in waiting:
                waiting.discard(self.counted(n))
                found = n
        return found


def _lettered(stem: str) -> Iterator[str]:
    return (stem + letter(n) for n in count(1))
