"""``longtake models`` in a console: what it lists, asks, keeps and refuses."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from studio import catalogue, licences, models, settings
from studio.cli import main
from tests.studio import loopback_hub
from tests.studio.loopback_hub import COMMIT, Hub

BODY = b"GGUF" * 10_000
NAME = "qwen3-4b"


@pytest.fixture(autouse=True)
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    for name in ("HF_HUB_OFFLINE", "HF_TOKEN", "HF_HOME", "HF_HUB_CACHE"):
        monkeypatch.delenv(name, raising=False)
    model = catalogue.find(NAME)
    with loopback_hub.opened() as found:
        monkeypatch.setenv("HF_ENDPOINT", found.url)
        found.files[model.parts["model"].repo] = {model.file: BODY}
        yield found


class Terminal(io.StringIO):
    """A keyboard at which somebody typed this."""

    def isatty(self) -> bool:
        return True


def told(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    """The answer of a command as data."""
    assert main(["models", *words, "--json", "--quiet"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_the_list_says_of_every_model_what_it_is_for_and_whether_it_fits(
    capsys: pytest.CaptureFixture[str], hub: Hub
) -> None:
    assert main(["models", "list"]) == 0
    page = capsys.readouterr().out
    assert page.startswith("This machine: ")
    for model in catalogue.known().values():
        assert f"{model.name} - {model.title}" in page
        assert model.what in page
    rows = told(capsys, "list")["models"]
    assert {row["fits"] for row in rows.values()} <= {"fits", "slow", "tight", "no", "unknown"}
    assert hub.asked == []


def test_a_licence_is_asked_for_in_the_console_and_kept(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, hub: Hub
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal("no\n"))
    assert main(["models", "pull", NAME]) == 1
    said = capsys.readouterr()
    assert "Qwen3 4B is under Apache-2.0. Commercial use is allowed. Read it at" in said.err
    assert "was not accepted" in said.err
    assert hub.asked == []
    monkeypatch.setattr("sys.stdin", Terminal("yes\n"))
    assert main(["models", "pull", NAME]) == 0
    assert models.place(catalogue.find(NAME)).read_bytes() == BODY
    noted = json.loads(licences.file().read_text())[NAME]
    assert noted["licence"] == "Apache-2.0"


def test_a_script_says_yes_beforehand_or_is_told_how(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert main(["models", "pull", NAME]) == 1
    assert "--accept-licence" in capsys.readouterr().err
    assert told(capsys, "pull", NAME, "--accept-licence")["commit"] == COMMIT
    assert told(capsys, "list")["models"][NAME]["commit"] == COMMIT
    assert "is whole" in str(told(capsys, "check", NAME)["checked"])
    assert told(capsys, "remove", NAME) == {"freed MB": 0}
    assert main(["models", "remove", NAME]) == 1
    assert "nothing to remove" in capsys.readouterr().err


def test_folders_are_chosen_linked_and_unlinked(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    mine, other = tmp_path / "mine", tmp_path / "other"
    other.mkdir()
    assert told(capsys, "folder", str(mine))["folder"] == str(mine)
    assert told(capsys, "folder", str(other), "--link")["links"] == str(other)
    assert settings.load().links == (str(other),)
    assert main(["models", "folder", str(tmp_path / "none"), "--link"]) == 1
    assert "no folder" in capsys.readouterr().err
    told(capsys, "pull", NAME, "--accept-licence")
    assert models.place(catalogue.find(NAME)).is_relative_to(mine)
    assert list(other.iterdir()) == []
    assert told(capsys, "folder", str(other), "--unlink")["links"] == "none"
    assert main(["models", "folder", str(other), "--unlink"]) == 1


@pytest.mark.parametrize("act", ["pull", "check", "remove"])
def test_an_act_without_a_name_says_what_to_do(
    capsys: pytest.CaptureFixture[str], act: str
) -> None:
    assert main(["models", act]) == 1
    assert "longtake models list" in capsys.readouterr().err
