"""Tiny GGUF models for tests: random, zero, and one that knows its lines by heart.

Built with the package ``gguf`` in a moment and loaded by the real llama.cpp: nothing of ours is
replaced in a test.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import gguf
import numpy as np

CHATML = (
    "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
LAST_WORDS = "{{ messages[-1]['content'] }}"  # a template that says nothing but the last message
# What plans are made of, as single tokens: a random model then says as much in half the time
JSON = (
    *(
        '{"to":',
        ',"who":[',
        '"],["',
        '","',
        '"]],"size":"',
        '","angle":"',
        '","move":"',
        '","time":"',
    ),
    *('"},{"to":', '"}]}', "],[", '"camera":[[', ']],"', '":[[', "null", "[null", "]]}", '{"A":[['),
    *(str(number) for number in range(10, 150)),
)
_KIND = gguf.TokenType


def vocabulary(
    cues: Sequence[str] = (), pieces: Sequence[str] = (), bytes_too: bool = True
) -> list[tuple[str, int, float]]:
    """Characters as tokens: text, type, score. JSON's closing marks first, so that zero weights
    choose them.
    """
    first = '"}],:{[0123456789'
    marks = [("<unk>", _KIND.UNKNOWN), ("<s>", _KIND.CONTROL), ("</s>", _KIND.CONTROL)]
    marks += [("<|im_start|>", _KIND.CONTROL), ("<|im_end|>", _KIND.CONTROL)]
    plain = [*first, "\u2581", *(chr(code) for code in range(33, 127) if chr(code) not in first)]
    tokens = [(text, int(kind), 0.0) for text, kind in marks]
    tokens += [(text, int(_KIND.NORMAL), -1.0) for text in plain]
    if bytes_too:
        tokens += [(f"<0x{code:02X}>", int(_KIND.BYTE), 0.0) for code in range(256)]
    known = {text for text, _, _ in tokens}
    for text, score in [*((cue, 100.0) for cue in cues), *((piece, 0.0) for piece in pieces)]:
        if text not in known:  # higher scores are joined first
            known.add(text)
            tokens.append((text, int(_KIND.NORMAL), score + len(text)))
    return tokens


def build(
    path: Path,
    *,
    width: int = 32,
    heads: int = 4,
    blocks: int = 1,
    context: int = 4096,
    seed: int = 0,
    zero: bool = False,
    template: str = CHATML,
    without: str = "",
    spread: float = 0.4,
    bytes_too: bool = True,
    bpe: bool = False,
) -> Path:
    """A random or zero model. ``without`` leaves out one tensor, for the tests of broken files;

    without ``bytes_too`` or with ``bpe`` (a vocabulary of another kind) it can spell ASCII only.
    """
    random = np.random.default_rng(seed)
    tokens = vocabulary(pieces=JSON, bytes_too=bytes_too)

    def weights(*shape: int) -> np.ndarray:
        if zero:
            return np.zeros(shape, np.float32)
        return (random.standard_normal(shape) * spread).astype(np.float32)

    tensors = {"token_embd.weight": weights(len(tokens), width)}
    tensors["output_norm.weight"] = np.ones(width, np.float32)
    tensors["output.weight"] = weights(len(tokens), width)
    for block in range(blocks):
        tensors |= {
            f"blk.{block}.{name}.weight": weights(*shape) for name, shape in _block(width).items()
        }
        for name in ("attn_norm", "ffn_norm"):
            tensors[f"blk.{block}.{name}.weight"] = np.ones(width, np.float32)
    tensors.pop(without, None)
    return _write(path, tokens, tensors, width, heads, blocks, context, template, bpe)


def knowing(path: Path, answers: Sequence[tuple[str, str]], context: int = 4096) -> Path:
    """A model that knows answers by heart: after a prompt that ends with the cue it says the line.

    ``answers`` are pairs (cue, line). Every token leads to exactly one next token (no attention): a
    cue is one token, and so is each piece of a line that occurs nowhere else. A cue must end the
    last message.
    """
    pieces: list[str] = []
    leads: list[tuple[str, str]] = []
    for cue, line in answers:
        before = cue
        for piece in _pieces(line, taken=set(pieces)):
            leads.append((before, piece))
            pieces.append(piece)
            before = piece
    ladder = [cue[:end] for cue, _ in answers for end in range(2, len(cue) + 1)]
    tokens = vocabulary(ladder, pieces)
    at = {text: number for number, (text, _, _) in enumerate(tokens)}
    random = np.random.default_rng(1)
    width = 256
    faces = random.standard_normal((len(tokens), width)).astype(np.float32)
    faces /= np.linalg.norm(faces, axis=1, keepdims=True)
    voice = np.zeros((len(tokens), width), np.float32)
    for before, after in leads:
        voice[at[after]] += faces[at[before]]
    tensors = {
        "token_embd.weight": faces,
        "output_norm.weight": np.ones(width, np.float32),
        "output.weight": voice,
    }
    tensors |= {
        f"blk.0.{name}.weight": np.zeros(shape, np.float32) for name, shape in _block(width).items()
    }
    tensors |= {
        f"blk.0.{name}.weight": np.ones(width, np.float32) for name in ("attn_norm", "ffn_norm")
    }
    return _write(path, tokens, tensors, width, 4, 1, context, LAST_WORDS)


def _pieces(line: str, taken: set[str]) -> list[str]:
    """Cut a line into pieces of two characters or more that differ from each other and from those
    taken.
    """
    pieces: list[str] = []
    start, seen = 0, set(taken)
    while start < len(line):
        end = start + 2
        while end < len(line) and (line[start:end] in seen or len(line) - end < 2):
            end += 1
        piece = line[start:end]
        if piece in seen:  # the end of the line: too short to be met once
            piece = pieces.pop() + piece
        seen.add(piece)
        pieces.append(piece)
        start = end
    return pieces


def _block(width: int) -> dict[str, tuple[int, int]]:
    return {
        "attn_q": (width, width),
        "attn_k": (width, width),
        "attn_v": (width, width),
        "attn_output": (width, width),
        "ffn_gate": (2 * width, width),
        "ffn_up": (2 * width, width),
        "ffn_down": (width, 2 * width),
    }


def _write(
    path: Path,
    tokens: list[tuple[str, int, float]],
    tensors: dict[str, np.ndarray],
    width: int,
    heads: int,
    blocks: int,
    context: int,
    template: str,
    bpe: bool = False,
) -> Path:
    file = gguf.GGUFWriter(path, "llama")
    file.add_name("tiny")
    file.add_context_length(context)
    file.add_embedding_length(width)
    file.add_block_count(blocks)
    file.add_feed_forward_length(2 * width)
    file.add_head_count(heads)
    file.add_head_count_kv(heads)
    file.add_layer_norm_rms_eps(1e-5)
    file.add_rope_dimension_count(width // heads)
    file.add_file_type(gguf.LlamaFileType.ALL_F32)
    file.add_tokenizer_model("gpt2" if bpe else "llama")
    file.add_tokenizer_pre("gpt-2" if bpe else "default")
    if bpe:
        file.add_token_merges(["h e"])
    file.add_token_list([text for text, _, _ in tokens])
    file.add_token_types([kind for _, kind, _ in tokens])
    file.add_token_scores([score for _, _, score in tokens])
    file.add_unk_token_id(0)
    file.add_bos_token_id(1)
    file.add_eos_token_id(4)
    file.add_add_bos_token(False)
    file.add_add_space_prefix(False)
    if template:
        file.add_chat_template(template)
    for name, values in tensors.items():
        file.add_tensor(name, values)
    file.write_header_to_file()
    file.write_kv_data_to_file()
    file.write_tensors_to_file()
    file.close()
    return path
