"""Fields that entries inherit: crossref by BibTeX's rules, and biblatex's xdata."""

from __future__ import annotations

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


def test_a_booktitle_of_the_volume_comes_before_its_title() -> None:
    text = "@incollection{a, crossref = {b}}\n@book{b, title = {Long}, booktitle = {Short}}\n"
    assert complete(text)[0]["a"].get("booktitle") == "Short"


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


def test_a_missing_parent_is_reported_at_its_field() -> None:
    _, problems = complete(f"{VOLUME}@inproceedings{{a,\n  title = {{A}},\n  crossref = {{volu}},\n}}\n")
    advice = "correct the key, or add the entry [cardcatalog.crossref]"
    assert problems == [f"refs.bib:4: crossref names no other entry: 'volu' (did you mean 'vol'?); {advice}"]


def test_an_entry_is_not_its_own_parent() -> None:
    _, problems = complete("@book{a, title = {A}, crossref = {a}}\n")
    assert problems == [
        "refs.bib:1: crossref names no other entry: 'a'; correct the key, or add the entry [cardcatalog.crossref]"
    ]
