"""Add the assets of HTML pages: a style sheet, which ends with the marks of keywords, and scripts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinxcontrib.serializinghtml import SerializingHTMLBuilder

from cardcatalog.catalog.catalog import Catalog
from cardcatalog.sphinx.domain.domain import domain_of
from cardcatalog.sphinx.internals import has_scripts
from cardcatalog.sphinx.language import SCRIPT, messages, script
from cardcatalog.sphinx.manifest import write
from cardcatalog.sphinx.page_context import page_context_handler
from cardcatalog.sphinx.theme.bundles import bundles

SHEET = "cardcatalog.css"
"""The style sheet of every page: one request, since a browser shows nothing before the last sheet has come."""

CARDS_AT_FIRST = 60
"""Cards of a page above which a reader who has not chosen sees lines."""

CARD = "sd-shadow-none cc-card"
"""How a card begins."""

MARKS = "●◆■▲○◇□△"
"""The marks that distinguish groups of keywords without colour, in the order of the glossary."""


def keyword_style(catalog: Catalog) -> str:
    """Return the rules of the keywords: the mark of each one's group, and its gist.

    A badge shows the gist on hover and focus. In a style sheet it appears once, not on every badge.
    """
    groups = list(dict.fromkeys(keyword.group for keyword in catalog.keywords.values()))
    rules = []
    for number, group in enumerate(groups, 1):
        mark = MARKS[(number - 1) % len(MARKS)]
        members = [f".cc-kw-{row.id}" for row in catalog.keywords.values() if row.group == group]
        if group:
            rules.append(f"{','.join([f'.cc-group-{number}', *members])}{{--cc-mark:{_quote(mark)}}}")
    rules += [f".cc-kw-{row.id}{{--cc-gist:{_quote(row.gist)}}}" for row in catalog.keywords.values() if row.gist]
    return "\n".join([*rules, ""])


def _quote(text: str) -> str:
    """Return a string of CSS, with the characters that could end it escaped."""
    return '"' + "".join(char if char.isalnum() or char in " .,;:-()" else f"\\{ord(char):x} " for char in text) + '"'


def add_assets(app: Sphinx) -> None:
    """Register the files; those that are made here are written only if their texts differ."""
    if app.builder.format != "html" or isinstance(app.builder, SerializingHTMLBuilder):  # whose output is data
        return
    made = Path(app.doctreedir) / "cardcatalog"
    if messages.language == "en":
        (made / SCRIPT).unlink(missing_ok=True)  # of a build in another language
    else:
        write(made / SCRIPT, script())
    more = {SHEET: keyword_style(domain_of(app.env).catalog)}
    for name, text in bundles():
        write(made / name, text + more.get(name, ""))
    app.config.html_static_path.append(str(made))
    app.add_css_file(SHEET)
    app.add_js_file("cardcatalog.js", loading_method="defer")
    app.connect("html-page-context", page_context_handler(TagCache().share), priority=900)
    if has_scripts(app.builder):
        app.connect("html-page-context", add_early_script)


@page_context_handler
def add_early_script(_app: Sphinx, _pagename: str, context: dict[str, Any]) -> None:
    """Put the script that must run before a page shows into its head; as a file of scripts Furo would load it last."""
    is_long = context.get("body", "").count(CARD) > CARDS_AT_FIRST
    names = {"cardcatalog-early.js": ' data-long="yes"' if is_long else ""}
    names |= {SCRIPT: ""} if messages.language != "en" else {}
    path = context["pathto"]
    tags = (f'<script src="{path(f"_static/{name}", resource=True)}"{more}></script>' for name, more in names.items())
    context["metatags"] = "".join([context.get("metatags", ""), *tags])


class TagCache:
    """The tags that load style sheets and scripts, which are the same on all pages of one depth.

    Sphinx checks every file again for every tag of every page, which takes a fifth of the time of writing one.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._tags: dict[tuple[str, str, object], str] = {}

    def share(self, _app: Sphinx, _pagename: str, context: dict[str, Any]) -> None:
        """Replace the functions of the templates that make tags by ones that remember."""
        for name in ("css_tag", "js_tag"):
            context[name] = self._remembering(name, context["content_root"], context[name])

    def _remembering(self, name: str, depth: str, make: Callable[[Any], str]) -> Callable[[Any], str]:
        def tag(file: Any) -> str:  # noqa: ANN401
            known = (name, depth, file)
            if known not in self._tags:
                self._tags[known] = make(file)
            return self._tags[known]

        return tag


def setup(app: Sphinx) -> None:
    """Add the files when the catalog is read and the builder is known."""
    app.connect("builder-inited", add_assets)
