"""The runner: loads any checkpoint from its folder and drives it, whatever the family.

Offline, safetensors and GGUF only, no code of its own. Progress and cancel come through hooks
before every call of the network: many pipelines have no callback for it, modular ones have none.
"""

from __future__ import annotations

import gc
import inspect
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from importlib import import_module
from typing import Any, TypeVar

import diffusers
import psutil
import torch
import transformers

from engine import cores
from engine.hub import fit, folder, loading, memory
from engine.hub.asks import Span, Still
from engine.hub.card import HubCard, Row
from engine.hub.loras import Loras
from engine.hub.sounds import Heard

Tick = Callable[[int, int], None]
T = TypeVar("T")


class Runner:
    """One checkpoint, opened. ``device`` "auto" is a GPU if there is one; ``limit`` the GB that it
    may take at most of the GPU's memory, without a GPU of the computer's (0: all that is free).

    Raises EngineError when the folder ``weights`` does not hold what the card tells.
    """

    def __init__(
        self, card: HubCard, weights: str, device: str = "auto", limit: float = 0.0
    ) -> None:
        if device == "auto":
            device = "cuda" if torch.cuda.is_available() else "cpu"
        self.card, self.weights = folder.hastened(weights, card), weights
        self.device = torch.device(device)
        if self.device.type == "cpu":  # and equal frames by one stage and by several
            torch.set_num_threads(cores.whole())
        self.notes: list[str] = []  # what the person should know of how it went
        self.heard: Heard | None = None  # what the last clip sounds like, where that was asked for
        self._tick: Tick | None = None
        self._calls = self._of = 0
        self._row = memory.first(card, free(self.device, limit))
        self._others: dict[str, Any] = {}
        self.idiom: Any = import_module(f"engine.hub.idioms.{card.idiom}")
        self.pipe: Any = None
        self.loras: Loras
        diffusers.utils.logging.disable_progress_bar()
        transformers.utils.logging.disable_progress_bar()
        self._open()

    @property
    def row(self) -> Row:
        """How it is held in memory now."""
        return memory.rows(self.card)[self._row]

    def part(self, name: str) -> str:
        """Where a part lies; empty when it is not there."""
        return str(folder.place(self.weights, name) or "")

    def fit(self, aspect: float, frames: int = 1) -> tuple[tuple[int, int], int]:
        """The size and frame count that it can really make for what is asked."""
        return fit.size(self.card, aspect), fit.frames(self.card, frames)

    # Calls ---------------------------------------------------------------------------------------

    def other(self, kind: str, scheduler: Any = None, **parts: str) -> Any:
        """The same networks as another pipeline class (its inpainting one, say), with the models in
        other ``parts`` (component -> part) and a ``scheduler`` of its own where one is given.
        Raises EngineError when a part is not here.
        """
        if kind not in self._others:
            maker = loading.pipeline_class(kind)
            asked = inspect.signature(maker.__init__).parameters
            config = {name: value for name, value in self.pipe.config.items() if name in asked}
            shared = {n: c for n, c in self.pipe.components.items() if n in asked}
            lent = {
                name: loading.component(self.card, self.weights, part, self.device)
                for name, part in parts.items()
            }
            if scheduler is not None:
                lent["scheduler"] = scheduler
            made = maker(**{**_plain(config, shared), **shared, **lent})
            made.set_progress_bar_config(disable=True)
            if self.row.offload == "model" and self.device.type != "cpu":
                made.enable_model_cpu_offload(device=self.device)
            self._others[kind] = made
        return self._others[kind]

    def call(self, pipe: Any, seed: int, **arguments: Any) -> Any:
        """Call a pipeline as the card says. Its noise comes from ``seed`` alone."""
        with self.seeded(seed) as generator:
            return pipe(**{"generator": generator, **self.card.call, **arguments})

    def picture(self, ask: Still, pipe: Any = None, **more: Any) -> Any:
        """Call a pipeline, else the checkpoint's own, for a picture; ``more`` goes before."""
        width, height = ask.size
        usual = {"prompt": ask.words, "width": width, "height": height}
        steps = {"num_inference_steps": ask.steps}
        return self.call(pipe or self.pipe, ask.seed, **{**usual, **steps, **more})

    def clip(self, ask: Span, **more: Any) -> Any:
        """Call the pipeline for a clip, of Pillow's pictures; ``more`` goes before."""
        width, height = ask.size
        usual = {"prompt": ask.words, "width": width, "height": height, "num_frames": ask.frames}
        kind = {"num_inference_steps": ask.steps, "output_type": "pil"}
        return self.call(self.pipe, ask.seed, **{**usual, **kind, **more})

    @contextmanager
    def seeded(self, seed: int) -> Iterator[torch.Generator]:
        """Noise inside comes from ``seed`` alone; nobody else's is touched."""
        devices = [self.device] if self.device.type == "cuda" else []
        with torch.random.fork_rng(devices=devices), warnings.catch_warnings():
            torch.manual_seed(seed)  # a few pipelines ask no generator
            warnings.simplefilter("ignore")  # a library's advice is not the person's
            yield torch.Generator("cpu").manual_seed(seed)

    @contextmanager
    def watched(self, calls: int, tick: Tick) -> Iterator[None]:
        """``tick(done, calls)`` before every call of the network inside; what it raises ends the
        calls and leaves the pipelines usable.
        """
        self._tick, self._calls, self._of = tick, 0, max(1, calls)
        try:
            with ExitStack() as broken:
                broken.callback(self._free)
                yield
                tick(self._of, self._of)
                broken.pop_all()
        finally:
            self._tick = None

    def _free(self) -> None:
        """Let networks go back from the device that a pipeline broke off before it could."""
        for pipe in (self.pipe, *self._others.values()):
            if self.row.offload == "model" and hasattr(pipe, "maybe_free_model_hooks"):
                pipe.maybe_free_model_hooks()

    def careful(self, make: Callable[[], T]) -> T:
        """What ``make`` gives; when memory runs out, again by the next thriftier row, and said.

        Raises the memory's own error when there is no thriftier one.
        """
        while True:
            try:
                return make()
            except (MemoryError, RuntimeError) as error:
                if not is_memory(error) or self._row + 1 >= len(memory.rows(self.card)):
                    raise
                told = str(error).split("\n")[0]
            self.close()  # after the error, whose frames hold tensors
            self._row += 1
            self.notes.append(f"Memory ran out ({told}); went on with {self.row.words}.")
            self._open()

    def close(self) -> None:
        """Free the networks and what they hold on the device."""
        self._others.clear()
        self.pipe = None
        gc.collect()
        if self.device.type == "cuda":
            torch.cuda.empty_cache()

    # Opening -------------------------------------------------------------------------------------

    def _open(self) -> None:
        while True:
            try:
                self.pipe = loading.load(self.card, self.weights, self.device, self.row)
                break
            except (MemoryError, RuntimeError) as error:
                if not is_memory(error) or self._row + 1 >= len(memory.rows(self.card)):
                    raise
            self.close()
            self._row += 1
            self.notes.append(f"Memory ran out while opening; went on with {self.row.words}.")
        for name in loading.NETWORKS:
            network = getattr(self.pipe, name, None)
            if network is not None:
                network.register_forward_pre_hook(self._step)
        dtype = loading.dtypes(self.card, self.device)["default"]
        self.loras = Loras(self.pipe, self.card, self.weights, dtype)
        if hasattr(self.idiom, "prepare"):
            self.idiom.prepare(self)
        if freeu := self.card.options.get("freeu"):  # of any U-Net (arXiv 2309.11497)
            self.pipe.enable_freeu(**freeu)

    def _step(self, network: torch.nn.Module, arguments: tuple[Any, ...]) -> None:
        if self._tick:
            self._tick(min(self._calls, self._of), self._of)
            self._calls += 1


def free(device: torch.device, limit: float = 0.0) -> memory.Free:
    """GB that may be used on this device and in main memory now. A GPU's driver holds to the
    ``limit``; memory of the computer is only counted.
    """
    ram = psutil.virtual_memory().available / 1e9
    if device.type != "cuda":
        return memory.Free(0.0, min(ram, limit) if limit else ram, limit)
    vram, whole = (amount / 1e9 for amount in torch.cuda.mem_get_info(device))
    share = min(1.0, limit / whole) if limit else 1.0
    torch.cuda.set_per_process_memory_fraction(share, device.index)
    return memory.Free(min(vram, limit) if limit else vram, ram, limit)


def is_memory(error: BaseException) -> bool:
    """Python's, CUDA's, and the bare RuntimeError of torch's CPU allocator."""
    return (
        isinstance(error, MemoryError | torch.OutOfMemoryError)
        or "allocate memory" in str(error)
        or "out of memory" in str(error)
    )


def _plain(config: Mapping[str, Any], shared: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of a pipeline without its components."""
    return {name: value for name, value in config.items() if name not in shared}
