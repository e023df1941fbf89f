"""What readers type into the explorer, and the papers that must come first, without a browser."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.loader import Sources, load_catalog
from cardcatalog.formats.packed_columns import packed
from cardcatalog.formats.search_data import explorer_data, explorer_row, search_data
from tests.unit.node import ROOT, run_node, unpacked

QUERIES = tomllib.loads((Path(__file__).parent / "data" / "queries.toml").read_text("utf-8"))["query"]
FIRST_PAGE = 10


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """Return the real papers."""
    tables = {name: f"{name}.toml" for name in ("categories", "keywords", "venues")}
    return load_catalog(Sources(ROOT / "bib", ("quantization.bib",), **tables))[0]


@pytest.fixture(scope="module")
def answers(catalog: Catalog) -> list[dict[str, Any]]:
    """Return the answer of the scripts to each query, with titles for the keys."""
    guides = "".join(path.read_text("utf-8") for path in (ROOT / "docs" / "guides").glob("*.md"))
    steps = dict.fromkeys(re.findall(r"^\d+\. \*\*\{paper:title\}`(\w+)`", guides, re.MULTILINE), ("", "guide.html"))
    assert len(steps) > 80
    said = {key: (paper["gist"], steps.get(key, ("", ""))[1]) for key, paper in catalog.papers.items()}
    data = explorer_data(
        catalog, lambda objtype, name: f"{objtype}/{name}.html", explorer_row, said=said, has_paper_pages=True
    )
    queries = [case["q"] for case in QUERIES]
    found: list[dict[str, Any]] = json.loads(run_node("tests/js/queries.js", given=json.dumps([data, queries])))
    return [answer | {"titles": [catalog.papers[key].title for key in answer["keys"]]} for answer in found]


def fault(case: dict[str, Any], kind: str, text: str, titles: list[str]) -> str:
    """Return what is wrong with an answer, or an empty string."""

    def are(expected: list[str], found: list[str]) -> bool:
        return len(expected) == len(found) and all(map(str.startswith, found, expected))

    def absent(expected: list[str], found: list[str]) -> list[str]:
        return [start for start in expected if not any(title.startswith(start) for title in found)]

    checks = {
        "note": kind == case.get("note", ""),
        "text": text == case.get("text", text),
        "none": case.get("none", False) == (not titles),
        "only": are(case.get("only", titles), titles),
        "first": are(case.get("first", []), titles[: len(case.get("first", []))]),
        "among": not absent(case.get("among", []), titles[:FIRST_PAGE]),
        "each": all(any(part in title.lower() for part in case.get("each", [""])) for title in titles[:FIRST_PAGE]),
        "not": len(absent(case.get("not", []), titles)) == len(case.get("not", [])),
    }
    wrong = ", ".join(name for name, holds in checks.items() if not holds)
    return (
        wrong and f"{case['q']}: {wrong}; {kind} {text!r} {len(titles)} {[title[:50] for title in titles[:FIRST_PAGE]]}"
    )


def test_each_query_finds_what_it_must(answers: list[dict[str, Any]]) -> None:
    pairs = zip(QUERIES, answers, strict=True)
    faults = [fault(case, answer["kind"], answer["text"], answer["titles"]) for case, answer in pairs]
    assert not any(faults), "\n".join(filter(None, faults))


def test_each_correction_names_what_no_paper_has(answers: list[dict[str, Any]]) -> None:
    corrected = {answer["text"]: answer["words"] for answer in answers if answer["kind"] == "corrected"}
    assert corrected["ResNet 4-bit"] == ["ResNet18"]
    assert all(corrected.values())


def test_each_expected_title_is_that_of_one_paper(catalog: Catalog) -> None:
    titles = [paper.title for paper in catalog.papers.values()]
    names = ("first", "among", "only", "not")
    starts = {start for case in QUERIES for name in names for start in case.get(name, [])}
    unknown = [start for start in sorted(starts) if not any(title.startswith(start) for title in titles)]
    assert not unknown, unknown


def test_there_are_queries_enough_and_none_twice() -> None:
    texts = [case["q"] for case in QUERIES]
    assert len(texts) >= 150
    assert len(set(texts)) == len(texts)


def test_the_columns_of_all_papers_are_packed_into_three_fifths_and_unpacked_unchanged(catalog: Catalog) -> None:
    data = search_data(
        explorer_data(catalog, lambda kind, name: f"{kind}/{name}.html", explorer_row, has_paper_pages=True)
    )
    before, after = (json.dumps(some, ensure_ascii=False) for some in (data, packed(data)))
    assert unpacked(after) == json.loads(before)
    assert len(after) < 0.6 * len(before)
