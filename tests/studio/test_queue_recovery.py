"""The queue after the program or the stage was killed: nothing is lost, nothing made twice."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from engine import api
from engine.client import Stage
from tests.studio.queues import Room, flat, serve


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


HERE = str(Path(__file__).parent)


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
from engine.client import Stage
from tests.studio import queues

class Killed(queues.Room):
    def __init__(self, folder):
        super().__init__(folder)
        self.queue.recover()
        queues.flat(self, folder)

if __name__ == "__main__":
    room = Killed(Path(sys.argv[1]))
    if sys.argv[3] == "True":
        room.queue.order("render", {"shots": [f"shot {n}" for n in range(12)]})
    print("open", flush=True)
    with Stage(extra_families={"flat": "flat_family:Flat"}) as stage:
        queues.serve(room, stage)
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
