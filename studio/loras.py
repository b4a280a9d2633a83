"""LoRAs that people bring: safetensors of theirs or of the Hub, kept in the bin, for the film or
one subject.

A file may be gigabytes, so the window lets a child bring it. What lies in it is only counted here;
whether it fits its model the stage tells.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from engine import families
from storyboard.board import Board, Lora
from storyboard.edits import loras as edits
from studio import bringing, casting, settings
from studio.bin import Bin
from studio.console import Console
from studio.errors import StudioError, nearest
from studio.rules import told
from studio.session import Session

ENDING = ".safetensors"
LONGEST = 32 << 20  # bytes of a header: that of a whole model has a few
HALVES: tuple[Literal["high", "low"], ...] = ("high", "low")  # as files of Wan 2.2 are called


@dataclass(frozen=True)
class Brought:
    """A LoRA in the bin. ``name`` is its file's."""

    hash: str
    name: str


def bring(bin: Bin, file: str | Path) -> Brought:
    """Look at a file and keep a copy. Raises StudioError with what to do instead."""
    path = Path(os.path.abspath(file))
    if path.suffix.lower() != ENDING:
        raise StudioError(
            f"{path.name} is no LoRA that Longtake opens: only .safetensors, because other kinds "
            "can hold programs. Look for one in that form."
        )
    try:
        names = _tensors(path)
    except OSError as fault:
        raise StudioError(f"{path} cannot be read: {fault.strerror or fault}.") from fault
    except ValueError as fault:
        raise StudioError(
            f"{path.name} is damaged or no safetensors file. Fetch it again from where it came."
        ) from fault
    if not any("lora" in name.lower() for name in names):
        raise StudioError(
            f"{path.name} holds no LoRA but other weights. Choose a file of LoRA weights."
        )
    return Brought(bin.put_file(path), path.name)


def _tensors(path: Path) -> list[str]:
    """The names in a safetensors file. Raises OSError, ValueError."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        length = int.from_bytes(stream.read(8), "little")
        if not 2 <= length <= min(LONGEST, size - 8):
            raise ValueError("no header")
        header = json.loads(stream.read(length))
    if not isinstance(header, dict):
        raise ValueError("no table of tensors")
    header.pop("__metadata__", None)
    ends = [int(row["data_offsets"][1]) for row in header.values() if isinstance(row, dict)]
    if len(ends) != len(header) or max(ends, default=0) != size - 8 - length:
        raise ValueError("torn")
    return list(header)


def makers() -> dict[str, str]:
    """Name -> title of the models that a LoRA can be for."""
    return {name: card.title for name, card in families.CARDS.items() if card.hub}


def usual(chosen: settings.Settings) -> str:
    """The model that a LoRA is probably for: whose keyframes the film has, else whose clips."""
    return next((name for name in (chosen.family, chosen.inbetween) if name in makers()), "")


def give(session: Session, brought: Brought, family: str, subject: str = "", **values: Any) -> Lora:
    """Let the film, or one subject by its id, wear it. Raises StudioError."""
    half = next((half for half in HALVES if f"{half}_noise" in brought.name.lower()), "")
    whom = session.board.subject(subject).name if subject else "the film"
    values = {"name": brought.name, "into": half, "subject": subject, **values}
    with told():
        session.edit(
            f"Give {whom} the LoRA {brought.name}",
            lambda board: edits.add_lora(board, brought.hash, family, **values),
        )
    return next(
        one for one in session.board.loras if (one.file, one.subject) == (brought.hash, subject)
    )


def line(board: Board, one: Lora) -> str:
    """One LoRA as a row: of whom, for which model, how strong, by which words."""
    names = {subject.id: subject.name for subject in board.cast}
    whose = names.get(one.subject, "somebody gone") if one.subject else "the film"
    parts = [f"of {whose}", f"for {makers().get(one.family, one.family)}", f"weight {one.weight:g}"]
    parts += [f"the {one.into}-noise half"] if one.into else []
    return ", ".join([*parts, *([f"called by “{one.words}”"] if one.words else [])])


# The command -------------------------------------------------------------------------------------


def lora(given: argparse.Namespace, console: Console) -> dict[str, Any]:
    """``longtake lora``: give the film or a subject a LoRA, change it, take it off; list them."""
    with Session.open(given.project) as session:
        if not given.file:
            return _listed(session.board)
        subject = casting.found(session.board, given.subject, False).id if given.subject else ""
        values = {name: value for name in ("weight", "words")
                  if (value := getattr(given, name)) is not None}  # fmt: skip
        old = _called(session.board, given.file, subject)
        if given.off:
            if old is None:
                names = [one.name for one in session.board.loras]
                near = nearest(given.file, names)
                raise StudioError(f"The film wears no LoRA {given.file!r}.{near}")
            session.edit(f"Take off {old.name}", lambda board: edits.remove_lora(board, old.id))
        elif old is not None and not Path(given.file).is_file():
            with told():
                values |= {"family": given.model} if given.model else {}
                session.edit(
                    f"Change {old.name}", lambda board: edits.set_lora(board, old.id, **values)
                )
        else:
            family = given.model or usual(settings.load())
            if not family:
                raise StudioError(
                    "Say which model this LoRA was made for, as --for sdxl. "
                    f"There are: {', '.join(makers())}."
                )
            if family not in makers():
                raise StudioError(f"No LoRA can be for {family!r}.{nearest(family, makers())}")
            give(session, bring(session.bin, given.file), family, subject, **values)
        return _listed(session.board)


def _called(board: Board, name: str, subject: str) -> Lora | None:
    """The LoRA of this name, that of the subject first."""
    found = [one for one in board.loras if Path(name).name in (one.name, Path(one.name).stem)]
    return next((one for one in found if one.subject == subject), next(iter(found), None))


def _listed(board: Board) -> dict[str, Any]:
    rows = {one.name: line(board, one) for one in board.loras}
    return rows or {"LoRAs": "none; longtake lora FILM.longtake FILE.safetensors gives it one"}


# A child of the window ---------------------------------------------------------------------------


def child(bin: Bin, file: str | Path) -> list[str]:
    """The command line of a child that does ``bring``; it answers what ``answer`` reads."""
    return bringing.child("studio.loras", bin, file)


def answer(text: str) -> Brought:
    """What the child said. Raises StudioError with its sentence."""
    return Brought(**bringing.answer(text, "The LoRA"))


def main() -> int:
    return bringing.main(bring)


if __name__ == "__main__":
    sys.exit(main())
