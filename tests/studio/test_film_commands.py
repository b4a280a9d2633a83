"""Commands on single shots, as a person types them; nothing is rendered here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from storyboard import bridging
from studio import cli
from studio.session import Session
from tests.studio.toy_films import staged


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "film.longtake"
    Session.new(path, staged(3, 48)).close()
    return path


def run(capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, Any]:
    cli.main([*map(str, words), "--json"])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_a_bridge_is_put_between_two_shots(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = run(capsys, "bridge", project, "1a", "--length", "2s", "--later")
    assert (told["shot"], told["seconds"]) == ("1B", 2.0)
    assert told["then"].endswith("--shots 1B")
    with Session.open(project) as session:
        made = session.board.shots[1]
        assert bridging.between(session.board, made.id)
        assert session.undo_name == "Bridge from 1A"


def test_a_shot_is_continued(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = run(capsys, "continue", project, "1C", "--length", "24f", "--later")
    assert (told["shot"], told["seconds"]) == ("1D", 1.0)
    with Session.open(project) as session:
        assert [shot.join for shot in session.board.shots] == ["cut", "cut", "continuous", "cut"]


def test_a_picture_is_pinned_in_the_films_proportions(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "drawn.png"
    Image.new("RGB", (800, 800), (200, 40, 40)).save(file)
    told = run(capsys, "keyframe", project, "1A", 12, file)
    assert told["pinned frames"] == "12"
    with Session.open(project) as session:
        (pin,) = session.board.shots[0].keyframes
        assert pin.frame == 11
        picture = session.media.find(pin.picture)
        assert picture is not None
        assert (picture.width, picture.height) == (800, 450)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("bridge", "1C", "--later"), "last shot of the film"),
        (("bridge", "1A", "--length", "1f", "--later"), "two frames or more"),
        (("continue", "1X", "--later"), "There is no shot 1X."),
        (("redo", "1A", "--subject", "ann"), "has no finished take yet"),
        (("redo", "1A", "--subject", "anna"), "There is no subject 'anna'"),
        (("redo", "1A", "--subject", "cy"), "cy has no box in this shot"),
        (("keyframe", "1A", "99", "none.png"), "cannot be read"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    project: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    told = run(capsys, words[0], project, *words[1:])
    assert said in told["error"]


def test_presets_of_pictures_and_of_the_file_go_together() -> None:
    given = cli.build().parse_args(["film", "s", "--preset", "draft", "--preset", "master"])
    assert (given.quality, given.preset) == ("draft", "master")
    given = cli.build().parse_args(["render", "p", "--preset", "fine"])
    assert given.quality == "fine"
    with pytest.raises(SystemExit):
        cli.build().parse_args(["render", "p", "--preset", "master"])
