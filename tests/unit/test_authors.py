"""The index of authors: the rows of a paper, their anchors, and their pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from cardcatalog.catalog.authors import LINES_PER_PAGE, Author, most_papers, page_label
from tests.catalogs import catalog_of

Index = Callable[..., dict[str, Author]]


@pytest.fixture
def index() -> Index:
    """Indexes of papers, given by their authors; each is added a day after the one before."""

    def index(*authors: str) -> dict[str, Author]:
        entries = (
            f"@misc{{k{9999 - n}, author = {{{names}}}, creationdate = {{2026-01-{n + 1:02}}}}}\n"
            for n, names in enumerate(authors)
        )
        return catalog_of("".join(entries)).authors

    return index


def test_names_are_sorted_by_family_name(index: Index) -> None:
    assert list(index("Young, Al and Abel, Zoe and Abel, Ada")) == ["Ada Abel", "Zoe Abel", "Al Young"]


def test_a_name_appears_once_with_all_its_papers(index: Index) -> None:
    assert len(index("Abel, Ada", "Abel, Ada and Berg, Bo")["Ada Abel"].papers) == 2


def test_a_paper_with_an_author_twice_is_listed_once(index: Index) -> None:
    assert len(index("Abel, Ada and Abel, Ada")["Ada Abel"].papers) == 1


def test_spellings_of_a_name_are_not_merged(index: Index) -> None:
    assert list(index("Abel, A.", "Abel, Ada", r"{\'A}bel, Ada")) == ["A. Abel", "Ada Abel", "Ada Ábel"]


def test_an_anchor_is_the_name_in_plain_letters(index: Index) -> None:
    assert index(r"M{\"u}ller, J{\"o}rg")["Jörg Müller"].anchor == "jorg-muller"


def test_of_names_with_one_anchor_that_added_first_keeps_it(index: Index) -> None:
    anchors = {name: author.anchor for name, author in index(r"M{\"u}ller, Bo", "Muller, Bo").items()}
    assert anchors == {"Bo Müller": "bo-muller", "Bo Muller": "bo-muller-2"}


def test_a_page_holds_the_names_of_a_letter(index: Index) -> None:
    assert [author.page for author in index("Abel, Ada and Berg, Bo and {\\O}rsted, Hans").values()] == ["a", "b", "o"]


def test_a_name_in_other_letters_is_on_the_last_page(index: Index) -> None:
    assert [author.page for author in index("{张伟} and Zhu, Al").values()] == ["z", "other"]


@pytest.fixture
def crowd(index: Index) -> dict[str, Author]:
    """More authors than fit on a page, most of them called Li or Liu."""
    families = ["Li"] * LINES_PER_PAGE + ["Liu"] * (LINES_PER_PAGE // 2) + ["Lee"] * 3 + ["Abel"]
    return index(" and ".join(f"{family}, {chr(97 + n % 26)}{n}" for n, family in enumerate(families)))


def test_no_page_of_many_names_is_too_long(crowd: dict[str, Author]) -> None:
    lines = Counter(author.page for author in crowd.values() for _line in ("name", *author.papers))
    assert max(lines.values()) <= LINES_PER_PAGE


def test_from_a_long_page_the_longest_beginnings_are_taken(crowd: dict[str, Author]) -> None:
    assert {crowd["a0 Li"].page[:2], crowd[f"{chr(97 + (LINES_PER_PAGE * 3 // 2) % 26)}"
            f"{LINES_PER_PAGE * 3 // 2} Lee"].page} == {"li", "l"}  # fmt: skip


def test_a_page_of_a_namesake_too_many_is_left_whole(index: Index) -> None:
    authors = index(*["Li, Al"] * 20)
    assert {author.page for author in authors.values()} == {"l"}


@pytest.mark.parametrize(("page", "label"), [("l", "L"), ("li", "Li…"), ("li-h", "Li, H…"), ("other", "Other")])
def test_a_page_is_called_as_its_names_begin(page: str, label: str) -> None:
    assert page_label(page) == label


def test_authors_with_most_papers_come_first(index: Index) -> None:
    authors = most_papers(index("Abel, Ada and Berg, Bo and Cole, Cy", "Berg, Bo"), limit=2)
    assert [author.person.name for author in authors] == ["Bo Berg", "Ada Abel"]
