"""Numbers of years as columns in SVG, which has the colours and the font of the page around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from cardcatalog.messages import ENGLISH, Translator

MAX_STEP = 80
"""The most units from one column to the next, so that one or two columns do not become walls."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The size of a picture, in units of its view box, and the labels that it has room for."""

    width: int
    height: int
    line: int
    """The height of a line of labels, above the highest column and below the lowest."""

    letter: float
    """The width of a digit, at the largest size that the style sheet sets."""

    max_years: int
    """The most years named below the columns: the last, and others at equal distances; of three both ends."""

    max_numbers: int
    """Columns up to which each has its number above it; of more only the highest has."""


WIDE = Frame(width=640, height=220, line=24, letter=12.5, max_years=8, max_numbers=16)
"""Columns as wide as the text of a page; its labels are 20 units high on a phone."""

PANEL = Frame(width=300, height=110, line=20, letter=8.2, max_years=3, max_numbers=1)
"""Columns next to others."""


def draw_columns(
    years: Iterable[str], numbers: Sequence[int], label: str, frame: Frame = WIDE, messages: Translator = ENGLISH
) -> str:
    """Return an ``<svg>`` element with a column for each year; empty if all numbers are zero.

    :param years: in a mapping each with the address that its column leads to, which may be empty.
    :param label: the accessible name: what the picture shows.
    :param messages: sets the numbers in the language of the site.
    """
    if not any(numbers):
        return ""
    names, addresses = list(years), list(years.values()) if isinstance(years, Mapping) and any(years.values()) else []
    step = min(frame.width / len(names), MAX_STEP)
    ground = frame.height - frame.line
    scale = (ground - frame.line) / max(numbers)
    heights = [max(number * scale, 1) if number else 0 for number in numbers]
    columns = [_column(place, step, ground, height) if height else "" for place, height in enumerate(heights)]
    if addresses:
        texts = [f"{year}: {messages.papers(number)}" for year, number in zip(names, numbers, strict=True)]
        around = [_column(place, step, ground, ground, ' class="cc-hit" fill="none"') for place in range(len(names))]
        columns = list(map(_link, columns, around, texts, addresses))
    above = _labels(
        {place: messages.number(numbers[place]) for place in _numbered(numbers, step, frame, messages)},
        [ground - height - 4 for height in heights], step, frame,
    )  # fmt: skip
    below = _labels(
        {place: names[place] for place in _spread(len(names), frame.max_years)},
        [frame.height - 5] * len(names), step, frame,
    )  # fmt: skip
    role = "group" if addresses else "img"  # what is in an image is hidden from screen readers
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {frame.width} {frame.height}" role="{role}" '
        f'aria-label="{escape(label)}"><path class="cc-line" d="M0 {ground}H{frame.width}"/>'
        f'<g class="cc-accent">{"".join(columns)}</g><g class="cc-text">{above}</g>'
        f'<g class="cc-muted">{below}</g></svg>'
    )


def _column(place: int, step: float, ground: float, height: float, attributes: str = "") -> str:
    return (
        f'<rect x="{_short(step * (place + 0.14))}" y="{_short(ground - height)}" '
        f'width="{_short(step * 0.72)}" height="{_short(height)}"{attributes}/>'
    )


def _link(column: str, around: str, name: str, address: str) -> str:
    """Return a column as a link with a name, which the pointer shows, too; without height or address as it is."""
    if not column or not address:
        return column
    text = escape(name)
    return f'<a href="{escape(address)}" aria-label="{text}"><title>{text}</title>{column}{around}</a>'


def draw_bar(number: int, highest: int) -> str:
    """Return an ``<svg>`` element for a bar, hidden from screen readers, as wide as its share of the highest number."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="cc-bar" width="{_short(100 * number / highest)}%" height="16" '
        'aria-hidden="true"><rect class="cc-accent" width="100%" height="100%"/></svg>'
    )


def _numbered(numbers: Sequence[int], step: float, frame: Frame, messages: Translator) -> Iterable[int]:
    """Return the places of the numbers above columns: all if they have room, else that of the last highest."""
    places = [place for place, number in enumerate(numbers) if number]
    longest = max(len(messages.number(number)) for number in numbers)
    if len(numbers) <= frame.max_numbers and longest * frame.letter <= step:
        return places
    return [max(places, key=lambda place: (numbers[place], place))]


def _spread(count: int, most: int) -> Iterable[int]:
    """Return places at equal distances, at most so many, the last among them; of three the ends and the middle."""
    if most == 3:  # noqa: PLR2004
        return sorted({0, (count - 1) // 2, count - 1})
    return range((count - 1) % -(-count // most), count, -(-count // most))


def _labels(texts: dict[int, str], heights: Sequence[float], step: float, frame: Frame) -> str:
    """Return texts in the middle of their columns, or as near to it as the frame lets them."""
    labels = []
    for place, text in texts.items():
        half = len(text) * frame.letter / 2
        middle = max(min(step * (place + 0.5), frame.width - half), half)
        labels.append(
            f'<text x="{_short(middle)}" y="{_short(heights[place])}" text-anchor="middle">{escape(text)}</text>'
        )
    return "".join(labels)


def _short(number: float) -> str:
    """Return a number to a tenth."""
    return f"{number:.1f}".removesuffix(".0")
