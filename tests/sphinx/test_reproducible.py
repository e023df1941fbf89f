"""The same sources give the same files: with several processes, in any order of hashing, at any place."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.sphinx.helpers import ROOTS, Project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="module")
def files(copy_root: Callable[[str], Project]) -> Callable[..., dict[str, bytes]]:
    """Files of a build of the library in a process of its own."""

    def files(builder: str, *, jobs: int, seed: int) -> dict[str, bytes]:
        root = copy_root("library").root
        command = [sys.executable, "-m", "sphinx", "-q", "-W", "-j", str(jobs), "-b", builder]
        environment = {**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": str(ROOTS.parents[2] / "ext")}
        subprocess.run([*command, "-d", root / "_doctrees", root, root / "_out"], env=environment, check=True)  # noqa: S603
        return contents(root / "_out")

    return files


def contents(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("builder", ["html", "latex"])
def test_processes_and_hashes_change_no_byte(files: Callable[..., dict[str, bytes]], builder: str) -> None:
    assert files(builder, jobs=1, seed=1) == files(builder, jobs=2, seed=2)
