from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from engine import api
from engine.client import Stage
from engine.stage import _Models
from storyboard.board import Scene
from tests import gguf_models
from tests.engine import stages
from tests.engine.stages import hear, last, made, render
from tests.engine.toy_family import CARD

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    """One stage for all jobs that leave it alive: that it goes on is part of each test."""
    with stages.stage() as one:
        one.start()
        hear(one, lambda event: isinstance(event, api.Ready))
        yield one


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    folder = tmp_path / "weights"
    folder.mkdir()
    return folder


def fault(weights: Path, **faults: str) -> Path:
    (weights / "toy.json").write_text(json.dumps({"faults": faults}))
    return weights


def run(stage: Stage, request: api.Request) -> list[api.Event]:
    stage.send(request)
    return [event for event in hear(stage) if not isinstance(event, api.Ready)]


def test_a_job_starts_tells_its_steps_and_its_windows_and_ends(
    stage: Stage, tmp_path: Path
) -> None:
    events = run(stage, render(tmp_path / "out", "a", "b"))
    assert events[0] == api.Started("job")
    assert made(events) == ["key-a", "key-b"]
    steps = [event for event in events if isinstance(event, api.Progress) and event.unit == "step"]
    assert steps[-1] == api.Progress("job", 4, 4)
    end = last(events)
    assert isinstance(end, api.Finished)
    assert end.facts["frames"] == 6
    assert end.facts["windows"] == 2
    assert end.facts["seconds"] > 0
    for event in events:
        if isinstance(event, api.WindowDone):
            for position, file in event.frames.items():
                assert Path(file).name == f"{event.key}-{position}.png"
                with Image.open(file) as picture:
                    assert picture.size == (64, 36)


def test_the_same_window_is_made_again_byte_for_byte(stage: Stage, tmp_path: Path) -> None:
    run(stage, render(tmp_path / "one", "a", "b"))
    run(stage, render(tmp_path / "two", "b"))
    for position in range(3):
        name = f"key-b-{position}.png"
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_only_wanted_frames_are_made_and_known_ones_shape_them(
    stage: Stage, tmp_path: Path
) -> None:
    found = []
    for colour in ("red", "blue"):
        known = tmp_path / f"{colour}.png"
        Image.new("RGB", (64, 36), colour).save(known)
        out = tmp_path / f"out {colour}"
        out.mkdir()
        window = stages.window("a", 3, {0: str(known), 2: str(known)})
        events = run(stage, api.Render("job", (window,), str(out), "toy"))
        done = next(event for event in events if isinstance(event, api.WindowDone))
        assert set(done.frames) == {1}
        found.append(Path(done.frames[1]).read_bytes())
    assert found[0] != found[1]


def test_a_fault_of_the_world_is_its_sentence(stage: Stage, tmp_path: Path, weights: Path) -> None:
    events = run(stage, render(tmp_path / "out", weights=fault(weights, s1="world")))
    assert last(events) == api.Failed("job", "The toy box is empty. Fill it and try again.")


def test_a_full_disk_is_a_fault_of_the_world(stage: Stage, tmp_path: Path, weights: Path) -> None:
    end = last(run(stage, render(tmp_path / "out", weights=fault(weights, s1="disk full"))))
    assert isinstance(end, api.Failed)
    assert not end.ours
    assert end.sentence.startswith("The file toy.png could not be used: No space left on device.")


def test_a_mistake_of_ours_carries_its_trace(stage: Stage, tmp_path: Path, weights: Path) -> None:
    end = last(run(stage, render(tmp_path / "out", weights=fault(weights, s1="error"))))
    assert isinstance(end, api.Failed)
    assert end.ours
    assert "ZeroDivisionError: a toy broke" in end.sentence
    assert "toy_family.py" in end.sentence


def test_without_memory_there_is_a_way_out(stage: Stage, tmp_path: Path, weights: Path) -> None:
    request = render(tmp_path / "out", "ok", "s1", weights=fault(weights, s1="memory"))
    events = run(stage, request)
    end = last(events)
    assert isinstance(end, api.Failed)
    assert (end.kind, end.ours) == ("memory", False)
    assert end.sentence.startswith("Memory ran out rendering with toy")
    assert made(events) == ["key-ok"]


def test_windows_too_many_for_memory_are_made_in_smaller_batches(
    stage: Stage, tmp_path: Path, weights: Path
) -> None:
    told = fault(weights, b="memory together", f="memory past 2")
    events = run(stage, render(tmp_path / "out", *"abcdefg", weights=told))
    assert made(events) == [f"key-{shot}" for shot in "abcdefg"]
    end = last(events)
    assert isinstance(end, api.Finished)
    assert (end.facts["windows"], end.facts["batch"]) == (7, 1)
    steps = [event for event in events if isinstance(event, api.Progress) and event.unit == "step"]
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert {step.of for step in steps} == {14}
    assert steps[-1].done == 14


def test_batches_are_only_as_small_as_memory_asks(
    stage: Stage, tmp_path: Path, weights: Path
) -> None:
    told = fault(weights, f="memory past 3")
    end = last(run(stage, render(tmp_path / "out", *"abcdefgh", weights=told)))
    assert isinstance(end, api.Finished)
    assert (end.facts["windows"], end.facts["batch"]) == (8, 4)


def test_an_unknown_family_is_answered_with_the_nearest(stage: Stage, tmp_path: Path) -> None:
    end = last(run(stage, api.Render("job", (), str(tmp_path), "papercutt")))
    assert isinstance(end, api.Failed)
    assert end.sentence.endswith("Did you mean 'papercut'?")


def test_a_project_cannot_name_a_class(stage: Stage, tmp_path: Path) -> None:
    end = last(run(stage, api.Render("job", (), str(tmp_path), "tests.engine.toy_family:Toy")))
    assert isinstance(end, api.Failed)
    assert "knows no model family" in end.sentence


def test_a_warm_model_is_not_opened_again_until_its_files_change(
    stage: Stage, tmp_path: Path, weights: Path
) -> None:
    def opens(request: api.Request) -> bool:
        told = run(stage, request)
        assert isinstance(last(told), api.Finished)
        return any(isinstance(event, api.Progress) and event.unit == "model" for event in told)

    asked = render(tmp_path / "out", weights=weights)
    (weights / "toy.json").write_text("{}")
    assert opens(api.Warm("warm", "toy", str(weights)))
    (weights / "made.log").write_text("as many bytes as the family will write\n")
    assert opens(asked)
    (weights / "toy.json").write_text('{"seconds": 0.0}')
    assert opens(asked)


def test_a_file_that_is_no_language_model_costs_one_sentence(stage: Stage, tmp_path: Path) -> None:
    from storyboard.board import Scene

    file = tmp_path / "page.gguf"
    file.write_text("<html>not found</html>")
    events = run(stage, api.Plan("plan", "Anna waves.", Scene("s"), (), (), str(file)))
    end = last(events)
    assert isinstance(end, api.Failed)
    assert not end.ours, end.sentence
    assert "page.gguf" in end.sentence
    assert api.Progress("plan", 0, 1, "model", "Opening page.gguf") in events


def test_a_cancelled_job_stops_at_its_next_step_and_keeps_its_windows(
    stage: Stage, tmp_path: Path, weights: Path
) -> None:
    (weights / "toy.json").write_text(json.dumps({"seconds": 0.05}))
    stage.send(render(tmp_path / "out", *"abcdefghij", weights=weights))
    before = hear(stage, lambda event: isinstance(event, api.WindowDone))
    stage.cancel("another job")
    stage.cancel("job")
    after = hear(stage)
    assert last(after) == api.Cancelled("job")
    assert 1 <= len(made([*before, *after])) < 9
    written = {file.name.rpartition("-")[0] for file in (tmp_path / "out").glob("*.png")}
    assert written == set(made([*before, *after]))


def test_a_job_asked_again_after_a_cancel_runs(stage: Stage, tmp_path: Path) -> None:
    request = render(tmp_path / "out", "a")
    stage.send(request)
    stage.cancel()
    hear(stage)
    assert isinstance(last(run(stage, request)), api.Finished)


HOST = """
import sys, time
from pathlib import Path
from tests.engine import stages
log = Path(sys.argv[1])
stage = stages.stage(log=log / "stage.log")
weights = log / "weights"
stage.send(stages.render(log / "out", *"abc", weights=weights))
while True:
    for event in stage.poll():
        print(type(event).__name__, stage.pid, flush=True)
    time.sleep(0.01)
"""


def test_the_stage_ends_with_the_application_even_in_the_middle_of_a_job(
    tmp_path: Path, weights: Path
) -> None:
    fault(weights, b="hang")
    code = [sys.executable, "-c", HOST, str(tmp_path)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(code, stdout=subprocess.PIPE, text=True, env=env) as host:
        assert host.stdout is not None
        line = next(line for line in host.stdout if line.startswith("WindowDone"))
        pid = int(line.split()[1])
        os.kill(pid, signal.SIGINT)  # Ctrl+C goes to both; the stage leaves it to the application
        time.sleep(0.2)
        os.kill(pid, 0)
        host.kill()
    until = time.monotonic() + 5
    while time.monotonic() < until and is_alive(pid):
        time.sleep(0.02)
    assert not is_alive(pid)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_director_frees_its_memory_before_a_family_is_opened_and_the_other_way_round(
    tmp_path: Path,
) -> None:
    models = _Models({CARD.name: CARD}, threads=1)
    file = gguf_models.build(tmp_path / "tiny.gguf", context=512)
    ask = api.Plan("j", "MIA waves.", Scene("s"), (), (), str(file), context=512)
    told: list[str] = []
    director = models.director(ask, told.append)
    family = models.family(api.Render("r", (), str(tmp_path), family=CARD.name), told.append)
    assert told == ["tiny.gguf", "Toy"]
    with pytest.raises(api.EngineError, match="was put away"):
        director.plan(ask, told.append, told.append)
    assert models.director(ask, told.append) is not director
    assert (
        models.family(api.Render("r", (), str(tmp_path), family=CARD.name), told.append)
        is not family
    )
    models.put_away()


@pytest.mark.parametrize(("rest", "openings"), [(60.0, 1), (0.1, 2)])
def test_a_director_that_nobody_asks_for_a_while_is_put_away(
    tmp_path: Path, rest: float, openings: int
) -> None:
    file = gguf_models.build(tmp_path / "tiny.gguf", context=512)
    ask = api.Plan("j", "MIA waves.", Scene("s"), (), (), str(file), context=512)
    heard: list[api.Event] = []
    with stages.stage() as stage:
        stage._setting = replace(stage._setting, rest=rest)
        for _ in range(2):
            heard += run(stage, ask)
            time.sleep(0.6)
    opened = [event for event in heard if isinstance(event, api.Progress) and event.unit == "model"]
    assert [event.note for event in opened] == ["Opening tiny.gguf"] * openings
