"""A model on a server of this machine: questions go over the wire, answers come back word by word.

Speaks OpenAI's ``/chat/completions`` as Ollama, LM Studio and llama.cpp's server do. The answer is
held to a JSON schema where the server can do that, else to any JSON, else to nothing; the interview
measures it in any case. Thinking aloud is switched off in the words of each server.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from engine import servers, wire
from engine.director.grammar import Grammar
from engine.director.interview import Answer
from engine.director.mending import value_in
from engine.director.schema import schema
from engine.servers import Server

LOADING = 240.0  # seconds until the first word: the server may have to load a large model
PATIENCE = 60.0  # seconds of silence inside an answer
LEAVING = 2.0  # seconds that a server may take to let its model go
AGAIN = 1.0  # seconds between two tries while the server loads its model
THINKING = 1024  # tokens more for a model that thinks although it was asked not to
LETTERS_A_TOKEN = 2.6  # of English and JSON; low, so that an answer has room enough

# Ways to hold an answer to its form, and to switch thinking off; a server refuses what it does not
# know, and is then asked with less.
_WAYS = (("schema", True), ("schema", False), ("json", True), ("json", False), ("", False))


class Remote:
    """One model of one server. Not for two threads."""

    large = True  # who runs a server of their own runs a model that gains from thinking in notes

    def __init__(
        self,
        where: str,
        context: int = 4096,
        *,
        loading: float = LOADING,
        patience: float = PATIENCE,
    ) -> None:
        """Find the server and its model. ``context`` in tokens: what such servers see at once
        unless they are told otherwise; ``loading`` and ``patience`` are seconds of silence before
        the first word and after it. Raises EngineError with a sentence.
        """
        self.server: Server = servers.settled(servers.read(where))
        self.context = context
        self._loading, self._patience = loading, patience
        self._ways = list(_WAYS)
        self._address = servers.address(self.server)
        self._thinks = False

    @property
    def name(self) -> str:
        return self.server.model

    def unload(self) -> None:
        """Ask the server to free the model's memory: the pictures need it next.

        Ollama's own word for it; other servers do not know it and keep their model.
        """
        wish = {"model": self.server.model, "keep_alive": 0}
        try:
            with wire.ask(self._address, "/api/generate", wish, patience=LEAVING) as reply:
                reply.whole()
        except OSError:
            return  # it is gone already, or busy with somebody else's question

    def forget(self) -> None:
        """Every question is told whole."""

    def count(self, text: str) -> int:
        """About how many tokens a text has; only the server could say exactly."""
        return round(len(text) / LETTERS_A_TOKEN) + 1

    def prompt_tokens(self, messages: Sequence[Mapping[str, str]]) -> Sequence[int]:
        """As many numbers as the conversation has tokens, about."""
        return range(sum(self.count(message["content"]) + 8 for message in messages))

    def can_spell(self, characters: frozenset[str]) -> bool:
        return True

    def answer(
        self,
        messages: Sequence[Mapping[str, str]],
        grammar: str | None,
        *,
        longest: int,
        temperature: float,
        seed: int,
        heard: Callable[[str, int], None],
    ) -> Answer:
        """One JSON value, or as much of it as came: an answer that breaks off is not ``whole``.

        ``heard(text so far, tokens)`` is called at every word and now and then in between; what it
        raises closes the connection. Raises EngineError when the server is away, silent or refuses.
        """
        began = time.monotonic()
        question = {
            "model": self.server.model,
            "messages": [dict(message) for message in messages],
            "stream": True,
            "temperature": temperature,
            "seed": seed % 2**31,
            "max_tokens": longest + (THINKING if self._thinks else 0),
        }
        said = _Said(heard)
        form = grammar.form if isinstance(grammar, Grammar) else None
        while True:
            way = self._ways[0]
            try:
                status, words = self._asked(question | _extras(way, form), said)
            except (wire.Cut, wire.Silent) as problem:
                if not said.text:
                    raise servers.away(self.server, problem) from problem
                break  # what has come counts; the interview asks again
            except OSError as problem:
                raise servers.away(self.server, problem) from problem
            if status == 200:
                break
            if status in (400, 415, 422, 501) and len(self._ways) > 1:
                self._ways.pop(0)  # it does not know one of these fields: ask with less
            elif status == 503 and time.monotonic() - began < self._loading:
                self._wait(said)
            else:
                raise servers.refusal(self.server, status, words)
        self._thinks = self._thinks or said.thoughts > 0
        prompt = len(self.prompt_tokens(messages))
        took = time.monotonic() - began
        return Answer(said.text, said.is_whole, said.tokens, prompt, took)

    def _asked(self, question: dict[str, Any], said: _Said) -> tuple[int, str]:
        """The status, and the words of a refusal; an answer goes into ``said``."""
        path = f"{self.server.base}/chat/completions"
        with wire.ask(self._address, path, question, said.look, self._loading) as reply:
            if reply.status != 200:
                return reply.status, reply.whole()
            if reply.kind == "application/json":  # it does not stream
                said.take(_message(_read(reply.whole())))
                return 200, ""
            for line in reply.lines():
                reply.wait(self._patience)
                said.take(_delta(line))
                if said.fault:
                    return 500, json.dumps({"error": said.fault})
                if said.is_whole:
                    break  # hanging up ends its work
        return 200, ""

    def _wait(self, said: _Said) -> None:
        until = time.monotonic() + AGAIN
        while time.monotonic() < until:
            said.look()
            time.sleep(wire.TICK)


class _Said:
    """What a model has said so far."""

    def __init__(self, heard: Callable[[str, int], None]) -> None:
        self.text = ""
        self.tokens = 0
        self.thoughts = 0
        self.is_whole = False
        self.fault = ""
        self._heard = heard

    def look(self) -> None:
        self._heard(self.text, self.tokens)

    def take(self, piece: Mapping[str, Any]) -> None:
        """One piece of an answer, as servers send it."""
        self.fault = self.fault or str(piece.get("fault", ""))
        if piece.get("reasoning") or piece.get("reasoning_content") or piece.get("thinking"):
            self.thoughts += 1
            self.tokens += 1
        words = piece.get("content")
        if isinstance(words, str) and words:
            self.text += words
            self.tokens += 1
            if "}" in words:
                self.is_whole = isinstance(value_in(self.text), dict)
        self.look()


def _extras(way: tuple[str, bool], form: Any) -> dict[str, Any]:
    held, quiet = way
    extras: dict[str, Any] = {}
    if quiet:  # the first is Ollama's word for it, the second llama.cpp's and LM Studio's
        extras |= {"reasoning_effort": "none", "chat_template_kwargs": {"enable_thinking": False}}
    if form is not None and held == "schema":
        told = {"name": "plan", "strict": True, "schema": schema(form)}
        extras["response_format"] = {"type": "json_schema", "json_schema": told}
    elif form is not None and held == "json":
        extras["response_format"] = {"type": "json_object"}
    return extras


def _read(words: str) -> Any:
    try:
        return json.loads(words)
    except ValueError:
        return None


def _delta(line: str) -> Mapping[str, Any]:
    """A piece out of one line of a stream of events; lines that are none say nothing."""
    if not line.startswith("data:"):
        return {}
    told = _read(line[5:].strip())
    if isinstance(told, dict) and told.get("error"):
        return {"fault": servers.said_in(json.dumps(told)) or "it does not say why"}
    return next(_choices(told, "delta"), {})


def _message(told: Any) -> Mapping[str, Any]:
    return next(_choices(told, "message"), {})


def _choices(told: Any, field: str) -> Iterator[Mapping[str, Any]]:
    rows = told.get("choices") if isinstance(told, dict) else None
    for row in rows if isinstance(rows, list) else ():
        piece = row.get(field) if isinstance(row, dict) else None
        if isinstance(piece, dict):
            yield piece
