"""A model for the director's tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.director.llama import Model
from tests import gguf_models


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Model]:
    """A tiny model of random weights: whatever it says is chance."""
    path = gguf_models.build(
        tmp_path_factory.mktemp("gguf") / "tiny.gguf", width=16, template=gguf_models.LAST_WORDS
    )
    model = Model(str(path), 4096, threads=1)
    yield model
    model.unload()
