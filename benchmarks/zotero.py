"""Let Zotero's own code read our exports and built pages, and list, item by item, what it makes otherwise than the record.

Zotero's server for translation runs its translators under Node.js. It is not ours, and is not kept here. Get it once::

    git clone --recurse-submodules https://github.com/zotero/translation-server && cd translation-server
    git checkout d88a8d5384456439962edfef129b14841b09af6d
    git -C modules/translators checkout 2814370161d05d799086825fac8d499db3a33aa3
    git -C modules/translate checkout 017253c17c94f722057a652e8741d68515656a8b
    git -C modules/utilities checkout 4051881d59c6c12d34417d4c226f37218051be90
    git -C modules/zotero-schema checkout 5eedf4402ea6e7393eaf16902b63f572f48707a7
    npm install --omit=dev

and name its folder. A page whose cards a script draws needs Chromium, in ``CHROMIUM`` or on PATH.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from atexit import register
from collections import Counter
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import socket
from threading import Thread
from typing import TYPE_CHECKING, Any, NamedTuple

import httpx

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "ext")]

from cardcatalog.catalog.kinds import KINDS  # noqa: E402  (the path comes first)
from cardcatalog.catalog.loader import load  # noqa: E402
from cardcatalog.formats.csl import OTHERS  # noqa: E402
from cardcatalog.formats.formats import FORMATS  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper

Item = dict[str, Any]

IMPORTED = ("bibtex", "biblatex", "ris", "csl-json")
AT_ONCE = 400
"""Papers that are imported at once, since the server takes no more than five million bytes."""

LISTS_READ = 2
"""Lists of each kind that are read, the longest first."""

LISTS = ("papers/*.html", "keywords/*.html", "venues/*.html", "authors/*.html", "recent.html")
FIELDS = {
    "title": "title", "publicationTitle": "container", "volume": "volume", "issue": "issue", "pages": "pages",
    "publisher": "publisher", "place": "place", "edition": "edition", "series": "series", "ISBN": "isbn",
    "ISSN": "issn", "DOI": "doi", "url": "url", "archiveID": "archive number", "date": "date", "language": "language",
}  # fmt: skip
"""The part of the record for each field of an item, by the name that types share."""


class Schema:
    """Types of items and their fields, as Zotero has them."""

    def __init__(self, path: Path) -> None:
        """Read them."""
        types = json.loads(path.read_text("utf-8"))["itemTypes"]
        self.bases = {
            row["itemType"]: {field["field"]: field.get("baseField", field["field"]) for field in row["fields"]}
            for row in types
        }

    def flat(self, item: Item) -> Item:
        """Return an item by the names of fields that types share."""
        bases = self.bases[item["itemType"]]
        return {bases.get(name, name): value for name, value in item.items()}


class Server:
    """Zotero's server for translation, as a process of this one."""

    def __init__(self, folder: Path) -> None:
        """Start it, and wait until it answers."""
        with socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        settings = json.dumps({"host": "127.0.0.1", "port": port})
        environment = {**os.environ, "NODE_CONFIG": settings, "DEBUG_LEVEL": "0"}
        self.process = subprocess.Popen(["node", "src/server.js"], cwd=folder, env=environment,  # noqa: S603, S607
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
        register(self.process.kill)
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=600)
        self.schema = Schema(folder / "modules" / "zotero-schema" / "schema.json")
        for _attempt in range(100):
            try:
                self.client.get("/")
            except httpx.TransportError:
                time.sleep(0.3)
            else:
                return
        sys.exit(f"{folder}: the server does not start; see npm install")

    def imported(self, text: str) -> list[Item]:
        """Return the items of a file."""
        answer = self.client.post("/import", content=text.encode(), headers={"Content-Type": "text/plain"})
        if answer.is_error:
            return []
        return self._items(answer.json())

    def read(self, url: str) -> list[Item]:
        """Return the items of a page; of a list, all."""
        answer = self.client.post("/web", content=url, headers={"Content-Type": "text/plain"})
        if answer.status_code == httpx.codes.MULTIPLE_CHOICES:
            answer = self.client.post("/web", json=answer.json())
        return self._items(answer.json())

    def _items(self, rows: list[Item]) -> list[Item]:
        notes = Counter(row.get("parentItem") for row in rows if row["itemType"] == "note")
        items = [row for row in rows if row["itemType"] != "note"]
        return [self.schema.flat(row) | ({"notes": notes[row["key"]]} if notes[row["key"]] else {}) for row in items]


class Difference(NamedTuple):
    """A field in which an item is not its record."""

    route: str
    kind: str
    field: str
    key: str
    ours: Any
    theirs: Any


def compare(route: str, paper: Paper, item: Item, schema: Schema) -> Iterator[Difference]:
    """Yield the fields in which an item is not its record."""
    item_type = KINDS[paper.kind].zotero
    ours: Item = {name: paper[part] if part != "date" else paper.date.iso for name, part in FIELDS.items()}
    ours |= {"itemType": item_type, "creators": list(_people(paper)), "citationKey": paper.key}
    theirs = item | {"creators": list(map(_creator, item.get("creators", [])))}
    valid = {*schema.bases[item_type].values(), "itemType", "creators"}
    for name in [name for name in ours if name in valid] + ["notes", "extra", "abstractNote"]:
        if (ours.get(name) or "") != (theirs.get(name) or ""):
            yield Difference(route, paper.kind, name, paper.key, ours.get(name), theirs.get(name))


def _people(paper: Paper) -> Iterator[str]:
    for _role, people in paper.credits():
        yield from (person.inverted for person in people)
    if paper.has_more_authors:
        yield OTHERS


def _creator(row: Mapping[str, str]) -> str:
    return row.get("name") or ", ".join(filter(None, (row.get("lastName"), row.get("firstName"))))


def by_import(server: Server, catalog: Catalog) -> Iterator[tuple[str, Paper, Item]]:
    """Yield each paper with the item that Zotero makes of it, in each format that it imports."""
    papers = list(catalog.papers.values())
    for name in IMPORTED:
        for start in range(0, len(papers), AT_ONCE):
            some = papers[start : start + AT_ONCE]
            items = server.imported(FORMATS[name].write(catalog, some))
            if len(items) == len(some):
                yield from ((name, paper, item) for paper, item in zip(some, items, strict=True))
                continue
            for paper in some:  # to see which are not imported
                items = server.imported(FORMATS[name].write(catalog, [paper]))
                yield name, paper, next(iter(items), {"itemType": "document", "title": "not imported"})


def by_pages(server: Server, catalog: Catalog, site: Path, per_kind: int) -> Iterator[tuple[str, Paper, Item]]:
    """Yield papers of each kind with the item that Zotero makes of their page, then those of lists."""
    with served(site) as address:
        for paper in _of_each_kind(catalog, per_kind):
            if (site / "paper" / f"{paper.key}.html").is_file():
                (item,) = server.read(f"{address}/paper/{paper.key}.html")
                yield "paper page", paper, item
        for name in _lists(site):
            yield from _of_list(name.split("/")[0], catalog, server.read(f"{address}/{name}"))


def _of_each_kind(catalog: Catalog, per_kind: int) -> Iterator[Paper]:
    """Yield papers of each kind, those with the most fields first."""
    papers = sorted(catalog.papers.values(), key=lambda paper: -len(paper.entry.fields))
    for kind in KINDS:
        yield from [paper for paper in papers if paper.kind == kind][:per_kind]


def _lists(site: Path) -> Iterator[str]:
    """Yield the first pages of each kind of lists."""
    for pattern in LISTS:
        paths = sorted(site.glob(pattern), key=lambda path: -path.stat().st_size)
        yield from (path.relative_to(site).as_posix() for path in paths[:LISTS_READ])


def _of_list(route: str, catalog: Catalog, items: list[Item]) -> Iterator[tuple[str, Paper, Item]]:
    """Yield the items of a list with their papers, which have the same title and year."""
    papers = {(paper.title, paper.date.iso): paper for paper in catalog.papers.values()}
    for item in items:
        if paper := papers.get((item.get("title"), item.get("date", ""))):
            yield route, paper, item
        else:
            print(f"{route}: not a paper: {item.get('itemType')} {item.get('title')!r}")


class _Handler(SimpleHTTPRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder, and give its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


def main() -> None:
    """Read everything, and print each kind of difference with an example."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("server", type=Path, help="folder of zotero/translation-server")
    parser.add_argument("bibliography", type=Path, help="file of BibTeX")
    parser.add_argument("--site", type=Path, help="folder of a built site of these papers")
    parser.add_argument("--per-kind", type=int, default=8, help="papers of each kind whose pages are read (%(default)s)")
    options = parser.parse_args()
    catalog = load(options.bibliography)[0]
    server = Server(options.server)
    rows = [*by_import(server, catalog)] if not options.site else [*by_pages(server, catalog, options.site, options.per_kind)]
    found = Counter(route for route, _paper, _item in rows)
    print(dict(found))
    groups: dict[tuple[str, ...], list[Difference]] = {}
    for route, paper, item in rows:
        for row in compare(route, paper, item, server.schema):
            groups.setdefault((row.route, row.kind, row.field), []).append(row)
    for (route, kind, field), some in sorted(groups.items()):
        print(f"{route:12} {kind:18} {field:16} {len(some):5}  {some[0].key}: {some[0].ours!r} -> {some[0].theirs!r}"[:260])


if __name__ == "__main__":
    main()
