"""The database: its layout, its keys, and the rules that its entries and words keep."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cardcatalog.bibtex.entries import parse_bibliography
from cardcatalog.bibtex.layout import format_entry
from cardcatalog.bibtex.text import to_text
from cardcatalog.catalog.loader import Sources, load_catalog
from cardcatalog.checks.build import check

if TYPE_CHECKING:
    from tests.site.conftest import Record

HERE = Path(__file__).parent

STOP_WORDS = frozenset(
    "a an the on in of for to with and or from via by at as into towards toward is are be can do does how what why "
    "when where which we you it its not no".split(),
)

SPELLED = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"},
)  # fmt: skip

FIELDS = (
    "title author editor booktitle journal year volume number pages publisher doi url eprint archiveprefix "
    "primaryclass ids related keywords category venue code project openreview formertitle creationdate".split()
)

SEEDS = json.loads((HERE / "seed.json").read_text(encoding="utf-8"))


def test_there_are_enough_papers(records: list[Record]) -> None:
    assert len(records) >= 1850


def test_every_problem_is_mended() -> None:
    sources = Sources(HERE.parents[1], ("bib/quantization.bib",), *(f"bib/{name}.toml" for name in (
        "categories", "keywords", "venues",
    )))  # fmt: skip
    catalog, problems = load_catalog(sources)
    assert not [str(problem) for problem in [*problems, *check(catalog)]]


# Layout


def test_the_file_is_ascii() -> None:
    assert (HERE.parents[1] / "bib" / "quantization.bib").read_bytes().isascii()


def test_the_file_is_its_opening_and_its_entries_in_one_layout(source: str) -> None:
    entries, _problems = parse_bibliography(source, "quantization.bib")
    opening = source[: source.index("@")]
    assert source == opening + "\n".join(format_entry(entry) for entry in entries)


def test_the_opening_is_a_comment(source: str) -> None:
    opening = source[: source.index("@")].rstrip("\n").split("\n")
    assert all(line.startswith("%") for line in opening)


@pytest.mark.parametrize("words", ["CC0", "stable", "nox -s tests"])
def test_the_opening_says_what_one_must_know(source: str, words: str) -> None:
    assert words in source[: source.index("@")]


def test_a_field_takes_one_line(source: str) -> None:
    lines = source[source.index("@") :].split("\n")
    odd = [line for line in lines if not re.fullmatch(r"@[a-z]+{[a-z0-9]+,|  [a-z]+ += {.+},|}|", line)]
    assert not odd


def test_values_stand_in_one_column(source: str) -> None:
    assert {line.index("=") for line in source.split("\n") if line.startswith("  ")} == {16}


def test_fields_stand_in_one_order(records: list[Record]) -> None:
    odd = [row.key for row in records if list(row.fields) != sorted(row.fields, key=FIELDS.index)]
    assert not odd


def test_braces_are_balanced(records: list[Record]) -> None:
    odd = [row.key for row in records for text in row.fields.values() if text.count("{") != text.count("}")]
    assert not odd


# Keys


def fold(text: str) -> str:
    """Return lower-case ASCII letters and digits of a text."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(SPELLED)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain)


def base_key(row: Record) -> str:
    """Return the key of an entry by the rule, before equal keys are told apart."""
    family = row.fields["author"].split(" and ")[0].split(",")[0]
    words = [word for word in map(fold, to_text(row.fields["title"]).split()) if word]
    word = next((word for word in words if word not in STOP_WORDS), words[0])
    return fold(to_text(family)) + row.fields["year"] + word


def test_keys_keep_the_rule(records: list[Record]) -> None:
    rivals: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in records:
        rivals[base_key(row)].append((to_text(row.fields["title"]), row.key))
    expected = {
        key: base + ("" if number == 0 else "abcdefghijklmnopqrstuvwxyz"[number])
        for base, rows in rivals.items()
        for number, (_title, key) in enumerate(sorted(rows))
    }
    assert not {key: wanted for key, wanted in expected.items() if key != wanted}


def test_keys_are_sorted(records: list[Record]) -> None:
    keys = [row.key for row in records]
    assert keys == sorted(keys)


def test_a_key_stands_once_among_keys_and_former_keys(records: list[Record]) -> None:
    keys = [key for row in records for key in [row.key, *filter(None, row.fields.get("ids", "").split(", "))]]
    assert len(keys) == len(set(keys))


# Entries


@pytest.mark.parametrize("name", ["title", "author", "year", "category", "venue", "creationdate"])
def test_every_entry_has_a_field(records: list[Record], name: str) -> None:
    assert not [row.key for row in records if not row.fields.get(name)]


@pytest.mark.parametrize(
    ("entry_type", "name"),
    [("inproceedings", "booktitle"), ("article", "journal"), ("incollection", "booktitle"), ("misc", "eprint")],
)
def test_a_type_has_its_field(records: list[Record], entry_type: str, name: str) -> None:
    assert not [row.key for row in records if row.type == entry_type and not row.fields.get(name)]


def test_types_are_those_of_the_rule(records: list[Record]) -> None:
    assert {row.type for row in records} <= {"inproceedings", "article", "incollection", "misc"}


def test_names_are_family_and_given(records: list[Record]) -> None:
    names = [(row.key, name) for row in records for name in row.fields["author"].split(" and ")]
    assert not [pair for pair in names if pair[1].count(",") != 1 and not re.fullmatch(r"{.+}", pair[1])]


def test_an_eprint_is_one_of_arxiv(records: list[Record]) -> None:
    assert not [row.key for row in records if "eprint" in row.fields and row.fields["archiveprefix"] != "arXiv"]


def test_pages_are_joined_by_an_en_dash(records: list[Record]) -> None:
    pages = {row.key: row.fields["pages"] for row in records if "pages" in row.fields}
    assert not {key: text for key, text in pages.items() if not re.fullmatch(r"[\w:./]+(--[\w:./]+)?(, .+)?", text)}


def test_every_entry_says_on_which_day_it_came(records: list[Record]) -> None:
    assert all(date.fromisoformat(row.fields["creationdate"]) for row in records)


def test_the_venue_is_spelled_out_as_its_list_has_it(records: list[Record], venues: list[dict[str, Any]]) -> None:
    full = {row["name"]: row.get("full", row["name"]) for row in venues}
    written = {
        row.key: text
        for row in records
        if (text := row.fields.get("booktitle") or row.fields.get("journal"))
        and to_text(text) != full[to_text(row.fields["venue"])]
    }
    assert not written


def test_every_venue_is_that_of_a_paper_here_or_wanted(
    records: list[Record], venues: list[dict[str, Any]], wanted: list[dict[str, Any]]
) -> None:
    used = {to_text(row.fields["venue"]) for row in records} | {row.get("venue") for row in wanted}
    assert not {row["name"] for row in venues} - used


# The list that the project began from


@pytest.mark.parametrize("seed", SEEDS, ids=[seed["title"] for seed in SEEDS])
def test_a_paper_of_the_first_list_has_its_facts(records: list[Record], seed: dict[str, Any]) -> None:
    (row,) = [row for row in records if to_text(row.fields["title"]) == seed["title"]]
    assert int(row.fields["year"]) == seed["year"]


# Words


def test_every_keyword_is_that_of_a_paper(records: list[Record], keywords: list[dict[str, Any]]) -> None:
    used = {word for row in records for word in row.fields.get("keywords", "").split(", ")}
    assert not {row["id"] for row in keywords} - used


def test_the_keywords_of_the_first_list_come_first(keywords: list[dict[str, Any]]) -> None:
    assert {"PTQ", "Non-uniform", "MP", "Extreme"} <= {row["name"] for row in keywords}


def test_every_keyword_has_a_definition_of_some_sentences(keywords: list[dict[str, Any]]) -> None:
    counts = {row["id"]: len(re.findall(r"[.!?](?=\s|$)", row["definition"])) for row in keywords}
    assert not {word: count for word, count in counts.items() if not 2 <= count <= 6}


def test_the_gist_of_a_keyword_is_short_and_plain(keywords: list[dict[str, Any]]) -> None:
    gists = {row["id"]: row["definition"].strip().split("\n")[0] for row in keywords}
    assert not {word: gist for word, gist in gists.items() if len(gist) > 160 or re.search(r"[{}`$\\]", gist)}


def test_every_definition_cites_papers(keywords: list[dict[str, Any]]) -> None:
    assert not [row["id"] for row in keywords if row["definition"].count("{paper:ref}`") < 2]


def test_the_sections_of_the_first_list_stand_in_their_order(categories: list[dict[str, Any]]) -> None:
    wanted = [
        ("Survey", ""),
        ("Transformer-based Models", ""),
        ("Vision Transformers", "Transformer-based Models"),
        ("Language Transformers", "Transformer-based Models"),
        ("Convolutional Neural Networks", ""),
        ("Visual Generation", "Convolutional Neural Networks"),
        ("Image Classification", "Convolutional Neural Networks"),
        ("Other Tasks", "Convolutional Neural Networks"),
        ("Object Detection", "Other Tasks"),
        ("Super Resolution", "Other Tasks"),
        ("Point Cloud", "Other Tasks"),
    ]
    titles = {row["id"]: row["title"] for row in categories}
    tree = [(row["title"], titles.get(row.get("parent", ""), "")) for row in categories]
    assert [pair for pair in tree if pair in wanted] == wanted


def test_every_category_holds_papers(records: list[Record], categories: list[dict[str, Any]]) -> None:
    used = {word for row in records for word in row.fields["category"].split(", ")}
    parents = {row.get("parent") for row in categories}
    assert not {row["id"] for row in categories} - used - parents


def test_what_is_wanted_is_not_there_yet(records: list[Record], wanted: list[dict[str, Any]]) -> None:
    titles = {fold(to_text(row.fields["title"])) for row in records}
    assert not [row["title"] for row in wanted if fold(row["title"]) in titles]
