"""Join the small files of static/ into the scripts and style sheets that pages load: few requests, also from disk.

Scripts are written as ES modules, but browsers load no module from a ``file:`` URL, and a site must work when it is
opened from disk. So an entry module becomes one classic script with all that it imports: each module is a function,
called once, that returns its exports.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

STATIC = Path(__file__).parents[2] / "static"

SCRIPTS = {
    "cardcatalog-early.js": "early",
    "cardcatalog-preload.js": "preload",
    "cardcatalog.js": "page",
    "cardcatalog-selection.js": "selection",
    "cardcatalog-explorer.js": "explorer",
    "cardcatalog-extract.js": "extract-tool",
    "cardcatalog-ask.js": "results-explorer",
}
"""The script that a page loads, and its entry module."""

STYLES = {
    "cardcatalog.css": (
        *("theme", "cards", "badges", "links", "groups", "list-tools", "compact", "lists", "category-tree", "tables"),
        *("glossary", "paper-page", "not-found", "accessibility", "print", "read-the-docs"),
        *("charts", "number-tables", "overviews", "results"),
    ),
    "cardcatalog-selection.css": ("selection",),
    "cardcatalog-explorer.css": ("explorer", "facets", "explorer-results"),
    "cardcatalog-extract.css": ("extract",),
}
"""The style sheet that a page loads, and its parts in the order in which their rules apply."""

_IMPORT = re.compile(r'^import \{ ([\w, ]+) \} from "\./([\w-]+)\.js";$', re.MULTILINE)
_DATA = re.compile(r'^import (\w+) from "\./([\w-]+\.json)" with \{ type: "json" \};$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:const|class|(?:async )?function\*?) (\w+))", re.MULTILINE)
_OTHER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*(?:/\*(?:(?!\*/).)*\*/[ \t]*|//[^\n]*)\n", re.MULTILINE | re.DOTALL)
_END = re.compile(r"[ \t]+// [^\n\"'`]*$", re.MULTILINE)
"""A comment after code: within a text, a quotation mark would follow on the line."""

_INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)
"""The spaces before a line, none of which is within a text."""

_TYPE = re.compile(r"/\*\* @[^\n]*?\*/ ?")
"""A type of JSDoc within a line."""


def bundles() -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each file that pages load."""
    for name, entry in SCRIPTS.items():
        yield name, join_modules(STATIC / "scripts", entry)
    for name, parts in STYLES.items():
        sheets = ((STATIC / "styles" / f"{part}.css").read_text("utf-8") for part in parts)
        yield name, _without_comments("".join(sheets))


def join_modules(folder: Path, entry: str) -> str:
    """Return a module and all that it imports as one classic script, without comments and indentation.

    A comment after code stays if it has a quotation mark. No text has several lines.

    A module imports by ``import { a, b } from "./c.js";``, on one line, and exports by the word ``export`` before
    ``const``, ``class`` or ``function``. It imports data by ``import A from "./a.json" with { type: "json" };``.

    :param entry: the name of a module of the folder, without its ending.
    :raises ValueError: if a module imports or exports in another way, or imports itself by way of others.
    """
    modules: dict[str, str] = {}
    _add_module(folder, entry, modules, ())
    return "\n".join(['(() => {\n"use strict";', *modules.values(), "})();\n"])


def _add_module(folder: Path, name: str, modules: dict[str, str], importers: tuple[str, ...]) -> None:
    """Add a module after those that it imports."""
    if name in importers:
        message = f"{name}.js imports itself, by way of {' and '.join(importers)}"
        raise ValueError(message)
    source = (folder / f"{name}.js").read_text("utf-8")
    source = _DATA.sub(lambda match: _constant_of(match[1], folder / match[2]), source)
    for _names, other in _IMPORT.findall(source):
        if other not in modules:
            _add_module(folder, other, modules, (*importers, name))
    modules[name] = _as_function(name, source)


def _constant_of(name: str, path: Path) -> str:
    return f"const {name} = {json.dumps(json.loads(path.read_text('utf-8')), separators=(',', ':'))};"


def _as_function(name: str, source: str) -> str:
    """Return a module as a constant that holds its exports."""
    exports = ", ".join(_EXPORT.findall(source))
    body = _EXPORT.sub("", _IMPORT.sub(lambda match: f"const {{ {match[1]} }} = {_constant(match[2])};", source))
    if other := _OTHER.search(body):
        message = f"{name}.js: cannot bundle this line: {other[0]}"
        raise ValueError(message)
    text = _END.sub("", _TYPE.sub("", _without_comments(body))).strip()
    return f"const {_constant(name)} = (() => {{\n{text}\nreturn {{ {exports} }};\n}})();"


def _without_comments(text: str) -> str:
    """Return text without comments on lines of their own, empty lines and indentation."""
    return _INDENTATION.sub("", re.sub(r"\n{2,}", "\n", _COMMENT.sub("", text)))


def _constant(module: str) -> str:
    return f"${module.replace('-', '_')}"
