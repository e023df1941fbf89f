"""The style sheet made of the glossary."""

from __future__ import annotations

import re

from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.taxonomy import Keyword
from cardcatalog.sphinx.theme.assets import MARKS, keyword_style


def style_of(*keywords: Keyword) -> str:
    """Return the style sheet of some keywords."""
    return keyword_style(Catalog.from_entries([], keywords=keywords))


def test_a_group_and_its_keywords_share_a_mark() -> None:
    style = style_of(Keyword(id="ptq", name="PTQ", group="Stage"), Keyword(id="qat", name="QAT", group="Stage"))
    assert style == f'.cc-group-1,.cc-kw-ptq,.cc-kw-qat{{--cc-mark:"\\{ord(MARKS[0]):x} "}}\n'


def test_groups_have_different_marks() -> None:
    style = style_of(*(Keyword(id=name, name=name, group=name) for name in "abcdefg"))
    assert len(set(re.findall(r"--cc-mark:(.*?)}", style))) == 7


def test_there_are_marks_for_any_number_of_groups() -> None:
    style = style_of(*(Keyword(id=f"k{number}", name="K", group=f"{number}") for number in range(25)))
    assert len(re.findall("--cc-mark", style)) == 25


def test_a_keyword_without_a_group_has_no_mark() -> None:
    assert style_of(Keyword(id="ptq", name="PTQ")) == ""


def test_each_keyword_has_one_gist() -> None:
    assert style_of(Keyword(id="ptq", name="PTQ", definition="One. Two.")) == '.cc-kw-ptq{--cc-gist:"One."}\n'


def test_no_gist_can_end_its_string() -> None:
    style = style_of(Keyword(id="ptq", name="PTQ", definition='A "b" \\ c } </style> é\n* d'))
    assert style == '.cc-kw-ptq{--cc-gist:"A \\22 b\\22  \\5c  c \\7d  \\3c \\2f style\\3e  é \\2a  d"}\n'


def test_an_empty_glossary_has_an_empty_style_sheet() -> None:
    assert style_of() == ""
