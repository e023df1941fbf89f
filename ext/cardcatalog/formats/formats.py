"""The registry of export formats: name, file extension, media type, purpose, writer."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from cardcatalog.formats.biblatex import write_biblatex
from cardcatalog.formats.bibtex import write_bibtex
from cardcatalog.formats.catalog_json import write_json
from cardcatalog.formats.csl import write_csl
from cardcatalog.formats.jabref import write_jabref
from cardcatalog.formats.markdown import format_list
from cardcatalog.formats.ris import write_ris

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


_ALL = (
    Format("bibtex", "bib", "application/x-bibtex", "BibTeX, for LaTeX and most other tools.", write_bibtex),
    Format("biblatex", "biblatex.bib", "application/x-bibtex", "The dialect of biblatex and Biber.", write_biblatex),
    Format("jabref", "jabref.bib", "application/x-bibtex", "BibTeX with the categories as JabRef's groups.",
           write_jabref),
    Format("ris", "ris", "application/x-research-info-systems", "RIS, for Zotero, EndNote and Mendeley.", write_ris),
    Format("csl-json", "csl.json", "application/vnd.citationstyles.csl+json", "CSL-JSON, for Pandoc and Zotero.",
           write_csl),
    Format("markdown", "md", "text/markdown", "An awesome list, with a section for each category.", format_list),
    Format("json", "json", "application/json", "All data of the catalog, for programs.", write_json),
)  # fmt: skip

FORMATS: Mapping[str, Format] = MappingProxyType({row.name: row for row in _ALL})
"""The formats, by name."""
