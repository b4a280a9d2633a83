"""The keyframes of a shot as they stand: what is pinned, else what its take has there."""

from __future__ import annotations

from dataclasses import dataclass

from engine import schedule
from storyboard.board import Keyframe
from storyboard.edits import shots
from studio.session import Session
from studio.takes import Take


@dataclass(frozen=True)
class Standing:
    """A picture that stands at a frame of a shot; ``picture`` is empty where none is made yet.
    ``asked``: not pinned, but a keyframe is to be here.
    """

    frame: int
    picture: str
    pinned: bool = False
    asked: bool = False


def of_shot(session: Session, shot_id: str) -> tuple[Standing, ...]:
    """The keyframes of a shot, in order: pinned ones, and those of the take that plays.

    Without a take that has any, only what is pinned. Raises KeyError.
    """
    board = session.board
    shot = board.shot(shot_id)
    take = session.takes.best(board, shot_id)
    made = take.frames if take is not None and take.level > 0 else {}
    found = {
        pin.frame: Standing(
            pin.frame,
            pin.picture or made.get(pin.frame // schedule.ON, ""),
            bool(pin.picture),
            not pin.picture,
        )
        for pin in shot.keyframes
    }
    taken = {pin.frame // schedule.ON for pin in shot.keyframes}
    if take is not None and take.level > 0:
        by = take.division
        drawn = schedule.keyed(board, shot_id, by) if take.level > 1 else ()
        for tick in take.frames if take.level == 1 else [at * by.each for at in drawn]:
            frame = tick * schedule.ON
            if tick in take.frames and tick not in taken and frame < shot.length:
                found[frame] = Standing(frame, take.frames[tick])
    return tuple(found[frame] for frame in sorted(found))


def picture_at(session: Session, shot_id: str, frame: int) -> str:
    """The picture that stands at a frame: pinned, or the take's. Raises ValueError without one."""
    shot = session.board.shot(shot_id)
    pinned = {pin.frame: pin.picture for pin in shot.keyframes}
    take = session.takes.best(session.board, shot_id)
    hash = pinned.get(frame) or (_of_take(take, frame) if take else "")
    if not hash:
        raise ValueError(
            "There is no picture at this frame yet. Render the shot's keyframes first, or use a "
            "picture from a file."
        )
    return hash


def pin(session: Session, shot_id: str, frame: int, name: str) -> None:
    """Keep the picture that stands at a frame, whatever is rendered later. ``name`` of the edit.

    Raises ValueError, StudioError.
    """
    keyframe = Keyframe(frame, picture_at(session, shot_id, frame), "take")
    session.edit(name, lambda board: shots.set_keyframe(board, shot_id, keyframe))


def _of_take(take: Take, frame: int) -> str:
    """The take's picture at a frame, else the one before it that still stands."""
    tick = frame // schedule.ON
    held = max((at for at in take.frames if at <= tick), default=min(take.frames, default=None))
    return take.frames[held] if held is not None else ""
