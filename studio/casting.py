"""The cast sheet from the command line: who there is, and which words mean whom."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from typing import Any, Literal, get_args, get_type_hints

from storyboard.board import Board, Place, Subject
from storyboard.edits import calling
from storyboard.edits import cast as edits
from studio import rigging
from studio.console import Console
from studio.errors import StudioError, nearest
from studio.rules import told
from studio.session import Session

Edit = Callable[[Board], Board]
PRONOUNS = tuple(word for word in get_args(get_type_hints(Subject)["pronoun"]) if word)


def options(parser: argparse.ArgumentParser, places: bool) -> None:
    """The words of ``longtake cast`` and ``longtake place`` that say what is called how."""
    parser.add_argument("--also", action="append", default=[], help='"the boy" means this one')
    parser.add_argument(
        "--not", dest="never", action="append", default=[], help="and this does not"
    )
    parser.add_argument("--merge", default="", help="another of this film that is the same")
    parser.add_argument("--split", default="", help="another name of it that is one of its own")
    parser.add_argument("--look", default="", help="how it looks, in every shot")
    if not places:
        parser.add_argument("--pronoun", choices=PRONOUNS, default="", help="how one speaks of it")


def found(board: Board, name: str, places: bool) -> Subject | Place:
    """The one that is called so, by its name or another. Raises StudioError with the nearest."""
    things: tuple[Subject | Place, ...] = board.places if places else board.cast
    wanted = name.strip().casefold()
    for thing in things:
        if thing.name.casefold() == wanted:
            return thing
    for thing in things:
        if wanted in (alias.casefold() for alias in thing.aliases):
            return thing
    near = nearest(name, [thing.name for thing in things])
    noun = "place" if places else "subject"
    raise StudioError(f"There is no {noun} {name!r} in this film.{near}")


def change(session: Session, given: argparse.Namespace, places: bool) -> None:
    """Do what the words ask for, each as a step of undo. Raises StudioError."""
    for name, edit in _edits(session, given, places):
        with told():
            session.edit(name, edit)


def _edits(session: Session, given: argparse.Namespace, places: bool) -> Iterator[tuple[str, Edit]]:
    one = found(session.board, given.name, places)
    id, set_one = one.id, edits.set_place if places else edits.set_subject
    merge = edits.merge_places if places else edits.merge_subjects
    if given.merge:
        gone = found(session.board, given.merge, places).id
        yield f"Merge {given.merge} into {one.name}", lambda board: merge(board, id, gone)
    if given.split:
        yield f"Split {given.split} off", lambda board: calling.split(board, id, given.split)
    for words in given.never:
        yield _step(f"{words} is not {one.name}", calling.no_longer, id, words)
    for words in given.also:
        yield _step(f"{words} is {one.name}", calling.also, id, words)
    values = {"look": given.look, "pronoun": getattr(given, "pronoun", "")}
    if values := {name: value for name, value in values.items() if value}:
        yield f"Change {one.name}", lambda board: set_one(board, id, **values)


def _step(name: str, edit: Callable[[Board, str, str], Board], id: str, words: str) -> Any:
    return name, lambda board: edit(board, id, words)


def line(board: Board, one: Subject | Place) -> str:
    """One row of the sheet: how it is called, how it looks, how many shots it is in."""
    shots = len(edits.uses(board, one.id))
    picture = one.sheet if isinstance(one, Subject) else one.plate
    parts = [f"also {', '.join(one.aliases)}"] if one.aliases else []
    if isinstance(one, Subject) and one.pronoun:
        parts.append(one.pronoun)
    parts += [one.look] if one.look else []
    parts.append("1 shot" if shots == 1 else f"{shots} shots")
    kind = "sheet" if isinstance(one, Subject) else "plate"
    return "; ".join([*parts, f"{kind} {picture[:12] or 'bundled'}"])


# The commands -----------------------------------------------------------------------------------


def cast(given: argparse.Namespace, console: Console) -> dict[str, Any]:
    """``longtake cast``: the cast sheet: who is called how, and which picture plays whom."""
    found = _look(given, "sheet")
    if given.name and (given.picture is not None or given.whole):
        found["moves"] = rigging.told(given.project, given.name, given.whole, console)
    return found


def place(given: argparse.Namespace, console: Console) -> dict[str, Any]:
    """``longtake place``: the places; what is called how, and its plate."""
    return _look(given, "plate")


def _look(given: argparse.Namespace, kind: Literal["sheet", "plate"]) -> dict[str, Any]:
    places = kind == "plate"
    with Session.open(given.project) as session:
        if not given.name:
            board = session.board
            return {t.name: line(board, t) for t in (board.places if places else board.cast)}
        thing = found(session.board, given.name, places)
        change(session, given, places)
        if given.picture is not None:
            hash = session.import_picture(given.picture, kind)
            set_one = edits.set_place if places else edits.set_subject
            with told():
                session.edit(
                    f"Give {thing.name} a {kind}",
                    lambda board: set_one(board, thing.id, **{kind: hash}),
                )
        thing = found(session.board, thing.name, places)
        also = {"also": ", ".join(thing.aliases)} if thing.aliases else {}
        return {"name": thing.name, **also, kind: getattr(thing, kind) or "bundled"}
