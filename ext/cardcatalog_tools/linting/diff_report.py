"""Describe what differs between two states of a bibliography in words, as text and as Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from cardcatalog.bibtex.text import split_list
from cardcatalog.formats.markdown import code_span
from cardcatalog.problems import Kind
from cardcatalog_tools.linting.changes import TYPE, Changes, Duplicate, FieldChange, PaperChange, TermChange
from cardcatalog_tools.linting.report import ColumnFinder, counted, in_order

if TYPE_CHECKING:
    from cardcatalog.catalog.paper import Paper

MAX_OPEN = 10
"""The number of changes of a kind that are shown openly; in Markdown, more are in a collapsed part."""

MAX_FOLDED = (100, 30, 10, 0)
"""The largest number of changes of a kind in the collapsed part: the first that makes the text short enough."""

MAX_BYTES = 60_000
"""The size of the longest text in Markdown: GitHub accepts comments of up to 65,536 characters."""

MAX_VALUE_CHARS = 240
"""The number of characters of a value that are shown."""

LISTS = {"category", "keywords", "ids", "related"}
"""Fields that hold terms separated by commas; only the terms that differ are shown."""

UNKNOWN = {Kind.UNKNOWN_CATEGORY: "category", Kind.UNKNOWN_KEYWORD: "keyword", Kind.UNKNOWN_VENUE: "venue"}
"""Kinds of problems that the headline names with their term."""


class UserText(str):
    """A text from the files, which each format must quote."""

    __slots__ = ()


Line = list[str]
"""Words of the program, and texts from the files among them."""


class Section(NamedTuple):
    """Changes of a kind: their title, and a line for each."""

    title: str
    lines: list[Line]


def headline(changes: Changes) -> Line:
    """Return all changes in one sentence: ``adds 3 papers, keyword 'W4A4' unknown, no key removed``."""
    parts = [[text] for text in _counts(changes)] or [["changes no paper"]]
    parts += _headline_of_duplicates(changes)
    named = [problem for problem in changes.problems if problem.kind in UNKNOWN]
    words = dict.fromkeys((UNKNOWN[problem.kind], problem.value) for problem in named)
    parts += [[f"{table} ", UserText(word), " unknown"] for table, word in words]
    # duplicates are counted above
    told = {*UNKNOWN, Kind.DUPLICATE_WORK} if changes.duplicates else {*UNKNOWN}
    if others := sum(problem.kind not in told for problem in changes.problems):
        parts.append([f"{_number(others, 'new problem')}"])
    if changes.fixed:
        parts.append([f"{_number(changes.fixed, 'problem')} fixed"])
    parts.append([f"{_number(len(changes.lost_keys), 'key')} removed"])
    return _joined(parts, ", ")


def _counts(changes: Changes) -> Iterator[str]:
    edited = [change for change in changes.changed if change.fields]
    tables = Counter((term.change, term.table) for term in changes.terms if term.term)
    counts = {
        ("adds", "paper"): len(changes.added),
        ("removes", "paper"): len(changes.removed),
        ("changes", "paper"): len(edited),
        ("renames", "key"): len(changes.renamed),
    } | {(_VERBS[change], table): count for (change, table), count in sorted(tables.items())}
    yield from (f"{verb} {_number(count, noun)}" for (verb, noun), count in counts.items() if count)


_VERBS = {"added": "adds", "removed": "removes", "changed": "changes"}


def _headline_of_duplicates(changes: Changes) -> list[Line]:
    rows = changes.duplicates
    if len(rows) == 1:
        return [["1 possible duplicate of ", UserText(rows[0].match.entry.key)]]
    return [[_number(len(rows), "possible duplicate")]] if rows else []


def _number(count: int, noun: str) -> str:
    return counted(count, noun) if count else f"no {noun}"


def sections(changes: Changes, columns: ColumnFinder) -> list[Section]:
    """Return all changes by kind, the most important kind first."""
    problems = in_order(changes.problems, columns)
    found = [
        Section("Keys that no longer lead to a paper", [[UserText(key)] for key in changes.lost_keys]),
        Section("Possible duplicates", [
            [UserText(row.paper.key), " may be ", UserText(row.match.entry.key), f", by its {_reason(row)}"]
            for row in changes.duplicates
        ]),
        Section("New problems", [
            [UserText(_place(columns.find(row))), f" {row.kind.slug}: ", UserText(row.message)] for row in problems
        ]),
        Section("Added", [[*_named(paper), *_filed(paper)] for paper in changes.added]),
        Section("Removed", [_named(paper) for paper in changes.removed]),
        Section("Renamed", [_renaming(change) for change in changes.renamed]),
        Section("Changed", [
            [UserText(row.after.key), ": ", *_joined(list(map(_edit, row.fields)), "; ")]
            for row in changes.changed if row.fields
        ]),
        Section("Categories, keywords and venues", [_term_line(term) for term in changes.terms]),
    ]  # fmt: skip
    return [section for section in found if section.lines]


def _place(place: tuple[str, int, int]) -> str:
    return f"{place[0]}:{place[1]}"


def _reason(row: Duplicate) -> str:
    kind = row.match.by.kind
    return "title and authors" if kind == "title" else kind


def _named(paper: Paper) -> Line:
    return [UserText(paper.key), ": ", UserText(paper.title)]


def _filed(paper: Paper) -> Line:
    return [" in ", UserText(paper.categories[0])] if paper.categories else []


def _renaming(change: PaperChange) -> Line:
    is_kept = change.before.key in change.after.former_keys
    rest = "which keeps it in 'ids'" if is_kept else "which must name it in 'ids'"
    return [UserText(change.before.key), " becomes ", UserText(change.after.key), f", {rest}"]


def _edit(field: FieldChange) -> Line:
    if field.name in LISTS:
        return _list_edit(field)
    name: Line = ["type"] if field.name == TYPE else [UserText(field.name)]
    if not field.before:
        return ["adds ", *name, " ", UserText(field.after)]
    if not field.after:
        return ["removes ", *name, " ", UserText(field.before)]
    return [*name, " ", UserText(field.before), " becomes ", UserText(field.after)]


def _list_edit(field: FieldChange) -> Line:
    """Return the changes in a list of terms; a paper moves if its first category changes."""
    before, after = split_list(field.before), split_list(field.after)
    parts: list[Line] = []
    if field.name == "category" and before and after and before[0] != after[0]:
        parts.append(["moves from ", UserText(before[0]), " to ", UserText(after[0])])
        before, after = before[1:], after[1:]
    for verb, words, others in (("adds", after, before), ("removes", before, after)):
        if rest := [word for word in words if word not in others]:
            parts.append([f"{verb} {field.name} ", UserText(", ".join(rest))])
    return _joined(parts or [[f"{field.name} in another order"]], ", ")


def _joined(parts: list[Line], between: str) -> Line:
    return [word for number, part in enumerate(parts) for word in ([between, *part] if number else part)]


def _term_line(term: TermChange) -> Line:
    if not term.term:
        return [f"the order of {_number(2, term.table).partition(' ')[2]} changes"]
    what = f"{', '.join(term.names)} of {term.table} " if term.names else f"{term.table} "
    return [what, UserText(term.term), f" {term.change}"]


def as_text(changes: Changes, columns: ColumnFinder) -> str:
    """Return the headline, and below it the first changes of each kind."""
    parts = [_as_text(headline(changes))]
    for section in sections(changes, columns):
        lines = [f"  {_as_text(line)}" for line in section.lines[:MAX_OPEN]]
        more = len(section.lines) - MAX_OPEN
        parts.append("\n".join([f"{section.title}:", *lines, *([f"  and {more:,} more"] if more > 0 else [])]))
    return "\n\n".join(parts)


def _as_text(line: Line) -> str:
    return "".join(_one_line(word) if isinstance(word, UserText) else word for word in line)


def _one_line(text: str) -> str:
    """Return a text on one line, shortened, without control characters."""
    shown = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return shown if len(shown) <= MAX_VALUE_CHARS else f"{shown[: MAX_VALUE_CHARS - 1]}…"


def as_markdown(changes: Changes, columns: ColumnFinder) -> str:
    """Return the same in Markdown, with the rest of long lists in collapsed parts.

    Texts from the files are code spans, in which nothing is a mention, a reference, a link or HTML.
    """
    found = sections(changes, columns)
    for most in MAX_FOLDED:
        parts = ["".join(map(_markdown, headline(changes))), *(_markdown_section(section, most) for section in found)]
        text = "\n\n".join(parts)
        if len(text.encode()) <= MAX_BYTES:
            break
    return text


def _markdown_section(section: Section, most: int) -> str:
    items = ["- " + "".join(map(_markdown, line)) for line in section.lines[: MAX_OPEN + most]]
    parts = [f"**{section.title}** ({len(section.lines):,})", "\n".join(items[:MAX_OPEN])]
    if folded := items[MAX_OPEN:]:
        head = f"<details><summary>and {len(folded):,} more</summary>"
        parts += [head, "\n".join(folded), "</details>"]
    if rest := len(section.lines) - len(items):
        parts.append(f"and {rest:,} more")
    return "\n\n".join(parts)


def _markdown(word: str) -> str:
    return code_span(_one_line(word)) if isinstance(word, UserText) else word


FORMATS: dict[str, Callable[[Changes, ColumnFinder], str]] = {"text": as_text, "markdown": as_markdown}
"""The formats of ``diff``, by name; problems for programs and annotations are those of ``check``."""
