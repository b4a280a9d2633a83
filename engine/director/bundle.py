"""The trained director as a GGUF file that llama.cpp runs: Llama's layers, its own byte pairs, and
a chat template that hears only the question.

Weights are half floats: ten megabytes. In eight bits they would be five, and llama.cpp's tile
instructions (AMX) end the process on such narrow matrices.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import torch

from engine.director import tokens
from engine.director.network import Block, Network, Shape

NAME = "Longtake director"
# The model has learned its forms by heart: it needs no instructions. Asked again for boxes, it
# hears what was wrong; asked again for shots, it is the same question with other dice.
TEMPLATE = (
    "{% set whole = messages[-1].content.endswith('Corrected Boxes:') %}"
    "{% set said = namespace(done=false) %}{{ bos_token }}{% for message in messages %}"
    "{% if message.role != 'system' and (whole or not said.done) %}{% set said.done = true %}"
    "{{ message.content }}\n{% endif %}{% endfor %}"
)


def write(folder: Path, target: Path) -> None:
    """The checkpoint in ``folder`` as ``target``. Raises FileNotFoundError when there is none."""
    state = torch.load(folder / "state.pt", weights_only=True)
    shape = Shape(**state["shape"])
    network = Network(shape)
    network.load_state_dict(state["weights"])
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    writer = gguf.GGUFWriter(str(part), "llama")
    _header(writer, shape)
    _vocabulary(writer, folder / "tokens.json")
    for name, weight in _tensors(network, shape):
        _add(writer, name, weight)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    part.replace(target)


def _header(writer: Any, shape: Shape) -> None:
    writer.add_name(NAME)
    writer.add_license("Apache-2.0")
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.inner)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.heads)
    writer.add_rope_dimension_count(shape.head)
    writer.add_rope_freq_base(shape.base)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(shape.vocabulary)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_F16)


def _vocabulary(writer: Any, path: Path) -> None:
    table = json.loads(path.read_text("utf-8"))
    ids = table["model"]["vocab"]
    words = sorted(ids, key=ids.__getitem__)
    special = {tokens.START, tokens.END}
    kinds = [gguf.TokenType.CONTROL if word in special else gguf.TokenType.NORMAL for word in words]
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(words)
    writer.add_token_types(kinds)
    writer.add_token_merges([" ".join(pair) for pair in table["model"]["merges"]])
    writer.add_bos_token_id(ids[tokens.START])
    writer.add_eos_token_id(ids[tokens.END])
    writer.add_pad_token_id(ids[tokens.END])
    writer.add_add_bos_token(True)
    writer.add_chat_template(TEMPLATE)


def _tensors(network: Network, shape: Shape) -> list[tuple[str, torch.Tensor]]:
    found = [
        ("token_embd.weight", network.embed.weight),
        ("output_norm.weight", network.last.weight),
    ]
    for number, block in enumerate(network.blocks):
        assert isinstance(block, Block)
        q, k, v = block.qkv.weight.chunk(3)
        gate, up = block.up.weight.chunk(2)
        rows = {
            "attn_norm": block.before.weight, "attn_q": _paired(q, shape.heads),
            "attn_k": _paired(k, shape.heads), "attn_v": v, "attn_output": block.out.weight,
            "ffn_norm": block.between.weight, "ffn_gate": gate, "ffn_up": up,
            "ffn_down": block.down.weight,
        }  # fmt: skip
        found += [(f"blk.{number}.{name}.weight", weight) for name, weight in rows.items()]
    return found


def _paired(weight: torch.Tensor, heads: int) -> torch.Tensor:
    """Rows as llama.cpp turns them: it pairs neighbours, where we pair the halves of a head."""
    rows, columns = weight.shape
    split = weight.reshape(heads, 2, rows // heads // 2, columns)
    return split.swapaxes(1, 2).reshape(rows, columns)


def _add(writer: Any, name: str, weight: torch.Tensor) -> None:
    plain = weight.detach().float().contiguous().numpy()
    if plain.ndim < 2:
        writer.add_tensor(name, plain.astype(np.float32))
        return
    writer.add_tensor(name, plain.astype(np.float16))
