"""Who can plan: the rules, the bundled director, a model that the person chose."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import assets
from studio.settings import Settings

RULES = "rules"  # the setting of who wants no model


@dataclass(frozen=True)
class Director:
    """``setting`` is what the settings keep for it; ``file`` its model, none for the rules."""

    setting: str
    name: str
    what: str
    file: Path | None = None


def bundled() -> Path | None:
    """The newest director that came with Longtake; none when none did."""
    folder = assets.ROOT / "director"
    found = sorted(folder.glob("*.gguf"), key=lambda file: (file.stat().st_mtime, file.name))
    return found[-1] if found else None


def directors(settings: Settings) -> list[Director]:
    """All that there are on this machine, the rules first."""
    found = [Director(RULES, "Rules", "At once, without a model")]
    if file := bundled():
        said = f"Bundled with Longtake, {_size(file)}"
        found.append(Director("", "Director", said, file))
    if settings.director and settings.director != RULES:
        file = Path(settings.director)
        what = f"Your model, {_size(file)}" if file.is_file() else "Its file is gone"
        found.append(Director(settings.director, file.stem, what, file))
    return found


def chosen(settings: Settings) -> Director:
    """Who plans unless the person says otherwise: the one of the settings, else the bundled one,
    else the rules.
    """
    row = directors(settings)
    return next((one for one in row if one.setting == settings.director), row[0])


def _size(file: Path) -> str:
    try:
        size = file.stat().st_size
    except OSError:
        return "not there"
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{max(1, round(size / 1e6))} MB"
