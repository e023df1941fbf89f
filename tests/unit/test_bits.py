"""The grammar of ``bits``, and the source of each of its values in the real bibliography."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from pathlib import Path

import pytest

from cardcatalog.bibtex.entries import read_bibliography
from cardcatalog.bibtex.text import to_text
from cardcatalog.catalog.bits import Bits, parse_bits, width_rank
from cardcatalog.checks.build import check
from tests.catalogs import catalog_of

BIB = Path(__file__).parents[2] / "bib"


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("W4A8KV4", ["W4A8KV4"]),
        ("A8W8", ["W8A8"]),
        ("kv4a4w4", ["W4A4KV4"]),
        ("W4A16", ["W4"]),
        ("W16A16KV2", ["KV2"]),
        ("W32A32", ["W32A32"]),
        ("W1.58", ["W1.58"]),
        ("WFP8AFP8", ["WFP8AFP8"]),
        ("WINT4", ["W4"]),
        ("int8", ["8"]),
        ("1.58", ["1.58"]),
        ("NVFP4 / MXFP4", ["NVFP4", "MXFP4"]),
        ("W4A4KV4/W2 / W2", ["W4A4KV4", "W2"]),
        ("", []),
        (" / ", []),
    ],
)
def test_settings_have_one_form(text: str, canonical: list[str]) -> None:
    settings, refused = parse_bits(text)
    assert ([str(row) for row in settings], refused) == (canonical, ())


@pytest.mark.parametrize(
    "text", ["W", "W4W8", "4 bits", "W4 A8", "binary", "W4X8", "W4-A8", "FP", "4W", "W4,A8", "W.5"]
)
def test_what_is_not_a_setting_is_refused(text: str) -> None:
    assert parse_bits(f"W2 / {text}") == ((Bits("2"),), (text,))


def test_a_setting_is_asked_for_by_its_parts_and_in_words() -> None:
    cases = {
        "W4A8KV4": ("W4", "A8", "KV4", "4-bit"),
        "W2": ("W2A16", "2-bit"),
        "KV1.58": ("1.58-bit",),
        "1": (),
        "NVFP4": ("FP4",),
        "WMXFP4AFP8": ("WMXFP4", "AFP8", "MXFP4", "FP4", "FP8"),
    }
    assert {text: parse_bits(text)[0][0].names for text in cases} == cases


def test_a_number_alone_is_labelled_in_words() -> None:
    cases = {"4": "4-bit", "1.58": "1.58-bit", "NVFP4": "NVFP4", "A8W4": "W4A8"}
    assert {text: parse_bits(text)[0][0].label for text in cases} == cases


def test_widths_are_in_the_order_of_their_numbers() -> None:
    widths = ["FP4", "16", "1.58", "4", "1", "FP8", "NVFP4", "8"]
    assert sorted(widths, key=width_rank) == ["1", "1.58", "4", "FP4", "NVFP4", "8", "FP8", "16"]


def test_a_wrong_setting_is_reported_at_its_line() -> None:
    text = "@misc{a2024b,\n  title = {T},\n  author = {A, B},\n  year = {2024},\n  bits = {W4 / four},\n}\n"
    (problem,) = check(catalog_of(text))
    assert (problem.kind.slug, problem.location.line) == ("bad-bits", 5)
    assert problem.message.startswith("'four' is not a setting of bits; write W4A8KV4")


# The real bibliography

ROWS = list(csv.DictReader((BIB / "bits.tsv").read_text("utf-8").splitlines(), delimiter="\t"))
WORDS = {"1": "one", "2": "two", "3": "three", "4": "four", "8": "eight"}


def test_the_source_of_every_value_is_listed() -> None:
    listed: dict[str, list[str]] = defaultdict(list)
    for row in ROWS:
        listed[row["key"]].append(row["bits"])
    entries = read_bibliography(BIB / "quantization.bib", "quantization.bib")[0]
    written = {entry.key: entry.get("bits").split(" / ") for entry in entries if entry.get("bits")}
    assert written == dict(listed)


def test_values_are_in_canonical_form() -> None:
    wrong = [row for row in ROWS if [str(found) for found in parse_bits(row["bits"])[0]] != [row["bits"]]]
    assert not wrong


def states(title: str, setting: str) -> bool:
    """Return whether a title says all widths of a setting: ``W4A8``, ``4-bit``, ``INT4``, ``NVFP4``."""
    if re.search(rf"(?<!\w){setting}", title, re.IGNORECASE):
        return True
    widths = re.findall(r"[A-Z]*\d+(?:\.\d+)?", re.sub(r"KV|[WA](?=[\dNMF])", " ", setting))
    words = [(width, WORDS.get(width, width)) for width in widths]
    forms = [rf"(?<![\w.])(?:{width}|{word})[- ]?bits?(?!\w)|(?<!\w)(?:INT)?{width}(?!\w)" for width, word in words]
    return all(re.search(form, title, re.IGNORECASE) for form in forms)


def test_a_source_is_the_title_or_a_line_at_a_commit() -> None:
    entries = read_bibliography(BIB / "quantization.bib", "quantization.bib")[0]
    titles = {entry.key: to_text(entry.get("title")) for entry in entries}
    line = re.compile(r"[\w.-]+/[\w.-]+@[0-9a-f]{40}:\S.*#L\d+")
    wrong = [
        row
        for row in ROWS
        if not (states(titles[row["key"]], row["bits"]) if row["source"] == "title" else line.fullmatch(row["source"]))
    ]
    assert not wrong, f"bib/bits.tsv: correct these rows, and the field of their entries: {wrong}"
