"""A film of 1,000 shots in 40 scenes, written by code: long enough for a feature's board."""

from __future__ import annotations

import random
from itertools import cycle, islice

from storyboard.board import Board
from storyboard.edits import shots as edits
from studio import plan

SCENES, SHOTS = 40, 25
PLACES = (
    "EXT. BEACH - DAY", "INT. KITCHEN - MORNING", "EXT. CITY STREET - NIGHT", "EXT. HARBOUR - DUSK",
    "EXT. FOREST - DAY", "EXT. OPEN SEA - SUNSET", "EXT. CITY STREET - DAY", "EXT. MEADOW - DAWN",
)  # fmt: skip
DEEDS = (
    "{A} walks from left to right.", "{A} runs in from the right and jumps.",
    "{A} and {B} sit beside each other.", "{A} waves to {B}.", "{A} carries a red balloon away.",
    "Close on {A}, who laughs.", "{B} points to the left. {A} runs off.",
    "The camera pans left over an old boat.", "{A} reads a letter.", "{B} stands behind {A}.",
)  # fmt: skip
WORDS = (
    "Wait for me.", "It went out to sea.", "Nobody has lived there for thirty years.",
    "Look, there it is.", "We should go home before the night comes.",
)  # fmt: skip
CAST = (
    ("MIA", "a girl in a yellow dress"), ("OTTO", "an old sailor in a navy coat"),
    ("BISCUIT", "a small ginger dog"), ("ADA", "a woman in a green coat"),
    ("BRUNO", "a chef in a white hat"), ("TOM", "a boy in a blue shirt"),
)  # fmt: skip


def script(scenes: int = SCENES, shots: int = SHOTS) -> str:
    """The same script every time."""
    chance = random.Random(7)
    parts = ["Title: A long film\n"]
    met: set[str] = set()
    for number, heading in enumerate(islice(cycle(PLACES), scenes)):
        first, second = chance.sample(CAST, 2)
        parts.append(heading)
        for at in range(shots):
            if at % 5 == 4:
                parts.append(f"{first[0]}\n{WORDS[(number + at) % len(WORDS)]}")
                continue
            deed = DEEDS[(3 * number + at) % len(DEEDS)]
            names = {}
            for key, (name, look) in (("A", first), ("B", second)):
                if "{" + key + "}" in deed and name not in met:
                    met.add(name)
                    names[key] = f"{name}, {look},"
                else:
                    names[key] = name.capitalize()
            parts.append(deed.format(**names))
    return "\n\n".join(parts) + "\n"


def board(scenes: int = SCENES, shots: int = SHOTS) -> Board:
    """The script, planned by rules; a scene has no more shots than asked for."""
    found = plan.by_rules(script(scenes, shots), "A long film")
    more = [shot.id for scene in found.scenes for shot in scene.shots[shots:]]
    return edits.delete_shots(found, more) if more else found
