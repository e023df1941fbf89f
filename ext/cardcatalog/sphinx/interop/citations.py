"""Let sphinxcontrib-bibtex cite from the entries that are read already, instead of reading the same files once more.

So a broken entry affects ``{cite}`` no more than it affects the catalog, where pybtex would end the build, and no time
goes into entries that no page cites.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from pybtex.bibtex.utils import split_name_list
from pybtex.database import Entry, OrderedCaseInsensitiveDict, Person
from pybtex.database.input.bibtex import month_names
from sphinx.application import Sphinx

from cardcatalog.bibtex import entries
from cardcatalog.catalog.paper import Paper
from cardcatalog.formats.bibtex import to_classic
from cardcatalog.sphinx.domain.domain import domain_of
from cardcatalog.sphinx.internals import share_cited


class CitedEntry(Entry):  # type: ignore[misc]  # pybtex has no annotations
    """An entry for pybtex, in classic BibTeX, which its styles are for; it is made only when it is cited."""

    def __init__(self, paper: Paper) -> None:
        """Take over the key; the rest follows on demand."""
        self.key = paper.key
        self._paper = paper

    @cached_property
    def _entry(self) -> entries.Entry:
        return to_classic(self._paper)

    @property
    def type(self) -> str:
        """The type of the entry."""
        return self._entry.type

    @property
    def original_type(self) -> str:
        """The same, as pybtex spells it in messages."""
        return self.type

    @cached_property
    def fields(self) -> Mapping[str, str]:
        """The fields other than names."""
        values = {name: text for name, text in self._entry.fields.items() if name not in Person.valid_roles}
        if "month" in values:
            values["month"] = month_names.get(values["month"].lower(), values["month"])
        return OrderedCaseInsensitiveDict(values)  # type: ignore[no-any-return]

    @cached_property
    def persons(self) -> Mapping[str, list[Person]]:
        """The people, by role."""
        names = {role: text for role, text in self._entry.fields.items() if role in Person.valid_roles}
        return OrderedCaseInsensitiveDict(  # type: ignore[no-any-return]
            {role: [Person(name) for name in split_name_list(text)] for role, text in names.items()},
        )

    def __reduce__(self) -> tuple[Any, ...]:
        """Let what is cited be pickled as an entry of pybtex's own."""
        return _restore, (self.key, self.original_type, dict(self.fields), dict(self.persons))


class CitedEntries(Mapping[str, CitedEntry]):
    """The entries of papers by their keys, in capitals or not; each is made when it is first asked for."""

    def __init__(self, papers: Mapping[str, Paper]) -> None:
        """Make none yet: of thousands, pages cite few."""
        self._papers = papers
        self._made: dict[str, CitedEntry] = {}

    @cached_property
    def _keys(self) -> Mapping[str, str]:
        return {key.lower(): key for key in self._papers}

    def __getitem__(self, key: str) -> CitedEntry:
        """Return the entry of a key.

        :raises KeyError: if there is none.
        """
        known = self._keys[key.lower()]
        if known not in self._made:
            self._made[known] = CitedEntry(self._papers[known])
        return self._made[known]

    def __iter__(self) -> Iterator[str]:
        """Yield the keys as they are written."""
        return iter(self._papers)

    def __len__(self) -> int:
        """Return how many entries there are."""
        return len(self._papers)


def _restore(key: str, *content: Any) -> Entry:  # noqa: ANN401
    entry = Entry(*content)
    entry.key = key
    return entry


def share(app: Sphinx) -> None:
    """Hand sphinxcontrib-bibtex the entries of its files as if it had just read them, if the catalog has them all."""
    domain = domain_of(app.env)
    papers = domain.catalog.papers.values()
    # A file that has been read is one, even if no entry of it could be understood.
    read = (os.path.relpath(path, app.confdir) for path in domain.files)
    files: dict[str, dict[str, Paper]] = {Path(name).as_posix(): {} for name in read}
    for paper in sorted(papers, key=lambda paper: paper.entry.location.line):
        files.setdefault(paper.entry.location.path, {})[paper.key] = paper
    names = app.config.bibtex_bibfiles or ()
    if files.keys() >= set(names):
        # The paths are made just as sphinxcontrib-bibtex does.
        shared = {(Path(app.confdir) / name).resolve(): files[name] for name in names}
        entries = CitedEntries({key: paper for row in shared.values() for key, paper in row.items()})
        share_cited(app.env, app.config.bibtex_encoding, shared, entries)
