"""Edits of LoRAs: weights of the film or of a subject that teach a model a look."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from storyboard.board import Board, Lora
from storyboard.edits.ids import check_fields, new_id, one

PREFIX = "lo"  # of their ids
STRONGEST = 2.0  # what is stronger draws noise; below 0 it draws the opposite

_CLOSED = frozenset({"id", "file"})


def add_lora(board: Board, file: str, family: str, **values: Any) -> Board:
    """A file of the bin, made for a family; its id is ``new_id(board, PREFIX)``. The same file for
    the same subject is there once: it gets the new values.
    """
    if not file or not family:
        raise ValueError("A LoRA needs a file of the bin and the model that it was made for.")
    same = (file, values.get("subject", ""))
    for old in board.loras:
        if (old.file, old.subject) == same:
            return set_lora(board, old.id, family=family, **values)
    lora = _with(board, Lora(new_id(board, PREFIX), file), {"family": family, **values})
    return replace(board, loras=(*board.loras, lora))


def set_lora(board: Board, id: str, **values: Any) -> Board:
    """Fields of a LoRA: name, family, subject, weight, words, into."""
    old = lora_of(board, id)
    new = _with(board, old, values)
    if new == old:
        return board
    return replace(board, loras=tuple(new if lora is old else lora for lora in board.loras))


def remove_lora(board: Board, id: str) -> Board:
    """The board without this LoRA; its file stays in the bin."""
    gone = lora_of(board, id)
    return replace(board, loras=tuple(lora for lora in board.loras if lora is not gone))


def lora_of(board: Board, id: str) -> Lora:
    """The LoRA with this id. Raises KeyError with a sentence."""
    return one(board.loras, id, "LoRA")


def _with(board: Board, lora: Lora, values: dict[str, Any]) -> Lora:
    check_fields(Lora, values, _CLOSED)
    if not -STRONGEST <= values.get("weight", 1.0) <= STRONGEST:
        raise ValueError(
            f"A LoRA weighs {-STRONGEST:g} to {STRONGEST:g}, not {values['weight']:g}: 1 is as it "
            "was trained."
        )
    if subject := values.get("subject", ""):
        one(board.cast, subject, "subject")
    return replace(lora, **values)
