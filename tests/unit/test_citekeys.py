"""Citation keys: the rule, and the letters of equal ones."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cardcatalog.bibtex.entries import parse_bibliography
from cardcatalog.catalog.citekeys import follows_rule, free_key, key_of, keys_of, keys_of_biber, make_key, with_keys


@pytest.mark.parametrize(
    ("family", "year", "title", "key"),
    [
        ("Frantar", "2023", "GPTQ: Accurate Quantization", "frantar2023gptq"),
        ("van den Berg", "2020", "On the Size of Things", "vandenberg2020size"),
        ("Müller-Lüdenscheidt", "1999", "The Über-Net", "mullerludenscheidt1999ubernet"),
        ("Øster", "2021", "To Be", "oster2021to"),
        ("", "2021", "A Survey", "2021survey"),
        ("Doe", "", "", "doe"),
        ("", "", "", "untitled"),
    ],
)
def test_a_key_is_family_year_and_first_significant_word(family: str, year: str, title: str, key: str) -> None:
    assert make_key(family, year, title) == key


def test_the_key_of_an_entry_reads_its_tex() -> None:
    ((entry,), _problems) = parse_bibliography(
        '@misc{x, title = {The {\\"U}ber-{Net}}, author = {{\\O}ster, A. and Doe, B.}, date = {2021-05}}', "refs.bib"
    )
    assert key_of(entry) == "oster2021ubernet"


def test_a_preprint_may_have_had_another_year_or_title() -> None:
    (entry,), _problems = parse_bibliography(
        "@article{x, title = {New Name}, formertitle = {The Old Name ; First Name}, author = {Doe, J.}, year = 2022, "
        "eprint = {2012.00001}}",
        "refs.bib",
    )
    assert keys_of(entry) == [f"doe{year}{word}" for year in ("2022", "2020") for word in ("new", "old", "first")]


@pytest.mark.parametrize(("taken", "key"), [("", "a"), ("a", "ab"), ("a ab", "ac"), ("ab", "a")])
def test_a_taken_key_gets_the_first_free_letter(taken: str, key: str) -> None:
    assert free_key("a", taken.split()) == key


def test_letters_never_run_out() -> None:
    taken: set[str] = set()
    for _ in range(100):
        taken.add(free_key("a", taken))
    assert len(taken) == 100
    assert all(follows_rule(key, "a") for key in taken)


def test_entries_without_a_key_get_a_free_one_by_the_rule() -> None:
    text = "@misc{, title = {One}, author = {Doe, Jane}, year = 2020}\n"
    entries, problems = parse_bibliography(f"{text}@misc{{doe2020one, title = {{One}}}}\n{text}", "refs.bib")
    assert [entry.key for entry in with_keys(entries)] == ["doe2020oneb", "doe2020one", "doe2020onec"]
    assert [problem.location.line for problem in problems] == [1, 3]


def test_a_key_by_the_rule_is_not_a_former_key_of_another_entry() -> None:
    fields = "title = {One}, author = {Doe, J.}, year = 2020"
    entries, _problems = parse_bibliography(f"@misc{{, {fields}}}\n@misc{{b, ids = {{x, Doe2020one}}}}", "refs.bib")
    assert [entry.key for entry in with_keys(entries)] == ["doe2020oneb", "b"]


@pytest.mark.parametrize(
    ("key", "follows"),
    [("a1x", True), ("a1xb", True), ("a1xaa", True), ("a1xa", False), ("a1y", False), ("A1x", False)],
)
def test_a_key_follows_the_rule_with_or_without_letters(key: str, follows: bool) -> None:  # noqa: FBT001  (pytest hands it over by name)
    assert follows_rule(key, "a1x") is follows


@pytest.mark.parametrize(
    ("key", "read"), [("a(b)", "a-b"), ("(a)()b", "a-b"), ("()", "()"), ("a-", "a-"), ("-a", "-a"), ("O'Roe", "O-Roe")]
)
def test_only_signs_at_which_biber_stops_are_replaced_in_a_key(key: str, read: str) -> None:
    (entry,), _problems = parse_bibliography("@misc{a,}", "refs.bib")
    assert keys_of_biber([replace(entry, key=key)]).get(key, key) == read


def test_a_key_for_biber_is_not_that_of_another_entry() -> None:
    entries, _problems = parse_bibliography(
        "@misc{A(b),}\n@misc{(a)b,}\n@misc{c, ids = {a-b}}\n@misc{a(b),}", "refs.bib"
    )
    assert keys_of_biber(entries) == {"A(b)": "A-bb", "(a)b": "a-bc", "a(b)": "a-bd"}
