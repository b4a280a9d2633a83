"""Training of the bundled director: lessons without end, resumable at any checkpoint.

Only the answers are learned; the questions are read. Weights are kept in float32 and worked with in
bfloat16 where the processor does that fast.
"""

from __future__ import annotations

import itertools
import json
import multiprocessing
import queue
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F

from engine.director import tokens
from engine.director.lessons import pairs
from engine.director.network import Network, Shape

WORDS = 60_000  # pairs from which the tokens are learned
LONGEST = 640  # tokens of one pair; longer ones are left out
HELD = 512  # pairs of the held-out measure
HELD_SEED = 7_777_777  # its stories are told by no seed of the training
SAVE = 120.0  # seconds between two checkpoints
WARM = 60  # steps


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train. ``minutes`` by the clock; ``batch`` in tokens; ``rest`` is the last part of the
    run, in which the learning rate falls to nothing. ``compiled`` needs a C++ compiler.
    """

    minutes: float = 60.0
    threads: int = 0
    batch: int = 5000
    rate: float = 2.5e-3
    rest: float = 0.3
    seed: int = 1
    tellers: int = 1
    compiled: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of tokens, padded; ``learned`` marks those to predict."""

    tokens: Tensor
    learned: Tensor


def train(folder: Path, recipe: Recipe, say: Callable[[str], None]) -> None:
    """Train in ``folder`` and go on there next time.

    Writes ``tokens.json``, ``state.pt`` (a checkpoint) and ``log.jsonl`` (one line for each).
    """
    folder.mkdir(parents=True, exist_ok=True)
    if recipe.threads:
        torch.set_num_threads(recipe.threads)
    table = _table(folder, say)
    student = Student(folder, Shape(vocabulary=table.get_vocab_size()), recipe.compiled)
    held = held_out(table)
    began, saved = time.monotonic(), time.monotonic()
    spent, first = student.seconds, student.step
    with Tellers(folder / "tokens.json", recipe, student.step) as batches:
        for batch in batches:
            share = (time.monotonic() - began) / (60 * recipe.minutes)
            loss = student.learn(batch, _rate(recipe, share, student.step - first))
            student.seconds = spent + time.monotonic() - began
            over = share >= 1.0
            if over or time.monotonic() - saved > SAVE:
                saved = time.monotonic()
                row = {**student.row(), "loss": round(loss, 4), **student.measure(held)}
                student.keep(row, recipe)
                say(json.dumps(row))
            if over:
                return


def _rate(recipe: Recipe, share: float, steps: int) -> float:
    """Warm up, stay, and fall to nothing in the run's last part."""
    fall = min(1.0, (1.0 - share) / recipe.rest)
    return recipe.rate * max(0.0, fall) * min(1.0, (steps + 1) / WARM)


class Student:
    """The network with its float32 weights and optimiser; ``step`` and ``seconds`` so far."""

    def __init__(self, folder: Path, shape: Shape, compiled: bool = False) -> None:
        self.folder = folder
        state: dict[str, Any] = {}
        if (folder / "state.pt").exists():
            state = torch.load(folder / "state.pt", weights_only=True)
            shape = Shape(**state["shape"])
        torch.manual_seed(1)
        self.shape = shape
        self.master = Network(shape)
        self.worker = Network(shape).bfloat16()
        # fused, a step takes two thirds of the time; batches come in any length
        self.run = torch.compile(self.worker, dynamic=True) if compiled else self.worker
        named = list(self.master.named_parameters())
        flat = [one for name, one in named if one.ndim == 2 and not name.startswith("embed")]
        rest = [one for name, one in named if one.ndim < 2 or name.startswith("embed")]
        # Muon (Jordan et al. 2024) learns the matrices from about half as many stories as AdamW
        self.optimizers: tuple[torch.optim.Optimizer, ...] = (
            torch.optim.Muon(flat, weight_decay=0.05, adjust_lr_fn="match_rms_adamw"),
            torch.optim.AdamW(rest, betas=(0.9, 0.98), weight_decay=0.0, fused=True),
        )
        self.step, self.seconds, self.seen = 0, 0.0, 0
        if state:
            self.master.load_state_dict(state["weights"])
            for optimizer, kept in zip(self.optimizers, state.get("optimizers", ()), strict=False):
                optimizer.load_state_dict(kept)
            self.step, self.seconds, self.seen = state["step"], state["seconds"], state["seen"]

    def learn(self, batch: Batch, rate: float) -> float:
        """One step; the mean loss of the answers' tokens."""
        with torch.no_grad():
            for mine, fast in zip(self.master.parameters(), self.worker.parameters(), strict=True):
                fast.copy_(mine)
                fast.grad = None
        loss = _loss(self.run, self.worker, batch)
        loss.backward()  # type: ignore[no-untyped-call]
        for mine, fast in zip(self.master.parameters(), self.worker.parameters(), strict=True):
            assert fast.grad is not None
            mine.grad = fast.grad.float()
        torch.nn.utils.clip_grad_norm_(self.master.parameters(), 1.0)
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                group["lr"] = rate
            optimizer.step()
        self.step += 1
        self.seen += len(batch.tokens)
        return float(loss.detach())

    @torch.no_grad()
    def measure(self, held: Sequence[Batch]) -> dict[str, float]:
        """On stories never told in training: the loss, and the share of whole answers that are
        right word for word, each token given the right ones before it.
        """
        losses, right, rows = [], 0, 0
        for batch in held:
            stream = self.run(batch.tokens)
            said = self.worker.logits(stream[:, :-1].flatten(0, 1)).argmax(-1)
            wanted, mark = batch.tokens[:, 1:], batch.learned[:, 1:]
            hit = (said.view_as(wanted) == wanted) | ~mark
            right += int(hit.all(-1).sum())
            rows += len(hit)
            losses.append(float(_loss(self.run, self.worker, batch)))
        return {"held": round(sum(losses) / len(losses), 4), "exact": round(right / rows, 4)}

    def row(self) -> dict[str, float]:
        return {"step": self.step, "pairs": self.seen, "minutes": round(self.seconds / 60, 1)}

    def keep(self, row: dict[str, float], recipe: Recipe) -> None:
        """Write a checkpoint beside the old one and put it in its place."""
        part = self.folder / "state.part"
        state = {
            "shape": self.shape.plain(),
            "weights": self.master.state_dict(),
            "optimizers": [optimizer.state_dict() for optimizer in self.optimizers],
            "step": self.step,
            "seconds": self.seconds,
            "seen": self.seen,
        }
        torch.save(state, part)
        part.replace(self.folder / "state.pt")
        with (self.folder / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps({**row, "recipe": asdict(recipe)}) + "\n")


def _loss(run: Callable[[Tensor], Tensor], network: Network, batch: Batch) -> Tensor:
    mark = batch.learned[:, 1:]
    stream = run(batch.tokens)[:, :-1][mark]
    return F.cross_entropy(network.logits(stream).float(), batch.tokens[:, 1:][mark])


# Lessons as tokens
# ------------------------------------------------------------------------------------------


def _table(folder: Path, say: Callable[[str], None]) -> Tokenizer:
    path = folder / "tokens.json"
    if not path.exists():
        say(f"Learning tokens from {WORDS} pairs.")
        rows = itertools.islice(pairs.endless(0), WORDS)
        tokens.learn(text for row in rows for text in (row.question, row.answer)).save(str(path))
    return tokens.load(path)


def encoded(table: Tokenizer, reader: Tokenizer, row: pairs.Pair) -> tuple[list[int], int]:
    """A pair as tokens, and where its answer begins."""
    start, end = (tokens.special(table, name) for name in (tokens.START, tokens.END))
    asked = [start, *reader.encode(row.question + "\n").ids]
    return [*asked, *table.encode(row.answer).ids, end], len(asked)


def batched(rows: Sequence[tuple[list[int], int]], size: int) -> Iterator[Batch]:
    """Rows of like length together, each batch about ``size`` tokens."""
    group: list[tuple[list[int], int]] = []
    for row in sorted(rows, key=lambda one: len(one[0])):
        if group and len(row[0]) * (len(group) + 1) > size:
            yield _padded(group)
            group = []
        group.append(row)
    if group:
        yield _padded(group)


def _padded(group: Sequence[tuple[list[int], int]]) -> Batch:
    long = max(len(row) for row, _ in group)
    found = torch.zeros(len(group), long, dtype=torch.long)
    learned = torch.zeros(len(group), long, dtype=torch.bool)
    for at, (row, start) in enumerate(group):
        found[at, : len(row)] = torch.tensor(row)
        learned[at, start : len(row)] = True
    return Batch(found, learned)


def held_out(table: Tokenizer) -> list[Batch]:
    """Pairs of stories that no seed of the training tells."""
    rows = itertools.islice(pairs.endless(HELD_SEED), HELD)
    read = [encoded(table, table, row) for row in rows]
    return list(batched([row for row in read if len(row[0]) <= LONGEST], 16_000))


def _teach(path: str, seed: int, size: int, line: Any) -> None:
    """A teller's own process: batches into the line, without end."""
    torch.set_num_threads(1)
    table = tokens.load(Path(path))
    loose, dice = tokens.loose(table), random.Random(seed)
    told = pairs.endless(seed)
    while True:
        rows: list[tuple[list[int], int]] = []
        while len(rows) < 1500:
            row = encoded(table, loose if dice.random() < 0.3 else table, next(told))
            if len(row[0]) <= LONGEST:
                rows.append(row)
        group = list(batched(rows, size))
        dice.shuffle(group)
        for batch in group:
            if not _put(line, (batch.tokens.numpy(), batch.learned.numpy())):
                return


def _put(line: Any, what: Any) -> bool:
    """Wait until there is room; whether anybody is still there to learn from it."""
    while True:
        try:
            line.put(what, timeout=5)
            return True
        except queue.Full:
            parent = multiprocessing.parent_process()
            if parent is None or not parent.is_alive():
                line.cancel_join_thread()
                return False


class Tellers:
    """Processes that tell stories while the network learns."""

    def __init__(self, table: Path, recipe: Recipe, step: int) -> None:
        self.table, self.recipe, self.step = table, recipe, step
        self.processes: list[Any] = []

    def __enter__(self) -> Iterator[Batch]:
        context = multiprocessing.get_context("spawn")
        self.line = context.Queue(24)
        for number in range(self.recipe.tellers):
            seed = self.recipe.seed * 1_000_003 + self.step * 101 + number
            arguments = (str(self.table), seed, self.recipe.batch, self.line)
            process = context.Process(target=_teach, args=arguments, daemon=True)
            process.start()
            self.processes.append(process)
        return self._batches()

    def _batches(self) -> Iterator[Batch]:
        while True:
            rows, learned = self.line.get()
            yield Batch(torch.from_numpy(rows), torch.from_numpy(learned))

    def __exit__(self, *reason: object) -> None:
        for process in self.processes:
            process.terminate()
            process.join()
