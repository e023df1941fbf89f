"""JSON with a row on each line, so that a change of one row is a change of one line; what is not known is left out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_ENCODER = json.JSONEncoder(ensure_ascii=False)


def json_rows(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return the items of an array of JSON, one a line."""
    return join_rows(map(to_json, rows))


def join_rows(rows: Iterable[str]) -> str:
    """Return items that are JSON as those of an array, one a line."""
    text = ",\n".join(rows)
    return f"\n{text}\n" if text else ""


def json_document(head: Mapping[str, object], parts: Mapping[str, str]) -> str:
    """Return an object of JSON: its first values a line each, then arrays of rows."""
    lines = [f"{json.dumps(name)}: {to_json(value)}" for name, value in head.items()]
    lines += [f"{json.dumps(name)}: [{rows}]" for name, rows in parts.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def known(**values: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return the values that are known: without empty ones, None and false, but with zero."""
    return {name: value for name, value in values.items() if value or (value == 0 and value is not False)}


def compact_json(value: object) -> str:
    """Return a value as JSON without white space, for a script that loads it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def to_json(value: object) -> str:
    """Return a value as JSON that cannot end the script it may be put into."""
    return _ENCODER.encode(value).replace("<", "\\u003c")
