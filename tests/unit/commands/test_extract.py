"""The command ``extract``: its output, its reports, and its errors."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

BIB = "@misc{doe2020one,\n  title         = {One},\n  author        = {Doe, Jane},\n  year          = {2020},\n}\n"


@pytest.fixture
def paper(folder: Path) -> Path:
    """A folder with a bibliography, and a document that cites from it."""
    (folder / "refs.bib").write_text(BIB, encoding="utf-8")
    (folder / "paper.tex").write_text("Text \\cite{doe2020one}.\n", encoding="utf-8")
    return folder


@pytest.mark.usefixtures("paper")
def test_the_entries_that_a_document_cites_are_printed(run: Callable[..., Result]) -> None:
    result = run("extract", "paper.tex", "--bib", "refs.bib")
    assert result.exit_code == 0
    assert "@misc{doe2020one," in result.stdout


def test_the_entries_are_written_to_a_file(run: Callable[..., Result], paper: Path) -> None:
    run("extract", "paper.tex", "--bib", "refs.bib", "-o", "paper.bib")
    assert "@misc{doe2020one," in (paper / "paper.bib").read_text("utf-8")


def test_unmatched_citations_are_reported_with_their_line(run: Callable[..., Result], paper: Path) -> None:
    (paper / "paper.tex").write_text("\n\\cite{doe2020two}\n", encoding="utf-8")
    result = run("extract", "paper.tex", "--bib", "refs.bib")
    assert result.exit_code == 1
    assert "paper.tex:2: doe2020two: not found" in result.stderr


@pytest.mark.parametrize("name", ["refs.bib", "paper.tex"])
def test_an_input_is_not_overwritten(run: Callable[..., Result], paper: Path, name: str) -> None:
    before = (paper / name).read_bytes()
    assert run("extract", "paper.tex", "--bib", "refs.bib", "-o", name).exit_code == 2
    assert (paper / name).read_bytes() == before


def test_sets_come_with_their_members_and_options_of_styles_by_their_key(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    bib, paper = tmp_path / "set.bib", tmp_path / "paper.tex"
    entries = ("@IEEEtranBSTCTL{options, CTLuse_alt_spacing = {yes}}", "@set{pair, entryset = {one, two}}",
               "@misc{one, title = {One}}", "@misc{two, title = {Two}}")  # fmt: skip
    bib.write_text("\n".join(entries), encoding="utf-8")
    paper.write_text(r"\bstctlcite{options}\cite{pair}", encoding="utf-8")
    result = run("extract", str(paper), "--bib", str(bib))
    assert result.exit_code == 0, result.output
    heads = [line for line in result.stdout.splitlines() if line.startswith("@")]
    assert heads == ["@misc{one,", "@ieeetranbstctl{options,", "@set{pair,", "@misc{two,"]


@pytest.mark.parametrize("name", ["paper.typ", "paper.md", "paper.rst"])
def test_a_document_of_another_program_is_refused_and_nothing_is_written(
    run: Callable[..., Result], paper: Path, name: str
) -> None:
    (paper / name).write_text("@doe2020one [@doe2020one] :cite:`doe2020one`\n", encoding="utf-8")
    result = run("extract", name, "--bib", "refs.bib", "-o", "cited.bib")
    assert (result.exit_code, (paper / "cited.bib").exists()) == (2, False)
    assert f"{name}: not LaTeX; extract reads .tex, .aux and .bcf files" in result.stderr
