"""The catalogue: every model that Longtake knows how to fetch, of one shape whatever it makes."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

import assets
from engine.hub import card
from engine.hub.card import HubCard, Licence, Part, Row
from studio.errors import StudioError, nearest

Kind = Literal["directors", "pictures", "video"]
KINDS: Mapping[Kind, str] = {
    "directors": "Directors",
    "pictures": "Pictures",
    "video": "Video",
}
UNREAD = Licence("the licence on its page", commercial="see there")


@dataclass(frozen=True)
class Model:
    """A model of the list. ``what`` is what it is good for; ``gb`` the disk that it takes, 0 when
    unknown; ``rows`` the ways to hold it in memory, greediest first; ``skipped`` folders of its
    repository that are not needed.
    """

    name: str
    kind: Kind
    title: str
    what: str
    licence: Licence
    parts: Mapping[str, Part]
    rows: tuple[Row, ...] = ()
    variant: str = ""
    skipped: tuple[str, ...] = ()
    card: HubCard | None = None

    @property
    def gb(self) -> float:
        return sum(part.gb for part in self.parts.values())

    @property
    def file(self) -> str:
        """The one file that a director is."""
        return self.parts["model"].files[0]


@cache
def known() -> Mapping[str, Model]:
    """All models of the list by name: directors, then pictures, then video. Raises EngineError."""
    rows = tomllib.loads(assets.path("directors.toml").read_text("utf-8"))
    found = [_director(name, **row) for name, row in rows.items()]
    makers = sorted(map(_maker, card.cards().values()), key=lambda model: model.kind)
    return {model.name: model for model in [*found, *makers]}


def find(name: str) -> Model:
    """The model of a name of the list, or of ``owner/repository/file.gguf``."""
    if name in known():
        return known()[name]
    parts = name.split("/")
    if len(parts) >= 3 and name.endswith(".gguf") and all(part.strip(".") for part in parts):
        repo, file = "/".join(parts[:2]), "/".join(parts[2:])
        part = Part(repo, files=(file,))
        return Model(name, "directors", parts[-1], "A model of your own choice.", UNREAD,
                     {"model": part})  # fmt: skip
    raise StudioError(
        f"There is no model {name!r} in the list.{nearest(name, known())} "
        "A file of the Hub is named as owner/repository/file.gguf."
    )


def _director(
    name: str,
    title: str,
    repo: str,
    file: str,
    licence: str,
    size_gb: float,
    memory_gb: float,
    what: str,
    commercial: str = "yes",
    gated: bool = False,
) -> Model:
    return Model(
        name=name,
        kind="directors",
        title=title,
        what=what,
        licence=Licence(licence, commercial, gated),
        parts={"model": Part(repo, files=(file,), gb=size_gb)},
        rows=(Row(vram=0.0, ram=memory_gb),),
    )


def _maker(one: HubCard) -> Model:
    """A card of the picture families. Files laid over it (few-step weights) are parts as well."""
    return Model(
        name=one.name,
        kind="pictures" if one.makes == "stills" else "video",
        title=one.title,
        what=one.what,
        licence=one.licence,
        parts=one.parts,
        rows=one.memory,
        variant=one.variant,
        skipped=one.drop,
        card=one,
    )
