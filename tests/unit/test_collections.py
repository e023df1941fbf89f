"""Collections of papers: every form of record is read with its line, and facts are compared as people would."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from cardcatalog.bibtex.entries import Entry, parse_bibliography
from cardcatalog.catalog.taxonomy import Venue
from cardcatalog.problems import Location
from cardcatalog_tools.collections.audit import Audit
from cardcatalog_tools.collections.reader import files_in, read_collection, read_document
from cardcatalog_tools.services.venues import Venues

MLANTHOLOGY: dict[str, Any] = {
    "venue": "iclr",
    "year": 2024,
    "papers": [
        {
            "bibtex_key": "doe2024iclr", "title": "Small Clocks", "venue_url": "https://openreview.net/forum?id=Ab_1",
            "authors": [{"given": "Jane", "family": "Doe"}, {"given": "", "family": "Cher"}], "pages": "1-2",
            "code_url": "https://example.org/code", "doi": "", "openreview_url": "", "abstract": "Of clocks.",
        }
    ],
}  # fmt: skip
PAPERLISTS = [
    {"title": "Refused Clocks", "author": "Ann Poe", "status": "Reject", "site": ""},
    {
        "title": "Small Clocks", "author": "Jane Doe; Rex Roe", "status": "Poster",
        "site": "https://openreview.net/forum?id=Ab_1", "github": "https://example.org/code", "arxiv": "2401.00001",
    },
]  # fmt: skip
TOPAPERLIST = {"title": "Small Clocks.", "author": "Jane Doe; Rex Roe", "bib": "@inproceedings{x,}",
               "url": "https://doi.org/10.1000/Clocks"}  # fmt: skip
FACTS = {"title": "Small Clocks", "authors": ["Jane Doe"], "authors_source": "S8", "venue": "ICLR", "year": 2024,
         "arxiv": "2401.00001", "openreview": "Ab_1", "urls": {"code": "https://example.org/code"}}  # fmt: skip
DAILY = {"id": "2401.00001", "title": "Small Clocks", "authors": ["Jane Doe"], "summary": "Of clocks.",
         "abs": "https://arxiv.org/abs/2401.00001"}  # fmt: skip
REPORTER = "{'arxiv_id': 'arXiv:2401.00001', 'title': 'Small Clocks', 'authors': 'Jane Doe, Rex Roe', 'link': 'x'}"
BIBTEX = "@inproceedings{x,\n  title = {Small {Clocks}},\n  author = {Doe, Jane},\n  year = 2024,\n}\n"


def fields(text: str, name: str) -> list[dict[str, str]]:
    """Return the fields of all papers in a document that has no problem."""
    reading = read_document(text.encode(), name)
    assert not reading.problems
    return [dict(entry.fields) for entry in reading.entries]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        (
            json.dumps(MLANTHOLOGY),
            "iclr-2024.json",
            {
                "title": "Small Clocks", "author": "Doe, Jane and Cher", "booktitle": "iclr", "year": "2024",
                "pages": "1-2", "url": "https://openreview.net/forum?id=Ab_1", "code": "https://example.org/code",
                "abstract": "Of clocks.",
            },
        ),
        (
            json.dumps(PAPERLISTS),
            "paperlists/iclr/iclr2024.json",
            {
                "title": "Small Clocks", "author": "Jane Doe and Rex Roe", "series": "iclr", "year": "2024",
                "eprint": "2401.00001", "url": "https://openreview.net/forum?id=Ab_1",
                "code": "https://example.org/code",
            },
        ),
        (
            json.dumps(TOPAPERLIST),
            "PAPERS/A/ICLR/2024.jsonl",
            {
                "title": "Small Clocks", "author": "Jane Doe and Rex Roe", "series": "ICLR", "year": "2024",
                "doi": "10.1000/Clocks", "url": "https://doi.org/10.1000/Clocks",
            },
        ),
        (
            json.dumps(FACTS),
            "papers.jsonl",
            {
                "title": "Small Clocks", "author": "Jane Doe", "booktitle": "ICLR", "year": "2024",
                "eprint": "2401.00001", "openreview": "Ab_1", "code": "https://example.org/code",
            },
        ),
        (
            json.dumps(DAILY),
            "2024-01-01.jsonl",
            {
                "title": "Small Clocks", "author": "Jane Doe", "eprint": "2401.00001",
                "url": "https://arxiv.org/abs/2401.00001", "abstract": "Of clocks.",
            },
        ),
        (
            REPORTER,
            "papers.jsonl",
            {"title": "Small Clocks", "author": "Jane Doe and Rex Roe", "eprint": "2401.00001", "url": "x"},
        ),
        (BIBTEX, "iclr.bib", {"title": "Small {Clocks}", "author": "Doe, Jane", "year": "2024"}),
    ],
    ids=["mlanthology", "paperlists", "topaperlist", "facts", "daily", "reporter", "bibtex"],
)  # fmt: skip
def test_a_record_of_each_form_is_read(text: str, name: str, expected: dict[str, str]) -> None:
    assert fields(text, name) == [expected]


@pytest.mark.parametrize(
    "listed",
    ["Jane Doe; Rex Roe", "Jane Doe, Rex Roe", "Jane Doe; Rex Roe; Jane Doe; Rex Roe", "Jane&nbsp;Doe; Rex Roe"],
)
def test_authors_are_divided_whatever_separates_them(listed: str) -> None:
    (found,) = fields(json.dumps([{"title": "T", "author": listed}]), "iclr2024.json")
    assert found["author"] == "Jane Doe and Rex Roe"


@pytest.mark.parametrize("status", ["Reject", "Withdraw", "Desk Reject", "Active"])
def test_a_submission_that_was_not_accepted_is_not_a_paper(status: str) -> None:
    assert fields(json.dumps([{"title": "T", "author": "A B", "status": status}]), "iclr2024.json") == []


def test_records_have_the_lines_of_their_document() -> None:
    text = json.dumps(MLANTHOLOGY | {"papers": MLANTHOLOGY["papers"] * 2}, indent=1)
    lines = text.split("\n")
    places = [entry.location.line for entry in read_document(text.encode(), "iclr-2024.json").entries]
    assert [lines[place - 1].strip() for place in places] == ["{", "{"]
    assert [lines[place].strip() for place in places] == ['"bibtex_key": "doe2024iclr",'] * 2


def test_records_of_json_lines_have_their_lines() -> None:
    text = "\n".join(map(json.dumps, [TOPAPERLIST, TOPAPERLIST]))
    assert [entry.location.line for entry in read_document(text.encode(), "A/2024.jsonl").entries] == [1, 2]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{"x": 1}', 1),
        ('[{"title": "T", "author": "A B"},\n{"x": 1}]', 2),
        ("[1, 2", 1),
        ("<html>", 1),
        ('[{"a": ]', 1),
    ],
)
def test_records_of_no_known_form_are_reported_at_the_first(text: str, line: int) -> None:
    (problem,) = read_document(text.encode(), "iclr2024.json").problems
    assert (problem.location, "no known form" in problem.message) == (Location("iclr2024.json", line), True)


@pytest.mark.parametrize("text", ["", "[]", "\n\n", '{"venue": "iclr", "papers": []}'])
def test_an_empty_document_has_no_papers(text: str) -> None:
    assert read_document(text.encode(), "iclr2024.json").entries == []


def test_files_of_a_folder_are_found_and_packed_ones_read(tmp_path: Path) -> None:
    (tmp_path / "a.json.gz").write_bytes(gzip.compress(json.dumps(MLANTHOLOGY).encode()))
    (tmp_path / "b.txt").write_text("no collection")
    (found,) = files_in([tmp_path])
    assert [entry.get("title") for entry in read_collection(found, "a.json.gz").entries] == ["Small Clocks"]


def test_a_damaged_archive_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a.json.gz").write_bytes(gzip.compress(b"[]")[:-6])
    (problem,) = read_collection(tmp_path / "a.json.gz", "a.json.gz").problems
    assert problem.message.startswith("cannot be read")


# Comparison

VENUES = Venues([
    Venue(name="ICLR", full="International Conference on Learning Representations", kind="conference"),
    Venue(name="ACL", full="Annual Meeting", kind="conference"),
    Venue(name="Findings of ACL", full="Findings of ACL", kind="conference"),
    Venue(name="arXiv", kind="preprint server"),
])  # fmt: skip

OURS = """@inproceedings{a,
  title = {Small {Clocks}},
  author = {de Boer, J{\\"o}rg A. and Wang, Xiao-Ming},
  year = {2024},
  venuekey = {ICLR},
  openreview = {Ab_1},
  formertitle = {Tiny Clocks},
}
"""
PREPRINT = (
    "@misc{a, title = {Small Clocks}, author = {Roe, Rex}, year = {2023}, eprint = {2301.00001}, "
    "archiveprefix = {arXiv}, venuekey = {arXiv}}"
)


def entries_of(text: str) -> list[Entry]:
    """Return the entries of a text."""
    return parse_bibliography(text, "refs.bib")[0]


def differences(ours: str, theirs: str) -> dict[str, tuple[str, str]]:
    """Return what differs between a bibliography and a collection, by field."""
    audit = Audit(entries_of(ours), VENUES)
    audit.add(parse_bibliography(theirs, "theirs.bib")[0])
    return {each.field: (each.ours, each.theirs) for each in audit.differences}


@pytest.mark.parametrize(
    "names",
    [
        'de Boer, J{\\"o}rg A. and Wang, Xiao-Ming', "Jorg de Boer and Xiaoming Wang",
        "J. A. de Boer and Wang Xiao Ming",
        "Jörg A de Boer and X.-M. Wang", "De Boer, Jorg and Wang, XiaoMing",
    ],
)  # fmt: skip
def test_other_forms_of_the_same_names_are_no_difference(names: str) -> None:
    assert differences(OURS, f"@misc{{x, title = {{Small Clocks}}, author = {{{names}}}}}") == {}


@pytest.mark.parametrize(
    "names",
    ["Jorg de Boer", "Xiaoming Wang and Jorg de Boer", "Jorg de Boer and Xiaoli Wang", "Jorg de Boer and A. Li"],
)
def test_other_people_or_another_order_are_a_difference(names: str) -> None:
    assert list(differences(OURS, f"@misc{{x, title = {{Small Clocks}}, author = {{{names}}}}}")) == ["author"]


@pytest.mark.parametrize(
    ("theirs", "expected"),
    [
        ("title = {SMALL CLOCKS.}", {}),
        ("title = {Tiny Clocks}", {}),
        ("title = {Large Clocks}, openreview = {Ab_1}", {"title": ("Small Clocks", "Large Clocks")}),
        ("title = {Small Clocks}, booktitle = {ICLR}, year = {2024}", {}),
        ("title = {Small Clocks}, booktitle = {ICLR}, year = {2025}", {"year": ("2024", "2025")}),
        ("title = {Small Clocks}, booktitle = {ACL 2025}, year = {2025}", {"venue": ("ICLR", "ACL")}),
        ("title = {Small Clocks}, booktitle = {A Meeting}, year = {2025}", {}),
        (
            "title = {Small Clocks}, year = {2025}, booktitle = {12th ICLR, {ICLR} 2024, Vienna, Austria}",
            {"year": ("2024", "2025")},
        ),
        ("title = {Small Clocks}, eprint = {2301.00001}", {"eprint": ("", "2301.00001")}),
        ("title = {Small Clocks}, doi = {10.1000/B}", {"doi": ("", "10.1000/b")}),
        ("title = {Small Clocks}, openreview = {Cd}", {"openreview": ("Ab_1", "Cd")}),
        ("title = {Small Clocks}, code = {https://example.org}", {"code": ("", "https://example.org")}),
    ],
)
def test_a_fact_that_differs_is_found(theirs: str, expected: dict[str, tuple[str, str]]) -> None:
    people = "author = {de Boer, Jorg and Wang, Xiao-Ming}"
    assert differences(OURS, f"@misc{{x, {people}, {theirs}}}") == expected


def test_a_preprint_that_has_been_published_is_found() -> None:
    theirs = "@inproceedings{x, title = {Small Clocks}, author = {Rex Roe}, booktitle = {ICLR 2024}, year = {2024}}"
    assert differences(PREPRINT, theirs) == {"published": ("arXiv", "ICLR 2024")}


@pytest.mark.parametrize(("ours", "expected"), [("Findings of ACL", []), ("ICLR", ["venue"])])
def test_a_folder_of_a_conference_holds_its_findings_too(ours: str, expected: list[str]) -> None:
    record = (
        "@misc{x, title = {Small Clocks}, author = {de Boer, Jorg and Wang, Xiao-Ming}, series = {ACL}, year = {2024}}"
    )
    assert list(differences(OURS.replace("{ICLR}", f"{{{ours}}}"), record)) == expected


@pytest.mark.parametrize(
    "theirs",
    ["title = {Small Clocks}, author = {Poe, Ann}", "title = {Large Clocks}, author = {Poe, Ann}, openreview = {Ab_1}"],
)
def test_another_work_is_not_compared(theirs: str) -> None:
    assert differences(OURS, f"@misc{{x, {theirs}}}") == {}


def test_one_difference_has_all_its_sources() -> None:
    audit = Audit(entries_of(OURS), VENUES)
    people = "author = {de Boer, Jorg and Wang, Xiao-Ming}"
    for name in ("one.bib", "two.bib"):
        audit.add(parse_bibliography(f"@misc{{x, title = {{Small Clocks}}, {people}, doi = {{10.1000/X}}}}", name)[0])
    (found,) = audit.differences
    assert str(found) == "refs.bib:1: a: doi: nothing here, '10.1000/x' in one.bib:1 and 1 more"
