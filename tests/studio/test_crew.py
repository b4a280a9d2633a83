"""Several stages serve one queue: all have work, and what one of them loses another makes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from engine import api
from studio.errors import StudioError
from studio.jobs import Order
from studio.session import Session
from tests.studio.queues import PaintingStage, Room, Rows

CRASH = "The stage crashed while it made a window. Try other weights."


class Slow(PaintingStage):
    """A stage that has a line of its own and works only when the test says so."""

    def __init__(self) -> None:
        super().__init__()
        self.line: list[api.Render] = []
        self.sent = 0

    def send(self, request: api.Request) -> None:
        assert isinstance(request, api.Render)
        self.line.append(request)
        self.sent += 1

    def withdraw(self, job: str) -> bool:
        waiting = [request for request in self.line if request.job == job]
        self.line = [request for request in self.line if request.job != job]
        return bool(waiting)

    def begin(self) -> api.Render:
        """Start what is first in line."""
        self.requests.append(request := self.line.pop(0))
        self.events.append(api.Started(request.job))
        return request

    def make(self) -> None:
        """Start what is first in line, and finish it."""
        self.events += self.painted(self.begin())

    def end(self, kind: str = "crash") -> None:
        """Come to an end under what is first in line."""
        self.events.append(api.Failed(self.begin().job, CRASH, kind=kind))  # type: ignore[arg-type]

    @property
    def waiting(self) -> list[str]:
        return [window.key for request in self.line for window in request.windows]


class Rooms(Room):
    """A queue served by two stages."""

    def __init__(
        self, folder: Path, *names: str, only: Sequence[frozenset[str]] = (frozenset(),) * 2
    ) -> None:
        super().__init__(folder)
        self.one, self.two = Slow(), Slow()
        for at, stage in enumerate((self.one, self.two)):
            self.queue.attach(stage, names[at] if names else "", only[at])

    def order(self, shots: str) -> Order:
        order = self.queue.order("render", {"shots": list(shots)})
        self.turn()
        return order

    def turn(self, times: int = 12) -> None:
        for _ in range(times):
            self.queue.pump(self.one, 1.0)
            self.queue.pump(self.two, 1.0)

    def finish(self) -> None:
        for _ in range(20):
            for stage in (self.one, self.two):
                if stage.line:
                    stage.make()
                self.turn(2)

    def state(self, order: Order) -> str:
        return self.queue.jobs.order(order.id).state


@pytest.fixture
def rooms(tmp_path: Path) -> Iterator[Rooms]:
    rooms = Rooms(tmp_path)
    yield rooms
    rooms.project.close()


def test_everyone_has_a_job_before_anyone_has_a_second(rooms: Rooms) -> None:
    rooms.queue.order("render", {"shots": ["a", "b"]})
    rooms.queue.pump(rooms.one, 1.0)
    assert rooms.one.waiting == ["a"]
    rooms.queue.pump(rooms.two, 1.0)
    assert rooms.two.waiting == ["b"]


def test_who_is_free_takes_what_only_waits_at_another(rooms: Rooms) -> None:
    order = rooms.order("abcd")
    assert (rooms.one.waiting, rooms.two.waiting) == (["a", "d"], ["b", "c"])
    rooms.one.begin()
    rooms.two.make()
    rooms.two.make()
    rooms.turn()
    assert (rooms.one.waiting, rooms.two.waiting) == ([], ["d"])
    rooms.one.events += rooms.one.painted(rooms.one.requests[0])
    rooms.finish()
    assert sorted(rooms.one.asked + rooms.two.asked) == ["a", "b", "c", "d"]
    assert rooms.state(order) == "done"


def test_a_single_job_stays_where_it_is(rooms: Rooms) -> None:
    rooms.order("a")
    assert rooms.one.sent + rooms.two.sent == 1


def test_a_stage_that_is_not_up_takes_nothing_from_others(rooms: Rooms) -> None:
    rooms.two.is_up = False
    rooms.order("abc")
    for _ in range(2):
        rooms.one.make()
        rooms.turn()
    assert rooms.one.asked == ["a", "b"]  # what was its own went to who was free
    assert (rooms.one.waiting, rooms.two.waiting) == (["c"], [])
    rooms.turn()
    assert rooms.two.waiting == []


@pytest.mark.parametrize("kind", ["crash", "hang", "memory", "lost"])
def test_what_a_stage_lost_is_made_by_another(rooms: Rooms, kind: str) -> None:
    order = rooms.order("abc")
    rooms.one.end(kind)
    rooms.turn()
    assert rooms.states()["Shot a"] != "failed"
    assert "a" in rooms.two.waiting or "a" not in rooms.one.waiting
    rooms.finish()
    assert (rooms.one.asked + rooms.two.asked).count("a") == 2
    assert rooms.windows.made("abc") == {"a", "b", "c"}
    assert rooms.state(order) == "done"
    assert set(rooms.states().values()) == {"done"}


def test_a_window_that_was_whole_is_not_made_again(rooms: Rooms) -> None:
    order = rooms.order("ab")
    request = rooms.one.begin()
    rooms.one.events += rooms.one.painted(request)[:1]
    rooms.one.events.append(api.Failed(request.job, CRASH, kind="crash"))
    rooms.finish()
    assert sorted(rooms.one.asked + rooms.two.asked) == ["a", "b"]
    assert rooms.state(order) == "done"


def test_a_job_that_ends_every_stage_is_at_fault_itself(rooms: Rooms) -> None:
    order = rooms.order("ab")
    rooms.one.end()
    rooms.two.make()
    rooms.turn()
    assert rooms.two.waiting == ["a"]
    rooms.two.end()
    rooms.finish()
    assert rooms.states() == {"Shot a": "failed", "Shot b": "done"}
    assert rooms.queue.jobs.order(order.id).sentence == CRASH
    rooms.queue.retry(order.id)
    rooms.turn()
    rooms.finish()
    assert rooms.state(order) == "done"


def test_a_lost_machine_that_comes_back_goes_on_alone(rooms: Rooms) -> None:
    rooms.queue.forget(rooms.two)
    order = rooms.queue.order("render", {"shots": ["a"]})
    for _ in range(2):
        rooms.queue.pump(rooms.one)
        rooms.one.end("lost")
        rooms.queue.pump(rooms.one)
    rooms.queue.pump(rooms.one)
    rooms.one.make()
    for _ in range(12):
        rooms.queue.pump(rooms.one)
    assert rooms.state(order) == "done"


def test_what_came_back_is_held_paused_and_cancelled_like_the_rest(rooms: Rooms) -> None:
    order = rooms.order("ab")
    rooms.queue.pause()
    rooms.one.end()
    rooms.two.make()
    rooms.turn()
    assert rooms.one.waiting == rooms.two.waiting == []
    rooms.queue.hold(order.id)
    rooms.queue.resume()
    rooms.turn()
    assert rooms.two.waiting == []
    assert not rooms.queue.is_idle or order.id in rooms.queue.held
    assert rooms.queue.cancel(order.id).state == "cancelled"
    assert rooms.states() == {"Shot a": "cancelled", "Shot b": "done"}
    assert list((rooms.bin.folder / "incoming").iterdir()) == []
    assert rooms.queue.is_idle
    with pytest.raises(StudioError, match="ended already"):
        rooms.queue.cancel(order.id)


def test_a_stage_that_leaves_takes_nothing_with_it(rooms: Rooms) -> None:
    order = rooms.order("abcd")
    rooms.one.end()
    rooms.two.begin()
    rooms.turn()
    rooms.queue.forget(rooms.one)
    rooms.two.events += rooms.two.painted(rooms.two.requests[0])
    for _ in range(20):
        rooms.queue.pump(rooms.two, 1.0)
        if rooms.two.line:
            rooms.two.make()
    assert rooms.windows.made("abcd") == set("abcd")
    assert sorted(rooms.two.asked) == ["a", "b", "c", "d"]
    assert rooms.state(order) == "done"


def test_what_a_window_costs_is_shared_by_all_who_work(rooms: Rooms) -> None:
    rooms.order("abcd")
    rooms.finish()
    assert rooms.windows.seconds_per_window("papercut", 1) == 0.25
    assert rooms.windows.seconds_per_window("papercut", 1, stages=2) == 0.25
    rooms.queue.forget(rooms.two)
    rooms.queue.order("render", {"shots": ["e"]})
    for _ in range(8):
        rooms.queue.pump(rooms.one)
        if rooms.one.line:
            rooms.one.make()
    assert rooms.windows.seconds_per_window("papercut", 1, stages=1) == 0.5
    assert rooms.windows.seconds_per_window("papercut", 1, stages=2) == 0.25


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("memory", "Stage 1 ran out of memory at Shot a; another stage makes that, and the film"),
        ("crash", "Stage 1 crashed at Shot a; another stage makes that, and the film goes on."),
        ("hang", "Stage 1 did not answer any more at Shot a; another stage makes that, and"),
        ("lost", "The stage crashed while it made a window; another stage makes that, and the"),
    ],
)
def test_the_order_says_what_befell_a_stage_while_it_goes_on(
    tmp_path: Path, kind: str, said: str
) -> None:
    rooms = Rooms(tmp_path, "Stage 1", "Stage 2")
    order = rooms.order("abc")
    rooms.one.end(kind)
    rooms.turn()
    (now,) = rooms.queue.orders()
    assert (now.state, now.sentence[: len(said)]) == ("running", said)
    rooms.finish()
    assert rooms.state(order) == "done"
    assert rooms.queue.jobs.order(order.id).sentence == ""  # nothing to be done about it
    rooms.project.close()


def test_who_runs_out_of_memory_again_and_again_rests_until_something_else_is_asked(
    tmp_path: Path,
) -> None:
    rooms = Rooms(tmp_path, "Stage 1", "Stage 2")
    order = rooms.order("abcdef")
    for _ in range(2):
        rooms.one.end("memory")
        rooms.turn()
    (now,) = rooms.queue.orders()
    assert now.sentence == "Stage 1 has too little memory for this and rests; the others go on."
    for _ in range(12):
        if rooms.one.line:  # what lay there already
            rooms.one.end("memory")
        if rooms.two.line:
            rooms.two.make()
        rooms.turn(2)
    assert rooms.state(order) == "done"
    assert len(rooms.one.asked) == 3
    assert sorted(rooms.two.asked) == list("abcdef")
    rooms.order("gh")
    assert rooms.one.waiting
    rooms.finish()
    rooms.project.close()


class Refusing(Slow):
    """A stage that is unfit once it was asked for something."""

    def poll(self) -> Sequence[api.Event]:
        if self.line:
            raise api.Unfit("Beta cannot make pictures of this film. Install the same there.")
        return super().poll()


def test_a_stage_that_is_unfit_leaves_its_work_to_the_others_and_says_why(tmp_path: Path) -> None:
    one, two, told = Refusing(), PaintingStage(), list[str]()
    with Session.new(tmp_path / "film") as session:
        session.queue.programs["render"] = lambda order: Rows(order, session.windows)
        session.listeners.append(lambda name, what: told.extend([what] * (name == "stage_left")))
        session.attach(one)
        session.attach(two)
        order = session.queue.order("render", {"shots": list("abcd")})
        for _ in range(60):
            session.pump(1.0)
        assert session.queue.jobs.order(order.id).state == "done"
        assert sorted(two.asked) == list("abcd")
        assert one.sent == 1
        assert told == [
            "Beta cannot make pictures of this film. Install the same there. The others go on."
        ]
        session.detach(one)  # whoever started it may do so still
        session.detach(two)


def test_the_last_stage_that_is_unfit_stops_the_work_with_its_reason(tmp_path: Path) -> None:
    with Session.new(tmp_path / "film") as session:
        session.queue.programs["render"] = lambda order: Rows(order, session.windows)
        session.attach(Refusing())
        session.attach(Slow(), only=frozenset({"plan"}))
        session.queue.order("render", {"shots": ["a"]})
        session.pump(1.0)  # it is asked
        with pytest.raises(api.EngineError, match="Beta cannot make"):
            session.pump(1.0)


def test_a_stage_for_some_kinds_of_work_gets_no_others_and_holds_nobody_up(tmp_path: Path) -> None:
    rooms = Rooms(tmp_path, only=(frozenset({"plan"}), frozenset({"render"})))
    rooms.order("abc")
    assert rooms.one.sent == 0
    assert rooms.two.waiting == ["a", "b"]
    rooms.two.make()
    rooms.turn()
    assert rooms.two.waiting == ["b", "c"]
    rooms.finish()
    assert sorted(rooms.two.asked) == ["a", "b", "c"]
    assert rooms.windows.seconds_per_window("papercut", 1, stages=1) == 0.5  # one made them
    rooms.project.close()
