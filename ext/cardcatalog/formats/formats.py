"""The registry of export formats: a new format is a module next to this one and a row here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from cardcatalog.formats.biblatex import to_biblatex, write_biblatex
from cardcatalog.formats.bibtex import write_bibtex
from cardcatalog.formats.catalog_json import catalog_row, write_json
from cardcatalog.formats.csl import csl_row, write_csl
from cardcatalog.formats.hayagriva import hayagriva_row, write_hayagriva
from cardcatalog.formats.jabref import jabref_entry, write_jabref
from cardcatalog.formats.markdown import format_list
from cardcatalog.formats.ris import ris_row, write_ris
from cardcatalog.messages import gettext_noop

if TYPE_CHECKING:
    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper


@dataclass(frozen=True, slots=True)
class Format:
    """A format in which papers are written."""

    name: str
    extension: str
    """The file extension, without its first dot."""

    summary: str
    """The purpose of the format, in a sentence."""

    write: Callable[..., str]
    """Takes a catalog and papers of it; returns equal text for equal papers, with one newline at its end."""

    label: str = ""
    """Its name on the page of a paper, which offers to copy the paper in it; without one the page does not."""

    entry: Callable[[Paper, Catalog], str] | None = None
    """Writes a paper of a catalog, if the file of several is made of the texts of each; see :meth:`Catalog.text`."""

    note: str = ""
    """A description of the file of all papers in it, in English; see :mod:`cardcatalog.messages`."""


_ALL = (
    Format("bibtex", "bib", "BibTeX, for LaTeX and most other tools.", write_bibtex,
           "BibTeX", note=gettext_noop("all papers as BibTeX, the source of this site")),
    Format("biblatex", "biblatex.bib", "The dialect of biblatex and Biber.", write_biblatex,
           "biblatex", to_biblatex, gettext_noop("all papers for biblatex and Biber")),
    Format("jabref", "jabref.bib", "BibTeX with the categories as JabRef's groups.",
           write_jabref, entry=jabref_entry, note=gettext_noop("all papers with the fields and groups of JabRef")),
    Format("ris", "ris", "RIS, for Zotero, EndNote and Mendeley.", write_ris,
           "RIS", ris_row, gettext_noop("all papers as RIS")),
    Format("csl-json", "csl.json", "CSL-JSON, for Pandoc and Zotero.",
           write_csl, "CSL-JSON", csl_row, gettext_noop("all papers as CSL-JSON")),
    Format("hayagriva", "hayagriva.yml", "Hayagriva's YAML, for Typst.", write_hayagriva,
           entry=hayagriva_row, note=gettext_noop("all papers for Typst")),
    Format("markdown", "md", "An awesome list, with a section for each category.", format_list),
    Format("json", "json", "All data of the catalog, for programs.", write_json,
           entry=catalog_row),
)  # fmt: skip

FORMATS: Mapping[str, Format] = MappingProxyType({row.name: row for row in _ALL})
"""The formats, by name."""
