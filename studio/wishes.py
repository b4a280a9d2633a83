"""Wishes: what a shot of a board asks for by itself, and whether a take's slate answers it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from engine import keys, schedule
from storyboard import staging
from storyboard.board import Board, Scene, Shot


def shot_key(
    board: Board,
    shot_id: str,
    *,
    family: str,
    fingerprint: str,
    steps: int,
    without: Collection[int] = (),
) -> str:
    """What a shot asks for by itself, ``without`` its pins at these ticks. Raises KeyError."""
    shot = board.shot(shot_id)
    return keys.shot_key(
        staging.cues(board, shot_id, range(0, shot.length, schedule.ON)),
        {tick: picture for tick, picture in pins(shot).items() if tick not in without},
        fingerprint=fingerprint,
        seed=board.seed,
        steps=steps,
        family=family,
    )


def pins(shot: Shot) -> dict[int, str]:
    """Tick -> picture that is pinned there."""
    return {pin.frame // schedule.ON: pin.picture for pin in shot.keyframes}


def answers(
    board: Board, shot_id: str, slate: Mapping[str, Any], frames: Mapping[int, str]
) -> bool:
    """Whether what this slate tells of is what the board asks of the model that it names.

    Who pins a take's own picture where it stands asks for nothing new.
    """
    own: set[int] = set()
    if "pinned" in slate:
        kept = {
            tick for tick, hash in pins(board.shot(shot_id)).items() if frames.get(tick) == hash
        }
        own = kept - set(slate["pinned"])
    return slate.get("shot_key") == shot_key(
        board,
        shot_id,
        family=str(slate.get("family", "")),
        fingerprint=str(slate.get("fingerprint", "")),
        steps=int(slate.get("steps", 0)),
        without=own,
    )


def shape(board: Board, row: Sequence[tuple[Scene, Shot]], at: int) -> tuple[Any, ...]:
    """All that the wish of the ``at``-th shot of the film is made from: equal shapes, equal wishes.

    ``row`` are all shots of the board with their scenes. Made of the board's own parts, so that
    comparing two costs next to nothing.
    """
    first = at
    while first and row[first - 1][1].join == "continuous":
        first -= 1
    chain = tuple(
        (shot.id, shot.layout, shot.camera, shot.acting, shot.length, shot.subjects, shot.action,
         shot.dialogue, shot.keyframes, shot.variation)
        for _, shot in row[first : at + 1]
    )  # fmt: skip
    scene = row[at][0]
    return (
        chain, scene.place, scene.daytime, scene.weather, board.cast, board.places, board.rate,
        board.aspect, board.seed,
    )  # fmt: skip
