"""The bundled director's network: a small Llama, written down so that one core can train it.

The layers are Llama's (Touvron et al. 2023: RMSNorm, rotary positions, SwiGLU, no biases, tied
embeddings), so that llama.cpp runs what is trained here. Attention is written out: PyTorch's own
takes twice as long backwards in bfloat16 on a processor.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the network. ``width`` divides into ``heads`` of an even width."""

    vocabulary: int = 1024
    width: int = 256
    inner: int = 704
    layers: int = 6
    heads: int = 4
    context: int = 1024
    base: float = 10_000.0

    @property
    def head(self) -> int:
        return self.width // self.heads

    def plain(self) -> dict[str, float]:
        """As plain data, for a checkpoint."""
        return asdict(self)


class Norm(nn.Module):
    """Root mean square normalisation."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x: Tensor) -> Tensor:
        return F.rms_norm(x, (x.shape[-1],), self.weight, 1e-5)


class Block(nn.Module):
    """Attention, then the gated layer, each beside the stream."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads, self.head = shape.heads, shape.head
        self.before = Norm(shape.width)
        self.qkv = nn.Linear(shape.width, 3 * shape.width, bias=False)
        self.out = nn.Linear(shape.width, shape.width, bias=False)
        self.between = Norm(shape.width)
        self.up = nn.Linear(shape.width, 2 * shape.inner, bias=False)  # gate and up
        self.down = nn.Linear(shape.inner, shape.width, bias=False)

    def forward(self, x: Tensor, turn: tuple[Tensor, Tensor], mask: Tensor) -> Tensor:
        rows, long, width = x.shape
        parts = self.qkv(self.before(x)).view(rows, long, 3, self.heads, self.head)
        q, k, v = parts.permute(2, 0, 3, 1, 4).unbind(0)
        q, k = _turned(q, turn), _turned(k, turn)
        seen = torch.softmax(q @ k.transpose(-1, -2) * self.head**-0.5 + mask, -1)
        x = x + self.out((seen @ v).transpose(1, 2).reshape(rows, long, width))
        gate, up = self.up(self.between(x)).chunk(2, -1)
        return x + self.down(F.silu(gate) * up)


class Network(nn.Module):
    """Tokens (rows, long) -> the stream (rows, long, width); ``logits`` of chosen places."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.embed = nn.Embedding(shape.vocabulary, shape.width)
        self.blocks = nn.ModuleList(Block(shape) for _ in range(shape.layers))
        self.last = Norm(shape.width)
        for name, weight in self.named_parameters():
            if weight.ndim == 2:
                deep = name.endswith(("out.weight", "down.weight"))
                nn.init.normal_(weight, std=0.02 / (2 * shape.layers) ** 0.5 if deep else 0.02)

    def forward(self, tokens: Tensor) -> Tensor:
        long = tokens.shape[1]
        x = self.embed(tokens)
        turn = _turn(self.shape, long, x)
        mask = torch.full((long, long), float("-inf"), dtype=x.dtype, device=x.device).triu(1)
        for block in self.blocks:
            x = block(x, turn, mask)
        out: Tensor = self.last(x)
        return out

    def logits(self, stream: Tensor) -> Tensor:
        """Scores of every token, for rows of the stream (n, width)."""
        return stream @ self.embed.weight.t()


def _turn(shape: Shape, long: int, like: Tensor) -> tuple[Tensor, Tensor]:
    """Cosine and sine of the rotary positions, (long, head)."""
    half = torch.arange(0, shape.head, 2, device=like.device).float() / shape.head
    angle = torch.outer(torch.arange(long, device=like.device).float(), shape.base**-half)
    both = torch.cat((angle, angle), -1)
    return both.cos().to(like.dtype), both.sin().to(like.dtype)


def _turned(x: Tensor, turn: tuple[Tensor, Tensor]) -> Tensor:
    """Rotate the first half of each head against its second half."""
    cos, sin = turn
    one, two = x.chunk(2, -1)
    return x * cos + torch.cat((-two, one), -1) * sin
