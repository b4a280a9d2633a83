"""Training the namer: a few steps, a resumed run, and what it is taught."""

from __future__ import annotations

import random
from pathlib import Path

import torch

from engine.meters import crowds, kinds, namer, portraits
from engine.meters.namer import crop
from engine.meters.training import Recipe, Run, train

FEW = Recipe(count=8, reuse=1e9, warm=1)


def test_a_namer_learns_a_few_portraits_in_a_few_steps(tmp_path: Path) -> None:
    torch.manual_seed(0)
    run = Run(tmp_path, FEW)
    for _ in range(12):
        run.learn(0.0)
    assert sum(run.losses[-1]) < 0.8 * sum(run.losses[0])


def test_training_goes_on_where_it_stopped(tmp_path: Path) -> None:
    run = Run(tmp_path, FEW)
    run.learn(0.0)
    run.save()
    again = Run(tmp_path, FEW)
    assert again.step == 1
    assert again.painted == run.painted
    for name, value in run.net.state_dict().items():
        assert torch.equal(value, again.net.state_dict()[name])
    kept = namer.load(tmp_path / namer.FILE)
    assert all(torch.isfinite(value).all() for value in kept.state_dict().values())


def test_a_run_says_how_it_goes(tmp_path: Path) -> None:
    said: list[str] = []
    facts = train(tmp_path, Recipe(minutes=0.001, count=4), said.append)
    assert facts["step"] >= 1
    assert "parameters" in said[0]


def test_a_crop_holds_the_figure_and_nothing_around_it() -> None:
    picture, mask = torch.ones(3, 90, 160), torch.zeros(90, 160, dtype=torch.bool)
    mask[20:60, 30:50] = True
    cut = crop(picture, mask)
    assert cut.shape == (4, 64, 64)
    assert cut[3].sum().item() == 58 * 29
    assert torch.equal(cut[0], cut[3])


def test_portraits_are_of_the_kind_and_colour_that_they_say() -> None:
    row = portraits.make(3, name="elephant")
    assert {kinds.KINDS[one.kind] for one in row} == {"elephant"}
    made = portraits.crops(row, random.Random(1))
    assert made.shape == (len(row), 4, 64, 64)
    assert (made[:, 3] > 0.5).flatten(1).sum(1).min() > 50


def test_the_same_number_paints_the_same_crowd() -> None:
    one, other = crowds.make(5, 2), crowds.make(5, 2)
    assert all(torch.equal(a.picture, b.picture) for a, b in zip(one, other, strict=True))


def test_every_colour_word_of_the_papers_is_known() -> None:
    assert kinds.named("scarlet") == "red"
    assert kinds.named("plum") == "purple"
    assert kinds.named("nonsense") == ""
    assert kinds.colour_of("dog", {"colour": "navy"}) == "blue"
