"""Numbers of one source as letters in SVG, one for each method, over what the scheme of the results says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from itertools import pairwise
from math import ceil, log10
from typing import NamedTuple

from cardcatalog.messages import ENGLISH, Translator

WIDTH, HEIGHT = 640, 260
LEFT, RIGHT, TOP, BOTTOM = 64, 24, 20, 44
"""Room around the points: for the labels of both axes, in units of the view box."""

MARK_WIDTH, MARK_HEIGHT = 13, 15
"""The room of one letter, in units of the view box, also where a narrow window makes letters larger."""

LOGARITHMIC_FROM = 10
"""The ratio of the largest number to the smallest from which the axis is logarithmic."""


class Point(NamedTuple):
    """A number at a place: the letter that shows it, and its words."""

    across: float
    up: float
    mark: str
    text: str


def draw_points(
    points: Sequence[Point], reference: tuple[float, str] | None, label: str, axis: str, messages: Translator = ENGLISH
) -> str:
    """Return an ``<svg>`` element with the points, and a dashed line for the reference.

    :param reference: the number of the reference row and its words.
    :param label: the accessible name: what the picture shows.
    :param axis: the name of what it shows across.
    """
    values = [point.up for point in points] + ([reference[0]] if reference else [])
    is_log = min(values) > 0 and max(values) / min(values) >= LOGARITHMIC_FROM
    places = sorted({point.across for point in points})
    across = _scale([places[0], places[-1]], LEFT, WIDTH - RIGHT, 0.06)
    up = _scale([log10(value) for value in values] if is_log else values, HEIGHT - BOTTOM, TOP, 0.08)
    height: Callable[[float], float] = (lambda value: up(log10(value))) if is_log else up
    placed = spread([(point, across(point.across), height(point.up)) for point in points])
    marks = "".join(_mark(point, across(point.across), y, place) for point, place, y in placed)
    line = ""
    if reference:
        y = height(reference[0])
        line = f'<path class="cc-line cc-reference" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>'
        line += f'<g class="cc-muted"><text x="{LEFT + 4}" y="{TOP - 6}">– – {escape(reference[1])}</text></g>'
    ground = HEIGHT - BOTTOM
    name = axis if not is_log else messages.gettext("{axis}; the scale upwards is logarithmic", axis=axis)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(label)}"><path class="cc-line" d="M{LEFT} {TOP}V{ground}H{WIDTH - RIGHT}"/>{line}'
        f'<g class="cc-muted">{_below(places, across)}{_beside(min(values), max(values), height)}'
        f'<text x="{WIDTH - RIGHT}" y="{HEIGHT - 6}" text-anchor="end">{escape(name)}</text></g>'
        f'<g class="cc-accent">{marks}</g></svg>'
    )


def _mark(point: Point, x: float, y: float, place: float | None) -> str:
    """Return the letter of a point, or a dot at its place where there is no room for a letter."""
    if place is None:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2"><title>{escape(point.text)}</title></circle>'
    return (
        f'<text x="{place:.1f}" y="{y + 5:.1f}" text-anchor="middle"><title>{escape(point.text)}</title>'
        f"{escape(point.mark)}</text>"
    )


def spread(points: Sequence[tuple[Point, float, float]]) -> list[tuple[Point, float | None, float]]:
    """Return marks with their places, moved sideways so that none covers another; one without room has no place.

    Their height, which says the number, stays. A mark stays nearer to its own place than to those of others.
    """
    places = sorted({x for _point, x, _y in points})
    limit = max(MARK_WIDTH, min((after - before for before, after in pairwise(places)), default=WIDTH) / 2)
    placed: list[tuple[Point, float, float]] = []
    without: list[tuple[Point, float | None, float]] = []
    for point, x, y in sorted(points, key=lambda each: (each[1], each[2])):
        near = [(left - x, _room(point, other)) for other, left, top in placed if abs(top - y) < MARK_HEIGHT]
        right = _step((by - room, by + room) for by, room in near)
        left = -_step((-by - room, room - by) for by, room in near)
        inside = [step for step in (right, left) if abs(step) <= limit and LEFT < x + step < WIDTH - MARK_WIDTH]
        if inside:
            placed.append((point, x + min(inside, key=abs), y))
        else:
            without.append((point, None, y))
    return [*placed, *without]


def _step(taken: Iterable[tuple[float, float]]) -> int:
    """Return the smallest even number from zero that is inside of none of the intervals."""
    step = 0
    for low, high in sorted(taken):
        if low < step < high:
            step = 2 * ceil(high / 2)
    return step


def _room(one: Point, other: Point) -> float:
    """Return the distance from which two marks are apart."""
    return MARK_WIDTH * (len(one.mark) + len(other.mark)) / 2


def _scale(values: Sequence[float], begin: float, end: float, margin: float) -> Callable[[float], float]:
    """Return a function from values to places, with a margin at both ends as a share of the room."""
    low, high = min(values), max(values)
    room = (end - begin) * (1 - 2 * margin)
    if high == low:
        return lambda _value: (begin + end) / 2
    return lambda value: begin + (end - begin) * margin + room * (value - low) / (high - low)


def _below(places: Sequence[float], across: Callable[[float], float]) -> str:
    """Return the labels of the places that have room: the first, and those far enough from the one before."""
    labels, free = [], float("-inf")
    for place in places:
        x = across(place)
        if x >= free:
            labels.append(f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle">{place:g}</text>')
            free = x + 40
    return "".join(labels)


def _beside(low: float, high: float, height: Callable[[float], float]) -> str:
    """Return the labels of the smallest and the largest number."""
    return "".join(
        f'<text x="{LEFT - 6}" y="{height(value) + 5:.1f}" text-anchor="end">{value:.4g}</text>'
        for value in dict.fromkeys((low, high))
    )
