"""Tags of languages (BCP 47) by their names in babel, in English and in themselves, and by ISO 639."""

from __future__ import annotations

import re
from functools import lru_cache

_NAMES = dict(pair.split(":") for pair in (
    "american:en-US usenglish:en-US british:en-GB ukenglish:en-GB australian:en-AU canadian:en-CA newzealand:en-NZ "
    "ngerman:de germanb:de deutsch:de naustrian:de-AT austrian:de-AT nswissgerman:de-CH swissgerman:de-CH "
    "francais:fr français:fr frenchb:fr canadien:fr-CA acadian:fr-CA brazil:pt-BR brazilian:pt-BR portuges:pt "
    "português:pt mexican:es-MX español:es italiano:it magyar:hu greek:el polutonikogreek:el farsi:fa bahasa:id "
    "indon:id meyalu:ms norsk:nb bokmal:nb nynorsk:nn dansk:da svenska:sv nederlands:nl polski:pl русский:ru "
    "slovene:sl serbianc:sr scottish:gd samin:se lowersorbian:dsb lsorbian:dsb uppersorbian:hsb usorbian:hsb "
    "friulan:fur kurmanji:ku bengali:bn chinese-simplified:zh-Hans "
    "chinese-traditional:zh-Hant 中文:zh 日本語:ja"
).split())  # fmt: skip
"""Names of languages in babel, polyglossia and these languages, where they are not the English ones."""

TAG = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}))?", re.IGNORECASE)
"""A tag of a language: the language, its script, its country (BCP 47, section 2.1)."""


@lru_cache(maxsize=256)
def tag_of(name: str) -> str:
    """Return the tag of the first language that a text names; another word is kept as it is."""
    from babel.core import Locale, get_global  # noqa: PLC0415  (few entries name a language; a command starts without)

    first = re.split("[,;]", name)[0].rstrip(".")
    word = first.lower().removeprefix("lang")
    english = {text.lower(): code.replace("_", "-") for code, text in Locale("en").languages.items()}
    if known := _NAMES.get(word) or english.get(word) or get_global("language_aliases").get(word):
        return known
    tag = TAG.fullmatch(first)
    return "-".join(filter(None, (tag[1].lower(), (tag[2] or "").title(), (tag[3] or "").upper()))) if tag else first
