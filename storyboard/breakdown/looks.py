"""Looks: how old, how large, he or she - what is told of a member, and the puppet that draws it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from storyboard import lexicon
from storyboard.board import Subject
from storyboard.breakdown import people
from storyboard.breakdown.phrases import Noun
from storyboard.breakdown.props import props

Pronoun = Literal["", "he", "she", "it", "they"]

_CHILDREN = lexicon.listed(
    "girl boy child kid baby toddler son daughter lad lass youngster grandson granddaughter nephew "
    "niece pupil schoolboy schoolgirl orphan"
)

_PARTED = re.compile(
    r"([A-Z][\w'.’\-]*(?:\s+[A-Z][\w'.’\-]*){0,3})\s*"
    r"(?:\(([^()\n]{1,120})\)|,\s*(\d{1,3}|(?:mid-|early |late )?\d0s)\b)"
)


@dataclass(slots=True)
class Member:
    """One of the cast while the script is read."""

    id: str
    name: str
    kind: str = ""
    proper: bool = False
    pronoun: Pronoun = ""
    looks: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)
    puppet: str = ""
    scene: int = -1
    number: int = 0
    given: Subject | None = None  # as it came in; kept but for what is new

    @property
    def person(self) -> bool:
        """Whether it is someone who acts like a human being."""
        return (
            props().person(self.kind) if self.kind else self.proper or self.pronoun in ("he", "she")
        )

    @property
    def human(self) -> bool:
        """Whether "he" means it sooner than an animal: also a name with an unknown trade."""
        return self.person or (self.proper and props().kind(self.puppet or self.kind) is None)

    @property
    def animate(self) -> bool:
        """Whether it does deeds of its own."""
        kind = props().kind(self.puppet or self.kind)
        if kind is not None:
            return kind.rig not in ("thing", "plant") or kind.person
        return self.person or self.pronoun in ("he", "she", "they")

    @property
    def child(self) -> bool:
        """Whether it is a girl, a boy, a baby."""
        return self.kind.rsplit(" ", 1)[-1] in _CHILDREN


class Looks:
    """Everyone met so far, and how they look."""

    def __init__(self) -> None:
        self.members: dict[str, Member] = {}
        self.names: dict[str, str] = {}  # lower-case name or part of one -> id
        self.ages: dict[str, str] = {}

    def puppet(self, member: Member) -> str:
        """The bundled puppet that draws a member; empty when no word of it names one."""
        table = props()
        if member.puppet in table.kinds and member.given is None:
            return member.puppet
        kind = table.kind(member.kind) if member.kind else None
        if kind is None and member.kind and not member.person:
            return ""
        name = kind.name if kind is not None else ""
        if member.person:
            age = member.attributes.get("age", "")
            sex = member.pronoun
            if not name or name in ("man", "woman", "girl", "boy", "person", "child"):
                if member.child or (age == "child"):
                    name = {"he": "boy", "she": "girl"}.get(sex, name or "girl")
                elif age == "old":
                    name = {"he": "old_man", "she": "old_woman"}.get(sex, "old_man")
                else:
                    name = {"he": "man", "she": "woman"}.get(sex, name or "man")
        return name if name in table.kinds else (kind.name if kind else "")

    def introduce(self, text: str) -> None:
        """Notes what stands in brackets behind a name, before the sentence is read: "MIA (9,
        curious)"."""
        if "(" not in text and "," not in text:
            return
        for match in _PARTED.finditer(text):
            name, words = match.group(1), match.group(2) or match.group(3)
            low = name.lower().rsplit(" and ", 1)[-1]
            self.ages[low] = words
            id = self.names.get(low)
            if id is not None:
                self._aged(self.members[id], words)

    def _aged(self, member: Member, words: str) -> None:
        years = re.search(r"\b(\d{1,3})s?\b", words)
        low = words.lower()
        if years:
            age = int(years.group(1))
            member.attributes.setdefault(
                "age", "child" if age < 14 else "old" if age >= 62 else "adult"
            )
            if member.attributes["age"] == "adult":
                del member.attributes["age"]
            if not member.kind and age < 14:
                member.kind = {"he": "boy", "she": "girl"}.get(member.pronoun, "child")
        elif re.search(r"\b(?:old|elderly)\b", low):
            member.attributes.setdefault("age", "old")
        for word in re.findall(r"[a-z]+", low):
            if word in people.PEOPLE and not member.kind:
                member.kind = word
                member.pronoun = member.pronoun or people.PEOPLE[word]  # type: ignore[assignment]
        if len(words) > 3:
            member.looks.append(" ".join(words.split()))

    def _gender(self, member: Member) -> None:
        table = people.PEOPLE
        last = member.kind.rsplit(" ", 1)[-1]
        if table.get(last):
            member.pronoun = table[last]  # type: ignore[assignment]
        elif member.kind and not member.person and member.pronoun == "":
            member.pronoun = "" if member.animate or not props().kind(member.kind) else "it"
        if member.proper and not member.pronoun:
            words = member.name.lower().split()
            for word in words:
                if word in lexicon.FEMALE or word in (
                    "mrs",
                    "ms",
                    "miss",
                    "lady",
                    "queen",
                    "aunt",
                    "princess",
                    "grandma",
                    "madame",
                ):
                    member.pronoun = "she"
                elif word in lexicon.MALE or word in (
                    "mr",
                    "sir",
                    "lord",
                    "king",
                    "uncle",
                    "prince",
                    "grandpa",
                ):
                    member.pronoun = "he"
            if member.kind and not member.person:
                member.pronoun = ""
        age = self.ages.get(member.name.lower())
        if age is not None:
            self._aged(member, age)

    def _traits(self, noun: Noun) -> dict[str, str]:
        table = props()
        traits: dict[str, str] = {}
        for word in noun.adjectives:
            if word in table.colours:
                traits.setdefault("colour", table.colours[word])
            elif word in lexicon.SIZES or word in lexicon.COMPARED:
                traits.setdefault("size", word)
            elif word in lexicon.AGES and word != "little":
                traits.setdefault("age", lexicon.AGES[word])
            elif word in lexicon.BUILDS:
                traits.setdefault("build", lexicon.BUILDS[word])
        return traits
