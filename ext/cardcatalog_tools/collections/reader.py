"""Read the files of collections (JSON, JSON lines, BibTeX, any of them with gzip) into entries with their lines."""

from __future__ import annotations

import ast
import errno
import gzip
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from cardcatalog.bibtex.entries import Entry, parse_bibliography
from cardcatalog.catalog.identifiers import find_arxiv, find_doi
from cardcatalog.problems import Kind, Location, Problem
from cardcatalog.text_files import decode, read_data
from cardcatalog_tools.collections.forms import Form, form_of, is_refused, people_at, text_at

SUFFIXES = (".json", ".jsonl", ".bib")
"""The ends of the names of files that are read in a folder, each also with ``.gz``."""

FOLDER = "series"
"""The field of the venue that only the path of a file names."""

_GZIP = b"\x1f\x8b"
_LIST = re.compile(r'"\w+"\s*:\s*\[\s*(?=\{)')
"""The beginning of the list of records in an object that says the same of all of them."""


class Reading(NamedTuple):
    """The papers in a file of a collection, and the problems of reading it."""

    entries: list[Entry]
    problems: list[Problem]


def files_in(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield files; in a folder those of a collection, in the order of their names.

    :raises OSError: if a folder has none.
    """
    for path in paths:
        if path.is_dir():
            names = sorted(found for found in path.rglob("*") if found.is_file())
            files = [found for found in names if found.name.removesuffix(".gz").endswith(SUFFIXES)]
            if not files:
                raise FileNotFoundError(errno.ENOENT, f"contains no file that ends in {', '.join(SUFFIXES)}", str(path))
            yield from files
        else:
            yield path


def read_collection(path: Path, name: str) -> Reading:
    """Return the papers in a file; see :func:`read_document`."""
    data, problems = read_data(path, name)
    reading = read_document(data, name)
    return reading._replace(problems=problems + reading.problems)


def read_document(data: bytes, name: str) -> Reading:
    """Return the papers in a document, whose texts are as the collection writes them; no title, no paper.

    :param name: its path or URL as messages show it; some collections have venue and year there alone.
    """
    try:
        text, problems = decode(gzip.decompress(data) if data.startswith(_GZIP) else data, name)
    except (gzip.BadGzipFile, EOFError, zlib.error):
        return Reading(
            [], [Problem(Location(name, 1), "cannot be read: its gzip is broken; fetch the file again", Kind.FILE)]
        )
    if text.lstrip().startswith(("@", "%")):
        entries, more = parse_bibliography(text, name)
        return Reading([entry for entry in entries if entry.is_work], [*problems, *more])
    records = list(records_in(text))
    unknown = [line for line, record in records if not (isinstance(record, dict) and form_of(record))]
    if unknown:
        message = (
            f"{len(unknown)} of {len(records)} records are broken or of no known form, and left out; "
            "'cardcatalog audit --help' lists the collections that can be read"
        )
        problems.append(Problem(Location(name, unknown[0]), message, Kind.FILE))
    found = (_entry(record, Location(name, line)) for line, record in records)
    return Reading([entry for entry in found if entry], problems)


def _entry(record: object, location: Location) -> Entry | None:
    """Return the entry of a paper that was accepted, if a record is of one."""
    form = form_of(record) if isinstance(record, dict) else None
    if not form or not isinstance(record, dict) or is_refused(record, form):
        return None
    return entry_of_record(record, form, location)


def records_in(text: str) -> Iterator[tuple[int, Any]]:
    """Yield the records of a JSON document with their lines: of a list, of the list in an object, or one a line."""
    opening = text.lstrip()[:1]
    wrapper = _LIST.search(text[:100_000]) if opening == "{" and not _has_lines(text) else None
    if opening == "[":
        yield from _walk(text, text.index("[") + 1)[0]
    elif wrapper:
        records, end = _walk(text, wrapper.end())
        shared = _parse(text[: wrapper.end()] + text[end:])
        yield from ((line, shared | record if isinstance(record, dict) else record) for line, record in records)
    else:
        yield from ((number, _parse(line)) for number, line in enumerate(text.split("\n"), 1) if line.strip())


def _has_lines(text: str) -> bool:
    """Return whether the first line of a text is a whole record."""
    first, newline, rest = text.strip().partition("\n")
    return isinstance(_parse(first), dict) and bool(form_of(_parse(first)) or (newline and rest.startswith("{")))


def _walk(text: str, start: int) -> tuple[list[tuple[int, Any]], int]:
    """Return the values of a list from its first one on, with their lines, and the place of its closing bracket."""
    records: list[tuple[int, Any]] = []
    decoder, place = json.JSONDecoder(), start
    line = text.count("\n", 0, start) + 1
    while match := _BETWEEN.match(text, place):
        line += text.count("\n", place, match.end())
        if text[match.end() : match.end() + 1] in {"]", ""}:
            return records, match.end()
        try:
            value, end = decoder.raw_decode(text, match.end())
        except ValueError:
            return [*records, (line, None)], len(text)
        records.append((line, value))
        line += text.count("\n", match.end(), end)
        place = end
    return records, place


_BETWEEN = re.compile(r"[\s,]*")


def _parse(text: str) -> Any:  # noqa: ANN401  (any JSON)
    """Return the value of a text in JSON, or in the notation of Python, in which one collection writes its lines."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    try:
        return ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None


def entry_of_record(record: Mapping[str, Any], form: Form, location: Location) -> Entry | None:
    """Return the entry of a record, without key and type of its own, or nothing if it has no title."""
    placed = form.path.search(location.path.removesuffix(".gz")) if form.path else None
    shared = placed.groupdict() if placed else {}
    address = text_at(record, form.url)
    arxiv, doi = find_arxiv(text_at(record, form.eprint)), find_doi(text_at(record, form.doi))
    forum = text_at(record, form.openreview)
    fields = {
        "title": text_at(record, form.title).rstrip("."),
        "author": " and ".join(people_at(record, form)),
        "booktitle": text_at(record, form.venue),
        FOLDER: shared.get("venue", ""),
        "year": text_at(record, form.year) or shared.get("year", ""),
        "pages": text_at(record, form.pages),
        "doi": doi.value if doi else "",
        "eprint": arxiv.value if arxiv else "",
        "openreview": "" if "/" in forum else forum,
        "url": forum if "/" in forum else address,
        "code": code if (code := text_at(record, form.code)).startswith("https://") and " " not in code else "",
        "abstract": text_at(record, form.abstract),
    }
    given = {name: value for name, value in fields.items() if value}
    return Entry("misc", "", MappingProxyType(given), location, MappingProxyType({})) if "title" in given else None
