"""Painting ahead: processes that make lessons while a network learns from others."""

from __future__ import annotations

import multiprocessing
import os
import queue
from collections.abc import Callable
from typing import Any, Generic, TypeVar

import torch

Lesson = TypeVar("Lesson")


class Painters(Generic[Lesson]):
    """Processes that paint lessons ahead by ``make(seed)``; a context, so that none outlives the
    run.
    """

    def __init__(
        self, count: int, first: int, make: Callable[[int], Lesson], ahead: int = 4, nice: int = 10
    ) -> None:
        context = multiprocessing.get_context("spawn")
        self.queue: Any = context.Queue(maxsize=ahead)
        self.count, self.painted = count, first - 1
        self.first = first
        self.workers = [
            context.Process(
                target=_paint, args=(make, self.queue, first + i, count, nice), daemon=True
            )
            for i in range(count)
        ]

    def __enter__(self) -> Painters:
        for worker in self.workers:
            worker.start()
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self.workers:
            worker.kill()
            worker.join()

    def gather(self, memory: list[Lesson], kept: int, reuse: float, used: float) -> None:
        """Move what was painted into ``memory``; the oldest make room. A full memory that is fresh
        enough is left alone.
        """
        arrived = self.painted + 1 - self.first
        while len(memory) < kept or used > reuse * arrived:
            try:
                memory.append(self.queue.get_nowait())
            except queue.Empty:
                return
            self.painted += 1
            arrived += 1
            if len(memory) > kept:
                memory.pop(0)


def _paint(make: Callable[[int], Any], made: Any, seed: int, stride: int, nice: int) -> None:
    """Paint until the trainer is gone."""
    torch.set_num_threads(1)
    if hasattr(os, "nice"):
        os.nice(nice)  # the trainer comes first
    trainer = os.getppid()
    while True:
        example = make(seed)
        while os.getppid() == trainer:
            try:
                made.put(example, timeout=5)
                break
            except queue.Full:
                continue
        else:
            os._exit(0)  # no one will ever read the queue; waiting for its thread would hang
        seed += stride
