"""A picture from anywhere becomes a plain PNG in the bin, or a sentence."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from studio.bin import Bin
from studio.errors import StudioError
from studio.media import LONGEST_SIDE, Media, read_picture
from studio.project import Project


@pytest.fixture
def media(tmp_path: Path) -> Iterator[Media]:
    project = Project.new(tmp_path / "film.longtake")
    yield Media(project, Bin.beside(project.path))
    project.close()


def drawn(
    file: Path, size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: object
) -> Path:
    image = Image.new(mode, size, "red")
    image.save(file, **options)  # type: ignore[arg-type]
    return file


def test_an_imported_picture_is_in_the_bin_and_in_the_list(media: Media, tmp_path: Path) -> None:
    picture = media.keep(drawn(tmp_path / "dog.jpg"), "sheet")
    assert (picture.kind, picture.name, picture.width, picture.height) == (
        "sheet",
        "dog.jpg",
        60,
        40,
    )
    kept = Bin(tmp_path / "film.bin").path(picture.hash)
    assert kept is not None
    with Image.open(kept) as image:
        assert (image.format, image.mode, image.size) == ("PNG", "RGBA", (60, 40))
        assert picture.bytes == kept.stat().st_size
    assert media.find(picture.hash) == picture
    assert media.all("sheet") == [picture]
    assert media.all("plate") == []
    assert media.find("0" * 64) is None


def test_the_same_picture_twice_is_one(media: Media, tmp_path: Path) -> None:
    first = media.keep(drawn(tmp_path / "a.png"), "plate")
    second = media.keep(drawn(tmp_path / "b.png"), "plate")
    assert first.hash == second.hash
    assert len(media.all()) == 1


def test_a_picture_that_a_camera_turned_is_stood_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    image = read_picture(drawn(tmp_path / "photo.jpg", (60, 40), exif=exif))
    assert image.size == (40, 60)


def test_a_large_picture_is_scaled_down_and_keeps_its_shape(tmp_path: Path) -> None:
    image = read_picture(drawn(tmp_path / "wide.png", (6000, 1500)))
    assert image.size == (LONGEST_SIDE, LONGEST_SIDE // 4)


@pytest.mark.parametrize("mode", ["L", "P", "1", "LA", "RGBA", "CMYK", "I;16"])
def test_every_kind_of_pixel_is_read(tmp_path: Path, mode: str) -> None:
    file = tmp_path / "picture.tif"
    Image.new(mode, (20, 10)).save(file)
    assert read_picture(file).mode == "RGB"
    assert read_picture(file, transparent=True).mode == "RGBA"


def claiming(file: Path, width: int, height: int) -> Path:
    """A tiny PNG that says it is huge."""
    chunks = [
        b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0),
        b"IDAT" + zlib.compress(b""),
    ]
    file.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + b"".join(
            struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
            for chunk in chunks
        )
    )
    return file


def test_what_is_no_picture_is_a_sentence(media: Media, tmp_path: Path) -> None:
    words = tmp_path / "script.png"
    words.write_text("INT. KITCHEN - DAY")
    empty = tmp_path / "empty.png"
    empty.write_bytes(b"")
    cut = drawn(tmp_path / "cut.png", (300, 300))
    cut.write_bytes(cut.read_bytes()[:-40])
    for file, sentence in [
        (words, "not a picture that Longtake reads"),
        (empty, "not a picture that Longtake reads"),
        (cut, "damaged or cut off"),
        (claiming(tmp_path / "bomb.png", 100_000, 100_000), "far too large|million pixels"),
        (claiming(tmp_path / "big.png", 9_000, 9_000), "measures 9000 x 9000"),
        (tmp_path / "nowhere.png", "cannot be read"),
        (tmp_path, "cannot be read"),
    ]:
        with pytest.raises(StudioError, match=sentence):
            media.keep(file, "sheet")
    assert media.all() == []


def test_an_unknown_kind_is_answered_with_the_nearest(media: Media, tmp_path: Path) -> None:
    with pytest.raises(StudioError, match="Did you mean sheet"):
        media.keep(drawn(tmp_path / "dog.png"), "shet")  # type: ignore[arg-type]
