"""What is in the bin is whole and named by its content, whatever ended the program."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from studio.bin import Bin
from studio.errors import DiskTrouble

ADDING = """
import sys
from pathlib import Path
from studio.bin import Bin
bin = Bin(Path(sys.argv[1]))
for n in range(int(sys.argv[2]), 100_000):
    print(bin.put_bytes(str(n).encode() * 3000, ".png"), flush=True)
"""


def test_what_was_put_in_comes_out_under_its_hash(tmp_path: Path) -> None:
    bin = Bin(tmp_path / "film.bin")
    hash = bin.put_bytes(b"a picture", ".png")
    assert hash == hashlib.sha256(b"a picture").hexdigest()
    assert bin.path(hash) == tmp_path / "film.bin" / hash[:2] / f"{hash}.png"
    assert bin.read(hash) == b"a picture"
    assert list(bin.files()) == [bin.path(hash)]


def test_the_bin_of_a_project_lies_beside_it(tmp_path: Path) -> None:
    assert Bin.beside(tmp_path / "my film.longtake").folder == tmp_path / "my film.bin"


def test_a_file_is_copied_in_and_stays_where_it_was(tmp_path: Path) -> None:
    bin = Bin(tmp_path / "film.bin")
    sound = tmp_path / "rain.WAV"
    sound.write_bytes(b"rain")
    hash = bin.put_file(sound)
    assert sound.read_bytes() == bin.read(hash) == b"rain"


def test_a_result_is_moved_in_and_the_same_result_twice_is_one_file(tmp_path: Path) -> None:
    bin = Bin(tmp_path / "film.bin")
    folder = bin.incoming("job")
    hashes = set()
    for name in ("a.png", "b.png"):
        (folder / name).write_bytes(b"the same frame")
        hashes.add(bin.adopt(folder / name))
    assert len(hashes) == 1
    assert list(folder.iterdir()) == []
    assert len(list(bin.files())) == 1


def test_missing_media_is_a_normal_state(tmp_path: Path) -> None:
    bin = Bin(tmp_path / "film.bin")
    assert bin.path("0" * 64) is None
    assert bin.read("0" * 64) is None
    assert not bin.is_whole("0" * 64)


@pytest.mark.parametrize("name", ["", "..", "../../etc/passwd", "0" * 63, "G" * 64, "a/b"])
def test_a_name_that_is_no_hash_finds_nothing(tmp_path: Path, name: str) -> None:
    assert Bin(tmp_path).path(name) is None


def test_a_changed_file_is_noticed_and_mended_by_putting_it_in_again(tmp_path: Path) -> None:
    bin = Bin(tmp_path / "film.bin")
    hash = bin.put_bytes(b"a long picture", ".png")
    file = bin.path(hash)
    assert file is not None
    file.write_bytes(b"torn")
    assert bin.read(hash) is None
    assert not bin.is_whole(hash)
    assert bin.put_bytes(b"a long picture", ".png") == hash
    assert bin.is_whole(hash)


def test_only_media_goes_into_the_bin(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.exe"):
        Bin(tmp_path / "film.bin").put_bytes(b"MZ", ".exe")


def test_sweeping_removes_leftovers_and_nothing_else(tmp_path: Path) -> None:
    bin = Bin(tmp_path / "film.bin")
    hash = bin.put_bytes(b"kept", ".png")
    (bin.folder / ".0123.part").write_bytes(b"half")
    (bin.incoming("job") / "frame.png").write_bytes(b"never claimed")
    (bin.folder / "notes.txt").write_text("the person's own")
    bin.sweep()
    assert sorted(path.name for path in bin.folder.iterdir()) == [hash[:2], "notes.txt"]
    assert bin.read(hash) == b"kept"


def test_unreferenced_files_are_listed_only_when_old_and_never_deleted(tmp_path: Path) -> None:
    bin = Bin(tmp_path / "film.bin")
    used, unused, fresh = (bin.put_bytes(name, ".png") for name in (b"used", b"unused", b"fresh"))
    for hash in (used, unused):
        file = bin.path(hash)
        assert file is not None
        os.utime(file, (time.time() - 90 * 86_400,) * 2)
    assert bin.unreferenced({used}) == [bin.path(unused)]
    assert bin.path(fresh) in bin.unreferenced({used}, older_than_days=-1)
    assert len(list(bin.files())) == 3


def test_a_folder_that_takes_nothing_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "film.bin").write_text("a file where the folder should be")
    with pytest.raises(DiskTrouble, match=r"could not be kept in film\.bin"):
        Bin(tmp_path / "film.bin").put_bytes(b"a picture", ".png")


def test_killed_while_adding_the_bin_holds_every_file_it_spoke_of_and_no_torn_one(
    tmp_path: Path,
) -> None:
    bin = Bin(tmp_path / "film.bin")
    spoken: list[str] = []
    for round in range(4):
        child = subprocess.Popen(
            [sys.executable, "-c", ADDING, str(bin.folder), str(round * 1000)],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert child.stdout is not None
        with child.stdout:
            spoken.append(child.stdout.readline().strip())
            time.sleep(0.02 * round)
            child.send_signal(signal.SIGKILL)
            spoken += [line.strip() for line in child.stdout if line.endswith("\n")]
        child.wait()
    assert len(spoken) > 8
    assert all(bin.is_whole(hash) for hash in spoken)
    assert all(bin.is_whole(file.stem) for file in bin.files())
    bin.sweep()
    assert not list(bin.folder.glob(".*"))
