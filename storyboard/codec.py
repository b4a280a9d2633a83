"""The board as plain data for JSON, and back: exact, versioned, quick.

Every field is written, so a later default changes no old film; a field that is missing has its
default, so old films open. Fields that this version does not know are refused with a sentence
rather than lost at the next save. Boxes are lists of four numbers, layouts ``{"moments": 9,
"boxes": {"su1": [[0.1, 0.2, 0.3, 0.9], null, ..]}}``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from typing import Any, Generic, TypeVar, get_args, get_type_hints

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

# The first number grows when older programs could misread, the second for new fields.
VERSION = (1, 2)

T = TypeVar("T")
Writer = Callable[[Any], Any]
Reader = Callable[[Any], Any]


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
    except _UnknownField as fault:
        if tuple(version) > VERSION:
            raise CodecError(
                f"This board was saved by a newer Longtake (format {said}) and holds what this one "
                f"does not know ({fault}): open it with the newer one."
            ) from None
        raise CodecError(f"This board is damaged: {fault}.") from None
    except _Fault as fault:
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


# Forms: how each kind of thing is written and read ------------------------------------------------


class _Fault(Exception):  # noqa: N818 - half a sentence on its way to a CodecError
    pass


class _UnknownField(_Fault):
    pass


class Form(Generic[T]):
    """How one dataclass is written and read: for each field a writer (None = as is), a reader."""

    def __init__(self, kind: type[T], /, **ways: tuple[Writer | None, Reader]) -> None:
        self.kind = kind
        self.noun = kind.__name__.lower()
        known = fields(kind)  # type: ignore[arg-type]
        if [field.name for field in known] != list(ways):
            raise TypeError(f"The form of a {self.noun} does not name its fields in order.")
        self.writers = [(name, way[0]) for name, way in ways.items()]
        self.readers = [(name, way[1]) for name, way in ways.items()]
        self.needed = [
            field.name
            for field in known
            if field.default is MISSING and field.default_factory is MISSING
        ]

    def write(self, thing: T) -> dict[str, Any]:
        return {
            name: writer(getattr(thing, name)) if writer else getattr(thing, name)
            for name, writer in self.writers
        }

    def read(self, plain: Any) -> T:
        if type(plain) is not dict:
            raise _Fault(f"a {self.noun} is no table of fields")
        values = {}
        name = ""
        try:
            for name, reader in self.readers:
                if name in plain:
                    values[name] = reader(plain[name])
        except _UnknownField:
            raise
        except _Fault as fault:
            raise _Fault(f"{self._called(plain)}, {name}: {fault}") from None
        if len(values) != len(plain):
            unknown = next(key for key in plain if key not in values)
            raise _UnknownField(f"{self._called(plain)} has a field {unknown!r}")
        for name in self.needed:
            if name not in values:
                raise _Fault(f"{self._called(plain)} has no {name}")
        return self.kind(**values)

    def _called(self, plain: dict[str, Any]) -> str:
        id = plain.get("id")
        return f"{self.noun} {id!r}" if isinstance(id, str) else f"a {self.noun}"


def _text(value: Any) -> str:
    if type(value) is not str:
        raise _Fault("not a text")
    return value


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise _Fault("not a whole number")
    return value


def _positive(value: Any) -> int:
    if type(value) is not int or value < 1:
        raise _Fault("not a whole number above 0")
    return value


def _number(value: Any) -> float:
    if type(value) not in (int, float) or not -1e300 < value < 1e300:
        raise _Fault("not a number")
    return float(value)


def _truth(value: Any) -> bool:
    if type(value) is not bool:
        raise _Fault("neither true nor false")
    return value


def _one_of(words: Any) -> Reader:
    options = frozenset(get_args(words))

    def read(value: Any) -> str:
        if type(value) is not str or value not in options:
            raise _Fault(f"{value!r} is none of {', '.join(sorted(options))}")
        return value

    return read


def _optional(reader: Reader) -> Reader:
    return lambda value: None if value is None else reader(value)


def _row(reader: Reader) -> Reader:
    def read(value: Any) -> tuple[Any, ...]:
        if type(value) not in (list, tuple):
            raise _Fault("not a list")
        return tuple([reader(item) for item in value])

    return read


def _table(reader: Reader) -> Reader:
    def read(value: Any) -> dict[str, Any]:
        if type(value) is not dict:
            raise _Fault("not a table")
        return {_text(key): reader(item) for key, item in value.items()}

    return read


def _each(form: Form[Any]) -> tuple[Writer, Reader]:
    return lambda row: [form.write(thing) for thing in row], _row(form.read)


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
    raise _Fault(f"{row!r} is no box")


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
        raise _Fault("not a table of boxes")
    if len(plain) > 2:
        unknown = next(key for key in plain if key not in ("moments", "boxes"))
        raise _UnknownField(f"a layout has a field {unknown!r}")
    moments = _positive(plain.get("moments"))
    boxes = {}
    for id, row in plain["boxes"].items():
        if type(row) is not list or len(row) != moments:
            raise _Fault(f"{id} has not one box for each of {moments} moments")
        boxes[_text(id)] = tuple([None if box is None else _box(box) for box in row])
    return Layout(boxes, moments)


def _camera_row(camera: Camera) -> list[list[float]]:
    return [_box_row(rect) for rect in camera.rects]


def _camera(plain: Any) -> Camera:
    rects = _row(_box)(plain)
    if not rects:
        raise _Fault("a camera without a rectangle")
    return Camera(rects)


TEXT = (None, _text)
WHOLE = (None, _whole)
POSITIVE = (None, _positive)
NUMBER = (lambda value: value + 0.0, _number)
TRUTH = (None, _truth)
TEXTS = (list, _row(_text))
MAKER = (None, _one_of(Maker))

STRETCH = Form(Stretch, start=WHOLE, end=WHOLE, text=TEXT)
LINE = Form(Line, speaker=TEXT, text=TEXT, how=TEXT)
ACTING = Form(
    Acting,
    action=TEXT,
    facing=(None, _optional(_one_of(Facing))),
    order=WHOLE,
    words=TEXT,
    on=TEXT,
)
KEYFRAME = Form(
    Keyframe,
    frame=WHOLE,
    picture=TEXT,
    source=(None, _one_of(get_type_hints(Keyframe)["source"])),
)

SUBJECT = Form(
    Subject,
    id=TEXT,
    name=TEXT,
    kind=TEXT,
    look=TEXT,
    aliases=TEXTS,
    pronoun=(None, _one_of(get_type_hints(Subject)["pronoun"])),
    puppet=TEXT,
    attributes=(dict, _table(_text)),
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
    dialogue=_each(LINE),
    size=(None, _one_of(Size)),
    angle=(None, _one_of(Angle)),
    movement=(None, _one_of(Movement)),
    lens=POSITIVE,
    length=POSITIVE,
    notes=TEXT,
    join=(None, _one_of(Join)),
    layout=(_layout_table, _layout),
    camera=(_camera_row, _camera),
    acting=(
        lambda table: {id: ACTING.write(acting) for id, acting in table.items()},
        _table(ACTING.read),
    ),
    keyframes=_each(KEYFRAME),
    takes=TEXTS,
    circled=TEXT,
    locked=(sorted, lambda value: frozenset(_row(_text)(value))),
    stretch=(_optional(STRETCH.write), _optional(STRETCH.read)),
    stale=TRUTH,
    label=TEXT,
    made_by=(dict, _table(_one_of(Maker))),
    variation=WHOLE,
)
SCENE = Form(
    Scene,
    id=TEXT,
    heading=TEXT,
    place=TEXT,
    daytime=(None, _one_of(Daytime)),
    weather=(None, _one_of(Weather)),
    shots=_each(SHOT),
    stretch=(_optional(STRETCH.write), _optional(STRETCH.read)),
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
    into=(None, _one_of(get_type_hints(Lora)["into"])),
)
BOARD = Form(
    Board,
    title=TEXT,
    script=TEXT,
    cast=_each(SUBJECT),
    places=_each(PLACE),
    scenes=_each(SCENE),
    rate=POSITIVE,
    aspect=NUMBER,
    seed=WHOLE,
    numbering=TEXT,
    numbers_locked=TRUTH,
    sounds=_each(SOUND),
    markers=_each(MARKER),
    loras=_each(LORA),
)
