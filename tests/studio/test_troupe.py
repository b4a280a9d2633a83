"""Several stages make the film that one makes, bit for bit, by the bundled network too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from engine.client import Stage
from engine.cluster import Size
from engine.cluster_gate import Gate, Heard, Joined
from engine.cluster_worker import Build
from studio import render, settings
from studio.recipes import Recipe
from studio.session import Session
from studio.troupe import Troupe, assembled, told
from tests.studio import toy_films

SECONDS = 400.0  # that a busy machine may need


def film(path: Path, crew: Sequence[Stage], by: Recipe) -> dict[str, Mapping[int, str]]:
    """The frames of a small film that these stages render."""
    ended, made = toy_films.by_crew(path, toy_films.staged(1, 36), crew, by, SECONDS)
    assert (ended.state, ended.sentence, ended.of) == ("done", "", 3)
    return made


@pytest.mark.timeout(900)  # two cores that many share are slow at it
def test_one_stage_on_two_cores_and_two_stages_on_one_each_make_equal_frames_by_papercut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OMP_WAIT_POLICY", "PASSIVE")  # two threads lose minutes on a busy core else
    by = Recipe("papercut-draft", device="cpu")
    with Stage(threads=1) as first:
        with Stage(threads=1) as second:
            together = film(tmp_path / "two", [first, second], by)
            assert first.pid != second.pid
        with Stage(threads=2) as alone:
            assert film(tmp_path / "one", [alone], by) == together
    assert len(set(together["s0"].values())) == 18


def test_what_is_connected_is_told_in_words_as_it_comes() -> None:
    gate = Gate("127.0.0.1:1")
    gate.leave()  # its process is not needed: what it would say is said here
    place = Build("alpha", 1, "", "", "")
    said = [told(gate)]
    for message in (
        Joined(3, Size(2, 0)),
        Heard(0, place=place),
        Heard(1, place=place),
        Heard(2, fault="Beta cannot make pictures of this film."),
        Heard(1, place=replace(place, host="gamma")),
        Heard(-1, fault="The way broke off."),
    ):
        gate._note(message)
        said.append(told(gate))
    there = "The cluster at 127.0.0.1:1 answers: 2 machines, no GPU."
    assert said == [
        "Joining the cluster at 127.0.0.1:1…",
        f"{there} 3 more start…",
        f"{there} 1 stage is up on alpha. 2 more start…",
        f"{there} 2 stages are up on alpha. 1 more starts…",
        f"{there} 2 stages are up on alpha. Beta cannot make pictures of this film.",
        f"{there} 2 stages are up: 1 on alpha, 1 on gamma. Beta cannot make pictures of this film.",
        "The way broke off.",
    ]
    gate.size, gate.fault, gate.stages = Size(1, 2, own=True), "", gate.stages[:1]
    assert told(gate) == (
        "No cluster runs here, so Ray was started on this machine alone, 2 GPUs. "
        "1 stage is up on alpha."
    )
    gate.close()


def test_the_settings_say_which_stages_there_are_and_a_busy_troupe_stays(tmp_path: Path) -> None:
    with Session.new(tmp_path / "film", toy_films.staged(1, 24)) as session:
        first = assembled(session, None, False)
        assert len(first.stages) == 1
        settings.save(settings.Settings(stages=3))
        assert assembled(session, first, True) is first
        second = assembled(session, first, False)
        assert second is not first
        assert len(second.stages) == 3
        assert second.said == "3 stages on this machine, not begun yet."
        assert assembled(session, second, False) is second
        assert not second.is_broken
        assert not second.is_joining
        second.close()


def test_beside_a_cluster_one_stage_here_plans_and_nobody_makes_pictures_before_it_answers(
    tmp_path: Path,
) -> None:
    with Session.new(tmp_path / "film", toy_films.staged(1, 24)) as session:
        render.serve(session)
        troupe = Troupe(session, 2, "nowhere")
        assert len(troupe.stages) == 1
        render.order(session, level="layout")
        told: list[str] = []
        while not troupe.fault or not told:
            told += filter(None, [troupe.hear()])
            session.pump()
        assert (told, troupe.hear()) == ([troupe.fault], "")
        assert troupe.lacks("render") == troupe.fault
        assert not troupe.lacks("plan")
        (order,) = session.queue.orders()
        assert order.state == "queued"
        assert "is no address of a cluster" in troupe.said
        troupe.close()
