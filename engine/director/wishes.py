"""Wishes: what the person's note asks of a shot, as the rules read it.

A note binds whoever plans: its claims take the place of the script's own where they are about the
same subjects, and what the rules would draw of it is there when a model does not do as it is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.director.floor import Ground
from engine.director.shots import STILL, Told, doing, ground_of
from storyboard.board import Layout, Shot, Subject


@dataclass(frozen=True, slots=True)
class Wish:
    """``doers`` are of whom the note wants something in this shot, ``ground`` what the rules would
    draw of it.
    """

    note: str
    doers: frozenset[str]
    ground: Ground


def wish(note: str, shot: Shot, cast: Sequence[Subject], told: Told) -> Wish | None:
    """What a note asks of a shot; None when it asks nothing of anybody in it that rules can read,
    as "closer, please".
    """
    if not note.strip():
        return None
    ground = ground_of(replace(shot, action=note, stretch=None), cast, told)
    assert ground.shot is not None
    acting = ground.shot.acting
    doers = {claim.subject for claim in ground.sure}
    doers |= {id for id, one in acting.items() if one.action != STILL}
    mine = frozenset(doers.intersection(shot.subjects, ground.shot.layout.boxes))
    return Wish(note, mine, ground) if mine else None


def granted(ground: Ground, asked: Wish) -> Ground:
    """The rules' ground of a shot with the wish in it."""
    theirs = asked.ground.shot
    assert theirs is not None
    boxes = {id: theirs.layout.boxes[id] for id in asked.doers}
    sure = [claim for claim in ground.sure if not {claim.subject, claim.other} & asked.doers]
    sure += [claim for claim in asked.ground.sure if claim.subject in asked.doers]
    if ground.shot is not None:
        boxes = {**ground.shot.layout.boxes, **boxes}
    return Ground(replace(ground.shot or theirs, layout=Layout(boxes)), tuple(sure))


def acted(shot: Shot, asked: Wish) -> Shot:
    """The shot with its doers doing what the note says they do."""
    theirs = asked.ground.shot
    assert theirs is not None
    return doing(shot, theirs.acting, asked.doers)
