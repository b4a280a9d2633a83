"""The shelf: where the files of models lie on this machine, in the layout of the Hub's own cache.

A repository has a folder with its files under their hash (``blobs``) and a tree of links for every
commit (``snapshots``), so that other programs find what Longtake fetched and the other way round.
Where links cannot be made, the files lie in the tree itself. Linked folders are only looked at.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from engine.hub.card import Part
from studio import fetch
from studio.hub import File

SAFE = {".safetensors", ".gguf", ".json", ".txt", ".model", ".jinja"}  # what can run nothing
PICKLES = {".bin", ".pt", ".pth", ".ckpt", ".pkl"}
WEIGHTS = re.compile(
    r"(?:pytorch_lora_weights|diffusion_pytorch_model|model)(?:-\d+-of-\d+)?(?:\.([a-z][\w]*))?"
    r"(?:-\d+-of-\d+)?\.safetensors(?:\.index\.([a-z][\w]*)?\.?json)?"
)
INDEXES = ("model_index.json", "modular_model_index.json")


# What of a repository is wanted ------------------------------------------------------------------


def wanted(files: Iterable[File], part: Part, variant: str, skipped: Iterable[str]) -> list[File]:
    """Those of a repository's files that a part asks for: safe ones only, of one variant, the
    indexes last, because they tell that all is there.
    """
    leave = set(skipped)
    found = [
        file
        for file in files
        if _is_safe(file.path)
        and any(_matches(file.path, pattern) for pattern in part.files)
        and file.path.split("/")[0] not in leave
    ]
    paths = [file.path for file in found]
    kept = [file for file in found if _is_variant(file.path, paths, variant, part)]
    return sorted(kept, key=lambda file: (file.path in INDEXES, -file.bytes, file.path))


def missing(files: Iterable[File], part: Part, there: Iterable[File]) -> str:
    """What a part cannot do without and its repository does not hold in a safe form, of all that is
    ``there``; "" when all is.
    """
    paths = {file.path for file in files}
    for pattern in part.files:
        if "*" not in pattern and pattern not in INDEXES and pattern not in paths:
            return pattern
    weights = (".safetensors", ".gguf")
    asked = any(pattern.endswith(weights) for pattern in part.files)
    if asked and not any(path.endswith(weights) for path in paths):
        return "the weights"
    safe = {path.rpartition("/")[0] for path in paths if path.endswith(weights)}
    for file in there:
        folder, _, name = file.path.rpartition("/")
        pickled = PurePosixPath(name).suffix in PICKLES
        if pickled and folder not in safe and f"{folder}/config.json" in paths:
            return folder
    return ""


def _is_safe(path: str) -> bool:
    """Harmless by its ending, and within its folder."""
    parts = PurePosixPath(path).parts
    plain = ".." not in parts and not path.startswith("/") and not set('\\:*?"<>|\0') & set(path)
    return plain and PurePosixPath(path).suffix in SAFE


def _matches(path: str, pattern: str) -> bool:
    """Star by star within a folder: ``*/*.json`` is not ``a/b/c.json``."""
    ours, theirs = path.split("/"), pattern.split("/")
    return len(ours) == len(theirs) and all(map(fnmatchcase, ours, theirs))


def _is_variant(path: str, paths: list[str], variant: str, part: Part) -> bool:
    """Whether these weights are the ones that are loaded, where a folder holds several kinds."""
    folder, _, name = path.rpartition("/")
    found = WEIGHTS.fullmatch(name)
    if not found or path in part.files:
        return True
    others = [WEIGHTS.fullmatch(p.rpartition("/")[2]) for p in paths if p.startswith(f"{folder}/")]
    there = {_kind(other) for other in others if other}
    return _kind(found) == next((kind for kind in (variant, "") if kind in there), min(there))


def _kind(found: re.Match[str]) -> str:
    return found[1] or found[2] or ""


# Where a file lies -------------------------------------------------------------------------------


def store(root: Path, repo: str) -> Path:
    """The folder of a repository."""
    return root / f"models--{repo.replace('/', '--')}"


def tree(store: Path, commit: str) -> Path:
    """The folder of a commit."""
    return store / "snapshots" / commit


def commit(tree: Path) -> str:
    """Of which commit this tree is; empty for a folder that is none."""
    name = tree.name if tree.parent.name == "snapshots" else ""
    return name if len(name) == 40 and set(name) <= set("0123456789abcdef") else ""


def blob(store: Path, file: File) -> Path:
    return store / "blobs" / file.hash


def lies(store: Path, commit: str, file: File) -> bool:
    """Whether a file is there in its length."""
    return (
        fetch.length(tree(store, commit) / file.path) == file.bytes
        and (tree(store, commit) / file.path).is_file()
    )


def put(store: Path, commit: str, file: File) -> None:
    """Let the tree of a commit show a blob."""
    place, source = tree(store, commit) / file.path, blob(store, file)
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(f"{place.name}.longtake")
    part.unlink(missing_ok=True)
    try:
        part.symlink_to(os.path.relpath(source, place.parent))
    except OSError:  # a drive or system without links
        source.replace(place)
        return
    part.replace(place)


def call_main(store: Path, commit: str) -> None:
    """Let the other programs of the Hub find this commit as the newest."""
    ref = store / "refs" / "main"
    ref.parent.mkdir(parents=True, exist_ok=True)
    part = ref.with_name("main.longtake")
    part.write_text(commit, "ascii")
    part.replace(ref)


def clear(store: Path, commit: str, files: Iterable[File]) -> int:
    """Remove these files of a commit, and the blobs that nothing shows any more; bytes freed."""
    freed, tops = 0, tree(store, commit)
    for file in files:
        (tops / file.path).unlink(missing_ok=True)
    shown = {place.resolve() for place in store.glob("snapshots/**/*") if place.is_symlink()}
    for file in files:
        for place in (blob(store, file), fetch.beside(blob(store, file))):
            if place.resolve() not in shown:
                freed += fetch.length(place)
                place.unlink(missing_ok=True)
    for ref in store.glob("refs/*"):
        if not _is_full(tops) and ref.is_file() and ref.read_text("ascii").strip() == commit:
            ref.unlink()
    return freed


def tidy(store: Path) -> None:
    """Remove the empty folders of a repository, and its own when nothing is left."""
    for folder in sorted(store.glob("**/*"), key=lambda place: -len(place.parts)):
        _remove_if_empty(folder)
    _remove_if_empty(store)


def _is_full(folder: Path) -> bool:
    return any(place.is_file() for place in folder.rglob("*"))


def _remove_if_empty(folder: Path) -> None:
    if folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir()):
        folder.rmdir()


# What lies there already -------------------------------------------------------------------------


def found(part: Part, roots: Iterable[Path], skipped: Iterable[str]) -> Path | None:
    """A folder with the whole of a part, in any of the layouts that people have; none without."""
    for root in roots:
        for folder in _candidates(root, part):
            if folder.is_dir() and not lacks(folder, part, skipped):
                return folder
    return None


def _candidates(root: Path, part: Part) -> Iterator[Path]:
    owner, _, name = part.repo.partition("/")
    here = store(root, part.repo)
    if part.commit != "main":
        yield tree(here, part.commit)
    ref = here / "refs" / "main"
    if ref.is_file():
        yield tree(here, ref.read_text("ascii", errors="replace").strip())
    yield from sorted(here.glob("snapshots/*"))  # what other programs fetched serves as well
    yield root / owner / name
    yield root / f"{owner}--{name}"
    yield root / name
    if root.name in (name, f"{owner}--{name}") or part.files[0].endswith(".gguf"):
        yield root


def lacks(folder: Path, part: Part, skipped: Iterable[str] = ()) -> str:
    """The first thing of a part that a folder does not hold; "" when it is whole."""
    for pattern in part.files:
        if "*" not in pattern and pattern not in INDEXES and not (folder / pattern).is_file():
            return pattern
    indexes = [folder / name for name in INDEXES if name in part.files]
    if not indexes:
        stars = [pattern for pattern in part.files if pattern.endswith(".safetensors")]
        return next((pattern for pattern in stars if not any(folder.glob(pattern))), "")
    index = next((index for index in indexes if index.is_file()), None)
    if index is None:
        return INDEXES[0]
    told = _json(index)
    leave = set(skipped)
    for name, kind in told.items():
        named = isinstance(kind, list) and len(kind) >= 2 and kind[0]
        if named and name not in leave and (missing := _component_lacks(folder / name)):
            return f"{name}/{missing}" if missing != "." else name
    return ""


def _component_lacks(folder: Path) -> str:
    """What a component's folder does not hold: weights where there is a network, each shard."""
    if not folder.is_dir():
        return "."
    for index in folder.glob("*.safetensors.index*.json"):
        shards = _json(index).get("weight_map")
        for shard in set(map(str, shards.values() if isinstance(shards, dict) else ())):
            if not (folder / shard).is_file():
                return shard
    network = (folder / "config.json").is_file()
    return "its weights" if network and not any(folder.glob("*.safetensors")) else ""


def _json(file: Path) -> dict[str, object]:
    try:
        told = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}
