"""Read values of JSON whose types are not certain, as services send them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cardcatalog_tools.services.web import ServiceError


def read_object(body: bytes, source: str) -> dict[str, Any]:
    """Return the object of a JSON document.

    :raises ServiceError: if it is none.
    """
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        message = f"the answer on {source} is not the JSON of a paper; try again later"
        raise ServiceError(message)
    return document


def text_in(values: Mapping[str, Any], name: str) -> str:
    """Return the first text of a value, or nothing."""
    return next(iter(texts_in(values, name)), "")


def texts_in(values: Mapping[str, Any], name: str) -> list[str]:
    """Return a value that is a text, a number or a list of texts as texts."""
    value = values.get(name)
    parts = value if isinstance(value, list) else [value]
    return [str(part) for part in parts if isinstance(part, str | int) and not isinstance(part, bool) and str(part)]


def as_list(value: object) -> list[Any]:
    """Return a value that is a list, else an empty one."""
    return value if isinstance(value, list) else []


def as_dict(value: object) -> dict[str, Any]:
    """Return a value that is an object, else an empty one."""
    return value if isinstance(value, dict) else {}
