"""Questions: tasks of the exam with what must be true of the plan.

Even tasks are told in the exam's wordings, odd ones in the lessons'; nouns and names are always
such as no lesson used.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from engine.director.exam.wordings import DOES, UNSEEN
from engine.director.lessons import words
from engine.director.lessons.stories import Person, Teller

SKILLS = ("numeracy", "attribution", "visibility", "dynamics", "sequential")
WAYS = ("left", "right", "up", "down")
RELATIONS = ("left", "right", "above", "below", "on", "behind", "bigger", "smaller", "same size")


@dataclass(frozen=True, slots=True)
class Want:
    """What must be seen. ``kind`` names the test of ``marking``; ``nouns`` whom it is about, by the
    word of the text; ``values`` what of them.
    """

    kind: str
    nouns: tuple[str, ...]
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """``text`` to plan and what its plan must show. ``seen``: the lessons use its wording."""

    skill: str
    text: str
    wants: tuple[Want, ...]
    seen: bool


def tasks(skill: str, number: int, seed: int = 20) -> list[Task]:
    """So many tasks of one skill, always the same for one seed."""
    dice = random.Random(f"{seed} {skill}")
    return [_MAKERS[skill](dice, at) for at in range(number)]


class _Paper:
    """One task in the making."""

    def __init__(self, dice: random.Random, at: int) -> None:
        self.dice = dice
        self.seen = at % 2 == 1
        self.teller = Teller(dice, exam=True)

    def person(self) -> Person:
        found = self.teller.person(proper=False)
        found.adjective, found.scale = "", 1.0
        return found

    def named(self, pronoun: str) -> Person:
        """Somebody with a name of their own and this pronoun."""
        while True:
            found = self.teller.person(proper=True)
            if found.pronoun == pronoun:
                return found

    def say(self, kind: str, who: list[Person], *others: Person, **slots: object) -> str:
        choices = () if self.seen else UNSEEN[kind]
        verb = self.dice.choice(words.verbs(_MOTIONS.get(kind, "stay")))
        slots |= {"verb": verb, "choices": choices}
        return " ".join(self.teller.tell(kind, who, *others, **slots))  # type: ignore[arg-type]

    def task(self, skill: str, text: str, *wants: Want) -> Task:
        return Task(skill, text, wants, self.seen)


_MOTIONS = {"cross": "travel", "to": "travel", "rise up": "up", "rise down": "down",
            "sequence": "travel"}  # fmt: skip


def _numeracy(dice: random.Random, at: int) -> Task:
    paper = _Paper(dice, at)
    number = at % 5 + 1
    row = paper.teller.crowd(number) if number > 1 else [paper.person()]
    for one in row:
        one.adjective = ""
    text = paper.say("still", row)
    return paper.task("numeracy", text, Want("count", (row[0].kind,), (str(number),)))


def _attribution(dice: random.Random, at: int) -> Task:
    paper = _Paper(dice, at)
    row = [paper.person(), paper.person()]
    colours = dice.sample(("red", "blue", "green", "yellow", "purple", "orange", "pink"), 2)
    for one, colour in zip(row, colours, strict=True):
        one.adjective = colour
    text = paper.say("together", row[:1], row[1])
    wants = [
        Want("colour", (one.kind,), (colour,)) for one, colour in zip(row, colours, strict=True)
    ]
    return paper.task("attribution", text, *wants)


def _visibility(dice: random.Random, at: int) -> Task:
    paper = _Paper(dice, at)
    half = dice.choice(("first half", "second half"))
    one = paper.person()
    text = paper.say(half, [one])
    while "{" in text or " left" in text or " right" in text:
        text = paper.say(half, [one])
    return paper.task("visibility", text, Want("half", (one.kind,), (half.split()[0],)))


def _dynamics(dice: random.Random, at: int) -> Task:
    paper = _Paper(dice, at)
    way = dice.choice(("left", "right"))
    one = paper.person()
    text = paper.say("cross", [one], way=way)
    return paper.task("dynamics", text, Want("crosses", (one.kind,), (way,)))


def _sequential(dice: random.Random, at: int) -> Task:
    paper = _Paper(dice, at)
    corners = ("bottom left", "bottom right", "top left", "top right")
    spots = tuple(dice.sample(dice.choice((("left", "centre", "right"), corners)), 3))
    one = paper.person()
    text = paper.say("sequence", [one], spots=spots)
    return paper.task("sequential", text, Want("sequence", (one.kind,), spots))


def _direction(dice: random.Random, at: int) -> Task:
    """Only wordings of the exam: the claim is about words never seen."""
    paper = _Paper(dice, 0)
    way = WAYS[at % 4]
    kind = f"rise {way}" if way in ("up", "down") else dice.choice(("cross", "to"))
    one = paper.person()
    text = paper.say(kind, [one], way=way)
    return paper.task("direction", text, Want("moves", (one.kind,), (way,)))


def _relations(dice: random.Random, at: int) -> Task:
    paper = _Paper(dice, at // len(RELATIONS))
    way = RELATIONS[at % len(RELATIONS)]
    one, two = paper.person(), paper.person()
    if way in ("bigger", "smaller"):
        text = paper.say("bigger", [one], two)
        pair = (one.kind, two.kind) if way == "bigger" else (two.kind, one.kind)
        return paper.task("relations", text, Want(way, pair))
    kind = way if way == "same size" else f"beside {way}"
    text = paper.say(kind, [one], two)
    return paper.task("relations", text, Want(way, (one.kind, two.kind)))


def _coref(dice: random.Random, at: int) -> Task:
    """A story of five to eight sentences: the first two name somebody, the others do not."""
    paper = _Paper(dice, 0)
    girl = paper.named("she")
    other = paper.person() if dice.random() < 0.5 else paper.named("he")
    row, parts, wants = [girl, other], [], []
    number = dice.randint(5, 8)
    for place in range(number):
        one = row[place] if place < 2 else dice.choice(row)
        if place < 2:
            name = one.name if one.proper else f"{words.article(one.kind)} {one.kind}"
            if one.proper and one.kind:
                name = f"{name}, {words.article(one.kind)} {one.kind},"
        elif one.proper and one.kind and dice.random() < 0.4:
            name = f"the {one.kind}"
        elif one.proper:
            name = one.pronoun
        else:
            name = "it" if one.pronoun in ("", "it") and dice.random() < 0.5 else f"the {one.kind}"
            name = one.pronoun if one.pronoun in ("he", "she") else name
        if one.proper is False and one.pronoun == "she":
            name = f"the {one.kind}" if place >= 2 else name
        parts.append(_does(dice, name))
        wants.append(Want("seen", (one.name,), (str(place),)))
    return paper.task("coref", " ".join(parts), *wants)


def _does(dice: random.Random, name: str) -> str:
    verb = dice.choice(words.verbs("stay"))
    text = dice.choice(DOES).format(A=name, V=verb.third, Ving=verb.ing, **{"is": "is"})
    return text[:1].upper() + text[1:]


_MAKERS: dict[str, Callable[[random.Random, int], Task]] = {
    "numeracy": _numeracy, "attribution": _attribution, "visibility": _visibility,
    "dynamics": _dynamics, "sequential": _sequential, "direction": _direction,
    "relations": _relations, "coref": _coref,
}  # fmt: skip


def all_tasks(number: int, directions: int | None = None) -> Iterator[Task]:
    """The whole exam: ``number`` tasks of each skill, ``directions`` of the movement test."""
    for skill in (*SKILLS, "relations", "coref"):
        yield from tasks(skill, number)
    yield from tasks("direction", number if directions is None else directions)
