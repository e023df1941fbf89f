"""How the tests of the commands run them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from cardcatalog.commands import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which the command runs."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(folder: Path) -> Callable[..., Result]:  # noqa: ARG001  (the command runs there)
    """What runs a command; an exception that is not click's own fails the test."""

    def run(*arguments: str, **options: str) -> Result:
        result = CliRunner().invoke(main, arguments, input=options.get("stdin"))
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run
