"""The stage: the child process in which models run.

``client`` starts it and speaks with it over a pipe: requests and ``Stop`` in, events out. One job
at a time. A thread listens, so that a wish to stop is known at the next step and the stage ends
with the application even while a model is deep in native code.
"""

from __future__ import annotations

import errno
import faulthandler
import gc
import os
import queue
import shutil
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from importlib import metadata
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from engine import cores, endings, families, insets
from engine.api import (
    CancelJob,
    Cancelled,
    EngineError,
    Event,
    Failed,
    FindRig,
    Finished,
    Look,
    Plan,
    Progress,
    Ready,
    Render,
    Request,
    Started,
    Warm,
    WindowDone,
)
from engine.families import Card

ENVIRONMENT = {
    "DIFFUSERS_DISABLE_REMOTE_CODE": "1",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1",
    "GGML_NO_BACKTRACE": "1",  # else a failing assertion starts a debugger
    "TOKENIZERS_PARALLELISM": "false",
}
THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS")
SPACING = 0.05  # seconds between two Progress events: more than the eye wants only fills the pipe
DISK = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.ENOENT, errno.EIO}


@dataclass(frozen=True)
class Stop:
    """The person cancelled this job: leave it at the next step."""

    job: str


@dataclass(frozen=True)
class Setting:
    """How a stage is set up. ``threads`` 0 = all cores that this process may use; ``gpu`` is the
    one accelerator that it sees, empty = as the environment says. ``rest``: seconds without work
    after which a director is put away, so that the pictures of another stage have its memory.
    """

    cards: Mapping[str, Card] = field(default_factory=lambda: families.CARDS)
    log: str = ""
    threads: int = 0
    gpu: str = ""
    rest: float = 60.0


def main(pipe: Connection, setting: Setting) -> None:
    """Serve requests from ``pipe`` until the other end closes it."""
    _set_up(setting)
    inbox: queue.SimpleQueue[Request] = queue.SimpleQueue()
    stopped: set[str] = set()
    threading.Thread(target=_listen, args=(pipe, inbox, stopped), daemon=True).start()
    models = _Models(setting.cards, setting.threads)
    pipe.send(Ready(_device()))
    while True:
        try:
            request = inbox.get(timeout=setting.rest if models.has_director else None)
        except queue.Empty:
            models.put_away()
        else:
            _Performance(request, pipe.send, stopped, models).run()


def _set_up(setting: Setting) -> None:
    os.environ.update(ENVIRONMENT)
    os.environ.pop("HF_TOKEN", None)
    if setting.gpu:
        os.environ["CUDA_VISIBLE_DEVICES"] = setting.gpu
    os.environ[cores.WHOLE] = str(cores.whole())
    if setting.threads:
        os.environ.update(dict.fromkeys(THREADS, str(setting.threads)))
    os.environ.setdefault("OMP_NUM_THREADS", str(cores.here()))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the application
    if setting.log:
        log = open(setting.log, "a", buffering=1, encoding="utf-8")  # noqa: SIM115 - lives on
        for stream in (1, 2):  # native libraries speak there too
            os.dup2(log.fileno(), stream)
    faulthandler.enable(2)


def _listen(pipe: Connection, inbox: queue.SimpleQueue[Request], stopped: set[str]) -> None:
    """Hear requests and stops. When the application is gone, so is the stage."""
    try:
        while True:
            message = pipe.recv()
            if isinstance(message, Stop):
                stopped.add(message.job)
            else:
                stopped.discard(message.job)  # a Stop that came too late for an earlier try
                inbox.put(message)
    except (EOFError, OSError):
        os._exit(0)
    finally:
        os._exit(1)  # a stage that hears nothing would never end


class _Models:
    """The one opened model: a director and a family do not share a device's memory."""

    def __init__(self, cards: Mapping[str, Card], threads: int) -> None:
        self._cards, self._threads = cards, threads
        self._what: tuple[object, ...] = ()
        self._model: Any = None

    def family(self, request: Render | Warm, opening: Callable[[str], None]) -> families.Family:
        card = families.card(request.family, self._cards)
        weights = families.folder(card, request.weights)
        how = (request.device, request.memory, request.extras)
        what = (card.name, weights, how, _state(weights))
        make = partial(families.open, card.name, weights, self._cards, *how)
        opened: families.Family = self._opened(what, card.title or card.name, make, opening)
        return opened

    @property
    def has_director(self) -> bool:
        return self._what[:1] == ("director",)

    def director(self, request: Plan, opening: Callable[[str], None]) -> Any:
        from engine.director import Director  # its parts are many and only a plan needs them

        what = ("director", request.model, request.context, _state(request.model))
        make = partial(Director, request.model, request.context, self._threads)
        return self._opened(what, Path(request.model).name, make, opening)

    def _opened(
        self,
        what: tuple[object, ...],
        title: str,
        make: Callable[[], Any],
        opening: Callable[[str], None],
    ) -> Any:
        if self._what != what:
            self.put_away()
            opening(title)
            self._model = make()
            self._what = what
        return self._model

    def put_away(self) -> None:
        """Free the model and what it holds on a device."""
        if hasattr(self._model, "unload"):
            self._model.unload()
        self._what, self._model = (), None
        gc.collect()
        torch = sys.modules.get("torch")
        if torch is not None and torch.cuda.is_available():
            torch.cuda.empty_cache()


class _Performance:
    """One job on the stage, from Started to its end."""

    def __init__(
        self, request: Request, send: Callable[[Event], None], stopped: set[str], models: _Models
    ) -> None:
        self.request, self.send, self.stopped, self.models = request, send, stopped, models
        self.done: set[str] = set()  # keys of windows that are whole
        self.frames = 0
        self.heard = 0.0
        self.before, self.share = 0.0, 1.0  # of the job's windows: done earlier, in this batch
        self.furthest = 0.0

    def run(self) -> None:
        job = self.request.job
        self.send(Started(job))
        self.send(self._end())

    def _end(self) -> Event:
        job, began = self.request.job, time.monotonic()
        try:
            self.check()
            facts = dict(self._play() or {})
        except CancelJob:
            return Cancelled(job)
        except EngineError as fault:
            return Failed(job, str(fault))
        except Exception as error:  # noqa: BLE001 - a model may raise anything
            if _is_memory(error):
                traceback.print_exc()
                sentence = _out_of_memory(self.request)
            elif isinstance(error, OSError) and error.errno in DISK:
                traceback.print_exc()
                return Failed(job, endings.disk(error))
            else:
                return Failed(job, traceback.format_exc(), ours=True)
        else:
            return Finished(job, {"seconds": time.monotonic() - began, **_peak(), **facts})
        self.models.put_away()  # after the error, whose frames hold tensors
        return Failed(job, sentence, kind="memory")

    def _play(self) -> Mapping[str, Any] | None:
        match self.request:
            case Render():
                return self._render(self.request)
            case Plan():
                director = self.models.director(self.request, self.opening)
                facts: Mapping[str, Any] = director.plan(self.request, self.report, self.emit)
                return facts
            case Warm():
                self.models.family(self.request, self.opening)
                return {}
            case Look():
                from engine import health  # torch: only where pictures are looked at

                return {"health": health.look(self.request, self.report)}
            case FindRig():
                self.opening("the network that finds limbs")
                from engine.rig.finding import Finder  # small: opened for every look

                return {"rig": Finder(self.request.weights).find(self.request.picture)}

    def _render(self, request: Render) -> Mapping[str, Any]:
        """All windows together; when memory runs out, what is left in batches half as large."""
        rest, size = request.windows, max(1, len(request.windows))
        facts: dict[str, Any] = {}
        while rest or not facts:
            batch, many = rest[:size], max(1, len(request.windows))
            self.before, self.share = 1 - len(rest) / many, len(batch) / many or 1.0
            family = self.models.family(request, self.opening)
            try:
                now = insets.beside(replace(request, windows=batch))
                told = family.render(now, self.report, self.emit)
            except (MemoryError, RuntimeError) as error:
                left = [window for window in batch if window.key not in self.done]
                if not _is_memory(error) or len(batch) == 1 or not left:
                    raise
                size = len(batch) // 2
                rest = (*left, *rest[len(batch) :])
            else:
                rest = rest[len(batch) :]
                facts |= {"frames": self.frames, "windows": len(self.done), **(told or {})}
                continue
            del family
            self.models.put_away()  # after the error, whose frames hold tensors
            facts["batch"] = size
        return facts

    # What a model is given ---------------------------------------------------------------------

    def emit(self, event: Event) -> None:
        if isinstance(event, WindowDone):
            if isinstance(self.request, Render):
                event = insets.laid(self.request, event)
            self.done.add(event.key)
            self.frames += len(event.frames)
        self.send(event)

    def report(self, progress: Progress) -> None:
        """Tell progress. Raises CancelJob when the person wants the job to end."""
        self.check()
        if isinstance(self.request, Render) and progress.of:
            progress = self._whole(progress)
        now = time.monotonic()
        if now - self.heard >= SPACING or progress.done >= progress.of:
            self.heard = now
            self.send(progress)

    def _whole(self, progress: Progress) -> Progress:
        """A batch's progress as the job's, which never goes back."""
        of = round(progress.of / self.share)
        self.furthest = max(self.furthest, (round(self.before * of) + progress.done) / of)
        return replace(progress, done=round(self.furthest * of), of=of)

    def opening(self, title: str) -> None:
        self.send(Progress(self.request.job, 0, 1, "model", f"Opening {title}"))

    def check(self) -> None:
        if self.request.job in self.stopped:
            raise CancelJob


# Faults of the world -----------------------------------------------------------------------------


def _is_memory(error: Exception) -> bool:
    """Python's, CUDA's, and the bare RuntimeError of torch's CPU allocator."""
    return (
        isinstance(error, MemoryError)
        or type(error).__name__ == "OutOfMemoryError"
        or (isinstance(error, RuntimeError) and "allocate memory" in str(error))
        or (isinstance(error, OSError) and error.errno == errno.ENOMEM)
    )


def _out_of_memory(request: Request) -> str:
    match request:
        case Render(family=name):
            what = f"rendering with {name}, though one window at a time was tried"
            way_out = "Close other programs, or choose a smaller model or a smaller picture."
        case Plan(model=model):
            what = f"planning with {Path(model).name}"
            way_out = "Close other programs, or choose a smaller model for the director."
        case Look():
            what = "looking at finished pictures"
            way_out = "Close other programs, then render the shot again."
        case Warm(family=name):
            what = f"opening {name}"
            way_out = "Close other programs, or choose a smaller model."
    return f"Memory ran out {what}. {way_out}"


# The machine -------------------------------------------------------------------------------------


def _device() -> str:
    """Where models will run, found without loading torch: "cuda" or "cpu"."""
    try:
        build = metadata.version("torch")
    except metadata.PackageNotFoundError:
        return "cpu"
    hidden = os.environ.get("CUDA_VISIBLE_DEVICES") in ("", "-1")
    driver = shutil.which("nvidia-smi") or os.path.exists("/dev/kfd")
    return "cuda" if driver and not hidden and "+cpu" not in build else "cpu"


def _state(path: str) -> tuple[object, ...]:
    """Sizes and times of a model's files: a model that was trained on is opened anew."""
    place = Path(path)
    if not path or not place.exists():
        return ()
    files = sorted(place.rglob("*")) if place.is_dir() else [place]
    return tuple((str(f), f.stat().st_size, f.stat().st_mtime_ns) for f in files if f.is_file())


def _peak() -> dict[str, float]:
    """The most memory that this process and its device held, in MiB, where the system tells."""
    found: dict[str, float] = {}
    if sys.platform != "win32":
        import resource  # Unix only

        unit = 1 if sys.platform == "darwin" else 1024
        held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
        found["peak_mb"] = round(held / 2**20, 1)
    torch = sys.modules.get("torch")
    if torch is not None and torch.cuda.is_available():
        found["device_peak_mb"] = round(torch.cuda.max_memory_allocated() / 2**20, 1)
    return found
