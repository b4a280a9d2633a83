"""What stands: which takes are still what the board asks for, and whether the film was edited.

A shot's key (``engine.keys.shot_key``) tells whether anything in it was edited; the film's state
tells whether anything was edited at all, so that work asked for again is planned as it was.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, replace

from storyboard import bridging, codec
from storyboard.board import Board, Shot
from studio.bin import Bin
from studio.recipes import Recipe
from studio.session import Session
from studio.takes import Take
from studio.wishes import answers, shot_key

__all__ = ["film_state", "fits", "is_whole", "shot_key", "takes"]


def fits(board: Board, take: Take) -> bool:
    """Whether a take of a shot of this board is what the board asks for, by the model it names."""
    return answers(board, take.shot, take.slate, take.frames)


def is_whole(take: Take, bin: Bin) -> bool:
    """Whether all pictures of a take are in the bin."""
    return all(bin.path(hash) for hash in take.frames.values())


def takes(session: Session, by: Recipe, fingerprint: str, least: int) -> dict[str, Take]:
    """Shot -> its take of the highest level, ``least`` or more, that is what the board asks of
    ``by``, pictures and all.
    """
    same = {"family": by.family, "fingerprint": fingerprint, "steps": by.calls}.items()
    found = {}
    for shot in session.board.shots:
        alike = [
            take
            for take in session.takes.of_shot(shot.id)
            if take.level >= least and all(take.slate.get(name) == value for name, value in same)
        ]
        if not alike:
            continue
        board = session.board
        good = [t for t in alike if session.takes.fits(board, t) and is_whole(t, session.bin)]
        good = [t for t in good if not t.slate.get("redo") or t.id == shot.circled]
        if good:
            circled = shot.circled
            found[shot.id] = max(good, key=lambda t: (t.level, t.id == circled, t.made_at))
    return found


def film_state(board: Board, by: Recipe, fingerprint: str) -> str:
    """The same while nothing that shapes a picture was edited. Takes and notes shape none, but the
    circled ones that a bridge goes from and to do.
    """
    row = board.shots
    bridged = {shot.id for at in range(len(row)) for shot in bridging.ends(row, at) or ()}
    scenes = tuple(
        replace(
            scene,
            shots=tuple(_bare(shot, shot.id in bridged) for shot in scene.shots),
            stretch=None,
            label="",
        )
        for scene in board.scenes
    )
    film = replace(board, title="", script="", scenes=scenes, numbering="", numbers_locked=False)
    how = {name: value for name, value in asdict(by).items() if name not in ("memory", "extras")}
    told = f"{codec.digest(film)} {sorted(how.items())} {fingerprint}"
    return hashlib.sha256(told.encode()).hexdigest()


def _bare(shot: Shot, bridged: bool = False) -> Shot:
    return replace(
        shot,
        notes="",
        takes=(),
        circled=shot.circled if bridged else "",
        locked=frozenset(),
        stretch=None,
        stale=False,
        label="",
        made_by={},
    )
