"""Read the catalog at the beginning of a build: load it, report its problems, generate the pages it needs."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.util import logging

from cardcatalog.bibtex.entries import digest
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.loader import Sources
from cardcatalog.problems import Kind, Problem
from cardcatalog.settings import as_texts
from cardcatalog.sphinx import hooks
from cardcatalog.sphinx.build_lock import file_signature
from cardcatalog.sphinx.catalog_cache import load_checked
from cardcatalog.sphinx.domain.default_pages import MYST, RST, Markups, write_pages
from cardcatalog.sphinx.domain.domain import domain_of, warn
from cardcatalog.sphinx.garbage import at_rest
from cardcatalog.sphinx.language import messages
from cardcatalog.sphinx.manifest import OUTPUTS, Output, WriteError, explain, file_kept, site_name
from cardcatalog.sphinx.page_context import page_context_handler
from cardcatalog.sphinx.pages.generated_pages import page_path
from cardcatalog.sphinx.urls import is_web, page_suffix

logger = logging.getLogger(__name__)

MYST_PARSERS = frozenset({"myst_parser", "myst_nb"})
"""The extensions that read ``.md`` as MyST."""


class CatalogReader:
    """The catalog of one build, and the signatures that its files had before."""

    def __init__(self) -> None:
        """Begin with no files."""
        self._sources: Sources | None = None
        self._signatures: Mapping[Path, object] = {}
        self._texts: Mapping[str, str] = {}

    def read(self, app: Sphinx) -> None:
        """Load the catalog, report its problems, and generate the pages that the project does not write itself.

        :raises WriteError: if a page cannot be written.
        """
        if not app.config.cardcatalog_bibliography:
            logger.warning("set cardcatalog_bibliography in conf.py to a list of .bib files", type="cardcatalog")
        self._sources = sources = sources_of(app)
        self._signatures = file_signature(sources.all_files())
        with at_rest():
            catalog, problems = load(app, sources)
        report(problems)
        report(hooks.emit_check(app.events, catalog))
        self._texts = generate(app, catalog)

    def read_source(self, _app: Sphinx, docname: str, source: list[str]) -> None:
        """Give a generated page its text in the language of this build; one in another may have written the file."""
        source[0] = self._texts.get(docname, source[0])

    def output(self, app: Sphinx) -> Output | None:
        """Return the files of the generated pages, which Sphinx writes, and leaves where a source is gone."""
        if not page_suffix(app.builder):
            return None
        paths = (path for name in self._texts for path in written_paths(app.builder, name))
        return Output("lists", digest(*self._texts), lambda: map(file_kept, paths))

    def hide_source(self, _app: Sphinx, pagename: str, context: dict[str, Any]) -> None:
        """Let themes offer no edit of a generated page: its source is in no repository."""
        if pagename in self._texts:
            context |= {"page_source_suffix": "", "theme_use_edit_page_button": False}

    def warn_of_changes(self, _app: Sphinx, exception: Exception | None) -> None:
        """Report the files that have changed since they were read, so that the site does not show what they hold."""
        if exception or not self._sources:
            return
        after = file_signature(self._signatures)
        for path, signature in self._signatures.items():
            if after[path] != signature:
                message = "it has changed since this build read it; build again to show what it holds now"
                warn(message, f"{self._sources.shown(str(path))}:1", Kind.FILE)


def written_paths(builder: Builder, name: str) -> Iterator[str]:
    """Yield the paths, from the output folder, that Sphinx writes for a page: the page, and the copy of its source."""
    yield page_path(builder, name)
    if getattr(builder, "copysource", False) and builder.config.html_copy_source:
        source, ending = str(builder.env.doc2path(name, base=False)), builder.config.html_sourcelink_suffix
        yield f"_sources/{source}{'' if source == name + ending else ending}"


def sources_of(app: Sphinx) -> Sources:
    """Return the files that the settings name."""
    config = app.config
    return Sources(
        Path(app.confdir),
        as_texts(config.cardcatalog_bibliography),
        config.cardcatalog_categories,
        config.cardcatalog_keywords,
        config.cardcatalog_venues,
        config.cardcatalog_results,
        config.cardcatalog_category_field,
        messages.language,
    )


def load(app: Sphinx, sources: Sources) -> tuple[Catalog, list[Problem]]:
    """Load the catalog into the domain; return it, and the problems of reading it and of its entries."""
    required = as_texts(app.config.cardcatalog_required_fields)
    loaded = load_checked(sources, required, Path(app.doctreedir))
    domain = domain_of(app.env)
    domain.catalog, domain.state, domain.builder = loaded.catalog, loaded.state.files, app.builder
    domain.site_name = site_name(Path(app.doctreedir), Path(app.outdir))
    domain.has_paper_pages = app.config.cardcatalog_paper_pages and is_web(app.builder)
    domain.files = tuple(path for path in sources.files() if path.is_file() and os.access(path, os.R_OK))
    return loaded.catalog, loaded.problems


def report(problems: Iterable[Problem]) -> None:
    """Log each problem as a warning of its kind, at its place."""
    for problem in problems:
        warn(problem.message, str(problem.location), problem.kind)


def generate(app: Sphinx, catalog: Catalog) -> dict[str, str]:
    """Bring the generated pages up to date, and return their texts by docname.

    :raises WriteError: if a page cannot be written.
    """
    suffixes = list(app.config.source_suffix)
    # Definitions of keywords are written in the markup of the project's pages.
    glossary = MYST if MYST.suffix in suffixes and MYST_PARSERS & app.extensions.keys() else RST
    lists = RST if RST.suffix in suffixes else glossary
    if lists.suffix not in suffixes:
        message = (
            "generated pages are reStructuredText, which is not a source here; set source_suffix to include '.rst'"
        )
        logger.warning(message, type="cardcatalog")
    try:
        return write_pages(catalog, Path(app.srcdir), suffixes, messages, Markups(glossary, lists))
    except OSError as error:
        message = f"{explain(error)}; or build from a copy. Missing pages are generated next to the others"
        raise WriteError(message) from error


def summarize(app: Sphinx, exception: Exception | None) -> None:
    """Log how much the catalog holds."""
    if not exception:
        catalog = domain_of(app.env).catalog
        logger.info(
            "cardcatalog: %s papers, %s categories, %s keywords",
            *(f"{len(rows):,}" for rows in (catalog.papers, catalog.categories, catalog.keywords)),
        )


def setup(app: Sphinx) -> None:
    """Read the catalog when the builder is known, before sphinxcontrib-bibtex would read the files."""
    reader = CatalogReader()
    app.connect("source-read", reader.read_source, priority=100)  # before other extensions change it
    app.connect("builder-inited", reader.read, priority=400)
    app.connect("html-page-context", page_context_handler(reader.hide_source))
    app.connect(OUTPUTS, reader.output)
    app.connect("build-finished", reader.warn_of_changes)
    app.connect("build-finished", summarize)
