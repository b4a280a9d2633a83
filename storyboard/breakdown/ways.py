"""The way of a deed: where from, where to, in relation to whom, and when it is to be seen."""

from __future__ import annotations

from dataclasses import replace

from storyboard import lexicon
from storyboard.breakdown import verbs
from storyboard.breakdown.cast import Memory
from storyboard.breakdown.clauses import Clause, Relation
from storyboard.breakdown.deeds import Beat, Deed, Tie
from storyboard.breakdown.props import props
from storyboard.breakdown.spans import Side
from storyboard.breakdown.syntax import ABSENT

SPACE = lexicon.listed(
    "left right above below on under behind front beside between in opposite ahead"
)
STILL = lexicon.listed("stay face show hide carry")
_OUTWARD = lexicon.listed("away off out")
_DEPTHS = lexicon.listed("distance horizon background")
_PUTS = lexicon.listed("put place set lay")
_FINDS = lexicon.listed("see find notice drop spot leave hide")
_SPRINGS = lexicon.listed("jump leap hop skip bounce dance float hover glide spin")
_INTO = lexicon.listed("walk run come step rush go fly swim ride drive burst hurry dash jump leap")
_RESTS = lexicon.listed(
    "be sit stand wait rest lie sleep arrive stay eat remain live play meet stop kneel crouch read"
)
_LOOKS = lexicon.listed("look turn face point gaze glance stare peer")
_BOARDS = lexicon.listed("climb get jump hop step leap clamber sit")
_SEATS = lexicon.listed("chair bed horse bench sofa bicycle stool")
_HANDLED = lexicon.listed("eat drink read play write open sip nibble chew study strum hold")
_LIFTS = lexicon.listed("lift raise hoist heave lower")
_PICKS = lexicon.listed("pick take grab snatch scoop collect gather lift")
_TOUCHES = lexicon.listed("write draw paint knock tap bang press lean scribble")
_UPRIGHT = lexicon.listed("blackboard whiteboard board door gate window canvas easel poster sign")
_HEADS = lexicon.listed("to into after away from off out past for through across")
_EATS = lexicon.listed("eat nibble chew sip")
_TO = lexicon.told(
    "to: to, for, toward, towards; past: through, across, past; from: off, from; in: into"
)


class Ways:
    """What the words around a verb say of its way: relations, sides, presence."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self.beat = Beat()

    def _seat(self, deed: Deed, objects: tuple[str, ...]) -> tuple[str, ...]:
        """What "climbs in" means: the vehicle or the furniture that was spoken of last."""
        if deed.verb not in _BOARDS or objects:
            return ()
        table = props()
        for id in self.memory.present():
            member = self.memory.members[id]
            kind = table.kind(self.memory.puppet(member) or member.kind)
            if id in deed.who or kind is None:
                continue
            if kind.rig in ("vehicle", "boat", "aircraft") or kind.name in _SEATS:
                self.beat.note((id,))
                return (id,)
        return ()

    # -- relations

    def _relate(self, deed: Deed, relation: Relation, ids: tuple[str, ...]) -> None:
        """What a relation to these does to the deed."""
        name, raw = relation.name, relation.raw
        moving = deed.motion not in STILL
        if deed.motion == "up" and deed.verb == "climb" and name in ("out", "off", "from"):
            deed.motion = "travel"  # out of the water, not up
        if not ids:
            deed.across = deed.across or name in (
                "across",
                "along",
                "through",
                "into",
                "past",
            )
            return
        travels = moving or deed.motion == "carry"
        if name == "bears":
            deed.ties.append(Tie("on", ids, deed.who))
        elif name == "along" and travels:
            deed.targets, deed.toward = ids, "along"
        elif raw in ("with", "together with", "along with") and travels:
            self._accompany(deed, ids)
        elif raw.endswith("from behind") and not moving:
            deed.ties.append(Tie("behind", deed.who, ids))  # "peeks out from behind"
        elif name in _HEADS:
            self._head(deed, name, ids)
        elif raw in ("over", "around") and (moving or deed.verb in _SPRINGS):
            deed.targets, deed.toward = ids, raw
            if deed.motion == "stay":
                deed.motion = "travel" if raw == "over" else "approach"
        elif raw == "onto":
            deed.ties.append(Tie("on", deed.who, ids))
            deed.targets, deed.toward = ids, "on"
        else:
            self._keep_to(deed, relation, ids)

    def _keep_to(self, deed: Deed, relation: Relation, ids: tuple[str, ...]) -> None:
        """Somebody or something that is looked at, held, or stood beside."""
        raw = relation.raw
        living = all(self.memory.members[id].animate for id in deed.who)
        held = tuple(id for id in ids if living and raw == "with" and self._handy(id, "hold"))
        intent = deed.motion in ("face", "stay") and deed.verb not in _RESTS
        if intent and raw in ("at", "with"):
            deed.carried = (*deed.carried, *held)
            if ids := tuple(id for id in ids if id not in held):
                deed.targets, deed.toward = ids, "at"
                if raw == "with":
                    deed.ties.append(Tie("beside", deed.who, ids))
        elif held:
            deed.carried = (*deed.carried, *ids)  # "sits on a bench with a book"
        elif raw in ("by", "round", "at", "with") or relation.name in SPACE:
            self._stand(deed, relation, ids)

    def _accompany(self, deed: Deed, ids: tuple[str, ...]) -> None:
        """ "Runs with the cake" carries it, "walks with Tom" is what both do."""
        members = self.memory.members
        goes = tuple(id for id in ids if members[id].animate)
        deed.carried = (*deed.carried, *(id for id in ids if id not in goes))
        deed.who = (*deed.who, *(id for id in goes if id not in deed.who))

    def _head(self, deed: Deed, name: str, ids: tuple[str, ...]) -> None:
        """A way to, from or past somebody."""
        moving = deed.motion not in STILL
        deed.targets, deed.toward = ids, _TO.get(name, name)
        if deed.motion == "send":
            return
        if deed.toward == "from" and deed.verb in _SPRINGS and deed.motion == "stay":
            deed.motion = "travel"  # "leaps off the table"
        if name == "after" and moving:
            deed.motion, deed.objects = "follow", ids
        elif name in ("to", "into") and (moving or deed.verb in ("jump", "leap", "come", "climb")):
            deed.motion = "approach"
            if name == "into":
                deed.ties.append(Tie("in", deed.who, ids))
        elif name == "away" and moving:
            deed.motion = "retreat"

    def _stand(self, deed: Deed, relation: Relation, ids: tuple[str, ...]) -> None:
        """A place in relation to somebody, of those who do the deed or of what they do it to."""
        name, raw = relation.name, relation.raw
        name = "in" if name == "into" else name
        members = self.memory.members
        upright = all(members[id].kind in _UPRIGHT for id in ids)
        name = "beside" if name == "on" and upright and deed.verb in _TOUCHES else name
        bearers = deed.who
        if deed.targets and deed.toward == "at" and name in ("on", "in", "under", "behind"):
            bearers = deed.targets  # "sniffs at a fish on the table"
        if deed.objects and (deed.verb in _PUTS or deed.verb in _FINDS or deed.verb == "have"):
            bearers = deed.objects
            if deed.verb in _PUTS:
                deed.ties.append(Tie("beside", deed.who, ids))
        elif deed.objects and deed.motion in ("send", "carry") and raw in ("to", "at"):
            deed.targets, deed.toward = ids, "to"
            return
        if deed.motion == "up" and name in ("in", "on"):
            deed.motion, deed.targets, deed.toward = "approach", ids, name
        deed.ties.append(Tie(name, bearers, ids))

    # -- sides

    def _sides(self, deed: Deed, clause: Clause, hows: set[str]) -> None:
        """Where from and where to in the picture; in and out of it."""
        learned = verbs.VERBS.get(deed.verb, ("", ""))[1] in ("s", "ing", "past")  # the art's words
        way_given = deed.motion == "stay" and (deed.verb not in lexicon.MOTIONS or learned)
        blown = clause.passive and deed.verb in ("blow", "wash", "suck")
        if (way_given or blown) and any(
            side.role in ("from", "to") or (side.role == "bare" and side.x != 0.5)
            for side in clause.sides
        ):
            deed.motion = "travel"  # an unknown verb with a way to go
        if clause.passive and deed.motion == "carry" and not deed.objects and clause.sides:
            deed.motion = "travel"  # "is carried upward"
        moving = deed.motion not in STILL
        for side in clause.sides:
            if deed.verb == "have" and deed.objects and self._flanked(deed, side):
                continue
            self._side(deed, side, moving)
        empty = {relation.raw for relation in clause.relations if not relation.nouns}
        inward = bool(hows & {"in", "inside"}) or "in" in empty or "inside" in empty
        outward = bool(hows & _OUTWARD) or bool(empty & {"out", "off"})
        if any(noun.head in _DEPTHS for one in clause.relations for noun in one.nouns):
            outward = False  # "away into the distance": still to be seen
        if hows & {"away"} and not hows & {"off", "out"} and deed.start:
            outward = bool(empty & {"out", "off"})  # "away from the left"
        if deed.motion == "carry" and deed.verb in (
            "carry",
            "bring",
            "drag",
            "pull",
            "push",
            "lead",
        ):
            self._bear(deed, inward, outward)
        if deed.depth in ("near", "far"):
            if deed.motion in ("stay", "face") and deed.verb not in ("grow", "go", "get", "dance"):
                deed.depth = ""  # "stares into the distance"
            elif deed.motion in ("enter", "exit", "approach") and not deed.targets:
                deed.motion = "travel" if not (deed.start or deed.end) else deed.motion
                outward = inward = False
        if deed.verb in _SPRINGS and deed.motion == "stay" and outward:
            deed.motion = "exit"
        if (
            deed.motion in ("travel", "approach")
            and (deed.verb in _INTO or deed.start is not None)
            and inward
            and not deed.targets
        ):
            deed.motion = "enter"
        self._in_or_out(deed, clause, inward, outward)

    def _in_or_out(self, deed: Deed, clause: Clause, inward: bool, outward: bool) -> None:
        """Whether a going comes in, goes out or stays in the picture."""
        vertical = deed.end is not None and deed.end.x is None and deed.end.y is not None
        if (
            deed.motion in ("travel", "retreat")
            and outward
            and not vertical
            and deed.toward not in ("to", "in", "past")
        ):
            deed.motion = "exit"
        if (
            deed.verb == "come"
            and deed.motion == "enter"
            and vertical
            and not (inward or deed.start)
        ):
            assert deed.end is not None
            deed.motion = "up" if (deed.end.y or 0) < 0.5 else "down"
        comes = deed.verb == "come" and not inward and deed.motion == "enter"
        if comes and deed.toward in ("to", "in"):
            deed.motion = "approach" if deed.targets or clause.objects else deed.motion
        if comes and deed.start and deed.end and deed.start.y is not None and 0 < deed.start.y < 1:
            deed.motion = "travel"  # "comes down from the top left corner to the centre"

    def _flanked(self, deed: Deed, side: Side) -> bool:
        """ "Has a tree on the left", "has a bird on top": how the thing stands to who has it."""
        name = ""
        if side.x is not None and side.y is None and side.x != 0.5:
            name = "left" if side.x < 0.5 else "right"
        elif side.y is not None and side.x is None:
            name = "on" if side.y < 0.5 else "under"
        if side.role not in ("at", "to") or not name:
            return False
        deed.ties.append(Tie(name, deed.objects, deed.who))
        return True

    def _bear(self, deed: Deed, inward: bool, outward: bool) -> None:
        """Who carries something somewhere goes there with it."""
        small = all(self._handy(id, "push") for id in deed.objects)
        if deed.verb == "push" and deed.objects and small and deed.toward == "past":
            deed.motion = "send"  # "pushes it across the desk"
            return
        if inward and not deed.targets:
            deed.motion = "enter"
        elif outward:
            deed.motion = "exit"
        elif deed.targets and deed.toward in ("to", "in", "past"):
            deed.motion = "approach"
        elif deed.start or deed.end or deed.across or deed.toward == "along":
            deed.motion = "travel"
        else:
            return
        deed.carried, deed.objects = (*deed.carried, *deed.objects), ()

    def _side(self, deed: Deed, side: Side, moving: bool) -> None:
        role = side.role
        if role == "bare" and deed.verb in ("start", "begin", "end", "finish"):
            role = "from" if deed.verb in ("start", "begin") else "to"
            deed.motion = "travel"
        if role == "from" and side.x is None and deed.verb in _PICKS and deed.objects:
            return  # "picks it up from the floor"
        if role == "enter":
            deed.motion = "enter"
            deed.start = _merged(deed.start, side) if side.x is not None else deed.start
        elif role == "exit":
            deed.motion = "exit"
            deed.end = _merged(deed.end, side) if side.x is not None else deed.end
        elif role == "from" or (role == "bare" and deed.motion == "enter"):
            deed.start = _merged(deed.start, side)
            deed.motion = "travel" if deed.motion == "stay" else deed.motion
        elif role == "at" or (
            role in ("to", "bare")
            and (deed.motion == "show" or (deed.motion == "stay" and deed.verb in _RESTS))
        ):
            deed.stay = _merged(deed.stay, side)
        elif role == "bare" and not moving and deed.verb not in _LOOKS:
            return
        elif side.x is not None or side.y is None or self._rises(deed):
            deed.end = _merged(deed.end, side)

    def _rises(self, deed: Deed) -> bool:
        """Whether "up" and "down" move the box: not in "sits down" or "looks up"."""
        return (
            deed.motion not in ("stay", "face", "carry")
            or deed.verb in _SPRINGS
            or deed.verb == "go"
        )

    # -- presence

    def _presence(self, deed: Deed, clause: Clause, hows: set[str]) -> None:
        """Whether the times that are told are those of being there or of being away."""
        shown = deed.verb in ("be", "appear", "show", "seem") or (
            deed.verb == "see" and clause.passive
        )
        never = clause.negated and deed.windows and shown
        away = deed.verb in ("missing", "lacking", "lack") or (deed.verb == "be" and hows & ABSENT)
        concealed = deed.verb == "hide" and clause.passive and not clause.relations
        outside = (
            deed.verb == "be"
            and bool(deed.windows)
            and any(side.role == "exit" for side in clause.sides)
        )
        if outside:
            deed.motion, deed.end = "stay", None
        if deed.motion == "hide" or away or never or concealed or outside:
            deed.absent = True
        if deed.motion == "hide" and clause.negated:
            deed.absent = False
        if deed.verb == "be" and any(said.head in ABSENT for _, said in clause.about):
            deed.absent = not clause.negated
        if deed.motion == "exit" and deed.windows:
            deed.absent = False
        unseen = not (deed.start or deed.ties or deed.targets) and bool(deed.windows)
        if deed.motion == "enter" and deed.verb == "come" and unseen:
            deed.verb, deed.motion = "appear", "show"  # "comes into sight at the halfway mark"
        at_first = any(when.loose and not when.late for when in deed.windows)
        if deed.motion == "show" and deed.stay and ("first" in hows or at_first):
            deed.motion = "stay"  # "first it appears on the left": it is there when the shot begins

    def _handy(self, id: str, verb: str) -> bool:
        """Whether one has a thing in one's hands: nobody carries along the door they open."""
        member = self.memory.members[id]
        kind = props().kind(self.memory.puppet(member) or member.kind)
        if member.animate or (kind is not None and kind.size > 1.1):
            return False
        return verb != "open" or (kind is not None and kind.size < 0.5)

    def _handle(self, deed: Deed, clause: Clause) -> None:
        """What one eats, reads or plays is in one's hands."""
        if deed.verb in _LIFTS and clause.objects and clause.subjects and not clause.passive:
            small = tuple(id for id in deed.objects if self._handy(id, "lift"))
            if small or not deed.objects:  # "raises her hand"
                deed.carried = (*deed.carried, *small)
                deed.objects = tuple(id for id in deed.objects if id not in small)
                deed.motion, deed.end = "stay", None
            elif deed.objects and deed.verb != "lower":
                deed.motion, deed.end = "stay", None  # "lifts her up"
        if deed.motion == "stay" and deed.verb in _HANDLED:
            eaten = deed.verb in _EATS
            members = self.memory.members
            things = tuple(
                id
                for id in deed.objects
                if self._handy(id, deed.verb) or (eaten and not members[id].person)
            )
            deed.carried = (*deed.carried, *things)
            deed.objects = tuple(id for id in deed.objects if id not in things)


def _merged(old: Side | None, new: Side) -> Side:
    """Two words about the same end make one: "up to the left"."""
    if old is None:
        return new
    x = new.x if new.x is not None else old.x
    y = new.y if new.y is not None else old.y
    return replace(old, x=x, y=y)
