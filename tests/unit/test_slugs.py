"""Names of pages that are valid on every file system, made from any text."""

from __future__ import annotations

import pytest

from cardcatalog.bibtex.text import slug
from cardcatalog.catalog.slugs import file_name, is_id, to_id


@pytest.mark.parametrize("key", ["doe2020one", "DBLP_conf-x", "a+b", "été", "a.b"])
def test_an_ordinary_key_is_its_own_name(key: str) -> None:
    assert file_name(key) == key


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("../x", "~2e~.~2f~x"), ("..", "~2e~~2e~"), (".", "~2e~"), ("a/b", "a~2f~b"), ("a.", "a~2e~"),
        ("con", "~63~on"),
        ("NUL.txt", "~4e~UL.txt"), ("index", "~69~ndex"), ("a b", "a~20~b"), ("<x>", "~3c~x~3e~"),
    ],
)  # fmt: skip
def test_forbidden_characters_are_spelled_by_number(key: str, name: str) -> None:
    assert file_name(key) == name


@pytest.mark.parametrize("key", ["console", "indexing", "nullify", "lpt", "a.con"])
def test_a_key_with_the_prefix_of_a_device_is_its_own_name(key: str) -> None:
    assert file_name(key) == key


def test_keys_of_any_length_have_names_of_their_own() -> None:
    names = {file_name(letter * length) for letter in "aé量/" for length in (140, 300, 301, 5_000)}
    assert len(names) == 16
    assert max(len(name.encode()) for name in names) < 200


@pytest.mark.parametrize("name", ["", "A", "../a", "a/b", "con", "index", "a" * 101, "a--b"])
def test_an_id_is_a_short_slug_that_names_a_page(name: str) -> None:
    assert not is_id(name)


@pytest.mark.parametrize("text", ["Index", "CON", "量化" * 100, "A Word", "x" * 500])
def test_any_text_has_an_id(text: str) -> None:
    assert is_id(to_id(slug(text)))
