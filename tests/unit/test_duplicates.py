"""Duplicates: entries of the same work, and the match key by which they are found."""

from __future__ import annotations

import pytest

from cardcatalog.bibtex.entries import Entry, parse_bibliography
from cardcatalog.catalog.duplicates import DuplicateIndex

KNOWN = 'title = {{ResQ}: {\\"U}ber-Quantization}, author = {Doe, Jane and Roe, Rex}'


def entry(fields: str) -> Entry:
    """Return an entry with some fields."""
    ((found,), problems) = parse_bibliography(f"@misc{{a, {fields}}}", "refs.bib")
    assert not problems
    return found


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        ("doi = {10.1000/ABC}", "doi = {https://doi.org/10.1000/abc}", "DOI"),
        ("doi = {10.1000/abc}", "url = {https://dx.doi.org/10.1000/abc}", "DOI"),
        ("doi = {10.1000/abc.1}", "url = {https://a.org/doi/10.1000/abc.1/full/html?x=1}", "DOI"),
        ("doi = {10.1000/abc.1}", "url = {https://a.org/content/10.1000/abc.1.pdf}", "DOI"),
        (r"doi = {10.1000/a{\textunderscore }b}", r"doi = {10.1000/a\_b}", "DOI"),
        (r"doi = {10.1000/a{\textless}1{\textgreater}}", "url = {https://doi.org/10.1000/a%3C1%3E}", "DOI"),
        (r"url = {https://doi.org/10.1000\%2Fab}", "doi = {10.1000/ab}", "DOI"),
        ("eprint = {2210.17323}, archiveprefix = {arXiv}", "url = {https://arxiv.org/pdf/2210.17323v2.pdf}", "arXiv"),
        ("eprint = {2210.17323v1}, eprinttype = {arxiv}", "doi = {10.48550/arXiv.2210.17323}", "arXiv"),
        ("openreview = {a-B_1}", "url = {https://openreview.net/pdf?id=a-B_1}", "OpenReview"),
        (KNOWN, "title = {RESQ - uber quantization}, author = {R. Roe}", "title"),
        (KNOWN, "title = {New}, formertitle = {Old ; ResQ: Uber-Quantization}, author = {Doe, J.}", "title"),
        (KNOWN, "title = {ResQ: Uber-Quantization}", "title"),
        ("title = {量化}, author = {Doe, J.}", "title = {量 化}, author = {Doe, J.}", "title"),
    ],
)
def test_duplicate_is_found(first: str, second: str, kind: str) -> None:
    match = DuplicateIndex([entry(first)]).find(entry(second))
    assert match
    assert match.by.kind == kind


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (KNOWN, "title = {ResQ: Uber-Quantization}, author = {Poe, P.}"),
        (KNOWN, "title = {ResQ}, author = {Doe, Jane}"),
        ("eprint = {2210.17323}, archiveprefix = {arXiv}", "eprint = {2210.17323}, eprinttype = {hal}"),
        ("openreview = {abc}", "openreview = {ABC}"),
        ("title = {}", "title = {}"),
    ],
)
def test_other_works_are_not_duplicates(first: str, second: str) -> None:
    assert DuplicateIndex([entry(first)]).find(entry(second)) is None


def test_an_identifier_decides_before_a_title() -> None:
    same_title = entry(KNOWN)
    same_doi = entry("doi = {10.1000/abc}, title = {Other}")
    match = DuplicateIndex([same_title, same_doi]).find(entry(f"{KNOWN}, doi = {{10.1000/abc}}"))
    assert match
    assert match.entry is same_doi
