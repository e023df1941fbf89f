"""Works of every kind, as programs find them on our pages: tags of the head, schema.org, COinS."""

from __future__ import annotations

import html
import json
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.kinds import KINDS
from cardcatalog.catalog.loader import load
from cardcatalog.catalog.paper import Paper
from cardcatalog.formats.coins import coins
from cardcatalog.formats.metadata import head_of
from cardcatalog.formats.schema_org import json_ld
from tests.catalogs import catalog_of as catalog_of_text

DATA = Path(__file__).parent / "data"
CASES: dict[str, dict[str, str]] = {
    row["name"]: row for row in tomllib.loads((DATA / "kinds.toml").read_text("utf-8"))["kind"]
}
VOCABULARY: dict[str, dict[str, str]] = tomllib.loads((DATA / "schema-org.toml").read_text("utf-8"))
CORPUS = [load(DATA / "record" / f"{name}.bib")[0] for name in ("biblatex", "bibtex", "dialects")]

ITEM_TYPES = frozenset(
    "artwork audioRecording bill blogPost book bookSection case computerProgram conferencePaper dataset "
    "dictionaryEntry document email encyclopediaArticle film forumPost hearing instantMessage interview "
    "journalArticle letter magazineArticle manuscript map newspaperArticle patent podcast preprint presentation "
    "radioBroadcast report standard statute thesis tvBroadcast videoRecording webpage".split()
)
"""The types of items in version 41 of Zotero's schema (github.com/zotero/zotero-schema)."""


@cache
def catalog_of(kind: str) -> Catalog:
    """Return a catalog of the work of a kind."""
    return catalog_of_text(CASES[kind]["entry"])


def work(kind: str) -> Paper:
    """Return the work of a kind."""
    return catalog_of(kind).papers["k"]


def rows(text: str) -> list[tuple[str, str]]:
    """Return names with their values, one a line."""
    return [(name, value) for name, _, value in (line.partition(" = ") for line in text.strip().split("\n"))]


def data(paper: Paper, catalog: Catalog, **more: str) -> dict[str, Any]:
    """Return the data of a paper for schema.org."""
    found: dict[str, Any] = json.loads(json_ld(paper, catalog, **more))
    return found


def test_every_kind_has_a_case() -> None:
    assert CASES.keys() == KINDS.keys()
    assert [work(kind).kind for kind in CASES] == [*CASES]


@pytest.mark.parametrize("kind", CASES)
def test_a_head_has_the_tags_of_its_kind(kind: str) -> None:
    tags = re.findall(
        r'<meta name="(?:citation_)?([^"]*)" content="([^"]*)">', head_of(work(kind), catalog_of(kind), url="")
    )
    assert tags == rows(CASES[kind]["head"])


@pytest.mark.parametrize("kind", CASES)
def test_the_data_are_those_of_its_kind(kind: str) -> None:
    assert data(work(kind), catalog_of(kind)) == {"@context": "https://schema.org", **json.loads(CASES[kind]["data"])}


@pytest.mark.parametrize("kind", CASES)
def test_a_context_object_is_that_of_its_kind(kind: str) -> None:
    query = re.search('title="([^"]*)"', coins(work(kind), catalog_of(kind)))
    assert query
    assert parse_qsl(html.unescape(query[1])) == rows(CASES[kind]["coins"])


@pytest.mark.parametrize("kind", CASES)
def test_a_paper_has_its_abstract_and_its_page(kind: str) -> None:
    found = data(work(kind), catalog_of(kind), url="https://x.example.org/k.html", abstract="It does.")
    assert (found["abstract"], found["url"], found["@id"]) == ("It does.", *["https://x.example.org/k.html"] * 2)
    head = head_of(work(kind), catalog_of(kind), url="", abstract="It does.")
    assert '<meta name="citation_abstract" content="It does.">' in head


def properties(kind: str) -> set[str]:
    """Return the properties of a type of schema.org."""
    row = VOCABULARY[kind]
    return {*row["properties"].split()} | (properties(row["extends"]) if "extends" in row else set())


def nodes(value: object) -> Iterator[dict[str, Any]]:
    """Yield each object in data, the outer one first."""
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from nodes(part)


@pytest.mark.parametrize("number", range(len(CORPUS)))
def test_each_property_is_one_of_its_type(number: int) -> None:
    catalog = CORPUS[number]
    found = [node for paper in catalog.papers.values() for node in nodes(data(paper, catalog, url="u", abstract="a"))]
    assert len(found) > len(catalog.papers)
    wrong = {
        (str(kinds), name)
        for node in found
        for kinds in [node["@type"] if isinstance(node["@type"], list) else [node["@type"]]]
        for name in node.keys() - {"@context", "@id", "@type"} - set().union(*map(properties, kinds))
    }
    assert wrong == set()


def test_zotero_has_the_type_of_every_kind() -> None:
    assert {row.zotero for row in KINDS.values()} <= ITEM_TYPES
