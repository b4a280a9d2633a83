"""Halves: ways of telling who is there for one half of a shot, put together from parts.

Each is a wording in the notation of ``wordings``. Times, states and turns are drawn apart, so that
no two stories need to tell it alike.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

EARLY = (
    "in the first half", "for the first half", "in the opening half", "in the early half",
    "for half of the {frame2}", "over the first half of the {frame2}", "until halfway",
    "until the middle of the {frame2}", "up to the midpoint", "before the halfway mark",
    "in the first part of the {frame2}", "throughout the first half", "till half time",
    "in the earlier half of the {frame2}", "for the opening half of the {frame2}",
    "within the first fifty percent", "up to the middle of the {frame2}", "before the midpoint",
    "during the opening half", "all through the first half of the {frame2}",
)  # fmt: skip
LATE = (
    "in the second half", "for the second half", "in the closing half", "in the later half",
    "over the second half of the {frame2}", "from halfway on", "after the midpoint",
    "from the middle of the {frame2} on", "past the halfway mark", "in the latter half",
    "in the second part of the {frame2}", "throughout the second half", "after half time",
    "in the final half of the {frame2}", "for the latter half of the {frame2}",
    "from the midpoint onwards", "once the {frame2} is half over", "in the last half",
    "during the latter half", "all through the second half of the {frame2}",
)  # fmt: skip
MIDDLE = (
    "at the midpoint", "at half time", "halfway through", "midway through the {frame2}",
    "at the halfway mark", "when the {frame2} is half over", "at the midpoint of the {frame2}",
    "once half of the {frame2} is over", "in the middle of the {frame2}", "half-way in",
)  # fmt: skip
HERE = (
    "{is} there", "{is} in view", "{is} on screen", "{is} here", "{is} in sight", "{V}",
    "{is} {Ving}", "{is} in the {frame}", "{is} visible", "can be made out", "{is} on stage",
    "<show> {them}self", "<remain> with us", "<stay> in the {frame}", "{is} to be found here",
)  # fmt: skip
AWAY = (
    "{is} not there", "{is} gone", "{is} missing", "{is} nowhere", "{is} not in view",
    "{is} absent", "{is} no longer here", "{is} not visible", "{is} lost from view",
    "{is} not in the {frame}", "{is} never in sight", "cannot be made out", "{is} not to be found",
)  # fmt: skip
GOES = (
    "<vanish>", "<disappear>", "<fade> away", "<melt> away", "{is} gone", "<vanish> from sight",
    "<disappear> from the {frame}", "<dissolve> into nothing", "{is} seen no more",
    "<disappear> without a trace", "<fade> from view",
)  # fmt: skip
COMES = (
    "<appear>", "<turn> up", "<show> up", "<pop> up", "<emerge>", "<materialise>",
    "<appear> out of nowhere", "<come> into view", "<come> into sight", "{is} suddenly there",
    "<appear> in the {frame}", "<fade> in",
)  # fmt: skip
EMPTY = (
    "the {frame} is empty", "nobody is there", "nothing is there", "there is nothing",
    "the place is empty", "no one is in view", "nobody is in sight", "nothing can be made out",
)  # fmt: skip
AFTER = ("then", "afterwards", "from then on", "later", "thereafter", "after which", "later on")

_FIRST = (
    "{early} {A} {here}.", "{A} {here} {early}.", "{A} {here} only {early}.",
    "{A} {here} {early} only.", "{A} {here} {early}, {after} {they} {away}.",
    "{early} {A} {here}, {late} {they} {away}.", "{A} {here} {early} and {goes} {after}.",
    "{early} {A} {here}, but {late} {they} {away}.", "{A} {here} {early}. {late} {they} {away}.",
    "{A} {goes} {middle}.", "{middle} {A} {goes}.", "{late} {A} {away}.", "{A} {away} {late}.",
    "{A} {here} and {goes} {middle}.", "{A} {here}, but {away} {late}.",
    "{A} {here}. {middle} {they} {goes}.", "{A} {here} {early}, and {late} {empty}.",
    "{A} {here} until halfway, then {goes}.", "{A} {here} {early}; {after} {empty}.",
)  # fmt: skip
_SECOND = (
    "{late} {A} {here}.", "{A} {here} {late}.", "{A} {here} only {late}.",
    "{A} {here} {late} only.", "{A} {away} {early}, {after} {they} {here}.",
    "{early} {A} {away}, {late} {they} {here}.", "{A} {away} {early} and {comes} {after}.",
    "{early} {A} {away}, but {late} {they} {here}.", "{A} {away} {early}. {late} {they} {here}.",
    "{A} {comes} {middle}.", "{middle} {A} {comes}.", "{early} {A} {away}.", "{A} {away} {early}.",
    "{early} {empty}, and {late} {A} {here}.", "{early} {empty}; {after} {A} {comes}.",
    "{early} {empty}. {middle} {A} {comes}.", "{late}, and not before, {A} {here}.",
    "{A} {away} until halfway, then {comes}.", "{early} {empty}, but {late} {A} {here}.",
    "{A} {here}, but not {early}.",
)  # fmt: skip


def wording(kind: str, dice: random.Random) -> str:
    """One way of telling ``kind``, "first half" or "second half"."""
    text = dice.choice(_FIRST if kind == "first half" else _SECOND)
    parts: dict[str, Sequence[str]] = {
        "early": EARLY, "late": LATE, "middle": MIDDLE, "here": HERE, "away": AWAY, "goes": GOES,
        "comes": COMES, "empty": EMPTY, "after": AFTER,
    }  # fmt: skip
    for name, choices in parts.items():
        while (slot := f"{{{name}}}") in text:
            text = text.replace(slot, dice.choice(choices), 1)
    return re.sub(r"(?<=\. )[a-z]", lambda first: first.group().upper(), text)
