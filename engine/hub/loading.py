"""Loading: a pipeline from a checkpoint's folder, as a memory row says it is held."""

from __future__ import annotations

import importlib.util
import inspect
import json
import re
import warnings
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import diffusers
import torch
import transformers
from diffusers import DiffusionPipeline, ModularPipelineBlocks
from diffusers.hooks.layerwise_casting import DEFAULT_SKIP_MODULES_PATTERN as SENSITIVE

from engine.api import EngineError
from engine.hub import folder
from engine.hub.card import HubCard, Part, Row

NETWORKS = ("transformer", "transformer_2", "unet")  # what is called once a step
BIG = (*NETWORKS, "text_encoder", "text_encoder_2")
LOCAL = {"local_files_only": True, "use_safetensors": True}


def load(card: HubCard, weights: str, device: torch.device, row: Row) -> Any:
    """The pipeline on its device. Raises EngineError when the folder does not hold it."""
    _check_packages(card)
    home = folder.place(weights)
    if home is None:
        raise EngineError(
            f"{card.title} is not in {weights or 'any folder'}. Fetch it on the models page, or "
            "choose its folder."
        )
    for name in card.parts:
        if where := folder.place(weights, name):
            folder.check(where if where.is_dir() else where.parent, card.title)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a library's advice is not the person's
            made = (_modular if card.engine == "modular" else _pipeline)(
                card, weights, home, device, row
            )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ImportError) as error:
        raise EngineError(
            f"{card.title} in {home} cannot be opened ({str(error).splitlines()[0]}). Check it on "
            "the models page."
        ) from error
    _place(made, device, row)
    if row.tile and hasattr(getattr(made, "vae", None), "enable_tiling"):
        made.vae.enable_tiling()
    return made


def pipeline_class(kind: str) -> Any:
    """A pipeline or blocks class of diffusers. Raises EngineError for any other name."""
    found = getattr(diffusers, kind, None)
    if not isinstance(found, type) or not issubclass(
        found, (DiffusionPipeline, ModularPipelineBlocks)
    ):
        raise EngineError(f"This Longtake knows no pipeline {kind!r}. Look for a newer Longtake.")
    return found


def dtypes(card: HubCard, device: torch.device) -> dict[str, torch.dtype]:
    """The number format of each component; no CPU counts in float16."""
    usual = getattr(torch, card.dtype)
    if device.type == "cpu" and usual == torch.float16:
        usual = torch.bfloat16
    return {"default": usual, **dict.fromkeys(card.full, torch.float32)}


# Two kinds of pipelines --------------------------------------------------------------------------


def _pipeline(card: HubCard, weights: str, home: Path, device: torch.device, row: Row) -> Any:
    kind = pipeline_class(card.kind)
    takes = inspect.signature(kind.__init__).parameters
    given: dict[str, Any] = {name: None for name in card.drop if name in takes}
    given |= _lent(card, weights, device)
    more: dict[str, Any] = {"variant": card.variant} if card.variant else {}
    if row.quantise == "gguf":
        given.update(_gguf(card, weights, home, device))
    elif row.quantise in ("int8", "nf4"):
        more["quantization_config"] = _quantised(row, device, card)
    made = kind.from_pretrained(home, dtype=dtypes(card, device), **given, **more, **LOCAL)
    made.set_progress_bar_config(disable=True)
    if row.quantise == "fp8":
        _layerwise(made, card, device)
    return made


def _modular(card: HubCard, weights: str, home: Path, device: torch.device, row: Row) -> Any:
    """A modular pipeline only logs what it cannot load, so that is asked afterwards."""
    blocks = pipeline_class(card.kind)()
    for name in card.drop:
        blocks.sub_blocks.pop(name, None)
    idiom = import_module(f"engine.hub.idioms.{card.idiom}")
    if hasattr(idiom, "blocks"):
        blocks = idiom.blocks(blocks)
    made = blocks.init_pipeline(home)
    lent = _lent(card, weights, device)
    made.load_components(
        [name for name in made.pretrained_component_names if name not in lent],
        dtype=dtypes(card, device), pretrained_model_name_or_path=str(home), local_files_only=True,
    )  # fmt: skip
    made.update_components(**lent)
    missing = [name for name in made.pretrained_component_names if getattr(made, name) is None]
    if missing:
        raise OSError(f"its {', '.join(missing)} could not be loaded")
    made.set_progress_bar_config(disable=True)
    if row.quantise == "fp8":
        _layerwise(made, card, device)
    return made


def _lent(card: HubCard, weights: str, device: torch.device) -> dict[str, Any]:
    """The components that lie in parts of their own, as far as they are here and not dropped."""
    found = {
        part.component: _component(card, weights, name, part, device)
        for name, part in card.parts.items()
        if part.component and part.component not in card.drop
    }
    return {name: one for name, one in found.items() if one is not None}


def component(card: HubCard, weights: str, name: str, device: torch.device) -> Any:
    """The model in a part that is no component of the pipeline, on its device. Raises EngineError
    when it is not there.
    """
    needed = replace(card.parts[name], optional=False)
    found: Any = _component(card, weights, name, needed, device)
    return found.to(device)


def _component(
    card: HubCard, weights: str, name: str, part: Part, device: torch.device
) -> Any | None:
    """A part that is one component; None when it is optional and not there."""
    where = folder.place(weights, name)
    inside = where / part.inside if where else None
    if inside is None or not inside.exists():
        if part.optional:
            return None
        raise EngineError(
            f"{card.title} lacks its part {name} ({part.repo}). Fetch it on the models page."
        )
    module, _, called = part.kind.rpartition(".")
    if module == "transformers":
        kind = getattr(transformers, called)
    else:
        kind = getattr(
            import_module(f"diffusers.pipelines.{module}" if module else "diffusers"), called
        )
    if called.endswith("Processor"):
        return kind.from_pretrained(inside, local_files_only=True)
    told = dtypes(card, device)
    dtype = told.get(part.component, told["default"])
    if inside.is_file():
        return _single(card, kind, inside, folder.place(weights) or where, dtype)
    return kind.from_pretrained(inside, dtype=dtype, **LOCAL)


def _single(card: HubCard, kind: Any, file: Path, home: Path | None, dtype: torch.dtype) -> Any:
    """A component in one file; where it has no config beside it, the idiom reads one off it."""
    idiom = import_module(f"engine.hub.idioms.{card.idiom}")
    told = {"torch_dtype": dtype, "local_files_only": True}
    if not hasattr(idiom, "config"):
        return kind.from_single_file(str(file), config=str(file.parent), **told)
    with TemporaryDirectory() as folder_:
        (Path(folder_) / "config.json").write_text(json.dumps(idiom.config(file, home)))
        return kind.from_single_file(str(file), config=folder_, **told)


# How it is held ----------------------------------------------------------------------------------


def _place(made: Any, device: torch.device, row: Row) -> None:
    """On the device, or in main memory until it is called."""
    if device.type == "cpu" or row.offload == "none":
        made.to(device)
    elif row.offload == "group":
        for component in made.components.values():
            if isinstance(component, torch.nn.Module):
                diffusers.hooks.apply_group_offloading(
                    component,
                    onload_device=device,
                    offload_device=torch.device("cpu"),
                    offload_type="leaf_level",
                    use_stream=True,
                    low_cpu_mem_usage=True,
                )
    elif hasattr(made, "enable_model_cpu_offload") and row.offload == "model":
        made.enable_model_cpu_offload(device=device)
    elif hasattr(made, "enable_sequential_cpu_offload"):
        made.enable_sequential_cpu_offload(device=device)
    else:
        manager: Any = diffusers.ComponentsManager()
        for name, component in made.components.items():
            if isinstance(component, torch.nn.Module):
                manager.add(name, component)
        manager.enable_auto_cpu_offload(device=device)


def _layerwise(made: Any, card: HubCard, device: torch.device) -> None:
    """Weights of the networks rest in eight bits and are made whole layer by layer."""
    told, seen = dtypes(card, device), set[int]()  # a control network has layers of the other
    for name in (*NETWORKS, "controlnet"):
        network: Any = getattr(made, name, None)
        if hasattr(network, "enable_layerwise_casting"):
            dtype = told.get(name, told["default"])
            layers = dict(network.named_modules())
            shared = [f"^{re.escape(part)}$" for part, one in layers.items() if id(one) in seen]
            more = {"skip_modules_pattern": (*SENSITIVE, *shared)} if shared else {}
            network.enable_layerwise_casting(torch.float8_e4m3fn, dtype, **more)
            seen.update(map(id, layers.values()))


def _quantised(row: Row, device: torch.device, card: HubCard) -> Any:
    """int8 by torchao, nf4 by bitsandbytes, of the large networks."""
    from diffusers.quantizers import PipelineQuantizationConfig

    dtype = dtypes(card, device)["default"]
    if row.quantise == "nf4":
        told: dict[str, Any] = {
            "load_in_4bit": True, "bnb_4bit_quant_type": "nf4", "bnb_4bit_compute_dtype": dtype,
        }  # fmt: skip
        return PipelineQuantizationConfig(
            "bitsandbytes_4bit", told, components_to_quantize=list(BIG)
        )
    from diffusers import TorchAoConfig
    from torchao.quantization import Int8WeightOnlyConfig

    config: Any = TorchAoConfig(Int8WeightOnlyConfig(version=2))
    return PipelineQuantizationConfig(quant_mapping=dict.fromkeys(NETWORKS, config))


def _gguf(card: HubCard, weights: str, home: Path, device: torch.device) -> dict[str, Any]:
    """The network from the GGUF file in the part "gguf"; the other components stay."""
    where = folder.place(weights, "gguf")
    files = sorted(where.rglob("*.gguf")) if where else []
    if not files:
        raise EngineError(
            f"{card.title} fits this machine only as GGUF, and that part is not here. Fetch it on "
            "the models page."
        )
    dtype = dtypes(card, device)["default"]
    config = diffusers.GGUFQuantizationConfig(compute_dtype=dtype)
    name = next(name for name in NETWORKS if (home / name).is_dir())
    kind = getattr(diffusers, str(card.options.get("network", "")) or "AutoModel")
    network = kind.from_single_file(
        str(files[0]), quantization_config=config, config=str(home), subfolder=name,
        torch_dtype=dtype, local_files_only=True,
    )  # fmt: skip
    return {name: network}


def _check_packages(card: HubCard) -> None:
    lacking = [name for name in card.needs if importlib.util.find_spec(name) is None]
    if lacking:
        raise EngineError(
            f"{card.title} needs {', '.join(lacking)}, which this Python lacks. Install Longtake "
            'with its families: pip install "longtake[families]".'
        )
