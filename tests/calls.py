"""Note the calls of a function that go on doing their work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import pytest

T = TypeVar("T")


def note_calls(monkeypatch: pytest.MonkeyPatch, owner: object, name: str, note: Callable[..., T]) -> list[T]:
    """Return the notes on the calls of a function from now on.

    :param note: returns what is noted of a call, given its arguments.
    """
    notes: list[T] = []
    function = getattr(owner, name)

    def noted(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401  (any function)
        notes.append(note(*arguments, **options))
        return function(*arguments, **options)

    monkeypatch.setattr(owner, name, noted)
    return notes
