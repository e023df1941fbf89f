"""What files of law, history, music, software and medicine hold that those of computer science lack."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cardcatalog.bibtex.entries import parse_bibliography
from cardcatalog.catalog.grouping import choose_grouping
from cardcatalog.formats.formats import FORMATS
from cardcatalog.sphinx.pages.paper_context import contributors_of
from tests.catalogs import catalog_of

ROE, POE = {"family": "Roe", "given": "A."}, {"family": "Poe", "given": "B."}
OTHERS = {"literal": "others"}


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (
            r"@jurisdiction{a, title = {Roe v\adddotspace Poe\adddot}, titleaddon = {second hearing}}",
            {"title": "Roe v. Poe. second hearing"},
        ),
        ("@jurisdiction{a, title = {Roe v Poe}, institution = {High Court}}", {"authority": "High Court"}),
        (r"@review{a, title = {\bibstring{reviewof} \emph{B}}}", {"title": "review of B"}),
        (r"@misc{a, title = {T}, year = {\bibstring{nodate}}}", {"issued": {"literal": "no date"}}),
        (r"@book{a, title = {T\nopunct}, subtitle = {S}}", {"title": "T: S"}),
        ("@patent{a, title = {T}, author = {Roe, A.}, authortype = {inventor}}", {"author": [ROE], "editor": None}),
        ("@book{a, title = {T}, author = {Roe, A.}, authortype = {editor}}", {"author": None, "editor": [ROE]}),
        (
            "@book{a, title = {T}, author = {Roe, A.}, authortype = {editor}, editor = {Roe, A. and Poe, B.}}",
            {"editor": [ROE, POE]},
        ),
        ("@inbook{a, title = {T}, booktitle = {B}, editor = {Roe, A. and others}}", {"editor": [ROE, OTHERS]}),
        (
            "@jurisdiction{a, title = {T}, reporter = {AC}, volume = {2}, pages = {134}}",
            {"container-title": "AC", "volume": "2", "page": "134"},
        ),
        ("@misc{a, title = {T}, library = {Main, Q1 .X2}}", {"call-number": "Main, Q1 .X2"}),
        ("@unpublished{a, title = {T}, eventdate = {2016-04-04}, venue = {Lund}}", {"type": "speech"}),
        (
            "@article{a, title = {T}, journal = {bioRxiv}, eprint = {https://www.biorxiv.org/1.full.pdf}}",
            {"type": "article", "number": None, "publisher": "bioRxiv"},
        ),
        (
            "@manual{a, title = {T}, eprinttype = {ctan}, eprint = {soul}}",
            {"type": "book", "URL": "https://ctan.org/pkg/soul"},
        ),
        ("@article{a, title = {T}, pubmed = {27664360}}", {"PMID": "27664360"}),
        (
            "@article{a, title = {T}, author = {IV Roe and JB Poe and ...}}",
            {"author": [{"family": "Roe", "given": "IV"}, {"family": "Poe", "given": "JB"}, OTHERS]},
        ),
        (r"@misc{a, title = {T}, author = {P{\a'e}r{\a=e}, D{\a`e}}}", {"author": [{"family": "Pérē", "given": "Dè"}]}),
        (r"@misc{a, title = {T}, note = {30 cites: https://s.example/x?y=1\&z}}", {"note": None, "URL": None}),
        ("@misc{a, title = {T}, note = {Query date: 2022-12-16 12:29:00}}", {"note": None}),
        ("@misc{a, title = {T}, url = {www.example.org/a_b}}", {"URL": "http://www.example.org/a_b"}),
        ("@misc{a, title = {T}, url = {not known}}", {"URL": None}),
        ("@softwareversion{a, title = {T}}", {"type": "software"}),
    ],
)
def test_a_fact_is_where_csl_has_it(entry: str, expected: dict[str, Any]) -> None:
    catalog = catalog_of(entry)
    item = next(
        row for row in json.loads(FORMATS["csl-json"].write(catalog, catalog.in_file_order())) if row["id"] == "a"
    )
    assert {name: item.get(name) for name in expected} == expected


@pytest.mark.parametrize(
    ("field", "classic", "biblatex"),
    [
        ("note = {Cited by: 8; All Open Access}", {}, {}),
        ("note = {Cited by: 8; To B.}", {"note": "To B."}, {"note": "To B."}),
        ("url = {www.example.org}", {"url": "http://www.example.org"}, {"url": "http://www.example.org"}),
        ("urldate = {2009-3-4}", {"urldate": "2009-3-4"}, {"urldate": "2009-03-04"}),
        ("urldate = {12th}", {"urldate": "12th"}, {}),
        ("related = {https://s.example/q=related}", {"related": "https://s.example/q=related"}, {}),
        ("editor = {Roe, A. and and Poe, B.}", {"editor": "Roe, A. and Poe, B."}, {"editor": "Roe, A. and Poe, B."}),
        (
            r"title = {\bibstring{and}\adddotspace\nopunct B}",
            {"title": "and. B"},
            {"title": r"\bibstring{and}\adddotspace\nopunct B"},
        ),
        ("institution = {High Court}", {"institution": "High Court"}, {"organization": "High Court"}),
    ],
)
def test_what_a_program_would_drop_or_warn_of_is_written_as_it_reads_it(
    field: str, classic: dict[str, str], biblatex: dict[str, str]
) -> None:
    catalog = catalog_of(f"@jurisdiction{{a, {field}}}")
    for name, expected in (("bibtex", classic), ("biblatex", biblatex)):
        (entry,), _problems = parse_bibliography(FORMATS[name].write(catalog, catalog.in_file_order()), "a.bib")
        assert {
            name: value for name, value in entry.fields.items() if name != "title" or "title" in expected
        } == expected


def test_cases_laws_and_films_are_categories_of_their_own() -> None:
    entries = "".join(
        f"@{name}{{{name}, title = {{T}}}}\n" for name in ("jurisdiction", "legislation", "legal", "movie")
    )
    tree = choose_grouping(catalog_of(entries).entries, field="entrytype").categories
    assert [row.title for row in tree] == ["Laws and treaties", "Court decisions", "Films"]


def test_the_page_of_a_chapter_says_that_it_has_further_editors() -> None:
    catalog = catalog_of("@inbook{a, title = {T}, author = {Poe, B.}, booktitle = {B}, editor = {Roe, A. and others}}")
    assert list(contributors_of(catalog.papers["a"])) == ["Edited by A. Roe, and others"]


def test_editors_in_the_place_of_authors_are_named_once() -> None:
    paper = catalog_of("@book{a, title = {T}, editor = {Roe, A.}, editortype = {compiler}}").papers["a"]
    assert list(contributors_of(paper)) == []


def test_an_entry_of_an_encyclopedia_has_its_title_as_the_book_in_classic_bibtex() -> None:
    catalog = catalog_of(
        "@inreference{a, title = {T}, maintitle = {Encyclopedia}, mainsubtitle = {Law}, date = {1968}}"
    )
    (entry,), _problems = parse_bibliography(FORMATS["bibtex"].write(catalog, catalog.in_file_order()), "a.bib")
    assert (entry.type, dict(entry.fields)) == (
        "incollection",
        {"title": "T", "booktitle": "Encyclopedia: Law", "year": "1968"},
    )
