"""The directive that gives readers just the entries which their paper cites: its page, its data, other builders."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup

from cardcatalog.sphinx.outputs import extract_tool
from cardcatalog.sphinx.outputs.extract_tool import SCRIPT
from tests.calls import note_calls
from tests.sphinx.helpers import Build, Project, fold, the

TOOL = "```{paper:extract}\n```"
WORD = "cardcatalog extract paper.tex refs.bib"


def scripts_of(page: BeautifulSoup) -> list[str]:
    """Return the names of the tool's files that a page loads."""
    addresses = [str(tag.get("src") or tag.get("href")) for tag in page.select("script[src], link[rel=stylesheet]")]
    return [name for name in (address.split("?")[0].rpartition("/")[2] for address in addresses) if "extract" in name]


def data_of(build: Build) -> list[dict[str, object]]:
    """Return the data of the tool."""
    rows: list[dict[str, object]] = json.loads(build.text("extract.json"))
    return rows


@pytest.mark.parametrize(
    ("builder", "page", "address"),
    [
        ("html", "deep/page.html", "../extract.json"),
        ("dirhtml", "deep/page/index.html", "../../extract.json"),
        ("singlehtml", "index.html", "extract.json"),
    ],
)
def test_the_tool_has_the_url_of_its_data(library: Project, builder: str, page: str, address: str) -> None:
    library.page(TOOL, "deep/page.md")
    library.append("index.md", f"\n{TOOL}\n" if builder == "singlehtml" else "")
    build = library.build(builder)
    assert not build.output
    assert the(build.soup(page), ".cc-extract")["data-entries"] == address
    assert (build.outdir / "extract.json").is_file()


def test_only_a_page_with_the_tool_loads_its_scripts(library: Project) -> None:
    library.page(TOOL)
    build = library.build()
    assert scripts_of(build.soup("page.html")) == ["cardcatalog-extract.css", SCRIPT]
    assert scripts_of(build.soup("index.html")) == []


def test_without_the_tool_no_data_are_written(html: Build) -> None:
    assert not (html.outdir / "extract.json").exists()


def test_the_data_hold_every_paper_in_the_order_of_keys(library: Project) -> None:
    library.page(TOOL)
    build = library.build()
    keys = [row["key"] for row in data_of(build)]
    assert len(keys) == library.read("bib/refs.bib").count("\n@")
    assert keys == sorted(map(str, keys))


def test_the_data_are_updated_without_reading_the_page_again(library: Project) -> None:
    library.page(TOOL)
    library.build()
    library.append("bib/refs.bib", "\n@misc{zz2020late, title={Late}, author={Z, Z}, year={2020}}\n")
    again = library.build()
    assert "page" not in again.read
    assert "zz2020late" in {row["key"] for row in data_of(again)}


def test_only_the_data_of_changed_entries_are_made_again(library: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    library.page(TOOL)
    for number in range(40):
        library.append(
            "bib/refs.bib", f"\n@misc{{zz{number}, title={{Filler {number}}}, author={{Z, Z}}, year={{2020}}}}\n"
        )
    library.build()
    made = note_calls(monkeypatch, extract_tool, "data_of", lambda entry: entry.key)
    library.replace("bib/refs.bib", "Filler 7}", "Changed}")
    again = library.build()
    assert made == ["zz7"]
    assert "Changed" in next(str(row["bibtex"]) for row in data_of(again) if row["key"] == "zz7")


def test_unchanged_data_are_not_written_again(library: Project) -> None:
    library.page(TOOL)
    path = library.build().outdir / "extract.json"
    before = path.stat().st_mtime_ns
    library.append("page.md", "\nMore.\n")
    library.build()
    assert path.stat().st_mtime_ns == before


def test_two_processes_write_the_data_too(library: Project) -> None:
    for number in range(8):
        library.page(TOOL, f"page{number}.md")
    build = library.build(jobs=2)
    assert data_of(build)
    assert scripts_of(build.soup("page7.html"))


def test_a_second_tool_on_a_page_is_reported_and_omitted(library: Project) -> None:
    library.page(f"{TOOL}\n\n{TOOL}")
    build = library.build()
    (warned,) = build.warnings
    assert (warned.path, warned.kind) == ("page.md", "cardcatalog.reference")
    assert warned.message == "paper:extract: this page has the tool already; take one out"
    assert the(build.soup("page.html"), ".cc-extract")


@pytest.mark.parametrize(
    ("builder", "name"), [("html", "page.html"), ("text", "page.txt"), ("epub", "page.xhtml"), ("latex", "library.tex")]
)
def test_every_builder_names_the_command(library: Project, builder: str, name: str) -> None:
    library.write("page.md", f"# Page\n\n{TOOL}\n")
    library.replace("index.md", "\nwanted\n", "\nwanted\npage\n")
    build = library.build(builder)
    assert not build.output
    text = build.text(name)
    assert WORD in fold(text if builder in {"text", "latex"} else build.soup(name).get_text())


@pytest.mark.parametrize("builder", ["epub", "text", "latex", "man", "texinfo"])
def test_only_the_web_has_the_tool_and_its_data(library: Project, builder: str) -> None:
    library.write("page.md", f"# Page\n\n{TOOL}\n")
    library.replace("index.md", "\nwanted\n", "\nwanted\npage\n")
    build = library.build(builder)
    assert not build.output
    assert not (build.outdir / "extract.json").exists()
    texts = [path.read_text("utf-8", "replace") for path in build.outdir.rglob("page.*") if path.is_file()]
    assert not [text for text in texts if "cc-extract-drop" in text or "cardcatalog-extract.js" in text]
