"""Do a piece of work in a process beside the build, which goes on meanwhile."""

from __future__ import annotations

import multiprocessing
import os
from contextlib import suppress
from functools import partial
from logging import INFO
from typing import TYPE_CHECKING, Any

from sphinx.util import logging
from sphinx.util.parallel import parallel_available

from cardcatalog.sphinx.urls import is_web

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from logging import LogRecord
    from multiprocessing.connection import Connection

    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)


class Beside:
    """A piece of work that changes nothing but files, so that another process can do it.

    If that came to an error, or was killed, or none could be made, whoever waits for it is told so and does the work
    itself: then an error is one of the build.
    """

    def __init__(self, work: Callable[[], object], niceness: int = 0) -> None:
        """Begin nothing yet.

        :param niceness: how much that process gives way to others, from 0 to 19.
        """
        self._work, self._niceness = work, niceness
        self._messages: Connection | None = None
        self._is_done = False

    def begin(self) -> None:
        """Let a forked process begin, which has everything without being handed it."""
        if parallel_available:
            context = multiprocessing.get_context("fork")
            messages, its_end = context.Pipe(duplex=False)
            with suppress(OSError):  # the machine allows for no more processes
                context.Process(target=self._do, args=(messages, its_end)).start()
                self._messages = messages
            its_end.close()

    def wait(self) -> bool:
        """Wait for the end of that process, say what it had to say, and tell whether it has done the work."""
        if self._messages:
            said: list[LogRecord] = []
            with suppress(EOFError, OSError):  # it ended before it said anything, or within a word
                said, self._is_done = self._messages.recv(), True
            self._messages = None
            for message in said:
                logger.handle(message)
        return self._is_done

    def _do(self, other_end: Connection, messages: Connection) -> None:
        other_end.close()  # else, when the build is gone, this process would wait for itself to read what it has to say
        os.nice(self._niceness)
        collector = logging.LogCollector()
        with suppress(Exception):
            with collector.collect():
                self._work()
            logging.convert_serializable(collector.logs)
            messages.send([row for row in collector.logs if row.levelno >= INFO])


class BesideBuild:
    """Work for the web that is begun at one event of a build, and must be done at another."""

    def __init__(
        self, work: Callable[[Sphinx], object], is_apart: Callable[[Sphinx], bool], *, is_long: bool = False
    ) -> None:
        """Begin nothing yet.

        :param work: what :class:`Beside` asks for.
        :param is_apart: tells whether the work changes nothing but files; if not, it is done in the build alone.
        :param is_long: whether the build will have to wait for it; all else gives way to such work.
        """
        self._work, self._is_apart, self._niceness = work, is_apart, 0 if is_long else 10
        self._beside: Beside | None = None

    def connect(self, app: Sphinx, end: str, begin: str = "doctree-resolved") -> None:
        """Name the events; the first page's ``doctree-resolved`` is when all is read, and what pages share is there."""
        app.connect(begin, self._begin, priority=400)  # before others wait for theirs
        app.connect(end, self._end)
        app.connect("build-finished", self._wait, priority=800)  # however it ends

    def _begin(self, app: Sphinx, *_event: object) -> Iterator[Any]:
        if not self._beside:
            self._beside = Beside(partial(self._work, app), self._niceness)
            if is_web(app.builder) and self._is_apart(app):
                self._beside.begin()
        return iter(())

    def _end(self, app: Sphinx, exception: Exception | None = None) -> Iterator[Any]:
        if not self._wait() and is_web(app.builder) and not exception:
            self._work(app)
        return iter(())

    def _wait(self, *_event: object) -> bool:
        return bool(self._beside and self._beside.wait())
