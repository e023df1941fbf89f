"""Take the texts of papers that have not changed from the downloads of the build before, where they are already."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path

from cardcatalog.bibtex.entries import digest
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.paper import Paper
from cardcatalog.sphinx.domain.dependencies import code_digest, terms_digest
from cardcatalog.sphinx.manifest import load_json, write

Writer = Callable[[Paper, Catalog], str]

FILE = "cardcatalog-texts.json"


class KeptTexts:
    """The places of the texts in the downloads of one site, in bytes: Greek letters double the room of a text."""

    def __init__(self, doctreedir: Path, outdir: Path, catalog: Catalog) -> None:
        """Read the places that the build before has noted."""
        self._path, self._outdir, self._catalog = doctreedir / FILE, outdir, catalog
        known = load_json(self._path)
        self._terms = digest(code_digest(), terms_digest(catalog))
        self._before: Mapping[str, str] = known["papers"] if known.get("terms") == self._terms else {}
        self._known: Mapping[str, tuple[str, list[int]]] = known["files"] if self._before else {}
        self._after: dict[str, tuple[str, list[int]]] = {}

    def make(self, name: str, entry: Writer, make: Callable[[], str]) -> bytes:
        """Return a file of all papers; only the texts of papers that have changed are made.

        :param entry: writes a paper in the format of the file.
        """
        for key, text in self._texts(name):
            paper = self._catalog.papers.get(key)
            if paper and self._before[key] == self._catalog.fingerprint(paper):
                self._catalog.take_text(paper, entry, text)
        content = make().encode()
        self._after[name] = (_digest(content), self._lengths(content, entry))
        self._catalog.forget_texts(entry)
        return content

    def _texts(self, name: str) -> Iterator[tuple[str, str]]:
        """Yield the text of each paper in a file, unless it is not as it was written."""
        state, lengths = self._known.get(name, ("", []))
        try:
            content = (self._outdir / name).read_bytes() if state else b""
        except OSError:
            return
        if _digest(content) != state:
            return
        start = 0
        for key, before, length in zip(self._before, lengths[::2], lengths[1::2], strict=True):
            start += before + length
            yield key, content[start - length : start].decode()

    def _lengths(self, content: bytes, entry: Writer) -> list[int]:
        """Return two numbers for each paper: of the bytes before its text, and of its text."""
        lengths: list[int] = []
        end = gap = 0
        for paper in self._catalog.papers.values():
            text = self._catalog.text(paper, entry).encode()
            # Nearly all are as far from each other as the two before.
            start = end + gap if content.startswith(text, end + gap) else content.index(text, end)
            gap = start - end
            lengths += (gap, len(text))
            end = start + len(text)
        return lengths

    def save(self) -> None:
        """Note the places for the next build.

        :raises WriteError: if they cannot be written.
        """
        papers = {key: self._catalog.fingerprint(paper) for key, paper in self._catalog.papers.items()}
        write(self._path, json.dumps({"terms": self._terms, "papers": papers, "files": self._after}))


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=12).hexdigest()
