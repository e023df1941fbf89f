"""Write the pages that have no source: one way for papers, authors, venues, keywords and the page for 404.

Such a page is for the web alone; it is in no menu, book or search index. Its content is a Jinja template filled with
the values of its context; the theme puts the rest of the page around that.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, Template
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.locale import _ as sphinx_gettext  # a name that our own translations do not extract

from cardcatalog.bibtex.entries import digest
from cardcatalog.sphinx.domain.dependencies import code_digest
from cardcatalog.sphinx.domain.domain import domain_of
from cardcatalog.sphinx.domain.targets import EXPLORER
from cardcatalog.sphinx.language import messages
from cardcatalog.sphinx.manifest import OutputFile
from cardcatalog.sphinx.pages.page_shell import PageShells
from cardcatalog.sphinx.pages.templates import template_environment
from cardcatalog.sphinx.theme.head_tags import shorten
from cardcatalog.sphinx.theme.menu import menu_digest
from cardcatalog.sphinx.urls import page_suffix


class PageContent(NamedTuple):
    """The content of a page: its title and description, as plain text, and values for its template and the theme."""

    title: str
    description: str
    context: Mapping[str, Any]
    theme: Mapping[str, Any] = {}


Steps = Generator[None, None, PageContent]
"""The content of a page, found in steps that many pages take side by side."""


@dataclass(frozen=True, slots=True)
class GeneratedPage:
    """A page without a source."""

    name: str
    template: str
    digest: str
    """The digest of all that the page alone is made of."""

    content: Callable[[], PageContent | Steps]
    """Returns what the page shows, or finds it in steps; called only if the page is to be written."""

    file: str = ""
    """The path of the page from the output folder, where it is not the builder's."""


def content_digest(content: object, *more: str) -> str:
    """Return the digest of values of templates, as JSON, which takes a third of the time of their representation.

    :param more: what else to digest.
    """
    return digest(_ENCODER.encode(content), *more)


_ENCODER = json.JSONEncoder(default=repr)


@dataclass
class PageWriter:
    """Writes the generated pages of one build."""

    builder: StandaloneHTMLBuilder
    _shells: PageShells = field(init=False)
    _templates: Environment = field(init=False)
    _template: Callable[[str], Template] = field(init=False)

    def __post_init__(self) -> None:
        """Find the templates."""
        self._shells = PageShells(self.builder)
        names = self.builder.config.templates_path
        self._templates = template_environment(Path(self.builder.confdir, name) for name in names)
        config = self.builder.config
        icon = config.html_permalinks_icon if config.html_permalinks else ""
        self._templates.globals |= {"permalink": icon, "permalink_title": sphinx_gettext("Link to this heading")}
        self._template = cache(self._templates.get_template)

    def files(self, pages: Iterable[GeneratedPage]) -> Iterator[OutputFile]:
        """Yield pages as files of the site, each to be written if anything changes that it is made of."""
        environment, path_of = environment_digest(self.builder), page_paths(self.builder)
        for page in pages:
            path = page.file or path_of(page.name)
            yield OutputFile(path, digest(environment, page.template, page.digest), partial(self._write, page))

    def _write(self, page: GeneratedPage, path: Path) -> Iterator[None]:
        found = page.content()
        content = found if isinstance(found, PageContent) else (yield from found)
        yield
        body = self._template(page.template).render(content.context)
        yield
        own = {"title": escape(content.title), "body": body, "description": shorten(content.description)}
        own |= {"is_generated": "yes"}  # for handlers of the event, which get every page
        self._shells.write(page.name, own | dict(content.theme), path)


def page_path(builder: Builder, name: str) -> str:
    """Return the path of a page from the output folder, for a builder with a file for each page."""
    if not isinstance(builder, StandaloneHTMLBuilder):
        return f"{name}{page_suffix(builder)}"
    return str(builder.get_output_path(name)).removeprefix(f"{builder.outdir}{os.sep}").replace(os.sep, "/")


def page_paths(builder: StandaloneHTMLBuilder) -> Callable[[str], str]:
    """Return the function :func:`page_path` of a builder, which asks it for few of thousands of pages.

    Sphinx's builders add an ending to the names of all pages but those called ``index``. One that changes a name
    otherwise is asked for each.
    """
    sample, ask = "Folder/Page-1", partial(page_path, builder)
    before, _, ending = ask(sample).partition(sample)
    if before or not ending:
        return ask
    return lambda name: ask(name) if name.endswith("index") else f"{name}{ending}"


def environment_digest(builder: StandaloneHTMLBuilder) -> str:
    """Return the digest of all that every page depends on: code, settings, templates, menu, place of the explorer."""
    settings = sorted((row.name, _stable(row.value)) for row in builder.config.filter(frozenset({"env", "html"})))
    language = f"{messages.language} {builder.config.language}"
    date = builder.templates.newest_template_mtime()
    explorer = domain_of(builder.env).places.get(EXPLORER)
    menu = menu_digest(builder.env)
    return digest(code_digest(), builder.name, language, str(date), menu, repr((settings, explorer)))


def _stable(value: object) -> str:
    """Return a setting as a text that is the same in every process."""
    if isinstance(value, dict):
        return repr(sorted((str(name), _stable(part)) for name, part in value.items()))
    if isinstance(value, set | frozenset):
        return repr(sorted(map(_stable, value)))
    if isinstance(value, list | tuple):
        return repr([_stable(part) for part in value])
    return getattr(value, "__qualname__", None) or str(value)
