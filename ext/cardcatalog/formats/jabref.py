"""BibTeX for JabRef: all fields of the entries, and the categories as JabRef's groups."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from cardcatalog.bibtex.layout import format_entry
from cardcatalog.formats.bibtex import last_entries
from cardcatalog.formats.frames import Frame

if TYPE_CHECKING:
    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper


def _ends(catalog: Catalog, papers: Sequence[Paper], _values: Sequence[str]) -> tuple[str, str]:
    """Return the ends of a file of papers with all their fields: last is the tree of categories as JabRef's groups.

    The groups are made of the field ``category``, so that to drag a paper into one changes that field.
    Format: JabRef's ``MetaDataParser`` and ``GroupsParser``, which JabRef 3.8 to 6 have in common.
    """
    companions = map(format_entry, (*catalog.sets_of(papers), *catalog.switches(papers)))
    # JabRef 3.8 takes the encoding from the first line, and calls the groups `groupstree`; JabRef 4 to 6 call them
    # `grouping` and read either.
    groups = "".join(f"{line};\n" for line in ("0 AllEntriesGroup:", *_groups(catalog, "", 1)))
    comments = "@Comment{jabref-meta: databaseType:bibtex;}\n", f"@Comment{{jabref-meta: groupstree:\n{groups}}}\n"
    return "% Encoding: UTF-8\n\n", last_entries(papers, [*companions, *comments])


JABREF_FRAME = Frame("\n", _ends)


def jabref_entry(paper: Paper, catalog: Catalog) -> str:
    """Return an entry that names its categories; without a tree they may come from another field."""
    if catalog.has_tree:
        return format_entry(paper.entry)
    fields = {**paper.entry.fields, "category": ", ".join(paper.categories)}
    return format_entry(replace(paper.entry, fields=MappingProxyType(fields)))


_UNION = "2"
"""The hierarchical context of a group that also shows what its subgroups hold."""

_UNFIT = re.compile(r"[{}@\s\x00-\x1f\x7f-\x9f]+")
"""Characters that could end the comment, or begin an entry for classic BibTeX, which reads ``@`` in comments."""


def _groups(catalog: Catalog, parent: str, level: int) -> Iterator[str]:
    """Yield a line for each category below one, in depth, its parts and the line as a whole escaped."""
    for row in catalog.children(parent):
        parts = (row.title, _UNION, "category", row.id, "1", "0")  # regards case, is not a regular expression
        group = "".join(f"{_escaped(_UNFIT.sub(' ', part).strip())};" for part in parts)
        yield f"{level} KeywordGroup:{_escaped(group)}"
        yield from _groups(catalog, row.id, level + 1)


def _escaped(text: str) -> str:
    return re.sub(r"([;\\])", r"\\\1", text)
