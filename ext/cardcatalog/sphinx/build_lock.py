"""Let builds take turns in a folder, and let none believe what an earlier one left half done."""

from __future__ import annotations

import logging as standard_logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout
from sphinx.application import ENV_PICKLE_FILENAME
from sphinx.locale import __
from sphinx.util import logging

from cardcatalog.bibtex.entries import digest
from cardcatalog.files import sweep
from cardcatalog.sphinx.manifest import REMEDIES, WriteError, explain, write

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)

PATIENCE = 1800
"""Seconds to wait for another build of the same folder: the largest take minutes."""

LOCK = "cardcatalog.lock"
READING = "cardcatalog-unfinished-reading"

KEPT_ON = (".buildinfo", "searchindex.js")
"""Files of its output that Sphinx goes on with; all others it writes anew."""

Stamp = tuple[int, int, int]


class Turn:
    """The turn of one build.

    Sphinx saves what it has read before it writes the first page. If it is killed in between, or cannot write, the next
    build finds nothing to read and leaves old pages, or halves of pages, as they are. So a mark stands beside the
    doctrees as long as a build is at work. Where one is found, its build did not end, and everything is made anew.
    """

    def __init__(self) -> None:
        """Begin with nothing at work."""
        self._lock: FileLock | None = None
        self._failures = WriteFailures()

    def begin(self, app: Sphinx, config: Config) -> None:  # noqa: ARG002
        """Wait until no other build is at work, and forget what one that did not end had read.

        :raises WriteError: if a folder cannot be written to, or another build takes too long.
        """
        _make_room(app)
        self._lock = _wait(Path(app.doctreedir))
        # Pages that cannot be written are only a warning to Sphinx, which takes them for written from then on.
        standard_logging.getLogger("sphinx").addHandler(self._failures)
        if _reading_mark(app).exists() or _mark(app).exists():
            logger.info("cardcatalog: the last build did not end, so everything is made anew")
            Path(app.doctreedir, ENV_PICKLE_FILENAME).unlink(missing_ok=True)
            for name in KEPT_ON:
                Path(app.outdir, name).unlink(missing_ok=True)
            sweep(Path(app.doctreedir), "**/*")
            sweep(Path(app.outdir), "**/*")

    def mark(self, app: Sphinx, env: BuildEnvironment, docnames: Iterable[str]) -> None:  # noqa: ARG002
        """Note that a build is at work: with the doctrees, which several builders may share, and with its output."""
        write(_mark(app), "")
        if list(docnames):
            write(_reading_mark(app), "")

    def mark_read(self, app: Sphinx, env: BuildEnvironment) -> None:  # noqa: ARG002
        """Note that all is read, and saved."""
        _reading_mark(app).unlink(missing_ok=True)

    def end(self, app: Sphinx, exception: Exception | None) -> None:
        """Note that the build has ended, if it has ended well, and let the next one begin.

        :raises WriteError: if Sphinx could not write a page.
        """
        try:
            if isinstance(exception, OSError) and exception.errno in REMEDIES:
                logger.error("cardcatalog: %s", explain(exception))
            elif not exception and self._failures.messages:
                first, count = self._failures.messages[0], len(self._failures.messages)
                message = f"{first} ({count} in all); mend that, then build again"
                raise WriteError(message)
            elif not exception:
                _reading_mark(app).unlink(missing_ok=True)
                _mark(app).unlink(missing_ok=True)
        finally:
            standard_logging.getLogger("sphinx").removeHandler(self._failures)
            if self._lock:
                self._lock.release(force=True)


class WriteFailures(standard_logging.Handler):
    """What Sphinx says of pages that it could not write."""

    def __init__(self) -> None:
        """Begin with none."""
        super().__init__(standard_logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: standard_logging.LogRecord) -> None:
        """Note a message if it is of that kind, whatever language it is in."""
        message = record.getMessage()
        if message.startswith(str(__("error writing file %s: %s")).partition("%s")[0]):
            self.messages.append(message)


def _make_room(app: Sphinx) -> None:
    """Hold that both folders can be written to, before any work is done."""
    for folder in map(Path, (app.doctreedir, app.outdir)):
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WriteError(explain(error, folder)) from error
        if not os.access(folder, os.W_OK):
            message = f"{folder}: it cannot be written to; let yourself write there, or use another folder"
            raise WriteError(message)


def _wait(folder: Path) -> FileLock | None:
    """Return the lock of a folder of doctrees, taken; none where the file system knows no locks.

    Two builds of one process, as in tests, share it.
    """
    lock = FileLock(folder / LOCK, is_singleton=True, thread_local=False)
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            logger.info("cardcatalog: another build is at work in %s; waiting for it to end", folder)
            lock.acquire(timeout=PATIENCE)
    except Timeout:
        message = (
            f"{folder}: another build has been at work there for {PATIENCE} seconds; end it, or use another folder"
        )
        raise WriteError(message) from None
    except NotImplementedError:
        return None
    return lock


def _mark(app: Sphinx) -> Path:
    """Return the mark of a build that writes to the output folder."""
    # Relative, so that a project can be moved with what was built of it.
    way = os.path.relpath(app.outdir, app.doctreedir)
    return Path(app.doctreedir, f"cardcatalog-unfinished-{digest(Path(way).as_posix())}")


def _reading_mark(app: Sphinx) -> Path:
    return Path(app.doctreedir, READING)


def file_signature(paths: Iterable[Path]) -> dict[Path, Stamp | None]:
    """Return what tells whether files have been changed, or replaced, since."""
    stamps: dict[Path, Stamp | None] = {}
    for path in paths:
        try:
            about = path.stat()
            stamps[path] = about.st_mtime_ns, about.st_size, about.st_ino
        except OSError:
            stamps[path] = None
    return stamps


def setup(app: Sphinx) -> None:
    """Begin before Sphinx looks for what it has read before, and end last of all."""
    turn = Turn()
    app.connect("config-inited", turn.begin, priority=900)  # when the settings have been found right
    app.connect("env-before-read-docs", turn.mark)
    app.connect("env-check-consistency", turn.mark_read, priority=100)
    app.connect("build-finished", turn.end, priority=900)
