"""Write the math of a page as MathML, which browsers and e-book readers set without any script from another host."""

from __future__ import annotations

import html
import re
from xml.etree import ElementTree as ET

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator

from cardcatalog.bibtex.math import modern_math
from cardcatalog.sphinx.internals import mathml

logger = logging.getLogger(__name__)

NAME = "mathml"
"""The value of ``html_math_renderer`` that chooses this renderer."""


def to_mathml(tex: str, *, as_block: bool = False) -> str:
    """Return TeX math as a MathML element.

    :raises ValueError: if the TeX cannot be understood.
    """
    markup = mathml(modern_math(tex), as_block=as_block)
    # XML, and so EPUB, has only five named entities.
    markup = re.sub(r"&(?!(?:amp|lt|gt|quot|apos|#\w+);)\w+;", lambda entity: html.unescape(entity[0]), markup)
    return _style_apart(markup) if _STYLED.search(markup) else markup


_XMLNS = ' xmlns="http://www.w3.org/1998/Math/MathML"'
_STYLE = ("displaystyle", "scriptlevel")
_FRAMES = ("math", "mstyle", "mtable")
_STYLED = re.compile(rf"<(?!(?:{'|'.join(_FRAMES)})\b)\w+[^>]* (?:{'|'.join(_STYLE)})=")


def _style_apart(markup: str) -> str:
    """Return math whose size is set only by ``mstyle`` and ``mtable``.

    Docutils writes MathML Core, where every element may; in MathML 3, which EPUB holds to, only these may:
    https://www.w3.org/TR/MathML3/chapter3.html#presm.mstyle.
    """
    tree = ET.fromstring(markup.replace(_XMLNS, "", 1))  # noqa: S314  (made by docutils)
    for parent in list(tree.iter()):
        for place, child in enumerate(parent):
            style = {
                name: child.attrib.pop(name) for name in _STYLE if name in child.attrib and child.tag not in _FRAMES
            }
            if style:
                parent[place] = frame = ET.Element("mstyle", style)
                frame.append(child)
                frame.tail, child.tail = child.tail, None
    return ET.tostring(tree, encoding="unicode").replace("<math", f"<math{_XMLNS}", 1)


def _write(translator: HTML5Translator, node: nodes.math | nodes.math_block) -> None:
    is_block = isinstance(node, nodes.math_block)
    try:
        markup = to_mathml(node.astext(), as_block=is_block)
    except ValueError as error:
        logger.warning("math cannot be set: %s; fix its TeX", error, location=node, type="cardcatalog", subtype="math")
        markup = f"<code>{html.escape(node.astext())}</code>"
    if not is_block:
        markup = re.sub(r">\s+<", "><", markup)
    ids = "".join(f' id="{html.escape(name)}"' for name in node["ids"])
    translator.body.append(f'<div class="math"{ids}>{markup}</div>\n' if is_block else markup)
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register the renderer for ``html_math_renderer = "mathml"``."""
    app.add_html_math_renderer(NAME, (_write, None), (_write, None))
