"""The publication of a preprint is found, and merged without losing the project's own fields."""

from __future__ import annotations

from typing import Any

import pytest

from cardcatalog.bibtex.entries import Entry, parse_bibliography
from cardcatalog.bibtex.layout import format_entry
from cardcatalog.catalog.taxonomy import Venue
from cardcatalog_tools.services.entries import HouseStyle
from cardcatalog_tools.services.publication import have_same_authors, merge_published, published_version
from cardcatalog_tools.services.venues import Venues
from cardcatalog_tools.services.web import Client, ServiceError
from tests.unit.loopback import Answer, Server
from tests.unit.test_services import WORK, atom, feed, note

HOUSE = HouseStyle(Venues([Venue(name="ICXX", full="International Conference on Examples", kind="conference")]))

PREPRINT = """
@misc{doe2021title,
  title = {A {Title}},
  author = {Doe, Jane and Roe, Rex},
  year = {2021},
  url = {https://arxiv.org/abs/2101.00001},
  eprint = {2101.00001},
  archiveprefix = {arXiv},
  keywords = {ptq},
  category = {survey},
  venuekey = {arXiv},
  code = {https://example.org/code},
}
"""
PUBLISHED = WORK | {"container-title": ["ICXX 2022"], "issued": {"date-parts": [[2022]]}, "page": "1-9"}


def entry(text: str = PREPRINT) -> Entry:
    """Return the entry of a text."""
    ((found,), problems) = parse_bibliography(text, "refs.bib")
    assert not problems
    return found


def works(*found: dict[str, Any]) -> Answer:
    """Return the answer of Crossref to a search."""
    return Answer.json({"status": "ok", "message-type": "work-list", "message": {"items": list(found)}})


def test_the_doi_from_arxiv_finds_the_publication(server: Server, client: Client) -> None:
    server.say("/arxiv/api/query", feed(more="<arxiv:doi>10.1000/X1</arxiv:doi>"))
    server.say("/doi/10.1000/X1", Answer.json(PUBLISHED))
    found = published_version(entry(), client, HOUSE, server.hosts)
    assert found
    assert (found.type, found.get("venuekey"), found.get("doi")) == ("inproceedings", "ICXX", "10.1000/X1")


def test_a_search_finds_the_publication(server: Server, client: Client) -> None:
    server.say("/arxiv/api/query", feed())
    server.say("/crossref/works", works(PUBLISHED | {"title": ["Another"]}, PUBLISHED | {"title": ["A <i>title</i>"]}))
    found = published_version(entry(), client, HOUSE, server.hosts)
    assert found
    assert found.get("pages") == "1--9"
    assert server.asked[-1] == "GET /crossref/works?query.bibliographic=A+Title+doe&rows=5"


def test_openreview_gives_the_accepted_venue(server: Server, client: Client) -> None:
    server.say("/openreview/notes", note("ICXX 2022 poster", "x.cc/2022/Conference", title="A Title"))
    submission = entry(
        PREPRINT.replace("eprint = {2101.00001}", "openreview = {aB1}").replace("arxiv.org", "example.org")
    )
    found = published_version(submission, client, HOUSE, server.hosts)
    assert found
    assert found.get("venuekey") == "ICXX"


@pytest.mark.parametrize(
    "work",
    [
        {"title": ["A Title: Revisited"]},
        {"title": ["Correction to: A Title"]},
        {"type": "posted-content"},
        {"author": [{"family": "Poe", "given": "P."}]},
        {"author": []},
        {"issued": {}},
    ],
)
def test_other_works_are_not_matched(server: Server, client: Client, work: dict[str, Any]) -> None:
    server.say("/arxiv/api/query", feed())
    server.say("/crossref/works", works(PUBLISHED | work))
    assert published_version(entry(), client, HOUSE, server.hosts) is None


def test_a_correction_notice_is_not_matched(server: Server, client: Client) -> None:
    server.say("/arxiv/api/query", feed(more="<arxiv:doi>10.1000/X1</arxiv:doi>"))
    server.say("/doi/10.1000/X1", Answer.json(PUBLISHED | {"title": "Erratum: A Title"}))
    server.say("/crossref/works", works())
    assert published_version(entry(), client, HOUSE, server.hosts) is None


@pytest.mark.parametrize("answer", [atom(""), Answer("", status=404)])
def test_a_second_service_is_tried(server: Server, client: Client, answer: Answer) -> None:
    server.say("/arxiv/api/query", answer)
    server.say("/crossref/works", works(PUBLISHED))
    assert published_version(entry(), client, HOUSE, server.hosts)


@pytest.mark.parametrize("body", ["{}", '{"message": []}', '{"message": {"items": {}}}', '{"message": {"items": [1]}}'])
def test_an_empty_search_result_finds_nothing(server: Server, client: Client, body: str) -> None:
    server.say("/arxiv/api/query", feed())
    server.say("/crossref/works", Answer(body))
    assert published_version(entry(), client, HOUSE, server.hosts) is None


def test_a_failing_service_is_reported(server: Server, client: Client) -> None:
    server.say("/arxiv/api/query", feed())
    server.say("/crossref/works", Answer("{}", status=500))
    with pytest.raises(ServiceError, match="returned HTTP"):
        published_version(entry(), client, HOUSE, server.hosts)


def published(title: str = "A Title") -> Entry:
    """Return the record of a publication."""
    return entry(
        f"@inproceedings{{doe2022title, title = {{{title}}}, author = {{Doe, J.}}, booktitle = {{Examples}}, "
        "year = {2022}, pages = {1--9}, doi = {10.1000/X1}, url = {https://doi.org/10.1000/X1}, venuekey = {ICXX}}",
    )


def test_the_publication_is_merged_and_other_fields_are_kept() -> None:
    assert (
        format_entry(merge_published(entry(), published()))
        == """@inproceedings{doe2021title,
  title         = {A {Title}},
  author        = {Doe, Jane and Roe, Rex},
  booktitle     = {Examples},
  year          = {2022},
  pages         = {1--9},
  doi           = {10.1000/X1},
  url           = {https://arxiv.org/abs/2101.00001},
  eprint        = {2101.00001},
  archiveprefix = {arXiv},
  keywords      = {ptq},
  category      = {survey},
  venuekey      = {ICXX},
  code          = {https://example.org/code},
}
"""
    )


def test_the_journal_of_the_preprint_is_removed() -> None:
    preprint = entry(PREPRINT.replace("year", "journal = {arXiv preprint},\n  year"))
    assert "journal" not in merge_published(preprint, published()).fields


def test_the_old_title_of_a_renamed_paper_is_kept() -> None:
    merged = merge_published(entry(), published("A New Title"))
    assert (merged.get("title"), merged.get("formertitle")) == ("A New Title", "A {Title}")


def test_former_titles_are_kept_but_not_the_present_one() -> None:
    preprint = entry(PREPRINT.replace("year", "formertitle = {First Title ; A new {TITLE}},\n  year"))
    assert merge_published(preprint, published("A New Title")).get("formertitle") == "First Title ; A {Title}"


def test_a_title_that_differs_in_case_alone_is_the_same() -> None:
    assert merge_published(entry(), published("A title")).get("title") == "A {Title}"


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("Doe, Jane and Roe, Rex", "Roe, R. and Do{\\'e}, J.", True),
        ("Doe, Jane and Roe, Rex and Poe, P.", "Doe, J. and Moe, M. and Noe, N.", False),
        ("Doe, Jane", "", False),
    ],
)  # fmt: skip
def test_half_of_the_authors_must_agree(first: str, second: str, same: bool) -> None:  # noqa: FBT001  (the expected value)
    entries = [entry(f"@misc{{a, author = {{{names}}}}}") for names in (first, second)]
    assert have_same_authors(*entries) is same
