"""Servers nearby: how they are named, which addresses are refused, what is said of one away."""

from __future__ import annotations

import re
import socket

import pytest

from engine import servers, wire
from engine.api import EngineError
from tests.engine.model_servers import Script, serving


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("ollama#qwen3:8b", "http://localhost:11434/v1#qwen3:8b"),
        ("LMStudio", "http://localhost:1234/v1"),
        ("http://localhost:8080", "http://localhost:8080/v1"),
        ("http://0.0.0.0:8080/v1/#a/b", "http://localhost:8080/v1#a/b"),
        ("http://[::1]:9/api", "http://[::1]:9/api"),
    ],
)
def test_a_server_has_short_and_long_names(said: str, meant: str) -> None:
    assert servers.is_server(said)
    assert str(servers.read(said)) == meant
    assert servers.read(meant) == servers.read(said)


def test_a_file_is_no_server() -> None:
    assert not servers.is_server("/models/ollama.gguf")
    assert not servers.is_server("bundled")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("http://", "is no address"),
        ("http://localhost:99999/v1", "is no address"),
        ("https://localhost:1234", "speak http: write http://localhost:1234"),
        ("ollama#gpt-oss:120b-cloud", "somebody else's machine"),
    ],
)
def test_addresses_that_are_none_are_refused_with_a_sentence(said: str, sentence: str) -> None:
    with pytest.raises(EngineError, match=sentence):
        servers.read(said)


@pytest.mark.parametrize("host", ["8.8.8.8", "[2001:4860:4860::8888]", "[::ffff:8.8.8.8]"])
def test_a_script_does_not_leave_the_house(host: str) -> None:
    with pytest.raises(EngineError, match="a script does not leave the house"):
        servers.address(servers.read(f"http://{host}:11434"))


@pytest.mark.parametrize("host", ["127.0.0.1", "192.168.1.7", "10.0.0.3", "[::1]", "localhost"])
def test_addresses_of_this_machine_and_of_the_net_at_home_are_taken(host: str) -> None:
    assert servers.address(servers.read(f"http://{host}:11434"))[1] == 11434


def test_a_server_tells_its_models_and_one_that_it_alone_has_needs_no_name() -> None:
    with serving(Script(models=("tiny:1b", "huge:cloud"))) as there:
        server = servers.read(there.address)
        assert servers.offers(server) == ["tiny:1b"]
        assert servers.settled(server).model == "tiny:1b"


def test_a_model_that_is_not_there_is_told_with_the_nearest_one() -> None:
    with serving(Script(models=("qwen3:8b", "gemma4:e4b"))) as there:
        with pytest.raises(EngineError, match=r"has 2 models: qwen3:8b, gemma4:e4b"):
            servers.settled(servers.read(there.address))
        with pytest.raises(EngineError, match=r"Did you mean qwen3:8b\?"):
            servers.settled(servers.read(f"{there.address}#qwen3"))
    with serving(Script(models=())) as there, pytest.raises(EngineError, match="no model yet"):
        servers.settled(servers.read(there.address))


def test_a_wrong_path_and_nobody_there_are_sentences() -> None:
    with serving(Script()) as there:
        with pytest.raises(EngineError, match=f"http://localhost:{there.port}/v1"):
            servers.offers(servers.read(f"http://localhost:{there.port}/api"))
        port = there.port
    with pytest.raises(EngineError, match=f"Nobody answers at localhost:{port}"):
        servers.offers(servers.read(f"http://localhost:{port}"))


def test_something_else_than_a_model_server_is_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as line:
        port = line.getsockname()[1]
        line.settimeout(5)

        def stop() -> None:
            raise KeyboardInterrupt

        with (
            pytest.raises(KeyboardInterrupt),  # who waits may stop at any look
            wire.ask(("127.0.0.1", port), "/v1/models", look=stop, patience=9),
        ):
            pass
        with (
            pytest.raises(wire.Silent),
            wire.ask(("127.0.0.1", port), "/v1/models", patience=0.1),
        ):
            pass


@pytest.mark.parametrize(
    ("status", "sentence"),
    [(401, "asks for a key"), (404, "does not know m"), (500, "failed .out of memory."),
     (302, "sends the question elsewhere"), (418, "refuses the question with 418")],
)  # fmt: skip
def test_refusals_are_told_with_the_servers_own_words(status: int, sentence: str) -> None:
    server = servers.read("ollama#m")
    body = '{"error": {"message": "out of memory."}}'
    assert re.search(sentence, str(servers.refusal(server, status, body)))
    assert str(servers.refusal(server, status, "no json")).endswith(".")
