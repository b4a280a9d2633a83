"""Mending: an answer that is nearly of its form, made of it.

A model behind a grammar cannot miss its form; one on a server can. It is asked again first; what it
still has wrong is mended here, as little as possible: a number too large becomes the largest, a
word the nearest one, an entry that cannot be read is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from engine.director.grammar import (
    Cover,
    Either,
    Form,
    Many,
    Nothing,
    Number,
    Prose,
    Record,
    Row,
    Words,
    mismatch,
)

LIKE = 0.75  # how alike a word is that was meant
_THOUGHT = re.compile(r"<(think|thinking|thought)>.*?(?:</\1>|$)", re.DOTALL)


class _Lost(Exception):  # noqa: N818 - a part that nothing can be made of
    pass


def spoken(text: str) -> str:
    """The JSON in what a model said: without what it thought aloud, and the fence around it."""
    plain = _THOUGHT.sub("", text)
    starts = [at for at in (plain.find("{"), plain.find("[")) if at >= 0]
    return plain[min(starts) :] if starts else ""


def value_in(text: str) -> Any:
    """The first whole JSON object or list of a text; None when there is none."""
    try:
        return json.JSONDecoder().raw_decode(spoken(text))[0]
    except (ValueError, RecursionError):
        return None


def mended(form: Form, value: Any) -> Any:
    """``value`` as near to ``form`` as it can be brought; None when nothing can be made of it."""
    try:
        found = _fit(form, value)
    except _Lost:
        return None
    return None if mismatch(form, found) else found


def _fit(form: Form, value: Any) -> Any:
    match form:
        case Words(options):
            return _word(options, value)
        case Number(low, high):
            return min(max(_number(value), low), high)
        case Nothing():
            if value in (None, "", [], "null", "none"):
                return None
            raise _Lost
        case Prose(longest):
            return " ".join(str(value).replace('"', "'").replace("\\", "/").split())[:longest]
        case Either(forms):
            return _one_of(forms, value)
        case Many(inner, least, most):
            return _many(inner, least, most, value)
        case Row(forms):
            if isinstance(value, Mapping):  # a box as {"left": 10, ...}
                value = list(value.values())
            if not isinstance(value, list) or len(value) < len(forms):
                raise _Lost
            return [_fit(inner, item) for inner, item in zip(forms, value, strict=False)]
        case Record(fields):
            return _record(fields, value)
        case Cover():
            return _cover(form, value)


def _word(options: Sequence[str], value: Any) -> str:
    if not isinstance(value, str):
        raise _Lost
    low = {option.casefold(): option for option in options}
    said = " ".join(value.casefold().replace("_", " ").split())
    close = [said] if said in low else get_close_matches(said, low, n=1, cutoff=LIKE)
    if not close:
        raise _Lost
    return low[close[0]]


def _number(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise _Lost
    try:
        number = float(value)
        return round(number)
    except (ValueError, OverflowError) as problem:
        raise _Lost from problem


def _one_of(forms: Sequence[Form], value: Any) -> Any:
    for form in forms:
        if not mismatch(form, value):
            return value
    for form in forms:
        try:
            return _fit(form, value)
        except _Lost:
            continue
    raise _Lost


def _many(form: Form, least: int, most: int, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise _Lost
    if value and not isinstance(value[0], list | dict) and isinstance(form, Either | Row):
        value = [value]  # one box where a list of boxes was asked for
    found = []
    for item in value:
        try:
            found.append(_fit(form, item))
        except _Lost:
            continue
    if len(found) < least:
        raise _Lost
    if len(found) <= most:
        return found
    if most < 2:
        return found[:most]
    at = [round(n * (len(found) - 1) / (most - 1)) for n in range(most)]  # first and last stay
    return [found[n] for n in at]


def _record(fields: Sequence[tuple[str, Form]], value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise _Lost
    low = {str(name).casefold(): inner for name, inner in value.items()}
    return {name: _field(form, low.get(name.casefold())) for name, form in fields}


def _field(form: Form, value: Any) -> Any:
    """A field that is lacking or cannot be read is the first thing that its form allows."""
    try:
        return _fit(form, value)
    except _Lost:
        pass
    match form:
        case Words(options):
            return options[0]
        case Number(low, high):
            return min(max(100, low), high)
        case Prose():
            return ""
        case Many(least=0):
            return []
        case Many(Either(forms)) if Nothing() in forms:
            return [None]  # no box: the checker finds that it is missing
        case _:
            raise _Lost


def _cover(form: Cover, value: Any) -> list[dict[str, Any]]:
    """Records whose numbers rise and whose last reaches the end."""
    if isinstance(value, Mapping):
        value = [value]
    if not isinstance(value, list):
        raise _Lost
    found = begun(form, value)
    if not found:
        raise _Lost
    if form.whole:
        found = found[:1]
    found[-1] = {**found[-1], form.name: form.last}
    return found


def begun(form: Cover, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """What can be made of the first records of an answer that is not there yet."""
    found: list[dict[str, Any]] = []
    reached = form.first - 1
    for item in rows:
        try:
            rest = _record(form.rest.fields, item)
            to = min(_number(item.get(form.name)), form.last)
        except _Lost:
            continue
        if to > reached:
            found.append({form.name: to, **rest})
            reached = to
    return found
