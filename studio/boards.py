"""The boards of a project: the last 200 as rows, with what they share stored once.

A board row is its JSON with the script and each scene replaced by the hash of a part, so an edit of
one shot writes one scene. A scene that only lies further on in the script, as all do behind a word
that was written, is its old part, ``moved`` by so many characters. Every hash is checked when it is
read: SQLite does not see flipped bits.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import time
import zlib
from dataclasses import replace
from typing import Any

from storyboard import codec, link
from storyboard.board import Board, Scene
from studio.errors import DamagedProject, StudioError
from studio.project import Project

KEPT = 200  # boards of undo
SLACK = 50  # more than that before they are swept, so that sweeping is rare
HELD = 5000  # scenes in memory; one of eight shots takes 3 kB besides what it shares
LARGEST = 256 << 20  # bytes that one part may unpack to: a guard against a rigged file


Part = tuple[str, int]  # a scene's hash as it was stored, and how far it has moved since


class Boards:
    """Past, present and future boards in the file; ``present`` is where the standing one is."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._scenes: dict[Part, Scene] = {}  # boards in memory share what is unchanged
        self._script: tuple[str | None, str] = (None, "")  # of the board written last, its hash
        self._parts: dict[int, Part] = {}  # of those, by identity: they need not be written again
        self._last: dict[str, Scene] = {}  # by id: what may have moved since
        present = project.fact("present", "0")
        self.present = int(present) if present.isdecimal() else self._newest()

    # Reading ---------------------------------------------------------------------------------

    def load(self) -> Board:
        """The board that stands, or the newest whole one before it, which is said in a notice."""
        positions = [
            row["position"]
            for row in self._project.rows(
                "SELECT position FROM boards WHERE position <= ? ORDER BY position DESC",
                [self.present],
            )
        ]
        if not positions:
            self.present = 0
            return Board()
        first_fault: DamagedProject | None = None
        for position in positions:
            try:
                board = self.read(position)
            except DamagedProject as fault:
                first_fault = first_fault or fault
                continue
            if first_fault:
                self._project.notices.append(
                    f"{first_fault} The board of {_ago(self._made_at(position))} is shown, "
                    "the newest that is whole."
                )
            self.present = position
            self._last = {scene.id: scene for scene in board.scenes}
            return board
        raise first_fault or AssertionError("a loop over boards ended without a board or a fault")

    def read(self, position: int) -> Board:
        """The board at this position. Raises DamagedProject, or KeyError when there is none."""
        found = self._project.rows("SELECT body, hash FROM boards WHERE position = ?", [position])
        if not found:
            raise KeyError(position)
        row = json.loads(_unpack(found[0]["body"], found[0]["hash"], "A board"))
        version = row["board"]["version"]
        moved = row.get("moved") or [0] * len(row["scenes"])  # 1.x knows of no moves
        parts = list(zip(row["scenes"], moved, strict=True))
        scenes = tuple(self._scene(part, n, version) for n, part in enumerate(parts, 1))
        header = {**row["board"], "script": json.loads(self._part(row["script"], "The script"))}
        board = replace(_decode({**header, "scenes": []}), scenes=scenes)
        self._forget(board)
        return board

    def name(self, position: int) -> str:
        """The edit that made the board at this position; empty when there is no board."""
        found = self._project.rows("SELECT name FROM boards WHERE position = ?", [position])
        return str(found[0]["name"]) if found else ""

    def names(self) -> list[tuple[int, str]]:
        """Each board's position and the name of the edit that made it, oldest first."""
        found = self._project.rows("SELECT position, name FROM boards ORDER BY position")
        return [(row["position"], row["name"]) for row in found]

    def _scene(self, part: Part, number: int, version: object) -> Scene:
        if part not in self._scenes:
            hash, by = part
            if by:
                scene = link.moved(self._scene((hash, 0), number, version), by)
            else:
                plain = json.loads(self._part(hash, f"Scene {number}"))
                scene = _decode({"version": version, "scenes": [plain]}).scenes[0]
            self._know(part, scene)
        return self._scenes[part]

    def _know(self, part: Part, scene: Scene) -> None:
        if part in self._scenes:  # an object that nobody holds leaves its identity to another
            self._parts.pop(id(self._scenes[part]), None)
        self._scenes[part] = scene
        self._parts[id(scene)] = part

    def _forget(self, board: Board) -> None:
        """Let go of what other boards hold when it is too much; it is read again if need be."""
        if len(self._scenes) > max(HELD, 2 * len(board.scenes)):
            held = {id(scene) for scene in board.scenes}
            self._scenes = {part: one for part, one in self._scenes.items() if id(one) in held}
            self._parts = {id(one): part for part, one in self._scenes.items()}

    def _moved(self, scene: Scene) -> Part | None:
        """The part that this scene is, if it has only moved since it was written."""
        last = self._last.get(scene.id)
        part = self._parts.get(id(last))
        by = link.distance(last, scene) if last and part else None
        return (part[0], part[1] + by) if part and by is not None else None

    def _part(self, part: str, what: str) -> bytes:
        found = self._project.rows("SELECT body FROM parts WHERE hash = ?", [part])
        if not found:
            raise DamagedProject(f"{what} is missing from {self._project.path.name}.")
        return _unpack(found[0]["body"], part, what)

    def _newest(self) -> int:
        found = self._project.rows("SELECT MAX(position) AS newest FROM boards")
        return int(found[0]["newest"] or 0)

    def _made_at(self, position: int) -> float:
        rows = self._project.rows("SELECT made_at FROM boards WHERE position = ?", [position])
        return float(rows[0]["made_at"])

    # Writing ---------------------------------------------------------------------------------

    def push(self, name: str, board: Board) -> None:
        """``board`` becomes the present; what was undone before it is forgotten."""
        self._write(self.present + 1, name, board)

    def amend(self, board: Board, name: str | None = None) -> None:
        """``board`` takes the place of the present one; no new step of undo."""
        if name is None:
            name = self.name(self.present)
        self._write(max(self.present, 1), name, board, keep_future=True)

    def stand(self, position: int) -> None:
        """The board at ``position`` becomes the present (undo, redo)."""
        self._project.set_fact("present", str(position))
        self.present = position

    def _write(self, position: int, name: str, board: Board, keep_future: bool = False) -> None:
        if self._project.db.conn.in_transaction:
            raise RuntimeError("a board is written in a transaction of its own")
        parts: dict[str, bytes] = {}
        scenes: list[Part] = []
        for scene in board.scenes:
            known = self._parts.get(id(scene)) or self._moved(scene)
            if known is None:
                text = _text(codec.encode(Board(scenes=(scene,)))["scenes"][0])
                known = _hash(text), 0
                parts[known[0]] = text
            scenes.append(known)
        script = self._script[1]
        if board.script is not self._script[0]:  # a long one costs as much as the rest
            text = _text(board.script)
            script = _hash(text)
            parts[script] = text
        header = codec.encode(replace(board, scenes=(), script=""))
        body = _text(
            {
                "board": {k: v for k, v in header.items() if k not in ("scenes", "script")},
                "script": script,
                "scenes": [hash for hash, _ in scenes],
                "moved": [by for _, by in scenes],
            }
        )
        with self._project.transaction() as db:
            if not keep_future:
                db.execute("DELETE FROM boards WHERE position >= ?", [position])
            for part, text in parts.items():
                found = db.execute("SELECT 1 FROM parts WHERE hash = ?", [part]).fetchone()
                if not found:
                    db.execute("INSERT INTO parts VALUES (?, ?)", [part, zlib.compress(text)])
            db.execute(
                "INSERT OR REPLACE INTO boards (position, name, made_at, hash, body) "
                "VALUES (?, ?, ?, ?, ?)",
                [position, name, time.time(), _hash(body), zlib.compress(body)],
            )
            self._project.set_fact("present", str(position))
            (count,) = db.execute("SELECT COUNT(*) FROM boards").fetchone()
            if count > KEPT + SLACK:
                self._sweep(position)
        self.present = position
        self._script = (board.script, script)
        self._last = {scene.id: scene for scene in board.scenes}
        for known, scene in zip(scenes, board.scenes, strict=True):
            if self._scenes.get(known) is not scene:
                self._know(known, scene)
        self._forget(board)

    def _sweep(self, present: int) -> None:
        with self._project.transaction() as db:
            db.execute("DELETE FROM boards WHERE position <= ?", [present - KEPT])
            used: set[str] = set()
            for body, hash in db.execute("SELECT body, hash FROM boards").fetchall():
                with contextlib.suppress(DamagedProject):  # its parts cannot be reached any more
                    row = json.loads(_unpack(body, hash, "A board"))
                    used.update((row["script"], *row["scenes"]))
            stored = [part for (part,) in db.execute("SELECT hash FROM parts").fetchall()]
            for part in stored:
                if part not in used:
                    db.execute("DELETE FROM parts WHERE hash = ?", [part])
            self._scenes = {part: s for part, s in self._scenes.items() if part[0] in used}
            self._parts = {id(scene): part for part, scene in self._scenes.items()}


def _decode(plain: dict[str, Any]) -> Board:
    try:
        return codec.decode(plain)
    except codec.CodecError as error:
        raise StudioError(str(error)) from error


def _text(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )


def _hash(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()


def _unpack(body: bytes, hash: str, what: str) -> bytes:
    reader = zlib.decompressobj()
    try:
        text = reader.decompress(body, LARGEST)
    except zlib.error:
        text = b""
    if reader.unconsumed_tail or _hash(text) != hash:
        raise DamagedProject(f"{what} is damaged on the disk: it is not what was written.")
    return text


def _ago(made_at: float) -> str:
    return time.strftime("%d %B, %H:%M", time.localtime(made_at))
