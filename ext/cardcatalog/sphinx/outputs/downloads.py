"""Put the files that people cite from beside the pages."""

from __future__ import annotations

import json
import re
from functools import cache, partial
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util import logging

from cardcatalog.bibtex.entries import digest
from cardcatalog.catalog.catalog import Query
from cardcatalog.formats.bibtex import join_entries, to_bibtex
from cardcatalog.formats.catalog_json import SCHEMA, write_json
from cardcatalog.formats.formats import FORMATS
from cardcatalog.problems import did_you_mean
from cardcatalog.sphinx.domain.default_pages import category_page, download, keyword_page
from cardcatalog.sphinx.domain.dependencies import code_digest
from cardcatalog.sphinx.domain.domain import domain_of
from cardcatalog.sphinx.hooks import EXPORT, emit_export, has_listeners
from cardcatalog.sphinx.manifest import WriteError, load_json, write
from cardcatalog.sphinx.urls import is_web

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper
    from cardcatalog.sphinx.domain.domain import PaperDomain

logger = logging.getLogger(__name__)

EXPORTS = (*(name for name in FORMATS if name != "markdown"), "categories", "keywords")
"""What can be chosen: the bibliography as it stands, all of it in another format, a file for each page of papers.

A list in Markdown is for a repository; beside a ``.bib`` that somebody cites from, Sphinx would take it for a page.
"""

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def register_downloads(app: Sphinx) -> None:
    """Let the domain know which files there will be, so that pages can link to them; report what cannot be chosen."""
    for name in _chosen(app.config):
        if name not in EXPORTS:
            message = "cardcatalog_exports in conf.py: unknown name %r%s; choose from %s"
            logger.warning(message, name, did_you_mean(str(name), EXPORTS), ", ".join(EXPORTS), type="cardcatalog")
    domain = domain_of(app.env)
    domain.downloads = frozenset(files_of(domain, app.config))


def _chosen(config: Config) -> tuple[str, ...]:
    value = config.cardcatalog_exports
    if isinstance(value, (list, tuple)):
        return tuple(value)
    return EXPORTS if value is True else (value,) if isinstance(value, str) else ()


def files_of(domain: PaperDomain, config: Config) -> dict[str, Callable[[], bytes]]:
    """Return what makes each file, by its path within the site."""
    if not domain.files:
        return {}
    chosen = _chosen(config)
    files = dict(_whole(domain, config, chosen))
    if "bibtex" in chosen:
        for path in domain.files:
            files[_free_name(path.name, files)] = path.read_bytes
    return files | dict(_parts(domain.catalog, chosen)) | emit_export(domain.builder.events, domain.catalog)


def _whole(domain: PaperDomain, config: Config, chosen: Sequence[str]) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Yield the files that hold all papers in another format than that of the bibliography."""
    catalog, papers = domain.catalog, tuple(domain.catalog.papers.values())
    stem = domain.files[0].stem if len(domain.files) == 1 else "catalog"
    for row in FORMATS.values():
        if row.name == "json" and row.name in chosen:
            yield "catalog.json", _encoded(partial(write_json, catalog, papers, license=config.cardcatalog_license))
            yield "catalog.schema.json", SCHEMA.read_bytes
        elif row.name != "bibtex" and row.name in chosen:
            yield f"{stem}.{row.extension}", _encoded(partial(row.write, catalog, papers))


def _parts(catalog: Catalog, chosen: Sequence[str]) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Yield the BibTeX of each page that shows the papers of a category or a keyword."""
    entry = cache(lambda key: to_bibtex(catalog.papers[key]))

    def write(papers: Callable[[], Sequence[Paper]]) -> str:
        return join_entries(entry(paper.key) for paper in papers())

    for name in catalog.categories if "categories" in chosen else ():
        # An id that is no slug has been reported, and could lead out of the site.
        if _SLUG.fullmatch(name) and catalog.count_in(name):
            papers = partial(catalog.select, Query(category=(name,)))
            yield download(category_page(name)), _encoded(partial(write, papers))
    for name in catalog.keywords if "keywords" in chosen and catalog.has_glossary else ():
        if _SLUG.fullmatch(name) and catalog.with_keyword(name):
            yield download(keyword_page(name)), _encoded(partial(write, partial(catalog.with_keyword, name)))


def _encoded(write: Callable[[], str]) -> Callable[[], bytes]:
    return lambda: write().encode()


def _free_name(wish: str, taken: dict[str, Callable[[], bytes]]) -> str:
    """Return the name of a bibliography, with a number if another file has it; it always ends as BibTeX does."""
    stem = wish.removesuffix(".bib")  # whatever else it ends in could be that of a page
    return next(name for name in chain([f"{stem}.bib"], (f"{stem}-{n}.bib" for n in count(2))) if name not in taken)


def write_downloads(app: Sphinx, exception: Exception | None) -> None:
    """Bring the files up to date: what differs is written, and what we wrote and nobody wants any more is removed.

    :raises WriteError: if a bibliography is gone since the catalogue was read.
    """
    if exception or not is_web(app.builder):
        return
    domain, outdir = domain_of(app.env), Path(app.outdir)
    ledger = Path(app.doctreedir) / f"cardcatalog-downloads-{app.builder.name}.json"
    before = load_json(ledger)
    files = files_of(domain, app.config)
    if missing := next((path for path in domain.files if not path.is_file()), None):
        message = f"downloads of {missing}: it is gone since this build read it; put it back, then build again"
        raise WriteError(message)
    after = {"fingerprint": _fingerprint(domain, app.config), "files": sorted(files)}
    # What handlers write may depend on anything.
    is_own = has_listeners(app.events, EXPORT)
    if before != after or is_own or not all((outdir / name).exists() for name in files):
        ours = {*before.get("files", ()), *files}
        write(ledger, json.dumps({"files": sorted(ours)}, indent=1))
        for name, make in files.items():
            write(outdir / name, make())
        for name in ours - files.keys():
            (outdir / name).unlink(missing_ok=True)
        write(ledger, json.dumps(after, indent=1))


def _fingerprint(domain: PaperDomain, config: Config) -> str:
    """Digest of all that the files are made of: the bibliography, the words, the settings and this code."""
    catalog = domain.catalog
    words = (catalog.categories, catalog.keywords, catalog.venues)
    return digest(
        # As they are now, and as they were read: somebody may have changed them meanwhile.
        *map(catalog.fingerprint, catalog.papers.values()),
        *(path.read_bytes().decode("latin-1") for path in (*domain.files, SCHEMA)),
        code_digest(),
        *(repr(row) for rows in words for row in rows.values()),
        config.cardcatalog_license,
    )


def setup(app: Sphinx) -> None:
    """Register the settings, and let the files be written when the pages are."""
    app.add_config_value("cardcatalog_exports", default=True, rebuild="env", types=[bool, list, tuple])
    app.add_config_value("cardcatalog_license", default="", rebuild="", types=[str])
    app.connect("builder-inited", register_downloads, priority=460)  # when the catalogue is read
    app.connect("build-finished", write_downloads)
