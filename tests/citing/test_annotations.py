"""The field ``annotation``: styles that print no annotations set the same bibliography with it and without it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from cardcatalog.formats.bibtex import write_bibtex
from tests.catalogs import catalog_of
from tests.citing.programs import LATEX, need, need_style, run
from tests.citing.test_bibtex import ACM, STYLES

WORDS = "Zebras annotate it"
NOTE = f"  annotation    = {{{WORDS}.}},\n"
ENTRIES = (
    "@inproceedings{doe2020a,\n  title = {One}, author = {Doe, Jane}, booktitle = {Proceedings}, year = {2020},\n"
    "  address = {Bonn}, publisher = {Press}, pages = {1--2},\n%s}\n"
    "@article{doe2021b,\n  title = {Two}, author = {Doe, Jane}, journal = {Journal}, year = {2021},\n"
    "  volume = {1}, number = {2}, pages = {3--4},\n%s}\n"
    "@misc{doe2022c,\n  title = {Three}, author = {Doe, Jane}, eprint = {2201.00001}, archiveprefix = {arXiv},\n"
    "  year = {2022}, howpublished = {arXiv},\n%s}\n"
)
PLAIN, ANNOTATED = (ENTRIES % ((note,) * ENTRIES.count("%s")) for note in ("", NOTE))


def exported(text: str) -> str:
    """Return entries as we export them to classic BibTeX."""
    catalog = catalog_of(text)
    return write_bibtex(catalog, [catalog.papers[key] for key in sorted(catalog.papers)])


def cited_by_bibtex(folder: Path, text: str, style: str) -> str:
    """Return what BibTeX makes of all entries of a file in a style."""
    folder.mkdir()
    (folder / "refs.bib").write_text(text, "utf-8")
    (folder / "all.aux").write_text(f"\\citation{{*}}\n\\bibstyle{{{style}}}\n\\bibdata{{refs}}\n", "utf-8")
    return run(folder, "bibtex", "all").text("all.bbl")


def cited_by_biblatex(folder: Path, text: str, style: str) -> str:
    """Return the text of a document in which biblatex lists all entries of a file in a style."""
    folder.mkdir()
    (folder / "refs.bib").write_text(text, "utf-8")
    (folder / "all.tex").write_text(
        f"\\documentclass{{article}}\n\\usepackage[style={style}]{{biblatex}}\n\\addbibresource{{refs.bib}}\n"
        "\\begin{document}\n\\nocite{*}\n\\printbibliography\n\\end{document}\n",
        "utf-8",
    )
    for command in ((*LATEX, "all"), ("biber", "--quiet", "all"), (*LATEX, "all")):
        run(folder, *command)
    return re.sub(r"\s+", " ", "".join(page.extract_text() for page in PdfReader(folder / "all.pdf").pages))


@pytest.mark.parametrize("style", [*STYLES, ACM])
def test_styles_of_bibtex_ignore_annotations(tmp_path: Path, style: str) -> None:
    need("bibtex")
    need_style(f"{style}.bst")
    plain = cited_by_bibtex(tmp_path / "plain", PLAIN, style)
    assert "doe2022c" in plain
    assert cited_by_bibtex(tmp_path / "annotated", ANNOTATED, style) == plain
    assert WORDS in exported(ANNOTATED)
    assert cited_by_bibtex(tmp_path / "exported", exported(ANNOTATED), style) == plain


@pytest.mark.parametrize("style", ["numeric", "alphabetic", "authoryear"])
def test_styles_of_biblatex_ignore_annotations(tmp_path: Path, style: str) -> None:
    need("pdflatex", "biber")
    need_style("biblatex.sty")
    plain = cited_by_biblatex(tmp_path / "plain", PLAIN, style)
    assert "Three" in plain
    assert cited_by_biblatex(tmp_path / "annotated", ANNOTATED, style) == plain


def test_the_style_for_reading_lists_prints_annotations(tmp_path: Path) -> None:
    need("pdflatex", "biber")
    need_style("biblatex.sty")
    assert WORDS in cited_by_biblatex(tmp_path / "reading", ANNOTATED, "reading")
