"""Let Zotero's own code read our exports and built pages, and show where an item is not its record.

Zotero's server for translation runs its translators under Node.js. It is not ours, and not kept here. Get it once::

    git clone --recurse-submodules https://github.com/zotero/translation-server && cd translation-server
    git checkout d88a8d5384456439962edfef129b14841b09af6d
    git -C modules/translators checkout 2814370161d05d799086825fac8d499db3a33aa3
    git -C modules/translate checkout 017253c17c94f722057a652e8741d68515656a8b
    git -C modules/utilities checkout 4051881d59c6c12d34417d4c226f37218051be90
    git -C modules/zotero-schema checkout 5eedf4402ea6e7393eaf16902b63f572f48707a7
    npm install --omit=dev

and name its folder. The page whose cards a script draws needs Chromium, in ``CHROMIUM`` or on PATH. What Zotero itself
does with lines of the field Extra when it saves an item (``item.js``, ``fromJSON``) is done here.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import time
from atexit import register
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from shutil import which
from socket import socket
from typing import TYPE_CHECKING, Any

import httpx
from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "ext")]

from benchmarks.serving import served  # noqa: E402  (the path comes first)
from benchmarks.zotero_reasons import NONE, REASONS, Difference  # noqa: E402  (the path comes first)
from cardcatalog.catalog.dates import parse_date  # noqa: E402  (the path comes first)
from cardcatalog.catalog.kinds import KINDS  # noqa: E402
from cardcatalog.catalog.languages import tag_of  # noqa: E402
from cardcatalog.catalog.loader import load  # noqa: E402
from cardcatalog.formats.csl import OTHERS  # noqa: E402
from cardcatalog.formats.formats import FORMATS  # noqa: E402

if TYPE_CHECKING:
    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper

Item = dict[str, Any]

IMPORTED = ("bibtex", "biblatex", "ris", "csl-json")
AT_ONCE = 400
"""Papers that are imported at once, since the server takes no more than five million bytes."""

LISTS = ("papers/*.html", "keywords/*.html", "venues/*.html", "recent.html", "explore.html")
LISTS_READ = 2
"""Lists of each kind that are read, the longest first."""

FIELDS = {
    "title": "title", "publicationTitle": "container", "volume": "volume", "issue": "issue", "pages": "pages",
    "publisher": "publisher", "place": "place", "edition": "edition", "series": "series", "ISBN": "isbn",
    "ISSN": "issn", "DOI": "doi", "url": "url", "archiveID": "archive number", "date": "date", "language": "language",
    "citationKey": "key",
}  # fmt: skip
"""The part of the record for each field of an item, by the name that types share."""

EXTRA = {"type": "itemType", "archive id": "archiveID"}
"""The field for each line of Extra that our exports write."""


class Server:
    """Zotero's server for translation, as a process of this one."""

    def __init__(self, folder: Path) -> None:
        """Start it, and wait until it answers."""
        with socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        settings = {"NODE_CONFIG": json.dumps({"host": "127.0.0.1", "port": port}), "DEBUG_LEVEL": "0"}
        node = which("node") or sys.exit("Node.js is not on PATH")
        process = subprocess.Popen(
            [node, "src/server.js"], cwd=folder, env=os.environ | settings,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        register(process.kill)
        self._client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=600)
        schema = json.loads((folder / "modules" / "zotero-schema" / "schema.json").read_text("utf-8"))
        self.fields = {
            row["itemType"]: {field["field"]: field.get("baseField", field["field"]) for field in row["fields"]}
            for row in schema["itemTypes"]
        }
        """The fields of each type, with the names that types share."""
        self.roles = {
            row["itemType"]: [role["creatorType"] for role in row["creatorTypes"]] for row in schema["itemTypes"]
        }
        """The roles of people of each type, that of its authors first."""
        for _attempt in range(100):
            try:
                self._client.get("/")
            except httpx.TransportError:
                time.sleep(0.3)
            else:
                return
        sys.exit(f"{folder}: the server does not start; run npm install there")

    def imported(self, text: str) -> list[Item]:
        """Return the items of a file; nothing if no translator takes it."""
        answer = self._client.post("/import", content=text.encode(), headers={"Content-Type": "text/plain"})
        return [] if answer.is_error else self._items(answer.json())

    def read(self, url: str) -> list[Item]:
        """Return the items of a page; of a list, all."""
        answer = self._client.post("/web", content=url, headers={"Content-Type": "text/plain"})
        if answer.status_code == httpx.codes.MULTIPLE_CHOICES:
            answer = self._client.post("/web", json=answer.json())
        return self._items(answer.json())

    def _items(self, rows: list[Item]) -> list[Item]:
        return [self._saved(row) for row in rows if row["itemType"] != "note"]

    def _saved(self, row: Item) -> Item:
        """Return an item by the names that types share, as Zotero saves it: with the fields that Extra names."""
        item = {self.fields[row["itemType"]].get(name, name): value for name, value in row.items()}
        rest = []
        for line in item.pop("extra", "").splitlines():
            name, _colon, value = line.partition(": ")
            if field := EXTRA.get(name.lower()):
                item[field] = value
            else:
                rest.append(line)
        return item | ({"extra": "\n".join(rest)} if rest else {})


def compare(route: str, paper: Paper, item: Item, server: Server) -> Iterator[Difference]:
    """Yield the fields in which an item is not its record, in one spelling of both."""
    item_type, their_type = KINDS[paper.kind].zotero, item["itemType"]
    if their_type == NONE:
        yield Difference(route, paper.kind, "itemType", paper.key, item_type, NONE)
        return
    ours: Item = {name: paper[part] for name, part in FIELDS.items()}
    ours |= {"itemType": item_type, "creators": sorted(_people(paper, server.roles[their_type]))}
    ours |= {"extra": paper["remarks"]} if route == "csl-json" else {}
    theirs = item | {"creators": sorted(map(_creator, item.get("creators", [])))}
    valid = {"itemType", "creators"} | {*server.fields[item_type].values()} & {*server.fields[their_type].values()}
    for name in [name for name in ours if name in valid] + ["extra", "abstractNote"]:
        if _spelled(name, ours.get(name)) != _spelled(name, theirs.get(name)):
            yield Difference(route, paper.kind, name, paper.key, ours.get(name), theirs.get(name))


def _spelled(name: str, value: Any) -> Any:  # noqa: ANN401  (what JSON may hold)
    if name == "creators":
        return [re.sub(r"\b([A-Z])\.", r"\1", text) for text in value]
    text = value or ""
    return _SPELLINGS[name](text) if name in _SPELLINGS else text


_SPELLINGS: dict[str, Callable[[str], str]] = {
    "ISBN": lambda text: text.replace("-", ""),
    "pages": lambda text: text.replace("–", "-"),
    "date": lambda text: (parse_date(text) or parse_date("", text)).iso,
    "language": tag_of,
}
"""How values of a field are brought to one spelling."""


def _people(paper: Paper, roles: list[str]) -> Iterator[str]:
    """Yield people with their roles, of those that a type of item has."""
    for name, people in paper.credits():
        role = ROLES.get(name, name)
        role = roles[0] if role == "author" else role if role in roles else "contributor"
        yield from (f"{person.inverted} ({role})" for person in people)
    if paper.has_more_authors:
        yield f"{OTHERS} ({roles[0] if paper.role == 'author' else paper.role})"


ROLES = {"bookauthor": "bookAuthor", "collaboration": "author", "editora": "editor", "compiler": "editor"}
"""Zotero's names of roles, where they are not ours."""


def _creator(row: Mapping[str, str]) -> str:
    name = row.get("name") or ", ".join(filter(None, (row.get("lastName"), row.get("firstName"))))
    return f"{name} ({row['creatorType']})"


Read = tuple[str, "Paper", Item]
"""What is read: the route, the paper, the item made of it."""


def by_import(server: Server, catalog: Catalog) -> Iterator[Read]:
    """Yield each paper with the item of it, in each format that Zotero imports."""
    papers = list(catalog.papers.values())
    for name in IMPORTED:
        for start in range(0, len(papers), AT_ONCE):
            some = papers[start : start + AT_ONCE]
            items = server.imported(FORMATS[name].write(catalog, some))
            if len(items) != len(some):  # then see which are not imported
                items = [
                    next(iter(server.imported(FORMATS[name].write(catalog, [paper]))), {"itemType": NONE})
                    for paper in some
                ]
            yield from ((name, paper, item) for paper, item in zip(some, items, strict=True))


def by_pages(server: Server, catalog: Catalog, site: Path, per_kind: int) -> Iterator[Read]:
    """Yield papers of each kind with the item of their page, then those of lists."""
    with served(site) as address:
        for paper in _of_each_kind(catalog, per_kind):
            if (site / "paper" / f"{paper.key}.html").is_file():
                (item,) = server.read(f"{address}/paper/{paper.key}.html")
                yield "paper page", paper, item
        for name in _lists(site):
            if name == "explore.html":
                (site / "drawn.html").write_text(_drawn(f"{address}/{name}"), "utf-8")
            items = server.read(f"{address}/{'drawn.html' if name == 'explore.html' else name}")
            yield from _of_list(re.split(r"[/.]", name)[0], catalog, items)


def _of_each_kind(catalog: Catalog, per_kind: int) -> Iterator[Paper]:
    """Yield papers of each kind, those with the most fields first."""
    papers = sorted(catalog.papers.values(), key=lambda paper: -len(paper.entry.fields))
    for kind in KINDS:
        yield from [paper for paper in papers if paper.kind == kind][:per_kind]


def _lists(site: Path) -> Iterator[str]:
    """Yield the longest lists of each kind."""
    for pattern in LISTS:
        paths = sorted(site.glob(pattern), key=lambda path: -path.stat().st_size)
        yield from (path.relative_to(site).as_posix() for path in paths[:LISTS_READ])


def _of_list(route: str, catalog: Catalog, items: list[Item]) -> Iterator[Read]:
    """Yield the items of a list with their papers, which have the same title, but for a plus, and year."""

    def name(title: str, date: str) -> tuple[str, str]:
        return " ".join(title.replace("+", " ").split()), date

    papers = {name(paper.title, paper.date.iso): paper for paper in catalog.papers.values()}
    for item in items:
        if paper := papers.get(name(item.get("title", ""), item.get("date", ""))):
            yield route, paper, item
        else:
            print(f"{route}: not a paper: {item.get('itemType')} {item.get('title')!r}")


def _drawn(url: str) -> str:
    """Return a page after its scripts have drawn the first cards."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM") or which("chromium"))
        page = browser.new_page()
        page.goto(url)
        page.wait_for_selector(".cc-card .Z3988", state="attached")
        return page.content()


def report(rows: list[Difference]) -> int:
    """Print differences by route, kind and field with an example and the reason; return how many have none."""
    unnamed = 0
    for (route, kind, field), group in groupby(sorted(rows, key=lambda row: row[:3]), key=lambda row: row[:3]):
        some = list(group)
        reasons = {reason.text for row in some for reason in REASONS if reason.explains(row)}
        bare = [row for row in some if not any(reason.explains(row) for reason in REASONS)]
        unnamed += len(bare)
        row = (bare or some)[0]
        print(f"{route:10} {kind:18} {field:16} {len(some):5}  {'; '.join(reasons)}{f' | {len(bare)}' * bool(bare)}")
        print(f"{'':53}{row.key}: {row.ours!r} -> {row.theirs!r}"[:200])
    return unnamed


def main() -> None:
    """Read everything, and print how often it was right, and what was not."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("server", type=Path, help="folder of zotero/translation-server")
    parser.add_argument(
        "bibliography", type=Path, help="file of BibTeX, with keywords.toml and venues.toml next to it if there are"
    )
    parser.add_argument("--site", type=Path, help="folder of a site of it; its pages are read, not the exports")
    parser.add_argument(
        "--per-kind", type=int, default=8, help="papers of each kind whose pages are read (%(default)s)"
    )
    parser.add_argument("--items", action="store_true", help="print each item, too")
    options = parser.parse_args()
    lists = {
        name: path
        for name in ("keywords", "venues")
        if (path := options.bibliography.with_name(f"{name}.toml")).is_file()
    }
    catalog = load(options.bibliography, **lists)[0]
    server = Server(options.server)
    site, number = options.site, options.per_kind
    rows = list(by_pages(server, catalog, site, number) if site else by_import(server, catalog))
    for route, paper, item in rows if options.items else ():
        print(route, paper.key, json.dumps(item, ensure_ascii=False))
    print(", ".join(f"{route} {count}" for route, count in Counter(row[0] for row in rows).items()))
    unnamed = report([row for read in rows for row in compare(*read, server)])
    sys.exit(f"{unnamed} differences have no reason" if unnamed else 0)


if __name__ == "__main__":
    main()
