"""``typst compile FILE`` by the module of PyPI; a warning is printed, an error ends it."""

from __future__ import annotations

import sys
from pathlib import Path

import typst

if __name__ == "__main__":
    _, command, source = sys.argv
    assert command == "compile"
    pdf, warnings = typst.compile_with_warnings(source, format="pdf")
    Path(source).with_suffix(".pdf").write_bytes(pdf)
    for warning in warnings:
        print(f"warning: {warning.message}")  # noqa: T201  (in the form of Typst's own message)
