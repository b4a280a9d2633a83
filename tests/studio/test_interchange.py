"""The cut, written for other editors, is read back by them as the same cut."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

import opentimelineio as otio
import pytest

from storyboard.board import Board, Line, Scene, Shot, Subject
from storyboard.edits import sounds
from studio.errors import StudioError
from studio.interchange import timeline, write

BOARD = Board(
    title="The tide",
    cast=(Subject("a", "Anna"),),
    scenes=(
        Scene(
            "s1",
            heading="EXT. BEACH - DAY",
            shots=(
                Shot("1", length=96, dialogue=(Line("a", "Hello <you> & all."),), notes="windy"),
                Shot("2", length=48, join="dissolve", size="CU"),
            ),
        ),
        Scene(
            "s2", heading="INT. HÜTTE - NIGHT", shots=(Shot("3", length=31), Shot("4", length=7))
        ),
    ),
)
CUTS = Board(scenes=(Scene("s", shots=tuple(Shot(str(i), length=5 + i) for i in range(40))),))


def read(path: Path) -> otio.schema.Timeline:
    found = otio.adapters.read_from_file(str(path))
    return found if isinstance(found, otio.schema.Timeline) else found[0]


def clips(path: Path) -> list[tuple[str, int, int]]:
    """Name, first frame in the film and length of every clip."""
    cut = read(path)
    return [
        (
            clip.name,
            round(clip.range_in_parent().start_time.value),
            round(clip.source_range.duration.value),
        )
        for clip in cut.find_clips()
    ]


@pytest.mark.parametrize("ending", [".otio", ".edl", ".xml"])
def test_clips_keep_their_names_places_and_lengths(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"cut{ending}"
    write(CUTS, path, lambda shot: f"{tmp_path}/{shot}.mp4")
    found = clips(path)
    assert [(start, length) for _, start, length in found] == [
        (CUTS.start(shot.id), shot.length) for shot in CUTS.shots
    ]
    assert found[0][0] == "1A"
    assert len({name for name, _, _ in found}) == 40


@pytest.mark.parametrize("ending", [".otio", ".edl", ".xml"])
def test_dissolves_and_the_cuts_around_them_are_written(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"cut{ending}"
    notes = write(BOARD, path, lambda shot: f"{tmp_path}/{shot}.mp4")
    cut = read(path)
    (fade,) = (each for each in cut.tracks[0] if isinstance(each, otio.schema.Transition))
    assert fade.in_offset.value + fade.out_offset.value == 12
    assert [length for _, _, length in clips(path)] == [96, 48, 31, 7]
    assert "Dissolves of 12 frames" in notes[0]


@pytest.mark.parametrize("ending", [".otio", ".xml"])
def test_media_is_named_by_absolute_addresses(
    tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(BOARD, f"cut{ending}", lambda shot: f"clips ä/{shot}.mp4")
    for clip, shot in zip(read(tmp_path / f"cut{ending}").find_clips(), BOARD.shots):
        address = urlsplit(clip.media_reference.target_url)
        assert address.scheme == "file"
        assert unquote(address.path) == f"{tmp_path}/clips ä/{shot.id}.mp4"


def test_no_source_range_starts_before_its_media(tmp_path: Path) -> None:
    write(BOARD, tmp_path / "cut.xml")
    assert "<in>-" not in (tmp_path / "cut.xml").read_text()
    write(BOARD, tmp_path / "cut.edl")
    assert "D 012    00:00:00:00" in (tmp_path / "cut.edl").read_text()


def test_reels_of_an_edl_are_short_and_all_different(tmp_path: Path) -> None:
    write(CUTS, tmp_path / "cut.edl", lambda shot: f"{tmp_path}/{shot}.mp4")
    events = [
        line.split()
        for line in (tmp_path / "cut.edl").read_text().splitlines()
        if line[:3].isdigit()
    ]
    reels = [event[1] for event in events]
    assert len(set(reels)) == len(events) == 40
    assert max(map(len, reels)) <= 8


def test_otio_holds_dialogue_and_facts(tmp_path: Path) -> None:
    write(BOARD, tmp_path / "cut.otio")
    first, second, *_ = read(tmp_path / "cut.otio").find_clips()
    assert [marker.name for marker in first.markers] == ["Anna: Hello <you> & all."]
    assert first.metadata["longtake"]["scene"] == "EXT. BEACH - DAY"
    assert first.metadata["longtake"]["notes"] == "windy"
    assert second.metadata["longtake"]["size"] == "CU"
    assert timeline(BOARD).name == "The tide"


def test_shots_without_clips_are_missing_media_and_said_so(tmp_path: Path) -> None:
    notes = write(BOARD, tmp_path / "cut.otio", lambda shot: "/film/1.mp4" if shot == "1" else None)
    assert notes[0].startswith("3 shots have no finished clip yet")
    kinds = [type(clip.media_reference) for clip in read(tmp_path / "cut.otio").find_clips()]
    assert kinds == [otio.schema.ExternalReference, *[otio.schema.MissingReference] * 3]


def test_captions_are_an_interchange_too(tmp_path: Path) -> None:
    assert write(BOARD, tmp_path / "film.srt") == ()
    assert "Hello ‹you› & all." in (tmp_path / "film.srt").read_text(encoding="utf-8")


@pytest.mark.parametrize("ending", [".otio", ".xml"])
def test_sounds_go_along_on_tracks_of_their_own(tmp_path: Path, ending: str) -> None:
    board = sounds.add_sound(BOARD, 24, "c" * 64, 48, "Gulls.wav", skip=12)
    board = sounds.add_sound(board, 100, "c" * 64, 30, "Door.wav", track=0)
    board = sounds.add_sound(board, 60, "c" * 64, 20, "Sea.wav", track=1)
    path = tmp_path / f"cut{ending}"
    notes = write(board, path, sounds=lambda hash: tmp_path / f"{hash[:2]}.wav")
    tracks = read(path).audio_tracks()
    found = [
        [(c.name, int(c.range_in_parent().start_time.value), int(c.source_range.duration.value))
         for c in track.find_clips()]
        for track in tracks
    ]  # fmt: skip
    assert found == [[("Gulls.wav", 24, 48), ("Door.wav", 100, 30)], [("Sea.wav", 60, 20)]]
    first = next(iter(tracks[0].find_clips()))
    assert int(first.source_range.start_time.value) == 12
    assert first.media_reference.target_url == (tmp_path / "cc.wav").as_uri()
    assert "Sounds go along in place" in notes[-1]
    assert "An EDL holds no sound; .otio and .xml do." in write(board, tmp_path / "cut.edl")


def test_a_strangers_plug_ins_are_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manifest = tmp_path / "manifest.json"
    manifest.write_text("{")
    monkeypatch.setenv("OTIO_PLUGIN_MANIFEST_PATH", str(manifest))
    write(BOARD, tmp_path / "cut.edl")
    assert (tmp_path / "cut.edl").exists()


def test_what_cannot_be_written_is_said_and_leaves_the_old_file(tmp_path: Path) -> None:
    with pytest.raises(StudioError, match=r"cut\.xlm; .*Did you mean \.xml\?"):
        write(BOARD, tmp_path / "cut.xlm")
    with pytest.raises(StudioError, match="no such file or directory"):
        write(BOARD, tmp_path / "gone" / "cut.otio")
    with pytest.raises(StudioError, match="no shots yet"):
        write(Board(), tmp_path / "cut.otio")
    folder = tmp_path / "folder.otio"
    folder.mkdir()
    with pytest.raises(StudioError, match="cannot be written"):
        write(BOARD, folder)
    assert [file.name for file in tmp_path.iterdir()] == ["folder.otio"]
