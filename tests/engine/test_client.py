from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from engine import api
from engine.client import Stage
from tests.engine import stages
from tests.engine.stages import hear, last, made, render
from tests.engine.test_stage import ROOT, fault, is_alive

NOW = (0.0,)  # back-off for tests: start again at once


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    folder = tmp_path / "weights"
    folder.mkdir()
    return folder


def failed(events: list[api.Event]) -> list[api.Failed]:
    return [event for event in events if isinstance(event, api.Failed)]


def test_requests_are_served_in_line_by_one_process(tmp_path: Path) -> None:
    with stages.stage() as stage:
        assert not stage.is_busy
        assert stage.pid == 0
        for job in ("one", "two", "three"):
            stage.send(render(tmp_path / job, job=job))
        stage.cancel("two")
        events = hear(stage)
        assert [event.job for event in events if isinstance(event, api.Started)] == ["one", "three"]
        assert api.Cancelled("two") in events
        assert sum(isinstance(event, api.Ready) for event in events) == 1
        assert stage.pid
        began = time.monotonic()
        assert stage.poll() == []
        assert time.monotonic() - began < 0.1
    assert stage.pid == 0
    stage.close()


def test_a_crash_costs_one_sentence_and_the_next_job_runs(tmp_path: Path, weights: Path) -> None:
    log = tmp_path / "stage.log"
    fault(weights, bad="abort", worse="kill")
    with stages.stage(log=log, back_off=NOW) as stage:
        stage.send(render(tmp_path / "1", "ok", "bad", job="1", weights=weights))
        stage.send(render(tmp_path / "2", "worse", job="2", weights=weights))
        stage.send(render(tmp_path / "3", "fine", job="3"))
        events = hear(stage)
    aborted, killed = failed(events)
    assert (aborted.job, aborted.kind, aborted.ours) == ("1", "crash", False)
    assert aborted.sentence.startswith(
        "The stage was aborted by a model's native code while rendering 2 windows with toy, "
        "step 4 of 4. It is started again for the next job. If it happens again, choose other"
    )
    assert str(log) in aborted.sentence
    assert killed.sentence.startswith(
        "The system ended the stage, most likely because memory ran out, while rendering a window"
    )
    assert made(events) == ["key-ok", "key-fine"]
    assert isinstance(last(events), api.Finished)
    assert "Fatal Python error: Aborted" in log.read_text()
    assert "toy_family.py" in log.read_text()


def test_a_request_that_ended_the_stage_three_times_is_not_tried_again(
    tmp_path: Path, weights: Path
) -> None:
    fault(weights, bad="abort")
    with stages.stage(back_off=(0.0, 0.0, 1.0)) as stage:
        for attempt in range(3):
            stage.send(render(tmp_path / str(attempt), "bad", job=f"{attempt}", weights=weights))
            (failure,) = failed(hear(stage))
            assert failure.sentence.startswith("The stage was aborted")
        stage.send(render(tmp_path / "again", "bad", job="again", weights=weights))
        (failure,) = failed(hear(stage))
        assert failure.job == "again"
        assert failure.sentence.startswith("The stage was ended 3 times by rendering a window")
        began = time.monotonic()
        stage.send(render(tmp_path / "other", "good"))
        assert isinstance(last(hear(stage)), api.Finished)
        assert time.monotonic() - began > 0.9, "after three deaths it waits before a new start"


def test_a_stage_that_says_nothing_is_ended(tmp_path: Path, weights: Path) -> None:
    with stages.stage(patience=2.5, back_off=NOW) as stage:
        stage.send(render(tmp_path / "out", "s1", weights=fault(weights, s1="hang")))
        (failure,) = failed(hear(stage))
        assert failure.kind == "hang"
        assert "said nothing for 3 seconds while rendering a window with toy" in failure.sentence
        stage.send(render(tmp_path / "next", "fine"))
        assert made(hear(stage)) == ["key-fine"]


def test_time_in_which_nobody_listened_is_no_hang(tmp_path: Path) -> None:
    with stages.stage(patience=2.5) as stage:
        stage.send(render(tmp_path / "out"))
        hear(stage, lambda event: isinstance(event, api.Started))
        time.sleep(3)  # a lid closed in the middle of a job
        assert isinstance(last(hear(stage)), api.Finished)


def test_a_second_cancel_ends_a_job_that_hears_nothing(tmp_path: Path, weights: Path) -> None:
    with stages.stage() as stage:
        stage.send(render(tmp_path / "out", "s1", weights=fault(weights, s1="hang")))
        hear(stage, lambda event: isinstance(event, api.Progress) and event.done == 2)
        stage.cancel("job")
        assert api.Cancelled("job") not in stage.poll()
        stage.cancel("job")
        assert hear(stage) == [api.Cancelled("job")]
        stage.send(render(tmp_path / "next", "fine"))
        assert made(hear(stage)) == ["key-fine"]


def test_a_cancel_that_is_not_heard_ends_the_stage_after_a_while(
    tmp_path: Path, weights: Path
) -> None:
    with stages.stage(grace=0.3) as stage:
        stage.send(render(tmp_path / "out", "s1", weights=fault(weights, s1="hang")))
        hear(stage, lambda event: isinstance(event, api.Progress) and event.done == 2)
        stage.cancel()
        began = time.monotonic()
        assert last(hear(stage)) == api.Cancelled("job")
        assert time.monotonic() - began > 0.25


def test_a_stage_that_cannot_start_says_so(tmp_path: Path) -> None:
    with Stage(log=tmp_path / "no folder" / "stage.log", back_off=NOW) as stage:
        stage.send(render(tmp_path / "out"))
        (failure,) = failed(hear(stage))
    assert failure.sentence.startswith("The stage, in which models run, cannot be started (exit")
    assert not stage.is_busy


def test_close_ends_a_stage_in_the_middle_of_a_job(tmp_path: Path, weights: Path) -> None:
    stage = stages.stage()
    stage.send(render(tmp_path / "out", "s1", weights=fault(weights, s1="hang")))
    hear(stage, lambda event: isinstance(event, api.Progress) and event.done == 2)
    pid = stage.pid
    stage.close()
    assert not is_alive(pid)


SCRIPT = """
import json, sys
print("main is run", flush=True)
from pathlib import Path
from tests.engine import stages
with stages.stage() as stage:
    stage.send(stages.render(Path(sys.argv[1])))
    events = stages.hear(stage)
heavy = {"torch", "diffusers", "transformers", "llama_cpp", "numpy", "PIL", "PySide6"}
print(json.dumps([type(events[-1]).__name__, sorted(heavy & set(sys.modules))]))
"""


def test_a_script_without_a_guard_can_use_a_stage_and_loads_no_model_library(
    tmp_path: Path,
) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    told = subprocess.run(
        [sys.executable, str(script), str(tmp_path / "out")],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    first, result = told.stdout.splitlines()
    assert first == "main is run"
    ended, heavy = json.loads(result)
    assert ended == "Finished"
    assert set(heavy) <= {"numpy", "PIL"}  # the toy's own
