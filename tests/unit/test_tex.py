"""Text as TeX: the house's spelling, and that nothing is lost on the way."""

from __future__ import annotations

import pytest

from cardcatalog.bibtex.tex import to_ascii_tex, to_tex
from cardcatalog.bibtex.text import to_text


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("Köhler", r"K{\"o}hler"),
        ("François Crnčević", r"Fran{\c c}ois Crn{\v c}evi{\'c}"),
        ("naïve", r"na{\"i}ve"),
        ("Łukasz Großmann", r"{\L}ukasz Gro{\ss}mann"),
        ("50% of R&D, #1, a_b, $5", r"50\% of R\&D, \#1, a\_b, \$5"),
        ("2–4 bits — “few”", "2--4 bits --- ``few''"),
        ("ε-greedy, ℓ1, a ≤ b, 2×4", r"$\varepsilon$-greedy, $\ell$1, a $\leq$ b, 2$\times$4"),
        ("{a} \\b ~ ^", r"\{a\} {\textbackslash}b {\textasciitilde} {\textasciicircum}"),
        ("a\u00a0b", "a~b"),
        (" a \n b\t", "a b"),
        ("", ""),
    ],
)
def test_text_is_encoded_in_the_style_of_the_project(text: str, tex: str) -> None:
    assert to_tex(text) == tex


def test_an_accent_written_apart_from_its_letter_is_the_same() -> None:
    assert to_tex("u\u0308") == to_tex("ü")


def test_characters_without_a_latex_command_are_kept() -> None:
    assert to_tex("量化 ế") == "量化 ế"


@pytest.mark.parametrize(
    "text",
    [
        "Müller Erdős Ş ğ ı ė ą ḥ Đ ð Þ ů İ",
        "a ≤ b ≥ c → d ∞ Ω α",
        "50% & #1 _x_ $5 ~ ^ \\ {b}",
        "… ™ ° ² H₂O ℓ1 ‘x’ “y” – —",
    ],
)
def test_encoding_and_decoding_round_trip(text: str) -> None:
    assert to_text(to_tex(text)) == text


def test_words_in_greek_are_not_a_formula() -> None:
    text = "Ἀπολογία τοῦ Σωκράτους"
    assert (to_tex(text), to_ascii_tex(text)) == (text, text)


def test_a_greek_letter_alone_is_that_of_a_formula() -> None:
    assert to_tex("An α-divergence") == r"An $\alpha$-divergence"
