"""Write the files of a site, and record each with the digest of all that it was made of."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple

from sphinx.errors import SphinxError

from cardcatalog.files import write_changed, write_pieces
from cardcatalog.sphinx.processes import share

REMEDIES = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), "free some space on this disk"),
    **dict.fromkeys((errno.EACCES, errno.EPERM), "make it writable for this user"),
    errno.EROFS: "make this file system writable, or use another folder",
    errno.EFBIG: "allow for larger files",
}
"""The advice on an error of the operating system."""


SIDE_BY_SIDE = 128
"""Files of which each takes a step before any takes the next one; more hold more memory, and gain little."""


class WriteError(SphinxError):
    """A file cannot be written: which one, why, and what to do. It ends the build."""

    category = "Cannot write"


def explain(error: OSError, path: Path | str = "") -> str:
    """Return a message on an error with a file, with advice."""
    name = path or error.filename or "a file"
    remedy = REMEDIES.get(error.errno or 0, "fix that")
    return f"{name}: {error.strerror or error}; {remedy}, then build again"


def write(path: Path, content: bytes | str, before: bytes | None = None) -> None:
    """Write a file of the site, or next to the doctrees, unless it has that content already.

    :param before: the content that it has, where that is known.
    :raises WriteError: names the file that cannot be written, and why.
    """
    with _explained(path):
        write_changed(path, content.encode() if isinstance(content, str) else content, before)


def write_joined(path: Path, pieces: Iterable[bytes | memoryview]) -> None:
    """Write a file of pieces that are not joined in memory.

    :raises WriteError: names the file that cannot be written, and why.
    """
    with _explained(path):
        write_pieces(path, pieces)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise WriteError(explain(error, path)) from error


def load_json(path: Path) -> dict[str, Any]:
    """Return the object in a JSON file, an empty one if it cannot be read."""
    try:
        known = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


OUTPUTS = "cardcatalog-outputs"
"""The event at which modules return an :class:`Output`, or nothing, when all pages are written."""


def site_name(doctreedir: Path, outdir: Path) -> str:
    """Return the name of an output folder among those that share doctrees: its path from them, which moves along."""
    return Path(os.path.relpath(outdir, doctreedir)).as_posix()


class OutputFile(NamedTuple):
    """A file of the site."""

    path: str
    """From the output folder."""

    digest: str
    """The digest of all that the file is made of; an empty one makes it in every build."""

    write: Callable[[Path], object]
    """Writes the file to a path; an iterator that it returns does so in steps, which many files take side by side."""


def file_of(path: str, make: Callable[[], bytes | str]) -> OutputFile:
    """Return a file whose content is made, and written only if it differs."""
    return OutputFile(path, "", lambda target: write(target, make()))


def file_kept(path: str) -> OutputFile:
    """Return a file that something else writes: it is neither written nor taken away."""
    return OutputFile(path, "given", lambda _target: None)


@dataclass(frozen=True, slots=True)
class Output:
    """Files of one kind."""

    name: str
    digest: str
    """The digest of all that the files are made of; an empty one looks at the files in every build."""

    files: Callable[[], Iterable[OutputFile] | None]
    """Returns the files; nothing if they could not be made this time, which keeps those of the build before."""

    shared: Callable[[], str] = str
    """Returns the digest that all of the files have, where it can be found without them, else an empty text."""

    processes: int = 1
    """By how many processes the files may be written at the same time."""


def _with_errors_explained(steps: Iterator[object], target: Path) -> Iterator[object]:
    with _explained(target):
        yield from steps


def _finish(begun: list[Iterator[object]]) -> None:
    """Take the steps of all files to their ends, each step of all before the next one, and forget them."""
    for _step in zip_longest(*begun):
        pass
    begun.clear()


class Record(NamedTuple):
    """An output as an earlier build wrote it: its digest, and those of its files by their paths."""

    digest: str
    files: Mapping[str, str]


class Manifest:
    """The outputs of the last build that ended well, in ``cardcatalog.json`` next to the doctrees.

    It holds them for each output folder, since several builders may share the doctrees, and is written once, at the end
    of a build.
    """

    FILE = "cardcatalog.json"

    def __init__(self, doctreedir: Path, outdir: Path) -> None:
        """Read the manifest of the last build."""
        self._path, self._outdir = doctreedir / self.FILE, outdir
        self._site = site_name(doctreedir, outdir)
        known = load_json(self._path)
        self._sites: dict[str, dict[str, list[Any]]] = known.get("sites", {})
        self._before = {name: Record(*row) for name, row in self._sites.get(self._site, {}).items()}
        self._after: dict[str, Record] = {}
        self._paths = {path for row in self._before.values() for path in row.files}
        self._is_new_file: Callable[[str], object] = lambda _path: None

    def distrust(self, paths: Iterable[str]) -> None:
        """Take all files for unwritten, and those too that only an interrupted build has written."""
        self._before = {name: Record("", dict.fromkeys(row.files, "")) for name, row in self._before.items()}
        self._paths.update(paths)

    def report_new_files(self, report: Callable[[str], object]) -> None:
        """Call a function with the path of each file that the manifest does not name, before it is written."""
        self._is_new_file = report

    def is_current(self, output: Output) -> bool:
        """Return whether an output is made of the same as in the last build, and all of its files are there."""
        before = self._before_of(output)
        return bool(output.digest) and output.digest == before.digest and self._has_all(before.files)

    def _before_of(self, output: Output) -> Record:
        return self._before.get(output.name, Record("", {}))

    def update(self, output: Output) -> None:
        """Write the files of an output that are new, have changed, or are gone.

        :raises WriteError: if a file cannot be written.
        """
        before = self._before_of(output)
        if self.is_current(output):
            self._after[output.name] = before
            return
        if (shared := output.shared()) and {*before.files.values()} == {shared} and self._has_all(before.files):
            self._after[output.name] = before._replace(digest=output.digest)
            return
        files = output.files()
        if files is None:
            self._after[output.name] = before._replace(digest="")
            return
        after: dict[str, str] = {}
        stale = self._stale(files, before.files, after)
        if output.processes > 1:
            share(list(stale), self._write, output.processes)
        else:
            self._write(stale)
        self._after[output.name] = Record(output.digest, after)

    def _stale(
        self, files: Iterable[OutputFile], before: Mapping[str, str], after: dict[str, str]
    ) -> Iterator[OutputFile]:
        """Yield the files that are to be written, and record all.

        :param before: the digests of the files of the last build, by their paths.
        :param after: gets those of this build.
        """
        there = self._there(before)
        for file in files:
            after[file.path] = file.digest
            if not file.digest or file.digest != before.get(file.path) or file.path not in there:
                if file.path not in self._paths:
                    self._is_new_file(file.path)
                yield file

    def _has_all(self, paths: Collection[str]) -> bool:
        return self._there(paths).issuperset(paths)

    def _there(self, paths: Collection[str]) -> set[str]:
        """Return which of some files are there, and others next to them: a folder of thousands is listed once."""
        folders = {path[: path.rfind("/") + 1] for path in paths}
        if len(folders) > len(paths) // 2:  # a page in a folder of its own, which takes longer to list
            return {path for path in paths if os.path.exists(f"{self._outdir}/{path}")}  # noqa: PTH110  (thousands of times)
        there: set[str] = set()
        for folder in folders:
            with suppress(OSError):  # it is gone
                there.update(map(folder.__add__, os.listdir(f"{self._outdir}/{folder}")))  # noqa: PTH208  (no paths are needed)
        return there

    def _write(self, files: Iterable[OutputFile]) -> None:
        """Write files: those in steps side by side, so that a processor has at hand what a step needs."""
        begun: list[Iterator[object]] = []
        for file in files:
            target = self._outdir / file.path
            with _explained(target):
                steps = file.write(target)
            if isinstance(steps, Iterator):
                begun.append(_with_errors_explained(steps, target))
            if len(begun) == SIDE_BY_SIDE:
                _finish(begun)
        _finish(begun)

    def remove_former(self, pages: AbstractSet[str]) -> None:
        """Remove the files that no output has any more.

        :param pages: paths that Sphinx has written; one may have been an output before, and is not removed.
        """
        for path in sorted(self._paths.difference(pages, *(row.files for row in self._after.values()))):
            target = self._outdir / path
            target.unlink(missing_ok=True)
            with suppress(OSError):  # the folder of a page goes with it, unless others need it
                target.parent.rmdir()

    def commit(self, pages: AbstractSet[str] = frozenset()) -> None:
        """Remove the files that no output has any more, and record all others.

        :param pages: see :meth:`remove_former`.
        :raises WriteError: if the manifest cannot be written.
        """
        self.remove_former(pages)
        if self._after == self._before:
            return
        self._sites[self._site] = {name: list(row) for name, row in sorted(self._after.items())}
        write(self._path, json.dumps({"sites": self._sites}))
