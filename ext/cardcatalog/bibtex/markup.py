"""Titles in the markup of web pages, which services and reference managers leave in a ``.bib`` file, as plain text."""

from __future__ import annotations

import re
from html.entities import html5

from cardcatalog.bibtex.scripts import subscript, superscript

_ENTITY = re.compile(r"&(?:#(?P<number>\d{1,7})|#[xX](?P<hex>[0-9a-fA-F]{1,6})|(?P<name>[a-zA-Z][a-zA-Z0-9]*));")
_HTML_SCRIPT = re.compile(r"<(sup|sub|inf)(?: [^<>]*)?>((?:(?!<\1\b).)*?)</\1>", re.DOTALL | re.IGNORECASE)
_HTML = re.compile(
    r"</?(?:i|b|u|p|em|strong|scp|sc|tt|span|title|bold|italic|tex|astrobj|formula|alternatives|monospace|roman|underline|ovl"
    r"|math|m(?:i|n|o|row|style|sub|sup|subsup|text)|(?:jats|mml):[\w-]+|[a-z]+-[a-z]+)(?: [^<>]*)?>"
    r"|<br ?/?>",
    re.IGNORECASE,
)


def without_html(text: str) -> str:
    """Return text without the markup of web pages, which services and reference managers leave in titles."""
    text = without_entities(without_entities(text))  # ``&amp;eacute;`` is there, too
    if "</" in text:
        text = _HTML_SCRIPT.sub(lambda tag: (superscript if tag[1].lower() == "sup" else subscript)(tag[2]), text)
    if "</" not in text and "<br" not in text:
        return text
    return _HTML.sub(lambda tag: " " if tag[0].startswith(("<br", "<p", "</p")) else "", text)


def without_entities(text: str) -> str:
    """Return text with characters in the place of the entities of HTML."""
    return _ENTITY.sub(_of_entity, text) if "&" in text else text


def _of_entity(entity: re.Match[str]) -> str:
    if entity["name"]:
        name = f"{entity['name']};"
        # Titles have ``&Amp;`` where words are capitalized.
        return html5.get(name) or html5.get(name.lower(), entity[0])
    return of_code(int(entity["number"] or entity["hex"], 10 if entity["number"] else 16))


def of_code(code: int) -> str:
    """Return the character with a number, or a space if that is a control character or none."""
    return chr(code) if 0x20 <= code < 0x110000 and not 0xD800 <= code < 0xE000 else " "  # noqa: PLR2004  (Unicode)
