"""SiteFiles a new site: read the files, choose the order, and say what every file of the site holds."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from importlib.resources import files
from importlib.util import find_spec
from string import Template
from typing import TYPE_CHECKING

from cardcatalog.bibtex.entries import MANAGER_FIELDS, decode, parse_bibliography, unique_entries
from cardcatalog.bibtex.inherit import inherit
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.citekeys import with_keys
from cardcatalog.catalog.taxonomy import check_taxonomy, format_rows
from cardcatalog.checks.build import REQUIRED_FIELDS, check
from cardcatalog.messages import wording_of
from cardcatalog.problems import Kind
from cardcatalog_tools.scaffold.grouping import Order, choose_order
from cardcatalog_tools.scaffold.groups import jabref_groups

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cardcatalog.bibtex.entries import Entry
    from cardcatalog.messages import Translator
    from cardcatalog.problems import Problem
    from cardcatalog_tools.scaffold.groups import Group

LOST = frozenset({Kind.FILE, Kind.SYNTAX, Kind.DUPLICATE_KEY})
"""Kinds of problems by which an entry or a part of it is lost; a new site does not pass over them."""

_TEMPLATES = files("cardcatalog_tools.scaffold") / "templates"


@dataclass(frozen=True, slots=True)
class Bibliographies:
    """What the files of somebody hold: their bytes by name, entries, groups, and the problems of reading them."""

    data: Mapping[str, bytes]
    entries: tuple[Entry, ...]
    groups: tuple[Group, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class SiteOptions:
    """What somebody says of the new site."""

    title: str
    author: str = ""
    language: str = "en"
    way: str = ""


@dataclass(frozen=True, slots=True)
class SiteFiles:
    """A new site: its files by path, how its papers are ordered, and what is wrong with the entries."""

    files: Mapping[str, bytes]
    order: Order
    problems: tuple[Problem, ...]


def read_all(data: Mapping[str, bytes], shown: Mapping[str, str]) -> Bibliographies:
    """Read BibTeX files.

    :param data: their bytes, by the names that they will have.
    :param shown: their paths as messages show them, by the same names.
    """
    entries: list[Entry] = []
    groups: list[Group] = []
    problems: list[Problem] = []
    strings: dict[str, str] = {}
    for name, content in data.items():
        text, trouble = decode(content, shown[name])
        found, more = parse_bibliography(text, shown[name], strings)
        entries += found
        groups += jabref_groups(text)
        problems += [*trouble, *more]
    kept, duplicates = unique_entries(with_keys(entries))
    complete, orphans = inherit(kept)
    return Bibliographies(data, tuple(complete), tuple(groups), (*problems, *duplicates, *orphans))


def plan_site(bibliographies: Bibliographies, wishes: SiteOptions) -> SiteFiles:
    """Return the site for some files."""
    entries = bibliographies.entries
    order = choose_order(entries, bibliographies.groups, wishes.way, wording_of(wishes.language))
    keywords = tuple(Catalog.from_entries(entries).keywords.values())
    catalog = Catalog.from_entries(entries, order.categories, keywords, category_field=order.field)
    required = [name for name in REQUIRED_FIELDS if not _lacking(catalog, name)]
    problems = (
        *bibliographies.problems,
        *check_taxonomy(order.categories, keywords, ()),
        *check(catalog, required),
    )
    values = _values(bibliographies, wishes, order, problems) | {
        "required": json.dumps(required),
        "keywords": 'cardcatalog_keywords = "bib/keywords.toml"\n' if keywords else "",
    }
    texts = {name: _fill(name, values) for name in _names(has_keywords=bool(keywords))}
    texts["bib/categories.toml"] = (
        f"# The tree of categories, in the order of the site.\n{format_rows(order.categories)}"
    )
    if keywords:
        texts["bib/keywords.toml"] = (
            "# The glossary: give a keyword a definition, other names (aliases), a group.\n" + format_rows(keywords)
        )
    made = {name: text.encode() for name, text in texts.items()}
    return SiteFiles(made | {f"bib/{name}": data for name, data in bibliographies.data.items()}, order, problems)


def _lacking(catalog: Catalog, name: str) -> bool:
    """Tell whether a field is missing from any entry, so that a site that asks for it would not build."""
    return any(problem.kind is Kind.MISSING_FIELD for problem in check(catalog, [name]))


def _names(*, has_keywords: bool) -> Iterator[str]:
    """Yield the files that are made of templates."""
    yield from ("conf.py", "README.md", "requirements.txt", ".gitignore")
    yield from (f"docs/{name}.md" for name in ("index", "explore", "timeline", "authors", "venues"))
    if has_keywords:
        yield "docs/keywords.md"


def _values(
    bibliographies: Bibliographies, wishes: SiteOptions, order: Order, problems: Sequence[Problem]
) -> dict[str, str]:
    """Return what stands in the templates."""
    names = [f"bib/{name}" for name in bibliographies.data]
    passed_over = sorted({f"cardcatalog.{row.kind.slug}" for row in problems if row.kind not in LOST})
    has_private = any(MANAGER_FIELDS & entry.fields.keys() for entry in bibliographies.entries)
    return {
        "title": _markdown(wishes.title),
        "title_literal": _literal(wishes.title),
        "author_literal": _literal(wishes.author),
        "language": _literal(wishes.language),
        "files": json.dumps(names, ensure_ascii=False),
        "file_list": ", ".join(f"`{name}`" for name in names),
        "category_field": _literal(order.field),
        **_headings(wording_of(wishes.language)),
        "suppressed": _suppressed(passed_over),
        "exports": _EXPORTS if has_private else "",
        "theme": "furo" if find_spec("furo") else "alabaster",
        "menu_keywords": "keywords\n" if any(entry.get("keywords") for entry in bibliographies.entries) else "",
    }


def _headings(messages: Translator) -> dict[str, str]:
    """Return what pages are called, in the language of the site."""
    counts = {name: f"{{paper:count}}`{name}`" for name in ("papers", "categories")}
    return {
        "h_categories": messages.gettext("Categories"),
        "h_newest": messages.gettext("Newest papers"),
        "h_explore": messages.gettext("Explore"),
        "h_timeline": messages.gettext("Timeline"),
        "h_authors": messages.gettext("Authors"),
        "h_venues": messages.gettext("Venues"),
        "h_keywords": messages.gettext("Keywords"),
        "summary": messages.gettext("{papers} papers in {categories} categories.", **counts),
    }


_EXPORTS = """
# The file has fields that a reference manager keeps for itself (paths, notes). So it is not offered as it stands.
cardcatalog_exports = ["biblatex", "ris", "csl-json", "json", "categories", "keywords"]
"""


def _suppressed(kinds: Sequence[str]) -> str:
    """Return the setting that passes over the problems that the file has today."""
    if not kinds:
        return ""
    rows = "".join(f"    {_literal(kind)},\n" for kind in kinds)
    about = "# What the entries lack today (cardcatalog check lists it); take a line out when it is mended."
    return f"\n{about}\nsuppress_warnings = [\n{rows}]\n"


def _literal(text: str) -> str:
    """Return a text as Python writes it, in double quotes."""
    return json.dumps(text, ensure_ascii=False)


def _markdown(text: str) -> str:
    """Return a text that Markdown takes for nothing but text."""
    return re.sub(r"([\\`*_{}\[\]<>()#+.!|$-])", r"\\\1", " ".join(text.split()))


def _fill(name: str, values: Mapping[str, str]) -> str:
    """Return the text of a file: its template is named like it, without the dot that would hide it."""
    template = _TEMPLATES / f"{name.replace('/', '-').removeprefix('.')}.txt"
    return Template(template.read_text("utf-8")).substitute(values)
