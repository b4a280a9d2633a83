"""The cast's memory: who is meant by a name, a noun, a pronoun; the same one through the whole
script."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from storyboard import lexicon
from storyboard.board import Subject
from storyboard.breakdown.phrases import Noun
from storyboard.breakdown.props import props

Pronoun = Literal["", "he", "she", "it", "they"]

SOME = 3  # how many "birds" are when no number is said
REACH = 48  # members that a word can reach back to within a scene
MOST = 10  # a crowd on a paper stage

_ABSTRACT = (
    "ness",
    "tion",
    "sion",
    "ity",
    "ment",
    "ence",
    "ance",
    "ship",
    "hood",
    "ism",
    "dom",
    "ure",
)
_WIDER = lexicon.told(
    "animal: animal, creature, beast, pet; person: person, figure, character, stranger, human, "
    "friend, hero, heroine; man: man, guy, gentleman, fellow; woman: woman, lady; child: child, "
    "kid, youngster, toddler; boy: boy, lad; girl: girl, lass; vehicle: vehicle; bird: bird; "
    "machine: machine"
)
_BIRDS = lexicon.listed(
    "bird gull seagull pigeon duck goose owl robin sparrow crow raven eagle hawk parrot swan "
    "hen rooster chicken penguin dove stork"
)
_CHILDREN = lexicon.listed("girl boy child kid baby toddler son daughter lad lass youngster")
_ANIMALS = lexicon.listed("quad bird fish crawler insect slider")
_WHEELS = frozenset(("boat", "vehicle", "aircraft"))
_PARTED = re.compile(
    r"([A-Z][\w'.’\-]*(?:\s+[A-Z][\w'.’\-]*){0,3})\s*(?:\(([^()\n]{1,120})\)|,\s*(\d{1,3}|mid-\d0s|early \d0s|late \d0s|\d0s)\b)"
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


class Memory:
    """Everyone met so far. Resolves phrases to subject ids; grows as new ones come."""

    def __init__(self, cast: Iterable[Subject] = ()) -> None:
        self.members: dict[str, Member] = {}
        self.names: dict[str, str] = {}  # lower-case name or part of one -> id
        self.focus: list[str] = []  # most recently mentioned first
        self.group: tuple[str, ...] = ()
        self.scene = 0
        self.ages: dict[str, str] = {}
        self.cues: frozenset[str] = frozenset()  # words of names that speak somewhere in the script
        self.by_word: dict[
            str, list[str]
        ] = {}  # a kind's or an alias's last word, or a puppet -> ids
        self.last_number: dict[str, int] = {}
        self.taken: set[str] = set()  # names in use
        self._words: frozenset[str] | None = None
        for subject in cast:
            self._adopt(subject)

    def _adopt(self, subject: Subject) -> None:
        proper = subject.name[:1].isupper() and subject.name.lower() != subject.kind.lower()
        member = Member(subject.id, subject.name, subject.kind, proper, subject.pronoun, [subject.look] if subject.look else [],
                        list(subject.aliases), dict(subject.attributes), subject.puppet, number=len(self.members), given=subject)  # fmt: skip
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
            return replace(kept, look=kept.look or look, aliases=kept.aliases or aliases, pronoun=kept.pronoun or member.pronoun,
                           attributes={**member.attributes, **kept.attributes})  # fmt: skip
        puppet = self.puppet(member)
        attributes = dict(member.attributes)
        if attributes.get("age") == "child" or puppet in ("old_man", "old_woman"):
            attributes.pop("age", None)  # the puppet's own
        return Subject(
            member.id, member.name, member.kind, look, aliases, member.pronoun, puppet, attributes
        )

    def puppet(self, member: Member) -> str:
        """The bundled puppet that draws a member; empty when no word of it names one."""
        table = props()
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

    # -- scenes and focus

    def open_scene(self) -> None:
        """A new scene: pronouns no longer reach back, indefinite nouns may mean those of before."""
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

    # -- resolving

    def resolve(
        self, noun: Noun, *, spatial: bool = False, agent: bool = False, barred: Sequence[str] = ()
    ) -> tuple[str, ...]:
        """Whom a phrase means; empty when it names nothing to see.

        ``agent``: it does the deed; ``spatial``: it stands in a relation of space; ``barred``
        cannot be meant by a pronoun.
        """
        if noun.pronoun:
            return self._pronoun(noun, barred)
        if noun.name:
            return self._name(noun, agent or spatial)
        if not noun.head or not self._visible(noun, agent, spatial):
            return ()
        return self._noun(noun)

    def _visible(self, noun: Noun, agent: bool, spatial: bool) -> bool:
        head, table = noun.head, props()
        last = head.rsplit(" ", 1)[-1]
        if noun.article == "no":
            return False
        if last in lexicon.BODY or head in lexicon.GARMENTS:
            return False
        if head in lexicon.HATS and (noun.owner or not (agent or spatial)):
            return False
        if head in table.nouns or last in lexicon.PEOPLE or head in _WIDER:
            return last not in ("light", "water")
        if any(self.members[id].kind == head for id in self.focus):
            return True
        if (
            last in lexicon.NOT_SUBJECTS
            or head in table.place_words
            or last in table.place_words
            or last in lexicon.ADJECTIVES
        ):
            return False
        if table.kind(head):
            return True
        if (
            not (agent or spatial)
            or head.endswith(_ABSTRACT)
            or head in table.colours
            or head in lexicon.NUMBERS
        ):
            return False
        if last in lexicon.VERBS and last not in lexicon.NOUNLIKE and not noun.article:
            return False
        return bool(
            noun.article or noun.count != 1 or noun.adjectives or agent
        ) and not last.endswith(("ing", "ed"))

    def _pronoun(self, noun: Noun, barred: Sequence[str]) -> tuple[str, ...]:
        here = [id for id in self.present() if id not in barred]
        who = noun.pronoun
        if who == "all":
            return tuple(self.in_order(id for id in here if self.members[id].animate))
        if who in ("other", "another"):
            return self._rest(noun)
        if who == "they":
            found = self._they(here, 0 if noun.part else noun.count, barred)
            return found[: max(1, noun.count)] if noun.part else found
        if who in ("he", "she"):
            for id in here:
                if self.members[id].pronoun == who:
                    return (id,)
            for id in here:
                member = self.members[id]
                if member.pronoun in ("", "it") and (member.person or member.animate):
                    if not member.pronoun:
                        member.pronoun = "he" if who == "he" else "she"
                    return (id,)
            for id in here:
                if not self.members[id].pronoun and not self.members[id].puppet:
                    return (id,)
            return ()
        things = [
            id
            for id in here
            if self.members[id].pronoun == "it"
            or (not self.members[id].person and not self.members[id].pronoun)
        ]
        named = [id for id in here if not self.members[id].person and id not in things]
        loose = [id for id in here if self.members[id].pronoun in ("", "it") and id not in things]
        return tuple((things or named or loose or here)[:1])

    def _rest(self, noun: Noun) -> tuple[str, ...]:
        """ "The other one", "the others": the group without whom was just spoken of; "another": one
        more of them."""
        last = self.focus[:1]
        if noun.pronoun == "another" and last:
            return self._many(
                Noun(
                    noun.text, head=self.members[last[0]].kind, article="another", count=noun.count
                )
            )
        group = [id for id in self.group if id not in last]
        if not group:
            group = [id for id in self.present() if id not in last and self.members[id].animate]
        return tuple(group if noun.plural else group[:1])

    def _they(self, here: list[str], count: int, barred: Sequence[str]) -> tuple[str, ...]:
        group = tuple(id for id in self.group if id not in barred)
        if len(group) > 1 and (not count or len(group) == count):
            return group
        living = [id for id in here if self.members[id].animate] or here
        if count:
            living = living[:count]
        return tuple(self.in_order(living[: max(count, 4)]))

    def _name(self, noun: Noun, likely: bool) -> tuple[str, ...]:
        low = noun.name.lower().replace("’", "'")
        id = self.names.get(low)
        if id is None:
            parts = [part for part in low.split() if part not in lexicon.TITLES]
            found = {self.names[part] for part in parts if part in self.names}
            if len(found) == 1 and not (set(low.split()) & lexicon.TITLES) - {"old", "young"}:
                id = found.pop()
        if id is not None:
            member = self.members[id]
            if noun.head:
                self.describe(id, replace(noun, name=""))
            elif noun.name not in member.aliases and low != member.name.lower():
                member.aliases.append(_written(noun.name))
            return (id,)
        if not likely and not noun.shouted and not noun.head:
            return ()
        if noun.head:
            unnamed = [
                id
                for id in self._candidates(replace(noun, name="", article="the"))
                if not self.members[id].proper
            ]
            if unnamed:
                self.name(unnamed[0], noun.name)
                return (unnamed[0],)
        return (self._new(noun).id,)

    def name(self, id: str, name: str) -> None:
        """A member met by its noun is now known by its name."""
        member = self.members[id]
        if member.proper:
            return
        member.aliases.append(member.name)
        member.name, member.proper = _written(name), True
        self.taken.add(member.name)
        self._know(member.name, id)
        self._gender(member)

    def _noun(self, noun: Noun) -> tuple[str, ...]:
        fresh = noun.article in ("a", "another") or (not noun.article and not noun.shouted)
        if noun.article in ("each",):
            noun, fresh = replace(noun, plural=True, count=0), False
        if noun.article == "another":
            return self._many(noun)
        if fresh and not noun.part:
            if self._many_of(noun) == 1:
                again = [id for id in self._candidates(noun) if self._recurs(id, noun)]
                if again:
                    self._enrich(again[0], noun)
                    return (again[0],)
            else:
                again = [id for id in self._candidates(noun) if self._recurs(id, noun)]
                if len(again) == self._many_of(noun):
                    return tuple(self.in_order(again))
            number = self._many_of(noun)
            here = [
                id
                for id in self._candidates(replace(noun, owner=""))
                if self.members[id].scene == self.scene
            ]
            if len(here) >= MOST:
                return tuple(self.in_order(here[:number]))
            return self._many(noun)
        found = self._candidates(noun)
        if noun.article == "other":
            last = self.focus[:1]
            found = [id for id in found if id not in last] or found
        if noun.plural or noun.count != 1 or noun.part:
            return self._several(noun, found)
        if noun.ordinal:
            ordered = self.in_order(found)
            if noun.ordinal <= len(ordered):
                return (ordered[noun.ordinal - 1],)
            return self._many(noun)
        if found:
            self._enrich(found[0], noun)
            return (found[0],)
        return self._many(noun)

    def _several(self, noun: Noun, found: list[str]) -> tuple[str, ...]:
        here = [id for id in found if self.members[id].scene == self.scene] or found
        ordered = self.in_order(here)
        wanted = noun.count
        if noun.part:
            if noun.article == "other" or not ordered:
                return tuple(ordered)
            return tuple(ordered[: max(1, wanted)])
        if noun.head in _WIDER and not ordered:
            ordered = [id for id in self.present() if self.members[id].person]
        if len(ordered) > 1 and (not wanted or len(ordered) >= wanted):
            inside = [id for id in self.group if id in ordered]
            if len(inside) > 1 and (not wanted or len(inside) == wanted):
                return tuple(inside)
            return tuple(ordered[:wanted] if wanted else ordered)
        if ordered and wanted > len(ordered):
            return (
                *ordered,
                *self._many(
                    replace(noun, count=wanted - len(ordered), plural=wanted - len(ordered) > 1)
                ),
            )
        if len(ordered) == 1 and not wanted and self.members[ordered[0]].scene == self.scene:
            return (ordered[0],)
        return self._many(noun)

    def _recurs(self, id: str, noun: Noun) -> bool:
        """Whether "a boat" of a later scene is the boat of an earlier one: the same word, nothing
        against it."""
        member = self.members[id]
        return member.scene < self.scene and not member.proper and member.kind == noun.head

    def _many_of(self, noun: Noun) -> int:
        if noun.count > 1:
            return min(noun.count, MOST)
        return SOME if noun.plural or noun.count == 0 else 1

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
        score = 0.0
        if head == kind or head in member.aliases:
            score = 3
        elif kind and (kind.rsplit(" ", 1)[-1] == head or head.rsplit(" ", 1)[-1] == kind):
            score = 2.5 if kind.rsplit(" ", 1)[-1] == head else 1.5
        elif (
            puppet
            and kind
            and puppet == (member.puppet or self.puppet(member))
            and head not in ("man", "woman")
        ) or (puppet and not kind and member.person and puppet == self.puppet(member)):
            score = 2
        elif member.proper and head in member.name.lower().split():
            score = 2.5
        elif self._wider(member, _WIDER.get(head.rsplit(" ", 1)[-1], "")) and (
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

    # -- making and describing

    def _many(self, noun: Noun) -> tuple[str, ...]:
        number = self._many_of(noun)
        made = [self._new(noun, numbered=number > 1).id for _ in range(number)]
        return tuple(made)

    def _new(self, noun: Noun, numbered: bool = False) -> Member:
        name = _written(noun.name) if noun.name else noun.head
        known = self.taken
        if not noun.name:
            if numbered or name in known:
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

    def _gender(self, member: Member) -> None:
        table = lexicon.PEOPLE
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
            if word in lexicon.PEOPLE and not member.kind:
                member.kind = word
                member.pronoun = member.pronoun or lexicon.PEOPLE[word]  # type: ignore[assignment]
        if len(words) > 3:
            member.looks.append(" ".join(words.split()))

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
            noun.head in table.nouns or noun.head in lexicon.PEOPLE or table.kind(noun.head)
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


def _agree(one: str, two: str) -> bool:
    """Whether two words of size may be said of the same thing."""
    a, b = lexicon.SIZES.get(one, 1.0), lexicon.SIZES.get(two, 1.0)
    return not ((a < 1 < b) or (b < 1 < a))


def _written(name: str) -> str:
    """A name as one writes it: MIA -> Mia, O'NEIL -> O'Neil, DR. LEE -> Dr. Lee."""
    if not name.isupper():
        return name
    return re.sub(
        r"[^\W\d_]+", lambda part: part.group()[:1].upper() + part.group()[1:].lower(), name
    ).replace("'S", "'s")
