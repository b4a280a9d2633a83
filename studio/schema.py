"""The project file's format: its tables, its version, and the steps from every older one.

`user_version` is major * 1000 + minor. A newer minor only adds columns and tables, so it opens; a
newer major is refused. Steps are never edited once released: every format opens for ever.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence

from sqlite_utils import Database

from studio.errors import DamagedProject, StudioError

APPLICATION_ID = 0x4C54414B  # "LTAK"

Step = tuple[int, Callable[[Database], None]]


def first(db: Database) -> None:
    """1.0: the first released format."""
    _story(db)
    _work(db)
    _pictures(db)
    db.table("calibration").create(
        {"machine": str, "family": str, "level": int, "windows": int, "seconds": float},
        pk=("machine", "family", "level"),
        strict=True,
    )


def _story(db: Database) -> None:
    """Boards, as a list of undo, and what they are made of."""
    db.table("facts").create({"key": str, "value": str}, pk="key", strict=True)
    db.table("boards").create(
        {
            "position": int,
            "name": str,  # of the edit that made this board
            "made_at": float,  # seconds since 1970
            "hash": str,  # SHA-256 of the body before it was compressed
            "body": bytes,  # zlib of JSON: the board with its script and scenes as hashes of parts
        },
        pk="position",
        strict=True,
    )
    db.table("parts").create({"hash": str, "body": bytes}, pk="hash", strict=True)


def _work(db: Database) -> None:
    """What was asked for, the jobs that it became, and the windows that they made."""
    asked = {"id": str, "kind": str, "title": str, "state": str, "sentence": str}
    spent = {"done": int, "of": int, "made_at": float, "ended_at": float}
    db.table("orders").create(
        {**asked, "what": str, "priority": int, **spent}, pk="id", strict=True
    )
    db.table("jobs").create(
        {**asked, "order_id": str, "shots": str, "windows": str, "tries": int, "unit": str}
        | {**spent, "facts": str, "folder": str},
        pk="id",
        strict=True,
    )
    db.table("jobs").create_index(["order_id"])
    db.table("windows").create(
        {"key": str, "level": int, "frames": str, "seconds": float, "slate": str, "made_at": float},
        pk="key",
        strict=True,
    )


def _pictures(db: Database) -> None:
    """Takes, and what was brought from outside."""
    db.table("takes").create(
        {
            "id": str,
            "shot": str,
            "level": int,
            "frames": bytes,  # zlib of JSON: tick -> content hash
            "clip": str,
            "slate": str,
            "made_at": float,
        },
        pk="id",
        strict=True,
    )
    db.table("takes").create_index(["shot"])
    db.table("media").create(
        {
            "hash": str,
            "kind": str,
            "name": str,
            "width": int,
            "height": int,
            "bytes": int,
            "made_at": float,
        },
        pk="hash",
        strict=True,
    )


def moving(db: Database) -> None:
    """2.0: rows of boards say how far scenes have ``moved``; nothing of older ones changes, but
    older programs would show the words of moved scenes in the wrong place.
    """


STEPS: tuple[Step, ...] = ((1000, first), (2000, moving))


def newest(steps: Sequence[Step] = STEPS) -> int:
    """The version that this program writes."""
    return steps[-1][0]


def spoken(version: int) -> str:
    """A version as people say it: 1000 -> "1.0"."""
    return f"{version // 1000}.{version % 1000}"


def version_of(db: Database) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def apply(db: Database, steps: Sequence[Step] = STEPS) -> None:
    """Bring ``db`` to the newest version, each step in one transaction with its record."""
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    for version, step in steps:
        if version > version_of(db):
            with db.atomic():
                step(db)
                db.execute(f"PRAGMA user_version = {version}")


def shape(db: Database) -> dict[str, set[str]]:
    """Its tables and their columns."""
    return {
        name: {row[1] for row in db.execute(f"PRAGMA table_info([{name}])")}
        for (name,) in db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
    }


def refuse_foreign(db: Database, title: str, steps: Sequence[Step] = STEPS) -> None:
    """Raise StudioError when the file holds anything that Longtake never writes, or lacks a table.

    A trigger or a view in somebody's file would run inside our innocent statements.
    """
    found = version_of(db)
    for kind, name, sql in db.execute("SELECT type, name, sql FROM sqlite_master").fetchall():
        virtual = str(sql or "").lstrip().upper().startswith("CREATE VIRTUAL")
        if kind not in ("table", "index") or virtual:
            raise StudioError(
                f"{title} holds a {'virtual table' if virtual else kind} named {name}, which no "
                "Longtake project has. It was changed by another program and was not opened."
            )
    known = _expected(found, steps)
    holds = shape(db)
    if found <= newest(steps) and (extra := sorted(set(holds) - set(known))):
        raise StudioError(
            f"{title} holds a table named {extra[0]}, which no Longtake project has. "
            "It was changed by another program and was not opened."
        )
    for table, columns in known.items():
        if missing := sorted(columns - holds.get(table, set())):
            raise DamagedProject(
                f"{title} lacks {table}.{missing[0]}, so it is not whole. "
                "Open the copy you made last, or a snapshot."
            )


def _expected(version: int, steps: Sequence[Step]) -> dict[str, set[str]]:
    with Database(
        sqlite3.connect(":memory:", isolation_level=None), execute_plugins=False
    ) as model:
        apply(model, [step for step in steps if step[0] <= version])
        return shape(model)
