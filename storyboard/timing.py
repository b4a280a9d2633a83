"""Time: how long words take, and times as people type and read them.

Everything is whole frames at the board's rate; seconds appear only at the edges, where people read
and write.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from storyboard.board import RATE, Line

ACTION_WORD = 200  # milliseconds that a word of action takes on the screen
ACTION_REST = 500
DIALOGUE_WORD = 300  # and a spoken word
DIALOGUE_REST = 1000
SHORTEST = 2000  # no shot is planned shorter than two seconds

_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
# Scripts without spaces between words: one character counts as half a word
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]")


def words(text: str) -> int:
    """How many words a text has; scripts without spaces are counted by the character."""
    dense = len(_DENSE.findall(text))
    return len(_WORD.findall(_DENSE.sub(" ", text))) + (dense + 1) // 2


def action_length(text: str, rate: int = RATE) -> int:
    """Frames that an action needs to be seen; none for no words."""
    count = words(text)
    return frames(count * ACTION_WORD + ACTION_REST, rate) if count else 0


def dialogue_length(lines: Sequence[Line], rate: int = RATE) -> int:
    """Frames that these lines need to be said; none for no words."""
    count = sum(words(line.text) for line in lines)
    return frames(count * DIALOGUE_WORD + DIALOGUE_REST, rate) if count else 0


def shot_length(action: str, dialogue: Sequence[Line] = (), rate: int = RATE) -> int:
    """A shot's default length: the longer of what is done and said, at least two seconds."""
    return max(action_length(action, rate), dialogue_length(dialogue, rate), frames(SHORTEST, rate))


def frames(milliseconds: int, rate: int = RATE) -> int:
    """Whole frames that last at least this long."""
    return -(-milliseconds * rate // 1000)


def speech(lines: Sequence[Line], length: int) -> tuple[tuple[int, int], ...]:
    """When each line is said in a shot of ``length`` frames: half-open ranges in order.

    Every line gets its share by words; the last one ends where the shot ends, less the rest that
    comes after speech.
    """
    weights = [max(1, words(line.text)) * DIALOGUE_WORD for line in lines]
    whole = sum(weights) + DIALOGUE_REST
    ranges, said = [], DIALOGUE_REST // 2
    for weight in weights:
        ranges.append((said * length // whole, (said + weight) * length // whole))
        said += weight
    return tuple(ranges)


# Times as typed and as read ----------------------------------------------------------------------

_NUMBER = r"\d+(?:[.,]\d+)?|[.,]\d+"
_PARTS = re.compile(
    rf"(?:(?P<h>{_NUMBER})\s*h(?:ours?)?)?\s*(?:(?P<m>{_NUMBER})\s*m(?:in(?:utes?)?)?)?\s*"
    rf"(?:(?P<s>{_NUMBER})\s*s(?:ec(?:onds?)?)?)?\s*(?:(?P<f>\d+)\s*f(?:rames?)?)?",
    re.IGNORECASE,
)
_LONGEST = 24 * 3600  # seconds: the timecode's day


def parse(text: str, rate: int = RATE) -> int:
    """Frames that a typed time means: ``4``, ``4s``, ``96f``, ``00:04:00`` (the last are frames).

    Also ``1m 30s``, ``2.5``, ``4s 12f``, ``12:00`` (seconds:frames) and ``01:00:00:00`` with hours.
    Raises ValueError with a sentence.
    """
    said = text.strip()
    if not said:
        raise ValueError("A time is missing: type 4, 4s, 96f or 00:04:00.")
    if re.fullmatch(r"\d+(?:[:;]\d+){1,3}", said):
        found = _timecode([int(part) for part in re.split("[:;]", said)], said, rate)
    elif re.fullmatch(_NUMBER, said):
        found = round(_float(said) * rate)
    else:
        match = _PARTS.fullmatch(said)
        if match is None or not any(match.groupdict().values()):
            raise ValueError(f"{text!r} is not a time: type 4, 4s, 96f or 00:04:00.")
        seconds = sum(
            _float(match[part]) * size
            for part, size in (("h", 3600), ("m", 60), ("s", 1))
            if match[part]
        )
        found = round(seconds * rate) + int(match["f"] or 0)
    if found >= _LONGEST * rate:
        raise ValueError(f"{text!r} is longer than a day.")
    return found


def timecode(frame: int, rate: int = RATE) -> str:
    """A frame as ``HH:MM:SS:FF``."""
    seconds, rest = divmod(abs(frame), rate)
    sign = "-" if frame < 0 else ""
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}:{rest:02}"


def short_timecode(frame: int, rate: int = RATE) -> str:
    """A frame as ``MM:SS:FF``, with hours only when there are some."""
    full = timecode(frame, rate)
    return full[3:] if full.startswith("00:") else full


def seconds(length: int, rate: int = RATE) -> str:
    """A length for the eye: ``4.0 s``, from a minute on ``1:04``, from an hour on ``1:01:04``."""
    whole = length / rate
    if whole < 59.95:
        return f"{whole:.1f} s"
    total = round(whole)
    if total < 3600:
        return f"{total // 60}:{total % 60:02}"
    return f"{total // 3600}:{total // 60 % 60:02}:{total % 60:02}"


def told(length: int, rate: int = RATE) -> str:
    """A length in words: ``4.0 s``; from a minute on ``1 min 4 s``, then ``1 h 4 min``."""
    whole = length / rate
    if whole < 59.95:
        return seconds(length, rate)
    minutes, rest = divmod(round(whole), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def _timecode(parts: list[int], said: str, rate: int) -> int:
    *clock, rest = parts
    if rest >= rate:
        raise ValueError(f"{said} has {rest} frames in its last place; a second has {rate}.")
    if any(part >= 60 for part in clock[1:]):
        raise ValueError(f"{said} is not a timecode: minutes and seconds go to 59.")
    whole = 0
    for part in clock:
        whole = whole * 60 + part
    return whole * rate + rest


def _float(text: str) -> float:
    return float(text.replace(",", "."))
