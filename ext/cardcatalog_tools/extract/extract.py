"""Find the entries that a document cites, and write just these into a ``.bib`` file of its own.

``static/scripts/extract.js`` does the same in the browser, with the data of an index as JSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from cardcatalog.bibtex.layout import format_entry
from cardcatalog.catalog.lookup import KEY, LEFT_OUT, Index, Nearest, parents_of, publication_of
from cardcatalog.catalog.preprints import is_preprint
from cardcatalog.problems import Kind, Problem
from cardcatalog.text_files import decode, read_data
from cardcatalog_tools.extract.documents import (
    EVERYTHING,
    Citation,
    Document,
    commands_of,
    find_citations,
    find_inclusions,
    find_sets,
    find_unknown,
    stem_of,
)
from cardcatalog_tools.extract.source_bib import SourceBib, SourceEntry

if TYPE_CHECKING:
    from cardcatalog.bibtex.entries import Entry


@dataclass(frozen=True, slots=True)
class Found:
    """A citation of an entry of ours, and how that was recognized: ``key``, ``former key``, or the kind of a mark."""

    citation: Citation
    entry: Entry
    by: str
    publication: str = ""
    """The published version of the work, if the document's own entry is for the preprint."""

    twin: Citation | None = None
    """An earlier citation of the same entry by another key: with both, a list of references has the paper twice."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A citation of an entry that only the author's own ``.bib`` has."""

    citation: Citation
    own: SourceEntry
    is_taken: bool
    """Whether we have another work under the key."""


@dataclass(frozen=True, slots=True)
class Missing:
    """An unmatched citation, and advice on it."""

    citation: Citation
    hint: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """The result for each key that a document cites, in the order of citation; and the unreadable inputs."""

    results: tuple[Found | Kept | Missing, ...] = ()
    problems: tuple[Problem, ...] = ()
    parents: tuple[Entry, ...] = ()
    """Entries of ours that found ones take in."""

    own_texts: tuple[str, ...] = ()
    """The kept entries as they are written, with what they need."""

    passed_over: tuple[Citation, ...] = ()
    """Commands that look like citations and were not read, each where it is first."""

    @property
    def found(self) -> tuple[Found, ...]:
        """The citations of entries of ours."""
        return tuple(row for row in self.results if isinstance(row, Found))

    @property
    def kept(self) -> tuple[Kept, ...]:
        """The citations of entries that only the author has."""
        return tuple(row for row in self.results if isinstance(row, Kept))

    @property
    def missing(self) -> tuple[Missing, ...]:
        """The unmatched citations."""
        return tuple(row for row in self.results if isinstance(row, Missing))


def read_documents(paths: Iterable[Path]) -> tuple[list[Document], list[Problem]]:
    """Read files of any bytes; one that cannot be read, or is not in UTF-8, is a problem."""
    documents: list[Document] = []
    problems: list[Problem] = []
    for path in paths:
        data, faults = read_data(path, str(path))
        text, more = decode(data, str(path))
        documents += [] if faults else [Document(str(path), text)]
        problems += faults + more
    return documents, problems


def extract(documents: Sequence[Document], index: Index) -> Extraction:
    """Find the citations of documents.

    A key that the author's own ``.bib`` has means the entry there: it leads to ours only if that is the same work,
    for two people may well give one key to two works.

    :param documents: LaTeX, ``.aux`` or ``.bcf`` files, ``.bib`` files of the author, or both; of ``.bib`` files alone,
        each entry is looked up.
    :param index: our entries.
    """
    own = SourceBib()
    for document in documents:
        if document.kind == "bib":
            own.read(document)
    commands = commands_of(documents)
    citing = [document for document in documents if document.kind != "bib"]
    entries = [Citation(key, row.entry.location) for key, row in own.entries.items()]
    cited = [row for document in citing for row in find_citations(document, commands)] if citing else entries
    lookup = _Lookup(index, own)
    results = tuple(map(lookup.resolve, _once(_expanded(cited, own, index, find_sets(documents, commands)))))
    found = [row for row in results if isinstance(row, Found)]
    return Extraction(
        results,
        (*own.problems, *_absent(documents)),
        tuple(_parents_of_found(found, index)),
        tuple(_own_texts(results, own)),
        tuple(_once(row for document in documents for row in find_unknown(document, commands))),
    )


def _once(citations: Iterable[Citation]) -> Iterator[Citation]:
    """Yield each key where it is cited first."""
    seen: set[str] = set()
    for citation in citations:
        if citation.key not in seen:
            seen.add(citation.key)
            yield citation


def _expanded(
    citations: Iterable[Citation], own: SourceBib, index: Index, sets: Mapping[str, tuple[str, ...]]
) -> Iterator[Citation]:
    """Yield citations with those of the members of sets; a set that the document itself defines has no entry."""
    for citation in citations:
        if citation.key == EVERYTHING and own.entries:
            yield from (Citation(key, citation.location) for key in own.entries)
        elif citation.key not in sets:
            yield citation
        for key in sets.get(citation.key) or own.members(citation.key) or index.members(citation.key):
            yield Citation(key, citation.location)


def _absent(documents: Sequence[Document]) -> Iterator[Problem]:
    """Yield the files that a document takes in and that are not among the others; they may cite, too."""
    kinds = {document.kind for document in documents}
    is_noted = not kinds.isdisjoint({"aux", "bcf"})  # LaTeX notes what all of its files cite
    stems = {(document.kind, document.stem) for document in documents}
    for document in documents:
        if document.kind == "tex" and is_noted:
            continue
        for inclusion in find_inclusions(document):
            if (document.kind, stem_of(inclusion.key)) not in stems:
                message = f"includes '{inclusion.key}'; add that file too if it contains citations"
                yield Problem(inclusion.location, message, Kind.FILE)


class _Lookup:
    """The search for the entry of each key in turn."""

    def __init__(self, index: Index, own: SourceBib) -> None:
        self._index = index
        self._own = own
        self._first: dict[str, Citation] = {}
        self._nearest = Nearest((*index.keys, *own.entries))

    def resolve(self, citation: Citation) -> Found | Kept | Missing:
        """Return the result for a citation."""
        ours, own = self._index.by_key(citation.key), self._own.find(citation.key)
        match = self._index.by_work(own.entry) if own else ours
        if match:
            by = ours[1] if ours and ours[0] is match[0] else match[1]
            twin = self._first.setdefault(match[0].key, citation)
            publication = publication_of(match[0]) if own and is_preprint(own.entry) else ""
            return Found(citation, match[0], by, publication, None if twin is citation else twin)
        if own:
            return Kept(citation, own, is_taken=ours is not None)
        if citation.key == EVERYTHING:
            return Missing(citation, "cites every entry of your .bib file; add that file too")
        return Missing(citation, f"not found{self._nearest.hint(citation.key)}")


def _parents_of_found(found: Iterable[Found], index: Index) -> Iterator[Entry]:
    """Yield the entries of ours that found ones take in, each once, unless the document cites their keys anyway."""
    cited = {row.citation.key for row in found}
    waiting = [key for row in found for key in parents_of(row.entry)]
    for key in waiting:  # which grows by the parents of parents
        match = index.by_key(key)
        if match and match[0].key not in cited:
            cited.add(match[0].key)
            waiting += parents_of(match[0])
            yield match[0]


def _own_texts(results: Iterable[Found | Kept | Missing], own: SourceBib) -> Iterator[str]:
    """Yield the kept entries and their parents, as written and in that order, after the strings that they need."""
    cited = {row.citation.key for row in results if isinstance(row, Found)}
    wanted = {row.own.entry.key: row.own for row in results if isinstance(row, Kept)}
    waiting = [key for row in wanted.values() for key in parents_of(row.entry)]
    for key in waiting:  # which grows by the parents of parents
        parent = own.find(key)
        if parent and parent.entry.key not in wanted and parent.entry.key not in cited:
            wanted[parent.entry.key] = parent
            waiting += parents_of(parent.entry)
    entries = [row for key, row in own.entries.items() if key in wanted]
    if entries:
        yield from (*own.prelude(entries), *(row.text for row in entries))


def to_bib(extraction: Extraction) -> str:
    """Return a ``.bib`` file with just the entries that the document cites, each under the cited key.

    Ours come first, sorted by key, in the canonical layout and without the fields of :data:`LEFT_OUT`; then what only
    the author has, as it is written. Parents come after their children, as BibTeX requires.
    """
    parents = {key for row in extraction.found for key in parents_of(row.entry)}
    entries = [replace(row.entry, key=row.citation.key) for row in extraction.found]
    entries = sorted(entries, key=lambda entry: (entry.key in parents, entry.key)) + list(extraction.parents)
    ours = [format_entry(entry, without=LEFT_OUT) for entry in entries]
    own = [f"{text}\n" for text in extraction.own_texts]
    return "\n".join([
        *(["% From the bibliography\n", *ours] if ours else []),
        *(["% Your own entries, unchanged\n", *own] if own else []),
    ])  # fmt: skip


def report(extraction: Extraction) -> str:
    """Return a line for the result of each citation (``paper.tex:12: key: result``), and one that counts them.

    A last line names commands that look like citations and were passed over.
    """
    lines = [*map(str, extraction.problems), *map(_line, extraction.results)]
    numbers = ", ".join(
        f"{len(rows):,} {what}"
        for rows, what in (
            (extraction.found, "found"), (extraction.kept, "kept"), (extraction.missing, "not found")
        )
        if rows
    )  # fmt: skip
    unread = ", ".join(f"{row.key} ({row.location})" for row in extraction.passed_over)
    hint = f"commands that look like citations and were passed over: {unread}; add their keys by \\nocite if they cite"
    return "\n".join([*lines, numbers or "nothing is cited", *([hint] if unread else []), ""])


def _line(row: Found | Kept | Missing) -> str:
    if isinstance(row, Missing):
        what = row.hint
    elif isinstance(row, Kept):
        what = "kept unchanged" + "; our entry with this key is a different paper" * row.is_taken
    else:
        what = f"found{_way(row)}"
        what += f"; your preprint was replaced by the {row.publication} version" if row.publication else ""
        what += (
            f"; the same paper as '{row.twin.key}' ({row.twin.location}): cite one of the two, or it is listed twice"
            if row.twin
            else ""
        )
    return f"{row.citation.location}: {row.citation.key}: {what}"


def _way(row: Found) -> str:
    if row.by == KEY:
        return ""
    return f" as {row.entry.key}, by its {row.by}{' id' * (row.by in {'arXiv', 'OpenReview'})}"
