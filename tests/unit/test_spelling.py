"""Titles as services spell them become TeX of the house."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from cardcatalog.bibtex.text import is_plain_tex
from cardcatalog_tools.services.titles import braced_words, protect_case, tex_of_html, tex_of_latex


@pytest.mark.parametrize(
    ("latex", "tex"),
    [
        ("A  Title\n  in two lines", "A Title in two lines"),
        (r"On the $\ell_1$-norm of K\"ohler", r"On the $\ell_1$-norm of K{\"o}hler"),
        (r"\textbf{Bold} and \emph{stressed}", "Bold and stressed"),
        ("Cost of $5 to $6, 50% off, R&D", r"Cost of \$5 to \$6, 50\% off, R\&D"),
        ("{H}otpot{QA}: 2–4 bits", "HotpotQA: 2--4 bits"),
        (r"Robust \write18{rm -rf ~} Nets", "Robust 18rm -rf Nets"),
        (r"Robust \input{/etc/passwd} Nets", "Robust Nets"),
        (r"$\text{Log}_\text{b}$Quant", r"$\mathrm{Log}_\mathrm{b}$Quant"),
        (r"Bits in $\write18{x}$ and $\mathbb{R}^n$", r"Bits in 18x and $\mathbb{R}^n$"),
        ("Zero\u200bwidth, \u202eturned\u202c, \x1b[31mred, \ue004private", "Zerowidth, turned, [31mred, private"),
        ("", ""),
    ],
)
def test_latex_round_trips(latex: str, tex: str) -> None:
    assert tex_of_latex(latex) == tex


@pytest.mark.parametrize(
    ("html", "tex"),
    [
        ("Bits &amp; Bytes: <i>Deep</i> <b>Nets</b>", r"Bits \& Bytes: Deep Nets"),
        ("H<sub>2</sub>O and x<sup>th</sup>", r"H\textsubscript{2}O and x\textsuperscript{th}"),
        ("a<b and p < 0.05, c>d", r"a<b and p < 0.05, c>d"),
        ("The $\\ell_1$ norm", r"The $\ell_1$ norm"),
        ("<tex-math>$\\ell _{2}$</tex-math> norm", r"$\ell _{2}$ norm"),
        (
            '<mml:math xmlns:mml="x"><mml:msub><mml:mi>ℓ</mml:mi><mml:mn>1</mml:mn></mml:msub></mml:math>-norm',
            r"$\ell_{1}$-norm",
        ),
        ("<math><mfrac><mi>a</mi><mi>β</mi></mfrac></math>", r"$\frac{a}{\beta}$"),
        ("<math><msub><mi>a</mi></msub></math> without its script", "$a$ without its script"),
        ("<math><msqrt><mi>x</mi></msqrt><mtext>bits</mtext></math>", r"$\sqrt{x}\mathrm{bits}$"),
        ("Safe<script>alert(1)</script> Nets</script>", "Safe Nets"),
        ("<i>Open<b>ended", "Openended"),
        (r"Robust \write18{rm} Nets", r"Robust {\textbackslash}write18\{rm\} Nets"),
        (r"<tex-math>\input{x}</tex-math>", ""),
    ],
)
def test_html_round_trips(html: str, tex: str) -> None:
    assert tex_of_html(html) == tex


@pytest.mark.parametrize("hostile", [r"\write18{x}", r"$\input{x}$", r"\def\a{\a}\a", "$a}{b$", "%$#_^&~{", r"\\$x"])
@pytest.mark.parametrize("reader", [tex_of_latex, tex_of_html])
def test_every_title_is_safe_in_latex(reader: Callable[[str], str], hostile: str) -> None:
    assert is_plain_tex(re.sub(r"\{\\text(backslash|asciitilde|asciicircum)\}", "", reader(hostile)))


@pytest.mark.parametrize(
    "tex",
    [
        "{GPTQ}: Accurate Post-Training Quantization for {LLM}s",
        "{INT4-FP8} Kernels for {U-Net} and {Q-ViT}, {RoPE}-aware ({AIMET})",
        "{XNOR-Net++}: 4-bit Nets in {3D}",
        "A {Hessian}'s {Gaussian} Walk",
        "K{\\\"o}hler's Nets on the {$L_1$} and $\\ell_2$ Norms",
        "{LLM.int8()}: Eight Bits",
        "ALL TITLES SHOUT",
    ],
)
def test_words_that_must_keep_their_case_are_in_braces(tex: str) -> None:
    bare = tex.replace("{\\", "<").replace("{", "").replace("}", "").replace("<", "{\\").replace('"oh', '"o}h')
    assert protect_case(bare, {"Hessian", "Gaussian"}) == tex


def test_existing_braces_are_kept() -> None:
    assert protect_case("{Segment Anything} in {B}ert") == "{Segment Anything} in {B}ert"


def test_names_are_learned_from_the_bibliography() -> None:
    assert braced_words(["{Hessian} and {GPTQ}", "{Bayesian} Nets"]) == {"Hessian", "Bayesian"}
