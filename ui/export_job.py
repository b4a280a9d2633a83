"""Export in a process of its own: ``python -m ui.export_job`` reads a wish, writes lines of JSON.

The window stays free, and a broken encoder cannot take it along. The project is only looked at.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize

from engine.api import Progress
from studio import export, work
from studio.errors import StudioError
from studio.session import Session
from ui import pictures

DRAFT = QSize(640, 360)


def main() -> int:
    """Wish on the first line of the input: project, settings. Answers: progress, then the end."""
    wish = json.loads(sys.stdin.readline())
    try:
        done = run(Path(wish["project"]), export.Settings(**wish["settings"]))
    except StudioError as fault:
        tell(fault=str(fault))
        return 1
    tell(path=done.path, notes=list(done.notes), frames=done.frames, bytes=done.bytes)
    return 0


def run(project: Path, settings: export.Settings) -> export.Exported:
    """Export a project; where a shot has no take its layout is painted, in colour."""
    with (
        Session.open(project, read_only=True) as session,
        tempfile.TemporaryDirectory(prefix="longtake-") as folder,
    ):
        board = session.board

        def draft(shot: str, tick: int) -> str:
            file = Path(folder) / f"{shot}-{tick}.png"
            if not file.exists():
                image = pictures.layout(board, shot, tick, DRAFT, grey=False)
                if not image.save(str(file)):
                    raise StudioError("The disk for passing files is full. Free some space.")
            return str(file)

        return export.export(
            board, work.pictures(session), settings, _report, draft, sounds=session.bin.path
        )


def _report(progress: Progress) -> None:
    if progress.done % 12 == 0 or progress.done == progress.of:
        tell(done=progress.done, of=progress.of, note=progress.note)


def tell(**facts: Any) -> None:
    print(json.dumps(facts), flush=True)


if __name__ == "__main__":
    sys.exit(main())
