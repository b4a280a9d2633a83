"""Fits: which of the cast a noun may mean, best first."""

from __future__ import annotations

from storyboard import lexicon
from storyboard.breakdown.fillers import CROWDS
from storyboard.breakdown.looks import Member
from storyboard.breakdown.members import Company
from storyboard.breakdown.phrases import Noun
from storyboard.breakdown.props import props

REACH = 48  # members that a word can reach back to within a scene

_BIRDS = lexicon.listed(
    "bird gull seagull pigeon duck goose owl robin sparrow crow raven eagle hawk parrot swan "
    "hen rooster chicken penguin dove stork"
)

_ANIMALS = lexicon.listed("quad bird fish crawler insect slider")

_WHEELS = frozenset(("boat", "vehicle", "aircraft"))
WIDER = lexicon.told(
    "animal: animal, creature, beast, pet; person: person, figure, character, stranger, human, "
    "friend, hero, heroine; man: man, guy, gentleman, fellow; woman: woman, lady; child: child, "
    "kid, youngster, toddler; boy: boy, lad; girl: girl, lass; vehicle: vehicle; bird: bird; "
    "machine: machine"
)


class Fits(Company):
    """Compares a noun phrase with everyone who was met."""

    def _candidates(self, noun: Noun) -> list[str]:
        """Members that a noun may mean, best first."""
        table = props()
        kind = table.kind(noun.head)
        scored: list[tuple[float, int, str]] = []
        filed: list[str] = []
        for word in (noun.head, noun.head.rsplit(" ", 1)[-1], kind.name if kind else ""):
            filed += self.by_word.get(word, ())[: -REACH - 1 : -1] if word else ()
        for id in dict.fromkeys([*self.focus, *filed]):
            member = self.members[id]
            score = self._fit(member, noun, kind.name if kind else "")
            if score:
                here = 0.5 if member.scene == self.scene else 0.0
                scored.append((score + here, -len(scored), id))
        scored.sort(reverse=True)
        return [id for _, _, id in scored]

    def _fit(self, member: Member, noun: Noun, puppet: str) -> float:
        if noun.owner and not member.kind:
            return 0
        wanted = self._traits(noun)
        if not _agree(wanted.get("size", ""), member.attributes.get("size", "")):
            return 0
        for trait, value in wanted.items():
            if (
                trait in member.attributes
                and member.attributes[trait] != value
                and trait in ("colour", "age")
            ):
                return 0
            if (
                trait == "colour"
                and trait not in member.attributes
                and member.scene == self.scene
                and not member.person
            ):
                return 0
        head, kind = noun.head, member.kind
        if CROWDS.keys() & set(member.aliases) and head != kind:
            return 0  # "her father" is none of the crowd
        score = 0.0
        if head == kind or head in member.aliases:
            score = 3
        elif noun.adjectives and " ".join((*noun.adjectives, head)) in member.aliases:
            score = 3  # "the old boy", where the cast sheet says whom that means
        elif kind and (kind.rsplit(" ", 1)[-1] == head or head.rsplit(" ", 1)[-1] == kind):
            score = 2.5 if kind.rsplit(" ", 1)[-1] == head else 1.5
        elif (
            puppet
            and kind
            and puppet == (member.puppet or self.puppet(member))
            and head not in ("man", "woman")
        ) or (puppet and not kind and member.person and puppet == self.puppet(member)):
            score = 2
        elif kind.startswith(f"{head} "):
            score = 2  # "its mother" is the mother duck
        elif member.proper and head in member.name.lower().split():
            score = 2.5
        elif self._wider(member, WIDER.get(head.rsplit(" ", 1)[-1], "")) and (
            "old " not in head or member.attributes.get("age", "old") == "old"
        ):
            score = 1
        if score and "colour" in wanted and member.attributes.get("colour") == wanted["colour"]:
            score += 1
        return score

    def _wider(self, member: Member, word: str) -> bool:
        kind = props().kind(member.puppet or member.kind)
        rig = kind.rig if kind else ""
        last = member.kind.rsplit(" ", 1)[-1]
        if word == "bird":
            return last in _BIRDS or rig == "bird"
        if word == "machine":
            return last == "robot" or rig in _WHEELS
        if word == "animal":
            return last in _BIRDS or (not member.person and rig in _ANIMALS)
        if word == "vehicle":
            return rig in _WHEELS
        if not member.person:
            return False
        grown = not member.child
        return (
            word == "person"
            or (word == "man" and member.pronoun in ("he", "") and grown)
            or (word == "woman" and member.pronoun in ("she", "") and grown)
            or (word == "child" and (member.child or not member.kind))
            or (
                word == "boy" and member.pronoun in ("he", "") and (member.child or not member.kind)
            )
            or (
                word == "girl"
                and member.pronoun in ("she", "")
                and (member.child or not member.kind)
            )
        )


def _agree(one: str, two: str) -> bool:
    """Whether two words of size may be said of the same thing."""
    a, b = lexicon.SIZES.get(one, 1.0), lexicon.SIZES.get(two, 1.0)
    return not ((a < 1 < b) or (b < 1 < a))
