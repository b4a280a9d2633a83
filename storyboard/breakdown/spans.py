"""Parts of a sentence that are found whole: sides of the picture, times of the shot, camera
language, framing words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from storyboard.breakdown.asides import Kind, asides
from storyboard.breakdown.depths import depths
from storyboard.breakdown.sights import echoes, sights
from storyboard.breakdown.times import When, times
from storyboard.breakdown.turns import Plain, turns
from storyboard.lexicon import ANGLE_WORDS, MOVEMENT_WORDS, SIDES, SIZE_WORDS

Role = Literal["from", "to", "at", "bare", "enter", "exit"]


@dataclass(frozen=True, slots=True)
class Side:
    """A part of the picture and how it is meant: a start, an end, a stay, or only a direction.

    None = not said.
    """

    role: Role
    x: float | None = None
    y: float | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """Words that only frame what is seen: "we see", "the camera pans across"."""


@dataclass(frozen=True, slots=True)
class Aside:
    """Words that tell of nobody: an order ("at last") or a manner ("on tiptoe")."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class Turn:
    """Words that stand for plainer ones: "dwarfs" for "is bigger than"."""

    plain: Plain


@dataclass(frozen=True, slots=True)
class Span:
    """A found part, in characters of the lower-case sentence."""

    start: int
    end: int
    what: Side | When | Skipped | Aside | Turn


_OF = (
    r"(?:\s+of\s+(?:the\s+|this\s+|our\s+)?(?:frame|screen|picture|image|scene|shot|view|stage|video|canvas|window|clip|"
    r"composition|display))?"
)
_NOUN = (
    r"(?:[\s-]hand)?(?:\s+(?:side|corner|edge|half|part|third|end|portion|area|region|quarter|"
    r"quadrant|border|margin))?"
)
_HORIZONTAL = r"left|right|cent(?:er|re)|middle"
_PLACE = (
    r"(?:(?:far|very|extreme|absolute|exact|dead)[\s-])?"
    rf"(?:(?P<{{p}}v>top|upper|bottom|lower)(?:[\s-](?P<{{p}}h>{_HORIZONTAL}))?|(?P<{{p}}g>{_HORIZONTAL})(?:[\s-](?P<{{p}}w>top|bottom|left|right))?)"
    rf"{_NOUN}{_OF}(?![\s-]?(?:left|right|hand|foot|arm|leg|eye|paw|wing|shoulder|shoe|ear)\b)(?!\s+(?:of|side|hand|corner|edge|end|half|part|than)\b)\b(?!')"
)
_PREPOSITION = (
    r"until\s+(?:it|he|she|they)\s+(?:is|are|was|were|reaches|stands|sits|rests|arrives|gets)"
    r"(?:\s+(?:in|at|on|to|by))?|from|starting\s+(?:at|on|in|from)|beginning\s+(?:at|on|in)|to|toward|towards|into|onto|until|"
    r"ending(?:\s+up)?\s+(?:at|on|in)|for|at|in|on|near|along|by|reach(?:es|ing)?|off(?:\s+to)?|over\s+to|across\s+to|"
    r"up\s+to|down\s+to|out\s+to|through|via|by\s+way\s+of"
)
_SIDED = re.compile(
    rf"(?:\b(?P<prep>{_PREPOSITION})\s+)?(?:the\s+|frame[\s-]|screen[\s-]|camera[\s-]|stage[\s-])?(?:the\s+)?\b{_PLACE.format(p='a')}"
)
_BEYOND = re.compile(
    r"\b(?P<how>from\s+)?(?:(?:out|off|outside|beyond)\s+of\s+|off[\s-]?|outside\s+(?:the\s+)?|out\s+)"
    r"(?:the\s+|our\s+)?(?:frame|screen|camera|picture|view|shot|sight|stage)\b(?:[\s-]+(?P<side>left|right)\b)?"
)
_INTO = re.compile(
    r"\b(?:in)?to\s+(?:the\s+|our\s+)?(?:frame|view|shot|picture|scene|sight|screen)\b(?!')"
)
# "Turns up" and "ends up" go nowhere
_RISING = (
    "".join(
        rf"(?<!{form} )"
        for verb in ("turn", "show", "pop", "crop", "end", "wind")
        for form in (verb, f"{verb}s", f"{verb}ed", f"{verb}ing")
    )
    + r"(?<!shown )(?<!wound )(?<!popped )(?<!cropped )(?<!popping )"
)
_VERTICAL = re.compile(
    r"\bfrom\s+(?P<from>above|below|overhead|beneath|high\s+up|the\s+(?:sky|clouds|heavens|ceiling)|the\s+(?:ground|floor|depths))\b(?!\s+(?:the|a|an)\b)|"
    r"\b(?P<way>upwards?|downwards?|"
    + _RISING
    + r"up(?!\s+(?:to|until|till)\b|-|\s+the\s+(?:garden\s+)?(?:street|road|path|hall|beach|"
    r"corridor|lane|aisle|coast|shore|river|track|way|drive|driveway|avenue|alley)\b)|"
    r"down(?!\s+to\b|-|\s+the\s+(?:street|road|path|hall|beach|corridor|lane|aisle|coast|shore|"
    r"river|track|way)\b)|skywards?|earthwards?|leftwards?|rightwards?)\b|"
    r"\b(?:(?:in)?to|towards?)\s+the\s+(?P<sky>sky|air|heavens|clouds|ceiling|roof|rafters|treetops|heights|stars)\b|"
    r"\b(?:to(?:wards?)?)\s+the\s+(?P<ground>ground|floor|earth|carpet|depths)\b|"
    r"\b(?P<higher>(?:ever\s+)?higher\s+and\s+higher|ever\s+higher|from\s+low\s+to\s+high)\b(?!\s+than)|"
    r"\b(?P<lower>(?:ever\s+)?lower\s+and\s+lower|ever\s+lower|from\s+high\s+to\s+low)\b(?!\s+than)|"
    r"\b(?P<hang>high\s+in\s+the\s+(?:sky|air)|in\s+the\s+(?:sky|air)|overhead|in\s+mid-?air)\b"
)
_CAMERA = re.compile(
    "|".join(
        rf"\b(?<!at the ){re.escape(phrase)}"  # "at the close on the right" asks nothing of it
        for phrase in sorted([*SIZE_WORDS, *MOVEMENT_WORDS, *ANGLE_WORDS], key=len, reverse=True)
        if phrase not in ("from above", "from below", "cu", "insert", "wide:")
    )
)
_FRAMING = re.compile(
    r"^(?!(?:[a-z]+,?\s+){0,3}half\b)(?:an?\s+|the\s+|this\s+is\s+an?\s+)?(?:(?:[a-z\-]+,?\s+){0,3}?)(?:video|scene|shot|clip|image|picture|footage|film|view|animation|movie)\s+"
    r"(?:of|with|showing|shows|in\s+which|where|featuring|features|depicting|depicts|that\s+shows|containing|contains|has)\b"
    r"(?:\s+(?:an?\s+|the\s+)?(?:[a-z\-]+\s+)?scene\s+(?:of|with|in\s+which|where))?|"
    r"(?<!first )(?<!last )(?<!that )\b(?:we|you|i|one\s+can|one)\s+"
    r"(?:now\s+|can\s+|also\s+|then\s+)?(?:sees?|find|watch|discover|notice|meet|hear|count|spot)\b(?:\s+that\b)?|"
    r"\bwe\s+(?:now\s+|then\s+)?(?:leave|pick\s+up|come\s+(?:up)?on|come\s+across)\b(?=\s+(?:it|him|her|them|an?|the)\b)|"
    r"^(?:look(?:ing)?\s+at|watch|see|imagine|picture|notice|here\s+(?:is|are|comes?))\b|"
    r"\b(?:the\s+)?camera\s+(?:then\s+|slowly\s+|now\s+|gently\s+)?(?:shows?|reveals?|finds?|settles\s+on|rests\s+on|holds\s+on|stays\s+on|stays\s+with|"
    r"pans?|tilts?|moves?|follows?|tracks?|pushes|pulls|zooms|dollies|glides|drifts|rises|lowers|cranes|circles|lingers\s+on)"
    r"(?:\s+(?:slowly|gently|quickly|in|out|back|up|down|left|right|across|along|over|closer|away|around|to\s+the\s+(?:left|right)|on|past|"
    r"from\s+left\s+to\s+right|from\s+right\s+to\s+left|with)\b)*(?:\s+(?:to\s+(?:reveal|show|find)|revealing|showing))?|"
    r"\b(?<!the )(?:close|angle|wide|back|closer|tight|hold|focus)\s+on\b|"
    r"^(?:insert|pov|establishing)\b|\breveal(?:s|ing)?\b(?=\s+(?:an?|the)\b)"
)
# "It is four lions, asking"; "it is to the right that it limps"
_CLEFT = re.compile(
    r"^(?:it|this|that)\s*(?:is|'s|was)\s+(?=(?:an?|the|one|two|three|four|five|six|seven|eight|nine|ten|\d+)\s|"
    r"(?:only\s+)?(?:to|on|at|from|in|by|after|(?:not\s+)?(?:until|before|till))\s[^.]*"
    r"(?<!after )\bthat\s+\w)|"
    r"^not\s+only\b|^(?:seen\s+)?from\s+(?:above|below)\s*:|"
    r"^(?:it|this|that)\s*(?:is|was)\s+(?=[a-z]+'s\s+[a-z])|"
    r"\b(?:it|this|that)\s*(?:is|'s|was)\s+(?:(?:just\s+|exactly\s+)?(?:where|why|how)|(?:here|there|then|now|"
    r"only\s+now|only\s+then|clear|obvious|plain|true|likely|certain|no\s+wonder|time)\s+that)\b|"
    r"^it\s+(?:seems|appears|looks|feels|sounds)\s+(?:as\s+(?:if|though)|that|like)\b|"
    r"^all\s+(?:that|we\s+see\s+that)\s+(?:remains|is\s+left|can\s+be\s+seen)\s+(?:is|are)\b"
)
_TELLERS = re.compile(
    r"^(?:and\s+)?(?:soon\s+)?after\s+that\b|\b(?:cut\s+to|smash\s+cut\s+to|dissolve\s+to|fade\s+in|fade\s+out)\b"
)


def spans(low: str) -> list[Span]:
    """All such parts of a lower-case sentence, in order, none overlapping another; the earlier
    kinds win."""
    found: list[Span] = []
    for finder in (
        _framing,
        _echoes,
        _halfway,
        _times,
        _depths,
        _sights,
        _asides,
        _turns,
        _beyond,
        _sided,
        _vertical,
    ):
        for span in finder(low):
            if not any(span.start < other.end and other.start < span.end for other in found):
                found.append(span)
    found.sort(key=lambda span: span.start)
    return _joined(low, found)


def _framing(low: str) -> Iterator[Span]:
    for pattern in (_FRAMING, _CAMERA, _TELLERS, _CLEFT):
        for match in pattern.finditer(low):
            if match.end() > match.start():
                yield Span(match.start(), match.end(), Skipped())


def _times(low: str) -> Iterator[Span]:
    for start, end, when in times(low):
        if when is not None:
            yield Span(start, end, when)


def _asides(low: str) -> Iterator[Span]:
    for start, end, kind in asides(low):
        yield Span(start, end, Aside(kind))


def _depths(low: str) -> Iterator[Span]:
    for start, end, plain in depths(low):
        yield Span(start, end, Turn(plain))


def _echoes(low: str) -> Iterator[Span]:
    for start, end in echoes(low):
        yield Span(start, end, Aside("how"))


def _sights(low: str) -> Iterator[Span]:
    for start, end, plain in sights(low):
        yield Span(start, end, Turn(plain))


def _turns(low: str) -> Iterator[Span]:
    for start, end, plain in turns(low):
        yield Span(start, end, Turn(plain))


_MIDWAY = re.compile(
    r"(?<!until )(?<!till )(?<!by )(?<!from )(?<!after )(?<!before )(?<!to )(?<!later )(?<!since )"
    r"\b(?<=[a-z, ] )(?P<at>half[\s-]?way)(?=\s*(?:\.|$))|"
    r"^(?P<front>half[\s-]?way)(?=\s+(?:is|are|stands?|sits?|waits?)\b)|"
    r"\b(?:starting|beginning)\s+(?P<start>half[\s-]?way)\b(?!\s+(?:through|in))"
)


_COMING = re.compile(
    r"\b(?:appear|vanish|get|disappear|emerge|materiali[sz]e|fade|turn|show|pop|go|come)[a-z]*\s+(?:up\s+|out\s+|in\s+|"
    r"away\s+|missing\s+|visible\s+|invisible\s+|lost\s+|into\s+(?:being|existence)\s+)?$|\b(?:went|gone|came)\s+(?:missing\s+|out\s+|in\s+)?$|"
    r"\b(?:sight|view|picture|frame|shot|screen)\s+$"
)
_LEVEL = re.compile(
    r"\b(?:start|begin|end|finish|stop|hang|hover|float|fly|be|is|are)\w*\s+"
    r"(?P<at>(?:up\s+|down\s+)?(?P<level>high|low)\b(?:\s+(?:up|down))?)"
    r"(?![\s-]*(?:on|over|above|under|enough|than|up|down|[a-z]+\s+of)\b)"
)


def _halfway(low: str) -> Iterator[Span]:
    """ "She waits halfway.": in the middle of the picture, not of the shot."""
    for match in _MIDWAY.finditer(low):
        if _COMING.search(low[: match.start()]):
            continue  # "appears halfway" tells a time
        name = next(name for name, said in match.groupdict().items() if said)
        yield Span(match.start(name), match.end(name), Side("at", 0.5))
    for match in _LEVEL.finditer(low):
        y = SIDES["top" if match.group("level") == "high" else "bottom"][1]
        yield Span(match.start("at"), match.end("at"), Side("at", None, y))


def _beyond(low: str) -> Iterator[Span]:
    for match in _BEYOND.finditer(low):
        x = SIDES[match.group("side")][0] if match.group("side") else None
        yield Span(match.start(), match.end(), Side("enter" if match.group("how") else "exit", x))
    for match in _INTO.finditer(low):
        yield Span(match.start(), match.end(), Side("enter"))


_OWN_SIDES = re.compile(r"\bfrom\s+its\s+(left|right)\b(\s+)to\s+its\s+(left|right)\b")


def _sided(low: str) -> Iterator[Span]:
    for match in _OWN_SIDES.finditer(low):  # "through the frame from its left to its right"
        yield Span(match.start(), match.start(2), Side("from", SIDES[match.group(1)][0]))
        yield Span(match.end(2), match.end(), Side("to", SIDES[match.group(3)][0]))
    for match in _SIDED.finditer(low):
        words = [match.group(name) for name in ("av", "ah", "ag", "aw")]
        x = y = None
        for word in words:
            if word:
                x, y = (SIDES[word][0] or x), (SIDES[word][1] or y)
        prep = " ".join((match.group("prep") or "").split())
        if "middle" in match.group() or "cent" in match.group():
            y = y if y is not None else None
        yield Span(match.start(), match.end(), Side(_role(prep), x, y))


def _role(prep: str) -> Role:
    if prep.startswith(("from", "start", "begin")):
        return "from"
    if prep in ("", "through"):
        return "bare"
    if prep in ("out to", "off", "off to"):
        return "exit"
    if prep in ("at", "in", "on", "near", "along", "by"):
        return "at"
    return "to"


def _vertical(low: str) -> Iterator[Span]:
    for match in _VERTICAL.finditer(low):
        if match.group("from"):
            high = match.group("from").split()[-1] not in (
                "below",
                "beneath",
                "ground",
                "floor",
                "depths",
            )
            yield Span(match.start(), match.end(), Side("from", None, -0.1 if high else 1.1))
        elif match.group("way"):
            way = match.group("way")
            if way.startswith(("left", "right")):
                yield Span(
                    match.start(),
                    match.end(),
                    Side("to", 0.18 if way.startswith("left") else 0.82, None),
                )
            else:
                yield Span(
                    match.start(),
                    match.end(),
                    Side("to", None, 0.18 if way.startswith(("up", "sky")) else 0.82),
                )
        elif match.group("higher") or match.group("lower"):
            y = 0.18 if match.group("higher") else 0.82
            yield Span(match.start(), match.end(), Side("to", None, y))
        elif match.group("sky"):
            yield Span(match.start(), match.end(), Side("to", None, 0.18))
        elif match.group("ground"):
            yield Span(match.start(), match.end(), Side("to", None, 1.0))
        else:
            yield Span(match.start(), match.end(), Side("at", None, 0.25))


def _joined(low: str, found: list[Span]) -> list[Span]:
    """ "left to right" without "from" is a start and an end."""
    for at in range(len(found) - 1):
        first, second = found[at].what, found[at + 1].what
        if (
            isinstance(first, Side)
            and isinstance(second, Side)
            and second.role == "to"
            and first.role in ("bare", "at")
            and re.fullmatch(r"[\s-]*", low[found[at].end : found[at + 1].start])
        ):
            found[at] = Span(found[at].start, found[at].end, Side("from", first.x, first.y))
    return found


@dataclass(frozen=True, slots=True)
class Lens:
    """Camera language of a sentence; empty where it says nothing."""

    size: str = ""
    movement: str = ""
    angle: str = ""


def lens(low: str) -> Lens:
    """What a lower-case sentence asks of the camera."""
    return Lens(_first(low, SIZE_WORDS), _first(low, MOVEMENT_WORDS), _first(low, ANGLE_WORDS))


def _first(low: str, table: object) -> str:
    words: dict[str, str] = dict(table)  # type: ignore[call-overload]
    for phrase in sorted(words, key=len, reverse=True):
        if phrase in low and re.search(rf"(?<![\w-])(?<!at the ){re.escape(phrase)}(?![\w-])", low):
            if phrase in ("from above", "from below") and not re.search(
                rf"(?:seen|shot|view(?:ed)?|look(?:ing)?(?: at)?)\s+{phrase}", low
            ):
                continue
            return words[phrase]
    return ""
