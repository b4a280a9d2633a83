"""Models that the person fetches: what is here, fetch and go on, check, remove.

Whatever a model makes, it is some files of some repositories of the Hub at pinned commits. A pull
first writes down which, then fetches each, and at the end says where its parts lie, which the stage
reads. A kill at any moment loses nothing: the same pull goes on.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from engine.hub.card import Part
from studio import catalogue, fetch, hub, licences, pull_notes, settings, shelf
from studio.catalogue import Model
from studio.errors import StudioError
from studio.hub import File
from studio.lock import Lock, ProjectInUse
from studio.pull_notes import Wanted

SHORT = 7  # letters of a commit that people read
SPARE = 500_000_000  # bytes that stay free on the disk
Heard = Callable[[int, int, str], None]  # bytes that are there, of how many, what goes on


@dataclass(frozen=True)
class State:
    """What is on this machine: ``have`` of ``of`` bytes (0: not known); ``where`` it lies, of which
    ``commit`` of its repository (empty: not known), and whether another program or the person put
    it there. ``newer``: bytes that came of an update, and of how many, while it waits to go on.
    """

    kind: Literal["away", "begun", "here"]
    have: int = 0
    of: int = 0
    where: Path | None = None
    foreign: bool = False
    commit: str = ""
    newer: tuple[int, int] | None = None


def folder() -> Path:
    """Where fetched models lie: the settings' folder, else the cache that the Hub's programs
    share.
    """
    chosen = settings.load().models
    return Path(chosen).expanduser() if chosen else hub.shared_cache()


def links() -> tuple[Path, ...]:
    """Folders of the person that are only looked at."""
    return tuple(Path(name).expanduser() for name in settings.load().links)


# What is here ------------------------------------------------------------------------------------


def state(model: Model) -> State:
    """What of a model is on this machine. Asks nobody."""
    plan = pull_notes.plan(model)
    size = sum(wanted.bytes for wanted in plan)
    if plan and not pull_notes.places(model):
        have = sum(wanted.have for wanted in plan)
        return State("begun" if have else "away", have, size)
    parts = _parts(model)
    if parts is None:
        return State("away")
    old = pull_notes.before(model)
    ours = {wanted.tree for wanted in [*plan, *old]}
    foreign, where = not set(parts.values()) <= ours, parts["model"]
    newer = (sum(wanted.have for wanted in plan), size) if old and plan else None
    if old:
        size = sum(wanted.bytes for wanted in old)
    return State("here", size, size, where, foreign, shelf.commit(where), newer)


def opened(model: Model) -> Path:
    """The folder that the stage opens, for a model that is here. Raises StudioError when not."""
    parts = _parts(model)
    if parts is None:
        raise StudioError(f"{model.title} is not on this machine. Fetch it first.")
    if pull_notes.places(model) != parts:
        with fetch.disk(f"The notes on {model.title}", pull_notes.home(model)):
            pull_notes.keep_places(model, parts)
    return pull_notes.home(model)


def place(model: Model) -> Path | None:
    """The file of a director that is here."""
    parts = _parts(model)
    return parts["model"] / model.file if parts else None


def _parts(model: Model) -> dict[str, Path] | None:
    """Where each part lies; None when one that is needed lies nowhere whole."""
    told, found = pull_notes.places(model), {}
    ours = {wanted.part: wanted for wanted in pull_notes.written(model)}
    for name, part in model.parts.items():
        where, wanted = told.get(name), ours.get(name)
        if where is not None and wanted is not None and where == wanted.tree:
            whole = wanted.is_there
        else:
            whole = where is not None and not shelf.lacks(where, part, model.skipped)
        if not whole:
            roots = (*links(), folder(), hub.shared_cache())
            where = shelf.found(part, dict.fromkeys(roots), model.skipped)
        if where is not None:
            found[name] = where
        elif not part.optional:
            return None
    return found


def installed() -> list[Path]:
    """Every director's file on this machine, also those that the person put there."""
    roots = {root for root in (folder(), *links()) if root.is_dir()}
    found = {file for root in roots for file in root.rglob("*.gguf")}
    return sorted(file for file in found if file.is_file() and "blobs" not in file.parts)


# Fetching ----------------------------------------------------------------------------------------


def pull(name: str, heard: Heard = lambda done, of, note: None, *, update: bool = False) -> Path:
    """Fetch a model, or go on where the last try stopped; the folder that the stage opens. What is
    here stays as it is, at its commit; ``update`` asks the Hub anew, and what is here serves until
    all of the other is.

    ``heard`` is called after every piece; what it raises ends the fetch, and what came stays.
    Raises StudioError: its licence is not accepted, no room, no network, gated, another file than
    the Hub named.
    """
    model = catalogue.find(name)
    here = state(model).kind == "here"
    if here and not update:
        return opened(model)
    licences.check(model)
    with fetch.disk(model.title, folder()), locked(pull_notes.home(model) / "pull", model):
        old = (pull_notes.before(model) or pull_notes.written(model)) if here else []
        plan = (not here and pull_notes.plan(model)) or _planned(model, heard, old)
        _check_room(model, plan)
        for at in range(len(plan)):
            plan = _bring(model, plan, at, heard)
        for wanted in plan:
            if model.parts[wanted.part].commit == "main":
                shelf.call_main(wanted.store, wanted.commit)
        pull_notes.keep_places(model, {wanted.part: wanted.tree for wanted in plan})
        _follow(model, old)
        let_go(model, old, plan)
        pull_notes.keep(model, plan, [])
    return pull_notes.home(model)


def _follow(model: Model, old: list[Wanted]) -> None:
    """The settings name a director by its file: by the new one from now on."""
    chosen, file = settings.load(), place(model)
    if file and chosen.director in (str(wanted.tree / model.file) for wanted in old):
        settings.save(chosen.model_copy(update={"director": str(file)}))


def _planned(model: Model, heard: Heard, old: list[Wanted]) -> list[Wanted]:
    """Ask the Hub what there is to fetch, and write it down, so that nothing shifts meanwhile. Of
    ``old`` what is whole and still the same need not come again.
    """
    plan, whole = [], {(wanted.part, wanted.commit): wanted.whole for wanted in old}
    for name, part in model.parts.items():
        heard(0, 0, f"Asking what {part.repo} holds")
        try:
            found = _listing(part, heard, part.commit)
        except StudioError as fault:
            if not part.optional or isinstance(fault.__cause__, hub.Hindered):
                raise
            continue  # what it would add is said as not honoured
        files = shelf.wanted(found.files, part, model.variant, model.skipped)
        missing = shelf.missing(files, part, found.files)
        if missing and part.optional:
            continue
        if missing:
            raise StudioError(
                f"{part.repo} does not hold {missing} of {model.title} in a form that is safe to "
                "open (safetensors or GGUF); nothing was fetched. Choose another model."
            )
        kept = whole.get((name, found.commit), frozenset())
        told = found.commit, folder(), tuple(files), kept, part.commit
        plan.append(Wanted(name, part.repo, *told))
    pull_notes.keep(model, plan, old)
    return plan


def _listing(part: Part, heard: Heard, commit: str) -> hub.Listing:
    for wait in (*fetch.WAITS[:3], None):
        try:
            return hub.listing(part.repo, commit)
        except hub.NoSuchCommit:
            if commit == "main":
                raise
            heard(0, 0, f"{part.repo} has no commit {commit[:SHORT]} any more; its newest is taken")
            return _listing(part, heard, "main")
        except hub.Hindered as trouble:
            if wait is None:
                raise StudioError(
                    f"The Hub could not be asked for {part.repo}: {trouble}. Look whether this "
                    "machine is online, or link a folder that has the model: "
                    "longtake models folder FOLDER --link."
                ) from trouble
            seconds, why = max(wait, trouble.wait), str(trouble)
            fetch.rest(seconds, why, lambda note: heard(0, 0, note))
    raise AssertionError


def _bring(model: Model, plan: list[Wanted], at: int, heard: Heard) -> list[Wanted]:
    """Fetch what one part lacks; the plan as it is then."""
    of, count = sum(wanted.bytes for wanted in plan), sum(len(wanted.files) for wanted in plan)
    with locked(plan[at].store / "pull", model):
        for file in plan[at].files:
            wanted = plan[at]
            if file.path in wanted.whole and shelf.lies(wanted.store, wanted.commit, file):
                continue
            others = sum(other.have for other in plan) - wanted.have_of(file)
            number = sum(len(other.whole) for other in plan) + 1

            def hear(done: int, note: str, others: int = others, number: int = number) -> None:
                heard(others + done, of, note or (f"file {number} of {count}" if count > 1 else ""))

            _bring_file(wanted, file, hear)
            plan = [*plan[:at], wanted.with_whole(file.path), *plan[at + 1 :]]
            pull_notes.keep(model, plan)
    return plan


def _bring_file(wanted: Wanted, file: File, hear: fetch.Heard) -> None:
    """Fetch a file unless the right one is there, whoever put it there."""
    there, target = wanted.tree / file.path, shelf.blob(wanted.store, file)
    if there.is_file() and fetch.check(there, file, hear):
        return
    if not (target.is_file() and fetch.check(target, file, hear)):
        fetch.fetch(file, wanted.repo, wanted.commit, target, hear)
    shelf.put(wanted.store, wanted.commit, file)


def _check_room(model: Model, plan: list[Wanted]) -> None:
    root = plan[0].root
    root.mkdir(parents=True, exist_ok=True)
    needed = sum(wanted.bytes - wanted.have for wanted in plan)
    free = shutil.disk_usage(root).free
    if needed and free < needed + SPARE:
        raise StudioError(
            f"{model.title} needs {fetch.size(needed)} more and {root} has {fetch.size(free)} "
            "free. Make room, or remove what came of it and choose another folder."
        )


@contextmanager
def locked(path: Path, model: Model) -> Iterator[None]:
    """One program at a time fetches or removes this."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        lock = Lock(path)
    except ProjectInUse as fault:
        raise StudioError(
            f"{model.title} is being fetched by another Longtake. Let it end, or pause it there."
        ) from fault
    try:
        yield
    finally:
        lock.release()


# Checking and removing ---------------------------------------------------------------------------


def check(name: str, heard: Heard = lambda done, of, note: None) -> str:
    """A sentence about a model that is here: whether it still is what the Hub named.

    Damaged files are let go of, so that the next pull fetches them and nothing else.
    """
    model = catalogue.find(name)
    opened(model)
    plan = pull_notes.before(model) or pull_notes.plan(model)
    if state(model).foreign or not plan:
        return (
            f"{model.title} is complete. Longtake did not fetch it, so there is nothing to compare "
            "its bytes with."
        )
    bad, before = [], 0
    of = sum(wanted.bytes for wanted in plan)
    for at, wanted in enumerate(plan):
        for file in wanted.files:

            def hear(done: int, note: str, before: int = before) -> None:
                heard(before + done, of, note)

            if not fetch.check(wanted.tree / file.path, file, hear):
                bad.append((at, file))
            before += file.bytes
    if not bad:
        return (
            f"{model.title} is whole: {fetch.size(of)}, every file as the Hub names it at commit "
            f"{plan[0].commit[:SHORT]}."
        )
    with fetch.disk(model.title, plan[0].root):
        for at, file in bad:
            shelf.clear(plan[at].store, plan[at].commit, [file])
            plan[at] = plan[at].without(file.path)
        pull_notes.keep(model, plan)
        pull_notes.forget_places(model)
    names = ", ".join(file.path for _, file in bad[:3]) + (", ..." if len(bad) > 3 else "")
    return f"{model.title} is damaged ({names}). Fetch it again: only what is damaged comes."


def remove(name: str) -> int:
    """Remove a model and what is left of its fetches; how many bytes became free.

    What another program fetched, what lies in a linked folder and what another model needs too
    stays. Raises StudioError when nothing of it is Longtake's.
    """
    model = catalogue.find(name)
    plan = pull_notes.written(model)
    if not plan:
        where = state(model).where
        if where is None:
            raise StudioError(f"{model.title} is not on this machine; there is nothing to remove.")
        raise StudioError(
            f"{model.title} lies in {where}, where Longtake did not put it. Remove it there, or "
            "unlink that folder: longtake models folder FOLDER --unlink."
        )
    with (
        fetch.disk(model.title, plan[0].root),
        locked(pull_notes.home(model) / "pull", model),
    ):
        freed = let_go(model, [*plan, *pull_notes.before(model)], [])
        pull_notes.forget(model)
    shutil.rmtree(pull_notes.home(model), ignore_errors=True)
    return freed


def let_go(model: Model, old: list[Wanted], plan: list[Wanted]) -> int:
    """Remove what neither the model by its ``plan`` nor another one needs; bytes freed."""
    needed = {(w.repo, w.commit, file.path) for w in plan for file in w.files}
    others, freed = _needed_elsewhere(model), 0
    for wanted in old:
        files = [f for f in wanted.files if (wanted.repo, wanted.commit, f.path) not in needed]
        if files and (wanted.repo, wanted.commit) not in others:
            with locked(wanted.store / "pull", model):
                freed += shelf.clear(wanted.store, wanted.commit, files)
            shelf.tidy(wanted.store)
    return freed


def _needed_elsewhere(model: Model) -> set[tuple[str, str]]:
    """Repositories and commits that other models are made of, too."""
    others = (other for other in catalogue.known().values() if other.name != model.name)
    return {(w.repo, w.commit) for other in others for w in pull_notes.written(other)}
