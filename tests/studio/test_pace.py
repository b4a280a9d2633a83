"""The time left: right for one stage and for several, and not told by what was there already."""

from __future__ import annotations

from dataclasses import replace

from studio.jobs import Job, Order
from studio.pace import Pace, Paces
from studio.windows import FinishedWindow

WINDOWS = {"k": (2, (1, 2))}


def job(name: str, state: str = "running", **told: object) -> Job:
    return Job(f"o-{name}", "o", "render", windows=WINDOWS, state=state, **told)  # type: ignore[arg-type]


def order(done: int, of: int = 20) -> Order:
    return Order("o", "render", {}, state="running", done=done, of=of)


def make(pace: Pace, name: str, start: float, end: float) -> None:
    pace.hear(job(name, unit="window"), start)
    pace.hear(job(name, "done", unit="window"), end)


def test_one_stage_takes_its_windows_one_after_the_other() -> None:
    pace = Pace()
    assert pace.left(order(0), 0.0) is None
    make(pace, "a", 0.0, 4.0)
    make(pace, "b", 4.0, 8.0)
    pace.hear(job("c", unit="window"), 8.0)
    assert pace.left(order(2), 8.0) == 18 * 4.0
    assert pace.left(order(2), 10.0) == 17.5 * 4.0
    assert not pace.is_sure
    make(pace, "c", 8.0, 12.0)
    assert pace.is_sure


def test_two_stages_take_half_the_time_and_neither_is_counted_twice() -> None:
    pace, at = Pace(), 0.0
    for name in ("a", "b"):
        pace.hear(job(name, unit="window"), 0.0)
    pace.hear(job("a", "done", unit="window"), 4.0)
    pace.hear(job("c", unit="window"), 4.0)
    # one is finished, the other all but: not 19 windows by one stage
    found = pace.left(order(1), 4.0)
    assert found is not None
    assert abs(found - 18 * 4.0 / 2) < 0.2
    pace.hear(job("b", "done", unit="window"), 4.1)
    pace.hear(job("d", unit="window"), 4.1)
    before = pace.left(order(2), 4.1)
    assert before is not None
    for tenth in range(1, 38):  # it only ever goes down while both work
        at = 4.1 + tenth / 10
        found = pace.left(order(2), at)
        assert found is not None
        assert found < before
        before = found


def test_what_lay_in_the_bin_and_what_opens_a_model_tell_nothing_of_the_pace() -> None:
    pace = Pace()
    pace.hear(job("a", unit="window"), 0.0)
    pace.hear(job("a", unit="model", done=500, of=1000), 25.0)
    pace.hear(job("a", unit="step", done=3, of=4), 28.0)
    assert pace.left(order(15), 28.0) is None  # fifteen were found, none is made
    pace.note(FinishedWindow("other", 2, {}, 99.0))
    pace.note(FinishedWindow("k", 2, {}, 4.0))
    pace.hear(job("a", "done", unit="step"), 29.0)
    pace.hear(job("b", unit="window"), 29.0)
    assert pace.left(order(16), 29.0) == 4 * 4.0


def test_the_first_window_is_told_by_its_steps() -> None:
    pace = Pace()
    pace.hear(job("a", unit="window"), 0.0)
    pace.hear(job("a", unit="step", done=1, of=4), 1.0)
    assert pace.left(order(15), 1.0) is None
    pace.hear(job("a", unit="step", done=3, of=4), 3.0)
    assert pace.left(order(15), 3.0) == 4.25 * 4.0


def test_between_two_windows_a_stage_still_counts_and_one_that_is_gone_does_not() -> None:
    pace = Pace()
    for name in ("a", "b"):
        pace.hear(job(name, unit="window"), 0.0)
    pace.hear(job("a", "done", unit="window"), 4.0)
    pace.hear(job("b", "done", unit="window"), 4.0)
    pace.hear(job("c", unit="window"), 4.0)
    assert pace.left(order(2), 4.0) == 18 * 4.0 / 2  # the other begins in a moment
    pace.hear(job("c", "done", unit="window"), 8.0)
    pace.hear(job("d", unit="window"), 8.1)
    found = pace.left(order(3), 8.2)
    assert found is not None
    assert found > 16 * 4.0  # it did not


def test_what_failed_was_given_back_or_only_looked_at_counts_for_nothing() -> None:
    pace = Pace()
    for state in ("failed", "queued", "cancelled"):
        pace.hear(job("a", unit="window"), 0.0)
        pace.hear(job("a", state), 100.0)
    look = replace(job("look-take", unit="scene"), windows={})
    pace.hear(look, 0.0)
    pace.hear(replace(look, state="done"), 50.0)
    assert pace.made == 0
    make(pace, "b", 100.0, 102.0)
    assert pace.left(order(10), 102.0) == 10 * 2.0
    assert pace.left(order(20), 102.0) == 0.0


def test_a_job_that_only_waits_at_a_stage_is_not_under_way() -> None:
    pace = Pace()
    make(pace, "a", 0.0, 4.0)
    pace.hear(job("b", unit="window"), 4.0)
    pace.hear(job("c"), 4.0)  # handed to the stage, which is at another
    assert pace.left(order(1), 4.0) == 19 * 4.0


def test_an_order_that_has_ended_is_forgotten() -> None:
    paces = Paces()
    paces.hear("job_changed", job("a", unit="window"))
    assert list(paces) == ["o"]
    paces.hear("order_changed", order(1))
    assert list(paces) == ["o"]
    paces.hear("order_changed", replace(order(2), state="done"))
    assert not paces
