import random
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.api import EngineError
from engine.director import weights
from tests import gguf_models


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return gguf_models.build(tmp_path_factory.mktemp("gguf") / "tiny.gguf", context=512)


def test_the_header_tells_name_size_and_context(tiny: Path) -> None:
    found = weights.read(tiny)
    assert (found.name, found.context, found.bytes) == ("tiny", 512, tiny.stat().st_size)
    assert found.facts["llama.embedding_length"] == 32
    assert found.facts["tokenizer.ggml.tokens"] == (
        "array",
        len(gguf_models.vocabulary(pieces=gguf_models.JSON)),
    )


def test_a_missing_file_is_named_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"no-such\.gguf is not at .*; choose another file"):
        weights.read(tmp_path / "no-such.gguf")


def test_a_folder_is_not_a_model(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="is a folder; choose the model's GGUF file"):
        weights.read(tmp_path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        (b"<!DOCTYPE html><html>Not found</html>", "it is a web page"),
        (b"PK\x03\x04 zip", "it begins otherwise"),
    ],
)
def test_a_file_that_is_no_gguf_says_what_it_is(tmp_path: Path, content: bytes, words: str) -> None:
    file = tmp_path / "model.gguf"
    file.write_bytes(content)
    with pytest.raises(EngineError, match=f"not a GGUF model \\({words}\\)"):
        weights.read(file)


def test_a_file_cut_anywhere_is_refused(tiny: Path, tmp_path: Path) -> None:
    data = tiny.read_bytes()
    file = tmp_path / "cut.gguf"
    for length in (4, 8, 20, 24, 60, 500, 5_000, len(data) // 2):
        file.write_bytes(data[:length])
        with pytest.raises(EngineError, match=r"cut|damaged"):
            weights.read(file)


def test_a_file_that_needs_more_bytes_than_it_has_says_how_many(tiny: Path, tmp_path: Path) -> None:
    file = tmp_path / "cut.gguf"
    file.write_bytes(tiny.read_bytes()[:40_000])
    with pytest.raises(EngineError, match=r"has 40,000 of at least [\d,]+ bytes"):
        weights.read(file)


def test_changed_bytes_never_raise_anything_but_a_sentence(tiny: Path, tmp_path: Path) -> None:
    data, chance = tiny.read_bytes(), random.Random(1)
    file = tmp_path / "changed.gguf"
    said: list[str] = []
    for _ in range(300):
        changed = bytearray(data)
        for _ in range(chance.randint(1, 6)):
            changed[chance.randrange(4, 9_000)] = chance.randrange(256)
        file.write_bytes(changed)
        try:
            weights.read(file)
        except EngineError as problem:
            said.append(str(problem))
    assert len(said) > 50
    assert all(words.endswith(".") for words in said)


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        ({"width": 30, "heads": 4}, "its width 30 does not divide into 4 heads"),
        ({"width": 33, "heads": 3}, r"its heads have an odd width \(11\)"),
    ],
)
def test_dimensions_on_which_llama_would_abort_are_refused(
    tmp_path: Path, shape: dict[str, int], words: str
) -> None:
    file = gguf_models.build(tmp_path / "odd.gguf", **shape)  # type: ignore[arg-type]
    with pytest.raises(EngineError, match=words):
        weights.read(file)


def _huge_text(data: bytearray) -> None:
    data[24:32] = struct.pack("<Q", 1 << 60)  # the length of the first key


def _many_keys(data: bytearray) -> None:
    data[16:24] = struct.pack("<Q", 1 << 62)


def _old_version(data: bytearray) -> None:
    data[4:8] = struct.pack("<I", 1)


@pytest.mark.parametrize("change", [_huge_text, _many_keys, _old_version])
def test_lying_lengths_are_refused_at_once(
    tiny: Path, tmp_path: Path, change: Callable[[bytearray], None]
) -> None:
    data = bytearray(tiny.read_bytes())
    change(data)
    file = tmp_path / "lying.gguf"
    file.write_bytes(data)
    with pytest.raises(EngineError, match="damaged"):
        weights.read(file)


def test_a_vocabulary_that_says_a_word_twice_is_refused(tiny: Path, tmp_path: Path) -> None:
    data = tiny.read_bytes()
    assert data.count(b"<0x41>") == 1
    file = tmp_path / "twice.gguf"
    file.write_bytes(data.replace(b"<0x41>", b"<0x42>"))
    with pytest.raises(EngineError, match="damaged"):
        weights.read(file)


def test_a_vocabulary_on_which_llama_would_abort_is_refused(tmp_path: Path) -> None:
    file = gguf_models.build(tmp_path / "mute.gguf", bytes_too=False)
    with pytest.raises(EngineError, match="damaged"):
        weights.read(file)
