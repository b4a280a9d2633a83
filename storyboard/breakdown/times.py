"""Times: the words that say when in a shot something is seen, as parts of its length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from storyboard.lexicon import listed

BEGIN, END = 0.3, 0.7  # what "at first" and "at the end" leave of a shot


@dataclass(frozen=True, slots=True)
class When:
    """A part of the shot's time, 0..1.

    ``until``: the words name its end ("until the second half"). ``only``: at no other time.
    ``loose``: a point whose stretch the words leave open ("at first", "at the end"). ``point``: the
    words name its beginning alone ("at the midpoint").
    """

    start: float
    end: float
    until: bool = False
    only: bool = False
    loose: bool = False
    point: bool = False

    @property
    def late(self) -> bool:
        """Whether it lies nearer to the end of the shot than to its beginning."""
        return self.start + self.end > 1.0

    @property
    def rest(self) -> When:
        """What is left of the shot: after an early time, before a late one."""
        whole = self.even
        return When(0.0, whole.start) if whole.late else When(whole.end, 1.0)

    @property
    def even(self) -> When:
        """The same with a stretch that the words leave open taken for half of the shot."""
        if not self.loose:
            return self
        return When(0.5, 1.0, only=self.only) if self.late else When(0.0, 0.5, only=self.only)


# What a stretch of pictures is called; a word of ``_ALSO`` may mean the picture itself as well.
_FILM = "video|clip|footage|sequence|film|movie|animation|recording|take|story"
_ALSO = "shot|scene|picture|action"
_OF = rf"(?:\s+(?:of|through|into|in)?\s*(?:the|this|our|its)\s+(?:{_FILM}|{_ALSO})\b)"
_THING = r"(?:a|an|the|his|her|its|their|my|our)\b"
_VERY = r"(?:very\s+|entire\s+|whole\s+|exact\s+)?"
_ONLY = (
    r"(?:(?P<only>only|just(?=\s+(?:in|for|during)\b)|(?:not|never)\s+(?:until|before|till))\s+)?"
)
_PARTS = (
    r"(?P<part>first|second|last|latter|opening|final|later|late|early|earlier|initial|closing|starting|"
    r"ending|former|remaining|other)"
)
_LATE = listed("second last latter final late later closing ending remaining other")
_SHOWN = listed(f"{_FILM} {_ALSO} it its time all everything screen".replace("|", " "))
_SHARES = {"half": 0.5, "part": 0.5, "portion": 0.5, "third": 1 / 3, "quarter": 0.25}

_ON = (
    r"(?:\s+on(?:wards?)?\b(?!\s+(?:the|its)\s+(?:far\s+|very\s+)?"
    r"(?:left|right|top|bottom|upper|lower|middle|other|floor|ground)\b))?"
)
_OVER = (
    r"(?:(?:is|are|was)\s+(?:already\s+)?(?:over|done|gone|past|up|through|behind\s+us)|"
    r"(?:has|have|had)\s+(?:already\s+)?(?:passed|gone|elapsed|run|ended|been)(?:\s+by)?|"
    r"(?:passes|passed|runs|ticks|goes|went)(?:\s+by)?|elapses|ends)\b"
)
_HALVES = re.compile(
    rf"\b{_ONLY}(?:(?P<prep>in|during|for|throughout|within|over|until|till|up\s+to|by(?:\s+the\s+time)?|"
    rf"after|at|from|since|before|through|on|with|past|beyond|when|while|as\s+long\s+as|as|once)\s+)?"
    r"(?:(?:all|(?:the\s+)?whole\s+of)\s+(?:of\s+)?(?=the\s))?"
    r"(?P<edge>the\s+(?:start|beginning|outset|opening|end|close)\s+of\s+)?"
    rf"(?:(?:the|its|our|this|an?\s+(?:empty|blank|bare|deserted))\s+)?{_VERY}{_PARTS}\s+"
    r"(?P<unit>half|part|portion|third|quarter|moments?|seconds|minutes?|(?:fifty|50)\s*(?:%|per\s?cent))(?!\w)"
    r"(?!\s+(?:dog|cat|bird|man|woman|boy|girl)\b)"
    rf"(?:\s+of\s+(?:the\s+|this\s+|our\s+)?(?P<of>\w+))?{_ON}"
    r"(?:\s+(?:begins|starts|comes|lasts|goes\s+on|is\s+on|has\s+(?:begun|started)|long)\b|"
    rf"(?P<over>\s+{_OVER}))?"
)
# "... and not in the first": a half that was named before
_NAMED_HALF = re.compile(rf"\b{_PARTS}\s+half\b")
_ELLIPSIS = re.compile(
    r"\b(?P<there>(?:there|here|seen|visible|present|view|screen)\s+(?=for\b))?"
    r"(?P<prep>in|during|for|until|after|throughout)\s+(?:the|its)\s+(?P<part>first|second|last|latter|other)"
    r"(?=\s*(?:[.,;!?]|$|\b(?:and|but|then|only|with|without|as|for|because|though|while|when|until|at|"
    r"on|in|there|it|we|he|she|nobody|nothing)\b))"
)
# "The first half has a cat in it, the second does not", "a dog fills the second"
_NAMED_PART = re.compile(
    r"(?:(?<=, )|(?<=; )|(?<=and )|(?<=but )|^)the\s+(?P<front>first|second|last|latter|other)"
    r"(?=\s+(?:does|doesn't|has|hasn't|is|isn't|shows|holds|an?|no|nothing|nobody)\b)|"
    r"(?<=fills )the\s+(?P<part>first|second|last|latter|other)(?=\s*(?:[.,;!?]|$))"
)
_LENGTH = rf"(?:{_FILM}|{_ALSO}|time|length|duration|running\s+time)"
_HALF = (
    r"(?:half|(?:fifty|50)\s*(?:%|per\s?cent))\s+(?:of\s+)?(?:the|this|our|its)\s+"
    rf"{_VERY}{_LENGTH}\b"
)
_MID = (
    rf"(?:half[\s-]?way(?:\s+(?:point|mark))?|mid-?way|(?:the\s+)?half[\s-]?time|the\s+{_VERY}(?:middle|"
    rf"mid-?point|centre|half[\s-]?way\s+(?:point|mark|line|stage)))(?:{_OF}|\b)"
)
_FIRST = rf"the\s+{_VERY}(?:beginning|start|outset|opening|first\s+(?:second|moment|frame))"
# Half of the time as something that goes by: "half of the clip has passed when", "it takes until
# the midpoint for"
_PASSING = re.compile(
    rf"\b{_ONLY}(?:(?P<prep>until|till|before|after|when|once|as(?:\s+soon\s+as)?|by\s+the\s+time)\s+)?(?:"
    rf"{_HALF}\s+(?:{_OVER}|later\b)|{_MID}\s+(?:(?:is|has\s+been)\s+(?:reached|passed|past|over)|comes|arrives)|"
    rf"(?:the|this)\s+(?:{_FILM}|{_ALSO})\s+is\s+half[\s-]?(?:over|done|gone|way(?:\s+(?:through|over|done))?)|"
    rf"(?:we|it)\s*(?:are|is|'re|'s)\s+half[\s-]?way(?:\s+through)?(?:{_OF})?)"
    r"(?:\s+without\s+any(?:one|body|thing)(?:\s+there)?)?(?P<joint>\s+(?:when|before|until|and)\b)?|"
    rf"\bwith\s+{_HALF}\s+(?:already\s+)?(?:gone|over|done|past|behind\s+us)\b|"
    rf"\bit\s+takes\s+(?:(?:until|till)\s+)?(?:{_HALF}|{_MID}|the\s+second\s+half)\s+(?:until|till|before|for)\b|"
    rf"\b(?:we|you)\s+(?:(?:have|need)\s+to\s+|must\s+)?wait\s+(?:for|until|till)\s+(?:{_HALF}|{_MID}|the\s+second\s+half)"
    r"(?:\s+to\s+see\b|\s+(?:for|before|until)\b|\s*,?(?:\s+and)?\s+then\b)?"
)
_LASTING = ("stays ", "remains ", "lasts ", "there ", "here ", "visible ", "seen ", "present ")
# From the one end of the film to its middle, or from there to the other
_BETWEEN = re.compile(
    rf"\b{_ONLY}(?:(?P<front>(?:from|between)\s+{_FIRST}\s+(?:on\s+)?(?:until|till|to|up\s+to|through\s+to|and)\s+"
    rf"{_MID})|(?:from|between)\s+{_MID}(?:\s+on(?:wards?)?)?\s+(?:until|till|to|up\s+to|through\s+to|and)\s+"
    rf"the\s+{_VERY}(?:end|finish|close)\b(?:{_OF})?(?!\s+of))"
)
_MIDDLE = re.compile(
    rf"\b{_ONLY}(?:(?P<prep>until|till|up\s+to|as\s+far\s+as|(?:before|after)(?:\s*,?\s+(?:but|and)\s+"
    r"not\s+(?:before|after)\s*,?)?|from|since|past|beyond|by|in|at|for|once|when)\s+)?"
    r"(?:about\s+|roughly\s+|around\s+)?(?:"
    rf"(?<!other )(?P<share>{_HALF})|"
    rf"half[\s-]?way(?:\s+(?:point|mark))?(?:{_OF}|\s+(?:through|in|into)\b(?!\s+{_THING})|"
    rf"(?!\s+(?:up|down|across|along|between|to|towards?|over|through|into|in|out|off|round)\b))|"
    rf"mid-?way(?:{_OF}|\s+through\b)?|mid-(?:{_FILM}|{_ALSO})\b|part-?way\s+through{_OF}?|half[\s-]?time|"
    rf"the\s+{_VERY}(?:middle|midpoint|centre)\s+of\s+(?:the|this|our)\s+(?:{_FILM})|"
    rf"the\s+(?:halfway|mid)[\s-]?(?:point|mark){_OF}?|the\s+mid-?point{_OF}?"
    rf"){_ON}"
)
# "The middle" is a place, too: a time only after these words, or where the film is named
_MIDDLE_TOLD = re.compile(
    rf"\b{_ONLY}(?P<prep>until|till|after|before|since|past|by)\s+the\s+{_VERY}middle\b(?:{_OF})?|"
    rf"(?:^|(?<=seen )|(?<=there )|(?<=sight )|(?<=visible )|(?<=view )|(?<=here )|(?<=present ))"
    rf"(?P<upto>up\s+to|from)\s+the\s+{_VERY}middle\b{_OF}(?:\s+on(?:wards?)?\b)?|"
    rf"\bfrom\s+the\s+{_VERY}middle(?:{_OF})?\s+(?:on(?:wards?)?\b|(?:to|till|until)\s+the\s+end\b)|"
    rf"(?:(?<=frame )|(?<=shot )|(?<=screen )|(?<=view )|(?<=sight )|(?<=seen )|(?<=there )|"
    rf"(?<=visible )|(?<=present ))(?P<still>up\s+to)\s+the\s+{_VERY}middle\b(?!\s+of)"
)
_ENDS = re.compile(
    rf"\b{_ONLY}(?:"
    r"(?P<begin>at\s+first\b(?!\s+(?:light|sight|glance))|to\s+(?:begin|start)\s+with\b|"
    rf"(?:at|in)\s+the\s+{_VERY}(?:beginning|start|outset|opening)\b(?:{_OF})?(?!\s+of)|"
    r"(?:initially|originally|early\s+on(?!\s+(?:the|an?\s+[a-z]+day|an?\s+[a-z]*\s*morning))|"
    r"to\s+start(?!\s+(?:the|an?)\b))\b|"
    r"(?:(?:in|for|during)\s+)?the\s+first\s+few\s+(?:seconds|moments|instants)\b|"
    r"(?:(?<=seen )|(?<=there )|(?<=visible )|(?<=here ))early(?=\s*(?:[.,;]|$|and\b|but\b))|"
    rf"early\s+in{_OF}|when\s+it\s+(?:starts|begins|opens)(?=\s*(?:[.,;]|$|and\b|but\b))|"
    rf"(?:as|when)\s+(?:the|this|our)\s+(?:{_FILM}|{_ALSO})\s+(?:begins|starts|opens)\b)|"
    rf"(?P<end>(?:at|by|towards?|near|before|not\s+until)\s+the\s+{_VERY}(?:end|close|finish|ending)\b"
    rf"(?:{_OF})?(?!\s+of)|in\s+the\s+end\b(?!\s+of)|late\s+in{_OF}|"
    r"(?:(?<=seen )|(?<=there )|(?<=visible )|(?<=not ))late(?=\s*(?:[.,;]|$|and\b|but\b))|"
    rf"(?:as|when|by\s+the\s+time|until)\s+(?:the|this|our)\s+(?:{_FILM}|{_ALSO})\s+"
    r"(?:ends|finishes|closes|is\s+(?:over|done))\b|"
    r"(?:when|by\s+the\s+time)\s+it\s+(?:is\s+over|ends|is\s+done)\b)|"
    rf"(?P<all>(?:from|since)\s+the\s+{_VERY}(?:beginning|start|outset)\b(?:{_OF})?|"
    rf"(?:until|till|to)\s+the\s+{_VERY}(?:end|close|finish)\b(?:{_OF})?(?!\s+of)))"
)  # fmt: skip


def times(low: str) -> Iterator[tuple[int, int, When | None]]:
    """Every such phrase of a lower-case sentence: its stretch and the time it names; None where it
    names the whole shot ("from the beginning"). Earlier kinds win over later ones that overlap.
    """
    taken: list[tuple[int, int]] = []
    for finder in (_passing, _halves, _middles, _ends):
        for start, end, when in finder(low):
            if not any(start < high and low_end < end for low_end, high in taken):
                taken.append((start, end))
                yield start, end, when


def _passing(low: str) -> Iterator[tuple[int, int, When | None]]:
    for match in _PASSING.finditer(low):
        until = (match.group("prep") or "").startswith(("until", "till", "before"))
        if until and not (match.group("only") or "").startswith(("not", "never")):
            end = match.start("joint") if match.group("joint") else match.end()
            yield match.start(), end, When(0.0, 0.5, until=True, only=bool(match.group("only")))
        else:
            only = bool(match.group("only"))
            yield match.start(), match.end(), When(0.5, 1.0, only=only, point=True)
    for match in _BETWEEN.finditer(low):
        stretch = (0.0, 0.5) if match.group("front") else (0.5, 1.0)
        yield match.start(), match.end(), When(*stretch, only=bool(match.group("only")))


def _halves(low: str) -> Iterator[tuple[int, int, When | None]]:
    for match in _HALVES.finditer(low):
        unit = match.group("unit")
        if unit != "half" and not (match.group("of") or match.group("prep")):
            continue
        of = match.group("of")
        if unit == "half" and of and of not in _SHOWN:
            continue  # "the first half of the night"
        late = match.group("part") in _LATE
        share = 0.5 if unit.startswith(("fifty", "50")) else _SHARES.get(unit, 0.25)
        stretch = (1 - share, 1.0) if late else (0.0, share)
        if match.group("part") == "second" and unit in ("third", "quarter"):
            stretch = (share, 2 * share)
        edge = match.group("edge") or ""
        if edge:  # "at the start of the second half"
            stretch = (stretch["end" in edge or "close" in edge],) * 2
            if stretch[0] in (0.0, 1.0):
                continue
        elif match.group("over") and not late:
            stretch = (share, share)  # "when the first half is over"
        yield match.start(), match.end(), _since(match, *stretch)
    named = bool(_NAMED_HALF.search(low))
    for match in _ELLIPSIS.finditer(low):
        # "Two dogs are there for the first half. A cat is there for the second."
        if named or match.group("prep") in ("during", "throughout") or match.group("there"):
            stretch = (0.5, 1.0) if match.group("part") in _LATE else (0.0, 0.5)
            yield match.start("prep"), match.end(), _since(match, *stretch)
    for match in _NAMED_PART.finditer(low) if named else ():
        part = match.group("front") or match.group("part")
        yield match.start(), match.end(), When(0.5, 1.0) if part in _LATE else When(0.0, 0.5)


def _middles(low: str) -> Iterator[tuple[int, int, When | None]]:
    for match in _MIDDLE.finditer(low):
        length = (match.group("share") or "").endswith(("time", "length", "duration"))
        if length and not match.group("prep") and not low[: match.start()].endswith(_LASTING):
            continue  # "half of the time a cat sleeps"
        yield match.start(), match.end(), _since(match, 0.5, 0.5)
    for match in _MIDDLE_TOLD.finditer(low):
        yield match.start(), match.end(), _since(match, 0.5, 0.5)


def _ends(low: str) -> Iterator[tuple[int, int, When | None]]:
    for match in _ENDS.finditer(low):
        only = bool(match.groupdict().get("only"))
        if match.group("begin"):
            yield match.start(), match.end(), When(0.0, BEGIN, only=only, loose=not only)
        elif match.group("end"):
            yield match.start(), match.end(), When(END, 1.0, only=only, loose=not only)
        else:
            yield match.start(), match.end(), None


def _since(match: re.Match[str], start: float, end: float) -> When:
    """The time that a preposition makes of a stretch; a point is one of no length."""
    groups = match.groupdict()
    said = groups.get("only") or ""
    told = groups.get("prep") or groups.get("upto") or groups.get("still") or "in"
    prep, prepped = " ".join(told.split()), bool(groups.get("prep"))
    only = said in ("only", "just")
    point = start == end
    if said.startswith(("not", "never")):
        return When(start if start else end, 1.0, only=True)  # "not until the second half"
    if prep.startswith("before") or prep in ("until", "till", "up to", "as far as"):
        return When(0.0, start if start else end, until=True, only=only)
    if point and (prep == "for" or (not prepped and groups.get("share"))):
        return When(0.0, end, only=only)  # "for half the shot", "half the shot has a cat"
    if (
        prep.startswith("after")
        or prep in ("since", "past", "beyond")
        or (point and prep in ("from", "in", "at", "by", "by the time", "once", "when", "as"))
    ):
        return When(start if start else end, 1.0, only=only, point=True)
    return When(start, end, only=only)
