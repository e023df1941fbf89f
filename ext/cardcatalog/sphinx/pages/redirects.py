"""Pages that redirect: of former keys, of former categories, and of single years of a long category."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from functools import partial
from html import escape
from itertools import chain
from pathlib import Path, PurePosixPath

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment

from cardcatalog.bibtex.entries import digest
from cardcatalog.bibtex.text import slug
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.list_pages import UNDATED, year_label
from cardcatalog.sphinx.domain.catalog_directive import NO_GROUP
from cardcatalog.sphinx.domain.default_pages import category_page, list_page, paper_page
from cardcatalog.sphinx.manifest import OutputFile, file_kept, write
from cardcatalog.sphinx.pages.generated_pages import page_path
from cardcatalog.sphinx.urls import canonical_url


def redirects(builder: StandaloneHTMLBuilder, catalog: Catalog, *, has_paper_pages: bool) -> Iterator[OutputFile]:
    """Yield all of them; a page that the project redirects with another extension is left to that."""
    theirs = {page_path(builder, name) for name in redirected_elsewhere(builder.env)}
    of_keys = key_redirects(builder, catalog) if has_paper_pages else ()
    for file in chain(of_keys, category_redirects(builder, catalog), year_redirects(builder, catalog)):
        yield file_kept(file.path) if file.path in theirs else file


def redirected_elsewhere(env: BuildEnvironment) -> list[str]:
    """Return the names of pages that sphinx-reredirects or sphinxext-rediraffe redirect.

    The latter names them by their former sources, in ``conf.py`` or in a file with a pair on each line.
    """
    pages = [*(getattr(env.config, "redirects", None) or ())]
    sources = getattr(env.config, "rediraffe_redirects", None) or ()
    if isinstance(sources, str):
        sources = _first_words(Path(env.srcdir, sources))
    return [*pages, *(PurePosixPath(source).with_suffix("").as_posix() for source in sources)]


def _first_words(path: Path) -> list[str]:
    """Return the first word of each line, which may be in quotes; a missing file is for that extension to report."""
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    return [words[0] for line in lines if (words := shlex.split(line, comments=True))]


def key_redirects(builder: StandaloneHTMLBuilder, catalog: Catalog) -> Iterator[OutputFile]:
    """Yield the pages of former keys."""
    taken = {paper_page(key).casefold() for key in catalog.papers}
    for paper in catalog.papers.values():
        for key in paper.former_keys:
            page = paper_page(key)
            if page.casefold() not in taken and catalog.find(key) is paper:
                taken.add(page.casefold())
                yield _redirect(builder, page, paper_page(paper.key), paper.title)


def category_redirects(builder: StandaloneHTMLBuilder, catalog: Catalog) -> Iterator[OutputFile]:
    """Yield the pages of former categories."""
    for row in catalog.categories.values():
        for former in map(category_page, row.ids):
            if former not in builder.env.found_docs:
                yield _redirect(builder, former, category_page(row.id), row.title)


FORMER_LIMIT = 140
"""Papers above which a category once had pages of single years."""


def year_redirects(builder: StandaloneHTMLBuilder, catalog: Catalog) -> Iterator[OutputFile]:
    """Yield a page for each year of a long category, which once had pages of its own.

    A year that has several pages leads to the first of them.
    """
    for row in catalog.categories.values():
        papers = catalog.papers_in(row.id)
        pages = catalog.pages_in(row.id) if len(papers) > FORMER_LIMIT else ()
        names = [category_page(row.id), *(list_page(row.id, page) for page in pages[1:])]
        taken = {*names}
        for name, page in zip(names, pages, strict=True) if pages else ():
            for year, _papers in page.groups:
                former = f"{names[0]}-{UNDATED if year is None else year}"
                if former not in taken and former not in builder.env.found_docs:
                    taken.add(former)
                    heading = slug(NO_GROUP["year"] if year is None else year_label(year))
                    yield _redirect(builder, former, name, row.title, f"#group-{heading}")


def _redirect(builder: StandaloneHTMLBuilder, page: str, target: str, title: str, anchor: str = "") -> OutputFile:
    language = (builder.config.language or "en").replace("_", "-")
    url, canonical = builder.get_relative_uri(page, target), canonical_url(builder, target)
    text = redirect_page(title, f"{url}{anchor}", canonical=canonical, language=language)
    return OutputFile(page_path(builder, page), digest(text), partial(write, content=text))


def redirect_page(title: str, address: str, *, canonical: str, language: str) -> str:
    """Return a page that does nothing but lead to another.

    :param address: the way to the other page, seen from this one.
    :param canonical: its address on the web, or nothing where that is not known.
    """
    way, name = escape(address), escape(title)
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{name}</title>\n'
        f'<meta http-equiv="refresh" content="0; url={way}">\n'
        f'<link rel="canonical" href="{escape(canonical) or way}">\n'
        f'</head>\n<body>\n<p><a href="{way}">{name}</a></p>\n</body>\n</html>\n'
    )
