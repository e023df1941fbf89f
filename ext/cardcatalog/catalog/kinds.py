"""The kinds of works: which types of entries are of a kind, and its names in each format of references."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from cardcatalog.messages import gettext_noop

DOCUMENT = "document"
"""The kind of entries of any other type."""

PREPRINT = "preprint"


class WorkKind(NamedTuple):
    """A kind of works, and what it is in each format."""

    name: str
    types: str
    """Types of entries: of BibTeX, biblatex (manual, section 2.1) and biblatex-software; after a bar, of programs."""

    csl: str
    """CSL 1.0.2, Appendix III; types that Pandoc has for biblatex, except for those that CSL got later."""

    ris: str
    """RIS of 2011; where several fit, that which Zotero's ``RIS.js`` reads as this kind."""

    coins: str
    """The format of Z39.88-2004, and the genre in it; ``dc`` for what Zotero cannot tell by a genre."""

    zotero: str
    """The type of items in Zotero (its ``schema.json``)."""

    schema: str
    """schema.org."""

    hayagriva: str
    """The file format of Hayagriva, which Typst reads: type, and type of its parent."""

    bibtex: str
    """The type in classic BibTeX, for entries whose own type is not one of its."""

    biblatex: str
    """The type in biblatex, likewise."""

    plural: str = ""
    """The heading above works of this kind, in English."""


_BOOKS = gettext_noop("Books")
_CHAPTERS = gettext_noop("Chapters")
_ARTICLES = gettext_noop("Articles")
_LAWS = gettext_noop("Laws and treaties")
_IMAGES = gettext_noop("Images")

ALL = tuple(WorkKind(*row) for row in (
    ("article", "article suppperiodical | journal journalarticle",
     "article-journal", "JOUR", "journal article", "journalArticle", "ScholarlyArticle", "article periodical",
     "article", "article", _ARTICLES),
    ("review", "review",
     "review", "JOUR", "journal article", "journalArticle", "ScholarlyArticle", "article periodical", "article",
     "article", _ARTICLES),
    ("magazine article", "| magazine magazinearticle",
     "article-magazine", "MGZN", "dc", "magazineArticle", "Article", "article periodical", "article",
     "article", _ARTICLES),
    ("newspaper article", "| newspaper newspaperarticle",
     "article-newspaper", "NEWS", "dc", "newspaperArticle", "NewsArticle", "article newspaper",
     "article", "article", _ARTICLES),
    ("conference paper", "inproceedings conference | conferencepaper",
     "paper-conference", "CONF", "book proceeding", "conferencePaper", "ScholarlyArticle", "article proceedings",
     "inproceedings",
     "inproceedings", gettext_noop("Conference papers")),
    ("chapter", "incollection inbook bookinbook suppbook suppcollection | chapter booksection",
     "chapter", "CHAP", "book bookitem", "bookSection", "Chapter", "chapter anthology", "incollection",
     "incollection", _CHAPTERS),
    ("encyclopedia entry", "inreference | dictionaryentry encyclopediaentry",
     "entry-encyclopedia", "ENCYC", "dc", "encyclopediaArticle", "Article", "chapter anthology",
     "incollection", "inreference", _CHAPTERS),
    ("book", "book mvbook collection mvcollection reference mvreference commentary manual | ebook",
     "book", "BOOK", "book book", "book", "Book", "book", "book", "book", _BOOKS),
    ("proceedings", "proceedings mvproceedings",
     "book", "BOOK", "book book", "book", "Book", "proceedings", "proceedings", "proceedings", _BOOKS),
    ("periodical", "periodical",
     "periodical", "JFULL", "journal journal", "journalArticle", "PublicationIssue", "periodical", "misc",
     "periodical", gettext_noop("Periodicals")),
    ("booklet", "booklet",
     "pamphlet", "PAMP", "book book", "book", "CreativeWork", "misc", "booklet", "booklet", _BOOKS),
    ("thesis", "thesis phdthesis mastersthesis | bachelorsthesis bachelorthesis masterthesis diplomathesis",
     "thesis", "THES", "dissertation", "thesis", "Thesis", "thesis", "phdthesis", "thesis", gettext_noop("Theses")),
    ("report", "report techreport | whitepaper",
     "report", "RPRT", "book report", "report", "Report", "report", "techreport", "report", gettext_noop("Reports")),
    ("web page", "online electronic www | webpage website blog blogpost internet",
     "webpage", "ELEC", "dc", "webpage", "WebPage", "web", "misc", "online", gettext_noop("Web pages")),
    ("software", "software softwareversion softwaremodule codefragment | computerprogram",
     "software", "COMP", "dc", "computerProgram", "SoftwareSourceCode", "repository", "misc", "software",
     gettext_noop("Software")),
    ("dataset", "dataset | data",
     "dataset", "DATA", "dc", "dataset", "Dataset", "article", "misc", "dataset", gettext_noop("Data sets")),
    ("patent", "patent",
     "patent", "PAT", "patent", "patent", "CreativeWork", "patent", "misc", "patent", gettext_noop("Patents")),
    ("manuscript", "unpublished",
     "manuscript", "MANSCPT", "dc", "manuscript", "Manuscript", "manuscript", "unpublished", "unpublished",
     gettext_noop("Manuscripts")),
    ("talk", "| talk presentation lecture slides poster",
     "speech", "SLIDE", "dc", "presentation", "PresentationDigitalDocument", "misc conference", "unpublished",
     "unpublished", gettext_noop("Talks")),
    ("standard", "standard",
     "standard", "STAND", "dc", "standard", "CreativeWork", "report", "misc", "misc",
     gettext_noop("Standards")),
    ("legislation", "legislation | statute",
     "legislation", "STAT", "dc", "statute", "Legislation", "legislation", "misc", "misc", _LAWS),
    ("treaty", "legal",
     "treaty", "GEN", "dc", "statute", "Legislation", "legislation", "misc", "misc", _LAWS),
    ("legal case", "jurisdiction | case",
     "legal_case", "CASE", "dc", "case", "CreativeWork", "case", "misc", "misc", gettext_noop("Court decisions")),
    ("letter", "letter",
     "personal_communication", "PCOMM", "dc", "letter", "Message", "misc", "misc", "misc", gettext_noop("Letters")),
    ("film", "movie video | film",
     "motion_picture", "MPCT", "dc", "film", "VideoObject", "video", "misc", "misc", gettext_noop("Films")),
    ("recording", "audio music",
     "song", "SOUND", "dc", "audioRecording", "AudioObject", "audio", "misc", "misc", gettext_noop("Recordings")),
    ("performance", "performance",
     "performance", "GEN", "dc", "document", "CreativeWork", "performance", "misc", "misc"),
    ("artwork", "artwork",
     "graphic", "ART", "dc", "artwork", "VisualArtwork", "artwork", "misc", "misc", _IMAGES),
    ("image", "image",
     "graphic", "FIGURE", "dc", "artwork", "ImageObject", "artwork", "misc", "misc", _IMAGES),
    (PREPRINT, "| preprint",
     "article", "ELEC", "dc", "preprint", "ScholarlyArticle", "article", "misc", "online"),
    (DOCUMENT, "misc",
     "document", "GEN", "dc", "document", "CreativeWork", "article", "misc", "misc"),
))  # fmt: skip
"""Every kind; a new one is a row."""

KINDS: Mapping[str, WorkKind] = MappingProxyType({row.name: row for row in ALL})
"""The kinds, by name."""

KIND_OF_TYPE: Mapping[str, str] = MappingProxyType(
    {word: row.name for row in ALL for word in row.types.replace("|", "").split()}
)
"""The kind of each type of entry; any other type is a ``document``."""

STANDARD_TYPES = frozenset(word for row in ALL for word in row.types.partition("|")[0].split())
"""The types of works that BibTeX, biblatex or biblatex-software define; ``xdata`` is not a work."""

SPECIAL_KINDS: Mapping[tuple[str, str, str], str] = MappingProxyType({
    ("article", "entrysubtype", "magazine"): "magazine article",
    ("article", "entrysubtype", "newspaper"): "newspaper article",
    ("suppperiodical", "entrysubtype", "magazine"): "magazine article",
    ("suppperiodical", "entrysubtype", "newspaper"): "newspaper article",
    ("misc", "type", "software"): "software",
    ("misc", "type", "dataset"): "dataset",
})  # fmt: skip
"""The kind of entries whose type is narrowed by the value of a field (biblatex manual, section 2.2.2)."""

ARTICLES = frozenset({"article", "review", "magazine article", "newspaper article", "periodical"})
"""Kinds whose ``number`` is that of an issue."""

IN_VOLUMES = frozenset({"book", "chapter", "conference paper", "encyclopedia entry", "proceedings"})
"""Kinds whose ``number`` is that of a volume in a series."""
