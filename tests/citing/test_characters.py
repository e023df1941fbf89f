"""The tables by which LaTeX itself sets the characters of Unicode, read the other way."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

from cardcatalog.bibtex.text import to_text
from tests.citing.programs import need_style

_ROW = re.compile(r"^\\DeclareUnicodeCharacter\{([0-9A-F]+)\}\s*\{(.+)\}", re.MULTILINE)

DIFFERENCES = {
    r"- \mbox{-} \textendash \textemdash": "it has one hyphen and two dashes for several of Unicode",
    r"\textlangle \textrangle": "it has them for brackets of mathematics, which we read, and for those of Chinese",
    r"\textasteriskcentered": "it has the same for an asterisk below",
    r"\U\CYRA \U\cyra \U\CYRE \U\cyre \U\CYRZH \U\cyrzh": "its breve of Cyrillic is another mark to tipa, and to Biber",
    r"\textasciicircum \textasciitilde": "they are typed for the signs of ASCII",
    r"\- \textcompwordmark \ifhmode\nobreak\fi": "they allow or prevent a break, which is no text",
}
"""TeX that is read otherwise, and the reason."""


def rows() -> Iterator[tuple[str, str]]:
    """Yield each character that LaTeX has in its encodings, with its TeX."""
    need_style("utf8enc.dfu")
    found = subprocess.run(["kpsewhich", "utf8enc.dfu"], capture_output=True, text=True, check=True)  # noqa: S607
    for path in sorted(Path(found.stdout.strip()).parent.glob("*enc.dfu")):
        for code, tex in _ROW.findall(path.read_text("latin-1")):
            yield chr(int(code, 16)), tex.replace("@tabacckludge", "")


def test_what_latex_sets_for_a_character_is_read_as_it() -> None:
    different = {
        tex for char, tex in rows() if normalize("NFKC", to_text(f"x{tex}{{}}x")) != normalize("NFKC", f"x{char}x")
    }
    assert different == {tex for row in DIFFERENCES for tex in row.split()}
