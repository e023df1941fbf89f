"""Keep a catalog from build to build next to the doctrees, for as long as its terms and our code are the same.

To read 10,000 entries takes two seconds, to load what was made of them a quarter of a second. Where only entries have
changed, the others are taken over, and are not checked again.
"""

from __future__ import annotations

import io
import pickle
import sys
from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from hashlib import blake2b
from operator import attrgetter
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from cardcatalog.bibtex.entries import Entry
from cardcatalog.bibtex.known_entries import KnownEntries
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.dates import PublicationDate
from cardcatalog.catalog.loader import Sources, bibliography_files, load_catalog
from cardcatalog.catalog.paper import Paper, make_paper
from cardcatalog.catalog.terms import TermResolver
from cardcatalog.checks.build import check
from cardcatalog.problems import Location, Problem, without_echoes
from cardcatalog.results.results import Result, Results
from cardcatalog.results.scheme import Scheme
from cardcatalog.sphinx.domain.dependencies import catalog_digest, code_digest
from cardcatalog.sphinx.manifest import write

FILE = "cardcatalog-catalog.pickle"


class Loaded(NamedTuple):
    """A catalog with all problems of reading it and of its entries."""

    catalog: Catalog
    problems: list[Problem]
    state: State
    sound: frozenset[str]
    """The keys of papers without a problem in themselves."""

    entries: dict[str, Entry]
    """The entries that need not be read again; see :class:`cardcatalog.bibtex.known_entries.KnownEntries`."""


class State(NamedTuple):
    """The digests of all that a catalog is made of: equal for equal catalogs, empty if a file cannot be read."""

    files: bytes = b""
    terms: bytes = b""
    """The same without the bibliography: equal entries make equal papers."""


def load_checked(sources: Sources, required_fields: Iterable[str], folder: Path) -> Loaded:
    """Return the catalog of some files.

    :param folder: the folder of the doctrees.
    :raises WriteError: if the catalog cannot be kept.
    """
    required = tuple(required_fields)
    path, state = folder / FILE, _state(sources, required)
    before = _read(path, state) if state.files else None
    if before and before.state == state:
        return before
    known, entries = KnownPapers(before), KnownEntries(before.entries if before else {})
    catalog, problems = load_catalog(sources, known.make, entries.read)
    problems = without_echoes([*problems, *check(catalog, required, known.sound)])
    if _state(sources, required) != state:  # a file has changed while it was read
        return Loaded(catalog, problems, State(), frozenset(), {})
    catalog_digest(catalog)  # which notes the fingerprints of all papers, and they are kept, too
    loaded = Loaded(catalog, problems, state, frozenset(known.sound), entries.after)
    if state.files:
        _write(path, loaded)
    return loaded


class KnownPapers:
    """The papers of the build before, where categories, keywords and venues are those of their files and the same."""

    def __init__(self, before: Loaded | None) -> None:
        """Take the papers of a catalog with equal terms."""
        is_usable = before and before.catalog.has_tree and before.catalog.has_glossary and before.catalog.has_venues
        self._papers = before.catalog.papers if before and is_usable else {}
        self._sound = before.sound if before else frozenset()
        self.sound: set[str] = set()
        """The keys of papers that are as they were, and had no problem."""

    def make(self, entry: Entry, terms: TermResolver) -> Paper:
        """Return the paper of an entry, which is made only if the entry has changed."""
        known = self._papers.get(entry.key)
        if not known or known.entry.type != entry.type or known.entry.fields != entry.fields:
            return make_paper(entry, terms)
        if known.entry.is_complete == entry.is_complete and entry.key in self._sound:
            self.sound.add(entry.key)
        return replace(known, entry=entry)


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


def _read(path: Path, state: State) -> Loaded | None:
    """Return what a file holds, or nothing if its terms are others, or it is not as it was written."""
    try:
        terms, own, content = path.read_bytes().split(b"\n", 2)
    except (OSError, ValueError):
        return None
    is_ours = terms == state.terms and own == _digest(content)
    return pickle.loads(content) if is_ours else None  # noqa: S301  (as it was written)


def _write(path: Path, loaded: Loaded) -> None:
    content = io.BytesIO()
    _Pickler(content, pickle.HIGHEST_PROTOCOL).dump(loaded)
    write(path, b"\n".join((loaded.state.terms, _digest(content.getvalue()), content.getvalue())))


def _digest(*texts: bytes) -> bytes:
    """Return the digest of some texts and of their lengths."""
    found = blake2b(digest_size=16)
    for text in texts:
        found.update(b"%d " % len(text))
        found.update(text)
    return found.hexdigest().encode()


def _frozen(row: dict[str, Any]) -> MappingProxyType[str, Any]:
    return MappingProxyType(row)


def _by_values(kind: type) -> Callable[[Any], tuple[type, tuple[Any, ...]]]:
    """Return how a value is pickled: as a call with its fields, which is faster than what dataclasses do."""
    values = attrgetter(*(field.name for field in fields(kind)))
    return lambda row: (kind, values(row))


def _results(scheme: Scheme, columns: Iterable[tuple[Any, ...]], state: str) -> Results:
    return Results(scheme, tuple(map(Result._make, zip(*columns, strict=True))), state)


class _Pickler(pickle.Pickler):
    """A pickler for papers and results, which are many, and for the fields of entries, which are read-only."""

    dispatch_table = {  # noqa: RUF012  (as in the base)
        MappingProxyType: lambda row: (_frozen, (dict(row),)),
        Results: lambda row: (_results, (row.scheme, tuple(zip(*row.rows, strict=True)), row.digest)),
        **{kind: _by_values(kind) for kind in (Paper, Entry, Location, PublicationDate)},
    }
