"""Cards of hub checkpoints: what each is, takes and needs, read from ``assets/families/*.toml``.

Read by the application too, so nothing here imports a model library. A new checkpoint of a known
family is one more file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

import assets
from engine.api import EngineError

FORBID = ConfigDict(extra="forbid")
SAFE = (
    "model_index.json",
    "modular_model_index.json",
    *(f"*/*.{ending}" for ending in ("json", "safetensors", "txt", "model", "jinja")),
)

Boxes = Literal["table", "gligen", "masks", "inpaint", "drawn", "words"]
Known = Literal["none", "start", "ends", "any"]
Sketch = Literal["none", "control", "reference"]
Quantise = Literal["none", "fp8", "int8", "nf4", "gguf"]
Offload = Literal["none", "model", "group", "sequential"]


@dataclass(frozen=True)
class Part:
    """A repository that the checkpoint is made of; the part "model" is the pipeline itself.

    ``commit`` "main" means that none is known here: a pull asks the Hub which one that is, notes it
    beside the model, and keeps to it until an update is asked for. ``files`` are the patterns to
    fetch, never code or pickles. ``gb`` 0 means unknown: the Hub is asked. ``optional`` parts may
    be missing: what they would add is then said as not honoured. A part with a ``component`` is
    that component of the pipeline, of diffusers' class ``kind`` (with its module where a pipeline
    keeps it to itself; "transformers.Name" for one of those), in the file or folder ``inside``;
    the others are the idiom's own.
    """

    __pydantic_config__ = FORBID
    repo: str
    commit: str = "main"
    files: tuple[str, ...] = SAFE
    gb: float = 0.0
    optional: bool = False
    component: str = ""
    kind: str = ""
    inside: str = ""


@dataclass(frozen=True)
class Licence:
    """``commercial``: "yes", "no", or a few words that say when. ``gated``: the Hub asks for it to
    be accepted before a pull. ``terms`` is where it can be read.
    """

    __pydantic_config__ = FORBID
    name: str
    commercial: str = "yes"
    gated: bool = False
    terms: str = ""


@dataclass(frozen=True)
class Takes:
    """What a checkpoint can be told besides words.

    ``boxes``: how boxes are honoured. ``references``: how many reference pictures at most.
    ``known``: which frames of a clip may be given (spans); ``needs_last``: it cannot do without the
    last one. ``alpha``: its boxes hold for a fraction of the steps that may be chosen.
    """

    __pydantic_config__ = FORBID
    boxes: Boxes = "words"
    references: int = 0
    sketch: Sketch = "none"
    known: Known = "none"
    needs_last: bool = False
    negative: bool = False
    alpha: bool = False
    sound: bool = False


@dataclass(frozen=True)
class Frames:
    """Clips have ``step`` * k + ``plus`` frames, at most ``most``, at ``rate`` a second.

    Known frames lie at 0 and at ``shift`` + multiples of ``hold``; the last ``tail`` frames hardly
    move and are cut off.
    """

    __pydantic_config__ = FORBID
    step: int = 1
    plus: int = 0
    most: int = 1
    least: int = 1
    rate: float = 24.0
    hold: int = 1
    shift: int = 0
    tail: int = 0


@dataclass(frozen=True)
class Size:
    """Sides are multiples of ``multiple``; ``native``: (width, height) that it was trained on,
    widest first.
    """

    __pydantic_config__ = FORBID
    multiple: int = 16
    native: tuple[tuple[int, int], ...] = ((1024, 576),)


@dataclass(frozen=True)
class Row:
    """A way to hold the checkpoint: GB of video memory and of main memory it then needs.

    Rows go from the greediest to the thriftiest. ``quantise`` names what the weights of the largest
    networks become, ``offload`` what waits in main memory, ``tile``: decode in tiles.
    """

    __pydantic_config__ = FORBID
    vram: float
    ram: float = 0.0
    quantise: Quantise = "none"
    offload: Offload = "none"
    tile: bool = False

    def with_more(self, gb: float) -> Row:
        """The same for so many GB more of networks, which come in turn where any wait."""
        vram = {"none": self.vram + gb, "model": max(self.vram, gb)}.get(self.offload, self.vram)
        return replace(self, vram=vram, ram=self.ram + gb)

    @property
    def words(self) -> str:
        """For the person's eye: "fp8, group offload, tiles"."""
        told = [
            self.quantise if self.quantise != "none" else "",
            f"{self.offload} offload" if self.offload != "none" else "",
            "tiles" if self.tile else "",
        ]
        return ", ".join(filter(None, told)) or "whole"


@dataclass(frozen=True)
class Lora:
    """Weights laid over the network, from the optional ``part`` (empty: of its own name): on when
    that is here.

    ``file`` within the part; ``into`` the second network where there are two. ``steps``, ``calls``
    (0: as the card's) and ``call`` then replace the card's; ``scheduler`` changes the scheduler's
    settings.
    """

    __pydantic_config__ = FORBID
    file: str
    part: str = ""
    steps: int = 0
    calls: int = 0
    weight: float = 1.0
    into: Literal["transformer", "transformer_2"] = "transformer"
    call: Mapping[str, Any] = field(default_factory=dict)
    scheduler: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Extra:
    """Something of a family that the person may switch on. ``what`` it brings and costs;
    ``options`` go to the idiom besides the card's, and where it needs the optional ``part``, only
    when that is here. ``multiple``: sides are multiples of that then (0: as ever); ``frames``: the
    frame rule then; ``keeps`` of what the card drops; ``gb`` of memory that it takes besides.
    """

    __pydantic_config__ = FORBID
    title: str
    what: str
    options: Mapping[str, Any] = field(default_factory=dict)
    part: str = ""
    multiple: int = 0
    frames: Frames | None = None
    keeps: tuple[str, ...] = ()
    gb: float = 0.0


@dataclass(frozen=True)
class HubCard:
    """One checkpoint. ``name`` is its file's; sizes in pixels, memory in GB.

    ``makes``: pictures from words and conditions (stills), or clips between known frames (spans).
    ``idiom`` is the module in ``engine.hub.idioms`` that knows its call; ``kind`` the pipeline
    class, or for ``engine`` "modular" the blocks class. ``call`` goes to the pipeline as it is,
    ``options`` to the idiom. ``twin`` names the tiny one of the tests
    (``tests/engine/hub/twins``).
    """

    __pydantic_config__ = FORBID
    name: str
    title: str
    makes: Literal["stills", "spans"]
    idiom: str
    kind: str
    parts: Mapping[str, Part]
    licence: Licence
    year: int = 0
    what: str = ""
    engine: Literal["pipeline", "modular"] = "pipeline"
    steps: int = 1
    variant: str = ""
    dtype: Literal["bfloat16", "float16", "float32"] = "bfloat16"
    full: tuple[str, ...] = ()  # components that stay in float32
    drop: tuple[str, ...] = ()  # components (or blocks of a modular one) that are not loaded
    needs: tuple[str, ...] = ()  # packages that it cannot do without
    calls: int = 1  # calls of the network a step, for the progress bar
    takes: Takes = Takes()
    frames: Frames = Frames()
    size: Size = Size()
    memory: tuple[Row, ...] = ()
    call: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    loras: Mapping[str, Lora] = field(default_factory=dict)
    extras: Mapping[str, Extra] = field(default_factory=dict)
    twin: str = ""

    @property
    def gb(self) -> float:
        """Disk that all its parts take, as far as known."""
        return sum(part.gb for part in self.parts.values())

    def having(self, extras: Collection[str]) -> HubCard:
        """The card with those of these extras that it knows switched on."""
        found = [extra for name, extra in self.extras.items() if name in extras]
        if not found:
            return self
        options = {name: value for extra in found for name, value in extra.options.items()}
        multiple = max([self.size.multiple, *(extra.multiple for extra in found)])
        kept = {name for extra in found for name in extra.keeps}
        return replace(
            self,
            options={**self.options, **options},
            size=replace(self.size, multiple=multiple),
            frames=next((extra.frames for extra in found if extra.frames), self.frames),
            drop=tuple(name for name in self.drop if name not in kept),
            memory=tuple(row.with_more(sum(extra.gb for extra in found)) for row in self.memory),
        )


_READER = TypeAdapter(HubCard)


def read(file: Path) -> HubCard:
    """The card in a TOML file. Raises EngineError with the field when it is wrong."""
    try:
        told = tomllib.loads(file.read_text("utf-8"))
        return _READER.validate_python({"name": file.stem, **told})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise EngineError(
            f"The model card {file.name} is wrong at {where}: {first['msg']}. Mend or remove it."
        ) from error
    except (OSError, ValueError) as error:
        raise EngineError(f"The model card {file} cannot be read ({error}).") from error


@cache
def cards() -> Mapping[str, HubCard]:
    """All bundled cards by name."""
    files = sorted(assets.path("families").glob("*.toml"))
    return {file.stem: read(file) for file in files}


def fitting(card: HubCard, vram: float, ram: float) -> Row | None:
    """The greediest row that fits so many free GB; None when none does."""
    fits = (row for row in card.memory if row.vram <= vram and row.ram <= ram)
    return next(fits, None)
