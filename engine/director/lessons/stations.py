"""Stations: ways of telling that somebody is at one place after another, put together from parts.

Each is a wording in the notation of ``wordings``.
"""

from __future__ import annotations

import random

SECOND = (
    "then", "soon", "later", "a little later", "after a while", "some time later", "before long",
    "shortly after", "from there", "halfway", "by and by", "afterwards", "presently", "secondly",
    "a few moments on", "in the meantime", "then again",
)  # fmt: skip
THIRD = (
    "then", "finally", "lastly", "at last", "eventually", "at the end", "to finish", "thirdly",
    "when it is over", "at the very end", "ultimately", "for the end", "as the {frame2} ends",
    "in closing", "at long last",
)  # fmt: skip
FIRST = (
    "at first", "first", "initially", "at the start", "as the {frame2} opens", "to start with",
    "at the outset", "firstly", "originally", "early on",
)  # fmt: skip
_IS = (
    "{is}", "<stand>", "<sit>", "<wait>", "<rest>", "can be seen", "<stay>", "<appear>", "<pause>",
    "<turn> up", "<show> up", "<linger>", "{V}", "{is} found", "<have> {their} place",
)  # fmt: skip
_ARRIVES = (
    "{is}", "<stand>", "<stop>", "<wait>", "<arrive>", "<stay>", "<end> up", "<pause>", "<land>",
    "<move> on until {they} {is}", "{V} until {they} {is}", "<come> to a stop", "<settle>",
)  # fmt: skip
_ROWS = (
    "{A} {be} {p1}, {second} {p2}, {third} {p3}.",
    "{first} {A} {be} {p1}, {second} {p2}, {third} {p3}.",
    "{A} {be} {p1}; {second} {p2}; {third} {p3}.",
    "{A} {be} {p1} {first}, {second} {p2} and {third} {p3}.",
    "{first} {p1}, {second} {p2}, {third} {p3}: so {V} {A}.",
    "{A} in three places: {p1}, {p2}, {p3}.",
    "{A} {be} in turn {p1}, {p2} and {p3}.", "{P1}, {p2}, {p3}: there {A} {be}.",
    "{A} {be} {p1}, and {second} {p2}, and {third} {p3}.",
    "{A} {be} {p1} before {they} {be} {p2} and {third} {p3}.",
)  # fmt: skip
_TOLD = (
    "{A} {be} {p1}. {Second} {they} {arrives} {p2}. {Third} {they} {arrives} {p3}.",
    "{First} {A} {be} {p1}. {Second} {they} {arrives} {p2}. {Third} {they} {arrives} {p3}.",
    "{A} {be} {p1} {first}. {They} {arrives} {p2} {second}. {They} {arrives} {p3} {third}.",
    "{A} {be} {p1}. {They} {arrives} {p2}. {They} {arrives} {p3}.",
    "{P1} {A} {be}. {P2} {they} {be}. {P3} {they} {be}.",
    "{A} {be} {p1}. {Second} {they} {arrives} {p2}, {third} {p3}.",
    "{A} {be} {p1}, {second} {p2}. {Third} {they} {arrives} {p3}.",
    "The {frame} opens on {A} {p1}. {Second} {they} {arrives} {p2}. {Third} {they} {arrives} {p3}.",
)  # fmt: skip
_TWO = (
    "{A} {be} {p1}, {second} {p2}.", "{first} {A} {be} {p1}, {third} {p2}.",
    "{A} {be} {p1}. {Second} {they} {arrives} {p2}.",
    "{A} {be} {p1}. {Third} {they} {arrives} {p2}.",
    "{P1} {A} {be}. {P2} {they} {be}.", "{A} {be} {p1} {first} and {p2} {third}.",
    "{First} {A} {be} {p1}. {Third} {they} {arrives} {p2}.",
)  # fmt: skip


def wording(number: int, dice: random.Random) -> str:
    """One way of telling of ``number`` places, two or three."""
    text = dice.choice(_TWO if number == 2 else dice.choice((_ROWS, _TOLD)))
    parts = {"first": FIRST, "second": SECOND, "third": THIRD, "be": _IS, "arrives": _ARRIVES}
    for name, choices in parts.items():
        for slot, made in ((f"{{{name}}}", str), (f"{{{name.title()}}}", str.capitalize)):
            while slot in text:
                text = text.replace(slot, made(dice.choice(choices)), 1)
    return text
