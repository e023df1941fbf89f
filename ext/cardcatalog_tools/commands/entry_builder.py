"""Build the entry of a new paper: its key, categories, keywords and problems are decided here, without any prompt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from cardcatalog.bibtex.entries import MANAGER_FIELDS, Entry
from cardcatalog.bibtex.layout import field_rank
from cardcatalog.bibtex.tex import to_tex
from cardcatalog.bibtex.text import split_list, to_text
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.citekeys import free_key, key_of, taken_keys
from cardcatalog.catalog.dates import date_of
from cardcatalog.catalog.duplicates import DuplicateIndex, Match
from cardcatalog.catalog.terms import with_venuekey
from cardcatalog.checks.build import check
from cardcatalog.checks.fixes import fix_values
from cardcatalog.checks.style import lint
from cardcatalog.problems import Kind, Problem
from cardcatalog_tools.services.suggest import MIN_CERTAIN_CATEGORY, MIN_CERTAIN_KEYWORD, Suggester, Suggestion

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class TermChoice:
    """The terms to choose from for one field of a new entry.

    :param option: ``category`` or ``keyword``, as the command line calls it.
    :param terms: those that the command line or the entry gives.
    :param unknown: terms of the entry that the catalog does not have; they are left out.
    :param allowed: the terms of the catalog by id; empty if it takes any.
    :param suggestions: likely terms, the best first; empty if nothing is to be chosen.
    :param certain: those of them that are taken without asking.
    """

    option: str
    terms: tuple[str, ...]
    unknown: tuple[str, ...]
    allowed: Mapping[str, object]
    suggestions: tuple[Suggestion, ...] = ()
    certain: tuple[str, ...] = ()
    is_open: bool = False
    """Whether a person may choose other terms."""

    @property
    def default(self) -> tuple[str, ...]:
        """The terms to take without asking."""
        return self.terms or self.certain

    @property
    def proposal(self) -> tuple[str, ...]:
        """The terms to propose to a person: one category, but all keywords."""
        count = 1 if self.option == "category" else len(self.suggestions)
        return self.terms or tuple(suggestion.id for suggestion in self.suggestions[:count])


class EntryBuilder:
    """Turns records into entries of a catalog, one after the other, so that no key and no work comes twice."""

    def __init__(self, catalog: Catalog, required_fields: Iterable[str], today: date) -> None:
        """Collect the works and keys of a catalog."""
        self.catalog, self.required_fields, self.today = catalog, tuple(required_fields), today
        self._suggester = Suggester(catalog)
        entries = catalog.entries
        self._works, self._keys = DuplicateIndex(entries), taken_keys(entries)

    def normalize(self, record: Entry) -> Entry:
        """Return a record with its values fixed as ``check --fix`` does."""
        return replace(record, fields=MappingProxyType(fix_values(record.fields, self.catalog)))

    def find(self, entry: Entry) -> Match | None:
        """Return the entry of the same work, if the catalog or the entries that were kept have one."""
        return self._works.find(entry)

    def categories(self, entry: Entry, wanted: tuple[str, ...]) -> TermChoice:
        """Return the choice of categories: those wanted, those of the entry, or suggestions."""
        allowed = self.catalog.categories if self.catalog.has_tree else {}
        own, unknown = _own_terms(entry.get("category"), {row.casefold(): row for row in allowed})
        # Without any, the catalog groups papers by another field, which a first category would end.
        are_used = allowed or any(paper.entry.get("category") for paper in self.catalog.papers.values())
        if wanted or not are_used:
            return TermChoice("category", wanted or own, unknown, allowed)
        suggestions = self._suggester.categories(*_title_and_year(entry))
        certain = _likely(suggestions[:1], MIN_CERTAIN_CATEGORY)
        return TermChoice("category", own, unknown, allowed, tuple(suggestions), certain, is_open=True)

    def keywords(self, entry: Entry, wanted: tuple[str, ...]) -> TermChoice:
        """Return the choice of keywords, likewise."""
        allowed = self.catalog.keywords if self.catalog.has_glossary else {}
        own, unknown = _own_terms(entry.get("keywords"), self.catalog.keyword_spellings if allowed else {})
        if wanted:
            return TermChoice("keyword", wanted, unknown, allowed)
        suggestions = self._suggester.keywords(*_title_and_year(entry))
        certain = _likely(suggestions, MIN_CERTAIN_KEYWORD)
        return TermChoice("keyword", own, unknown, allowed, tuple(suggestions), certain, is_open=True)

    def build(self, entry: Entry, categories: Iterable[str], keywords: Iterable[str], code: str = "") -> Entry:
        """Return the entry under a free key, with its venue, terms, code and date, in the canonical order of fields."""
        entry = with_venuekey(entry, self.catalog.venue_spellings)
        container = to_text(entry.get("booktitle") or entry.get("journal") or entry.get("archiveprefix"))
        more = {
            "venuekey": entry.get("venuekey") or to_tex(self.catalog.venue_spellings.get(container.casefold(), "")),
            "category": ", ".join(categories),
            "keywords": ", ".join(keywords),
            "code": code or entry.get("code"),
            "creationdate": self.today.isoformat(),
        }
        rows = sorted((dict(entry.fields) | more).items(), key=lambda row: field_rank(row[0]))
        fields = {name: value for name, value in rows if value and name not in MANAGER_FIELDS}
        lines = {name: number for number, name in enumerate(fields, 1)}  # as it is written, a field a line
        key = free_key(key_of(entry), self._keys)
        return replace(entry, key=key, fields=MappingProxyType(fields), lines=MappingProxyType(lines))

    def keep(self, entry: Entry) -> None:
        """Count an entry among those of the catalog: it was written, or would be."""
        self._works.add(entry)
        self._keys.add(entry.key.casefold())

    def problems(self, entry: Entry) -> list[Problem]:
        """Return the problems of a new entry."""
        catalog = self.catalog
        rows = (tuple(getattr(catalog, name).values()) if has else () for name, has in (
            ("categories", catalog.has_tree), ("keywords", catalog.has_glossary), ("venues", catalog.has_venues),
        ))  # fmt: skip
        alone = Catalog.from_entries([entry], *rows)
        found = [*check(alone, self.required_fields), *lint(alone, self.today)]
        others = {key for key in split_list(entry.get("related")) if catalog.find(key)}
        return [row for row in found if row.kind is not Kind.CROSSREF or row.value not in others]


def _likely(suggestions: Iterable[Suggestion], threshold: float) -> tuple[str, ...]:
    return tuple(suggestion.id for suggestion in suggestions if suggestion.score >= threshold)


def _title_and_year(entry: Entry) -> tuple[str, int | None]:
    return to_text(entry.get("title")), date_of(entry).year


def _own_terms(text: str, names: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the terms of an entry as the catalog writes them, and those that it does not have.

    :param names: ids of terms by their names in lower case; empty if the catalog takes any.
    """
    if not names:
        return split_list(text), ()
    terms = split_list(to_text(text))
    known = dict.fromkeys(names[term.casefold()] for term in terms if term.casefold() in names)
    return tuple(known), tuple(term for term in terms if term.casefold() not in names)
