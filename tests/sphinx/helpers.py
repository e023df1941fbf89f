"""The helpers that tests of built sites share: a project in a folder, its builds, and queries of their pages."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import unquote, urlsplit
from zipfile import ZipFile

from bs4 import BeautifulSoup, Tag
from lxml import etree  # type: ignore[import-untyped]  # it has no annotations
from sphinx.environment import BuildEnvironment
from sphinx.testing.util import SphinxTestApp

ROOTS = Path(__file__).parent / "roots"

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_WARNING = re.compile(r"(?:(?P<path>.+?):(?P<line>\d+)?:? )?WARNING: (?P<message>.*) \[(?P<kind>[\w.-]+)\]")


class Warned(NamedTuple):
    """A warning of a build: its place, its message, and the type and subtype by which it can be suppressed."""

    path: str
    line: int
    message: str
    kind: str


@dataclass(frozen=True)
class Build:
    """The result of one build."""

    outdir: Path
    env: BuildEnvironment
    output: str
    """All that was logged as a warning, without colours."""

    read: frozenset[str]
    """The pages that were read."""

    written: frozenset[str]
    """The pages of HTML that were written."""

    @cached_property
    def warnings(self) -> tuple[Warned, ...]:
        """The warnings, with paths relative to the project."""
        lines = [line for line in self.output.splitlines() if line.strip()]
        return tuple(self._warning(line) for line in lines)

    def _warning(self, line: str) -> Warned:
        match = _WARNING.fullmatch(line)
        assert match, f"not a warning of one line with a type: {line!r}"
        path = (match["path"] or "").replace(f"{self.env.srcdir}/", "")
        return Warned(path, int(match["line"] or 0), match["message"], match["kind"])

    def text(self, name: str) -> str:
        """Return the text of a file that was built."""
        return (self.outdir / name).read_text(encoding="utf-8")

    def soup(self, name: str) -> BeautifulSoup:
        """Return a page that was built, parsed."""
        return BeautifulSoup(self.text(name), "html.parser")

    def card(self, page: str, key: str) -> Tag:
        """Return the card of a paper."""
        return the(self.soup(page), f".cc-card[id='{key}']")


@dataclass(frozen=True)
class Project:
    """A Sphinx project in a folder of its own, which a test may change and build as often as it likes."""

    root: Path

    def write(self, name: str, text: str) -> None:
        """Write a source."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def read(self, name: str) -> str:
        """Return the text of a source."""
        return (self.root / name).read_text(encoding="utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        """Replace a text that occurs once in a source."""
        text = self.read(name)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))

    def append(self, name: str, text: str) -> None:
        """Add a text at the end of a source."""
        self.write(name, self.read(name) + text)

    def page(self, text: str, name: str = "page.md") -> None:
        """Write a page that needs no place in a menu."""
        self.write(name, f"---\norphan: true\n---\n\n# Page\n\n{text}\n")

    def set(self, **settings: object) -> None:
        """Add settings to ``conf.py``."""
        self.append("conf.py", "".join(f"{name} = {value!r}\n" for name, value in settings.items()))

    def build(self, builder: str = "html", *, jobs: int = 0) -> Build:
        """Build the project incrementally."""
        outdir = self.root / "_build" / builder
        before = _times(outdir)
        read: set[str] = set()
        app = SphinxTestApp(builder, self.root, parallel=jobs)
        try:
            app.connect("env-before-read-docs", lambda _app, _env, docnames: read.update(docnames))
            app.build()
            output = _COLOUR.sub("", app.warning.getvalue())
            written = {name for name, time in _times(outdir).items() if before.get(name) != time}
            return Build(outdir, app.env, output, frozenset(read), frozenset(written & app.env.found_docs))
        finally:
            app.cleanup()


def _times(outdir: Path) -> dict[str, int]:
    """Return when each page was written, by its docname."""
    return {
        path.relative_to(outdir).with_suffix("").as_posix(): path.stat().st_mtime_ns for path in outdir.rglob("*.html")
    }


def the(parent: Tag, selector: str) -> Tag:
    """Return the only element that a selector finds."""
    found = parent.select(selector)
    assert len(found) == 1, f"{len(found)} elements for {selector}"
    return found[0]


def texts(parent: Tag, selector: str) -> list[str]:
    """Return the texts of all elements that a selector finds, with white space folded."""
    return [fold(tag.get_text()) for tag in parent.select(selector)]


def hrefs(parent: Tag, selector: str = "a") -> list[str]:
    """Return the URLs of all links that a selector finds."""
    return [str(tag["href"]) for tag in parent.select(selector)]


def fold(text: str) -> str:
    """Return a text with white space folded."""
    return " ".join(text.split())


def line_of(text: str, mark: str) -> int:
    """Return the line, from one, of a mark that occurs once in a text."""
    assert text.count(mark) == 1, f"{mark!r} stands {text.count(mark)} times"
    return text[: text.index(mark)].count("\n") + 1


@dataclass(frozen=True)
class WrongPage:
    """The build and the source of a page of which every part is wrong."""

    build: Build
    source: str

    @classmethod
    def of(cls, project: Project, parts: Iterable[str]) -> WrongPage:
        """Build a project with such a page."""
        project.page("\n\n".join(parts))
        return cls(project.build(), project.read("page.md"))

    def kind_of(self, part: str, message: str) -> str:
        """Return the kind of the only warning that begins with a message, which is at a line of a part."""
        start = line_of(self.source, part)
        (found,) = [warned for warned in self.build.warnings if warned.message.startswith(message)]
        assert found.path == "page.md"
        assert start <= found.line <= start + part.count("\n")
        return found.kind


class Page:
    """The parts of an HTML page for checking links: its anchors, its links, its resources, and its prose."""

    LOADS: Mapping[str, str] = MappingProxyType(
        {
            **dict.fromkeys(["script", "img", "iframe", "source", "embed", "video", "audio"], "src"),
            **dict.fromkeys(["link", "use"], "href"),
            "object": "data",
        }
    )
    """The attribute by which an element loads something."""

    SENDS: Mapping[str, str] = MappingProxyType({"form": "action", "button": "formaction", "input": "formaction"})
    """The attribute with the target of an element that is not a link."""

    SILENT = ("script", "style", "pre", "code", "math", "title")
    """Elements whose content is not prose: code, and math, which may show braces."""

    def __init__(self, markup: str, *, is_xml: bool = False) -> None:
        """Read a page."""
        tree = etree.fromstring(markup.encode(), _XML if is_xml else _HTML)
        self.ids: list[str] = _IDS(tree)
        self.links = [address for element in tree.iter("{*}a") if (address := element.get("href")) is not None]
        self.loads = [*_attributes(tree, self.LOADS), *_XLINKS(tree)]
        self.sends = [*_attributes(tree, self.SENDS), *(content.partition("url=")[2] for content in _REFRESHES(tree))]
        etree.strip_elements(tree, *(f"{{*}}{tag}" for tag in self.SILENT), with_tail=False)
        self._prose: list[str] = list(tree.itertext())

    @property
    def prose(self) -> str:
        """The text that a reader sees, without code."""
        return fold(" ".join(self._prose))


_HTML = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
_XML = etree.XMLParser(resolve_entities=False, remove_comments=True, remove_pis=True, huge_tree=True)


_IDS = etree.XPath("//@id", smart_strings=False)  # smart ones would keep the whole tree
_XLINKS = etree.XPath("//@*[name()='xlink:href']", smart_strings=False)
_REFRESHES = etree.XPath("//*[local-name()='meta'][@http-equiv='refresh']/@content", smart_strings=False)


def _attributes(tree: etree._Element, table: Mapping[str, str]) -> list[str]:
    """Return the attributes that a table names for elements, in any namespace."""
    elements = tree.iter(*(f"{{*}}{tag}" for tag in table))
    found = (element.get(table[etree.QName(element).localname]) for element in elements)
    return [address for address in found if address]


def read_pages(folder: Path, suffix: str = ".html") -> dict[Path, Page]:
    """Read all pages of a built site."""
    return {
        path.resolve(): Page(path.read_text(encoding="utf-8"), is_xml=suffix != ".html")
        for path in sorted(folder.rglob(f"*{suffix}"))
        if "_static" not in path.relative_to(folder).parts
    }


def unpack(outdir: Path) -> Path:
    """Unpack the only book of a folder next to it, since a reader has only the files in the book."""
    (book,) = outdir.glob("*.epub")
    folder = outdir.with_name(f"{outdir.name}-unpacked")
    with ZipFile(book) as archive:
        archive.extractall(folder)
    return folder


def dead_links(
    pages: Mapping[Path, Page], sources: Mapping[Path, Page] | None = None, base: str = "/"
) -> Iterator[str]:
    """Check every URL within the site and yield those without a file or an anchor.

    These are the links of every page, its resources, and the targets of its forms and redirects; with sources, those of
    these alone.

    :param base: the path of the site on its host, which every URL that begins with a slash must begin with.
    """
    file = cache(_file)
    root = min((path.parent for path in pages), key=lambda folder: len(folder.parts))
    anchors = {str(path): frozenset(page.ids) for path, page in pages.items()}
    for path, page in (pages if sources is None else sources).items():
        for address in dict.fromkeys([*page.links, *page.loads, *page.sends]):
            url = urlsplit(address)
            if url.scheme or url.netloc:
                continue
            start, way = (root, url.path.removeprefix(base)) if url.path.startswith(base) else (path.parent, url.path)
            target = file(f"{start}/{unquote(way)}") if url.path else str(path)
            if not target:
                yield f"{path.name}: no file for {address}"
            elif url.fragment and unquote(url.fragment) not in anchors.get(target, ()):
                yield f"{path.name}: no anchor for {address}"


def _file(path: str) -> str:
    """Return the path of a file, or of the index of a folder; nothing where neither is there."""
    file = Path(os.path.normpath(path))
    if file.is_dir():
        file /= "index.html"
    return str(file) if file.is_file() else ""


def repeated_anchors(pages: Mapping[Path, Page]) -> Iterator[str]:
    """Yield the anchors that occur more than once on their page."""
    for path, page in pages.items():
        seen: set[str] = set()
        for name in page.ids:
            if name in seen:
                yield f"{path.name}: {name}"
            seen.add(name)


DEBRIS = re.compile(r"[{}\\$]")
"""The pattern of TeX or BibTeX in prose, which is there only by mistake."""


def debris(text: str) -> list[str]:
    """Return every piece of TeX in a text, each with some of its context."""
    return [text[max(0, match.start() - 30) : match.end() + 30] for match in DEBRIS.finditer(text)]
