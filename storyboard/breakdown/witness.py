"""The witness: whom each sentence of a scene tells of, as the rules read it, and how sure they are.

A name that the cast has, a noun that one of the cast goes by, a pronoun that one of those present
goes by: there the rules are sure. Everything else they guess, and say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from storyboard import lexicon
from storyboard.board import Subject
from storyboard.breakdown import people
from storyboard.breakdown.cast import Memory
from storyboard.breakdown.clauses import clauses
from storyboard.breakdown.looks import Member
from storyboard.breakdown.phrases import Noun
from storyboard.breakdown.reading import Reader
from storyboard.breakdown.sentences import sentences
from storyboard.script import read


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom the words mean that end at the character ``end`` of their sentence; ``sure`` or
    guessed.
    """

    end: int
    subjects: tuple[str, ...]
    sure: bool


@dataclass(frozen=True, slots=True)
class Account:
    """Of whom a sentence tells: ``doers`` do something in it, ``subjects`` are in it at all; and
    whether that is ``sure``. ``meant`` tells it of each of its phrases, in order.
    """

    doers: tuple[str, ...]
    subjects: tuple[str, ...]
    sure: bool
    meant: tuple[Meant, ...] = ()


def told(parts: Sequence[tuple[str, str]], cast: Iterable[Subject]) -> tuple[Account, ...]:
    """A scene's sentences in order, each a text and, where it is spoken, its speaker's id.

    Only members of ``cast`` are told of; whoever else a sentence names makes it unsure.
    """
    memory = _Witness(cast)
    memory.open_scene()
    found = []
    last: tuple[str, ...] = ()
    for text, speaker in parts:
        if speaker:
            memory.mention([speaker] if speaker in memory.members else [])
            found.append(Account((), (), sure=True))
            continue
        reader, memory.doubts, memory.meant = Reader(memory), False, {}
        reader.last = last
        memory.introduce(text)
        plain = read(f"!{_opened(text, memory)}").plain
        for sentence in sentences(plain, 0, len(plain)):
            reader.sentence(clauses(sentence, memory.words))
        last = reader.last
        doers = dict.fromkeys(id for deed in reader.beat.deeds for id in deed.who)
        seen = tuple(id for id in reader.beat.seen if id in memory.given)
        does = tuple(id for id in doers if id in memory.given)
        sure = bool(seen) and not memory.doubts
        found.append(Account(does, seen, sure, memory.ends_in(text, plain)))
    return tuple(found)


_OPENING = re.compile(
    r"([A-Z][a-z]+ly|Soon|Later|Then|Now|Again|Next|Meanwhile|Afterwards?|After that|Finally|"
    r"Once more|At last|Outside)\b,? +(?=\w)"
)


def _opened(text: str, memory: Memory) -> str:
    """The sentence without a word of time or manner before it, which tells of nobody."""
    found = _OPENING.match(text)
    if not found:
        return text
    word = found.group(1).casefold()
    named = word in memory.names or word in lexicon.FEMALE | lexicon.MALE
    return text if named else text[found.end() :]


class _Witness(Memory):
    """A memory that knows when it guesses."""

    def __init__(self, cast: Iterable[Subject]) -> None:
        super().__init__(cast)
        self.given = frozenset(self.members)
        self.doubts = False
        self.meant: dict[int, Meant] = {}  # by where the phrase ends in the sentence read

    def ends_in(self, text: str, plain: str) -> tuple[Meant, ...]:
        """Who was meant in the sentence ``plain``, by where the phrases end in the whole ``text``
        of which it is the end; nothing where it was read as other words.
        """
        if not text.endswith(plain.lstrip("!")):
            return ()
        off = len(text) - len(plain)
        return tuple(replace(self.meant[end], end=end + off) for end in sorted(self.meant))

    def resolve(
        self,
        noun: Noun,
        *,
        spatial: bool = False,
        agent: bool = False,
        thing: bool = False,
        barred: Sequence[str] = (),
    ) -> tuple[str, ...]:
        could = self._could_be(noun, barred)
        found = super().resolve(noun, spatial=spatial, agent=agent, thing=thing, barred=barred)
        sure = set(found) == could
        if found and not sure:
            self.doubts = True
        if found and self.given.issuperset(found):
            self.meant[noun.end] = Meant(noun.end, found, sure)
        return found

    def _could_be(self, noun: Noun, barred: Sequence[str]) -> set[str]:
        """Everyone of the cast whom a phrase may mean by its words alone."""
        if noun.pronoun:
            here = [self.members[id] for id in self.present() if id not in barred]
            match noun.pronoun:
                case "he" | "she":
                    may = [
                        one
                        for one in here
                        if one.pronoun == noun.pronoun
                        or ((one.human or one.animate) and not _is_known(one))
                    ]
                    people = {one.id for one in may if one.human}
                    return people or {one.id for one in may}
                case "it":
                    return {one.id for one in here if one.pronoun in ("", "it") and not one.proper}
                case "they" | "all":
                    living = {one.id for one in here if one.animate}
                    return living if len(living) > 1 else set()
                case _:
                    return set()
        if noun.name:
            id = self.names.get(noun.name.lower().replace("\u2019", "'"))
            return {id} if id in self.given else set()
        named = {
            id
            for id in self.given
            if noun.head in (self.members[id].kind, *self.members[id].aliases)
        }
        fitting = set(self._candidates(noun)) & self.given
        return named & fitting if noun.adjectives else named


def _is_known(one: Member) -> bool:
    """Whether it is known which pronoun somebody goes by, and not only guessed from the first one
    that came along.
    """
    words = set(one.name.casefold().replace(".", "").split())
    named = words & (lexicon.FEMALE | lexicon.MALE | lexicon.TITLES)
    said = one.given is not None and one.given.made_by == "user" and one.pronoun
    last = one.kind.rsplit(" ", 1)[-1]
    return bool(named or said or people.PEOPLE.get(last) in ("he", "she", "it"))
