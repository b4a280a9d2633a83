"""LoRAs: weights laid over a checkpoint's networks - the card's own, the film's, a subject's.

The card's lie there as long as the checkpoint is open; the film's change from frame to frame with
who is seen. What is taken off leaves no trace: the networks' own weights are never touched.
"""

from __future__ import annotations

import importlib.util
import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from engine.api import EngineError
from engine.hub import folder
from engine.hub.card import HubCard, Lora
from storyboard.cue import FrameCue

Worn = tuple[tuple[str, float, str], ...]  # file, weight, half of a model of two
HALVES = {"": (False, True), "high": (False,), "low": (True,)}  # whether it is the second network
ODD = (RuntimeError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError)


def worn(cues: Iterable[FrameCue], files: Mapping[str, str]) -> Worn:
    """What is worn while these frames are made; ``files``: content hash -> where it lies."""
    found = dict.fromkeys(lora for cue in cues for lora in cue.loras)
    return tuple((files[hash], weight, into) for hash, weight, into in found)


class Loras:
    """The LoRAs of an opened pipeline, which counts in ``dtype``. Raises EngineError for those that
    do not fit it.
    """

    def __init__(self, pipe: Any, card: HubCard, weights: str, dtype: Any) -> None:
        self._pipe, self._card, self._dtype = pipe, card, dtype
        self.own: Mapping[str, Lora] = folder.loras(weights, card)  # of the card
        self._names: dict[tuple[str, str], str] = {}  # file and half -> adapter
        self._worn: Worn | None = ()
        for name, lora in self.own.items():
            part = folder.place(weights, lora.part or name)
            self._load(Path(str(part)) / lora.file, name, (lora.into == "transformer_2",))
            if lora.scheduler:
                scheduler = pipe.scheduler
                pipe.scheduler = type(scheduler).from_config(scheduler.config, **lora.scheduler)
        if self.own:
            self._choose(())

    def wear(self, wanted: Worn) -> None:
        """Lay these over the networks, besides the card's own, and take all others off."""
        if wanted == self._worn:
            return
        self._worn = None  # what fails half-way is chosen anew
        for file, _, into in wanted:
            if (file, into) not in self._names:
                name = f"film_{len(self._names)}"
                two = getattr(self._pipe, "transformer_2", None) is not None
                halves = HALVES[into] if two else (False,)
                self._load(Path(file), name, halves)
                self._names[file, into] = name
        self._choose(wanted)
        self._worn = wanted

    def _choose(self, wanted: Worn) -> None:
        weights = {name: lora.weight for name, lora in self.own.items()}
        for file, weight, into in wanted:
            name = self._names[file, into]
            weights[name] = weights.get(name, 0.0) + weight
        if not weights:
            self._pipe.disable_lora()
            return
        self._pipe.enable_lora()
        self._pipe.set_adapters(list(weights), list(weights.values()))

    def _load(self, file: Path, name: str, halves: Iterable[bool]) -> None:
        if importlib.util.find_spec("peft") is None:
            raise EngineError(
                f"A LoRA for {self._card.title} needs peft, which this Python lacks. Install "
                'Longtake with its families: pip install "longtake[families]".'
            )
        if not hasattr(self._pipe, "load_lora_weights"):
            raise EngineError(
                f"{self._card.title} takes no LoRA. Take {file.name} off, or choose another model."
            )
        for second in halves:
            more = {"load_into_transformer_2": True} if second else {}
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # a library's advice is not the person's
                    self._pipe.load_lora_weights(
                        str(file.parent), weight_name=file.name, adapter_name=name,
                        local_files_only=True, **more,
                    )  # fmt: skip
                    self._make_whole(name, "transformer_2" if second else "transformer", file)
            except ODD as error:
                if "memory" in str(error):
                    raise
                raise self._stranger(file, str(error).strip().split("\n")[0]) from error
        if name not in {one for row in self._pipe.get_list_adapters().values() for one in row}:
            raise self._stranger(file, "it changes nothing in it")

    def _make_whole(self, name: str, of: str, file: Path) -> None:
        """Where a network's weights rest in eight bits, a library has cut the LoRA to eight as
        well; its own numbers are put back.
        """
        network, state = getattr(self._pipe, of, None), dict[str, Any]()
        for key, weight in network.named_parameters() if network is not None else ():
            if f".{name}." not in key or weight.dtype.itemsize > 1:
                continue
            if not state:
                found = self._pipe.lora_state_dict(
                    str(file.parent), weight_name=file.name, local_files_only=True
                )
                state = found[0] if isinstance(found, tuple) else found
            own = state.get(f"transformer.{key.replace(f'.{name}.', '.')}", weight.data)
            weight.data = own.to(weight.device, self._dtype)

    def _stranger(self, file: Path, why: str) -> EngineError:
        return EngineError(
            f"The LoRA {file.name} does not fit {self._card.title} ({why}). It was made for "
            "another model: say for which, or take it off."
        )
