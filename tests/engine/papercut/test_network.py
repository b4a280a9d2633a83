from dataclasses import replace

import torch

from engine.papercut.compose import LAYERS, compose, warp
from engine.papercut.network import FAR, Papercut, distances
from tests.engine.papercut.windows import conditions, tiny


def inputs(T: int = 5):
    g = torch.Generator().manual_seed(3)
    noisy = torch.randn(1, T, 3, 20, 40, generator=g)
    known = torch.zeros(1, T, 3, 20, 40)
    return noisy, torch.ones(1), known, torch.zeros(1, T)


@torch.no_grad()
def test_an_untrained_network_shows_the_plate_with_the_sheets_in_place():
    net, seen = tiny(awake=False), conditions()
    nothing = torch.zeros_like(seen.canvas)
    seen = replace(seen, canvas=nothing, papers=nothing, front=torch.zeros_like(seen.front))
    made = net(*inputs(), seen)
    assert torch.allclose((made + 1) / 2, seen.plate, atol=1e-3)


@torch.no_grad()
def test_every_condition_changes_the_picture():
    net, seen = tiny(), conditions()
    plain = net(*inputs(), seen)
    for name in ("plate", "front", "canvas", "papers", "hinges", "maps", "owner"):
        value = getattr(seen, name)
        assert not torch.equal(plain, net(*inputs(), replace(seen, **{name: value * 0.5}))), name
    for name, value in (("doing", 2), ("saying", 1), ("daytime", 3), ("weather", 2)):
        changed = torch.full_like(getattr(seen, name), value)
        assert not torch.equal(plain, net(*inputs(), replace(seen, **{name: changed}))), name


@torch.no_grad()
def test_a_known_frame_reaches_the_frames_beside_it():
    net, seen = tiny(), conditions()
    noisy, level, known, mask = inputs()
    plain = net(noisy, level, known, mask, seen)
    mask[:, 0], known[:, 0] = 1, 0.5
    told = net(noisy, level, known, mask, seen)
    assert not torch.allclose(plain[:, 2], told[:, 2], atol=1e-5)


@torch.no_grad()
def test_a_window_of_a_batch_is_drawn_as_if_alone():
    net = tiny()
    noisy, level, known, mask = inputs()
    one, two = conditions(seed=1), conditions(seed=2)
    both = conditions(B=2)
    both = type(both)(
        **{
            name: one.phrases
            if name == "phrases"
            else torch.cat([getattr(one, name), getattr(two, name)])
            for name in both.__dataclass_fields__
        }
    )

    def twice(x: torch.Tensor) -> torch.Tensor:
        return torch.cat([x, x])

    together = net(twice(noisy), twice(level), twice(known), twice(mask), both)
    # bfloat16 rounds to 3 digits, and the processor sums a larger batch in another order
    assert torch.allclose(together[:1], net(noisy, level, known, mask, one), atol=2e-2)
    assert torch.allclose(together[1:], net(noisy, level, known, mask, two), atol=2e-2)


def test_distances_tell_ticks_within_a_shot_and_cuts_between():
    shot, tick = torch.tensor([[0, 0, 1]]), torch.tensor([[0.0, 40.0, 0.0]])
    apart = distances(shot, tick)[0]
    assert apart[0, 0] == FAR
    assert apart[0, 1] == 2 * FAR
    assert apart[1, 0] == 0
    assert apart[0, 2] == apart[2, 1] == 2 * FAR + 1


def test_a_flow_moves_pixels_by_its_share_of_a_quarter_frame():
    source = torch.zeros(1, 1, 8, 16)
    source[..., 4, 8] = 1
    flow = torch.zeros(1, 2, 8, 16)
    flow[:, 0] = 4 / 16 / 0.25  # look four pixels to the right
    moved = warp(source, flow)
    assert moved[0, 0, 4, 4] == 1


def test_fields_compose_at_any_size():
    fields = torch.zeros(1, LAYERS * 3 + 18, 8, 16)
    fields[:, : LAYERS * 2] = 0.02 * torch.randn(1, LAYERS * 2, 8, 16)

    def picture(times: int) -> torch.Tensor:
        g = torch.Generator().manual_seed(0)
        coarse = torch.rand(1, 3, 10, 20, generator=g)
        up = torch.nn.functional.interpolate(coarse, scale_factor=2 * times, mode="bilinear")
        h, w = up.shape[-2:]
        empty = torch.zeros(1, 4, h, w)
        canvas = torch.cat([up, torch.ones(1, 1, h, w)], 1)[:, None].expand(1, 2, 4, h, w) * 0.5
        hinges = torch.ones(1, 2, 3, h, w) * torch.tensor([0.02, 0.0, 1.0])[:, None, None]
        return compose(fields, up, empty, canvas, hinges)

    small = torch.nn.functional.avg_pool2d(picture(2), 2)
    assert (small - picture(1)).abs().mean() < 0.02


def test_weights_survive_saving_in_half_precision(tmp_path):
    net, seen = tiny(), conditions()
    net.half().save_pretrained(tmp_path, max_shard_size="15MB")
    again = Papercut.from_pretrained(tmp_path).float().eval()
    with torch.no_grad():
        difference = net.float()(*inputs(), seen) - again(*inputs(), seen)
    assert difference.abs().max() == 0
