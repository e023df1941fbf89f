"""Categories and keywords are suggested by the title, each with its reason."""

from __future__ import annotations

import pytest

from cardcatalog.bibtex.entries import parse_bibliography
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.taxonomy import Category, Keyword
from cardcatalog_tools.services.suggest import Suggester

ROWS = [
    ("a2020", "Accurate Post-Training Quantization of Language Models", "llm", "ptq", 2020),
    ("b2021", "Post-Training Quantization for Large Language Models", "llm", "ptq, int4", 2021),
    ("c2021", "Post-Training Compression of Language Models at 4 Bits", "llm", "ptq", 2021),
    ("d2016", "Binary Networks for Images", "vision", "extreme", 2016),
    ("e2017", "Binary Networks for Object Detection", "detection", "extreme", 2017),
    ("f2018", "Training Binarized Networks for Images", "vision", "extreme", 2018),
    ("g2018", "An Evaluation of Clocks", "vision", "", 2018),
    ("h2018", "An Evaluation of Watches", "vision", "", 2018),
    ("j2018", "An Evaluation of Gnomons", "vision", "", 2018),
    ("i2018", "An Evaluation of Sundials", "vision", "", 2018),
]
TEXT = "\n".join(
    f"@misc{{{key}, title = {{{title}}}, author = {{Doe, J.}}, year = {{{year}}}, category = {{{category}}}, "
    f"keywords = {{{keywords}}}}}"
    for key, title, category, keywords, year in ROWS
)
CATALOG = Catalog.from_entries(
    parse_bibliography(TEXT, "refs.bib")[0],
    [
        Category(id="llm", title="Large Language Models"),
        Category(id="vision", title="Vision"),
        Category(id="detection", title="Object Detection"),
        Category(id="empty", title="Sundials"),
    ],
    [
        Keyword(id="ptq", name="PTQ", aliases=("post-training quantization",)),
        Keyword(id="int4", name="INT4", aliases=("4-bit", "W4A4")),
        Keyword(id="extreme", name="Extreme", aliases=("binary neural network", "1-bit")),
        Keyword(id="log", name="Logarithmic", aliases=("PoT",)),
        Keyword(id="benchmark", name="Benchmark", aliases=("evaluation",)),
    ],
)
SUGGESTER = Suggester(CATALOG)


def reasons(title: str) -> dict[str, str]:
    """Return the keywords suggested for a title, and why."""
    return {suggestion.id: suggestion.reason for suggestion in SUGGESTER.keywords(title)}


@pytest.mark.parametrize(
    ("title", "keyword", "reason"),
    [
        ("Post-Training Quantization of Clocks", "ptq", "title has 'post-training quantization'"),
        ("Post Training Quantisation of Clocks", "ptq", "title has 'post-training quantization'"),
        ("PTQ of Clocks", "ptq", "title has 'PTQ'"),
        ("Clocks with 4-Bit Hands", "int4", "title has '4-bit'"),
        ("A W4A4 Clock", "int4", "title has 'W4A4'"),
        ("Binary Neural-Networks Tell Time", "extreme", "title has 'binary neural network'"),
        ("PoTs of Time", "log", "title has 'PoT'"),
        ("Compressing Language Models after Training", "ptq", "like a2020, b2021"),
    ],
)
def test_a_keyword_is_suggested(title: str, keyword: str, reason: str) -> None:
    assert reasons(title)[keyword] == reason


@pytest.mark.parametrize(
    ("title", "keyword"),
    [("A Pot of Clocks", "log"), ("14-Bit Clocks", "int4"), ("An Evaluation of Hourglasses", "benchmark"), ("", "ptq")],
)
def test_a_weak_keyword_is_not_suggested(title: str, keyword: str) -> None:
    assert keyword not in reasons(title)


@pytest.mark.parametrize(
    ("title", "category", "reason"),
    [
        ("Quantization for Language Models", "llm", "like b2021, a2020"),
        ("Object Detection with Binary Networks", "detection", "title has 'Object Detection'; like e2017"),
        ("Watches", "vision", "like h2018"),
    ],
)
def test_a_category_is_suggested(title: str, category: str, reason: str) -> None:
    best = SUGGESTER.categories(title)[0]
    assert (best.id, best.reason) == (category, reason)


def test_a_category_without_papers_is_not_suggested() -> None:
    assert "empty" not in {suggestion.id for suggestion in SUGGESTER.categories("Sundials")}


def test_the_best_come_first_and_not_too_many() -> None:
    found = SUGGESTER.categories("Post-Training Binary Networks for Object Detection Models", limit=2)
    assert len(found) == 2
    assert 1 >= found[0].score >= found[1].score > 0


def test_papers_of_the_same_time_count_more() -> None:
    first = SUGGESTER.categories("Training of Networks and Models", 2021)[0]
    second = SUGGESTER.categories("Training of Networks and Models", 2016)[0]
    assert (first.id, second.id) == ("llm", "vision")


def test_a_paper_does_not_suggest_its_own_keywords() -> None:
    (found,) = SUGGESTER.categories("An Evaluation of Sundials", skip="i2018", limit=1)
    assert "i2018" not in found.reason


def test_an_empty_catalog_suggests_nothing() -> None:
    nobody = Suggester(Catalog.from_entries([]))
    assert nobody.categories("A Title") == []
    assert nobody.keywords("A Title") == []
