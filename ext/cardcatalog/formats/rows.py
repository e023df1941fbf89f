"""JSON with a row on each line, so that a change of one row is a change of one line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

_ENCODER = json.JSONEncoder(ensure_ascii=False)


def json_rows(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return the items of an array of JSON, one a line."""
    return join_rows(map(to_json, rows))


def join_rows(rows: Iterable[str]) -> str:
    """Return items that are JSON as those of an array, one a line."""
    text = ",\n".join(rows)
    return f"\n{text}\n" if text else ""


def to_json(value: object) -> str:
    """Return a value as JSON that cannot end the script it may be put into."""
    return _ENCODER.encode(value).replace("<", "\\u003c")
