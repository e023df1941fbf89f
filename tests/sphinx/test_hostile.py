"""Entries and lists that mean harm: every builder writes them as text, and nothing outside of its folder."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from zipfile import ZipFile

import pytest
from defusedxml import ElementTree

from cardcatalog.bibtex.entries import parse_bibliography, unique_entries
from cardcatalog.catalog.kinds import KINDS
from tests.sphinx.helpers import Build, Project

BUILDERS = ("html", "dirhtml", "singlehtml", "epub", "latex", "text", "man", "gettext", "texinfo")

LIVE = re.compile(
    r"\\(write18|immediate|openout|write\d|include\{|input\s*\{?/|InputIfFileExists\{/|csname write|directlua|luaexec"
    r"|def\\x|newwrite|special\{ps|pdfobj|bye|newcommand\{\\textbf|Uchar|end\{document\}\\)|(?<!\^)\^\^5c",
)
"""The attack of the entries, as a command of TeX."""


SCHEME = re.compile(r"[\0-\x20]*(javascript|vbscript|data|blob|file|feed|view-source):", re.IGNORECASE)
FOREIGN = {"img", "iframe", "object", "embed", "base"}
"""Elements that load a resource; our pages have none of them but their own pictures."""


class Tags(HTMLParser):
    """The tags of a page, with the text of its scripts."""

    def __init__(self, markup: str) -> None:
        """Read a page."""
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.scripts: list[tuple[str, str]] = []
        self._type: str | None = None
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take down a tag."""
        known = {name: value or "" for name, value in attrs}
        self.tags.append((tag, known))
        self._type = known.get("type", "") if tag == "script" else None

    def handle_data(self, data: str) -> None:
        """Take down the text of a script."""
        if self._type is not None:
            self.scripts.append((self._type, data))

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002  (the parser's)
        """Take down that a script has ended."""
        self._type = None


@pytest.fixture(scope="module")
def made(copy_root: Callable[[str], Project]) -> Callable[[str], tuple[Build, set[str]]]:
    """Builds, each of its own copy, with the new files in that folder."""

    @cache
    def make(builder: str) -> tuple[Build, set[str]]:
        project = copy_root("hostile")
        around = project.root.parent
        before = set(around.rglob("*"))
        build = project.build(builder)
        new = {path.relative_to(around).as_posix() for path in set(around.rglob("*")) - before}
        return build, {name for name in new if not name.startswith("hostile/_build/")}

    return make


@pytest.fixture(scope="module")
def html(made: Callable[[str], tuple[Build, set[str]]]) -> Build:
    """The HTML."""
    return made("html")[0]


def pages_of(folder: Path) -> Iterator[tuple[str, Tags]]:
    """Yield the pages of a site or book."""
    for path in sorted(folder.rglob("*.*html")):
        if "_static" not in path.relative_to(folder).parts:
            yield path.relative_to(folder).as_posix(), Tags(path.read_text("utf-8"))


@pytest.mark.parametrize("builder", BUILDERS)
def test_a_builder_writes_nothing_but_its_folder_and_the_pages_of_categories(
    made: Callable[[str], tuple[Build, set[str]]], builder: str
) -> None:
    build, outside = made(builder)
    pages = {f"hostile/papers/{name}.rst" for name in ("index", "nested", "plain")}
    assert outside == pages | {"hostile/papers", "hostile/_build"}
    folders = {path.name for path in build.outdir.parent.iterdir()}
    assert folders == {builder, "doctrees"}


@pytest.mark.parametrize("builder", BUILDERS)
def test_every_warning_has_a_location(made: Callable[[str], tuple[Build, set[str]]], builder: str) -> None:
    assert {row.kind.partition(".")[0] for row in made(builder)[0].warnings} == {"cardcatalog"}


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml", "epub"])
def test_no_page_holds_a_script_or_link_of_an_entry(
    made: Callable[[str], tuple[Build, set[str]]], builder: str
) -> None:
    found = []
    for name, page in pages_of(made(builder)[0].outdir):
        for tag, attributes in page.tags:
            found += [(name, tag, key) for key in attributes if key.startswith("on")]
            found += [(name, tag, url) for url in attributes.values() if SCHEME.match(url)]
            is_ours = attributes.get("src", "").startswith("_images/")
            found += [(name, tag, "")] * (tag in FOREIGN and not is_ours)
        scripts = (text for kind, text in page.scripts if kind != "application/ld+json")
        found += [(name, "script", text) for text in scripts if "pwned" in text]
    assert found == []


def test_data_of_pages_are_valid_json_for_any_title(html: Build) -> None:
    pages = [(name, page) for name, page in pages_of(html.outdir) if name.startswith("paper/")]
    texts = {name: text for name, page in pages for kind, text in page.scripts if kind == "application/ld+json"}
    assert len(texts) == 145
    assert json.loads(texts["paper/jsonld.html"])["name"].startswith("</script><script>pwned('ld')</script>")
    assert {json.loads(text)["@type"] for text in texts.values()} <= {kind.schema for kind in KINDS.values()}


def test_feeds_and_pages_of_a_book_are_xml(made: Callable[[str], tuple[Build, set[str]]], html: Build) -> None:
    feeds = sorted(html.outdir.rglob("*.xml"))
    assert [path.name for path in feeds] == ["feed.xml", "evil.xml", "nested.xml", "plain.xml"] or len(feeds) > 2
    for path in feeds:
        ElementTree.parse(path)
    (book,) = made("epub")[0].outdir.glob("*.epub")
    with ZipFile(book) as archive:
        for name in archive.namelist():
            if name.endswith((".xhtml", ".opf", ".ncx")):
                ElementTree.fromstring(archive.read(name), forbid_dtd=False)


def test_latex_holds_no_command_that_reads_or_writes(made: Callable[[str], tuple[Build, set[str]]]) -> None:
    (path,) = made("latex")[0].outdir.glob("hostile.tex")
    begin, _, text = path.read_text("utf-8").partition(r"\begin{document}")
    assert begin
    assert "write18" in text  # as text
    assert LIVE.findall(text.replace(r"\textbackslash{}", "")) == []


def test_braces_are_balanced_in_the_index_of_a_book(
    made: Callable[[str], tuple[Build, set[str]]],
) -> None:
    (path,) = made("latex")[0].outdir.glob("hostile.tex")
    text = path.read_text("utf-8")
    assert r"\sphinxrightcurlybrace{}" in text
    assert not re.search(r"\\index\{[^\n{}]*\\[{}]", text)


def test_every_key_has_a_page_of_its_own_in_the_folder_of_pages(html: Build) -> None:
    entries, _ = parse_bibliography((html.env.srcdir / "bib" / "refs.bib").read_text("utf-8"), "refs.bib")
    pages = {path.name for path in (html.outdir / "paper").iterdir()}
    assert len({name.casefold() for name in pages}) == len(pages)
    redirects = sum('http-equiv="refresh"' in path.read_text("utf-8") for path in (html.outdir / "paper").iterdir())
    assert len(pages) - redirects == len(unique_entries(entries)[0]) == 145
    assert {"~63~on.html", "~69~ndex.html", "~2e~~2e~.html", "~2e~.~2f~escape.html"} <= pages


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("Case", "duplicate-key"),
        ("CASE", "duplicate-key"),
        ("cafe\u0301", "duplicate-key"),
        ("\u00c5", "duplicate-key"),
    ],
)
def test_keys_that_collide_on_some_file_systems_are_reported(html: Build, name: str, problem: str) -> None:
    messages = [row.message for row in html.warnings if row.kind == f"cardcatalog.{problem}"]
    assert sum(message.startswith(f"the key {name!r} ") for message in messages) == 1


@pytest.mark.parametrize("name", ["index", "con", "nul"])
def test_an_id_that_cannot_be_a_page_is_reported(html: Build, name: str) -> None:
    assert [row.message for row in html.warnings if row.message.startswith(f"'{name}' ")] == [
        f"'{name}' can be no name of a page; choose another id"
    ]


def test_html_in_a_definition_is_escaped(html: Build) -> None:
    assert (
        "<script>pwned(\N{LEFT SINGLE QUOTATION MARK}gist\N{RIGHT SINGLE QUOTATION MARK})"
        in html.soup("keywords.html").get_text()
    )


def test_files_to_cite_from_hold_each_paper_once(html: Build) -> None:
    keys = [row["id"] for row in json.loads(html.text("refs.csl.json"))]
    assert len(keys) == len(set(keys)) == 145
    references = re.findall(r"^TY  - ", html.text("refs.ris"), re.MULTILINE)
    assert len(references) == len(re.findall(r"^ER  - $", html.text("refs.ris"), re.MULTILINE)) == len(keys)
