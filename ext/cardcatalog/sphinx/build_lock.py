"""Let one build at a time work in a folder, and let the next one trust nothing of a build that was interrupted."""

from __future__ import annotations

import logging as standard_logging
import os
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from filelock import FileLock, Timeout
from sphinx.application import Sphinx
from sphinx.util import logging

from cardcatalog.bibtex.entries import digest
from cardcatalog.files import sweep
from cardcatalog.sphinx.internals import forget_environment
from cardcatalog.sphinx.manifest import REMEDIES, WriteError, explain, site_name, write

logger = logging.getLogger(__name__)

BUILD_LOCK_TIMEOUT_S = 1800
"""Seconds to wait for another build of the same folder: the largest take minutes."""

LOCK = "cardcatalog.lock"

HOLDER = "CARDCATALOG_LOCK_HOLDER"
"""The environment variable by which a build that another one starts, and waits for, finds out that it need not wait."""

KEPT_BY_SPHINX = (".buildinfo", "searchindex.js")
"""Files of its output that Sphinx continues; it writes all others again."""

FileSignature = tuple[int, int, int]


class DirtyFlag:
    """A file next to the doctrees that exists while a build works, and lists the files that only this build wrote.

    Sphinx saves what it has read before it writes the first page. After an interruption it would find nothing to read,
    and leave old pages, or halves of pages, as they are.
    """

    def __init__(self, doctreedir: Path, outdir: Path) -> None:
        """Name the file after the output folder; several builders may share the doctrees."""
        self._path = doctreedir / f"cardcatalog-dirty-{digest(site_name(doctreedir, outdir))}"
        self._file: IO[str] | None = None

    def paths(self) -> list[str] | None:
        """Return the files that an interrupted build has written, or nothing if no build was interrupted."""
        return self._path.read_text("utf-8", errors="replace").splitlines() if self._path.exists() else None

    def is_any_set(self) -> bool:
        """Return whether a build with these doctrees, of whatever builder, was interrupted."""
        return any(self._path.parent.glob("cardcatalog-dirty-*"))

    def set(self) -> None:
        """Mark the output as being worked on; the list of an interrupted build stays."""
        if not self._path.exists():
            write(self._path, "")

    def add(self, path: str) -> None:
        """List a file that is about to be written."""
        if not self._file:
            self._file = self._path.open("a", encoding="utf-8", buffering=1)
        self._file.write(f"{path}\n")

    def close(self) -> None:
        """List no more files."""
        if self._file:
            self._file.close()

    def clear(self) -> None:
        """Mark the output as whole."""
        self.close()
        self._path.unlink(missing_ok=True)


class WriteFailures(standard_logging.Handler):
    """The files that Sphinx could not write: it warns, goes on, and takes them for written from then on."""

    def __init__(self, app: Sphinx) -> None:
        """Begin with none."""
        super().__init__(standard_logging.WARNING)
        self._folders = (str(app.outdir), str(app.doctreedir))
        self.messages: list[str] = []

    def emit(self, record: standard_logging.LogRecord) -> None:
        """Keep a warning that an error of the operating system came with."""
        for error in record.args if isinstance(record.args, tuple) else ():
            if isinstance(error, OSError) and error.errno in REMEDIES:
                # A full disk is noticed within a file, which the error does not name then.
                is_ours = error.filename is None or str(error.filename).startswith(self._folders)
                self.messages += [record.getMessage()] if is_ours else []


def check_writable(folders: Iterable[Path]) -> None:
    """Hold that folders can be written to, before any work is done.

    :raises WriteError: names the folder.
    """
    for folder in folders:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WriteError(explain(error, folder)) from error
        if not os.access(folder, os.W_OK):
            message = f"{folder}: it cannot be written to; make it writable for this user, or use another folder"
            raise WriteError(message)


def acquire_lock(folder: Path) -> FileLock | None:
    """Return the lock of a folder of doctrees, acquired; nothing where the file system has no locks.

    Two builds of one process, as in tests, share it. A build that was started by the one that holds it goes ahead.

    :raises WriteError: if another build takes longer than :data:`BUILD_LOCK_TIMEOUT_S`.
    """
    if is_held_by_parent(folder):
        return None
    lock = FileLock(folder / LOCK, is_singleton=True, thread_local=False)
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            logger.info("cardcatalog: waiting for another build in %s", folder)
            lock.acquire(timeout=BUILD_LOCK_TIMEOUT_S)
    except Timeout:
        message = f"{folder}: another build has run for {BUILD_LOCK_TIMEOUT_S} seconds; end it or use another folder"
        raise WriteError(message) from None
    except NotImplementedError:
        return None
    os.environ[HOLDER] = f"{os.getpid()} {folder}"
    return lock


def release_lock(lock: FileLock) -> None:
    """Release the lock of a folder."""
    os.environ.pop(HOLDER, None)
    lock.release(force=True)


def is_held_by_parent(folder: Path) -> bool:
    """Return whether the lock of a folder is held by a build that started this process, such as sphinx-llm's."""
    process, _, held = os.environ.get(HOLDER, "").partition(" ")
    return held == str(folder) and process != str(os.getpid())


def discard(app: Sphinx) -> None:
    """Remove what Sphinx would trust of an interrupted build."""
    logger.info("cardcatalog: the previous build was interrupted; rebuilding everything")
    forget_environment(Path(app.doctreedir))
    for name in KEPT_BY_SPHINX:
        Path(app.outdir, name).unlink(missing_ok=True)
    for folder in (app.doctreedir, app.outdir):
        sweep(Path(folder), "**/*")


def file_signature(paths: Iterable[Path]) -> dict[Path, FileSignature | None]:
    """Return by which one sees whether files have been changed, or replaced, since."""
    signatures: dict[Path, FileSignature | None] = {}
    for path in paths:
        try:
            about = path.stat()
            signatures[path] = about.st_mtime_ns, about.st_size, about.st_ino
        except OSError:
            signatures[path] = None
    return signatures
