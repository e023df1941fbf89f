"""The registry of export formats: a new format is a module next to this one and a row here."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from cardcatalog.formats.biblatex import write_biblatex
from cardcatalog.formats.bibtex import write_bibtex
from cardcatalog.formats.catalog_json import write_json
from cardcatalog.formats.csl import write_csl
from cardcatalog.formats.hayagriva import write_hayagriva
from cardcatalog.formats.jabref import write_jabref
from cardcatalog.formats.markdown import format_list
from cardcatalog.formats.ris import write_ris
from cardcatalog.messages import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class Format:
    """A format in which papers are written."""

    name: str
    extension: str
    """The file extension, without its first dot."""

    media_type: str
    summary: str
    """The purpose of the format, in a sentence."""

    write: Callable[..., str]
    """Takes a catalog and papers of it; returns equal text for equal papers, with one newline at its end."""

    label: str = ""
    """Its name on the page of a paper, which offers to copy the paper in it; without one the page does not."""

    note: str = ""
    """A description of the file of all papers in it, in English; see :mod:`cardcatalog.messages`."""


_ALL = (
    Format("bibtex", "bib", "application/x-bibtex", "BibTeX, for LaTeX and most other tools.", write_bibtex,
           "BibTeX", gettext_noop("all papers as BibTeX, the source of this site")),
    Format("biblatex", "biblatex.bib", "application/x-bibtex", "The dialect of biblatex and Biber.", write_biblatex,
           "biblatex", gettext_noop("all papers for biblatex and Biber")),
    Format("jabref", "jabref.bib", "application/x-bibtex", "BibTeX with the categories as JabRef's groups.",
           write_jabref, note=gettext_noop("all papers with the fields and groups of JabRef")),
    Format("ris", "ris", "application/x-research-info-systems", "RIS, for Zotero, EndNote and Mendeley.", write_ris,
           "RIS", gettext_noop("all papers as RIS")),
    Format("csl-json", "csl.json", "application/vnd.citationstyles.csl+json", "CSL-JSON, for Pandoc and Zotero.",
           write_csl, "CSL-JSON", gettext_noop("all papers as CSL-JSON")),
    Format("hayagriva", "hayagriva.yml", "application/yaml", "Hayagriva's YAML, for Typst.", write_hayagriva,
           note=gettext_noop("all papers for Typst")),
    Format("markdown", "md", "text/markdown", "An awesome list, with a section for each category.", format_list),
    Format("json", "json", "application/json", "All data of the catalog, for programs.", write_json),
)  # fmt: skip

FORMATS: Mapping[str, Format] = MappingProxyType({row.name: row for row in _ALL})
"""The formats, by name."""
