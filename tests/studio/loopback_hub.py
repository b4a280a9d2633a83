"""A hub on this machine that answers as the Hub does, and misbehaves when it is told to."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

COMMIT = "c" * 40
REPO = "somebody/model"
BODY = bytes(range(256)) * 12_000  # three megabytes: several pieces
KLEIN = "black-forest-labs/FLUX.2-klein-4B"
INDEX = (
    b'{"_class_name": "P", "transformer": ["diffusers", "T"], "tokenizer": ["transformers", "K"]}'
)
TREE = {
    "model_index.json": INDEX,
    "README.md": b"words",
    "flux-2-klein.safetensors": b"s" * 5000,
    "transformer/config.json": b"{}",
    "transformer/diffusion_pytorch_model.safetensors": b"w" * 200_000,
    "transformer/diffusion_pytorch_model.fp16.safetensors": b"h" * 100_000,
    "transformer/diffusion_pytorch_model.bin": b"p" * 100_000,
    "transformer/model.py": b"import os",
    "tokenizer/merges.txt": b"a b",
    "tokenizer/deep/down.json": b"{}",
}
LARGE = 1000  # bytes from which a file is one of the large ones, with a SHA-256


@dataclass
class Trouble:
    """What goes wrong with the next answers for a path that ends so: ``times`` times.

    ``status`` with ``headers`` instead of the file; or the file, but ``cut`` after so many bytes,
    ``stall`` seconds long then, ``more`` bytes of rubbish behind, ``whole`` without ranges, and
    ``pace`` bytes a second.
    """

    ends: str
    times: int = 1
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    cut: int = -1
    stall: float = 0.0
    more: int = 0
    whole: bool = False
    pace: float = 0.0


@dataclass
class Hub:
    """``files``: repository -> path -> bytes. ``asked`` every request: method, path, range, token.

    ``lies``: path -> hash that the listing names instead. ``private`` repositories want this token.
    """

    url: str = ""
    files: dict[str, dict[str, bytes]] = field(default_factory=dict)
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    lies: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    gated: dict[str, str] = field(default_factory=dict)
    main: str = COMMIT  # what the branch is at
    commits: set[str] = field(default_factory=set)  # those that were listed
    elsewhere: bool = False  # files come from another computer, as they do from the Hub

    def ranges(self, path: str) -> list[str]:
        """The stretches that were asked of a file."""
        return [span for name, span, _ in self.asked if name.endswith(path)]

    def trouble(self, path: str) -> Trouble | None:
        for one in self.troubles:
            if one.times and path.endswith(one.ends):
                one.times -= 1
                return one
        return None

    def listing(self, repo: str, revision: str = "main") -> dict[str, object]:
        commit, rows = self.main if revision == "main" else revision, []
        self.commits.add(commit)
        for path, body in self.files[repo].items():
            git = hashlib.sha1(b"blob %d\0" % len(body) + body).hexdigest()
            size = self.sizes.get(path, len(body))
            row: dict[str, object] = {"rfilename": path, "size": size, "blobId": git}
            if len(body) >= LARGE:
                sha = self.lies.get(path, hashlib.sha256(body).hexdigest())
                row["lfs"] = {"sha256": sha, "size": size}
            rows.append(row)
        return {"sha": commit, "siblings": rows, "cardData": {"license": "apache-2.0"}}


@contextmanager
def opened() -> Iterator[Hub]:
    """A hub that serves until the end of the block."""
    hub = Hub()

    class Own(_Answers):
        pass

    Own.hub = hub
    server = ThreadingHTTPServer(("127.0.0.1", 0), Own)
    server.daemon_threads = True
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    hub.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Answers(BaseHTTPRequestHandler):
    hub: Hub

    def do_GET(self) -> None:
        hub, path = self.hub, unquote(urlsplit(self.path).path)
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        hub.asked.append((path, self.headers.get("Range", ""), token))
        trouble = hub.trouble(path)
        if trouble and trouble.status:
            self._say(trouble.status, trouble.headers)
            return
        if path.startswith("/api/models/"):
            self._list(path, token)
            return
        repo, _, rest = path.strip("/").partition("/resolve/")
        if path.startswith("/cdn/"):
            repo, _, rest = path.removeprefix("/cdn/").partition("/resolve/")
        elif hub.elsewhere and not self._refused(repo, token):
            port = hub.url.rpartition(":")[2]
            self._say(302, {"Location": f"http://localhost:{port}/cdn{self.path}"})
            return
        commit, _, file = rest.partition("/")
        body = hub.files.get(repo, {}).get(file)
        if not path.startswith("/cdn/") and self._refused(repo, token):
            self._say(401, {"X-Error-Code": "GatedRepo"})
        elif body is None or commit not in hub.commits:
            self._say(404, {"X-Error-Code": "EntryNotFound"})
        else:
            self._give(body, trouble)

    def _refused(self, repo: str, token: str) -> bool:
        return self.hub.gated.get(repo, token) != token

    def _list(self, path: str, token: str) -> None:
        repo, _, revision = path.removeprefix("/api/models/").partition("/revision/")
        if repo not in self.hub.files:
            self._say(404, {"X-Error-Code": "RepoNotFound"})
            return
        text = json.dumps(self.hub.listing(repo, revision)).encode()
        with suppress(OSError):  # who asked may be gone
            self._say(200, {"Content-Length": str(len(text))})
            self.wfile.write(text)

    def _give(self, body: bytes, trouble: Trouble | None) -> None:
        trouble = trouble or Trouble("")
        asked = self.headers.get("Range", "")
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and not trouble.whole else 0
        if start >= len(body) > 0:
            self._say(416, {})
            return
        rest = body[start:]
        headers = {"Content-Length": str(len(rest) + trouble.more)}
        if asked and not trouble.whole:
            headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
        if trouble.cut >= 0:
            rest = rest[: trouble.cut]
        with suppress(OSError):  # who asked may be gone
            self._say(206 if "Content-Range" in headers else 200, headers)
            if trouble.pace:
                self._slowly(rest, trouble.pace)
            else:
                self.wfile.write(rest + b"x" * trouble.more)
            self.wfile.flush()
            time.sleep(trouble.stall)

    def _slowly(self, rest: bytes, pace: float) -> None:
        piece = max(1, int(pace / 50))
        for at in range(0, len(rest), piece):
            self.wfile.write(rest[at : at + piece])
            self.wfile.flush()
            time.sleep(piece / pace)

    def _say(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers:
            self.send_header("Content-Length", "0")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True

    def log_message(self, *words: object) -> None:
        pass
