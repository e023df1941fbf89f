"""Keep a catalog from build to build next to the doctrees, for as long as its terms and our code are the same.

To read 10,000 entries takes two seconds, to load what was made of them a tenth of a second. Where only entries have
changed, the others are taken over, are not checked again, and stay in the file that holds them.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from cardcatalog.bibtex.entries import Entry
from cardcatalog.bibtex.known_entries import KnownEntries, Placeable
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.loader import Sources, bibliography_files, load_catalog
from cardcatalog.catalog.paper import Paper, make_paper
from cardcatalog.catalog.terms import TermResolver
from cardcatalog.checks.build import check
from cardcatalog.problems import Location, Problem, without_echoes
from cardcatalog.results.reader import read_results
from cardcatalog.results.results import Results
from cardcatalog.sphinx.domain.dependencies import code_digest
from cardcatalog.sphinx.manifest import write
from cardcatalog.sphinx.paper_rows import PaperRow, pickled, row_of

FILE, ROWS = "cardcatalog-catalog.pickle", "cardcatalog-rows.pickle"
"""The files of the catalog and of the rows of its papers; rows that are newer than the second are in the first."""

LEAST_STORED = 15 / 16
"""The share of rows up to which the second file is written again: those that it has for papers as they are."""


Measured = tuple[Results, list[Problem]]
"""The measured results of a project, with the problems of reading them."""


class Loaded(NamedTuple):
    """A catalog with all problems of reading it and of its entries."""

    catalog: Catalog
    problems: list[Problem]
    state: State
    measured: Measured | None = None
    """Measured results, if there are any."""


class State(NamedTuple):
    """The digests of all that a catalog is made of: equal for equal catalogs, empty if a file cannot be read."""

    files: bytes = b""
    terms: bytes = b""
    """The same without the bibliography: equal entries make equal papers."""


class Kept(NamedTuple):
    """What the file of the catalog holds."""

    loaded: Loaded
    """All but the papers."""

    places: tuple[tuple[str, str, int], ...]
    """The keys of papers in the order of the catalog, with the path and the line of their entries."""

    faulty: frozenset[str]
    """The keys of papers with a problem in themselves."""

    entries: Mapping[str, Entry]
    """The entries without a row that need not be read again; see :class:`KnownEntries`."""

    stored: bytes
    """The digest of the file of rows."""

    newer: Mapping[str, PaperRow]
    """The rows, by key, that are not in it."""


class Before(NamedTuple):
    """What the build before has kept, of the same terms."""

    kept: Kept
    stored: Mapping[str, PaperRow]
    """The rows in their file, by key."""

    rows: Mapping[str, PaperRow]
    """All rows, by key."""

    def loaded(self) -> Loaded:
        """Return the catalog as it was."""
        places = self.kept.places
        papers = {key: self.rows[key].paper_at(Location(path, line)) for key, path, line in places}
        catalog = replace(self.kept.loaded.catalog, papers=papers)
        catalog.take_fingerprints({key: self.rows[key].fingerprint for key in papers})
        return self.kept.loaded._replace(catalog=catalog)

    def entries(self) -> dict[str, Placeable]:
        """Return the entries that need not be read again."""
        return {**self.kept.entries, **{row.state: row for row in self.rows.values() if row.state}}


NOTHING = Before(Kept(Loaded(Catalog(), [], State()), (), frozenset(), {}, b"", {}), {}, {})


def load_checked(sources: Sources, required_fields: Iterable[str], folder: Path) -> Loaded:
    """Return the catalog of some files.

    :param folder: the folder of the doctrees.
    :raises WriteError: if the catalog cannot be kept.
    """
    required = tuple(required_fields)
    state = _state(sources, required)
    before = _read(folder, state.terms)
    if state.files and before.kept.loaded.state == state:
        return before.loaded()
    known, entries = KnownPapers(before), KnownEntries(before.entries())
    measured = before.kept.loaded.measured  # their files are among the terms

    def measured_of(path: Path, name: str) -> Measured:
        nonlocal measured
        measured = measured or read_results(path, name)
        return measured

    catalog, problems = load_catalog(sources, known.make, entries.read, measured_of)
    problems = without_echoes([*problems, *check(catalog, required, known.sound)])
    if _state(sources, required) != state:  # a file has changed while it was read
        return Loaded(catalog, problems, State())
    catalog.take_fingerprints({key: row.fingerprint for key, row in known.rows.items()})
    loaded = Loaded(catalog, problems, state, measured)
    if state.files:
        _write(folder, loaded, before, known, entries.after)
    return loaded


class KnownPapers:
    """The papers of the build before, where categories, keywords and venues are those of their files and the same."""

    def __init__(self, before: Before) -> None:
        """Take the papers of a catalog with equal terms."""
        rest = before.kept.loaded.catalog
        is_usable = rest.has_tree and rest.has_glossary and rest.has_venues
        self._before = before.rows if is_usable else {}
        self._faulty = before.kept.faulty
        self.sound: set[str] = set()
        """The keys of papers that are as they were, and had no problem."""

        self.rows: dict[str, PaperRow] = {}
        """The rows of all papers that are as they were."""

        self.given: dict[str, Entry] = {}
        """The entries of which papers were made, by key."""

    def make(self, entry: Entry, terms: TermResolver) -> Paper:
        """Return the paper of an entry, which is made only if the entry has changed."""
        self.given[entry.key] = entry
        row = self._before.get(entry.key)
        known = row.paper_of(entry) if row else None
        if not row or not known:
            return make_paper(entry, terms)
        self.rows[entry.key] = row
        if row.is_complete == entry.is_complete and entry.key not in self._faulty:
            self.sound.add(entry.key)
        return known


def _state(sources: Sources, required_fields: tuple[str, ...]) -> State:
    """Return the state of the catalog of some files as they are now."""
    names = repr((sources, bibliography_files(sources, []), required_fields)).encode("utf-8", "surrogateescape")
    bibliography = sources.files()
    try:
        texts = [path.read_bytes() for path in bibliography]
        others = [path.read_bytes() for path in sources.all_files() if path not in bibliography]
    except OSError:
        return State()
    terms = _digest(code_digest().encode(), sys.version.encode(), names, *others)
    return State(_digest(terms, *texts), terms)


def _read(folder: Path, terms: bytes) -> Before:
    """Return what a folder holds: nothing if its terms are others, or a file is not as it was written."""
    try:
        of, own, content = (folder / FILE).read_bytes().split(b"\n", 2)
        rows = (folder / ROWS).read_bytes()
    except (OSError, ValueError):
        return NOTHING
    if of != terms or own != _digest(content):
        return NOTHING
    kept: Kept = pickle.loads(content)  # noqa: S301  (as it was written)
    if kept.stored != _digest(rows):
        return NOTHING
    stored: dict[str, PaperRow] = pickle.loads(rows)  # noqa: S301  (as it was written)
    return Before(kept, stored, {key: kept.newer.get(key) or stored[key] for key, _path, _line in kept.places})


def _write(folder: Path, loaded: Loaded, before: Before, known: KnownPapers, entries: Mapping[str, Entry]) -> None:
    """Keep a catalog; the file of rows stays as it is as long as it has most of them."""
    rows = {row.key: row for row in _rows(loaded.catalog, known, entries)}
    newer = {key: row for key, row in rows.items() if before.stored.get(key) is not row}
    stored = before.kept.stored
    if len(rows) - len(newer) <= LEAST_STORED * max(len(rows), len(before.stored)):
        content = pickled(rows)
        stored, newer = _digest(content), {}
        write(folder / ROWS, content)
    states = {row.state for row in rows.values()}
    kept = Kept(
        loaded._replace(catalog=replace(loaded.catalog, papers={})),
        tuple((entry.key, entry.location.path, entry.location.line) for entry in loaded.catalog.entries),
        frozenset(rows.keys() - known.sound),
        {state: entry for state, entry in entries.items() if state not in states},
        stored,
        newer,
    )
    content = pickled(kept)
    write(folder / FILE, b"\n".join((loaded.state.terms, _digest(content), content)))


def _rows(catalog: Catalog, known: KnownPapers, entries: Mapping[str, Entry]) -> Iterator[PaperRow]:
    """Yield the row of each paper: the known one, unless anything but its place has changed."""
    states = {id(entry): state for state, entry in entries.items()}
    for paper in catalog.papers.values():
        row, given = known.rows.get(paper.key), known.given[paper.key]
        state = states.get(id(given), "")
        if row and row.state == state and row.is_laid_out_as(paper.entry):
            yield row
        else:
            yield row_of(paper, given, catalog.own_fingerprint(paper), state)


def _digest(*texts: bytes) -> bytes:
    """Return the digest of some texts and of their lengths."""
    found = blake2b(digest_size=16)
    for text in texts:
        found.update(b"%d " % len(text))
        found.update(text)
    return found.hexdigest().encode()
