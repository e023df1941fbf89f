"""Values that are kept from build to build next to the doctrees, each in a file that is read when it is needed."""

from __future__ import annotations

import io
import pickle
from hashlib import blake2b
from pathlib import Path
from typing import Any

from cardcatalog.sphinx.manifest import write


class KeptValues:
    """Plain values by their names: dictionaries of texts, numbers and tuples.

    Each holds the digests of all that it was made of: it may come from any build, of any version of our code.
    """

    def __init__(self, doctreedir: Path) -> None:
        """Read nothing yet."""
        self._folder = doctreedir

    def get(self, name: str) -> dict[str, Any]:
        """Return a value, an empty one if there is none, its file is not as it was written, or a class is in it."""
        try:
            own, content = self._path(name).read_bytes().split(b"\n", 1)
        except (OSError, ValueError):
            return {}
        try:
            value: dict[str, Any] = _Unpickler(io.BytesIO(content)).load() if own == _digest(content) else {}
        except pickle.UnpicklingError:
            return {}
        return value

    def put(self, name: str, value: dict[str, Any]) -> None:
        """Write a value at once, so that it need not stay in memory until the build ends.

        :raises WriteError: if it cannot be written.
        """
        content = pickle.dumps(value)  # JSON takes three times as long
        write(self._path(name), b"\n".join((_digest(content), content)))

    def _path(self, name: str) -> Path:
        return self._folder / f"cardcatalog-{name}.pickle"


class _Unpickler(pickle.Unpickler):
    """An unpickler of plain values: the class that another version of our code had may be gone, or be another one."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401  (as in the base)
        """Find none.

        :raises pickle.UnpicklingError: always.
        """
        message = f"{module}.{name} is no plain value"
        raise pickle.UnpicklingError(message)


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=16).hexdigest().encode()
