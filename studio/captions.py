"""Captions: what is said, when; drawn into the picture, or beside it as a track and as files."""

from __future__ import annotations

import math
import os
import re
import textwrap
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import pysubs2
from PIL import Image, ImageDraw, ImageFilter, ImageFont

import assets
from storyboard.board import Board, Shot
from studio.errors import StudioError, nearest

LETTERS = 76  # of one caption: two lines of 38, what one reads at a glance
FORMATS = (".srt", ".vtt", ".ass")
_CREAM = np.array([250, 243, 227], np.float32)  # the papers' white
_INK = np.array([35, 38, 58], np.float32)
_EMPHASIS = re.compile(r"(?<!\\)(\*{1,3}|_)(?=\S)(.+?)(?<=\S)\1")
_SENTENCES = re.compile(r"(?<=[.!?…])\s+")


@dataclass(frozen=True)
class Caption:
    """Words on the screen from frame ``start`` until before ``end``; ``speaker`` is a name."""

    start: int
    end: int
    text: str
    speaker: str = ""


def captions(board: Board) -> tuple[Caption, ...]:
    """All captions of the film, in order; none crosses a cut, none overlaps another."""
    names = {subject.id: subject.name for subject in board.cast}
    found: list[Caption] = []
    start = 0
    for shot in board.shots:
        for said in of_shot(shot, board.rate):
            name = names.get(said.speaker, said.speaker)
            found.append(
                replace(said, start=start + said.start, end=start + said.end, speaker=name)
            )
        start += shot.length
    return tuple(found)


def within(events: Iterable[Caption], start: int, end: int) -> tuple[Caption, ...]:
    """The captions of a stretch of the film, counted from its first frame."""
    return tuple(
        replace(event, start=max(event.start, start) - start, end=min(event.end, end) - start)
        for event in events
        if event.end > start and event.start < end
    )


def of_shot(shot: Shot, rate: int) -> list[Caption]:
    """The shot's lines, spread over it by length; each stays 1.5 times the time it takes to say."""
    said = [(line.speaker, piece) for line in shot.dialogue for piece in pieces(line.text)]
    if not said:
        return []
    if (
        len(said) > shot.length
    ):  # fewer frames than captions: better all at once than some not at all
        said = [(said[0][0], " ".join(piece for _, piece in said))]
    weights = [max(len(piece), 12) for _, piece in said]
    total, upto = sum(weights), 0
    spare = shot.length - len(said)  # every caption has one frame at least; these are shared out
    found = []
    for i, ((speaker, piece), weight) in enumerate(zip(said, weights)):
        start = i + round(spare * upto / total)
        upto += weight
        end = i + 1 + round(spare * upto / total)
        reading = round(1.5 * rate * (1.0 + 0.3 * len(piece.split())))
        found.append(Caption(start, min(end, start + reading), piece, speaker))
    return found


def pieces(text: str) -> list[str]:
    """A line as captions of at most LETTERS, cut after sentences or between words."""
    cut: list[str] = []
    for sentence in _SENTENCES.split(" ".join(_EMPHASIS.sub(r"\2", text).split())):
        if cut and len(cut[-1]) + 1 + len(sentence) <= LETTERS:
            cut[-1] += " " + sentence
        else:
            cut += _even(sentence)
    return cut


def _even(sentence: str) -> list[str]:
    """A sentence in as few parts as LETTERS allows, of about equal length."""
    if not sentence:
        return []
    fewest = math.ceil(len(sentence) / LETTERS)
    for width in range(math.ceil(len(sentence) / fewest), LETTERS):
        parts = textwrap.wrap(sentence, width)
        if len(parts) <= fewest:
            return parts
    return textwrap.wrap(sentence, LETTERS)


# Beside the picture -------------------------------------------------------------------------------


def as_text(events: Sequence[Caption], rate: int, format: str = "srt") -> str:
    """The captions as the text of an SRT, VTT or ASS file."""
    subtitles = pysubs2.SSAFile()
    for event in events:
        start, end = (round(1000 * frame / rate) for frame in (event.start, event.end))
        subtitles.append(
            pysubs2.SSAEvent(
                start=start, end=end, text=_plain(event.text), name=_plain(event.speaker)
            )
        )
    return subtitles.to_string(format)


def write_text(path: str | os.PathLike[str], events: Sequence[Caption], rate: int) -> None:
    """Write the captions as a file whose ending names the format. Raises StudioError."""
    target = Path(os.path.abspath(path))
    if target.suffix.lower() not in FORMATS:
        raise StudioError(
            f"Captions cannot be written as {target.name}; end its name in {', '.join(FORMATS)}."
            + nearest(target.suffix, FORMATS)
        )
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        part.write_text(as_text(events, rate, target.suffix.lower()[1:]), encoding="utf-8")
        os.replace(part, target)
    except OSError as fault:
        part.unlink(missing_ok=True)
        raise StudioError(
            f"The captions cannot be written to {target}: {(fault.strerror or str(fault)).lower()}."
        ) from fault


def _plain(text: str) -> str:
    """Words without what subtitle formats read as commands: ``-->``, tags, braces, backslashes."""
    return (
        text.replace("-->", "→")
        .replace("<", "‹")
        .replace(">", "›")
        .translate({ord("{"): "(", ord("}"): ")", ord("\\"): "/"})
    )


# In the picture -----------------------------------------------------------------------------------


def unwritable(events: Iterable[Caption]) -> str:
    """The letters in these captions that the bundled font cannot draw, each once."""
    letters = sorted({letter for event in events for letter in event.text})
    return "".join(
        letter
        for letter in letters
        if not letter.isspace()
        and unicodedata.category(letter) not in ("Cf", "Mn", "Me")
        and _shape(letter) == _shape("\U0010fffe")  # no font has this one: it shows the missing box
    )


@lru_cache(maxsize=4096)
def _shape(letter: str) -> tuple[tuple[int, int], bytes]:
    mask = _font(32).getmask(letter)
    return mask.size, bytes(mask)


@lru_cache(maxsize=8)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(assets.path("fonts/Inter-SemiBold.otf"), size)


class Burner:
    """Draws captions into finished frames, uint8 (height, width, 3): ``burn(picture, frame)``.

    A caption is drawn once and laid over each of its frames, which costs about 3 ms at 720p.
    """

    def __init__(self, events: Sequence[Caption], width: int, height: int) -> None:
        self._events = sorted(events, key=lambda event: event.start)
        self._starts = [event.start for event in self._events]
        self._size = (width, height)
        self._drawn: tuple[str, _Patch | None] = ("", None)

    def at(self, frame: int) -> str:
        """The words on the screen at this frame, or nothing."""
        i = bisect_right(self._starts, frame) - 1
        return self._events[i].text if i >= 0 and frame < self._events[i].end else ""

    def __call__(self, picture: np.ndarray, frame: int) -> np.ndarray:
        """The picture with the words of this frame; the picture itself when nothing is said."""
        words = self.at(frame)
        if not words:
            return picture
        if words != self._drawn[0]:
            self._drawn = (words, _patch(words, *self._size))
        patch = self._drawn[1]
        assert patch is not None
        burnt = picture.copy()
        rows, columns = patch.where
        burnt[rows, columns] = (
            burnt[rows, columns].astype(np.uint16) * patch.keep >> 8
        ) + patch.ink
        return burnt


@dataclass(frozen=True)
class _Patch:
    """A drawn caption: picture * keep / 256 + ink, at ``where``."""

    where: tuple[slice, slice]
    keep: np.ndarray
    ink: np.ndarray


def _patch(words: str, width: int, height: int) -> _Patch:
    """Cream letters in a soft dark halo, centred above the lower edge, well inside the frame."""
    size = max(9, round(height * 0.046))
    font = _font(size)
    lines = _lines(words, font, 0.82 * width)
    while len(lines) * size * 1.3 > 0.8 * height and size > 9:  # a very long line must still fit
        size = max(9, round(size * 0.85))
        font = _font(size)
        lines = _lines(words, font, 0.9 * width)
    letters, edge = Image.new("L", (width, height)), Image.new("L", (width, height))
    bottom = height * 0.935
    for i, line in enumerate(reversed(lines)):
        at = (width / 2, bottom - i * size * 1.28)
        ImageDraw.Draw(letters).text(at, line, 255, font, anchor="ms")
        ImageDraw.Draw(edge).text(
            at, line, 255, font, anchor="ms", stroke_width=max(1, round(size * 0.09))
        )
    soft = edge.filter(ImageFilter.GaussianBlur(size * 0.22))
    cream = np.asarray(letters, np.float32) / 255
    halo = np.maximum(np.asarray(edge, np.float32) * 0.85, np.asarray(soft, np.float32) * 0.7) / 255
    shown = np.flatnonzero(halo.max(1) > 0.01), np.flatnonzero(halo.max(0) > 0.01)
    if not shown[0].size:  # nothing but white space
        shown = (np.zeros(1, int), np.zeros(1, int))
    where = (slice(shown[0][0], shown[0][-1] + 1), slice(shown[1][0], shown[1][-1] + 1))
    cream, halo = cream[where][..., None], halo[where][..., None]
    ink = _CREAM * cream + _INK * halo * (1 - cream)
    keep = (1 - cream) * (1 - halo) * 256
    return _Patch(where, np.floor(keep).astype(np.uint16), np.floor(ink).astype(np.uint8))


def _lines(words: str, font: ImageFont.FreeTypeFont, widest: float) -> list[str]:
    """The words in as few lines as fit, of about equal length."""
    fewest = max(1, math.ceil(font.getlength(words) / widest))
    for count in range(fewest, fewest + 4):
        for letters in range(math.ceil(len(words) / count), len(words) + 1):
            lines = textwrap.wrap(words, letters)
            if len(lines) > count:
                continue
            if all(font.getlength(line) <= widest for line in lines):
                return lines
            break
    return textwrap.wrap(words, max(1, math.floor(len(words) / (fewest + 4))))
