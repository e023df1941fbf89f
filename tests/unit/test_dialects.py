"""What databases and services write, read as the parts of the record that it means; each row is a habit of one."""

from __future__ import annotations

import pytest

from cardcatalog.bibtex.entries import parse_bibliography
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.paper import Paper

_UPRIGHT = r"{\textbackslash}mathrm\{%s\}"
ESCAPED = r"\$" + r"{\textbackslash}cdot".join(_UPRIGHT % letter for letter in "abcd") + r"\$"
"""A formula of more than a hundred characters, as it is escaped."""

PARTS = [
    ("Scopus", "note = {Cited by: 8; All Open Access; Gold Open Access}", "remarks", ""),
    ("Scopus", "note = {Cited by 79}", "remarks", ""),
    ("Scopus", "note = {cited By (since 1996)79; Conference Code: 12}", "remarks", "Conference Code: 12"),
    ("a person", "note = {It is cited by 8 others}", "remarks", "It is cited by 8 others"),
    ("Scopus", "type = {Conference paper}", "genre", ""),
    ("Scopus", "type = {Book chapter}", "genre", ""),
    ("Scopus", "type = {Editorial}", "genre", "Editorial"),
    ("Scopus", "volume = {13451 LNCS}", "volume", "13451"),
    ("Scopus", "volume = {52 SUPPL}", "volume", "52 SUPPL"),
    ("Scopus", "volume = {2021-June}", "volume", "2021-June"),
    ("Scopus", "pubmed_id = {30035838}", "pmid", "30035838"),
    ("Web of Science", "type = {{Article; Proceedings Paper}}", "genre", ""),
    ("Web of Science", "eissn = {1879-291X}", "issn", "1879-291X"),
    ("Web of Science", "issn = {1234-5678}, eissn = {1879-291X}", "issn", "1234-5678"),
    ("a person", r"howpublished = {Available online, \url{https://example.org}}", "how published", ""),
    ("a person", r"howpublished = {Blog post, \url{https://example.org}}", "how published", "Blog post"),
    ("CRIS", "pissn = {1234-5678}", "issn", "1234-5678"),
    ("TeXMed", "pmc = {PMC4968004}", "pmcid", "PMC4968004"),
    ("bioRxiv", "type = {New Results}", "genre", ""),
    ("Springer", "totalpages = {272}", "pagetotal", "272"),
    ("Semantic Scholar", "volume = {104 2}", "volume", "104"),
    ("Semantic Scholar", "volume = {104 2}", "issue", "2"),
    ("Semantic Scholar", "volume = {19 1-2}", "issue", "1-2"),
    ("Semantic Scholar", "volume = {104 2}, number = {3}", "issue", "3"),
    ("Semantic Scholar", "volume = {104}", "issue", ""),
    ("Semantic Scholar", "volume = {abs/1706.03762}", "volume", ""),
    ("ERIC", "volume = {ED 206 202}", "volume", "ED 206 202"),
    ("Frontiers", "volume = {Volume 11 - 2020}", "volume", "11"),
    ("a person", "volume = {Vol. 7}", "volume", "7"),
    ("a person", "volume = {Volume One}", "volume", "Volume One"),
    ("EndNote", "type = {Journal Article}", "genre", ""),
    ("EndNote", "type = {Web Page}", "genre", ""),
    ("EndNote", "type = {Blog}", "genre", "Blog"),
    ("a person", "type = {Thesis}", "genre", "Thesis"),
    ("Taylor & Francis", "note = {PMID: 30035838}", "remarks", ""),
    ("Taylor & Francis", "note = {PMID: 30035838}", "pmid", "30035838"),
    ("a person", "note = {PMID: 30035838 is wrong}", "remarks", "PMID: 30035838 is wrong"),
    ("Cambridge Core", "place = {Leiden}", "place", "Leiden"),
    ("a person", "pages = {pp. 3--9}", "pages", "3-9"),
    ("a person", "pages = {p. 4}", "pages", "4"),
    ("a person", "pages = {P12--P14}", "pages", "P12-P14"),
    ("Scopus", "doi = {10.1007/978-3-319-14886-1 26}", "doi", ""),
    ("a person", "doi = {10.1162/coli a 00346}", "doi", ""),
    ("a person", "doi = {10.1000/182 and 10.1000/183}", "doi", "10.1000/182"),
    ("ACM", "title = {On \x8akoda \x96 and\x85More}", "title", "On Škoda \N{EN DASH} and More"),
    ("ACM", "title = {Repairs for $0.08 per Violation}", "title", "Repairs for $0.08 per Violation"),
    ("Zotero of IEEE", f"title = {{On {ESCAPED} Fading}}", "title", "On a·b·c·d Fading"),
]
"""A service, the field as it writes it, a part of the record, and its value."""


def paper_of(field: str) -> Paper:
    """Return the paper of an article with a field."""
    entries, _problems = parse_bibliography(f"@article{{k, author = {{Roe, Ann}}, {field}}}", "refs.bib")
    return Catalog.from_entries(entries).papers["k"]


@pytest.mark.parametrize(("service", "field", "part", "value"), PARTS)
def test_a_field_means_to_the_record_what_it_means_to_its_service(
    service: str, field: str, part: str, value: str
) -> None:
    assert paper_of(field)[part] == value, service


def test_a_day_of_a_visit_may_be_in_the_field_of_de_gruyter() -> None:
    assert paper_of("lastchecked = {2021-06-01}").other_date("urldate").iso == "2021-06-01"


def test_letters_of_windows_in_names_are_read_as_such() -> None:
    (person,) = paper_of("editor = {Poe, Cy}, translator = {\x8aroe, Ann\x92}").people("translator")
    assert person.inverted == "Šroe, Ann\N{RIGHT SINGLE QUOTATION MARK}"
