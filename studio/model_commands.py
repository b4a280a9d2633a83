"""Commands about models: train the bundled ones, examine a director, fetch a general one."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from typing import Any

from studio import models as fetched
from studio import settings
from studio.console import Console
from studio.errors import StudioError


def train(given: argparse.Namespace, console: Console) -> None:
    """``longtake train``: in a process of its own, because models never run in this one."""
    done = subprocess.run([sys.executable, "-m", f"engine.{given.what}", *given.rest], check=False)
    if done.returncode:
        raise StudioError(
            f"Training ended with status {done.returncode}; its last words are above."
        )


def models(given: argparse.Namespace, console: Console) -> dict[str, Any]:
    """``longtake models``"""
    if given.act == "list":
        return {one.name: _told(one) for one in fetched.known().values()} | {
            "folder": str(fetched.folder())
        }
    if given.act == "folder":
        if given.name:
            kept = settings.changed(settings.load(), "models", str(Path(given.name).absolute()))
            settings.save(kept)
        return {"folder": str(fetched.folder())}
    if not given.name:
        raise StudioError("Name the model too; `longtake models list` names those that there are.")

    def heard(done: int, of: int) -> None:
        console.status(f"{given.name}: {done / 1e9:.2f} of {of / 1e9:.2f} GB")

    try:
        if given.act == "check":
            return {"checked": fetched.check(given.name, heard)}
        if given.act == "remove":
            return {"freed MB": round(fetched.remove(given.name) / 1e6)}
        return {"file": str(fetched.pull(given.name, heard))}
    finally:
        console.end()


def _told(one: fetched.Known) -> str:
    here = "here" if fetched.place(one.name).exists() else "not here"
    return (
        f"{one.title}, {one.licence}, {one.size_gb} GB, needs {one.memory_gb} GB of memory, "
        f"{here}: {one.what}"
    )


def bench(given: argparse.Namespace, console: Console) -> None:
    """``longtake bench director``: in a process of its own, like all models."""
    words = ["--exam", "--number", str(given.number), "--temperature", str(given.temperature)]
    words += ["--model", str(given.model)] if given.model else []
    words += ["--rules"] if given.rules else ["--out", "build/bench/director.json"]
    words += ["--wrong"] if given.wrong else []
    done = subprocess.run([sys.executable, "-m", "engine.director", *words], check=False)
    if done.returncode:
        raise StudioError("The director was not examined; the reason is above.")
