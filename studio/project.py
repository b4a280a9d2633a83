"""The project file: SQLite that a crash cannot tear and a stranger cannot rig.

Every edit is one durable transaction, so there is no unsaved state. A rollback journal with
synchronous=EXTRA keeps one single file while idle, which people copy, sync and mail.
"""

from __future__ import annotations

import contextlib
import glob
import os
import sqlite3
import struct
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from studio import schema
from studio.errors import DamagedProject, DiskTrouble, StudioError
from studio.lock import Lock

SUFFIX = ".longtake"
PATIENCE = 30.0  # seconds that checking a file may take: an honest one of 60 MB needs 0.03


class Project:
    """An open project file. ``notices`` are sentences that the person should see once."""

    def __init__(self, path: Path, db: Database, lock: Lock | None, notices: list[str]) -> None:
        self.path = path
        self.db = db
        self.notices = notices
        self._lock = lock
        self._stat = os.stat(path)

    @property
    def read_only(self) -> bool:
        return self._lock is None

    # Opening ---------------------------------------------------------------------------------

    @classmethod
    def new(cls, path: str | Path) -> Project:
        """Make an empty project at ``path``; what is there already is never replaced."""
        path = _named(path)
        if path.exists():
            raise StudioError(f"{path.name} is there already. Open it, or choose another name.")
        if not path.parent.is_dir():
            raise StudioError(f"There is no folder {path.parent} to keep {path.name} in.")
        lock = Lock(path)
        draft = path.with_name(f".{path.name}.{os.getpid()}.part")
        with contextlib.ExitStack() as broken:
            broken.callback(lock.release)
            broken.callback(draft.unlink, missing_ok=True)
            with told(path):
                with _connect(draft, "rwc") as db:
                    schema.apply(db)
                os.rename(draft, path)
                _settle(path.parent)
                made = cls(path, _connect(path, "rw"), lock, [])
            broken.pop_all()
        return made

    @classmethod
    def open(
        cls,
        path: str | Path,
        read_only: bool = False,
        steps: Sequence[schema.Step] = schema.STEPS,
    ) -> Project:
        """Open a project, checked first. Raises StudioError and leaves a refused file as it was."""
        path = Path(path).absolute()
        version = _read_header(path, schema.newest(steps))
        lock = None if read_only else Lock(path)
        with contextlib.ExitStack() as broken:
            if lock:
                broken.callback(lock.release)
            notices = []
            if Path(f"{path}-journal").exists():
                notices.append(f"{path.name} was not closed the last time; its last edit is whole.")
            with told(path):
                db = _connect(path, "ro" if read_only else "rw")
                with contextlib.ExitStack() as damaged:
                    damaged.callback(db.close)
                    _check(db, path, steps)
                    damaged.pop_all()
                if version < schema.newest(steps):
                    db, notice = (_in_memory if read_only else _migrate)(db, path, version, steps)
                    notices.append(notice)
                if not read_only:
                    _sweep(path)
                    db.execute("PRAGMA journal_mode = DELETE")
                found = cls(path, db, lock, notices)
            broken.pop_all()
        return found

    def close(self) -> None:
        """Let go of the file; nothing is written, because nothing is unsaved."""
        self.db.close()
        if self._lock:
            self._lock.release()

    # Reading and writing ---------------------------------------------------------------------

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Database]:
        """All of it durably, or nothing. Nests. Raises StudioError when the disk will not."""
        if self.read_only:
            raise StudioError(
                f"{self.path.name} is open to look at only. Save a copy and work in that."
            )
        if self.db.conn.in_transaction:
            yield self.db
            return
        self._still_there()
        with told(self.path), self.db.conn:  # which commits, or rolls back
            self.db.execute("BEGIN IMMEDIATE")
            yield self.db

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """What the statement finds, each row as column -> value."""
        with told(self.path):
            return list(self.db.query(sql, list(values)))

    def fact(self, key: str, default: str = "") -> str:
        """A single value kept under its name ("present", "id")."""
        found = self.rows("SELECT value FROM facts WHERE key = ?", [key])
        return str(found[0]["value"]) if found else default

    def set_fact(self, key: str, value: str) -> None:
        with self.transaction() as db:
            db.execute("INSERT OR REPLACE INTO facts (key, value) VALUES (?, ?)", [key, value])

    def save_copy(self, to: str | Path) -> Path:
        """A whole copy of the file as it is now, also while it is in use; without the bin."""
        to = _named(to)
        if to.exists():
            raise StudioError(f"{to.name} is there already. Choose another name for the copy.")
        with told(to):
            _copy(self.db, to)
        return to

    def _still_there(self) -> None:
        # SQLite would go on writing into a file that was deleted or replaced under it
        try:
            same = os.path.samestat(os.stat(self.path), self._stat)
        except OSError:
            same = False
        if not same:
            raise DiskTrouble(
                f"{self.path} is no longer there: moved, replaced, or its drive is gone. "
                "Put it back, or save a copy to another place."
            )


@contextlib.contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what SQLite and the file system say about ``path`` into a sentence."""
    try:
        yield
    except sqlite3.Error as error:
        if sentence := _disk_sentence(error, path.name):
            raise DiskTrouble(sentence) from error
        if sentence := _file_sentence(error, path.name):
            raise DamagedProject(sentence) from error
        raise
    except UnicodeDecodeError as error:  # SQLite's own words about bytes that are no text
        raise DamagedProject(
            f"{path.name} is damaged and was left as it is. Open the copy or snapshot made last."
        ) from error
    except OSError as error:
        raise DiskTrouble(
            f"{path.name} could not be written: {error.strerror or error}."
        ) from error


def _disk_sentence(error: sqlite3.Error, title: str) -> str:
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith("SQLITE_FULL"):
        return f"The disk is full, so {title} keeps its last whole state. Free some space."
    if name.startswith("SQLITE_IOERR"):
        return (
            f"The disk did not take what was written to {title}, which keeps its last whole "
            "state. Look for free space and whether the drive is still there."
        )
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return (
            f"{title} cannot be written where it is. Copy it to a folder of your own, or open it "
            "to look at only."
        )
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return f"{title} is held by another program. Wait a moment and try again."
    return ""


def _file_sentence(error: sqlite3.Error, title: str) -> str:
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith("SQLITE_INTERRUPT"):
        return f"{title} took too long to check; it is damaged, or no Longtake project."
    torn = "could not decode" in str(error).lower()
    if torn or name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return f"{title} is damaged and was left as it is. Open the copy or snapshot made last."
    return ""


def _named(path: str | Path) -> Path:
    path = Path(path).absolute()
    return path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)


def _connect(path: Path, mode: str) -> Database:
    """Our own connection: the file is not trusted, no plugin is loaded, commits are synced."""
    uri = f"{path.as_uri()}?mode={mode}"
    conn = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=5.0)
    with contextlib.ExitStack() as broken:
        broken.callback(conn.close)
        if hasattr(conn, "setconfig"):  # Python 3.12
            conn.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)  # type: ignore[attr-defined]
        for pragma in (
            "trusted_schema = OFF",
            "cell_size_check = ON",
            "mmap_size = 0",
            "foreign_keys = ON",
            "synchronous = EXTRA",
            "fullfsync = ON",  # macOS: the disk's own cache too
        ):
            conn.execute(f"PRAGMA {pragma}")
        found = Database(conn, recursive_triggers=False, execute_plugins=False, strict=True)
        broken.pop_all()
    return found


def _read_header(path: Path, newest: int) -> int:
    """The file's version, from its first 100 bytes. Raises StudioError when it is not ours."""
    try:
        with path.open("rb") as file:
            head = file.read(100)
            size = os.fstat(file.fileno()).st_size
    except IsADirectoryError as error:
        raise StudioError(f"{path.name} is a folder. Choose a project file.") from error
    except FileNotFoundError as error:
        raise StudioError(f"There is no project {path.name} in {path.parent}.") from error
    except OSError as error:
        raise StudioError(f"{path.name} cannot be read: {error.strerror}.") from error
    if not head:
        raise DamagedProject(f"{path.name} is empty. Open the copy or snapshot made last.")
    if len(head) < 100 or not head.startswith(b"SQLite format 3\0"):
        raise StudioError(
            f"{path.name} is not a Longtake project. If it is a script, `longtake new {path.name}` "
            "makes a film of it."
        )
    version = int.from_bytes(head[60:64], "big")
    (application,) = struct.unpack(">I", head[68:72])
    if application != schema.APPLICATION_ID:
        raise StudioError(f"{path.name} belongs to another program; Longtake did not touch it.")
    (page,) = struct.unpack(">H", head[16:18])
    (whole,) = struct.unpack(">I", head[28:32])
    whole *= 65536 if page == 1 else page
    counted = head[24:28] == head[92:96]  # else an old SQLite wrote last and did not count pages
    if counted and size < whole and not Path(f"{path}-journal").exists():
        raise DamagedProject(
            f"{path.name} is cut off: it holds {size:,} of {whole:,} bytes. "
            "Copy it again from where it came, or open the snapshot made last."
        )
    if version // 1000 > newest // 1000:
        raise StudioError(
            f"{path.name} was made by a newer Longtake (format {schema.spoken(version)}; this one "
            f"reads up to {newest // 1000}). Install the newer one to open it."
        )
    return version


def _check(db: Database, path: Path, steps: Sequence[schema.Step]) -> None:
    until = time.monotonic() + PATIENCE
    db.conn.set_progress_handler(lambda: time.monotonic() > until, 10_000)
    try:
        if (said := db.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
            raise DamagedProject(
                f"{path.name} is damaged ({said.splitlines()[-1]}) and was left as it is. "
                "Open the copy or snapshot made last."
            )
        schema.refuse_foreign(db, path.name, steps)
    finally:
        db.conn.set_progress_handler(None, 0)


def _migrate(
    db: Database, path: Path, version: int, steps: Sequence[schema.Step]
) -> tuple[Database, str]:
    """Bring a copy to the newest format, check it, keep the old file as a .bak, take its place."""
    name = f"{path.stem}.v{schema.spoken(version)}"
    old = path.with_name(f"{name}.bak")
    while old.exists():
        old = old.with_name(f"{name}.{time.time_ns()}.bak")
    draft = path.with_name(f".{path.name}.migrating")
    draft.unlink(missing_ok=True)
    with contextlib.ExitStack() as broken:
        broken.callback(db.close)
        broken.callback(draft.unlink, missing_ok=True)
        _copy(db, draft)
        with _connect(draft, "rw") as copy:
            schema.apply(copy, steps)
            _check(copy, path, steps)
        _copy(db, old)
        broken.pop_all()
    db.close()
    os.replace(draft, path)
    _settle(path.parent)
    return _connect(path, "rw"), f"{path.name} is in the newest format now; the old is {old.name}."


def _in_memory(
    db: Database, path: Path, version: int, steps: Sequence[schema.Step]
) -> tuple[Database, str]:
    """An old file that is only looked at is brought to the newest format in memory."""
    copy = Database(sqlite3.connect(":memory:", isolation_level=None), execute_plugins=False)
    db.conn.backup(copy.conn)
    db.close()
    schema.apply(copy, steps)
    return (
        copy,
        f"{path.name} is in format {schema.spoken(version)}; open it to bring it up to date.",
    )


def _copy(db: Database, to: Path) -> None:
    """Copy through SQLite, so that it is whole whatever is going on, and durable under its name."""
    draft = to.with_name(f".{to.name}.{os.getpid()}.part")
    draft.unlink(missing_ok=True)
    try:
        with _connect(draft, "rwc") as copy:
            db.conn.backup(copy.conn)
        os.replace(draft, to)
        _settle(to.parent)
    finally:
        draft.unlink(missing_ok=True)


def _sweep(path: Path) -> None:
    """Remove half copies that a killed program left beside the file."""
    for part in path.parent.glob(f".{glob.escape(path.name)}.*.part"):
        part.unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    """Make a rename in this folder durable."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
