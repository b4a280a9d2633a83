"""The script as elements: Fountain or plain prose, each element with its stretch of the person's
own text.

The scanner is our own, a single pass over the lines: the parsers at hand take quadratic time on
unclosed notes and long runs of spaces, lose their way in bare carriage returns, and give lines
where the script link needs characters. Nothing here changes the text; ``Script.plain`` is a copy
of the same length in which notes, omitted parts and emphasis marks are blanks, so that a stretch
means the same in both.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "heading", "action", "character", "dialogue", "parenthetical", "transition", "centered",
    "lyric", "section", "synopsis", "note", "boneyard", "page break",
]  # fmt: skip

LONGEST_SCRIPT = 5_000_000  # characters; a feature has about 200,000
LONGEST_LINE = (
    20_000  # characters without a line break: no script, but a file that is something else
)


@dataclass(frozen=True, slots=True)
class Element:
    """One element.

    ``start`` and ``end`` are its half-open stretch of ``Script.text``; ``text`` its bare words.

    ``number`` is a heading's scene number without the hashes; ``how`` a cue's extension ("V.O.");
    ``dual`` marks the second of two people who speak at once; ``depth`` a section's level.
    """

    kind: Kind
    text: str
    start: int
    end: int
    number: str = ""
    how: str = ""
    dual: bool = False
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Script:
    """A script: the text as it is, ``plain`` (same length, without marks), its elements in order,
    its title page."""

    text: str
    plain: str
    elements: tuple[Element, ...] = ()
    title_page: Mapping[str, str] = field(default_factory=dict)
    prose: bool = False

    @property
    def title(self) -> str:
        """The title on the title page, in one line; empty when there is none."""
        return self.title_page.get("title", "")


def refusal(text: str) -> str:
    """Why this text cannot be planned, as a finished sentence; empty when it can."""
    if len(text) > LONGEST_SCRIPT:
        return (
            f"This script has {len(text):,} characters and Longtake plans at most "
            f"{LONGEST_SCRIPT:,}; split it into several films."
        )
    at = 0
    while at < len(text):
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        if stop - at > LONGEST_LINE:
            number = text.count("\n", 0, at) + 1
            return (
                f"Line {number} of this script has {stop - at:,} characters without a line break; "
                f"break it into paragraphs of at most {LONGEST_LINE:,} characters, or check that "
                "the file is a script."
            )
        at = stop + 1
    return ""


def read(text: str) -> Script:
    """All elements of a script, in time linear in its length.

    Any text is a script; line ends must be ``\\n``.
    """
    hidden = list(_hidden(text))
    plain = _plain(text, hidden)
    page, body = _title_page(plain)
    lines = list(_lines(plain, body))
    prose = not any(_heading(line) for line in lines)
    elements = list(_elements(lines, prose))
    notes = [
        Element(kind, " ".join(text[start + 2 : end - 2].split()), start, end)
        for kind, start, end in hidden
    ]
    elements = sorted([*elements, *notes], key=lambda element: element.start)
    return Script(text, plain, tuple(elements), page, prose)


def body(text: str) -> int:
    """Where a script begins behind its title page."""
    return _title_page(text)[1]


@dataclass(frozen=True, slots=True)
class _Line:
    text: str  # stripped
    start: int  # of the stripped text
    end: int
    blank: bool
    held: bool  # white space only, but two spaces or more: goes on with the dialogue
    indented: bool


def _lines(plain: str, body: int) -> Iterator[_Line]:
    at = body
    while at < len(plain):
        stop = plain.find("\n", at)
        stop = len(plain) if stop < 0 else stop
        raw = plain[at:stop]
        text = raw.strip()
        start = at + (len(raw) - len(raw.lstrip())) if text else at
        yield _Line(
            text,
            start,
            start + len(text),
            not text,
            not text and len(raw) >= 2,
            raw[:1] in (" ", "\t"),
        )
        at = stop + 1


def _hidden(text: str) -> Iterator[tuple[Literal["note", "boneyard"], int, int]]:
    """Notes and omitted parts. One that is never closed is plain text, as Fountain says.

    Every search result is kept until it is passed, so that a text full of opening marks costs no
    more than any other.
    """
    blanks = [match.start() for match in re.finditer(r"\n\n", text)]
    at, note_close, omit_close = 0, 0, 0
    for match in re.finditer(r"\[\[|/\*", text):
        start = match.start()
        if start < at:
            continue
        if match.group() == "[[":
            if 0 <= note_close < start + 2:
                note_close = text.find("]]", start + 2)
            blank = bisect_left(blanks, start)
            limit = blanks[blank] if blank < len(blanks) else len(text)
            if 0 <= note_close < limit:
                at = note_close + 2
                yield "note", start, at
        else:
            if 0 <= omit_close < start + 2:
                omit_close = text.find("*/", start + 2)
            if omit_close >= 0:
                at = omit_close + 2
                yield "boneyard", start, at


def _plain(text: str, hidden: list[tuple[Literal["note", "boneyard"], int, int]]) -> str:
    parts, at = [], 0
    for _, start, end in hidden:
        parts.append(text[at:start])
        parts.append(re.sub(r"[^\n]", " ", text[start:end]))
        at = end
    parts.append(text[at:])
    plain = "".join(parts)
    plain = re.sub(r"\\(?=[*_])", " ", plain)
    plain = re.sub(
        r"[*_]|[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]", " ", plain
    )
    return plain.replace("\u00a0", " ").replace("\u2028", "\n").replace("\u2029", "\n")


_KEY = re.compile(r"([A-Za-z][A-Za-z ]{0,30}):[ \t]*(.*)")


_PAGE_KEYS = frozenset((
    "title", "credit", "author", "authors", "source", "date", "draft", "draft date", "contact",
    "copyright", "notes", "revision", "episode", "series", "based on", "written by", "format",
))  # fmt: skip


def _title_page(plain: str) -> tuple[dict[str, str], int]:
    """The title page and where the body starts.

    A page begins with "Key: words" in the very first line, and has one of the keys that title
    pages have: "A gate: first on the left." is the film, not its title.
    """
    first = len(plain) - len(plain.lstrip())
    match = _KEY.match(plain, first)
    stop = plain.find("\n\n", first)
    stop = len(plain) if stop < 0 else stop
    if not match or match.group(1).isupper() or (not match.group(2) and stop == match.end()):
        return {}, 0
    page: dict[str, list[str]] = {}
    key = ""
    for line in plain[first:stop].split("\n"):
        found = _KEY.match(line)
        if found:
            key = found.group(1).strip().lower()
            page[key] = [found.group(2).strip()]
        else:
            page[key].append(line.strip())
    if _PAGE_KEYS.isdisjoint(page):
        return {}, 0
    return {name: " ".join(" ".join(words).split()) for name, words in page.items()}, stop


_OPENING = re.compile(
    r"(?:INT\.?\s*/\s*EXT|EXT\.?\s*/\s*INT|I\s*/\s*E|E\s*/\s*I|INT|EXT|EST)(?:\.|\s|$)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\s*#([\w.\- )]{1,20})#\s*$")
_BARE_NUMBER = re.compile(r"^(\d{1,4}[A-Z]{0,2})[.)]?\s+(?=(?:INT|EXT|EST|I/E)\b)")
_TRANSITION = re.compile(
    r"[^a-z]*\bTO:$|"
    r"(?:FADE|CUT|SMASH CUT|DISSOLVE|IRIS|WIPE)(?: (?:IN|OUT|TO BLACK|TO WHITE|TO))?[.:]?$"
)


def _heading(line: _Line) -> bool:
    text = line.text
    if text.startswith(".") and len(text) > 1 and (text[1].isalnum() or text[1] in "\"'("):
        return True
    text = _BARE_NUMBER.sub("", text)
    if not _OPENING.match(text):
        return False
    opening = text[:3].lower()
    # "Int" and "Ext" begin no English word that stands alone; "est" may, so it must be in capitals
    return len(text) < 200 and (text[:3].isupper() or opening in ("int", "ext", "i/e"))


def _character(line: _Line, after: _Line | None) -> bool:
    if after is None or after.blank or line.blank:
        return False
    if line.text.startswith("@"):
        return len(line.text) > 1
    name = re.sub(r"\([^)]*\)|\^", "", line.text).strip()
    if not name or name != name.upper() or name == name.lower():
        return False
    if len(name) > 45 or len(name.split()) > 6 or name[-1] in ".!?:,;-–—":
        return bool(re.fullmatch(r"(?:[A-Z]+\.? )?[A-Z]{1,4}\.|[A-Z' ]+ (?:JR|SR)\.", name))
    return not after.text.startswith(("#", "=", ">")) and not _heading(after)


def _elements(lines: list[_Line], prose: bool) -> Iterator[Element]:
    """Lines to elements; a paragraph of action is one element."""
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.blank:
            at += 1
            continue
        before = lines[at - 1] if at else None
        after = lines[at + 1] if at + 1 < len(lines) else None
        single = _single(line, before, after)
        if single is not None:
            yield single
            at += 1
        elif (before is None or before.blank) and _character(line, after):
            yield from _speech(lines, at)
            at = _speech_end(lines, at)
        else:
            stop = at + 1
            while stop < len(lines) and not lines[stop].blank:
                if _heading(lines[stop]) or _single(lines[stop], lines[stop - 1], None) is not None:
                    break
                stop += 1
            words = " ".join(row.text for row in lines[at:stop])
            lead = 1 if words.startswith("!") else 0
            yield Element(
                "action", " ".join(words[lead:].split()), line.start + lead, lines[stop - 1].end
            )
            at = stop


def _single(line: _Line, before: _Line | None, after: _Line | None) -> Element | None:
    """The element of one line, if its own marks tell what it is."""
    text, start, end = line.text, line.start, line.end
    alone = (before is None or before.blank) and (after is None or after.blank)
    if text.startswith("!"):
        return None
    if _heading(line):
        number = ""
        found = _NUMBER.search(text)
        if found:
            number, text = found.group(1).strip(), text[: found.start()]
        bare = _BARE_NUMBER.match(text)
        if bare:
            number, text = number or bare.group(1), text[bare.end() :]
        return Element("heading", text.lstrip(".").strip(), start, end, number=number)
    if re.fullmatch(r"={3,}", text):
        return Element("page break", "", start, end)
    if text.startswith("=") and len(text) > 1:
        return Element("synopsis", text[1:].strip(), start, end)
    if text.startswith("#"):
        depth = len(text) - len(text.lstrip("#"))
        return Element("section", text.lstrip("#").strip(), start, end, depth=depth)
    if text.startswith(">"):
        if text.endswith("<") and len(text) > 1:
            return Element("centered", text[1:-1].strip(), start, end)
        return Element("transition", text[1:].strip(), start, end)
    if text.startswith("~"):
        return Element("lyric", text[1:].strip(), start, end)
    if alone and text == text.upper() and len(text) < 60 and _TRANSITION.match(text):
        return Element("transition", text, start, end)
    return None


def _speech_end(lines: list[_Line], at: int) -> int:
    stop = at + 1
    while stop < len(lines) and (not lines[stop].blank or lines[stop].held):
        if _heading(lines[stop]):
            break
        stop += 1
    return stop


def _speech(lines: list[_Line], at: int) -> Iterator[Element]:
    """A cue and what is said, up to the blank line; lines of one speech are one element."""
    cue = lines[at]
    name = cue.text.removeprefix("@").strip()
    dual = name.endswith("^")
    name = name.rstrip("^").strip()
    how = "; ".join(part.strip() for part in re.findall(r"\(([^)]*)\)", name))
    name = re.sub(r"\([^)]*\)?", "", name).strip()
    yield Element("character", name, cue.start, cue.end, how=how, dual=dual)
    held: list[_Line] = []
    for line in lines[at + 1 : _speech_end(lines, at)]:
        if line.text.startswith("(") and line.text.endswith(")"):
            if held:
                yield _said(held, dual)
                held = []
            yield Element("parenthetical", line.text[1:-1].strip(), line.start, line.end, dual=dual)
        elif line.text.startswith("~"):
            if held:
                yield _said(held, dual)
                held = []
            yield Element("lyric", line.text[1:].strip(), line.start, line.end, dual=dual)
        elif not line.blank:
            held.append(line)
    if held:
        yield _said(held, dual)


def _said(lines: list[_Line], dual: bool) -> Element:
    words = " ".join(" ".join(line.text for line in lines).split())
    return Element("dialogue", words, lines[0].start, lines[-1].end, dual=dual)
