"""Model servers for tests: a real HTTP server on loopback that says what it was told to.

It streams, stalls, hangs up, refuses and lies as the servers of the world do; what it was asked is
kept in ``asked``.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Script:
    """What the server does. ``line`` gives the words of an answer to the question's last message;
    ``manner`` is how it says them.
    """

    line: Callable[[dict[str, Any]], str] = lambda question: "{}"
    manner: str = "stream"  # stream, whole, stall, drop, mute, html, fault
    models: tuple[str, ...] = ("tiny:1b",)
    status: int = 200  # of answers
    refuses: Callable[[dict[str, Any]], str] = lambda question: ""  # why it says 400
    pause: float = 0.0  # seconds between two words
    busy: int = 0  # questions that it answers with 503 first
    thinks: int = 0  # words that it thinks first
    asked: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    broken: threading.Event = field(default_factory=threading.Event)  # somebody hung up on it
    port: int = 0

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}/v1"


@contextmanager
def serving(script: Script) -> Iterator[Script]:
    """Serve this script on a free port of loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Asked", (_Asked,), {"script": script}))
    server.daemon_threads = True
    script.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield script
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Asked(BaseHTTPRequestHandler):
    script: Script
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_GET(self) -> None:
        self.script.paths.append(self.path)
        if self.path != "/v1/models":
            self._send(404, {"error": {"message": "no such page"}})
            return
        rows = [{"id": name, "object": "model"} for name in self.script.models]
        self._send(200, {"object": "list", "data": rows})

    def do_POST(self) -> None:
        script = self.script
        script.paths.append(self.path)
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not self.path.endswith("/chat/completions"):
            self._send(200, {"done": True})
            return
        script.asked.append(question)
        if script.busy:
            script.busy -= 1
            self._send(503, {"error": {"message": "Loading model"}})
        elif why := script.refuses(question):
            self._send(400, {"error": {"message": why}})
        elif script.status != 200:
            self._send(script.status, {"error": {"message": "it went wrong"}})
        else:
            try:
                self._say(question)
            except OSError:
                script.broken.set()

    def _send(self, status: int, told: Any) -> None:
        body = told.encode() if isinstance(told, str) else json.dumps(told).encode()
        kind = "text/html" if isinstance(told, str) else "application/json"
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _say(self, question: dict[str, Any]) -> None:
        script = self.script
        words = script.line(question)
        if script.manner == "html":
            self._send(200, "<html>Hello</html>")
            return
        if script.manner == "whole":
            self._send(200, {"choices": [{"message": {"role": "assistant", "content": words}}]})
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        if script.manner == "mute":
            time.sleep(5)
            return
        for _ in range(script.thinks):
            self._event({"choices": [{"delta": {"reasoning": "hm "}}]})
        pieces = [words[at : at + 7] for at in range(0, len(words), 7)]
        for number, piece in enumerate(pieces):
            if number == len(pieces) // 2 and script.manner in ("stall", "drop", "fault"):
                if script.manner == "fault":
                    self._event({"error": {"message": "out of memory"}})
                if script.manner == "stall":
                    time.sleep(5)
                self.close_connection = True
                return
            self._event({"choices": [{"delta": {"content": piece}}]})
            time.sleep(script.pause)
        self._event({"choices": [{"delta": {}, "finish_reason": "stop"}]})
        self._chunk(b"data: [DONE]\n\n")
        self._chunk(b"")

    def _event(self, told: Any) -> None:
        self._chunk(b"data: " + json.dumps(told).encode() + b"\n\n")

    def _chunk(self, words: bytes) -> None:
        self.wfile.write(b"%x\r\n%s\r\n" % (len(words), words))
        self.wfile.flush()
