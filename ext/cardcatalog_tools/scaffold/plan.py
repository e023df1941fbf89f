"""Plan a new site: read the files, choose the categories, and make the content of every file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.util import find_spec
from itertools import chain
from string import Template

from cardcatalog.bibtex.entries import MANAGER_FIELDS, Entry, parse_data
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.grouping import GROUPINGS, Grouping, choose_grouping
from cardcatalog.catalog.groups import Group, jabref_groups
from cardcatalog.catalog.loader import join_entries
from cardcatalog.catalog.taxonomy import format_rows
from cardcatalog.checks.build import REQUIRED_FIELDS, check
from cardcatalog.messages import Translator, wording_of
from cardcatalog.problems import Kind, Problem
from cardcatalog.text_files import decode

LOST = frozenset({Kind.FILE, Kind.SYNTAX, Kind.DUPLICATE_KEY})
"""Kinds of problems by which an entry or a part of it is lost; a new site does not suppress them."""

_TEMPLATES = files("cardcatalog_tools.scaffold") / "templates"


@dataclass(frozen=True, slots=True)
class Bibliographies:
    """The contents of BibTeX files: their bytes by name, entries, groups, and problems."""

    data: Mapping[str, bytes]
    entries: tuple[Entry, ...]
    groups: tuple[Group, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class SiteOptions:
    """The options of a new site."""

    title: str
    author: str = ""
    language: str = "en"
    grouping: str = ""


@dataclass(frozen=True, slots=True)
class SiteFiles:
    """A new site: its files by path, the grouping of its papers, and the problems of the entries."""

    files: Mapping[str, bytes]
    grouping: Grouping
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
        found, more = parse_data(content, shown[name], strings)
        entries += found
        problems += more
        groups += jabref_groups(decode(content, name)[0])
    complete, more = join_entries(entries)
    works = tuple(entry for entry in complete if entry.is_work)
    return Bibliographies(data, works, tuple(groups), (*problems, *more))


def plan_site(bibliographies: Bibliographies, options: SiteOptions) -> SiteFiles:
    """Return the site for some files."""
    entries = bibliographies.entries
    field = GROUPINGS.get(options.grouping, "")
    grouping = choose_grouping(entries, bibliographies.groups, field, wording_of(options.language))
    keywords = tuple(Catalog.from_entries(entries).keywords.values())
    catalog = Catalog.from_entries(entries, grouping.categories, keywords, category_field=grouping.field)
    required = [name for name in REQUIRED_FIELDS if not _lacking(catalog, name)]
    problems = (*bibliographies.problems, *check(catalog, required))
    values = _values(bibliographies, options, grouping, problems) | {
        "required": json.dumps(required),
        "keywords": 'cardcatalog_keywords = "bib/keywords.toml"\n' if keywords else "",
    }
    texts = {name: _fill(name, values) for name in _names(has_keywords=bool(keywords))}
    texts["bib/categories.toml"] = (
        f"# The tree of categories, in the order of the site.\n{format_rows(grouping.categories)}"
    )
    if keywords:
        texts["bib/keywords.toml"] = (
            "# The glossary: give a keyword a definition, other names (aliases), a group.\n" + format_rows(keywords)
        )
    made = {name: text.encode() for name, text in texts.items()}
    return SiteFiles(made | {f"bib/{name}": data for name, data in bibliographies.data.items()}, grouping, problems)


def _lacking(catalog: Catalog, name: str) -> bool:
    """Return whether any entry lacks a field, so that a site that requires it would not build."""
    return any(problem.kind is Kind.MISSING_FIELD for problem in check(catalog, [name]))


def _names(*, has_keywords: bool) -> Iterator[str]:
    """Yield the names of the files that are made from templates."""
    yield from ("conf.py", "README.md", "requirements.txt", ".gitignore")
    yield from (f"docs/{name}.md" for name in ("index", "explore", "timeline", "authors", "venues"))
    if has_keywords:
        yield "docs/keywords.md"


def _values(
    bibliographies: Bibliographies, options: SiteOptions, grouping: Grouping, problems: Sequence[Problem]
) -> dict[str, str]:
    """Return the values of the templates."""
    names = [f"bib/{name}" for name in bibliographies.data]
    suppressed_kinds = sorted({f"cardcatalog.{row.kind.slug}" for row in problems if row.kind not in LOST})
    private = sorted(MANAGER_FIELDS.intersection(chain.from_iterable(entry.fields for entry in bibliographies.entries)))
    return {
        "title": _markdown(options.title),
        "title_literal": _literal(options.title),
        "author_literal": _literal(options.author),
        "has_author": repr(bool(options.author)),
        "language": _literal(options.language),
        "files": json.dumps(names, ensure_ascii=False),
        "file_list": ", ".join(f"`{name}`" for name in names),
        "category_field": _literal(grouping.field),
        **_headings(wording_of(options.language)),
        "suppressed": _suppressed(suppressed_kinds),
        "exports": _exports(private),
        "theme": "furo" if find_spec("furo") else "alabaster",
        "menu_keywords": "keywords\n" if any(entry.get("keywords") for entry in bibliographies.entries) else "",
    }


def _headings(messages: Translator) -> dict[str, str]:
    """Return the titles of pages, and a sentence that is right for any number, in the language of the site."""
    counts = {name: f"{{paper:count}}`{name}`" for name in ("papers", "categories")}
    return {
        "h_categories": messages.gettext("Categories"),
        "h_newest": messages.gettext("Newest papers"),
        "h_explore": messages.gettext("Explore"),
        "h_timeline": messages.gettext("Timeline"),
        "h_authors": messages.gettext("Authors"),
        "h_venues": messages.gettext("Venues"),
        "h_keywords": messages.gettext("Keywords"),
        "summary": messages.gettext("Papers: {papers}. Categories: {categories}.", **counts),
    }


def _exports(private: Sequence[str]) -> str:
    """Return the setting that offers no file of BibTeX, if entries have fields that are not to be published."""
    if not private:
        return ""
    names = ", ".join(private)
    return (
        f"\n# The file has fields that are not published ({names}), so it is not offered for download unchanged.\n"
        'cardcatalog_exports = ["biblatex", "ris", "csl-json", "json", "categories", "keywords"]\n'
    )


def _suppressed(kinds: Sequence[str]) -> str:
    """Return the setting that suppresses the types of problems that the file has now."""
    if not kinds:
        return ""
    rows = "".join(f"    {_literal(kind)},\n" for kind in kinds)
    about = "# Types of problems that the entries have now (see cardcatalog check); remove a line when they are fixed."
    return f"\n{about}\nsuppress_warnings = [\n{rows}]\n"


def _literal(text: str) -> str:
    """Return a text as Python writes it, in double quotes."""
    return json.dumps(text, ensure_ascii=False)


def _markdown(text: str) -> str:
    """Return a text with the special characters of Markdown escaped."""
    return re.sub(r"([\\`*_{}\[\]<>()#+.!|$-])", r"\\\1", " ".join(text.split()))


def _fill(name: str, values: Mapping[str, str]) -> str:
    """Return the text of a file from its template, which has the same name without a leading dot."""
    template = _TEMPLATES / f"{name.replace('/', '-').removeprefix('.')}.txt"
    return Template(template.read_text("utf-8")).substitute(values)
