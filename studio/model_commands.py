"""Commands about models: fetch, check and remove open ones, train the bundled ones, examine a
director.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from engine.hub.card import HubCard
from studio import catalogue, fit, licences, settings
from studio import models as shelf
from studio.catalogue import KINDS, Model
from studio.console import Console, spoken
from studio.errors import StudioError


def train(given: argparse.Namespace, console: Console) -> None:
    """``longtake train``: in a process of its own, because models never run in this one."""
    done = subprocess.run([sys.executable, "-m", f"engine.{given.what}", *given.rest], check=False)
    if done.returncode:
        raise StudioError(
            f"Training ended with status {done.returncode}; its last words are above."
        )


def models(given: argparse.Namespace, console: Console) -> dict[str, Any] | None:
    """``longtake models``"""
    if given.act == "list":
        return _listed(given)
    if given.act == "folder":
        return _folder(given)
    if not given.name:
        raise StudioError("Name the model too; `longtake models list` names those that there are.")
    if given.act == "remove":
        return {"freed MB": round(shelf.remove(given.name) / 1e6)}
    model = catalogue.find(given.name)
    if given.act == "pull" and shelf.state(model).kind != "here":
        _ask(model, given, console)
    hear = _Hearer(model, console)
    try:
        if given.act == "check":
            return {"checked": shelf.check(given.name, hear)}
        where = shelf.pull(given.name, hear, update=given.update)
        commit = shelf.state(model).commit
        return {"pulled": model.title, "folder": str(where), "commit": commit or "not known"}
    finally:
        console.end()


# What there is -----------------------------------------------------------------------------------


def _listed(given: argparse.Namespace) -> dict[str, Any] | None:
    """The list, as a page for people or as data."""
    on = fit.here(shelf.folder(), settings.load().memory_gb)
    rows = {model.name: _row(model, on) for model in catalogue.known().values()}
    whole = {"models": rows, "folder": str(shelf.folder()), "links": list(map(str, shelf.links()))}
    if given.json:
        return whole
    print(_machine(on))
    for kind, title in KINDS.items():
        print(f"\n{title}")
        for name, row in rows.items():
            if row["kind"] == kind:
                print(f"\n  {name} - {row['title']}, {_size(row['gb'])}, {row['licence']}")
                print(f"    {row['what']}")
                print(f"    {row['state']} {row['fit']}")
                for extra, said in row.get("extras", {}).items():
                    print(f"    --extras {extra}: {said}")
    print(f"\nFetched models go to {whole['folder']}.")
    for link in whole["links"]:
        print(f"Looked at, never written to: {link}.")
    return None


def _row(model: Model, on: fit.Machine) -> dict[str, Any]:
    state = shelf.state(model)
    found = fit.judge(model.rows, on, 0.0 if state.kind == "here" else model.gb)
    at = f", commit {state.commit[: shelf.SHORT]}" if state.commit else ""
    said = {
        "away": "Not here.",
        "begun": f"Begun: {state.have / 1e9:.1f} of {state.of / 1e9:.1f} GB.",
        "here": f"Here, in {state.where}{at}.",
    }
    return {
        "kind": model.kind,
        "title": model.title,
        "what": model.what,
        "gb": model.gb,
        "licence": model.licence.name + (", gated" if model.licence.gated else ""),
        "state": said[state.kind],
        "commit": state.commit,
        "fits": found.says,
        "fit": fit.WORDS[found.says] + found.why,
        **({"year": model.card.year, "extras": _extras(model.card)} if model.card else {}),
    }


def _extras(card: HubCard) -> dict[str, str]:
    """What of it may be switched on with --extras."""
    return {name: f"{extra.title}. {extra.what}" for name, extra in card.extras.items()}


def _machine(on: fit.Machine) -> str:
    parts = [f"{name} {free}" for name, free in on.free()]
    return f"This machine: {', '.join(parts if on.gpu else ['no GPU', *parts])}."


def _size(gb: float) -> str:
    return f"{gb:.1f} GB" if gb else "size told before it comes"


# Where they lie ----------------------------------------------------------------------------------


def _folder(given: argparse.Namespace) -> dict[str, Any]:
    """``longtake models folder [FOLDER [--link | --unlink]]``"""
    kept = settings.load()
    if given.name:
        folder = Path(given.name).expanduser().absolute()
        links = [link for link in kept.links if Path(link) != folder]
        if given.link:
            if not folder.is_dir():
                raise StudioError(f"There is no folder {folder} to link.")
            kept = kept.model_copy(update={"links": (*links, str(folder))})
        elif given.unlink:
            if len(links) == len(kept.links):
                raise StudioError(f"{folder} is not linked.")
            kept = kept.model_copy(update={"links": tuple(links)})
        else:
            kept = kept.model_copy(update={"models": str(folder)})
        settings.save(kept)
    return {"folder": str(shelf.folder()), "links": ", ".join(map(str, shelf.links())) or "none"}


# Asking and telling ------------------------------------------------------------------------------


def _ask(model: Model, given: argparse.Namespace, console: Console) -> None:
    """The licence: accepted before, by a flag, or asked in the console."""
    if licences.accepted(model):
        return
    if not given.accept_licence:
        if not sys.stdin.isatty() or given.json:
            licences.check(model)
        print(f"{licences.told(model)} Read it at {licences.terms(model)}.", file=sys.stderr)
        if input("Do you accept it? Type yes: ").strip().casefold() not in ("yes", "y"):
            raise StudioError("Nothing was fetched, because the licence was not accepted.")
    licences.accept(model)


class _Hearer:
    """Tells a console how far a pull is, how fast, and how long it takes still."""

    def __init__(self, model: Model, console: Console) -> None:
        self._title, self._console = model.title, console
        self._began: tuple[float, int] | None = None

    def __call__(self, done: int, of: int, note: str) -> None:
        now = time.monotonic()
        if self._began is None or done < self._began[1]:
            self._began = now, done
        took, came = now - self._began[0], done - self._began[1]
        pace = f", {came / took / 1e6:.1f} MB/s" if took > 2 and came else ""
        left = f", {spoken((of - done) * took / came)} left" if pace else ""
        size = f"{done / 1e9:.2f} of {of / 1e9:.2f} GB" if of else ""
        self._console.status(
            f"{self._title}: {size}{', ' if size and note else ''}{note}{pace}{left}"
        )


def bench(given: argparse.Namespace, console: Console) -> None:
    """``longtake bench director``: in a process of its own, like all models."""
    words = ["--exam", "--number", str(given.number), "--temperature", str(given.temperature)]
    words += ["--model", str(given.model)] if given.model else []
    words += ["--rules"] if given.rules else ["--out", "build/bench/director.json"]
    words += ["--wrong"] if given.wrong else []
    words += ["--valid", str(given.valid)] if given.valid else []
    words += ["--random"] if given.random else []
    done = subprocess.run([sys.executable, "-m", "engine.director", *words], check=False)
    if done.returncode:
        raise StudioError("The director was not examined; the reason is above.")
