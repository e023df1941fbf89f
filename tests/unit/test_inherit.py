"""Fields that entries inherit: crossref by the rules of biblatex and BibTeX, and biblatex's xdata."""

from __future__ import annotations

import pytest

from cardcatalog.bibtex.entries import Entry, parse_bibliography
from cardcatalog.bibtex.inherit import inherit

VOLUME = (
    "@proceedings{vol, title = {Proc. of X}, editor = {Tor, Ed}, year = 2001, doi = {10.1000/vol}, pages = {1--99}}\n"
)


def complete(text: str) -> tuple[dict[str, Entry], list[str]]:
    """Return the entries of a text by their keys, completed, and the problems."""
    entries, problems = parse_bibliography(text, "refs.bib")
    assert not problems
    found, trouble = inherit(entries)
    return {entry.key: entry for entry in found}, list(map(str, trouble))


def test_a_field_that_is_missing_comes_from_the_volume() -> None:
    entries, _ = complete(f"@inproceedings{{a, title = {{A}}, crossref = {{vol}}}}\n{VOLUME}")
    assert (entries["a"].get("year"), entries["a"].get("editor")) == ("2001", "Tor, Ed")


def test_an_existing_field_is_kept() -> None:
    entries, _ = complete(f"@inproceedings{{a, title = {{A}}, year = 2002, crossref = {{vol}}}}\n{VOLUME}")
    assert (entries["a"].get("title"), entries["a"].get("year")) == ("A", "2002")


def test_an_empty_field_counts_as_missing() -> None:
    entries, _ = complete(f"@inproceedings{{a, title = {{A}}, year = {{}}, crossref = {{vol}}}}\n{VOLUME}")
    assert entries["a"].get("year") == "2001"


def test_the_title_of_the_volume_is_the_booktitle_of_its_parts() -> None:
    entries, _ = complete(f"@inproceedings{{a, title = {{A}}, crossref = {{vol}}}}\n{VOLUME}")
    assert entries["a"].get("booktitle") == "Proc. of X"


def fields_of(*entries: str) -> dict[str, str]:
    """Return the fields of the first of some entries, its own title and author apart."""
    fields = dict(complete("\n".join(entries))[0]["a"].fields)
    return {name: value for name, value in fields.items() if (name, value) not in {("title", "Own"), ("author", "Roe")}}


CASES = {
    "a volume for BibTeX hands down its booktitle": (
        "@inproceedings{a, title = {Own}, crossref = {b}}",
        "@proceedings{b, title = {Long}, subtitle = {S}, booktitle = {Short}}",
        {"booktitle": "Short"},
    ),
    "BibTeX's @inbook has the title of the book": (
        "@inbook{a, chapter = {3}, crossref = {b}}",
        "@book{b, title = {B}, author = {Poe}, publisher = {P}}",
        {"chapter": "3", "title": "B", "author": "Poe", "publisher": "P"},
    ),
    "biblatex's @inbook has the author of the book": (
        "@inbook{a, title = {Own}, crossref = {b}}",
        "@book{b, title = {B}, author = {Poe}}",
        {"booktitle": "B", "author": "Poe", "bookauthor": "Poe"},
    ),
    "the author of a part is its own": (
        "@inbook{a, title = {Own}, author = {Roe}, crossref = {b}}",
        "@book{b, title = {B}, author = {Poe}}",
        {"booktitle": "B", "bookauthor": "Poe"},
    ),
    "@conference is @inproceedings": (
        "@conference{a, title = {Own}, crossref = {b}}",
        "@proceedings{b, title = {B}, subtitle = {S}, titleaddon = {T}}",
        {"booktitle": "B", "booksubtitle": "S", "booktitleaddon": "T"},
    ),
    "a part of another type of volume": (
        "@incollection{a, title = {Own}, crossref = {b}}", "@book{b, title = {B}}", {"booktitle": "B"},
    ),
    "an article of a periodical": (
        "@article{a, title = {Own}, crossref = {b}}",
        "@periodical{b, title = {B}, subtitle = {S}, issuetitle = {I}, issn = {1}}",
        {"journaltitle": "B", "journalsubtitle": "S", "issuetitle": "I", "issn": "1"},
    ),
    "BibTeX's name of a field counts": (
        "@article{a, title = {Own}, journal = {J}, crossref = {b}}", "@periodical{b, title = {B}}", {"journal": "J"},
    ),
    "a volume of several": (
        "@book{a, title = {Own}, crossref = {b}}",
        "@mvbook{b, title = {B}, subtitle = {S}, shorttitle = {Sh}, volumes = {3}}",
        {"maintitle": "B", "mainsubtitle": "S", "volumes": "3"},
    ),
    "three steps": (
        "@incollection{a, title = {Own}, crossref = {b}}",
        "@collection{b, title = {B}, crossref = {c}, volume = {2}}\n@mvcollection{c, title = {C}, year = {2001}}",
        {"booktitle": "B", "volume": "2", "maintitle": "C", "year": "2001"},
    ),
    "an own date": (
        "@inproceedings{a, title = {Own}, date = {2021-02}, crossref = {b}}",
        "@proceedings{b, year = {2020}, month = may}", {"date": "2021-02"},
    ),
    "an own year": (
        "@inproceedings{a, title = {Own}, year = {2021}, crossref = {b}}",
        "@proceedings{b, date = {2020-05-01/2020-05-03}, month = may}", {"year": "2021"},
    ),
    "BibTeX's year and month are two fields": (
        "@inproceedings{a, title = {Own}, year = {2021}, crossref = {b}}",
        "@proceedings{b, year = {2020}, month = may}", {"year": "2021", "month": "may"},
    ),
    "an own date and that of data": (
        "@book{a, title = {Own}, date = {2021}, xdata = {b}}", "@xdata{b, year = {2020}, ids = {c}, note = {N}}",
        {"date": "2021", "note": "N"},
    ),
    "the other key of a parent": (
        "@book{a, title = {Own}, crossref = {other}}", "@mvbook{b, ids = {x, other}, publisher = {P}}",
        {"publisher": "P"},
    ),
    "fields of data": (
        ("@book{a, title = {Own}, author = {Roe and xdata=b-author-2}, publisher = {xdata=b-publisher}, "
        "location = {xdata=b-none}}"),
        "@xdata{b, author = {One and Two}, publisher = {P and Q}}",
        {"author": "Roe and Two", "publisher": "P and Q", "location": "xdata=b-none"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_child_has_what_it_lacks_under_its_own_names(case: str) -> None:
    child, parents, expected = CASES[case]
    assert fields_of(child, parents) == expected


def test_identifying_fields_of_the_volume_are_not_inherited() -> None:
    entries, _ = complete(f"@inproceedings{{a, title = {{A}}, crossref = {{vol}}}}\n{VOLUME}")
    assert not entries["a"].fields.keys() & {"doi", "pages"}


def test_case_and_order_of_keys_do_not_matter() -> None:
    entries, problems = complete(f"{VOLUME}@inproceedings{{a, title = {{A}}, crossref = {{VOL}}}}\n")
    assert entries["a"].get("year") == "2001"
    assert not problems


def test_a_completed_entry_is_self_contained() -> None:
    entries, _ = complete(f"@inproceedings{{a, title = {{A}}, crossref = {{vol}}}}\n{VOLUME}")
    assert "crossref" not in entries["a"].fields


def test_an_article_takes_fields_of_the_same_name() -> None:
    text = "@article{a, title = {A}, crossref = {b}}\n@article{b, title = {B}, journal = {J}, year = 1999}\n"
    assert complete(text)[0]["a"].get("journal") == "J"


def test_data_entries_are_not_papers_and_inherit_transitively() -> None:
    data = "@xdata{x, publisher = {P}, xdata = {y}}\n@xdata{y, location = {L}}\n@xdata{z, series = {S}}\n"
    text = f"@book{{a, title = {{A}}, xdata = {{x, z}}}}\n{data}"
    entries, problems = complete(text)
    assert entries.keys() == {"a"}
    assert [entries["a"].get(name) for name in ("publisher", "location", "series")] == ["P", "L", "S"]
    assert not problems


def test_a_cycle_of_crossrefs_ends() -> None:
    text = "@xdata{x, xdata = {y}, note = {N}}\n@xdata{y, xdata = {x}}\n@book{a, xdata = {x}}\n"
    assert complete(text)[0]["a"].get("note") == "N"


def test_a_field_has_the_place_where_it_is_written() -> None:
    text = "@incollection{a, crossref = {b}}\n@collection{b,\n  crossref = {c}}\n@mvcollection{c,\n\n  editor = {E},\n}"
    entries, problems = parse_bibliography(text, "refs.bib")
    assert not problems
    a, b, _c = inherit(entries)[0]
    assert [str(entry.where("editor")) for entry in (a, b)] == ["refs.bib:6", "refs.bib:6"]


def test_a_value_that_refers_to_itself_is_kept() -> None:
    data = "@xdata{x, author = {xdata=y-author}}\n@xdata{y, author = {xdata=x-author}}\n"
    text = f"{data}@book{{a, note = {{xdata=x-author}}}}\n"
    assert complete(text)[0]["a"].get("note").startswith("xdata=")


def test_a_cycle_is_reported_at_each_of_its_entries() -> None:
    text = "@book{a, title = {A}, crossref = {b}}\n@book{b, note = {N}, crossref = {c}}\n@book{c, crossref = {b}}\n"
    entries, problems = complete(text)
    assert entries["a"].get("note") == "N"
    assert problems == [
        f"refs.bib:{line}: crossref leads back to {key!r} by {by!r}; remove it from one of the entries "
        "[cardcatalog.crossref]"
        for line, key, by in ((2, "b", "c"), (3, "c", "b"))
    ]


def test_a_missing_parent_is_reported_at_its_field() -> None:
    _, problems = complete(f"{VOLUME}@inproceedings{{a,\n  title = {{A}},\n  crossref = {{volu}},\n}}\n")
    advice = "correct the key, or add the entry [cardcatalog.crossref]"
    assert problems == [f"refs.bib:4: crossref names no other entry: 'volu' (did you mean 'vol'?); {advice}"]


def test_a_missing_member_of_a_set_is_reported() -> None:
    problems = complete("@set{s, entryset = {a, b}}\n@book{a, title = {A}}\n")[1]
    assert problems == [
        "refs.bib:1: entryset names no other entry: 'b'; correct the key, or add the entry [cardcatalog.crossref]"
    ]


def test_an_entry_is_not_its_own_parent() -> None:
    _, problems = complete("@book{a, title = {A}, crossref = {a}}\n")
    assert problems == [
        "refs.bib:1: crossref names no other entry: 'a'; correct the key, or add the entry [cardcatalog.crossref]"
    ]


def test_a_version_of_software_has_the_url_of_the_software_and_not_its_doi() -> None:
    fields = complete("@softwareversion{a, crossref = {s}}\n@software{s, url = {https://a.b}, doi = {10.1/1}}")[0][
        "a"
    ].fields
    assert dict(fields) == {"url": "https://a.b"}
