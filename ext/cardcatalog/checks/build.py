"""The rules of a catalog: each check is a generator of problems, its docstring the rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cardcatalog.bibtex.commands import ACCENTS
from cardcatalog.bibtex.letters import glued
from cardcatalog.bibtex.names import to_persons
from cardcatalog.bibtex.text import has_math, lost_commands, refused_math, to_address
from cardcatalog.catalog.bits import parse_bits
from cardcatalog.catalog.dates import day_of
from cardcatalog.catalog.identifiers import bare_arxiv, find_arxiv, find_doi, is_arxiv, is_doi, may_be_arxiv
from cardcatalog.catalog.kinds import KIND_OF_TYPE, KINDS, STANDARD_TYPES
from cardcatalog.catalog.preprints import is_on_arxiv
from cardcatalog.catalog.record import is_journal
from cardcatalog.checks.results import check_results
from cardcatalog.checks.slips import check_fields, misspelt_fields
from cardcatalog.problems import Kind, Problem, did_you_mean, unknown

if TYPE_CHECKING:
    from cardcatalog.bibtex.entries import Entry
    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper

ENTRY_TYPES = STANDARD_TYPES | {"bibnote", "set", "xdata"}

REQUIRED_FIELDS = ("title", "author", "year")

_STAND_INS = {
    "author": ("author", "editor", "organization", "institution", "holder", "director", "translator"),
    "year": ("year", "date", "pubstate"),
}
"""Fields that serve as well as one that is required."""

_NAMELESS = frozenset({"proceedings", "periodical", "legislation", "legal case", "treaty"})
"""Kinds of works that need no author and no editor (btxdoc, section 3.1; biblatex manual, section 2.1.1).

A law, a case and a treaty have none, and many a periodical names none.
"""


def check(
    catalog: Catalog, required_fields: Iterable[str] = REQUIRED_FIELDS, sound: set[str] | None = None
) -> Iterator[Problem]:
    """Find every problem of every paper and of every measured result, in the order of files and lines.

    What is wrong with a field that several entries inherit is one problem.

    :param sound: the keys of papers that are known to have no problem in themselves; gains all others without one.
    """
    yield from dict.fromkeys(_find(catalog, tuple(required_fields), set() if sound is None else sound))


def _find(catalog: Catalog, required_fields: tuple[str, ...], sound: set[str]) -> Iterator[Problem]:
    absent = absent_fields(catalog, required_fields)
    yield from check_absent_fields(catalog, absent)
    required = tuple(name for name in required_fields if name not in absent)
    has_homes = catalog.has_tree and catalog.category_field not in absent
    if absent:  # the first entry with such a field lets all others lack it
        sound = set()
    for paper in catalog.in_file_order():
        if paper.key not in sound:
            problems = [*_find_in(catalog, paper, required), *(check_home(catalog, paper) if has_homes else ())]
            yield from problems
            sound |= set() if problems else {paper.key}
        yield from check_former_keys(catalog, paper)
    yield from check_results(catalog)


def _find_in(catalog: Catalog, paper: Paper, required_fields: tuple[str, ...]) -> Iterator[Problem]:
    yield from check_type(paper)
    yield from check_fields(paper.entry)
    yield from check_required_fields(catalog, paper, required_fields)
    yield from check_math(paper)
    yield from check_commands(paper)
    yield from check_year(paper)
    yield from check_names(paper)
    yield from check_terms(catalog, paper)
    yield from check_identifiers(paper)
    yield from check_links(paper)
    yield from check_creation_date(paper)
    yield from check_bits(paper)


def check_type(paper: Paper) -> Iterator[Problem]:
    """The type is one of BibTeX's or biblatex's."""
    if paper.entry.type not in ENTRY_TYPES:
        row = KINDS[KIND_OF_TYPE[paper.entry.type]] if paper.entry.type in KIND_OF_TYPE else None
        near = () if row else (f"@{name}" for name in ENTRY_TYPES)
        advice = f"write '@{row.types.split()[0].replace('|', row.biblatex)}'" if row else ""
        message = unknown("entry type", f"@{paper.entry.type}", near, advice)
        yield Problem(paper.entry.location, message, Kind.UNKNOWN_TYPE, paper.entry.type)


SEVERAL = 5
"""The number of entries from which a field that all of them lack is one problem: of fewer, each is named."""


def absent_fields(catalog: Catalog, required_fields: Iterable[str]) -> tuple[str, ...]:
    """Return the required fields, and that of the categories, which none of several entries has."""
    homes = (catalog.category_field,) if catalog.has_tree else ()
    return tuple(name for name in dict.fromkeys((*required_fields, *homes)) if is_absent(catalog, name))


def is_absent(catalog: Catalog, name: str) -> bool:
    """Return whether several entries lack a field that they need, and none of the others has it."""
    papers = catalog.papers.values()
    if any(_has(catalog, paper, name) for paper in papers):
        return False
    return sum(_lacks(catalog, paper, name) for paper in papers) >= SEVERAL


def _has(catalog: Catalog, paper: Paper, name: str) -> bool:
    if catalog.has_tree and name == catalog.category_field:
        return bool(paper.categories)
    return any(map(paper.entry.get, _STAND_INS.get(name, (name,))))


def _lacks(catalog: Catalog, paper: Paper, name: str) -> bool:
    """Return whether a work needs a field that it has not, and this is not reported already."""
    if _has(catalog, paper, name) or (name == "author" and paper.kind in _NAMELESS):
        return False
    return paper.entry.is_complete and name not in misspelt_fields(paper.entry).values()


def check_absent_fields(catalog: Catalog, absent: Iterable[str]) -> Iterator[Problem]:
    """A field that each entry must have is in one of them at least; else the setting that names it is wrong."""
    for name in absent:
        papers = list(catalog.in_file_order())
        first = next(paper for paper in papers if _lacks(catalog, paper, name))
        near = did_you_mean(name, {field for paper in papers for field in paper.entry.fields})
        is_home = catalog.has_tree and name == catalog.category_field
        setting = "cardcatalog_category_field" if is_home else "cardcatalog_required_fields"
        message = f"none of {len(papers):,} entries has {name!r}{near}; add it, or correct {setting} in conf.py"
        yield Problem(first.entry.location, message, Kind.MISSING_FIELD)


def check_required_fields(catalog: Catalog, paper: Paper, required_fields: Iterable[str]) -> Iterator[Problem]:
    """Every required field has a value; an editor may replace an author, a date a year. Proceedings need no author.

    An entry that cannot be read completely has been reported already, and so has a field that is misspelt.
    """
    for name in required_fields:
        if _lacks(catalog, paper, name):
            message = f"{paper.key!r} has no {name}; add '{name} = {{...}},'"
            yield Problem(paper.entry.location, message, Kind.MISSING_FIELD)


def check_math(paper: Paper) -> Iterator[Problem]:
    """A formula in the title is whole, and sets nothing but symbols."""
    title = paper.entry.get("title")
    for formula in refused_math(title) if has_math(title) else ():
        message = f"the formula '{formula}' is incomplete or uses a command that is not allowed; it is shown as text"
        yield Problem(paper.entry.where("title"), message, Kind.MATH, formula)


_SHOWN = (
    *("title", "subtitle", "titleaddon", "author", "editor", "translator", "booktitle", "booksubtitle", "maintitle"),
    *("journal", "journaltitle", "eventtitle", "series", "publisher", "school", "institution", "organization"),
    *("address", "location", "howpublished", "keywords", "note", "formertitle", "annotation"),
)
"""Fields whose text is shown."""


def check_commands(paper: Paper) -> Iterator[Problem]:
    """Every TeX command in a field that is shown is one with a known meaning, and every accent is on a letter."""
    entry = paper.entry
    for name in filter(entry.fields.get, _SHOWN):
        tex = entry.fields[name]
        if "\\" not in tex or is_journal(tex):
            continue
        words = glued(tex)
        for command in lost_commands(tex, in_math=name != "title"):
            example = f", as in '{words[command]}'" if command in words else ""
            message = f"the command '\\{command}' in {name} is unknown; write what it sets instead{example}"
            if command in ACCENTS:
                message = f"the accent '\\{command}' in {name} is on no letter; write the letter after it"
            yield Problem(entry.where(name), message, Kind.UNKNOWN_COMMAND, f"\\{command}")


def check_year(paper: Paper) -> Iterator[Problem]:
    """The date has a year that is a number."""
    name = "date" if paper.entry.get("date") else "year"
    written = paper.entry.get(name)
    if written and paper.year is None:
        message = (
            f"the {name} {written!r} has no year; write one of four digits, and words such as 'in press' in 'pubstate'"
        )
        yield Problem(paper.entry.where(name), message, Kind.BAD_YEAR, written)


_NAMES = (
    "write 'Family, Given' or 'Family, Jr., Given', join names by 'and', end by 'and others', put other names in braces"
)


def check_names(paper: Paper) -> Iterator[Problem]:
    """Every name can be divided into given name and family name."""
    for name in ("author", "editor"):
        for failed in paper.undivided if name == paper.role else to_persons(paper.entry.get(name))[2]:
            message = f"the name {failed!r} cannot be divided; {_NAMES}"
            yield Problem(paper.entry.where(name), message, Kind.BAD_NAME, failed)


def check_home(catalog: Catalog, paper: Paper) -> Iterator[Problem]:
    """Every paper has a category, where the catalog lists them."""
    if _lacks(catalog, paper, catalog.category_field):
        message = f"{paper.key!r} has no category; add '{catalog.category_field} = {{...}},'"
        yield Problem(paper.entry.location, message, Kind.MISSING_FIELD)


def check_terms(catalog: Catalog, paper: Paper) -> Iterator[Problem]:
    """Categories, keywords and the venue are those of the catalog, where it lists them."""
    for word in paper.categories if catalog.has_tree else ():
        if word not in catalog.categories:
            message = unknown("category", word, catalog.categories)
            yield Problem(paper.entry.where(catalog.category_field), message, Kind.UNKNOWN_CATEGORY, word)
    for word in paper.keywords if catalog.has_glossary else ():
        if word not in catalog.keywords:
            message = unknown("keyword", word, catalog.keywords)
            yield Problem(paper.entry.where("keywords"), message, Kind.UNKNOWN_KEYWORD, word)
    if catalog.has_venues and paper.entry.get("venuekey") and paper.venue not in catalog.venues:
        message = unknown("venue", paper.venue, catalog.venues)
        yield Problem(paper.entry.where("venuekey"), message, Kind.UNKNOWN_VENUE, paper.entry.get("venuekey"))


def check_identifiers(paper: Paper) -> Iterator[Problem]:
    """A DOI and an arXiv identifier are written bare and in the form of their registries."""
    entry = paper.entry
    doi, eprint = entry.get("doi"), entry.get("eprint")
    if doi and not is_doi(to_address(doi)):
        advice = f"write it as {found}" if (found := find_doi(doi)) else "write one like 10.1000/182, or take it out"
        yield Problem(entry.where("doi"), f"{doi!r} is not a DOI; {advice}", Kind.BAD_DOI, doi)
    if is_on_arxiv(entry):
        yield from _check_arxiv(entry, eprint, paper.arxiv)


def _check_arxiv(entry: Entry, eprint: str, number: str) -> Iterator[Problem]:
    name = "archiveprefix" if entry.get("archiveprefix") else "eprinttype"
    if not eprint:
        message = f"{name} names arXiv, but there is no number; add 'eprint = {{...}},'"
        yield from () if number else [Problem(entry.where(name), message, Kind.BAD_ARXIV, entry.get(name))]
    elif entry.get(name) and not is_arxiv(to_address(eprint)):
        advice = f"write {found}" if (found := find_arxiv(eprint)) else "write one like 2210.17323"
        yield Problem(entry.where("eprint"), f"{eprint!r} is not an arXiv identifier; {advice}", Kind.BAD_ARXIV, eprint)
    elif not may_be_arxiv(bare_arxiv(eprint)):
        message = f"{eprint!r} is not an arXiv identifier: since 2015 it is year, month and five digits; look it up"
        yield Problem(entry.where("eprint"), message, Kind.BAD_ARXIV, eprint)


def check_links(paper: Paper) -> Iterator[Problem]:
    """A link is one absolute http or https address; only ``code`` may have several."""
    for name in ("url", "code", "project"):
        text = paper.entry.get(name)
        links = text.split() if name == "code" else filter(None, [text])
        runs = groupby(links, key=lambda link: _is_web_address(to_address(link)) and link[-1] not in ",;")
        for wrong in [" ".join(run) for is_right, run in runs if not is_right]:
            message = f"{_shortened(to_address(wrong))!r} is not a web address; write it as https://host/path"
            yield Problem(paper.entry.where(name), message, Kind.BAD_URL, wrong.split()[0])


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."


_LONGEST_SHOWN = 60


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    is_spelled = not re.search(r"""[\s\\^`{|}<>"]""", url)  # RFC 3986, appendix A
    return parts.scheme in {"http", "https"} and "." in parts.netloc and is_spelled


def check_creation_date(paper: Paper) -> Iterator[Problem]:
    """The date of creation begins with a day of the calendar, as JabRef writes it."""
    text = paper.entry.get("creationdate")
    if text and not day_of(text):
        message = f"{text!r} is not a date; write it as 2026-11-23"
        yield Problem(paper.entry.where("creationdate"), message, Kind.BAD_DATE, text)


def check_bits(paper: Paper) -> Iterator[Problem]:
    """Each setting of bits joins widths of weights, activations and the key-value cache, or is one width."""
    for word in parse_bits(paper.entry.get("bits"))[1]:
        message = f"{word!r} is not a setting of bits; write W4A8KV4, W2 or FP4, and ' / ' between several"
        yield Problem(paper.entry.where("bits"), message, Kind.BAD_BITS, word)


def check_former_keys(catalog: Catalog, paper: Paper) -> Iterator[Problem]:
    """A former key is that of one paper only, and no other paper's key."""
    for key in paper.former_keys:
        other = catalog.find(key)
        if other and other is not paper:
            message = f"the former key {key!r} leads to the entry at {other.entry.location}; take it out of one of them"
            yield Problem(paper.entry.where("ids"), message, Kind.DUPLICATE_KEY, key)
