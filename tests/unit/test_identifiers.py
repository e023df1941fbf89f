"""Identifiers: found in texts and URLs, compared, and turned into URLs."""

from __future__ import annotations

import pytest

from cardcatalog.bibtex.entries import parse_bibliography
from cardcatalog.catalog.identifiers import (
    Identifier,
    bare_arxiv,
    bare_doi,
    find_arxiv,
    find_doi,
    find_identifiers,
    is_arxiv,
    is_doi,
    parse,
    parse_url,
)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("2210.17323", "arXiv", "2210.17323"),
        (" arXiv:2210.17323v2 ", "arXiv", "2210.17323"),
        ("cs/0112017", "arXiv", "cs/0112017"),
        ("math.GT/0309136", "arXiv", "math/0309136"),
        ("https://arxiv.org/abs/2210.17323v1", "arXiv", "2210.17323"),
        ("http://www.arxiv.org/pdf/2210.17323.pdf", "arXiv", "2210.17323"),
        ("10.48550/arXiv.2210.17323", "arXiv", "2210.17323"),
        ("https://doi.org/10.48550/arXiv.2210.17323", "arXiv", "2210.17323"),
        ("10.1109/ICCV51070.2023.01570", "DOI", "10.1109/ICCV51070.2023.01570"),
        ("doi: 10.1000/182.", "DOI", "10.1000/182"),
        ("https://dx.doi.org/10.1000/A%3C1%3E", "DOI", "10.1000/A<1>"),
        ("https://dl.acm.org/doi/abs/10.1145/3240508.3240673?casa=1", "DOI", "10.1145/3240508.3240673"),
        ("https://onlinelibrary.wiley.com/doi/10.1525/aa.2003.105.4.723/abstract", "DOI", "10.1525/aa.2003.105.4.723"),
        ("https://www.degruyter.com/document/doi/10.1515/zinso-2018-0608/html", "DOI", "10.1515/zinso-2018-0608"),
        ("https://openreview.net/forum?id=aB-c_1&noteId=x", "OpenReview", "aB-c_1"),
        ("https://openreview.net/pdf?id=aB-c_1", "OpenReview", "aB-c_1"),
        ("https://aclanthology.org/2023.acl-long.1/", "ACL", "2023.acl-long.1"),
        ("https://aclanthology.org/2025.findings-emnlp.943.pdf", "ACL", "2025.findings-emnlp.943"),
        ("https://www.aclweb.org/anthology/P19-1001.bib", "ACL", "P19-1001"),
    ],
)
def test_an_identifier_or_url_is_parsed(text: str, kind: str, value: str) -> None:
    assert parse(text) == Identifier(kind, value)


@pytest.mark.parametrize(
    "text",
    ["", "refs.bib", "aB-c_1", "2210", "10.1000", "https://example.org/2210.17323", "https://arxiv.org/list/cs.LG",
     "10.1000/\x1b[31m", "doi:", "https://", "https://aclanthology.org/", "https://doi.org/"],
)  # fmt: skip
def test_other_text_is_not_an_identifier(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Identifier("DOI", "10.1000/ABC"), Identifier("DOI", "10.1000/abc")),
        (Identifier("arXiv", "2210.17323", "v2"), Identifier("arXiv", "2210.17323")),
        (Identifier("arXiv", "2210.17323"), Identifier("DOI", "10.48550/ARXIV.2210.17323v1")),
        (Identifier("ACL", "P19-1001"), Identifier("ACL", "p19-1001")),
    ],
)
def test_two_spellings_of_an_identifier_are_one(first: Identifier, second: Identifier) -> None:
    assert first != second
    assert first.canonical == second.canonical


def test_identifiers_of_openreview_are_sensitive_to_case() -> None:
    assert Identifier("OpenReview", "aB1").canonical != Identifier("OpenReview", "ab1").canonical


@pytest.mark.parametrize(
    ("identifier", "url", "pdf_url"),
    [
        (Identifier("DOI", "10.1000/a<1>"), "https://doi.org/10.1000/a%3C1%3E", ""),
        (Identifier("arXiv", "2210.17323", "v2"), "https://arxiv.org/abs/2210.17323v2", "https://arxiv.org/pdf/2210.17323v2"),
        (Identifier("OpenReview", "a-B_1"), "https://openreview.net/forum?id=a-B_1", "https://openreview.net/pdf?id=a-B_1"),
        (Identifier("ACL", "P19-1001"), "https://aclanthology.org/P19-1001/", "https://aclanthology.org/P19-1001.pdf"),
    ],
)  # fmt: skip
def test_an_identifier_has_the_url_of_its_registry(identifier: Identifier, url: str, pdf_url: str) -> None:
    assert (identifier.url, identifier.pdf_url) == (url, pdf_url)
    assert parse_url(url) == Identifier(identifier.kind, identifier.value)


def test_a_field_may_hold_more_than_the_identifier() -> None:
    assert find_doi(r"\url{https://doi.org/10.1000/a\_1}") == Identifier("DOI", "10.1000/a_1")
    assert find_arxiv("arXiv:math.GT/0309136v1 [math]") == Identifier("arXiv", "math.GT/0309136", "v1")
    assert find_doi("11.1000/182") is find_arxiv("2210.1") is None


def test_only_a_bare_identifier_has_the_form_of_one() -> None:
    assert is_doi("10.1000/182")
    assert is_arxiv("cs/0112017v1")
    assert not is_doi("doi:10.1000/182")
    assert not is_arxiv("arXiv:2210.17323")


def test_a_prefix_is_taken_from_an_identifier_and_nothing_else_changes() -> None:
    for text in ("https://dx.doi.org/10.1000/182", "doi: 10.1000/182", "DOI10.1000/182"):
        assert bare_doi(text) == "10.1000/182"
    for text in ("https://arxiv.org/pdf/2210.17323v2.pdf", "arXiv: 2210.17323v2"):
        assert bare_arxiv(text) == "2210.17323v2"
    for text in ("10.1000/182", "doi:182", "https://example.org/10.1000/182"):
        assert bare_doi(text) == text
    for text in ("2210.17323", "arXiv:x", "https://example.org/2210.17323"):
        assert bare_arxiv(text) == text


@pytest.mark.parametrize(
    ("fields", "kinds"),
    [
        ("journal = {arXiv preprint arXiv:2210.17323}", "arXiv"),
        ("journal = {CoRR}, volume = {abs/2210.17323}", "arXiv"),
        ("doi = {10.48550/arXiv.2210.17323}", "arXiv"),
        ("url = {https://doi.org/10.1000/182}, note = {\\url{https://openreview.net/forum?id=a-B}}", "DOI OpenReview"),
        ("eprint = {2210.17323}, eprinttype = {hal}", ""),
    ],
)
def test_identifiers_are_found_in_any_field(fields: str, kinds: str) -> None:
    ((entry,), _problems) = parse_bibliography(f"@misc{{a, {fields}}}", "refs.bib")
    assert " ".join(identifier.kind for identifier in find_identifiers(entry)) == kinds


def test_the_arxiv_identifier_gives_the_month() -> None:
    months = {"2210.17323": (2022, 10), "hep-th/9901001": (1999, 1), "math.GT/0309136": (2003, 9), "2213.00001": None}
    assert {value: Identifier("arXiv", value).month for value in months} == months
    assert Identifier("DOI", "10.1000/0309136").month is None
