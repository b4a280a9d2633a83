"""The poster: a small picture of a film in its bin, for lists of films that nobody has open."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from studio.bin import Bin
from studio.errors import DiskTrouble

NAME = "poster.png"


def file(project: Path) -> Path:
    """Where the poster of this film lies, if it has one."""
    return Bin.beside(project).folder / NAME


def is_due(project: Path) -> bool:
    """Whether the film has no poster, or was worked on since it was made."""
    try:
        return file(project).stat().st_mtime < project.stat().st_mtime
    except OSError:
        return True


def keep(project: Path, content: bytes) -> None:
    """Put this PNG in the place of the one before. Raises DiskTrouble."""
    target = file(project)
    part = target.with_name(f".{secrets.token_hex(8)}.part")  # one left over is swept with the bin
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        os.replace(part, target)
    except OSError as error:
        raise DiskTrouble(
            f"The poster of {project.stem} could not be kept: {error.strerror or error}. "
            "Look for free space and whether the drive is still there."
        ) from error
