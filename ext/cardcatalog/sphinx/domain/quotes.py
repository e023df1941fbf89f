"""What all pages say of each paper: passages in the order of their worth, steps of paths, papers named together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from docutils import nodes
from sphinx.config import Config
from sphinx.util.matching import Matcher

from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.paper import Paper
from cardcatalog.settings import as_texts
from cardcatalog.sphinx.domain.clauses import opening
from cardcatalog.sphinx.domain.parts import Part
from cardcatalog.sphinx.domain.prose import Passage, Prose, Source, read_prose
from cardcatalog.sphinx.domain.targets import Place


class Quote(NamedTuple):
    """A passage on a paper, and its place."""

    docname: str
    anchor: str
    source: Source
    parts: tuple[Part, ...]


class Step(NamedTuple):
    """The place of a paper in a reading path: page, anchor, number, number of all, and the papers around it."""

    docname: str
    anchor: str
    number: int
    total: int
    before: str
    after: str


class Quotes:
    """The prose of all pages, by paper."""

    def __init__(self, pages: Mapping[str, Prose] | None = None, catalog: Catalog | None = None) -> None:
        """Gather what pages say.

        :param pages: the prose of each page, by docname.
        """
        self._catalog = catalog
        self._quotes: dict[str, list[Quote]] = defaultdict(list)
        self._steps: dict[str, list[Step]] = defaultdict(list)
        self._together: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for docname, prose in sorted((pages or {}).items()):
            steps = [passage for passage in prose.passages if passage.source is Source.STEP]
            self._add_steps(docname, [(self._key(passage.keys[0]), passage.anchor) for passage in steps])
            for passage in prose.passages:
                if passage.parts:
                    self._add_quote(docname, passage)
            for group in prose.together:
                self._add_group(docname, [key for name in group if (key := self._key(name))])
        for rows in self._quotes.values():
            rows.sort(key=lambda row: row.source)

    def _key(self, name: str) -> str:
        paper = self._catalog.find(name) if self._catalog else None
        return paper.key if paper else ""

    def _add_steps(self, docname: str, steps: list[tuple[str, str]]) -> None:
        keys = ["", *(key for key, _anchor in steps), ""]
        for number, (key, anchor) in enumerate(steps, 1):
            self._steps[key].append(Step(docname, anchor, number, len(steps), keys[number - 1], keys[number + 1]))

    def _add_quote(self, docname: str, passage: Passage) -> None:
        quote = Quote(docname, passage.anchor, passage.source, passage.parts)
        for key in dict.fromkeys(map(self._key, passage.keys)):
            self._quotes[key].append(quote)

    def _add_group(self, docname: str, keys: list[str]) -> None:
        for key in keys:
            for other in keys:
                if other != key:
                    self._together[key][other].append(docname)

    def keys(self) -> AbstractSet[str]:
        """Return the keys of all papers that texts are about, or name together with others."""
        return self._quotes.keys() | self._steps.keys() | self._together.keys()

    def of(self, key: str) -> tuple[Quote, ...]:
        """Return the passages on a paper, the best first."""
        return tuple(self._quotes.get(key, ()))

    def steps(self, key: str) -> tuple[Step, ...]:
        """Return the places of a paper in reading paths."""
        return tuple(self._steps.get(key, ()))

    def together(self, key: str) -> dict[str, tuple[str, ...]]:
        """Return the papers that texts name together with one, those of most texts first, with the pages of these."""
        rows = sorted(self._together.get(key, {}).items(), key=lambda row: -len(row[1]))
        return {other: tuple(dict.fromkeys(docnames)) for other, docnames in rows}

    def gist(self, paper: Paper) -> str:
        """Return one sentence on a paper as plain text: its annotation, else the first sentence of prose on it."""
        if annotation := paper["gist"]:
            return annotation
        return next((opening(quote.parts) for quote in self._quotes.get(paper.key, ())), "")

    def place(self, key: str) -> Place | None:
        """Return the first place of a paper in a reading path."""
        step = next(iter(self.steps(key)), None)
        return Place(step.docname, step.anchor) if step else None

    def on_cards(self) -> dict[str, tuple[str, str]]:
        """Return what the cards of papers show of prose, by key: a sentence, and the page of a path."""
        return {key: self._on_card(key) for key in self._quotes.keys() | self._steps.keys()}

    def _on_card(self, key: str) -> tuple[str, str]:
        sentence = next((opening(quote.parts) for quote in self._quotes.get(key, ())), "")
        return sentence, next((step.docname for step in self._steps.get(key, ())), "")


def is_quoted(config: Config, docname: str) -> bool:
    """Return whether pages of papers may name a page."""
    return not _is_one_of("unquoted", docname, config)


def quotable_prose(
    document: nodes.document, docname: str, config: Config, catalog: Catalog, *, category: bool
) -> Prose:
    """Return the prose of a page on papers, or none where pages of papers may not name the page.

    :param category: whether the page is that of a category.
    """
    if not is_quoted(config, docname):
        return Prose()
    return read_prose(document, catalog, category=category, guide=_is_one_of("guides", docname, config))


def patterns_of_no_page(docnames: Collection[str], config: Config) -> Iterator[tuple[str, str]]:
    """Yield the settings of pages, each with a pattern that matches none: a misspelling, or a page that has gone."""
    for setting in ("guides", "unquoted"):
        for pattern in as_texts(config[f"cardcatalog_{setting}"]):
            if not any(_matches((pattern,), docname, config) for docname in docnames):
                yield f"cardcatalog_{setting}", pattern


def _is_one_of(setting: str, docname: str, config: Config) -> bool:
    """Return whether a page is one of those that a setting names."""
    return _matches(as_texts(config[f"cardcatalog_{setting}"]), docname, config)


def _matches(patterns: Sequence[str], docname: str, config: Config) -> bool:
    """Return whether a pattern matches a page by its name or by that of its file."""
    matcher = Matcher(patterns)
    return any(matcher.match(docname + suffix) for suffix in ("", *config.source_suffix))
