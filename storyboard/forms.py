"""Forms: how a dataclass is written as plain data for JSON and read back, field by field.

A reader raises ``Fault`` with half a sentence about what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, fields
from typing import Any, Generic, TypeVar, get_args

T = TypeVar("T")
Writer = Callable[[Any], Any]
Reader = Callable[[Any], Any]


class Fault(Exception):  # noqa: N818 - it is half a sentence
    """What is wrong with the data."""


class UnknownField(Fault):
    """They hold what this version does not know."""


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
            raise Fault(f"a {self.noun} is no table of fields")
        values = {}
        name = ""
        try:
            for name, reader in self.readers:
                if name in plain:
                    values[name] = reader(plain[name])
        except UnknownField:
            raise
        except Fault as fault:
            raise Fault(f"{self._called(plain)}, {name}: {fault}") from None
        if len(values) != len(plain):
            unknown = next(key for key in plain if key not in values)
            raise UnknownField(f"{self._called(plain)} has a field {unknown!r}")
        for name in self.needed:
            if name not in values:
                raise Fault(f"{self._called(plain)} has no {name}")
        return self.kind(**values)

    def _called(self, plain: dict[str, Any]) -> str:
        id = plain.get("id")
        return f"{self.noun} {id!r}" if isinstance(id, str) else f"a {self.noun}"


def text(value: Any) -> str:
    if type(value) is not str:
        raise Fault("not a text")
    return value


def whole(value: Any) -> int:
    if type(value) is not int:
        raise Fault("not a whole number")
    return value


def positive(value: Any) -> int:
    if type(value) is not int or value < 1:
        raise Fault("not a whole number above 0")
    return value


def number(value: Any) -> float:
    if type(value) not in (int, float) or not -1e300 < value < 1e300:
        raise Fault("not a number")
    return float(value)


def truth(value: Any) -> bool:
    if type(value) is not bool:
        raise Fault("neither true nor false")
    return value


def one_of(words: Any) -> Reader:
    """A word of a ``Literal``."""
    options = frozenset(get_args(words))

    def read(value: Any) -> str:
        if type(value) is not str or value not in options:
            raise Fault(f"{value!r} is none of {', '.join(sorted(options))}")
        return value

    return read


def optional(reader: Reader) -> Reader:
    return lambda value: None if value is None else reader(value)


def row(reader: Reader) -> Reader:
    def read(value: Any) -> tuple[Any, ...]:
        if type(value) not in (list, tuple):
            raise Fault("not a list")
        return tuple([reader(item) for item in value])

    return read


def table(reader: Reader) -> Reader:
    def read(value: Any) -> dict[str, Any]:
        if type(value) is not dict:
            raise Fault("not a table")
        return {text(key): reader(item) for key, item in value.items()}

    return read


def each(form: Form[Any]) -> tuple[Writer, Reader]:
    """A row of what a form tells of."""
    return lambda things: [form.write(thing) for thing in things], row(form.read)
