"""The board as plain data for JSON, and back: exact, versioned, quick.

Every field is written, so a later default changes no old film; a field that is missing has its
default, so old films open. Fields that this version does not know are refused with a sentence
rather than lost at the next save. Boxes are lists of four numbers, layouts ``{"moments": 9,
"boxes": {"su1": [[0.1, 0.2, 0.3, 0.9], null, ..]}}``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, get_type_hints

from storyboard import forms
from storyboard.board import (
    Acting,
    Angle,
    Board,
    Box,
    Camera,
    Daytime,
    Facing,
    Join,
    Keyframe,
    Layout,
    Line,
    Lora,
    Maker,
    Marker,
    Movement,
    Place,
    Scene,
    Shot,
    Size,
    Sound,
    Stretch,
    Subject,
    Weather,
)
from storyboard.forms import Form

# The first number grows when older programs could misread, the second for new fields.
VERSION = (1, 2)


class CodecError(ValueError):
    """These data are no board that this version can read: a finished sentence."""


def encode(board: Board) -> dict[str, Any]:
    """The board as dicts, lists, strings and numbers."""
    return {"version": list(VERSION), **BOARD.write(board)}


def decode(plain: Mapping[str, Any]) -> Board:
    """The board of ``encode``'s data. Raises CodecError."""
    if not isinstance(plain, Mapping):
        raise CodecError("This is no board: its data are not a table of fields.")
    rest = dict(plain)
    version = rest.pop("version", None)
    if (
        not isinstance(version, list | tuple)
        or len(version) != 2
        or not all(type(part) is int for part in version)
    ):
        raise CodecError("This is no board: its data name no version.")
    said = ".".join(str(part) for part in version)
    if version[0] != VERSION[0]:
        raise CodecError(
            f"This board was saved in format {said}, which this Longtake cannot read: "
            "open it with the version that saved it, or a newer one."
        )
    try:
        return BOARD.read(rest)
    except forms.UnknownField as fault:
        if tuple(version) > VERSION:
            raise CodecError(
                f"This board was saved by a newer Longtake (format {said}) and holds what this one "
                f"does not know ({fault}): open it with the newer one."
            ) from None
        raise CodecError(f"This board is damaged: {fault}.") from None
    except forms.Fault as fault:
        raise CodecError(f"This board is damaged: {fault}.") from None


def dumps(board: Board) -> str:
    """The board as JSON text."""
    return json.dumps(encode(board), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def loads(text: str) -> Board:
    """The board of ``dumps``'s text. Raises CodecError."""
    try:
        plain = json.loads(text)
    except ValueError:
        raise CodecError("This is no board: its text is not JSON.") from None
    return decode(plain)


def digest(board: Board) -> str:
    """A hash of everything on the board: equal boards have equal ones."""
    text = json.dumps(encode(board), sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


# How each kind of thing is written and read ---------------------------------------------------


def _box_row(box: Box) -> list[float]:
    # + 0.0 makes whole numbers and -0.0 the floats that they equal: equal boards have one hash
    return [box.x0 + 0.0, box.y0 + 0.0, box.x1 + 0.0, box.y1 + 0.0]


def _box(row: Any) -> Box:
    if type(row) is list and len(row) == 4:
        x0, y0, x1, y1 = row
        if (
            type(x0) in _NUMBERS
            and type(y0) in _NUMBERS
            and type(x1) in _NUMBERS
            and type(y1) in _NUMBERS
            and -1e300 < x0 < x1 < 1e300
            and -1e300 < y0 < y1 < 1e300
        ):
            return Box(x0, y0, x1, y1)
    raise forms.Fault(f"{row!r} is no box")


_NUMBERS = (int, float)


def _layout_table(layout: Layout) -> dict[str, Any]:
    return {
        "moments": layout.moments,
        "boxes": {
            id: [None if box is None else _box_row(box) for box in row]
            for id, row in layout.boxes.items()
        },
    }


def _layout(plain: Any) -> Layout:
    if type(plain) is not dict or type(plain.get("boxes")) is not dict:
        raise forms.Fault("not a table of boxes")
    if len(plain) > 2:
        unknown = next(key for key in plain if key not in ("moments", "boxes"))
        raise forms.UnknownField(f"a layout has a field {unknown!r}")
    moments = forms.positive(plain.get("moments"))
    boxes = {}
    for id, row in plain["boxes"].items():
        if type(row) is not list or len(row) != moments:
            raise forms.Fault(f"{id} has not one box for each of {moments} moments")
        boxes[forms.text(id)] = tuple([None if box is None else _box(box) for box in row])
    return Layout(boxes, moments)


def _camera_row(camera: Camera) -> list[list[float]]:
    return [_box_row(rect) for rect in camera.rects]


def _camera(plain: Any) -> Camera:
    rects = forms.row(_box)(plain)
    if not rects:
        raise forms.Fault("a camera without a rectangle")
    return Camera(rects)


TEXT = (None, forms.text)
WHOLE = (None, forms.whole)
POSITIVE = (None, forms.positive)
NUMBER = (lambda value: value + 0.0, forms.number)
TRUTH = (None, forms.truth)
TEXTS = (list, forms.row(forms.text))
MAKER = (None, forms.one_of(Maker))

STRETCH = Form(Stretch, start=WHOLE, end=WHOLE, text=TEXT)
LINE = Form(Line, speaker=TEXT, text=TEXT, how=TEXT)
ACTING = Form(
    Acting,
    action=TEXT,
    facing=(None, forms.optional(forms.one_of(Facing))),
    order=WHOLE,
    words=TEXT,
    on=TEXT,
)
KEYFRAME = Form(
    Keyframe,
    frame=WHOLE,
    picture=TEXT,
    source=(None, forms.one_of(get_type_hints(Keyframe)["source"])),
)

SUBJECT = Form(
    Subject,
    id=TEXT,
    name=TEXT,
    kind=TEXT,
    look=TEXT,
    aliases=TEXTS,
    pronoun=(None, forms.one_of(get_type_hints(Subject)["pronoun"])),
    puppet=TEXT,
    attributes=(dict, forms.table(forms.text)),
    sheet=TEXT,
    made_by=MAKER,
    rig=TEXT,
)
PLACE = Form(
    Place,
    id=TEXT,
    name=TEXT,
    look=TEXT,
    backdrop=TEXT,
    interior=TRUTH,
    plate=TEXT,
    made_by=MAKER,
    aliases=TEXTS,
)
SHOT = Form(
    Shot,
    id=TEXT,
    action=TEXT,
    subjects=TEXTS,
    dialogue=forms.each(LINE),
    size=(None, forms.one_of(Size)),
    angle=(None, forms.one_of(Angle)),
    movement=(None, forms.one_of(Movement)),
    lens=POSITIVE,
    length=POSITIVE,
    notes=TEXT,
    join=(None, forms.one_of(Join)),
    layout=(_layout_table, _layout),
    camera=(_camera_row, _camera),
    acting=(
        lambda table: {id: ACTING.write(acting) for id, acting in table.items()},
        forms.table(ACTING.read),
    ),
    keyframes=forms.each(KEYFRAME),
    takes=TEXTS,
    circled=TEXT,
    locked=(sorted, lambda value: frozenset(forms.row(forms.text)(value))),
    stretch=(forms.optional(STRETCH.write), forms.optional(STRETCH.read)),
    stale=TRUTH,
    label=TEXT,
    made_by=(dict, forms.table(forms.one_of(Maker))),
    variation=WHOLE,
)
SCENE = Form(
    Scene,
    id=TEXT,
    heading=TEXT,
    place=TEXT,
    daytime=(None, forms.one_of(Daytime)),
    weather=(None, forms.one_of(Weather)),
    shots=forms.each(SHOT),
    stretch=(forms.optional(STRETCH.write), forms.optional(STRETCH.read)),
    label=TEXT,
)
SOUND = Form(
    Sound,
    id=TEXT,
    file=TEXT,
    name=TEXT,
    shot=TEXT,
    start=WHOLE,
    length=POSITIVE,
    skip=WHOLE,
    gain=NUMBER,
    fade_in=WHOLE,
    fade_out=WHOLE,
    track=WHOLE,
    muted=TRUTH,
)
MARKER = Form(Marker, id=TEXT, shot=TEXT, start=WHOLE, name=TEXT)
LORA = Form(
    Lora,
    id=TEXT,
    file=TEXT,
    name=TEXT,
    family=TEXT,
    subject=TEXT,
    weight=NUMBER,
    words=TEXT,
    into=(None, forms.one_of(get_type_hints(Lora)["into"])),
)
BOARD = Form(
    Board,
    title=TEXT,
    script=TEXT,
    cast=forms.each(SUBJECT),
    places=forms.each(PLACE),
    scenes=forms.each(SCENE),
    rate=POSITIVE,
    aspect=NUMBER,
    seed=WHOLE,
    numbering=TEXT,
    numbers_locked=TRUTH,
    sounds=forms.each(SOUND),
    markers=forms.each(MARKER),
    loras=forms.each(LORA),
)
