"""The wire: HTTP to a server nearby, read line by line, given up at any moment.

Standard library only. Waiting is done in short looks at the socket, so that whoever waits can stop
at once: what ``look`` raises closes the connection, and a server that streams then stops its work.
Neither proxies nor redirects are followed: the words go where they were sent or nowhere.
"""

from __future__ import annotations

import http.client
import io
import json
import select
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from urllib.parse import quote

TICK = 0.05  # seconds between two looks while nothing comes
REACHING = 4.0  # seconds in which a server on this machine or in this house has picked up
MOST = 4_000_000  # bytes of one reply: a plan has some thousands

Look = Callable[[], None]


class Unreachable(OSError):  # noqa: N818 - a state of the world, named as one
    """Nothing picks up at this address."""


class Silent(OSError):  # noqa: N818 - a state of the world, named as one
    """The server said nothing for longer than one waits."""


class Cut(OSError):  # noqa: N818 - a state of the world, named as one
    """The connection ended in the middle of a reply, or what came is no HTTP."""


class Reply:
    """The answer to one request: ``status``, and its body as lines or as a whole."""

    def __init__(self, response: http.client.HTTPResponse, ear: _Ear) -> None:
        self._response, self._ear = response, ear
        self.status = response.status
        self.kind = response.getheader("Content-Type", "").partition(";")[0].strip().lower()

    def wait(self, patience: float) -> None:
        """How many seconds of silence are borne from now on."""
        self._ear.patience = patience

    def lines(self) -> Iterator[str]:
        """The body's lines as they come. Raises Cut, Silent."""
        held, size = b"", 0
        while piece := self._piece():
            size += len(piece)
            if size > MOST:
                raise Cut("too long")
            *whole, held = (held + piece).split(b"\n")
            for line in whole:
                yield line.decode("utf-8", errors="replace").rstrip("\r")
        if held:
            yield held.decode("utf-8", errors="replace")

    def whole(self) -> str:
        """All of the body. Raises Cut, Silent."""
        return "\n".join(self.lines())

    def _piece(self) -> bytes:
        try:
            piece = self._response.read1(65536)
        except (http.client.HTTPException, ConnectionError, ValueError) as problem:
            raise Cut(str(problem)) from problem
        if not piece and self._response.length:
            raise Cut("shorter than it said")
        return piece


@contextmanager
def ask(
    address: tuple[str, int],
    path: str,
    body: Any = None,
    look: Look = lambda: None,
    patience: float = 60.0,
) -> Iterator[Reply]:
    """GET ``path``, or POST ``body`` as JSON there; the connection closes with the block.

    ``address`` is a number of the net and a port; ``look`` is called while one waits and may raise.
    Raises Unreachable, Silent, Cut.
    """
    line = _reached(address, look)
    try:
        _say(line, address, path, body)
        ear = _Ear(line, look, patience)
        response = http.client.HTTPResponse(_Receiver(ear))  # type: ignore[arg-type]
        try:
            response.begin()
        except (http.client.HTTPException, ConnectionError, ValueError) as problem:
            raise Cut(str(problem)) from problem
        yield Reply(response, ear)
    finally:
        line.close()


def _reached(address: tuple[str, int], look: Look) -> socket.socket:
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with ExitStack() as broken:
        line = broken.enter_context(socket.socket(family, socket.SOCK_STREAM))
        line.setblocking(False)
        line.connect_ex(address)
        until = time.monotonic() + REACHING
        while not select.select([], [line], [line], TICK)[1]:
            look()
            if time.monotonic() > until:
                raise Unreachable("nobody picks up")
        if fault := line.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            raise Unreachable(fault, "refused")
        broken.pop_all()
    return line


def _say(line: socket.socket, address: tuple[str, int], path: str, body: Any) -> None:
    words = b"" if body is None else json.dumps(body).encode()
    host = f"[{address[0]}]" if ":" in address[0] else address[0]
    head = [f"{'GET' if body is None else 'POST'} {quote(path, safe='/.-_~')} HTTP/1.1"]
    head += [f"Host: {host}:{address[1]}", "Connection: close", "Accept: */*"]
    if body is not None:
        head += ["Content-Type: application/json", f"Content-Length: {len(words)}"]
    line.settimeout(REACHING)
    try:
        line.sendall("\r\n".join([*head, "", ""]).encode("latin-1") + words)
    except TimeoutError as problem:
        raise Silent(f"{REACHING:g} seconds") from problem
    except OSError as problem:
        raise Cut(str(problem)) from problem
    line.setblocking(False)


class _Ear(io.RawIOBase):
    """Reads a socket in short looks."""

    def __init__(self, line: socket.socket, look: Look, patience: float) -> None:
        self._line, self._look, self.patience = line, look, patience

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        until = time.monotonic() + self.patience
        while True:
            ready = select.select([self._line], [], [], TICK)[0]
            self._look()
            if ready:
                try:
                    return self._line.recv_into(buffer)
                except BlockingIOError:
                    continue
            if time.monotonic() > until:
                raise Silent(f"{self.patience:g} seconds")


class _Receiver:
    """What ``http.client`` takes for a socket."""

    def __init__(self, ear: _Ear) -> None:
        self._ear = ear

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(self._ear)
