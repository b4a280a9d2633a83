"""The way of a deed: where from, where to, in relation to whom, and when it is to be seen."""

from __future__ import annotations

from dataclasses import replace

from storyboard import lexicon
from storyboard.breakdown.cast import Memory
from storyboard.breakdown.clauses import Clause, Relation
from storyboard.breakdown.deeds import Beat, Deed, Tie
from storyboard.breakdown.props import props
from storyboard.breakdown.spans import Side

SPACE = lexicon.listed(
    "left right above below on under behind front beside between in opposite ahead"
)


_OUTWARD = frozenset(["away", "off", "out"])


_ABSENT = lexicon.listed("gone absent invisible hidden missing offscreen")


_PUTS = lexicon.listed("put place set lay")


class Ways:
    """What the words around a verb say of its way: relations, sides, presence."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self.beat = Beat()

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


def _merged(old: Side | None, new: Side) -> Side:
    """Two words about the same end make one: "up to the left"."""
    if old is None:
        return new
    return replace(
        old, x=new.x if new.x is not None else old.x, y=new.y if new.y is not None else old.y
    )
