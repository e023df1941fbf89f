"""Identifiers of papers (DOI, arXiv, OpenReview, ACL Anthology): find them in a text, compare them, make URLs of them.

Forms: DOI Handbook, section 2.2; https://info.arxiv.org/help/arxiv_identifier.html; the URLs of openreview.net and of
aclanthology.org.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote

from cardcatalog.bibtex.text import to_address

if TYPE_CHECKING:
    from cardcatalog.bibtex.entries import Entry

DOI, ARXIV, OPENREVIEW, ACL = "DOI", "arXiv", "OpenReview", "ACL"
"""The kinds of identifiers."""

_SAFE = "/:;()._-,@!$&'*+=~"
"""Characters that a path may hold unquoted."""

_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.", re.IGNORECASE)
"""The prefix of the DOIs that arXiv registers for its papers: https://info.arxiv.org/help/doi.html"""


_ADDRESSES = {
    DOI: ("https://doi.org/{}", ""),
    ARXIV: ("https://arxiv.org/abs/{}", "https://arxiv.org/pdf/{}"),
    OPENREVIEW: ("https://openreview.net/forum?id={}", "https://openreview.net/pdf?id={}"),
    ACL: ("https://aclanthology.org/{}/", "https://aclanthology.org/{}.pdf"),
}
"""The URLs of the page and of the PDF of a paper."""


class Identifier(NamedTuple):
    """The name of a paper in a registry: the kind (``DOI``, ``arXiv``, ``OpenReview``, ``ACL``) and the value."""

    kind: str
    value: str
    version: str = ""
    """The version of a paper on arXiv: ``v2``."""

    def __str__(self) -> str:
        """Return the identifier as it is written: ``2210.17323v2``."""
        return self.value + self.version

    @property
    def url(self) -> str:
        """The URL of the paper's page."""
        return self._address(0)

    @property
    def pdf_url(self) -> str:
        """The URL of the paper as a PDF; empty for a DOI, which leads to a publisher's page."""
        return self._address(1)

    def _address(self, place: int) -> str:
        return _ADDRESSES[self.kind][place].format(quote(str(self), safe=_SAFE))

    @property
    def canonical(self) -> Identifier:
        """The identifier without case and version: two identifiers are of one paper if these are equal."""
        if self.kind == OPENREVIEW:  # whose identifiers are sensitive to case
            return self
        if self.kind == DOI and _ARXIV_DOI.match(self.value):
            return Identifier(ARXIV, re.sub(r"v\d+$", "", _ARXIV_DOI.sub("", self.value).lower()))
        return Identifier(self.kind, self.value.lower())

    @property
    def month(self) -> tuple[int, int] | None:
        """Year and month in which arXiv gave the number; None for any other identifier."""
        digits = re.search(r"(\d\d)(\d\d)(?:\.|\d{3}$)", self.value) if self.kind == ARXIV else None
        if not digits or not 1 <= int(digits[2]) <= 12:  # noqa: PLR2004
            return None
        century = 1900 if int(digits[1]) > 90 else 2000  # noqa: PLR2004  (arXiv began in 1991)
        return century + int(digits[1]), int(digits[2])


# A field that holds one identifier

_DOI = re.compile(r"(?<![\w.])10\.\d{4,9}(?:\.\d+)*/\S*[^\s.,;]|(?:^|(?<=doi\.org/))10/[a-z0-9]{2,}$", re.ASCII)
"""A DOI without the mark of a sentence; or the short form of the DOI Foundation, at the beginning of a field."""

_ARXIV = re.compile(r"(?<![\w.])(\d{4}\.\d{4,5}|[a-z-]{2,10}(?:\.[A-Z]{2})?/\d{7})(v\d+)?(?!\w)", re.ASCII)


def is_doi(text: str) -> bool:
    """Return whether a text is a bare DOI."""
    return bool(_DOI.fullmatch(text))


def is_arxiv(text: str) -> bool:
    """Return whether a text is a bare identifier of arXiv, with or without a version."""
    return bool(_ARXIV.fullmatch(text))


def may_be_arxiv(text: str) -> bool:
    """Return whether a bare identifier of arXiv has a month, and as many digits as arXiv gave numbers then.

    From April 2007 on they had four, and since January 2015 they have five.
    """
    found = _ARXIV.fullmatch(text)
    number = Identifier(ARXIV, found[1]) if found else None
    if not number or not number.month:
        return False
    month, _dot, digits = number.value.partition(".")
    is_old = "/" in number.value
    return is_old or ("0704" <= month < "1501" and len(digits) == 4) or ("1501" <= month < "91" and len(digits) == 5)  # noqa: PLR2004


def find_doi(text: str) -> Identifier | None:
    """Return the DOI in a field that may also hold a prefix, such as ``https://doi.org/10.1000/182``.

    One whose underscore is a space, as Scopus had them, is none: what is before the space is that of another work.
    """
    address = _decoded(to_address(text))
    match = _DOI.search(address)
    return Identifier(DOI, match[0]) if match and not _CUT_OFF.fullmatch(address, match.end()) else None


_CUT_OFF = re.compile(r"(?: [a-z])? \w[\w.]*")


def _decoded(address: str) -> str:
    """Return an address without percent-encoding, which a URL may have for any character of a DOI."""
    return unquote(address) if "%" in address and _ENCODED.search(address) else address


_ENCODED = re.compile(r"https?://|10\.\d{4,9}%2f", re.IGNORECASE)


def find_arxiv(text: str) -> Identifier | None:
    """Return the identifier of arXiv in a field that may also hold a prefix, such as ``arXiv:2210.17323v2``."""
    match = _ARXIV.search(to_address(text))
    return Identifier(ARXIV, match[1], match[2] or "") if match else None


_DOI_PREFIX = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:?\s*)(?=10\.)", re.IGNORECASE)
_ARXIV_PREFIX = re.compile(r"https?://(?:\w+\.)?arxiv\.org/(?:abs|pdf)/|arxiv:\s*", re.IGNORECASE)


def bare_doi(text: str) -> str:
    """Return a DOI without the URL of its resolver, the word before it, and percent-encoding; other text as it is."""
    address = to_address(text)
    bare = _DOI_PREFIX.sub("", _decoded(address), count=1).rstrip(".,;")
    return bare if bare != address and is_doi(bare) else text


def bare_openreview(text: str) -> str:
    """Return the identifier of OpenReview in a URL; any other text as it is."""
    found = parse_url(to_address(text))
    return found.value if found and found.kind == OPENREVIEW else text


def bare_arxiv(text: str) -> str:
    """Return an arXiv identifier without the URL or the word before it; any other text as it is."""
    address = to_address(text)
    match = _ARXIV_PREFIX.match(address)
    bare = address[match.end() :].removesuffix(".pdf") if match else ""
    return bare if is_arxiv(bare) else text


# What a user types: an identifier or a URL

_PARTS = r"(?:/(?:abstract|epdf|full|html|pdf|references|summary))*(?:\.pdf)?"
"""The pages of a work, which publishers name after the DOI in a URL."""

_URLS = (
    (ACL, re.compile(
        r"https?://(?:www\.)?(?:aclanthology\.org|aclweb\.org/anthology)/"
        r"(\d{4}\.[a-z0-9_]+-[a-z0-9_]+\.\d+|[A-Z]\d\d-\d{4})(?:\.pdf|\.bib|v\d+\.pdf)?/?(?:[?#].*)?$", re.ASCII)),
    (DOI, re.compile(r"https?://(?:dx\.)?doi\.org/([^\s?#]+)", re.IGNORECASE)),
    (ARXIV, re.compile(
        r"https?://(?:\w+\.)?arxiv\.org/(?:abs|pdf|html)/(\S+?)(?:\.pdf)?(?:[?#]|$)", re.IGNORECASE)),
    (OPENREVIEW, re.compile(r"https?://openreview\.net/(?:forum|pdf)\?(?:\w+=[^&]*&)*id=([\w-]+)", re.IGNORECASE)),
    # ACM, Wiley, SAGE and other publishers have the DOI in the path.
    (DOI, re.compile(
        rf"https?://[^?#]*/doi/(?:abs/|full/|pdf/|epdf/|book/)?(10\.\d{{4,9}}/[^?#]+?){_PARTS}(?:[?#]|$)",
        re.IGNORECASE)),
)  # fmt: skip


def parse_url(url: str) -> Identifier | None:
    """Return the identifier in a URL of doi.org, arXiv, OpenReview, the ACL Anthology or a publisher, if there is one.

    >>> parse_url("https://arxiv.org/pdf/2210.17323v2.pdf")
    Identifier(kind='arXiv', value='2210.17323', version='')
    """
    for kind, form in _URLS:
        if match := form.match(url):
            return _parse_bare(kind, unquote(match[1]))
    return None


def parse(text: str) -> Identifier | None:
    """Return the paper that a user names by an identifier or a URL, or None if the text is neither.

    Understood are ``2210.17323``, ``arXiv:cs/0112017v1``, ``10.1000/182``, ``doi:10.1000/182`` and the URLs of
    :func:`parse_url`. A version is left out, and so is the subject class in ``math.GT/0309136``, which arXiv's API does
    not accept; a DOI of arXiv gives the identifier there.
    """
    found = _parse(text.strip().rstrip(".,;"))
    if found and found.kind == ARXIV:
        return Identifier(ARXIV, re.sub(r"\.\w+/", "/", found.value))
    return found


def _parse(text: str) -> Identifier | None:
    if re.match("https?://", text, re.IGNORECASE):
        return parse_url(text)
    if text.lower().startswith("doi:"):
        return _parse_bare(DOI, text[4:].strip())
    arxiv = re.sub("^arxiv:", "", text, flags=re.IGNORECASE).strip()
    return _parse_bare(ARXIV, arxiv) or _parse_bare(DOI, text)


def _parse_bare(kind: str, value: str) -> Identifier | None:
    """Return the identifier of a kind, without the version, if the value has its form."""
    if kind == DOI and _ARXIV_DOI.match(value):
        kind, value = ARXIV, _ARXIV_DOI.sub("", value)
    if kind == ARXIV:
        match = _ARXIV.fullmatch(value)
        return Identifier(ARXIV, match[1]) if match else None
    if kind == DOI:
        return Identifier(DOI, value) if is_doi(value) and value.isascii() and value.isprintable() else None
    return Identifier(kind, value)


# Entries of other people, who have identifiers in any field

_SEARCHED = 2000
"""Characters of a field that are searched for identifiers, so that no pattern takes long."""

_NUMBER = r"([0-9]{4}\.[0-9]{4,5}|[a-z-]{2,10}(?:\.[a-z]{2})?/[0-9]{7})(?:v[0-9]+)?(?![0-9])"
_IN_TEXT = {
    # Punctuation ends a DOI here, although a DOI may hold it.
    DOI: re.compile(
        r"(?<![a-z0-9.])(10\.[0-9]{4,9}(?:\.[0-9]{1,9})*/[^ ,;{}\"?#]*?[^ ,;{}\"?#.])"
        rf"(?={_PARTS}\.*(?:[ ,;{{}}\"?#]|$))"
    ),
    "eprint": re.compile(r"^(?:arxiv:)?" + _NUMBER + "$"),
    ARXIV: re.compile(r"(?:arxiv(?:\.org)?(?:[:./ ]|abs|pdf|html)*|(?<![a-z])abs/)" + _NUMBER),
    OPENREVIEW: re.compile(r"openreview\.net/[a-z]+\?(?:[^ &#]*&)*id=([A-Za-z0-9_-]+)"),
}
"""Patterns for texts in lower case, but for OpenReview; ``static/scripts`` has the same for the browser."""

_CHARACTERS = {"underscore": "_", "less": "<", "greater": ">"}
_WRITTEN = re.compile(r"\\text(" + "|".join(_CHARACTERS) + r")(?![a-z])[ ]*")
_ESCAPED = re.compile("%([2-7][0-9A-Fa-f])")
"""Characters of a DOI as TeX and URLs write them: the same in ``static/scripts``."""

_DOI_FIELDS = ("doi", "url", "ee", "howpublished")
_ARXIV_FIELDS = ("journal", "journaltitle", "volume", "number", "doi", "url", "howpublished", "note")
_OPENREVIEW_FIELDS = ("url", "howpublished", "note")


def find_identifiers(entry: Entry) -> Iterator[Identifier]:
    """Yield the canonical identifiers of an entry in any of its fields, the most reliable first.

    There is at most one of each kind, the first, since notes name other papers too.
    """
    doi = _search(DOI, entry, _DOI_FIELDS)
    if doi and not _ARXIV_DOI.match(doi):
        yield Identifier(DOI, doi)
    arxiv = _search("eprint", entry, ("eprint",)) if archive_prefix(entry) in {"", "arxiv"} else ""
    if named := Identifier(ARXIV, arxiv) if arxiv else find_arxiv_in_text(entry):
        yield named
    if forum := entry.get("openreview") or _search(OPENREVIEW, entry, _OPENREVIEW_FIELDS):
        yield Identifier(OPENREVIEW, forum)


def archive_prefix(entry: Entry) -> str:
    """Return the archive that an entry names for its ``eprint``, or in it, in lower case; or an empty string."""
    named = (entry.get("archiveprefix") or entry.get("eprinttype")).strip("{} ").lower()
    return named or ("arxiv" if bare_arxiv(eprint := entry.get("eprint")) != eprint else "")


def find_arxiv_in_text(entry: Entry) -> Identifier | None:
    """Return the identifier of arXiv in a field that is not meant for one, such as ``journal`` or ``note``."""
    arxiv = _search(ARXIV, entry, _ARXIV_FIELDS)
    return Identifier(ARXIV, arxiv) if arxiv else None


def _search(form: str, entry: Entry, names: tuple[str, ...]) -> str:
    """Return the first identifier of a form in some fields, or an empty string."""
    for name in names:
        spelled = _WRITTEN.sub(lambda command: _CHARACTERS[command[1]], entry.get(name)[:_SEARCHED])
        plain = re.sub(r"\\url|[\\{}]", "", spelled)
        text = _ESCAPED.sub(lambda escape: chr(int(escape[1], 16)), plain)
        match = _IN_TEXT[form].search(text if form == OPENREVIEW else text.lower())
        if match:
            return match[1]
    return ""
