"""The command ``candidates``: new papers in feeds and collections, as entries to review."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import click

from cardcatalog.bibtex.layout import format_entry
from cardcatalog.bibtex.text import to_text
from cardcatalog.catalog.duplicates import match_keys, plain_title
from cardcatalog.catalog.identifiers import parse
from cardcatalog.problems import Kind, Problem
from cardcatalog.tables import read_rows
from cardcatalog.text_files import read_cells
from cardcatalog_tools.collections.feeds import read_feed
from cardcatalog_tools.collections.reader import files_in
from cardcatalog_tools.collections.scope import ScopeRow, Verdict, judge
from cardcatalog_tools.commands.catalogs import open_catalog
from cardcatalog_tools.commands.entry_builder import EntryBuilder, TermChoice
from cardcatalog_tools.commands.files import named_file, open_project, shown, write_output
from cardcatalog_tools.commands.network import Web, pass_web
from cardcatalog_tools.linting.report import as_text
from cardcatalog_tools.services.entries import HouseStyle
from cardcatalog_tools.services.suggest import suggest_bits
from cardcatalog_tools.services.titles import visible
from cardcatalog_tools.services.web import FEED, Client, ServiceError

if TYPE_CHECKING:
    from cardcatalog.bibtex.entries import Entry

HEAD = """\
% Candidates for the bibliography: delete those that are none, correct the others, and run
% cardcatalog add on this file. The comment above an entry gives the reasons for what was suggested.
"""


@click.command("candidates")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--scope", type=click.Path(path_type=Path), default=Path("bib", "scope.toml"), show_default=True,
              callback=named_file, help="The table of words for and against a title.")  # fmt: skip
@click.option("--left-out", type=click.Path(path_type=Path), default=Path("bib", "left-out.tsv"), show_default=True,
              callback=named_file,
              help="Works that were left out: identifier or URL, title, reason, separated by tabs.")  # fmt: skip
@click.option("--all", "takes_all", is_flag=True, help="Keep papers that look out of scope, too.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to this file instead of standard output.")
@pass_web
def candidates_command(  # noqa: PLR0913  (click hands over an argument for each option)
    web: Web, /, sources: tuple[str, ...], scope: Path, left_out: Path, output: Path | None, *, takes_all: bool
) -> None:
    """Find new papers in feeds and collections, and write them as entries to review.

    A SOURCE is a file, a folder or a URL: Atom of arXiv's API, an RSS feed of arXiv, JSON of OpenReview's API, a daily
    list of arXiv, or a collection that audit reads. Papers that the bibliography has, or that were left out, are
    dropped. A table of words decides whether a title is in scope; key, category, keywords and bits are suggested. The
    reasons are in comments above each entry. The status is 1 if a source cannot be read.

    \b
    Examples:
      cardcatalog candidates https://rss.arxiv.org/rss/cs.LG -o bib/candidates.bib
      cardcatalog candidates "https://export.arxiv.org/api/query?search_query=ti:quantization"
      cardcatalog candidates daily/2026-11-28.jsonl --all
    """
    project = open_project()
    catalog, _is_whole = open_catalog(project)
    rows, problems = read_rows(scope, shown(scope), ScopeRow) if scope.exists() else ((), [])
    known, more = read_left_out(left_out, shown(left_out)) if left_out.exists() else (frozenset(), [])
    if problems or more:
        click.echo(as_text([*problems, *more]), err=True)
        sys.exit(1)
    builder = EntryBuilder(catalog, project.required_fields, datetime.now(UTC).date())
    house = HouseStyle.of(catalog)
    sieve = Sieve(builder, rows, known, takes_all=takes_all)
    found = [sieve.sort(entry) for entry in read_sources(sources, house, web, sieve.counts)]
    candidates = sorted(filter(None, found), key=lambda candidate: (-candidate.verdict.score, candidate.entry.key))
    write_output(output, HEAD + "".join(f"\n{candidate}" for candidate in candidates))
    click.echo(sieve.summary, err=True)
    sys.exit(bool(sieve.counts["failed"]))


def read_sources(
    sources: Iterable[str], house: HouseStyle, web: Web, counts: Counter[str]
) -> Iterator[tuple[str, Entry]]:
    """Yield the papers of all sources, each with the name of its source; what is none is printed and counted."""
    with Client(web.limits) as client:
        for source in sources:
            try:
                documents = list(_documents(source, client))
            except (ServiceError, OSError) as error:
                counts["failed"] += 1
                reason = f"{error.strerror}; name a file, a folder or a URL" if isinstance(error, OSError) else error
                click.echo(f"{visible(source)}: {reason}", err=True)
                continue
            for name, body in documents:
                for found in read_feed(body, name, house):
                    if isinstance(found, str):
                        counts["failed"] += 1
                        click.echo(visible(found), err=True)
                    else:
                        yield name, found


def _documents(source: str, client: Client) -> Iterator[tuple[str, bytes]]:
    """Yield the documents of a source, each with its name.

    :raises ServiceError: if a URL cannot be fetched.
    :raises OSError: if a file cannot be read.
    """
    if re.match("https?://", source):
        yield source, client.get(source, FEED)
    else:
        yield from ((shown(path), path.read_bytes()) for path in files_in([Path(source)]))


def read_left_out(path: Path, name: str) -> tuple[frozenset[str], list[Problem]]:
    """Return the identifiers, and the titles without case and punctuation, of a table; and its problems.

    :param name: its path as messages show it.
    """
    lines, problems = read_cells(path, name)
    known = set()
    for place, cells in lines:
        work, title = [*map(str.strip, cells), ""][:2]
        if title:  # some works have no identifier
            identifier = parse(work)
            known |= {plain_title(title), identifier.canonical.value if identifier else work} - {""}
        else:
            line = "\t".join(cells)
            message = f"{line!r} is not a work; write identifier or URL, title and reason, a tab after each"
            problems.append(Problem(place, message, Kind.FILE))
    return frozenset(known), problems


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry to review, and the reasons for it."""

    entry: Entry
    verdict: Verdict
    notes: tuple[str, ...]

    def __str__(self) -> str:
        """Return the entry below its reasons, which hold no sign that begins an entry."""
        lines = (f"scope {self.verdict}", *self.notes)
        return "".join(f"% {visible(line).replace('@', ' at ')}\n" for line in lines) + format_entry(self.entry)


class Sieve:
    """Drops papers that are known or out of scope, and suggests what the others lack."""

    def __init__(
        self, builder: EntryBuilder, rows: tuple[ScopeRow, ...], left_out: frozenset[str], *, takes_all: bool
    ) -> None:
        """Keep what is known, and the table of words."""
        self._builder, self._rows, self._left_out, self._takes_all = builder, rows, left_out, takes_all
        self.counts: Counter[str] = Counter()

    @property
    def summary(self) -> str:
        """The numbers of papers by what became of them."""
        words = ("candidates", "already here", "left out before", "out of scope", "failed")
        return ", ".join(f"{self.counts[word]} {word}" for word in words)

    def sort(self, found: tuple[str, Entry]) -> Candidate | None:
        """Return the candidate of a record, or nothing if it is none; it is counted either way."""
        source, given = found
        record = self._builder.normalize(given)
        verdict = judge(to_text(record.get("title")), self._rows)
        fate = self._fate(record, verdict)
        self.counts[fate] += 1
        return self._candidate(record, verdict, source) if fate == "candidates" else None

    def _fate(self, record: Entry, verdict: Verdict) -> str:
        if self._builder.find(record):
            return "already here"
        if not self._left_out.isdisjoint(match_key.value for match_key in match_keys(record)):
            return "left out before"
        return "candidates" if verdict.is_in_scope or self._takes_all else "out of scope"

    def _candidate(self, record: Entry, verdict: Verdict, source: str) -> Candidate:
        bits = " / ".join(suggest_bits(to_text(record.get("title"))))
        record = replace(record, fields=MappingProxyType({**record.fields, **({"bits": bits} if bits else {})}))
        choices = categories, keywords = self._builder.categories(record, ()), self._builder.keywords(record, ())
        entry = self._builder.build(record, categories.proposal, keywords.proposal)
        self._builder.keep(entry)
        notes = [f"from {source}", *(note for choice in choices for note in _notes(choice))]
        return Candidate(entry, verdict, (*notes, *([f"bits {bits}: title"] if bits else [])))


def _notes(choice: TermChoice) -> Iterator[str]:
    """Yield a line for each suggestion: its term, how sure it is, and the reason."""
    for suggestion in choice.suggestions:
        yield f"{choice.option} {suggestion.id} ({suggestion.score:.0%}): {suggestion.reason}"
