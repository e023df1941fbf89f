"""BibTeX, the classic dialect: one text for a paper, wherever a reader copies or downloads it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING
from unicodedata import normalize

from cardcatalog.bibtex.braces import with_pairs
from cardcatalog.bibtex.commands import GENRES, WORDS
from cardcatalog.bibtex.entries import PRIVATE_FIELDS, Entry
from cardcatalog.bibtex.forms import MONTHS
from cardcatalog.bibtex.layout import format_entry, format_fields
from cardcatalog.bibtex.letters import brace_letters, dot_letters, spell_letters
from cardcatalog.bibtex.names import readable_names, to_classic_names
from cardcatalog.bibtex.packages import without_html, without_packages
from cardcatalog.bibtex.tex import to_tex
from cardcatalog.bibtex.text import is_plain_tex, to_address
from cardcatalog.catalog.dates import SEASONS, spell_year
from cardcatalog.catalog.identifiers import bare_doi
from cardcatalog.catalog.kinds import DOCUMENT, KIND_OF_TYPE, KINDS
from cardcatalog.catalog.links import with_scheme
from cardcatalog.catalog.record import ROLES, TITLES, is_journal, title_tex, to_plain, without_counts
from cardcatalog.formats.frames import Frame

if TYPE_CHECKING:
    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper

_TYPES = frozenset(
    "article book booklet conference inbook incollection inproceedings manual mastersthesis misc phdthesis proceedings "
    "techreport unpublished".split()
)
"""The entry types of the standard styles (btxdoc, section 3.1)."""

BIBLATEX_FIELDS = {
    "journal": "journaltitle", "address": "location", "school": "institution", "archiveprefix": "eprinttype",
    "primaryclass": "eprintclass", "annote": "annotation", "key": "sortkey",
}  # fmt: skip
"""The names of biblatex for the fields of BibTeX (manual, section 2.2.5)."""

_FIELDS = {biblatex: bibtex for bibtex, biblatex in BIBLATEX_FIELDS.items() if biblatex != "institution"}
"""The way back; an institution is a school to a thesis only."""

_SUBTITLES = {name: rest for name, rest in TITLES.items() if name in {"title", "booktitle", "journal", "maintitle"}}
_OF_BIBLATEX = frozenset({"date", *_FIELDS, *(name for rest in _SUBTITLES.values() for name in rest)})
"""Fields that have another form in classic BibTeX."""

_EMPHASIS = re.compile(r"\\mkbib(?:emph|bold|italic)\b")


def to_classic(paper: Paper) -> Entry:
    """Return the entry of a paper with type and fields of classic BibTeX."""
    kind, fields = _classic(paper)
    return replace(paper.entry, type=kind, fields=MappingProxyType(fields))


def _classic(paper: Paper) -> tuple[str, dict[str, str]]:
    entry = paper.entry
    fields = {
        name: without_packages(_EMPHASIS.sub(r"\\emph", value)) if "\\" in value else value
        for name, value in clean_fields(entry).items()
    }
    fields |= {name: _accents_in_tex(to_classic_names(fields[name])) for name in ROLES if name in fields}
    if fields.get("year", "").startswith("{") and (year := fields["year"].strip("{}")).isdecimal():
        fields["year"] = year  # Web of Science puts every value into braces twice, which few programs read as a number
    if paper.date.year is not None and fields.get("year", "").startswith("-"):
        fields["year"] = spell_year(paper.date.year, "BC")
    kind = entry.type
    if kind not in _TYPES or kind == "inbook" or not fields.keys().isdisjoint(_OF_BIBLATEX):
        kind, fields = _translated(paper, fields)
    return kind, fields


def _accents_in_tex(names: str) -> str:
    """Return names with accents as TeX, as far as LaTeX itself has them.

    BibTeX reads bytes: it takes the word ``Ömer`` for a particle, and half of its first letter for the initial.
    """
    if names.isascii():
        return names
    return _BEYOND.sub(lambda char: tex if is_plain_tex(tex := to_tex(char[0])) else char[0], normalize("NFC", names))


_BEYOND = re.compile("[^\x00-\x7f\u0370-\u03ff\u1f00-\u1fff]")
"""Letters beyond ASCII but those of Greek, which TeX without a package has in formulas alone."""


def clean_fields(entry: Entry) -> Mapping[str, str]:
    """Return the fields of an entry as BibTeX and Biber read them, without HTML, its DOI without a resolver."""
    fields = dict(entry.fields)
    if _SIGN.search("".join(fields.values())):
        fields |= {name: with_pairs(_clean(name, value)) for name, value in fields.items() if _SIGN.search(value)}
    fields |= {name: _CHANGES[name](fields[name]) for name in _CHANGES.keys() & fields.keys() if fields[name]}
    return {name: value for name, value in fields.items() if value}


_CHANGES: Mapping[str, Callable[[str], str]] = {
    "doi": lambda tex: bare_doi(to_address(tex)),
    "url": lambda tex: with_scheme(to_address(tex)),
    "note": without_counts,
    **dict.fromkeys(ROLES, lambda tex: brace_letters(readable_names(tex))),
}


def _clean(name: str, value: str) -> str:
    if name in {"journal", "journaltitle"} and is_journal(value):
        return to_tex(to_plain(value))
    text = dot_letters(spell_letters(without_html(value)))
    return text if name in _VERBATIM or "://" in text else _SPECIAL.sub(r"\\\g<0>", text)


_SIGN = re.compile(r"[\\&%#<]")
"""What most values lack: a value without any is clean."""

_VERBATIM = frozenset({"crossref", "doi", "eprint", "file", "ids", "url", "verba", "verbb", "verbc"})
_SPECIAL = re.compile(r"(?<!\\)[&%#]")
"""Signs that are commands to LaTeX, where a text has them as they are."""


def _translated(paper: Paper, written: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """Return type and fields of an entry in the dialect of biblatex as classic BibTeX has them."""
    fields = rename_fields(written, _FIELDS)
    for name, rest in _SUBTITLES.items():
        if any(word in fields for word in rest):
            fields[name] = title_tex(fields.get, name)
            fields = {word: value for word, value in fields.items() if word not in rest}
    kind = paper.entry.type
    if kind not in _TYPES or (kind == "inbook" and fields.get("booktitle")):
        kind = KINDS[KIND_OF_TYPE.get(kind, DOCUMENT)].bibtex
    # BibTeX names a set of books as their series (btxdoc, section 3.2).
    places = ("booktitle", "series") if kind == "incollection" else ("series",)
    place = next((name for name in places if not fields.get(name)), "maintitle")
    fields[place] = fields.pop("maintitle", "")
    if kind == "phdthesis":
        kind = "phdthesis" if fields.get("type", "phd").lower().startswith(("phd", "doc")) else "mastersthesis"
        fields.setdefault("school", fields.pop("institution", ""))
    fields |= _genre(kind, fields.get("type", ""))
    fields["address"] = to_tex(WORDS.get(fields.get("address", ""), "")) or fields.get("address", "")
    if "date" in fields:
        fields |= _date(paper, fields)
    return kind, {name: value for name, value in fields.items() if value}


def _genre(kind: str, value: str) -> dict[str, str]:
    """Return the field ``type``, which is empty where the entry type implies it, or prints none."""
    implied = {"phdthesis": "phdthesis", "mathesis": "mastersthesis", "techreport": "techreport"}.get(value) == kind
    return {"type": "" if implied or kind == "misc" else to_tex(GENRES[value]) if value in GENRES else value}


def _date(paper: Paper, fields: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of a date of biblatex in classic BibTeX."""
    begin, end = paper.date.begin or paper.date.end, paper.date.end
    years = [spell_year(point[0], "BC") for point in (begin, end) if point]
    month = begin[1] if len(begin) > 1 else 0
    names = dict(enumerate(MONTHS, 1)) | {number: name.title() for name, number in SEASONS.items()}
    return {
        "date": "",
        "year": "--".join(dict.fromkeys(years)) or fields.get("year") or fields["date"],
        "month": names.get(month, ""),
        "day": str(begin[2]) if len(begin) > 2 else "",  # noqa: PLR2004  (year, month, day)
    }


def rename_fields(fields: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    """Return fields under other names; a field that has its new name already is kept."""
    renamed = {name: value for name, value in fields.items() if names.get(name, name) == name}
    for name, value in fields.items():
        renamed.setdefault(names.get(name, name), value)
    return renamed


def last_entries(papers: Collection[object], entries: Sequence[str] = ()) -> str:
    """Return the end of a file of papers and further entries.

    An empty file has a comment, since a file ends with a newline.
    """
    if papers:
        return "".join(f"\n{entry}" for entry in entries)
    return "\n".join(entries) or "% No entries.\n"


def write_bibtex(catalog: Catalog, papers: Sequence[Paper]) -> str:
    """Return papers in classic BibTeX; with all of a catalog, the options of styles as well."""
    texts = [entry_of(paper, catalog) for paper in papers]
    return BIBTEX_FRAME.around(catalog, papers, texts)


def _ends(catalog: Catalog, papers: Sequence[Paper], _values: Sequence[str]) -> tuple[str, str]:
    return "", last_entries(papers, [*map(format_entry, catalog.switches(papers))])


BIBTEX_FRAME = Frame("\n", _ends)


def entry_of(paper: Paper, catalog: Catalog) -> str:
    """Return the entry of a paper in classic BibTeX, made once for all pages and files.

    It lacks the fields that serve only the catalog or a reference manager.
    """
    return catalog.text(paper, classic_entry)


def classic_entry(paper: Paper, _catalog: Catalog) -> str:
    """Write the entry of a paper in classic BibTeX; see :func:`entry_of`."""
    kind, fields = _classic(paper)
    return format_fields(kind, paper.key, {name: text for name, text in fields.items() if name not in PRIVATE_FIELDS})
