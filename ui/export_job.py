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
from storyboard.board import Board
from studio import captions, export, interchange, work
from studio.beats import only
from studio.errors import StudioError
from studio.session import Session
from ui import pictures

DRAFT = QSize(640, 360)


def main() -> int:
    """Wish on the first line of the input: project, and settings of a film or the path of a cut.
    Answers: progress, then the end.
    """
    wish = json.loads(sys.stdin.readline())
    project = Path(wish["project"])
    try:
        if "cut" in wish:
            cut(project, wish["cut"])
        else:
            film(project, export.Settings(**wish["settings"]), wish.get("srt", False))
    except StudioError as fault:
        tell(fault=str(fault))
        return 1
    return 0


def cut(project: Path, path: str) -> None:
    """The cut for another editor, with the clips of finished shots as its media."""
    with Session.open(project, read_only=True) as session:
        notes = interchange.write(session.board, path, work.clips(session), session.bin.path)
        tell(path=path, notes=notes, frames=session.board.length, bytes=Path(path).stat().st_size)


def film(project: Path, settings: export.Settings, srt: bool) -> None:
    """The film; where a shot has no take its layout is painted, in colour."""
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

        done = export.export(
            board, work.pictures(session), settings, _report, draft, sounds=session.bin.path
        )
        notes = list(done.notes)
        if srt:
            notes.append(_srt(board, settings))
    tell(path=done.path, notes=notes, frames=done.frames, bytes=done.bytes, seconds=done.seconds)


def _srt(board: Board, settings: export.Settings) -> str:
    """The captions of what went out, beside it."""
    if settings.shots:
        board, _ = only(board, settings.shots)
    end = board.length if settings.shots or settings.end is None else settings.end
    start = 0 if settings.shots else settings.start
    path = Path(settings.path).expanduser().with_suffix(".srt")
    captions.write_text(path, captions.within(captions.captions(board), start, end), board.rate)
    return f"The captions are in {path.name}."


def _report(progress: Progress) -> None:
    if progress.done % 12 == 0 or progress.done == progress.of:
        tell(done=progress.done, of=progress.of, note=progress.note)


def tell(**facts: Any) -> None:
    print(json.dumps(facts), flush=True)


if __name__ == "__main__":
    sys.exit(main())
