"""Values that are kept from build to build next to the doctrees, each in a file that is read when it is needed."""

from __future__ import annotations

import pickle
from hashlib import blake2b
from pathlib import Path
from typing import Any

from cardcatalog.sphinx.manifest import write


class KeptValues:
    """Plain values by their names: dictionaries of texts, numbers and tuples, which any version of our code can read.

    Each holds the digests of all that it was made of: it may come from any build.
    """

    def __init__(self, doctreedir: Path) -> None:
        """Read nothing yet."""
        self._folder = doctreedir

    def get(self, name: str) -> dict[str, Any]:
        """Return a value, an empty one if there is none, or its file is not as it was written."""
        try:
            own, content = self._path(name).read_bytes().split(b"\n", 1)
        except (OSError, ValueError):
            return {}
        return pickle.loads(content) if own == _digest(content) else {}  # noqa: S301  (as it was written)

    def put(self, name: str, value: dict[str, Any]) -> None:
        """Write a value at once, so that it need not stay in memory until the build ends.

        :raises WriteError: if it cannot be written.
        """
        content = pickle.dumps(value)  # JSON takes three times as long
        write(self._path(name), b"\n".join((_digest(content), content)))

    def _path(self, name: str) -> Path:
        return self._folder / f"cardcatalog-{name}.pickle"


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=16).hexdigest().encode()
