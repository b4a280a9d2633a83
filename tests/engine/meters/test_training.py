"""Training the namer: a few steps, a resumed run, and what it is taught."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import torch

from engine.meters import crowds, daylight, kinds, namer, portraits
from engine.meters.namer import crop
from engine.meters.training import Recipe, Run, jittered, train
from storyboard import light

FEW = Recipe(count=8, reuse=1e9, ahead=0, warm=1, places=2)


def test_a_namer_learns_a_few_portraits_in_a_few_steps(tmp_path: Path) -> None:
    torch.manual_seed(0)
    run = Run(tmp_path, FEW)
    for _ in range(12):
        run.learn(0.0)
    assert sum(run.losses[-1]) < sum(run.losses[0])


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


def test_a_run_paints_ahead_before_its_first_step(tmp_path: Path) -> None:
    run = Run(tmp_path, replace(FEW, ahead=30))
    run.learn(0.0)
    assert 30 <= run.painted < 40


def test_a_run_says_how_it_goes(tmp_path: Path) -> None:
    said: list[str] = []
    facts = train(tmp_path, Recipe(minutes=0.001, count=4, ahead=0, places=2), said.append)
    assert facts["step"] >= 1
    assert "parameters" in said[0]


def test_a_crop_shows_the_figure_and_the_empty_place_behind_it() -> None:
    picture, place = torch.full((3, 90, 160), 0.8), torch.full((3, 90, 160), 0.2)
    mask = torch.zeros(90, 160, dtype=torch.bool)
    mask[20:60, 30:50] = True
    cut = crop(picture, place, mask)
    assert cut.shape == (7, 64, 64)
    assert (cut[6] > 0.5).sum().item() == 56 * 28
    shown = cut[0] > 0.5
    assert shown.sum() > 1.2 * 56 * 28  # what is around it, too
    assert torch.allclose(cut[3][shown], torch.tensor(0.2), atol=1e-4)


def test_an_empty_mask_gives_an_empty_crop() -> None:
    blank = torch.ones(3, 9, 16)
    assert not crop(blank, blank, torch.zeros(9, 16, dtype=torch.bool)).any()


def test_holes_in_a_mask_are_filled_but_not_what_is_open() -> None:
    mask = torch.zeros(1, 1, 12, 12)
    mask[..., 1:8, 1:8] = 1
    mask[..., 3:5, 3:5] = 0  # a hole
    mask[..., 5:8, 5:7] = 0  # open below
    whole = namer.filled(mask)[0, 0]
    assert whole[3:5, 3:5].all()
    assert not whole[5:8, 5:7].any()


PLACES = [portraits.place(seed) for seed in range(2)]


def test_portraits_are_of_the_kind_and_colour_that_they_say() -> None:
    row = portraits.make(3, PLACES, count=3, name="elephant", views=1)
    assert {kinds.KINDS[one.kind] for one in row} == {"elephant"}
    for one in row:
        assert one.crop.shape == (7, 64, 64)
        assert int((one.crop[6] > 127).sum()) > 50
        near = kinds.NAMES[one.colour]
        assert near in kinds.COLOURS


def test_a_dyed_crop_has_other_colours_and_the_same_mask() -> None:
    (one,) = portraits.make(4, PLACES, count=3, name="dog", views=1)[:1]
    both = one.crop.float().div(255).expand(2, -1, -1, -1)
    dyed = torch.tensor([False, True])
    plain, other = jittered(both, dyed, torch.Generator().manual_seed(1))
    area = plain[6].sum()
    assert 0.5 < float(other[6].sum() / area) < 2.0
    papers = [(crop[:3] * crop[6:]).sum((1, 2)) / crop[6].sum() for crop in (plain, other)]
    assert (papers[0] - papers[1]).abs().max() > 0.02


def test_daylight_takes_off_the_light_that_it_put_on() -> None:
    night = light.light("night", "clear")
    day = torch.rand(3, 4, 5, generator=torch.Generator().manual_seed(2))
    assert not torch.allclose(daylight.in_light(day, night), day, atol=0.05)
    assert torch.allclose(daylight.by_day(daylight.in_light(day, night), night), day, atol=1e-4)


def test_the_same_number_paints_the_same_crowd() -> None:
    one, other = crowds.make(5, 2), crowds.make(5, 2)
    assert all(torch.equal(a.picture, b.picture) for a, b in zip(one, other, strict=True))


def test_every_colour_word_of_the_papers_is_known() -> None:
    assert kinds.named("scarlet") == "red"
    assert kinds.named("plum") == "purple"
    assert kinds.named("nonsense") == ""
    assert kinds.colour_of("dog", {"colour": "navy"}) == "blue"
