"""The members of the cast while a script is read: made, named, described."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from storyboard import lexicon
from storyboard.board import Subject
from storyboard.breakdown import people
from storyboard.breakdown.looks import Looks, Member
from storyboard.breakdown.phrases import Noun
from storyboard.breakdown.props import props

SOME = 3  # how many "birds" are when no number is said


REACH = 48  # members that a word can reach back to within a scene


MOST = 10  # a crowd on a paper stage


class Company(Looks):
    """Everyone met so far: their names, kinds, looks, and the puppets that draw them."""

    def __init__(self, cast: Iterable[Subject] = ()) -> None:
        super().__init__()
        self.focus: list[str] = []  # most recently mentioned first
        self.here: frozenset[str] = frozenset()  # the words of the place of this scene
        self.before: list[str] = []  # the people of the scene before
        self.group: tuple[str, ...] = ()
        self.scene = 0
        self.cues: frozenset[str] = frozenset()  # words of names that speak somewhere in the script
        self.by_word: dict[
            str, list[str]
        ] = {}  # a kind's or an alias's last word, or a puppet -> ids
        self.last_number: dict[str, int] = {}
        self.taken: set[str] = set()  # names in use
        self.familiar: set[str] = set()  # here from the start: "a dog" may mean them, once
        self._words: frozenset[str] | None = None
        for subject in cast:
            self._adopt(subject)

    def _adopt(self, subject: Subject) -> None:
        proper = subject.name[:1].isupper() and subject.name.lower() != subject.kind.lower()
        member = Member(
            id=subject.id,
            name=subject.name,
            kind=subject.kind,
            proper=proper,
            pronoun=subject.pronoun,
            looks=[subject.look] if subject.look else [],
            aliases=list(subject.aliases),
            attributes=dict(subject.attributes),
            puppet=subject.puppet,
            number=len(self.members),
            given=subject,
        )
        self.members[subject.id] = member
        self.taken.add(member.name)
        self._index(member)
        if proper:
            self._know(subject.name, subject.id)
        for alias in subject.aliases:
            if alias[:1].isupper():
                self._know(alias, subject.id)

    def _index(self, member: Member) -> None:
        """Files a member under the words that may mean it."""
        words = [
            member.kind,
            member.kind.rsplit(" ", 1)[-1],
            *member.aliases,
            *(alias.rsplit(" ", 1)[-1] for alias in member.aliases),
            member.puppet or self.puppet(member),
        ]
        for word in words:
            ids = self.by_word.setdefault(word, [])
            if word and member.id not in ids[-MOST:]:
                ids.append(member.id)

    def _know(self, name: str, id: str) -> None:
        self._words = None
        low = name.lower()
        self.names[low] = id
        for part in low.split():
            if part not in lexicon.TITLES and len(part) > 2 and part not in props().nouns:
                self.names.setdefault(part, id)

    @property
    def words(self) -> frozenset[str]:
        """Every word of a known name, in lower case."""
        if self._words is None:
            self._words = self.cues.union(part for name in self.names for part in name.split())
        return self._words

    def subjects(self, ids: Iterable[str] | None = None) -> tuple[Subject, ...]:
        """The cast as subjects, in the order in which they were met."""
        wanted = self.members if ids is None else set(ids)
        return tuple(self._subject(member) for id, member in self.members.items() if id in wanted)

    def _subject(self, member: Member) -> Subject:
        look = ", ".join(dict.fromkeys(member.looks))[:200]
        aliases = tuple(
            dict.fromkeys(alias for alias in member.aliases if alias.lower() != member.name.lower())
        )[:8]
        if member.given is not None:
            kept = member.given
            return replace(
                kept,
                look=kept.look or look,
                aliases=kept.aliases or aliases,
                pronoun=kept.pronoun or member.pronoun,
                attributes={**member.attributes, **kept.attributes},
            )
        puppet = self.puppet(member)
        attributes = dict(member.attributes)
        if attributes.get("age") == "child" or puppet in ("old_man", "old_woman"):
            attributes.pop("age", None)  # the puppet's own
        return Subject(
            member.id, member.name, member.kind, look, aliases, member.pronoun, puppet, attributes
        )

    def open_scene(self) -> None:
        """A new scene: pronouns no longer reach back, indefinite nouns may mean those of before."""
        here = [id for id in self.focus if self.members[id].scene == self.scene]
        self.before = [id for id in here if self.members[id].person] or self.before
        self.scene += 1
        self.focus = []
        self.group = ()

    def mention(self, ids: Sequence[str]) -> None:
        """These were just spoken of, the first most of all."""
        self.focus = [*dict.fromkeys(ids), *(id for id in self.focus if id not in ids)][:REACH]
        for id in ids:
            self.members[id].scene = self.scene
        if len(ids) > 1:
            self.group = tuple(dict.fromkeys(ids))

    def in_order(self, ids: Iterable[str]) -> list[str]:
        """These in the order in which they were met."""
        return sorted(ids, key=lambda id: self.members[id].number)

    def present(self) -> list[str]:
        """Everyone of this scene, most recent first."""
        return [id for id in self.focus if self.members[id].scene == self.scene]

    def _many_of(self, noun: Noun) -> int:
        if noun.count > 1:
            return min(noun.count, MOST)
        return SOME if noun.plural or noun.count == 0 else 1

    def _many(self, noun: Noun) -> tuple[str, ...]:
        number = self._many_of(noun)
        made = [self._new(noun, numbered=number > 1).id for _ in range(number)]
        return tuple(made)

    def _new(self, noun: Noun, numbered: bool = False) -> Member:
        name = written(noun.name) if noun.name else noun.head
        known = self.taken
        if not noun.name and (numbered or name in known):
            number = 1 if numbered and f"{name} 1" not in known and name not in known else 2
            number = max(number, self.last_number.get(name + " ", 0) + 1)
            while f"{name} {number}" in known:
                number += 1
            self.last_number[name + " "] = number
            name = f"{name} {number}"
        id = self._id(name)
        member = Member(id, name, noun.head, proper=bool(noun.name))
        member.scene, member.number = self.scene, len(self.members)
        self.members[id] = member
        self.taken.add(name)
        if noun.name:
            self._know(name, id)
        self._gender(member)
        self._enrich(id, noun)
        self._index(member)
        return member

    def _id(self, name: str) -> str:
        id = re.sub(r"\W+", "_", name.lower()).strip("_") or "subject"
        base = id
        while id in self.members:
            self.last_number[base] = self.last_number.get(base, 1) + 1
            id = f"{base}_{self.last_number[base]}"
        return id

    def name(self, id: str, name: str) -> None:
        """A member met by its noun is now known by its name."""
        member = self.members[id]
        if member.proper:
            return
        member.aliases.append(member.name)
        member.name, member.proper = written(name), True
        self.taken.add(member.name)
        self._know(member.name, id)
        self._gender(member)

    def _enrich(self, id: str, noun: Noun) -> None:
        member = self.members[id]
        traits = self._traits(noun)
        for trait, value in traits.items():
            member.attributes.setdefault(trait, value)
        if (
            noun.head
            and noun.head != member.kind
            and noun.head not in member.aliases
            and member.kind
        ):
            member.aliases.append(noun.head)
            self._index(member)
        if noun.adjectives and noun.count == 1:
            text = " ".join([*noun.adjectives, noun.head])
            if not any(text in look for look in member.looks):
                member.looks.append(text)
        self._gender(member) if not member.pronoun else None

    def describe(self, id: str, noun: Noun) -> None:
        """Something is said of a member: what it is, what it wears, what it is called."""
        member, table = self.members[id], props()
        if noun.name and not noun.head:
            self.name(id, noun.name)
            return
        colour = next(
            (table.colours[word] for word in noun.adjectives if word in table.colours), ""
        )
        puppet = table.kinds.get(self.puppet(member))
        roles = puppet.roles if puppet else frozenset()
        if noun.head in lexicon.HATS:
            member.attributes.setdefault("hat", "yes")
            if colour and "cap" in roles:
                member.attributes.setdefault("cap", colour)
        elif noun.head in table.colours and noun.head not in table.nouns:
            member.attributes.setdefault("colour", table.colours[noun.head])
        elif noun.head in lexicon.GARMENTS or lexicon.plural(noun.head) in lexicon.GARMENTS:
            role = lexicon.GARMENTS.get(noun.head) or lexicon.GARMENTS[lexicon.plural(noun.head)]
            if colour:
                main = puppet is not None and (role == puppet.main or role not in roles)
                upper = role in ("dress", "coat", "robe", "shirt", "cape", "fur")
                member.attributes.setdefault(
                    "colour" if main and upper else role if role in roles else "colour", colour
                )
        elif noun.head not in lexicon.BODY and (
            noun.head in table.nouns or noun.head in people.PEOPLE or table.kind(noun.head)
        ):
            if not member.kind or (member.proper and not table.kind(member.kind)):
                member.kind = noun.head
                self._gender(member)
                self._index(member)
            self._enrich(id, noun)
            return
        elif noun.head and not member.kind and noun.article == "a" and member.proper:
            member.kind = noun.head
            self._gender(member)
        text = noun.text.strip(" ,")
        if noun.article in ("a", "") and text and not any(text in look for look in member.looks):
            member.looks.append(text)


def written(name: str) -> str:
    """A name as one writes it: MIA -> Mia, O'NEIL -> O'Neil, DR. LEE -> Dr. Lee."""
    if not name.isupper():
        return " ".join(
            word.capitalize() if word.isalpha() and word.isupper() and len(word) > 2 else word
            for word in name.split(" ")
        )
    return re.sub(
        r"[^\W\d_]+", lambda part: part.group()[:1].upper() + part.group()[1:].lower(), name
    ).replace("'S", "'s")
