"""Long scripts: a plan that is killed goes on, and an edited scene alone is planned again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from studio import plan, work
from studio.cli import main
from studio.session import Session
from tests import gguf_models

SCENES = 4
SCRIPT = "".join(
    f"EXT. PLACE {n} - DAY\n\nANNA walks to the left. Rex the dog sits. Fact {n} is known.\n\n"
    for n in range(1, SCENES + 1)
)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """Zero weights: the shortest plan that the grammar allows."""
    return gguf_models.build(tmp_path / "zero.gguf", zero=True, template=gguf_models.LAST_WORDS)


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "film.longtake"
    Session.new(path, plan.by_rules(SCRIPT)).close()
    return path


def by_director(session: Session) -> list[bool]:
    """Scene by scene, whether a director has planned it."""
    return [
        any("director" in shot.made_by.values() for shot in scene.shots)
        for scene in session.board.scenes
    ]


def test_a_killed_plan_keeps_what_is_planned_and_goes_on_there(film: Path, model: Path) -> None:
    command = [sys.executable, "-m", "studio.cli", "plan", str(film), "--model", str(model)]
    child = subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 60
    done: list[bool] = []
    while sum(done) < 2 and time.monotonic() < until and child.poll() is None:
        time.sleep(0.1)
        with Session.open(film, read_only=True) as session:
            done = by_director(session)
    os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    with Session.open(film) as session:
        kept = {one.id: one for one in session.board.shots if "director" in one.made_by.values()}
        assert kept
        if child.returncode == -signal.SIGKILL:
            assert plan.unfinished(session, str(model)) is not None
    assert main(["plan", str(film), "--model", str(model), "--quiet"]) == 0
    with Session.open(film) as session:
        assert all(by_director(session))
        orders = [one for one in session.queue.jobs.orders() if one.kind == plan.KIND]
        assert len(orders) == 1  # the very order that was killed
        assert [scene.heading for scene in session.board.scenes] == [
            f"EXT. PLACE {n} - DAY" for n in range(1, SCENES + 1)
        ]
        assert plan.unfinished(session, str(model)) is None


def test_an_edited_scene_alone_is_planned_again(film: Path, model: Path, tmp_path: Path) -> None:
    with Session.open(film) as session:
        plan.serve(session)
        with work.staged(session, plan.serve):
            work.until_done(session, plan.order(session, model))
        before = session.board
    edited = tmp_path / "edited.fountain"
    edited.write_text(SCRIPT.replace("Fact 3 is known.", "Then she runs to the right."), "utf-8")
    assert main(["plan", str(film), "--model", str(model), "--script", str(edited), "--quiet"]) == 0
    with Session.open(film) as session:
        after = session.board
        last = session.queue.jobs.orders()[-1]
        assert list(last.what["scenes"]) == [before.scenes[2].id]
        for old, new in zip(before.scenes, after.scenes, strict=True):
            same = [replace_stretch(a) == replace_stretch(b)
                    for a, b in zip(old.shots, new.shots, strict=False)]  # fmt: skip
            assert all(same) == (old.id != before.scenes[2].id)
        assert "runs to the right" in " ".join(shot.action for shot in after.scenes[2].shots)
        assert not any(shot.stale for shot in after.shots)


def replace_stretch(shot: object) -> tuple[object, ...]:
    """A shot without where its words lie: those move when others are longer."""
    return tuple(
        getattr(shot, name) for name in ("id", "action", "subjects", "layout", "camera", "length")
    )
