"""TeX as readers see it: text, runs of text and math, names, identifiers."""

from __future__ import annotations

import pytest

from cardcatalog.bibtex.text import (
    Person,
    Run,
    is_plain_tex,
    slug,
    split_list,
    to_address,
    to_ascii,
    to_persons,
    to_runs,
    to_text,
)


@pytest.mark.cases("tex.txt")
def test_tex_becomes_what_readers_see(given: str, expected: str) -> None:
    assert to_text(given) == expected.strip()


@pytest.mark.cases("tex.txt")
def test_no_debris_of_tex_is_left(given: str, expected: str) -> None:  # noqa: ARG001
    to_be_seen = {"{": r"\{", "}": r"\}", "$": r"\$", "\\": r"\textbackslash"}
    given = given.replace(r"\textdollar", r"\$")
    assert not [char for char, tex in to_be_seen.items() if char in to_text(given) and tex not in given]


@pytest.mark.parametrize("tex", ["{" * 3000 + r"\'e", r"\emph{" * 3000, "$" * 3001, "\\" * 3001, "`" * 3001])
def test_senseless_tex_is_read_to_its_end(tex: str) -> None:
    assert len(to_text(tex)) <= len(tex)


def test_text_without_math_is_one_run() -> None:
    assert to_runs(r"Ren\'e {A}") == (Run("René A"),)


def test_math_stays_tex_between_runs_of_text() -> None:
    assert to_runs(r"On $\ell_2$ by {\'E}lie") == (Run("On "), Run(r"\ell_2", is_math=True), Run(" by Élie"))


def test_a_script_without_a_base_gets_an_empty_one() -> None:
    assert to_runs("S$^3$") == (Run("S"), Run("{}^3", is_math=True))


def test_a_command_may_hold_math() -> None:
    assert to_runs(r"\emph{On $x$ and Ren\'e}") == (Run("On "), Run("x", is_math=True), Run(" and René"))


def test_double_dollars_are_no_part_of_the_math() -> None:
    assert to_runs("$$x$$") == (Run("x", is_math=True),)


def test_an_escaped_dollar_begins_no_math() -> None:
    assert to_runs(r"\$5 and \$6") == (Run("$5 and $6"),)


def test_a_line_break_before_a_dollar_does_not_escape_it() -> None:
    assert to_runs(r"a \\$x$") == (Run("a "), Run("x", is_math=True))


def test_math_that_a_command_swallows_is_gone() -> None:
    assert to_runs(r"a\cite{$x$} $y$") == (Run("a "), Run("y", is_math=True))


def test_nothing_is_no_run() -> None:
    assert to_runs("") == ()


@pytest.mark.parametrize(
    "tex",
    [
        "Words", r"{\'E}lie \& Ren\'e{} 50\%", r"\emph{a} \textbf{b}", "S$^3$: {A} $x_{ij}$", r"\o re, \L{}", "``a''",
        r"\~{} \^{}", r"a \{ b", r"\'\i",
    ],
)  # fmt: skip
def test_text_accents_symbols_and_math_may_go_into_latex(tex: str) -> None:
    assert is_plain_tex(tex)


@pytest.mark.parametrize(
    "tex",
    [
        r"\input{x}", r"\href{a}{b}", r"\unknown", "{a", "a}", "}a{", "a & b", "50%", "#1", "a_b", "a^b", "a $ b",
        "a~b", "a \\", r"{\'}", r"a \v", "$a{$", "$a}{$", "$a % b$", "$a & b$",
    ],
)  # fmt: skip
def test_what_might_break_a_document_may_not_go_into_latex(tex: str) -> None:
    assert not is_plain_tex(tex)


@pytest.mark.parametrize(
    ("tex", "given", "family"),
    [
        ("Doe, Jane", "Jane", "Doe"),
        ("Jane Doe", "Jane", "Doe"),
        ("Doe,Jane", "Jane", "Doe"),
        ("Doe, J. R.", "J. R.", "Doe"),
        ("Plato", "", "Plato"),
        ("van der Doe, Jane", "Jane", "van der Doe"),
        ("Jane van der Doe", "Jane", "van der Doe"),
        ("Doe, Jr., John", "John", "Doe Jr."),
        ("von Doe, III, John", "John", "von Doe III"),
        ("Doe Roe, Jane", "Jane", "Doe Roe"),
        ("O'Doe, Jane", "Jane", "O'Doe"),
        ("al-Doe, Jane", "Jane", "al-Doe"),
        (r"M{\"u}ller, J{\"o}rg", "Jörg", "Müller"),
        (r"{\'E}lie, Jos{\'e}", "José", "Élie"),
        (r"Jos{\'e} {\'E}lie", "José", "Élie"),
        (r"de la D{\'\i}az, Mar{\'\i}a", "María", "de la Díaz"),
        ("Doe, Hans~Christian", "Hans Christian", "Doe"),
        ("{Big Lab}", "", "Big Lab"),
        ("{{Big Lab}}", "", "Big Lab"),
        ("{Big Lab, Inc.}", "", "Big Lab, Inc."),
        ("{Rock and Roll Lab}", "", "Rock and Roll Lab"),
        (r"{AT\&T Labs}", "", "AT&T Labs"),
        ("Jane {Roe Doe}", "Jane", "Roe Doe"),
    ],
)
def test_a_name_is_divided_as_bibtex_divides_it(tex: str, given: str, family: str) -> None:
    assert to_persons(tex) == ((Person(given, family),), False, ())


def test_names_are_joined_by_and_whatever_its_case_and_space() -> None:
    people, _, _ = to_persons("Doe, Jane and Roe, Rick AND\n  Poe, Ann")
    assert [person.family for person in people] == ["Doe", "Roe", "Poe"]


def test_the_same_name_twice_is_two_people() -> None:
    assert len(to_persons("Li, X. and Li, X.")[0]) == 2


def test_a_name_in_reading_order() -> None:
    assert [person.name for person in to_persons("van Doe, Jane and {Big Lab}")[0]] == ["Jane van Doe", "Big Lab"]


@pytest.mark.parametrize("tex", ["Doe, Jane and others", "Doe, Jane and Others"])
def test_others_are_no_person(tex: str) -> None:
    assert to_persons(tex) == ((Person("Jane", "Doe"),), True, ())


def test_others_in_braces_are_a_name() -> None:
    assert to_persons("{others}") == ((Person("", "others"),), False, ())


@pytest.mark.parametrize("tex", ["", "  ", "\n"])
def test_an_empty_field_names_nobody(tex: str) -> None:
    assert to_persons(tex) == ((), False, ())


@pytest.mark.parametrize(
    ("tex", "failed"),
    [
        ("Doe, Jane et al.", "Doe, Jane et al."),
        ("Doe, Jane, et al.", "Doe, Jane, et al."),
        ("Doe, Jane and et al", "et al"),
    ],
)
def test_et_al_means_others_and_is_reported(tex: str, failed: str) -> None:
    assert to_persons(tex) == ((Person("Jane", "Doe"),), True, (failed,))


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        ("Doe, Jane, Roe, Rick", "Doe, Jane, Roe, Rick"),
        ("Doe, Jane; Roe, Rick", "Doe, Jane; Roe, Rick"),
        ("Doe, Jane & Roe, Rick", "Doe, Jane & Roe, Rick"),
        (r"Doe, Jane \& Roe, Rick", "Doe, Jane & Roe, Rick"),
        ("and Doe, Jane", "and Doe, Jane"),
        ("Doe, Jane and", "Doe, Jane and"),
        ("Doe,", "Doe"),
        (", Jane", "Jane"),
        ("{Doe, Jane", "Doe, Jane"),
        ("Doe}, Jane", "Doe, Jane"),
        ("John Doe Jr.", "John Doe Jr."),
    ],
)
def test_a_name_that_cannot_be_divided_is_reported_and_shown_as_it_is(tex: str, shown: str) -> None:
    assert to_persons(tex) == ((Person("", shown),), False, (tex,))


@pytest.mark.parametrize("tex", [",", "\\", "{}"])
def test_a_name_of_nothing_is_nobody(tex: str) -> None:
    assert to_persons(tex)[0] == ()


def test_one_bad_name_costs_no_other() -> None:
    people, _, failed = to_persons("Doe, Jane and Roe, and Poe, Ann")
    assert [person.name for person in people] == ["Jane Doe", "Roe", "Ann Poe"]
    assert failed == ("Roe,",)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Élan", "elan"), ("Straße", "strasse"), ("ŁØÆŒ", "loaeoe"), ("Đỗ", "do"), ("ı", "i"), ("x²", "x2"),
        ("a–b", "a-b"), ("量化", ""),
    ],
)  # fmt: skip
def test_ascii_spells_letters_out(text: str, plain: str) -> None:
    assert to_ascii(text) == plain


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("Post-Training Quantization", "post-training-quantization"), ("W4A16", "w4a16"), ("a/b_c", "a-b-c"),
        ("  Élan  ", "elan"), ("C++", "c"), ("量化", "91cf-5316"), ("+", "2b"), ("", "x"),
    ],
)  # fmt: skip
def test_a_slug_is_lower_case_letters_digits_and_hyphens(text: str, identifier: str) -> None:
    assert slug(text) == identifier


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ptq, weight-only", ("ptq", "weight-only")), ("a; b,c", ("a", "b", "c")), ("a,,b, ,", ("a", "b")),
        ("two words ,  x", ("two words", "x")), ("a, b, a", ("a", "b")), ("", ()), (" , ", ()),
    ],
)  # fmt: skip
def test_a_list_is_divided_by_commas_and_semicolons(text: str, words: tuple[str, ...]) -> None:
    assert split_list(text) == words


@pytest.mark.parametrize(
    ("tex", "address"),
    [
        ("https://example.org/a_b%20c~d", "https://example.org/a_b%20c~d"),
        (r"https://example.org/a\_b\%20c\#d\&e", "https://example.org/a_b%20c#d&e"),
        (r"https://example.org/{\textasciitilde}doe", "https://example.org/~doe"),
        (r"https://example.org/\~{}doe", "https://example.org/~doe"),
        (r"\url{https://example.org/a}", "https://example.org/a"),
        (r"10.1000/978-1\_2", "10.1000/978-1_2"),
        ("", ""),
    ],
)
def test_an_address_loses_what_only_tex_needs(tex: str, address: str) -> None:
    assert to_address(tex) == address
