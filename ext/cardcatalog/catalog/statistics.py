"""Numbers of papers by year, venue, keyword or category, and what they say: in a sentence, a table, and pictures."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import reduce
from itertools import combinations
from typing import TYPE_CHECKING

from cardcatalog.catalog.catalog import Query, parse_query
from cardcatalog.messages import ENGLISH, gettext_noop, ngettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper
    from cardcatalog.messages import Translator

DIMENSIONS = {"year": "years", "venue": "venues", "keyword": "keywords", "category": "categories"}
"""What papers can be counted by, and how several of these are called."""

ALL = Query()

PANELS = 12
"""Rows up to which each gets a picture of its own; more are lines of one picture."""

YEARS = 120
"""Years up to which a gap between them is shown; beyond, as with one wrong year, only those that have papers."""


@dataclass(frozen=True, slots=True)
class ChartSpec:
    """What to count: papers that answer a query, by one thing or by one over another, and how to show it."""

    by: str
    over: str = ""
    style: str = "bars"
    query: Query = ALL
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """The answer: a row for each year, venue, keyword or category, with one number or one for each column."""

    question: ChartSpec
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    numbers: tuple[tuple[int, ...], ...]
    totals: tuple[int, ...]
    """The papers of each row, each counted once."""

    papers: int
    """The papers that answer the query, in whatever row or in none."""

    placed: int
    """Those that stand in a row, be it shown or not."""

    known: int
    """The rows there are, shown or not."""


@dataclass(frozen=True, slots=True)
class Plot:
    """What is drawn of a tally: ``columns`` over years, the same ``small``, ``bars``, or a ``heat`` map."""

    kind: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    numbers: tuple[tuple[int, ...], ...]
    title: str = ""


def parse_question(options: Mapping[str, str], catalog: Catalog) -> ChartSpec:
    """Read a question from texts as users write them, ``{"by": "keyword", "over": "year"}``.

    :raises ValueError: if an option does not fit or a value is unknown to the catalogue; says what to write.
    """
    by, over, style = options.get("by", "year"), options.get("over", ""), options.get("style", "")
    own = {"by", "over", "style", "limit"}
    for name, value in (("by", by), ("over", over or by)):
        if value not in DIMENSIONS:
            message = f"papers are not counted by {value!r}; choose {name!r} from {', '.join(DIMENSIONS)}"
            raise ValueError(message)
    if over and by == "year":
        message = f"years stand on the other side; write :by: {over} and :over: year"
        raise ValueError(message)
    if by == over == "venue":
        message = "no paper has two venues; choose another 'over'"
        raise ValueError(message)
    fitting = ("bars",) if not over else ("panels", "heat") if over == "year" else ("heat",)
    if style and style not in fitting:
        what = f"{by} over {over}" if over else by
        message = f"the style {style!r} does not show papers by {what}; choose from {', '.join(fitting)}"
        raise ValueError(message)
    limit = parse_query({"limit": options.get("limit", "")}, catalog).limit
    query = parse_query({name: value for name, value in options.items() if name not in own}, catalog)
    question = ChartSpec(by, over, style or fitting[0], query, limit)
    has_many_rows = len(tally(catalog, question).rows) > PANELS
    return ChartSpec(by, over, "heat", query, limit) if over and not style and has_many_rows else question


def tally(catalog: Catalog, question: ChartSpec) -> Counts:
    """Count the papers that a question asks for."""
    papers = catalog.select(question.query)
    row_words = _words(catalog, question.by, question.query)
    totals = Counter(word for paper in papers for word in row_words.get(paper.key, ()))
    rows = _ordered(catalog, question.by, totals, question.limit)
    column_words = row_words if question.over == question.by else _words(catalog, question.over, question.query)
    across = Counter(
        (row, column)
        for paper in papers
        for row in row_words.get(paper.key, ())
        for column in column_words.get(paper.key, ())
        if question.over and row != column
    )
    columns = rows if question.over == question.by else _ordered(
        catalog, question.over, Counter(column for row, column in across.elements() if row in rows), question.limit
    )  # fmt: skip
    return Counts(
        question,
        rows=tuple(_label(catalog, question.by, row) for row in rows),
        columns=tuple(_label(catalog, question.over, column) for column in columns),
        numbers=tuple(
            tuple(across[row, column] for column in columns) if question.over else (totals[row],) for row in rows
        ),
        totals=tuple(totals[row] for row in rows),
        papers=len(papers),
        placed=sum(bool(row_words.get(paper.key)) for paper in papers),
        known=len(_ordered(catalog, question.by, totals, None)),
    )


def _words(catalog: Catalog, dimension: str, query: Query) -> dict[str, tuple[str, ...]]:
    """Return what each paper is counted under, by its key."""
    if not dimension:
        return {}
    if dimension == "category":
        branches = {row: {paper.key for paper in catalog.select(Query(category=(row,)))}
                    for row in _branches(catalog, query)}  # fmt: skip
        return {key: tuple(row for row, keys in branches.items() if key in keys) for key in catalog.papers}
    return {key: _words_of(catalog, dimension, paper) for key, paper in catalog.papers.items()}


def _words_of(catalog: Catalog, dimension: str, paper: Paper) -> tuple[str, ...]:
    if dimension == "keyword":
        return tuple(word for word in paper.keywords if word in catalog.keywords)
    word = str(paper.year or "") if dimension == "year" else paper.venue
    return (word,) if word else ()


def _branches(catalog: Catalog, query: Query) -> Iterable[str]:
    """Return the categories to count by: those just below the one that is asked for, else those at the top."""
    if len(query.category) > 1:
        return query.category
    parent = "".join(query.category)
    return [row.id for row in catalog.children(parent)] or [parent]


def _ordered(catalog: Catalog, dimension: str, totals: Counter[str], limit: int | None) -> tuple[str, ...]:
    """Return the words that have papers, at most so many: years as they pass, categories by the tree, else by count."""
    if dimension == "year":
        years = sorted(map(int, totals))
        if years and years[-1] - years[0] < YEARS:
            years = list(range(years[0], years[-1] + 1))
        return tuple(map(str, years[-limit:] if limit else years))
    most = sorted(totals, key=lambda word: (-totals[word], _label(catalog, dimension, word)))[:limit]
    return tuple(row for row in catalog.categories if row in most) if dimension == "category" else tuple(most)


def _label(catalog: Catalog, dimension: str, word: str) -> str:
    if dimension == "category":
        return catalog.categories[word].title
    return catalog.keywords[word].name if dimension == "keyword" else word


@dataclass(frozen=True, slots=True)
class _Phrases:
    """What is said of a dimension; languages decline its name, so each sentence stands here in full."""

    name: str
    heading: str
    other: str
    shared: str
    found: tuple[str, str]
    most: tuple[str, str]
    shown: tuple[str, str]
    without: tuple[str, str]
    none: str


_PHRASES = {
    "year": _Phrases(
        gettext_noop("year"), gettext_noop("Year"), gettext_noop("Other year"), gettext_noop("Years that papers share"),
        ngettext_noop("{papers} in {number} year.", "{papers} in {number} years."),
        ngettext_noop("{papers} in {number} year; most in {leaders}.",
        "{papers} in {number} years; most in {leaders}."),
        ngettext_noop("Shown are the last {shown} of {number} year.", "Shown are the last {shown} of {number} years."),
        ngettext_noop("{number} paper without a year.", "{number} papers without a year."),
        gettext_noop("No paper has a year."),
    ),
    "venue": _Phrases(
        gettext_noop("venue"), gettext_noop("Venue"),
        gettext_noop("Other venue"), gettext_noop("Venues that papers share"),
        ngettext_noop("{papers} at {number} venue.", "{papers} at {number} venues."),
        ngettext_noop(
            "{papers} at {number} venue; most at {leaders}.",
            "{papers} at {number} venues; most at {leaders}.",
        ),
        ngettext_noop(
            "Shown are the largest {shown} of {number} venue.", "Shown are the largest {shown} of {number} venues."
        ),
        ngettext_noop("{number} paper without a venue.", "{number} papers without a venue."),
        gettext_noop("No paper has a venue."),
    ),
    "keyword": _Phrases(
        gettext_noop("keyword"), gettext_noop("Keyword"),
        gettext_noop("Other keyword"), gettext_noop("Keywords that papers share"),
        ngettext_noop("{papers} with {number} keyword.", "{papers} with {number} keywords."),
        ngettext_noop(
            "{papers} with {number} keyword; most with {leaders}.",
            "{papers} with {number} keywords; most with {leaders}.",
        ),
        ngettext_noop(
            "Shown are the largest {shown} of {number} keyword.", "Shown are the largest {shown} of {number} keywords."
        ),
        ngettext_noop("{number} paper without a keyword.", "{number} papers without a keyword."),
        gettext_noop("No paper has a keyword."),
    ),
    "category": _Phrases(
        gettext_noop("category"), gettext_noop("Category"),
        gettext_noop("Other category"), gettext_noop("Categories that papers share"),
        ngettext_noop("{papers} in {number} category.", "{papers} in {number} categories."),
        ngettext_noop(
            "{papers} in {number} category; most in {leaders}.", "{papers} in {number} categories; most in {leaders}."
        ),
        ngettext_noop(
            "Shown are the largest {shown} of {number} category.",
            "Shown are the largest {shown} of {number} categories.",
        ),
        ngettext_noop("{number} paper without a category.", "{number} papers without a category."),
        gettext_noop("No paper has a category."),
    ),
}  # fmt: skip


def caption(question: ChartSpec, messages: Translator = ENGLISH) -> str:
    """Return what to call the answer to a question where nobody gives it a name."""
    by, over = _PHRASES[question.by], _PHRASES.get(question.over)
    if question.by == question.over:
        return messages.gettext(by.shared)
    if not over:
        return messages.gettext("Papers by {what}", what=messages.gettext(by.name))
    names = {"what": messages.gettext(by.name), "other": messages.gettext(over.name)}
    return messages.gettext("Papers by {what} and {other}", **names)


def describe(counted: Counts, messages: Translator = ENGLISH) -> str:
    """Say in words what a picture of the numbers shows: how many papers, where most are, and what is not shown."""
    sentences = messages.gettext("{sentence} {next}")
    return reduce(lambda text, more: sentences.format(sentence=text, next=more), _sentences(counted, messages))


def _sentences(counted: Counts, messages: Translator) -> Iterator[str]:
    by, over, phrases = counted.question.by, counted.question.over, _PHRASES[counted.question.by]
    if not counted.rows:
        yield messages.gettext(phrases.none)
        return
    papers, leaders = _papers(counted.placed, messages), _leaders(counted, messages)
    if by == "year":
        yield _years(counted, messages)
    elif not over:
        yield messages.ngettext(*phrases.most, counted.known, papers=papers, leaders=leaders)
    else:
        yield messages.ngettext(*phrases.found, counted.known, papers=papers)
        yield from _peak(counted, messages)
    if len(counted.rows) < counted.known:
        yield messages.ngettext(*phrases.shown, counted.known, shown=len(counted.rows))
    if counted.placed < counted.papers:
        yield messages.ngettext(*phrases.without, counted.papers - counted.placed)


def _leaders(counted: Counts, messages: Translator) -> str:
    first = sorted(zip(counted.totals, counted.rows, strict=True), key=lambda pair: -pair[0])[:3]
    return ", ".join(f"{row} {messages.number(number)}" for number, row in first)


def _years(counted: Counts, messages: Translator) -> str:
    most = counted.totals.index(max(counted.totals))
    values = {
        "papers": _papers(sum(counted.totals), messages), "first": counted.rows[0], "last": counted.rows[-1],
        "most": counted.rows[most], "total": counted.totals[most],
    }  # fmt: skip
    if len(counted.rows) > 1:
        return messages.gettext("{papers} from {first} to {last}; most in {most}: {total}.", **values)
    return messages.gettext("{papers} of {first}; most in {most}: {total}.", **values)


def _peak(counted: Counts, messages: Translator) -> Iterator[str]:
    cells = [(number, row, column) for row, column, number in _cells(counted)]
    if cells:
        number, row, column = max(cells, key=lambda cell: cell[0])
        values = {"row": row, "column": column, "total": number}
        if counted.question.over == "year":
            yield messages.gettext("The largest number is {row} in {column}: {total}.", **values)
        else:
            yield messages.gettext("The largest number is {row} and {column}: {total}.", **values)


def _papers(number: int, messages: Translator) -> str:
    return messages.ngettext("{number} paper", "{number} papers", number)


def _cells(counted: Counts) -> Iterator[tuple[str, str, int]]:
    """Yield rows, columns and numbers that are not zero; where words are counted against themselves, each pair once."""
    indices = range(len(counted.rows))
    if counted.question.by == counted.question.over:
        pairs: Iterable[tuple[int, int]] = combinations(indices, 2)
    else:
        pairs = ((row, column) for row in indices for column in range(len(counted.columns)))
    for row, column in pairs:
        if number := counted.numbers[row][column]:
            yield counted.rows[row], counted.columns[column], number


def tabulate(counted: Counts, messages: Translator = ENGLISH) -> tuple[list[str], list[list[str]]]:
    """Return the numbers as a table: its headings, and its rows with a label first.

    Numbers over years have a column for each year; other numbers over one another are listed, largest first.
    """
    by, over = counted.question.by, counted.question.over
    first, papers, number = messages.gettext(_PHRASES[by].heading), messages.gettext("Papers"), messages.number
    if not over:
        return [first, papers], [[row, number(total)] for row, total in zip(counted.rows, counted.totals, strict=True)]
    if over == "year":
        lines = zip(counted.rows, counted.numbers, counted.totals, strict=True)
        return [first, *counted.columns, messages.gettext("All")], [
            [row, *(number(each) if each else "" for each in numbers), number(total)] for row, numbers, total in lines
        ]
    second = messages.gettext(_PHRASES[over].other if by == over else _PHRASES[over].heading)
    cells = sorted(_cells(counted), key=lambda cell: -cell[2])
    return [first, second, papers], [[row, column, number(each)] for row, column, each in cells]


def pictures_of(counted: Counts, messages: Translator = ENGLISH) -> tuple[Plot, ...]:
    """Return what to draw: a picture for each row where the style is ``panels``, else one."""
    style = counted.question.style
    if not any(counted.totals):
        return ()
    if style == "panels":
        return tuple(
            Plot("small", (), counted.columns, (numbers,), title=f"{row}, {_papers(total, messages)}")
            for row, numbers, total in zip(counted.rows, counted.numbers, counted.totals, strict=True)
        )
    if counted.question.by == "year":
        return (Plot("columns", (), counted.rows, (counted.totals,)),)
    return (Plot(style, counted.rows, counted.columns, counted.numbers),)
