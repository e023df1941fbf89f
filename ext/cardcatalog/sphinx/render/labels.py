"""The labels of a paper for each medium: its title as nodes or HTML, and the texts of its links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape
from urllib.parse import quote_plus

from docutils import nodes
from markupsafe import Markup

from cardcatalog.bibtex.text import has_math, is_plain_tex, spell_ligatures, to_runs
from cardcatalog.catalog.links import FIND
from cardcatalog.catalog.paper import Paper
from cardcatalog.sphinx.language import link_label, messages
from cardcatalog.sphinx.render.mathml import to_mathml


def title_nodes(paper: Paper, markup: str) -> list[nodes.Node]:
    """Return the title as nodes: its own TeX for LaTeX if that is harmless, text and math for HTML, else text."""
    tex = paper.title_tex
    if markup == "latex" and is_plain_tex(tex):
        return [nodes.raw("", spell_ligatures(tex), format="latex")]
    if markup == "text" or not has_math(tex):
        return [nodes.Text(paper.title)]
    return [nodes.math("", run.content) if run.is_math else nodes.Text(run.content) for run in to_runs(tex)]


def title_html(paper: Paper) -> Markup:
    """Return the title as HTML with its math as MathML, which needs no script and no renderer of the project."""
    if not has_math(paper.title_tex):
        return Markup(escape(paper.title))  # noqa: S704  (escaped)
    try:
        parts = [to_mathml(run.content) if run.is_math else escape(run.content) for run in to_runs(paper.title_tex)]
    except ValueError:
        return Markup(escape(paper.title))  # noqa: S704  (escaped)
    return Markup("".join(parts))  # noqa: S704  (escaped, and made by docutils)


def people(paper: Paper, names: Iterable[str]) -> str:
    """Return names of a paper's people in a line, the last ones of them: others, and the mark of editors."""
    more = messages.gettext(", and others") if paper.has_more_authors else ""
    return " ".join(filter(None, [f"{', '.join(names)}{more}".lstrip(" ,、"), role_mark(paper)]))


def role_mark(paper: Paper) -> str:
    """Return the mark after the names of people who are editors, and an empty string for authors."""
    count = len(paper.authors) + paper.has_more_authors
    return messages.ngettext("(ed.)", "(eds.)", count) if paper.role == "editor" and count else ""


def numbered_links(paper: Paper) -> Iterator[tuple[str, str, str]]:
    """Yield the links of a paper: label, text, URL; the second of a label has a number: ``Code 2``.

    A paper without any is found by its title.
    """
    numbers: Counter[str] = Counter()
    for link in paper.links:
        numbers[link.label] += 1
        text = link_label(link.label)
        yield link.label, f"{text} {numbers[link.label]}" if numbers[link.label] > 1 else text, link.url
    if not paper.links:
        yield "Find", messages.gettext("Find it"), f"{FIND}{quote_plus(paper.title)}"
