"""Change a file as a whole or not at all, whatever happens meanwhile."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from cardcatalog.bibtex.bibliography import digest

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 20
"""Seconds to wait for another process that changes the same file."""

_SUFFIX = ".cardcatalog-new"


def write_whole(path: Path, text: str) -> None:
    """Give a file a new text: whoever reads it finds the old one or the new one, never a part.

    The text is written beside the file, forced onto the disk, and renamed, which is one step (rename(2), POSIX). So a
    full disk or a killed process leaves the old file.

    :raises OSError: if the text cannot be written; the file is as it was.
    """
    path = path.resolve()  # a link stays a link
    try:
        _replace(path, text)
    except OSError as error:
        # What was to replace the file has a name that says nothing to anyone.
        raise OSError(error.errno, error.strerror, str(path)) from error


def _replace(path: Path, text: str) -> None:
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=_SUFFIX)
    new = Path(name)
    try:
        with open(descriptor, "w", encoding="utf-8", newline="\n") as file:  # noqa: PTH123  (a descriptor)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            _keep_owner(path, new)
            shutil.copymode(path, new)
        else:
            new.chmod(0o666 & ~_umask())
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


def _keep_owner(old: Path, new: Path) -> None:
    """Let a file be of whom another one is, where that may be done: root works on checkouts of others in containers."""
    if hasattr(os, "chown"):  # not on Windows
        with suppress(PermissionError):
            os.chown(new, old.stat().st_uid, old.stat().st_gid)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Let no other process change a file through this function as long as the context lasts.

    What a killed process left beside the file is taken away.

    :raises OSError: if another process holds the file for too long.
    """
    path = path.resolve()
    # Not beside the file: there it would be in the way of git and of people.
    lock = Path(tempfile.gettempdir(), f"cardcatalog-{digest(str(Path.home()), str(path))}.lock")
    try:
        with FileLock(lock, timeout=PATIENCE):
            for left in path.parent.glob(f".{escape(path.name)}.*{_SUFFIX}"):
                left.unlink(missing_ok=True)
            yield
    except Timeout:
        message = f"another process has been changing it for {PATIENCE} seconds; try again when that has ended"
        raise OSError(None, message, str(path)) from None
