"""What the cast and the places are called: which words of the script mean whom.

The script is not changed by any of these; they say how it is read, now and in later plans, by the
rules and by the director alike.
"""

from __future__ import annotations

import re
from dataclasses import replace

from storyboard.board import Board, Place, Shot, Subject
from storyboard.edits import cast
from storyboard.edits.ids import all_shots, new_id

_ARTICLE = re.compile(r"^(?:the|a|an)(?:\s+|$)", re.IGNORECASE)


def plain(words: str) -> str:
    """Words as they are kept: one space between, and no article. Raises ValueError when none is
    left.
    """
    found = _ARTICLE.sub("", " ".join(words.split()))
    if not any(character.isalpha() for character in found):
        raise ValueError("Type the words that the script uses, as: the boy.")
    return found


def also(board: Board, id: str, words: str) -> Board:
    """``words`` mean this subject or place from now on.

    Whoever is called just that is the same one then; to whom they were only another name, they are
    none any more. Raises KeyError, ValueError with a sentence.
    """
    word, own = plain(words), one(board, id)
    if word.casefold() in _names(own):
        return board
    for other in _alike(board, own):
        if other.id == id:
            continue
        if word.casefold() == plain(other.name).casefold():
            united = cast.united if isinstance(own, Subject) else cast.merge_places
            return united(board, id, other.id)
        if word.casefold() in _names(other):
            board = no_longer(board, other.id, word)
    return _set(board, id, aliases=(*one(board, id).aliases, word))


def no_longer(board: Board, id: str, words: str) -> Board:
    """``words`` do not mean this subject or place. Raises ValueError when they never did."""
    word, own = plain(words).casefold(), one(board, id)
    left = tuple(alias for alias in own.aliases if plain(alias).casefold() != word)
    if left == own.aliases:
        raise ValueError(f"“{words}” is no other name of {own.name}.")
    return _set(board, id, aliases=left)


def split(board: Board, id: str, words: str) -> Board:
    """What ``words`` mean is somebody, or somewhere, else: a new one with that name and the same
    look takes over the shots that say so and do not say the old name.

    Raises ValueError when they are no other name of this one.
    """
    word, own = plain(words), one(board, id)
    board = no_longer(board, id, words)
    if isinstance(own, Place):
        new = new_id(board, "pl")
        return cast.moved_where_said(
            replace(board, places=(*board.places, replace(own, id=new, name=word, aliases=()))),
            id, new, word,
        )  # fmt: skip
    if own.kind.casefold() == word.casefold():
        board = cast.set_subject(board, id, kind="")
    new = new_id(board, "su")
    name = word[:1].upper() + word[1:] if own.name[:1].isupper() and " " not in word else word
    other = replace(own, id=new, name=name, aliases=(), sheet="", made_by="user")
    board = replace(board, cast=(*board.cast, other))
    said = _saying(word)
    rest = [_saying(name) for name in (own.name, *one(board, id).aliases)]

    def told(shot: Shot) -> Shot:
        text = " ".join((shot.action, shot.stretch.text if shot.stretch else ""))
        if id not in shot.subjects or not said.search(text):
            return shot
        return shot if any(each.search(text) for each in rest) else cast.recast(shot, id, new)

    return all_shots(board, told)


def one(board: Board, id: str) -> Subject | Place:
    """The subject or place with this id. Raises KeyError with a sentence."""
    everyone: tuple[Subject | Place, ...] = (*board.cast, *board.places)
    for own in everyone:
        if own.id == id:
            return own
    raise KeyError(f"There is nobody and nowhere {id!r} on this board.")


def _alike(board: Board, own: Subject | Place) -> tuple[Subject, ...] | tuple[Place, ...]:
    return board.cast if isinstance(own, Subject) else board.places


def _names(own: Subject | Place) -> set[str]:
    return {plain(name).casefold() for name in (own.name, *own.aliases) if name.strip()}


def _set(board: Board, id: str, aliases: tuple[str, ...]) -> Board:
    change = cast.set_subject if isinstance(one(board, id), Subject) else cast.set_place
    return change(board, id, aliases=aliases)


def _saying(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(words)}(?!\w)", re.IGNORECASE)
