"""The database: its layout, its keys, and the rules that its entries and words keep."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cardcatalog.bibtex.entries import parse_bibliography
from cardcatalog.bibtex.layout import format_entry
from cardcatalog.bibtex.text import to_text
from cardcatalog.catalog.loader import Sources, load_catalog
from cardcatalog.checks.build import check
from cardcatalog_tools.collections.audit import FIELDS as AUDITED
from cardcatalog_tools.collections.contested import read_settled

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
    "primaryclass ids related keywords category venuekey code project openreview formertitle bits annotation "
    "creationdate".split()
)

FIRST_DAY = "2026-11-23"
"""The day of the first entries, of which the sources name only the main facts."""

SEEDS = json.loads((HERE / "seed.json").read_text(encoding="utf-8"))


def test_there_are_enough_papers(records: list[Record]) -> None:
    assert len(records) >= 2450


def test_the_database_has_no_problem() -> None:
    sources = Sources(HERE.parents[1], ("bib/quantization.bib",), *(f"bib/{name}.toml" for name in (
        "categories", "keywords", "venues",
    )))  # fmt: skip
    catalog, problems = load_catalog(sources)
    assert not [str(problem) for problem in [*problems, *check(catalog)]]


# Layout


def test_the_file_is_ascii() -> None:
    assert (HERE.parents[1] / "bib" / "quantization.bib").read_bytes().isascii()


def test_the_file_has_one_layout(source: str) -> None:
    entries, _problems = parse_bibliography(source, "quantization.bib")
    opening = source[: source.index("@")]
    assert source == opening + "\n".join(format_entry(entry) for entry in entries)


def test_the_opening_is_a_comment(source: str) -> None:
    opening = source[: source.index("@")].rstrip("\n").split("\n")
    assert all(line.startswith("%") for line in opening)


def test_the_opening_names_licence_stability_and_test(source: str) -> None:
    opening = source[: source.index("@")]
    assert not [words for words in ("CC0", "stable", "nox -s tests") if words not in opening]


def test_a_field_takes_one_line(source: str) -> None:
    lines = source[source.index("@") :].split("\n")
    odd = [line for line in lines if not re.fullmatch(r"@[a-z]+{[a-z0-9]+,|  [a-z]+ += {.+},|}|", line)]
    assert not odd


def test_values_are_aligned_in_one_column(source: str) -> None:
    assert {line.index("=") for line in source.split("\n") if line.startswith("  ")} == {16}


def test_fields_have_one_order(records: list[Record]) -> None:
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


def base_keys(row: Record) -> list[str]:
    """Return the key of an entry by the rule, before equal keys get letters, and the one that its preprint had."""
    family = row.fields["author"].split(" and ")[0].split(",")[0]
    titles = [row.fields["title"], *filter(None, row.fields.get("formertitle", "").split(" ; "))]
    years = [row.fields["year"], f"20{row.fields.get('eprint', '')[:2]}"]
    return [fold(to_text(family)) + year + significant_word(title) for title in titles for year in years]


def significant_word(title: str) -> str:
    """Return the first word of a title that may be in a key."""
    words = [word for word in map(fold, to_text(title).split()) if word]
    return next((word for word in words if word not in STOP_WORDS), words[0])


RELEASED = {
    line.split("\t")[0] for line in (HERE.parents[1] / "bib" / "released-keys.tsv").read_text("utf-8").split("\n")
}


def test_citation_keys_follow_the_rule(records: list[Record]) -> None:
    # A released key stays as it is, even if publication changes year or title.
    odd = {row.key: base_keys(row) for row in records if row.key not in RELEASED}
    assert not {key: bases for key, bases in odd.items() if not re.fullmatch(f"({'|'.join(bases)})[b-z]?", key)}


def test_equal_citation_keys_have_letters_without_a_gap(records: list[Record]) -> None:
    keys = {row.key for row in records} | RELEASED
    lettered = [row.key for row in records if re.fullmatch(f"({'|'.join(base_keys(row))})[b-z]", row.key)]
    before = {key: key[:-1] + (chr(ord(key[-1]) - 1) if key[-1] > "b" else "") for key in lettered}
    assert not {key: other for key, other in before.items() if other not in keys}


def test_citation_keys_are_sorted(records: list[Record]) -> None:
    keys = [row.key for row in records]
    assert keys == sorted(keys)


def test_citation_keys_and_former_keys_are_unique(records: list[Record]) -> None:
    keys = [key for row in records for key in [row.key, *filter(None, row.fields.get("ids", "").split(", "))]]
    assert len(keys) == len(set(keys))


# Entries


def test_every_entry_has_the_required_fields(records: list[Record]) -> None:
    names = ("title", "author", "year", "category", "venuekey", "creationdate")
    assert not [(row.key, name) for row in records for name in names if not row.fields.get(name)]


def test_every_type_has_its_container(records: list[Record]) -> None:
    needed = {"inproceedings": "booktitle", "article": "journal", "incollection": "booktitle", "misc": "eprint"}
    assert not [row.key for row in records if not row.fields.get(needed[row.type])]


def test_names_are_family_and_given(records: list[Record]) -> None:
    names = [(row.key, name) for row in records for name in row.fields["author"].split(" and ")]
    assert not [pair for pair in names if pair[1].count(",") != 1 and not re.fullmatch(r"{.+}", pair[1])]


def test_every_eprint_is_from_arxiv(records: list[Record]) -> None:
    assert not [row.key for row in records if "eprint" in row.fields and row.fields["archiveprefix"] != "arXiv"]


def test_pages_are_joined_by_an_en_dash(records: list[Record]) -> None:
    pages = {row.key: row.fields["pages"] for row in records if "pages" in row.fields}
    assert not {key: text for key, text in pages.items() if not re.fullmatch(r"[\w:./]+(--[\w:./]+)?(, .+)?", text)}


def test_every_creation_date_is_a_date(records: list[Record]) -> None:
    assert all(date.fromisoformat(row.fields["creationdate"]) for row in records)


def test_the_container_is_the_full_name_of_the_venue(records: list[Record], venues: list[dict[str, Any]]) -> None:
    full = {row["name"]: row.get("full", row["name"]) for row in venues}
    written = {
        row.key: text
        for row in records
        if (text := row.fields.get("booktitle") or row.fields.get("journal"))
        and to_text(text) != full[to_text(row.fields["venuekey"])]
    }
    assert not written


def test_every_venue_has_a_paper_here_or_wanted(
    records: list[Record], venues: list[dict[str, Any]], wanted: list[dict[str, Any]]
) -> None:
    used = {to_text(row.fields["venuekey"]) for row in records} | {row.get("venue") for row in wanted}
    assert not {row["name"] for row in venues} - used


# Sources

FACTS = (
    "title author editor year booktitle journal volume number pages publisher doi url eprint openreview code project "
    "formertitle annotation"
).split()


@pytest.fixture(scope="module")
def sources() -> dict[tuple[str, str], tuple[str, str]]:
    """The source of each fact and the day of the look-up, by key and field."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for line in (HERE.parents[1] / "bib" / "sources.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            key, fields, source, day = line.split("\t")
            for name in fields.split(", "):
                assert (key, name) not in found, line
                found[key, name] = (source, day)
    return found


def test_every_source_is_of_a_fact_in_the_database(
    records: list[Record], sources: dict[tuple[str, str], tuple[str, str]]
) -> None:
    facts = {(row.key, name) for row in records for name in row.fields if name in FACTS}
    assert not set(sources) - facts
    assert all(source.strip() and date.fromisoformat(day) for source, day in sources.values())


def test_every_annotation_has_a_source(records: list[Record], sources: dict[tuple[str, str], tuple[str, str]]) -> None:
    annotated = {row.key for row in records if "annotation" in row.fields}
    assert len(annotated) >= 300
    assert not {key for key in annotated if (key, "annotation") not in sources}


def test_every_entry_has_a_source_of_its_main_facts_and_a_newer_one_of_all(
    records: list[Record], sources: dict[tuple[str, str], tuple[str, str]]
) -> None:
    main = ("title", "author", "year", "booktitle", "journal")
    wanted = {
        (row.key, name)
        for row in records
        for name in (main if row.fields["creationdate"] == FIRST_DAY else FACTS)
        if name in row.fields
    }
    assert not sorted(wanted - set(sources)), "add lines to bib/sources.tsv; bib/README.md describes it"


def test_every_settled_difference_states_the_fact_of_the_database(records: list[Record]) -> None:
    path = HERE.parents[1] / "bib" / "contested.tsv"
    rows, problems = read_settled(path, "contested.tsv", AUDITED)
    fields = {row.key: row.fields for row in records}
    stated = [(row.key, row.field, row.ours.lower()) for row in rows if row.field in {"title", "doi", "openreview"}]
    assert not problems
    assert not [case for case in stated if to_text(fields[case[0]].get(case[1], "")).lower() != case[2]]


def test_a_work_that_was_left_out_is_not_in_the_database(records: list[Record]) -> None:
    lines = (HERE.parents[1] / "bib" / "left-out.tsv").read_text("utf-8").splitlines()[1:]
    titles = {fold(to_text(row.fields["title"])) for row in records}
    assert not [line for line in lines if fold(line.split("\t")[1]) in titles]


# The list that the project began from


def test_a_paper_of_the_first_list_has_its_year(records: list[Record]) -> None:
    found = sorted((to_text(row.fields["title"]), int(row.fields["year"])) for row in records)
    seeds = {seed["title"] for seed in SEEDS}
    assert [row for row in found if row[0] in seeds] == sorted((seed["title"], seed["year"]) for seed in SEEDS)


# Words


def test_every_keyword_has_a_paper(records: list[Record], keywords: list[dict[str, Any]]) -> None:
    used = {word for row in records for word in row.fields.get("keywords", "").split(", ")}
    assert not {row["id"] for row in keywords} - used


def test_the_keywords_of_the_first_list_are_there(keywords: list[dict[str, Any]]) -> None:
    words = {word for row in keywords for word in (row["name"], *row["aliases"])}
    assert {"PTQ", "Non-uniform", "MP", "Extreme"} <= words


def test_every_keyword_has_a_definition_of_some_sentences(keywords: list[dict[str, Any]]) -> None:
    counts = {row["id"]: len(re.findall(r"[.!?](?=\s|$)", row["definition"])) for row in keywords}
    assert not {word: count for word, count in counts.items() if not 2 <= count <= 6}


def test_the_summary_of_a_keyword_is_short_and_plain(keywords: list[dict[str, Any]]) -> None:
    summaries = {row["id"]: row["definition"].strip().split("\n")[0] for row in keywords}
    assert not {word: text for word, text in summaries.items() if len(text) > 160 or re.search(r"[{}`$\\]", text)}


def test_a_definition_is_short_and_leaves_labels_to_the_rule(keywords: list[dict[str, Any]]) -> None:
    long = {row["id"]: len(row["definition"].split()) for row in keywords}
    assert not {word: count for word, count in long.items() if count > 95}
    assert not [row["id"] for row in keywords if re.search(r"\b(label|listed)", row["definition"])]


def test_the_rule_of_a_keyword_has_at_most_three_sentences(keywords: list[dict[str, Any]]) -> None:
    rules = {row["id"]: row["applies"] for row in keywords if "applies" in row}
    assert not {word: rule for word, rule in rules.items() if len(re.findall(r"[.!?](?=\s|$)", rule)) > 3}


def test_every_definition_cites_papers(keywords: list[dict[str, Any]]) -> None:
    assert not [row["id"] for row in keywords if row["definition"].count("{paper:ref}`") < 2]


def test_the_sections_of_the_first_list_have_their_places_in_the_tree(categories: list[dict[str, Any]]) -> None:
    wanted = [
        ("Survey", ""),
        ("Language Models", ""),
        ("Vision", ""),
        ("Vision Transformers", "Vision"),
        ("Image Classification", "Vision"),
        ("Other Tasks", "Vision"),
        ("Object Detection", "Other Tasks"),
        ("Super Resolution", "Other Tasks"),
        ("Point Cloud", "Other Tasks"),
        ("Image and Video Generation", "Vision"),
    ]
    titles = {row["id"]: row["title"] for row in categories}
    tree = [(row["title"], titles.get(row.get("parent", ""), "")) for row in categories]
    assert [pair for pair in tree if pair in wanted] == wanted


def test_every_category_has_papers(records: list[Record], categories: list[dict[str, Any]]) -> None:
    used = {word for row in records for word in row.fields["category"].split(", ")}
    parents = {row.get("parent") for row in categories}
    assert not {row["id"] for row in categories} - used - parents


def test_every_home_is_in_the_list_of_rules(records: list[Record]) -> None:
    rules = (HERE.parents[1] / "docs" / "contribute.md").read_text("utf-8")
    named = set(re.findall(r"{paper:category}`([\w-]+)`", rules))
    homes = {row.key: row.fields["category"].split(", ")[0] for row in records}
    assert not {key: home for key, home in homes.items() if home not in named}


def test_wanted_papers_are_not_in_the_database(records: list[Record], wanted: list[dict[str, Any]]) -> None:
    titles = {fold(to_text(row.fields["title"])) for row in records}
    assert not [row["title"] for row in wanted if fold(row["title"]) in titles]
