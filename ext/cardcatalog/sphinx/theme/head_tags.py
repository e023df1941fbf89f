"""The tags in the head of every page for search engines and link previews."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from html import escape
from typing import Any

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.locale import _

from cardcatalog.bibtex.text import to_text
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.formats.link_preview import Shared, social_tags
from cardcatalog.sphinx.domain.domain import domain_of
from cardcatalog.sphinx.domain.parts import TEXTUAL
from cardcatalog.sphinx.language import messages
from cardcatalog.sphinx.page_context import page_context_handler
from cardcatalog.sphinx.render.nodes import paper_list
from cardcatalog.sphinx.theme.preview import preview_of
from cardcatalog.sphinx.urls import canonical_url, is_web

ENOUGH, MOST = 80, 200
"""Characters of a description: from how many on it may end, and where it must, as search engines show no more."""

SENTENCE_ENDS = (". ", "。")

OPENGRAPH = "sphinxext.opengraph"
"""The extension whose previews of shared pages go before ours; it gives them to pages with a source."""

TITLES = {"search": "Search"}
"""The titles of pages to which Sphinx gives none but in their templates, which have it translated."""


def note_description(app: Sphinx, doctree: nodes.document) -> None:
    """Add a description of the page to its metadata, unless they have one (``description``)."""
    env = app.env
    words = env.metadata[env.current_document.docname]
    if not words.get("description"):
        words["description"] = first_words(doctree, domain_of(env).catalog)


def first_words(doctree: nodes.document, catalog: Catalog) -> str:
    """Return the first sentences of a page as plain text, or a summary of its list, or nothing if it has neither."""
    text = ""
    for part in _paragraphs(doctree, catalog):
        text = f"{text} {part}".strip()
        if len(text) >= ENOUGH:
            break
    return shorten(text or _listed(doctree, catalog))


def _paragraphs(node: nodes.Element, catalog: Catalog) -> Iterator[str]:
    """Yield the texts of the paragraphs that are nothing but text, in order."""
    for child in node.children:
        if isinstance(child, nodes.section | nodes.container):
            yield from _paragraphs(child, catalog)
        elif isinstance(child, nodes.paragraph) and not child["classes"]:
            yield " ".join(_plain(child, catalog).split())


def _plain(node: nodes.Node, catalog: Catalog) -> str:
    """Return the text of a node, with citations as a reader will see them, and formulas in Unicode."""
    if isinstance(node, nodes.Text):
        return node.astext()
    if isinstance(node, nodes.math):
        return to_text(f"${node.astext()}$")
    if isinstance(node, nodes.raw | nodes.footnote_reference):
        return ""
    if isinstance(node, nodes.Element) and node.get("refdomain") == "cite":
        papers = filter(None, (catalog.find(key.strip()) for key in node["reftarget"].split(",")))
        names = "; ".join(paper.author_year(messages) for paper in papers)
        return names if node["reftype"] in TEXTUAL else f"({names.replace(' (', ', ').replace(')', '')})"
    return "".join(_plain(child, catalog) for child in node.children)


def _listed(doctree: nodes.document, catalog: Catalog) -> str:
    """Return how many papers a page lists, and the first of them; the explorer has all, and begins with a few."""
    lists = (listing for listing in doctree.findall(paper_list) if listing["priority"] is not None)
    keys = [key for listing in lists for key in listing.keys]
    papers = [catalog.papers[key] for key in dict.fromkeys(keys)]
    return f"{messages.papers(len(papers))}: {'; '.join(paper.title for paper in papers[:3])}" if papers else ""


def shorten(text: str) -> str:
    """Return a text that is not too long for a description: whole sentences if there are any, else whole words.

    Where these are not set apart, as in Chinese and Japanese, it is cut between two characters.
    """
    if len(text) <= MOST:
        return text
    end = max(text.rfind(mark, ENOUGH, MOST) for mark in SENTENCE_ENDS)
    if end > 0:
        return text[: end + 1]
    words = textwrap.shorten(text, MOST, placeholder=" …")
    return words if len(words) > ENOUGH else f"{text[: MOST - 1]}…"


def is_hidden(env: BuildEnvironment, name: str) -> bool:
    """Return whether a page is not to be indexed: it is marked (``nosearch``), or it is the page of a search."""
    return name == "search" or not {"nosearch", "no-search"}.isdisjoint(env.metadata.get(name, ()))


@page_context_handler
def add_head(app: Sphinx, pagename: str, context: dict[str, Any]) -> None:
    """Add a description, the canonical URL, and the preview of a shared page."""
    if not is_web(app.builder):
        return
    known, site = context.get("metatags", ""), app.config.html_title or app.config.project
    described = [] if 'name="description"' in known else ['name="description"']
    own_title = _(TITLES[pagename]) if pagename in TITLES else site
    title = Markup(context.get("title") or own_title).striptags()  # noqa: S704  (titles are HTML)
    meant = context.get("description") or app.env.metadata.get(pagename, {}).get("description")
    about = shorten(str(meant or f"{title} – {site}"))
    if context.get("is_hidden") or is_hidden(app.env, pagename):
        # The template of a search has the tag already.
        context["pageurl"], tags = None, "" if pagename == "search" else '<meta name="robots" content="noindex">'
    else:
        url = context["pageurl"] = canonical_url(app.builder, pagename) or None
        kind = context.get("og_type", "website")
        is_theirs = OPENGRAPH in app.extensions and pagename in app.env.found_docs
        tags = "" if is_theirs else social_tags(Shared(title, site, url or "", kind, preview_of(app)))
        described += [] if is_theirs else ['property="og:description"']
    own = f'<meta {" ".join(described)} content="{escape(about)}">' if described else ""
    context["metatags"] = f"{known}{own}{tags}"


def setup(app: Sphinx) -> None:
    """Note descriptions of pages when their metadata have been collected, and write them with the pages."""
    app.connect("doctree-read", note_description, priority=600)
    app.connect("html-page-context", add_head, priority=700)  # after other extensions, which may describe the page
