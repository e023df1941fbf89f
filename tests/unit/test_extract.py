"""The citations of documents, and the file of just these entries: cases that the browser's script shares."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from cardcatalog.bibtex.entries import parse_bibliography
from cardcatalog.catalog.lookup import Index
from cardcatalog_tools.extract.documents import Document
from cardcatalog_tools.extract.extract import Found, Kept, Missing, extract, read_documents, report, to_bib

CASES = tomllib.loads((Path(__file__).parent / "data" / "extract.toml").read_text("utf-8"))

HOSTILE = {
    "options": r"\cite[",
    "braces": "{",
    "closing": "}",
    "brackets": "[({<",
    "lists": r"\cites[\cites{",
    "verb": r"\verb|",
    "listings": r"\begin{verbatim}",
    "entries": "@a{",
    "entries in lines": "@a{\n",
    "entries in one line": "@a{b}",
    "quotes": '@a{b,x="',
    "commands": "\\",
    "NUL": "\0",
    "comments": "%\n",
    "fields": "x=",
}


@pytest.fixture(scope="module")
def index() -> Index:
    """The index of the invented bibliography."""
    entries, problems = parse_bibliography(CASES["bibliography"], "refs.bib")
    assert not problems
    return Index(entries)


def documents_of(files: Mapping[str, str]) -> list[Document]:
    """Return the files of a case."""
    return [Document(name, text) for name, text in files.items()]


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: case["title"])
def test_a_document_gets_the_entries_that_it_cites(index: Index, case: dict[str, Any]) -> None:
    extraction = extract(documents_of(case["files"]), index)
    assert report(extraction) == case["report"]
    if "bib" in case:
        assert to_bib(extraction) == case["bib"]


def test_the_results_have_the_status_of_each_citation(index: Index) -> None:
    files = {"p.tex": r"\cite{cole2023crowd,own,none}", "r.bib": "@misc{own, title = {T}}"}
    extraction = extract(documents_of(files), index)
    ((found,), (kept,), (missing,)) = extraction.found, extraction.kept, extraction.missing
    assert (type(found), type(kept), type(missing)) == (Found, Kept, Missing)
    assert (found.entry.key, found.by, kept.own.entry.key) == ("cole2023crowd", "key", "own")
    assert str(missing.citation.location) == "p.tex:1"


@pytest.mark.parametrize("case", [case for case in CASES["case"] if case.get("bib")], ids=lambda case: case["title"])
def test_the_output_has_the_keys_of_the_document(index: Index, case: dict[str, Any]) -> None:
    extraction = extract(documents_of(case["files"]), index)
    entries, problems = parse_bibliography(to_bib(extraction), "out.bib")
    assert not problems
    cited = {row.citation.key for row in extraction.found} | {row.own.entry.key for row in extraction.kept}
    assert cited <= {entry.key for entry in entries}


def test_extraction_is_idempotent(index: Index) -> None:
    once = to_bib(extract([Document("p.tex", r"\cite{abel2020rounding,berg2022shared,chin2020wide}")], index))
    assert to_bib(extract([Document("once.bib", once)], index)) == once


@pytest.mark.parametrize("name", ["paper.tex", "paper.aux", "refs.bib", "paper.bcf", "paper.txt"])
@pytest.mark.parametrize("piece", HOSTILE.values(), ids=list(HOSTILE))
def test_any_hundred_kilobytes_have_a_result(index: Index, name: str, piece: str) -> None:
    extraction = extract([Document(name, piece * (100_000 // len(piece)))], index)
    assert not extraction.found
    assert report(extraction)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"\xef\xbb\xbf\\cite{cole2023crowd}", ""),
        (b"\\cite{\r\ncole2023crowd}\r", ""),
        (b"\xe9 \\cite{cole2023crowd}", "byte 0xe9 is not UTF-8; save the file as UTF-8"),
        (b"\0\\cite{cole2023crowd}", ""),
    ],
    ids=["BOM", "line ends", "Latin-1", "NUL"],
)
def test_a_file_of_any_bytes_is_read(index: Index, tmp_path: Path, data: bytes, problem: str) -> None:
    path = tmp_path / "paper.tex"
    path.write_bytes(data)
    documents, problems = read_documents([path])
    assert [str(row) for row in problems] == ([f"{path}:1: {problem} [cardcatalog.file]"] if problem else [])
    assert [row.entry.key for row in extract(documents, index).found] == ["cole2023crowd"]


def test_a_file_in_utf_16_is_a_problem_and_is_read(index: Index, tmp_path: Path) -> None:
    path = tmp_path / "paper.tex"
    path.write_text(r"\cite{cole2023crowd}", encoding="utf-16")
    documents, problems = read_documents([path])
    assert [row.message for row in problems] == ["the file is in UTF-16; save it as UTF-8"]
    assert [row.entry.key for row in extract(documents, index).found] == ["cole2023crowd"]


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    documents, (problem,) = read_documents([tmp_path / "none.tex"])
    assert not documents
    assert problem.message == "cannot be read: No such file or directory; name an existing file"


def test_empty_input_gives_no_output(index: Index) -> None:
    extraction = extract([], index)
    assert (to_bib(extraction), report(extraction)) == ("", "nothing is cited\n")


def test_the_data_for_the_browser_are_json_that_holds_no_private_field(index: Index) -> None:
    text = json.dumps(index.data())
    assert "abel2020rounding" in text
    for word in ("category", "ids  ", "related", "venue  "):
        assert word not in text
