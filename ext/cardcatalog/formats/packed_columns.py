"""The columns of papers in fewer bytes, as a browser loads them: names once, years as runs, keys by their rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby, pairwise
from typing import Any
from unicodedata import normalize

from cardcatalog.grouped import grouped

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def packed(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data of the explorer with packed columns, which ``columns.js`` unpacks to the same values.

    - ``title`` and ``names``: texts joined by line breaks; each name occurs once, in the order of the papers.
    - ``authors``, ``categories``, ``keywords``: lists of rows, joined by semicolons, their numbers, to the base 36,
      by commas. A negative number in ``authors`` counts the new names that follow; others are rows of ``names``.
    - ``year``: pairs of a year and the number of papers in turn that have it.
    - ``key``, by the number of a paper: the word of the title that the key ends with, if not the first, or the key
      itself, if it is not family name, year and a word of the title.
    - ``path``: the numbers of the papers whose URL has the same text around the key.
    - ``code``, ``named``: the distance of each number from the one before.
    """
    papers = data["papers"]
    columns = {
        "key": dict(_unlike_the_rule(papers)),
        "title": _lines(papers["title"]),
        "names": _lines(dict.fromkeys(name for row in papers["authors"] for name in row)),
        "authors": _numbers(_places(papers["authors"])),
        "year": [[year, len(list(run))] for year, run in groupby(papers["year"])],
        "categories": _numbers(papers["categories"]),
        "keywords": _numbers(papers["keywords"]),
        "path": _around_keys(papers["path"], papers["key"]),
        "code": _steps(papers["code"]),
        "named": _steps(papers["named"]),
    }
    return {**data, "papers": {**papers, **columns}}


def _unlike_the_rule(papers: Mapping[str, Any]) -> Iterator[tuple[str, int | str]]:
    columns = (papers[name] for name in ("key", "title", "authors", "year"))
    for number, (key, title, names, year) in enumerate(zip(*columns, strict=True)):
        start = f"{_letters(names[0].split(' ')[-1]) if names else ''}{year}"
        ends = [start + word for word in _letters(title.replace(" ", "\n")).split("\n")]
        place = ends.index(key) if key in ends else key
        if place != 0:
            yield str(number), place


def _letters(lines: str) -> str:
    """Return lines of the ASCII letters and digits in lower case, by nothing but Unicode, which a browser has too."""
    return normalize("NFKD", lines).encode("ascii", "ignore").translate(None, _OTHERS).lower().decode()


_OTHERS = re.sub(rb"[A-Za-z0-9\n]", b"", bytes(range(128)))
"""The characters of ASCII that keys of papers leave out."""


def _places(rows: Iterable[Sequence[str]]) -> Iterator[list[int]]:
    """Yield for each paper the rows of known names, and how many new ones there are in turn, below 0."""
    known: dict[str, int] = {}
    for row in rows:
        places: list[int] = []
        for name in row:
            if name in known:
                places.append(known[name])
                continue
            known[name] = len(known)
            if places and places[-1] < 0:
                places[-1] -= 1
            else:
                places.append(-1)
        yield places


def _around_keys(urls: Mapping[str, str], keys: Sequence[str]) -> list[tuple[tuple[str, ...], tuple[int, ...]]]:
    return list(grouped((tuple(url.split(keys[int(number)])), int(number)) for number, url in urls.items()).items())


def _steps(numbers: Sequence[int]) -> list[int]:
    return [after - before for before, after in pairwise([0, *numbers])]


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(text.replace("\n", " ") for text in texts)


def _numbers(rows: Iterable[Iterable[int]]) -> str:
    spelled = cache(_base_36)  # a number is in many rows
    return ";".join([",".join(map(spelled, row)) for row in rows])


def _base_36(number: int) -> str:
    sign, rest, text = "-" * (number < 0), abs(number), ""
    while rest or not text:
        rest, digit = divmod(rest, len(_DIGITS))
        text = _DIGITS[digit] + text
    return sign + text
