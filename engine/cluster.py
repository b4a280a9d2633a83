"""A cluster: stages on the machines that Ray joins, or on this one if Ray runs nowhere yet.

Ray is asked for nothing but its actors: no dashboard, no reports to its makers, no logs here. Where
Ray runs already, its owner says who may reach it; what is started here answers nobody who does not
know a word that is made up each time, and is gone with the program.
"""

from __future__ import annotations

import os
import secrets
import shutil
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from engine import cores, families
from engine.api import EngineError
from engine.cluster_stage import RemoteStage
from engine.cluster_worker import PREFIX, Worker, own_folder, sweep
from engine.families import Card

AUTO = "auto"  # the cluster that this machine belongs to; else Ray is started here
KNOCK = 4.0  # seconds that a machine has to answer at all, for Ray itself tries for minutes
LEAVING = 10.0  # seconds that Ray may need to end what it started here
NOBODY = (
    "No cluster answers at {}. Look whether Ray runs there (`ray status`) and whether this machine "
    "may reach it, then try again."
)
STORE = 256 << 20  # bytes of memory that Ray's own store may take here: pictures on their way
QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_USAGE_STATS_PROMPT_ENABLED": "0",
    "RAY_DISABLE_IMPORT_WARNING": "1",
    "RAY_DEDUP_LOGS": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
    "RAY_worker_niceness": "0",  # what is started here works like any stage
}


@dataclass(frozen=True)
class Size:
    """A cluster's machines and their GPUs. ``own``: none ran, it was started here for a while."""

    machines: int
    gpus: int
    own: bool = False


@contextmanager
def join(
    address: str = AUTO,
    stages: int = 0,
    *,
    cards: Mapping[str, Card] | None = None,
    log: str | Path = os.devnull,
    tell: Callable[[Size], object] | None = None,
    **more: Any,
) -> Iterator[list[RemoteStage]]:
    """Stages of the cluster at ``address``: as many as ``stages``, else one for each GPU, else one
    for each machine. ``more`` is for each `RemoteStage`; ``tell`` hears how large the cluster is.
    All that is printed meanwhile goes to the file ``log``, for Ray prints what befell its workers
    whatever it is told.

    Raises EngineError when Ray is not installed or the cluster cannot be reached.
    """
    ray = _ray()
    with (
        open(log, "a", encoding="utf-8") as out,
        redirect_stdout(out),
        _connected(ray, address, stages) as own,
    ):
        size = _size(ray, own)
        if tell is not None:
            tell(size)
        made = _stages(ray, stages, size, families.CARDS if cards is None else cards, more)
        try:
            yield made
        finally:
            for stage in made:
                stage.close()


def _ray() -> ModuleType:
    os.environ.update(QUIET)
    try:
        return import_module("ray")
    except ImportError as error:
        raise EngineError(
            "A cluster needs Ray, which is not installed. Install it with `pip install "
            '"longtake[cluster]"` on every machine, then render again.'
        ) from error


@contextmanager
def _connected(ray: ModuleType, address: str, stages: int) -> Iterator[bool]:
    """Gives whether Ray was started for this program alone."""
    if address != AUTO:
        _knock(address)
    if ray.is_initialized():  # by whoever called us, who also ends it
        yield False
        return
    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": "ERROR"}
    own = ""
    try:
        ray.init(address=address, **quiet)
    except ConnectionError as error:
        if address != AUTO:
            raise EngineError(NOBODY.format(address)) from error
        own = str(own_folder("longtake-ray-"))
    except (ray.exceptions.RayError, RuntimeError, ValueError) as error:
        raise EngineError(
            f"The cluster at {address} cannot be used: {str(error).splitlines()[0]}"
        ) from error
    try:
        if own:
            _begin(ray, own, stages, quiet)
        yield bool(own)
    finally:
        ray.shutdown()
        if own:
            shutil.rmtree(own, ignore_errors=True)
            sweep(PREFIX)  # of workers that were killed
            os.environ.pop("RAY_AUTH_TOKEN", None)


def _knock(address: str) -> None:
    """Raises EngineError when nothing listens at the address, or it is none."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if not host or not port.isdigit():
        raise EngineError(
            f"{address!r} is no address of a cluster: write auto for the one of this machine, or "
            "HOST:PORT as `ray start --head` told it, like 192.168.1.20:6379."
        )
    try:
        socket.create_connection((host.strip("[]"), int(port)), KNOCK).close()
    except (OSError, OverflowError) as error:
        raise EngineError(NOBODY.format(address)) from error


def _begin(ray: ModuleType, folder: str, stages: int, quiet: Mapping[str, Any]) -> None:
    """Start Ray on this machine, for this program alone."""
    os.environ.pop("RAY_AUTH_MODE", None)  # its own way then is to ask everyone for the token
    os.environ["RAY_AUTH_TOKEN"] = secrets.token_hex(32)  # else one is left in the home folder
    try:
        ray.init(
            address="local",
            num_cpus=max(stages, os.cpu_count() or 1),
            include_dashboard=False,
            object_store_memory=STORE,
            _node_ip_address="127.0.0.1",
            _temp_dir=folder,
            **quiet,
        )
    except Exception as error:  # Ray raises a bare one when a start takes it too long
        world = (ray.exceptions.RayError, RuntimeError, ValueError, OSError)
        if not isinstance(error, world) and type(error) is not Exception:
            raise
        raise EngineError(
            f"Ray could not be started here: {str(error).splitlines()[0]} Try again when the "
            "machine is less busy, or render without a cluster."
        ) from error


def _size(ray: ModuleType, own: bool) -> Size:
    machines = sum(1 for node in ray.nodes() if node["Alive"])
    return Size(machines, int(ray.cluster_resources().get("GPU", 0)), own)


def _stages(
    ray: ModuleType, stages: int, size: Size, cards: Mapping[str, Card], more: Mapping[str, Any]
) -> list[RemoteStage]:
    there = int(ray.cluster_resources().get("CPU", 1))
    count = stages or size.gpus or size.machines
    share = min(
        1.0, int(size.gpus * 100 / count) / 100
    )  # of a GPU; Ray wants whole numbers above one
    actor = ray.remote(Worker).options(
        num_cpus=1, num_gpus=share, scheduling_strategy="SPREAD", max_restarts=0
    )
    threads, whole = max(1, there // count), cores.whole()
    return [
        RemoteStage(ray, lambda: actor.remote(dict(cards), threads, whole), cards, **more)
        for _ in range(count)
    ]
