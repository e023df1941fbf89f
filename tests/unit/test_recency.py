"""When papers were news."""

from __future__ import annotations

import pytest

from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.query import RECENT, Query
from cardcatalog.catalog.recency import MANY_A_DAY
from tests.catalogs import catalog_of as catalog_of_text


def catalog_of(*entries: str) -> Catalog:
    """Return the catalog of entries given by their fields."""
    text = "\n".join(f"@misc{{k{n}, title = {{T}}, {fields}}}" for n, fields in enumerate(entries))
    return catalog_of_text(text)


@pytest.mark.parametrize(
    ("fields", "moment"),
    [
        ("year = 2020, creationdate = {2021-03-04}", (2021, 3, 4)),
        ("year = 2020, creationdate = {2021-03-04T05:06:07}", (2021, 3, 4)),
        ("year = 2020, creationdate = {soon}", (2020, 0, 0)),
        ("year = 2020, creationdate = {2020-13-45}", (2020, 0, 0)),
        ("year = 2020, eprint = {1912.00001}, archiveprefix = {arXiv}", (2019, 12, 0)),
        ("date = {2020-05-06}", (2020, 5, 0)),
        ("date = {2020-21}", (2020, 0, 0)),  # a season
        ("year = {in press}", (0, 0, 0)),
    ],
)
def test_a_paper_is_news_on_the_day_of_its_addition_else_in_the_month_when_it_appeared(
    fields: str, moment: tuple[int, int, int]
) -> None:
    assert catalog_of(fields).moments == {"k0": moment}


def test_papers_that_were_added_with_many_others_are_news_in_their_months() -> None:
    many = [f"date = {{2020-{1 + n % 12:02}}}, creationdate = {{2021-03-04}}" for n in range(MANY_A_DAY + 1)]
    catalog = catalog_of(*many, "date = {2019-01}, creationdate = {2021-03-05}")
    assert catalog.moments["k3"] == (2020, 4, 0)
    first, second, *_rest = catalog.select(Query(sort=RECENT))
    assert (first.key, catalog.moments[first.key]) == (f"k{MANY_A_DAY + 1}", (2021, 3, 5))
    assert catalog.moments[second.key] == (2020, 12, 0)


def test_a_full_day_of_additions_is_not_an_import() -> None:
    catalog = catalog_of(*["year = 2020, creationdate = {2021-03-04}"] * MANY_A_DAY)
    assert set(catalog.moments.values()) == {(2021, 3, 4)}
