"""Values that are kept from build to build next to the doctrees, each in a file that is read when it is needed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from cardcatalog.sphinx.manifest import load_json, write


class KeptValues:
    """Objects of JSON by their names. Each holds the digests of all that it was made of: it may come from any build."""

    def __init__(self, doctreedir: Path) -> None:
        """Read nothing yet."""
        self._folder = doctreedir

    def get(self, name: str) -> dict[str, Any]:
        """Return a value, an empty one if there is none that can be read."""
        return load_json(self._path(name))

    def put(self, name: str, value: dict[str, Any]) -> None:
        """Write a value at once, so that it need not stay in memory until the build ends.

        :raises WriteError: if it cannot be written.
        """
        write(self._path(name), json.dumps(value))

    def _path(self, name: str) -> Path:
        return self._folder / f"cardcatalog-{name}.json"
