"""Work that is shared among processes gives the same results, logs and errors as that of one."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from sphinx.errors import SphinxError, SphinxParallelError
from sphinx.util import logging
from sphinx.util.parallel import SerialTasks

from cardcatalog.catalog.related import _Index
from cardcatalog.sphinx import processes
from cardcatalog.sphinx.manifest import WriteError
from cardcatalog.sphinx.pages.generated_pages import GeneratedPage, PageWriter
from cardcatalog.sphinx.processes import share
from tests.sphinx.helpers import Project
from tests.sphinx.test_incremental import contents

NUMBERS = range(10)


@pytest.fixture
def each_item_pays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let processes share few items, too."""
    monkeypatch.setattr(processes, "EACH", 1)


@pytest.fixture
def shared(library: Project, each_item_pays: None) -> Project:  # noqa: ARG001
    """A project whose papers and pages several processes share."""
    return library


@pytest.mark.usefixtures("each_item_pays")
def test_each_item_is_in_the_part_of_one_process() -> None:
    parts = share(NUMBERS, list, 3)
    assert sorted(number for part in parts for number in part) == list(NUMBERS)
    assert sorted(map(len, parts)) == [3, 3, 4]


@pytest.mark.parametrize("processes", [0, 1])
def test_one_process_works_where_it_is(processes: int) -> None:
    assert share(NUMBERS, lambda _part: os.getpid(), processes) == [os.getpid()]


@pytest.mark.usefixtures("each_item_pays")
def test_several_processes_work_elsewhere() -> None:
    found = share(NUMBERS, lambda _part: os.getpid(), 2)
    assert len({*found, os.getpid()}) == 3


@pytest.mark.usefixtures("each_item_pays")
@pytest.mark.parametrize("failing", NUMBERS)
def test_the_error_of_a_process_is_that_of_the_work(failing: int) -> None:
    def work(part: Sequence[int]) -> None:
        if failing in part:
            message = f"{failing}.html: no space left"
            raise WriteError(message)

    with pytest.raises(WriteError, match=f"^{failing}.html: no space left$"):
        share(NUMBERS, work, 4)


@pytest.mark.usefixtures("each_item_pays")
def test_an_unexpected_error_of_a_process_keeps_its_traceback() -> None:
    with pytest.raises(SphinxParallelError, match=r"^ZeroDivisionError: ") as error:
        share(NUMBERS, lambda part: [1 // number for number in part], 2)
    assert "1 // number" in error.value.traceback


@pytest.mark.usefixtures("each_item_pays")
def test_a_process_that_is_ended_from_outside_is_reported() -> None:
    def work(part: Sequence[int]) -> None:
        if 3 in part:
            os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(SphinxError, match="build with fewer processes"):
        share(NUMBERS, work, 4)


Writers = Callable[[], dict[str, str]]


@pytest.fixture
def writers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Writers:
    """Return by which process each page was written, which also logs that."""
    noted, write = tmp_path / "writers", PageWriter._write  # noqa: SLF001

    def note(self: PageWriter, page: GeneratedPage, path: Path) -> Iterator[None]:
        with noted.open("a", encoding="utf-8") as file:
            file.write(f"{page.name} {os.getpid()}\n")
        logging.getLogger(__name__).warning("written: %s", page.name, type="test", subtype="page")
        return write(self, page, path)

    monkeypatch.setattr(PageWriter, "_write", note)
    return lambda: dict(line.split() for line in noted.read_text("utf-8").splitlines())


def test_pages_of_several_processes_are_those_of_one(shared: Project, tmp_path: Path) -> None:
    together = contents(shared.build(jobs=2).outdir)
    (shared.root / "_build").rename(tmp_path / "together")
    assert contents(shared.build().outdir) == together


def test_related_papers_are_found_by_as_many_processes(
    shared: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted, nearest = tmp_path / "finders", _Index.nearest

    def note(self: _Index, key: str, limit: int) -> tuple[str, ...]:
        with noted.open("a", encoding="utf-8") as file:
            file.write(f"{os.getpid()}\n")
        return nearest(self, key, limit)

    monkeypatch.setattr(_Index, "nearest", note)
    shared.build(jobs=3)
    assert len({*noted.read_text("utf-8").split()} - {str(os.getpid())}) == 3


def test_pages_are_written_by_as_many_processes_as_documents(shared: Project, writers: Writers) -> None:
    shared.build(jobs=3)
    assert len({*writers().values()}) == 3


def test_an_edit_that_changes_few_pages_is_written_by_one_process(library: Project, writers: Writers) -> None:
    library.build(jobs=2)
    assert {*writers().values()} == {str(os.getpid())}


def test_what_processes_log_is_reported(shared: Project, writers: Writers) -> None:
    messages = [warned.message for warned in shared.build(jobs=2).warnings]
    assert sorted(messages) == sorted(f"written: {name}" for name in writers())


STRANGER = """
def setup(app):
    app.connect({!r}, lambda *_: None)
    return {{"parallel_read_safe": True, "parallel_write_safe": True}}
"""


@pytest.mark.parametrize("event", ["html-page-context", "cardcatalog-paper"])
def test_handlers_of_others_get_every_page_in_the_process_of_the_build(
    shared: Project, monkeypatch: pytest.MonkeyPatch, writers: Writers, event: str
) -> None:
    shared.write("stranger.py", STRANGER.format(event))
    shared.append("conf.py", "extensions.append('stranger')\n")
    monkeypatch.syspath_prepend(str(shared.root))
    shared.build(jobs=2)
    assert {*writers().values()} == {str(os.getpid())}


def test_a_page_that_a_process_cannot_write_ends_the_build_with_advice(shared: Project) -> None:
    shared.build()
    (shared.root / "_build" / "html" / "paper").rename(shared.root / "kept")
    (shared.root / "_build" / "html" / "paper").write_text("a file where a folder must be")
    with pytest.raises(WriteError, match=r"paper/\w+\.html: .*then build again"):
        shared.build(jobs=2)


class LosingTasks(SerialTasks):
    """Tasks of which none is done, and no error is reported, as happens to Sphinx after an error of an earlier one."""

    def add_task(self, *_task: object) -> None:
        """Lose a task."""


def test_pages_whose_error_sphinx_has_lost_end_the_build_with_advice(
    library: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sphinx.builders.ParallelTasks", LosingTasks)
    monkeypatch.setattr("sphinx.builders.Builder._read_parallel", lambda self, names, **_: self._read_serial(names))
    with pytest.raises(WriteError, match=r"\.html: it was not written; build with one process \(-j 1\)"):
        library.build(jobs=2)
