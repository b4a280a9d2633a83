"""Mounts: who rides on what and goes with it, who lies in which bed."""

from __future__ import annotations

from storyboard import lexicon
from storyboard.breakdown.deeds import Deed, Tie
from storyboard.breakdown.props import props
from storyboard.breakdown.ways import Ways

_RIDING = lexicon.listed(
    "ride drive sail row pedal cycle steer mount gallop trot canter paddle pilot fly"
)

_PACES = {"ride": "walk", "trot": "walk", "canter": "run", "mount": "stand"}

_MOUNTS = lexicon.listed(
    "horse pony donkey mule camel elephant bike motorbike scooter sleigh sled raft"
)

_BEDS = lexicon.listed("bed sofa couch cot bunk hammock")

_COVERS = lexicon.listed("blanket duvet quilt cover sheet")


class Mounts(Ways):
    """Puts riders on what carries them, and sleepers into bed."""

    def _beds(self, deed: Deed) -> None:
        """Who sleeps where a bed is lies on it; a blanket over them is none of those beside."""
        if deed.verb not in ("sleep", "lie", "doze", "nap", "snore") or deed.motion != "stay":
            return
        members = self.memory.members
        for tie in list(deed.ties):
            if tie.name in ("under", "below") and all(
                members[id].kind in _COVERS for id in tie.others
            ):
                deed.ties.remove(tie)
                self.beat.seen[:] = [id for id in self.beat.seen if id not in tie.others]
        if deed.ties or not all(members[id].person for id in deed.who):
            return
        beds = [id for id in self.memory.present() if members[id].kind in _BEDS]
        if beds and not deed.stay:
            deed.ties.append(Tie("on", deed.who, (beds[0],)))
            self.beat.note(beds[:1])

    def _mounted(self, deed: Deed) -> None:
        """ "She rides the horse to the left", "he sails away in the boat": what carries them goes,
        and they sit on it.
        """
        if deed.verb not in _RIDING or deed.negated or deed.motion == "follow":
            return
        riding = [tie for tie in deed.ties if tie.name in ("on", "in") and tie.who == deed.who]
        found = deed.objects or (riding[0].others if riding else ())
        if not found and deed.verb in ("ride", "mount"):
            found = tuple(id for id in self.memory.present() if self._carries(id))[:1]
        mount = next((id for id in found if id not in deed.who and self._carries(id)), "")
        if not mount:
            if deed.verb == "fly" and deed.objects:
                deed.verb, deed.motion = "hold", "carry"  # a kite
            return
        self.beat.note((mount,))
        riders, name = deed.who, "in" if riding and riding[0].name == "in" else "on"
        seat = Deed(riders, "ride", "stay", deed.words, ties=[Tie(name, riders, (mount,))])
        seat.phase = self.beat.deeds[-1].phase if self.beat.deeds else 0
        self.beat.deeds.append(seat)
        if deed.motion in ("stay", "up", "approach") and not (deed.start or deed.end):
            deed.who, deed.verb, deed.motion = (mount,), "be", "stay"
        else:
            deed.who = (mount,)
            deed.verb = "run" if deed.fast or deed.verb == "gallop" else _PACES.get(deed.verb, "")
            deed.verb = deed.verb or "go"
        deed.objects = ()
        deed.ties = [tie for tie in deed.ties if tie not in riding]

    def _carries(self, id: str) -> bool:
        """Whether one can ride on it or in it."""
        member = self.memory.members[id]
        kind = props().kind(self.memory.puppet(member) or member.kind)
        if kind is None:
            return member.kind.rsplit(" ", 1)[-1] in _MOUNTS
        return (
            kind.rig in ("vehicle", "boat", "aircraft")
            or kind.name in ("horse", "elephant", "bicycle")
            or (member.kind in _MOUNTS)
        )
