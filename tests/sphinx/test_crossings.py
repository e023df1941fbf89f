"""Other people's themes, extensions and builders: the site works with them as with Sphinx's own."""

from __future__ import annotations

import json
import os
import pickle
import re
import subprocess
import sys
from pathlib import Path

import pytest
from docutils import nodes
from lxml import etree  # type: ignore[import-untyped]  # it has no annotations
from sphinx import addnodes

from tests.sphinx.helpers import ROOTS, Build, Project, the

EXT = Path(__file__).parents[2] / "ext"
WEIGHTS = "papers/weights.html"

OF_DOCUTILS = frozenset({*nodes.node_class_names, *vars(addnodes)})
"""The names of the nodes of docutils and of Sphinx."""


def theme(project: Project, head: str, page: str = "") -> None:
    """Give a project a theme with a layout of its own."""
    project.write("themes/own/theme.toml", '[theme]\ninherit = "basic"\n')
    body = "{% block body %}{% endblock %}"
    layout = f"<!doctype html>\n<html><head>{head}</head><body role=main>{body}</body></html>\n"
    project.write("themes/own/layout.html", layout)
    if page:
        project.write("themes/own/page.html", page)
    project.set(html_theme="own", html_theme_path=["themes"])


def loaded(build: Build, page: str) -> list[str]:
    """Return the names of the scripts in the head of a page."""
    return [str(tag["src"]).rpartition("/")[2] for tag in build.soup(page).select("head script[src]")]


# Themes


PRINTED = "{% block extrahead %}{% endblock %}"


@pytest.mark.parametrize(
    ("head", "page"),
    [
        (PRINTED, ""),
        (f"{{% set metatags %}}{{{{ metatags }}}}{{% endset %}}{PRINTED}", ""),
        ("", '{% extends "frame.html" %}{% block body %}{{ body }}{% endblock %}'),
    ],
    ids=["a head of its own", "a variable that shadows itself", "a page without the layout"],
)
def test_a_theme_without_metatags_has_head_tags(library: Project, head: str, page: str) -> None:
    theme(library, head, page)
    body = "{% block body %}{% endblock %}"
    library.write("themes/own/frame.html", f"<html><head>{PRINTED}</head><body role=main>{body}</body></html>")
    built = library.build()
    paper = built.soup("paper/hale2024grid.html")
    assert the(paper, "meta[name=citation_title]")
    assert loaded(built, WEIGHTS).count("cardcatalog-early.js") == 1


def test_a_theme_with_metatags_has_head_tags_once(html: Build) -> None:
    assert len(html.soup("paper/hale2024grid.html").select("meta[name=citation_title]")) == 1
    assert loaded(html, WEIGHTS).count("cardcatalog-early.js") == 1


def test_a_theme_that_prints_no_head_tags_is_named(library: Project) -> None:
    theme(library, "")
    (warning,) = [row for row in library.build().warnings if row.kind == "cardcatalog.theme"]
    assert warning.message.startswith("the theme 'own' prints neither 'metatags' nor the block 'extrahead'")


def test_the_description_for_browsers_is_not_a_page_without_head_tags(library: Project) -> None:
    library.set(html_use_opensearch="https://example.org")
    assert not library.build().warnings


# Builders


# The builders themselves still ask for `app`, which Sphinx 11 takes away.
@pytest.mark.filterwarnings("ignore:'sphinxcontrib.serializinghtml:sphinx.deprecation.RemovedInSphinx11Warning")
@pytest.mark.parametrize(("builder", "suffix"), [("json", "fjson"), ("pickle", "fpickle")])
def test_pages_for_other_programs_hold_cards_without_scripts(library: Project, builder: str, suffix: str) -> None:
    built = library.build(builder)
    assert not built.output
    data = (built.outdir / f"papers/weights.{suffix}").read_bytes()
    body = (json.loads if builder == "json" else pickle.loads)(data)["body"]
    assert 'id="hale2024grid"' in body
    assert "<button" not in body


# Extensions

STARTER = """
import subprocess, sys

def start_another(app, exception):
    if app.builder.name == "html":
        folders = ["-d", str(app.doctreedir), str(app.srcdir), str(app.outdir / "text")]
        subprocess.run([sys.executable, "-m", "sphinx", "-q", "-b", "text", *folders], check=True, timeout=60)

def setup(app):
    app.connect("build-finished", start_another)
"""


def test_a_build_that_a_build_starts_does_not_wait_for_it(library: Project) -> None:
    """As sphinx-llm 1.1.0 does, with the doctrees of the first."""
    library.append("conf.py", STARTER)
    out = library.root / "_build"
    command = [sys.executable, "-m", "sphinx", "-q", "-d", str(out / "doctrees"), str(library.root), str(out / "html")]
    environment = {**os.environ, "PYTHONPATH": str(EXT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=100, check=False)  # noqa: S603
    assert (done.returncode, done.stderr) == (0, "")
    assert "Grid" in (out / "html" / "text" / "papers" / "weights.txt").read_text("utf-8")
    assert not list((out / "doctrees").glob("cardcatalog-dirty-*"))


# Projects


def test_a_page_of_the_project_replaces_a_generated_one_and_the_other_way_round(library: Project) -> None:
    library.build()
    library.write("paper/hale2024grid.md", "---\norphan: true\n---\n\n# A page of our own\n")
    for _ in range(2):
        built = library.build()
        assert not built.output
        assert the(built.soup("paper/hale2024grid.html"), "h1").get_text().startswith("A page of our own")
    (library.root / "paper" / "hale2024grid.md").unlink()
    assert "A page of our own" not in library.build().text("paper/hale2024grid.html")


def test_a_file_in_another_language_is_read_in_that_of_the_build(library: Project) -> None:
    """As when two builds of one folder, each in a language, write the generated pages at the same time."""
    library.append(
        "conf.py",
        """
from pathlib import Path

def overwrite(app, env, docnames):
    path = Path(app.srcdir, "papers", "index.rst")
    path.write_text(path.read_text("utf-8").replace("Papers", "Arbeiten"), "utf-8")

def setup(app):
    app.connect("env-before-read-docs", overwrite)
""",
    )
    assert the(library.build().soup("papers/index.html"), "h1").get_text().startswith("Papers")


def test_a_project_without_restructuredtext_has_generated_pages(library: Project) -> None:
    library.set(source_suffix={".md": "markdown"})
    built = library.build()
    assert not built.output
    assert the(built.soup("papers/caches.html"), "h1")
    assert not list(library.root.glob("papers/*.rst"))


def test_a_project_that_reads_no_markup_of_generated_pages_is_warned(library: Project) -> None:
    library.set(extensions=["cardcatalog"], source_suffix={".txt": "restructuredtext"})
    library.write("index.txt", "Start\n=====\n")
    (warning,) = [row.message for row in library.build().warnings if row.message.startswith("generated pages")]
    assert (
        warning
        == "generated pages are reStructuredText, which is not a source here; set source_suffix to include '.rst'"
    )


FAKES = """
import sys, types
from pathlib import Path

def fake(name, handler=None):
    module = types.ModuleType(name)
    module.setup = lambda app: handler and app.connect("build-finished", handler)
    sys.modules[name] = module

for parent in ("sphinxext", "sphinx_llm"):
    sys.modules.setdefault(parent, types.ModuleType(parent))
"""
"""Stand-ins for extensions: what counts is that they are loaded, and write a file when the build ends."""


def test_the_files_of_other_extensions_go_before_ours(library: Project) -> None:
    writing = 'lambda app, _exception: Path(app.outdir, "{0}").write_text("theirs", "utf-8")'
    library.append(
        "conf.py",
        f"""{FAKES}
fake("sphinx_sitemap", {writing.format("sitemap.xml")})
fake("sphinx_llms_txt", {writing.format("llms.txt")})
extensions += ["sphinx_sitemap", "sphinx_llms_txt"]
cardcatalog_baseurl = "https://papers.example/"
def setup(app):
    app.add_config_value("sitemap_filename", "sitemap.xml", "env")
""",
    )
    for _ in range(2):
        built = library.build()
        assert [built.text(name) for name in ("sitemap.xml", "llms.txt")] == ["theirs", "theirs"]
    assert "Sitemap:" in built.text("robots.txt")


def test_another_sitemap_is_named_to_crawlers_as_the_project_calls_it(library: Project) -> None:
    writing = 'lambda app, _exception: Path(app.outdir, "pages.xml").write_text("theirs", "utf-8")'
    library.append(
        "conf.py",
        f"""{FAKES}
fake("sphinx_sitemap", {writing})
extensions += ["sphinx_sitemap"]
cardcatalog_baseurl = "https://papers.example/"
def setup(app):
    app.add_config_value("sitemap_filename", "pages.xml", "env")
""",
    )
    built = library.build()
    assert "Sitemap: https://papers.example/pages.xml" in built.text("robots.txt").splitlines()
    assert "(https://papers.example/pages.xml)" in built.text("llms.txt")
    assert not (built.outdir / "sitemap.xml").exists()


def test_another_extension_for_previews_goes_before_ours_on_pages_with_a_source(library: Project) -> None:
    """It leaves out pages without one (``if doctree`` in sphinxext-opengraph 0.13.0), so that those keep ours."""
    library.append("conf.py", f'{FAKES}\nfake("sphinxext.opengraph")\nextensions += ["sphinxext.opengraph"]\n')
    built = library.build()
    head = the(built.soup(WEIGHTS), "head")
    assert head.select("meta[name=description]")
    assert not head.select("meta[property^=og]")
    assert the(built.soup("paper/hale2024grid.html"), "meta[property='og:title']")["content"] == "Grids that Learn"


@pytest.mark.parametrize(
    "settings",
    [
        {"redirects": {"paper/hale2023draft": "elsewhere.html"}},
        {"rediraffe_redirects": {"paper/hale2023draft.md": "guide.md"}},
        {"rediraffe_redirects": "moved.txt"},
    ],
    ids=["sphinx-reredirects", "sphinxext-rediraffe", "a file of sphinxext-rediraffe"],
)
def test_a_page_that_another_extension_redirects_is_left_to_it(library: Project, settings: dict[str, object]) -> None:
    library.write("moved.txt", '# former keys\n\n"paper/hale2023draft.md" guide.md\n')
    ours = "paper/hale2023draft.html"
    assert library.build().text(ours)
    library.set(**settings)
    library.append(
        "conf.py",
        f"""
from pathlib import Path
def write(app, _exception):
    Path(app.outdir, {ours!r}).write_text("theirs", "utf-8")
def setup(app):
    for name in {list(settings)!r}:
        app.add_config_value(name, None, "")
    app.connect("build-finished", write)
""",
    )
    for _ in range(2):
        assert library.build().text(ours) == "theirs"


def test_pages_without_a_source_are_in_the_sitemap(library: Project) -> None:
    library.write("templates/extra.html", '{% extends "layout.html" %}')
    library.set(templates_path=["templates"], html_additional_pages={"extra": "extra.html"})
    library.set(cardcatalog_baseurl="https://papers.example/")
    for _ in range(2):
        urls = library.build().text("sitemap.xml")
        assert "<loc>https://papers.example/extra.html</loc>" in urls
        assert "genindex" not in urls
        assert "search" not in urls


def test_the_first_page_has_its_own_url_unless_it_is_the_index(library: Project) -> None:
    library.write("contents.md", library.read("index.md"))
    (library.root / "index.md").unlink()
    library.set(root_doc="contents", cardcatalog_baseurl="https://papers.example/")
    head = the(library.build().soup("contents.html"), "head")
    assert the(head, "link[rel=canonical]")["href"] == "https://papers.example/contents.html"


def test_the_search_index_has_the_anchor_of_an_object_with_another_name(library: Project) -> None:
    """Sphinx would take the name that is shown for the anchor (sphinx-doc/sphinx#10380)."""
    text = library.build().text("searchindex.js")
    objects = json.loads(text.removeprefix("Search.setIndex(").removesuffix(")"))["objects"][""]
    anchors = {name: anchor for _page, _kind, _priority, anchor, name in objects}
    assert anchors["PTQ"] == "ptq"


def test_a_theme_offers_no_edit_of_a_generated_page(library: Project) -> None:
    """Themes make the link of the suffix of the source, as sphinx-basic-ng and Shibuya do."""
    theme(library, f"{PRINTED}<meta name=suffix content='{{{{ page_source_suffix }}}}'>")
    built = library.build()
    assert [the(built.soup(page), "meta[name=suffix]")["content"] for page in ("papers/caches.html", "guide.html")] == [
        "",
        ".md",
    ]


def test_a_chart_can_be_referred_to_by_number(library: Project) -> None:
    library.append("index.md", "\n```{paper:chart}\n:by: year\n:name: by-year\n```\n\nSee {numref}`by-year`.\n")
    library.set(numfig=True)
    for builder in ("html", "latex"):
        assert not library.build(builder).output
    link = the(library.build().soup("index.html"), "p a[href='#by-year']:not(.headerlink)")
    assert link.get_text() == "Fig. 1"


def test_a_reference_without_a_text_shows_authors_and_year(library: Project) -> None:
    library.page("{any}`hale2024grid`, [](#hale2024grid), [this](#hale2024grid)")
    built = library.build()
    assert not built.output
    links = [link.get_text() for link in built.soup("page.html").select("p a[href*=hale2024grid]")]
    assert links == ["Hale (2024)"] * 2 + ["this"]


def test_counts_are_not_messages_for_translators(library: Project) -> None:
    library.page("```{paper:authors}\n```")
    messages = "".join(path.read_text("utf-8") for path in library.build("gettext").outdir.rglob("*.pot"))
    counts = re.findall(r'^msgid ".*(?:·| names\b).*"$', messages, re.MULTILINE)
    assert "msgid" in messages
    assert counts == []


def test_a_builder_of_another_format_has_the_nodes_of_docutils_alone(library: Project) -> None:
    for name in ("overviews.md", "tools.md"):
        library.write(
            name, (ROOTS / "complete" / name).read_text("utf-8").replace("# ", "---\norphan: true\n---\n# ", 1)
        )
    built = library.build("xml")
    assert not built.output
    pages = {path.stem: etree.parse(path) for path in built.outdir.rglob("*.xml")}
    used = {str(element.tag) for page in pages.values() for element in page.iter("*")}
    assert {"reference", "table", "target"} <= used <= OF_DOCUTILS
    (target,) = pages["weights"].xpath("//target[@refid='abel2021rounding']")
    assert target.getparent().get("ids") == "abel2021rounding"
