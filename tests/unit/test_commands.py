"""Commands of TeX as readers see them: what each family of packages writes, and formulas."""

from __future__ import annotations

from pathlib import Path
from unicodedata import normalize

import pytest

from cardcatalog.bibtex import commands
from cardcatalog.bibtex.packages import without_html, without_packages
from cardcatalog.bibtex.text import lost_commands, to_text

TEXTS = Path(__file__).parent / "data" / "commands.txt"
"""TeX and its text, a case a line, with a tab between them."""


def test_commands_are_set_as_their_packages_set_them() -> None:
    for line in TEXTS.read_text("utf-8").splitlines():
        tex, text = line.split("\t")
        assert to_text(tex) == text, tex


def test_every_symbol_is_set_in_text_and_within_words() -> None:
    for name, symbol in commands.SYMBOLS.items():
        tex = f"a{{\\{name}}}b"
        assert to_text(tex) == normalize("NFC", f"a{symbol}b"), name
        assert not lost_commands(tex, in_math=False), name


def test_every_accent_is_set_on_the_letter_after_it() -> None:
    for name in commands.ACCENTS:
        text = to_text(f"a\\{name}{{o}}b")
        assert text.startswith("a"), name
        assert text.endswith("b"), name
        assert text != "aob", name


def test_every_command_keeps_what_is_after_its_arguments() -> None:
    samples = {"m": "{x}", "t": "{x}", "e": "{x}", "r": "{1}", "v": "{1}", "p": "[p]",
               "o": "[o]", "l": "1pt ", "c": "~",
               "d": "|x|", "k": "(", "n": "120 "}  # fmt: skip
    for name, command in (commands.COMMANDS | commands.MATH_COMMANDS).items():
        tex = f"a \\{name}{''.join(samples[kind] for kind in command.arguments)}{{}} b"
        text = to_text(tex)
        assert text.startswith("a"), tex
        assert text.endswith("b"), tex
        assert not lost_commands(tex, in_math=False), tex
        assert "[" not in text or command.shown.startswith("["), tex


def test_an_unknown_command_is_found_once_and_keeps_its_text() -> None:
    tex = r"\colour[dark]{A} and \colour{B}, \shade C"
    assert lost_commands(tex, in_math=False) == ("colour", "shade")
    assert to_text(tex) == "A and B, C"


@pytest.mark.parametrize(
    ("written", "tex"),
    [
        ("CO<sub>2</sub> 10<sup>-3</sup>", r"CO\textsubscript{2} 10\textsuperscript{-3}"),
        ("<i>E. coli</i> <span class='nocase'>GPT</span>", r"\emph{E. coli} GPT"),
        (r"{\&}lt;sub{\&}gt;2{\&}lt;/sub{\&}gt;", r"\textsubscript{2}"),
        (r"A &amp; B \&amp; caf&eacute;", r"A \& B \& caf{\'e}"),
        (r"AT\&T; a < b & c; <x>", r"AT\&T; a < b & c; <x>"),
        (r"$\less$i$\greater$E. coli$\less$/i$\greater$ {\&}amp$\mathsemicolon$", r"\emph{E. coli} \&"),
        (r"a{<}sub{>}2{<}/sub{>} b$<$sup$>$3$<$/sup$>$", r"a\textsubscript{2} b\textsuperscript{3}"),
        (r"\textless{}i\textgreater{}Mus{\textless}/i{\textgreater}", r"\emph{Mus}"),
        (r"p $\less$ 0.05$\mathplus$", r"p $<$ 0.05+"),
        (r"K\&Ndash;12, R\&Amp;D", r"K--12, R\&D"),
    ],
)
def test_html_becomes_tex(written: str, tex: str) -> None:
    assert without_html(written) == tex
    assert to_text(tex) == to_text(written)
    assert lost_commands(written, in_math=True) == ()


def test_commands_of_packages_become_what_latex_has() -> None:
    kept = r"Caf\'e {\o} \emph{x} $x^2$ \unknown{y} \% \url{a_b~c}"
    cases = {
        r"\enquote{A \enquote{B \emph{c {D}}} {GPT}} x": r"``A `B \emph{c {D}}' {GPT}'' x",
        r"\enquote* {x} \mkbibquote{y}": "`x' ``y''",
        r"a \textelp{} b": r"a {\ldots}{} b",
        r"On \foreignlanguage{french}{Le {N}ord}": "On Le {N}ord",
        r"\SI{5}{\micro\metre} \num{1e3}": r"5 {\textmu}m 1 $\times$ 10{\textthreesuperior}",
        r"\mkbibparens{a} \mkbibacro{NATO}": "(a) NATO",
        r"\begin{otherlanguage*}{german}Die {Zeit}\end{otherlanguage*} x": "Die {Zeit} x",
        r"\selectlanguage{german} Zeit": " Zeit",
        r"{\noopsort{B}}de B, {{\SortNoop{1973b}}1973}": "de B, {1973}",
        r"\polhk{a} \polhk a, a\hyphen b": r"\k{a} \k a, a-b",
        kept: kept,
    }
    for tex, plain in cases.items():
        assert without_packages(tex) == plain
        assert to_text(plain) == to_text(tex), tex


def test_the_prime_of_mathscinet_is_an_apostrophe_to_latex() -> None:
    assert without_packages(r"Gel{\cprime}fand") == "Gel{'}fand"
