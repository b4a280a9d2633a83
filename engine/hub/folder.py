"""The folder of a checkpoint: where its parts lie, and what is refused in it.

Only weights that cannot run anything are opened: safetensors and GGUF. A folder with code, pickles
or classes of its own is refused before any library looks at it.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from engine.api import EngineError
from engine.hub.card import HubCard, Lora

INDEXES = ("model_index.json", "modular_model_index.json")
LIBRARIES = {"diffusers", "transformers"}  # whose classes a folder may name
SHAPING = (".safetensors", ".gguf", ".json", ".txt", ".model")  # files that pictures depend on
SAMPLE = 1 << 16  # bytes
OWN = ("auto_map", "custom_pipeline", "custom_code")  # keys of configs that call for code


def place(weights: str | Path, part: str = "model") -> Path | None:
    """Where a part lies in a checkpoint's folder; None when it is not there.

    A pull lays each part into a folder of its name, or writes its folder into ``parts.json``
    (part -> folder: the shared Hub cache). A pipeline's own folder is a checkpoint of one part.
    """
    home = Path(weights)
    if found := listed(home).get(part):
        return found if found.exists() else None
    if (home / part).is_dir():
        return home / part
    return home if part == "model" and any((home / name).is_file() for name in INDEXES) else None


def listed(home: Path) -> dict[str, Path]:
    """Where the parts lie that ``parts.json`` of a checkpoint's folder names; empty without one."""
    told = home / "parts.json"
    if not told.is_file():
        return {}
    try:
        folders = json.loads(told.read_text("utf-8"))
        return {str(part): home / place for part, place in folders.items()}  # or as it is, absolute
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise EngineError(
            f"The list of parts {told} cannot be read ({error}). Fetch the model again."
        ) from error


def loras(weights: str | Path, card: HubCard) -> dict[str, Lora]:
    """The card's LoRAs whose parts are here."""
    return {name: lora for name, lora in card.loras.items() if place(weights, lora.part or name)}


def hastened(weights: str | Path, card: HubCard) -> HubCard:
    """The card as it is called with its LoRAs that are here."""
    for lora in loras(weights, card).values():
        call = {**card.call, **lora.call}
        card = replace(card, call=call, calls=lora.calls or card.calls)
    return card


def steps(weights: str | Path, card: HubCard) -> int:
    """Steps by default: a few-step LoRA that is here asks for fewer."""
    return min([lora.steps for lora in loras(weights, card).values() if lora.steps] or [card.steps])


def check(weights: str | Path, title: str) -> None:
    """Raise EngineError when the folder of ``title`` holds or names code, or lies elsewhere."""
    home = Path(weights)
    if not home.is_dir():
        raise EngineError(
            f"{title} is not in {home}. Fetch it on the models page, or choose its folder."
        )
    for file in home.rglob("*.py"):
        raise _refused(title, f"it holds a program ({file.relative_to(home)})")
    for file in home.rglob("*.json"):
        for key in _keys(_json(file, title)):
            if key in OWN:
                raise _refused(title, f"{file.relative_to(home)} asks for code of its own ({key})")
    for name in INDEXES:
        for file in home.rglob(name):
            _check_index(_json(file, title), title)


def fingerprint(weights: str | Path, card: HubCard) -> str:
    """A hash of the checkpoint's parts and of what its card asks of them, 64 hex digits.

    Of each file its name, its length and ``SAMPLE`` bytes of both ends: all of it would take
    minutes, and its sum was checked when it was fetched.
    """
    told: list[object] = [card.kind, card.idiom, card.call, card.options, card.dtype, card.full]
    told += [card.loras] if card.loras else []
    told += [sorted(card.drop)] if card.drop else []  # what an extra keeps changes pictures
    for name in card.parts:
        home = place(weights, name)
        files = sorted(home.rglob("*")) if home and home.is_dir() else []
        for file in files:
            if file.suffix.lower() in SHAPING and file.is_file():
                state = file.stat()
                name_in = file.relative_to(home).as_posix() if home else file.name
                told.append([name, name_in, _sampled(str(file), state.st_size, state.st_mtime_ns)])
    return hashlib.sha256(json.dumps(told, default=str, sort_keys=True).encode()).hexdigest()


@cache
def _sampled(file: str, size: int, changed: int) -> str:
    """An altered file has another ``size`` or time, so it is another entry of the cache."""
    with open(file, "rb") as stream:
        read = stream.read(SAMPLE)
        stream.seek(max(0, size - SAMPLE))
        read += stream.read(SAMPLE)
    return hashlib.sha256(str(size).encode() + read).hexdigest()


def _check_index(index: Any, title: str) -> None:
    """Every component is named as [library, class] of the two libraries."""
    for component, told in index.items() if isinstance(index, dict) else ():
        if not isinstance(told, list) or len(told) < 2 or told[0] is None:
            continue
        if not all(isinstance(word, str) for word in told[:2]):
            continue
        if told[0] not in LIBRARIES and not _is_pipeline(told[0]):
            raise _refused(title, f"its {component} is of {told[0]}")


def _is_pipeline(name: str) -> bool:
    """Whether diffusers has a pipeline module of this name, whose classes it then means."""
    found = importlib.util.find_spec("diffusers")
    if not found or not found.origin or not name.isidentifier():
        return False
    return (Path(found.origin).parent / "pipelines" / name).is_dir()


def _keys(thing: Any) -> Iterator[str]:
    if isinstance(thing, dict):
        yield from (str(key) for key, value in thing.items() if value)


def _json(file: Path, title: str) -> Any:
    try:
        return json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise EngineError(
            f"{file.name} of {title} cannot be read ({error}). Check it on the models page."
        ) from error


def _refused(title: str, why: str) -> EngineError:
    return EngineError(
        f"{title} was not opened: {why}, and Longtake runs no code that comes with a model. "
        "Fetch it from its own page again."
    )
