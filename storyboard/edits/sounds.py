"""Edits of sounds: stretches of sound files under the film, tied to shots so that they move along.

Frames are the film's. A sound that is trimmed at its start leaves out more of its file, so what is
heard stays where it was.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from storyboard.board import Board, Sound
from storyboard.edits import ties
from storyboard.edits.ids import check_fields, new_id, one

PREFIX = "so"  # of their ids
QUIETEST, LOUDEST = -60.0, 12.0  # decibels; the quietest is silence

_CLOSED = frozenset({"id", "file", "shot", "start"})


def add_sound(
    board: Board, frame: int, file: str, length: int, name: str = "", **values: Any
) -> Board:
    """``length`` frames of a file of the bin from a frame of the film on.

    Its id is ``new_id(board, PREFIX)``. Without a ``track`` it takes the first one with room.
    """
    if not file:
        raise ValueError("A sound needs a file of the bin.")
    shot, start = ties.tie(board, max(0, frame))
    sound = Sound(new_id(board, PREFIX), file, name.strip(), shot, start)
    sound = _with(sound, {"length": length, **values})
    if "track" not in values:
        sound = replace(sound, track=free_track(board, max(0, frame), sound.length))
    return replace(board, sounds=(*board.sounds, sound))


def set_sound(board: Board, id: str, **values: Any) -> Board:
    """Fields of a sound: length, skip, gain, fades, track, name; for its place: ``move_sound``.

    Fades that a shorter length has no room for become shorter.
    """
    return _put(board, _with(sound_of(board, id), values))


def move_sound(board: Board, id: str, frame: int, track: int | None = None) -> Board:
    """The sound at another frame of the film, tied to the shot that lies there."""
    sound = sound_of(board, id)
    if track is not None:
        sound = _with(sound, {"track": track})
    if max(0, frame) == position(board, sound):
        return _put(board, sound)
    shot, start = ties.tie(board, max(0, frame))
    return _put(board, replace(sound, shot=shot, start=start))


def trim_sound(board: Board, id: str, start: int, end: int) -> Board:
    """The sound from one frame of the film until before another; what is heard stays in time.

    It cannot begin before its file does.
    """
    sound = sound_of(board, id)
    at = position(board, sound)
    start = max(start, at - sound.skip)
    if end <= start:
        raise ValueError("A sound lasts at least one frame.")
    trimmed = _with(sound, {"skip": sound.skip + start - at, "length": end - start})
    return _put(board, replace(trimmed, start=sound.start + start - at))


def remove_sound(board: Board, id: str) -> Board:
    """The board without this sound; its file stays in the bin."""
    gone = sound_of(board, id)
    return replace(board, sounds=tuple(sound for sound in board.sounds if sound is not gone))


def split_sound(board: Board, id: str, frame: int) -> Board:
    """Two sounds instead of one, the second from a frame of the film on; both sound as before.

    The second is tied to the shot that lies there; its id is ``new_id(board, PREFIX)``.
    """
    sound = sound_of(board, id)
    at = frame - position(board, sound)
    if not 0 < at < sound.length:
        raise ValueError("A sound can be split only where it is heard, not at its ends.")
    shot, start = ties.tie(board, frame)
    early = _with(sound, {"length": at, "fade_out": max(0, sound.fade_out - sound.length + at)})
    late = replace(
        sound,
        id=new_id(board, PREFIX),
        shot=shot,
        start=start,
        skip=sound.skip + at,
        length=sound.length - at,
        fade_in=max(0, sound.fade_in - at),
        fade_out=min(sound.fade_out, sound.length - at),
    )
    row = list(board.sounds)
    row[row.index(sound) : row.index(sound) + 1] = [early, late]
    return replace(board, sounds=tuple(row))


def position(board: Board, sound: Sound) -> int:
    """The film's frame at which the sound begins."""
    return ties.position(board, sound)


def tracks(board: Board) -> int:
    """How many sound tracks the film has."""
    return 1 + max((sound.track for sound in board.sounds), default=-1)


def free_track(board: Board, frame: int, length: int) -> int:
    """The first track that is silent for so many frames from this frame on."""
    starts = ties.starts(board)
    taken = {
        sound.track
        for sound in board.sounds
        if starts.get(sound.shot, 0) + sound.start < frame + length
        and frame < starts.get(sound.shot, 0) + sound.start + sound.length
    }
    return next(n for n in range(len(taken) + 1) if n not in taken)


def sound_of(board: Board, id: str) -> Sound:
    """The sound with this id. Raises KeyError with a sentence."""
    return one(board.sounds, id, "sound")


def _with(sound: Sound, values: dict[str, Any]) -> Sound:
    check_fields(Sound, values, _CLOSED)
    for name in ("skip", "fade_in", "fade_out", "track"):
        if values.get(name, 0) < 0:
            raise ValueError(f"The {name.replace('_', ' ')} of a sound is 0 or more.")
    length = values.get("length", sound.length)
    if length < 1:
        raise ValueError("A sound lasts at least one frame.")
    if not QUIETEST <= values.get("gain", 0.0) <= LOUDEST:
        raise ValueError(
            f"A sound can be {QUIETEST:g} to {LOUDEST:+g} dB loud, not {values['gain']:g}."
        )
    for name, other in (("fade_in", "fade out"), ("fade_out", "fade in")):
        theirs = values.get(other.replace(" ", "_"), getattr(sound, other.replace(" ", "_")))
        if name in values and "length" not in values and values[name] + theirs > length:
            raise ValueError(
                f"The {name.replace('_', ' ')} has room for {max(0, length - theirs)} frames "
                f"beside the {other}, not for {values[name]}."
            )
    values["fade_in"] = min(values.get("fade_in", sound.fade_in), length)
    values["fade_out"] = min(values.get("fade_out", sound.fade_out), length - values["fade_in"])
    found = replace(sound, **values)
    return sound if found == sound else found


def _put(board: Board, sound: Sound) -> Board:
    if any(old is sound for old in board.sounds):
        return board
    row = tuple(sound if old.id == sound.id else old for old in board.sounds)
    return board if row == board.sounds else replace(board, sounds=row)
