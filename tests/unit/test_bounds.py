"""Input that is made to take for ever, or all memory, does not: each case runs in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MANY = 100_000
PATIENCE = 300
"""Seconds; a fault that this is to catch takes hours."""


def entry(**fields: str) -> str:
    """Return an entry in the canonical layout."""
    return "@misc{a,\n" + "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items()) + "}\n"


CASES: dict[str, tuple[str, Callable[[], str]]] = {
    "deep braces": ("reader rules", lambda: entry(title="{" * MANY + "x" + "}" * MANY)),
    "braces that stay open": ("reader rules", lambda: entry(title="{" * MANY)),
    "a megabyte in a field": ("reader rules", lambda: entry(title="word " * 200_000)),
    "a megabyte of TeX": ("tex", lambda: r"\emph{x} " * 111_000),
    "a megabyte of formulas": ("tex", lambda: r"$\alpha$ " * 111_000),
    "a megabyte of backslashes": ("tex", lambda: "\\" * 1_000_000),
    "deep commands": ("tex", lambda: r"\emph{" * 3_000 + "}" * 3_000),
    "deep brackets in math": ("tex", lambda: f"${chr(92)}left({'(' * 9}$ $" + r"\left(" * 3_000 + "$"),
    "many keywords": ("reader rules", lambda: entry(title="x", keywords=", ".join(map(str, range(MANY))))),
    "many fields": ("reader", lambda: "@misc{a,\n" + "".join(f"  f{n} = {{x}},\n" for n in range(MANY)) + "}\n"),
    "many entries of one title": ("rules", lambda: "\n".join(f"@misc{{k{n}, title = {{x}}}}" for n in range(1_000))),
    "many blocks on a line": ("reader", lambda: "@misc{a," * 3_000),
    "strings made of each other": (
        "reader",
        lambda: '@string{s0 = "lol"}\n' + "".join(f"@string{{s{n + 1} = s{n} # s{n}}}\n" for n in range(60)),
    ),
    "a string that is put in again and again": (
        "reader",
        lambda: f'@string{{s = "{"x" * MANY}"}}\n' + "@misc{a, title = s # s # s # s}\n" * 1_000,
    ),
    "strings of an author that are made of each other": (
        "extract",
        lambda: '@string{s0 = "lol"}\n' + "".join(f"@string{{s{n + 1} = s{n} # s{n}}}\n" for n in range(60)),
    ),
    "a chain of parents": ("extract", lambda: "".join(f"@misc{{k{n}, crossref={{k{n + 1}}}}}\n" for n in range(5_000))),
    "parents in a circle": ("rules extract exports", lambda: "@misc{a, crossref={b}}\n@misc{b, crossref={a}}\n"),
    "names without a letter": ("rules", lambda: entry(title="x", author="x" + ", ," * MANY + "y")),
    "an archive without an end": ("rules", lambda: entry(title="x", archiveprefix="arXiv", eprint="a-" * MANY)),
    "labels apart from their addresses": ("list", lambda: "- " + "[a] (https://b) " * 10_000),
    "brackets that stay open": ("list", lambda: "- " + "[" * 10_000),
    "raised words of a cell": ("cells", lambda: "6.1<sup>" + "1 " * MANY + "ab</sup>"),
    "a cell of spaces": ("cells", lambda: "6.1" + " " * 200_000 + "x"),
    "nothing but ends of blocks": ("reader formatter", lambda: "}\n" * 20_000),
}  # fmt: skip
"""The targets of ``tests/fuzz`` that have to bear each text."""

RUN = """
import resource, sys
sys.path[:0] = [{root!r}, {root!r} + "/ext"]
resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
from tests.fuzz.targets import TARGETS
data = sys.stdin.buffer.read()
for name in {targets!r}.split():
    TARGETS[name](data)
"""


@pytest.mark.parametrize("case", CASES)
def test_every_input_terminates(case: str) -> None:
    targets, make = CASES[case]
    code = RUN.format(root=str(ROOT), targets=targets)
    done = subprocess.run(  # noqa: S603  (Python itself)
        [sys.executable, "-c", code], input=make().encode(), capture_output=True, timeout=PATIENCE, check=False
    )
    assert done.stderr.decode()[-600:] == ""
