"""BibTeX and BibTeX8 with every common style, and LaTeX with their output."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.citing.programs import Run, need, need_style, run

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


PARTS = 3
"""The documents that cite all papers together.

Styles with authors and year add one letter to equal labels, so a document takes 26 papers of "Zhang et al. 2026".
"""


@pytest.fixture(scope="session")
def cite(folder_with: Callable[..., Path], keys: set[str]) -> Callable[[str, str], list[Run]]:
    """A function that cites every paper by one of the two programs in a style, once; it needs no LaTeX."""

    @cache
    def cite(program: str, style: str) -> list[Run]:
        need(program)
        need_style(f"{style}.bst")
        runs = []
        for part in range(PARTS):
            folder = folder_with("quantization.bib")
            cited = ",".join(sorted(keys)[part::PARTS])
            lines = [f"\\citation{{{cited}}}", f"\\bibstyle{{{style}}}", "\\bibdata{quantization}", ""]
            (folder / "all.aux").write_text("\n".join(lines), "utf-8")
            runs.append(run(folder, *PROGRAMS[program], "all"))
        return runs

    return cite


def complaints(runs: list[Run]) -> list[str]:
    """Return the warnings of some runs."""
    return [line for done in runs for line in done.complaints]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("program", PROGRAMS)
def test_no_style_warns(cite: Callable[[str, str], list[Run]], program: str, style: str) -> None:
    assert not complaints(cite(program, style))


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("program", PROGRAMS)
def test_every_style_prints_every_paper(
    cite: Callable[[str, str], list[Run]], keys: set[str], program: str, style: str
) -> None:
    assert sorted(items(cite(program, style))) == sorted(keys)


def test_acms_style_prints_every_paper(cite: Callable[[str, str], list[Run]], keys: set[str]) -> None:
    """With BibTeX alone, since BibTeX8 takes a warning for a failure."""
    assert sorted(items(cite("bibtex", ACM))) == sorted(keys)


def test_acms_style_warns_only_of_fields_that_some_papers_lack(cite: Callable[[str, str], list[Run]]) -> None:
    lines = complaints(cite("bibtex", ACM))
    assert {re.sub(r"^Warning--| in \w+$", "", line) for line in lines} <= UNKNOWN


def items(runs: list[Run]) -> list[str]:
    """Return the keys of the items of bibliographies: after each label the first text in braces that a key can be."""
    texts = (done.text("all.bbl") for done in runs)
    return [key for text in texts for key in re.findall(r"\\bibitem\b.*?\{([a-z]+\d{4}\w+)\}", text, re.DOTALL)]


@pytest.mark.parametrize("style", PACKAGES)
def test_latex_typesets_every_paper_without_a_warning(
    cite: Callable[[str, str], list[Run]], typeset: Callable[..., Run], style: str
) -> None:
    document = (
        f"\\documentclass{{article}}\n\\usepackage{{{PACKAGES[style]}}}\n\\begin{{document}}\n\\nocite{{*}}\n"
        f"\\bibliographystyle{{{style}}}\n\\bibliography{{quantization}}\n\\end{{document}}\n"
    )
    assert not complaints([typeset(document, bbl=done.text("all.bbl")) for done in cite("bibtex", style)])
