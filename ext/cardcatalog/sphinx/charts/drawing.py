"""Draw pictures of numbers with Matplotlib: small SVG for pages and books, PDF for LaTeX, the same bytes every time."""

from __future__ import annotations

import textwrap
import unicodedata
import warnings
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from matplotlib import rc_context
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import findfont, get_font, get_font_names
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.patches import Patch
from matplotlib.path import Path as Outline

from cardcatalog.messages import ENGLISH
from cardcatalog.sphinx.charts.svg import ACCENT, HEAT, LINE, MUTED, TEXT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from cardcatalog.catalog.statistics import Plot
    from cardcatalog.messages import Translator

WIDTH, BARS_WIDTH, PANEL_WIDTH = 640, 480, 300
"""Widths in pixels: of a column of text, of bars, and of one of two pictures beside each other."""

FEW = 12
"""Columns below which a map leaves room at its right, so that squares do not become bars."""

LETTERS, WIDE_LETTERS = 24, 14
"""Letters of a title that a line of the preview holds, and how many of Chinese or Japanese."""

LABELLED = 16
"""Columns up to which each has its number above it; of more only the highest has."""

FONT = "DejaVu Sans"
"""The font of pictures: it comes with Matplotlib, so that every machine sets the same widths."""

FURTHER_FONTS = {
    "Noto Sans CJK JP": "ja", "Hiragino Sans": "ja", "Yu Gothic": "ja",
    "Noto Sans CJK SC": "zh_CN", "PingFang SC": "zh_CN", "Microsoft YaHei": "zh_CN",
}  # fmt: skip
"""Fonts that a machine may have for letters that ours lacks, with the language that each is made for."""

SETTINGS: dict[Any, Any] = {
    "font.family": FONT,
    "font.size": 13,
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "cardcatalog",
    "pdf.fonttype": 42,
    "text.color": TEXT,
    "text.parse_math": False,
    "axes.edgecolor": LINE,
    "axes.labelcolor": MUTED,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
}


def draw(picture: Plot, form: str, messages: Translator = ENGLISH) -> bytes:
    """Return a picture as a file, in colours for white paper.

    :param form: ``svg`` or ``pdf``.
    :param messages: what sets numbers as the language of the site does.
    """
    plot = {"columns": _columns, "small": _small, "bars": _bars, "heat": _heat}[picture.kind]
    with rc_context(SETTINGS), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing", UserWarning)  # what has no width here still is text
        figure = plot(picture, messages)
        file = BytesIO()
        dates = {"Date": None} if form == "svg" else {"CreationDate": None}
        figure.savefig(file, format=form, transparent=True, metadata=dates)
    return file.getvalue()


def draw_preview(title: str, line: str, numbers: Sequence[int], language: str = "en") -> bytes:
    """Return a picture of 1200 by 630 pixels, as PNG: a title, a line below it, and numbers as columns at the foot.

    A text that no font at hand has the letters for is left out.
    """
    letters = WIDE_LETTERS if any(unicodedata.east_asian_width(letter) in "FW" for letter in title) else LETTERS
    words = textwrap.wrap(title, letters) or [""]
    with rc_context(SETTINGS), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing", UserWarning)
        figure = Figure(figsize=(12, 6.3), dpi=100, facecolor="white")
        axes = figure.add_axes((0, 0, 1, 0.4))
        axes.set_axis_off()
        axes.bar(range(len(numbers)), numbers, width=0.8, color=ACCENT)
        axes.set_xlim(-0.6, max(len(numbers), 1) - 0.4)
        size = 56 if len(words) == 1 else 44
        if fonts := _fonts(title, language):
            figure.text(0.06, 0.87, "\n".join(words[:2]), size=size, weight="bold", va="top", linespacing=1.15,
                        family=fonts)  # fmt: skip
        if fonts := _fonts(line, language):
            figure.text(0.06, 0.6, line, size=26, color=MUTED, va="center", family=fonts)
        file = BytesIO()
        figure.savefig(file, format="png", metadata={"Software": None})  # the version would change its bytes
    return file.getvalue()


def _fonts(text: str, language: str) -> list[str]:
    """Return the fonts to set a text in: ours, with another behind it if ours lacks letters; none if all do."""
    missing = {ord(letter) for letter in text if not letter.isspace()} - _letters(FONT)
    if not missing:
        return [FONT]
    at_hand = FURTHER_FONTS.keys() & set(get_font_names())
    # Of one letter, Chinese and Japanese may have shapes of their own.
    ranked = sorted(at_hand, key=lambda name: (FURTHER_FONTS[name] != language, name))
    return next(([FONT, name] for name in ranked if missing <= _letters(name)), [])


@cache
def _letters(font: str) -> frozenset[int]:
    """Return the code points that a font has letters for."""
    return frozenset(get_font(findfont(font)).get_charmap())


def _figure(width: float, height: float) -> tuple[Figure, Axes]:
    # Matplotlib writes 72 units an inch: so a unit of the SVG is a pixel of the page.
    figure = Figure(figsize=(width / 72, height / 72))
    axes = figure.add_subplot()
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0, pad=4)
    return figure, axes


def _make_room(figure: Figure) -> None:
    """Let labels take what they need; to measure them takes longer than to draw."""
    figure.set_layout_engine(ConstrainedLayoutEngine(w_pad=1 / 72, h_pad=3 / 72))


def _columns(picture: Plot, messages: Translator) -> Figure:
    """Draw a column for each year, with its number above it in the place of an axis."""
    figure, axes = _figure(WIDTH, height := 220)
    _leave_margin(axes, height)
    _draw_years(axes, picture, messages, every=len(picture.columns) <= LABELLED)
    return figure


def _small(picture: Plot, messages: Translator) -> Figure:
    """Draw one of several pictures of columns, with a name above it if it has to bring that along."""
    figure, axes = _figure(PANEL_WIDTH, height := 110)
    _leave_margin(axes, height, top=22 if picture.title else 0)
    _draw_years(axes, picture, messages, every=False)
    if picture.title:
        axes.set_title(picture.title, loc="left", fontsize="medium")
    return figure


def _leave_margin(axes: Axes, height: float, top: float = 0) -> None:
    """Let a picture of some height end in a line of labels, and begin with room for a title."""
    axes.set_position((0, 22 / height, 1, 1 - (22 + top) / height))


def _draw_years(axes: Axes, picture: Plot, messages: Translator, *, every: bool) -> None:
    """Draw columns, and the numbers of every one or of the highest alone."""
    numbers, years = picture.numbers[0], picture.columns
    places = range(len(years))
    axes.bar(places, numbers, width=0.72, color=ACCENT, clip_on=False)
    highest = max(places, key=lambda place: (numbers[place], place))
    for place in places:
        if numbers[place] and (every or place == highest):
            axes.annotate(messages.number(numbers[place]), (place, numbers[place]), (0, 2), textcoords="offset points",
                          ha="center", va="bottom", annotation_clip=False)  # fmt: skip
    axes.set_xlim(-0.6, len(years) - 0.4)
    axes.set_ylim(0, max(numbers) * (1.16 if every else 1.3))
    axes.set_yticks([])
    axes.spines["bottom"].set_visible(True)
    axes.spines["bottom"].set_color(LINE)
    if every:
        shown = _some(len(years), 8)
        axes.set_xticks(shown, [years[place] for place in shown])
    else:
        first, last = axes.set_xticks([-0.36, len(years) - 0.64], [years[0], years[-1] if years[1:] else ""])
        first.label1.set_horizontalalignment("left")
        last.label1.set_horizontalalignment("right")


def _some(count: int, most: int) -> list[int]:
    """Return evenly spaced places, at most so many, the last among them."""
    step = -(-count // most)
    return list(range(count - 1, -1, -step))[::-1]


def _bars(picture: Plot, messages: Translator) -> Figure:
    """Draw a bar for each row, from the top, with its number behind it."""
    count, numbers = len(picture.rows), [row[0] for row in picture.numbers]
    figure, axes = _figure(BARS_WIDTH, 22 * count + 8)
    axes.barh(range(count), numbers, height=0.68, color=ACCENT, clip_on=False)
    for place, number in enumerate(numbers):
        axes.annotate(messages.number(number), (number, place), (4, 0), textcoords="offset points",
                      ha="left", va="center", annotation_clip=False)  # fmt: skip
    axes.set_ylim(count - 0.5, -0.5)
    axes.set_xlim(0, max(numbers) * 1.08)
    axes.set_xticks([])
    axes.set_yticks(range(count), picture.rows, color=TEXT)
    _make_room(figure)
    return figure


def _heat(picture: Plot, messages: Translator) -> Figure:
    """Draw a square for each number that is not zero, in one of five shades of which a legend tells the numbers."""
    rows, columns = len(picture.rows), len(picture.columns)
    steps = shades(max(map(max, picture.numbers)))
    figure, axes = _figure(WIDTH, 20 * rows + (60 if _is_short(picture.columns) else 160))
    for color, numbers in zip(HEAT, steps, strict=False):
        cells = [
            (column, row) for row in range(rows) for column in range(columns)
            if picture.numbers[row][column] in numbers
        ]  # fmt: skip
        # One path for all squares of a shade: a tenth of the bytes of a mesh.
        outline = Outline.make_compound_path(*(_square(*cell) for cell in cells)) if cells else Outline([(0, 0)])
        axes.add_collection(PathCollection([outline], facecolors=color, linewidths=0, clip_on=False))
    axes.set_xlim(-0.5, max(columns, FEW) - 0.5)
    axes.set_ylim(rows - 0.5, -0.5)
    axes.set_yticks(range(rows), picture.rows, color=TEXT)
    axes.xaxis.tick_top()
    if _is_short(picture.columns):
        shown = _some(columns, 8)
        axes.set_xticks(shown, [picture.columns[place] for place in shown])
    else:
        axes.set_xticks(range(columns), picture.columns, rotation=90)
    axes.tick_params(length=0)
    handles = [Patch(color=color, label=_span(numbers, messages)) for color, numbers in zip(HEAT, steps, strict=False)]
    figure.legend(handles=handles, loc="outside lower right", ncols=len(handles), frameon=False, labelcolor=MUTED,
                  handlelength=0.9, handleheight=0.9, handletextpad=0.4, columnspacing=1.2, borderpad=0.2)  # fmt: skip
    _make_room(figure)
    return figure


def _span(numbers: range, messages: Translator) -> str:
    return "–".join(map(messages.number, dict.fromkeys((numbers[0], numbers[-1]))))


def _is_short(labels: Sequence[str]) -> bool:
    return all(label.isdecimal() for label in labels)


def _square(column: float, row: float) -> Outline:
    left, right, top, bottom = column - 0.46, column + 0.46, row - 0.44, row + 0.44
    return Outline([(left, top), (right, top), (right, bottom), (left, bottom), (left, top)], closed=True)


def shades(highest: int) -> list[range]:
    """Divide the numbers from one to the highest into at most five spans, each wider than the one before.

    Most numbers of papers are small; spans of one width would give nearly all of them the same shade.
    """
    if highest <= len(HEAT):
        return [range(number, number + 1) for number in range(1, highest + 1)]
    ends = [round(highest ** (step / len(HEAT))) for step in range(1, len(HEAT) + 1)]
    spans, begin = [], 1
    for end in ends:
        spans.append(range(begin, max(begin, end) + 1))
        begin = spans[-1].stop
    return spans
