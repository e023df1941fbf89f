"""Properties that hold for any input, a target per entry point, for the fuzzer and the property tests."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date
from io import StringIO

import rispy  # type: ignore[import-untyped]  # it has no annotations

from cardcatalog.bibtex.entries import Entry, parse_bibliography, unique_entries
from cardcatalog.bibtex.layout import format_entry
from cardcatalog.bibtex.names import to_persons
from cardcatalog.bibtex.rewrite import divide, format_text, join
from cardcatalog.bibtex.tex import to_ascii_tex, to_tex
from cardcatalog.bibtex.text import is_plain_tex, slug, spell_ligatures, to_address, to_ascii, to_runs, to_text
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.citekeys import with_keys
from cardcatalog.catalog.duplicates import plain_title, surnames
from cardcatalog.catalog.identifiers import parse
from cardcatalog.catalog.lookup import Index
from cardcatalog.catalog.related import find_nearest
from cardcatalog.catalog.slugs import file_name, is_id, to_id
from cardcatalog.checks.build import check
from cardcatalog.checks.fixes import fix_values
from cardcatalog.checks.style import lint
from cardcatalog.formats.formats import FORMATS
from cardcatalog.formats.markdown import format_list
from cardcatalog.formats.metadata import head_of
from cardcatalog.formats.references import to_markdown
from cardcatalog.problems import Problem
from cardcatalog.results.reader import RowReader
from cardcatalog.results.results import CORE, Results
from cardcatalog.results.scheme import Benchmark, Measure, Model, Scheme, Setting, Source, by_id
from cardcatalog.results.tables import make_tables
from cardcatalog.text_files import CONTROL, decode
from cardcatalog_tools.extract.documents import Document
from cardcatalog_tools.extract.extract import extract, report, to_bib
from cardcatalog_tools.lists.importer import to_entries
from cardcatalog_tools.lists.reader import read_list
from cardcatalog_tools.measured.cells import plain, read_numbers

NAME = "refs.bib"
TODAY = date(2026, 11, 25)
MEASURED = Scheme(
    by_id([Setting(id="w", name="Weights", show="W{}")]),
    by_id([Measure(id="m", name="m", better="lower", deciding=("w",))]),
    by_id([Benchmark(id="b", name="B", measure="m")]),
    by_id([Model(id="n", name="N")]),
    by_id([Source(id="lab", name="lab", link="l")]),
)
MEASURED_HEADER = ",".join([*CORE, "w"])
OURS = Index(
    parse_bibliography("@misc{doe2020one,\n  title = {One},\n  author = {Doe, Jo},\n  doi = {10.1000/1},\n}\n", NAME)[0]
)


def hold_places(problems: Iterable[Problem], text: str) -> None:
    """Assert that problems are on lines of the text, and have a message."""
    last = text.count("\n") + 1
    for problem in problems:
        assert 1 <= problem.location.line <= last, f"{problem} of {last} lines"
        assert problem.message


def content(entry: Entry) -> tuple[str, str, list[tuple[str, str]]]:
    """Return the content of an entry, without its place and order."""
    return entry.type, entry.key, sorted(entry.fields.items())


def entries_of(text: str) -> list[Entry]:
    """Return the entries of a text, each key once."""
    return unique_entries(with_keys(parse_bibliography(CONTROL.sub("\ufffd", text), NAME)[0]))[0]


def check_decode(data: bytes) -> None:
    """Any bytes are read as text, and their problems have places."""
    text, problems = decode(data, NAME)
    hold_places(problems, text)
    assert "\r" not in text
    text.encode()


def check_reader(data: bytes) -> None:
    """Any text gives entries and problems on its lines, and an entry that is written is read as it was."""
    text, _ = decode(data, NAME)
    entries, problems = parse_bibliography(text, NAME)
    hold_places(problems, text)
    for entry in with_keys(entries):
        assert 1 <= entry.location.line <= text.count("\n") + 1
        # In braces that BibTeX would not count, or none at all, a value has no second writing.
        if all(value.count("{") == value.count("}") and "\\" not in value for value in entry.fields.values()):
            (again,), faults = parse_bibliography(format_entry(entry), NAME)
            assert (content(again), faults) == (content(entry), [])


def check_formatter(data: bytes) -> None:
    """The layout loses nothing, and the layout of the layout is the layout."""
    text, _ = decode(data, NAME)
    assert join(divide(text)) == text
    before = parse_bibliography(text, NAME)
    for is_sorted in (False, True):
        once = format_text(text, sort=is_sorted)
        assert format_text(once, sort=is_sorted) == once
        if not before[1]:
            after = parse_bibliography(once, NAME)
            assert not after[1]
            both = ([content(entry) for entry in entries] for entries in (before[0], after[0]))
            first, second = (sorted(rows) if is_sorted else rows for rows in both)
            assert first == second


def check_tex(data: bytes) -> None:
    """Any TeX has a text, on one line, and the way back and forth again changes nothing."""
    tex, _ = decode(data, NAME)
    text = to_text(tex)
    assert text == " ".join(text.split())
    assert CONTROL.search(tex) or not CONTROL.search(text)
    for run in to_runs(tex):
        assert run.content
    people, _others, failed = to_persons(tex)
    assert all(person.name for person in people)
    assert len(failed) <= len(people) + tex.count("and") + 1
    is_plain_tex(tex)
    spell_ligatures(tex)
    to_address(tex)
    assert to_ascii(tex).isascii()
    assert slug(tex)
    to_ascii_tex(tex)
    written = to_tex(text)
    assert written == " ".join(written.split())


def check_rules(data: bytes) -> None:
    """Every check accepts any entry, and reports its problems by lines of the file."""
    text, _ = decode(data, NAME)
    entries = entries_of(text)
    catalog = Catalog.from_entries(entries)
    assert set(catalog.papers) == {entry.key for entry in entries}
    hold_places([*check(catalog), *lint(catalog, TODAY)], text)
    find_nearest(catalog, {})
    assert all(map(is_id, (*catalog.categories, *catalog.keywords)))
    assert sum(len(catalog.papers_in(row)) for row in catalog.categories) >= len(entries)
    for entry in entries:
        fix_values(entry.fields, catalog)


def check_exports(data: bytes) -> None:
    """Any entries can be written in every format, and readers of the format read each paper as one paper."""
    entries = entries_of(decode(data, NAME)[0])
    catalog = Catalog.from_entries(entries)
    papers = list(catalog.papers.values())
    texts = {name: row.write(catalog, papers) for name, row in FORMATS.items()}
    assert all(text.endswith("\n") for text in texts.values())
    assert [row["id"] for row in json.loads(texts["csl-json"])] == [paper.key for paper in papers]
    assert [row["key"] for row in json.loads(texts["json"])["papers"]] == [paper.key for paper in papers]
    assert [row["id"] for row in rispy.load(StringIO(texts["ris"]))] == [paper.key for paper in papers]
    for name in ("bibtex", "biblatex", "jabref"):
        if all(value.count("{") == value.count("}") for entry in entries for value in entry.fields.values()):
            again, _ = parse_bibliography(texts[name], NAME)
            written = catalog.keys_of_biber if name == "biblatex" else {}
            assert [entry.key for entry in again] == [written.get(key, key) for key in catalog.papers], name
    for paper in papers:
        assert "</script" not in head_of(paper, catalog, url="").lower().removesuffix("</script>\n")
        assert to_markdown(paper).count("\n") == 1


def check_list(data: bytes) -> None:
    """Any Markdown gives papers and problems on its lines, and the papers become entries that can be read."""
    text, _ = decode(data, NAME)
    items, problems = read_list(text, NAME)
    hold_places(problems, text)
    assert all(item.title and 1 <= item.location.line <= text.count("\n") + 1 for item in items)
    intake = to_entries(items, Catalog(), today="2026-11-25")
    again, _ = parse_bibliography("\n".join(map(format_entry, intake.entries)), NAME)
    assert [entry.key for entry in again] == [entry.key for entry in intake.entries]
    format_list(Catalog.from_entries(intake.entries))


def check_cells(data: bytes) -> None:
    """Any cell of a table has plain text, and has numbers or is refused."""
    text = plain(decode(data, NAME)[0])
    assert text == " ".join(text.split())
    with suppress(ValueError):
        assert all(number.text for number in read_numbers(text))


def check_extract(data: bytes) -> None:
    """Any file of an author can be scanned for citations, and the extracted file can be read."""
    text, _ = decode(data, NAME)
    for ending in ("tex", "aux", "bcf", "bib", "txt"):
        extraction = extract([Document(f"a.{ending}", text)], OURS)
        hold_places(extraction.problems, text)
        for row in extraction.results:
            assert 1 <= row.citation.location.line <= text.count("\n") + 1
        assert report(extraction).endswith("\n")
        to_bib(extraction)


def check_identity(data: bytes) -> None:
    """Any text has marks or none, and any key a name of a file."""
    text, _ = decode(data, NAME)
    plain_title(text)
    surnames(text)
    parse(text)
    name = file_name(text)
    assert "/" not in name
    assert "\\" not in name
    assert name not in {".", ".."}
    assert len(name.encode()) < 200
    assert is_id(to_id(slug(text)))


def check_measured(data: bytes) -> None:
    """Any text gives rows and problems on its lines, and every row is a number with words for its setting."""
    text, _ = decode(data, NAME)
    reader = RowReader(MEASURED, "lab", NAME)
    for given in (text, f"{MEASURED_HEADER}\n{text}"):
        rows = list(reader.read(given))
        hold_places(reader.problems, given)
        reader.problems.clear()
        for table in make_tables(Results(MEASURED, tuple(rows)), rows):
            assert all(table.cells["value"])


TARGETS: dict[str, Callable[[bytes], None]] = {
    name.removeprefix("check_"): target
    for name, target in list(globals().items())
    if name.startswith("check_") and callable(target)
}
