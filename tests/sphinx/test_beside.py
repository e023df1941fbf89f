"""Work that another process does while the build goes on is done once, by whomever, and what went wrong is told."""

from __future__ import annotations

import multiprocessing
import os
from typing import TYPE_CHECKING

import pytest
from sphinx.util import logging

from cardcatalog.sphinx.background import Beside
from cardcatalog.sphinx.manifest import WriteError
from cardcatalog.sphinx.outputs import downloads

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.sphinx.helpers import Project

logger = logging.getLogger("sphinx.cardcatalog.test")

PIPE = 65_536
"""Bytes that a pipe holds when nobody reads, on Linux."""


@pytest.fixture
def noted(tmp_path: Path) -> Callable[[], None]:
    """Work that leaves the number of its process in a file."""

    def note() -> None:
        (tmp_path / "process").write_text(str(os.getpid()), "utf-8")

    return note


def test_the_work_is_done_in_another_process(tmp_path: Path, noted: Callable[[], None]) -> None:
    work = Beside(noted)
    work.begin()
    assert work.wait()
    assert (tmp_path / "process").read_text("utf-8") != str(os.getpid())


def test_who_waits_twice_is_told_twice_that_it_is_done(noted: Callable[[], None]) -> None:
    work = Beside(noted)
    work.begin()
    assert [work.wait(), work.wait()] == [True, True]


def test_who_waits_for_what_was_not_begun_is_told_so(noted: Callable[[], None]) -> None:
    assert not Beside(noted).wait()


@pytest.mark.usefixtures("one_process")
def test_where_no_process_can_be_made_it_is_not_done(noted: Callable[[], None]) -> None:
    work = Beside(noted)
    work.begin()
    assert not work.wait()


def test_where_the_machine_allows_for_no_process_it_is_not_done(
    noted: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", refuse)
    work = Beside(noted)
    work.begin()
    assert not work.wait()


def fail() -> None:
    """Come to an error."""
    raise LookupError


def die() -> None:
    """Be killed."""
    os.kill(os.getpid(), 9)


@pytest.mark.parametrize("work", [fail, die])
def test_work_that_does_not_come_to_its_end_is_not_done(work: Callable[[], None]) -> None:
    beside = Beside(work)
    beside.begin()
    assert not beside.wait()


def test_a_process_whose_build_is_gone_ends_however_much_it_has_to_say() -> None:
    def warn() -> None:
        for number in range(PIPE // 100):
            logger.warning("%s %s", number, "x" * 200)

    work = Beside(warn)
    work.begin()
    [process] = (child for child in multiprocessing.active_children())
    work._messages.close()  # type: ignore[union-attr]  # noqa: SLF001  (as when the build is gone)
    process.join(10)
    assert process.exitcode is not None


def test_a_warning_of_another_process_is_one_of_the_build(library: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def load_json(_path: Path) -> dict[str, object]:
        logger.warning("said in %s", os.getpid(), type="cardcatalog", subtype="test")
        return {}

    monkeypatch.setattr(downloads, "recall", load_json)
    [warned] = library.build().warnings
    assert warned.message.startswith("said in ")
    assert warned.message != f"said in {os.getpid()}"


def test_an_error_of_another_process_is_one_of_the_build(library: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(path: Path, _content: object) -> None:
        message = f"{path.name}: no space"
        raise WriteError(message)

    monkeypatch.setattr(downloads, "write", write)
    with pytest.raises(WriteError, match=r"no space"):
        library.build()
