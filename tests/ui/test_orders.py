"""What the status line and the queue say of asked work, by one stage or by several."""

from __future__ import annotations

from dataclasses import replace

from studio.jobs import Job, Order
from ui import orders
from ui.film import Film


def test_windows_that_several_stages_make_are_said_together(sample_film: Film) -> None:
    film = sample_film
    order = Order("o", "render", {}, state="running", done=2, of=6)
    jobs = [Job(f"o-{n}", "o", "render", state="running", of=1) for n in range(4)]
    for job in jobs:
        film.session.tell("job_changed", job)
    assert orders.running(film, order) == []  # they wait in the stages' lines
    assert orders.progress(film, order) == "window 3 of 6"
    film.session.tell("job_changed", replace(jobs[0], unit="step", done=3, of=8))
    assert orders.progress(film, order) == "window 3 of 6, step 3 of 8"
    film.session.tell("job_changed", replace(jobs[1], unit="window"))
    film.session.tell("job_changed", replace(jobs[2], unit="step", done=1, of=8))
    assert orders.progress(film, order) == "windows 3–5 of 6"
    film.session.tell("job_changed", replace(jobs[0], state="done"))
    film.session.tell("job_changed", replace(jobs[1], state="done"))
    assert orders.progress(film, replace(order, done=4)) == "window 5 of 6, step 1 of 8"
