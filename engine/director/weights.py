"""A GGUF file, read just far enough to refuse it with a sentence before llama.cpp sees it.

llama.cpp answers most broken files with an error and some with an abort of the process; this
reading walks the header within the file's bounds and trusts nothing in it.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from engine.api import EngineError

# GGUF v3: value types and their sizes in bytes; 8 is a string, 9 an array.
_PLAIN = {
    0: "B",
    1: "b",
    2: "<H",
    3: "<h",
    4: "<I",
    5: "<i",
    6: "<f",
    7: "?",
    10: "<Q",
    11: "<q",
    12: "<d",
}
_STRING, _ARRAY = 8, 9
_BYTES = frozenset(b"<0x%02X>" % code for code in range(256))
_LONGEST_TEXT = 1 << 24  # a chat template has some thousand characters
_MOST = 1 << 24  # tokens, keys, tensors: real files stay far below


@dataclass(frozen=True, slots=True)
class Weights:
    """What the header says. ``facts`` holds plain values and the lengths of arrays; ``bytes`` is
    the file's size.
    """

    path: Path
    bytes: int
    facts: Mapping[str, Any]

    @property
    def name(self) -> str:
        return str(self.facts.get("general.name") or self.path.stem)

    @property
    def context(self) -> int:
        """Tokens that the model was trained to see; 0 when the file does not say."""
        return int(self.facts.get(f"{self.facts['general.architecture']}.context_length", 0))


class _Cut(Exception):  # noqa: N818 - a finding of the reader, never seen outside
    pass


def read(path: str | Path) -> Weights:
    """The header of a GGUF file. Raises EngineError when there is no file or it cannot be a
    language model.
    """
    file = Path(path)
    if not file.exists():
        raise EngineError(
            f"The director's model {file.name} is not at {file}; "
            "choose another file in the preferences."
        )
    if not file.is_file():
        raise EngineError(f"{file} is a folder; choose the model's GGUF file inside it.")
    size = file.stat().st_size
    try:
        with file.open("rb") as stream:
            if stream.read(4) != b"GGUF":
                raise EngineError(
                    f"{file.name} is not a GGUF model ({_kind(file, size)}); download it again "
                    "or choose another file."
                )
            facts, needed = _Header(stream, size).walk()
    except OSError as problem:
        raise EngineError(f"{file.name} cannot be read: {problem.strerror}.") from problem
    except (_Cut, struct.error, UnicodeDecodeError) as problem:
        raise EngineError(
            f"{file.name} is damaged or was cut while it was copied; download it again."
        ) from problem
    if needed > size:
        raise EngineError(
            f"{file.name} has {size:,} of at least {needed:,} bytes: its download was cut; "
            "download it again."
        )
    _sane(file, facts)
    return Weights(file, size, facts)


def _kind(file: Path, size: int) -> str:
    if not size:
        return "the file is empty"
    with file.open("rb") as stream:
        start = stream.read(64).lstrip().lower()
    return (
        "it is a web page" if start.startswith((b"<!doctype", b"<html")) else "it begins otherwise"
    )


def _sane(file: Path, facts: Mapping[str, Any]) -> None:
    """Refuse dimensions on which llama.cpp aborts."""
    family = facts.get("general.architecture")
    if not isinstance(family, str) or not family:
        raise EngineError(
            f"{file.name} does not say which architecture it has; choose another file."
        )
    width = facts.get(f"{family}.embedding_length", 0)
    heads = facts.get(f"{family}.attention.head_count", 0)
    if not isinstance(width, int) or not isinstance(heads, int):
        return  # heads may differ from layer to layer: a list, whose length stands in ``facts``
    rope = facts.get(f"{family}.rope.dimension_count", 2)
    if (
        not width
        or width < 0
        or (heads and width % heads and f"{family}.attention.key_length" not in facts)
    ):
        raise EngineError(
            f"{file.name} cannot be a working model: its width {width} does not divide into "
            f"{heads} heads; choose another file."
        )
    if isinstance(rope, int) and rope % 2:
        raise EngineError(
            f"{file.name} cannot be a working model: its heads have an odd width ({rope}); "
            "choose another file."
        )


class _Header:
    """Reads values one after the other and never past the end."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self.stream = stream
        self.size = size
        self.has_bytes = True

    def walk(self) -> tuple[dict[str, Any], int]:
        """The facts, and how many bytes the file needs at the very least."""
        version = self.number("<I")
        if version not in (2, 3):
            raise _Cut(f"version {version}")
        tensors, keys = self.number("<Q"), self.number("<Q")
        if tensors > _MOST or keys > _MOST:
            raise _Cut("counts")
        facts: dict[str, Any] = {}
        for _ in range(keys):
            key = self.text()
            facts[key] = self.value(self.number("<I"), words=key == "tokenizer.ggml.tokens")
        if facts.get("tokenizer.ggml.model") == "llama" and not self.has_bytes:
            raise _Cut("bytes")  # llama.cpp aborts at the first letter that it cannot spell
        furthest = 0
        for _ in range(tensors):
            self.text()
            dimensions = self.number("<I")
            if dimensions > 8:
                raise _Cut("dimensions")
            for _ in range(dimensions):
                self.number("<Q")
            self.number("<I")
            furthest = max(furthest, self.number("<Q"))
        return facts, self.stream.tell() + furthest + (1 if tensors else 0)

    def bytes(self, count: int) -> bytes:
        if count > self.size - self.stream.tell():
            raise _Cut("end")
        return self.stream.read(count)

    def number(self, code: str) -> Any:
        return struct.unpack(code, self.bytes(struct.calcsize(code)))[0]

    def text(self) -> str:
        length = self.number("<Q")
        if length > _LONGEST_TEXT:
            raise _Cut("text")
        return self.bytes(length).decode("utf-8", errors="replace")

    def value(self, kind: int, words: bool = False) -> Any:
        if kind in _PLAIN:
            return self.number(_PLAIN[kind])
        if kind == _STRING:
            return self.text()
        if kind != _ARRAY:
            raise _Cut("type")
        return self.array(words)

    def array(self, words: bool) -> tuple[str, int]:
        """Arrays are walked over; only their length is kept. ``distinct`` texts must differ, or
        llama.cpp aborts.
        """
        kind, count = self.number("<I"), self.number("<Q")
        if count > _MOST:
            raise _Cut("array")
        if kind in _PLAIN:
            self.bytes(struct.calcsize(_PLAIN[kind]) * count)
        elif kind == _STRING:
            texts = [self.bytes(self.number("<Q")) for _ in range(count)]
            if words and len(set(texts)) < count:
                raise _Cut("tokens")
            if words:
                self.has_bytes = set(texts) >= _BYTES
        else:
            raise _Cut("array")
        return ("array", count)
