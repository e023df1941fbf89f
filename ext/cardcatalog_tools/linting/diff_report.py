"""Put what differs between two states of a bibliography into words: for people, pull requests and programs."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from cardcatalog.bibtex.text import split_list
from cardcatalog.problems import Kind
from cardcatalog_tools.linting.changes import TYPE
from cardcatalog_tools.linting.report import Places, as_github, as_rows, in_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cardcatalog.catalog.paper import Paper
    from cardcatalog_tools.linting.changes import Changes, FieldChange, PaperChange, TermChange

OPEN = 10
"""How many changes of a kind stand in the open; in Markdown, more are folded away."""

FOLDED = (100, 30, 10, 0)
"""How many changes of a kind are folded away at most: fewer, if the text would be too long."""

LONGEST = 60_000
"""How many bytes a text in Markdown has at most: GitHub takes comments of up to 65,536 characters."""

LONGEST_VALUE = 240
"""How many characters of a value are shown."""

LISTS = {"category", "keywords", "ids", "related"}
"""Fields that hold words joined by commas, of which only those that differ are told."""

UNKNOWN = {Kind.UNKNOWN_CATEGORY: "category", Kind.UNKNOWN_KEYWORD: "keyword", Kind.UNKNOWN_VENUE: "venue"}
"""Kinds of problems that the headline names with their word."""


class Shown(str):
    """A text that comes from the files, of whoever wrote them: each format quotes it in its way."""

    __slots__ = ()


Line = list[str]
"""Words of ours, and among them texts that are shown."""


class Section(NamedTuple):
    """Changes of a kind: what they are called, and a line for each."""

    title: str
    lines: list[Line]


def headline(changes: Changes) -> Line:
    """Return all changes in one sentence: ``adds 3 papers, keyword 'W4A4' unknown, no key removed``."""
    parts = [[text] for text in _counts(changes)] or [["changes no paper"]]
    parts += _headline_of_duplicates(changes)
    named = [problem for problem in changes.problems if problem.kind in UNKNOWN]
    words = dict.fromkeys((UNKNOWN[problem.kind], problem.value) for problem in named)
    parts += [[f"{table} ", Shown(word), " unknown"] for table, word in words]
    # those of duplicates have been told
    told = {*UNKNOWN, Kind.DUPLICATE_WORK} if changes.duplicates else {*UNKNOWN}
    if others := sum(problem.kind not in told for problem in changes.problems):
        parts.append([f"{_number(others, 'new problem')}"])
    if changes.mended:
        parts.append([f"{_number(changes.mended, 'problem')} less"])
    parts.append([f"{_number(len(changes.lost_keys), 'key')} removed"])
    return _joined(parts, ", ")


def _counts(changes: Changes) -> Iterator[str]:
    edited = [change for change in changes.changed if change.fields]
    tables = Counter((word.change, word.table) for word in changes.words if word.word)
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
        return [["1 possible duplicate of ", Shown(rows[0].match.entry.key)]]
    return [[_number(len(rows), "possible duplicate")]] if rows else []


def _number(count: int, noun: str) -> str:
    plural = f"{noun[:-1]}ies" if noun.endswith("y") and noun != "key" else f"{noun}s"
    return f"{count or 'no':{',' if count else ''}} {noun if count < 2 else plural}"  # noqa: PLR2004  (one is singular)


def sections(changes: Changes, places: Places) -> list[Section]:
    """Return all changes, those of a kind together, what matters most first."""
    problems = in_order(changes.problems, places)
    found = [
        Section("Keys that lead nowhere now", [[Shown(key)] for key in changes.lost_keys]),
        Section("Possible duplicates", [
            [Shown(row.paper.key), " may be ", Shown(row.match.entry.key), f", by its {_mark(row.match.by.kind)}"]
            for row in changes.duplicates
        ]),
        Section("New problems", [
            [Shown(_place(places.of(row))), f" {row.kind.slug}: ", Shown(row.message)] for row in problems
        ]),
        Section("Added", [[*_named(paper), *_filed(paper)] for paper in changes.added]),
        Section("Removed", [_named(paper) for paper in changes.removed]),
        Section("Renamed", [_renaming(change) for change in changes.renamed]),
        Section("Changed", [[Shown(row.after.key), ": ", *_edits(row)] for row in changes.changed if row.fields]),
        Section("Categories, keywords and venues", [_word_line(word) for word in changes.words]),
    ]  # fmt: skip
    return [section for section in found if section.lines]


def _place(place: tuple[str, int, int]) -> str:
    return f"{place[0]}:{place[1]}"


def _mark(kind: str) -> str:
    return "title and authors" if kind == "title" else kind


def _named(paper: Paper) -> Line:
    return [Shown(paper.key), ": ", Shown(paper.title)]


def _filed(paper: Paper) -> Line:
    return [" in ", Shown(paper.categories[0])] if paper.categories else []


def _renaming(change: PaperChange) -> Line:
    is_kept = change.before.key in change.after.former_keys
    rest = "which keeps it in 'ids'" if is_kept else "which must name it in 'ids'"
    return [Shown(change.before.key), " becomes ", Shown(change.after.key), f", {rest}"]


def _edits(change: PaperChange) -> Line:
    return _joined([_edit(field) for field in change.fields], "; ")


def _edit(field: FieldChange) -> Line:
    if field.name in LISTS:
        return _list_edit(field)
    name: Line = ["type"] if field.name == TYPE else [Shown(field.name)]
    if not field.before:
        return ["adds ", *name, " ", Shown(field.after)]
    if not field.after:
        return ["removes ", *name, " ", Shown(field.before)]
    return [*name, " ", Shown(field.before), " becomes ", Shown(field.after)]


def _list_edit(field: FieldChange) -> Line:
    """Return what changes in a field of words; a paper moves if its first category is another."""
    before, after = split_list(field.before), split_list(field.after)
    parts: list[Line] = []
    if field.name == "category" and before and after and before[0] != after[0]:
        parts.append(["moves from ", Shown(before[0]), " to ", Shown(after[0])])
        before, after = before[1:], after[1:]
    for verb, words, others in (("adds", after, before), ("removes", before, after)):
        if rest := [word for word in words if word not in others]:
            parts.append([f"{verb} {field.name} ", Shown(", ".join(rest))])
    return _joined(parts or [[f"{field.name} in another order"]], ", ")


def _joined(parts: list[Line], between: str) -> Line:
    return [word for number, part in enumerate(parts) for word in ([between, *part] if number else part)]


def _word_line(word: TermChange) -> Line:
    if not word.word:
        return [f"the order of {_number(2, word.table).partition(' ')[2]} changes"]
    what = f"{', '.join(word.names)} of {word.table} " if word.names else f"{word.table} "
    return [what, Shown(word.word), f" {word.change}"]


def as_text(changes: Changes, places: Places) -> str:
    """Return the sentence, and under it the changes, the first of each kind."""
    parts = [_plain(headline(changes))]
    for section in sections(changes, places):
        lines = [f"  {_plain(line)}" for line in section.lines[:OPEN]]
        more = len(section.lines) - OPEN
        parts.append("\n".join([f"{section.title}:", *lines, *([f"  and {more:,} more"] if more > 0 else [])]))
    return "\n\n".join(parts)


def _plain(line: Line) -> str:
    return "".join(_short(word) if isinstance(word, Shown) else word for word in line)


def _short(text: str) -> str:
    """Return a text on one line, cut where it is long, without what would do something instead of being read."""
    shown = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return shown if len(shown) <= LONGEST_VALUE else f"{shown[: LONGEST_VALUE - 1]}…"


def as_markdown(changes: Changes, places: Places) -> str:
    """Return the same in Markdown, with long lists folded away.

    What comes from the files stands in code spans, in which nothing is a mention, a reference, a link or HTML.
    """
    found = sections(changes, places)
    for most in FOLDED:
        parts = ["".join(map(_markdown, headline(changes))), *(_markdown_section(section, most) for section in found)]
        text = "\n\n".join(parts)
        if len(text.encode()) <= LONGEST:
            break
    return text


def _markdown_section(section: Section, most: int) -> str:
    items = ["- " + "".join(map(_markdown, line)) for line in section.lines[: OPEN + most]]
    parts = [f"**{section.title}** ({len(section.lines):,})", "\n".join(items[:OPEN])]
    if folded := items[OPEN:]:
        head = f"<details><summary>and {len(folded):,} more</summary>"
        parts += [head, "\n".join(folded), "</details>"]
    if rest := len(section.lines) - len(items):
        parts.append(f"and {rest:,} more")
    return "\n\n".join(parts)


def _markdown(word: str) -> str:
    return code_span(_short(word)) if isinstance(word, Shown) else word


def code_span(text: str) -> str:
    """Return a text as a code span of Markdown, whatever is in it.

    https://spec.commonmark.org/0.31.2/#code-spans
    """
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    pad = " " if not text or "`" in {text[0], text[-1]} else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def as_annotations(changes: Changes, places: Places) -> str:
    """Return a command of GitHub's runners for each new problem, and the words for the log."""
    problems = in_order(changes.problems, places)
    # the log of a runner obeys what follows such a mark, wherever it stands
    text = as_text(changes, places).replace("##[", "## [")
    return f"{as_github(problems, places)}\n\n{text}"


def as_json(changes: Changes, places: Places) -> str:
    """Return all changes as an object, in full."""
    data = {
        "summary": _plain(headline(changes)),
        "added": [_paper(paper) for paper in changes.added],
        "removed": [_paper(paper) for paper in changes.removed],
        "renamed": [{"from": row.before.key, "to": row.after.key} for row in changes.renamed],
        "changed": [
            {"key": row.after.key, "fields": {field.name: [field.before, field.after] for field in row.fields}}
            for row in changes.changed
            if row.fields
        ],
        "lost_keys": list(changes.lost_keys),
        "duplicates": [
            {"key": row.paper.key, "of": row.match.entry.key, "by": row.match.by.kind} for row in changes.duplicates
        ],
        "words": [
            {"table": row.table, "word": row.word, "change": row.change, "names": row.names} for row in changes.words
        ],
        "problems": as_rows(in_order(changes.problems, places), places),
        "mended": changes.mended,
    }
    return json.dumps(data, indent=2)


def _paper(paper: Paper) -> dict[str, Any]:
    return {"key": paper.key, "title": paper.title, "categories": paper.categories}


FORMATS: dict[str, Callable[[Changes, Places], str]] = {
    "text": as_text,
    "markdown": as_markdown,
    "github": as_annotations,
    "json": as_json,
}
"""The ways to tell of changes, by name."""
