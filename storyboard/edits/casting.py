"""A plan's subjects and places as the board's own: the same name is the same one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from storyboard.board import Board, Place, Subject
from storyboard.edits.ids import ids, new_id, with_values

Named = TypeVar("Named", Subject, Place)


def joined_cast(
    board: Board, cast: Iterable[Subject], places: Iterable[Place]
) -> tuple[Board, dict[str, str]]:
    """The board with the plan's new subjects and places, and the board's id for each."""
    known: dict[str, str] = {}
    for subject in cast:
        own = _known(board.cast, subject)
        if own is None:
            id = subject.id if _is_free(board, subject.id) else new_id(board, "su")
            board = replace(board, cast=(*board.cast, replace(subject, id=id)))
        else:
            id = own.id
            better = _completed(own, subject, ("kind", "look", "pronoun", "puppet", "sheet"))
            board = replace(board, cast=tuple(better if s is own else s for s in board.cast))
        known[subject.id] = id
    for place in places:
        there = _known(board.places, place)
        if there is None:
            id = place.id if _is_free(board, place.id) else new_id(board, "pl")
            board = replace(board, places=(*board.places, replace(place, id=id)))
        else:
            id = there.id
            room = _completed(there, place, ("look", "backdrop", "plate"))
            board = replace(board, places=tuple(room if p is there else p for p in board.places))
        known[place.id] = id
    return board, known


def _known(things: Sequence[Named], new: Named) -> Named | None:
    """The board's own of the same name; else that of the same id, if it is of the same sort."""
    names = _names(new)
    for own in things:
        if new.name.casefold() in _names(own) or own.name.casefold() in names:
            return own
    for own in things:
        if own.id == new.id and isinstance(own, Subject) and isinstance(new, Subject):
            return own if own.kind == new.kind != "" else None
        if own.id == new.id and isinstance(own, Place) and isinstance(new, Place):
            return own if own.backdrop == new.backdrop != "" else None
    return None


def _names(thing: Subject | Place) -> set[str]:
    return {name.casefold() for name in (thing.name, *thing.aliases) if name}


def _completed(own: Named, new: Named, names: Iterable[str]) -> Named:
    """What the board has, with what it lacked; the user's own is left alone."""
    if own.made_by == "user":
        return own
    values: dict[str, Any] = {name: getattr(own, name) or getattr(new, name) for name in names}
    kept: set[str] = {own.name.casefold(), *(alias.casefold() for alias in own.aliases)}
    more: dict[str, str] = {alias.casefold(): alias for alias in new.aliases}
    values["aliases"] = (*own.aliases, *(more[low] for low in more if low not in kept))
    if isinstance(own, Subject) and isinstance(new, Subject):
        values["attributes"] = {**new.attributes, **own.attributes}
    return with_values(own, values)


def _is_free(board: Board, id: str) -> bool:
    return bool(id) and id not in set(ids(board))
