"""Inheritance as Biber has it: each type of parent with each type of child."""

from __future__ import annotations

from pathlib import Path

from cardcatalog.bibtex.entries import collapse_whitespace, parse_bibliography
from cardcatalog.bibtex.inherit import inherit
from tests.citing.programs import need, run

PARENTS = (
    "article book collection inbook misc mvbook mvcollection mvproceedings mvreference online periodical proceedings "
    "reference report thesis"
).split()
CHILDREN = (
    "article book bookinbook collection inbook incollection inproceedings inreference misc periodical proceedings "
    "reference report suppbook suppcollection suppperiodical thesis"
).split()

PARTS = {"bookinbook", "inbook", "incollection", "inproceedings", "inreference", "suppbook", "suppcollection"}

NEWER = {
    ("mvcollection", "reference"), ("mvcollection", "inreference"), ("mvreference", "collection"),
    ("mvreference", "incollection"), ("mvreference", "suppcollection"), ("collection", "inreference"),
    ("reference", "incollection"), ("reference", "suppcollection"),
}  # fmt: skip
"""Pairs that biblatex itself has, and the configuration of Biber's tool mode lacks."""

VOLUME = (
    "author = {Poe, Bo}, editor = {Doe, Jo}, title = {Whole}, subtitle = {Below}, date = {2001-05}, publisher = {P}, "
    "isbn = {978-3-16-148410-0}, series = {S}, volume = {3}, edition = {2}, note = {N}, eventtitle = {E}, "
)
CASES = [
    *(f"@{kind}{{{kind}, {VOLUME}}}" for kind in PARENTS),
    *(f"@{child}{{{child}-{kind}, title = {{Own}}, crossref = {{{kind}}}}}" for kind in PARENTS for child in CHILDREN),
    "@mvbook{m, title = {Most}, subtitle = {M}, publisher = {Q}, date = {1999}, author = {Poe, Bo}}",
    "@book{b, title = {Middle}, crossref = {m}, volume = {2}}",
    "@inbook{steps, title = {Least}, crossref = {b}}",
    "@inbook{own-date, title = {Least}, date = {2003}, crossref = {inproceedings-proceedings}}",
    "@inproceedings{own-year, title = {Least}, year = {2003}, crossref = {classic}}",
    "@proceedings{classic, title = {Classic}, year = {2001}, month = may}",
]


def read(text: str) -> dict[str, dict[str, str]]:
    """Return the fields of each entry of a text, as they are inherited, with dates as Biber writes them."""
    entries, problems = parse_bibliography(text, "refs.bib")
    assert not problems
    rows = {}
    for entry in inherit(entries)[0]:
        fields = {name: collapse_whitespace(value) for name, value in entry.fields.items()}
        if "year" in fields:
            month = {"may": "-05"}.get(fields.pop("month", ""), "")
            fields["date"] = fields.pop("year") + month
        rows[entry.key] = fields
    return rows


def test_each_type_inherits_from_each_other_as_in_biber(tmp_path: Path) -> None:
    need("biber")
    (tmp_path / "refs.bib").write_text("\n\n".join(CASES), encoding="utf-8")
    run(tmp_path, "biber", "--tool", "--output-resolve-crossrefs", "--output-file=out.bib", "refs.bib")
    ours, theirs = read("\n\n".join(CASES)), read((tmp_path / "out.bib").read_text("utf-8"))
    assert ours.keys() == theirs.keys()
    assert len(ours) > 250
    for key, fields in ours.items():
        child, _dash, parent = key.partition("-")
        if (parent, child) in NEWER:
            continue
        expected = dict(theirs[key])
        if child in PARTS and parent in PARENTS and not expected.keys() & {"booktitle", "maintitle"}:
            # Our own rule: a part of anything else, such as BibTeX's `@incollection` in a `@book`, is a part of it.
            expected |= {"booktitle": "Whole", "booksubtitle": "Below"}
            expected.pop("subtitle", None)
        assert fields == expected, key
