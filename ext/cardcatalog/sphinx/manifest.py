"""Write files of a site, and remember which: so that the next build knows what is whole, what old, what to remove."""

from __future__ import annotations

import errno
import json
from typing import TYPE_CHECKING, Any

from sphinx.errors import SphinxError

from cardcatalog.files import write_changed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

REMEDIES = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), "free some space on this disk"),
    **dict.fromkeys((errno.EACCES, errno.EPERM), "let yourself write there"),
    errno.EROFS: "let this file system be written to, or use another folder",
    errno.EFBIG: "allow for larger files",
}
"""What to do about an error of the machine."""


class WriteError(SphinxError):
    """A file cannot be written: which one, why, and what to do. It ends the build."""

    category = "Cannot write"


def explain(error: OSError, path: Path | str = "") -> str:
    """Return what went wrong with a file, and what to do."""
    name = path or error.filename or "a file"
    remedy = REMEDIES.get(error.errno or 0, "mend that")
    return f"{name}: {error.strerror or error}; {remedy}, then build again"


def write(path: Path, content: bytes | str) -> None:
    """Give a file of the site, or beside the doctrees, some content unless it has that already.

    :raises WriteError: says which file cannot be written, why, and what to do.
    """
    try:
        write_changed(path, content.encode() if isinstance(content, str) else content)
    except OSError as error:
        raise WriteError(explain(error, path)) from error


def load_json(path: Path) -> dict[str, Any]:
    """Return what an earlier build noted in a file of JSON, or nothing if that is not to be had."""
    try:
        known = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


class Manifest:
    """The files of a kind that stand on the site, each with the digest of all that it was made of.

    A file is noted as unwritten before it is written, and with its digest only when all are. So a build that is killed
    leaves a note of everything that it may have left half done, or that nobody wants any more.
    """

    def __init__(self, path: Path) -> None:
        """Read what the last build noted."""
        self._path = path
        self._before = {name: digest for name, digest in load_json(path).items() if isinstance(digest, str)}

    def open(self, after: Mapping[str, str], exists: Callable[[str], bool]) -> list[str]:
        """Return the files to write: those that are new, have changed, or are gone.

        :param after: the files that there shall be, with the digests of what they are made of.
        :param exists: tells whether a file is there.
        """
        stale = [name for name in after if self._before.get(name) != after[name] or not exists(name)]
        if stale:
            self._note({**self._before, **dict.fromkeys(stale, "")})
        return stale

    def close(self, after: Mapping[str, str], remove: Callable[[str], None]) -> None:
        """Have the files removed that there shall no longer be, and note that all others are written."""
        for name in sorted(self._before.keys() - after.keys()):
            remove(name)
        if after or self._before:
            self._note(after)

    def _note(self, rows: Mapping[str, str]) -> None:
        write(self._path, json.dumps(rows, indent=1))
