"""Order: which deed comes after which, and which only says more of the one before."""

from __future__ import annotations

from dataclasses import replace

from storyboard.breakdown.clauses import Clause
from storyboard.breakdown.deeds import Deed
from storyboard.breakdown.mounts import Mounts


class Order(Mounts):
    """Gives every deed its phase of the shot."""

    def _completes(self, deed: Deed, clause: Clause) -> bool:
        """Whether a deed only says more of the one before: "rolls to the right, coming from the
        left"."""
        last = self.beat.deeds[-1] if self.beat.deeds else None
        if last is not None and last.who == deed.who and self._was_manner(last, deed, clause):
            self.beat.deeds.pop()  # "a ship, drifting, enters from the left"
            return False
        if last is not None and last.who == deed.who and self._is_manner(deed, last, clause):
            last.verb = deed.verb if last.motion != "travel" else last.verb
            last.motion = "travel"
            return True
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

    def _was_manner(self, last: Deed, deed: Deed, clause: Clause) -> bool:
        """Whether the going without a way before is how somebody comes or goes now."""
        bare = not (last.start or last.end or last.stay or last.targets or last.ties)
        aimless = bare and last.motion == "travel" and not (last.objects or last.carried)
        return aimless and deed.motion in ("enter", "exit") and not (clause.later or last.windows)

    def _is_manner(self, deed: Deed, last: Deed, clause: Clause) -> bool:
        """Whether a going without a way is how the deed before is done: "turns left and runs"."""
        bare = not (deed.start or deed.end or deed.stay or deed.targets or deed.ties)
        sent = last.end is not None and last.end.x is not None and not last.objects
        return (
            bare
            and sent
            and not (clause.later or deed.windows or deed.across or deed.objects)
            and not {"away", "off", "out", "in", "back"} & set(clause.hows)
            and deed.motion == "travel"
            and last.motion in ("stay", "face", "travel")
        )

    def _stays_in(self, deed: Deed) -> None:
        """Who is in the picture does not come into it: "appears on the left, then in the middle",
        "sets off on the left and arrives on the right"."""
        here = [one for one in self.beat.deeds if one.who == deed.who and not one.windows]
        if not here or here[-1].motion in ("exit", "hide"):
            return
        comes = deed.motion == "enter" and deed.verb in ("arrive", "return", "come")
        if comes and deed.start is None and deed.end and not deed.windows:
            deed.motion = "travel"  # "goes to the right and returns to the left"
        if deed.stay is None:
            return
        if deed.motion == "show":
            deed.motion = "stay"
        elif comes and deed.start is None:
            deed.motion, deed.end, deed.stay = "travel", replace(deed.stay, role="to"), None

    def _place_in_time(self, deed: Deed, clause: Clause, first: bool) -> None:
        before = list(self.beat.deeds)
        if not before:
            return
        last = before[-1].phase
        now = [other for other in before if other.phase == last]
        deed.phase = last
        if clause.together:
            return
        told = deed.windows[0] if deed.windows else None
        elsewhere = deed.stay and any(one.stay and one.who == deed.who for one in now)
        if told and not clause.later and not (told.late and elsewhere):
            return
        busy = {
            id
            for other in now
            for id in (*other.who, *other.objects)
            if _moves(other) or other.stay
        }
        mine = set(deed.who) | set(deed.objects)
        led = any(set(deed.objects) & set(other.who) for other in now)
        if deed.motion == "follow" and led and not set(deed.who) & busy and not clause.later:
            return
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


def _moves(deed: Deed) -> bool:
    """Whether a deed takes a stretch of the shot for itself."""
    return (
        deed.motion not in ("stay", "face", "carry") or deed.end is not None or bool(deed.windows)
    )
