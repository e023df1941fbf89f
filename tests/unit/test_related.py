"""Related papers, and their reasons."""

from __future__ import annotations

from cardcatalog.bibtex.entries import parse_bibliography
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.related import WINDOW, Relation, relate

BASE = "".join(
    f"@misc{{base{n}, title = {{Alpha{n} beta{n}}}, author = {{Nobody{n}, N}}, year = {{2000}}}}\n" for n in range(40)
)
"""Papers that share nothing, so that what others share is rare."""


MORE = "".join(BASE.replace("base", f"more{n}x").replace("lpha", f"{n}").replace("eta", f"{n}") for n in range(40))
"""Papers to hide others among."""


def catalog_of(entries: str) -> Catalog:
    """Return the catalog of some entries and forty unrelated ones."""
    return Catalog.from_entries(parse_bibliography(BASE + entries, "refs.bib")[0])


def entry(key: str, title: str, author: str = "", **fields: str) -> str:
    """Return an entry with a unique author, unless one is given."""
    more = "".join(f", {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{key}, title = {{{title}}}, author = {{{author or f'Only-{key}, O'}}}, year = {{2001}}{more}}}\n"


def test_shared_authors_are_a_reason() -> None:
    catalog = catalog_of(entry("a", "One", "Abel, Ada and Berg, Bo") + entry("b", "Two", "Berg, Bo and Abel, Ada"))
    assert relate(catalog)["a"] == (Relation("b", authors=("Ada Abel", "Bo Berg")),)


def test_shared_keywords_are_a_reason_the_rarest_first() -> None:
    entries = [entry("a", "One", keywords="common, rare"), entry("b", "Two", keywords="common, rare")]
    entries += [entry(f"c{n}", f"Three{n}", keywords="common") for n in range(3)]
    assert relate(catalog_of("".join(entries)))["a"][0] == Relation("b", keywords=("rare", "common"))


def test_a_similar_title_is_a_reason() -> None:
    catalog = catalog_of(entry("a", "Rounding grids that learn") + entry("b", "Learning rounding grids"))
    assert relate(catalog)["a"] == (Relation("b", is_alike=True),)


def test_a_paper_that_shares_more_comes_first() -> None:
    entries = entry("a", "One", keywords="x, y") + entry("b", "Two", keywords="x") + entry("c", "Six", keywords="x, y")
    assert [relation.key for relation in relate(catalog_of(entries))["a"]] == ["c", "b"]


def test_papers_that_share_nothing_are_not_related() -> None:
    assert not any(relate(catalog_of("")).values())


def test_keywords_of_nearly_all_papers_are_not_a_reason() -> None:
    entries = "".join(entry(f"a{n}", f"Gamma{n}", keywords="all") for n in range(40))
    assert not any(relate(catalog_of(entries)).values())


def test_a_paper_is_not_related_to_itself() -> None:
    relations = relate(catalog_of(entry("a", "Same words here", keywords="x") + entry("b", "One", keywords="x")))
    assert "a" not in {relation.key for relation in relations["a"]}


def test_papers_named_by_the_entry_come_first() -> None:
    entries = entry("a", "One", keywords="x", related="base7, a, nowhere") + entry("b", "Two", keywords="x")
    assert [relation.key for relation in relate(catalog_of(entries))["a"]] == ["base7", "b"]


def test_the_number_of_related_papers_is_limited() -> None:
    entries = "".join(entry(f"a{n}", f"Gamma{n}", keywords="x") for n in range(3))
    assert {len(row) for row in relate(catalog_of(entries), limit=1).values()} == {0, 1}


def test_the_order_of_entries_does_not_matter() -> None:
    rows = [entry(f"a{n}", f"Gamma{n}", keywords="x" if n % 2 else "x, y") for n in range(6)]
    forward, backward = (relate(catalog_of("".join(order))) for order in (rows, rows[::-1]))
    assert forward == backward


def test_candidates_are_limited_to_a_window() -> None:
    """Of a long list, a paper sees those near it: the work grows with papers, not with pairs."""
    entries = "".join(entry(f"a{n:03}", f"Gamma{n:03}", keywords="x") for n in range(100))
    found = {relation.key for relation in relate(catalog_of(entries + MORE), 99)["a050"]}
    assert found <= {f"a{n:03}" for n in range(50 - WINDOW, 51 + WINDOW)}
