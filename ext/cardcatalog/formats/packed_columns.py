"""The columns of papers in fewer bytes, as a browser loads them: names and words once, years as runs, keys by rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, groupby, pairwise
from typing import Any
from unicodedata import normalize

from cardcatalog.grouped import grouped

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def packed(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data of the explorer with packed columns, which ``columns.js`` unpacks to the same values.

    - ``names``, and ``words`` of titles: each once, in the order of the papers, joined by line breaks or by spaces.
    - ``authors``, ``title``, ``categories``, ``keywords``: lists of rows, joined by semicolons, their numbers, to the
      base 36, by commas. In ``authors`` and ``title`` a negative number counts the new names or words that follow;
      others are rows of ``names`` or ``words``.
    - ``year``: pairs of a year and the number of papers in turn that have it.
    - ``key``: texts joined by spaces, empty if the key is family name, year and first word of the title; else the place
      of the word and, after a comma, what follows it in the key; or the key itself, if it has no such beginning.
    - ``path``: the numbers of the papers whose URL has the same text around the key.
    - ``code``, ``named``: the distance of each number from the one before.
    """
    papers = data["papers"]
    titles = [title.replace("\n", " ").split(" ") for title in papers["title"]]
    columns = {
        "key": " ".join(_keys(papers)),
        "words": " ".join(_each_once(titles)),
        "title": _numbers(_places(titles)),
        "names": "\n".join(name.replace("\n", " ") for name in _each_once(papers["authors"])),
        "authors": _numbers(_places(papers["authors"])),
        "year": [[year, len(list(run))] for year, run in groupby(papers["year"])],
        "categories": _numbers(papers["categories"]),
        "keywords": _numbers(papers["keywords"]),
        "path": _around_keys(papers["path"], papers["key"]),
        "code": _steps(papers["code"]),
        "named": _steps(papers["named"]),
    }
    return {**data, "papers": {**papers, **columns}}


def _keys(papers: Mapping[str, Any]) -> Iterator[str]:
    columns = (papers[name] for name in ("key", "title", "authors", "year"))
    for key, title, names, year in zip(*columns, strict=True):
        start = f"{_letters(names[0].split(' ')[-1]) if names else ''}{year}"
        words = _letters(title.replace(" ", "\n")).split("\n")
        yield "" if key == start + words[0] else _ending(key, start, words)


def _ending(key: str, start: str, words: Sequence[str]) -> str:
    """Return the place of the longest word that follows the start of a key, and the rest; or the key."""
    ends = [start + word for word in words]
    end = max(filter(key.startswith, ends), key=len, default=None)
    return key if end is None else f"{_base_36(ends.index(end))},{key.removeprefix(end)}"


def _letters(lines: str) -> str:
    """Return lines of the ASCII letters and digits in lower case, by nothing but Unicode, which a browser has too."""
    return normalize("NFKD", lines).encode("ascii", "ignore").translate(None, _OTHERS).lower().decode()


_OTHERS = re.sub(rb"[A-Za-z0-9\n]", b"", bytes(range(128)))
"""The characters of ASCII that keys of papers leave out."""


def _each_once(rows: Iterable[Iterable[str]]) -> Iterable[str]:
    return dict.fromkeys(chain.from_iterable(rows))


def _places(rows: Iterable[Sequence[str]]) -> Iterator[list[int]]:
    """Yield for each paper the rows of known texts, and how many new ones there are in turn, below 0."""
    known: dict[str, int] = {}
    for row in rows:
        places: list[int] = []
        for text in row:
            if text in known:
                places.append(known[text])
                continue
            known[text] = len(known)
            if places and places[-1] < 0:
                places[-1] -= 1
            else:
                places.append(-1)
        yield places


def _around_keys(urls: Mapping[str, str], keys: Sequence[str]) -> list[tuple[tuple[str, ...], tuple[int, ...]]]:
    return list(grouped((tuple(url.split(keys[int(number)])), int(number)) for number, url in urls.items()).items())


def _steps(numbers: Sequence[int]) -> list[int]:
    return [after - before for before, after in pairwise([0, *numbers])]


def _numbers(rows: Iterable[Iterable[int]]) -> str:
    spelled = cache(_base_36)  # a number is in many rows
    return ";".join([",".join(map(spelled, row)) for row in rows])


def _base_36(number: int) -> str:
    sign, rest, text = "-" * (number < 0), abs(number), ""
    while rest or not text:
        rest, digit = divmod(rest, len(_DIGITS))
        text = _DIGITS[digit] + text
    return sign + text
