"""The preview picture of the site (Open Graph): its name, what it holds, and its papers by year, drawn by Typst."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Literal

from sphinx.application import Sphinx

from cardcatalog.bibtex.entries import digest
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.formats.link_preview import Preview
from cardcatalog.messages import ngettext_noop
from cardcatalog.sphinx.domain.domain import domain_of
from cardcatalog.sphinx.language import messages
from cardcatalog.sphinx.manifest import OUTPUTS, Output, file_of
from cardcatalog.sphinx.urls import base_url, is_web

FILE = "preview.png"

YEARS_SHOWN = 24

SOURCE = Path(__file__).parents[2] / "templates" / "preview.typ"

FONT = "Libertinus Serif"
"""The font of the picture: it comes with Typst, so that every machine draws the same."""

FURTHER_FONTS = {
    "ja": ("Noto Sans CJK JP", "Hiragino Sans", "Yu Gothic"),
    "zh": ("Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei"),
}
"""Fonts that a machine may have, by the language whose shapes of Chinese characters they have."""

UNASSIGNED = "\U0010ffff"
"""A character that no font has a glyph for (Unicode 17, section 23.7)."""


def typst_version() -> str:
    """Return the version of Typst, or nothing where it is not installed."""
    try:
        return metadata.version("typst")
    except metadata.PackageNotFoundError:
        return ""


def preview_of(app: Sphinx) -> Preview | None:
    """Return the URL of the picture and its description.

    There is none without Typst, nor without a base URL: the URL must be a whole one (https://ogp.me).
    """
    base = base_url(app.config)
    if not base or not is_web(app.builder) or not typst_version():
        return None
    # Without the numbers: else every new paper would change all pages.
    words = messages.gettext("Papers by {what}", what=messages.gettext("year"))
    return Preview(base + FILE, f"{app.config.project}: {words}")


def contents(catalog: Catalog) -> str:
    """Return the numbers that sum up a catalog."""
    numbers = {
        ngettext_noop("{number} paper", "{number} papers"): len(catalog.papers),
        ngettext_noop("{number} category", "{number} categories"): len(catalog.categories),
        ngettext_noop("{number} keyword", "{number} keywords"): len(catalog.keywords),
    }
    return " · ".join(messages.ngettext(*texts, number) for texts, number in numbers.items() if number)


def papers_by_year(catalog: Catalog) -> list[int]:
    """Return how many papers there are of each of the last years, zeros among them."""
    years = Counter(paper.year for paper in catalog.papers.values() if paper.year)
    last = max(years, default=0)
    first = max(min(years, default=0), last - YEARS_SHOWN + 1)
    return [years[year] for year in range(first, last + 1)] if years else []


def draw_preview(title: str, line: str, numbers: Sequence[int], language: str = "en") -> bytes:
    """Return a picture of 1200 by 630 pixels, as PNG: a title, a line below it, and numbers as columns at the foot.

    The same arguments give the same bytes if the fonts of Typst have all letters. Else those of the machine are used,
    too; a text with a letter that none of them has is left out.
    """
    language = language.partition("_")[0]
    fonts: tuple[str, ...] = (FONT,)
    if not _has_glyphs(title + line, fonts):
        fonts = (FONT, *FURTHER_FONTS.get(language, ("Noto Sans",)))
    title, line = (text if _has_glyphs(text, fonts) else "" for text in (title, line))
    return _draw("png", fonts, title=title, line=line, numbers=numbers, language=language)


def _has_glyphs(text: str, fonts: Sequence[str]) -> bool:
    """Return whether there is a glyph for each letter of a text; SVG has the glyphs as symbols."""
    glyphs, missing = (set(re.findall(rb'<symbol id="(\w+)"', _draw("svg", fonts, title=title)))
                       for title in (text, UNASSIGNED))  # fmt: skip
    return glyphs.isdisjoint(missing)


def _draw(form: Literal["png", "svg"], fonts: Sequence[str], **shown: object) -> bytes:
    """Return the picture as Typst draws it, with the fonts of the machine if more than one is named."""
    import typst  # noqa: PLC0415  (not everyone has it, and it takes a while to load)

    data = json.dumps({"title": "", "line": "", "numbers": (), "language": "en", "fonts": fonts, **shown})
    return bytes(
        typst.compile(SOURCE, format=form, ppi=72, sys_inputs={"data": data}, ignore_system_fonts=len(fonts) == 1)
    )


def preview_output(app: Sphinx) -> Output | None:
    """Return the picture as an output, if there is one."""
    if not preview_of(app):
        return None
    catalog = domain_of(app.env).catalog
    shown = (app.config.project, contents(catalog), papers_by_year(catalog), messages.language)
    state = digest(typst_version(), SOURCE.read_text("utf-8"), repr(shown))
    return Output("preview", state, lambda: [file_of(FILE, lambda: draw_preview(*shown))])


def setup(app: Sphinx) -> None:
    """Draw the picture when all pages are written."""
    app.connect(OUTPUTS, preview_output)
