"""The sounds of takes: what models made along with a shot's clips, laid under it as its sounds.

They lie in the bin under their content, and in the slate of the take as (first tick, ticks, hash).
Laid under the shot they are sounds like any other: to move, mute, trim, and undo.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.schedule import ON
from engine.spans import Slot
from storyboard import numbering
from storyboard.board import Board, Sound
from storyboard.edits import sounds as edits
from studio.session import Session
from studio.takes import Take

NAME = "Sound of"  # what laid sounds are called by, before the number of their shot


def note(
    found: dict[str, list[tuple[int, int, str]]],
    slots: Sequence[Slot],
    each: int,
    slate: Mapping[str, Any],
) -> None:
    """Add a window's sound, if its slate tells of one, to those of its shot: of windows within one
    shot that leave no drawing out, whose clip ran at the film's own pace.
    """
    if not (sound := slate.get("sound")):
        return
    shot, first, last = slots[0].shot, slots[0].tick, slots[-1].tick
    whole = all(slot == Slot(shot, first + at) for at, slot in enumerate(slots))
    if whole and last > first:
        found[shot].append((first * each, (last - first) * each, sound))


def pieces(take: Take | None) -> list[tuple[int, int, str]]:
    """The sounds of a take: from which frame of its shot, for how many frames, content hash."""
    rows = take.slate.get("sounds", ()) if take else ()
    return [(tick * ON, ticks * ON, str(hash)) for tick, ticks, hash in rows]


def are_laid(board: Board, shot: str, take: Take | None) -> bool:
    """Whether all sounds of a take lie under its shot already."""
    here = {(sound.shot, sound.file) for sound in board.sounds}
    return all((shot, hash) in here for _, _, hash in pieces(take))


def lay(session: Session, shots: Sequence[str]) -> int:
    """Lay the sounds of the takes that play under their shots, in the place of those of earlier
    takes; one step of undo. How many shots got theirs.
    """
    takes = {shot: session.takes.best(session.board, shot) for shot in shots}
    wanted = [id for id, take in takes.items() if not are_laid(session.board, id, take)]
    if not wanted:
        return 0
    labels = numbering.labels(session.board)

    def laid(board: Board) -> Board:
        for shot in wanted:
            track = None
            for old in [one for one in board.sounds if _is_of(one, shot)]:
                track = old.track if track is None else track
                board = edits.remove_sound(board, old.id)
            start = board.start(shot)
            values = {} if track is None else {"track": track}
            for first, length, hash in pieces(takes[shot]):
                name = f"{NAME} {labels[shot]}"
                board = edits.add_sound(board, start + first, hash, length, name, **values)
        return board

    number = f"shot {labels[wanted[0]]}" if len(wanted) == 1 else f"{len(wanted)} shots"
    session.edit(f"Lay the sound of {number}", laid)
    return len(wanted)


def _is_of(sound: Sound, shot: str) -> bool:
    return sound.shot == shot and sound.name.startswith(f"{NAME} ")
