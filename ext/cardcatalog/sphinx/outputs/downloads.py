"""The downloads: files to cite from, next to the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from cardcatalog.bibtex.entries import digest
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.paper import Paper
from cardcatalog.catalog.slugs import is_id, unique
from cardcatalog.formats.catalog_json import SCHEMA
from cardcatalog.formats.formats import FORMATS
from cardcatalog.formats.frames import Frame, Writer
from cardcatalog.formats.measured import SCHEMA as RESULTS_SCHEMA
from cardcatalog.formats.measured import ResultsCsv, results_json
from cardcatalog.problems import unknown
from cardcatalog.sphinx.build_lock import file_signature
from cardcatalog.sphinx.domain.default_pages import (
    AUTHOR_FOLDER,
    author_feed,
    benchmark_results,
    category_page,
    keyword_page,
    paper_results,
)
from cardcatalog.sphinx.domain.default_pages import download as download_path
from cardcatalog.sphinx.domain.dependencies import AUTHORS, VENUES, code_digest
from cardcatalog.sphinx.domain.domain import PaperDomain, domain_of
from cardcatalog.sphinx.domain.files import WebFiles
from cardcatalog.sphinx.hooks import emit_export
from cardcatalog.sphinx.manifest import OUTPUTS, Output, OutputFile, WriteError, file_of
from cardcatalog.sphinx.outputs.digests import site_digest
from cardcatalog.sphinx.outputs.kept_texts import KeptTexts
from cardcatalog.sphinx.pages.links import venue_page
from cardcatalog.sphinx.urls import is_web

logger = logging.getLogger(__name__)

EXPORTS = (*(name for name in FORMATS if name != "markdown"), "categories", "keywords", "venues", "authors",
           "results")  # fmt: skip
"""The names of downloads: the bibliography unchanged, all of it in another format, files for lists of papers, and
measured results.

A list in Markdown is for a repository; next to a ``.bib`` in the sources, Sphinx would read it as a page.
"""


BIB = download_path("")
"""The ending of a file of a list."""


class Whole(NamedTuple):
    """A file that is made at once."""

    make: Callable[[], str | bytes]
    digest: str = ""
    """The digest of all that it is made of, where that is known."""

    def file(self, name: str, _kept: KeptTexts) -> OutputFile:
        """Return the file under a name."""
        return file_of(name, self.make)._replace(digest=self.digest)


class AllPapers(NamedTuple):
    """A file of all papers, each in a format."""

    catalog: Catalog
    entry: Writer
    frame: Frame

    def file(self, name: str, kept: KeptTexts) -> OutputFile:
        """Return the file under a name."""

        def write(path: Path) -> None:
            kept.write(path, self.entry, self.frame)
            self.catalog.forget_texts(self.entry)

        return OutputFile(name, "", write)


class SomePapers(NamedTuple):
    """A file of some papers in classic BibTeX."""

    keys: Callable[[], Iterable[str]]

    def file(self, name: str, kept: KeptTexts) -> OutputFile:
        """Return the file under a name."""
        places = kept.places(self.keys())
        return file_of(name, partial(kept.some, kept.entries, places))._replace(digest=kept.digest(places))


Download = Whole | AllPapers | SomePapers
"""A file to cite from."""


class Downloads:
    """The files of one build, made when all pages are written. Handlers are called once."""

    def __init__(self) -> None:
        """Begin with none."""
        self._own: dict[str, Download] = {}
        self._project: dict[str, Callable[[], bytes]] = {}

    def register(self, app: Sphinx) -> None:
        """Find which files there will be, so that pages can link to them; report unknown names."""
        for name in _chosen(app.config):
            if name not in EXPORTS:
                message = unknown("name", str(name), EXPORTS, f"choose from {', '.join(EXPORTS)}")
                logger.warning("cardcatalog_exports in conf.py: %s", message, type="cardcatalog")
        domain = domain_of(app.env)
        if domain.files:
            self._own = files_of(domain, app.config)
            self._project = emit_export(app.events, domain.catalog)
        of_authors = {BIB: bool} if domain.files and "authors" in _chosen(app.config) else {}
        domain.web_files = WebFiles(domain.catalog, frozenset({*self._own, *self._project}), of_authors)

    def leave_out(self, app: Sphinx, _env: BuildEnvironment) -> None:
        """Leave out the files of lists that no page leads to, which is known when all pages are read."""
        domain = domain_of(app.env)
        absent = _absent_folders(domain)
        left_out = {name for name in self._own if name.startswith(absent)}
        self._own = {name: row for name, row in self._own.items() if name not in left_out}
        files = domain.web_files
        of_authors = {} if AUTHOR_FOLDER in absent else files.of_authors
        domain.web_files = replace(files, names=files.names - (left_out - self._project.keys()), of_authors=of_authors)

    def output(self, app: Sphinx) -> Output | None:
        """Return the files made of the bibliography."""
        if not is_web(app.builder):
            return None
        domain = domain_of(app.env)

        def files() -> Iterator[OutputFile]:
            kept = KeptTexts(Path(app.doctreedir), domain.catalog)
            for name, row in (self._own | dict(_of_authors(domain))).items():
                if name not in self._project:
                    yield row.file(name, kept)
            kept.save()

        names = [*self._own, *self._project, *domain.web_files.of_authors]
        return Output("downloads", _digest(app, domain, names), files)

    def project_output(self, app: Sphinx) -> Output | None:
        """Return the files that handlers of the project make, which may depend on anything."""
        if not is_web(app.builder):
            return None
        return Output("exports", "", lambda: [file_of(name, make) for name, make in self._project.items()])


def _absent_folders(domain: PaperDomain) -> tuple[str, ...]:
    """Return the folders of lists that no page of the site leads to."""
    parts = {part for page in domain.pages.values() for part in page.dependencies}
    return tuple(name for name, part in {AUTHOR_FOLDER: AUTHORS, "venues/": VENUES}.items() if part not in parts)


def _chosen(config: Config) -> tuple[str, ...]:
    value = config.cardcatalog_exports
    if isinstance(value, (list, tuple)):
        return tuple(value)
    return EXPORTS if value is True else (value,) if isinstance(value, str) else ()


def files_of(domain: PaperDomain, config: Config) -> dict[str, Download]:
    """Return each file of the bibliography, by its path within the site."""
    chosen = _chosen(config)
    files = dict(_of_all(domain, config, chosen))
    if "bibtex" in chosen:
        for path in domain.files:
            # Any other extension could be that of a page.
            name = unique(path.name.removesuffix(".bib"), {known.removesuffix(".bib") for known in files})
            files[f"{name}.bib"] = Whole(path.read_bytes)
    return files | dict(_of_some(domain.catalog, chosen)) | dict(_measured(domain.catalog, config, chosen))


def _measured(catalog: Catalog, config: Config, chosen: Sequence[str]) -> Iterator[tuple[str, Download]]:
    """Yield the files of measured results, if there are any: of all, of each benchmark, and of each paper."""
    results = catalog.results
    table, state = ResultsCsv(results), digest(code_digest(), results.digest)
    if results.rows and "results" in chosen:
        license_ = config.cardcatalog_license
        yield "results.csv", Whole(table.whole, state)
        yield "results.json", Whole(partial(results_json, results, license=license_), digest(state, repr(license_)))
        yield "results.schema.json", Whole(RESULTS_SCHEMA.read_bytes)
        for benchmark, rows in results.by_benchmark.items():
            yield benchmark_results(benchmark), Whole(partial(table.part, rows), state)
        for paper in catalog.papers.values():
            if own := results.of_paper(paper.key, paper.former_keys):
                keys = digest(state, paper.key, *paper.former_keys)
                yield paper_results(paper.key), Whole(partial(table.part, own), keys)


def _of_all(domain: PaperDomain, config: Config, chosen: Sequence[str]) -> Iterator[tuple[str, Download]]:
    """Yield the files that hold all papers in another format than that of the bibliography."""
    stem = domain.files[0].stem if len(domain.files) == 1 else "catalog"
    for row in FORMATS.values():
        if not (row.entry and row.frame and row.name in chosen):
            continue
        if row.name == "json":
            ends = partial(row.frame.ends, license=config.cardcatalog_license)
            yield "catalog.json", AllPapers(domain.catalog, row.entry, row.frame._replace(ends=ends))
            yield "catalog.schema.json", Whole(SCHEMA.read_bytes)
        else:
            yield f"{stem}.{row.extension}", AllPapers(domain.catalog, row.entry, row.frame)


def _of_some(catalog: Catalog, chosen: Sequence[str]) -> Iterator[tuple[str, Download]]:
    """Yield the BibTeX of each list of the papers of a category, a keyword, or a venue."""
    for name in catalog.categories if "categories" in chosen else ():
        # An id that is not a name of a page has been reported, and could be a path outside the site.
        if is_id(name) and catalog.count_in(name):
            yield download_path(category_page(name)), SomePapers(partial(catalog.keys_in, name))
    for name in catalog.keywords if "keywords" in chosen and catalog.has_glossary else ():
        if is_id(name) and catalog.keys_with(name):
            yield download_path(keyword_page(name)), SomePapers(partial(catalog.keys_with, name))
    for row in catalog.venue_rows if "venues" in chosen else ():
        yield download_path(venue_page(row.page)), SomePapers(partial(_keys, row.papers))


def _keys(papers: Iterable[Paper]) -> list[str]:
    return [paper.key for paper in papers]


def _of_authors(domain: PaperDomain) -> Iterator[tuple[str, Download]]:
    """Yield the BibTeX of each author of several papers, if the site has such files."""
    for author in domain.catalog.authors.values() if BIB in domain.web_files.of_authors else ():
        if author.has_several:
            yield download_path(author_feed(author)), SomePapers(partial(_keys, author.papers))


def _digest(app: Sphinx, domain: PaperDomain, names: Iterable[str]) -> str:
    """Digest of all that the files are made of: the catalog, their names, and the bibliography as it is now.

    :raises WriteError: if a bibliography is gone since the catalog was read.
    """
    # As it was read is in the digest of the site: it may have changed meanwhile.
    signatures = file_signature(domain.files)
    if missing := next((path for path, signature in signatures.items() if not signature), None):
        message = f"downloads of {missing}: it is gone since this build read it; put it back, then build again"
        raise WriteError(message)
    states = [*signatures.values(), *(path.read_bytes() for path in (SCHEMA, RESULTS_SCHEMA))]
    return site_digest(app, states, sorted(names), app.config.cardcatalog_exports, app.config.cardcatalog_license)


def setup(app: Sphinx) -> None:
    """Let the files be written when the pages are."""
    downloads = Downloads()
    app.connect("builder-inited", downloads.register, priority=460)  # when the catalog is read
    app.connect("env-updated", downloads.leave_out, priority=400)  # before links to files are resolved
    app.connect(OUTPUTS, downloads.output)
    app.connect(OUTPUTS, downloads.project_output)
