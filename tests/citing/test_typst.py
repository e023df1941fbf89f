"""Typst with the whole bibliography; its parser of BibTeX is stricter than most."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.citing.programs import run


@pytest.mark.parametrize("style", ["ieee", "apa"])
def test_typst_cites_every_paper_without_a_warning(
    folder_with: Callable[..., Path], programs: str, keys: set[str], style: str
) -> None:
    """To cite a paper that Typst has not read is an error."""
    folder = folder_with("quantization.bib")
    citations = " ".join(f"@{key}" for key in sorted(keys))
    bibliography = f'#bibliography("quantization.bib", full: true, style: "{style}")'
    (folder / "all.typ").write_text(f"{citations}\n\n{bibliography}\n", encoding="utf-8")
    assert not run(folder, "typst", "compile", "all.typ", path=programs).output
