"""Files that a child of the window brings into the bin: how it is started, and what it answers.

A file may be gigabytes, or take seconds to decode, so the window waits for nobody: the child looks
at the file, keeps a copy, and answers with one line of JSON.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from studio.bin import Bin
from studio.errors import StudioError


def child(module: str, bin: Bin, file: str | Path) -> list[str]:
    """The command line of a child that runs ``main`` in this module."""
    return [sys.executable, "-m", module, str(bin.folder), os.path.abspath(file)]


def answer(text: str, what: str) -> dict[str, Any]:
    """What the child said of the file it brought. Raises StudioError with its sentence; ``what``
    begins the sentence about one that said nothing.
    """
    try:
        said: dict[str, Any] = json.loads(text)
    except ValueError:
        raise StudioError(f"{what} could not be read: try again, or choose another.") from None
    if "fault" in said:
        raise StudioError(said["fault"])
    return said


def main(bring: Callable[[Bin, str], object]) -> int:
    """The child itself: BIN FILE are its arguments. Its exit status."""
    folder, file = sys.argv[1:]
    with suppress(BrokenPipeError):
        try:
            brought = bring(Bin(Path(folder)), file)
        except StudioError as fault:
            print(json.dumps({"fault": str(fault)}))
            return 1
        print(json.dumps(vars(brought)))
    return 0
