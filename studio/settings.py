"""The person's own settings: one JSON file, replaced whole, never a film's."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from studio.errors import StudioError, nearest


class Settings(BaseModel):
    """What a person chose, for all projects. Unknown keys of a newer Longtake are kept."""

    model_config = ConfigDict(extra="allow", validate_assignment=True)

    director: str = ""  # "rules", "bundled" or a GGUF file; empty = the rules
    family: str = "papercut"  # who makes the pictures
    weights: str = ""  # a folder; empty = the bundled ones
    inbetween: str = ""  # who fills the time between keyframes; empty = the same family
    models: str = ""  # where downloads go; empty = the shared Hub cache
    links: tuple[str, ...] = ()  # folders with models of the person, only looked at
    preset: Literal["draft", "fine"] = "fine"  # half the drawings in small pictures, or all
    device: str = "auto"
    steps: int = Field(default=0, ge=0, le=100)  # model calls per window; 0 = the family's own
    threads: int = Field(default=0, ge=0, le=1024)  # cores that models work on; 0 = all
    stages: int = Field(default=0, ge=0, le=64)  # processes that render at once; 0 = one per GPU
    gpus: tuple[str, ...] = ()  # by stage, the number of its GPU; empty or "" = in turn
    cluster: str = ""  # "auto" or an address: where pictures are made; empty = on this machine
    films: str = ""  # where new films are made; empty = among the person's documents
    memory_gb: float = Field(default=0.0, ge=0)  # most that models may use; 0 = what there is
    extras: tuple[str, ...] = ()  # of the models' cards, switched on wherever a model has them
    numbering: str = "12A"
    captions: bool = False  # burnt into an export
    keys: Literal["Longtake", "Premiere", "Resolve", "Avid"] = "Longtake"
    key_changes: dict[str, tuple[str, ...]] = Field(default_factory=dict)  # act -> its keys
    recent: tuple[str, ...] = ()  # projects, newest first


def file() -> Path:
    """Where the settings lie: LONGTAKE_CONFIG (a folder) or the platform's place."""
    return _folder("LONGTAKE_CONFIG", platformdirs.user_config_path("longtake")) / "settings.json"


def data_folder() -> Path:
    """Where snapshots, rescued boards and logs lie: LONGTAKE_DATA or the platform's place."""
    return _folder("LONGTAKE_DATA", platformdirs.user_data_path("longtake"))


def load(path: Path | None = None) -> Settings:
    """The settings at ``path``; without a file, the defaults.

    Raises StudioError for a broken file, which is kept: move it away or mend it.
    """
    path = path or file()
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise StudioError(f"The settings in {path} cannot be read. Move the file away.") from error
    try:
        return Settings.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the text"
        raise StudioError(
            f"The settings in {path} are not whole: {where}: {first['msg']}. "
            "Mend the file, or move it away to begin with the defaults."
        ) from error


def save(settings: Settings, path: Path | None = None) -> None:
    """Replace the file whole, so that a crash leaves the old or the new."""
    path = path or file()
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("w", encoding="utf-8") as out:
            json.dump(settings.model_dump(mode="json"), out, indent=2, ensure_ascii=False)
            out.flush()
            os.fsync(out.fileno())
        os.replace(part, path)
    except OSError as error:
        raise StudioError(f"The settings could not be kept in {path}: {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)


def changed(settings: Settings, name: str, value: str) -> Settings:
    """``settings`` with one value given as text.

    Raises StudioError for a name or value that there is not.
    """
    fields = Settings.model_fields
    if name not in fields:
        raise StudioError(f"There is no setting {name!r}.{nearest(name, fields)}")
    try:
        return Settings.model_validate({**settings.model_dump(), name: value})
    except ValidationError as error:
        said = error.errors()[0]["msg"]
        raise StudioError(f"{name} cannot be {value!r}: {said}.") from error


def with_recent(settings: Settings, project: Path) -> Settings:
    """``settings`` with this project first among the recent ones."""
    name = str(project.absolute())
    recent = (name, *(other for other in settings.recent if other != name))
    return settings.model_copy(update={"recent": recent[:12]})


def _folder(variable: str, otherwise: Path) -> Path:
    return Path(os.environ[variable]) if os.environ.get(variable) else otherwise
