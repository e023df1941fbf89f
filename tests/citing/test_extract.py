"""The citations that are found in LaTeX are those that LaTeX itself notes, whichever package cites."""

from __future__ import annotations

from pathlib import Path

import pytest

from cardcatalog_tools.extract.documents import Document, commands_of, find_citations
from tests.citing.programs import LATEX, need, need_style, run

DOCUMENTS = {
    "natbib": r"""\citet[see][p.~3]{k1} \citep{k2,k3} \citealp*{k4} \Citet{k5} \nocite{k6} \citeyearpar{k7} \citenum{k8}
        \defcitealias{k9}{Nine}\citetalias{k9} \citetext{see \citealp{k10}}
        \newcommand{\both}[2][x]{\citet[#1]{#2}} \both{k11}""",
    "multibib": r"""\cite{k1}\citeown{k2}\nociteown{k3}\citeweb[p.~3]{k4}""",
    "apacite": r"""\cite<see>[p.~3]{k1} \citeA{k2,k3} \shortciteNP{k4} \citeauthorNP{k5} \fullcite{k6} \maskcite{k7}
        \citeyear{k8} \nocitemeta{k9}""",
    "harvard": r"""\cite{k1} \citeasnoun{k2} \citeaffixed{k3}{see} \possessivecite{k4} \citeyear*{k5} \citename{k6}""",
    "jurabib": r"""\cite[][3]{k1} \footcite[see][]{k2} \citetitleonly{k3} \footfullcite{k4} \citefield{author}{k5}""",
    "abntex2cite": r"""\cite{k1} \citeonline[p.~2]{k2} \apud[p.~2]{k3}{k4} \apudonline{k5}{k6} \Idem[p.~3]{k7}""",
    "biblatex": r"""\parencite[see][3]{k1} \textcites(a)(b)[c][d]{k2}[e]{k3,k4} \volcites{2}[12]{k5}{3}{k6}
        \pvolcite{1}{k7} \Fvolcite{1}{k8} \citefield{k9}{title} \notecite[x]{k10} \footcitetext{k11}
        \Avolcites{1}{k12}{2}{k13} \citename{k14}{author} \textcquote[12]{k15}{words} \blockcquote{k16}[.]{words}
        \foreigntextcquote{german}[3]{k17}{Wort} \begin{displaycquote}[9]{k18}words\end{displaycquote}
        \hybridblockcquote{german}{k19}{Wort} \defbibentryset{set}{k20,k21} \cite{set} \supercite{k22}""",
}
"""Text that cites, by the package of which the commands are."""

OPTIONS = {"biblatex": "style=numeric,backend=biber"}
OTHERS = {"biblatex": r"\usepackage{csquotes}", "multibib": r"\newcites{own,web}{Own Work,The Web}"}


@pytest.mark.parametrize("package", DOCUMENTS)
def test_the_citations_of_a_document_are_those_that_latex_notes(package: str, tmp_path: Path) -> None:
    need(LATEX[0])
    need_style(f"{package}.sty")
    loaded = rf"\usepackage[{OPTIONS.get(package, '')}]{{{package}}}{OTHERS.get(package, '')}"
    text = f"\\documentclass{{article}}\n{loaded}\n\\begin{{document}}\n{DOCUMENTS[package]}\n\\end{{document}}\n"
    (tmp_path / "paper.tex").write_text(text, encoding="utf-8")
    run(tmp_path, *LATEX, "paper.tex")
    document = Document("paper.tex", text)
    commands = commands_of([document])
    paths = sorted(path for path in tmp_path.iterdir() if path.suffix in {".aux", ".bcf"})
    notes = [Document(path.name, path.read_text("utf-8")) for path in paths]
    noted = {citation.key for note in notes for citation in find_citations(note, commands)}
    assert noted
    assert {citation.key for citation in find_citations(document, commands)} == noted
