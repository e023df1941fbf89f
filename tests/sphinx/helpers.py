"""What the tests of built sites share: a project in a folder, its builds, and what one finds on their pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit
from zipfile import ZipFile

from bs4 import BeautifulSoup
from sphinx.testing.util import SphinxTestApp

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bs4 import Tag
    from sphinx.environment import BuildEnvironment

ROOTS = Path(__file__).parent / "roots"

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_WARNING = re.compile(r"(?:(?P<path>.+?):(?P<line>\d+)?:? )?WARNING: (?P<message>.*) \[(?P<kind>[\w.-]+)\]")


class Warned(NamedTuple):
    """A warning of a build: where, what, and the type and subtype by which it can be suppressed."""

    path: str
    line: int
    message: str
    kind: str


@dataclass(frozen=True)
class Build:
    """What one build gave."""

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
        """Replace a text that stands once in a source."""
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
        """Build the project; what earlier builds left behind is used again."""
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
    """Return the addresses of all links that a selector finds."""
    return [str(tag["href"]) for tag in parent.select(selector)]


def fold(text: str) -> str:
    """Return a text with white space folded."""
    return " ".join(text.split())


def line_of(text: str, mark: str) -> int:
    """Return the line, from one, of a mark that stands once in a text."""
    assert text.count(mark) == 1, f"{mark!r} stands {text.count(mark)} times"
    return text[: text.index(mark)].count("\n") + 1


class Page(HTMLParser):
    """What matters of an HTML page for following links: its anchors, its links, what it loads, and its prose."""

    LOADS = {  # noqa: RUF012  (HTMLParser has attributes of its class, too)
        **dict.fromkeys(["script", "img", "iframe", "source", "embed", "video", "audio"], "src"),
        **dict.fromkeys(["link", "use"], "href"),
        "object": "data",
    }
    """The attribute by which an element loads something."""

    SILENT = frozenset({"script", "style", "pre", "code", "math", "title"})
    """Elements whose content is no prose: code, and math, which may show braces."""

    def __init__(self, markup: str) -> None:
        """Read a page."""
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self._prose: list[str] = []
        self._silent = 0
        self.feed(markup)
        self.close()

    @property
    def prose(self) -> str:
        """The text that a reader sees, without code."""
        return fold(" ".join(self._prose))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take down the anchors and addresses of a tag."""
        self._silent += tag in self.SILENT
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name == "href" and tag == "a":
                self.links.append(value or "")
            elif name == self.LOADS.get(tag) and value:
                self.loads.append(value)

    def handle_endtag(self, tag: str) -> None:
        """Take down that code has ended."""
        self._silent -= tag in self.SILENT

    def handle_data(self, data: str) -> None:
        """Take down text."""
        if not self._silent:
            self._prose.append(data)


def read_pages(folder: Path, suffix: str = ".html") -> dict[Path, Page]:
    """Read all pages of a built site."""
    return {
        path.resolve(): Page(path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob(f"*{suffix}"))
        if "_static" not in path.relative_to(folder).parts
    }


def unpack(outdir: Path) -> Path:
    """Unpack the only book of a folder beside it, since a reader has just what is in the book."""
    (book,) = outdir.glob("*.epub")
    folder = outdir.with_name(f"{outdir.name}-unpacked")
    with ZipFile(book) as archive:
        archive.extractall(folder)
    return folder


def dead_links(pages: Mapping[Path, Page], base: str = "/") -> Iterator[str]:
    """Follow every link from page to page and yield those that lead to no file or to no anchor of it.

    :param base: where the site stands on its host, which is where addresses begin that begin with a slash.
    """
    root = min((path.parent for path in pages), key=lambda folder: len(folder.parts))
    for path, page in pages.items():
        for address in dict.fromkeys(page.links):
            url = urlsplit(address)
            if url.scheme or url.netloc:
                continue
            start, way = (root, url.path.removeprefix(base)) if url.path.startswith(base) else (path.parent, url.path)
            target = (start / unquote(way)).resolve() if url.path else path
            if target.is_dir():
                target /= "index.html"
            if not target.is_file():
                yield f"{path.name}: no file for {address}"
            elif url.fragment and unquote(url.fragment) not in _anchors(pages, target):
                yield f"{path.name}: no anchor for {address}"


def _anchors(pages: Mapping[Path, Page], target: Path) -> set[str]:
    if target not in pages:
        return set()
    return set(pages[target].ids)


def repeated_anchors(pages: Mapping[Path, Page]) -> Iterator[str]:
    """Yield the anchors that stand more than once on their page."""
    for path, page in pages.items():
        seen: set[str] = set()
        for name in page.ids:
            if name in seen:
                yield f"{path.name}: {name}"
            seen.add(name)


DEBRIS = re.compile(r"[{}\\$]")
"""What prose keeps of TeX or BibTeX only by mistake."""


def debris(text: str) -> list[str]:
    """Return every piece of TeX in a text, each with a little of what stands around it."""
    return [text[max(0, match.start() - 30) : match.end() + 30] for match in DEBRIS.finditer(text)]
