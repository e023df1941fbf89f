"""Change a file as a whole or not at all, even if the process is killed."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path

from cardcatalog.bibtex.entries import digest

LOCK_TIMEOUT_S = 20
"""Seconds to wait for another process that changes the same file."""

_SUFFIX = ".cardcatalog-new"


def write_whole(path: Path, text: str) -> None:
    """Write a new text to a file: a reader gets the old one or the new one, never a part.

    The text is written to a file next to it, forced onto the disk, and renamed, which is one step (rename(2), POSIX).
    So a full disk or a killed process leaves the old file.

    :raises OSError: if the text cannot be written; the file is as it was.
    """
    _replace(path, [text.encode()], is_precious=True)


def write_changed(path: Path, content: bytes, before: bytes | None = None) -> None:
    """Write content to a file that can be made again, unless it is unchanged; its folder is made if needed.

    A reader gets the old content or the new, even if the process is killed. It is not forced onto the
    disk, which for the thousands of files of a site takes minutes.

    :param before: the content of the file, where that is known.
    :raises OSError: if it cannot be written; it is as it was.
    """
    if _has(path, content) if before is None else before == content:
        return
    write_pieces(path, [content])


def write_pieces(path: Path, pieces: Iterable[bytes | memoryview]) -> None:
    """Write a file that can be made again as :func:`write_changed` does, of pieces that are not joined in memory.

    :raises OSError: if it cannot be written; it is as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    _replace(path, pieces, is_precious=False)


def _has(path: Path, content: bytes) -> bool:
    """Return whether a file has a content; one of another size is not read."""
    return path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content


def sweep(folder: Path, pattern: str = "*") -> None:
    """Remove the temporary files of killed processes.

    :param folder: the folder of these files; subfolders only if the pattern includes them.
    """
    for left in folder.glob(f"{pattern}{_SUFFIX}"):
        left.unlink(missing_ok=True)


def _replace(path: Path, pieces: Iterable[bytes | memoryview], *, is_precious: bool) -> None:
    path = path.resolve()  # keep a symbolic link
    try:
        _write_beside(path, pieces, is_precious=is_precious)
    except OSError as error:
        # The name of the temporary file is of no use to the user.
        raise OSError(error.errno, error.strerror, str(path)) from error


def _write_beside(path: Path, pieces: Iterable[bytes | memoryview], *, is_precious: bool) -> None:
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=_SUFFIX)
    new = Path(name)
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123  (a descriptor)
            file.writelines(pieces)
            if is_precious:
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

    Temporary files of killed processes are removed.

    :raises OSError: if another process holds the file for too long.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415  (it imports asyncio, and most commands lock no file)

    path = path.resolve()
    # Not next to the file: there it would be in the way of git and of people.
    lock = Path(tempfile.gettempdir(), f"cardcatalog-{digest(str(Path.home()), str(path))}.lock")
    try:
        with FileLock(lock, timeout=LOCK_TIMEOUT_S):
            sweep(path.parent, f".{escape(path.name)}.*")
            yield
    except Timeout:
        message = f"another process has been changing it for {LOCK_TIMEOUT_S} seconds; try again when that has ended"
        raise OSError(None, message, str(path)) from None
