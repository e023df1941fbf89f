"""Related papers, and their reasons."""

from __future__ import annotations

import gc
import pickle
import weakref
from random import Random

import pytest

from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.related import MOST_RELATED, WINDOW, Found, Reason, _Index, find_nearest, with_named
from tests.calls import note_calls
from tests.catalogs import catalog_of as catalog_of_text

BASE = "".join(
    f"@misc{{base{n}, title = {{Alpha{n} beta{n}}}, author = {{Nobody{n}, N}}, year = {{2000}}}}\n" for n in range(40)
)
"""Papers that share nothing, so that shared features of others are rare."""


MORE = "".join(BASE.replace("base", f"more{n}x").replace("lpha", f"{n}").replace("eta", f"{n}") for n in range(40))
"""Papers to hide others among."""


def catalog_of(entries: str) -> Catalog:
    """Return the catalog of some entries and forty unrelated ones."""
    return catalog_of_text(BASE + entries)


def relate(catalog: Catalog, limit: int = MOST_RELATED) -> dict[str, dict[str, Reason]]:
    """Return why papers are related to each one, by its key and by theirs, the nearest first."""
    found = find_nearest(catalog, {}, limit)
    return {paper.key: with_named(catalog, paper, found[paper.key], limit) for paper in catalog.papers.values()}


def entry(key: str, title: str, author: str = "", **fields: str) -> str:
    """Return an entry with a unique author, unless one is given."""
    more = "".join(f", {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{key}, title = {{{title}}}, author = {{{author or f'Only-{key}, O'}}}, year = {{2001}}{more}}}\n"


def test_shared_authors_are_a_reason() -> None:
    catalog = catalog_of(entry("a", "One", "Abel, Ada and Berg, Bo") + entry("b", "Two", "Berg, Bo and Abel, Ada"))
    assert relate(catalog)["a"] == {"b": Reason(authors=("Ada Abel", "Bo Berg"))}


def test_an_index_is_freed_without_the_collector() -> None:
    index = _Index({"a": "author Ada Abel\nword rounding", "b": "author Ada Abel\nword grids"})
    index.nearest("a", 1)
    index.reasons("a", ["b"])
    freed = weakref.ref(index)
    gc.disable()
    try:
        del index
        assert freed() is None
    finally:
        gc.enable()


def test_shared_keywords_are_a_reason_the_rarest_first() -> None:
    entries = [entry("a", "One", keywords="common, rare"), entry("b", "Two", keywords="common, rare")]
    entries += [entry(f"c{n}", f"Three{n}", keywords="common") for n in range(3)]
    nearest = relate(catalog_of("".join(entries)))["a"]
    assert next(iter(nearest.items())) == ("b", Reason(keywords=("rare", "common")))


def test_a_similar_title_is_a_reason() -> None:
    catalog = catalog_of(entry("a", "Rounding grids that learn") + entry("b", "Learning rounding grids"))
    assert relate(catalog)["a"] == {"b": Reason(is_alike=True)}


def test_a_paper_that_shares_more_comes_first() -> None:
    entries = entry("a", "One", keywords="x, y") + entry("b", "Two", keywords="x") + entry("c", "Six", keywords="x, y")
    assert [*relate(catalog_of(entries))["a"]] == ["c", "b"]


def test_papers_that_share_nothing_are_not_related() -> None:
    assert not any(relate(catalog_of("")).values())


def test_keywords_of_nearly_all_papers_are_not_a_reason() -> None:
    entries = "".join(entry(f"a{n}", f"Gamma{n}", keywords="all") for n in range(40))
    assert not any(relate(catalog_of(entries)).values())


def test_a_paper_is_not_related_to_itself() -> None:
    relations = relate(catalog_of(entry("a", "Same words here", keywords="x") + entry("b", "One", keywords="x")))
    assert "a" not in relations["a"]


def test_papers_named_by_the_entry_come_first() -> None:
    entries = entry("a", "One", keywords="x", related="base7, a, nowhere") + entry("b", "Two", keywords="x")
    assert [*relate(catalog_of(entries))["a"]] == ["base7", "b"]


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
    found = {*relate(catalog_of(entries + MORE), 99)["a050"]}
    assert found <= {f"a{n:03}" for n in range(50 - WINDOW, 51 + WINDOW)}


WORDS = [f"word{n}" for n in range(60)]


def some_entries(count: int, seed: int = 1) -> list[str]:
    """Return entries whose authors, keywords and words of titles are drawn from few."""
    rng = Random(seed)  # noqa: S311
    return [
        entry(
            f"p{n:03}",
            " ".join(rng.sample(WORDS, 5)),
            " and ".join(f"N{n}, A" for n in rng.sample(range(count // 4), 2)),
            keywords=", ".join(rng.sample("abcdefghijkl", 3)),
        )
        for n in range(count)
    ]


def kept(found: dict[str, Found]) -> dict[str, Found]:
    """Return what was found as a later build reads it."""
    rows = pickle.loads(pickle.dumps({key: tuple(row) for key, row in found.items()}))  # noqa: S301  (our own)
    return {key: Found._make(row) for key, row in rows.items()}


CHANGES = ("title", "author", "keywords", "year", "added", "removed")


def change(rows: list[str], kind: str, rng: Random) -> None:
    """Change one of some entries: a field to that of another one, or an entry is added or removed."""
    at = rng.randrange(len(rows))
    if kind == "added":
        rows.insert(at, some_entries(1000, rng.randrange(100, 200))[900 + rng.randrange(100)])
    elif kind == "removed":
        del rows[at]
    else:
        other = rng.choice([row for row in rows if row != rows[at]])
        old, new = (row.split(f"{kind} = ")[1].split("}")[0] for row in (rows[at], other))
        rows[at] = rows[at].replace(f"{kind} = {old}", f"{kind} = {'{1999' if kind == 'year' else new}")


# With 40 more, and numbers rounded up to two digits, the first of these is a number at which one paper changes all.
@pytest.mark.parametrize("count", [300, 303, 306])
@pytest.mark.parametrize("seed", range(3))
def test_relations_found_after_a_change_are_those_found_from_nothing(seed: int, count: int) -> None:
    rng, rows = Random(seed), some_entries(count)  # noqa: S311
    known = find_nearest(catalog_of("".join(rows)), {})
    for kind in CHANGES:
        change(rows, kind, rng)
        catalog = catalog_of("".join(rows))
        known = find_nearest(catalog, kept(known))
        assert kept(known) == kept(find_nearest(catalog, {})), kind


@pytest.mark.parametrize("seed", range(4))
def test_relations_found_after_many_changes_at_once_are_those_found_from_nothing(seed: int) -> None:
    rng, rows = Random(seed), some_entries(305)  # noqa: S311
    known = find_nearest(catalog_of("".join(rows)), {})
    for kind in CHANGES * 2:
        change(rows, kind, rng)
    catalog = catalog_of("".join(rows))
    assert kept(find_nearest(catalog, kept(known))) == kept(find_nearest(catalog, {}))


def test_relations_follow_the_order_of_papers_of_one_title_and_year() -> None:
    """In a long list a paper sees those near it, and the catalog has papers that are alike in the order of the file."""
    rows = [entry(f"a{n:02}", "Same words", keywords="x" if n % 3 else "x, y") for n in range(40)]
    known = find_nearest(catalog_of("".join(rows)), {})
    catalog = catalog_of("".join(reversed(rows)))
    assert kept(find_nearest(catalog, kept(known))) == kept(find_nearest(catalog, {})) != kept(known)


def test_another_number_of_relations_is_found_from_nothing() -> None:
    catalog = catalog_of("".join(some_entries(100)))
    known = find_nearest(catalog, {})
    assert kept(find_nearest(catalog, kept(known), 2)) == kept(find_nearest(catalog, {}, 2))


def test_a_change_of_one_title_leaves_the_relations_of_most(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [entry(f"p{n}", f"Topic{n // 3} part{n}", keywords=f"k{n // 3}") for n in range(300)]
    known = find_nearest(catalog_of("".join(rows)), {})
    found = note_calls(monkeypatch, _Index, "nearest", lambda _index, key, _limit: key)
    catalog = catalog_of("".join(rows).replace("Topic50 part151", "Topic50 parts"))
    assert len(find_nearest(catalog, known)["p150"].nearest) == 2
    assert sorted(found) == ["p150", "p151", "p152"]


def test_papers_that_share_what_has_not_changed_of_one_keep_their_relations(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [entry(f"p{n:02}", f"Part{n:02} word{n % 9}", keywords="same") for n in range(60)]
    known = find_nearest(catalog_of("".join(rows)), {})
    found = note_calls(monkeypatch, _Index, "nearest", lambda _index, key, _limit: key)
    catalog = catalog_of("".join(rows).replace("Part30 word3", "Part30 word3 more"))
    assert kept(find_nearest(catalog, known)) == kept(find_nearest(catalog, {})) != kept(known)
    assert found[: -len(catalog.papers)] == ["p30"]
