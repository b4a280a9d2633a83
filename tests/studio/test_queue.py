"""The queue hands out work, keeps results whole, and loses none, whatever fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import api
from studio.errors import StudioError
from tests.studio.queues import PaintingStage, Room, paint


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
