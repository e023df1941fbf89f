"""The files for crawlers at the root of the site: ``sitemap.xml``, ``robots.txt`` and ``llms.txt``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape

from sphinx import addnodes
from sphinx.application import Sphinx

from cardcatalog.formats.formats import FORMATS
from cardcatalog.messages import gettext_noop
from cardcatalog.sphinx.domain.domain import PaperDomain, domain_of
from cardcatalog.sphinx.language import messages
from cardcatalog.sphinx.manifest import OUTPUTS, Output, OutputFile, file_kept, file_of
from cardcatalog.sphinx.page_context import page_context_handler
from cardcatalog.sphinx.pages.site_pages import page_names
from cardcatalog.sphinx.theme.head_tags import is_hidden
from cardcatalog.sphinx.urls import base_url, canonical_url, is_web

MAX_URLS = 50_000
"""URLs that one sitemap may hold (https://www.sitemaps.org/protocol.html)."""

XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
SCHEMA = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'

NOTES = {
    "catalog.json": gettext_noop("papers, categories, keywords and venues in one JSON document"),
    "catalog.schema.json": gettext_noop("the JSON Schema of catalog.json"),
    "results.csv": gettext_noop("measured results, each with its setting and the line of its source"),
    "results.json": gettext_noop("the same, with benchmarks, models and sources"),
    "results.schema.json": gettext_noop("the JSON Schema of results.json"),
}
"""Descriptions of downloads that are not in one of the formats for papers, by name."""


SITEMAP = "sphinx_sitemap"
"""The extension whose sitemap goes before ours."""

THEIRS = {"llms.txt": {"sphinx_llms_txt", "sphinx_llm.txt"}, "sitemap.xml": {SITEMAP}}
"""Files that other extensions make, too; theirs go before ours."""


def pages_of(app: Sphinx, others: Iterable[str] = ()) -> list[str]:
    """Return the names of all pages that search engines may find, sorted.

    :param others: pages without a source that are not ours.
    """
    names = {*app.env.found_docs, *page_names(domain_of(app.env)), *others}
    return sorted(name for name in names if not is_hidden(app.env, name))


def sitemaps(urls: Sequence[str], base: str) -> dict[str, str]:
    """Return the sitemap of URLs, as files by their names; where they are too many for one, as an index of several.

    No page has a date: the day of an entry's addition is not the day of its page's last change.
    """
    starts = range(0, max(len(urls), 1), MAX_URLS)
    parts = [_urlset(urls[start : start + MAX_URLS]) for start in starts]
    if len(parts) == 1:
        return {"sitemap.xml": parts[0]}
    files = {f"sitemap-{number}.xml": part for number, part in enumerate(parts, 1)}
    rows = "".join(f"<sitemap><loc>{escape(base + name)}</loc></sitemap>\n" for name in files)
    return {"sitemap.xml": f"{XML}<sitemapindex {SCHEMA}>\n{rows}</sitemapindex>\n", **files}


def _urlset(urls: Sequence[str]) -> str:
    rows = "".join(f"<url><loc>{escape(url)}</loc></url>\n" for url in urls)
    return f"{XML}<urlset {SCHEMA}>\n{rows}</urlset>\n"


def sitemap_name(app: Sphinx) -> str:
    """Return the name of the sitemap: sphinx-sitemap lets a project choose that of its own."""
    return str(app.config.sitemap_filename) if SITEMAP in app.extensions else "sitemap.xml"


def robots(sitemap: str) -> str:
    """Return robots.txt, which crawlers request first (RFC 9309): everything may be read, and there is a sitemap."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n"


def llms(app: Sphinx) -> str:
    """Return a guide to the site for language models, in the form of https://llmstxt.org and the language of the site.

    Addresses are relative where that of the site is not known.
    """
    domain, root = domain_of(app.env), app.config.root_doc
    about = app.env.metadata[root].get("description", "")
    summary = [f"> {about}", ""] if about else []
    ending = app.builder.get_target_uri("page").removeprefix("page")
    facts = (f"- {_PAGES.sub(f'>{ending}`', fact)}" for fact in _facts(domain))
    return "\n".join([f"# {app.config.project}", "", *summary, *facts, "", *_sections(app), *_data(app)])


_PAGES = re.compile(">`")
"""The ends of the names of pages in these texts."""


def _facts(domain: PaperDomain) -> Iterator[str]:
    """Yield how the site is built up, as far as it has such pages."""
    catalog = domain.catalog
    if domain.has_paper_pages:
        yield messages.gettext(
            "Each paper has a page, `paper/<citation key>`: authors, venue, keywords, links, the citation in several "
            "formats, and related papers."
        )
    if catalog.categories:
        yield messages.gettext("Each category has a page, `papers/<category>`, with its papers, newest first.")
    if catalog.has_glossary:
        yield messages.gettext("Each keyword is defined in the glossary, and `keywords/<keyword>` lists its papers.")
    if any("/" in name for name in domain.web_files.names):
        yield messages.gettext("The BibTeX of such a list is at the same address with the ending `.bib`.")


def _sections(app: Sphinx) -> Iterator[str]:
    """Yield the menu of the site: a section for each caption, a line for each page."""
    env = app.env
    for tree in env.tocs[app.config.root_doc].findall(addnodes.toctree):
        names = [name for _title, name in tree["entries"] if name in env.found_docs and not is_hidden(env, name)]
        if names:
            caption = tree.get("caption") or messages.gettext("Pages")
            yield from (f"## {caption}", "")
        for name in names:
            address = canonical_url(app.builder, name) or quote(app.builder.get_target_uri(name), safe="/%")
            yield _item(env.titles[name].astext(), address, env.metadata[name].get("description", ""))
        yield from [""] if names else []


def _data(app: Sphinx) -> Iterator[str]:
    """Yield the files for programs."""
    base, caption = base_url(app.config), messages.gettext("Data")
    yield from (f"## {caption}", "")
    for name in sorted(name for name in domain_of(app.env).web_files.names if "/" not in name):
        note = _note_on(name)
        yield _item(name, base + quote(name), messages.gettext(note) if note else "")
    if Path(app.outdir, "feed.xml").exists():
        yield _item("feed.xml", f"{base}feed.xml", messages.gettext("the most recently added papers, as Atom"))
    if base:
        name = sitemap_name(app)
        yield _item(name, base + name, messages.gettext("every page"))
    objects = messages.gettext("every paper, category and keyword with its address, for Sphinx")
    yield _item("objects.inv", f"{base}objects.inv", objects)
    yield ""


def _note_on(name: str) -> str:
    """Return the description of a download, by its name or its format; a file of the project has none."""
    rows = [row for row in FORMATS.values() if row.note and name.endswith(f".{row.extension}")]
    return NOTES.get(name, max(rows, key=lambda row: len(row.extension)).note if rows else "")


def _item(text: str, address: str, note: str) -> str:
    label = text.replace("[", "(").replace("]", ")")
    return f"- [{label}]({address}): {note}".removesuffix(": ")


class OtherPages:
    """The pages without a source that settings (``html_additional_pages``) and other extensions add."""

    def __init__(self) -> None:
        """Begin with none."""
        self._names: set[str] = set()

    def note(self, app: Sphinx, pagename: str, context: dict[str, Any]) -> None:
        """Note a page that Sphinx writes, unless it is ours, an index, or a search."""
        is_ours = context.get("is_generated") or context.get("is_hidden")
        is_index = pagename == "search" or pagename.startswith("genindex") or pagename.endswith("-modindex")
        if not (is_ours or is_index or pagename in app.env.found_docs):
            self._names.add(pagename)

    def crawlers_output(self, app: Sphinx) -> Output | None:
        """Return the files; those of the project itself (``html_extra_path``) and of other extensions are kept."""
        return Output("crawlers", "", partial(_files, app, self._names)) if is_web(app.builder) else None


def _files(app: Sphinx, others: Iterable[str]) -> Iterator[OutputFile]:
    base = base_url(app.config)
    texts = {"llms.txt": llms(app)}
    if base:
        urls = [canonical_url(app.builder, name) for name in pages_of(app, others)]
        texts |= {"robots.txt": robots(base + sitemap_name(app)), **sitemaps(urls, base)}
    given = {path.name for name in app.config.html_extra_path for path in _files_of(Path(app.confdir, name))}
    given |= {name for name, extensions in THEIRS.items() if extensions & app.extensions.keys()}
    for name, text in texts.items():
        yield file_kept(name) if name in given else file_of(name, partial(str, text))


def _files_of(path: Path) -> list[Path]:
    return list(path.iterdir()) if path.is_dir() else [path]


def setup(app: Sphinx) -> None:
    """Let the files be written when everything else is."""
    pages = OtherPages()
    app.connect("html-page-context", page_context_handler(pages.note))
    app.connect(OUTPUTS, pages.crawlers_output, priority=900)
