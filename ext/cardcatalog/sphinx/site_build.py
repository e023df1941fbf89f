"""The course of one build around Sphinx's own: lock and dirty flag, generated pages, outputs, manifest."""

from __future__ import annotations

import gc
import logging as standard_logging
from collections.abc import Iterable, Iterator
from pathlib import Path

from filelock import FileLock
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging

from cardcatalog.bibtex.entries import digest
from cardcatalog.sphinx.build_lock import (
    DirtyFlag,
    WriteFailures,
    acquire_lock,
    check_writable,
    discard,
    is_held_by_parent,
    release_lock,
)
from cardcatalog.sphinx.domain.domain import domain_of
from cardcatalog.sphinx.internals import add_to_search, keep_search_files, search_files
from cardcatalog.sphinx.kept_values import KeptValues
from cardcatalog.sphinx.manifest import OUTPUTS, REMEDIES, Manifest, Output, WriteError, explain, file_kept
from cardcatalog.sphinx.pages.generated_pages import page_path
from cardcatalog.sphinx.pages.site_pages import pages_output, search_pages, written_pages
from cardcatalog.sphinx.urls import is_web, page_suffix

logger = logging.getLogger(__name__)


MANY_DOCUMENTS = 10
"""Documents up to which their doctrees take less than it costs to collect them: an edit writes a few."""


class SiteBuild:
    """One build of a site."""

    def __init__(self) -> None:
        """Begin with nothing locked, and nothing written."""
        self._lock: FileLock | None = None
        self._written: set[str] = set()

    def begin(self, app: Sphinx, _config: Config) -> None:
        """Wait until no other build works in the folder, and discard the state of an interrupted one.

        :raises WriteError: if a folder cannot be written to, or another build takes too long.
        """
        doctreedir, outdir = Path(app.doctreedir), Path(app.outdir)
        check_writable((doctreedir, outdir))
        self._lock = acquire_lock(doctreedir)
        self._failures = WriteFailures(app)
        standard_logging.getLogger("sphinx").addHandler(self._failures)
        self._flag, self._manifest = DirtyFlag(doctreedir, outdir), Manifest(doctreedir, outdir)
        self._kept = KeptValues(doctreedir)
        if self._flag.is_any_set() and not is_held_by_parent(doctreedir):
            discard(app)
            self._manifest.distrust(self._flag.paths() or ())
        self._manifest.report_new_files(self._flag.add)

    def mark(self, *_event: object) -> None:
        """Set the dirty flag before anything is read or written."""
        self._flag.set()

    def note(self, _app: Sphinx, _doctree: object, name: str) -> None:
        """Note that a page with a source is about to be written."""
        self._written.add(name)

    def write_pages(self, app: Sphinx) -> Iterable[tuple[str, dict[str, object], str]]:
        """Write the generated pages; yield none, since Sphinx would write every one of them in every build."""
        if len(self._written) > MANY_DOCUMENTS:
            gc.collect()  # doctrees are cyclic, and take tens of megabytes for thousands of cards
        if is_web(app.builder):
            pages = pages_output(app, self._kept)
            self._manifest.update(pages)
            if self._is_search_current(app, pages):
                keep_search_files(app.builder)
                return ()
        else:  # a book is packed of all that is there, before the build ends
            self._write_outputs(app)
            self._manifest.remove_former(written_pages(app))
        add_to_search(app.builder, search_pages(domain_of(app.env)))
        return ()

    def _is_search_current(self, app: Sphinx, pages: Output) -> bool:
        """Return whether Sphinx would write the same index and inventory as the last build: of the same pages."""
        read = repr(sorted(app.env.all_docs.items()))  # the times at which documents were read
        files = [file_kept(name) for name in search_files(app.builder)]
        search = Output("search", pages.digest and digest(pages.digest, read), lambda: files)
        is_current = self._manifest.is_current(search) and not self._written
        self._manifest.update(search)
        return is_current

    def end(self, app: Sphinx, exception: Exception | None) -> None:
        """Write the outputs, and mark the site as whole if all went well.

        :raises WriteError: if a file could not be written, by us or by Sphinx.
        """
        try:
            if exception:
                if isinstance(exception, OSError) and exception.errno in REMEDIES:
                    logger.error("cardcatalog: %s", explain(exception))
                return
            self._write_outputs(app)
            if failures := [*self._failures.messages, *self._lost_pages(app)]:
                message = f"{failures[0]} ({len(failures)} in all); fix that, then build again"
                raise WriteError(message)
            self._manifest.commit(written_pages(app))
            self._flag.clear()
        finally:
            self._flag.close()
            standard_logging.getLogger("sphinx").removeHandler(self._failures)
            if self._lock:
                release_lock(self._lock)

    def _lost_pages(self, app: Sphinx) -> Iterator[str]:
        """Yield a message on each page that is missing: of several processes, Sphinx may lose the error of one."""
        if app.builder.parallel_ok and page_suffix(app.builder):
            for path in (Path(app.outdir, page_path(app.builder, name)) for name in sorted(self._written)):
                if not path.exists():
                    yield f"{path}: it was not written; build with one process (-j 1) to see the error"

    def _write_outputs(self, app: Sphinx) -> None:
        for output in app.emit(OUTPUTS):
            if output:
                self._manifest.update(output)


def setup(app: Sphinx) -> None:
    """Begin before Sphinx looks for what it has read before, and end last of all."""
    build = SiteBuild()
    app.add_event(OUTPUTS)
    app.connect("config-inited", build.begin, priority=900)  # when the settings have been found right
    app.connect("env-before-read-docs", build.mark)
    app.connect("doctree-resolved", build.note)
    app.connect("html-collect-pages", build.write_pages)
    app.connect("build-finished", build.end, priority=900)
