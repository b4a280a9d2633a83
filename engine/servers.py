"""Servers: programs on this machine that answer as OpenAI's do - Ollama, LM Studio, llama.cpp.

A server's model is named ``ADDRESS#MODEL``: ``http://localhost:11434/v1#qwen3:8b``, or shorter
``ollama#qwen3:8b``. Only addresses of this machine and of the net at home are asked, and each name
is looked up once and then used as a number: a script does not leave the house.
"""

from __future__ import annotations

import ipaddress
import json
import socket
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any
from urllib.parse import urlsplit

from engine import wire
from engine.api import EngineError

# The usual ports of the usual servers
PORTS = {"ollama": 11434, "lmstudio": 1234, "llama.cpp": 8080}
CLOUD = (":cloud", "-cloud")  # Ollama's names for models that it asks elsewhere
LISTING = 10.0  # seconds that a list of models may take


@dataclass(frozen=True, slots=True)
class Server:
    """An address ``host``:``port``, where ``base`` is the path of its interface; ``model`` may be
    empty.
    """

    host: str
    port: int
    base: str = "/v1"
    model: str = ""

    @property
    def where(self) -> str:
        """The address for the person's eye."""
        return f"{self.host}:{self.port}"

    @property
    def name(self) -> str:
        """The model and where it runs, for the person's eye."""
        return f"{self.model or 'A model'} at {self.where}"

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        model = f"#{self.model}" if self.model else ""
        return f"http://{host}:{self.port}{self.base}{model}"


def is_server(text: str) -> bool:
    """Whether these words name a server rather than a file."""
    low = text.strip().casefold()
    return low.startswith(("http:", "https:")) or low.partition("#")[0] in PORTS


def read(text: str) -> Server:
    """The server that these words name. Raises EngineError with a sentence."""
    place, _, model = text.strip().partition("#")
    port = PORTS.get(place.casefold().rstrip("/"))
    if port is not None:
        place = f"http://localhost:{port}/v1"
    elif "://" not in place:
        place = f"http://{place}"
    try:
        parts = urlsplit(place)
        host, given = parts.hostname or "", parts.port
    except ValueError as problem:
        raise EngineError(f"{place} is no address of a server: {problem}.") from problem
    if not host:
        raise EngineError(f"{place} is no address; write http://localhost:11434 or ollama.")
    if parts.scheme == "https":
        raise EngineError(
            f"{place} begins with https; servers on this machine speak http: write "
            f"http://{host}:{given or PORTS['ollama']}."
        )
    if model.casefold().endswith(CLOUD):
        raise EngineError(
            f"{model} runs on somebody else's machine, and a script does not leave this one; "
            "choose a model that runs here."
        )
    host = "localhost" if host == "0.0.0.0" else host
    base = parts.path.rstrip("/")
    return Server(host, given or 80, base or "/v1", model.strip())


def address(server: Server) -> tuple[str, int]:
    """The number to call. Raises EngineError when it is not of this machine or of the net at home,
    or nobody knows the name.
    """
    if server.host == "localhost":
        return "127.0.0.1", server.port
    try:
        rows = socket.getaddrinfo(server.host, server.port, type=socket.SOCK_STREAM)
    except OSError as problem:
        raise EngineError(f"There is no machine called {server.host}; mend the address.") from (
            problem
        )
    found = [str(row[4][0]) for row in rows]
    for number in found:
        if not _is_near(number):
            raise EngineError(
                f"{server.host} is not on this machine nor in the net at home, and a script does "
                "not leave the house; choose a server nearby, as http://localhost:11434."
            )
    return found[0], server.port


def _is_near(number: str) -> bool:
    at = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(at, ipaddress.IPv6Address) and at.ipv4_mapped:
        at = at.ipv4_mapped
    if at.is_loopback or at.is_link_local:
        return True
    return at.is_private and not (at.is_unspecified or at.is_multicast or at.is_reserved)


def offers(server: Server, look: Callable[[], None] = lambda: None) -> list[str]:
    """The models that a server has, by name. Raises EngineError with a sentence."""
    try:
        with wire.ask(address(server), f"{server.base}/models", None, look, LISTING) as reply:
            if reply.status == 404:
                raise EngineError(
                    f"{server.where} answers, but not at {server.base}; most servers are at "
                    f"http://{server.where}/v1."
                )
            if reply.status != 200:
                raise refusal(server, reply.status, reply.whole())
            told = json.loads(reply.whole())
    except OSError as problem:
        raise away(server, problem) from problem
    except ValueError as problem:
        raise EngineError(
            f"What {server.where} answers is no list of models; choose the address of a model "
            "server."
        ) from problem
    rows = told.get("data") or told.get("models") if isinstance(told, dict) else told
    names = [_name(row) for row in rows] if isinstance(rows, list) else []
    return [name for name in names if name and not name.casefold().endswith(CLOUD)]


def _name(row: Any) -> str:
    found = (row.get("id") or row.get("name")) if isinstance(row, dict) else row
    return found if isinstance(found, str) and found.isprintable() else ""


def settled(server: Server, look: Callable[[], None] = lambda: None) -> Server:
    """The server with a model that it has: the one that is named, or the only one.

    Raises EngineError when it has no such model, or several and none is named.
    """
    names = offers(server, look)
    if not names:
        raise EngineError(f"{server.where} has no model yet; load one there, then ask again.")
    if not server.model and len(names) == 1:
        return Server(server.host, server.port, server.base, names[0])
    told = ", ".join(names[:12]) + (" and others" if len(names) > 12 else "")
    if not server.model:
        raise EngineError(
            f"{server.where} has {len(names)} models: {told}. Name one behind the address: "
            f"{server}#{names[0]}"
        )
    if server.model in names or f"{server.model}:latest" in names:
        return server
    close = get_close_matches(server.model, names, n=1, cutoff=0.5)
    meant = f" Did you mean {close[0]}?" if close else ""
    raise EngineError(f"{server.where} has no model {server.model}; it has {told}.{meant}")


def away(server: Server, problem: OSError) -> EngineError:
    """The sentence for a server that does not answer as one should."""
    if isinstance(problem, wire.Unreachable):
        said = (
            f"Nobody answers at {server.where}. Start the model server there, or choose another "
            "director."
        )
    elif isinstance(problem, wire.Silent):
        said = (
            f"{server.where} has said nothing for {problem}; it may be too busy or its model too "
            "large for the machine. Try again, or choose a smaller model."
        )
    elif isinstance(problem, wire.Cut):
        said = f"{server.where} hung up in the middle of an answer ({problem}); ask again."
    else:
        said = f"{server.where} cannot be reached: {problem.strerror or problem}."
    return EngineError(said)


def refusal(server: Server, status: int, body: str) -> EngineError:
    """The sentence for an answer that is a refusal."""
    words = said_in(body)
    why = f" ({words})" if words else ""
    if status in (401, 403):
        return EngineError(
            f"{server.where} asks for a key{why}; switch that off there, or choose another server."
        )
    if status == 404:
        return EngineError(
            f"{server.where} does not know {server.model or 'this address'}{why}; choose one of "
            "its models, or mend the address."
        )
    if 300 <= status < 400:
        return EngineError(
            f"{server.where} sends the question elsewhere, and a script does not leave the house; "
            "mend the address."
        )
    if status >= 500:
        return EngineError(
            f"The model server at {server.where} failed{why}; look there what is wrong, then ask "
            "again."
        )
    return EngineError(f"{server.where} refuses the question with {status}{why}.")


def said_in(body: str) -> str:
    """The words of an error as servers send it, on one line."""
    try:
        told = json.loads(body)
    except ValueError:
        told = ""
    error = told.get("error", told.get("message", "")) if isinstance(told, dict) else ""
    words = error.get("message", "") if isinstance(error, dict) else error
    plain = " ".join(str(words).split()).rstrip(".")
    return plain if len(plain) <= 160 else plain[:160].rsplit(" ", 1)[0] + " ..."
