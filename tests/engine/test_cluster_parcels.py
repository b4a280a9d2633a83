"""What travels to another machine: each picture once, and no path."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine import api, cluster_parcels, cluster_worker, families
from engine.hub import folder as places
from storyboard.cue import FrameCue
from tests.engine import stages, toy_family

CARDS = {**families.CARDS, "toy": toy_family.CARD}


def test_a_picture_travels_once_and_is_let_go_when_it_is_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.cluster_parcels.KEPT", 2)
    files = {n: tmp_path / f"{n}.png" for n in range(4)}
    for n, file in files.items():
        file.write_bytes(b"%d" % n)
    packing = cluster_parcels.Packing()

    def asked(*known: int) -> cluster_parcels.Parcel:
        window = stages.window("s1", 5, {n: str(files[n]) for n in known})
        return packing.parcel(api.Render("job", (window,), "here", "toy"), CARDS)

    first = asked(0, 1)
    told = first.request
    assert isinstance(told, api.Render)
    assert sorted(first.pictures.values()) == [b"0", b"1"]
    assert set(told.windows[0].known.values()) == set(first.pictures)
    assert (told.folder, first.old) == ("", ())
    second = asked(1, 2)
    assert list(second.pictures.values()) == [b"2"]
    assert second.old == (told.windows[0].known[0],)
    assert list(asked(0).pictures.values()) == [b"0"]  # it was thrown away
    assert len(asked(0, 1, 2, 3).old) == 0  # what is used now is not


def test_a_look_at_pictures_travels_like_a_window(tmp_path: Path) -> None:
    files = [tmp_path / f"{n}.png" for n in range(2)]
    for n, file in enumerate(files):
        file.write_bytes(b"%d" % n)
    cues = (FrameCue("s1", 0, 0.0), FrameCue("s1", 2, 0.0))
    look = api.Look("look", cues, tuple(map(str, files)), ((0, 1),), {"sheet": str(files[0])})
    told = cluster_parcels.Packing().parcel(look, CARDS)
    assert told.weights is None
    assert isinstance(told.request, api.Look)
    assert [told.pictures[name] for name in told.request.frames] == [b"0", b"1"]
    assert told.request.pictures == {"sheet": told.request.frames[0]}
    back = cluster_parcels.renamed(told.request, lambda name: f"there/{name}")
    assert isinstance(back, api.Look)
    assert back.frames == tuple(f"there/{name}" for name in told.request.frames)


def test_pieces_of_weights_are_whole_again_in_their_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.cluster_parcels.CHUNK", 4)
    (tmp_path / "part").mkdir()
    (tmp_path / "part" / "a.safetensors").write_bytes(b"0123456789")
    (tmp_path / "config.json").write_bytes(b"{}")
    (tmp_path / "notes.md").write_bytes(b"not asked for")
    pieces = list(cluster_parcels.chunks(str(tmp_path)))
    assert [(one.name, one.at, one.content) for one in pieces] == [
        ("config.json", 0, b"{}"),
        ("part/a.safetensors", 0, b"0123"),
        ("part/a.safetensors", 4, b"4567"),
        ("part/a.safetensors", 8, b"89"),
    ]
    assert cluster_parcels.size(str(tmp_path)) == 12


def test_the_parts_of_a_fetched_model_travel_from_wherever_they_lie(tmp_path: Path) -> None:
    card = families.card("z-image-turbo")
    home, there = tmp_path / "home", tmp_path / "there"
    parts = {name: tmp_path / "cache" / name for name in ("model", "control")}
    for name, root in parts.items():
        (root / "words").mkdir(parents=True)
        (root / "words" / "chat.jinja").write_text("{{ words }}")
        (root / f"{name}.safetensors").write_bytes(name.encode() * 100)
    home.mkdir()
    (home / "parts.json").write_text(json.dumps({n: str(root) for n, root in parts.items()}))
    for piece in cluster_parcels.chunks(str(home)):
        file = there / piece.name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(piece.content)
    assert places.place(there, "control") == there / "control"
    assert (there / "model" / "words" / "chat.jinja").is_file()
    assert families.fingerprint(card, str(there)) == families.fingerprint(card, str(home))
    assert cluster_parcels.size(str(home)) == 100 * len("modelcontrol") + 2 * len("{{ words }}")


def test_a_window_comes_back_with_its_pictures_and_its_sound(tmp_path: Path) -> None:
    there, here = tmp_path / "there", tmp_path / "here"
    for folder in (there, here):
        folder.mkdir()
    (there / "k-1.png").write_bytes(b"picture")
    (there / "k.wav").write_bytes(b"sound")
    told = api.WindowDone("job", "k", 2, {1: str(there / "k-1.png")}, 0.5, str(there / "k.wav"))
    said = cluster_worker.told(told)
    assert list(there.iterdir()) == []  # nothing is kept there
    done = cluster_parcels.unpacked(told, said, str(here))
    assert Path(done.frames[1]).read_bytes() == b"picture"
    assert Path(done.sound).read_bytes() == b"sound"
    assert {Path(done.frames[1]).parent, Path(done.sound).parent} == {here}
