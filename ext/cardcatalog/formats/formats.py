"""The registry of export formats: a new format is a module next to this one and a row here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from cardcatalog.formats.biblatex import BIBLATEX_FRAME, to_biblatex
from cardcatalog.formats.bibtex import write_bibtex
from cardcatalog.formats.catalog_json import JSON_FRAME, catalog_row
from cardcatalog.formats.csl import CSL_FRAME, csl_row
from cardcatalog.formats.hayagriva import HAYAGRIVA_FRAME, hayagriva_row
from cardcatalog.formats.jabref import JABREF_FRAME, jabref_entry
from cardcatalog.formats.markdown import format_list
from cardcatalog.formats.ris import RIS_FRAME, ris_row
from cardcatalog.messages import gettext_noop

if TYPE_CHECKING:
    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper
    from cardcatalog.formats.frames import Frame, Writer


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

    entry: Writer | None = None
    """Writes a paper of a catalog, if the file of several is made of the texts of each; see :meth:`Catalog.text`."""

    note: str = ""
    """A description of the file of all papers in it, in English; see :mod:`cardcatalog.messages`."""

    frame: Frame | None = None
    """What such a file has around the texts."""


def _of_texts(  # noqa: PLR0913  (a row of the registry)
    name: str, extension: str, summary: str, entry: Writer, frame: Frame, *, label: str = "", note: str = ""
) -> Format:
    """Return a format with files that are made of the texts of papers."""

    def write(catalog: Catalog, papers: Sequence[Paper], **options: str) -> str:
        return frame.around(catalog, papers, [catalog.text(paper, entry) for paper in papers], **options)

    return Format(name, extension, summary, write, label, entry, note, frame)


_ALL = (
    Format("bibtex", "bib", "BibTeX, for LaTeX and most other tools.", write_bibtex,
           "BibTeX", note=gettext_noop("all papers as BibTeX, the source of this site")),
    _of_texts("biblatex", "biblatex.bib", "The dialect of biblatex and Biber.", to_biblatex, BIBLATEX_FRAME,
              label="biblatex", note=gettext_noop("all papers for biblatex and Biber")),
    _of_texts("jabref", "jabref.bib", "BibTeX with the categories as JabRef's groups.", jabref_entry, JABREF_FRAME,
              note=gettext_noop("all papers with the fields and groups of JabRef")),
    _of_texts("ris", "ris", "RIS, for Zotero, EndNote and Mendeley.", ris_row, RIS_FRAME,
              label="RIS", note=gettext_noop("all papers as RIS")),
    _of_texts("csl-json", "csl.json", "CSL-JSON, for Pandoc and Zotero.", csl_row, CSL_FRAME,
              label="CSL-JSON", note=gettext_noop("all papers as CSL-JSON")),
    _of_texts("hayagriva", "hayagriva.yml", "Hayagriva's YAML, for Typst.", hayagriva_row, HAYAGRIVA_FRAME,
              note=gettext_noop("all papers for Typst")),
    Format("markdown", "md", "An awesome list, with a section for each category.", format_list),
    _of_texts("json", "json", "All data of the catalog, for programs.", catalog_row, JSON_FRAME),
)  # fmt: skip

FORMATS: Mapping[str, Format] = MappingProxyType({row.name: row for row in _ALL})
"""The formats, by name."""
