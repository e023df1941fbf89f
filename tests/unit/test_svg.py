"""Charts as SVG: columns and bars in proportion, labels within the picture, the same bytes each time."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cardcatalog.messages import wording_of
from cardcatalog.sphinx.charts.charts import SHADES, shades
from cardcatalog.sphinx.charts.points import MARK_HEIGHT, MARK_WIDTH, Point, draw_points, spread
from cardcatalog.sphinx.charts.svg import PANEL, WIDE, Frame, draw_bar, draw_columns

SVG = "{http://www.w3.org/2000/svg}"

NUMBERS = {
    "one year": [1],
    "two years": [3, 1],
    "a year without papers": [1, 0, 2],
    "fourteen years": list(range(1, 15)),
    "a century": list(range(100)),
    "huge": [1, 10**9, 2_500],
    "huge everywhere": [10**9] * 16,
    "zeros at the ends": [0, 7, 0],
}
EACH = [(name, frame) for name in NUMBERS for frame in (WIDE, PANEL)]


def draw(numbers: list[int], frame: Frame = WIDE, language: str = "en") -> ET.Element:
    """Return a picture of numbers of the years that end with 2026, parsed."""
    years = [str(year) for year in range(2027 - len(numbers), 2027)]
    return ET.fromstring(draw_columns(years, numbers, "Label", frame, wording_of(language)))  # noqa: S314  (we drew it)


def boxes(picture: ET.Element) -> list[tuple[float, float, float]]:
    """Return the left side, the top and the height of each column."""
    return [tuple(float(rect.attrib[name]) for name in ("x", "y", "height")) for rect in picture.iter(f"{SVG}rect")]  # type: ignore[misc]


def labels(picture: ET.Element, kind: str, frame: Frame) -> list[tuple[float, float, float, str]]:
    """Return left, right, baseline and text of each label of a kind (``text`` or ``muted``)."""
    (group,) = picture.findall(f"{SVG}g[@class='cc-{kind}']")
    return [
        (middle - half, middle + half, float(text.attrib["y"]), text.text or "")
        for text in group
        for middle, half in [(float(text.attrib["x"]), len(text.text or "") * frame.letter / 2)]
    ]


@pytest.mark.parametrize(("name", "frame"), EACH)
def test_columns_are_as_high_as_their_numbers(name: str, frame: Frame) -> None:
    numbers = [number for number in NUMBERS[name] if number]
    heights = [height for _left, _top, height in boxes(draw(NUMBERS[name], frame))]
    assert len(heights) == len(numbers)
    for number, height in zip(numbers, heights, strict=True):
        assert height == pytest.approx(max(heights) * number / max(numbers), abs=1)
        assert height >= 1


@pytest.mark.parametrize(("name", "frame"), EACH)
def test_columns_end_at_one_line_and_do_not_overlap(name: str, frame: Frame) -> None:
    columns = boxes(draw(NUMBERS[name], frame))
    assert {round(top + height) for _left, top, height in columns} == {frame.height - frame.line}
    width = min((after[0] - before[0] for before, after in pairwise(columns)), default=frame.width)
    picture = draw(NUMBERS[name], frame)
    assert all(float(rect.attrib["width"]) < width for rect in picture.iter(f"{SVG}rect"))


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=150).filter(any), st.sampled_from([WIDE, PANEL]))
def test_labels_are_inside_and_apart(numbers: list[int], frame: Frame) -> None:
    picture = draw(numbers, frame)
    for kind in ("text", "muted"):
        found = labels(picture, kind, frame)
        assert all(left >= -0.1 and right <= frame.width + 0.1 for left, right, _y, _text in found)
        assert all(frame.line * 0.6 <= baseline <= frame.height for _left, _right, baseline, _text in found)
        assert all(before[1] <= after[0] + 0.2 for before, after in pairwise(found))


@pytest.mark.parametrize(("name", "frame"), EACH)
def test_the_last_year_is_named(name: str, frame: Frame) -> None:
    assert labels(draw(NUMBERS[name], frame), "muted", frame)[-1][3] == "2026"


def test_a_panel_names_its_first_its_middle_and_its_last_year() -> None:
    years = [text for *_box, text in labels(draw(NUMBERS["fourteen years"], PANEL), "muted", PANEL)]
    assert years == ["2013", "2019", "2026"]


def test_columns_with_addresses_are_links_named_by_year_and_number() -> None:
    years = {"2023": "", "2024": "x.html?year=2024&a=b", "2025": "unused", "2026": "y.html"}
    picture = ET.fromstring(draw_columns(years, [5, 1, 0, 1200], "Label"))  # noqa: S314  (we drew it)
    links = list(picture.iter(f"{SVG}a"))
    assert [link.attrib["href"] for link in links] == ["x.html?year=2024&a=b", "y.html"]
    assert [link.attrib["aria-label"] for link in links] == ["2024: 1 paper", "2026: 1,200 papers"]
    assert [link.findtext(f"{SVG}title") for link in links] == ["2024: 1 paper", "2026: 1,200 papers"]
    assert picture.attrib["role"] == "group"


def test_a_link_can_be_clicked_above_a_low_column() -> None:
    picture = ET.fromstring(draw_columns({"2025": "a", "2026": "b"}, [1, 900], ""))  # noqa: S314  (we drew it)
    column, around = next(picture.iter(f"{SVG}a")).findall(f"{SVG}rect")
    assert float(around.attrib["height"]) == WIDE.height - WIDE.line > 50 * float(column.attrib["height"])


def test_each_of_few_columns_has_its_number() -> None:
    numbers = [text for *_box, text in labels(draw([3, 0, 12]), "text", WIDE)]
    assert numbers == ["3", "12"]


@pytest.mark.parametrize("numbers", [list(range(17)), [10_000 + number for number in range(16)]])
def test_without_room_only_the_highest_column_has_a_number(numbers: list[int]) -> None:
    assert [text for *_box, text in labels(draw(numbers), "text", WIDE)] == [f"{max(numbers):,}"]


def test_numbers_are_formatted_in_the_language_of_the_site() -> None:
    assert [text for *_box, text in labels(draw([1000, 2000], language="de"), "text", WIDE)] == ["1.000", "2.000"]


@pytest.mark.parametrize("numbers", [[], [0], [0, 0]])
def test_without_papers_there_is_no_picture(numbers: list[int]) -> None:
    assert draw_columns(["2026"] * len(numbers), numbers, "Label") == ""


def test_the_same_numbers_give_the_same_bytes() -> None:
    assert draw_columns(["2025", "2026"], [1, 3], "Label") == draw_columns(["2025", "2026"], [1, 3], "Label")


@pytest.mark.parametrize("label", ['Say "this" & <b>that</b>', "量子化の論文", "أوراق التكميم"])
def test_the_accessible_name_is_the_label(label: str) -> None:
    root = ET.fromstring(draw_columns(["2026"], [1], label))  # noqa: S314
    assert (root.attrib["role"], root.attrib["aria-label"]) == ("img", label)


def test_a_picture_holds_shapes_and_text_alone() -> None:
    svg = draw_columns(["2025", "2026"], [1, 2], "Label")
    assert set(re.findall(r"<(\w+)", svg)) == {"svg", "path", "g", "rect", "text"}
    assert not re.search(r"style=|id=|href|url\(|\son\w+=|#[0-9a-f]{3}", svg)


@pytest.mark.parametrize(("number", "width"), [(50, "50%"), (1, "1%"), (100, "100%"), (33, "33%")])
def test_a_bar_is_as_wide_as_its_share_of_the_highest(number: int, width: str) -> None:
    root = ET.fromstring(draw_bar(number, 100))  # noqa: S314
    assert (root.attrib["width"], root.attrib["aria-hidden"]) == (width, "true")


@pytest.mark.parametrize("highest", [1, 4, 5, 6, 7, 20, 150, 100_000, 10**9])
def test_shades_cover_every_number_once(highest: int) -> None:
    numbers = [number for span in shades(highest) for number in (span[0], span[-1])]
    assert (numbers[0], numbers[-1]) == (1, highest)
    assert all(after[0] == before[-1] + 1 for before, after in pairwise(shades(highest)))
    assert len(shades(highest)) <= SHADES


PLACES = st.lists(st.tuples(st.sampled_from([100.0, 250.0, 400.0]), st.integers(30, 210)), min_size=1, max_size=40)


@given(PLACES)
def test_no_mark_covers_another(places: list[tuple[float, int]]) -> None:
    placed = spread([(Point(x, y, "A", ""), x, y) for x, y in places])
    marks = [(x, y) for _point, x, y in placed if x is not None]
    assert len(placed) == len(places)
    for place, (x, y) in enumerate(marks):
        assert all(abs(x - left) >= MARK_WIDTH or abs(y - top) >= MARK_HEIGHT for left, top in marks[:place])


@given(PLACES)
def test_a_mark_stays_nearer_to_its_own_place_than_to_another(places: list[tuple[float, int]]) -> None:
    others = {x for x, _y in places}
    for point, x, _y in spread([(Point(x, y, "A", ""), x, y) for x, y in places]):
        if x is not None:
            assert abs(x - point.across) <= min(abs(x - other) for other in others) + 0.5


def test_a_number_without_room_for_its_mark_is_a_dot() -> None:
    points = [Point(1 + place / 100, 5, "A", f"number {place}") for place in range(60)] + [Point(9, 6, "B", "last")]
    picture = ET.fromstring(draw_points(points, None, "Label", "Bits"))  # noqa: S314  (we drew it)
    titles = {title.text for title in picture.iter(f"{SVG}title")}
    assert titles == {point.text for point in points}
    assert list(picture.iter(f"{SVG}circle"))
