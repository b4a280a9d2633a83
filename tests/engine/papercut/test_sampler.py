import pytest
import torch

from engine.api import CancelJob
from engine.papercut.sampler import sample
from tests.engine.papercut.windows import conditions, tiny


def window(times: int = 1):
    g = torch.Generator().manual_seed(5)
    known = torch.rand(1, 5, 3, 20 * times, 40 * times, generator=g) * 2 - 1
    mask = torch.tensor([[1.0, 0, 0, 0, 1]])
    return known, mask, torch.randn(1, 5, 3, 20, 40, generator=g)


@pytest.mark.parametrize("times", [1, 2])
def test_known_frames_come_back_bit_for_bit(times):
    known, mask, noise = window(times)
    made = sample(tiny(), conditions(times=times), known, mask, noise, steps=3)
    assert torch.equal(made[:, [0, 4]], known[:, [0, 4]])
    assert made.shape == known.shape
    assert made.abs().max() <= 1


def test_the_same_noise_gives_the_same_frames_and_other_noise_others():
    known, mask, noise = window()
    net, seen = tiny(), conditions()
    first = sample(net, seen, known, mask, noise, steps=2)
    assert torch.equal(first, sample(net, seen, known, mask, noise, steps=2))
    assert not torch.equal(first, sample(net, seen, known, mask, -noise, steps=2))


def test_what_lies_under_an_unknown_frame_does_not_leak_in():
    known, mask, noise = window()
    other = known.clone()
    other[:, 2] = 0.7
    net, seen = tiny(), conditions()
    assert torch.equal(
        sample(net, seen, known, mask, noise, 2), sample(net, seen, other, mask, noise, 2)
    )


def test_a_tick_may_stop_the_work_between_steps():
    known, mask, noise = window()
    ticks = []

    def tick(step: int) -> None:
        ticks.append(step)
        if step == 1:
            raise CancelJob

    with pytest.raises(CancelJob):
        sample(tiny(), conditions(), known, mask, noise, 4, tick)
    assert ticks == [0, 1]
