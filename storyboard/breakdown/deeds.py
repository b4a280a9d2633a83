"""Deeds: what the clauses of a shot mean for its subjects, with everyone resolved to the cast."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from storyboard import lexicon
from storyboard.breakdown.cast import Memory
from storyboard.breakdown.clauses import Clause, Relation
from storyboard.breakdown.phrases import Noun
from storyboard.breakdown.props import props
from storyboard.breakdown.spans import Side, When
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
    "at, past, to, towards, toward, around, away from, after, by, from behind"
)
_OUTWARD = frozenset(["away", "off", "out"])
_LOOKS = lexicon.listed(
    "look gaze stare glance peer watch see notice spot observe admire eye examine study inspect "
    "point turn face"
)
_LANDS = lexicon.listed("land settle arrive stop end finish perch halt rest sit")
_ABSENT = lexicon.listed("gone absent invisible hidden missing offscreen")
_PRESENT = lexicon.listed("visible present seen shown")
_PICKS = lexicon.listed(
    "pick grab catch take snatch scoop lift raise hold carry grip clutch cradle collect gather"
)
_PUTS = lexicon.listed("put place set lay")
_GIVES = lexicon.listed("give hand pass offer bring show return")


@dataclass(slots=True)
class Tie:
    """A relation of space: every one of ``who`` stands so to ``others``; from ``phase`` on."""

    name: str
    who: tuple[str, ...]
    others: tuple[str, ...]
    phase: int = 0


@dataclass(slots=True)
class Deed:
    """One deed of one or several subjects."""

    who: tuple[str, ...]
    verb: str
    motion: Motion
    words: str = ""
    start: Side | None = None
    end: Side | None = None
    stay: Side | None = None
    objects: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    toward: str = ""  # how the targets are meant: to, from, over, past, into, out, at
    ties: list[Tie] = field(default_factory=list)
    windows: list[When] = field(default_factory=list)
    absent: bool = False  # the windows tell when it is not there
    fast: bool = False
    negated: bool = False
    across: bool = False
    phase: int = 0


@dataclass(slots=True)
class Beat:
    """All deeds of a shot, who is seen in the order of mention, and comparisons of size."""

    deeds: list[Deed] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    sizes: list[tuple[str, str, float]] = field(
        default_factory=list
    )  # a, b, area of a over area of b
    phases: int = 1

    def note(self, ids: Iterable[str]) -> None:
        """These are in the shot."""
        for id in ids:
            if id not in self.seen:
                self.seen.append(id)


class Reader:
    """Turns clauses into deeds, sentence by sentence; the memory learns on the way."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self.beat = Beat()
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

    def _completes(self, deed: Deed, clause: Clause) -> bool:
        """Whether a deed only says more of the one before: "rolls to the right, coming from the
        left"."""
        last = self.beat.deeds[-1] if self.beat.deeds else None
        if (
            last is None
            or last.who != deed.who
            or not clause.together
            or clause.form != "ing"
            or clause.later
        ):
            return False
        if deed.targets or deed.objects or deed.windows or deed.ties:
            return False
        if deed.verb in ("come", "start", "begin", "enter", "emerge", "arrive") and not deed.end:
            begin = deed.start or deed.stay
            if begin is None or last.start is not None:
                return False
            last.start = replace(begin, role="from")
            return True
        if (
            deed.motion == "travel"
            and last.motion == "travel"
            and not (last.start or last.end or last.targets)
        ):
            last.start, last.end = deed.start, deed.end
            return True
        return False

    def finish(self) -> Beat:
        """The beat with its number of phases."""
        self.beat.phases = 1 + max((deed.phase for deed in self.beat.deeds), default=0)
        for deed in self.beat.deeds:
            for tie in deed.ties:
                tie.phase = deed.phase
        return self.beat

    # -- one clause

    def _ids(
        self, noun: Noun, *, agent: bool = False, spatial: bool = False, barred: Sequence[str] = ()
    ) -> tuple[str, ...]:
        key = (noun.start, noun.text)
        if key not in self.known:
            self.known[key] = self.memory.resolve(noun, agent=agent, spatial=spatial, barred=barred)
        return self.known[key]

    def _clause(self, clause: Clause) -> Deed | None:
        who = self._flat(self._ids(noun, agent=True) for noun in clause.subjects)
        if clause.inherits and not who:
            who = self.last
        if who:
            self.memory.mention(who)
        for bearer, said in clause.about:
            for id in self._ids(bearer, agent=True):
                if said.pronoun or (said.head in lexicon.NOT_SUBJECTS and not said.name):
                    continue
                self.memory.describe(id, said)
        motion: Motion = lexicon.MOTIONS.get(clause.verb, "stay")
        active = (
            motion in ("send", "carry", "follow", "approach")
            or clause.existential
            or clause.verb in ("be", "have", "see", "put", "place", "chase", "eat", "drink", "read")
        )
        alone = not who and not clause.relations
        objects = self._flat(
            self._ids(noun, agent=alone, spatial=active or alone, barred=who)
            for noun in clause.objects
        )
        if clause.existential and not who and objects:
            who, objects = objects, ()
        owned = who if clause.verb == "have" else ()
        relations = []
        for relation in clause.relations:
            others = self._others(relation, who)
            relations.append((relation, tuple(id for id in others if id not in who or id in owned)))
        if clause.passive:
            who, objects, relations = self._turned(who, objects, relations)
        self._remember(clause, who, objects, relations)
        if clause.compared:
            self._compare(clause, who, relations)
        if clause.intent or (not who and not objects and not any(ids for _, ids in relations)):
            return None
        if not who:
            who, objects = objects or self._flat(ids for _, ids in relations), ()
        return self._deed(clause, who, objects, relations, motion)

    def _flat(self, parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(id for part in parts for id in part))

    def _others(self, relation: Relation, who: tuple[str, ...]) -> tuple[str, ...]:
        spatial = (
            relation.name in SPACE - {"beside", "in"}
            or relation.raw in _STRICT
            or relation.raw in ("with", "besides")
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
            barred = (
                () if relation.raw.startswith("to the ") and noun.pronoun else who
            )  # "has a dog to its left"
            seen = (
                spatial
                or relation.name == "than"
                or (noun.article == "a" and relation.raw in _SIGHTED)
            )
            ids.append(self._ids(noun, spatial=seen, barred=barred))
        return self._flat(ids)

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

    # -- what the deed means

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
        deed.fast = clause.verb in lexicon.FAST or bool(
            hows & {"quickly", "fast", "rapidly", "hurriedly"}
        )
        deed.windows = list(clause.whens)
        for relation, ids in relations:
            if not ids and not relation.nouns and relation.raw in ("in", "on", "into", "onto"):
                ids = self._last_seat(deed, objects)
            self._relate(deed, relation, ids)
        self._sides(deed, clause, hows)
        self._presence(deed, clause, hows)
        if (
            deed.verb in ("float", "hover", "hang", "dangle", "loom")
            and not (deed.start or deed.end)
            and (deed.ties or deed.stay)
        ):
            deed.motion = "stay"
        if deed.negated and not deed.windows:
            deed.motion = "stay"
        return deed

    def _last_seat(self, deed: Deed, objects: tuple[str, ...]) -> tuple[str, ...]:
        """What "climbs in" means: the vehicle or the furniture that was spoken of last."""
        if (
            deed.verb not in ("climb", "get", "jump", "hop", "step", "leap", "clamber", "sit")
            or objects
        ):
            return ()
        table = props()
        for id in self.memory.present():
            member = self.memory.members[id]
            kind = table.kind(self.memory.puppet(member) or member.kind)
            if (
                id not in deed.who
                and kind is not None
                and (
                    kind.rig in ("vehicle", "boat", "wheeled")
                    or kind.name in ("chair", "bed", "horse", "bench", "sofa", "bicycle")
                )
            ):
                self.beat.note((id,))
                return (id,)
        return ()

    def _relate(self, deed: Deed, relation: Relation, ids: tuple[str, ...]) -> None:
        name, raw = relation.name, relation.raw
        moving = deed.motion not in ("stay", "face", "show", "hide", "carry")
        if name in ("across", "along", "through") or (name == "above" and raw == "over" and moving):
            deed.across = deed.across or name == "across" or not ids
        if not ids:
            if (name == "out" and moving) or (
                name in ("into", "in") and raw == "into" and deed.motion == "travel"
            ):
                deed.across = deed.across or name == "into"
            return
        if name == "along" and moving:
            deed.targets, deed.toward = ids, "along"
            return
        if name in ("to", "into", "after", "away", "from", "off", "out", "past", "for") or (
            name in ("through", "across")
        ):
            deed.targets, deed.toward = (
                ids,
                {"for": "to", "through": "past", "across": "past", "off": "from", "into": "in"}.get(
                    name, name
                ),
            )
            if name == "after" and moving:
                deed.motion = "follow"
                deed.objects = ids
            elif name in ("to", "into") and (
                moving or deed.verb in ("jump", "leap", "come", "climb")
            ):
                deed.motion = "approach"
                if name == "into":
                    deed.ties.append(Tie("in", deed.who, ids))
            elif name == "away" and moving:
                deed.motion = "retreat"
        elif raw == "over" and (moving or deed.verb in ("jump", "leap", "fly")):
            deed.targets, deed.toward = ids, "over"
            if deed.motion == "stay":
                deed.motion = "travel"
        elif raw == "around" and moving:
            deed.targets, deed.toward = ids, "around"
        elif raw == "onto":
            deed.ties.append(Tie("on", deed.who, ids))
            deed.targets, deed.toward = ids, "on"
        elif raw in ("at", "with", "to") and (
            deed.motion in ("face", "stay")
            and deed.verb
            not in (
                "be",
                "sit",
                "stand",
                "wait",
                "rest",
                "lie",
                "sleep",
                "arrive",
                "stay",
                "eat",
                "remain",
                "live",
                "play",
                "meet",
                "stop",
            )
        ):
            deed.targets, deed.toward = ids, "at"
            if raw == "with" and deed.verb in ("play", "dance", "talk", "speak"):
                deed.ties.append(Tie("beside", deed.who, ids))
        elif raw in ("by", "around", "among", "round", "at", "with") or name in SPACE:
            bearers = deed.who
            if deed.objects and (
                deed.verb in _PUTS
                or deed.verb == "have"
                or deed.verb in ("see", "find", "notice", "drop", "spot", "leave", "hide")
            ):
                bearers = deed.objects
            elif deed.objects and deed.motion in ("send", "carry"):
                deed.targets, deed.toward = ids, "to"
                return
            if deed.motion == "up" and name in ("in", "on"):
                deed.motion, deed.targets, deed.toward = "approach", ids, name
                deed.ties.append(Tie(name, bearers, ids))
            elif name == "in" and raw == "in" and deed.motion not in ("stay", "face", "down"):
                deed.ties.append(Tie("in", bearers, ids))
            else:
                deed.ties.append(Tie("in" if name == "into" else name, bearers, ids))

    def _sides(self, deed: Deed, clause: Clause, hows: set[str]) -> None:
        if deed.verb not in lexicon.MOTIONS and any(
            side.role in ("from", "to") for side in clause.sides
        ):
            deed.motion = "travel"  # an unknown verb with a way to go
        moving = deed.motion not in ("stay", "face", "show", "hide", "carry")
        for side in clause.sides:
            role = side.role
            if role == "enter":
                deed.motion = "enter"
                deed.start = _merged(deed.start, side) if side.x is not None else deed.start
            elif role == "exit":
                deed.motion = "exit"
                deed.end = _merged(deed.end, side) if side.x is not None else deed.end
            elif role == "from":
                deed.start = _merged(deed.start, side)
                if deed.motion in ("stay", "carry") and deed.verb in ("be",):
                    deed.motion = "travel"
            elif role == "at" or (
                role in ("to", "bare")
                and deed.verb in ("be", "stand", "sit", "lie", "wait", "remain", "stay", "")
            ):
                deed.stay = _merged(deed.stay, side)
            elif (
                role == "bare"
                and not moving
                and deed.verb not in ("look", "turn", "face", "point", "gaze", "glance", "stare")
            ):
                continue
            elif role in ("to", "bare"):
                if side.x is None and side.y is not None and not self._rises(deed):
                    continue
                deed.end = _merged(deed.end, side)
        inward = bool(hows & {"in", "inside"}) or any(
            relation.raw == "in" and not relation.nouns for relation in clause.relations
        )
        outward = bool(hows & _OUTWARD) or any(
            relation.name in ("out", "off") and not relation.nouns for relation in clause.relations
        )
        if (
            deed.motion in ("travel", "approach")
            and deed.verb
            in (
                "walk",
                "run",
                "come",
                "step",
                "rush",
                "go",
                "fly",
                "swim",
                "ride",
                "drive",
                "burst",
                "hurry",
            )
            and inward
            and not deed.targets
        ):
            deed.motion = "enter"
        if (
            deed.motion in ("travel", "retreat", "up", "face")
            and outward
            and not (deed.end and deed.end.x is None and deed.end.y is not None)
        ):
            if deed.motion != "face" and deed.toward not in ("to", "in", "past"):
                deed.motion = "exit" if deed.motion != "up" else "up"
        if (
            deed.verb == "come"
            and not inward
            and deed.motion == "enter"
            and (deed.targets or clause.objects)
            and deed.toward in ("to", "in")
        ):
            deed.motion = "approach"

    def _rises(self, deed: Deed) -> bool:
        """Whether "up" and "down" move the box: not in "sits down" or "looks up"."""
        return deed.motion not in ("stay", "face", "carry") or deed.verb in (
            "jump",
            "leap",
            "float",
            "bounce",
            "hover",
            "go",
        )

    def _presence(self, deed: Deed, clause: Clause, hows: set[str]) -> None:
        if (
            deed.motion == "hide"
            or deed.verb in ("missing", "lacking", "lack")
            or (deed.verb == "be" and hows & _ABSENT)
            or (clause.negated and deed.windows and deed.verb in ("be", "appear", "show", "seem"))
        ):
            deed.absent = True
        if deed.motion == "hide" and clause.negated:
            deed.absent = False
        if deed.verb == "be" and any(said.head in _ABSENT for _, said in clause.about):
            deed.absent = not clause.negated
        if deed.motion == "exit" and deed.windows:
            deed.absent = False

    # -- time

    def _place_in_time(self, deed: Deed, clause: Clause, first: bool) -> None:
        before = [other for other in self.beat.deeds]
        if not before:
            return
        last = before[-1].phase
        now = [other for other in before if other.phase == last]
        deed.phase = last
        if clause.together:
            return
        if deed.windows and not clause.later:
            return
        busy = {
            id
            for other in now
            for id in (*other.who, *other.objects)
            if _moves(other) or other.stay
        }
        mine = set(deed.who) | set(deed.objects)
        if (
            (
                clause.later
                and (_moves(deed) or deed.stay or deed.ties or any(_moves(other) for other in now))
            )
            or (mine & busy and (_moves(deed) or deed.stay))
            or (
                first
                and _moves(deed)
                and any(_moves(other) for other in now)
                and deed.motion in ("enter", "exit", "show")
            )
        ):
            deed.phase = last + 1


def _merged(old: Side | None, new: Side) -> Side:
    """Two words about the same end make one: "up to the left"."""
    if old is None:
        return new
    return replace(
        old, x=new.x if new.x is not None else old.x, y=new.y if new.y is not None else old.y
    )


def _moves(deed: Deed) -> bool:
    """Whether a deed takes a stretch of the shot for itself."""
    return (
        deed.motion not in ("stay", "face", "carry") or deed.end is not None or bool(deed.windows)
    )
