"""Categories, keywords, venues and wanted papers: reading them, and the rules between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from cardcatalog.catalog.taxonomy import (
    Category,
    Keyword,
    Venue,
    Wanted,
    check_taxonomy,
    format_rows,
    usable,
)
from cardcatalog.problems import Kind, Location, Problem
from cardcatalog.tables import read_rows

if TYPE_CHECKING:
    from cardcatalog.tables import Row

    Read = tuple[tuple[object, ...], list[Problem]]
    ReadText = Callable[[str, type], Read]


@pytest.fixture
def read(tmp_path: Path) -> ReadText:
    """A function that reads the rows of a text."""

    def read(text: str, row_type: type[Row]) -> Read:
        path = tmp_path / "words.toml"
        path.write_text(dedent(text), "utf-8")
        return read_rows(path, "bib/words.toml", row_type)

    return read


def test_rows_come_in_file_order_with_their_lines(read: ReadText) -> None:
    text = """\
        # The tree
        [[category]]
        id = "weights"
        title = "Weights"

        [[category]]
        id = "few-bits"
        title = "Few Bits"
        parent = "weights"
        """
    assert read(text, Category) == (
        (
            Category(id="weights", title="Weights", location=Location("bib/words.toml", 2)),
            Category(id="few-bits", title="Few Bits", parent="weights", location=Location("bib/words.toml", 6)),
        ),
        [],
    )


def test_a_keyword_may_have_lists_and_a_long_definition(read: ReadText) -> None:
    text = '''\
        [[keyword]]
        id = "ptq"
        name = "PTQ"
        group = "Stage"
        aliases = ["post-training", "after"]
        broader = []
        see = ["qat"]
        definition = """
        Without training.
        Or nearly so.
        """
        applies = """
        Papers that
        do so.
        """
        '''
    keyword = Keyword(
        id="ptq",
        name="PTQ",
        group="Stage",
        aliases=("post-training", "after"),
        see=("qat",),
        definition="Without training.\nOr nearly so.\n",
        applies="Papers that\ndo so.\n",
        location=Location("bib/words.toml", 1),
    )
    assert read(text, Keyword) == ((keyword,), [])


def test_venues_and_wanted_papers_are_read_alike(read: ReadText) -> None:
    (venue,), _ = read('[[venue]]\nname = "CONF"\nfull = "Conference"\nkind = "conference"\n', Venue)
    (wanted,), _ = read('[[wanted]]\ntitle = "One"\nyear = 2018\n', Wanted)
    assert venue == Venue(name="CONF", full="Conference", kind="conference", location=Location("bib/words.toml", 1))
    assert wanted == Wanted(title="One", year=2018, location=Location("bib/words.toml", 1))


def test_tables_can_be_in_one_line(read: ReadText) -> None:
    rows, problems = read('\ncategory = [{id = "a", title = "A"}, {id = "b", title = "B"}]\n', Category)
    assert rows == tuple(Category(id=name, title=name.upper(), location=Location("bib/words.toml", 2)) for name in "ab")
    assert problems == []


def test_an_empty_file_has_no_rows(read: ReadText) -> None:
    assert read("", Category) == ((), [])


def test_a_byte_order_mark_and_windows_line_ends_are_accepted(tmp_path: Path) -> None:
    path = tmp_path / "words.toml"
    path.write_bytes(b'\xef\xbb\xbf\r\n[[category]]\r\nid = "a"\r\ntitle = "A"\r\n')
    assert read_rows(path, "words.toml", Category) == (
        (Category(id="a", title="A", location=Location("words.toml", 2)),),
        [],
    )


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('[[category]]\nid = "a"\n\n[[category]]\nid = "b"\ntitle = "B"\n', 1,
         "'title' is missing; every category has one"),
        ('\n[[category]]\nid = ""\ntitle = "B"\n', 2, "'id' is missing; every category has one"),
        ('[[category]]\nid = "a"\nttle = "A"\ntitle = "A"\n', 3, "unknown name 'ttle' (did you mean 'title'?)"),
        ('[[category]]\nid = "a"\ntitle = "A"\nlocation = "x"\n', 4, "unknown name 'location'"),
        ('[[category]]\nid = "a"\ntitle = 7\n', 3, "'title' must be a text"),
        ('[[category]]\nid = "a"\ntitle = {a = 1}\n', 3, "'title' must be a text"),
        ('[[category]]\nid = "a"\ntitle = ["A"]\n', 3, "'title' must be a text"),
        ('[[catgory]]\nid = "a"\n', 1, "unknown table 'catgory'; write [[category]]"),
        ('title = "Tree"\n', 1, "unknown table 'title'; write [[category]]"),
        ('# one\n[[category]]\nid = "a"\ntitle = "A"\n[other]\n', 5, "unknown table 'other'; write [[category]]"),
        ('\n[category]\nid = "a"\ntitle = "A"\n', 2, "write each category below a line [[category]] of its own"),
        ('category = "a"\n', 1, "write each category below a line [[category]] of its own"),
        ('category = ["a"]\n', 1, "write each category below a line [[category]] of its own"),
    ],
)  # fmt: skip
def test_a_fault_in_a_category_is_one_problem_at_its_line(read: ReadText, text: str, line: int, message: str) -> None:
    _, problems = read(text, Category)
    assert problems == [Problem(Location("bib/words.toml", line), message, Kind.TAXONOMY)]


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ('aliases = "a"', "'aliases' must be a list of texts"),
        ('aliases = ["a", 1]', "'aliases' must be a list of texts"),
        ('aliases = [["a"]]', "'aliases' must be a list of texts"),
        ("definition = 2020-01-01", "'definition' must be a text"),
        ('applies = ["a"]', "'applies' must be a text"),
    ],
)
def test_a_wrong_value_of_a_keyword_is_left_out(read: ReadText, value: str, wanted: str) -> None:
    rows, problems = read(f'[[keyword]]\nid = "ptq"\n{value}\nname = "PTQ"\n', Keyword)
    assert rows == (Keyword(id="ptq", name="PTQ", location=Location("bib/words.toml", 1)),)
    assert problems == [Problem(Location("bib/words.toml", 3), wanted, Kind.TAXONOMY)]


@pytest.mark.parametrize("year", ['"2018"', "2018.0", "true"])
def test_a_year_is_a_whole_number(read: ReadText, year: str) -> None:
    _, problems = read(f'[[wanted]]\ntitle = "One"\nyear = {year}\n', Wanted)
    assert [(problem.location.line, problem.message) for problem in problems] == [
        (3, "'year' must be a whole number"),
    ]


def test_a_bad_row_does_not_affect_other_rows(read: ReadText) -> None:
    rows, problems = read('[[category]]\nid = "a"\n[[category]]\nid = "b"\ntitle = "B"\n', Category)
    assert rows == (Category(id="b", title="B", location=Location("bib/words.toml", 3)),)
    assert len(problems) == 1


@pytest.mark.parametrize(
    ("text", "line"),
    [('[[category]]\nid = "a\ntitle = "A"\n', 2), ('[[category]]\nid = "a"\nid = "b"\n', 3), ("\n\nx = [1,", 3)],
    ids=["quote", "twice", "end of file"],
)
def test_invalid_toml_is_one_problem_at_its_line(read: ReadText, text: str, line: int) -> None:
    rows, problems = read(text, Category)
    assert (rows, [(problem.location.line, problem.kind) for problem in problems]) == ((), [(line, Kind.TAXONOMY)])


def test_a_wrong_byte_is_a_problem_at_its_line(tmp_path: Path) -> None:
    path = tmp_path / "words.toml"
    path.write_bytes(b'[[category]]\nid = "a"\ntitle = "\xe9"\n')
    rows, problems = read_rows(path, "words.toml", Category)
    assert [row.id for row in rows] == ["a"]
    assert [(problem.location.line, problem.kind) for problem in problems] == [(3, Kind.FILE)]


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    _, problems = read_rows(tmp_path / "words.toml", "bib/words.toml", Category)
    assert [str(problem) for problem in problems] == [
        "bib/words.toml:1: cannot be read: No such file or directory; name an existing file [cardcatalog.file]",
    ]


def at(line: int) -> Location:
    """Return a place in a file of words."""
    return Location("words.toml", line)


def said(*rows: Category | Keyword | Venue) -> list[str]:
    """Return the messages on some rows, each with its line."""
    problems = check_taxonomy(
        [row for row in rows if isinstance(row, Category)],
        [row for row in rows if isinstance(row, Keyword)],
        [row for row in rows if isinstance(row, Venue)],
    )
    return [f"{problem.location.line}: {problem.message}" for problem in problems]


def test_a_valid_taxonomy_has_no_problem() -> None:
    assert not said(
        Category(id="a", title="A", location=at(1)),
        Category(id="a-b2", title="B", parent="a", location=at(2)),
        Keyword(id="ptq", name="PTQ", aliases=("post",), see=("qat",), location=at(3)),
        Keyword(id="qat", name="QAT", broader=("ptq",), location=at(4)),
        Venue(name="CONF", full="Conference", aliases=("Conf.",), location=at(5)),
        Venue(name="Journal", full="Journal", location=at(6)),
    )


def test_ids_are_unique() -> None:
    rows = (Category(id="a", title="A", location=at(1)), Category(id="a", title="B", location=at(2)))
    assert said(*rows) == ["2: 'a' is already used at words.toml:1; choose another name"]


@pytest.mark.parametrize("name", ["A", "a b", "a_b", "-a", "a-", "a--b", "é", "a/b", ".."])
def test_an_id_of_a_category_is_letters_digits_and_hyphens(name: str) -> None:
    assert said(Category(id=name, title="A", location=at(1))) == [
        f"1: {name!r} is not an identifier; write lower-case letters and digits, joined by hyphens",
    ]


def test_an_id_of_a_keyword_is_letters_digits_and_hyphens() -> None:
    assert said(Keyword(id="P.T", name="PTQ", location=at(1))) == [
        "1: 'P.T' is not an identifier; write lower-case letters and digits, joined by hyphens",
    ]


@pytest.mark.parametrize("name", ["index", "con", "nul", "com1", "a" * 101])
def test_an_id_can_be_the_name_of_a_page(name: str) -> None:
    said_of_it = [f"1: {name!r} can be no name of a page; choose another id"]
    assert said(Category(id=name, title="A", location=at(1))) == said_of_it
    assert said(Keyword(id=name, name="B", location=at(1))) == said_of_it


def test_a_row_whose_id_cannot_be_a_page_is_not_used() -> None:
    rows = [Category(id=name, title="A") for name in ("a", "../a", "index", "", "b-1")]
    assert [row.id for row in usable(rows)] == ["a", "b-1"]


@pytest.mark.parametrize("value", [r'"a\u0000"', r'["a\u0001"]'])
def test_a_control_character_in_a_word_is_a_problem(tmp_path: Path, value: str) -> None:
    path = tmp_path / "words.toml"
    name = "aliases" if value.startswith("[") else "group"
    path.write_text(f'[[keyword]]\nid = "a"\nname = "A"\n{name} = {value}\n', "utf-8")
    (row,), problems = read_rows(path, "words.toml", Keyword)
    assert (row.group, row.aliases) == ("", ())
    assert [str(problem) for problem in problems] == [
        f"words.toml:4: '{name}' holds a control character; take it out [cardcatalog.taxonomy]"
    ]


@pytest.mark.parametrize(
    ("parent", "hint"),
    [("b", "; put the parent first"), ("a", "; put the parent first"), ("c", ""), ("transformer", "")],
)
def test_a_parent_must_be_an_earlier_row(parent: str, hint: str) -> None:
    rows = (Category(id="a", title="A", parent=parent, location=at(1)), Category(id="b", title="B", location=at(2)))
    assert said(*rows) == [f"1: the parent {parent!r} of 'a' is not in an earlier row{hint}"]


def test_a_misspelled_parent_is_guessed() -> None:
    rows = (
        Category(id="vision", title="A", location=at(1)),
        Category(id="b", title="B", parent="visoin", location=at(2)),
    )
    assert said(*rows) == [
        "2: the parent 'visoin' of 'b' is not in an earlier row (did you mean 'vision'?)",
    ]


@pytest.mark.parametrize("relation", ["see", "broader"])
def test_a_keyword_refers_to_keywords(relation: str) -> None:
    rows = (
        Keyword(id="rounding", name="Rounding", location=at(1)),
        Keyword(id="b", name="B", location=at(2), **{relation: ("roundin",)}),  # type: ignore[arg-type]
    )
    assert said(*rows) == ["2: 'b' refers to the unknown keyword 'roundin' (did you mean 'rounding'?)"]


def test_a_category_implies_keywords_of_the_glossary() -> None:
    row = Category(id="few-bits", title="Few Bits", implies=("pqt",), location=Location("t.toml", 3))
    keywords = [Keyword(id="ptq", name="PTQ")]
    assert [str(problem) for problem in check_taxonomy([row], keywords, [])] == [
        "t.toml:3: 'few-bits' implies the unknown keyword 'pqt' (did you mean 'ptq'?) [cardcatalog.taxonomy]"
    ]
    assert not list(check_taxonomy([row], [], []))


def test_an_alias_means_one_keyword() -> None:
    rows = (
        Keyword(id="a", name="One", aliases=("Same",), location=at(1)),
        Keyword(id="b", name="Two", aliases=("same",), location=at(2)),
    )
    assert said(*rows) == ["2: 'same' is already used at words.toml:1; choose another name"]


def test_an_alias_is_not_the_id_of_another_keyword() -> None:
    rows = (
        Keyword(id="a", name="One", aliases=("B",), location=at(1)),
        Keyword(id="b", name="Two", location=at(2)),
    )
    assert said(*rows) == ["1: 'B' is the id of the keyword at words.toml:2; choose another name"]


@pytest.mark.parametrize("name", [{"aliases": ("conf",)}, {"full": "Conf"}])
def test_a_name_means_one_venue(name: dict[str, str]) -> None:
    rows = (Venue(name="CONF", location=at(1)), Venue(name="Other", location=at(2), **name))  # type: ignore[arg-type]
    assert len(said(*rows)) == 1


@pytest.mark.parametrize(
    ("definition", "gist"),
    [
        ("\nOne sentence\nin two lines. Another.\n", "One sentence in two lines."),
        ("Is it 4.5 bits? Yes.", "Is it 4.5 bits?"),
        ("No end", "No end"),
        ("", ""),
    ],
)
def test_the_gist_is_the_first_sentence_of_the_definition(definition: str, gist: str) -> None:
    assert Keyword(id="a", name="A", definition=definition).gist == gist


def test_the_rule_of_a_keyword_is_one_line() -> None:
    assert Keyword(id="a", name="A", applies="Papers that\ndo so.\n").rule == "Papers that do so."


def test_the_rule_of_a_keyword_is_plain_text() -> None:
    assert said(Keyword(id="a", name="A", applies="Not {paper:keyword}`b`.", location=at(3))) == [
        "3: 'applies' of 'a' is shown as it is written; take its markup out"
    ]


@pytest.mark.parametrize(
    "row",
    [
        Category(id="swifts", title="Swifts", parent="birds"),
        Keyword(id="p", name='"P" \\ \x7f', aliases=("ü", "\t\\n"), listed=True),
        Keyword(id="p", name="P", definition='First "line".\nSecond: C:\\new """.\n'),
        Venue(name="X", full="X", kind="book"),
        Wanted(title="A", year=2020),
    ],
)
def test_rows_round_trip(tmp_path: Path, row: Row) -> None:
    path = tmp_path / "words.toml"
    path.write_text(format_rows([row, row]), "utf-8")
    rows, problems = read_rows(path, "words.toml", type(row))
    assert ([replace(found, location=None) for found in rows], problems) == ([row, row], [])


def test_rows_are_written_as_people_write_them() -> None:
    rows = [Category(id="birds", title="Birds"), Category(id="swifts", title="Swifts", parent="birds")]
    assert format_rows(rows).split("\n") == [
        "[[category]]", 'id = "birds"', 'title = "Birds"', "",
        "[[category]]", 'id = "swifts"', 'title = "Swifts"', 'parent = "birds"', "",
    ]  # fmt: skip


def test_a_keyword_is_listed_or_not(read: ReadText) -> None:
    text = """\
        [[keyword]]
        id = "p"
        name = "P"
        listed = true

        [[keyword]]
        id = "q"
        name = "Q"
        listed = "yes"
        """
    rows, problems = read(text, Keyword)
    assert ([isinstance(row, Keyword) and row.listed for row in rows], list(map(str, problems))) == (
        [True, False],
        ["bib/words.toml:9: 'listed' must be true or false [cardcatalog.taxonomy]"],
    )
