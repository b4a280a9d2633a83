"""In-betweens: frames between two painted frames, by the network, by ffmpeg and by a cross-fade,
against what the painter drew there.

Both ends are the painter's, for all of them alike; only the frames between count.
"""

from __future__ import annotations

import random
import subprocess
from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from engine.meters import similarity
from storyboard import staging
from storyboard.cue import FrameCue
from studio import ffmpeg
from tests.bench.picture_boards import Maker, board

GAPS = (4, 8, 15)  # steps from one known frame to the next
METHODS = ("inbetween", "same", "one_end", "free", "minterpolate", "fade")
Say = Callable[[str], None]


def measure(
    maker: Maker, number: int, ablated: int, say: Say
) -> tuple[dict[str, float], list[Tensor]]:
    """``number`` stretches of held-out boards (a third with puppets never trained on) at each gap;
    "one_end" (only the first frame given) and "free" (none) over the first ``ablated``.
    """
    found: dict[str, float] = {}
    rows = []
    for gap in GAPS:
        scores: dict[str, list[tuple[float, float]]] = {name: [] for name in METHODS}
        for at in range(number):
            cues = stretch(at, gap)
            truth = maker.truth(cues)
            made = {
                "inbetween": maker.make(cues, {0: truth[0], gap: truth[gap]}, level=2),
                "minterpolate": minterpolated(truth[0], truth[gap], gap),
                "fade": faded(truth[0], truth[gap], gap),
            }
            if at < ablated:
                made["same"] = made["inbetween"]
                made["one_end"] = maker.make(cues, {0: truth[0]}, level=2)
                made["free"] = maker.make(cues, level=2)
            for name, frames in made.items():
                inner = slice(1, gap)
                scores[name].append(
                    (
                        float(similarity.ssim(frames[inner], truth[inner]).mean()),
                        float(similarity.psnr(frames[inner], truth[inner]).mean()),
                    )
                )
            if at in (1, 4) and gap == GAPS[1]:
                rows += [frames[::2] for frames in (truth, *list(made.values())[:3])]
        for name, row in scores.items():
            if row:
                found[f"{name}.gap{gap}.ssim"] = sum(ssim for ssim, _ in row) / len(row)
                found[f"{name}.gap{gap}.psnr"] = sum(psnr for _, psnr in row) / len(row)
        better = sum(
            one[0] > other[0]
            for one, other in zip(scores["inbetween"], scores["minterpolate"], strict=True)
        )
        found[f"inbetween.gap{gap}.wins"] = better / number
        say(f"gap {gap}: {number} stretches")
    found["inbetween.n"] = number
    found["inbetween.n_ablated"] = min(number, ablated)
    return found, rows


def stretch(number: int, gap: int) -> tuple[FrameCue, ...]:
    """``gap`` + 1 neighbouring drawings of a held-out board."""
    film, shot = board(1000 + number, held_out=number % 3 == 0)
    ticks = (shot.length + 1) // 2
    first = random.Random(number).randint(0, max(0, ticks - 1 - gap))
    return staging.cues(film, shot.id, [2 * min(ticks - 1, first + i) for i in range(gap + 1)])


def faded(first: Tensor, last: Tensor, gap: int) -> Tensor:
    """Each frame a mixture of the two ends."""
    return torch.stack([torch.lerp(first, last, i / gap) for i in range(gap + 1)])


def minterpolated(first: Tensor, last: Tensor, gap: int) -> Tensor:
    """ffmpeg's motion-compensated frames between two, its best settings (bidirectional motion
    estimation, overlapped blocks, variable block sizes).

    The filter needs frames on either side of the two, so both ends are held for two more.
    """
    height, width = first.shape[1:]
    ends = [first, first, first, last, last, last]
    raw = b"".join(_bytes(frame) for frame in ends)
    filters = (
        f"minterpolate=fps={gap}:mi_mode=mci:mc_mode=aobmc:me_mode=bidir:vsbmc=1:scd=none,"
        "format=rgb24"
    )
    size = f"{width}x{height}"
    words = [ffmpeg.binary(), "-v", "error", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", size]
    words += ["-r", "1", "-i", "-", "-vf", filters, "-f", "rawvideo", "-"]
    done = subprocess.run(words, input=raw, capture_output=True, check=True)
    one = width * height * 3
    frames = [done.stdout[i : i + one] for i in range(0, len(done.stdout), one)]
    return _between([_tensor(frame, height, width) for frame in frames], first, last, gap)


def _between(frames: Sequence[Tensor], first: Tensor, last: Tensor, gap: int) -> Tensor:
    """``gap`` + 1 frames from the first end to the last: where the filter's clock starts differs
    from version to version, and its frames tell.
    """

    def off(start: int) -> float:
        head, tail = frames[start] - first, frames[start + gap] - last
        return float(head.abs().mean() + tail.abs().mean())

    start = min(range(len(frames) - gap), key=off)
    return torch.stack([first, *frames[start + 1 : start + gap], last])


def _bytes(frame: Tensor) -> bytes:
    return bytes((frame * 255).round().byte().permute(1, 2, 0).contiguous().numpy().tobytes())


def _tensor(raw: bytes, height: int, width: int) -> Tensor:
    pixels = torch.frombuffer(bytearray(raw), dtype=torch.uint8)
    return pixels.view(height, width, 3).permute(2, 0, 1).float() / 255


def table(found: dict[str, float]) -> str:
    lines = ["| frames between | n | SSIM gap 4, 8, 15 | PSNR gap 4, 8, 15 |", "|---|---|---|---|"]
    titles = {
        "inbetween": "papercut, both ends given",
        "minterpolate": "ffmpeg minterpolate",
        "fade": "cross-fade",
        "same": "papercut, both ends, stretches of the next rows",
        "one_end": "papercut, first frame given",
        "free": "papercut, none given",
    }
    for name, title in titles.items():
        if f"{name}.gap{GAPS[0]}.ssim" in found:
            n = found[
                "inbetween.n_ablated" if name in ("same", "one_end", "free") else "inbetween.n"
            ]
            ssim = ", ".join(f"{found[f'{name}.gap{gap}.ssim']:.4f}" for gap in GAPS)
            psnr = ", ".join(f"{found[f'{name}.gap{gap}.psnr']:.2f}" for gap in GAPS)
            lines.append(f"| {title} | {n:.0f} | {ssim} | {psnr} |")
    wins = ", ".join(f"{found[f'inbetween.gap{gap}.wins']:.0%}" for gap in GAPS)
    lines.append(f"\nbetter SSIM than minterpolate at gap 4, 8, 15: {wins} of stretches")
    return "\n".join(lines)
