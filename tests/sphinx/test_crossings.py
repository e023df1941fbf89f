"""Other people's themes, extensions and builders: the site works with them as with Sphinx's own."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.sphinx.helpers import the

if TYPE_CHECKING:
    from tests.sphinx.helpers import Build, Project

EXT = Path(__file__).parents[2] / "ext"
WEIGHTS = "papers/weights.html"


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
        warning == "generated pages are reStructuredText, which is no source here; set source_suffix to include '.rst'"
    )
