"""Snapshots are whole, not too many, and lie outside the project's folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio import settings, snapshots
from studio.project import Project

HOUR = 3600.0
DAY = 24 * HOUR
NOON = 1_800_000_000.0


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    project = Project.new(tmp_path / "film.longtake")
    yield project
    project.close()


def change(project: Project, now: float) -> None:
    project.set_fact("now", str(now))
    os.utime(project.path, (now, now))


def take(project: Project, now: float) -> Path | None:
    change(project, now)
    made = snapshots.make(project, now + 1)
    if made:
        os.utime(made, (now + 1, now + 1))
    return made


def test_a_snapshot_opens_as_a_project(project: Project) -> None:
    project.set_fact("id", "a film")
    made = snapshots.make(project)
    assert made is not None
    assert made.is_relative_to(settings.data_folder())
    copy = Project.open(made)
    assert copy.fact("id") == "a film"
    copy.close()
    assert snapshots.all_of(project.path) == [made]


def test_none_is_made_when_nothing_changed_or_one_is_fresh(project: Project) -> None:
    assert take(project, NOON)
    assert take(project, NOON + 60) is None
    assert take(project, NOON + HOUR)
    assert snapshots.make(project, NOON + 2 * HOUR) is None
    assert len(snapshots.all_of(project.path)) == 2


def test_two_projects_of_one_name_keep_their_snapshots_apart(tmp_path: Path) -> None:
    folders = {snapshots.folder(tmp_path / place / "film.longtake") for place in ("a", "b")}
    assert len(folders) == 2


def test_the_recent_ones_stay_and_of_older_days_the_newest_each(project: Project) -> None:
    for day in range(6):
        for hour in range(4):
            assert take(project, NOON + day * DAY + hour * HOUR)
    kept = snapshots.all_of(project.path)
    days = [snapshot.stem[:10] for snapshot in kept]
    assert len(days) == snapshots.RECENT + 3
    assert all(days.count(day) == 4 for day in days[: snapshots.RECENT])
    assert len(set(days)) == 6
