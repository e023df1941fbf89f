"""The same sources give the same files: wherever, whenever and by whom they are built, in however many processes."""

from __future__ import annotations

import locale
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.sphinx.helpers import ROOTS

EXT = ROOTS.parents[2] / "ext"


class Circumstances(NamedTuple):
    """The settings that a build must not depend on."""

    folder: str
    jobs: int
    umask: int
    changed: int
    """When the sources were last changed."""

    environment: dict[str, str]


HERE = Circumstances("here", 1, 0o022, 1_700_000_000, {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8"})


def another_locale() -> str:
    """Return a locale that sorts and folds letters in another way, or the plainest where none is installed."""
    before = locale.setlocale(locale.LC_ALL)
    for name in ("tr_TR.UTF-8", "de_DE.UTF-8"):
        with suppress(locale.Error):
            locale.setlocale(locale.LC_ALL, name)
            locale.setlocale(locale.LC_ALL, before)
            return name
    return "C"


ELSEWHERE = Circumstances(
    "else where/ö",
    2,
    0o077,
    1_600_000_000,
    {"PYTHONHASHSEED": "2", "TZ": "Pacific/Kiritimati", "LC_ALL": another_locale()},
)

BUILDERS = ["html", "dirhtml", "epub", "latex", "text"]


@pytest.fixture
def files(tmp_path: Path) -> Callable[..., dict[str, bytes]]:
    """Files of a build of everything, in a process of its own."""

    def files(builder: str, about: Circumstances) -> dict[str, bytes]:
        root = tmp_path / about.folder
        shutil.copytree(ROOTS / "library", root)
        shutil.copytree(ROOTS / "complete", root, dirs_exist_ok=True)
        for path in root.rglob("*"):
            os.utime(path, (about.changed, about.changed))
        command = [sys.executable, "-m", "sphinx", "-q", "-W", "-j", str(about.jobs), "-b", builder]
        subprocess.run(  # noqa: S603  (our own arguments)
            [*command, "-d", root / "build" / "doctrees", root, root / "build" / "out"],
            env={**os.environ, "PYTHONPATH": str(EXT), "SOURCE_DATE_EPOCH": "1700000000", **about.environment},
            umask=about.umask,
            check=True,
        )
        return contents(root / "build" / "out")

    return files


def contents(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("builder", BUILDERS)
def test_user_folder_and_time_do_not_change_a_byte(files: Callable[..., dict[str, bytes]], builder: str) -> None:
    here, there = files(builder, HERE), files(builder, ELSEWHERE)
    assert sorted(name for name in {*here, *there} if here.get(name) != there.get(name)) == []
