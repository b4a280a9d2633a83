"""Stories: scenes that nobody wrote, with everything that is true of them.

A scene is a row of beats; a beat becomes one shot: its sentences, who is in it and what they do,
and their boxes by ``blocking``. Words, order and names come from dice, the truth from the deeds.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine.director import marks
from engine.director.lessons import blocking, wordings, words
from engine.director.lessons.blocking import Deed
from storyboard import lexicon
from storyboard.inflection import forms

SIDES = ("left", "right")
_SEEN = re.compile(r"[Ww]e see|One can see|be seen|seen by")  # it is not the doer who looks
PRONOUNS = ("he", "she", "it", "they")
SIZES = ("EWS", "WS", "FS", "MS", "MCU", "CU", "ECU")


@dataclass(eq=False)
class Person:
    """Someone or something of a story. ``known``: in the cast already; else a word of the text."""

    id: str
    name: str
    kind: str
    pronoun: str
    build: str
    proper: bool = False
    adjective: str = ""
    scale: float = 1.0
    known: bool = True
    told: bool = False
    word: str = ""  # as the text spells it, for the grammar's list
    group: int = 1


@dataclass
class Beat:
    """One shot to be: its sentences, and what is true of it."""

    sentences: list[str] = field(default_factory=list)
    who: list[Person] = field(default_factory=list)
    actions: dict[str, str] = field(default_factory=dict)
    deeds: list[Deed] = field(default_factory=list)
    size: str = ""
    angle: str = "eye level"
    move: str = "hold"
    time: str = "medium"
    speaker: Person | None = None
    length: float = 3.0

    def add(self, person: Person, action: str = "stand") -> None:
        if person not in self.who:
            self.who.append(person)
        if action != "stand" or person.id not in self.actions:
            self.actions[person.id] = action


@dataclass
class Story:
    """A scene: its beats, everyone in it, and the cast that is told beside them."""

    place: str
    daytime: str
    weather: str
    beats: list[Beat]
    cast: list[Person]


class Teller:
    """Tells one story. ``exam`` draws only words that lessons never use."""

    def __init__(self, dice: random.Random, exam: bool = False) -> None:
        self.dice, self.exam = dice, exam
        self.cast: list[Person] = []
        self.acted = "stand"  # what the last sentence lets its doer do
        self.last: list[Person] = []  # whom the sentence before was about, its doer first
        self.taken: set[str] = set()

    # Who -------------------------------------------------------------------------------------

    def person(self, *, proper: bool | None = None, sized: bool = False) -> Person:
        """Somebody new."""
        dice = self.dice
        if proper is None:
            proper = dice.random() < 0.3
        for _ in range(50):
            found = self._proper() if proper else self._common(sized)
            if found.name.casefold() not in self.taken:
                break
        self.taken |= {found.name.casefold(), found.kind.casefold()}
        self.cast.append(found)
        return found

    def _proper(self) -> Person:
        dice = self.dice
        name, pronoun = (
            dice.choice(words.names(True))
            if self.exam and dice.random() < 0.7
            else words.name(dice)
        )
        kind = ""
        if dice.random() < 0.45:
            fitting = [one.word for one in words.nouns(self.exam) if one.pronoun == pronoun]
            kind = dice.choice(fitting) if fitting else ""
            if kind and dice.random() < 0.3:
                kind = f"{dice.choice(('old', 'young', 'little', 'tall'))} {kind}"
        elif dice.random() < 0.2:
            kind, pronoun = words.noun(dice).word, dice.choice(("", "it"))
        if dice.random() < 0.12 and pronoun in ("he", "she"):
            pronoun = ""
        build = words.build(kind or name, pronoun)
        return Person(self._id(name), name, kind, pronoun, build, proper=True)

    def _common(self, sized: bool) -> Person:
        dice = self.dice
        if self.exam:
            noun = dice.choice(words.nouns(True)) if dice.random() < 0.7 else words.noun(dice, 1.0)
        else:
            noun = words.noun(dice)
        adjective = ""
        if sized or dice.random() < 0.4:
            adjective = words.adjective(dice, sized=sized)
        scale = {"smaller": 0.62, "larger": 1.5}.get(
            "smaller" if adjective in words.SMALLER else
            "larger" if adjective in words.LARGER else "", 1.0
        )  # fmt: skip
        pronoun = noun.pronoun if dice.random() < 0.85 or noun.pronoun in ("he", "she") else ""
        found = Person(
            self._id(noun.word), noun.word, noun.word, pronoun, noun.build, adjective=adjective,
            scale=scale,
        )  # fmt: skip
        found.known = dice.random() < 0.88
        return found

    def _id(self, name: str) -> str:
        return f"{name.casefold().replace(' ', '-')}-{len(self.cast)}"

    def crowd(self, number: int) -> list[Person]:
        """Several alike: "wug 1", "wug 2"."""
        first = self.person(proper=False)
        row = []
        for at in range(1, number + 1):
            one = Person(
                f"{first.id}-{at}", f"{first.name} {at}", first.kind, first.pronoun, first.build,
                adjective=first.adjective, known=first.known, scale=first.scale, group=number,
            )  # fmt: skip
            row.append(one)
        self.cast.remove(first)
        self.cast += row
        return row

    def someone(self, *, sized: bool = False) -> Person:
        """Somebody of the story again, or somebody new."""
        alone = [one for one in self.cast if one.group == 1 and one.told]
        if alone and self.dice.random() < 0.45 and not sized:
            return self.dice.choice(alone)
        return self.person(sized=sized)

    def others(self, *taken: Person) -> Person:
        """Somebody who is none of these."""
        for _ in range(8):
            found = self.someone()
            if found not in taken:
                return found
        return self.person()

    # Words -----------------------------------------------------------------------------------

    def called(self, row: Sequence[Person], pronoun: bool = True) -> str:
        """What the text calls someone, or several alike, here."""
        dice, first = self.dice, row[0]
        if len(row) > 1:
            return self._many(row)
        if first.told and pronoun and self._clear(first) and dice.random() < 0.5:
            return first.pronoun or "it"
        told, first.told = first.told, True
        if first.proper:
            return self._named(first, told)
        noun = f"{first.adjective} {first.kind}" if first.adjective else first.kind
        first.word = first.word or first.kind
        if not told:
            lead = words.article(noun) if dice.random() < 0.9 else "the"
            return f"{lead} {noun}"
        return f"the {noun if dice.random() < 0.3 else first.kind}"

    def _named(self, first: Person, told: bool) -> str:
        dice = self.dice
        if not told:
            name = first.name.upper() if dice.random() < 0.5 else first.name
            if first.kind and dice.random() < 0.6:
                return dice.choice(
                    (
                        f"{name}, {words.article(first.kind)} {first.kind},",
                        f"{words.article(first.kind)} {first.kind} named {name}",
                        f"{words.article(first.kind)} {first.kind} called {name}",
                    )
                )
            return name
        rivals = [one for one in self.cast if one is not first and one.kind == first.kind]
        if first.kind and not rivals and dice.random() < 0.35:
            return f"the {first.kind if dice.random() < 0.6 else first.kind.split()[-1]}"
        return first.name.upper() if dice.random() < 0.1 else first.name

    def _many(self, row: Sequence[Person]) -> str:
        dice, first, number = self.dice, row[0], len(row)
        many = lexicon.plural(first.kind)
        told = first.told
        for one in row:
            one.told, one.word = True, many
        if told:
            return "they" if self.last[:1] == [first] and dice.random() < 0.5 else f"the {many}"
        lead = words.NUMBERS[number]
        if number == 2 and dice.random() < 0.3:
            lead = dice.choice(("a pair of", "a couple of", "two"))
        noun = f"{first.adjective} {many}" if first.adjective else many
        return f"{lead} {noun}" if dice.random() < 0.9 else f"{number} {noun}"

    def _clear(self, first: Person) -> bool:
        """Whether a pronoun can only mean this one: nobody else of that pronoun was told of, or it
        was the doer of the sentence before and nobody else of that pronoun was in it.
        """
        own = first.pronoun or "it"
        if not first.pronoun and (first.proper or first.build in ("person", "child")):
            return False
        rivals = [one for one in self.cast if one.told and one is not first]
        if self.last and first.pronoun and all((one.pronoun or "it") != own for one in rivals):
            return True
        if not self.last or self.last[0] is not first:
            return False
        return all((one.pronoun or "it") != own for one in self.last[1:])

    def _dressed(self, text: str) -> str:
        """Now and then with words before or after that change nothing."""
        dice = self.dice
        if not text.startswith("{A} ") or not text.endswith(".") or ". " in text:
            return text
        if dice.random() < 0.14:
            return f"{dice.choice(wordings.OPENINGS)}{dice.choice((', ', ' '))}{text}"
        if dice.random() < 0.14:
            return f"{text[:-1]}{dice.choice((', ', ' ', ' '))}{dice.choice(wordings.CLOSINGS)}."
        return text

    def tell(
        self,
        kind: str,
        who: Sequence[Person],
        *others: Person,
        verb: words.Verb | None = None,
        way: str = "",
        spots: Sequence[str] = (),
        side2: str = "",
        choices: Sequence[str] = (),
    ) -> list[str]:
        """Sentences that tell this; the words of ``choices`` instead of the lessons' own."""
        dice = self.dice
        many = len(who) > 1
        first = self.called(who)
        picked = [one for one in (choices or wordings.TOLD[kind]) if _fits(one, spots)]
        if first in PRONOUNS and not choices:  # "There is it" is nobody's English
            picked = [one for one in picked if one.startswith("{A} ")] or picked
        text = dice.choice(picked)
        verb = verb or dice.choice(words.verbs("stay"))
        forms_of = {"{V}": verb.base if many else verb.third, "{Vp}": verb.base, "{Ving}": verb.ing}
        self.acted = _action(text, forms_of, many)
        if not choices:
            text = self._dressed(text)
        frame = dice.choice(wordings.FRAMES)
        slots = {
            "A": first, "way": way, "opp": _opposite(way), "side": way, "other": side2,
            "frame": frame, "frame2": dice.choice(("film", "shot", "video", "scene", "clip")),
            "is": "are" if many else "is", "isb": "is",
            **{name[1:-1]: form for name, form in forms_of.items()},
            "they": "they" if many else (who[0].pronoun or "it"),
        }  # fmt: skip
        slots["them"] = {"he": "him", "she": "her", "they": "them"}.get(str(slots["they"]), "it")
        slots["their"] = {"he": "his", "she": "her", "they": "their"}.get(str(slots["they"]), "its")
        slots["They"] = slots["they"].capitalize()
        if first in PRONOUNS and text.startswith(("There", "Here", "We", "A v")):
            text = "{A} {is} here."
        if first in ("it", "they") and kind == "together":
            slots["A"] = f"the {who[0].kind}"
        for name, one in zip("BC", others, strict=False):
            slots[name] = self.called([one], pronoun=False)
        for at, spot in enumerate(spots, 1):
            phrase = dice.choice(wordings.PLACED[spot]).replace("{frame}", frame)
            slots[f"p{at}"], slots[f"n{at}"] = phrase, _noun_of(spot, dice)
            slots[f"P{at}"] = phrase.capitalize()
        slots["p1n"] = slots.get("n1", "")
        told = text.format_map(slots)
        told = re.sub(r"<(\w+)>", lambda found: _agrees(found.group(1), many), told)
        self.last = [who[0], *others]
        return [_sentence(part) for part in re.split(r"(?<=[.;]) (?=[A-Z])", told)]


def _action(text: str, forms_of: Mapping[str, str], many: bool) -> str:
    """What a wording lets its doer do: the action of its first verb that has one."""
    for part in re.findall(r"\{V(?:ing|p)?\}|<\w+>|(?<![{\w])[a-z]+(?![\w}])", _SEEN.sub("", text)):
        word = forms_of.get(part) or (_agrees(part[1:-1], many) if part[0] == "<" else part)
        if marks.deed(word):
            return marks.deed(word)
    return "stand"


def _fits(text: str, spots: Sequence[str]) -> bool:
    """Whether a wording has places for exactly what is to be told."""
    wanted = {int(n) for n in re.findall(r"\{[pnP]([123])\}", text.replace("{p1n}", "{p1}"))}
    return wanted == set(range(1, len(spots) + 1))


def _opposite(way: str) -> str:
    return {"left": "right", "right": "left", "up": "down", "down": "up"}.get(way, "")


def _agrees(base: str, many: bool) -> str:
    if many or base == "have":
        return base if many else "has"
    return next(form for form, name in forms(base, []).items() if name == "s")


def _noun_of(spot: str, dice: random.Random) -> str:
    names = {
        "centre": ("the centre", "the middle", "the center"), "middle": ("the exact centre",),
        "left": ("the left", "the left side", "the far left"),
        "right": ("the right", "the right side", "the far right"),
        "top": ("the top", "the upper edge"), "bottom": ("the bottom", "the lower edge"),
    }  # fmt: skip
    if spot in names:
        return dice.choice(names[spot])
    row, column = spot.split()
    other = {"top": "upper", "bottom": "lower"}[row]
    return dice.choice(
        (f"the {row} {column}", f"the {other} {column}", f"the {row} {column} corner")
    )


def _sentence(text: str) -> str:
    text = re.sub(r"\s+", " ", text).replace(",,", ",").replace(",.", ".").strip()
    text = text.replace(", ,", ",")
    return text[:1].upper() + text[1:]


def figures(beat: Beat) -> blocking.Figures:
    """Who is in a beat, for its blocking."""
    scales = {one.id: one.scale for one in beat.who}
    return blocking.Figures({one.id: one.build for one in beat.who}, scales)
