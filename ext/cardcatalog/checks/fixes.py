"""Fix what is wrong with an entry where only one value can be right."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urlsplit

from cardcatalog.bibtex.layout import field_rank
from cardcatalog.bibtex.tex import to_ascii_tex, to_tex
from cardcatalog.bibtex.text import to_address, to_text
from cardcatalog.catalog.identifiers import bare_arxiv, bare_doi, bare_openreview
from cardcatalog.catalog.terms import has_former_venuekey
from cardcatalog.problems import Kind, Problem

if TYPE_CHECKING:
    from cardcatalog.bibtex.rewrite import RawEntry
    from cardcatalog.catalog.catalog import Catalog

LINK_FIELDS = ("url", "code", "project")

ADDRESS_FIELDS = frozenset({*LINK_FIELDS, "doi", "eprint", "openreview", "file"})
"""Fields that hold addresses or identifiers, not TeX."""

TEXTS = frozenset(
    {"title", "subtitle", "booktitle", "journal", "journaltitle", "series", "publisher", "school", "institution"}
    | {"organization", "address", "location", "note", "formertitle", "annotation"}
)
"""Fields that styles set as text."""


@dataclass(frozen=True, slots=True)
class Fix:
    """The fix of one kind of problem in the text of a field; a text without the problem is unchanged."""

    kind: Kind
    applies: Callable[[str], bool]
    """Whether a field of this name may have the problem."""

    fix: Callable[[str], str]
    reason: str
    """The message about a value that the fix changes."""


_SECURE_HOSTS = re.compile(
    r"http://(?=(?:[\w-]+\.)*(?:aaai\.org|aclanthology\.org|aclweb\.org|acm\.org|arxiv\.org|bitbucket\.org|doi\.org"
    r"|ecva\.net|github\.com|github\.io|gitlab\.com|google\.com|huggingface\.co|ieee\.org|ijcai\.org|jmlr\.org|mlr\.press"
    r"|mlsys\.org|nature\.com|neurips\.cc|nips\.cc|openreview\.net|sciencedirect\.com|springer\.com|thecvf\.com"
    r"|usenix\.org|wiley\.com)(?:[/:?#]|$))",
    re.IGNORECASE,
)
"""Hosts of papers and code that answer to ``https`` with what they answer to ``http``."""

_REDIRECTOR = re.compile(r"https?://(?:www\.)?google\.[a-z.]+/url\?", re.IGNORECASE)
_OLD_RESOLVER = re.compile(r"https?://dx\.doi\.org/", re.IGNORECASE)
"""https://www.doi.org/doi-handbook/HTML/ has ``doi.org`` alone; the older name redirects there."""


def to_https(value: str) -> str:
    """Return links with ``https`` where their host is known to answer to it."""
    return _SECURE_HOSTS.sub("https://", value)


def without_redirectors(value: str) -> str:
    """Return links that lead straight to where a redirecting host would send the reader."""
    return " ".join(map(_straight, value.split()))


def _straight(link: str) -> str:
    if _REDIRECTOR.match(link):
        query = parse_qs(urlsplit(to_address(link)).query)
        target = next(iter(query.get("q", []) + query.get("url", [])), "")
        return target if target.startswith(("https://", "http://")) else link
    return _OLD_RESOLVER.sub("https://doi.org/", link)


def with_others(value: str) -> str:
    """Return names that end by ``and others`` where they ended by ``et al.``."""
    end = _ET_AL.search(value)
    names = value[: end.start()].rstrip(" ,") if end else value
    while end and re.search(r"\sand$", names, re.IGNORECASE):
        names = names[: -len("and")].rstrip(" ,")
    return f"{names} and others" if end else value


_ET_AL = re.compile(r"\s(?:\{?et\.?\s+al\b\.?\}?|\.\.\.|…)\s*$", re.IGNORECASE)


def with_en_dashes(value: str) -> str:
    """Return pages joined by ``--``.

    Of two dashes, as in ``12-1--12-15``, one may be part of a page; a DOI and the number of an article are not pages.
    """
    return re.sub(r"[^,;]+", lambda item: _with_en_dash(item[0]), value)


def _with_en_dash(item: str) -> str:
    is_range = len(_DASHES.findall(item)) == 1 and not _NO_PAGES.search(item)
    return _DASH.sub("--", item) if is_range else item


_DASHES = re.compile(r"(?:[-\N{EN DASH}\N{EM DASH}]|\\textendash)+")
_DASH = re.compile(r"(?<=\d)\s*(?:-|\N{EN DASH}|\N{EM DASH}|\\textendash)\s*(?=\d)")
_NO_PAGES = re.compile(r"/|\be\d", re.IGNORECASE)


def escaped(value: str) -> str:
    """Return a text whose ``&``, ``%`` and ``#`` are escaped, and whose entities of HTML are TeX.

    Formulas are kept, and so is a text with an address, in which the signs may be right as they are.
    """
    if not _SPECIAL.search(value) or _ADDRESS.search(value):
        return value
    parts = re.split(r"((?<!\\)\$.*?(?<!\\)\$)", value, flags=re.DOTALL)
    return "".join(part if part.startswith("$") else _SPECIAL.sub(_escape, part) for part in parts)


def _escape(match: re.Match[str]) -> str:
    text = unescape(match[0]) if len(match[0]) > 1 else match[0]
    return to_tex(text) if text != match[0] or len(text) == 1 else match[0]


_SPECIAL = re.compile(r"(?<!\\)(?:&(?:[a-zA-Z]{2,8}|#[0-9]{2,5}|#x[0-9a-fA-F]{2,4});|[&%#])")
_ADDRESS = re.compile(r"://|\\(?:url|href|path|verb|detokenize|begin)\b")


def visible(value: str) -> str:
    """Return a text without characters of no width."""
    return value if value.isascii() else _NO_WIDTH.sub("", value)


_NO_WIDTH = re.compile("[\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}\N{WORD JOINER}\N{ZERO WIDTH NO-BREAK SPACE}]")


def ascii_address(value: str) -> str:
    """Return a URL with characters beyond ASCII percent-encoded (RFC 3987, section 3.1)."""
    return re.sub(r"[^\x00-\x7f]", lambda match: quote(match[0]), value)


def _is_one_of(*names: str) -> Callable[[str], bool]:
    return frozenset(names).__contains__


_NAMES = frozenset({"author", "editor"})

FIXES = (
    Fix(Kind.REDIRECT, _is_one_of(*LINK_FIELDS), without_redirectors, "the link goes through a redirecting host"),
    Fix(Kind.HTTP_LINK, _is_one_of(*LINK_FIELDS), to_https, "the host answers to https as well"),
    Fix(Kind.BAD_DOI, _is_one_of("doi"), bare_doi, "a DOI is written bare"),
    Fix(Kind.BAD_ARXIV, _is_one_of("eprint"), bare_arxiv, "an arXiv identifier is written bare"),
    Fix(Kind.BAD_NUMBER, _is_one_of("openreview"), bare_openreview, "an identifier of OpenReview is written bare"),
    Fix(Kind.INVISIBLE, lambda name: name in TEXTS | _NAMES, visible, "some of its characters cannot be seen"),
    Fix(Kind.BAD_NAME, _NAMES.__contains__, with_others, "BibTeX supports only 'and others'"),
    Fix(Kind.UNESCAPED, TEXTS.__contains__, escaped, "TeX reads '&', '%' and '#' as commands"),
    Fix(Kind.PAGES, _is_one_of("pages"), with_en_dashes, "pages are joined by '--'"),
    Fix(Kind.NON_ASCII, ADDRESS_FIELDS.__contains__, ascii_address, "classic BibTeX reads ASCII only"),
    Fix(
        Kind.NON_ASCII, lambda name: name not in ADDRESS_FIELDS, to_ascii_tex, "classic BibTeX reads ASCII only"
    ),
)  # fmt: skip
"""The fixes that need nothing but the field."""


def can_fix(problem: Problem) -> bool:
    """Return whether there is a fix of a problem: some kinds are fixed only where one value alone can be right."""
    kind, value = problem.kind, problem.value
    if kind not in _FIXED_IN_PART:
        return kind.is_fixable
    tried = f" {value}" if kind is Kind.BAD_NAME else value  # the end of a list of names, which `et al.` is
    return any(rule.fix(tried) != tried for rule in FIXES if rule.kind is kind)


_FIXED_IN_PART = frozenset({Kind.BAD_NAME, Kind.BAD_DOI, Kind.BAD_ARXIV, Kind.BAD_NUMBER, Kind.UNESCAPED})


def venue_fixes(values: Mapping[str, str], catalog: Catalog) -> dict[str, str]:
    """Return the fields that spell the venue otherwise than the list of venues, as the list has it.

    A name that the list does not have for the same venue is in doubt, and kept.
    """
    names = catalog.venue_spellings
    venue = names.get(to_text(values.get("venuekey", "")).casefold(), "")
    fixed = {}
    for field in ("venuekey", "booktitle", "journal"):
        text = to_text(values.get(field, ""))
        known = names.get(text.casefold(), "")
        if text and known and known == (venue or known):
            row = catalog.venues[known]
            wanted = row.name if field == "venuekey" else row.full or row.name
            if text != wanted and (field == "venuekey" or venue):
                fixed[field] = to_tex(wanted)
    return fixed


ALL_KINDS = frozenset(Kind)


def fix_values(values: Mapping[str, str], catalog: Catalog, kinds: Container[Kind] = ALL_KINDS) -> dict[str, str]:
    """Return the texts of fields with everything fixed that is certain and of certain kinds."""
    fixed = dict(values)
    if has_former_venuekey(values, catalog.venue_spellings):
        fixed |= {"venuekey": fixed["venue"], "venue": ""}
    for rule in (rule for rule in FIXES if rule.kind in kinds):
        fixed |= {name: rule.fix(value) for name, value in fixed.items() if rule.applies(name)}
    return fixed | venue_fixes(fixed, catalog)


def fix_entry(entry: RawEntry, catalog: Catalog, kinds: Container[Kind] = ALL_KINDS) -> RawEntry:
    """Return an entry with everything fixed that is certain and of certain kinds; values that join strings are kept."""
    values = entry.values
    fixed = fix_values(values, catalog, kinds)
    changed = {name: value for name, value in fixed.items() if value != values.get(name, "")}
    if changed:
        entry = entry.with_values(changed)
    is_late = Kind.FIELD_ORDER in kinds and not is_in_order([name for name, _source in entry.fields])
    return entry.in_order() if changed or is_late else entry


def is_in_order(names: list[str]) -> bool:
    """Return whether fields are in the canonical order."""
    return names == sorted(names, key=field_rank)
