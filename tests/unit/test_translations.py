"""The catalogs of translations: complete, up to date with the texts of the code, and compiled."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from cardcatalog.messages import ENGLISH, LOCALE, wording_of

ROOT = Path(__file__).parents[2]
LANGUAGES = ("de", "ja", "zh_CN")
KEYWORDS = {**DEFAULT_KEYWORDS, "gettext_noop": None, "ngettext_noop": (1, 2)}


def path_of(language: str, suffix: str) -> Path:
    """Return a file of a language."""
    return LOCALE / language / "LC_MESSAGES" / f"cardcatalog.{suffix}"


@cache
def catalog_of(language: str) -> Catalog:
    """Return the catalog of a language."""
    with path_of(language, "po").open("rb") as file:
        return read_po(file, locale=language)


@cache
def texts_of_code() -> frozenset[str | tuple[str, ...]]:
    """Return all texts that the code marks for translation."""
    mappings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["babel"]["mappings"]
    methods = [(row["pattern"], row["method"]) for row in mappings]
    found = extract_from_dir(ROOT / "ext", methods, {}, KEYWORDS)
    return frozenset(row[2] for row in found)


def messages_of(language: str) -> list[Message]:
    """Return the messages of a language without the header."""
    return [message for message in catalog_of(language) if message.id]


def forms(texts: str | tuple[str, ...] | list[str] | None) -> list[str]:
    """Return the one form, or all forms, of a message."""
    return [texts] if isinstance(texts, str) else list(texts or [""])


def test_there_is_a_catalog_for_each_supported_language() -> None:
    assert sorted(path.name for path in LOCALE.iterdir()) == sorted(LANGUAGES)


def test_the_texts_of_every_kind_of_file_are_found() -> None:
    assert {"Copy BibTeX", "Cite", "Relevance", ("{number} selected", "{number} selected")} <= texts_of_code()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalog_is_up_to_date(language: str) -> None:
    known = {message.id if isinstance(message.id, str) else message.id[0] for message in messages_of(language)}
    assert known == {text if isinstance(text, str) else text[0] for text in texts_of_code()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_missing_or_fuzzy(language: str) -> None:
    assert not [row.id for row in messages_of(language) if row.fuzzy or not all(forms(row.string))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_has_as_many_forms_as_its_language(language: str) -> None:
    number = catalog_of(language).num_plurals
    assert not [row.id for row in messages_of(language) if row.pluralizable and len(forms(row.string)) != number]


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_agree(language: str) -> None:
    for message in messages_of(language):
        wanted = set(re.findall(r"\{\w+\}", forms(message.id)[-1]))
        for text in forms(message.string):
            assert set(re.findall(r"\{\w+\}", text)) == wanted, message.id


def test_spaces_are_kept_in_german_compounds() -> None:
    spaced = [row for row in messages_of("de") if forms(row.id)[0].startswith(" ")]
    assert len(spaced) == 2
    assert all(forms(row.string)[0].startswith(" ") for row in spaced)


@pytest.mark.parametrize("language", LANGUAGES)
def test_compiled_catalogs_are_up_to_date(language: str) -> None:
    compiled = BytesIO()
    write_mo(compiled, catalog_of(language))
    assert path_of(language, "mo").read_bytes() == compiled.getvalue()


def test_numbers_are_formatted_for_the_language() -> None:
    assert [row.number(1234567) for row in (ENGLISH, *map(wording_of, LANGUAGES))] == [
        "1,234,567", "1.234.567", "1,234,567", "1,234,567",
    ]  # fmt: skip


def test_a_language_without_translations_is_english() -> None:
    assert wording_of("fr").ngettext("{number} paper", "{number} papers", 1000) == "1,000 papers"


def test_a_region_has_the_translations_of_its_language() -> None:
    assert wording_of("de_AT").gettext("Keywords") == "Schlagwörter"


def test_one_has_a_singular_form() -> None:
    assert wording_of("de").ngettext("{number} paper", "{number} papers", 1) == "1 Arbeit"
