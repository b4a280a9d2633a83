"""``longtake score`` on small films, through the real process of the meters."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine import schedule
from engine.painter import Painter
from engine.pictures import save_picture
from storyboard import animatic, staging
from storyboard.board import Board, Box, Layout, Place, Scene, Shot, Subject
from studio import cli, score
from studio.errors import StudioError
from studio.session import Session


def board() -> Board:
    layout = Layout({"dog": tuple(Box(0.1 + 0.05 * k, 0.4, 0.4 + 0.05 * k, 0.9) for k in range(9))})
    shots = tuple(Shot(f"s{i}", subjects=("dog",), layout=layout, length=8) for i in range(2))
    return Board(
        cast=(Subject("dog", "dog", "dog", puppet="dog"),),
        places=(Place("p", "Beach", backdrop="beach"),),
        scenes=(Scene("c", place="p", shots=shots),),
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A film whose first shot has a take of the right pictures; the second is an animatic."""
    with Session.new(tmp_path / "film.longtake", board()) as session:
        for shot, family in zip(session.board.shots, ("papercut", "animatic"), strict=True):
            cues = staging.cues(session.board, shot.id, range(0, shot.length, schedule.ON))
            frames = Painter((320, 180)).paint([animatic.display(cue) for cue in cues])
            hashes = {}
            for tick, frame in enumerate((frames * 255).round().byte()):
                file = save_picture(frame, tmp_path / f"{shot.id}-{tick}.png")
                hashes[tick] = session.bin.put_file(Path(file))
            session.add_take(shot.id, 2, hashes, {"family": family})
        return session.path


def test_finished_shots_are_measured_and_others_named(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["score", str(project), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [row["shot"] for row in found["shots"]] == ["1A"]
    assert found["frames"] == 4
    assert found["ssim"] == pytest.approx(1, abs=0.005)
    assert "animatic" in found["left out"]["1B"]
    assert found["eye"]["n"] > 0


def test_the_table_says_what_its_figures_mean(project: Path) -> None:
    with Session.open(project, read_only=True) as session:
        film, left_out = score.reels(session)
    assert len(film.reels) == 1
    row = {"shot": "1A", "frames": 4, "iou": 0.8123, "kind": 1.0, "ssim": 0.9}
    told = score.table({"shots": [row], **row, "look": 0.9, "left out": left_out})
    assert "0.81" in told
    assert "100%" in told
    assert "overlap (IoU)" in told
    assert "Left out: 1B" in told


def test_what_cannot_be_measured_is_a_sentence(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["score", str(project), "--shots", "1B"]) == 1
    assert "render it first" in capsys.readouterr().err
    assert cli.main(["score", str(project), "--shots", "9Z"]) == 1
    assert "no shot 9Z" in capsys.readouterr().err
    with Session.open(project, read_only=True) as session:
        film, _ = score.reels(session)
        Path(film.reels[0].frames[1]).write_bytes(b"torn")
        with pytest.raises(StudioError, match="cannot be read"):
            score.measured(film, lambda done, of, name: None)


def test_long_shots_have_seams_where_windows_meet() -> None:
    assert score._seams(16, schedule.USUAL) == ()
    assert score._seams(31, schedule.USUAL) == (15, 16)
    by_clips = schedule.Division(9, most=2)
    assert score._seams(9, by_clips) == ()
    assert score._seams(17, by_clips) == (8, 9)
    draft = schedule.Division(on=4)  # a drawing stands two ticks
    assert score._seams(61, draft) == (30, 32)
