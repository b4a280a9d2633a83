"""Patterns: what can happen in one shot, told by a teller and true by construction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.director import checks
from engine.director.lessons import halves, stations, wordings, words
from engine.director.lessons.blocking import Deed
from engine.director.lessons.stories import SIDES, Beat, Person, Teller, _opposite, _sentence
from storyboard import lexicon

CLOSE = ("MS", "MCU", "CU", "ECU")


def beat(teller: Teller, at: int) -> Beat:
    """One shot: a pattern, now and then two, and what the camera does."""
    dice, found = teller.dice, Beat()
    if dice.random() < 0.16 and teller.cast:
        _speech(teller, found)
    else:
        names, weights = tuple(PATTERNS), tuple(one[1] for one in PATTERNS.values())
        PATTERNS[dice.choices(names, weights)[0]][0](teller, found)
        if len(found.who) <= 2 and dice.random() < 0.22:
            _aside(teller, found)
    _camera(teller, found)
    if not found.size:
        found.size = _size(found, at)
    found.length = max(2.0, round(dice.uniform(2, 6)))
    return found


def _size(found: Beat, at: int) -> str:
    """The size that a shot has when nothing is said: the scene's first and its crowds are wide."""
    if found.speaker is not None:
        return "MS"
    moving = {"cross", "through", "rise", "visit", "sequence", "follow", "meet", "nearer", "send"}
    wide = at == 0 or len(found.who) > 2 or any(deed.kind in moving for deed in found.deeds)
    return "WS" if wide else "FS"


def _ids(row: Sequence[Person]) -> tuple[str, ...]:
    return tuple(one.id for one in row)


def say(
    teller: Teller, found: Beat, kind: str, who: Sequence[Person], *others: Person,
    verb: words.Verb | None = None, **slots: object,
) -> None:  # fmt: skip
    """Tell it, and put everyone into the shot; the doers do what the verb says."""
    found.sentences += teller.tell(kind, who, *others, verb=verb, **slots)  # type: ignore[arg-type]
    action = teller.acted
    for one in who:
        found.add(one, action)
    for one in others:
        found.add(one)


def _group(teller: Teller) -> list[Person]:
    """One or several alike, mostly one."""
    number = teller.dice.choices((1, 2, 3, 4, 5), (10, 2, 2, 1, 1))[0]
    return teller.crowd(number) if number > 1 else [teller.someone()]


def a_verb(teller: Teller, motion: str) -> words.Verb:
    return teller.dice.choice(words.verbs(motion))


# Movement
# ----------------------------------------------------------------------------------------


def _cross(teller: Teller, found: Beat) -> None:
    row, way = _group(teller), teller.dice.choice(SIDES)
    kind = teller.dice.choice(("cross", "cross", "to", "through"))
    if kind == "through":
        row = row[:1] if len(row) > 1 and not row[0].told else row
        row = [teller.someone()]
    say(teller, found, kind, row, verb=a_verb(teller, "travel"), way=way)
    found.deeds.append(Deed(kind, _ids(row), way))
    if teller.dice.random() < 0.2:  # a second one the other way
        other = teller.others(*row)
        say(teller, found, "cross", [other], verb=a_verb(teller, "travel"), way=_opposite(way))
        found.deeds.append(Deed("cross", (other.id,), _opposite(way)))


def _rise(teller: Teller, found: Beat) -> None:
    row, way = _group(teller), teller.dice.choice(("up", "down"))
    motion = way if teller.dice.random() < 0.6 else "travel"
    say(teller, found, f"rise {way}", row, verb=a_verb(teller, motion), way=way)
    found.deeds.append(Deed("rise", _ids(row), way))


def _enter(teller: Teller, found: Beat) -> None:
    row, side = _group(teller), teller.dice.choice((*SIDES, *SIDES, ""))
    kind = "enter" if side else "enter any"
    say(teller, found, kind, row, verb=a_verb(teller, "travel"), way=side)
    found.deeds.append(Deed("enter", _ids(row), side))
    if teller.dice.random() < 0.3:
        other = teller.others(*row)
        if side and teller.dice.random() < 0.5:
            say(teller, found, "enter", [other], verb=a_verb(teller, "travel"), way=_opposite(side))
            found.deeds.append(Deed("enter", (other.id,), _opposite(side)))
        else:
            say(teller, found, "still", [other], verb=a_verb(teller, "stay"))


def _leave(teller: Teller, found: Beat) -> None:
    row, side = _group(teller), teller.dice.choice((*SIDES, *SIDES, ""))
    kind = "leave" if side else "leave any"
    say(teller, found, kind, row, verb=a_verb(teller, "travel"), way=side)
    found.deeds.append(Deed("leave", _ids(row), side))


def _visit(teller: Teller, found: Beat) -> None:
    one, side = teller.someone(), teller.dice.choice(SIDES)
    if teller.dice.random() < 0.5:
        spot = teller.dice.choice(("centre", "left", "right"))
        spots = (spot,)
        say(teller, found, "stop", [one], verb=a_verb(teller, "travel"), way=side, spots=spots)
        found.deeds.append(Deed("stop", (one.id,), side, spots=spots))
    else:
        out = teller.dice.choice(SIDES)
        say(teller, found, "visit", [one], verb=a_verb(teller, "travel"), way=side, side2=out)
        found.deeds.append(Deed("visit", (one.id,), side, other=out))


def _nearer(teller: Teller, found: Beat) -> None:
    one, way = teller.someone(), teller.dice.choice(("near", "far"))
    say(teller, found, f"nearer {way}", [one], verb=a_verb(teller, "travel"))
    found.deeds.append(Deed("nearer", (one.id,), way))


def _pair(teller: Teller, found: Beat) -> None:
    """Two move by each other."""
    one = teller.someone()
    two = teller.others(one)
    kind = teller.dice.choice(("follow", "approach", "retreat", "meet"))
    way = ""
    told = kind
    if kind == "follow" and teller.dice.random() < 0.6:
        way, told = teller.dice.choice(SIDES), "follow way"
    verb = a_verb(teller, "travel")
    say(teller, found, told, [one], two, verb=verb, way=way)
    if kind == "follow":
        found.add(two, "run")
    if kind == "meet":
        found.add(two, found.actions[one.id])
    found.deeds.append(Deed(kind, (one.id,), way, other=two.id))


def _send(teller: Teller, found: Beat) -> None:
    one, way = teller.someone(), teller.dice.choice(SIDES)
    two = _thing(teller, one)
    say(teller, found, "send", [one], two, verb=a_verb(teller, "send"), way=way)
    if found.actions[one.id] == "stand":
        found.actions[one.id] = "throw" if "throw" in found.sentences[-1] else "kick"
    found.deeds.append(Deed("send", (one.id,), way, other=two.id))


def _carry(teller: Teller, found: Beat) -> None:
    one = teller.someone()
    two = _thing(teller, one)
    way, verb = teller.dice.choice((*SIDES, "", "")), a_verb(teller, "carry")
    if way and teller.dice.random() < 0.35:  # in from that side
        say(teller, found, "carry in", [one], two, verb=verb, way=way)
        found.deeds += [Deed("enter", (one.id,), way), Deed("carry", (one.id,), other=two.id)]
        return
    say(teller, found, "carry way" if way else "carry", [one], two, verb=verb, way=way)
    found.deeds.append(Deed("carry", (one.id,), way, other=two.id))


def _ride(teller: Teller, found: Beat) -> None:
    one = teller.someone()
    two = teller.others(one)
    way = teller.dice.choice((*SIDES, ""))
    say(teller, found, "ride way" if way else "ride", [one], two, verb=None, way=way)
    found.actions[one.id] = "ride"
    found.deeds.append(Deed("ride", (one.id,), way, other=two.id))


def _thing(teller: Teller, *taken: Person) -> Person:
    for _ in range(10):
        found = teller.others(*taken)
        if found.build in ("thing", "tiny", "small") and not found.proper:
            return found
    return teller.person(proper=False)


# Coming and going in time
# ------------------------------------------------------------------------


def _seen(teller: Teller, found: Beat) -> None:
    row = _group(teller)
    kind = teller.dice.choice(
        ("appear", "vanish", "first half", "second half", "first half", "second half", "flash")
    )
    wanted = [one for one in wordings.TOLD[kind] if "{p1}" in one or "{P1}" in one]
    spots: tuple[str, ...] = ()
    if wanted and teller.dice.random() < (0.15 if "half" in kind else 0.35):
        spots = (teller.dice.choice(("left", "right", "centre")),)
    if kind == "vanish":
        spots = () if teller.dice.random() < 0.85 else (teller.dice.choice(SIDES),)
    choices: tuple[str, ...] = ()
    if "half" in kind and not spots and teller.dice.random() < 0.7:
        choices = (halves.wording(kind, teller.dice),)
    verb = a_verb(teller, "stay")
    say(teller, found, kind, row, verb=verb, spots=spots, choices=choices)
    found.deeds.append(Deed(kind, _ids(row), spots=spots))
    if teller.dice.random() < 0.35:  # somebody who is there all the time
        other = teller.others(*row)
        say(teller, found, "still", [other], verb=a_verb(teller, "stay"))


def _sequence(teller: Teller, found: Beat) -> None:
    dice, one = teller.dice, teller.someone()
    number = dice.choice((2, 3, 3, 3))
    flat = ("left", "centre", "right")
    high = ("top", "middle", "bottom", "left", "right")
    corners = ("top left", "top right", "bottom left", "bottom right", "middle")
    mixed = (*corners, "left", "right", "top", "bottom", "centre")
    pool = dice.choice((flat, high, corners, mixed, mixed, mixed))
    spots = tuple(dice.sample(pool, number))
    verb = a_verb(teller, "travel")
    choices = (stations.wording(number, dice),) if dice.random() < 0.4 else ()
    say(teller, found, "sequence", [one], verb=verb, spots=spots, choices=choices)
    found.deeds.append(Deed("sequence", (one.id,), spots=spots))


def _reach(teller: Teller, found: Beat) -> None:
    """To a place, from wherever one is; the sides are where a plain movement goes."""
    one = teller.someone()
    spot = teller.dice.choice(
        ("top", "bottom", "centre", "top left", "top right", "bottom left", "bottom right")
    )
    say(teller, found, "reach", [one], verb=a_verb(teller, "travel"), spots=(spot,))
    found.deeds.append(Deed("reach", (one.id,), spots=(spot,)))


# Standing
# ----------------------------------------------------------------------------------------


def _at(teller: Teller, found: Beat) -> None:
    dice = teller.dice
    sides = ["left", "right", "centre"]
    dice.shuffle(sides)
    for side in sides[: dice.choice((1, 2, 2, 3))]:
        spot = side
        if dice.random() < 0.3:
            spot = dice.choice(("top", "top left", "top right", "bottom left", "bottom right"))
            if side == "centre":
                spot = dice.choice(("top", "bottom", "middle"))
            elif side not in spot:
                spot = f"{dice.choice(('top', 'bottom'))} {side}"
        row = _group(teller) if spot in ("left", "right", "centre") else [teller.someone()]
        if any(one in found.who for one in row):
            continue
        say(teller, found, "at", row, verb=a_verb(teller, "stay"), spots=(spot,))
        found.deeds.append(Deed("at", _ids(row), spots=(spot,)))


def _beside(teller: Teller, found: Beat) -> None:
    dice = teller.dice
    one = teller.someone()
    two = teller.others(one)
    way = dice.choice(
        ("left", "right", "left", "right", "above", "below", "on", "behind", "front", "beside")
    )
    say(teller, found, f"beside {way}", [one], two, verb=a_verb(teller, "stay"))
    found.deeds.append(Deed("beside", (one.id,), way, other=two.id))


def _between(teller: Teller, found: Beat) -> None:
    one = teller.someone()
    two = teller.others(one)
    three = teller.others(one, two)
    say(teller, found, "between", [one], two, three, verb=a_verb(teller, "stay"))
    found.deeds.append(Deed("between", (one.id,), other=two.id, third=three.id))


def _bigger(teller: Teller, found: Beat) -> None:
    """Sizes told against each other: the boxes follow the words, whatever the nouns say."""
    one = teller.someone()
    two = teller.others(one)
    kind = teller.dice.choice(("bigger", "bigger", "same size"))
    say(teller, found, kind, [one], two, verb=a_verb(teller, "stay"))
    found.deeds.append(Deed(kind, (one.id,), other=two.id))
    found.actions = dict.fromkeys(found.actions, "stand")


def _crowd(teller: Teller, found: Beat) -> None:
    """One to five of a thing, now and then of two things."""
    dice = teller.dice
    number = dice.choice((1, 2, 3, 4, 5))
    row = teller.crowd(number) if number > 1 else [teller.person(proper=False)]
    say(teller, found, "still", row, verb=a_verb(teller, "stay"))
    if number < 4 and dice.random() < 0.4:
        other = teller.crowd(2) if dice.random() < 0.4 else [teller.person()]
        say(teller, found, "still", other, verb=a_verb(teller, "stay"))


def _coloured(teller: Teller, found: Beat) -> None:
    """Two things with a colour each."""
    dice = teller.dice
    row = [teller.person(proper=False) for _ in range(2)]
    for one, colour in zip(row, dice.sample(words.COLOURS, 2), strict=True):
        one.adjective, one.scale = colour, 1.0
    if dice.random() < 0.5:
        say(teller, found, "together", row[:1], row[1], verb=a_verb(teller, "stay"))
        return
    way = dice.choice(("left", "right", "beside", "above", "on"))
    say(teller, found, f"beside {way}", row[:1], row[1], verb=a_verb(teller, "stay"))
    found.deeds.append(Deed("beside", (row[0].id,), way, other=row[1].id))


def _still(teller: Teller, found: Beat) -> None:
    for _ in range(teller.dice.choice((1, 1, 2))):
        one = teller.someone()
        if one in found.who:
            continue
        say(teller, found, "still", [one], verb=a_verb(teller, "stay"))


def _looks(teller: Teller, found: Beat) -> None:
    one = teller.someone()
    two = teller.others(one)
    kind = teller.dice.choice(("look", "together"))
    say(teller, found, kind, [one], two, verb=a_verb(teller, "face" if kind == "look" else "stay"))


def _aside(teller: Teller, found: Beat) -> None:
    """One sentence more, about somebody who is there already."""
    one = found.who[0]
    if one.group > 1:
        return
    before = dict(found.actions)
    say(teller, found, "still", [one], verb=a_verb(teller, "stay"))
    found.actions[one.id] = before[one.id] if before[one.id] != "stand" else found.actions[one.id]


def _speech(teller: Teller, found: Beat) -> None:
    """One line of dialogue: its speaker is seen."""
    people = [one for one in teller.cast if one.proper]
    speaker = teller.dice.choice(people) if people else teller.person(proper=True)
    speaker.told = True
    found.speaker = speaker
    found.sentences.append(teller.dice.choice(wordings.SPOKEN))
    found.add(speaker, "talk")
    teller.last = [speaker]


def _camera(teller: Teller, found: Beat) -> None:
    """What the camera is told to do: a sentence before or after."""
    dice = teller.dice
    if found.speaker is not None:
        return
    tables: Mapping[str, Mapping[str, str]] = {
        "size": lexicon.SIZE_WORDS, "move": lexicon.MOVEMENT_WORDS, "angle": lexicon.ANGLE_WORDS,
    }  # fmt: skip
    for field, table in tables.items():
        if dice.random() > {"size": 0.1, "move": 0.14, "angle": 0.04}[field]:
            continue
        said = dice.choice([one for one in table if len(one) > 3])
        one = found.who[0]
        text = dice.choice(wordings.CAMERA[field])
        name = teller.called([one]) if "{A}" in text and one.group == 1 else "All of it"
        told = _sentence(
            text.format(words=said, Words=said.capitalize(), WORDS=said.upper(), A=name)
        )
        asked = checks.asked_camera(" ".join(told.casefold().split()))
        wanted = {"size": "size", "move": "movement", "angle": "angle"}[field]
        if asked.get(wanted) != table[said] or set(asked) != {wanted}:
            continue
        setattr(found, field, table[said])
        if "{A}" in text or dice.random() < 0.5:
            found.sentences.insert(0, told)
        else:
            found.sentences.append(told)
    text = " ".join(found.sentences).casefold()
    if any(word in text for word in ("slowly", "for a while", "quietly", "slow")):
        found.time = "long"
    elif any(word in text for word in ("suddenly", "for a moment", "briefly", "quick")):
        found.time = "short"


PATTERNS = {
    "cross": (_cross, 14), "rise": (_rise, 7), "enter": (_enter, 9), "leave": (_leave, 6),
    "visit": (_visit, 4), "nearer": (_nearer, 2), "pair": (_pair, 10), "send": (_send, 3),
    "carry": (_carry, 9), "ride": (_ride, 2), "seen": (_seen, 32), "sequence": (_sequence, 60),
    "reach": (_reach, 10),
    "at": (_at, 14), "beside": (_beside, 56), "between": (_between, 2), "bigger": (_bigger, 22),
    "crowd": (_crowd, 11), "coloured": (_coloured, 5), "still": (_still, 5), "looks": (_looks, 5),
}  # fmt: skip
