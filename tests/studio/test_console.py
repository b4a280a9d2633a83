"""What the command line says while it works."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest

from studio.console import Console, Watch, spoken
from studio.jobs import Job, Order
from studio.session import Session


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (-1, "0 s"),
        (0.2, "1 s"),
        (59, "59 s"),
        (61, "1 min 10 s"),
        (120, "2 min"),
        (299, "5 min"),
        (301, "5 min"),
        (3600, "60 min"),
    ],
)
def test_time_is_said_as_a_person_says_it(seconds: float, said: str) -> None:
    assert spoken(seconds) == said


def test_a_terminal_gets_one_line_written_over() -> None:
    out = Terminal()
    console = Console(out)
    console.status("Rendering: shot 1A, a long title")
    console.say("Done")
    assert out.getvalue() == "\rRendering: shot 1A, a long title\r" + " " * 32 + "\rDone\n"
    console.end()
    assert out.getvalue().endswith("Done\n")


def test_a_file_gets_a_line_now_and_then_and_quiet_says_nothing() -> None:
    out = io.StringIO()
    console = Console(out)
    for step in range(100):
        console.status(f"step {step}")
    assert out.getvalue() == "step 0\n"
    quiet = Console(out, quiet=True)
    quiet.say("something")
    quiet.status("something")
    assert out.getvalue() == "step 0\n"


def test_a_watch_tells_phase_shot_window_step_and_time_left(tmp_path: Path) -> None:
    out = Terminal()
    order = Order("o", "render", {}, state="running", done=3, of=10)
    job = Job("o-1", "o", "render", "shot 1A, in-betweens", "running", done=2, of=4, unit="step")
    befell = "Stage 2 crashed at shot 1B; another stage makes that, and the film goes on."
    with Session.new(tmp_path / "film") as session:
        console = Console(out)
        with Watch(session, console, "Rendering"):
            session.tell("order_changed", replace(order, done=2))
            session.tell("job_changed", replace(job, id="o-0", done=1))
            session.tell("job_changed", replace(job, id="o-0", state="done"))
            session.tell("order_changed", order)
            console._last = 0.0  # it says what it hears at once
            session.tell("job_changed", job)
            for _ in range(2):
                session.tell("order_changed", replace(order, sentence=befell))
            session.tell("paused", "Only 9 MB are left.")
        assert session.listeners == []
    said = out.getvalue()
    assert "Rendering: shot 1A, in-betweens, window 4 of 10, step 2 of 4, 1 s left" in said
    assert "Only 9 MB are left.\n" in said
    assert said.count(befell) == 1
