"""The files of a catalog, and how it is read from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING

from cardcatalog.bibtex.entries import Entry, read_bibliography, unique_entries
from cardcatalog.bibtex.inherit import inherit
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.citekeys import with_keys
from cardcatalog.catalog.groups import Group, jabref_groups
from cardcatalog.catalog.paper import Paper, make_paper
from cardcatalog.catalog.taxonomy import Category, Keyword, Venue, check_taxonomy, usable
from cardcatalog.messages import wording_of
from cardcatalog.problems import Kind, Location, Problem
from cardcatalog.results.reader import files_of, read_results
from cardcatalog.tables import Row, read_rows
from cardcatalog.text_files import decode, near_file

if TYPE_CHECKING:
    from cardcatalog.bibtex.entries import ReadText
    from cardcatalog.catalog.terms import TermResolver
    from cardcatalog.results.results import Results


@dataclass(frozen=True, slots=True)
class Sources:
    """The files of a catalog: paths or globs, absolute or from a base folder."""

    base: Path
    bibliography: tuple[str, ...]
    categories: str = ""
    keywords: str = ""
    venues: str = ""
    results: str = ""
    """The TOML file of measured results; their rows are in the folder of the same name."""

    category_field: str = ""
    """The field in which entries name their categories, where it is not ``category``."""

    language: str = "en"
    """The language of titles of categories, where there is no tree."""

    def files(self) -> list[Path]:
        """Return the files of the bibliography that there are."""
        return [path for path, _name in bibliography_files(self, [])]

    def all_files(self) -> list[Path]:
        """Return all files of the catalog."""
        words = (self.categories, self.keywords, self.venues)
        measured = files_of(self.base / self.results) if self.results else []
        return [*self.files(), *(self.base / name for name in words if name), *measured]

    def shown(self, path: str) -> str:
        """Return a path as messages show it: from the base folder, if it is there."""
        return _shown(self.base / path, self.base)


def load_catalog(
    sources: Sources,
    make: Callable[[Entry, TermResolver], Paper] = make_paper,
    read: ReadText | None = None,
    measured: Callable[[Path, str], tuple[Results, list[Problem]]] = read_results,
) -> tuple[Catalog, list[Problem]]:
    """Read all files of a catalog.

    :param make: makes the paper of an entry, and returns the same as :func:`make_paper`.
    :param read: reads the text of a file of the bibliography, as :func:`cardcatalog.bibtex.entries.read_blocks` does.
    :param measured: returns the same as :func:`cardcatalog.results.reader.read_results`.
    :returns: the catalog of all that can be understood, and every problem of reading it, file by file.
    """
    problems: list[Problem] = []
    strings: dict[str, str] = {}
    found: list[Entry] = []
    for path, name in bibliography_files(sources, problems):
        some, more = read_bibliography(path, name, strings, read)
        found += some
        problems += more
    entries, more = join_entries(found)
    problems += more
    categories = _read_optional(sources.base, sources.categories, Category, problems)
    keywords = _read_optional(sources.base, sources.keywords, Keyword, problems)
    venues = _read_optional(sources.base, sources.venues, Venue, problems)
    problems += check_taxonomy(categories, keywords, venues)
    catalog = Catalog.from_entries(
        entries,
        usable(categories),
        usable(keywords),
        venues,
        category_field=sources.category_field,
        groups=[] if categories else _groups(sources.files(), entries),
        messages=wording_of(sources.language),
        make=make,
    )
    if sources.results:
        results, more = measured(sources.base / sources.results, sources.shown(sources.results))
        catalog = replace(catalog, results=results)
        problems += more
    return catalog, problems


def _groups(files: Iterable[Path], entries: Iterable[Entry]) -> list[Group]:
    """Return the tree of groups of files of JabRef, if any entry is in one."""
    if not any(entry.get("groups") for entry in entries):
        return []
    return [group for path in files for group in jabref_groups(decode(path.read_bytes(), str(path))[0])]


def join_entries(read: Iterable[Entry]) -> tuple[list[Entry], list[Problem]]:
    """Make one bibliography of the entries of several files.

    :returns: one entry for each key, with the fields that it inherits, and the problems of doing so.
    """
    entries, duplicates = unique_entries(with_keys(read))
    complete, orphans = inherit(entries)
    return complete, [*duplicates, *orphans]


def load(  # noqa: PLR0913  (the files of a catalog)
    *bibliography: Path | str,
    categories: Path | str = "",
    keywords: Path | str = "",
    venues: Path | str = "",
    results: Path | str = "",
    category_field: str = "",
    base: Path | str = ".",
) -> tuple[Catalog, list[Problem]]:
    """Read a catalog from its files.

    :param bibliography: ``.bib`` files, or globs of them.
    :param categories: the TOML file of the tree of categories; without one it is derived from the entries.
    :param keywords: the TOML file of the glossary.
    :param venues: the TOML file of the list of venues.
    :param results: the TOML file of measured results.
    :param category_field: the field in which entries name their categories, if it is not ``category``.
    :param base: the folder from which paths are taken and shown in problems.
    :returns: the catalog, and every problem of reading it; a file that cannot be read is a problem too.
    """
    bib = tuple(map(str, bibliography))
    words = (str(categories), str(keywords), str(venues))
    sources = Sources(Path(base), bib, *words, results=str(results), category_field=category_field)
    return load_catalog(sources)


def bibliography_files(sources: Sources, problems: list[Problem]) -> list[tuple[Path, str]]:
    """Return the files of the bibliography in the order of reading, each with its path as messages show it.

    :param problems: gains one for each pattern that no file has.
    """
    files: dict[Path, str] = {}
    for pattern in sources.bibliography:
        # Path.glob takes no absolute patterns.
        found = glob(pattern, root_dir=sources.base, recursive=True)  # noqa: PTH207
        matches = [sources.base / name for name in ([pattern] if (sources.base / pattern).is_file() else sorted(found))]
        if not matches:
            message = f"no file has this name; correct the path{near_file(sources.base / pattern, pattern)}"
            problems.append(Problem(Location(pattern, 1), message, Kind.FILE))
        files |= {path: _shown(path, sources.base) for path in matches}
    return list(files.items())


def _read_optional(base: Path, name: str, row_type: type[Row], problems: list[Problem]) -> tuple[Row, ...]:
    if not name:
        return ()
    rows, trouble = read_rows(base / name, _shown(base / name, base), row_type)
    problems += trouble
    return rows


def _shown(path: Path, base: Path) -> str:
    return (path.relative_to(base) if path.is_relative_to(base) else path).as_posix()
