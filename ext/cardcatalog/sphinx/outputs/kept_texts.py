"""Make files of the texts of papers, which for papers that have not changed are in the files of the build before."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, reduce
from itertools import accumulate, chain, groupby, islice, repeat
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from cardcatalog.bibtex.entries import digest
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.formats.bibtex import classic_entry, last_entries
from cardcatalog.formats.frames import Frame, Writer
from cardcatalog.sphinx.domain.dependencies import code_digest, terms_digest
from cardcatalog.sphinx.kept_values import KeptValues
from cardcatalog.sphinx.manifest import write, write_joined

ENTRIES = "cardcatalog-entries.bib"

Record = tuple[int, int, int, bytes, list[str]]
"""The checksum of a file, and of what else :class:`Texts` are made."""


class Texts:
    """A file with a text of each paper, in bytes: Greek letters double the room of a text."""

    def __init__(self, content: bytes, start: int, gap: int, steps: array[int], values: list[str]) -> None:
        """Find the place of each text.

        :param start: the bytes before the first one.
        :param gap: the bytes between two.
        :param steps: the bytes from the beginning of each text to that of the next.
        :param values: what the frame of the file takes of each text, if anything.
        """
        self.content, self.steps, self.values = content, steps, values
        self._start, self._gap = start, gap

    @cached_property
    def _places(self) -> list[int]:
        return list(accumulate(self.steps, initial=self._start))

    def run(self, start: int, stop: int) -> memoryview:
        """Return texts that follow each other, with what is between them."""
        return memoryview(self.content)[self._places[start] : self._places[stop] - self._gap]

    @property
    def ends(self) -> tuple[bytes, bytes]:
        """The bytes before all texts, and those after them."""
        end = self._places[-1] - self._gap if self.steps else self._start
        return self.content[: self._start], self.content[end:]


class Run(NamedTuple):
    """Places of papers that follow each other."""

    start: int
    stop: int
    shift: int | None
    """How much higher their places were in the build before; None for papers that it had not, or not as they are."""


class KeptTexts:
    """The texts of all papers of a site, in files of a format each."""

    def __init__(self, doctreedir: Path, catalog: Catalog) -> None:
        """Read which papers the build before had, and where their texts are."""
        self._folder, self._kept, self._catalog = doctreedir, KeptValues(doctreedir), catalog
        self._papers = tuple(catalog.papers.values())
        self._fingerprints = tuple(catalog.fingerprints(catalog.papers))
        known = self._kept.get("texts")
        self._terms = digest(code_digest(), terms_digest(catalog))
        is_usable = known.get("terms") == self._terms
        self._before: Mapping[str, str] = known["papers"] if is_usable else {}
        self._known: Mapping[str, Record] = known["files"] if is_usable else {}
        self._after: dict[str, Record] = {}

    def write(self, path: Path, entry: Writer, frame: Frame) -> None:
        """Write a file of all papers; only the texts of papers that have changed are made.

        The others are taken from the file as it is, without a second one in memory.

        :param path: its name tells it from the others.
        :param entry: writes a paper.
        :param frame: what the file has around the texts.
        :raises WriteError: if the file cannot be written.
        """
        before, gap = self._read(path), frame.between.encode()
        parts: list[bytes | memoryview] = []
        steps, values = array("I"), list[str]()
        for start, stop, shift in self._runs if before else [Run(0, len(self._papers), None)]:
            if before and shift is not None:
                parts.append(before.run(start + shift, stop + shift))
                steps += before.steps[start + shift : stop + shift]
                values += before.values[start + shift : stop + shift]
            else:
                texts = [self._catalog.text(paper, entry) for paper in self._papers[start:stop]]
                made = [text.encode() for text in texts]
                parts += made
                steps.extend(len(text) + len(gap) for text in made)
                values += frame.values(texts)
        head, tail = (end.encode() for end in frame.ends(self._catalog, self._papers, values))
        pieces = [head, *islice(chain.from_iterable(zip(repeat(gap), parts)), 1, None), tail]
        if not before:
            write(path, b"".join(pieces))
        elif self._runs != [Run(0, len(before.steps), 0)] or before.ends != (head, tail):
            write_joined(path, pieces)
        checksum = reduce(lambda known, piece: crc32(piece, known), pieces, 0)
        self._after[path.name] = (checksum, len(head), len(gap), steps.tobytes(), values)

    @cached_property
    def entries(self) -> Texts:
        """All papers in classic BibTeX, kept next to the doctrees: each is in several lists.

        :raises WriteError: if they cannot be written.
        """
        path = self._folder / ENTRIES
        self.write(path, classic_entry, Frame("\n", lambda *_all: ("", "")))
        return _texts(path.read_bytes(), self._after[ENTRIES])

    def places(self, keys: Iterable[str]) -> list[int]:
        """Return the places of some papers among all, in order."""
        return sorted(map(self._places.__getitem__, keys))

    @cached_property
    def _places(self) -> dict[str, int]:
        return {key: place for place, key in enumerate(self._catalog.papers)}

    def digest(self, places: Iterable[int]) -> str:
        """Digest of all that a file of the papers at some places is made of."""
        return digest(code_digest(), *(self._fingerprints[place] for place in places))

    def some(self, texts: Texts, places: Sequence[int]) -> bytes:
        """Return a file of the papers at some places, made of the texts of all."""
        return b"\n".join(texts.run(place, place + 1) for place in places) + last_entries(places).encode()

    def _read(self, path: Path) -> Texts | None:
        """Return the file as the build before wrote it, unless it has changed since."""
        if path.name not in self._known:
            return None
        try:
            content = path.read_bytes()
        except OSError:
            return None
        known = self._known[path.name]
        return _texts(content, known) if crc32(content) == known[0] else None

    @cached_property
    def _runs(self) -> list[Run]:
        """All papers, in the runs in which they were in the build before, or were not."""
        places = {paper: place for place, paper in enumerate(self._before.items())}
        known = map(places.get, zip(self._catalog.papers, self._fingerprints, strict=True))
        shifts = (None if before is None else before - place for place, before in enumerate(known))
        counts = [(shift, len([*group])) for shift, group in groupby(shifts)]
        stops = accumulate(count for _shift, count in counts)
        return [Run(stop - count, stop, shift) for (shift, count), stop in zip(counts, stops, strict=True)]

    def save(self) -> None:
        """Note the places for the next build.

        :raises WriteError: if they cannot be written.
        """
        papers = dict(zip(self._catalog.papers, self._fingerprints, strict=True))
        self._kept.put("texts", {"terms": self._terms, "papers": papers, "files": self._after})


def _texts(content: bytes, record: Record) -> Texts:
    _checksum, start, gap, steps, values = record
    return Texts(content, start, gap, array("I", steps), values)
