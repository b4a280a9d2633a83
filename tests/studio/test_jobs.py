"""Orders and jobs go on after a crash, and not for ever."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from studio.jobs import Job, Jobs
from studio.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    project = Project.new(tmp_path / "film.longtake")
    yield project
    project.close()


def test_an_order_is_plain_data_and_comes_back_as_it_was(project: Project) -> None:
    order = Jobs(project).add_order("render", {"shots": ["a", "b"], "level": 2}, "Two shots", 3)
    again = Jobs(project)
    assert again.order(order.id) == order
    assert again.orders("queued") == [order]
    assert again.orders("done", "failed") == []
    with pytest.raises(KeyError):
        again.order("none")


def test_a_job_comes_back_with_its_windows_and_facts(project: Project) -> None:
    jobs = Jobs(project)
    windows = {"key": (2, (1, 2, 3))}
    job = jobs.start(Job("j", "o", "render", "Shot 1", shots=("a",), windows=windows, folder="x"))
    assert (job.state, job.tries) == ("running", 1)
    assert Jobs(project).jobs("running", order_id="o") == [job]
    assert jobs.jobs(order_id="another") == []


def test_what_ended_has_an_end(project: Project) -> None:
    jobs = Jobs(project)
    order = jobs.add_order("render", {})
    assert order.ended_at == 0
    ended = jobs.keep_order(replace(order, state="done"))
    assert ended.ended_at >= ended.made_at > 0
    assert jobs.orders("queued") == []


def test_after_a_crash_what_ran_is_queued_again(project: Project) -> None:
    jobs = Jobs(project)
    order = jobs.add_order("render", {})
    running = jobs.start(Job("r", order.id, "render"))
    jobs.keep(Job("d", order.id, "render", state="done"))
    jobs.keep(Job("old", "an order that is over", "render", state="done"))
    interrupted = Jobs(project).recover()
    assert [job.id for job in interrupted] == ["r"]
    assert {job.id: job.state for job in jobs.jobs()} == {"d": "done", "r": "queued"}
    assert jobs.tries("r") == running.tries == 1
    assert jobs.start(running).tries == 2
    assert len(jobs.recover()) == 1
    assert jobs.recover() == []


def test_trying_again_by_hand_forgives_earlier_tries(project: Project) -> None:
    jobs = Jobs(project)
    for _ in range(3):
        jobs.start(Job("r", "o", "render"))
    jobs.keep(Job("r", "o", "render", state="failed", tries=3))
    jobs.forgive("o")
    assert jobs.tries("r") == 0


def test_jobs_that_nobody_asks_for_any_more_leave_the_line(project: Project) -> None:
    jobs = Jobs(project)
    jobs.keep(Job("q", "o", "render"))
    jobs.keep(Job("other", "p", "render"))
    jobs.drop("o")
    assert {job.id: job.state for job in jobs.jobs()} == {"q": "cancelled", "other": "queued"}
