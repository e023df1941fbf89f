"""The texts of the extension in the language of a site: English texts, looked up in a translation catalog."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path

DOMAIN = "cardcatalog"
"""The name of the catalogs of translations."""

LOCALE = Path(__file__).parent / "locale"
"""Their folders, by language; ``nox -s translations`` brings them up to date."""


@dataclass(frozen=True, slots=True)
class Translator:
    """The translations of texts into one language; a text without a translation stays English.

    Values are in braces: ``gettext("Formerly: {titles}", titles=...)``. The methods are named as those of gettext,
    since that is how texts are found.
    """

    find: Callable[[], NullTranslations] = NullTranslations
    """A function that returns the current translations."""

    @property
    def language(self) -> str:
        """The language that there are translations for, as Sphinx writes it; numbers are written as it does."""
        return str(self.find().info().get("language", "en"))

    def gettext(self, text: str, **values: object) -> str:
        """Return a text with values in it; numbers among them are set as the language sets them."""
        return self._fill(self.find().gettext(text), values)

    def ngettext(self, one: str, many: str, number: int, **values: object) -> str:
        """Return a text about a number of things, which is the value ``number``."""
        return self._fill(self.find().ngettext(one, many, number), {"number": number} | values)

    def papers(self, number: int) -> str:
        """Return a number of papers in words: ``1,955 papers``."""
        return self.ngettext("{number} paper", "{number} papers", number)

    def number(self, number: int) -> str:
        """Return a number with its thousands set apart."""
        text = f"{number:,}"
        return text.replace(",", _group_symbol(self.language)) if "," in text else text

    def _fill(self, text: str, values: dict[str, object]) -> str:
        shown = {name: self.number(value) if isinstance(value, int) else value for name, value in values.items()}
        return text.format(**shown) if shown else text


@cache
def _group_symbol(language: str) -> str:
    from babel.numbers import get_group_symbol  # noqa: PLC0415  (few texts hold a number; a command line starts without it)

    return str(get_group_symbol(language))


ENGLISH = Translator()


def wording_of(language: str) -> Translator:
    """Return the wording of a language, for those who do without Sphinx."""
    found = translation(DOMAIN, LOCALE, [language, language.partition("_")[0]], fallback=True)
    return Translator(lambda: found)


def gettext_noop(text: str) -> str:
    """Return a text that is translated elsewhere, where it is shown."""
    return text


def ngettext_noop(one: str, many: str) -> tuple[str, str]:
    """Return a text about a number of things that is translated elsewhere, where it is shown."""
    return one, many
