"""The two questions: a scene's text to shots, and a shot to its layout. Words, forms, and what the
answers mean.

The same two questions go to a general instruct model and to the bundled one. The model never spells
what is known: sentences have numbers, subjects letters, and a new subject is a word of the scene's
own text that the grammar offers. Values are few and short, so that an answer is about a hundred
tokens a shot.
"""

from __future__ import annotations

import json
import string
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import get_args

from engine.director import marks, numbered, sizes
from engine.director.grammar import (
    Cover,
    Either,
    Form,
    Many,
    Nothing,
    Number,
    Prose,
    Record,
    Row,
    Words,
)
from engine.director.numbered import Sentence, by_id, told
from storyboard import poses
from storyboard.board import Angle, Movement, Place, Scene, Shot, Size, Subject
from storyboard.breakdown.witness import Meant

SIZES = get_args(Size)
ANGLES = get_args(Angle)
MOVEMENTS = get_args(Movement)
LETTERS = string.ascii_uppercase
LENGTHS: Mapping[str, float] = {
    "short": 0.8,
    "medium": 1.0,
    "long": 1.5,
}  # times the words' own length
MOST_SEEN = 6  # subjects of one shot
MOST_ALIKE = 5  # new subjects that one word can name
MOST_KEYS = 5  # boxes of one subject in an answer: start, quarter, middle, three quarters, end
LOW, HIGH = -50, 150  # boxes in hundredths of the frame
NOTES = 300  # characters of thinking before the boxes

Message = Mapping[str, str]


@lru_cache(maxsize=1)
def actions() -> tuple[str, ...]:
    """Every action that some bundled puppet can do; "stand" first."""
    known = {action for rig in poses.rigs() for action in poses.actions(rig)} - {"stand"}
    return ("stand", *sorted(known))


# Call 1: a scene to shots
# --------------------------------------------------------------------------------------------


def scene_form(
    letters: Sequence[str],
    words: Sequence[str],
    last: int,
    *,
    one: bool = False,
    notes: bool = False,
) -> Form:
    """Shots that cover the sentences 1 to ``last``; ``one`` asks for a single shot."""
    known = Row((Words(tuple(letters)), Words(actions())))
    fresh = Row((Words(tuple(words)), Words(actions()), Number(1, MOST_ALIKE)))
    ways: list[Form] = [form for form, some in ((known, letters), (fresh, words)) if some]
    who = Many(Either(tuple(ways)), 0, MOST_SEEN) if ways else Many(Nothing(), 0, 0)
    shot = Record((
        ("who", who),
        ("size", Words(SIZES)),
        ("angle", Words(ANGLES)),
        ("move", Words(MOVEMENTS)),
        ("time", Words(tuple(LENGTHS))),
    ))  # fmt: skip
    shots = Cover("to", 1, last, shot, whole=one)
    fields: list[tuple[str, Form]] = [("shots", shots)]
    return Record(tuple([("notes", Prose(NOTES)), *fields] if notes else fields))


def longest_shot(letters: Sequence[str], words: Sequence[str], last: int) -> str:
    """The longest shot that the form allows, to count its tokens."""
    names = [
        f'["{word}","{max(actions(), key=len)}",{MOST_ALIKE}]'
        for word in sorted(words, key=len)[-MOST_SEEN:]
    ]
    names += [f'["{letter}","{max(actions(), key=len)}"]' for letter in letters][
        : MOST_SEEN - len(names)
    ]
    return (
        f'{{"to":{last},"who":[{",".join(names)}],"size":"MCU","angle":"{max(ANGLES, key=len)}",'
        f'"move":"{max(MOVEMENTS, key=len)}","time":"medium"}},'
    )


_SCENE = """You are a film director. You turn a scene into shots. Answer with one line of JSON.
to: the number of the shot's last sentence. Shots go on from each other; the last one ends with
the last sentence.
who: everyone and everything seen, each [letter, action].
What has no letter: ["word of the text", action, how many].
action: {actions}.
size: EWS far away, WS the whole place, FS a whole body, MS to the waist, MCU to the chest,
CU a face, ECU a detail.
angle: {angles}. move: {moves}. time: short, medium or long.
In brackets stands who is meant by a letter (with ? a guess), what a verb means as an action,
and at a sentence's end what it asks of the camera; behind each number all of them in a row.
Begin a new shot when the eye should go elsewhere. Example:
Cast:
A TOM, boy, he
Scene: LAKE, day
1[A,sit] Tom[A] sits[sit] by the lake.
2[swim,A] A duck swims[swim] to him[A].
3[A] TOM[A]: "Hello, duck."
Shots:
{example}"""
_SHOTS = {
    "shots": [
        {
            "to": 2,
            "who": [["A", "sit"], ["duck", "swim", 1]],
            "size": "WS",
            "angle": "eye level",
            "move": "hold",
            "time": "medium",
        },
        {
            "to": 3,
            "who": [["A", "talk"]],
            "size": "MCU",
            "angle": "eye level",
            "move": "hold",
            "time": "short",
        },
    ]
}


def scene_messages(
    sentences: Sequence[Sentence],
    letters: Mapping[str, Subject],
    scene: Scene,
    place: Place | None,
    note: str = "",
    longest: int = 600,
) -> list[Message]:
    """The first question. ``sentences`` are each cut at ``longest`` characters."""
    system = _SCENE.format(
        actions=", ".join(actions()),
        angles=", ".join(ANGLES),
        moves=", ".join(MOVEMENTS),
        example=written(_SHOTS),
    )
    names = {subject.id: subject.name for subject in letters.values()}
    letter_of = by_id(letters)
    lines = ["Cast:", *_cast(letters)] if letters else []
    where = f"{quoted(place.name)}, " if place else ""
    lines += [
        f"Scene: {where}{scene.daytime}{'' if scene.weather == 'clear' else ', ' + scene.weather}"
    ]
    for number, one in enumerate(sentences, 1):
        words, mark = quoted(one.text, longest), ""
        if one.line is not None:
            mark = f"[{letter_of[one.line.speaker]}]" if one.line.speaker in letter_of else ""
            words = f'{quoted(names.get(one.line.speaker, "SOMEONE"))}{mark}: "{words}"'
        else:
            known = numbered.marks(words, letters, _kept(one.meant, one.text, words))
            words, mark = _marked(words, marks.acted(words) | known)
        lines.append(f"{number}{mark} {words}")
    if note:
        lines.append(f"Wish: {_wish(note, letters)}")
    lines.append("Shots:")
    return [{"role": "system", "content": system}, {"role": "user", "content": "\n".join(lines)}]


# Call 2: a shot to its layout
# ----------------------------------------------------------------------------------------


def layout_form(letters: Sequence[str], *, notes: bool = False) -> Form:
    """A list of boxes for each letter, and the camera as [centre x, centre y, width]."""
    side = Number(LOW, HIGH)
    keys = Many(Either((Row((side, side, side, side)), Nothing())), 1, MOST_KEYS)
    camera = Many(Row((Number(0, 100), Number(0, 100), Number(20, 125))), 1, 3)
    fields: list[tuple[str, Form]] = [(letter, keys) for letter in letters]
    fields.append(("camera", camera))
    return Record(tuple([("notes", Prose(NOTES)), *fields] if notes else fields))


def longest_layout(letters: Sequence[str]) -> str:
    """The longest layout that the form allows, to count its tokens."""
    keys = ",".join(["[-50,-50,-50,-50]"] * MOST_KEYS)
    boxes = ",".join(f'"{letter}":[{keys}]' for letter in letters)
    return f'{{{boxes},"camera":[[100,100,125],[100,100,125],[100,100,125]]}}'


_LAYOUT = """You place the subjects of a film shot in the picture. Answer with one line of JSON:
for each letter a list of boxes, then the camera.
A box is [left,top,right,bottom]; the picture is 0 to 100 wide and 0 to 100 high;
x grows to the right and y downwards.
One box: the subject stays. Two to five boxes: where it is at evenly spaced times from the first
frame to the last, in straight lines between.
null: not there at that time. Below 0 or above 100 is outside the picture: who enters begins
outside, who leaves ends outside.
Each subject's usual width and height in this shot are told, as 10x45; say where it is.
In brackets stand who is meant by a letter (with ? a guess), sides of the picture, and parts of the
shot's time in hundredths; after Read all of them in a row, places numbered in their order.
People stand on the ground near y 90. Boxes keep apart unless one is on, in or behind another.
camera: [centre x, centre y, width]; [[50,50,100]] holds; two of them move it. Example:
A TOM, boy, he, 18x52: walk
B duck, it, 14x16: swim
Text: Tom[A] walks in from the left[from left]. The duck[B] swims on the right[at right].
Read: [A,1 from left,B,2 at right]
WS, hold, 4 seconds
Boxes:
"""
_BOXES = {
    "A": [[-30, 40, -12, 92], [25, 40, 43, 92]],
    "B": [[66, 70, 80, 86]],
    "camera": [[50, 50, 100]],
}


def layout_messages(
    shot: Shot,
    letters: Mapping[str, Subject],
    place: Place | None,
    rate: int,
    before: str = "",
    note: str = "",
    longest: int = 800,
    meant: Sequence[Meant] = (),
) -> list[Message]:
    """The second question. ``before`` tells who stood where at the end of the shot before,
    ``meant`` whom the phrases of the shot's action mean.
    """
    lines = []
    large = sizes.told(shot.size, letters)
    for letter, subject in letters.items():
        action = shot.acting[subject.id].action if subject.id in shot.acting else "stand"
        lines.append(f"{letter} {quoted(told(subject))}, {large[letter]}: {action}")
    where = f" ({quoted(place.name)})" if place else ""
    words = quoted(shot.action or "They talk.", longest)
    known = numbered.marks(words, letters, _kept(meant, shot.action, words))
    sides = marks.placed(words)
    text, read = _marked(words, sides | known)
    lines.append(f"Text{where}: {text}")
    if sides:
        lines.append(f"Read: {read}")
    if before:
        lines.append(f"Before: {before}")
    if note:
        lines.append(f"Wish: {_wish(note, letters, placed=True)}")
    lines += [f"{shot.size}, {shot.movement}, {shot.length / rate:.0f} seconds", "Boxes:"]
    return [
        {"role": "system", "content": _LAYOUT + written(_BOXES)},
        {"role": "user", "content": "\n".join(lines)},
    ]


def _marked(words: str, known: Mapping[int, str]) -> tuple[str, str]:
    """The words with their marks, and the marks alone in their order: a small model finds there
    what it looks for.
    """
    return numbered.marked(words, known), marks.row(known)


def _wish(note: str, letters: Mapping[str, Subject], placed: bool = False) -> str:
    words = quoted(note)
    known = numbered.marks(words, letters)
    return numbered.marked(words, marks.placed(words) | known if placed else known)


def _kept(meant: Sequence[Meant], text: str, words: str) -> tuple[Meant, ...]:
    """Those whose place in ``words`` is that in the script's ``text``."""
    return tuple(one for one in meant if quoted(text[: one.end], len(text)) == words[: one.end])


def again(messages: Sequence[Message], answer: str, words: Sequence[str]) -> list[Message]:
    """The question once more, with the answer it got and what was wrong with it."""
    cue = messages[-1]["content"].rsplit("\n", 1)[-1]
    said = "\n".join(f"- {word}" for word in words[:8])
    return [
        *messages,
        {"role": "assistant", "content": answer},
        {
            "role": "user",
            "content": f"This is wrong:\n{said}\nAnswer again, whole.\nCorrected {cue}",
        },
    ]


def _cast(letters: Mapping[str, Subject]) -> list[str]:
    return [f"{letter} {quoted(told(subject))}" for letter, subject in letters.items()]


def written(answer: object) -> str:
    """An answer as the model has to write it."""
    return json.dumps(answer, separators=(",", ":"), ensure_ascii=False)


def quoted(text: str, longest: int = 200) -> str:
    """Script text as plain words on one line, without marks that a chat template may use."""
    kept = "".join(
        _SAFE.get(character, character) if character.isprintable() else " " for character in text
    )
    words = " ".join(kept.split())
    return words if len(words) <= longest else words[:longest].rsplit(" ", 1)[0] + " ..."


_SAFE = {"<": "(", ">": ")", "[": "(", "]": ")", "|": "/", '"': "'", "\u201c": "'", "\u201d": "'"}
