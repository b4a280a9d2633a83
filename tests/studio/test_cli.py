"""The command line from end to end, small: the animatic of a tiny script becomes a film."""

from __future__ import annotations

import json
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from engine import families
from studio import cli, settings
from studio.session import Session
from studio.settings import Settings
from tests.engine import toy_family
from tests.studio import toy_films
from tests.studio.test_render import picture

SCRIPT = """Title: A Very Small Thief

INT. KITCHEN - DAY

BRUNO, a chef, waves.

EXT. PARK - NIGHT

A dog runs from left to right.

BRUNO
Hey!
"""
Told = tuple[int, dict[str, Any], str]


class Prompt:
    """Runs commands in a folder of its own; what they say as JSON."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys

    def __call__(self, *words: str | Path) -> Told:
        status = cli.main([*map(str, words), "--json"])
        said = self._capsys.readouterr()
        return status, json.loads(said.out), said.err

    def sentence(self, *words: str | Path) -> str:
        """What a command that fails says; nothing else, and no trace."""
        status = cli.main([*map(str, words)])
        said = self._capsys.readouterr()
        assert status == 1
        assert said.out == ""
        assert "Traceback" not in said.err
        return said.err.removeprefix("longtake: ").strip()


@pytest.fixture
def prompt(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Prompt:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "thief.fountain").write_text(SCRIPT)
    return Prompt(tmp_path, capsys)


def short(project: Path) -> None:
    """Make every shot four frames long, so that painting takes no time."""
    with Session.open(project) as session:
        from storyboard.edits import shots

        for shot in session.board.shots:
            session.edit("Trim", lambda board, id=shot.id: shots.set_length(board, id, 4))


def test_from_a_script_to_an_animatic_in_a_file(prompt: Prompt) -> None:
    status, facts, _ = prompt("new", "thief.fountain")
    project = prompt.folder / "thief.longtake"
    assert (status, facts["project"], facts["scenes"]) == (0, str(project), 2)
    assert facts["cast"].upper().startswith("BRUNO")
    short(project)

    status, facts, _ = prompt("render", project, "--level", "layout", "--dry")
    shots = facts["shots to render"]
    assert (status, facts["windows to make"], facts["shots that stand"]) == (0, shots, 0)
    assert facts["seconds"] is None

    status, facts, said = prompt("render", project, "--level", "layout", "--device", "cpu")
    assert (status, facts["windows made"], facts["frames made"]) == (0, shots, 2 * shots)
    assert "{" not in said  # what it says while it works is no JSON

    status, facts, _ = prompt("info", project)
    assert [shot["level"] for shot in facts["shot list"]] == ["layout"] * shots

    status, facts, _ = prompt("export", project, "--out", "x.mp4", "--size", "320x180")
    assert (status, facts["size"], facts["frames"]) == (0, "320x180", 4 * shots)
    assert (prompt.folder / "x.mp4").stat().st_size > 1000
    for ending in ("otio", "edl", "xml", "srt"):
        status, facts, _ = prompt("export", project, "--out", f"cut.{ending}")
        assert status == 0
        assert (prompt.folder / f"cut.{ending}").stat().st_size > 10

    for words in (
        ("render", project, "--shots", "1a", "--level", "layout", "--dry"),
        ("export", project, "--draft", "--out", "draft.mp4", "--size", "64x36"),
    ):
        status, facts, _ = prompt(*words)
        assert status == 0, facts
        assert facts.get("windows to make", 0) == 0


def test_what_cannot_be_done_is_a_sentence(prompt: Prompt) -> None:
    assert prompt("new", "thief.fountain")[0] == 0
    project = "thief.longtake"
    (prompt.folder / "blank.fountain").write_text("   \n")
    (prompt.folder / "noise.longtake").write_bytes(b"noise" * 500)
    for words, told in (
        (("new", "missing.fountain"), "missing.fountain"),
        (("new", "blank.fountain"), "nothing to film"),
        (("new", "thief.fountain"), "thief.longtake"),
        (("info", "no.longtake"), "no.longtake"),
        (("info", "noise.longtake"), "noise.longtake"),
        (("export", project), "1A"),
        (("export", project, "--size", "wide"), "as 1280x720; 'wide' is not."),
        (("export", project, "--size", "641x360"), "both sides must be even"),
        (("export", project, "--range", "4s-x"), "Write a range as 4s-12s."),
        (("render", project, "--shots", "9Z"), "There is no shot 9Z."),
        (("render", project, "--shots", "1AA"), "Did you mean 1A?"),
        (("cast", project, "Brunos"), "Did you mean B"),
        (("cast", project, "Bruno", "--sheet", "no.png"), "no.png"),
        (("place", project, "Kitchn"), "Did you mean K"),
        (("plan", project, "--note", "closer"), "needs a director"),
        (("plan", project, "--scene", "7", "--model", "x.gguf"), "There is no scene 7"),
        (("plan", project, "--model", "x.gguf"), "There is no model file x.gguf"),
    ):
        said = prompt.sentence(*words)
        assert told in said, said
        assert said.endswith((".", "?")), said
    status, facts, _ = prompt("render", project, "--shots", "9Z")
    assert (status, list(facts)) == (1, ["error"])
    with pytest.raises(SystemExit) as ended:
        cli.main(["render", project, "--level", "all"])
    assert ended.value.code == 2


def test_cast_and_places_get_pictures(prompt: Prompt) -> None:
    assert prompt("new", "thief.fountain")[0] == 0
    file = picture(prompt.folder / "bruno.png")
    status, facts, _ = prompt("cast", "thief.longtake", "bruno", "--sheet", file)
    assert (status, len(facts["sheet"])) == (0, 64)
    assert prompt("cast", "thief.longtake", "BRUNO")[1]["sheet"] == facts["sheet"]
    places = prompt("place", "thief.longtake")[1]
    assert len(places) == 2
    status, facts, _ = prompt("place", "thief.longtake", next(iter(places)), "--plate", file)
    assert (status, len(facts["plate"])) == (0, 64)


def test_a_film_is_made_once_and_again_only_where_the_script_changed(
    prompt: Prompt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(families.CARDS, "toy", toy_family.CARD)  # type: ignore[arg-type]
    (prompt.folder / "toys").mkdir()
    settings.save(Settings(family="toy", weights=str(prompt.folder / "toys")))
    words = ("film", "thief.fountain", "--out", "out/film.mp4", "--size", "64x36")
    status, facts, said = prompt(*words)
    assert status == 0
    made = facts["windows made"]
    assert made > 3
    assert {"seconds to plan", "seconds to render", "seconds to export"} <= set(facts)
    assert "Planned 2 scenes" in said
    film = prompt.folder / "out" / "film.mp4"
    first = film.read_bytes()

    status, facts, _ = prompt(*words)
    assert (status, facts["windows made"]) == (0, 0)
    assert film.stat().st_size == len(first)

    (prompt.folder / "thief.fountain").write_text(SCRIPT.replace("waves", "sits"))
    status, facts, _ = prompt(*words)
    assert status == 0
    assert 0 < facts["windows made"] < made
    log = (prompt.folder / "toys" / "made.log").read_text().split()
    assert len(log) == len(set(log))

    status, facts, _ = prompt(*words, "--level", "keyframes")
    assert (status, facts["windows made"]) == (0, 0)
    assert "A size is width x height" in prompt.sentence(*words, "--size", "odd")
    with Session.open(prompt.folder / "out" / "film.longtake") as session:
        assert session.queue.orders() == []


def test_ctrl_c_says_that_nothing_is_lost_and_the_same_command_goes_on(prompt: Prompt) -> None:
    toys = prompt.folder / "toys"
    toys.mkdir()
    (toys / "toy.json").write_text('{"seconds": 0.1}')
    settings.save(Settings(family="toy", weights=str(toys)))
    assert prompt("new", "thief.fountain")[0] == 0
    project = prompt.folder / "thief.longtake"
    child = toy_films.start("cli", "render", project)
    until = time.monotonic() + 60
    while not (toys / "made.log").exists() and time.monotonic() < until:
        time.sleep(0.02)
    child.send_signal(signal.SIGINT)
    out, said = child.communicate(timeout=60)
    assert (child.returncode, out) == (130, "")
    assert "What was finished is kept; the same command goes on from there." in said
    assert "Traceback" not in said
    child = toy_films.start("cli", "render", project, "--json", "--quiet")
    out, said = child.communicate(timeout=60)
    assert (child.returncode, said) == (0, "")
    assert json.loads(out)["windows made"] > 0
    log = (toys / "made.log").read_text().split()
    assert len(log) - len(set(log)) <= 1  # the one that was in the stage's hands
