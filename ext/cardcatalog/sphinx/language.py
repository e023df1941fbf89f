"""The language of the site: Sphinx's translations for what the extension writes, on pages and in scripts."""

from __future__ import annotations

import json
from datetime import date
from functools import partial

from babel.dates import format_date, format_skeleton
from babel.messages.mofile import read_mo
from sphinx.application import Sphinx
from sphinx.locale import get_translator

from cardcatalog.messages import DOMAIN, LOCALE, Translator, gettext_noop

messages = Translator(partial(get_translator, DOMAIN))
"""Texts in the language of the build, which Sphinx provides; no state is kept here."""

SCRIPT = "cardcatalog-words.js"
"""The file with the translations that scripts show; sites in English have none."""

OBJECTS = {"paper": gettext_noop("paper"), "category": gettext_noop("category"), "keyword": gettext_noop("keyword")}
"""The names of the domain's objects in the search."""

LINKS = {"Paper": gettext_noop("Paper"), "Code": gettext_noop("Code"), "Project": gettext_noop("Project")}
"""Links of a paper that are called by a word; the others have names, such as DOI."""


def link_label(kind: str) -> str:
    """Return the name of a link."""
    return messages.gettext(LINKS[kind]) if kind in LINKS else kind


def format_moment(moment: tuple[int, int, int]) -> str:
    """Return a day, a month or a year in words, whichever is known; nothing if none is."""
    year, month, day = moment
    if year < 1 or not month:
        return str(year) if year else ""
    when = date(year, month, day or 1)
    if day:
        return format_date(when, "long", messages.language)
    return format_skeleton("yMMMM", when, locale=messages.language)


def script() -> str:
    """Return the translations of a site that is not in English as a script."""
    with (LOCALE / messages.language / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as file:
        catalog = read_mo(file)
    texts = {message.id[0] if message.pluralizable else message.id: message.string for message in catalog if message.id}
    rows = json.dumps(texts, ensure_ascii=False, indent=0, sort_keys=True)
    language = messages.language.replace("_", "-")
    # To C and to JavaScript, the rule of plurals is the same expression.
    form = f"(n) => Number({catalog.plural_expr})"
    return f'globalThis.cardcatalogTranslations = {{language: "{language}", form: {form}, texts: {rows}}};\n'


def setup(app: Sphinx) -> None:
    """Let Sphinx load the translations for the language of the site."""
    app.add_message_catalog(DOMAIN, str(LOCALE))
