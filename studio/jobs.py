"""Orders and jobs, as rows: what the person asked for, and the small jobs that it becomes.

An order ("render these shots to level 2") goes on after a crash; a job is one batch of windows or
one answer of the director. Both are `queued, running, done, cancelled, failed`.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeVar

from studio.project import Project

State = Literal["queued", "running", "done", "cancelled", "failed"]
OPEN: tuple[State, ...] = ("queued", "running")
Row = TypeVar("Row")
TRIES = 20  # starts of a job that each ended with the whole program, before it is left alone


@dataclass(frozen=True)
class Order:
    """Asked work. ``what`` is plain data for its program: shots, level, note."""

    id: str
    kind: str
    what: Mapping[str, Any]
    title: str = ""
    state: State = "queued"
    priority: int = 0
    sentence: str = ""
    done: int = 0
    of: int = 0
    made_at: float = 0.0
    ended_at: float = 0.0


@dataclass(frozen=True)
class Job:
    """One small job.

    ``windows``: key -> (level, wanted positions); ``folder`` is where their frames arrive.
    """

    id: str
    order_id: str
    kind: str
    title: str = ""
    state: State = "queued"
    shots: tuple[str, ...] = ()
    windows: Mapping[str, tuple[int, tuple[int, ...]]] = field(default_factory=dict)
    tries: int = 0
    sentence: str = ""
    done: int = 0
    of: int = 0
    unit: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    folder: str = ""
    made_at: float = 0.0
    ended_at: float = 0.0


class Jobs:
    """The rows of orders and jobs of one project."""

    def __init__(self, project: Project) -> None:
        self._project = project

    # Orders ----------------------------------------------------------------------------------

    def add_order(
        self, kind: str, what: Mapping[str, Any], title: str = "", priority: int = 0
    ) -> Order:
        order = Order(secrets.token_hex(6), kind, what, title, "queued", priority)
        return self.keep_order(replace(order, made_at=time.time()))

    def keep_order(self, order: Order) -> Order:
        """Write the order as it is now."""
        if order.state not in OPEN and not order.ended_at:
            order = replace(order, ended_at=time.time())
        with self._project.transaction() as db:
            row = {**vars(order), "what": json.dumps(dict(order.what))}
            _write(db, "orders", row)
        return order

    def order(self, id: str) -> Order:
        """Raises KeyError."""
        found = self._project.rows("SELECT * FROM orders WHERE id = ?", [id])
        if not found:
            raise KeyError(id)
        return _order(found[0])

    def orders(self, *states: State) -> list[Order]:
        """Orders in these states (all without), oldest first."""
        return self._read(_order, self._chosen("orders", states))

    # Jobs ------------------------------------------------------------------------------------

    def start(self, job: Job) -> Job:
        """Write ``job`` as running, one try more than its row had."""
        tries, now = self.tries(job.id) + 1, time.time()
        return self.keep(replace(job, state="running", tries=tries, made_at=now, ended_at=0.0))

    def keep(self, job: Job) -> Job:
        """Write the job as it is now."""
        if job.state not in OPEN and not job.ended_at:
            job = replace(job, ended_at=time.time())
        with self._project.transaction() as db:
            row = {**vars(job), "shots": json.dumps(job.shots), "facts": _plain(job.facts)}
            row["windows"] = json.dumps(dict(job.windows))
            _write(db, "jobs", row)
        return job

    def jobs(self, *states: State, order_id: str = "") -> list[Job]:
        """Jobs in these states (all without), of one order if it is named, oldest first."""
        found = self._read(_job, self._chosen("jobs", states))
        return [job for job in found if not order_id or job.order_id == order_id]

    def tries(self, id: str) -> int:
        found = self._project.rows("SELECT tries FROM jobs WHERE id = ?", [id])
        return int(found[0]["tries"]) if found else 0

    def forgive(self, order_id: str) -> None:
        """The person says "try again": earlier tries of this order's jobs no longer count."""
        with self._project.transaction() as db:
            db.execute(
                "DELETE FROM jobs WHERE order_id = ? AND state NOT IN ('running', 'done')",
                [order_id],
            )

    def drop(self, order_id: str) -> None:
        """Jobs of an ended order that nobody will ask for any more leave the line."""
        with self._project.transaction() as db:
            db.execute(
                "UPDATE jobs SET state = 'cancelled' WHERE order_id = ? AND state = 'queued'",
                [order_id],
            )

    def recover(self) -> list[Job]:
        """After a crash every running job and order is queued again. Gives those jobs.

        Jobs of orders that are over are forgotten: windows and takes keep what they made.
        """
        interrupted = self.jobs("running")
        with self._project.transaction() as db:
            for table in ("jobs", "orders"):
                db.execute(f"UPDATE {table} SET state = 'queued' WHERE state = 'running'")
            db.execute(
                "DELETE FROM jobs WHERE state IN ('done', 'cancelled') AND order_id NOT IN "
                "(SELECT id FROM orders WHERE state IN ('queued', 'running'))"
            )
        return interrupted

    def _read(
        self, reader: Callable[[dict[str, Any]], Row], rows: list[dict[str, Any]]
    ) -> list[Row]:
        found = []
        for row in rows:
            try:
                found.append(reader(row))
            except (ValueError, TypeError, AttributeError):
                self._project.notices.append(
                    f"The {row['kind']} {row['title']!r} is damaged on the disk and was left out "
                    "of the queue. Ask for it again."
                )
        return found

    def _chosen(self, table: str, states: Sequence[State]) -> list[dict[str, Any]]:
        chosen = f"WHERE state IN ({', '.join('?' * len(states))})" if states else ""
        return self._project.rows(
            f"SELECT * FROM {table} {chosen} ORDER BY made_at, rowid", list(states)
        )


def _write(db: Any, table: str, row: Mapping[str, Any]) -> None:
    columns = ", ".join(f"[{name}]" for name in row)
    marks = ", ".join("?" * len(row))
    db.execute(f"INSERT OR REPLACE INTO {table} ({columns}) VALUES ({marks})", list(row.values()))


def _plain(facts: Mapping[str, Any]) -> str:
    return json.dumps(dict(facts), default=str)


def _order(row: dict[str, Any]) -> Order:
    return Order(**{**row, "what": json.loads(row["what"])})


def _job(row: dict[str, Any]) -> Job:
    windows = {
        key: (level, tuple(wanted)) for key, (level, wanted) in json.loads(row["windows"]).items()
    }
    shots, facts = tuple(json.loads(row["shots"])), json.loads(row["facts"])
    return Job(**{**row, "windows": windows, "shots": shots, "facts": facts})
