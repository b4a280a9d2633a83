"""Wishes: what a shot of a board asks for by itself, and whether a take's slate answers it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import astuple
from typing import Any

from engine import keys, schedule
from storyboard import bridging, staging, telling
from storyboard.board import Board, Box, Scene, Shot

REVISION = 1  # raise it when staging makes other cues from the same board


def shot_key(
    board: Board,
    shot_id: str,
    *,
    family: str,
    fingerprint: str,
    steps: int,
    without: Collection[int] = (),
    told: Collection[str] = (),
) -> str:
    """What a shot asks for by itself, ``without`` its pins at these ticks; ``told`` names the
    models that read prompts, whose cues say looks and action too. Raises KeyError.
    """
    shot = board.shot(shot_id)
    cues = staging.cues(board, shot_id, range(0, shot.length, schedule.ON))
    return keys.shot_key(
        telling.told(board, shot_id, cues, told) if told else cues,
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
        told=makers(slate) if slate.get("told") else (),
    )


def makers(slate: Mapping[str, Any]) -> tuple[str, ...]:
    """The families that made what a slate tells of."""
    return tuple(str(slate[role]) for role in ("family", "inbetween") if slate.get(role))


def shape(board: Board, row: Sequence[tuple[Scene, Shot]], at: int) -> tuple[Any, ...]:
    """All that the wish of the ``at``-th shot of the film is made from: equal shapes, equal wishes.

    ``row`` are all shots of the board with their scenes. Made of the board's own parts, so that
    comparing two costs next to nothing. A bridge is made from its neighbours' too.
    """
    scene, shot = row[at]
    if at and row[at - 1][1].join == "bridge" and bridging.ends([s for _, s in row], at):
        before, after = shape(board, row, at - 1), shape(board, row, at + 1)
        chain: tuple[Any, ...] = (*before[0], _part(shot), *after[0])
        rest = (before[2:], after[2:], row[at - 1][1].circled, row[at + 1][1].circled)
        cast = tuple(s for s in board.cast if s in before[1] or s in after[1])
        return chain, cast, None, *rest
    first = at
    while first and row[first - 1][1].join == "continuous":
        first -= 1
    chain = tuple(_part(shot) for _, shot in row[first : at + 1])
    here = {id for part in chain for id in part[1].boxes}
    cast = tuple(subject for subject in board.cast if subject.id in here)
    place = next((place for place in board.places if place.id == scene.place), None)
    whole = (scene.daytime, scene.weather, board.rate, board.aspect, board.seed)
    return (chain, cast, place, *whole, *([board.loras] if board.loras else []))


def _part(shot: Shot) -> tuple[Any, ...]:
    said = (shot.action, shot.size, shot.angle)  # what models that read prompts are told
    return (
        shot.id, shot.layout, shot.camera, shot.acting, shot.length, shot.keyframes, shot.variation,
        said,
    )  # fmt: skip


def digest(shape: tuple[Any, ...], by_words: bool = False) -> str:
    """A shape by its content: two shapes with one digest ask for the same. Far cheaper than a key.

    ``by_words``: also what only models that read prompts are told (``storyboard.telling``).

    Two digests tell nothing: a name that nobody draws is in one and not in the key.
    """
    chain, cast, place, *rest = shape
    told = [
        [
            (id, length, variation, laid.moments, [_numbers(rect) for rect in view.rects]),
            sorted(
                (who, [box and _numbers(box) for box in row]) for who, row in laid.boxes.items()
            ),
            sorted((who, astuple(acting)) for who, acting in acts.items()),
            [(pin.frame, pin.picture) for pin in pinned],
            said if by_words else (),
        ]
        for id, laid, view, acts, length, pinned, variation, said in chain
    ]
    faces = [
        (s.id, s.name, s.kind, s.pronoun, s.puppet, sorted(s.attributes.items()), s.sheet, s.rig)
        for s in cast
    ]
    ground = place and (place.name, place.backdrop, place.plate)
    looks = ([s.look for s in cast], place and place.look) if by_words else ()
    text = repr([REVISION, told, faces, ground, rest, looks])
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _numbers(box: Box) -> tuple[float, ...]:
    """As a key tells them apart."""
    return round(box.x0, 6), round(box.y0, 6), round(box.x1, 6), round(box.y1, 6)
