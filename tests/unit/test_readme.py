"""Writing awesome lists: sections, lines, and that a text of a paper stays a text."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from markdown_it import MarkdownIt

from cardcatalog.bibtex.tex import to_tex
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.taxonomy import Category, Keyword, Venue
from cardcatalog.formats.markdown import format_list
from cardcatalog_tools.lists.reader import read_list
from tests.catalogs import catalog_of as catalog_of_text

TREE = (
    Category(id="birds", title="Birds"),
    Category(id="swifts", title="Swifts", parent="birds"),
    Category(id="alpine", title="Alpine Swifts", parent="swifts"),
    Category(id="fish", title="Fish & Chips"),
)


def entry(key: str, **fields: str) -> str:
    """Return the text of an entry, of 2020 and on birds by default."""
    values = {"title": key, "year": "2020", "category": "birds", "url": f"https://example.org/{key}"} | fields
    return f"@misc{{{key},\n" + "".join(f"  {name} = {{{value}}},\n" for name, value in values.items()) + "}\n"


def catalog_of(*entries: str, keywords: Sequence[Keyword] = (), venues: Sequence[Venue] = ()) -> Catalog:
    """Return a catalog of entries under the tree above."""
    return catalog_of_text("\n".join(entries), TREE, keywords, venues)


def lines_of(catalog: Catalog) -> list[str]:
    """Return the lines of papers."""
    return [line for line in format_list(catalog).split("\n") if line.startswith('- "')]


def test_a_line_has_title_venue_year_links_and_keywords_in_this_order() -> None:
    fields = {
        "venuekey": "X",
        "code": "https://example.org/b https://example.org/c",
        "project": "https://example.org/d",
    }
    (line,) = lines_of(catalog_of(entry("a", keywords="q, p", **fields)))
    assert line == (
        '- "a", X, 2020. [[paper](https://example.org/a)] [[code](https://example.org/b)] [[code](https://example.org/c)]'
        " [[project](https://example.org/d)] [**`p`**] [**`q`**]"
    )


def test_a_line_omits_missing_data() -> None:
    assert lines_of(catalog_of(entry("a", year="", url=""))) == ['- "a".']


def test_a_link_to_code_is_not_labelled_paper() -> None:
    line = '- "a", 2020. [[code](https://example.org/b)]'
    assert lines_of(catalog_of(entry("a", url="", code="https://example.org/b"))) == [line]


def test_a_venue_that_is_a_book_is_marked_as_one() -> None:
    catalog = catalog_of(entry("a", venuekey="The Book"), venues=[Venue(name="The Book", kind="book")])
    assert lines_of(catalog)[0].startswith('- "a", Book Chapter: The Book, 2020.')


def test_sections_are_nested_and_contents_have_two_levels() -> None:
    catalog = catalog_of(entry("a"), entry("b", category="alpine"), entry("c", category="fish"))
    assert format_list(catalog, title="On Animals", about="Some *papers*.") == (
        "# On Animals\n\nSome *papers*.\n\n<!--lint disable no-undefined-references-->\n\n"
        "## Contents\n\n- [Birds](#birds)\n  - [Swifts](#swifts)\n- [Fish & Chips](#fish--chips)\n\n"
        '## Birds\n\n- "a", 2020. [[paper](https://example.org/a)]\n\n'
        "### Swifts\n\n[Alpine Swifts](#alpine-swifts)\n\n"
        '#### Alpine Swifts\n\n- "b", 2020. [[paper](https://example.org/b)]\n\n'
        '## Fish & Chips\n\n- "c", 2020. [[paper](https://example.org/c)]\n'
    )


def test_a_selection_has_the_sections_of_its_papers_only() -> None:
    catalog = catalog_of(entry("a"), entry("b", category="alpine"), entry("c", category="fish"))
    headings = [line for line in format_list(catalog, [catalog.papers["b"]]).split("\n") if line.startswith("#")]
    assert headings == ["# Papers", "## Contents", "## Birds", "### Swifts", "#### Alpine Swifts"]


def test_a_choice_of_categories_has_no_other_section_though_its_papers_are_in_others() -> None:
    catalog = catalog_of(entry("a", category="alpine, fish"), entry("b", category="fish"), entry("c", category="gone"))
    text = format_list(catalog, within=["birds"])
    headings = [line for line in text.split("\n") if line.startswith("#")]
    assert headings == ["# Papers", "## Contents", "## Birds", "### Swifts", "#### Alpine Swifts"]


def test_papers_come_newest_first() -> None:
    catalog = catalog_of(entry("a", year="2019"), entry("b", year="2021"), entry("c", year=""))
    assert [line[3] for line in lines_of(catalog)] == ["b", "a", "c"]


def test_a_paper_without_a_known_category_comes_last() -> None:
    text = format_list(catalog_of(entry("a", category="gone"), entry("b", category="fish")))
    assert text.index("## Fish") < text.index('## Other\n\n- "a"')


def test_a_second_line_of_a_paper_refers_to_its_link() -> None:
    text = format_list(catalog_of(entry("a", category="fish, birds")))
    assert text.endswith('- "a", 2020. [[paper][a]]\n\n[a]: https://example.org/a\n')


@pytest.mark.parametrize("url", ["https://example.org/a", "http://www.example.org/a/"])
def test_equal_urls_of_two_papers_have_one_inline_link(url: str) -> None:
    text = format_list(catalog_of(entry("a"), entry("b", url=url)))
    assert text.endswith(f'- "a", 2020. [[paper](https://example.org/a)]\n- "b", 2020. [[paper][b]]\n\n[b]: {url}\n')


def test_equal_headings_have_unique_anchors() -> None:
    tree = [Category(id=str(number), title=title) for number, title in enumerate(["Contents", "A B", "A b", "A b 1"])]
    entries = "\n".join(entry(f"x{row.id}", category=row.id) for row in tree)
    catalog = catalog_of_text(entries, tree)
    lines = [line for line in format_list(catalog).split("\n") if line.startswith("- [")]
    assert [line.partition("(")[2] for line in lines] == ["#contents-1)", "#a-b)", "#a-b-1)", "#a-b-1-1)"]


GLOSSARY = (
    Keyword(id="p", name="P", definition="Short for *p*. And more."),
    Keyword(id="q", name="Q", aliases=("queue",), listed=True),
    Keyword(id="r", name="R", listed=True),
    Keyword(id="s", name="S", listed=True),
)


def test_only_listed_keywords_are_shown_in_the_order_of_the_glossary() -> None:
    (line,) = lines_of(catalog_of(entry("a", keywords="r, q, p"), keywords=GLOSSARY))
    assert line.endswith("[**`Q`**] [**`R`**]")


def test_the_legend_has_the_keywords_of_these_papers() -> None:
    text = format_list(catalog_of(entry("a", keywords="r, q, p"), keywords=GLOSSARY))
    assert "\n\n**Keywords**\\\n**`Q`**: queue\\\n**`R`**\n\n" in text


def test_all_keywords_are_shown_where_none_is_listed() -> None:
    text = format_list(catalog_of(entry("a", keywords="odd, p"), keywords=GLOSSARY[:1]))
    assert "**Keywords**\\\n**`P`**: Short for \\*p\\*.\\\n**`odd`**\n" in text


@pytest.mark.parametrize("name", ["`a", "a``b", "a` `", "[a] <b>", "*a*"])
def test_a_keyword_round_trips(name: str) -> None:
    catalog = catalog_of(entry("a", keywords="p"), keywords=[Keyword(id="p", name=name)])
    assert read_list(format_list(catalog), "README.md")[0][0].keywords == (name,)


@pytest.mark.cases("markdown.txt")
def test_a_title_keeps_its_characters_in_markdown(given: str, expected: str) -> None:
    (line,) = lines_of(catalog_of(entry("a", title=to_tex(given), url="")))
    assert line == f'- "{expected.strip()}", 2020.'


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[a](https://evil.example) ![b](https://evil.example)",
    "<https://evil.example> &lt",
    "`a` b`",
    '", Y, 1999. [[paper](https://evil.example)]',
    "**a** __b__ *c* \\",
    "] [c]: https://evil.example",
]


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_round_trips(title: str) -> None:
    text = format_list(catalog_of(entry("a", title=to_tex(title))))
    assert [(item.title, len(item.links)) for item in read_list(text, "README.md")[0]] == [(title, 1)]


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_makes_no_markup(title: str) -> None:
    (line,) = lines_of(catalog_of(entry("a", title=to_tex(title), venuekey=to_tex(title), url="")))
    tags = {token.type for token in MarkdownIt("commonmark").parseInline(line[2:])[0].children or ()}
    assert tags == {"text"}


@pytest.mark.parametrize(
    "path", ["a(b)", "a(b", "a)b", "a%20b", "a_b_*c*", "?a=1&amp;b=2&copy=3", "[a]", "ü", "a#b", "'a'", "a~b"]
)
def test_a_url_round_trips(path: str) -> None:
    text = format_list(catalog_of(entry("a", url=f"https://example.org/{path}")))
    assert [link.url for link in read_list(text, "README.md")[0][0].links] == [f"https://example.org/{path}"]


def test_a_url_with_spaces_or_angle_brackets_stays_one_url() -> None:
    text = format_list(catalog_of(entry("a", url="https://example.org/a b<c>")))
    assert "[[paper](https://example.org/a%20b%3Cc%3E)]" in text
