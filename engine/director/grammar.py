"""Forms: what an answer must look like, as data that becomes a grammar and reads the answer back.

A form is enforced on the model token by token (``grammar`` writes it as GBNF, llama.cpp's notation)
and checked once more when the answer is there (``mismatch``), so that a model behind another door
answers to the same form. Answers are JSON without white space. llama.cpp's own converter from JSON
schemas ignores bounds of numbers and lets raw control characters into strings; these forms do
neither.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any


@dataclass(frozen=True, slots=True)
class Words:
    """A string out of ``options``."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number from ``low`` to ``high``, both included."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Nothing:
    """null."""


@dataclass(frozen=True, slots=True)
class Prose:
    """Free words of at most ``longest`` characters, on one line."""

    longest: int


@dataclass(frozen=True, slots=True)
class Either:
    """One of several forms."""

    forms: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Many:
    """A list of ``least`` to ``most`` things of one form."""

    form: Form
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Row:
    """A list of exactly these forms, in order."""

    forms: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """An object with exactly these fields, in order."""

    fields: tuple[tuple[str, Form], ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """A list of records that together cover the numbers ``first`` to ``last``.

    Each record begins with the field ``name``: the last number that it covers. The numbers rise and
    the last record reaches ``last``, whatever the model likes: the grammar remembers how far the
    answer has come. ``whole`` asks for one record.
    """

    name: str
    first: int
    last: int
    rest: Record
    whole: bool = False


Form = Words | Number | Nothing | Prose | Either | Many | Row | Record | Cover


class Grammar(str):
    """A grammar in GBNF that remembers which form it was written from."""

    form: Form


@lru_cache(maxsize=64)
def grammar(form: Form) -> Grammar:
    """The form in GBNF. Its start is the rule ``root``."""
    rules = _Rules()
    root = _write(form, rules)
    lines = [f"root ::= {root}"]
    lines += [f"{name} ::= {body}" for body, name in rules.names.items()]
    written = Grammar("\n".join(lines) + "\n")
    written.form = form
    return written


def alphabet(form: Form) -> frozenset[str]:
    """All characters that an answer must be able to contain; a model whose vocabulary lacks one
    cannot give it.
    """
    match form:
        case Words(options):
            return frozenset("".join(_json(word) for word in options))
        case Number():
            return frozenset("-0123456789")
        case Nothing():
            return frozenset("null")
        case Prose():
            return frozenset('" ')
        case Either(forms):
            return frozenset().union(*map(alphabet, forms))
        case Row(forms):
            return frozenset("[],").union(*map(alphabet, forms))
        case Many(inner):
            return frozenset("[],") | alphabet(inner)
        case Record(fields):
            names = frozenset("".join(_json(name) for name, _ in fields))
            return (frozenset("{}:,") | names).union(*(alphabet(inner) for _, inner in fields))
        case Cover(name, rest=rest):
            return frozenset("[]0123456789") | frozenset(_json(name)) | alphabet(rest)


def mismatch(form: Form, value: Any, at: str = "the answer") -> str:
    """Why this value is not of that form, as a sentence; empty when it is."""
    match form:
        case Words(options):
            if not isinstance(value, str) or value not in options:
                return f"{at} must be one of {', '.join(options[:20])}."
        case Number(low, high):
            if type(value) is not int or not low <= value <= high:
                return f"{at} must be a whole number from {low} to {high}."
        case Nothing():
            if value is not None:
                return f"{at} must be null."
        case Prose(longest):
            if not isinstance(value, str) or len(value) > longest:
                return f"{at} must be words of at most {longest} characters."
        case Either(forms):
            said = [mismatch(inner, value, at) for inner in forms]
            return "" if "" in said else said[0]
        case Many(inner, least, most):
            if not isinstance(value, list) or not least <= len(value) <= most:
                return f"{at} must be a list of {least} to {most}."
            return _first(mismatch(inner, item, f"{at}[{i}]") for i, item in enumerate(value))
        case Row(forms):
            if not isinstance(value, list) or len(value) != len(forms):
                return f"{at} must be a list of {len(forms)}."
            pairs = zip(forms, value, strict=True)
            return _first(
                mismatch(inner, item, f"{at}[{i}]") for i, (inner, item) in enumerate(pairs)
            )
        case Record(fields):
            if not isinstance(value, dict) or set(value) != {name for name, _ in fields}:
                return f"{at} must have the fields {', '.join(name for name, _ in fields)}."
            return _first(mismatch(inner, value[name], f"{at}.{name}") for name, inner in fields)
        case Cover():
            return _cover_mismatch(form, value, at)
    return ""


def _cover_mismatch(form: Cover, value: Any, at: str) -> str:
    if not isinstance(value, list) or not value:
        return f"{at} must be a list."
    covered = form.first - 1
    for i, item in enumerate(value):
        to = item.get(form.name) if isinstance(item, dict) else None
        if type(to) is not int or not covered < to <= form.last:
            return f"{at}[{i}].{form.name} must be a number from {covered + 1} to {form.last}."
        covered = to
        rest = {name: inner for name, inner in item.items() if name != form.name}
        said = mismatch(form.rest, rest, f"{at}[{i}]")
        if said:
            return said
    if covered != form.last or (form.whole and len(value) > 1):
        return f"{at} must end with {form.name} {form.last}."
    return ""


def _first(said: Iterable[str]) -> str:
    return next((words for words in said if words), "")


@dataclass(slots=True)
class _Rules:
    """Bodies that have a name. The same body has the same name: common parts are written once."""

    names: dict[str, str] = field(default_factory=dict)

    def name(self, body: str) -> str:
        return self.names.setdefault(body, f"r{len(self.names)}")


def _write(form: Form, rules: _Rules) -> str:
    match form:
        case Words(options):
            return rules.name(f'"\\"" {_one_of(map(_json_inside, options), rules)} "\\""')
        case Number(low, high):
            return rules.name(_one_of(map(str, range(low, high + 1)), rules))
        case Nothing():
            return '"null"'
        case Prose(longest):
            character = rules.name(r'[^"\\\x00-\x1F\x7F]')
            return rules.name(f'"\\"" {character}{{0,{longest}}} "\\""')
        case Either(forms):
            return rules.name(" | ".join(_write(inner, rules) for inner in forms))
        case Many(inner, least, most):
            return rules.name(_list(_write(inner, rules), least, most))
        case Row(forms):
            inside = ' "," '.join(_write(inner, rules) for inner in forms)
            return rules.name(f'"[" {inside} "]"')
        case Record(fields):
            return rules.name(f'"{{" {_fields(fields, rules)} "}}"')
        case Cover():
            return rules.name(_cover(form, rules))


def _fields(fields: tuple[tuple[str, Form], ...], rules: _Rules) -> str:
    parts = [f"{_literal(_json(name) + ':')} {_write(inner, rules)}" for name, inner in fields]
    return ' "," '.join(parts)


def _list(item: str, least: int, most: int) -> str:
    if most == 0:
        return '"[]"'
    more = f' ("," {item}){{{max(least - 1, 0)},{most - 1}}}' if most > 1 else ""
    inside = f"{item}{more}"
    return f'"[" {inside} "]"' if least else f'"[" ({inside})? "]"'


def _cover(form: Cover, rules: _Rules) -> str:
    """From the last number back: what may follow when everything up to ``at`` is covered."""
    rest = rules.name(f'"," {_fields(form.rest.fields, rules)} "}}"')
    opening = _literal("{" + _json(form.name) + ":")
    ending = f"{_literal(str(form.last))} {rest}"
    after = {form.last - 1: rules.name(f"{opening} {ending}")}
    for at in range(form.last - 2, form.first - 2, -1):
        if form.whole:
            after[at] = after[form.last - 1]
            continue
        ways = [f'{_literal(str(to))} {rest} "," {after[to]}' for to in range(at + 1, form.last)]
        after[at] = rules.name(f"{opening} ({' | '.join([*ways, ending])})")
    return f'"[" {after[form.first - 1]} "]"'


def _one_of(words: Iterable[str], rules: _Rules) -> str:
    """Exactly these strings. Shared beginnings are written once: the sampler then follows one path
    and not hundreds.
    """
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    return f"({_branch(tree, rules)})"


def _branch(node: dict[str, Any], rules: _Rules) -> str:
    followers: dict[str, list[str]] = {}
    for character, child in node.items():
        if character:
            followers.setdefault(_branch(child, rules), []).append(character)
    ways = []
    for follower, characters in followers.items():
        start = _literal(characters[0]) if len(characters) == 1 else _class(characters)
        if follower.startswith('"') and start.startswith('"'):
            ways.append(start[:-1] + follower[1:])
        else:
            ways.append(f"{start} {follower}".rstrip())
    if not ways:
        return ""
    body = " | ".join(ways)
    if "" in node:
        return rules.name(f"({body})?")
    return body if len(ways) == 1 else rules.name(body)


def _json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _json_inside(text: str) -> str:
    return _json(text)[1:-1]


def _literal(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _class(characters: Iterable[str]) -> str:
    return "[" + "".join(_in_class(character) for character in sorted(characters)) + "]"


def _in_class(character: str) -> str:
    return f"\\x{ord(character):02X}" if character in '\\]["^-' else character
