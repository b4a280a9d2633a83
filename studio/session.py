"""A project while it is open: its board and undo, its media, its queue.

One `edit` is one durable transaction, so there is nothing to save. No threads and no window: a
timer or a loop calls `pump`; whoever wants to know puts a plain callable into ``listeners``.
"""

from __future__ import annotations

import json
import secrets
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.api import Unfit
from storyboard import codec, history
from storyboard.board import Board, Keyframe
from storyboard.edits import cast, shots
from storyboard.history import History, Step
from studio import settings, snapshots
from studio.bin import Bin
from studio.boards import Boards
from studio.desk import Stage
from studio.errors import DamagedProject, DiskTrouble, StudioError
from studio.media import Kind, Media
from studio.project import Project
from studio.queue import TURN, Queue
from studio.takes import Take, Takes
from studio.windows import Windows

Listener = Callable[[str, Any], None]


class Session:
    """An open project.

    Events that ``listeners`` hear, as (name, what): board_changed (the edit's name), media_added
    (Picture), take_added, take_noted (Take), order_changed (Order), job_changed (Job), window_done
    (FinishedWindow), scene_planned (ScenePlanned), stage_left (a sentence), paused (a sentence,
    empty when resumed).
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self.listeners: list[Listener] = []
        self.bin = Bin.beside(project.path)
        self.media = Media(project, self.bin)
        self.windows = Windows(project, self.bin)
        self.takes = Takes(project)
        self.queue = Queue(project, self.bin, self.windows, self.tell)
        self._stages: list[Stage] = []
        self._boards = Boards(project)
        board = self.takes.onto(self._boards.load())
        self._history = History(Step(board, self._boards.name(self._boards.present)))
        self._reach()
        self.recovered_windows = 0 if project.read_only else self.queue.recover()

    @classmethod
    def new(cls, path: str | Path, board: Board | None = None) -> Session:
        """Make a project at ``path`` (``.longtake`` is added) and open it."""
        path = Path(path)
        session = cls(Project.new(path))
        with ExitStack() as broken:
            broken.callback(session.close)
            session.project.set_fact("id", secrets.token_hex(8))
            first = board or Board(title=path.stem)
            session._boards.push("New project", first)
            session._history = history.begin(first)
            broken.pop_all()
        return session

    @classmethod
    def open(cls, path: str | Path, read_only: bool = False) -> Session:
        """Open a project where it was left, whatever ended the last session.

        Raises StudioError; ProjectInUse when another program has it and ``read_only`` is not asked.
        """
        try:
            project = Project.open(path, read_only)
            with ExitStack() as broken:
                broken.callback(project.close)
                session = cls(project)
                broken.pop_all()
        except DamagedProject as fault:
            if not (kept := snapshots.all_of(Path(path))):
                raise
            raise DamagedProject(f"{fault} The newest snapshot is {kept[0]}.") from fault
        session._keep_snapshot()
        return session

    def close(self) -> None:
        """Let go of the file. What runs is queued again for the next time."""
        for stage in self._stages:
            self.queue.forget(stage)
        self._stages.clear()
        self._keep_snapshot()
        self.project.close()

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *reason: object) -> None:
        self.close()

    @property
    def path(self) -> Path:
        return self.project.path

    @property
    def notices(self) -> list[str]:
        """Sentences about the opening that the person should see once."""
        return self.project.notices

    def tell(self, name: str, what: Any) -> None:
        """Tell the listeners that something happened."""
        for listener in tuple(self.listeners):
            listener(name, what)

    # The board -------------------------------------------------------------------------------

    @property
    def board(self) -> Board:
        """The board that stands."""
        return self._history.board

    def edit(self, name: str, function: Callable[[Board], Board], merge: str = "") -> Board:
        """Change the board, durably, as one step of undo called ``name`` ("Move the dog").

        Edits with one ``merge`` key right after each other (a drag, a word typed) are one step,
        until `settle`. A function that changes nothing makes no step. Raises StudioError; the board
        that stands then stands on.
        """
        board = self.takes.onto(function(self.board))
        if board == self.board:
            return self.board
        after = history.do(self._history, board, name, merge)
        with self._rescued(board):
            if after.past is self._history.past:
                self._boards.amend(board, name)
            else:
                self._boards.push(name, board)
        self._history = after
        self.tell("board_changed", name)
        return board

    def settle(self) -> None:
        """The drag is over: the next edit is a step of its own, whatever its key."""
        self._history = history.settle(self._history)

    def amend(self, function: Callable[[Board], Board]) -> Board:
        """Change the board without a step of undo: for what the program adds, not the person."""
        board = function(self.board)
        if board != self.board:
            self._boards.amend(board)
            self._history = history.amend(self._history, board)
            self.tell("board_changed", "")
        return self.board

    @property
    def undo_name(self) -> str:
        """The edit that `undo` would take back; empty when there is none."""
        return self._history.undo_name

    @property
    def redo_name(self) -> str:
        """The edit that `redo` would do again; empty when there is none."""
        return self._history.redo_name

    def undo(self) -> str:
        """Take the last edit back, also of an earlier day. Gives its name, empty if none."""
        return self._go(self.undo_name, history.undo(self._history), -1)

    def redo(self) -> str:
        """Do again what was taken back last. Gives its name, empty if none."""
        return self._go(self.redo_name, history.redo(self._history), +1)

    def edits(self) -> list[tuple[str, bool]]:
        """The names of the edits that can be gone back to, oldest first, and which are undone."""
        return [(name, at > self._boards.present) for at, name in self._boards.names()]

    def _go(self, name: str, after: History, step: int) -> str:
        if after is self._history:
            return ""
        self._boards.stand(self._boards.present + step)
        self._history = history.amend(after, self.takes.onto(after.board))
        self._reach()
        self.tell("board_changed", name)
        return name

    def _reach(self) -> None:
        """Fetch one board on each side from the file, where memory has none of its own."""
        at = self._boards.present
        if not self._history.past and (step := self._step(at - 1)):
            self._history = replace(self._history, past=(step,))
        if not self._history.future and (step := self._step(at + 1)):
            self._history = replace(self._history, future=(step,))

    def _step(self, position: int) -> Step | None:
        try:
            return Step(self._boards.read(position), self._boards.name(position))
        except (KeyError, DamagedProject):  # what cannot be read cannot be gone back to
            return None

    # Takes and media -------------------------------------------------------------------------

    def add_take(
        self,
        shot: str,
        level: int,
        frames: Mapping[int, str],
        slate: Mapping[str, Any],
        clip: str = "",
    ) -> Take:
        """Publish a finished take of a shot; no undo takes it away."""
        take = self.takes.add(shot, level, frames, slate, clip)
        self.amend(self.takes.onto)
        self.tell("take_added", take)
        return take

    def note_take(self, id: str, **told: Any) -> None:
        """What is known of a take from now on, in its slate; its pictures stay as they are."""
        self.tell("take_noted", self.takes.note(id, **told))

    def set_sheet(self, subject: str, file: str | Path) -> str:
        """This picture is how the subject looks from now on. Gives its hash."""
        hash = self.import_picture(file, "sheet")
        name = self.board.subject(subject).name
        self.edit(f"Give {name} a sheet", lambda b: cast.set_subject(b, subject, sheet=hash))
        return hash

    def set_plate(self, place: str, file: str | Path) -> str:
        """This picture is how the place looks, by day and empty. Gives its hash."""
        hash = self.import_picture(file, "plate")
        name = self.board.place(place).name
        self.edit(f"Give {name} a plate", lambda b: cast.set_place(b, place, plate=hash))
        return hash

    def pin_keyframe(self, shot: str, frame: int, file: str | Path) -> str:
        """This picture is what the shot shows at this frame. Gives its hash."""
        hash = self.import_picture(file, "keyframe")
        keyframe = Keyframe(frame, hash, "import")
        self.edit("Pin a keyframe", lambda board: shots.set_keyframe(board, shot, keyframe))
        return hash

    def pictures(self) -> dict[str, str]:
        """Where the sheets, plates and keyframes of the board lie; those in the bin only."""
        board = self.board
        hashes = {subject.sheet for subject in board.cast} | {p.plate for p in board.places}
        hashes.update(keyframe.picture for shot in board.shots for keyframe in shot.keyframes)
        found = {hash: self.bin.path(hash) for hash in sorted(hashes - {""})}
        return {hash: str(path) for hash, path in found.items() if path}

    def import_picture(self, file: str | Path, kind: Kind) -> str:
        """Check a picture and keep it in the bin. Gives its hash."""
        aspect = self.board.aspect if kind == "keyframe" else 0.0
        picture = self.media.keep(Path(file), kind, aspect)
        self.tell("media_added", picture)
        return picture.hash

    # The work --------------------------------------------------------------------------------

    def attach(self, stage: Stage, name: str = "", only: frozenset[str] = frozenset()) -> None:
        """This stage serves the queue from now on: ``only`` these kinds of orders, empty = all.
        Who started it closes it.
        """
        self._stages.append(stage)
        self.queue.attach(stage, name, only)

    def detach(self, stage: Stage) -> None:
        """This stage leaves, before it is closed; what lies on it goes back into the line."""
        if stage in self._stages:
            self.queue.forget(stage)
            self._stages.remove(stage)

    def pump(self, seconds: float = TURN) -> bool:
        """One turn: hear the stages, keep their results, hand out work. Whether anything moved. A
        stage that says that it is unfit leaves, if there are others for its work.
        """
        until, moved = time.monotonic() + seconds, False
        for _ in range(len(self._stages)):
            self._stages.append(stage := self._stages.pop(0))  # who came first comes last next time
            left = until - time.monotonic()
            try:
                moved |= self.queue.pump(stage, max(0.0, left))
            except Unfit as fault:
                if not self.queue.has_others(stage):
                    raise
                self.detach(stage)
                self.tell("stage_left", f"{fault} The others go on.")
            if time.monotonic() > until:
                break
        return moved

    # Copies ----------------------------------------------------------------------------------

    def save_copy(self, to: str | Path) -> Path:
        """A whole copy of the project and its bin, which then lives on its own."""
        copy = self.project.save_copy(to)
        target = Bin.beside(copy)
        with _copying(copy):
            for file in self.bin.files():
                place = target.folder / file.parent.name / file.name
                place.parent.mkdir(parents=True, exist_ok=True)
                if not place.exists():
                    shutil.copy2(file, place)
        return copy

    def export_text(self, folder: str | Path | None = None) -> tuple[Path, Path]:
        """Write ``script.fountain`` and ``plan.json``: the film's words, readable for ever."""
        folder = Path(folder or self.path.parent)
        script, plan = folder / "script.fountain", folder / "plan.json"
        with _copying(script):
            folder.mkdir(parents=True, exist_ok=True)
            _replace_text(script, self.board.script)
            _replace_text(plan, _as_json(self.board))
        return script, plan

    def _keep_snapshot(self) -> None:
        if self.project.read_only:
            return
        try:
            snapshots.make(self.project)
        except (StudioError, OSError) as fault:  # the film itself is safe
            self.notices.append(f"No snapshot could be kept: {fault}")

    @contextmanager
    def _rescued(self, board: Board) -> Iterator[None]:
        """When the project's drive will not take an edit, keep it on the computer's own."""
        try:
            yield
        except DiskTrouble as fault:
            folder = settings.data_folder() / "rescued"
            name = f"{self.path.stem} {time.strftime('%Y-%m-%d %H.%M.%S')}.json"
            try:
                folder.mkdir(parents=True, exist_ok=True)
                _replace_text(folder / name, _as_json(board))
            except OSError:
                raise fault from None
            raise DiskTrouble(
                f"{fault} The board with this edit is kept as {folder / name}."
            ) from (fault)


@contextmanager
def _copying(to: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StudioError(
            f"{to.name} could not be written whole: {error.strerror or error}. "
            "Look for free space, or choose another folder."
        ) from error


def _replace_text(file: Path, text: str) -> None:
    part = file.with_name(f".{file.name}.{secrets.token_hex(4)}.part")
    try:
        part.write_text(text, "utf-8", errors="surrogatepass", newline="")
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def _as_json(board: Board) -> str:
    return json.dumps(codec.encode(board), ensure_ascii=False, indent=1)
