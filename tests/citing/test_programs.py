"""The detection of warnings of programs: without it, the tests of programs would prove nothing."""

from __future__ import annotations

import pytest

from tests.citing.programs import COMPLAINT


@pytest.mark.parametrize(
    "line",
    [
        "! Undefined control sequence.",
        "LaTeX Warning: Citation `frantar2023gtpq' on page 1 undefined on input line 4.",
        "Package biblatex Warning: Please rerun LaTeX.",
        "pdfTeX warning (ext4): destination with the same identifier",
        "Warning--empty journal in frantar2023gptq",
        "(There was 1 error message)",
        "[1094] Utils.pm:209> WARN - I didn't find a database entry for 'frantar2023gtpq' (section 0)",
        "[29] Utils.pm:243> ERROR - Cannot find 'quantization.bib'!",
        "[WARNING] Citeproc: citation frantar2023gtpq not found",
        "03:43:28.419 [AWT-EventQueue-0] ERROR net.sf.jabref.FallbackExceptionHandler - Uncaught exception",
        "warning: unknown font family: arial",
    ],
)
def test_a_warning_of_a_program_is_found(line: str) -> None:
    assert COMPLAINT.search(line)


@pytest.mark.parametrize(
    "line",
    [
        "Package: infwarerr 2019/12/03 v1.5 Providing info/warning/error messages (HO)",
        "03:40:00.643 [AWT-EventQueue-0] INFO  net.sf.jabref.migrations.PreferencesMigrations - Migrating",
        "[warning] /usr/bin/jabref: Unable to locate postgresql in /usr/share/java",
    ],
)
def test_other_lines_of_a_program_are_not_warnings(line: str) -> None:
    assert not COMPLAINT.search(line)
