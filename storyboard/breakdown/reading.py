"""Reading clauses as deeds: everyone resolved to the cast, everything put in its order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from storyboard import lexicon
from storyboard.breakdown import people, verbs
from storyboard.breakdown.cast import Memory
from storyboard.breakdown.clauses import Clause, Relation
from storyboard.breakdown.deeds import Beat, Deed
from storyboard.breakdown.phrases import Noun
from storyboard.breakdown.props import props
from storyboard.breakdown.syntax import worn
from storyboard.breakdown.vacancy import Vacancy
from storyboard.lexicon import Motion

SPACE = lexicon.listed(
    "left right above below on under behind front beside between in opposite ahead"
)


_STRICT = lexicon.phrases(
    "next to, beside, close to, alongside, by the side of, adjacent to, to the left of, to the "
    "right of, left of, right of, above, below, on top of, atop, under, underneath, beneath, "
    "behind, in front of, between, in between, over, on, near, on the left of, on the right of, "
    "opposite, in back of, not far from, against, upon, on the left side of, on the right side "
    "of, to the left side of, to the right side of, higher than, lower than, ahead of"
)  # fmt: skip


_SIGHTED = lexicon.phrases(
    "at, past, to, towards, toward, around, away from, after, by, from behind, out from behind"
)

_GROWN = lexicon.listed("beard moustache mustache ponytail hair fur")
_TAKEN = lexicon.listed(
    "pick take drop throw grab put lift toss catch find lose give hand place climb slide open shut "
    "close unlock light fold"
)
_PATHS = lexicon.listed("way path journey route flight course trip walk")
_SHOWN = lexicon.listed("be have see put place chase eat drink read face meet watch")


class Reader(Vacancy):
    """Turns clauses into deeds, sentence by sentence; the memory learns on the way."""

    def __init__(self, memory: Memory) -> None:
        super().__init__(memory)
        self.last: tuple[str, ...] = ()
        self.known: dict[tuple[int, str], tuple[str, ...]] = {}

    def sentence(self, clauses: Sequence[Clause]) -> None:
        """Adds one sentence's deeds to the beat."""
        self.known = {}
        first = True
        for clause in clauses:
            deed = self._clause(clause)
            if deed is not None and not self._completes(deed, clause):
                self._place_in_time(deed, clause, first)
                self.beat.deeds.append(deed)
                first = False

    def finish(self) -> Beat:
        """The beat with its number of phases."""
        self.beat.phases = 1 + max((deed.phase for deed in self.beat.deeds), default=0)
        for deed in self.beat.deeds:
            for tie in deed.ties:
                tie.phase = deed.phase
        return self.beat

    def _ids(
        self,
        noun: Noun,
        *,
        agent: bool = False,
        spatial: bool = False,
        thing: bool = False,
        barred: Sequence[str] = (),
    ) -> tuple[str, ...]:
        key = (noun.start, noun.text)
        if key not in self.known:
            self.known[key] = self.memory.resolve(
                noun, agent=agent, spatial=spatial, thing=thing, barred=barred
            )
        return self.known[key]

    def _clause(self, clause: Clause) -> Deed | None:
        if clause.nobody:
            self._empties(clause)
            if not clause.subjects:
                return None
        who = self._who(clause)
        for bearer, said in clause.about:
            for id in self._ids(bearer, agent=True):
                if said.pronoun or (said.head in lexicon.NOT_SUBJECTS and not said.name):
                    continue
                self.memory.describe(id, said)
        if clause.subjects and not clause.verb and clause.subjects[-1].pronoun == "another":
            return None  # "Then another."
        self._wears(clause, who)
        self._likened(clause)
        motion: Motion = verbs.MOTIONS.get(clause.verb, "stay")
        objects = self._objects(clause, who, motion)
        if clause.existential and not who and objects:
            who, objects = objects, ()
        held = self._flat(self._ids(noun, spatial=True) for noun in clause.carried)
        if objects and motion == "stay" and any(map(_on_oneself, clause.relations)):
            held = (*held, *(id for id in objects if not self.memory.members[id].person))
            objects = tuple(id for id in objects if id not in held)  # "balances it on its nose"
        relations = self._relations(clause, who, bool(objects or held))
        by = any(one.raw == "by" and ids for one, ids in relations)
        if clause.form == "past" and motion == "follow" and by and not objects:
            clause.passive = clause.together = True  # "a duck swims, followed by five ducklings"
        if clause.passive:
            who, objects, relations = self._turned(who, objects, relations)
        self._remember(clause, who, objects, relations)
        self.beat.note(held)
        if clause.compared:
            self._compare(clause, who, relations)
        if clause.intent or (not who and not objects and not any(ids for _, ids in relations)):
            return None
        if not who:
            who, objects = objects or self._flat(ids for _, ids in relations), ()
            if self._only_touched(clause):
                # "sunlight falls on a bed": the bed does nothing
                clause.verb, motion, clause.sides, clause.depth = "be", "stay", [], ""
                relations = []
        self._dates(clause, who)
        motion = "hide" if clause.verb == "vanish" else motion
        deed = self._deed(clause, who, objects, relations, motion)
        deed.carried = (*deed.carried, *(id for id in held if id not in who))
        self._mounted(deed)
        return deed

    def _who(self, clause: Clause) -> tuple[str, ...]:
        """Whose deed the clause tells."""
        thing = self._among_things(clause)
        for relation in clause.relations:
            if relation.raw == "of" and clause.subjects:  # "of a cat and a dog, the cat is bigger"
                for noun in relation.nouns:
                    if noun.article == "a" and noun.start < clause.subjects[0].start:
                        self._ids(noun, spatial=True)
        nouns = [
            self._owner(noun) if noun.head in _PATHS and noun.owner else noun
            for noun in clause.subjects  # "the dog's path runs to the left"
        ]
        who = self._flat(self._ids(noun, agent=True, thing=thing) for noun in nouns)
        if clause.inherits and not who:
            who = self.last
        if not who and clause.verb == "be" and not clause.negated:
            who = self._found_to_be(clause)
        if who:
            self.memory.mention(who)
        return who

    def _objects(self, clause: Clause, who: tuple[str, ...], motion: Motion) -> tuple[str, ...]:
        """Whom or what they do it to."""
        active = (
            motion in ("send", "carry", "follow", "approach")
            or clause.existential
            or clause.verb in _SHOWN
            or clause.verb in _TAKEN
        )
        alone = not who and not clause.relations
        return self._flat(
            self._ids(noun, agent=alone, spatial=active or alone or self._drawn(noun), barred=who)
            for noun in clause.objects
        )

    def _relations(
        self, clause: Clause, who: tuple[str, ...], handles: bool
    ) -> list[tuple[Relation, tuple[str, ...]]]:
        """The clause's relations, each with whom it names; who is only likened is left out."""
        owned = who if clause.verb == "have" else ()
        opens = clause.verb in ("start", "begin", "open")  # "starts without a dog"
        found = []
        for relation in clause.relations:
            if relation.name == "like" or (relation.name == "without" and not opens):
                continue
            own = handles and any(_on_body(noun) for noun in relation.nouns)
            others = self._others(relation, () if owned else who, own)
            found.append((relation, tuple(id for id in others if id not in who or id in owned)))
        return found

    def _only_touched(self, clause: Clause) -> bool:
        """Whether somebody is told of only beside what nobody sees: a bed that the sun falls on."""
        if not (clause.subjects and clause.verb) or clause.existential:
            return False
        framed = any(noun.head in lexicon.PICTURE for noun in clause.subjects)
        return not framed and not any(one.raw == "by" for one in clause.relations)

    def _wears(self, clause: Clause, who: tuple[str, ...]) -> None:
        """Clothes that somebody wears are no things beside them."""
        if clause.verb in ("wear", "have") and who:
            for noun in [noun for noun in clause.objects if worn(noun)]:
                if clause.verb == "have" and noun.head not in lexicon.BODY | _GROWN:
                    continue
                clause.objects.remove(noun)
                for id in who:
                    self.memory.describe(id, noun)

    def _found_to_be(self, clause: Clause) -> tuple[str, ...]:
        """ "The last thing that is left is a shoe": who nobody turns out to be."""
        for bearer, said in clause.about:
            known = props().kind(said.head) or said.head in people.PEOPLE
            vague = bearer.pronoun or bearer.head in ("", "thing", "one", "former", "latter")
            if said.head and (known or vague):
                who = self._ids(said, agent=True)
                clause.about = [] if who else clause.about
                return who
        return ()

    def _among_things(self, clause: Clause) -> bool:
        """Whether a clause sets its phrases beside each other: "a coach and a mist are equally
        big", "a storm is behind a house"."""
        placed = any(one.name in SPACE - {"in"} and one.nouns for one in clause.relations)
        return bool(clause.compared) or len(clause.subjects) > 1 or placed

    def _likened(self, clause: Clause) -> None:
        """ "Beside the ship, the boat is tiny": a size told beside somebody compares."""
        sizes = [lexicon.SIZES[said.head] for _, said in clause.about if said.head in lexicon.SIZES]
        beside = any(relation.raw in ("beside", "next to") for relation in clause.relations)
        if clause.verb == "be" and sizes and beside and sizes[-1] != 1 and not clause.compared:
            clause.compared = "bigger" if sizes[-1] > 1 else "smaller"

    def _drawn(self, noun: Noun) -> bool:
        """Whether a phrase says how something looks: then it is to be seen."""
        looks = (props().colours, lexicon.SIZES, lexicon.COMPARED)
        return any(word in table for word in noun.adjectives for table in looks)

    def _flat(self, parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(id for part in parts for id in part))

    def _others(
        self, relation: Relation, who: tuple[str, ...], handles: bool = False
    ) -> tuple[str, ...]:
        spatial = (
            relation.name in SPACE - {"beside", "in"}
            or relation.raw in _STRICT
            or relation.raw in ("with", "besides", "together with", "along with")
        )
        ids = []
        for noun in relation.nouns:
            if (
                noun.name
                and not noun.head
                and relation.raw in ("in", "at", "from", "across", "through")
                and noun.name.lower() not in self.memory.words
            ):
                continue
            barred = who
            if noun.head in lexicon.BODY and noun.owner and relation.name in SPACE:
                if handles:
                    continue  # "balances it on its nose": its own
                noun = self._owner(noun)  # "above its back" is above it
            seen = (
                spatial
                or relation.name in ("than", "except")
                or (noun.article == "a" and relation.raw in _SIGHTED)
            )
            ids.append(self._ids(noun, spatial=seen, barred=barred))
        return self._flat(ids)

    def _owner(self, noun: Noun) -> Noun:
        """Whose it is, as a phrase of its own."""
        plural = noun.owner == "they"
        if noun.owner in ("he", "she", "it", "they"):
            return replace(noun, head="", pronoun=noun.owner, owner="", plural=plural)
        if noun.owner.startswith("the "):
            return replace(noun, head=noun.owner[4:], owner="", adjectives=())
        return replace(noun, head="", name=noun.owner, owner="", adjectives=())

    def _turned(
        self,
        who: tuple[str, ...],
        objects: tuple[str, ...],
        relations: list[tuple[Relation, tuple[str, ...]]],
    ) -> tuple[tuple[str, ...], tuple[str, ...], list[tuple[Relation, tuple[str, ...]]]]:
        """The passive made active: "the ball is kicked by the boy"."""
        for number, (relation, ids) in enumerate(relations):
            if relation.raw == "by" and ids:
                return ids, (*who, *objects), relations[:number] + relations[number + 1 :]
        return who, objects, relations

    def _remember(
        self,
        clause: Clause,
        who: tuple[str, ...],
        objects: tuple[str, ...],
        relations: list[tuple[Relation, tuple[str, ...]]],
    ) -> None:
        others = self._flat(ids for _, ids in relations)
        self.beat.note((*who, *objects, *others))
        if others:
            self.memory.mention(others)
        if objects:
            self.memory.mention(objects)
        if who:
            self.memory.mention(who)
            self.last = who

    def _compare(
        self,
        clause: Clause,
        who: tuple[str, ...],
        relations: list[tuple[Relation, tuple[str, ...]]],
    ) -> None:
        than = self._flat(
            ids
            for relation, ids in relations
            if relation.name in ("than", "as", "of", "to", "beside")
            and not (relation.name == "of" and relation.nouns and relation.nouns[0].pronoun)
        )
        ratio = lexicon.COMPARED.get(clause.compared, 1.0)
        if clause.negated:
            ratio = 1 / ratio if ratio != 1.0 else 1 / 1.5
        if not than and ratio == 1.0 and len(who) > 1:
            who, than = who[:1], who[1:]
        if not than:
            than = tuple(id for id in self.beat.seen if id not in who)[-1:]
        for a in who:
            for b in than:
                self.beat.sizes.append((a, b, ratio * ratio if ratio != 1 else 1.0))

    def _deed(
        self,
        clause: Clause,
        who: tuple[str, ...],
        objects: tuple[str, ...],
        relations: list[tuple[Relation, tuple[str, ...]]],
        motion: Motion,
    ) -> Deed:
        hows = set(clause.hows)
        deed = Deed(
            who, clause.verb or "be", motion, clause.words, objects=objects, negated=clause.negated
        )
        if clause.verb == "make" and any(noun.head == "appearance" for noun in clause.objects):
            deed.verb, deed.motion = "appear", "show"
        if clause.verb == "join" and (clause.whens or not (objects or relations)):
            deed.motion = "show"  # "a cat joins in the second half"
        if deed.motion == "send" and any(noun.text.endswith("self") for noun in clause.objects):
            deed.motion, deed.objects = "down", ()  # "throws himself to the floor"
        deed.fast = clause.verb in lexicon.FAST or bool(
            hows & {"quickly", "fast", "rapidly", "hurriedly"}
        )
        deed.windows = list(clause.whens)
        deed.depth = clause.depth
        for relation, ids in relations:
            if not ids and not relation.nouns and relation.raw in ("in", "on", "into", "onto"):
                ids = self._seat(deed, objects)
            self._relate(deed, relation, ids)
        self._sides(deed, clause, hows)
        self._presence(deed, clause, hows)
        self._handle(deed, clause)
        self._stays_in(deed)
        if (
            deed.verb in ("float", "hover", "hang", "dangle", "loom")
            and not (deed.start or deed.end)
            and (deed.ties or deed.stay)
        ):
            deed.motion = "stay"
        if deed.negated and not deed.windows:
            deed.motion = "stay"
        self._beds(deed)
        return deed


def _on_body(noun: Noun) -> bool:
    """Whether a phrase names a part of somebody who is told: "its nose"."""
    return noun.head in lexicon.BODY and bool(noun.owner)


def _on_oneself(relation: Relation) -> bool:
    return relation.name in ("on", "in") and any(map(_on_body, relation.nouns))
