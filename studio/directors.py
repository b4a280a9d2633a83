"""Who can plan: the rules, the bundled director, a model of the person's own, in a file or on a
server of this machine.

The rules plan unless the person says otherwise: they still know more of what scripts say than the
bundled director does (its card has the figures of both).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import assets
from engine import servers
from engine.api import EngineError
from studio.errors import StudioError
from studio.settings import Settings

RULES = "rules"
BUNDLED = "bundled"
FILE = "director/director.gguf"


@dataclass(frozen=True)
class Director:
    """``setting`` is what the settings keep for it; ``model`` what plans with it: a GGUF file, or
    a server's address and model (``engine.servers``); empty for the rules.
    """

    setting: str
    name: str
    what: str
    model: str = ""


def bundled() -> Path | None:
    """The director that came with Longtake; none when none did."""
    file = assets.ROOT / FILE
    return file if file.is_file() else None


def directors(settings: Settings) -> list[Director]:
    """All that there are on this machine, the rules first."""
    found = [Director(RULES, "Rules", "At once, without a model")]
    if file := bundled():
        found.append(
            Director(BUNDLED, "Director", f"Bundled with Longtake, {_size(file)}", str(file))
        )
    if settings.director not in ("", RULES, BUNDLED):
        found.append(named(settings.director))
    return found


def named(setting: str) -> Director:
    """The director in a GGUF file, or on a server of this machine."""
    if not servers.is_server(setting):
        file = Path(setting)
        what = f"Your model, {_size(file)}" if file.is_file() else "Its file is gone"
        return Director(setting, file.stem, what, str(file))
    try:
        server = servers.read(setting)
    except EngineError as fault:
        return Director(setting, setting, str(fault), setting)
    name = server.model or server.where
    return Director(setting, name, f"On the server at {server.where}", str(server))


def checked(model: str) -> str:
    """A model as a plan is asked for it: a file's whole path, a server's whole address; "bundled"
    is the one that came with Longtake.

    Raises StudioError when there is no such file, or the address is none of this machine's.
    """
    if model == BUNDLED and (found := bundled()):
        return str(found)
    if servers.is_server(model):
        try:
            return str(servers.read(model))
        except EngineError as fault:
            raise StudioError(str(fault)) from fault
    file = Path(model).expanduser()
    if not file.is_file():
        raise StudioError(f"There is no model file {file}. Choose a GGUF file of a director.")
    return str(file.absolute())


def chosen(settings: Settings) -> Director:
    """Who plans unless the person says otherwise: the one of the settings, else the rules."""
    row = directors(settings)
    return next((one for one in row if one.setting == settings.director), row[0])


def _size(file: Path) -> str:
    try:
        size = file.stat().st_size
    except OSError:
        return "not there"
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{max(1, round(size / 1e6))} MB"
