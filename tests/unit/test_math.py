"""Formulas that may go into any document, and those that may not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cardcatalog.bibtex.commands import DELIMITERS, MATH_ARGUMENTS, MATH_WORDS
from cardcatalog.bibtex.math import is_plain_math
from cardcatalog.bibtex.text import Run, is_plain_tex, refused_math, to_runs, to_text
from cardcatalog.sphinx.render.mathml import to_mathml


@pytest.mark.parametrize(
    "formula",
    [
        "x",
        r"\alpha_{1}^2",
        r"O(\log n)",
        r"\mathbb{R}^{n}",
        r"\{1, 2\}",
        r"\left(x\right)",
        r"\frac12",
        r"\sqrt[3]{x}",
        "_2F_1",
        "x'^2_1",
        "x_1''^2",
        r"x^\frac12_1",
        r"x^\text{if }_\infty",
        r"\text{50\% of a}",
    ],
)
def test_a_formula_of_symbols_is_plain(formula: str) -> None:
    assert is_plain_math(formula)


@pytest.mark.parametrize(
    "formula",
    [
        r"\write18{x}", r"\immediate\openout5=x", r"\input{x}", r"\directlua{x}", r"\catcode`\A=0", r"\def\alpha{x}",
        r"\csname x",
        r"\begin{x}", r"\end{document}", r"\Uchar92 write18",
        "^^5cinput", "x}{", "{" * 50 + "}" * 50, "a & b", r"\left(x", "50%",
    ],
)  # fmt: skip
def test_a_complex_formula_is_not_plain(formula: str) -> None:
    assert not is_plain_math(formula)
    assert not is_plain_tex(f"A ${formula}$")


@pytest.mark.parametrize(
    "formula",
    [
        r"\frac{1}",
        r"\frac1",
        r"\sqrt",
        r"\sqrt[3",
        r"\mathbb",
        "x^",
        "x^2^3",
        "x_1^2_3",
        "x^2'",
        "x'_1^2",
        "x^{a^{b}}^c",
        r"x^\text{a}_b^c",
        "{x^}",
        r"x_\frac{1}",
    ],
)
def test_an_incomplete_formula_is_not_plain(formula: str) -> None:
    """LaTeX would end with an error, and all pages of the book with it."""
    assert not is_plain_math(formula)


@pytest.mark.parametrize("formula", [r"\write18{x}", r"\input{/etc/x}", r"\directlua{x}", "^^5cinput x"])
def test_forbidden_tex_becomes_text(formula: str) -> None:
    runs = to_runs(f"A ${formula}$ B")
    assert not any(run.is_math for run in runs)
    assert runs[0].content.startswith("A ")
    assert runs[-1].content.endswith(" B")


def test_a_complex_formula_does_not_affect_its_neighbour() -> None:
    assert Run("x", is_math=True) in to_runs(r"$x$ and $\input{y}$")


def test_formulas_of_an_overlong_text_are_not_checked() -> None:
    """Such a text is shown without any, and to go through them would take minutes."""
    assert refused_math("$" + r"\sqrt[" * 100_000 + "]$") == ()


SILENT = frozenset({"quad", "qquad", "displaystyle", "textstyle", "scriptstyle"})
"""Commands that set space or a size."""


def test_every_allowed_command_is_set_in_mathml_and_as_text() -> None:
    for name in MATH_WORDS - {"left", "right"}:
        formula = f"a \\{name} {'{b}' * MATH_ARGUMENTS.get(name, 0)} c"
        assert is_plain_math(formula), name
        assert "<math" in to_mathml(formula), name
        assert (to_text(f"${formula}$").replace(" ", "") == "ac") == (name in SILENT), name


def test_every_delimiter_is_set_in_mathml_and_as_text() -> None:
    for delimiter in DELIMITERS:
        formula = rf"\left{delimiter} a \right{delimiter}"
        assert is_plain_math(formula), delimiter
        assert "<math" in to_mathml(formula), delimiter
        assert (to_text(f"${formula}$") == "a") == (delimiter == "."), delimiter


def test_what_is_not_a_delimiter_is_not_plain() -> None:
    assert not is_plain_math(r"\left b \right)")
    assert not is_plain_math(r"\left\alpha x \right)")


def test_what_latex_sets_in_some_places_alone_is_not_plain() -> None:
    for formula in (
        r"x\limits y",
        r"a \middle| b",
        r"\big x",
        r"x^\sum",
        r"x_\,",
        r"x^\hat{a}",
        r"\text{x_1}",
        r"\mbox{\alpha}",
    ):
        assert not is_plain_math(formula), formula


def test_old_commands_and_those_of_packages_become_math() -> None:
    formulas = r"\mathscr{A} \mathbbm{1} \textbf{w} a\lt b a\iff b f\colon X \triangle \dots \stackrel{a}{b}".split()
    formulas += [
        r"\big( x \Bigg)",
        r"a \middle| b",
        r"\left<x\right>",
        r"\sum\limits_i x",
        r"K_\textbf{w}",
        r"{\cal O}(n)",
    ]
    for formula in formulas:
        (run,) = to_runs(f"${formula}$")
        assert run.is_math, formula
        assert "<math" in to_mathml(run.content), formula


LEAVES = st.sampled_from([*"abx12+-=<>()|',", *(f"\\{name} " for name in MATH_WORDS if not MATH_ARGUMENTS.get(name))])
COMMANDS = st.sampled_from(sorted(name for name in MATH_WORDS - {"left", "right"} if MATH_ARGUMENTS.get(name)))


def longer(formulas: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return formulas of formulas: groups, scripts, commands with arguments, delimiters, one after another."""
    return st.one_of(
        formulas.map(lambda inner: f"{{{inner}}}"),
        st.tuples(formulas, st.sampled_from("^_"), formulas).map(lambda parts: f"{parts[0]}{parts[1]}{{{parts[2]}}}"),
        st.tuples(COMMANDS, formulas, formulas).map(
            lambda parts: f"\\{parts[0]}" + "".join(f"{{{part}}}" for part in parts[1 : 1 + MATH_ARGUMENTS[parts[0]]])
        ),
        formulas.map(lambda inner: rf"\left({inner}\right]"),
        st.lists(formulas, min_size=2, max_size=4).map("".join),
    )


@settings(max_examples=300, deadline=None)
@given(st.recursive(LEAVES, longer, max_leaves=8))
def test_what_is_allowed_can_be_set(formula: str) -> None:
    for run in to_runs(f"${formula}$"):
        assert not run.is_math or "<math" in to_mathml(run.content)
