"""Numbers of papers by year, venue, keyword or category, and what they say: in a sentence, a table, and pictures."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from cardcatalog.model.catalog import Query, parse_query

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cardcatalog.model.catalog import Catalog
    from cardcatalog.model.papers import Paper

DIMENSIONS = {"year": "years", "venue": "venues", "keyword": "keywords", "category": "categories"}
"""What papers can be counted by, and how several of these are called."""

ALL = Query()

PANELS = 12
"""Rows up to which each gets a picture of its own; more are lines of one picture."""

YEARS = 120
"""Years up to which a gap between them is shown; beyond, as with one wrong year, only those that have papers."""


@dataclass(frozen=True, slots=True)
class Question:
    """What to count: papers that answer a query, by one thing or by one over another, and how to show it."""

    by: str
    over: str = ""
    style: str = "bars"
    query: Query = ALL
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """The answer: a row for each year, venue, keyword or category, with one number or one for each column."""

    question: Question
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
class Picture:
    """What is drawn of a tally: ``columns`` over years, the same ``small``, ``bars``, or a ``heat`` map."""

    kind: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    numbers: tuple[tuple[int, ...], ...]
    title: str = ""


def parse_question(options: Mapping[str, str], catalog: Catalog) -> Question:
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
    question = Question(by, over, style or fitting[0], query, limit)
    has_many_rows = len(tally(catalog, question).rows) > PANELS
    return Question(by, over, "heat", query, limit) if over and not style and has_many_rows else question


def tally(catalog: Catalog, question: Question) -> Tally:
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
    return Tally(
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


def caption(question: Question) -> str:
    """Return what to call the answer to a question where nobody gives it a name."""
    if question.by == question.over:
        return f"{DIMENSIONS[question.by].capitalize()} that papers share"
    return f"Papers by {question.by}" + (f" and {question.over}" if question.over else "")


def describe(counted: Tally) -> str:
    """Say in words what a picture of the numbers shows: how many papers, where most are, and what is not shown."""
    return " ".join(_sentences(counted))


def _sentences(counted: Tally) -> Iterator[str]:
    by, over = counted.question.by, counted.question.over
    many = DIMENSIONS[by] if counted.known != 1 else by
    with_ = {"venue": "at", "keyword": "with"}.get(by, "in")
    if not counted.rows:
        yield f"No paper has a {by}."
        return
    most = counted.totals.index(max(counted.totals))
    if by == "year":
        span = f"from {counted.rows[0]} to {counted.rows[-1]}" if len(counted.rows) > 1 else f"of {counted.rows[0]}"
        yield f"{_papers(sum(counted.totals))} {span}; most in {counted.rows[most]}: {counted.totals[most]:,}."
    elif not over:
        first = sorted(zip(counted.totals, counted.rows, strict=True), key=lambda pair: -pair[0])[:3]
        leaders = ", ".join(f"{row} {number:,}" for number, row in first)
        yield f"{_papers(counted.placed)} {with_} {counted.known:,} {many}; most {with_} {leaders}."
    else:
        yield f"{_papers(counted.placed)} {with_} {counted.known:,} {many}."
        yield from _peak(counted)
    if len(counted.rows) < counted.known:
        which = "last" if by == "year" else "largest"
        yield f"Shown are the {which} {len(counted.rows):,} of {counted.known:,} {many}."
    if counted.placed < counted.papers:
        yield f"{_papers(counted.papers - counted.placed)} without a {by}."


def _peak(counted: Tally) -> Iterator[str]:
    cells = [(number, row, column) for row, column, number in _cells(counted)]
    if cells:
        number, row, column = max(cells, key=lambda cell: cell[0])
        together = f"{row} and {column}" if counted.question.over != "year" else f"{row} in {column}"
        yield f"The largest number is {together}: {number:,}."


def _papers(number: int) -> str:
    return f"{number:,} papers" if number != 1 else "1 paper"


def _cells(counted: Tally) -> Iterator[tuple[str, str, int]]:
    """Yield rows, columns and numbers that are not zero; where words are counted against themselves, each pair once."""
    indices = range(len(counted.rows))
    if counted.question.by == counted.question.over:
        pairs: Iterable[tuple[int, int]] = combinations(indices, 2)
    else:
        pairs = ((row, column) for row in indices for column in range(len(counted.columns)))
    for row, column in pairs:
        if number := counted.numbers[row][column]:
            yield counted.rows[row], counted.columns[column], number


def tabulate(counted: Tally) -> tuple[list[str], list[list[str]]]:
    """Return the numbers as a table: its headings, and its rows with a label first.

    Numbers over years have a column for each year; other numbers over one another are listed, largest first.
    """
    by, over = counted.question.by, counted.question.over
    if not over:
        return [by.capitalize(), "Papers"], [
            [row, f"{total:,}"] for row, total in zip(counted.rows, counted.totals, strict=True)
        ]
    if over == "year":
        lines = zip(counted.rows, counted.numbers, counted.totals, strict=True)
        return [by.capitalize(), *counted.columns, "All"], [
            [row, *(f"{number:,}" if number else "" for number in numbers), f"{total:,}"]
            for row, numbers, total in lines
        ]
    second = f"Other {over}" if by == over else over.capitalize()
    cells = sorted(_cells(counted), key=lambda cell: -cell[2])
    return [by.capitalize(), second, "Papers"], [[row, column, f"{number:,}"] for row, column, number in cells]


def pictures_of(counted: Tally) -> tuple[Picture, ...]:
    """Return what to draw: a picture for each row where the style is ``panels``, else one."""
    style = counted.question.style
    if not any(counted.totals):
        return ()
    if style == "panels":
        return tuple(
            Picture("small", (), counted.columns, (numbers,), title=f"{row}, {_papers(total)}")
            for row, numbers, total in zip(counted.rows, counted.numbers, counted.totals, strict=True)
        )
    if counted.question.by == "year":
        return (Picture("columns", (), counted.rows, (counted.totals,)),)
    return (Picture(style, counted.rows, counted.columns, counted.numbers),)
