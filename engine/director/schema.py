"""Forms as JSON schemas, for servers that hold a model to a schema and not to a grammar.

A schema says less than a grammar: that the numbers of a ``Cover`` rise it cannot say. Answers are
measured against the form afterwards, whoever gave them (``grammar.mismatch``).
"""

from __future__ import annotations

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
)


def schema(form: Form) -> dict[str, Any]:
    """The form as a JSON schema: every field required, nothing else allowed."""
    match form:
        case Words(options):
            return {"type": "string", "enum": list(options)}
        case Number(low, high):
            return {"type": "integer", "minimum": low, "maximum": high}
        case Nothing():
            return {"type": "null"}
        case Prose(longest):
            return {"type": "string", "maxLength": longest}
        case Either(forms):
            return {"anyOf": [schema(inner) for inner in forms]}
        case Many(inner, least, most):
            row = {"type": "array", "minItems": least, "maxItems": most}
            return {**row, "items": schema(inner)} if most else row
        case Row(forms):
            return _row(forms)
        case Record(fields):
            return _record({name: schema(inner) for name, inner in fields})
        case Cover(name, first, last, rest, whole):
            numbers = [last] if whole else list(range(first, last + 1))
            shown: dict[str, Any] = {name: {"type": "integer", "enum": numbers}}
            shown |= {other: schema(inner) for other, inner in rest.fields}
            most = 1 if whole else last - first + 1
            return {"type": "array", "minItems": 1, "maxItems": most, "items": _record(shown)}


def _row(forms: tuple[Form, ...]) -> dict[str, Any]:
    size = {"type": "array", "minItems": len(forms), "maxItems": len(forms)}
    if len(set(forms)) == 1:  # plain items are understood by every server
        return {**size, "items": schema(forms[0])}
    return {**size, "prefixItems": [schema(inner) for inner in forms], "items": False}


def _record(fields: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }
