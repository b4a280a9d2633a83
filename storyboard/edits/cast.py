"""Edits of cast and places: fields, one name changed everywhere, two that are the same made one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from storyboard import layout
from storyboard.board import Board, Line, Place, Scene, Shot, Subject
from storyboard.edits.boxes import without
from storyboard.edits.ids import (
    all_shots,
    check_fields,
    new_id,
    one,
    put_scenes,
    with_values,
)
from storyboard.edits.names import respelled

_CLOSED = frozenset({"id", "made_by"})


@dataclass(frozen=True, slots=True)
class _Group:
    """One of the two kinds of consistency groups: where the board keeps them, and what one takes
    over from another that is the same.
    """

    field: str
    kind: type[Subject] | type[Place]
    noun: str
    prefix: str
    lacking: tuple[str, ...]

    def on(self, board: Board) -> tuple[Any, ...]:
        """All of them."""
        row: tuple[Any, ...] = getattr(board, self.field)
        return row

    def one(self, board: Board, id: str) -> Any:
        """The one with this id. Raises KeyError with a sentence."""
        return one(self.on(board), id, self.noun)

    def put(self, board: Board, row: Iterable[Any]) -> Board:
        """The board with these."""
        return with_values(board, {self.field: tuple(row)})


CAST = _Group(
    "cast", Subject, "subject", "su", ("kind", "look", "pronoun", "puppet", "sheet", "rig")
)
PLACES = _Group("places", Place, "place", "pl", ("look", "backdrop", "plate"))


def add_to_cast(board: Board, name: str, **values: Any) -> Board:
    """A new subject at the end of the cast. Its id is ``new_id(board, "su")``."""
    return _add(CAST, board, name, values)


def set_subject(board: Board, subject_id: str, **values: Any) -> Board:
    """Fields of a subject; a new name is changed everywhere, as ``rename_subject`` does; another
    sheet has another rig.
    """
    if "sheet" in values and values["sheet"] != CAST.one(board, subject_id).sheet:
        values = {"rig": "", **values}
    return _set(CAST, board, subject_id, values)


def rename_subject(board: Board, subject_id: str, name: str) -> Board:
    """A subject's name, also in the script, in actions, lines and notes; the old one stays as an
    alias.
    """
    return _rename(CAST, board, subject_id, name)


def remove_from_cast(board: Board, subject_id: str) -> Board:
    """The board without this subject. Its lines stay, spoken by nobody; its boxes go."""
    CAST.one(board, subject_id)

    def unspoken(line: Line) -> Line:
        return replace(line, speaker="") if line.speaker == subject_id else line

    def left(shot: Shot) -> Shot:
        changed = without(shot, subject_id)
        lines = tuple(unspoken(line) for line in shot.dialogue)
        return with_values(changed, {"dialogue": lines})

    return _without(CAST, all_shots(board, left), subject_id)


def merge_subjects(board: Board, kept_id: str, gone_id: str) -> Board:
    """Two subjects that are one: ``kept_id`` takes over boxes, lines, names and what it lacks; the
    script says the one name from now on.
    """
    kept, gone = CAST.one(board, kept_id), CAST.one(board, gone_id)
    return respelled(united(board, kept_id, gone_id), gone.name, kept.name)


def united(board: Board, kept_id: str, gone_id: str) -> Board:
    """Two subjects that are one, whatever the script goes on calling them."""
    kept, gone = CAST.one(board, kept_id), CAST.one(board, gone_id)
    merged = _merge(
        CAST, board, kept_id, gone_id, attributes={**gone.attributes, **kept.attributes}
    )
    return all_shots(merged, lambda shot: recast(shot, gone_id, kept_id))


def add_place(board: Board, name: str, **values: Any) -> Board:
    """A new place. Its id is ``new_id(board, "pl")``."""
    return _add(PLACES, board, name, values)


def set_place(board: Board, place_id: str, **values: Any) -> Board:
    """Fields of a place; a new name is changed everywhere, as ``rename_place`` does."""
    return _set(PLACES, board, place_id, values)


def rename_place(board: Board, place_id: str, name: str) -> Board:
    """A place's name, also in the script, in headings, actions and notes; the old one stays an
    alias.
    """
    return _rename(PLACES, board, place_id, name)


def remove_place(board: Board, place_id: str) -> Board:
    """The board without this place; scenes that were there are nowhere in particular."""
    PLACES.one(board, place_id)
    return _without(PLACES, _moved(board, place_id, ""), place_id)


def merge_places(board: Board, kept_id: str, gone_id: str) -> Board:
    """Two places that are one: ``kept_id`` takes over scenes, names and what it lacks."""
    return _moved(_merge(PLACES, board, kept_id, gone_id), gone_id, kept_id)


def moved_where_said(board: Board, place_id: str, other_id: str, words: str) -> Board:
    """The scenes of a place whose headings say ``words`` are at another one."""

    def there(scene: Scene) -> Scene:
        says = scene.place == place_id and words.casefold() in scene.heading.casefold()
        return replace(scene, place=other_id) if says else scene

    return put_scenes(board, (there(scene) for scene in board.scenes))


def uses(board: Board, id: str) -> tuple[str, ...]:
    """The shots that a subject or a place is in."""
    return tuple(
        shot.id
        for scene in board.scenes
        for shot in scene.shots
        if scene.place == id or id in shot.subjects or id in shot.layout.boxes
    )


def _add(group: _Group, board: Board, name: str, values: dict[str, Any]) -> Board:
    check_fields(group.kind, values, _CLOSED)
    _check_name(group, board, name)
    new = group.kind(id=new_id(board, group.prefix), name=name.strip(), made_by="user")
    return group.put(board, (*group.on(board), replace(new, **values)))


def _set(group: _Group, board: Board, id: str, values: dict[str, Any]) -> Board:
    check_fields(group.kind, values, _CLOSED)
    rest = {name: value for name, value in values.items() if name != "name"}
    if "name" in values:
        board = _rename(group, board, id, values["name"])
    return _with(group, board, id, rest)


def _rename(group: _Group, board: Board, id: str, name: str) -> Board:
    was = group.one(board, id)
    name = name.strip()
    if name == was.name:
        return board
    _check_name(group, board, name, but=id)
    aliases = tuple(alias for alias in _united(was.aliases, (was.name,), name) if alias)
    board = _with(group, board, id, {"name": name, "aliases": aliases})
    return respelled(board, was.name, name)


def _merge(group: _Group, board: Board, kept_id: str, gone_id: str, **values: Any) -> Board:
    """The board where ``kept_id`` has what it lacked and ``gone_id`` is no more."""
    kept, gone = group.one(board, kept_id), group.one(board, gone_id)
    if kept_id == gone_id:
        raise ValueError(f"{kept.name} cannot be merged with itself.")
    values["aliases"] = _united(kept.aliases, (gone.name, *gone.aliases), kept.name)
    for name in group.lacking:
        values[name] = getattr(kept, name) or getattr(gone, name)
    return _without(group, _with(group, board, kept_id, values), gone_id)


def _with(group: _Group, board: Board, id: str, values: dict[str, Any]) -> Board:
    was = group.one(board, id)
    changed = with_values(was, values)
    if changed is was:
        return board
    changed = replace(changed, made_by="user")
    return group.put(board, (changed if other is was else other for other in group.on(board)))


def _without(group: _Group, board: Board, id: str) -> Board:
    return group.put(board, (other for other in group.on(board) if other.id != id))


def _moved(board: Board, old: str, new: str) -> Board:
    return put_scenes(
        board,
        (replace(scene, place=new) if scene.place == old else scene for scene in board.scenes),
    )


def recast(shot: Shot, old: str, new: str) -> Shot:
    """The shot with somebody else in the part of ``old``."""
    acting = {
        (new if id == old else id): (replace(a, on=new) if a.on == old else a)
        for id, a in sorted(shot.acting.items(), key=lambda item: item[0] == new)
    }
    return with_values(
        shot,
        {
            "subjects": tuple(dict.fromkeys(new if id == old else id for id in shot.subjects)),
            "layout": layout.rename(shot.layout, old, new),
            "acting": {id: replace(a, on="") if a.on == id else a for id, a in acting.items()},
            "dialogue": tuple(
                replace(line, speaker=new) if line.speaker == old else line
                for line in shot.dialogue
            ),
        },
    )


def _check_name(group: _Group, board: Board, name: str, but: str = "") -> None:
    if not name.strip():
        raise ValueError(f"A {group.noun} needs a name.")
    others = {other.name.casefold() for other in group.on(board) if other.id != but}
    if name.strip().casefold() in others:
        raise ValueError(
            f"There is a {group.noun} called {name.strip()} already: "
            "merge the two, or choose another name."
        )


def _united(aliases: Iterable[str], more: Iterable[str], name: str) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for alias in (*aliases, *more):
        found.setdefault(alias.casefold(), alias)
    found.pop(name.casefold(), None)
    return tuple(found.values())
