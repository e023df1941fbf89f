"""The files that people cite from: each read by a program that it is meant for, and holding all that it should."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # it has no annotations
import pytest
import rispy  # type: ignore[import-untyped]  # nor has this
from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]  # nor has this

from cardcatalog.bibtex.entries import PRIVATE_FIELDS, parse_bibliography
from cardcatalog.formats.biblatex import data_model
from cardcatalog.formats.catalog_json import SCHEMA
from tests.site.conftest import Record, Site
from tests.sphinx.helpers import Page

CATALOG_PAGE = Path(__file__).parents[2] / "docs" / "develop" / "catalog.md"


def keys_in(text: str) -> list[str]:
    """Return the keys of a file of BibTeX, in which nothing may be broken."""
    entries, problems = parse_bibliography(text, "file.bib")
    assert not problems
    return sorted(entry.key for entry in entries)


def below(name: str, categories: list[dict[str, Any]]) -> set[str]:
    """Return the ids of a category and of all its descendants."""
    rows = [row["id"] for row in categories if row.get("parent") == name]
    return {name}.union(*(below(row, categories) for row in rows))


def test_the_file_of_a_category_has_its_papers(
    html: Site, records: list[Record], categories: list[dict[str, Any]]
) -> None:
    def expected(name: str) -> list[str]:
        ids = below(name, categories)
        return sorted(row.key for row in records if ids.intersection(row.fields["category"].split(", ")))

    names = [row["id"] for row in categories]
    assert {name: keys_in(html.text(f"papers/{name}.bib")) for name in names} == {n: expected(n) for n in names}


def test_the_file_of_a_keyword_has_its_papers(
    html: Site, records: list[Record], keywords: list[dict[str, Any]]
) -> None:
    def expected(word: str) -> list[str]:
        return sorted(row.key for row in records if word in row.keywords)

    words = [row["id"] for row in keywords]
    assert {word: keys_in(html.text(f"keywords/{word}.bib")) for word in words} == {w: expected(w) for w in words}


@pytest.mark.parametrize("name", ["quantization.biblatex.bib", "quantization.jabref.bib"])
def test_a_dialect_has_every_paper(html: Site, records: list[Record], name: str) -> None:
    assert keys_in(html.text(name)) == sorted(row.key for row in records)


def test_biblatex_is_ascii(html: Site) -> None:
    assert html.text("quantization.biblatex.bib").isascii()


def test_biblatex_has_only_fields_of_its_data_model(html: Site) -> None:
    entries, _problems = parse_bibliography(html.text("quantization.biblatex.bib"), "file.bib")
    assert not {name for entry in entries for name in entry.fields.keys() - data_model()[entry.type]}


def test_biblatex_has_every_preprint_online(html: Site, records: list[Record]) -> None:
    entries, _problems = parse_bibliography(html.text("quantization.biblatex.bib"), "file.bib")
    online = {entry.key for entry in entries if entry.type == "online"}
    assert online == {row.key for row in records if row.type == "misc" and "eprint" in row.fields}


def test_biblatex_keeps_every_value(html: Site, records: list[Record]) -> None:
    entries, _problems = parse_bibliography(html.text("quantization.biblatex.bib"), "file.bib")
    values = {entry.key: set(entry.fields.values()) for entry in entries}
    lost = {
        (row.key, name)
        for row in records
        for name, value in row.fields.items()
        if name not in PRIVATE_FIELDS | {"archiveprefix"} and value not in values[row.key]
    }
    assert not lost


def test_jabref_has_every_category_as_a_group(html: Site, categories: list[dict[str, Any]]) -> None:
    groups = re.findall(
        r"^\d KeywordGroup:.*?\\;2\\;category\\;([\w-]+)\\;", html.text("quantization.jabref.bib"), re.MULTILINE
    )
    assert sorted(groups) == sorted(row["id"] for row in categories)


def test_ris_is_read_by_rispy(html: Site, records: list[Record]) -> None:
    found = [row["id"] for row in rispy.loads(html.text("quantization.ris"))]
    assert sorted(found) == sorted(row.key for row in records)


def test_ris_has_every_author(html: Site, records: list[Record]) -> None:
    found = {row["id"]: len(row["authors"]) for row in rispy.loads(html.text("quantization.ris"))}
    assert found == {row.key: row.fields["author"].count(" and ") + 1 for row in records}


def test_csl_is_read_by_a_processor(html: Site, records: list[Record]) -> None:
    # It supports CSL 1.0.1 and warns of later features.
    with pytest.warns(UserWarning, match=r"unsupported: (citation_key, custom|custom, citation_key|citation_key)$"):
        source = CiteProcJSON(json.loads(html.text("quantization.csl.json")))
    assert sorted(source) == sorted(row.key for row in records)


def test_csl_has_every_year_and_author(html: Site, records: list[Record]) -> None:
    rows = json.loads(html.text("quantization.csl.json"))
    found = {row["id"]: (row["issued"]["date-parts"][0][0], len(row["author"])) for row in rows}
    assert found == {row.key: (int(row.fields["year"]), row.fields["author"].count(" and ") + 1) for row in records}


@pytest.fixture(scope="session")
def schema(html: Site) -> dict[str, Any]:
    """The schema that the site offers."""
    return dict(json.loads(html.text("catalog.schema.json")))


def test_the_schema_is_that_of_the_extension(schema: dict[str, Any]) -> None:
    assert schema == json.loads(SCHEMA.read_text("utf-8"))


def test_catalog_json_is_valid(html: Site, schema: dict[str, Any]) -> None:
    jsonschema.validate(json.loads(html.text("catalog.json")), schema, jsonschema.Draft202012Validator)


def test_the_example_of_catalog_json_is_valid(schema: dict[str, Any]) -> None:
    (example,) = re.findall(r"```json\n(.*?)```", CATALOG_PAGE.read_text("utf-8"), re.DOTALL)
    jsonschema.validate(json.loads(example), schema, jsonschema.Draft202012Validator)


def test_the_json_has_every_paper(html: Site, records: list[Record]) -> None:
    rows = json.loads(html.text("catalog.json"))["papers"]
    assert sorted(row["key"] for row in rows) == sorted(row.key for row in records)


def test_the_json_names_the_licence(html: Site) -> None:
    assert json.loads(html.text("catalog.json"))["license"] == "CC0-1.0"


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_the_page_for_citing_links_to_every_format(build: Any, builder: str) -> None:  # noqa: ANN401
    site = build(builder)
    links = Page(site.text({"html": "cite.html", "dirhtml": "cite/index.html"}[builder])).links
    offered = {path.name for path in site.outdir.glob("quantization.*")} | {"catalog.json"}
    assert offered <= {link.rpartition("/")[2] for link in links}
