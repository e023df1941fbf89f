"""What a project adds by events and templates: its own rules, fields, files and looks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sphinx.errors import ExtensionError

from tests.sphinx.helpers import texts

if TYPE_CHECKING:
    from tests.sphinx.helpers import Build, Project

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
def test_every_card_shows_what_the_project_adds(library: Project, builder: str, page: str) -> None:
    library.append("conf.py", CARD)
    soup = library.build(builder).soup(page)
    assert len(soup.select(".cc-card .own")) == len(soup.select(".cc-card"))


def test_the_explorer_gets_what_the_project_adds_to_cards(library: Project) -> None:
    library.append("conf.py", CARD)
    library.page("```{paper:explorer}\n```")
    papers = json.loads(library.build().text("explorer/papers.json"))["papers"]
    number = papers["key"].index("abel2021rounding")
    assert papers["added"][str(number)].strip() == '<p class="own">Entry type: inproceedings</p>'
    assert len(papers["added"]) == len(papers["key"])


def test_the_explorer_gets_what_is_added_to_cards_now(library: Project) -> None:
    library.append("conf.py", CARD)
    library.page("```{paper:explorer}\n```")
    library.build()
    library.replace("conf.py", "Entry type", "Kind of entry")
    assert "Kind of entry" in library.build().text("explorer/papers.json")


def test_an_entry_of_a_book_shows_what_the_project_adds(library: Project) -> None:
    library.append("conf.py", CARD)
    (path,) = library.build("latex").outdir.glob("*.tex")
    assert "Entry type: inproceedings" in path.read_text("utf-8")


def test_a_template_of_the_project_adds_to_the_page_of_a_paper(library: Project) -> None:
    library.append("conf.py", PAPER)
    library.write("templates/cardcatalog/paper.html", TEMPLATE)
    assert texts(library.build().soup("paper/abel2021rounding.html"), "p.own") == ["<2021> abel2021rounding"]


def test_a_template_of_the_project_keeps_what_it_does_not_replace(library: Project) -> None:
    library.append("conf.py", PAPER)
    library.write("templates/cardcatalog/paper.html", TEMPLATE)
    assert library.build().soup("paper/abel2021rounding.html").select("#cite")


def test_a_page_is_written_again_when_what_the_project_adds_has_changed(library: Project) -> None:
    library.append("conf.py", PAPER.replace('paper.entry.get("year")', '(app.confdir / "n").read_text()'))
    library.write("templates/cardcatalog/paper.html", TEMPLATE)
    library.write("n", "1")
    library.build()
    library.write("n", "2")
    assert texts(library.build().soup("paper/abel2021rounding.html"), "p.own") == ["<2> abel2021rounding"]


def test_a_file_of_the_project_stands_beside_the_pages(library: Project) -> None:
    library.append("conf.py", EXPORT)
    assert "abel2021rounding" in library.build().text("keys.txt").splitlines()


def test_a_page_links_to_a_file_of_the_project(library: Project) -> None:
    library.append("conf.py", EXPORT)
    library.page("{paper:download}`keys.txt`")
    assert 'href="keys.txt"' in library.build().text("page.html")


def test_a_file_of_the_project_stays_in_the_site(library: Project) -> None:
    library.append("conf.py", EXPORT.replace("keys.txt", "../keys.txt"))
    with pytest.raises(ExtensionError, match="out of the site"):
        library.build()


def test_pages_are_as_ever_where_nobody_listens(html: Build) -> None:
    assert not html.soup("papers/weights.html").select(".own")


COUNT = """
from collections import Counter

seen = Counter()

def count(app, thing, *rest):
    seen[thing.key if hasattr(thing, "key") else "catalog"] += 1

def tell(app, exception):
    (app.outdir / "seen.txt").write_text(" ".join(map(str, sorted(set(seen.values())))))

def setup(app):
    app.connect("EVENT", count)
    app.connect("build-finished", tell)
"""


@pytest.mark.parametrize("event", ["cardcatalog-check", "cardcatalog-paper", "cardcatalog-export"])
def test_a_handler_is_called_once_for_each_paper_or_build(library: Project, event: str) -> None:
    library.append("conf.py", COUNT.replace("EVENT", event))
    assert library.build().text("seen.txt") == "1"
