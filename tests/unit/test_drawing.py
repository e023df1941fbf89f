"""Pictures of numbers: the same bytes each time, text as text, and no colour that a page does not know."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from cardcatalog.catalog.statistics import Plot
from cardcatalog.messages import wording_of
from cardcatalog.sphinx.charts.drawing import draw, shades
from cardcatalog.sphinx.charts.svg import CLASSES, HEAT, extend_card

YEARS = tuple(map(str, range(2013, 2027)))
NUMBERS = tuple(range(14))
NAMES = ("A & B", "<b>", "$x$")

PICTURES = {
    "columns": Plot("columns", (), YEARS, (NUMBERS,)),
    "many columns": Plot("columns", (), tuple(map(str, range(1960, 2027))), (tuple(range(67)),)),
    "one column": Plot("columns", (), ("2020",), ((1,),)),
    "small": Plot("small", (), YEARS, (NUMBERS,), title="Small & <many>"),
    "one small": Plot("small", (), ("2020",), ((1,),)),
    "bars": Plot("bars", NAMES, (), ((1,), (20,), (1200,))),
    "heat over years": Plot("heat", NAMES, YEARS, (NUMBERS,) * 3),
    "heat": Plot("heat", NAMES, NAMES, ((0, 1, 2), (1, 0, 0), (2, 0, 0))),
}


@pytest.mark.parametrize("form", ["svg", "pdf"])
@pytest.mark.parametrize("name", PICTURES)
def test_the_same_numbers_give_the_same_bytes(name: str, form: str) -> None:
    assert draw(PICTURES[name], form) == draw(PICTURES[name], form)


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_of_a_page_is_well_formed(name: str) -> None:
    assert ET.fromstring(extend_card(draw(PICTURES[name], "svg"), "Label")).tag == "svg"  # noqa: S314  (we drew it)


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_of_a_page_holds_shapes_and_text_alone(name: str) -> None:
    svg = extend_card(draw(PICTURES[name], "svg"), "Label")
    assert set(re.findall(r"<(\w+)", svg)) == {"svg", "path", "text"}
    assert not re.search(r"style=|id=|href|\son\w+=|#[0-9a-f]{6}", svg)


@pytest.mark.parametrize("name", PICTURES)
def test_every_shape_has_a_class_of_its_colour(name: str) -> None:
    root = ET.fromstring(extend_card(draw(PICTURES[name], "svg"), "Label"))  # noqa: S314
    assert {word for node in root for word in node.attrib["class"].split()} <= {*CLASSES.values()}


def test_labels_stay_text() -> None:
    root = ET.fromstring(extend_card(draw(PICTURES["bars"], "svg"), "Label"))  # noqa: S314
    assert [node.text for node in root if node.tag == "text"] == [*NAMES, "1", "20", "1,200"]


@pytest.mark.parametrize("name", ["columns", "small", "bars", "heat over years"])
def test_numbers_are_set_as_the_language_sets_them(name: str) -> None:
    numbers = tuple(tuple(1000 * number for number in row) for row in PICTURES[name].numbers)
    picture = replace(PICTURES[name], numbers=numbers)
    root = ET.fromstring(extend_card(draw(picture, "svg", wording_of("de")), "Label"))  # noqa: S314
    labels = " ".join(str(node.text) for node in root if node.tag == "text")
    assert re.search(r"\d\.000\b", labels)
    assert not re.search(r"\d,\d", labels)


def test_those_who_do_not_see_a_picture_hear_its_label() -> None:
    root = ET.fromstring(extend_card(draw(PICTURES["bars"], "svg"), 'Say "this" & that'))  # noqa: S314
    assert (root.attrib["role"], root.attrib["aria-label"]) == ("img", 'Say "this" & that')


def test_of_many_columns_only_the_highest_has_its_number() -> None:
    root = ET.fromstring(extend_card(draw(PICTURES["many columns"], "svg"), "Label"))  # noqa: S314
    assert [node.text for node in root if node.tag == "text" and len(node.text or "") < 4] == ["66"]


@pytest.mark.parametrize("highest", [1, 4, 5, 6, 7, 20, 150, 100_000])
def test_shades_cover_every_number_once(highest: int) -> None:
    numbers = [number for span in shades(highest) for number in (span[0], span[-1])]
    assert (numbers[0], numbers[-1]) == (1, highest)
    assert all(after[0] == before[-1] + 1 for before, after in zip(shades(highest), shades(highest)[1:], strict=False))
    assert len(shades(highest)) <= len(HEAT)
