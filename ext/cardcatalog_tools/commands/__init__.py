"""The command line: it begins, checks, formats, grows and exports a bibliography; commands are imported when used."""

from __future__ import annotations

from types import MappingProxyType

import click

from cardcatalog.version import __version__
from cardcatalog_tools.commands.lazy import LazyGroup

SUMMARIES = MappingProxyType({
    "add": "Add papers, each by an arXiv id, a DOI, a URL, a .bib file, or - for BibTeX from standard input",
    "audit": "Compare a bibliography with local copies of collections, by identifier, then by title and authors",
    "candidates": "Find new papers in feeds and collections, and write them as entries to review",
    "check": "Find every problem of a bibliography, with its line and what to do",
    "diff": "Describe what differs between OLD and NEW: papers, keys, terms, and new problems",
    "export": "Write papers in a format that other programs read, to standard output or a file",
    "extract": "Write just the entries that a document cites, under the keys that it cites",
    "format": "Bring files into the canonical layout",
    "import": "Turn a list of papers in Markdown, such as an awesome list, into entries",
    "init": "Make a site for BibTeX files of any field, with pages for the categories that the files have",
    "links": "Find dead links, politely: with a pause between requests to one host, and each answer kept",
    "release": "Record all keys of the project as released",
    "results": "Add measured results: the numbers of tables, each with what was measured and the line that prints it",
    "upgrade": "Give preprints whose publication is on record their venue, year and DOI; the key is kept",
})  # fmt: skip
"""The first sentence of each command's help, so that the list of commands imports none of them."""


@click.group(cls=LazyGroup, summaries=SUMMARIES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Check, format, grow and export a bibliography.

    Without files, a command works on those that the conf.py here or above names as cardcatalog_bibliography.

    \b
    Exit status: 0 if all is well, 1 if there are problems, 2 if the command is used wrongly.

    \b
    Examples:
      cardcatalog init site --bib library.bib
      cardcatalog check
      cardcatalog check refs.bib --fix
      cardcatalog diff main
      cardcatalog add 2210.17323
      cardcatalog extract paper.tex -o paper.bib
    """
