"""Find the spellings of one venue among the names that entries give, where no list of venues has them."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from cardcatalog.bibtex.text import to_ascii
from cardcatalog.grouped import grouped

if TYPE_CHECKING:
    from collections.abc import Iterable

_ARCHIVE = re.compile(r"\w*rxiv")
_PLURAL = re.compile(r"(?<=\w{3})(?<!s)s$")


def preferred_spellings(names: Iterable[str]) -> dict[str, str]:
    """Return, for each name of a venue, the spelling of it that most entries have.

    Names are of one venue if they differ in nothing but case, accents, punctuation, an article at the beginning, the
    word for ``&``, or the plural of words; a single word keeps its number, for ``Cell`` and ``Cells`` are two journals.
    Those of an archive of preprints begin alike (``arXiv e-prints``).

    :param names: a name for each entry.
    """
    counts = Counter(names)
    alike = grouped((_core(name), name) for name in counts)
    best = {
        core: max(spellings, key=lambda name: (counts[name], name != name.lower(), -len(name), name))
        for core, spellings in alike.items()
    }
    return {name: best[core] for core, spellings in alike.items() for name in spellings}


def _core(name: str) -> str:
    """Return what the spellings of a venue have in common."""
    plain = name.replace("&", " and ")
    words = re.findall(r"\w+", to_ascii(plain) or plain.casefold())
    if words[:1] == ["the"]:
        del words[0]
    if words and _ARCHIVE.fullmatch(words[0]):
        return str(words[0])
    return " ".join(words if len(words) == 1 else (_PLURAL.sub("", word) for word in words)) or name
