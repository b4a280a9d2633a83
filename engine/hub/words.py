"""Words: a frame's cue as plain sentences, for models that read a prompt."""

from __future__ import annotations

from storyboard.camera import through
from storyboard.cue import FrameCue, SubjectCue
from storyboard.inflection import forms

FRAMINGS = ((1.6, "Extreme close-up"), (1.1, "Close-up"), (0.8, "Medium shot"), (0.5, "Full shot"))
SIDES = ((0.22, "at the far left"), (0.4, "on the left"), (0.6, "in the middle"),
         (0.78, "on the right"))  # fmt: skip
LIGHT = {
    "day": "in daylight",
    "dawn": "at dawn, in low warm light",
    "dusk": "at dusk, in fading golden light",
    "night": "at night, in the dark",
}
WEATHER = {"clear": "", "rain": "in the rain", "snow": "in falling snow"}
UNSAID = {"vary", "build", "age", "lit"}  # attributes that shape a puppet, not a prompt
BUILDS = {"build", "age"}


def prompt(cue: FrameCue) -> str:
    """All of a frame: framing, who does what where in it, the place, the light. The words that call
    a LoRA stay as they are written.
    """
    everyone = [f"{doing(subject)} {where(cue, subject)}" for subject in cue.subjects]
    parts = [framing(cue), cue.action, *map(_sentence, everyone), ground(cue)]
    told = " ".join(_sentence(part) for part in parts if part)
    return f"{cue.called}, {told}" if cue.called else told


def short(cue: FrameCue) -> str:
    """The same for readers of 77 tokens, the place first: boxes tell them where everyone is."""
    place = ground(cue).rstrip(".")
    everyone = "; ".join(doing(subject) for subject in reversed(cue.subjects))
    told = ". ".join(filter(None, (framing(cue), place, everyone)))
    return f"{cue.called}, {told}" if cue.called else told


def ground(cue: FrameCue) -> str:
    """The place in its light, without anybody."""
    place = " ".join(dict.fromkeys(filter(None, (place_name(cue), cue.look))))
    told = ", ".join(filter(None, (place, LIGHT[cue.daytime], WEATHER[cue.weather])))
    return _sentence(told)


def place_name(cue: FrameCue) -> str:
    """What the place is called: the cue's words without hour and weather."""
    said = [word for word in cue.words.split() if word not in (cue.daytime, cue.weather)]
    return " ".join(said) or cue.backdrop.replace("_", " ")


def framing(cue: FrameCue) -> str:
    """The size of the shot: as the cue says, else by its largest figure."""
    if cue.framing:
        return cue.framing
    tallest = max((through(cue.camera, s.box).height for s in cue.subjects), default=0.0)
    return next((words for least, words in FRAMINGS if tallest >= least), "Wide shot")


def who(subject: SubjectCue) -> str:
    """A subject as it looks, by the words that its LoRA knows it: "ohwx, a girl with a yellow
    dress".
    """
    return f"{subject.called}, {_look(subject)}" if subject.called else _look(subject)


def _look(subject: SubjectCue) -> str:
    kind = subject.kind or "figure"
    if subject.look:
        if kind.split()[-1] in subject.look.split():
            return _article(subject.look)
        return f"{_article(kind)} with {subject.look}"
    told = [v for name, v in sorted(subject.attributes.items()) if name == "colour"]
    told += [v for name, v in sorted(subject.attributes.items()) if name in ("size", *BUILDS)]
    worn = [name for name, v in sorted(subject.attributes.items()) if v == "yes"]
    plain = _article(" ".join([*told, kind]))
    return f"{plain} with {' and '.join(_article(name) for name in worn)}" if worn else plain


def doing(subject: SubjectCue) -> str:
    """A subject and its deed: "a brown dog, running"."""
    deeds = list(dict.fromkeys([*subject.action.split(), *subject.words.split()[:1]]))
    told = " and ".join(dict.fromkeys(_ing(deed) for deed in deeds if deed != "stand"))
    return f"{who(subject)}, {told}" if told else who(subject)


def where(cue: FrameCue, subject: SubjectCue) -> str:
    """Its place in the frame, in words."""
    box = through(cue.camera, subject.box)
    x = box.centre[0]
    side = next((words for most, words in SIDES if x < most), "at the far right")
    if box.y1 < 0.45:
        return f"{side}, high up"
    return f"{side}, filling the frame" if box.height > 1 else side


def _ing(verb: str) -> str:
    return next((form for form, kind in forms(verb, []).items() if kind == "ing"), verb)


def _article(noun: str) -> str:
    if noun.split()[0] in ("a", "an", "the", "two", "three", "some"):
        return noun
    return f"{'an' if noun[0].lower() in 'aeiou' else 'a'} {noun}"


def _sentence(text: str) -> str:
    text = text.strip()
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?" else ".")
