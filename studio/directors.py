"""Who can plan: the rules, the bundled director, a model that the person chose.

The rules plan unless the person says otherwise: they still know more of what scripts say than the
bundled director does (its card has the figures of both).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import assets
from studio.settings import Settings

RULES = "rules"
BUNDLED = "bundled"
FILE = "director/director.gguf"


@dataclass(frozen=True)
class Director:
    """``setting`` is what the settings keep for it; ``file`` its model, none for the rules."""

    setting: str
    name: str
    what: str
    file: Path | None = None


def bundled() -> Path | None:
    """The director that came with Longtake; none when none did."""
    file = assets.ROOT / FILE
    return file if file.is_file() else None


def directors(settings: Settings) -> list[Director]:
    """All that there are on this machine, the rules first."""
    found = [Director(RULES, "Rules", "At once, without a model")]
    if file := bundled():
        found.append(Director(BUNDLED, "Director", f"Bundled with Longtake, {_size(file)}", file))
    if settings.director not in ("", RULES, BUNDLED):
        file = Path(settings.director)
        what = f"Your model, {_size(file)}" if file.is_file() else "Its file is gone"
        found.append(Director(settings.director, file.stem, what, file))
    return found


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
