"""The floor: what the rules are sure of, so that no plan is worse than theirs.

The rules read every sentence. Where its words fix something - who is meant, which way it goes, who
stands where, what comes after what - and the rules' own picture shows it, a model's answer is held
to it: asked again, then given the rules' field. Where the rules only guess, the model is believed,
unless it was caught wrong in the same answer where they are sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.director.claims import Claim
from engine.director.layouts import against
from engine.director.numbered import Sentence, covered
from engine.director.predicates import Path, in_half, inside
from storyboard.board import Shot, Subject
from storyboard.breakdown.boxes import presence
from storyboard.breakdown.deeds import Beat, Deed
from storyboard.breakdown.spans import Side
from storyboard.breakdown.witness import Account, told

WAY = 0.15  # of the frame: how far the rules let go whom the words send somewhere
FEET = 0.75  # of the frame's height: who stands lower in the rules' picture stands on the ground
CROWD = 3  # more than so many going together fill the frame: none has far to go
_GOING = ("travel", "up", "down", "enter", "exit", "send")
_OFF_TO = re.compile(r"\boff to the (?:far )?(?:left|right)\b")
_HIGH_OR_LOW = re.compile(
    r"\b(?:above|over|below|under|underneath|beneath|on|onto|atop|top|bottom|upper|lower|high(?:er)?|"
    r"low|up|upwards?|down|downwards?|sky|air|middle|cent(?:er|re)|corner)\b"
)
_AIRY = ("fly", "float", "swim", "fall", "climb", "jump", "ride")
_RELATED = ("left", "right", "above", "below", "on", "behind", "front")


@dataclass(frozen=True, slots=True)
class Ground:
    """What the rules would draw of a shot, if anything, and what they are sure of in it."""

    shot: Shot | None
    sure: tuple[Claim, ...] = ()


class Accounts:
    """What the rules say of a scene's sentences, as long as the cast is the same."""

    def __init__(self, sentences: Sequence[Sentence] = ()) -> None:
        self.sentences = sentences
        self._cast: Sequence[Subject] | None = None
        self._found: tuple[Account, ...] = ()
        self._heard: dict[Sentence, Sentence] = {}

    def all(self, cast: Sequence[Subject]) -> tuple[Account, ...]:
        """Of every sentence of the scene, in order."""
        if self._cast != cast:
            parts = [
                (one.text, (one.line.speaker or "?") if one.line is not None else "")
                for one in self.sentences
            ]
            self._cast, self._found = cast, told(parts, cast)
            pairs = zip(self.sentences, self._found, strict=True)
            self._heard = {one: replace(one, meant=account.meant) for one, account in pairs}
        return self._found

    def heard(self, own: Sequence[Sentence], cast: Sequence[Subject]) -> tuple[Sentence, ...]:
        """These sentences of the scene with whom their phrases mean."""
        self.all(cast)
        return tuple(self._heard.get(one, one) for one in own)

    def of(self, shot: Shot, cast: Sequence[Subject], guesses: bool = False) -> tuple[Account, ...]:
        """Of the sentences of one shot; with ``guesses`` also what they are not sure of counts."""
        every = self.all(cast)
        own = tuple(every[at] for at in covered(self.sentences, shot))
        if guesses:
            return tuple(replace(one, sure=True) if one.subjects else one for one in own)
        return own


def certain(beat: Beat, ground: Shot, names: Mapping[str, str]) -> tuple[Claim, ...]:
    """Claims that the words make and the rules' picture ``ground`` keeps. ``names`` by subject."""
    boxes = ground.layout.boxes
    paths = {id: boxes.get(id, ()) for id in names}
    found = [
        claim
        for claim in dict.fromkeys(
            (
                *_ways(beat, paths),
                *_standing(beat),
                *_together(beat),
                *_grounded(beat, ground, paths),
            )
        )
        if claim.subject in names
        and (not claim.other or claim.other in names)
        and any(paths[claim.subject])
        and against(claim, paths, names) is None
    ]
    ordered = [one for one in _orders(beat) if one.subject in names]
    turning = {one.subject for one in ordered}
    return (*(one for one in found if one.subject not in turning), *ordered)


def _ways(beat: Beat, paths: Mapping[str, Path]) -> Iterator[Claim]:
    """Who goes where, comes or goes, where only one deed moves them."""
    for id, path in paths.items():
        own = [one for one in beat.deeds if id in one.who]
        if any(presence(own)):
            if in_half(path, first=True) or in_half(path, first=False):
                yield Claim("first half" if in_half(path, first=True) else "second half", id)
            continue
        going = [one for one in own if _is_told_to_go(one)]
        if not going or any(one.negated or one.windows for one in going) or not any(path):
            continue
        if len(going) > 1:
            yield from _one_after_the_other(id, going, path)
            continue
        deed = going[0]
        placed = [one for one in own if one.phase > deed.phase and (one.stay or one.end)]
        if placed or len(deed.who) > CROWD:
            continue
        seen = [box for box in path if box]
        dx, dy = (seen[-1].centre[at] - seen[0].centre[at] for at in (0, 1))
        if deed.motion == "send":
            continue  # what is thrown goes, not who throws it
        if deed.motion == "enter" and inside(path[0]) < 0.5:
            yield Claim("enters", id, _told(deed.start, deed.stay))
        elif deed.motion == "exit" and _OFF_TO.search(deed.words.casefold()) and abs(dx) >= WAY:
            yield Claim("moves", id, "right" if dx > 0 else "left")  # perhaps not out of it
        elif deed.motion == "exit" and inside(path[-1]) < 0.5:
            yield Claim("leaves", id, _told(deed.end, deed.stay))
        elif abs(dx) >= WAY and abs(dx) >= abs(dy):
            yield Claim("moves", id, "right" if dx > 0 else "left")
        elif abs(dy) >= WAY and (deed.motion in ("up", "down") or _rises(deed)):
            yield Claim("moves", id, "down" if dy > 0 else "up")


def _one_after_the_other(id: str, going: Sequence[Deed], path: Path) -> Iterator[Claim]:
    """Who comes first of all, goes at last, or gets higher or lower on the way."""
    seen = [box.centre[1] for box in path if box]
    if going[0].motion == "enter" and inside(path[0]) < 0.5 <= inside(path[-1]):
        yield Claim("enters", id, _told(going[0].start, going[0].stay))
    if going[-1].motion == "exit" and inside(path[-1]) < 0.5 <= inside(path[0]):
        yield Claim("leaves", id, _told(going[-1].end, going[-1].stay))
    climbs = any(one.motion in ("up", "down") or _rises(one) for one in going)
    if climbs and abs(seen[-1] - seen[0]) >= WAY:
        yield Claim("moves", id, "down" if seen[-1] > seen[0] else "up")


def _told(*sides: Side | None) -> str:
    """The side that the words name; empty when they name none."""
    x = next((side.x for side in sides if side is not None and side.x is not None), 0.5)
    return "left" if x < 0.5 else "right" if x > 0.5 else ""


def _rises(deed: Deed) -> bool:
    """Whether the words name how high it goes."""
    return deed.motion == "travel" and deed.end is not None and deed.end.y is not None


def _is_told_to_go(deed: Deed) -> bool:
    sided = deed.start is not None or deed.end is not None
    return bool(deed.windows) or (deed.motion in _GOING and (sided or deed.motion != "travel"))


def _standing(beat: Beat) -> Iterator[Claim]:
    """Who stands where, to whom, and how large."""
    busy = {id for one in beat.deeds if _is_told_to_go(one) for id in one.who}
    for deed in beat.deeds:
        if deed.negated:
            continue
        for tie in deed.ties:
            for one in tie.who:
                for other in tie.others:
                    still = beat.phases == 1 or not busy & {one, other}
                    if tie.name in _RELATED and one != other and still:
                        yield Claim("beside", one, tie.name, other)
        if deed.stay is not None and deed.stay.x is not None and beat.phases == 1:
            for id in deed.who:
                if id not in busy and abs(deed.stay.x - 0.5) > 0.1:
                    yield Claim("stands", id, "left" if deed.stay.x < 0.5 else "right")
    for one, other, ratio in beat.sizes:
        if ratio == 1.0:
            yield Claim("same size", one, other=other)
        elif ratio > 1:
            yield Claim("bigger", one, other=other)
        else:
            yield Claim("bigger", other, other=one)


def _together(beat: Beat) -> Iterator[Claim]:
    """What somebody has in hand, and who goes after whom."""
    for deed in beat.deeds:
        if deed.negated or deed.windows or len(deed.who) != 1:
            continue
        held = (*deed.carried, *(deed.objects if deed.motion == "carry" else ()))
        for thing in dict.fromkeys(held):
            yield Claim("beside", thing, "with", deed.who[0])
        if deed.motion == "follow":
            for target in deed.targets or deed.objects:
                yield Claim("follows", deed.who[0], other=target)


def _grounded(beat: Beat, ground: Shot, paths: Mapping[str, Path]) -> Iterator[Claim]:
    """Whose feet are never high in the rules' picture, of all who do not fly, float or swim; of
    nobody where the words tell of high and low.
    """
    if any(_HIGH_OR_LOW.search(deed.words.casefold()) for deed in beat.deeds):
        return
    for id, path in paths.items():
        airy = id in ground.acting and ground.acting[id].action in _AIRY
        if not airy and any(path) and all(box.y1 >= FEET for box in path if box):
            yield Claim("grounded", id)


def _orders(beat: Beat) -> Iterator[Claim]:
    """Who is told to be at one place, then at a second, a third."""
    for id in dict.fromkeys(id for deed in beat.deeds for id in deed.who):
        own = [deed for deed in beat.deeds if id in deed.who and not deed.negated]
        phases = [deed.phase for deed in own]
        spots: list[str] = []
        for deed in own:
            if deed.start is not None and not spots:
                spots.append(_spot(deed.start))
            spots += [_spot(side) for side in (deed.stay, deed.end) if side is not None]
        told_of = len(own) == len(set(phases)) and all(d.stay or d.end or d.start for d in own)
        begun = bool(own) and (own[0].start is not None or own[0].stay is not None)
        if len(spots) > 2 and begun and told_of and all(spots):
            yield Claim("order", id, ", ".join(spots))


def _spot(side: Side) -> str:
    words = []
    if side.y is not None:
        words.append("top" if side.y < 0.4 else "bottom" if side.y > 0.6 else "")
    if side.x is not None:
        words.append("left" if side.x < 0.4 else "right" if side.x > 0.6 else "centre")
    return " ".join(word for word in words if word)
