"""The same subject in another shot: with earlier keyframes as memory, and without.

Keyframes of a second shot are made once in a window that also holds the first shot's keyframes as
known frames, as the schedule does, and once alone. Looks are compared with the first shot's.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from engine.meters import boxes, looks
from engine.meters.sight import Eye
from engine.papercut import films
from storyboard.board import Board, Shot
from storyboard.cue import FrameCue
from tests.bench.picture_boards import FIRST, Maker, plain, spread_cues

KEYS = 3  # keyframes of each shot
WAYS = ("memory", "alone", "painted")
Say = Callable[[str], None]


def measure(maker: Maker, eye: Eye, number: int, say: Say) -> dict[str, float]:
    """Over ``number`` pairs of shots: how alike a subject's looks are, with and without memory, of
    the painter's frames, and of different subjects.
    """
    likes: dict[str, list[float]] = {name: [] for name in WAYS}
    strangers: list[float] = []
    seed = FIRST + 50_000
    for _ in range(number):
        film, one, two = _pair(seed)
        seed = film.seed + 1
        cues = (*spread_cues(film, one, KEYS), *spread_cues(film, two, KEYS))
        first = maker.make(cues[:KEYS])
        given = dict(enumerate(first))
        made = {
            "memory": maker.make(cues, given)[KEYS:],
            "alone": maker.make(cues[KEYS:]),
            "painted": maker.truth(cues[KEYS:]),
        }
        before = _looks(eye, first, cues[:KEYS])
        for name, frames in made.items():
            after = _looks(eye, frames, cues[KEYS:])
            likes[name] += [looks.alike(before[id], after[id]) for id in before.keys() & after]
            if name == "memory":
                strangers += [
                    looks.alike(before[a], after[b]) for a in before for b in after if a != b
                ]
    found = {f"cross_shot.{name}": _mean(row) for name, row in likes.items()}
    found["cross_shot.strangers"] = _mean(strangers)
    found["cross_shot.n"] = len(likes["memory"])
    say(f"{number} pairs of shots")
    return found


def _pair(seed: int) -> tuple[Board, Shot, Shot]:
    """The next board with two shots that somebody is in."""
    while True:
        film = plain(films.film(seed, held_out=True), seed)
        shots = [shot for shot in film.shots if shot.subjects]
        for i, one in enumerate(shots):
            for two in shots[i + 1 :]:
                if set(one.subjects) & set(two.subjects):
                    return film, one, two
        seed += 1


def _looks(eye: Eye, frames: Tensor, cues: tuple[FrameCue, ...]) -> dict[str, Tensor]:
    """Subject -> its look in the frame where most of it shows."""
    figures = eye.look(frames, cues)
    answers = [boxes.answers(cue, seen) for cue, seen in zip(cues, figures, strict=True)]
    return {
        id: looks.of_figure(frames[i], one.seen, cues[i])
        for id, (i, one) in boxes.most(answers).items()
        if one.seen
    }


def _mean(values: list[float]) -> float:
    return float(torch.tensor(values).mean()) if values else 0.0


def table(found: dict[str, float]) -> str:
    lines = ["| a subject's looks in two shots | likeness |", "|---|---|"]
    titles = {
        "memory": "earlier keyframes known",
        "alone": "no memory",
        "painted": "the painter's second shot",
        "strangers": "different subjects",
    }
    for name, title in titles.items():
        lines.append(f"| {title} | {found[f'cross_shot.{name}']:.3f} |")
    return "\n".join(lines) + f"\n(n = {found['cross_shot.n']:.0f})"
