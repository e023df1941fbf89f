"""BibTeX and BibTeX8 with every style that people use, and LaTeX with what they make."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests.citing.programs import need, need_style, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.citing.programs import Run

STYLES = (
    "plain", "abbrv", "alpha", "unsrt", "apalike", "acm", "siam",
    "plainnat", "abbrvnat", "unsrtnat", "IEEEtran", "splncs04",
)  # fmt: skip

ACM = "ACM-Reference-Format"

UNKNOWN = {
    "empty address",
    "empty publisher",
    "no number and no volume",
    "page numbers missing in both pages and numpages fields",
}
"""The fields that ACM's style requires and some papers lack."""

PACKAGES = {"plain": "url", "alpha": "url", "plainnat": "natbib,url", "IEEEtran": "url"}
"""The styles that LaTeX is tried with, and the packages that they need."""

PROGRAMS = {"bibtex": ("bibtex",), "bibtex8": ("bibtex8", "--8bit")}


@pytest.fixture(scope="session")
def cite(folder_with: Callable[..., Path]) -> Callable[[str, str], Run]:
    """A function that cites every paper by one of the two programs in a style, once; it needs no LaTeX."""

    @cache
    def cite(program: str, style: str) -> Run:
        need(program)
        need_style(f"{style}.bst")
        folder = folder_with("quantization.bib")
        (folder / "all.aux").write_text(f"\\citation{{*}}\n\\bibstyle{{{style}}}\n\\bibdata{{quantization}}\n", "utf-8")
        return run(folder, *PROGRAMS[program], "all")

    return cite


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("program", PROGRAMS)
def test_no_style_warns(cite: Callable[[str, str], Run], program: str, style: str) -> None:
    assert not cite(program, style).complaints


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("program", PROGRAMS)
def test_every_style_prints_every_paper(
    cite: Callable[[str, str], Run], keys: set[str], program: str, style: str
) -> None:
    assert sorted(items(cite(program, style))) == sorted(keys)


def test_acms_style_prints_every_paper(cite: Callable[[str, str], Run], keys: set[str]) -> None:
    """With BibTeX alone, since BibTeX8 takes a warning for a failure."""
    assert sorted(items(cite("bibtex", ACM))) == sorted(keys)


def test_acms_style_warns_only_of_fields_that_some_papers_lack(cite: Callable[[str, str], Run]) -> None:
    lines = cite("bibtex", ACM).complaints
    assert {re.sub(r"^Warning--| in \w+$", "", line) for line in lines} <= UNKNOWN


def items(done: Run) -> list[str]:
    """Return the keys of the items of a bibliography: after each label the first text in braces that a key can be."""
    return re.findall(r"\\bibitem\b.*?\{([a-z]+\d{4}\w+)\}", done.text("all.bbl"), re.DOTALL)


@pytest.mark.parametrize("style", PACKAGES)
def test_latex_typesets_every_paper_without_a_warning(
    cite: Callable[[str, str], Run], typeset: Callable[..., Run], style: str
) -> None:
    document = (
        f"\\documentclass{{article}}\n\\usepackage{{{PACKAGES[style]}}}\n\\begin{{document}}\n\\nocite{{*}}\n"
        f"\\bibliographystyle{{{style}}}\n\\bibliography{{quantization}}\n\\end{{document}}\n"
    )
    assert not typeset(document, bbl=cite("bibtex", style).text("all.bbl")).complaints
