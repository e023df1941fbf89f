"""The words of a chart: its caption, sentences that sum up its numbers, and the headings and cells of its table."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce

from cardcatalog.catalog.statistics import ChartSpec, Counts
from cardcatalog.messages import ENGLISH, Translator, gettext_noop, ngettext_noop

# Languages decline the name of a dimension and give it a gender, so each sentence is a text for each dimension.
NAME = {
    "year": gettext_noop("year"),
    "venue": gettext_noop("venue"),
    "keyword": gettext_noop("keyword"),
    "category": gettext_noop("category"),
}
HEADING = {
    "year": gettext_noop("Year"),
    "venue": gettext_noop("Venue"),
    "keyword": gettext_noop("Keyword"),
    "category": gettext_noop("Category"),
}
OTHER_HEADING = {
    "keyword": gettext_noop("Other keyword"),
    "category": gettext_noop("Other category"),
}
SHARED = {
    "keyword": gettext_noop("Keywords that papers share"),
    "category": gettext_noop("Categories that papers share"),
}
FOUND = {
    "venue": ngettext_noop("{papers} at {number} venue.", "{papers} at {number} venues."),
    "keyword": ngettext_noop("{papers} with {number} keyword.", "{papers} with {number} keywords."),
    "category": ngettext_noop("{papers} in {number} category.", "{papers} in {number} categories."),
}
MOST = {
    "venue": ngettext_noop(
        "{papers} at {number} venue; most at {leaders}.", "{papers} at {number} venues; most at {leaders}."
    ),
    "keyword": ngettext_noop(
        "{papers} with {number} keyword; most with {leaders}.", "{papers} with {number} keywords; most with {leaders}."
    ),
    "category": ngettext_noop(
        "{papers} in {number} category; most in {leaders}.", "{papers} in {number} categories; most in {leaders}."
    ),
}
SHOWN = {
    "year": ngettext_noop(
        "The last {shown} of {number} year is shown.", "The last {shown} of {number} years are shown."
    ),
    "venue": ngettext_noop(
        "The largest {shown} of {number} venue is shown.", "The largest {shown} of {number} venues are shown."
    ),
    "keyword": ngettext_noop(
        "The largest {shown} of {number} keyword is shown.", "The largest {shown} of {number} keywords are shown."
    ),
    "category": ngettext_noop(
        "The largest {shown} of {number} category is shown.", "The largest {shown} of {number} categories are shown."
    ),
}
WITHOUT = {
    "year": ngettext_noop("{number} paper without a year.", "{number} papers without a year."),
    "venue": ngettext_noop("{number} paper without a venue.", "{number} papers without a venue."),
    "keyword": ngettext_noop("{number} paper without a keyword.", "{number} papers without a keyword."),
    "category": ngettext_noop("{number} paper without a category.", "{number} papers without a category."),
}
NONE = {
    "year": gettext_noop("No paper has a year."),
    "venue": gettext_noop("No paper has a venue."),
    "keyword": gettext_noop("No paper has a keyword."),
    "category": gettext_noop("No paper has a category."),
}


def caption(spec: ChartSpec, messages: Translator = ENGLISH) -> str:
    """Return the caption of a chart whose author gives it none."""
    if spec.by == spec.over:
        return messages.gettext(SHARED[spec.by])
    name = messages.gettext(NAME[spec.by])
    if not spec.over:
        return messages.gettext("Papers by {what}", what=name)
    return messages.gettext("Papers by {what} and {other}", what=name, other=messages.gettext(NAME[spec.over]))


def summarize(counts: Counts, messages: Translator = ENGLISH) -> str:
    """Return sentences on the numbers: the number of papers, the largest rows, and the omitted ones."""
    join = messages.gettext("{sentence} {next}")
    return reduce(lambda text, more: join.format(sentence=text, next=more), _sentences(counts, messages))


def _sentences(counts: Counts, messages: Translator) -> Iterator[str]:
    by = counts.spec.by
    if not counts.rows:
        yield messages.gettext(NONE[by])
        return
    papers = messages.papers(counts.placed)
    if by == "year":
        yield _sum_up_years(counts, messages)
    elif counts.spec.over:
        yield messages.ngettext(*FOUND[by], counts.known, papers=papers)
        yield from _largest(counts, messages)
    else:
        yield messages.ngettext(*MOST[by], counts.known, papers=papers, leaders=_leaders(counts, messages))
    if len(counts.rows) < counts.known:
        yield messages.ngettext(*SHOWN[by], counts.known, shown=len(counts.rows))
    if counts.placed < counts.papers:
        yield messages.ngettext(*WITHOUT[by], counts.papers - counts.placed)


def _sum_up_years(counts: Counts, messages: Translator) -> str:
    total = max(counts.totals)
    values = {
        "papers": messages.papers(sum(counts.totals)), "first": counts.rows[0], "last": counts.rows[-1],
        "most": counts.rows[counts.totals.index(total)], "total": total,
    }  # fmt: skip
    if len(counts.rows) > 1:
        return messages.gettext("{papers} from {first} to {last}; most in {most}: {total}.", **values)
    return messages.gettext("{papers} of {first}; most in {most}: {total}.", **values)


def _leaders(counts: Counts, messages: Translator) -> str:
    first = sorted(zip(counts.totals, counts.rows, strict=True), key=lambda pair: -pair[0])[:3]
    return ", ".join(f"{row} {messages.number(number)}" for number, row in first)


def _largest(counts: Counts, messages: Translator) -> Iterator[str]:
    largest = max(counts.cells, key=lambda cell: cell[2], default=None)
    if not largest:
        return
    values = dict(zip(("row", "column", "total"), largest, strict=True))
    if counts.spec.over == "year":
        yield messages.gettext("The largest number is {row} in {column}: {total}.", **values)
    else:
        yield messages.gettext("The largest number is {row} and {column}: {total}.", **values)


def tabulate(counts: Counts, messages: Translator = ENGLISH) -> tuple[list[str], list[list[str]]]:
    """Return the numbers as a table: its headings, and its rows with a label first.

    Numbers over years have a column for each year; other numbers over one another are listed, largest first.
    """
    by, over, number = counts.spec.by, counts.spec.over, messages.number
    first, papers = messages.gettext(HEADING[by]), messages.gettext("Papers")
    if over == "year":
        return grid(counts, messages)
    if not over:
        return [first, papers], [[row, number(total)] for row, total in zip(counts.rows, counts.totals, strict=True)]
    second = messages.gettext((OTHER_HEADING if by == over else HEADING)[over])
    cells = sorted(counts.cells, key=lambda cell: -cell[2])
    return [first, second, papers], [[row, column, number(each)] for row, column, each in cells]


def grid(counts: Counts, messages: Translator = ENGLISH) -> tuple[list[str], list[list[str]]]:
    """Return the numbers with a column for each column of the counts, zeros as empty cells, and over years the sums."""
    has_sums = counts.spec.over == "year"
    headings = [messages.gettext(HEADING[counts.spec.by]), *counts.columns]
    rows = [
        [row, *(messages.number(number) if number else "" for number in (*numbers, *([total] if has_sums else [])))]
        for row, numbers, total in zip(counts.rows, counts.numbers, counts.totals, strict=True)
    ]
    return [*headings, messages.gettext("All")] if has_sums else headings, rows
