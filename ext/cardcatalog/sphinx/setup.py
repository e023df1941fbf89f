"""Register everything with Sphinx, in the order in which it happens."""

from __future__ import annotations

import atexit
import gc
import os
from functools import cache, partial
from glob import glob
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util import logging

from cardcatalog.catalog.loader import Sources, load_catalog
from cardcatalog.checks.build import REQUIRED_FIELDS, check
from cardcatalog.problems import Kind
from cardcatalog.sphinx import hooks, language, site_build
from cardcatalog.sphinx.books import books
from cardcatalog.sphinx.build_lock import file_signature
from cardcatalog.sphinx.charts import charts
from cardcatalog.sphinx.domain import transforms
from cardcatalog.sphinx.domain.default_pages import write_pages
from cardcatalog.sphinx.domain.directives import DIRECTIVES
from cardcatalog.sphinx.domain.domain import PaperDomain, domain_of, warn, warn_unknown
from cardcatalog.sphinx.domain.roles import ROLES
from cardcatalog.sphinx.domain.tables import TABLES
from cardcatalog.sphinx.language import messages
from cardcatalog.sphinx.manifest import WriteError, explain
from cardcatalog.sphinx.outputs import crawlers, downloads, explorer, extract_tool, feeds, site_search
from cardcatalog.sphinx.pages import overviews, page_404, paper_pages, web_links
from cardcatalog.sphinx.render import mathml, nodes
from cardcatalog.sphinx.theme import head_tags, menu, preview
from cardcatalog.sphinx.theme.assets import add_assets
from cardcatalog.sphinx.urls import is_web
from cardcatalog.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from docutils.nodes import document
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

logger = logging.getLogger(__name__)

GC_THRESHOLD = gc.get_threshold()


def register(app: Sphinx) -> ExtensionMetadata:
    """Register everything; see :func:`cardcatalog.setup`."""
    relax_garbage_collection()
    app.setup_extension("sphinx_design")
    site_build.setup(app)
    hooks.setup(app)
    language.setup(app)
    app.add_config_value("cardcatalog_bibliography", [], "env", [list, tuple, str])
    app.add_config_value("cardcatalog_categories", "", "env", [str])
    app.add_config_value("cardcatalog_category_field", "", "env", [str])
    app.add_config_value("cardcatalog_keywords", "", "env", [str])
    app.add_config_value("cardcatalog_venues", "", "env", [str])
    app.add_config_value("cardcatalog_released_keys", "", "", [str])
    app.add_config_value("cardcatalog_baseurl", "", "html", [str])
    app.add_config_value("cardcatalog_required_fields", list(REQUIRED_FIELDS), "", [list, tuple])
    app.connect("builder-inited", read_catalog, priority=400)  # before sphinxcontrib-bibtex would read the files
    app.connect("builder-inited", share_entries, priority=450)
    app.connect("builder-inited", add_assets)
    app.connect("env-get-outdated", find_stale_pages)
    for name, directive in (DIRECTIVES | TABLES).items():
        PaperDomain.directives[name] = directive
    for name, role in ROLES.items():
        PaperDomain.roles[name] = role
    app.add_domain(PaperDomain)
    nodes.setup(app)
    extract_tool.setup(app)
    app.connect("env-updated", resolve_targets)
    app.connect("warn-missing-reference", warn_unknown)
    app.connect("doctree-resolved", remember_stems)
    transforms.setup(app)
    charts.setup(app)
    web_links.setup(app)
    overviews.setup(app)
    feeds.setup(app)
    paper_pages.setup(app)
    mathml.setup(app)
    menu.setup(app)
    downloads.setup(app)
    books.setup(app)
    explorer.setup(app)
    site_search.setup(app)
    head_tags.setup(app)
    preview.setup(app)
    page_404.setup(app)
    crawlers.setup(app)
    app.connect("build-finished", report)
    return {"version": __version__, "env_version": 2, "parallel_read_safe": True, "parallel_write_safe": True}


def read_catalog(app: Sphinx) -> None:
    """Read the bibliography, report every problem of it, and write the pages that nobody wrote."""
    config = app.config
    if not config.cardcatalog_bibliography:
        logger.warning("set cardcatalog_bibliography in conf.py to a list of .bib files", type="cardcatalog")
    sources = Sources(
        Path(app.confdir),
        _bibliography(config),
        config.cardcatalog_categories,
        config.cardcatalog_keywords,
        config.cardcatalog_venues,
        config.cardcatalog_category_field,
        messages.gettext("Other"),
    )
    before = file_signature(sources.all_files())
    catalog, problems = load_catalog(sources)
    found = [*problems, *check(catalog, config.cardcatalog_required_fields), *hooks.emit_check(app.events, catalog)]
    for problem in found:
        warn(problem.message, str(problem.location), problem.kind)
    domain = domain_of(app.env)
    domain.catalog, domain.builder = catalog, app.builder
    domain.has_paper_pages = config.cardcatalog_paper_pages and is_web(app.builder)
    domain.files = tuple(path for path in sources.files() if path.is_file() and os.access(path, os.R_OK))
    app.connect("build-finished", partial(warn_of_changes, sources, before))
    gc.freeze()
    try:
        write_pages(catalog, Path(app.srcdir), list(config.source_suffix), messages)
    except OSError as error:
        message = f"{explain(error)}; or build from a copy. Pages that nobody wrote are generated beside the others"
        raise WriteError(message) from error


def warn_of_changes(
    sources: Sources,
    before: Mapping[Path, object],
    app: Sphinx,  # noqa: ARG001
    exception: Exception | None,
) -> None:
    """Say which files have changed since they were read, so that nobody takes the site for that of the new ones."""
    if exception:
        return
    after = file_signature(before)
    for path in before:
        if after[path] != before[path]:
            message = "it has changed since this build read it; build again to show what it holds now"
            warn(message, f"{sources.shown(str(path))}:1", Kind.FILE)


def _bibliography(config: Config) -> tuple[str, ...]:
    """Return the paths of the bibliography; a single one need not be in a list."""
    paths = config.cardcatalog_bibliography
    return (paths,) if isinstance(paths, str) else tuple(map(str, paths))


def share_entries(app: Sphinx) -> None:
    """Let sphinxcontrib-bibtex, where it is used, cite from the catalogue."""
    if "sphinxcontrib.bibtex" in app.extensions:
        from cardcatalog.sphinx.interop import citations  # noqa: PLC0415  (it needs pybtex, which not every project has)

        citations.share(app)


def relax_garbage_collection() -> None:
    """Let the collector run seldom until the build has ended.

    Doctrees are made and dropped whole. By default Python walks through all that is alive again and again while pages
    are written, which takes a quarter of the time and finds next to nothing.
    """
    gc.set_threshold(1_000_000, 50, 100)
    atexit.register(gc.freeze)  # what is left goes with the process; Python would walk through it once more


def find_stale_pages(
    app: Sphinx,  # noqa: ARG001
    env: BuildEnvironment,
    added: set[str],  # noqa: ARG001
    changed: set[str],  # noqa: ARG001
    removed: set[str],  # noqa: ARG001
) -> list[str]:
    """Return the pages to read again since the part of the catalogue that they show has changed."""
    return domain_of(env).stale_pages()


def resolve_targets(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    """Find where everything stands, and return the pages to write again since what they link to has moved."""
    _forget_dates(app, env)
    return domain_of(env).resolve_targets()


def _forget_dates(app: Sphinx, env: BuildEnvironment) -> None:
    """Let no page depend on the date of a bibliography, as sphinxcontrib-bibtex asks: we go by content."""
    patterns = _bibliography(app.config)
    names = chain.from_iterable(glob(name, root_dir=app.confdir, recursive=True) for name in patterns)  # noqa: PTH207  (absolute, too)
    files = {Path(app.confdir, name).resolve() for name in names}
    for dependencies in env.dependencies.values():
        dependencies -= {path for path in dependencies if Path(app.srcdir, path).resolve() in files}


def remember_stems(app: Sphinx, doctree: document, docname: str) -> None:  # noqa: ARG001
    """Let the search index reduce a word to its stem once a build, not once a page: pages share most of their words."""
    indexer = getattr(app.builder, "indexer", None)
    if indexer and not hasattr(indexer.lang.stem, "cache_info"):
        indexer.lang.stem = cache(indexer.lang.stem)


def report(app: Sphinx, exception: Exception | None) -> None:
    """Say at the end how much the catalogue holds, and collect garbage as before."""
    gc.freeze()  # so that what was made meanwhile counts as old, and is not walked through at once
    gc.set_threshold(*GC_THRESHOLD)
    gc.unfreeze()
    if not exception:
        catalog = domain_of(app.env).catalog
        logger.info(
            "cardcatalog: %s papers, %s categories, %s keywords",
            *(f"{len(rows):,}" for rows in (catalog.papers, catalog.categories, catalog.keywords)),
        )
