"""The bundled director's tokens: byte pairs learned from the lessons' own words.

Byte-level pairs spell every text there is; llama.cpp reads the same table (model "gpt2"), so what
was trained here and what runs there cut a text alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

START, END = "<s>", "</s>"
SIZE = 1024
LOOSE = 0.1  # share of pairs left apart in some lessons, so that rare spellings are no surprise


def learn(texts: Iterable[str], size: int = SIZE) -> Tokenizer:
    """A table of ``size`` tokens from these texts."""
    found = Tokenizer(models.BPE())
    found.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    found.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        special_tokens=[START, END],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    found.train_from_iterator(texts, trainer)
    return found


def load(path: Path) -> Tokenizer:
    """The table that ``save`` wrote."""
    return Tokenizer.from_file(str(path))


def loose(table: Tokenizer) -> Tokenizer:
    """The same table that leaves some pairs apart, by chance."""
    other = Tokenizer.from_str(table.to_str())
    other.model.dropout = LOOSE
    return other


def special(table: Tokenizer, name: str) -> int:
    """The number of START or END."""
    found = table.token_to_id(name)
    assert found is not None, f"a table of tokens without {name}"
    return int(found)
