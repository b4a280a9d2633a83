"""Stages on the machines of a cluster: two workers of a real Ray on this one."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from engine import api, cluster, cluster_worker, families
from engine.client import Stage
from engine.cluster_stage import RemoteStage
from storyboard.board import Scene
from studio import plan, render
from studio.desk import Stage as AnyStage
from studio.session import Session
from studio.troupe import OTHERS, PICTURES, Troupe
from tests.engine import stages, toy_family
from tests.engine.test_stage import is_alive
from tests.studio import toy_films

CARDS = {**families.CARDS, "toy": toy_family.CARD}
SECONDS = 150.0  # that a busy machine may need


@pytest.fixture(scope="module")
def crew(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[RemoteStage]]:
    """Two workers, which the tests of this module share; they leave nothing behind."""
    pytest.importorskip("ray", reason="Ray comes with longtake[cluster]")
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(home))
        before = left_over()
        with cluster.join("auto", 2, cards=CARDS, back_off=(0.0,)) as made:
            yield made
            pids = [stage.place.pid for stage in made if stage.place]
        until = time.monotonic() + 10
        while (any(map(is_alive, pids)) or left_over() > before) and time.monotonic() < until:
            time.sleep(0.05)
        assert not any(map(is_alive, pids))
        assert left_over() <= before
        assert not any(home.iterdir())


def left_over() -> set[Path]:
    """Folders of Ray and of workers."""
    return {*Path("/tmp").glob("longtake-ray-*"), *Path("/tmp").glob("longtake-worker-*")}


def hear(
    crew: Sequence[RemoteStage | Stage],
    until: Callable[[api.Event], bool] | None = None,
) -> list[api.Event]:
    """Events until one is ``until``, or until nothing runs and nothing waits."""
    events: list[api.Event] = []
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        for stage in crew:
            for event in stage.poll():
                events.append(event)
                if until and until(event):
                    return events
        if until is None and not any(stage.is_busy for stage in crew):
            return events
        time.sleep(0.005)
    raise AssertionError(f"nothing more came after {events}")


def nothing(session: Session) -> None:
    """Nothing befalls the film."""


def film(
    folder: Path,
    toys: Path,
    crew: Sequence[AnyStage],
    during: Callable[[Session], None],
    shots: int = 3,
) -> dict[str, dict[int, str]]:
    """The frames of a small film that these stages render, and it is whole."""
    board, recipe = toy_films.staged(shots, 48), toy_films.Toys(toys).recipe
    ended, made = toy_films.by_crew(folder, board, crew, recipe, SECONDS, during)
    assert (ended.state, ended.sentence) == ("done", "")
    assert ended.done == ended.of
    return {shot: dict(frames) for shot, frames in made.items()}


def made(toys: Path) -> list[str]:
    log = toys / "made.log"
    return log.read_text().split() if log.exists() else []


def test_one_stage_two_stages_and_two_workers_make_the_same_film_and_a_lost_worker_loses_nothing(
    crew: list[RemoteStage], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(families.CARDS, "toy", toy_family.CARD)  # type: ignore[arg-type]
    toys = [tmp_path / f"toys {n}" for n in range(3)]
    for folder in toys:
        folder.mkdir()
        (folder / "toy.json").write_text('{"seconds": 0.01}')
    with stages.stage() as one:
        alone = film(tmp_path / "one", toys[0], [one], nothing)
    with stages.stage() as one, stages.stage() as two:
        together = film(tmp_path / "two", toys[1], [one, two], nothing)

    killed: list[int] = []

    def kill(session: Session) -> None:
        """The machine of one worker goes while it works, once some windows are there."""
        busy = next((stage for stage in crew if stage.is_busy and stage.place), None)
        if not killed and busy and busy.place and len(made(toys[2])) >= 3:
            killed.append(busy.place.pid)
            os.kill(busy.place.pid, signal.SIGKILL)

    far = film(tmp_path / "far", toys[2], crew, kill)
    assert killed
    assert alone == together == far
    windows = [made(folder) for folder in toys]
    assert len(windows[0]) == len(set(windows[0])) == len(windows[1])
    assert sorted(windows[0]) == sorted(windows[1])
    assert set(windows[2]) == set(windows[0])
    # only what was in flight on the lost machine may have been made again
    assert len(windows[2]) - len(windows[0]) <= 1
    assert all(len(frames) == 24 for frames in alone.values())


def test_a_cancel_reaches_the_worker_which_then_goes_on(
    crew: list[RemoteStage], tmp_path: Path
) -> None:
    weights = tmp_path / "weights"
    weights.mkdir()
    (weights / "toy.json").write_text(json.dumps({"seconds": 0.1}))
    stage = crew[0]
    stage.send(stages.render(tmp_path / "out", *"abcdefghijkl", weights=weights))
    stage.send(stages.render(tmp_path / "later", "z", job="waits"))
    before = hear([stage], lambda event: isinstance(event, api.WindowDone))
    stage.cancel("waits")
    stage.cancel("job")
    after = hear([stage])
    assert api.Cancelled("waits") in after
    assert api.Cancelled("job") in after
    done = stages.made([*before, *after])
    assert 1 <= len(done) < 12
    assert {file.name.rpartition("-")[0] for file in (tmp_path / "out").glob("*.png")} == set(done)
    stage.send(stages.render(tmp_path / "next", "fine", job="next"))
    assert stages.made(hear([stage])) == ["key-fine"]


def test_a_model_that_a_machine_has_not_is_sent_to_it(
    crew: list[RemoteStage], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "weights" / "part").mkdir(parents=True)
    (tmp_path / "weights" / "toy.json").write_text(json.dumps({"faults": {"bad": "world"}}))
    (tmp_path / "weights" / "part" / "big.safetensors").write_bytes(os.urandom(3000))
    monkeypatch.setattr("engine.cluster_parcels.CHUNK", 1000)
    monkeypatch.chdir(tmp_path)  # a name that means nothing to the worker
    crew[1].send(stages.render(tmp_path / "out", "good", "bad", weights="weights"))
    events = hear([crew[1]])
    sent = [e for e in events if isinstance(e, api.Progress) and e.note.startswith("Sending Toy")]
    assert [one.done for one in sent] == [1000, 2000, 3000, sent[0].of]
    assert stages.made(events) == ["key-good"]
    assert stages.last(events) == api.Failed("job", "The toy box is empty. Fill it and try again.")


def test_a_machine_with_another_longtake_is_named(
    crew: list[RemoteStage], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = replace(cluster_worker.build(), version="9.9")
    monkeypatch.setattr("engine.cluster_worker.build", lambda: mine)
    import ray  # only where the workers are

    actor = ray.remote(cluster_worker.Worker).options(num_cpus=0)
    stage = RemoteStage(ray, lambda: actor.remote({}), CARDS)
    stage.send(stages.render(tmp_path / "out", "a"))
    with pytest.raises(api.Unfit, match="cannot make pictures of this film: Longtake is 0"):
        hear([stage])
    assert stage.poll() == []
    stage.close()


def test_only_pictures_are_made_elsewhere(crew: list[RemoteStage]) -> None:
    crew[0].send(api.Plan("plan", "Anna waves.", Scene("s"), (), (), "model.gguf"))
    (failure,) = crew[0].poll()
    assert isinstance(failure, api.Failed)
    assert failure.sentence.startswith("A cluster only makes pictures.")


# Without Ray -------------------------------------------------------------------------------------


def test_a_cluster_that_does_not_answer_is_said_and_so_is_a_missing_ray(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for address, said in (
        ("the big one", "is no address of a cluster: write auto for the one of this machine, or"),
        ("127.0.0.1:1", r"No cluster answers at 127\.0\.0\.1:1\."),
    ):
        with pytest.raises(api.EngineError, match=said), cluster.join(address):
            pass
    monkeypatch.setitem(sys.modules, "ray", None)
    with (
        pytest.raises(api.EngineError, match=r'pip install "longtake\[cluster\]"'),
        cluster.join("10.0.0.1:6379"),
    ):
        pass


# Through the gate ---------------------------------------------------------------------------------


def test_a_window_joins_a_cluster_without_waiting_and_what_it_plans_stays_here(
    crew: list[RemoteStage], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import ray  # only where the workers are

    for stage in crew:
        stage.close()  # makes room for the gate's
    monkeypatch.setitem(families.CARDS, "toy", toy_family.CARD)  # type: ignore[arg-type]
    weights = tmp_path / "toys"
    weights.mkdir()
    (weights / "toy.json").write_text('{"seconds": 0.01}')
    by = toy_films.Toys(weights).recipe
    with Session.new(tmp_path / "far", toy_films.staged(2, 48)) as session:
        render.serve(session)
        plan.serve(session)
        assert session.queue.programs.keys() == PICTURES | OTHERS
        troupe = Troupe(session, 2, ray.get_runtime_context().gcs_address)
        assert "Joining the cluster at" in troupe.said
        longest, order = 0.0, render.order(session, by=by)
        until = time.monotonic() + SECONDS
        killed = False
        while not session.queue.is_idle and time.monotonic() < until:
            began = time.monotonic()
            troupe.hear()
            session.pump()
            longest = max(longest, time.monotonic() - began)
            assert troupe.gate
            busy = next((one for one in troupe.gate.stages if one.place and one.is_busy), None)
            if busy and busy.place and not killed and len(made(weights)) >= 3:
                os.kill(busy.place.pid, signal.SIGKILL)
                killed = True
            time.sleep(0.005)
        assert killed
        assert session.queue.jobs.order(order.id).state == "done"
        assert longest < 1.0  # to join takes seconds; none of them here
        assert "The cluster at" in troupe.said
        assert "1 machine, no GPU" in troupe.said
        assert len(made(weights)) - len(set(made(weights))) <= 1
        far = toy_films.frames(session)
        process = troupe.gate._process  # the way breaks off
        process.kill()
        process.join()
        render.order(session, level="keyframes", by=replace(by, steps=3))
        with pytest.raises(api.EngineError, match=r"broke off\. What is finished is kept"):
            _serve(session, until)
        assert troupe.is_broken
        assert "broke off; it is joined again. Nothing is lost." in troupe.hear()
        assert troupe.is_joining
        while not session.queue.is_idle and time.monotonic() < until:
            assert troupe.hear() == ""
            session.pump()
            time.sleep(0.005)
        assert session.queue.jobs.orders("done")
        assert session.queue.orders() == []
        assert troupe.is_whole
        troupe.close()
    with stages.stage() as one:
        here = film(tmp_path / "here", weights, [one], nothing, 2)
    assert here == far


def _serve(session: Session, until: float) -> None:
    while time.monotonic() < until:
        session.pump()


def test_who_cannot_join_is_told_why_once_and_goes_on_planning(tmp_path: Path) -> None:
    with Session.new(tmp_path / "film", toy_films.staged(1, 24)) as session:
        troupe = Troupe(session, 0, "127.0.0.1:1")
        with pytest.raises(api.EngineError, match=r"No cluster answers at 127|needs Ray, which is"):
            troupe.join()
        troupe.hear()
        assert troupe.is_broken
        assert not troupe.is_joining
        assert troupe.said == troupe.fault
        troupe.close()
