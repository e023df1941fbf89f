"""Reading awesome lists: every way of writing a line, and the problems of those that are not read in full."""

from __future__ import annotations

import pytest

from cardcatalog.catalog.links import Link
from cardcatalog.problems import Kind, Location
from cardcatalog_tools.lists.lines import role_of
from cardcatalog_tools.lists.reader import Item, read_list


def shown(item: Item) -> str:
    """Return an item as the case files write it."""
    links = " ".join(f"{link.label}={link.url}" for link in item.links)
    facts = (" > ".join(item.section), item.title, item.venue, str(item.year or ""), links, ", ".join(item.keywords))
    return f"{item.location.line}: {' | '.join([*facts, item.rest]).rstrip(' |')}"


@pytest.mark.cases("lists.txt")
def test_a_line_is_read_and_its_unread_parts_are_reported(given: str, expected: str) -> None:
    items, problems = read_list(given, "README.md")
    lines = [*map(shown, items), *(f"{problem.location.line}! {problem.message}" for problem in problems)]
    assert "".join(f"{line}\n" for line in lines) == expected


def test_a_problem_names_the_file_the_line_and_its_kind() -> None:
    _items, (problem,) = read_list('# A\n\n- "A", 2020. [[paper](https://example.org/a)]\n', "README.md")
    assert (problem.location, problem.kind) == (Location("README.md", 3), Kind.LIST)


@pytest.mark.parametrize(
    "text", ["", "\ufeff", "- \n-", "- [", '- "', "| a |\n|-|\n", "- [[[[]]]]", "\ue000\U000f0000"]
)
def test_odd_texts_hold_no_papers(text: str) -> None:
    assert read_list(text, "README.md") == ([], [])


def test_unclosed_emphasis_does_not_affect_the_rest() -> None:
    text = f'- {"**a " * 2000}\n- "A", X, 2020. [[paper](https://example.org/a)]\n'
    assert [item.title for item in read_list(text, "README.md")[0]] == ["A"]


def test_private_use_characters_are_not_links() -> None:
    text = '- "A \U000f0000", X, 2020. [[paper\ue000](https://example.org/a)] [`\U00100000`]\n'
    ((item,), _problems) = read_list(text, "README.md")
    assert (item.title, item.links[0].label, item.keywords) == ("A \U000f0000", "paper\ue000", ("\U00100000",))


@pytest.mark.parametrize(
    ("label", "url", "role"),
    [
        ("Paper", "https://example.org", "paper"),
        ("papar", "https://example.org", "paper"),
        ("official code", "https://example.org", "code"),
        ("GitHub", "https://example.org", "code"),
        ("homepage", "https://example.org", "project"),
        ("X 2020", "https://arxiv.org/abs/2001.00001", "paper"),
        ("here", "https://example.org/a.PDF", "paper"),
        ("here", "https://www.github.com/a/b", "code"),
        ("Code Generation by Very Large Birds", "https://example.org", ""),
        ("blog", "https://example.org", ""),
        ("blog", "https://[", ""),
    ],
)
def test_the_role_of_a_link_comes_from_label_or_url(label: str, url: str, role: str) -> None:
    assert role_of(Link(label, url)) == role
