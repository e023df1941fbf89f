"""The figures of the primer: exact errors of quantizers, and how they are drawn.

``python docs/guides/figures.py`` (matplotlib is in the group ``tests``) draws each figure into
``docs/guides/figures``: as SVG for the site and the e-book, as PDF for the printed book. A test draws them again and
compares. No number here is sampled: the mean squared error of a quantizer of normally distributed values is a finite
sum of integrals that have a closed form.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.figure import Figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FOLDER = Path(__file__).parent / "figures"

INK, MUTED, LINE, ACCENT, SECOND, GROUND = "#1c2320", "#5f6a65", "#dde3e0", "#17684e", "#96480f", "#ffffff"
"""The colours on a light ground; they name the colour wherever it is drawn."""

COLOURS = {
    INK: ("ink", "#dbe0dd"),
    MUTED: ("muted", "#98a39e"),
    LINE: ("line", "#2e3532"),
    ACCENT: ("accent", "#7fcdb0"),
    SECOND: ("second", "#e8ab7c"),
    GROUND: ("ground", "#131615"),
}
"""For each colour its name and what takes its place on a dark ground."""

STYLE: dict[Any, Any] = {
    "axes.edgecolor": MUTED,
    "axes.facecolor": GROUND,
    "axes.grid": True,
    "axes.labelcolor": INK,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "figure.facecolor": GROUND,
    "font.family": "DejaVu Sans",  # matplotlib brings it, so that widths are the same everywhere
    "font.size": 10,
    "grid.color": LINE,
    "grid.linewidth": 0.8,
    "lines.linewidth": 1.6,
    "lines.markersize": 5,
    "savefig.facecolor": GROUND,
    "svg.fonttype": "none",
    "svg.hashsalt": "quantization-papers",
    "text.color": INK,
    "xtick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.color": MUTED,
    "ytick.labelcolor": INK,
}

MINUS = "\N{MINUS SIGN}"

TOLERANCE = 1e-9
"""How near to its limit a search ends."""

STEP, LOW, HIGH = 0.25, -4, 3
"""The quantizer of the first figure: three bits, signed."""

BITS = range(2, 9)

CHANNELS, GROUP, OUTLIER = 64, 8, 32.0
"""The tensor of the third figure: so many channels, of which one is so many times larger than the others."""

INTEGER = tuple(code / 7 for code in range(-7, 8))
E2M1 = tuple(sign * size / 6 for sign, sizes in ((-1, (6, 4, 3, 2, 1.5, 1, 0.5)), (1, (0, 0.5, 1, 1.5, 2, 3, 4, 6)))
             for size in sizes)  # fmt: skip
POWERS = (*(-(2.0**-n) for n in range(7)), 0.0, *(2.0**-n for n in range(6, -1, -1)))
"""Levels of four-bit formats, scaled to one; those with two zeros have fifteen levels."""


# What is computed


def quantize(value: float, step: float, low: int, high: int) -> float:
    """Return the level that a uniform quantizer without offset gives a value: rounded to nearest, then clipped."""
    return step * min(max(math.floor(value / step + 0.5), low), high)


def _density(value: float) -> float:
    return math.exp(-value * value / 2) / math.sqrt(2 * math.pi)


def _below(value: float) -> float:
    return math.erfc(-value / math.sqrt(2)) / 2


def normal_error(levels: Sequence[float]) -> float:
    """Return the mean squared error of a standard normal variable rounded to the nearest of the levels, in order.

    On each cell, from a to b with its level c, the integral of (x - c)² against the density φ with distribution Φ is
    (1 + c²)(Φ(b) - Φ(a)) - (b - 2c)φ(b) + (a - 2c)φ(a).
    """
    borders = [(left + right) / 2 for left, right in pairwise(levels)]
    error = 0.0
    for low, level, high in zip([None, *borders], levels, [*borders, None], strict=True):
        at_low = (0.0, 0.0) if low is None else (_below(low), (low - 2 * level) * _density(low))
        at_high = (1.0, 0.0) if high is None else (_below(high), (high - 2 * level) * _density(high))
        error += (1 + level * level) * (at_high[0] - at_low[0]) - at_high[1] + at_low[1]
    return error


def uniform_levels(bits: int, clip: float) -> list[float]:
    """Return the levels in the middle of 2^bits cells of equal width between -clip and clip."""
    step = 2 * clip / 2**bits
    return [step * (code + 0.5) - clip for code in range(2**bits)]


def clipping_error(bits: int, clip: float) -> float:
    """Return the mean squared error of a standard normal variable that a uniform quantizer rounds and clips."""
    return normal_error(uniform_levels(bits, clip))


def minimize(function: Callable[[float], float], low: float, high: float) -> float:
    """Return where a function with one minimum between two values has it (golden-section search)."""
    ratio = (math.sqrt(5) - 1) / 2
    while high - low > TOLERANCE:
        left, right = high - ratio * (high - low), low + ratio * (high - low)
        if function(left) < function(right):
            high = right
        else:
            low = left
    return (low + high) / 2


def best_clip(bits: int) -> float:
    """Return the clipping value at which a uniform quantizer of a standard normal variable errs least."""
    return minimize(lambda clip: clipping_error(bits, clip), 0.5, 8)


def integer_error(bits: int, step: float) -> float:
    """Return the mean squared error of a standard normal variable on a grid of 2^bits - 1 levels around zero."""
    last = 2 ** (bits - 1) - 1
    return normal_error([step * code for code in range(-last, last + 1)])


def group_error(bits: int, others: int) -> tuple[float, float]:
    """Return the relative errors of an outlier channel and of the others, all of which share one step.

    The step is the one at which the squared errors of all channels have the least sum.
    """

    def total(step: float) -> float:
        return OUTLIER**2 * integer_error(bits, step / OUTLIER) + others * integer_error(bits, step)

    step = minimize(total, OUTLIER / 2**bits, 8 * OUTLIER / 2**bits)
    return integer_error(bits, step / OUTLIER), integer_error(bits, step)


def granularity_error(bits: int, group: int) -> float:
    """Return the mean relative error of the channels, one of them an outlier, where so many each share a step."""
    best = integer_error(bits, minimize(lambda step: integer_error(bits, step), 1 / 2**bits, 8 / 2**bits))
    outlier, others = group_error(bits, group - 1)
    return (outlier + (group - 1) * others + (CHANNELS - group) * best) / CHANNELS


def best_levels(count: int) -> list[float]:
    """Return the levels at which a standard normal variable errs least: each the mean of its cell (Lloyd, Max)."""
    levels = uniform_levels(count.bit_length() - 1, 2.5)
    moved = 1.0
    while moved > TOLERANCE:
        borders = [-math.inf, *((left + right) / 2 for left, right in pairwise(levels)), math.inf]
        means = [(_density(a) - _density(b)) / (_below(b) - _below(a)) for a, b in pairwise(borders)]
        moved = max(abs(new - old) for new, old in zip(means, levels, strict=True))
        levels = means
    return levels


def format_error(levels: Sequence[float]) -> float:
    """Return the least mean squared error of a standard normal variable in a format, over all scales."""

    def error(scale: float) -> float:
        return normal_error([scale * level for level in levels])

    return error(minimize(error, 0.5, 6))


# How it is drawn


def draw_staircase() -> Figure:
    """Return the uniform quantizer as a staircase, above the error that it makes."""
    figure = Figure(figsize=(4.6, 4.4), layout="constrained")
    above, below = figure.subplots(2, sharex=True, height_ratios=[2, 1])
    edges = [-1.4, *(STEP * (code + 0.5) for code in range(LOW, HIGH)), 1.4]
    ends = [edge for pair in pairwise(edges) for edge in pair]
    levels = [quantize((low + high) / 2, STEP, LOW, HIGH) for low, high in pairwise(edges) for _ in range(2)]
    above.plot([-1.4, 1.4], [-1.4, 1.4], color=MUTED, linewidth=1, linestyle="--")
    above.plot(ends, levels, color=ACCENT)
    above.set_ylabel("quantized value")
    errors = [level - end for end, level in zip(ends, levels, strict=True)]
    below.plot(ends, errors, color=SECOND)
    below.set_ylabel("error")
    below.set_xlabel("value")
    below.set_yticks([-0.5, -STEP / 2, STEP / 2, 0.5], [f"{MINUS}0.5", f"{MINUS}s/2", "s/2", "0.5"])
    below.set_ylim(-0.7, 0.5)
    for axes in (above, below):
        for limit in (STEP * (LOW - 0.5), STEP * (HIGH + 0.5)):
            axes.axvline(limit, color=MUTED, linewidth=0.8, linestyle=":")
    above.text(-1.3, 0.55, "clipped", color=MUTED, ha="center", rotation=90)
    above.text(1.2, -0.9, "clipped", color=MUTED, ha="center", rotation=90)
    return figure


def draw_clipping() -> Figure:
    """Return the error of uniform quantizers against the clipping value, with the best of each."""
    figure, axes = _logarithmic("clipping value, in standard deviations", "mean squared error / variance")
    clips = [0.5 + 0.1 * step for step in range(66)]
    for bits in BITS:
        axes.plot(clips, [clipping_error(bits, clip) for clip in clips], color=ACCENT, linewidth=1.2)
        axes.text(7.1, clipping_error(bits, 7), f"{bits} bits", va="center", fontsize=9)
    best = [(clip := best_clip(bits), clipping_error(bits, clip)) for bits in BITS]
    axes.plot(*zip(*best, strict=True), color=SECOND, marker="o", linewidth=1, linestyle=":")
    axes.text(4.15, 6e-5, "least error", color=SECOND, va="center", fontsize=9)
    axes.set_xlim(0.5, 8.2)
    axes.set_ylim(4e-5, 2)
    axes.set_xticks(range(1, 8))
    return figure


def draw_granularity() -> Figure:
    """Return the error against the number of bits, for coarse and fine scales."""
    figure, axes = _logarithmic("bits per value", "mean relative squared error")
    rows = [
        (CHANNELS, f"one scale for all {CHANNELS} channels", SECOND, "s", "-"),
        (GROUP, f"one for every {GROUP} channels", INK, "D", "--"),
        (1, "one for every channel", ACCENT, "o", "-"),
    ]
    for group, label, colour, marker, dashes in rows:
        errors = [granularity_error(bits, group) for bits in BITS]
        axes.plot(BITS, errors, color=colour, marker=marker, linestyle=dashes, label=label)
    axes.set_ylim(3e-5, 2)
    axes.legend(frameon=False, fontsize=9, loc="lower left")
    return figure


def draw_formats() -> Figure:
    """Return the levels of four-bit formats on lines, with the error of each for normal values."""
    best = best_levels(16)
    rows = [
        ("integers", INTEGER),
        ("floating point, E2M1", E2M1),
        ("powers of two", POWERS),
        ("best for normal values", [level / best[-1] for level in best]),
    ]
    figure = Figure(figsize=(4.6, 3.2), layout="constrained")
    axes = figure.subplots()
    for row, (label, levels) in enumerate(rows):
        axes.plot([-1, 1], [-row, -row], color=LINE, linewidth=1)
        axes.plot(levels, [-row] * len(levels), color=ACCENT, marker="o", linestyle="none")
        axes.text(-1, 0.22 - row, label, fontsize=9)
        axes.text(1, 0.22 - row, f"error {format_error(levels):.4f}", color=SECOND, fontsize=9, ha="right")
    axes.set_ylim(-3.4, 0.6)
    axes.set_yticks([])
    axes.set_xticks([-1, -0.5, 0, 0.5, 1], [f"{MINUS}1", f"{MINUS}0.5", "0", "0.5", "1"])
    axes.spines["left"].set_visible(False)
    axes.grid(visible=False)
    axes.set_xlabel("level / largest level")
    return figure


def _logarithmic(across: str, up: str) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(4.6, 3.6), layout="constrained")
    axes = figure.subplots()
    axes.set_yscale("log")
    axes.set_xlabel(across)
    axes.set_ylabel(up)
    axes.set_yticks(ticks := [1, 0.1, 0.01, 0.001, 0.0001], [f"{tick:g}" for tick in ticks])
    axes.minorticks_off()
    return figure, axes


FIGURES: dict[str, Callable[[], Figure]] = {
    "staircase": draw_staircase,
    "clipping": draw_clipping,
    "granularity": draw_granularity,
    "formats": draw_formats,
}


# How it is written


def write(folder: Path) -> None:
    """Draw all figures into a folder."""
    with mpl.rc_context(STYLE):
        for name, draw in FIGURES.items():
            path = folder / f"{name}.svg"
            figure = draw()
            figure.savefig(path, metadata={"Creator": None, "Date": None, "Format": None, "Type": None})
            path.write_text(themed(path.read_text(encoding="utf-8")), encoding="utf-8")
            figure.savefig(path.with_suffix(".pdf"), metadata={"CreationDate": None, "Subject": digest(path)})


def digest(path: Path) -> str:
    """Return the hash of a file, by which a PDF names the SVG that it was drawn with."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _shorten(number: re.Match[str]) -> str:
    return f"{float(number[0]):.2f}"


def themed(svg: str) -> str:
    """Return an SVG that follows light and dark, with short numbers and the reader's own typeface.

    An image in a page asks by ``prefers-color-scheme`` for the scheme of its element (CSS Color Adjustment 1, 2.2).
    """
    for colour, (name, _dark) in COLOURS.items():
        svg = svg.replace(colour, f"var(--{name})")
    light = "".join(f"--{name}: {colour};" for colour, (name, _dark) in COLOURS.items())
    dark = "".join(f"--{name}: {colour};" for name, colour in COLOURS.values())
    style = f"<style>:root {{{light}}} @media (prefers-color-scheme: dark) {{:root {{{dark}}}}}</style>"
    svg = re.sub(r"<!DOCTYPE.*?>\n", "", svg, flags=re.DOTALL)
    svg = svg.replace("'DejaVu Sans'", "system-ui, sans-serif")
    svg = re.sub(r"<[^>]*>", lambda tag: re.sub(r"\d+\.\d{3,}", _shorten, tag[0]), svg)
    svg = re.sub(r"[ \t]+$", "", svg, flags=re.MULTILINE)
    return re.sub(r"(<svg\b[^>]*>)", rf"\1\n {style}", svg, count=1)


if __name__ == "__main__":
    write(FOLDER)
