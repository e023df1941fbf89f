"""JSON with a row on each line, so that a change of one row is a change of one line; what is not known is left out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

_COMPACT = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))
_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False)


BETWEEN_ROWS = ",\n"


def json_array(rows: Iterable[str]) -> Iterator[str]:
    """Yield the pieces of an array of items that are JSON, one a line: a copy of a large array takes megabytes."""
    before = "[\n"
    for row in rows:
        yield before
        yield row
        before = BETWEEN_ROWS
    yield "[]" if before == "[\n" else "\n]"


def json_document(head: Mapping[str, object], parts: Mapping[str, Iterable[str]]) -> str:
    """Return an object of JSON: its first values a line each, then arrays of rows that are JSON."""
    pieces = ["{\n", ",\n".join(f"{json.dumps(name)}: {to_json(value)}" for name, value in head.items())]
    for name, rows in parts.items():
        pieces += [f",\n{json.dumps(name)}: ", *json_array(rows)]
    return "".join([*pieces, "\n}\n"])


def known(**values: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return the values that are known."""
    return {name: value for name, value in values.items() if is_known(value)}


def is_known(value: object) -> bool:
    """Return whether a value is known: it is not empty, None or false; zero is known."""
    return bool(value) or (value == 0 and value is not False)


def compact_json(value: object) -> str:
    """Return a value as JSON without white space, for a script that loads it."""
    return _COMPACT.encode(value)


def to_json(value: object) -> str:
    """Return a value as JSON that cannot end the script it may be put into."""
    return _ENCODER.encode(value).replace("<", "\\u003c")
