import json
import random
from dataclasses import replace

import pytest
import torch

from engine.papercut import card
from engine.papercut.examples import Example, make
from engine.papercut.lessons import known_mask, spotlight
from engine.papercut.network import Papercut
from engine.papercut.sampler import sample
from engine.papercut.training import Recipe, Run, batch, cutout

SMALL = {
    "channels": (8, 12),
    "blocks": (1, 1),
    "heads": 2,
    "said_width": 16,
    "word_width": 8,
    "deed_width": 4,
}
FIGURES = {
    "step": 3,
    "minutes": 1.0,
    "loss": 0.1,
    "held_out_mse": 0.01,
    "held_out_mae": 0.02,
    "windows_painted": 9,
}


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    return [make(seed, length=4) for seed in (1, 2)]


def test_an_example_is_the_same_every_time(examples):
    again = make(1, length=4)
    assert torch.equal(again.target, examples[0].target)
    assert torch.equal(again.seen.canvas, examples[0].seen.canvas)


def test_the_painters_frame_is_never_among_what_the_network_is_shown(examples):
    for example in examples:
        for name in ("plate", "front", "canvas"):
            shown = getattr(example.seen, name)
            assert shown.shape[-2:] == example.target.shape[-2:]
            assert not any(
                torch.equal(shown[f, :3], example.target[f])
                for f in range(len(shown))
                if shown.ndim == 4 and example.seen.maps[f].abs().sum() > 0
            )


def test_known_masks_are_of_every_kind():
    rng = random.Random(0)
    masks = [known_mask(8, torch.zeros(8), rng) for _ in range(200)]
    told = {tuple(mask.tolist()) for mask in masks}
    assert (0.0,) * 8 in told
    assert (1.0, *(0.0,) * 7) in told
    assert (1.0, *(0.0,) * 6, 1.0) in told
    assert len(told) > 20
    assert all(mask.sum() < 8 for mask in masks)


def test_a_batch_pads_subjects_and_keeps_phrases_apart(examples):
    seen, clean = batch(examples, torch.device("cpu"))
    assert clean.shape == (2, 4, 3, 180, 320)
    assert clean.min() >= -1
    assert clean.max() <= 1
    first = len(examples[0].seen.phrases)
    assert (seen.saying[1] >= first).all()
    assert len(seen.phrases) == first + len(examples[1].seen.phrases)
    light = spotlight(seen, clean.shape[-2:])
    assert light.shape == (2, 4, 1, 180, 320)
    assert light.min() >= 1


def test_a_cutout_is_neighbours_or_every_nth(examples):
    rng = random.Random(1)
    for _ in range(20):
        part = cutout(examples[0], 2, rng)
        assert len(part.target) == len(part.seen.tick) == 2


def test_learning_lowers_the_loss_and_a_run_goes_on_where_it_stopped(examples, tmp_path):
    recipe = Recipe(frames=4, rate=3e-3, warm=1)
    run = Run(tmp_path, torch.device("cpu"), recipe, SMALL)
    darker = replace(examples[0], target=examples[0].target // 2)  # something to be learned at once
    run.memory = [darker]
    seen, clean = batch([darker], torch.device("cpu"))
    noise = torch.randn(clean.shape, generator=torch.Generator().manual_seed(0))
    nothing = torch.zeros(clean.shape[:2])

    def error() -> float:
        made = sample(run.net, seen, clean, nothing, noise, steps=1)
        return float((made - clean).abs().mean())

    before = error()
    for _ in range(30):
        run.learn(0.0)
    assert error() < 0.8 * before
    run.save()
    again = Run(tmp_path, torch.device("cpu"), recipe, None)
    assert again.step == run.step == 30
    for name, value in run.net.state_dict().items():
        assert torch.equal(again.net.state_dict()[name], value)
    moments = [state["exp_avg"].abs().sum() for state in again.optimiser.state.values()]
    assert len(moments) == sum(1 for _ in run.optimiser.state)
    assert sum(moments) > 0


def test_a_bundle_is_weights_with_a_card_that_names_the_held_out(tmp_path):
    folder, target = tmp_path / "run", tmp_path / "papercut"
    with pytest.raises(FileNotFoundError, match="train first"):
        card.bundle(folder, target)
    Papercut(**SMALL).half().save_pretrained(folder)
    (folder / "log.jsonl").write_text(json.dumps(FIGURES) + "\n")
    card.bundle(folder, target)
    told = (target / "README.md").read_text()
    assert "0.01" in told
    assert "owl" in told
    assert Papercut.from_pretrained(target).config["channels"] == [8, 12]
