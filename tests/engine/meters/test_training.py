"""Training the meters' networks: a few steps, a resumed run, and what they are taught."""

from __future__ import annotations

import random
from pathlib import Path

import torch

from engine.meters import kinds, lessons, portraits, segmenter
from engine.meters.namer import Namer, crop
from engine.meters.segmenter import CELL, Segmenter
from engine.meters.training import (
    NamerPupil,
    Recipe,
    Run,
    SegmenterPupil,
    Targets,
    distance,
    overlap_loss,
)


def test_a_segmenter_learns_one_frame_in_a_few_steps(tmp_path: Path) -> None:
    torch.manual_seed(0)
    pupil = SegmenterPupil(count=2, reuse=1e9)
    run = Run(pupil, tmp_path, Recipe(warm=1))
    for _ in range(6):
        run.learn(0.0)
    assert sum(run.losses[-1]) < 0.9 * sum(run.losses[0])


def test_training_goes_on_where_it_stopped(tmp_path: Path) -> None:
    run = Run(NamerPupil(count=4, reuse=1e9), tmp_path, Recipe())
    run.learn(0.0)
    run.save()
    again = Run(NamerPupil(count=4, reuse=1e9), tmp_path, Recipe())
    assert again.step == 1
    assert again.pupil.painted == run.pupil.painted
    for name, value in run.net.state_dict().items():
        assert torch.equal(value, again.net.state_dict()[name])
    kept = segmenter.load(Namer(), tmp_path / "namer.safetensors")
    assert all(torch.isfinite(value).all() for value in kept.state_dict().values())


def test_a_segmenter_that_is_right_has_no_loss_to_speak_of() -> None:
    row = [one for one in lessons.make(31, 4) if len(one.kind)][:1]
    true = Targets.of(row)
    said = segmenter.Reading((true.figure * 2 - 1) * 20, true.reach)
    assert sum(float(loss) for loss in distance(said, true)) < 0.01


def test_targets_mirror_with_their_picture() -> None:
    row = [one for one in lessons.make(32, 4) if len(one.kind)][:1]
    true = Targets.of(row)
    twice = true.mirrored().mirrored()
    assert torch.equal(twice.reach, true.reach)
    assert torch.allclose(overlap_loss(true.mirrored().reach, true.mirrored().reach).max(),
                          torch.tensor(0.0), atol=1e-2)  # fmt: skip


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


def test_the_same_number_paints_the_same_lesson() -> None:
    one, other = lessons.make(5, 2), lessons.make(5, 2)
    assert all(torch.equal(a.picture, b.picture) for a, b in zip(one, other))


def test_a_segmenter_answers_at_the_size_of_its_picture() -> None:
    said = Segmenter().eval()(torch.rand(2, 3, 180, 320), torch.rand(2, 3, 180, 320))
    assert said.figure.shape == (2, 180, 320)
    assert said.reach.shape == (2, 4, 180 // CELL, 320 // CELL)
    assert (said.reach >= 0).all()


def test_every_colour_word_of_the_papers_is_known() -> None:
    assert kinds.named("scarlet") == "red"
    assert kinds.named("plum") == "purple"
    assert kinds.named("nonsense") == ""
    assert kinds.colour_of("dog", {"colour": "navy"}) == "blue"
