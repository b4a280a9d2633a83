"""Pictures that people bring: decoded with guards, kept in the bin as plain PNG.

What enters the house is small, upright and without hidden parts, so the stage can trust it.
"""

from __future__ import annotations

import io
import time
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from PIL import Image, ImageOps, UnidentifiedImageError

from studio.bin import Bin
from studio.errors import StudioError, nearest
from studio.project import Project

Kind = Literal["sheet", "plate", "keyframe"]
KINDS = ("sheet", "plate", "keyframe")
FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "GIF", "TIFF")
LARGEST_FILE = 64 << 20  # bytes
LARGEST_AREA = 64_000_000  # pixels before scaling down: above any camera's still, below a bomb
LONGEST_SIDE = 2048  # pixels kept: three times what the largest film frame needs


@dataclass(frozen=True)
class Picture:
    """An imported picture in the bin."""

    hash: str
    kind: Kind
    name: str
    width: int
    height: int
    bytes: int
    made_at: float


class Media:
    """The imported pictures of one project."""

    def __init__(self, project: Project, bin: Bin) -> None:
        self._project = project
        self._bin = bin

    def keep(self, file: Path, kind: Kind, aspect: float = 0.0) -> Picture:
        """Check, straighten and keep a picture from anywhere; with an ``aspect`` its middle in
        these proportions. Raises StudioError.
        """
        if kind not in KINDS:
            raise StudioError(f"A picture cannot be a {kind!r}.{nearest(kind, KINDS)}")
        image = read_picture(file, transparent=kind == "sheet")
        if aspect:
            image = fitted(image, aspect)
        content = io.BytesIO()
        image.save(content, "PNG")
        return self._write(content.getvalue(), kind, file.name, image.size)

    def find(self, hash: str) -> Picture | None:
        found = self._project.rows("SELECT * FROM media WHERE hash = ?", [hash])
        return Picture(**found[0]) if found else None

    def all(self, kind: Kind | None = None) -> list[Picture]:
        """What was imported, oldest first."""
        found = self._project.rows("SELECT * FROM media ORDER BY made_at, rowid")
        return [Picture(**row) for row in found if kind is None or row["kind"] == kind]

    def _write(self, content: bytes, kind: Kind, name: str, size: tuple[int, int]) -> Picture:
        hash = self._bin.put_bytes(content, ".png")
        row: dict[str, Any] = {
            "hash": hash,
            "kind": kind,
            "name": name,
            "width": size[0],
            "height": size[1],
            "bytes": len(content),
            "made_at": time.time(),
        }
        with self._project.transaction() as db:
            db.table("media").insert(row, replace=True)
        return Picture(**row)


def fitted(image: Image.Image, aspect: float) -> Image.Image:
    """The largest middle part of a picture in these proportions: nothing is stretched, and it fills
    the frame.
    """
    width, height = image.size
    wide = min(width, round(height * aspect))
    high = min(height, round(wide / aspect))
    if (wide, high) == (width, height):
        return image
    left, top = (width - wide) // 2, (height - high) // 2
    return image.crop((left, top, left + wide, top + high))


def read_picture(file: Path, transparent: bool = False) -> Image.Image:
    """The first picture in ``file``, upright, at most LONGEST_SIDE; RGBA if ``transparent``.

    Raises StudioError when it is none, is too large, or is cut off.
    """
    try:
        size = file.stat().st_size
        if size > LARGEST_FILE:
            raise StudioError(
                f"{file.name} has {size >> 20} MB; a picture may have {LARGEST_FILE >> 20}. "
                "Save it smaller and import it again."
            )
        content = file.read_bytes()
    except OSError as error:
        raise StudioError(f"{file} cannot be read: {error.strerror}.") from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about metadata; sizes are checked below
            with Image.open(io.BytesIO(content), formats=FORMATS) as image:
                if image.width * image.height > LARGEST_AREA:
                    raise StudioError(
                        f"{file.name} measures {image.width} x {image.height}; a picture may have "
                        f"{LARGEST_AREA // 1_000_000} million pixels. Scale it down first."
                    )
                image.load()
                upright = ImageOps.exif_transpose(image)
                plain = upright.convert("RGBA" if transparent else "RGB")
    except UnidentifiedImageError as error:
        raise StudioError(
            f"{file.name} is not a picture that Longtake reads. Use PNG, JPEG, WebP or TIFF."
        ) from error
    except Image.DecompressionBombError as error:
        raise StudioError(f"{file.name} claims to be far too large. It was not opened.") from error
    except (OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, TypeError) as error:
        raise StudioError(
            f"{file.name} is damaged or cut off. Export it again from where it came."
        ) from error
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    plain.info.clear()
    return plain
