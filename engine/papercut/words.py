"""A small text encoder: words by their spelling, so that a word never seen in training still lands
near its kin.

A word is the bag of its hashed trigrams and of itself (as fastText does, arXiv 1607.04606); a
phrase is its words after one round of attention, averaged. It is trained together with the network
that it feeds.
"""

from __future__ import annotations

import re
import zlib

import torch
import torch.nn.functional as F
from torch import Tensor, nn

BUCKETS = 8192  # 8192 x 64 in half precision is 1 MB of the bundle's 30
WORDS = 16  # words of a phrase that are read
GRAMS = 12  # trigrams of a word that are read, the word itself included


def tokens(phrase: str) -> list[list[int]]:
    """Bucket numbers 1..BUCKETS-1 of every word's grams: at most WORDS lists of at most GRAMS."""
    found = []
    for word in re.findall(r"[^\W_]+", phrase.casefold())[:WORDS]:
        padded = f"<{word}>"
        grams = [padded, *(padded[i : i + 3] for i in range(len(padded) - 2))][:GRAMS]
        found.append([1 + zlib.crc32(gram.encode()) % (BUCKETS - 1) for gram in grams])
    return found


def table(phrases: list[str]) -> Tensor:
    """Phrases as one int64 tensor [U, WORDS, GRAMS], padded with 0."""
    out = torch.zeros(len(phrases), WORDS, GRAMS, dtype=torch.long)
    for u, phrase in enumerate(phrases):
        for w, grams in enumerate(tokens(phrase)):
            out[u, w, : len(grams)] = torch.tensor(grams)
    return out


class WordEncoder(nn.Module):
    """int64 [U, WORDS, GRAMS] from ``table`` -> [U, width]. The empty phrase gives a learned
    vector.
    """

    def __init__(self, width: int = 64, heads: int = 4) -> None:
        super().__init__()
        self.grams = nn.Embedding(BUCKETS, width, padding_idx=0)
        self.heads = heads
        self.norm = nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.mlp = nn.Sequential(nn.LayerNorm(width), nn.Linear(width, 2 * width), nn.SiLU())
        self.project = nn.Linear(2 * width, width)
        self.silence = nn.Parameter(torch.zeros(width))

    def forward(self, ids: Tensor) -> Tensor:
        said = (ids > 0).float()  # [U, W, G]
        count = said.sum(2, keepdim=True)
        words = (self.grams(ids) * said[..., None]).sum(2) / count.clamp(min=1) ** 0.5
        spoken = count[..., 0] > 0  # [U, W]
        u, w, c = words.shape
        q, k, v = self.qkv(self.norm(words)).view(u, w, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        seen = spoken[:, None, None, :] | (~spoken.any(1))[:, None, None, None]
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=seen)
        words = words + self.out(mixed.transpose(1, 2).reshape(u, w, c))
        words = words + self.project(self.mlp(words))
        weight = spoken.float()[..., None]
        mean = (words * weight).sum(1) / weight.sum(1).clamp(min=1)
        return torch.where(spoken.any(1, keepdim=True), mean, self.silence)
