"""The record of a paper: kind, dates, pages, identifiers, decided when it is made from its entry."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from cardcatalog.catalog.completeness import old_preprints
from cardcatalog.catalog.kinds import KIND_OF_TYPE
from cardcatalog.catalog.loader import load
from cardcatalog.catalog.paper import DERIVED, MADE_OF
from cardcatalog.catalog.preprints import is_preprint
from cardcatalog.catalog.record import PARTS
from cardcatalog.catalog.taxonomy import Venue
from cardcatalog.formats.formats import FORMATS
from tests.catalogs import paper_of

DIALECTS = sorted(Path(__file__).parents[1].glob("sphinx/dialects/*.bib"))
PREPRINTS = {
    "arxiv.bib": {"doe2023attention", "roe2004flow", "lee2022quantum"},
    "dblp.bib": {"DBLP:journals/corr/abs-2001-09999"},
    "inspire.bib": {"Software:2020zz"},
    "scholar.bib": {"team2024model"},
}


KINDS_OF = {
    "@misc{a, eprint={1}, archiveprefix={arXiv}}": "preprint",
    "@unpublished{a, eprint={1}, eprinttype={hal}}": "preprint",
    "@article{a, eprint={1}, archiveprefix={arXiv}, journal={arXiv preprint arXiv:1}}": "preprint",
    "@article{a, journal={arXiv preprint arXiv:2210.17323}}": "preprint",
    "@article{a, journal={CoRR}, volume={abs/2210.17323}, eprinttype={arXiv}, eprint={2210.17323}}": "preprint",
    "@article{a, journal={CoRR}, volume={cs.LG/0112017}}": "preprint",
    "@article{a, journal={bioRxiv}, publisher={Cold Spring Harbor Laboratory}}": "preprint",
    "@misc{a, howpublished={arXiv preprint arXiv:2210.17323}}": "preprint",
    "@misc{a, doi={10.48550/ARXIV.2210.17323}, publisher={arXiv}}": "preprint",
    "@techreport{a, url={https://arxiv.org/abs/2210.17323}}": "preprint",
    "@techreport{a, eprint={1}, archiveprefix={arXiv}, institution={Lab}}": "report",
    "@article{a, eprint={1}, archiveprefix={arXiv}, journal={Archives of Things}}": "article",
    "@article{a, eprint={1}, archiveprefix={arXiv}, journaltitle={Corr. Things}}": "article",
    "@article{a, journal={Available at SSRN 3456789}}": "preprint",
    "@misc{a, eprint={arXiv:astro-ph/0310577}}": "preprint",
    "@article{a, eprint={1}, eprinttype={jstor}}": "article",
    "@book{a, eprint={13960/t0wq3wp0z}, eprinttype={ark}}": "book",
    "@misc{a, eprint={13960/t0wq3wp0z}, eprinttype={ark}}": "document",
    "@misc{a, eprint={urn:nbn:de:1-2}, eprinttype={urn}}": "document",
    "@report{a, eprint={1842/6713}, eprinttype={handle}}": "report",
    "@misc{a, eprint={10.1000/182}, eprinttype={doi}}": "document",
    "@inproceedings{a, eprint={1}, archiveprefix={arXiv}, booktitle={C}}": "conference paper",
    "@phdthesis{a, eprint={1}, archiveprefix={arXiv}}": "thesis",
    "@misc{a, url={https://a.org}}": "document",
}


@pytest.mark.parametrize(("text", "kind"), KINDS_OF.items())
def test_a_preprint_has_appeared_in_an_archive_alone(text: str, kind: str) -> None:
    assert paper_of(text).kind == kind


PAGES = {
    "10--19": ("10", "19"),
    "10-19": ("10", "19"),
    "10 – 19": ("10", "19"),
    "7": ("7",),
    "1--2, 5--6": ("1–2, 5–6",),
    "e17--e17": ("e17",),
    "n/a--n/a": (),
    "--": (),
}


@pytest.mark.parametrize(("pages", "expected"), PAGES.items())
def test_a_range_of_pages_is_first_and_last(pages: str, expected: tuple[str, ...]) -> None:
    assert paper_of(f"@misc{{a, pages={{{pages}}}}}").pages == expected


DATES: dict[str, Sequence[int]] = {
    "year={2020}": (2020,),
    "year={2020}, month=mar": (2020, 3),
    "year={2020}, month={March}": (2020, 3),
    "year={2020}, month={12}": (2020, 12),
    "year={2020}, month={13}": (2020,),
    "date={2020-02/2020-03}": (2020, 2),
    "date={2020-13-01}": (2020,),
    "date={20201}": (),
    "year={soon}": (),
}


@pytest.mark.parametrize(("fields", "expected"), DATES.items())
def test_a_date_has_the_known_precision(fields: str, expected: Sequence[int]) -> None:
    assert paper_of(f"@misc{{a, {fields}}}").date.begin == expected


def test_preprints_are_the_same_in_every_dialect_and_use() -> None:
    for path in DIALECTS:
        catalog, _problems = load(path)
        found = {key for key, paper in catalog.papers.items() if paper.is_preprint}
        assert found == PREPRINTS.get(path.name, set()), path.name
        assert found == {key for key, paper in catalog.papers.items() if is_preprint(paper.entry)}, path.name
        items = json.loads(FORMATS["csl-json"].write(catalog, list(catalog.papers.values())))
        assert found == {item["id"] for item in items if item["type"] == "article"}, path.name
        assert {paper.key for paper in old_preprints(catalog)} <= found, path.name


def test_a_listed_venue_decides_which_papers_are_preprints() -> None:
    server, conference = Venue(name="PS", kind="preprint server"), Venue(name="C", kind="conference")
    assert paper_of("@misc{a, venuekey={PS}}", venues=[server]).is_preprint
    assert not paper_of("@misc{a, venuekey={C}, eprint={1}, archiveprefix={arXiv}}", venues=[conference]).is_preprint
    assert not paper_of("@phdthesis{a, venuekey={PS}}", venues=[server]).is_preprint


def test_a_preprint_has_the_identifier_of_arxiv_wherever_it_is_written() -> None:
    paper = paper_of("@article{a, journal={arXiv preprint arXiv:2210.17323}}")
    assert (paper.arxiv, paper.publisher, paper.container) == ("2210.17323", "arXiv", "")
    assert [link.label for link in paper.links] == ["PDF", "arXiv"]


def test_a_published_paper_has_only_the_identifiers_that_it_names_as_its_own() -> None:
    assert paper_of("@article{a, journal={J}, note={see arXiv:2210.17323}}").identifiers == ()


def test_the_year_is_that_of_the_date() -> None:
    assert [paper_of(f"@misc{{a, {fields}}}").year for fields in ("date={2020-05}", "year={2021}", "year={soon}")] == [
        2020, 2021, None
    ]  # fmt: skip


def test_no_text_of_a_paper_holds_a_control_character() -> None:
    paper = paper_of("@article{a, title={A\u2028B}, author={D\u2028E, F}, journal={G\x85H}}")
    assert (paper.title, paper.authors[0].family, paper.container, paper.venue) == ("A B", "D E", "G H", "G H")


def test_the_venue_of_an_event_is_a_place_unless_the_list_of_venues_has_the_word() -> None:
    text = "@inproceedings{a, booktitle={Proc. of X}, venue={C}}"
    place, listed = paper_of(text), paper_of(text, venues=[Venue(name="C", kind="conference")])
    assert (place.venue, place["event place"]) == ("Proc. of X", "C")
    assert (listed.venue, listed["event place"]) == ("C", "")


VENUES = {
    "journal={\\apj}, eprint={2001.00001}, archiveprefix={arXiv}": "Astrophysical Journal",
    "journal={\\mnras}": "Monthly Notices of the Royal Astronomical Society",
    "journal={\\unheard}": "unheard",
    "journal={arXiv e-prints}, eprint={2001.00001}, archiveprefix={arXiv}": "arXiv",
    "journal={arXiv preprint arXiv:2210.17323}": "arXiv",
    "howpublished={Cryptology {ePrint} Archive, Paper 2013/422}": "Cryptology ePrint Archive",
    "howpublished={Talk at X, Report 7}": "Talk at X",
    "howpublished={\\url{https://a.org}}": "",
    "booktitle={Proc.}, eventtitle={Event}": "Proc.",
    "eventtitle={Event}, publisher={P}": "Event",
    "eprint={x}, eprinttype={googlebooks}": "",
    "archiveprefix={arXiv}": "arXiv",
    "eprinttype={jstor}": "",
    "eprint={2001.00001}, eprinttype={arxiv}": "arXiv",
    "eprint={2001.00001}, eprinttype={arxiv}, institution={Lab}": "Lab",
}


@pytest.mark.parametrize(("fields", "venue"), VENUES.items())
def test_a_venue_is_where_a_work_appeared(fields: str, venue: str) -> None:
    assert paper_of(f"@article{{a, {fields}}}").venue == venue


ADDRESSES = {
    "howpublished={\\url{https://a.org/x_y}}": "https://a.org/x_y",
    "howpublished={Available at \\url{https://a.org/x}}": "https://a.org/x",
    "howpublished={\\href{https://a.org/}{b}}": "https://a.org/",
    "note={\\url{https://a.org/x}}": "https://a.org/x",
    "note={Available online: https://a.org/x, accessed 3 May 2020}": "https://a.org/x",
    "note={More on it at https://a.org/x}": "",
    "url={https://b.org}, howpublished={\\url{https://a.org}}": "https://b.org",
    "url={https://a.org/{\\textunderscore}b$\\sim$c\\string~d}": "https://a.org/_b~c~d",
    "doi={https://doi.org/10.1002/%28SICI%291:2%3C3}": "https://doi.org/10.1002/(SICI)1:2%3C3",
    "doi={10.1002/1:2{\\textless}3$>$4}": "https://doi.org/10.1002/1:2%3C3%3E4",
    "doi={https://doi.org/10/fg6x}": "https://doi.org/10/fg6x",
    "doi={10/fg6x}": "https://doi.org/10/fg6x",
    "doi={10/fg6x/y}": "",
    "doi={10/3212.3123}": "",
    "doi={10.1002/1:6&lt;638::AID&gt;3}": "https://doi.org/10.1002/1:6%3C638::AID%3E3",
    "doi={10.1000/coli b}": "",
    "url={https://a.org/?x=1&amp;y=2}": "https://a.org/?x=1&y=2",
    "url={https://a.org/?x=1&amp;y=2&z=3}": "https://a.org/?x=1&amp;y=2&z=3",
    "url={https://a.org/1, https://a.org/2}": "https://a.org/1",
    "url={https://a.org/1 | https://a.org/2}": "https://a.org/1",
    "url={https://a.org/1, list: https://a.org/2}": "https://a.org/1",
    "url={https://a.org/https://b.org/}": "https://a.org/https://b.org/",
    "url={doi:<a href='https://a.org/x'>x</a>}": "https://a.org/x",
    "url={<a href='https://a.org/x'>x</a> <a href='https://a.org/y'>y</a>}": "https://a.org/x",
    "bdsk-url-1={https://a.org/x}": "https://a.org/x",
    "html={https://a.org/x}": "https://a.org/x",
    "website={https://a.org/x}": "https://a.org/x",
    "html={page.html}": "",
    "doi={10.1000/182}, bdsk-url-1={http://dx.doi.org/10.1000/182}": "https://doi.org/10.1000/182",
    "adsurl={https://ui.adsabs.harvard.edu/abs/2001A}": "https://ui.adsabs.harvard.edu/abs/2001A",
    "arxiv={2001.00001}": "https://arxiv.org/abs/2001.00001",
    "arxivid={arXiv:1011.1669v3}": "",  # Mendeley gave this number to papers that are not on arXiv
    "bdsk-url-1={https://a.org/978-3%5C_34}": "https://a.org/978-3_34",
    "eprint={1842/6713}, eprinttype={handle}": "https://hdl.handle.net/1842/6713",
    "eprint={{2001.00001}}, archiveprefix={{arXiv}}": "https://arxiv.org/abs/2001.00001",
}


@pytest.mark.parametrize(("fields", "url"), ADDRESSES.items())
def test_a_work_is_where_its_fields_say(fields: str, url: str) -> None:
    assert paper_of(f"@misc{{a, {fields}}}").url == url


def test_only_biblatex_has_lists_of_publishers() -> None:
    names = "publisher={Chapman and Hall}"
    assert paper_of(f"@book{{a, {names}, year={{2001}}}}").publisher == "Chapman and Hall"
    assert paper_of(f"@book{{a, {names}, date={{2001}}}}").publisher == "Chapman; Hall"
    assert paper_of("@book{a, publisher={{Chapman and Hall}}, date={2001}}").publisher == "Chapman and Hall"


@pytest.mark.parametrize(
    ("entry", "title", "container"),
    [
        ("@proceedings{a, booktitle={Proc.}, maintitle={Notes}}", "Proc.", "Notes"),
        ("@dataset{a, titleaddon={Raw data}, journal={J}}", "Raw data", "J"),
        ("@article{a, title={}, subtitle={On Two}, journal={J}}", "On Two", "J"),
        ("@periodical{a, issuetitle={On One}, journal={J}}", "On One", "J"),
        ("@inbook{a, title={T}, booktitle={Proc.}}", "T", "Proc."),
        ("@inbook{a, booktitle={Proc.}}", "a", "Proc."),
    ],
)
def test_a_work_without_a_title_has_that_of_its_book_or_issue_or_its_subtitle(
    entry: str, title: str, container: str
) -> None:
    paper = paper_of(entry)
    assert (paper.title, paper.container) == (title, container)


def test_collaborators_are_named_as_such() -> None:
    paper = paper_of("@book{a, author={Roe, Ann}, collaborator={Poe, Cy and Doe, Jo}}")  # as Better BibTeX has them
    names = {role: [person.name for person in people] for role, people in paper.credits()}
    assert names == {"author": ["Ann Roe"], "collaborator": ["Cy Poe", "Jo Doe"]}


@pytest.mark.parametrize(("kind", "publisher"), [("phdthesis", "Univ."), ("report", "Univ."), ("dataset", "Archive")])
def test_a_thesis_comes_from_its_school_whoever_sells_it(kind: str, publisher: str) -> None:
    assert paper_of(f"@{kind}{{a, publisher={{Archive}}, institution={{Univ.}}}}").publisher == publisher


FIELDS = {
    *("author", "title", "date", "url", "eprint", "journal", "booktitle", "eventtitle", "maintitle", "subtitle"),
    *(name for names in (*MADE_OF.values(), *(names for names, _read in PARTS.values())) for name in names),
}


@pytest.mark.parametrize("part", MADE_OF)
def test_a_part_of_the_record_is_empty_without_the_fields_that_it_is_made_of(part: str) -> None:
    fields = dict.fromkeys(sorted(FIELDS.difference(MADE_OF[part])), "2001") | {"eprinttype": "pubmed"}
    text = ", ".join(f"{name}={{{value}}}" for name, value in fields.items())
    assert not any(DERIVED[part](paper_of(f"@{kind}{{a, {text}}}")) for kind in KIND_OF_TYPE)


def test_of_parts_with_one_name_the_later_that_has_a_text_wins() -> None:
    paper = paper_of("@book{a, isbn={1}, issn={2}, note={}}")
    assert paper.texts([("SN", "issn"), ("SN", "isbn"), ("SN", "number"), ("N1", "remarks")]) == {"SN": "1"}
