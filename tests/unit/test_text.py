"""TeX as readers see it: text, runs of text and math, identifiers."""

from __future__ import annotations

import pytest

from cardcatalog.bibtex.text import Run, is_plain_tex, slug, split_list, to_address, to_ascii, to_runs, to_text


@pytest.mark.cases("tex.txt")
def test_tex_becomes_readable_text(given: str, expected: str) -> None:
    assert to_text(given) == expected.strip()


@pytest.mark.cases("tex.txt")
def test_no_debris_of_tex_is_left(given: str, expected: str) -> None:  # noqa: ARG001
    to_be_seen = {"{": r"\{", "}": r"\}", "$": r"\$", "\\": r"\textbackslash"}
    given = given.replace(r"\textdollar", r"\$")
    assert not [char for char, tex in to_be_seen.items() if char in to_text(given) and tex not in given]


@pytest.mark.parametrize(
    "tex", ["{" * 3000 + r"\'e", r"\emph{" * 3000, r"\'" * 3000, "$" * 3001, "\\" * 3001, "`" * 3001]
)
def test_invalid_tex_is_read_to_its_end(tex: str) -> None:
    assert len(to_text(tex)) <= len(tex)


def test_text_without_math_is_one_run() -> None:
    assert to_runs(r"Ren\'e {A}") == (Run("René A"),)


def test_a_space_that_ends_the_name_of_a_command_is_not_shown() -> None:
    assert to_text(r"Garc\'\i a, \o re, \'{\i} a") == "García, øre, í a"


def test_math_stays_tex_between_runs_of_text() -> None:
    assert to_runs(r"On $\ell_2$ by {\'E}lie") == (Run("On "), Run(r"\ell_2", is_math=True), Run(" by Élie"))


def test_a_script_without_a_base_gets_an_empty_one() -> None:
    assert to_runs("S$^3$") == (Run("S"), Run("{}^3", is_math=True))


def test_a_command_may_hold_math() -> None:
    assert to_runs(r"\emph{On $x$ and Ren\'e}") == (Run("On "), Run("x", is_math=True), Run(" and René"))


def test_double_dollars_are_not_part_of_the_math() -> None:
    assert to_runs("$$x$$") == (Run("x", is_math=True),)


def test_an_escaped_dollar_begins_no_math() -> None:
    assert to_runs(r"\$5 and \$6") == (Run("$5 and $6"),)


def test_a_line_break_before_a_dollar_does_not_escape_it() -> None:
    assert to_runs(r"a \\$x$") == (Run("a "), Run("x", is_math=True))


def test_math_in_a_dropped_command_is_dropped() -> None:
    assert to_runs(r"a\cite{$x$} $y$") == (Run("a "), Run("y", is_math=True))


def test_empty_text_has_no_runs() -> None:
    assert to_runs("") == ()


@pytest.mark.parametrize(
    "tex",
    [
        "Words", r"{\'E}lie \& Ren\'e{} 50\%", r"\emph{a} \textbf{b}", "S$^3$: {A} $x_{ij}$", r"\o re, \L{}", "``a''",
        r"\~{} \^{}", r"a \{ b", r"\'\i",
    ],
)  # fmt: skip
def test_text_accents_symbols_and_math_are_allowed_in_latex(tex: str) -> None:
    assert is_plain_tex(tex)


@pytest.mark.parametrize(
    "tex",
    [
        r"\input{x}", r"\href{a}{b}", r"\unknown", "{a", "a}", "}a{", "a & b", "50%", "#1", "a_b", "a^b", "a $ b",
        "a~b", "a \\", r"{\'}", r"a \v", "$a{$", "$a}{$", "$a % b$", "$a & b$",
    ],
)  # fmt: skip
def test_unsafe_commands_are_not_allowed_in_latex(tex: str) -> None:
    assert not is_plain_tex(tex)


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
        (r"https://example.org/a\{_\}b", "https://example.org/a_b"),
        ("", ""),
    ],
)
def test_tex_escapes_are_removed_from_a_url(tex: str, address: str) -> None:
    assert to_address(tex) == address
