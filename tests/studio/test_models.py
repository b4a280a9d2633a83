"""Models are fetched whole or not at all, go on after any interruption, and are checked.

The Hub is a small server of this machine that answers as the Hub does.
"""

from __future__ import annotations

import hashlib
import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from studio import models
from studio.errors import StudioError

BODY = bytes(range(256)) * 20_000  # five megabytes: several pieces
NAME = "somebody/model/fine.gguf"


class Hub(BaseHTTPRequestHandler):
    """One file, with the headers that the Hub sends of a large one."""

    body = BODY
    sha = hashlib.sha256(BODY).hexdigest()
    ranges: ClassVar[list[str]] = []
    cut = 0  # bytes after which the connection is closed, once

    def do_HEAD(self) -> None:
        if "fine.gguf" not in self.path:
            self.send_response(404)
            self.send_header("X-Error-Code", "EntryNotFound")
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("X-Repo-Commit", "c" * 40)
        self.send_header("X-Linked-Etag", f'"{self.sha}"')
        self.send_header("X-Linked-Size", str(len(self.body)))
        self.end_headers()

    def do_GET(self) -> None:
        wanted = self.headers.get("Range", "bytes=0-")
        if "fine.gguf" not in self.path:
            self.send_error(404)
            return
        type(self).ranges.append(wanted)
        start = int(wanted.removeprefix("bytes=").rstrip("-"))
        rest = self.body[start:]
        self.send_response(206)
        self.send_header("Content-Length", str(len(rest)))
        self.end_headers()
        if type(self).cut:
            rest, type(self).cut = rest[: type(self).cut], 0
        self.wfile.write(rest)

    def log_message(self, *words: object) -> None:
        pass


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Hub]]:
    class Own(Hub):
        ranges: ClassVar[list[str]] = []

    server = ThreadingHTTPServer(("127.0.0.1", 0), Own)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{server.server_address[1]}")
    monkeypatch.setenv("LONGTAKE_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("LONGTAKE_DATA", str(tmp_path / "data"))
    yield Own
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_model_is_fetched_checked_and_removed(hub: type[Hub]) -> None:
    told: list[tuple[int, int]] = []
    file = models.pull(NAME, lambda done, of: told.append((done, of)))
    assert file.read_bytes() == BODY
    assert file in models.installed()
    assert told[-1] == (len(BODY), len(BODY))
    assert models.check(NAME) == "fine.gguf is whole."
    assert models.pull(NAME) == file
    assert len(hub.ranges) == 1  # what is there is not fetched again
    assert models.remove(NAME) >= len(BODY)
    assert models.installed() == []


def test_a_cut_fetch_says_so_and_goes_on_where_it_stopped(hub: type[Hub]) -> None:
    hub.cut = 3_000_000
    with pytest.raises(StudioError, match=r"stopped at 3\.0 MB of 5\.1 MB.*fetch it again"):
        models.pull(NAME)
    assert models.pull(NAME).read_bytes() == BODY
    assert hub.ranges == ["bytes=0-", "bytes=3000000-"]


def test_a_cancelled_fetch_keeps_what_came(hub: type[Hub]) -> None:
    class StopError(Exception):
        pass

    def stop(done: int, of: int) -> None:
        raise StopError

    with pytest.raises(StopError):
        models.pull(NAME, stop)
    assert models.installed() == []
    assert models.pull(NAME).read_bytes() == BODY
    assert hub.ranges[-1] != "bytes=0-"


def test_another_file_than_the_hub_names_is_thrown_away(hub: type[Hub]) -> None:
    hub.sha = "0" * 64
    with pytest.raises(StudioError, match="is not the file that the Hub names"):
        models.pull(NAME)
    assert not any(models.folder().rglob("*fine*"))


def test_damage_on_the_disk_is_found(hub: type[Hub]) -> None:
    file = models.pull(NAME)
    file.write_bytes(BODY[:-1] + b"x")
    assert "is damaged" in models.check(NAME)


def test_a_full_disk_is_told_before_anything_is_fetched(
    hub: type[Hub], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=1_000_000)
    monkeypatch.setattr("shutil.disk_usage", lambda folder: usage)
    with pytest.raises(StudioError, match="Make room"):
        models.pull(NAME)
    assert hub.ranges == []


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("qwen3-4", "Did you mean|qwen3-4b"),
        ("somebody/model/gone.gguf", "is not in somebody/model any more"),
    ],
)
def test_a_wrong_name_is_answered_with_a_way_out(hub: type[Hub], name: str, sentence: str) -> None:
    with pytest.raises(StudioError, match=sentence):
        models.pull(name)


def test_without_a_network_a_sentence_comes(
    hub: type[Hub], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(StudioError, match="online, or put a GGUF file into the models folder"):
        models.pull(NAME)


def test_every_model_of_the_list_tells_all_that_one_must_know() -> None:
    for one in models.known().values():
        assert one.repo.count("/") == 1
        assert one.file.endswith(".gguf")
        assert one.licence
        assert 0 < one.size_gb < one.memory_gb
