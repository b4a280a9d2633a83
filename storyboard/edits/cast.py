"""Edits of cast and places: fields, one name changed everywhere, two that are the same made one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from storyboard import layout
from storyboard.board import Board, Line, Place, Scene, Shot, Subject
from storyboard.edits.boxes import without
from storyboard.edits.ids import (
    check_fields,
    new_id,
    one,
    put_scenes,
    put_shots,
    with_values,
)

_CLOSED = frozenset({"id", "made_by"})


def add_to_cast(board: Board, name: str, **values: Any) -> Board:
    """A new subject at the end of the cast. Its id is ``new_id(board, "su")``."""
    check_fields(Subject, values, _CLOSED)
    _check_name(name, "subject", (subject.name for subject in board.cast))
    subject = Subject(id=new_id(board, "su"), name=name.strip(), made_by="user")
    return replace(board, cast=(*board.cast, replace(subject, **values)))


def set_subject(board: Board, subject_id: str, **values: Any) -> Board:
    """Fields of a subject; a new name is changed everywhere, as ``rename_subject`` does."""
    check_fields(Subject, values, _CLOSED)
    rest = {name: value for name, value in values.items() if name != "name"}
    if "name" in values:
        board = rename_subject(board, subject_id, values["name"])
    return _set_subject(board, subject_id, rest)


def rename_subject(board: Board, subject_id: str, name: str) -> Board:
    """A subject's name, also in actions, lines and notes; the old one stays as an alias."""
    subject = one(board.cast, subject_id, "subject")
    name = name.strip()
    if name == subject.name:
        return board
    others = (other.name for other in board.cast if other.id != subject_id)
    _check_name(name, "subject", others)
    aliases = _renamed(subject.aliases, subject.name, name)
    board = _set_subject(board, subject_id, {"name": name, "aliases": aliases})
    return _respelled(board, subject.name, name)


def remove_from_cast(board: Board, subject_id: str) -> Board:
    """The board without this subject. Its lines stay, spoken by nobody; its boxes go."""
    one(board.cast, subject_id, "subject")

    def unspoken(line: Line) -> Line:
        return replace(line, speaker="") if line.speaker == subject_id else line

    def left(shot: Shot) -> Shot:
        changed = without(shot, subject_id)
        lines = tuple(unspoken(line) for line in shot.dialogue)
        return with_values(changed, {"dialogue": lines})

    cast = tuple(subject for subject in board.cast if subject.id != subject_id)
    return replace(_all_shots(board, left), cast=cast)


def merge_subjects(board: Board, kept_id: str, gone_id: str) -> Board:
    """Two subjects that are one: ``kept_id`` takes over boxes, lines, names and what it lacks."""
    kept = one(board.cast, kept_id, "subject")
    gone = one(board.cast, gone_id, "subject")
    if kept_id == gone_id:
        raise ValueError(f"{kept.name} cannot be merged with itself.")
    merged = replace(
        kept,
        aliases=_united(kept.aliases, (gone.name, *gone.aliases), kept.name),
        attributes={**gone.attributes, **kept.attributes},
        made_by="user",
        **_lacking(kept, gone, ("kind", "look", "pronoun", "puppet", "sheet")),
    )
    cast = tuple(
        merged if subject is kept else subject for subject in board.cast if subject is not gone
    )
    board = replace(_all_shots(board, lambda shot: _recast(shot, gone_id, kept_id)), cast=cast)
    return _respelled(board, gone.name, kept.name)


def add_place(board: Board, name: str, **values: Any) -> Board:
    """A new place. Its id is ``new_id(board, "pl")``."""
    check_fields(Place, values, _CLOSED)
    _check_name(name, "place", (place.name for place in board.places))
    place = Place(id=new_id(board, "pl"), name=name.strip(), made_by="user")
    return replace(board, places=(*board.places, replace(place, **values)))


def set_place(board: Board, place_id: str, **values: Any) -> Board:
    """Fields of a place; a new name is changed everywhere, as ``rename_place`` does."""
    check_fields(Place, values, _CLOSED)
    rest = {name: value for name, value in values.items() if name != "name"}
    if "name" in values:
        board = rename_place(board, place_id, values["name"])
    return _set_place(board, place_id, rest)


def rename_place(board: Board, place_id: str, name: str) -> Board:
    """A place's name, also in headings, actions and notes; the old one stays an alias."""
    place = one(board.places, place_id, "place")
    name = name.strip()
    if name == place.name:
        return board
    others = (other.name for other in board.places if other.id != place_id)
    _check_name(name, "place", others)
    aliases = _renamed(place.aliases, place.name, name)
    board = _set_place(board, place_id, {"name": name, "aliases": aliases})
    return _respelled(board, place.name, name)


def remove_place(board: Board, place_id: str) -> Board:
    """The board without this place; scenes that were there are nowhere in particular."""
    one(board.places, place_id, "place")
    places = tuple(place for place in board.places if place.id != place_id)
    return replace(_moved(board, place_id, ""), places=places)


def merge_places(board: Board, kept_id: str, gone_id: str) -> Board:
    """Two places that are one: ``kept_id`` takes over scenes, names and what it lacks."""
    kept = one(board.places, kept_id, "place")
    gone = one(board.places, gone_id, "place")
    if kept_id == gone_id:
        raise ValueError(f"{kept.name} cannot be merged with itself.")
    merged = replace(
        kept,
        aliases=_united(kept.aliases, (gone.name, *gone.aliases), kept.name),
        made_by="user",
        **_lacking(kept, gone, ("look", "backdrop", "plate")),
    )
    places = tuple(
        merged if place is kept else place for place in board.places if place is not gone
    )
    return replace(_moved(board, gone_id, kept_id), places=places)


def uses(board: Board, id: str) -> tuple[str, ...]:
    """The shots that a subject or a place is in."""
    return tuple(
        shot.id
        for scene in board.scenes
        for shot in scene.shots
        if scene.place == id or id in shot.subjects or id in shot.layout.boxes
    )


def spell(text: str, old: str, new: str) -> str:
    """``text`` with a name changed where it is a whole word, also in capitals or with one."""
    if not old or old.casefold() not in text.casefold():
        return text
    forms = {old.upper(): new.upper(), old[:1].upper() + old[1:]: new[:1].upper() + new[1:]}
    forms[old] = new
    found = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    return re.sub(rf"(?<!\w)(?:{found})(?!\w)", lambda match: forms[match[0]], text)


def _recast(shot: Shot, old: str, new: str) -> Shot:
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


def _respelled(board: Board, old: str, new: str) -> Board:
    """The name in every text that people read on the board; the script stays as it was written."""

    def respelled(shot: Shot) -> Shot:
        lines = tuple(_said(line, spell(line.text, old, new)) for line in shot.dialogue)
        return with_values(
            shot,
            {
                "action": spell(shot.action, old, new),
                "notes": spell(shot.notes, old, new),
                "dialogue": lines,
            },
        )

    def headed(scene: Scene) -> Scene:
        return with_values(scene, {"heading": spell(scene.heading, old, new)})

    board = put_scenes(board, (headed(scene) for scene in board.scenes))
    return _all_shots(board, respelled)


def _said(line: Line, text: str) -> Line:
    """The line saying ``text``; the very same line if it says it already."""
    return line if line.text == text else replace(line, text=text)


def _all_shots(board: Board, change: Callable[[Shot], Shot]) -> Board:
    return put_scenes(
        board,
        (put_shots(scene, (change(shot) for shot in scene.shots)) for scene in board.scenes),
    )


def _moved(board: Board, old: str, new: str) -> Board:
    return put_scenes(
        board,
        (replace(scene, place=new) if scene.place == old else scene for scene in board.scenes),
    )


def _set_subject(board: Board, id: str, values: dict[str, Any]) -> Board:
    subject = one(board.cast, id, "subject")
    changed = with_values(subject, values)
    if changed is subject:
        return board
    changed = replace(changed, made_by="user")
    return replace(board, cast=tuple(changed if s is subject else s for s in board.cast))


def _set_place(board: Board, id: str, values: dict[str, Any]) -> Board:
    place = one(board.places, id, "place")
    changed = with_values(place, values)
    if changed is place:
        return board
    changed = replace(changed, made_by="user")
    return replace(board, places=tuple(changed if p is place else p for p in board.places))


def _check_name(name: str, noun: str, others: Iterable[str]) -> None:
    if not name.strip():
        raise ValueError(f"A {noun} needs a name.")
    if name.strip().casefold() in {other.casefold() for other in others}:
        raise ValueError(
            f"There is a {noun} called {name.strip()} already: "
            "merge the two, or choose another name."
        )


def _renamed(aliases: tuple[str, ...], old: str, new: str) -> tuple[str, ...]:
    return tuple(alias for alias in _united(aliases, (old,), new) if alias)


def _united(aliases: Iterable[str], more: Iterable[str], name: str) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for alias in (*aliases, *more):
        found.setdefault(alias.casefold(), alias)
    found.pop(name.casefold(), None)
    return tuple(found.values())


def _lacking(kept: Any, gone: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(kept, name) or getattr(gone, name) for name in names}
