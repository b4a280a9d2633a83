"""papercut: a mask temporal diffusion network that animates what it is shown.

One network serves the global and the local passes of diffusion over diffusion (NUWA-XL, arXiv
2303.12346, section 3): noisy frames, known frames and their mask go in, whole frames come out. What
differs from the paper: conditions are dense pictures (plates, sheets) instead of captions; the
prediction is the clean frame, composed from what was shown (``compose``); and a straight path from
noise to frame (rectified flow, arXiv 2209.03003) replaces DDPM.

Shapes: B windows, T frames, N = B T; pictures H x W, tokens h x w; inside the blocks channels come
last (oneDNN's fast layout on a CPU, and layer norms need no transpose).
"""

from __future__ import annotations

import math
from typing import TypeVar

import torch
import torch.nn.functional as F
from diffusers.configuration_utils import ConfigMixin, register_to_config
from diffusers.models.modeling_utils import ModelMixin
from torch import Tensor, nn

from engine.papercut.compose import FIELDS, compose
from engine.papercut.conditions import DAYTIMES, MAPS, WEATHERS, Conditions
from engine.papercut.words import WordEncoder

FAR = 16  # ticks beyond which temporal attention no longer tells distances apart


def conv(layer: nn.Conv2d, x: Tensor) -> Tensor:
    """A convolution on channels-last [N,h,w,C]."""
    moved: Tensor = layer(x.permute(0, 3, 1, 2))
    return moved.permute(0, 2, 3, 1)


Layer = TypeVar("Layer", bound=nn.Module)


def zero(layer: Layer) -> Layer:
    """The layer with all its parameters zero: it adds nothing until it has learned to."""
    for parameter in layer.parameters():
        nn.init.zeros_(parameter)
    return layer


class Block(nn.Module):
    """Two 3x3 convolutions; light, time and words enter as scale and shift (FiLM)."""

    def __init__(self, c_in: int, c: int, c_said: int) -> None:
        super().__init__()
        self.norm1 = nn.LayerNorm(c_in)
        self.conv1 = nn.Conv2d(c_in, c, 3, padding=1)
        self.norm2 = nn.LayerNorm(c, elementwise_affine=False)
        self.film = nn.Linear(c_said, 2 * c)
        self.conv2 = zero(nn.Conv2d(c, c, 3, padding=1))
        self.skip = nn.Linear(c_in, c) if c_in != c else nn.Identity()

    def forward(self, x: Tensor, said: Tensor) -> Tensor:
        h = conv(self.conv1, F.silu(self.norm1(x)))
        scale, shift = self.film(said)[:, None, None].chunk(2, -1)
        h = conv(self.conv2, F.silu(self.norm2(h) * (1 + scale) + shift))
        return self.skip(x) + h


class Neighbours(nn.Module):
    """Frames before and after, of the same shot: a temporal convolution of three taps, zero at the
    start.
    """

    def __init__(self, c: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(c)
        self.mix = nn.Linear(3 * c, c)
        self.out = zero(nn.Linear(c, c))

    def forward(self, x: Tensor, same: Tensor) -> Tensor:
        """``x`` [B,T,h,w,C]; ``same`` [B,T-1] is 1 where neighbours are of one shot."""
        y = self.norm(x)
        link = same[:, :, None, None, None].to(y.dtype)
        nothing = torch.zeros_like(y[:, :1])
        before = torch.cat([nothing, y[:, :-1] * link], 1)
        after = torch.cat([y[:, 1:] * link, nothing], 1)
        return x + self.out(F.silu(self.mix(torch.cat([before, y, after], -1))))


class Attention(nn.Module):
    """Self-attention over the middle axis of [G,L,C] with an optional bias [G,heads,L,L]; zero at
    the start.
    """

    def __init__(self, c: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm = nn.LayerNorm(c)
        self.qkv = nn.Linear(c, 3 * c)
        self.out = zero(nn.Linear(c, c))

    def forward(self, x: Tensor, bias: Tensor | None = None) -> Tensor:
        g, n, c = x.shape
        qkv = self.qkv(self.norm(x)).view(g, n, 3, self.heads, c // self.heads)
        q, k, v = qkv.permute(2, 0, 3, 1, 4)
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=bias)
        return x + self.out(y.transpose(1, 2).reshape(g, n, c))


class Time(nn.Module):
    """Temporal attention at each place; how far apart two frames are, and whether a cut lies
    between, is a learned bias.
    """

    def __init__(self, c: int, heads: int) -> None:
        super().__init__()
        self.attention = Attention(c, heads)
        self.bias = nn.Embedding(2 * FAR + 2, heads)
        nn.init.zeros_(self.bias.weight)

    def forward(self, x: Tensor, apart: Tensor) -> Tensor:
        """``x`` [B,T,h,w,C]; ``apart`` [B,T,T] from ``distances``."""
        b, t, h, w, c = x.shape
        bias = self.bias(apart).permute(0, 3, 1, 2)  # [B,heads,T,T]
        bias = bias.repeat_interleave(h * w, 0).to(x.dtype)
        y = self.attention(x.permute(0, 2, 3, 1, 4).reshape(b * h * w, t, c), bias)
        return y.view(b, h, w, t, c).permute(0, 3, 1, 2, 4)


def distances(shot: Tensor, tick: Tensor) -> Tensor:
    """Bucket of every pair of frames [B,T,T]: ticks apart within a shot, one bucket for all that
    lies across a cut.
    """
    gap = (tick[:, None, :] - tick[:, :, None]).round().long().clamp(-FAR, FAR) + FAR
    cut = shot[:, None, :] != shot[:, :, None]
    return torch.where(cut, torch.full_like(gap, 2 * FAR + 1), gap)


class Floor(nn.Module):
    """One level of the U: halve or widen the picture, blocks, then across time, then across space.

    ``time`` heads of temporal attention, 0 = neighbours only; ``space`` heads of attention over the
    whole picture, 0 = none.
    """

    def __init__(
        self,
        c_in: int,
        c: int,
        count: int,
        c_said: int,
        time: int,
        halve: bool = False,
        widen: bool = False,
        space: int = 0,
    ) -> None:
        super().__init__()
        self.halve = nn.Conv2d(c_in, c, 2, stride=2) if halve else None
        self.widen = nn.Conv2d(c_in, 4 * c, 1) if widen else None
        self.join = nn.Linear(2 * c, c) if widen else None
        self.blocks = nn.ModuleList(Block(c, c, c_said) for _ in range(count))
        self.time: Neighbours | Time = Time(c, time) if time else Neighbours(c)
        self.space = Attention(c, space) if space else None

    def forward(
        self, x: Tensor, said: Tensor, apart: Tensor, same: Tensor, kept: Tensor | None = None
    ) -> Tensor:
        """``x`` [N,h,w,C]; ``kept`` the same level on the way down."""
        if self.halve is not None:
            x = conv(self.halve, x)
        if self.widen is not None and self.join is not None and kept is not None:
            x = F.pixel_shuffle(conv(self.widen, x).permute(0, 3, 1, 2), 2).permute(0, 2, 3, 1)
            x = self.join(torch.cat([x, kept], -1))
        for block in self.blocks:
            x = block(x, said)
        n, h, w, c = x.shape
        y = x.view(len(apart), -1, h, w, c)
        y = self.time(y, same if isinstance(self.time, Neighbours) else apart)
        x = y.reshape(n, h, w, c)
        if self.space is not None:
            x = self.space(x.reshape(n, h * w, c)).view(n, h, w, c)
        return x


class Papercut(ModelMixin, ConfigMixin):
    """(noisy frames, known frames, mask, conditions, noise level) -> clean frames."""

    config_name = "config.json"  # type: ignore[assignment]

    @register_to_config
    def __init__(
        self,
        width: int = 320,
        height: int = 180,
        patch: int = 5,  # 320x180 -> 64x36 tokens: two halvings left, 36 = 4 x 9
        channels: tuple[int, ...] = (96, 192, 320),
        blocks: tuple[int, ...] = (2, 2, 2),  # residual blocks a level, down and up again
        heads: int = 5,
        said_width: int = 256,
        word_width: int = 64,
        deed_width: int = 24,  # channels that carry a subject's words to its tokens
        field: int = 2,  # fields have this many values a token's side: 128x72
        window: int = 16,  # frames that it was trained on, NUWA-XL's L
    ) -> None:
        super().__init__()
        self._patch, self._field = patch, field
        self.words = WordEncoder(word_width)
        self.doing = nn.Linear(word_width, deed_width)
        self.moment = nn.Sequential(
            nn.Linear(64, said_width), nn.SiLU(), nn.Linear(said_width, said_width)
        )
        self.daytime = nn.Embedding(len(DAYTIMES) + 1, said_width)
        self.weather = nn.Embedding(len(WEATHERS) + 1, said_width)
        self.saying = nn.Linear(word_width, said_width)
        self.known = nn.Embedding(2, said_width)
        # noisy, known, plate, front, two canvases; a patch becomes a token at once
        self.stem = nn.Conv2d(3 + 3 + 3 + 4 + 4 + 4, channels[0], patch, stride=patch)
        self.told = nn.Linear(1 + 2 * (MAPS + deed_width), channels[0])
        last = len(channels) - 1
        self.down = nn.ModuleList(
            Floor(
                channels[max(0, i - 1)],
                wide,
                blocks[i],
                said_width,
                heads if i > 1 else 4 * min(i, 1),
                halve=i > 0,
                space=heads if i == last else 0,
            )
            for i, wide in enumerate(channels)
        )
        self.up = nn.ModuleList(
            Floor(channels[i + 1], channels[i], blocks[i], said_width, 4 * min(i, 1), widen=True)
            for i in reversed(range(last))
        )
        c = channels[0]
        self.norm = nn.LayerNorm(c)
        self.fields = zero(nn.Linear(c, FIELDS * field * field))
        self.rest = zero(nn.Linear(c, 3 * patch * patch))
        self.finish = nn.Sequential(
            nn.Conv2d(6, 16, 3, padding=1), nn.SiLU(), zero(nn.Conv2d(16, 3, 3, padding=1))
        )

    def forward(
        self, noisy: Tensor, level: Tensor, known: Tensor, mask: Tensor, seen: Conditions
    ) -> Tensor:
        """Clean frames [B,T,3,H,W] in -1..1 (not clamped).

        ``noisy`` [B,T,3,H,W]; ``level`` [B] in 0..1, 1 = pure noise; ``known`` [B,T,3,H,W] in
        -1..1, zero where unknown; ``mask`` [B,T] 1 = known. ``seen.phrases`` is [U,WORDS,GRAMS] for
        the whole batch.
        """
        return self.paint(*self.draw(noisy, level, known, mask, seen), seen)

    def draw(
        self, noisy: Tensor, level: Tensor, known: Tensor, mask: Tensor, seen: Conditions
    ) -> tuple[Tensor, Tensor]:
        """Fields [N,FIELDS,2h,2w] and residual [N,3,H,W]: what ``paint`` makes frames from."""
        with torch.autocast(noisy.device.type, torch.bfloat16, enabled=self._half(noisy)):
            phrases = self.words(seen.phrases)
            said = self._said(level, mask, seen, phrases)
            x = self._tokens(noisy, known, mask, seen, phrases)
            apart = distances(seen.shot, seen.tick)
            same = (seen.shot[:, 1:] == seen.shot[:, :-1]).float()
            kept = []
            for floor in self.down:
                x = floor(x, said, apart, same)
                kept.append(x)
            kept.pop()
            for floor in self.up:
                x = floor(x, said, apart, same, kept.pop())
            x = F.silu(self.norm(x))
            fields = self.fields(x).permute(0, 3, 1, 2)
            rest = self.rest(x).permute(0, 3, 1, 2)
        fields = F.pixel_shuffle(fields.float(), self._field)
        rest = F.pixel_shuffle(rest.float(), self._patch)
        return fields, rest

    def paint(self, fields: Tensor, rest: Tensor, seen: Conditions) -> Tensor:
        """Compose frames [B,T,3,H,W] in -1..1 from fields, at the size of ``seen`` (any size)."""
        plate, front = seen.plate.flatten(0, 1), seen.front.flatten(0, 1)
        layers = (
            fields, rest, plate, front, seen.papers.flatten(0, 1), seen.hinges.flatten(0, 1)
        )  # fmt: skip
        if torch.is_grad_enabled() or fields.is_cuda:
            picture = self._finished(*layers)
        else:  # one by one, frames stay within a processor's cache: twice as fast
            frames = zip(*(layer.split(1) for layer in layers), strict=True)
            picture = torch.cat([self._finished(*frame) for frame in frames])
        return picture.view(*seen.shot.shape, *picture.shape[1:]) * 2 - 1

    def _finished(
        self,
        fields: Tensor,
        rest: Tensor,
        plate: Tensor,
        front: Tensor,
        papers: Tensor,
        hinges: Tensor,
    ) -> Tensor:
        """Frames [N,3,H,W] in 0..1, composed, with what no layer had."""
        picture = compose(fields, plate, front, papers, hinges)
        size = picture.shape[-2:]
        if rest.shape[-2:] != size:
            rest = F.interpolate(rest, size=size, mode="bilinear", align_corners=False)
        both = torch.cat([picture, rest], 1)
        with torch.autocast(both.device.type, torch.bfloat16, enabled=self._half(both)):
            fine = self.finish(both.contiguous(memory_format=torch.channels_last))
        return picture + rest + fine.float()

    @staticmethod
    def _half(x: Tensor) -> bool:
        """bfloat16 where it is fast: any GPU, and processors with AMX or AVX-512 BF16."""
        return x.is_cuda or (torch.backends.mkldnn.is_available() and _cpu_has_bf16())

    def _said(self, level: Tensor, mask: Tensor, seen: Conditions, phrases: Tensor) -> Tensor:
        b, t = mask.shape
        steps = torch.exp(-math.log(1000) * torch.arange(32, device=level.device) / 32)
        angle = level[:, None] * 1000 * steps
        now = self.moment(torch.cat([angle.sin(), angle.cos()], 1))
        said = now[:, None] + self.saying(phrases[seen.saying])
        said = said + self.daytime(seen.daytime) + self.weather(seen.weather)
        said = said + self.known(mask.long())
        return F.silu(said).view(b * t, -1)

    def _tokens(
        self, noisy: Tensor, known: Tensor, mask: Tensor, seen: Conditions, phrases: Tensor
    ) -> Tensor:
        half = torch.bfloat16 if self._half(noisy) else noisy.dtype
        pictures = torch.cat(
            [
                p.flatten(0, 1).to(half)
                for p in (noisy, known, seen.plate * 2 - 1, seen.front, seen.canvas.flatten(2, 3))
            ],
            1,
        )
        x = self.stem(pictures).permute(0, 2, 3, 1)
        n, h, w, _ = x.shape
        deed = self.doing(phrases)[seen.doing]  # [B,T,S,D]
        deed = torch.einsum("btksyx,btsd->btyxkd", seen.owner.to(deed.dtype), deed)
        maps = seen.maps.permute(0, 1, 4, 5, 2, 3).reshape(n, h, w, -1)
        given = mask.reshape(n, 1, 1, 1).expand(n, h, w, 1)
        return x + self.told(torch.cat([maps, deed.reshape(n, h, w, -1), given], -1))


def _cpu_has_bf16() -> bool:
    capability = getattr(torch.ops.mkldnn, "_is_mkldnn_bf16_supported", None)
    return bool(capability()) if capability else False
