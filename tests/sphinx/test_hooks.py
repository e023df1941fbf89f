"""The additions of a project by events and templates: its own rules, fields, files and looks."""

from __future__ import annotations

import json

import pytest
from sphinx.errors import ExtensionError

from cardcatalog.sphinx.domain.domain import domain_of
from tests.sphinx.helpers import Build, Project, texts
from tests.unit.node import unpacked

CHECK = """
from cardcatalog.problems import Kind, Problem

def only_after_1900(app, catalog):
    for paper in catalog.in_file_order():
        if paper.key == "abel2021rounding":
            yield Problem(paper.entry.where("year"), "too young", Kind.PROJECT)

def setup(app):
    app.connect("cardcatalog-check", only_after_1900)
"""

CARD = """
from docutils import nodes

def show_publisher(app, paper, node):
    node += nodes.paragraph("", f"Entry type: {paper.entry.type}", classes=["own"])

def setup(app):
    app.connect("cardcatalog-card", show_publisher)
"""

PAPER = """
def count_letters(app, paper, values):
    values["letters"] = "<" + paper.entry.get("year") + ">"

templates_path = ["templates"]

def setup(app):
    app.connect("cardcatalog-paper", count_letters)
"""

TEMPLATE = """{% extends "!cardcatalog/paper.html" %}
{% block colophon %}<p class="own">{{ letters }} {{ paper.key }}</p>{{ super() }}{% endblock %}
"""

EXPORT = """
def offer_keys(app, catalog):
    return {"keys.txt": lambda: "\\n".join(catalog.papers)}

def setup(app):
    app.connect("cardcatalog-export", offer_keys)
"""


def test_a_rule_of_the_project_is_reported_where_it_is_broken(library: Project) -> None:
    library.append("conf.py", CHECK)
    (warned,) = library.build().warnings
    assert (warned.message, warned.kind) == ("too young", "cardcatalog.project")


@pytest.mark.parametrize(("builder", "page"), [("html", "papers/weights.html"), ("epub", "papers/weights.xhtml")])
def test_every_card_shows_the_additions_of_the_project(library: Project, builder: str, page: str) -> None:
    library.append("conf.py", CARD)
    soup = library.build(builder).soup(page)
    assert len(soup.select(".cc-card .own")) == len(soup.select(".cc-card"))


def test_the_explorer_has_the_additions_of_the_project(library: Project) -> None:
    library.append("conf.py", CARD)
    library.page("```{paper:explorer}\n```")
    build = library.build()
    added = json.loads(build.text("explorer/cards.json"))["added"]
    keys = unpacked(build.text("explorer/papers.json"))["papers"]["key"]
    assert added[str(keys.index("abel2021rounding"))].strip() == '<p class="own">Entry type: inproceedings</p>'
    assert len(added) == len(keys)


def test_the_explorer_has_the_current_additions(library: Project) -> None:
    library.append("conf.py", CARD)
    library.page("```{paper:explorer}\n```")
    library.build()
    library.replace("conf.py", "Entry type", "Kind of entry")
    assert "Kind of entry" in library.build().text("explorer/cards.json")


def test_an_entry_of_a_book_shows_the_additions_of_the_project(library: Project) -> None:
    library.append("conf.py", CARD)
    (path,) = library.build("latex").outdir.glob("*.tex")
    assert "Entry type: inproceedings" in path.read_text("utf-8")


def test_a_template_of_the_project_adds_to_the_page_of_a_paper(library: Project) -> None:
    library.append("conf.py", PAPER)
    library.write("templates/cardcatalog/paper.html", TEMPLATE)
    assert texts(library.build().soup("paper/abel2021rounding.html"), "p.own") == ["<2021> abel2021rounding"]


def test_a_template_of_the_project_keeps_the_other_blocks(library: Project) -> None:
    library.append("conf.py", PAPER)
    library.write("templates/cardcatalog/paper.html", TEMPLATE)
    assert library.build().soup("paper/abel2021rounding.html").select("#cite")


def test_a_page_is_written_again_when_the_additions_of_the_project_change(library: Project) -> None:
    library.append("conf.py", PAPER.replace('paper.entry.get("year")', '(app.confdir / "n").read_text()'))
    library.write("templates/cardcatalog/paper.html", TEMPLATE)
    library.write("n", "1")
    library.build()
    library.write("n", "2")
    assert texts(library.build().soup("paper/abel2021rounding.html"), "p.own") == ["<2> abel2021rounding"]


def test_an_output_of_the_project_is_written(library: Project) -> None:
    library.append("conf.py", EXPORT)
    assert "abel2021rounding" in library.build().text("keys.txt").splitlines()


def test_a_page_links_to_an_output_of_the_project(library: Project) -> None:
    library.append("conf.py", EXPORT)
    library.page("{paper:download}`keys.txt`")
    assert 'href="keys.txt"' in library.build().text("page.html")


def test_an_output_of_the_project_is_kept(library: Project) -> None:
    library.append("conf.py", EXPORT.replace("keys.txt", "../keys.txt"))
    with pytest.raises(ExtensionError, match="out of the site"):
        library.build()


def test_without_handlers_pages_are_unchanged(html: Build) -> None:
    assert not html.soup("papers/weights.html").select(".own")


COUNT = """
from collections import Counter

called = Counter()

def setup(app):
    app.connect("cardcatalog-export", lambda app, catalog: called.update(["export"]))
    app.connect("cardcatalog-paper", lambda app, paper, values: called.update([paper.key]))
    app.connect("build-finished", lambda app, error: (app.outdir / "called.json").write_text(json.dumps(called)), 950)
"""


def test_handlers_run_once_a_build_and_once_a_page(library: Project) -> None:
    library.append("conf.py", f"import json\n{COUNT}")
    build = library.build()
    called = json.loads(build.text("called.json"))
    assert called.pop("export") == 1
    assert called == dict.fromkeys(domain_of(build.env).catalog.papers, 1)


PAGES = {
    "author": ("head", "authors/b.html"),
    "venue": ("papers", "venues/icex.html"),
    "keyword": ("head", "keywords/ptq.html"),
    "404": ("search", "404.html"),
}


def test_a_template_of_the_project_changes_each_kind_of_page(library: Project) -> None:
    library.set(templates_path=["templates"])
    library.page("```{paper:venues}\n```\n\n```{paper:authors}\n```")
    for name, (block, _page) in PAGES.items():
        text = f"{{% block {block} %}}<p class='own'>{name}</p>{{{{ super() }}}}{{% endblock %}}"
        library.write(f"templates/cardcatalog/{name}.html", f'{{% extends "!cardcatalog/{name}.html" %}}{text}')
    build = library.build()
    assert {name: texts(build.soup(page), ".own") for name, (_block, page) in PAGES.items()} == {
        name: [name] for name in PAGES
    }
    assert all(build.soup(page).select("h1") for _block, page in PAGES.values())


def test_the_manifest_and_what_is_kept_of_papers_are_all_state_between_builds(library: Project) -> None:
    library.build()
    kept = {path.name for path in (library.root / "_build" / "doctrees").glob("cardcatalog*") if path.is_file()}
    values = {f"cardcatalog-{name}.pickle" for name in ("catalog", "papers", "related", "rows", "texts")}
    assert kept - {"cardcatalog.lock"} == {"cardcatalog.json", "cardcatalog-entries.bib", *values}
