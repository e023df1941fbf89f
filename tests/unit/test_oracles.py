"""Reading held against pybtex and bibtexparser, which others wrote: the same keys, types, fields, values and names."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import bibtexparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import Person
from pybtex.database.input.bibtex import LowLevelParser, month_names
from pybtex.scanner import PybtexSyntaxError
from pybtex.utils import CaseInsensitiveDict

from cardcatalog.bibtex.entries import collapse_whitespace, parse_bibliography
from cardcatalog.bibtex.names import to_persons
from cardcatalog.bibtex.rewrite import format_text, rewrite
from cardcatalog.bibtex.text import to_text
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.checks.fixes import fix_entry

Rows = list[tuple[str, str, dict[str, str]]]
"""Type, key and fields of each entry, names in lower case, white space collapsed."""

ROOT = Path(__file__).parents[2]
FILES = [ROOT / "bib" / "quantization.bib", *sorted((ROOT / "tests" / "sphinx" / "dialects").glob("*.bib"))]


def ours(text: str) -> Rows:
    """Return the entries that we read."""
    entries, _problems = parse_bibliography(text, "refs.bib")
    return [(entry.type, entry.key, dict(entry.fields)) for entry in entries]


def by_pybtex(text: str) -> Rows:
    """Return the entries that pybtex reads, with months as the names of their strings."""
    rows = []
    for kind, content in LowLevelParser(text, macros=CaseInsensitiveDict({name: name for name in month_names})):
        if kind.lower() not in {"string", "preamble"}:
            key, fields = content
            rows.append((kind.lower(), key, {name.lower(): collapse_whitespace("".join(row)) for name, row in fields}))
    return rows


def by_bibtexparser(text: str) -> Rows:
    """Return the entries that bibtexparser reads."""
    return [
        (entry.entry_type, entry.key, {row.key.lower(): collapse_whitespace(str(row.value)) for row in entry.fields})
        for entry in bibtexparser.parse_string(text).entries
    ]


READERS = {"pybtex": by_pybtex, "bibtexparser": by_bibtexparser}

VALID = [
    "@misc(a, title = {A (b) c}, year = 2000)",
    '@string{j = "Journal"}\n@article{a, journal = j, title = "A {"}b{"} c", month = jan}',
    "@STRING(J = {Journal})\n@Article { DBLP:conf/x/Doe-O'Neil_20+(a) , JOURNAL = j }",
    "free text, jane at example.org\n@misc{a, title = {Meet @ {Home}}, key = {@misc{x}}} trailing @misc{b, note = {}}",
    "@preamble{ {\\newcommand{\\x}{x}} # {y} }\n@misc{a,\n\ttitle\n=\n{ A\n\n  b }\n}",
    "@mytype{a, author+an = {1=lead}, title = {{{{{{Deep}}}}}}}",
    '@misc{a, title = {Sets \\{a, b\\} and \\"u}, note = {50\\% of \\$5}}',
    "@misc{a}\n@misc{b,}\n",
]

DIFFERENCES = [
    ("@comment{\n@misc{a, title = {A}}\n}", "pybtex", "it is hidden, as in Biber, bibtexparser and JabRef"),
    ("@comment{@misc{a, title = {A}}}", "pybtex", "the same, on one line"),
    ("% @misc{a, title = {A}}", "pybtex", "a percent sign hides its line, as in Biber and Pandoc"),
    ("% @misc{a, title = {A}}", "bibtexparser", "the same"),
    ("@misc{a, title = {A \\{ B}, note = {C \\} D}}", "pybtex", "a brace with a backslash does not count; check tells"),
    ('@misc{a, title = {A} # " and B"}', "bibtexparser", "it does not join values"),
    ("@commentary{a, title = {A}}", "bibtexparser", "it takes all that begins with @comment for a comment"),
    ("@misc{a, abstract = {We\n@example{sic} it.}}", "bibtexparser", "it begins an entry within a value"),
    ("@misc{a, file = {C:\\}, title = {A}}", "bibtexparser", "only BibTeX's way of counting braces gives it an end"),
    ("@misc{a, title = {A},, year = 2000}", "bibtexparser", "a doubled comma is reported and costs nothing"),
    ("@my-type{a, title = {A}}", "bibtexparser", "BibTeX and Biber take any word for a type"),
    ("@misc{a, title = {A\\\\}}", "bibtexparser", "to it the brace is escaped; two backslashes are a line break"),
    ("jane@example.org, home @ (a)\n@misc{a, title = {A}}", "pybtex", "an at sign in text is not a fault to people"),
    ("@misc{a, title = {A},\n% note = {N},\nyear = 2000}", "pybtex", "Biber reads it, too; we report the comment"),
    ("@misc{a, title = {A}},\nyear = 2000}", "pybtex", "it ends the entry at the first brace; we report the brace"),
    ("@misc{a, title = {A}, title = {B}}", "pybtex", "it has both here and refuses them later; we keep the first"),
]  # fmt: skip
"""Texts that other parsers read differently, and the reason."""


OTHERWISE = {("bibtex.bib", "pybtex"): "hidden", ("bibtex.bib", "bibtexparser"): "smith99"}
"""Entries of the files that show the first and the sixth of these differences."""


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_files_are_read_like_other_parsers_do(path: Path, reader: str) -> None:
    text = path.read_text("utf-8")
    other = OTHERWISE.get((path.name, reader))
    assert [row for row in ours(text) if row[1] != other] == [row for row in READERS[reader](text) if row[1] != other]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("text", VALID)
def test_valid_text_is_read_like_other_parsers_do(text: str, reader: str) -> None:
    assert ours(text) == READERS[reader](text)


@pytest.mark.parametrize(("text", "reader", "reason"), DIFFERENCES)
def test_differences_are_named(text: str, reader: str, reason: str) -> None:
    try:
        theirs = READERS[reader](text)
    except PybtexSyntaxError:
        theirs = []
    assert ours(text) != theirs, f"no longer a difference: {reason}"


def recovering(text: str) -> Rows:
    """Return all that pybtex reads of a text if it goes on after each fault."""
    months = CaseInsensitiveDict({name: name for name in month_names})
    rows = LowLevelParser(text, macros=months, handle_error=lambda _error: None)
    entries = [row for row in rows if row[0].lower() not in {"string", "preamble"}]
    return [
        (kind.lower(), key, {name.lower(): collapse_whitespace("".join(parts)) for name, parts in fields or ()})
        for kind, (key, fields) in entries
    ]


NASTY = st.sampled_from([
    *("{A}", "{A {B} c}", '"A {b} c"', "2000", "jan", "s", '{A} # " b" # jan', '"x"\n#\n{y}', "{}", '""', "{x\n  y}"),
    *("{A \\{ b}", "{A \\} b}", "{\\{a\\}}", "{C:\\}", "{A\\\\}", '"C:\\"', '"Erd{\\"o}s"', '"{\\"o\\}"'),
    *("{a \\{ \\{ b}", "{see\n@misc{k, title={q}}}", "{a@b.org {x}}", '"a @ b"', "{50% of\n that}"),
    *("{a (b) )c}", "{A} {B}", ""),
])  # fmt: skip
FIELDS = st.lists(st.builds("{}{}{}".format, st.sampled_from(["title", "Title", "url", "pages"]),
                            st.sampled_from([" = ", "=", "\n=\n"]), NASTY), max_size=4)  # fmt: skip
HEADS = st.sampled_from(["@misc{", "@ARTICLE {", "@book(", "@set{"])
ENDS = st.sampled_from(["}", ",\n}", ")", "}}", "\n", "}\n%", "} free a@b.org {x}\n", "}\n@comment{@misc{z, a = {b}}}"])
KEYS = st.sampled_from(["k1,", "K1,", "a:b, ", "", ",", "% c\nk2,"])
BODIES = st.builds(str.join, st.sampled_from([",\n  ", ", ", ",,", "\n", ", % c\n"]), FIELDS)
ENTRIES = st.builds("{}{}{}{}\n".format, HEADS, KEYS, BODIES, ENDS)
FOREIGN = st.lists(ENTRIES, max_size=4).map(lambda rows: '@string{s = "S t"}\n' + "".join(rows))


@pytest.mark.parametrize("reader", [recovering, by_bibtexparser])
def test_no_rewriting_changes_what_other_parsers_read(reader: Callable[[str], Rows]) -> None:
    @settings(derandomize=True, database=None, deadline=None, max_examples=150)
    @given(FOREIGN)
    def holds(text: str) -> None:
        read = reader(text)
        assert reader(format_text(text)) == read
        assert sorted(map(repr, reader(format_text(text, sort=True)))) == sorted(map(repr, read))
        fixed = reader(rewrite(text, lambda entry: fix_entry(entry, Catalog())))
        assert [(kind, key, fields.keys()) for kind, key, fields in fixed] == [
            (kind, key, fields.keys()) for kind, key, fields in read
        ]

    holds()


ALIKE = st.lists(
    ENTRIES.filter(lambda text: not re.search(r"\\|@comment|a@b|k, ti|=\s*(?:\w+\s*=|[,)}]|$)", text)), max_size=4
).map("".join)


def test_where_we_find_no_fault_pybtex_reads_the_same_and_where_it_reads_we_do() -> None:
    @settings(derandomize=True, database=None, deadline=None, max_examples=200)
    @given(ALIKE)
    def holds(text: str) -> None:
        entries, problems = parse_bibliography(text, "refs.bib", {"s": "s"})
        theirs = recovering(f"@string{{s = {{s}}}}\n{text}")
        if not problems:
            assert ours(text) == theirs
        # It keeps what it has read before a fault, as BibTeX does; we have that, and what follows.
        for key in {entry.key for entry in entries}:
            mine = [entry.fields.keys() for entry in entries if entry.key == key]
            others = [fields.keys() for _kind, name, fields in theirs if name == key]
            assert len(mine) >= len([names for names in others if names])
            assert len(mine) != len(others) or all(map(operator.ge, mine, others))

    holds()


def names() -> Iterator[str]:
    """Yield each name once, without parts that pybtex lacks: numbers of DBLP, labels of biblatex, others."""
    fields = {row[2][name] for path in FILES for row in ours(path.read_text("utf-8")) for name in row[2].keys() & ROLES}
    found = {name for field in fields for name in field.split(" and ")}
    found.update((ROOT / "tests" / "unit" / "data" / "names.txt").read_text("utf-8").splitlines())
    yield from sorted(
        {re.sub(r" [0-9]{4}$", "", name) for name in found - {"others"} if "=" not in name} - {SMALL_LETTER}
    )


ROLES = {"author", "editor"}

SMALL_LETTER = r"Jane {\o} Doe"
"""A name with a particle to BibTeX, to which the command is a small letter (bibtex.web, section 398), not to pybtex."""


def parts_by_pybtex(name: str) -> tuple[str, ...]:
    """Return given name, family name, prefix and suffix."""
    theirs = Person(name)
    given = [*theirs.first_names, *theirs.middle_names]
    return tuple(
        to_text(" ".join(words)) for words in (given, theirs.last_names, theirs.prelast_names, theirs.lineage_names)
    )


def test_names_are_divided_as_pybtex_divides_them() -> None:
    for name in names():
        people, _others, failed = to_persons(name)
        assert failed or [(row.given, row.family, row.prefix, row.suffix) for row in people] == [
            parts_by_pybtex(name)
        ], name


def test_the_small_letter_of_a_command_is_read_otherwise_by_pybtex() -> None:
    (person,), _others, _failed = to_persons(SMALL_LETTER)
    assert (person.given, person.prefix) == ("Jane", "ø")
    assert parts_by_pybtex(SMALL_LETTER)[0] == "Jane ø"
