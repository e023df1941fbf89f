"""Names and titles held against Pandoc, which reads BibTeX and LaTeX by programs of its own."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from cardcatalog.bibtex.names import to_persons
from cardcatalog.bibtex.scripts import subscript, superscript
from cardcatalog.bibtex.text import to_text

DATA = Path(__file__).parent / "data"

pytestmark = pytest.mark.skipif(not shutil.which("pandoc"), reason="Pandoc is not installed")


def pandoc(text: str, reader: str, writer: str) -> str:
    """Return what Pandoc makes of a text."""
    command = ["pandoc", "-f", reader, "-t", writer, "--wrap=none"]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout  # noqa: S603  (tests)


def items(fields: list[str]) -> list[dict[str, Any]]:
    """Return the items of CSL-JSON of entries, each with a field, in their order."""
    entries = (f"@book{{k{number:03}, langid = {{german}}, {field}}}\n" for number, field in enumerate(fields))
    rows = json.loads(pandoc("".join(entries), "biblatex", "csljson"))
    return sorted(rows, key=lambda row: str(row["id"]))


def lines(name: str) -> list[str]:
    """Return the cases of a file."""
    return (DATA / name).read_text("utf-8").splitlines()


PARTS = ("given", "prefix", "family", "suffix")


def parts_by_pandoc(name: dict[str, str]) -> tuple[str, ...]:
    """Return given name, prefix, family name and suffix, with apostrophes as they are typed."""
    particle = name.get("dropping-particle") or name.get("non-dropping-particle", "")
    family = name.get("family") or name["literal"]
    return tuple(" ".join(part.replace("’", "'").split()) for part in
                 (name.get("given", ""), particle, family, name.get("suffix", "")))  # fmt: skip


NAMES = {
    r"(^|\s)\{(?!Big|Rock|AT|van L|The|\{)|\{J": "a word in braces is a particle to it, for it begins with no capital",
    r"[(\"]": "so is a word in parentheses or quotes",
    r"\\i": "it keeps a dotless i under an accent",
    r"\.[A-Z]\.": "it sets spaces between initials",
    r"^([dL]'|al-)\S|([dl]'|al-)Doe$": "it divides a particle from the word that it is a part of",
    r"^(Van der|Doe y|Doe von|.* von Doe von)": "to biblatex the family name begins with its first capital",
}
"""Names that Pandoc divides otherwise than btxdoc and bibtex.web, as patterns, and the reason."""


def test_names_are_divided_as_pandoc_divides_them() -> None:
    names = lines("names.txt")
    found = set()
    for name, item in zip(names, items([f"author = {{{name}}}" for name in names]), strict=True):
        (person,), _others, _failed = to_persons(name)
        if tuple(getattr(person, part) for part in PARTS) != parts_by_pandoc(*item["author"]):
            reasons = {reason for pattern, reason in NAMES.items() if re.search(pattern, name)}
            assert reasons, name
            found |= reasons
    assert found == set(NAMES.values()), "no longer differences"


def plain(rich: str) -> str:
    """Return the markup that CSL-JSON allows in a title as text."""
    bare = re.sub(r"</?(?:i|b|span)\b[^>]*>", "", rich)
    raised = re.sub(r"<sup>(.*?)</sup>", lambda tag: superscript(tag[1]), bare)
    lowered = re.sub(r"<sub>(.*?)</sub>", lambda tag: subscript(tag[1]), raised)
    return " ".join(html.unescape(lowered).split())


DIFFERENCES = {
    r"Na{\"\i}ve Methods": "it keeps a dotless i under an accent",
    r"Na{\"{\i}}ve Methods": "it keeps a dotless i under an accent",
    r"Na\"{\i}ve": "it keeps a dotless i under an accent",
    r"\'\i": "it keeps a dotless i under an accent",
    r"{\dag} and {\ddag}": "it lacks these commands of LaTeX",
    r"\textendash{} and \textemdash{}": "it lacks these commands of LaTeX",
    r"\textbar{} and \textbackslash{}": "it lacks the first of these commands of LaTeX",
    r"\textregistered{} and \texttrademark{}": "it lacks these commands of LaTeX",
    r"\textdegree{}C": "it lacks this command of LaTeX",
    r"A \mbox{boxed} Word": "it drops the argument",
    r"A\nobreakspace{}B": "it lacks this command of LaTeX",
    "`Single' Words": "it makes these marks double ones, for a style to choose",
    "O'Neil's Law": "it sets apostrophes; we keep the sign that is typed",
    r"$\pm 1$": "it sets space after a sign before its number",
    r"$\cdot$": "it takes U+22C5, we the middle dot that fonts of text have",
    r"$\alpha = 1$ and $\beta=2$": "it sets space around every relation; we keep what is typed",
    r"$a_i$ and $a_n$": "it has scripts of Unicode for digits alone",
    r"$x_{i+1}$": "it has scripts of Unicode for digits alone",
    r"$2^n$": "it has scripts of Unicode for digits alone",
    r"$\tilde{O}$": "it does not compose letter and accent",
    r"$\sqrt{2}$": "it leaves TeX",
    r"$\frac{1}{2}$": "it leaves TeX",
    r"$O(n \log n)$": "it sets no space after the name of a function",
    r"$90^\circ$": "it has no degree sign for it",
    r"$\|x\|$": "it takes U+2225, we U+2016",
}
"""Titles that Pandoc shows otherwise, and the reason."""


def shown_by_pandoc() -> dict[str, str]:
    """Return the text of each title, by its reader of BibTeX, or by that of LaTeX where there is a formula."""
    titles = lines("titles.txt")
    formulas = [title for title in titles if "$" in title or r"\(" in title]
    texts = [title for title in titles if title not in formulas]
    shown = [plain(item["title"]) for item in items([f"title = {{{title}}}" for title in texts])]
    set_ = pandoc("\n\n".join(formulas), "latex", "plain").strip().split("\n\n")
    return dict(zip(texts, shown, strict=True)) | dict(zip(formulas, map(plain, set_), strict=True))


def test_titles_are_read_as_pandoc_reads_them() -> None:
    for title, shown in shown_by_pandoc().items():
        assert (to_text(title) == shown) == (title not in DIFFERENCES), (title, to_text(title), shown)
