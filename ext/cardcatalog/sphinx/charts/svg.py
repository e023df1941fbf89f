"""Fit SVG that was drawn for white paper into a page, whose style sheet gives it the colours of the theme."""

from __future__ import annotations

import re
from html import escape
from xml.etree import ElementTree as ET

ACCENT, TEXT, MUTED, LINE = "#17684e", "#1c2320", "#4a5550", "#dde3e0"
HEAT = ("#dce8e4", "#b1cec4", "#7fae9f", "#4b8d79", ACCENT)
"""Colours of a picture on paper; those of numbers go from few to many."""

CLASSES = {color: f"cc-heat-{step}" for step, color in enumerate(HEAT[:-1], 1)} | {
    ACCENT: "cc-accent",
    TEXT: "cc-text",
    MUTED: "cc-muted",
    LINE: "cc-line",
}
"""What stands for each colour on a page."""


def extend_card(svg: bytes, label: str) -> str:
    """Return a picture as an element of a page: with classes for the colours, and without what only files need.

    :param label: what those hear who do not see it.
    """
    root = ET.fromstring(svg)  # noqa: S314  (we drew it)
    shapes = [shape for node in root.iter() for shape in _shape(node)]
    box = root.attrib["viewBox"]
    return f'<svg viewBox="{box}" role="img" aria-label="{escape(label)}">{"".join(shapes)}</svg>'


def _shape(node: ET.Element) -> list[str]:
    """Return what is left of a node, if it shows anything."""
    style = node.attrib.get("style", "")
    colors = re.findall(r"(?:fill|stroke): (#\w+)", style)
    if not colors:
        return []
    name, classes = node.tag.rpartition("}")[2], " ".join(CLASSES[color] for color in colors)
    if name == "path":
        return [f'<path class="{classes}" d="{_rounded(node.attrib["d"])}"/>']
    anchor = re.search(r"text-anchor: (middle|end)", style)
    is_level = node.attrib["transform"].startswith("rotate(-0 ")
    kept = {"x", "y"} if is_level else {"x", "y", "transform"}
    places = [f'{name}="{_rounded(value)}"' for name, value in node.attrib.items() if name in kept]
    attributes = [*places, *([f'text-anchor="{anchor[1]}"'] if anchor else [])]
    return [f'<text class="{classes}" {" ".join(attributes)}>{escape(node.text or "", quote=False)}</text>']


def _rounded(numbers: str) -> str:
    """Return numbers to a tenth of a pixel, in one line."""
    return re.sub(r"-?\d+\.\d+", lambda number: f"{float(number[0]):.1f}".removesuffix(".0"), " ".join(numbers.split()))
