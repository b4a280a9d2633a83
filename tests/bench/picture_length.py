"""Length: does a film stay as good as it began? Coarse to fine against chaining, on one network.

Coarse to fine divides the ticks of one long shot as the schedule does; chaining makes window after
window, each from the last frame of the one before (as FDM and every model that goes on from its own
end). Both get the same cues, seeds and steps; each block of 16 frames is laid beside the painter's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

import torch
from torch import Tensor

from engine import schedule
from engine.meters import boxes, similarity, steadiness
from engine.meters.film import Sums, spread
from engine.meters.sight import Eye
from storyboard import staging
from storyboard.board import Acting, Board, Box, Layout, Place, Scene, Shot, Subject
from storyboard.cue import FrameCue
from tests.bench.picture_boards import Maker

BLOCK = 16
LOOKS = 4  # frames of a block that the eye is shown
METERS = ("ssim", "psnr", "sharpness", "tint", "iou", "kind")
Say = Callable[[str], None]
Frames = dict[int, Tensor]


def long_board(ticks: int) -> tuple[Board, Shot]:
    """One shot in which a dog and a girl walk to and fro before a house, every 64 drawings the
    same way: nothing but time tells its end from its beginning.
    """
    moments = max(3, round(ticks / 32) + 1)

    def to_and_fro(left: float, right: float, foot: float, wide: float, tall: float, turn: int):
        centres = [left if (k + turn) % 2 else right for k in range(moments)]
        return tuple(Box(x - wide / 2, foot - tall, x + wide / 2, foot) for x in centres)

    cast = (
        Subject("girl", "girl", "girl", puppet="girl", attributes={"colour": "red"}),
        Subject("dog", "dog", "dog", puppet="dog", attributes={"colour": "navy"}),
        Subject("house", "house", "house", puppet="house"),
    )
    layout = Layout(
        {
            "girl": to_and_fro(0.2, 0.75, 0.93, 0.16, 0.5, 0),
            "dog": to_and_fro(0.35, 0.85, 0.97, 0.2, 0.26, 1),
            "house": (Box(0.55, 0.3, 0.85, 0.85),) * moments,
        },
        moments,
    )
    acting = {
        "girl": Acting("walk", order=2),
        "dog": Acting("walk", order=3),
        "house": Acting("stand", order=0),
    }
    shot = Shot("long", subjects=("girl", "dog", "house"), length=2 * ticks, layout=layout,
                acting=acting)  # fmt: skip
    scene = Scene("c", place="p", shots=(shot,))
    return Board(cast=cast, places=(Place("p", "field", backdrop="field"),), scenes=(scene,)), shot


def cues_of(ticks: int) -> tuple[FrameCue, ...]:
    film, shot = long_board(ticks)
    return staging.cues(film, shot.id, range(0, 2 * ticks, 2))


def coarse_to_fine(
    maker: Maker, cues: Sequence[FrameCue], rows: Sequence[Sequence[int]], ends: bool = True
) -> Frames:
    """Every tick of the last row, row after row; neighbours share one frame, which stays. Without
    ``ends`` a window is given its first frame only.
    """
    made: Frames = {}
    for number, row in enumerate(rows, 1):
        spans = [row] if number == 1 else [
            [tick for tick in row if start <= tick <= end]
            for start, end in pairwise(rows[number - 2])
        ]  # fmt: skip
        for span in spans:
            _window(maker, cues, span, made, number, ends)
    return made


def chained(maker: Maker, cues: Sequence[FrameCue], length: int) -> Frames:
    """Window after window of ``length`` frames, the first of each the last of the one before."""
    made: Frames = {}
    start = 0
    while len(made) < len(cues):
        _window(maker, cues, range(start, min(start + length, len(cues))), made, 1)
        start += length - 1
    return made


def alone(maker: Maker, cues: Sequence[FrameCue], length: int) -> Frames:
    """Windows that know nothing of each other: depth 1."""
    made: Frames = {}
    for start in range(0, len(cues), length):
        _window(maker, cues, range(start, min(start + length, len(cues))), made, 1)
    return made


def _window(
    maker: Maker,
    cues: Sequence[FrameCue],
    span: Sequence[int],
    made: Frames,
    level: int,
    ends: bool = True,
) -> None:
    known = {at: made[tick] for at, tick in enumerate(span) if tick in made}
    if len(known) == len(span):
        return
    known = known if ends else {at: frame for at, frame in known.items() if at == 0}
    frames = maker.make([cues[tick] for tick in span], known, level=level)
    made.update({tick: frames[at] for at, tick in enumerate(span) if tick not in made})


def blocks(maker: Maker, eye: Eye, cues: Sequence[FrameCue], made: Frames) -> list[dict]:
    """The meters of each block of BLOCK frames; a shorter rest counts to the block before."""
    starts = list(range(0, max(1, len(cues) - BLOCK + 1), BLOCK))
    found = []
    for start, end in zip(starts, [*starts[1:], len(cues)]):
        frames = torch.stack([made[tick] for tick in range(start, end)])
        truth = maker.truth(cues[start:end])
        sums = Sums()
        at = spread(len(frames), LOOKS)
        seen = eye.look(frames[at], [cues[start + i] for i in at])
        sums.add([boxes.answers(cues[start + i], s) for i, s in zip(at, seen)])
        own = sums.figures()
        keen = steadiness.sharpness(frames) / steadiness.sharpness(truth)
        tints = steadiness.tint(frames), steadiness.tint(truth)
        found.append(
            {
                "ssim": float(similarity.ssim(frames, truth).mean()),
                "psnr": float(similarity.psnr(frames, truth).mean()),
                "sharpness": float(keen.mean()),
                "tint": 1 - float((tints[0] - tints[1]).norm(dim=1).mean()),
                "iou": own["iou"],
                "kind": own["kind"],
            }
        )  # fmt: skip
    return found


def measure(
    maker: Maker, eye: Eye, lengths: Sequence[int], say: Say
) -> tuple[dict[str, float], list[Tensor]]:
    """Each way at each length: calls, seconds, every meter's mean, slope and last block over first;
    rows of frames for the eye. The painter's frames show what the eye makes of a block whose
    figures cross.
    """
    found: dict[str, float] = {}
    pictures = []
    for ticks in lengths:
        cues = cues_of(ticks)
        ways: Mapping[str, Callable[[], Frames]] = {
            "length": lambda cues=cues: coarse_to_fine(maker, cues, schedule.rows(len(cues))),
            "chain": lambda cues=cues: chained(maker, cues, schedule.LENGTH),
            "painted": lambda cues=cues: dict(enumerate(maker.truth(cues))),
        }
        for name, make in ways.items():
            calls, seconds = maker.calls, maker.seconds
            made = make()
            key = f"{name}.{ticks}"
            found[f"{key}.calls"] = maker.calls - calls
            found[f"{key}.seconds"] = maker.seconds - seconds
            found |= summary(key, blocks(maker, eye, cues, made))
            ends = [0, ticks // 4, ticks // 2, 3 * ticks // 4, ticks - 1]
            pictures.append(torch.stack([made[tick] for tick in ends]))
            say(f"{key}: {found[f'{key}.calls']:.0f} calls, {found[f'{key}.seconds']:.0f} s")
        found[f"time.ratio_{ticks}"] = (
            found[f"length.{ticks}.seconds"] / found[f"chain.{ticks}.seconds"]
        )
    longest = max(lengths)
    for name in ("length", "chain"):
        found[f"{name}.last_over_first"] = found[f"{name}.{longest}.ssim.last_over_first"]
    return found, pictures


def summary(key: str, rows: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Mean over the blocks, last over first, and slope from the first to the last, of each meter.

    The last block's value is the mean of the last two blocks of equal phase where there are four or
    more, the first's that of the first two: a walk to and fro takes four blocks.
    """
    found = {}
    for name in METERS:
        values = [row[name] for row in rows]
        period = 4 if len(values) >= 8 else 1
        first = sum(values[:period]) / period
        last = sum(values[-period:]) / period
        found[f"{key}.{name}"] = sum(values) / len(values)
        found[f"{key}.{name}.last_over_first"] = last / first if first else 0.0
        found[f"{key}.{name}.slope"] = steadiness.slope(values)
    return found


def ablations(maker: Maker, eye: Eye, ticks: int, say: Say) -> dict[str, float]:
    """Depth 1, 2, 3 with windows of 16, and the schedule's tree with windows of 8, 16, 32, and with
    windows that are given no end frame: calls, means of the meters, steps at seams.
    """
    cues = cues_of(ticks)
    found: dict[str, float] = {}
    ways: dict[str, Callable[[], tuple[Frames, list[int]]]] = {
        "depth1": lambda: (alone(maker, cues, 16), list(range(16, ticks, 16))),
        "depth2": lambda: _deep(maker, cues, 2),
        "depth3": lambda: _deep(maker, cues, 3),
        "chain16": lambda: (chained(maker, cues, 16), list(range(15, ticks - 1, 15))),
        **{f"window{n}": (lambda n=n: _tree(maker, cues, n)) for n in (8, 16, 32)},
        "no_ends": lambda: _tree(maker, cues, 16, ends=False),
    }  # fmt: skip
    for name, make in ways.items():
        calls = maker.calls
        made, seams = make()
        rows = blocks(maker, eye, cues, made)
        frames = torch.stack([made[tick] for tick in range(ticks)])
        jumps = steadiness.seam_jumps(frames, seams)
        found[f"{name}.calls"] = maker.calls - calls
        found[f"{name}.seam"] = sum(jumps) / max(1, len(jumps))
        found[f"{name}.flicker"] = steadiness.flicker(frames)
        for meter in ("ssim", "psnr", "iou"):
            found[f"{name}.{meter}"] = sum(row[meter] for row in rows) / len(rows)
        say(f"{name}: {found[f'{name}.calls']:.0f} calls, SSIM {found[f'{name}.ssim']:.4f}")
    truth = maker.truth(cues)
    found["painted.flicker"] = steadiness.flicker(truth)
    found["painted.seam"] = _mean(steadiness.seam_jumps(truth, list(range(15, ticks - 1, 15))))
    return found


def _tree(
    maker: Maker, cues: Sequence[FrameCue], length: int, ends: bool = True
) -> tuple[Frames, list[int]]:
    rows = schedule.rows(len(cues), length)
    seams = rows[-2][1:-1] if len(rows) > 1 else []
    return coarse_to_fine(maker, cues, rows, ends), [s for tick in seams for s in (tick, tick + 1)]


def _deep(maker: Maker, cues: Sequence[FrameCue], depth: int) -> tuple[Frames, list[int]]:
    """A tree of a given depth: rows above the one that depth 2 needs are left out, so its keyframes
    are made 16 at a time without knowing each other.
    """
    rows = schedule.rows(len(cues), 16)
    if len(rows) <= depth:
        return _tree(maker, cues, 16)
    kept = rows[-depth:]
    made: Frames = {}
    for start in range(0, len(kept[0]), 16):
        _window(maker, cues, kept[0][start : start + 16], made, 1)
    for number in range(1, len(kept)):
        for start, end in pairwise(kept[number - 1]):
            span = [tick for tick in kept[number] if start <= tick <= end]
            _window(maker, cues, span, made, number + 1)
    seams = kept[-2][1:-1]
    return made, [s for tick in seams for s in (tick, tick + 1)]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / max(1, len(values))


def table(found: dict[str, float]) -> str:
    lines = [
        "| frames | way | calls | seconds | SSIM | last/first | IoU | last/first "
        "| sharpness slope |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    keys = [key.removesuffix(".calls") for key in found if key.endswith(".calls")]
    for key in keys:
        name, _, ticks = key.partition(".")
        titles = {
            "length": "coarse to fine",
            "chain": "chaining",
            "painted": "the painter's own",
        }
        if name not in titles:
            continue
        told = titles[name]
        lines.append(
            f"| {ticks} | {told} | {found[f'{key}.calls']:.0f} | {found[f'{key}.seconds']:.1f} "
            f"| {found[f'{key}.ssim']:.4f} | {found[f'{key}.ssim.last_over_first']:.4f} "
            f"| {found[f'{key}.iou']:.3f} | {found[f'{key}.iou.last_over_first']:.3f} "
            f"| {found[f'{key}.sharpness.slope']:+.4f} |"
        )
    rows = [key for key in keys if f"{key}.seam" in found]
    if rows:
        lines += ["", "| tree | calls | SSIM | PSNR | IoU | steps at seams | flicker |",
                  "|---|---|---|---|---|---|---|"]  # fmt: skip
    for key in rows:
        lines.append(
            f"| {key} | {found[f'{key}.calls']:.0f} | {found[f'{key}.ssim']:.4f} "
            f"| {found[f'{key}.psnr']:.2f} | {found[f'{key}.iou']:.3f} "
            f"| {found[f'{key}.seam']:.2f} | {found[f'{key}.flicker']:.4f} |"
        )
    return "\n".join(lines)
