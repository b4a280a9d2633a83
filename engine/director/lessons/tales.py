"""Tales: whole scenes, out of patterns or of what two or three people do one after the other."""

from __future__ import annotations

import random

from engine.director.lessons import patterns, words
from engine.director.lessons.blocking import Deed
from engine.director.lessons.stories import SIDES, Beat, Story, Teller


def story(dice: random.Random, beats: int = 0) -> Story:
    """A scene of a few beats."""
    teller = Teller(dice)
    for _ in range(dice.choice((0, 0, 1, 1, 2))):
        teller.person(proper=True)
    if not beats and dice.random() < 0.3:
        row = tale(teller)
    else:
        number = beats or dice.choice((1, 1, 1, 1, 2, 2, 3, 4))
        row = [patterns.beat(teller, at) for at in range(number)]
    daytime = dice.choice(("day", "day", "dawn", "dusk", "night"))
    weather = dice.choice(("clear", "clear", "clear", "rain", "snow"))
    place = dice.choice(words.PLACES) if dice.random() < 0.7 else words.made_up(dice).capitalize()
    return Story(place, daytime, weather, row, teller.cast)


def tale(teller: Teller) -> list[Beat]:
    """Two or three people and what they do, one after the other: who is meant is all there is."""
    dice = teller.dice
    row = [teller.person(proper=dice.random() < 0.7) for _ in range(dice.choice((1, 2, 2, 2, 3)))]
    found: list[Beat] = []
    for at in range(dice.randint(4, 8)):
        one = row[at] if at < len(row) else dice.choice(row)
        same = bool(found) and found[-1].who == [one]
        if same and dice.random() < 0.4:
            shot = found[-1]  # whoever goes on is still in the picture
        else:  # or seen from nearer: who comes next is not to be guessed from who was last
            shot = Beat(size="WS" if not found else "MS" if same else "FS")
            found.append(shot)
        kind = dice.choice(("still", "still", "still", "to", "look"))
        if kind == "look":
            others = [other for other in row if other is not one and other.told]
            if others:
                patterns.say(
                    teller,
                    shot,
                    kind,
                    [one],
                    dice.choice(others),
                    verb=patterns.a_verb(teller, "face"),
                )
                continue
        if kind == "to" and shot.who == []:
            way = dice.choice(SIDES)
            patterns.say(teller, shot, kind, [one], verb=patterns.a_verb(teller, "travel"), way=way)
            shot.deeds.append(Deed(kind, (one.id,), way))
            continue
        patterns.say(teller, shot, "still", [one], verb=patterns.a_verb(teller, "stay"))
    return found
