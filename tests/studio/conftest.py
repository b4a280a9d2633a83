"""A hub on this machine for the tests of models; a queue with everything that it needs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio import catalogue, fetch, licences
from tests.studio import loopback_hub
from tests.studio.loopback_hub import BODY, KLEIN, REPO, TREE, Hub
from tests.studio.queues import Room


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    monkeypatch.setattr(fetch, "WAITS", (0.01, 0.01, 0.01))
    for name in ("HF_HUB_OFFLINE", "HF_TOKEN", "HF_HOME", "HF_HUB_CACHE", "HF_TOKEN_PATH"):
        monkeypatch.delenv(name, raising=False)
    with loopback_hub.opened() as found:
        monkeypatch.setenv("HF_ENDPOINT", found.url)
        found.files[REPO] = {"fine.gguf": BODY}
        yield found


@pytest.fixture
def klein(hub: Hub) -> catalogue.Model:
    hub.files[KLEIN] = dict(TREE)
    model = catalogue.find("flux2-klein-4b")
    licences.accept(model)
    return model


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A queue with everything that it needs, on a project of its own."""
    found = Room(tmp_path)
    yield found
    found.project.close()
