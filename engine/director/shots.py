"""The first answer as shots, each choice measured against the rules' one.

A field of the model's stays when it breaks no more than the rules' field did; else the rules' is
kept, or code repairs it.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, fields, replace
from typing import Any

from engine.director import checks, moments, repair
from engine.director.checks import Finding
from engine.director.floor import Accounts, Ground, certain
from engine.director.numbered import Sentence, new_subjects
from engine.director.prompts import LENGTHS
from storyboard import breakdown, puppets, timing
from storyboard.board import (
    Acting,
    Box,
    Join,
    Line,
    Maker,
    Scene,
    Shot,
    Stretch,
    Subject,
)
from storyboard.camera import preset
from storyboard.continuity import TRAVEL

STILL = Acting().action
SAME = 0.5  # intersection over union of two stretches that tell the same shot
CHOSEN = (
    "subjects",
    "size",
    "angle",
    "movement",
    "length",
    "acting",
    "dialogue",
    "action",
    "stretch",
)
ANSWERED = ("subjects", "size", "angle", "movement", "length", "acting")  # in the model's own words


@dataclass(frozen=True, slots=True)
class Told:
    """What a scene's answers are read with: its text, the rules' shots, the rate, the backdrop,
    what the rules say of its sentences, and whether the model is a ``small`` one, which reads worse
    than the rules guess.
    """

    text: str
    scene: Scene
    rate: int
    backdrop: str = ""
    accounts: Accounts = field(default_factory=Accounts)
    small: bool = False

    @property
    def offset(self) -> int:
        return self.scene.stretch.start if self.scene.stretch else 0


def read(
    records: Sequence[Mapping[str, Any]],
    sentences: Sequence[Sentence],
    letters: Mapping[str, Subject],
    cast: Sequence[Subject],
    told: Told,
) -> tuple[tuple[Shot, ...], tuple[Subject, ...]]:
    """Shots from the records of an answer, and the cast with its new subjects. The sentences are
    numbered from 1.

    A new subject's word means the same one in every shot; a larger number makes more of them.
    """
    grown = list(cast)
    made: dict[str, list[str]] = {}
    shots: list[Shot] = []
    start = 0
    for record in _with_their_camera(records, sentences):
        own = sentences[start : record["to"]]
        start = record["to"]
        acting: dict[str, Acting] = {}
        for entry in record["who"]:
            if len(entry) == 2:
                ids = [letters[entry[0]].id]
            else:
                ids = _fresh(entry[0], entry[2], made, grown)
            for id in ids:
                acting.setdefault(id, Acting(entry[1]))
        shots.append(_shot(record, own, acting, told))
    return tuple(shots), tuple(grown)


_OF_CAMERA = re.compile(
    r"^(?:(?:and|then|now|[a-z]+ly),?\s+)*(?:the\s+camera|camera|we)\b(?!.*\b(?:as|while|who|and)\b)"
)


def _with_their_camera(
    records: Sequence[Mapping[str, Any]], sentences: Sequence[Sentence]
) -> list[Mapping[str, Any]]:
    """The records, none of which is nothing but a movement of the camera ("We pan left."): that is
    part of the shot before it, if this one holds still.
    """
    found: list[Mapping[str, Any]] = []
    start = 0
    for record in records:
        own = sentences[start : record["to"]]
        start = record["to"]
        if found and found[-1]["move"] == "hold" and own and all(map(_of_camera, own)):
            found[-1] = {**found[-1], "to": record["to"], "move": record["move"]}
        else:
            found.append(record)
    return found


def _of_camera(one: Sentence) -> bool:
    low = " ".join(one.text.casefold().split())
    asked = checks.asked_camera(low) if one.line is None else {}
    return set(asked) == {"movement"} and _OF_CAMERA.search(low) is not None


def _fresh(word: str, count: int, made: dict[str, list[str]], cast: list[Subject]) -> list[str]:
    have = made.setdefault(word, [])
    if len(have) < count:
        more = new_subjects(word, count - len(have), cast, puppet=puppets.nearest(word))
        cast.extend(more)
        have.extend(one.id for one in more)
    return have[:count]


def _shot(
    record: Mapping[str, Any], own: Sequence[Sentence], acting: Mapping[str, Acting], told: Told
) -> Shot:
    action = " ".join(one.text for one in own if one.line is None)
    lines = tuple(one.line for one in own if one.line is not None)
    shot = Shot(
        id="",
        action=action,
        subjects=tuple(acting),
        dialogue=lines,
        size=record["size"],
        angle=record["angle"],
        movement=record["move"],
        length=length(action, lines, record["time"], told.rate),
        acting=acting,
        stretch=stretch(own, told),
        made_by=dict.fromkeys(CHOSEN, "director"),
    )
    return _founded(shot, told)


def by_code(shot: Shot, names: Sequence[str] = ANSWERED) -> Shot:
    """The shot, where code made a plan of what the model said: no field of it is the model's."""
    made = {name: shot.made_by.get(name) for name in names}
    changed: dict[str, Maker] = {name: "repair" for name in made if made[name] == "director"}
    return replace(shot, made_by={**shot.made_by, **changed})


def length(action: str, lines: Sequence[Line], word: str, rate: int) -> int:
    """Frames of a shot: its words' own length, shorter or longer by the model's word, never too
    short for what is said.
    """
    own = timing.shot_length(action, lines, rate)
    least = max(timing.dialogue_length(lines, rate), timing.frames(timing.SHORTEST, rate))
    return max(round(own * LENGTHS[word]), least)


def stretch(own: Sequence[Sentence], told: Told) -> Stretch:
    start, end = own[0].start, own[-1].end
    return Stretch(start, end, told.text[start - told.offset : end - told.offset])


# Against the rules' shots
# --------------------------------------------------------------------------------------------


def floor_of(shot: Shot, scene: Scene) -> Shot | None:
    """The rules' shot of nearly the same stretch, if there is one."""
    best = max(scene.shots, key=lambda one: likeness(shot, one), default=None)
    return best if best is not None and likeness(shot, best) >= SAME else None


def ground_of(shot: Shot, cast: Sequence[Subject], told: Told) -> Ground:
    """What the rules would draw of this shot: their own one of this stretch and size, else these
    words staged by them.
    """
    floor = floor_of(shot, told.scene)
    if not shot.action:
        return Ground(floor)
    known = {one.id: one for one in cast}
    own = [known[id] for id in shot.subjects if id in known]
    made = breakdown.shot(shot.action, cast=own, backdrop=told.backdrop, size=shot.size)
    staged = made.staged
    lead = next(iter(staged.subjects), "")
    drawn = replace(
        shot,
        subjects=staged.subjects,
        layout=staged.layout,
        acting=staged.acting,
        lens=staged.lens,
        camera=preset(shot.movement, layout=staged.layout, subject=lead),
    )
    sure = certain(made.beat, drawn, {one.id: one.name for one in own})
    theirs = floor is not None and floor.size == shot.size
    return Ground(floor if theirs else drawn, sure)


def likeness(one: Shot, two: Shot) -> float:
    """Intersection over union of two shots' stretches; 0 without one."""
    if one.stretch is None or two.stretch is None:
        return 0.0
    shared = min(one.stretch.end, two.stretch.end) - max(one.stretch.start, two.stretch.start)
    whole = max(one.stretch.end, two.stretch.end) - min(one.stretch.start, two.stretch.start)
    return max(shared, 0) / whole if whole > 0 else 0.0


def _founded(shot: Shot, told: Told) -> Shot:
    """The shot on the ground of the rules' one: its id, what hangs on it, its layout as a first
    picture.
    """
    floor = floor_of(shot, told.scene)
    ends: dict[int, Join] = {_end(one): one.join for one in told.scene.shots}
    join = ends.get(_end(shot), "cut")
    if floor is None:
        return replace(shot, id=_id(shot, told.scene), join=join)
    kept = ("id", "lens", "notes", "keyframes", "takes", "circled", "label", "locked")
    return replace(shot, join=join, **{name: getattr(floor, name) for name in kept})


def _end(shot: Shot) -> int:
    return shot.stretch.end if shot.stretch else -1


def _id(shot: Shot, scene: Scene) -> str:
    assert shot.stretch is not None
    words = f"{scene.id}/{shot.stretch.start}/{shot.stretch.end}"
    return "d" + hashlib.sha256(words.encode()).hexdigest()[:11]


def seen_before(shot: Shot, done: Sequence[Shot]) -> Shot | None:
    """The last of the shots ``done`` that tells on which sides of each other this one's subjects
    stand: two of them are in it, and since then none of them was seen to go anywhere. The shot
    before where there is no such.
    """
    own = set(shot.subjects)
    for one in reversed(done):
        if len(own.intersection(one.subjects)) > 1:
            return one
        if any(_goes(one.layout.boxes.get(id, ())) for id in own):
            break
    return done[-1] if done else None


def _goes(path: Sequence[Box | None]) -> bool:
    seen = [box.centre[0] for box in path if box]
    return bool(seen) and (len(seen) < len(path) or abs(seen[-1] - seen[0]) >= TRAVEL)


def torn(drafts: Sequence[Shot], cast: Sequence[Subject], told: Told) -> tuple[str, ...]:
    """What is wrong with the cuts: words that tell of places one after the other, of which the
    rules are sure, are one shot.
    """
    found = []
    for theirs in told.scene.shots:
        cut = [one for one in drafts if likeness(one, theirs) > 0]
        if len(cut) < 2 or not theirs.action:
            continue
        if any(claim.what == "order" for claim in ground_of(theirs, cast, told).sure):
            found.append(f'"{theirs.action[:60]}" tells of places in turn: one shot.')
    return tuple(found)


def unlike(shots: Sequence[Shot], taken: Sequence[str]) -> tuple[Shot, ...]:
    """The shots with ids that occur once: two shots on the ground of one keep it for the first."""
    seen = set(taken)
    result = []
    for shot in shots:
        id, step = shot.id, 2
        while id in seen:
            id, step = f"{shot.id}-{step}", step + 1
        seen.add(id)
        clean = {} if id == shot.id else {"keyframes": (), "takes": (), "circled": "", "label": ""}
        result.append(replace(shot, id=id, **clean))  # type: ignore[arg-type]
    return tuple(result)


def settled(shot: Shot, cast: Sequence[Subject], told: Told, guesses: bool = False) -> Shot:
    """The shot with every choice settled: the model's, the rules' or a repaired one; locked fields
    as they were. With ``guesses`` the rules' guesses at who is meant hold, too.
    """
    found = faults(shot, cast, told, guesses)
    floor = floor_of(shot, told.scene)
    if found:
        shot = _better(shot, found, floor, cast, told, guesses)
    if floor is not None:
        shot = locked_back(shot, floor)
    acting = {id: shot.acting.get(id, _known_acting(id, floor)) for id in shot.subjects}
    shot = replace(shot, acting=acting)
    bound = floor is not None and not floor.locked.isdisjoint({"*", "acting"})
    return shot if bound else _acted(shot, cast, told)


def _acted(shot: Shot, cast: Sequence[Subject], told: Told) -> Shot:
    """The shot with the rules' acting of everyone of whom they are sure what they do, or of whom
    they guess it beside a small model.
    """
    accounts = told.accounts.of(shot, cast, guesses=told.small)
    doers = {id for one in accounts for id in one.doers if id in shot.acting}
    if not shot.action or not doers or not all(one.sure for one in accounts):
        return shot
    theirs = (ground_of(shot, cast, told).shot or shot).acting
    return doing(shot, theirs, doers)


def doing(shot: Shot, theirs: Mapping[str, Acting], doers: Set[str]) -> Shot:
    """The shot with ``doers`` acting as ``theirs`` says, where it says more than standing."""
    known = {id: one for id, one in theirs.items() if id in doers and one.action != STILL}
    changed = {id: one for id, one in known.items() if shot.acting.get(id) != one}
    if not changed:
        return shot
    makers: dict[str, Maker] = {**shot.made_by, "acting": "rules"}
    return replace(shot, acting={**shot.acting, **changed}, made_by=makers)


def faults(
    shot: Shot, cast: Sequence[Subject], told: Told, guesses: bool = False
) -> tuple[Finding, ...]:
    """What is wrong with a shot's choices."""
    accounts = told.accounts.of(shot, cast, guesses)
    return checks.about_choice(shot, cast, shot.action, told.rate, accounts)


def _better(
    shot: Shot,
    found: Sequence[Finding],
    floor: Shot | None,
    cast: Sequence[Subject],
    told: Told,
    guesses: bool,
) -> Shot:
    mine = Counter(finding.field for finding in found)
    theirs: Counter[str] = Counter()
    if floor is not None:
        same = replace(shot, **{name: getattr(floor, name) for name in mine})
        theirs = Counter(one.field for one in faults(same, cast, told, guesses))
    makers: dict[str, Maker] = dict(shot.made_by)
    mended = repair.choice(shot, found, cast)
    for name in mine:
        if floor is not None and theirs[name] < mine[name]:
            shot, makers[name] = replace(shot, **{name: getattr(floor, name)}), "rules"
        else:
            shot, makers[name] = replace(shot, **{name: getattr(mended, name)}), "repair"
            if {one.kind for one in found if one.field == name} <= {"meant", "stranger"}:
                makers[name] = "rules"  # it is they who know who is meant
    return replace(shot, made_by=makers)


def _known_acting(id: str, floor: Shot | None) -> Acting:
    return floor.acting.get(id, Acting()) if floor is not None else Acting()


def locked_back(shot: Shot, kept: Shot) -> Shot:
    """The shot with the fields that the person locked as they were, and who made them."""
    names = {one.name for one in fields(Shot)}
    locked = names if "*" in kept.locked else names & kept.locked
    if not locked:
        return shot
    makers = {
        **shot.made_by,
        **{name: kept.made_by[name] for name in locked if name in kept.made_by},
    }
    return replace(shot, **{**{name: getattr(kept, name) for name in locked}, "made_by": makers})


def sketched(shot: Shot, cast: Sequence[Subject], told: Told) -> Shot:
    """The shot with a first layout until the second answer is there: the rules', completed."""
    return moments.chosen(shot, None, ground_of(shot, cast, told), cast, "")
