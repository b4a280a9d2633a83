"""Training the rig network: it learns, goes on where it stopped, and finds the same rig twice."""

from __future__ import annotations

import json
from pathlib import Path

import torch

from engine.rig.examples import make
from engine.rig.finding import Finder
from engine.rig.network import RigNet
from engine.rig.training import Lessons, Recipe, Run, distance
from storyboard import rigs

TINY = {"side": 96, "channels": (8, 16, 16), "heads": 2}


def _run(folder: Path) -> Run:
    folder.mkdir(exist_ok=True)
    run = Run(folder, Recipe(minutes=0.05, batch=4, warm=1), TINY)
    run.memory = [make(seed) for seed in range(4)]
    return run


def test_a_few_steps_lower_the_loss(tmp_path: Path) -> None:
    torch.manual_seed(0)
    run = _run(tmp_path / "rig")
    truth = Lessons(run.memory)
    with torch.no_grad():
        before = float(distance(run.net(truth.picture), truth))

    for _ in range(8):
        run.learn()

    with torch.no_grad():
        assert float(distance(run.net(truth.picture), truth)) < before


def test_a_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    run = _run(tmp_path / "rig")
    run.learn()
    run.save()

    again = _run(tmp_path / "rig")

    assert again.step == 1
    assert json.loads((tmp_path / "rig/state/progress.json").read_text())["step"] == 1
    for name, value in run.net.state_dict().items():
        assert torch.equal(value, again.net.state_dict()[name])
    again.learn()
    assert again.step == 2


def test_a_network_that_knows_nothing_moves_drawings_as_a_whole_and_always_the_same(
    tmp_path: Path,
) -> None:
    torch.manual_seed(0)
    RigNet(**TINY).half().save_pretrained(tmp_path / "rig")
    sheet = torch.from_numpy(make(5).picture).float() / 255

    found = [Finder(tmp_path / "rig").on_sheet(sheet) for _ in range(2)]

    assert found == [rigs.WHOLE] * 2
