"""The cast's memory: who is meant by a name, a noun, a pronoun; the same one through the whole
script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from storyboard import lexicon
from storyboard.breakdown import people, verbs
from storyboard.breakdown.fillers import COATS, CROWDS, FACES, LOOSE, UNSEEN
from storyboard.breakdown.fits import WIDER, Fits
from storyboard.breakdown.members import written
from storyboard.breakdown.phrases import Noun
from storyboard.breakdown.props import props

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


_PRINTS = lexicon.listed("photo photograph painting drawing")  # pictures that one can hold
# Adjectives that name a thing as well
_MATTER = lexicon.listed("glass stone brick orange square")


class Memory(Fits):
    """Tells whom a phrase means; whoever is new joins the company."""

    def resolve(
        self,
        noun: Noun,
        *,
        spatial: bool = False,
        agent: bool = False,
        thing: bool = False,
        barred: Sequence[str] = (),
    ) -> tuple[str, ...]:
        """Whom a phrase means; empty when it names nothing to see.

        ``agent``: it does the deed; ``spatial``: it stands in a relation of space; ``thing``: it is
        told of beside others, so that even "a mist" is one of them; ``barred`` cannot be meant by a
        pronoun.
        """
        if noun.pronoun:
            return self._pronoun(noun, barred)
        if noun.name:
            return self._name(noun, agent or spatial)
        if thing and noun.head in LOOSE and (noun.article == "a" or noun.count > 1):
            return self._noun(noun)
        if not noun.head or not self._visible(noun, agent, spatial):
            return ()
        return self._crowd(noun) if noun.head in CROWDS else self._noun(noun)

    def _visible(self, noun: Noun, agent: bool, spatial: bool) -> bool:
        head, table = noun.head, props()
        last = head.rsplit(" ", 1)[-1]
        if noun.article == "no":
            return False
        if last in lexicon.BODY or head in lexicon.GARMENTS:
            return False
        if head in lexicon.HATS and (noun.owner or not (agent or spatial)):
            return False
        if head in CROWDS and (agent or spatial):
            return True
        if head in table.nouns or last in people.PEOPLE or head in WIDER:
            return last not in ("light", "water")
        if any(self.members[id].kind == head for id in self.focus):
            return True
        if head in self.here and table.kind(head) is None:
            return False  # "the stadium is empty": where the scene plays
        if (
            last in lexicon.NOT_SUBJECTS
            or last in UNSEEN
            or head in table.place_words
            or last in table.place_words
            or (last in lexicon.ADJECTIVES and last not in _MATTER)
        ) and not (last in _PRINTS and spatial and noun.article == "a"):
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
        if last in verbs.VERBS and last not in verbs.NOUNLIKE and not noun.article:
            return False
        return bool(noun.article or noun.count != 1 or noun.adjectives or agent) and (
            bool(noun.article) or not last.endswith(("ing", "ed"))
        )

    def _pronoun(self, noun: Noun, barred: Sequence[str]) -> tuple[str, ...]:
        here = [id for id in self.present() if id not in barred]
        who = noun.pronoun
        if not here and who in ("he", "she"):
            here = [id for id in self.before if self.members[id].pronoun == who][:1]
        if who == "all":
            return tuple(self.in_order(id for id in here if self.members[id].animate))
        if who in ("other", "another"):
            return self._rest(noun)
        if who == "they":
            found = self._they(here, 0 if noun.part else noun.count, barred)
            if noun.ordinal and found:
                ordered = self.in_order(found)
                at = noun.ordinal - 1 if noun.ordinal > 0 else len(ordered) - 1
                return (ordered[min(at, len(ordered) - 1)],)
            return found[: max(1, noun.count)] if noun.part else found
        if who in ("he", "she"):
            for id in here:
                if self.members[id].pronoun == who:
                    return (id,)
            for id in sorted(here, key=lambda id: not self.members[id].human):
                member = self.members[id]  # a person sooner than an animal
                if member.pronoun in ("", "it") and (member.human or member.animate):
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
        living = [id for id in here if self.members[id].animate]
        if len(living) > 1 and not any(self.members[id].animate for id in group):
            group = ()
        crew = [id for id in living if self.members[id].person]
        peopled = any(self.members[id].person for id in group)
        if len(crew) > 1 and not peopled and self.focus and self.focus[0] not in group:
            group, here = (), crew  # not the gulls that were told of before
        if not living and not group:
            return tuple(self.in_order(self.before[: max(count, 2)]))
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
                member.aliases.append(written(noun.name))
            return (id,)
        human = any(part in lexicon.FEMALE or part in lexicon.MALE for part in low.split())
        if not likely and not noun.shouted and not noun.head and not human:
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

    def _noun(self, noun: Noun) -> tuple[str, ...]:
        fresh = noun.article in ("a", "another") or (not noun.article and not noun.shouted)
        if noun.article in ("each",):
            noun, fresh = replace(noun, plural=True, count=0), False
        if noun.article == "another":
            return self._many(noun)
        if fresh and not noun.part:
            if not noun.article and self._many_of(noun) == 1:  # "jumps out of bed"
                here = [
                    id
                    for id in self._candidates(noun)
                    if self.members[id].scene == self.scene and not self.members[id].animate
                ]
                if here:
                    return (here[0],)
            if self._many_of(noun) == 1:
                again = [id for id in self._candidates(noun) if self._recurs(id, noun)]
                if again:
                    self._enrich(again[0], noun)
                    self.familiar.discard(again[0])
                    return (again[0],)
            else:
                again = [id for id in self._candidates(noun) if self._recurs(id, noun)]
                if len(again) == self._many_of(noun):
                    self.familiar.difference_update(again)
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

    def _crowd(self, noun: Noun) -> tuple[str, ...]:
        """ "The crowd": those whom the word meant before in this film, else new ones."""
        kind, number = CROWDS[noun.head]
        known = [id for id in self.by_word.get(noun.head, ()) if id in self.members]
        if known and noun.article != "another":
            return tuple(self.in_order(known))
        made = self._many(replace(noun, head=kind, article="another", count=number, plural=True))
        faces = FACES.get(noun.head, FACES[""]) if kind == "person" else ()
        for number, id in enumerate(made):
            member = self.members[id]
            member.aliases.append(noun.head)
            if faces:  # no two of a crowd look alike
                member.puppet = faces[number % len(faces)]
                if coat := COATS[number % len(COATS)]:
                    member.attributes.setdefault("colour", coat)
            self._index(member)
        return made

    def _several(self, noun: Noun, found: list[str]) -> tuple[str, ...]:
        here = [id for id in found if self.members[id].scene == self.scene] or found
        ordered = self.in_order(here)
        wanted = noun.count
        if noun.part:
            if not ordered:
                return self._many(replace(noun, part=False))
            if noun.article == "other":
                return tuple(ordered)
            return tuple(ordered[: max(1, wanted)])
        if noun.head in WIDER and not ordered:
            ordered = [id for id in self.present() if self.members[id].person]
        if len(ordered) > 1 and (not wanted or len(ordered) >= wanted):
            inside = [id for id in self.group if id in ordered]
            if len(inside) > 1 and (not wanted or len(inside) == wanted):
                return tuple(inside)
            if wanted and len(ordered) > wanted:  # those who were told of last, and by name
                known = {id: at for at, id in enumerate(self.focus)}
                near = sorted(
                    ordered, key=lambda id: (not self.members[id].proper, known.get(id, 99))
                )
                ordered = self.in_order(near[:wanted])
            return tuple(ordered)
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
        before = member.scene < self.scene or id in self.familiar
        return before and not member.proper and member.kind == noun.head
