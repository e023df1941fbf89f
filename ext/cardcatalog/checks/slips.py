"""Slips of the pen, which can be read and are surely not meant: each check's docstring is its rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from cardcatalog.bibtex.entries import MANAGER_FIELDS, OWN_FIELDS, Entry
from cardcatalog.bibtex.layout import LEADING_FIELDS, TRAILING_FIELDS
from cardcatalog.bibtex.names import to_persons
from cardcatalog.bibtex.text import split_list, to_address, to_text
from cardcatalog.catalog.dates import date_of
from cardcatalog.catalog.identifiers import ARXIV, DOI, bare_openreview, find_arxiv, find_doi, parse_url
from cardcatalog.catalog.preprints import is_on_arxiv
from cardcatalog.catalog.record import CONTAINERS, PARTS, ROLES, TITLES
from cardcatalog.checks.fixes import TEXTS
from cardcatalog.formats.biblatex import data_model
from cardcatalog.problems import Kind, Problem

if TYPE_CHECKING:
    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper

_NEAR = 0.83
"""How alike two names are if one is a misspelling of the other: ``journl`` and ``journal``, not ``note``."""

_SHORTEST = 5
"""Letters of a name that is long enough to be known by the rest of them."""


@cache
def _known_fields() -> frozenset[str]:
    """Return the fields of BibTeX, of biblatex, of reference managers, and ours."""
    of_parts = (name for names, _read in PARTS.values() for name in names)
    of_titles = (name for first, more in TITLES.items() for name in (first, *more))
    ours = {*LEADING_FIELDS, *TRAILING_FIELDS, *OWN_FIELDS, *MANAGER_FIELDS, *ROLES, "crossref", "key", "language"}
    return frozenset(ours.union(_OF_MATHSCINET, of_parts, of_titles, *data_model().values()) - {""})


_OF_MATHSCINET = frozenset({"coden", "fjournal", "mrclass", "mrnumber", "mrreviewer", "sjournal"})
"""Fields of MathSciNet, of which some look like a ``code``, a ``journal`` or a ``number`` that is misspelt."""


@cache
def _meant(name: str) -> str:
    """Return the field that a name misspells, or an empty string; a habit of many entries is looked up once."""
    if not name.isalpha() or not name.isascii() or name in _known_fields():
        return ""
    near = get_close_matches(name, _known_fields(), n=1, cutoff=_NEAR) if len(name) >= _SHORTEST else []
    return next(filter(_known_fields().__contains__, chain(near, _swapped(name))), "")


def _swapped(name: str) -> Iterator[str]:
    """Yield a name with each letter and the next one swapped: ``titel``, ``title``."""
    return (f"{name[:at]}{name[at + 1]}{name[at]}{name[at + 2 :]}" for at in range(len(name) - 1))


def misspelt_fields(entry: Entry) -> Mapping[str, str]:
    """Return the fields of an entry that surely are other ones misspelt, which it lacks: ``categroy``, ``category``."""
    return {name: right for name in entry.fields if (right := _meant(name)) and not entry.get(right)}


def check_fields(entry: Entry) -> Iterator[Problem]:
    """The name of a field is not a misspelling of another one."""
    for name, meant in misspelt_fields(entry).items():
        message = f"the field {name!r} is unknown, so it is not used; write {meant!r} if that is meant"
        yield Problem(entry.where(name), message, Kind.UNKNOWN_FIELD, name)


def check_agreement(entry: Entry) -> Iterator[Problem]:
    """The number on arXiv and the DOI of an entry are those that its URL has."""
    found = parse_url(to_address(entry.get("url")))
    if found and found.kind == ARXIV and is_on_arxiv(entry):
        stated, name = find_arxiv(entry.get("eprint")), "eprint"
    elif found and found.kind == DOI:
        stated, name = find_doi(entry.get("doi")), "doi"
    else:
        return
    if stated and stated.canonical != found.canonical and stated.canonical.kind == found.kind:
        message = f"url leads to {found.value}, but {name} is {stated.value}; correct the wrong one"
        yield Problem(entry.where("url"), message, Kind.CONTRADICTION, found.value)


def check_container(catalog: Catalog, entry: Entry) -> Iterator[Problem]:
    """A journal, or a volume of proceedings, is not that of another listed venue than the one in ``venuekey``."""
    names = catalog.venue_spellings
    stated = names.get(to_text(entry.get("venuekey")).casefold())
    for name in ("booktitle", "journal"):
        found = names.get(to_text(entry.get(name)).casefold(), stated)
        if stated and found != stated:
            message = f"{name} is that of {found}, but venuekey is {stated}; correct the wrong one"
            yield Problem(entry.where("venuekey"), message, Kind.CONTRADICTION, entry.get("venuekey"))


def check_other_keys(catalog: Catalog, paper: Paper) -> Iterator[Problem]:
    """The papers in ``related`` are other entries, and ``ids`` has no key that the entry has now."""
    related = paper.entry.get("related")
    for key in split_list(related) if "://" not in related else ():  # Publish or Perish has a search there
        other = catalog.find(key)
        if other is None or other is paper:
            message = f"related names no other entry: {key!r}; correct the key, or take it out"
            yield Problem(paper.entry.where("related"), message, Kind.CROSSREF, key)
    if paper.key in split_list(paper.entry.get("ids")):
        message = f"the former key {paper.key!r} is the key itself; take it out"
        yield Problem(paper.entry.where("ids"), message, Kind.DUPLICATE_KEY, paper.key)


_FOREIGN = re.compile(
    r"[*\N{DAGGER}\N{DOUBLE DAGGER}\N{SECTION SIGN}<>@|0-9¹²³]|\((?:ed|hrsg|hg)s?\.?\)", re.IGNORECASE
)
"""Marks of footnotes, addresses and numbers, which get into names that are copied."""

_WORD = re.compile(r"[^\W\d_][^\W\d_]{3,}", re.ASCII)
_TWO_WORDS = re.compile(r"[A-Z][a-z]+[\s~-]+[A-Z][a-z]+")
"""What the shortest names are, as Bo Xu: no suffix is two words in small letters."""

_SUFFIXES = frozenset(
    {"junior", "senior", "filho", "neto", "sobrinho", "fils", "elder", "younger", "hijo", "bart", "esquire", "junr"}
)


def check_people(entry: Entry) -> Iterator[Problem]:
    """A name holds nothing but a name; what is between two commas is a suffix, such as ``Jr.``, and not a name."""
    for name in ("author", "editor"):
        people, _others, failed = to_persons(entry.get(name))
        for person in people if not failed else ():
            mark = None if person.is_literal else _FOREIGN.search(f"{person.given} {person.family}")
            if mark:
                message = f"the name {person.name!r} has '{mark[0]}', which is not part of a name; take it out"
                yield Problem(entry.where(name), message, Kind.BAD_NAME, person.family)
            elif _is_name(person.suffix):
                message = f"'{person.suffix}' is read as a suffix of {person.family!r}, like 'Jr.'; join names by 'and'"
                yield Problem(entry.where(name), message, Kind.BAD_NAME, person.suffix.split()[0])


def _is_name(suffix: str) -> bool:
    has_name = any(word.lower() not in _SUFFIXES for word in _WORD.findall(suffix))
    return has_name or bool(_TWO_WORDS.fullmatch(suffix))


_UNESCAPED = re.compile(r"(?<!\\)[_^]")
_FORMULA = re.compile(r"(?<!\\)\$.*?(?<!\\)\$|\\\(.*?\\\)|\\ensuremath\s*\{[^{}]*\}", re.DOTALL)
_SET_OTHERWISE = re.compile(r"://|\\(?:url|href|path|ce|texttt|verb|detokenize|mkbib\w*|foreign\w*)\b")


def check_scripts(entry: Entry) -> Iterator[Problem]:
    """A raised or lowered letter is in a formula: elsewhere TeX stops at ``_`` and ``^``."""
    for name, value in entry.own.items():
        if name not in TEXTS or _SET_OTHERWISE.search(value):
            continue
        text = _FORMULA.sub("", value)
        found = _UNESCAPED.search(text)
        if found and "$" not in text.replace("\\$", ""):  # a formula without its end is reported as that
            sign = found[0]
            plain = r"\_" if sign == "_" else r"\textasciicircum{}"
            message = (
                f"{name} has '{sign}' outside of a formula, at which TeX stops; write '{plain}', or $...$ around it"
            )
            yield Problem(entry.where(name), message, Kind.UNESCAPED, sign)


_WEIGHTS = {
    ("isbn", 10): (range(10, 0, -1), 11),
    ("isbn", 13): ((1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1), 10),
    ("issn", 8): (range(8, 0, -1), 11),
}
"""By field and length, the weights of the digits, whose sum the modulus divides (ISO 2108:2005, annex C; ISO 3297)."""

_OPENREVIEW = re.compile(r"[\w-]+", re.ASCII)


def check_numbers(entry: Entry) -> Iterator[Problem]:
    """An ISBN and an ISSN have the right check digit, and an identifier of OpenReview has its form."""
    for name in ("isbn", "issn"):
        for item in re.split(r"[,;/()]|\band\b", entry.own.get(name, "")):
            digits = re.sub(r"[\s-]", "", item)
            weights, modulus = _WEIGHTS.get((name, len(digits)), ((), 1))
            if re.fullmatch("[0-9]+[0-9Xx]", digits) and _weighed(digits, weights) % modulus:
                message = f"the last digit of {item.strip()!r} does not fit the others; correct the {name.upper()}"
                yield Problem(entry.where(name), message, Kind.BAD_NUMBER, item.strip())
    forum = entry.get("openreview")
    if forum and not _OPENREVIEW.fullmatch(forum) and bare_openreview(forum) == forum:
        message = f"{forum!r} is not an identifier of OpenReview; write what follows 'id=' in its URL"
        yield Problem(entry.where("openreview"), message, Kind.BAD_NUMBER, forum)


def _weighed(digits: str, weights: Iterable[int]) -> int:
    return sum(weight * (10 if digit in "Xx" else int(digit)) for weight, digit in zip(weights, digits, strict=False))


def check_month(entry: Entry) -> Iterator[Problem]:
    """A month is one in English, in full or in three letters, or a number."""
    month, date = entry.own.get("month", ""), date_of(entry)
    if re.search("[^\\W\\d_]", month) and not entry.get("date") and date.is_year:
        message = f"the month {month!r} is not read; write one of the words jan to dec, without braces"
        yield Problem(entry.where("month"), message, Kind.BAD_DATE, month)


def check_journal(paper: Paper) -> Iterator[Problem]:
    """An article is in a journal (btxdoc, section 3.1)."""
    entry = paper.entry
    stated = {*filter(entry.get, (*CONTAINERS, "eprint")), *misspelt_fields(entry).values()}
    if paper.kind == entry.type == "article" and entry.is_complete and not stated:
        message = f"{entry.key!r} is an article without a journal; add 'journal = {{...}},', or make it '@misc'"
        yield Problem(entry.location, message, Kind.MISSING_FIELD)
