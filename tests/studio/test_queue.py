"""The queue hands out work, keeps results whole, and loses none, whatever fails."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from engine import api
from engine.client import Stage
from storyboard.cue import FrameCue
from studio.bin import Bin
from studio.errors import StudioError
from studio.jobs import Job, Order
from studio.project import Project
from studio.queue import Queue, Task
from studio.windows import Windows


class PaintingStage:
    """A stage in this process: paints flat frames when asked, or does what the test wants."""

    def __init__(self) -> None:
        self.requests: list[api.Request] = []
        self.events: list[api.Event] = [api.Ready("cpu")]
        self.cancelled: list[str] = []
        self.answers: Callable[[api.Render], list[api.Event]] = self.painted
        self.is_up = True

    def withdraw(self, job: str) -> bool:
        return False  # it has begun whatever it was sent

    def send(self, request: api.Request) -> None:
        assert isinstance(request, api.Render)
        self.requests.append(request)
        self.events.append(api.Started(request.job))
        self.events += self.answers(request)

    def poll(self) -> Sequence[api.Event]:
        heard, self.events = self.events, []
        return heard

    def cancel(self, job: str = "") -> None:
        self.cancelled.append(job)

    def painted(self, request: api.Render) -> list[api.Event]:
        done: list[api.Event] = [paint(request, window) for window in request.windows]
        return [*done, api.Finished(request.job, {"peak_mb": 100})]

    @property
    def asked(self) -> list[str]:
        """The keys of all windows it was asked for, in order."""
        return [w.key for r in self.requests if isinstance(r, api.Render) for w in r.windows]


def paint(request: api.Render, window: api.Window) -> api.WindowDone:
    frames = {}
    for position in window.wanted:
        file = Path(request.folder) / f"{window.key}-{position}.png"
        Image.new("RGB", (16, 9), (len(window.key), position, 99)).save(file)
        frames[position] = str(file)
    return api.WindowDone(request.job, window.key, window.level, frames, 0.5)


class Rows:
    """A program that makes one window for each shot of its order, a job each."""

    def __init__(self, order: Order, windows: Windows) -> None:
        self.shots = list(order.what["shots"])
        self.windows = windows
        self.given: set[str] = set()
        self.events: list[api.Event] = []

    def next(self, looking: Sequence[str]) -> Task | None:
        made = self.windows.made(self.shots)
        left = [shot for shot in self.shots if shot not in made | self.given]
        left.sort(key=lambda shot: shot not in looking)
        self.given.update(left[:1])
        return self.task(left[0]) if left else None

    def task(self, shot: str) -> Task:
        cues = tuple(FrameCue(shot, frame, 0.0) for frame in range(3))
        window = api.Window(shot, 1, cues)
        return Task(shot, api.Render("", (window,), ""), f"Shot {shot}", (shot,), {"seed": 1})

    def heard(self, job: Job, event: api.Event) -> None:
        self.events.append(event)

    def progress(self) -> tuple[int, int]:
        return len(self.windows.made(self.shots)), len(self.shots)


class Room:
    """A queue with everything that it needs, and what it told."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "film.longtake"
        self.project = Project.open(self.path) if self.path.exists() else Project.new(self.path)
        self.bin = Bin.beside(self.path)
        self.windows = Windows(self.project, self.bin)
        self.told: list[tuple[str, Any]] = []
        self.queue = Queue(self.project, self.bin, self.windows, lambda *t: self.told.append(t))
        self.queue.programs["render"] = lambda order: Rows(order, self.windows)
        self.stage = PaintingStage()

    def work(self, turns: int = 200) -> None:
        """Pump until nothing moves."""
        for _ in range(turns):
            if not self.queue.pump(self.stage) and not self.stage.events:
                return

    def states(self) -> dict[str, str]:
        return {job.title: job.state for job in self.queue.jobs.jobs()}


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    room = Room(tmp_path)
    yield room
    room.project.close()


def test_an_order_becomes_jobs_and_their_windows_are_in_the_bin(room: Room) -> None:
    order = room.queue.order("render", {"shots": ["a", "bb"]}, "Two shots")
    room.work()
    assert room.stage.asked == ["a", "bb"]
    assert room.states() == {"Shot a": "done", "Shot bb": "done"}
    ended = room.queue.jobs.order(order.id)
    assert (ended.state, ended.done, ended.of, ended.sentence) == ("done", 2, 2, "")
    window = room.windows.find("bb")
    assert window is not None
    assert sorted(window.frames) == [0, 1, 2]
    assert window.slate == {"seed": 1}
    assert all(room.bin.is_whole(hash) for hash in window.frames.values())
    assert room.windows.seconds_per_window("papercut", 1) == 0.5
    assert room.queue.is_idle
    assert list((room.bin.folder / "incoming").iterdir()) == []
    assert [name for name, _ in room.told].count("window_done") == 2


def test_a_turn_is_short_however_much_has_arrived(room: Room) -> None:
    room.queue.order("render", {"shots": ["a"]})
    room.queue.pump(room.stage, seconds=0)
    turns = 0
    while not room.queue.is_idle:
        room.queue.pump(room.stage, seconds=0)
        turns += 1
    assert turns > 5  # each frame, its name and its row are turns of their own
    assert room.windows.find("a")


def test_what_the_person_looks_at_comes_first(room: Room) -> None:
    room.queue.order("render", {"shots": ["a", "b"]})
    room.queue.order("render", {"shots": ["c", "d"]})
    room.queue.look_at("d")
    room.work()
    assert room.stage.asked[0] == "d"
    assert sorted(room.stage.asked) == ["a", "b", "c", "d"]


def test_an_order_that_is_brought_forward_comes_before_what_is_looked_at(room: Room) -> None:
    room.queue.order("render", {"shots": ["a"]})
    second = room.queue.order("render", {"shots": ["b"]})
    room.queue.look_at("a")
    room.queue.bring_forward(second.id)
    assert [order.what["shots"] for order in room.queue.orders()] == [["b"], ["a"]]
    room.work()
    assert room.stage.asked == ["b", "a"]


def test_paused_nothing_starts_and_what_ran_is_kept(room: Room) -> None:
    room.queue.order("render", {"shots": ["a", "b", "c"]})
    room.queue.pump(room.stage, seconds=9)
    room.queue.pause()
    room.work()
    assert room.stage.asked == ["a", "b"]  # one that ran and one that waited on the stage
    assert room.windows.made("abc") == {"a", "b"}
    room.queue.resume()
    room.work()
    assert room.stage.asked == ["a", "b", "c"]


def test_a_crash_fails_its_job_with_a_sentence_and_the_next_runs(room: Room) -> None:
    crash = "The stage ended while it made shot a. Try it at a smaller size."

    def answers(request: api.Render) -> list[api.Event]:
        if request.windows[0].key == "a":
            return [api.Failed(request.job, crash, kind="crash")]
        return room.stage.painted(request)

    room.stage.answers = answers
    order = room.queue.order("render", {"shots": ["a", "b"]})
    room.work()
    assert room.states() == {"Shot a": "failed", "Shot b": "done"}
    ended = room.queue.jobs.order(order.id)
    assert (ended.state, ended.sentence, ended.done) == ("failed", crash, 1)
    room.stage.answers = room.stage.painted
    room.queue.retry(order.id)
    room.work()
    assert room.stage.asked == ["a", "b", "a"]
    assert room.queue.jobs.order(order.id).state == "done"


def test_a_mistake_of_ours_keeps_its_trace_and_shows_a_sentence(room: Room) -> None:
    room.stage.answers = lambda r: [api.Failed(r.job, "Traceback: KeyError", ours=True)]
    room.queue.order("render", {"shots": ["a"]})
    room.work()
    (job,) = room.queue.jobs.jobs("failed")
    assert job.sentence == "Longtake made a mistake at Shot a; its details are kept."
    assert job.facts["trace"] == "Traceback: KeyError"


def test_cancel_stops_the_running_job_and_keeps_its_finished_windows(room: Room) -> None:
    room.stage.answers = lambda request: []
    order = room.queue.order("render", {"shots": ["a"]})
    room.queue.pump(room.stage)
    request = room.stage.requests[0]
    assert isinstance(request, api.Render)
    room.stage.events.append(api.Progress(request.job, 1, 4, "step"))
    room.work()
    assert room.queue.cancel(order.id).state == "cancelled"
    assert room.stage.cancelled == [request.job]
    assert not room.queue.is_idle
    room.queue.cancel(order.id)
    assert room.stage.cancelled == [request.job] * 2
    room.stage.events += [paint(request, request.windows[0]), api.Cancelled(request.job)]
    room.work()
    assert room.windows.find("a")
    assert room.states() == {"Shot a": "cancelled"}
    assert room.queue.is_idle
    with pytest.raises(StudioError, match="ended already"):
        room.queue.cancel(order.id)


def test_words_of_a_job_that_is_over_change_nothing(room: Room) -> None:
    room.queue.order("render", {"shots": ["a"]})
    room.work()
    room.stage.events += [api.Failed("long gone", "Too late."), api.Progress("long gone", 1, 2)]
    room.work()
    assert room.states() == {"Shot a": "done"}


def test_a_frame_that_is_gone_fails_the_job_and_writes_no_row(room: Room) -> None:
    def answers(request: api.Render) -> list[api.Event]:
        events = room.stage.painted(request)
        (Path(request.folder) / "a-1.png").unlink()
        return events

    room.stage.answers = answers
    order = room.queue.order("render", {"shots": ["a"]})
    room.work()
    assert room.stage.asked == ["a"]
    assert room.windows.find("a") is None
    ended = room.queue.jobs.order(order.id)
    assert ended.sentence == "a-1.png was made and is gone. Ask for it again."


def test_a_full_disk_pauses_the_queue_and_nothing_is_made_twice(room: Room) -> None:
    room.queue.order("render", {"shots": ["a"]})
    room.queue.pump(room.stage)
    room.bin.folder.joinpath("6f").write_text("in the way")
    for name in range(256):
        place = room.bin.folder / f"{name:02x}"
        if not place.exists():
            place.write_text("in the way")
    room.work()
    assert "could not be kept in film.bin" in room.queue.paused
    assert room.windows.find("a") is None
    room.work()
    for file in room.bin.folder.iterdir():
        if file.is_file():
            file.unlink()
    room.queue.resume()
    room.work()
    assert room.stage.asked == ["a"]
    assert room.windows.find("a")
    assert room.queue.is_idle


def test_nothing_starts_on_a_drive_that_is_nearly_full(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.queue.LEAST", 1 << 62)
    room.queue.order("render", {"shots": ["a"]})
    room.work()
    assert room.stage.asked == []
    assert "MB are left on the drive of film.bin. Free some space" in room.queue.paused
    monkeypatch.undo()
    room.queue.resume()
    room.work()
    assert room.stage.asked == ["a"]


def test_an_order_of_an_unknown_kind_is_answered_with_the_nearest(room: Room) -> None:
    with pytest.raises(StudioError, match="Did you mean render"):
        room.queue.order("rendr", {})


def test_an_order_that_nothing_here_can_do_keeps_waiting(room: Room) -> None:
    order = room.queue.order("render", {"shots": ["a"]})
    program = room.queue.programs.pop("render")
    assert room.queue.is_idle
    room.work()
    assert [one.id for one in room.queue.orders()] == [order.id]
    room.queue.programs["render"] = program
    room.work()
    assert room.queue.jobs.order(order.id).state == "done"


def test_a_stage_that_is_closed_puts_its_job_back_into_the_line(room: Room) -> None:
    room.stage.answers = lambda request: []
    room.queue.order("render", {"shots": ["a"]})
    room.queue.pump(room.stage)
    room.queue.forget(room.stage)
    assert room.states() == {"Shot a": "queued"}
    room.stage = PaintingStage()
    room.work()
    assert room.states() == {"Shot a": "done"}
    assert room.queue.jobs.jobs()[0].tries == 1


def test_two_stages_serve_one_queue(room: Room) -> None:
    other = PaintingStage()
    order = room.queue.order("render", {"shots": ["a", "b", "c", "d"]})
    for _ in range(40):
        room.queue.pump(room.stage)
        room.queue.pump(other)
    assert sorted(room.stage.asked + other.asked) == ["a", "b", "c", "d"]
    assert room.stage.asked
    assert other.asked
    assert room.queue.jobs.order(order.id).state == "done"


# After the program was killed ----------------------------------------------------------------


def reopened(room: Room) -> Room:
    """The same project in a new program; the old one never said good-bye."""
    room.project.db.close()
    room.project._lock.release()  # what the system does for the dead
    return Room(room.path.parent)


@pytest.mark.parametrize("adopted", [0, 2, 3])
def test_after_a_kill_a_window_that_was_on_its_way_into_the_bin_is_not_made_again(
    room: Room, adopted: int
) -> None:
    order = room.queue.order("render", {"shots": ["a", "b", "c"]})
    room.queue.pump(room.stage, seconds=9)
    while len(list(room.bin.files())) < adopted:
        room.queue.pump(room.stage, seconds=0)
    assert room.windows.find("a") is None
    again = reopened(room)
    assert again.queue.recover() == 2  # the one on its way and the one that waited behind it
    assert not (again.bin.folder / "incoming").exists()
    again.work()
    assert again.stage.asked == ["c"]
    assert again.queue.jobs.order(order.id).state == "done"
    again.project.close()


def test_after_a_kill_a_half_written_frame_is_not_adopted(room: Room) -> None:
    def answers(request: api.Render) -> list[api.Event]:
        events = room.stage.painted(request)
        torn = Path(request.folder) / "a-2.png"
        torn.write_bytes(torn.read_bytes()[:-20])
        return events

    room.stage.answers = answers
    room.queue.order("render", {"shots": ["a"]})
    room.queue.pump(room.stage)
    again = reopened(room)
    assert again.queue.recover() == 0
    again.work()
    assert again.stage.asked == ["a"]
    assert again.windows.find("a")
    again.project.close()


def test_a_job_that_ends_the_program_again_and_again_is_left_alone(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = room.queue.order("render", {"shots": ["a"]})
    monkeypatch.setattr("studio.queue.TRIES", 3)
    for _ in range(3):
        room.stage.answers = lambda request: []
        room.queue.pump(room.stage)
        assert room.stage.asked == ["a"]
        room = reopened(room)
        room.queue.recover()
    room.work()
    assert room.stage.asked == []
    assert room.states() == {"Shot a": "failed"}
    ended = room.queue.jobs.order(order.id)
    assert "was started 3 times" in ended.sentence
    room.queue.retry(order.id)
    room.work()
    assert room.queue.jobs.order(order.id).state == "done"
    room.project.close()


# With the real stage -------------------------------------------------------------------------

HERE = str(Path(__file__).parent)


def serve(room: Room, stage: Stage) -> None:
    until = time.monotonic() + 60
    while not room.queue.is_idle and time.monotonic() < until:
        if not room.queue.pump(stage):
            time.sleep(0.005)


def flat(room: Room, folder: Path) -> None:
    """Orders are rendered by the flat family; a shot named "abort" ends the stage."""

    class Flat(Rows):
        def task(self, shot: str) -> Task:
            cues = tuple(FrameCue(shot, n, 0.0, words=shot) for n in range(3))
            request = api.Render("", (api.Window(shot, 1, cues),), "", "flat", str(folder))
            return Task(shot, request, f"Shot {shot}", (shot,))

    room.queue.programs["render"] = lambda order: Flat(order, room.windows)


def test_a_stage_that_is_aborted_costs_one_sentence(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(HERE)
    flat(room, tmp_path)
    order = room.queue.order("render", {"shots": ["a", "abort", "b"]})
    log = tmp_path / "stage.log"
    with Stage(extra_families={"flat": "flat_family:Flat"}, back_off=(0.0,), log=log) as stage:
        serve(room, stage)
    assert room.states() == {"Shot a": "done", "Shot abort": "failed", "Shot b": "done"}
    ended = room.queue.jobs.order(order.id)
    assert (ended.state, ended.done, ended.of) == ("failed", 2, 3)
    assert ended.sentence.startswith("The stage was aborted by a model's native code while")


RENDERING = """
import sys
from pathlib import Path
sys.path[:0] = [sys.argv[2], str(Path(sys.argv[2]).parents[1])]
import test_queue
from engine.client import Stage

class Killed(test_queue.Room):
    def __init__(self, folder):
        super().__init__(folder)
        self.queue.recover()
        test_queue.flat(self, folder)

if __name__ == "__main__":
    room = Killed(Path(sys.argv[1]))
    if sys.argv[3] == "True":
        room.queue.order("render", {"shots": [f"shot {n}" for n in range(12)]})
    print("open", flush=True)
    with Stage(extra_families={"flat": "flat_family:Flat"}) as stage:
        test_queue.serve(room, stage)
    print("done", flush=True)
"""


def wait_for(made: Path, windows: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if windows == 0 or (made.exists() and made.read_text().count("\n") >= windows):
            return
        time.sleep(0.002)


def test_a_render_that_is_killed_again_and_again_equals_one_that_is_not(tmp_path: Path) -> None:
    whole, torn = tmp_path / "whole", tmp_path / "torn"
    program = tmp_path / "rendering.py"
    program.write_text(RENDERING)
    for folder, ends in ((whole, [None]), (torn, [0, 1, 4, 6, None])):
        folder.mkdir()
        for windows in ends:
            child = subprocess.Popen(
                [sys.executable, str(program), str(folder), HERE, str(ends[0] == windows)],
                stdout=subprocess.PIPE,
                text=True,
            )
            assert child.stdout is not None
            with child.stdout:
                assert child.stdout.readline() == "open\n"
                if windows is None:
                    assert child.stdout.readline() == "done\n"
                else:
                    wait_for(folder / "made.txt", windows)
                    child.kill()
            child.wait()
    made = (torn / "made.txt").read_text().split("\n")
    assert len(made) == len(set(made))
    rooms = [Room(whole), Room(torn)]
    frames = [
        room.project.rows("SELECT key, level, frames FROM windows ORDER BY key") for room in rooms
    ]
    assert frames[0] == frames[1]
    assert len(frames[0]) == 12
    contents = [[file.name for file in room.bin.files()] for room in rooms]
    assert contents[0] == contents[1]
    for room in rooms:
        assert all(room.bin.is_whole(file.stem) for file in room.bin.files())
        assert [order.state for order in room.queue.jobs.orders()] == ["done"]
        room.project.close()
