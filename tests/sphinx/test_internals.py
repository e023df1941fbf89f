"""Each use of an API that is not public has a test here, which fails when the other package changes it."""

from __future__ import annotations

import json
import pickle
import re
from importlib.resources import files
from zipfile import ZipFile

import pytest
from docutils import nodes
from jinja2 import Environment
from sphinx import addnodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.domains.std import StandardDomain
from sphinx.search import IndexBuilder
from sphinx.util import texescape

from cardcatalog.sphinx import internals
from cardcatalog.sphinx.domain.domain import domain_of
from cardcatalog.sphinx.interop import citations
from tests.calls import note_calls
from tests.sphinx.helpers import Build, Project, the

PROBE = """
from cardcatalog.sphinx import internals
from cardcatalog.sphinx.urls import is_web
from cardcatalog.sphinx.domain.domain import PaperDomain

found = {}

def probe(app, pagename, templatename, context, doctree):
    if pagename == "index":
        found["menu"] = internals.site_menu(app.builder, collapse=False, titles_only=True)
    found["furo"] = internals.FURO_MENU in context

def tell(app, exception):
    import json
    indexer = getattr(app.builder, "indexer", None)
    found["stems"] = bool(indexer and hasattr(indexer.lang.stem, "cache_info"))
    found["handlers"] = [f.__name__ for f in internals.handlers(app.events, "html-page-context")]
    found["scripts"] = internals.has_scripts(app.builder)
    found["web"] = is_web(app.builder)
    fix = internals.fix_fragment(app.builder)
    found["fixed"] = fix("a:b") if fix else None
    (app.outdir / "found.json").write_text(json.dumps(found))

def setup(app):
    app.connect("html-page-context", probe, priority=990)
    app.connect("build-finished", tell)
"""


def probe(library: Project, builder: str = "html") -> dict[str, object]:
    """Return the internals that a build finds."""
    library.append("conf.py", PROBE)
    found: dict[str, object] = json.loads(library.build(builder).text("found.json"))
    return found


def test_the_menu_of_the_site_can_be_made_for_the_root_page(library: Project) -> None:
    menu = str(probe(library)["menu"])
    assert 'href="papers/weights.html"' in menu
    assert re.search(r'<li class="toctree-l1', menu)


def test_the_handlers_of_an_event_are_listed_and_the_stemmer_caches(library: Project) -> None:
    found = probe(library)
    assert "probe" in str(found["handlers"])
    assert found["stems"]


def test_the_title_of_a_page_is_written_once(library: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    written = note_calls(monkeypatch, StandaloneHTMLBuilder, "render_partial", lambda _self, node: node)
    library.build()
    titles = [node for node in written if isinstance(node, nodes.title)]
    assert titles
    assert len(titles) == len(set(titles))


def test_a_title_with_a_picture_is_written_for_each_page() -> None:
    class Builder:
        count = 0

        def render_partial(self, node: nodes.title) -> dict[str, str]:
            self.count += 1
            return {"title": f"{node.astext()} {self.count}"}

    builder = Builder()
    internals.remember_titles(builder)  # type: ignore[arg-type]
    title = nodes.title("", "One ", nodes.image(uri="one.png"))
    assert [builder.render_partial(title)["title"] for _page in range(2)] == ["One  1", "One  2"]


@pytest.mark.parametrize(
    ("builder", "scripts", "web", "fixed"),
    [("html", True, True, None), ("singlehtml", True, False, None), ("epub", False, False, "a-b")],
)
def test_the_kind_of_a_builder_is_recognised(
    library: Project, builder: str, *, scripts: bool, web: bool, fixed: str | None
) -> None:
    found = probe(library, builder)
    assert (found["scripts"], found["web"], found["fixed"]) == (scripts, web, fixed)


OWN_BUILDER = """
from sphinx.builders.html import StandaloneHTMLBuilder

class OwnBuilder(StandaloneHTMLBuilder):
    name = "own"

def setup(app):
    app.add_builder(OwnBuilder)
"""


def test_a_builder_derived_from_that_of_html_makes_a_whole_site(
    library: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.write("own_builder.py", OWN_BUILDER)
    monkeypatch.syspath_prepend(library.root)
    library.append("conf.py", 'extensions.append("own_builder")\n')
    site = library.build("own")
    assert (site.outdir / "paper/abel2021rounding.html").exists()
    assert (site.outdir / "refs.bib").exists()
    assert "cc-downloads" in site.text("papers/weights.html")


def test_furo_has_its_menu_in_the_expected_variable() -> None:
    pytest.importorskip("furo")
    source = files("furo").joinpath("__init__.py").read_text("utf-8")
    assert f'context["{internals.FURO_MENU}"]' in source


def test_a_term_made_by_hand_is_one_of_the_glossary(html: Build) -> None:
    terms = {name for objtype, name in html.env.domains.standard_domain.objects if objtype == "term"}
    assert isinstance(html.env.domains.standard_domain, StandardDomain)
    assert "Unused" in terms


def test_a_toctree_made_by_hand_has_the_attributes_of_one_that_is_written(html: Build) -> None:
    (written,) = list(html.env.get_doctree("index").findall(addnodes.toctree))[:1]
    assert set(written.attributes) - {"rawentries", "rawcaption"} == set(
        internals.hidden_toctree("index", ["guide"]).attributes
    )


def test_a_bibliography_is_found_by_the_class_of_its_node(html: Build) -> None:
    from sphinxcontrib.bibtex.nodes import bibliography  # noqa: PLC0415

    document = html.env.get_doctree("index").deepcopy()
    assert not internals.has_bibliography(document)
    document += bibliography("")
    assert internals.has_bibliography(document)


def test_dependencies_of_pages_can_be_cleared(html: Build) -> None:
    assert all(hasattr(paths, "discard") for paths in html.env.dependencies.values())
    assert not any(str(path).endswith("refs.bib") for paths in html.env.dependencies.values() for path in paths)


def test_the_search_index_holds_pages_without_a_source_and_names_as_they_are(library: Project) -> None:
    library.append("bib/refs.bib", "\n@misc{amp2020, title = {Bits \\& Bytes}, category = {weights}, year = {2020}}\n")
    text = library.build().text("searchindex.js").removeprefix("Search.setIndex(").removesuffix(")")
    index = json.loads(text)
    assert "paper/abel2021rounding" in index["docnames"]
    assert "Bits & Bytes" in {row[4] for rows in index["objects"].values() for row in rows}


def test_only_pages_with_words_are_read_for_the_search_index(library: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    read = note_calls(monkeypatch, IndexBuilder, "feed", lambda _indexer, page, *_content: page)
    library.build()
    assert "paper/hale2024grid" in read  # it has a former title
    assert "paper/abel2021rounding" not in read


def test_the_environment_of_sphinx_can_be_forgotten(library: Project) -> None:
    library.build()
    kept = library.root / "_build" / "doctrees"
    assert (kept / "environment.pickle").exists()
    internals.forget_environment(kept)
    assert not (kept / "environment.pickle").exists()


def test_an_identifier_is_reserved_among_those_of_the_page(html: Build) -> None:
    document = html.env.get_doctree("index").deepcopy()
    taken = set(document.ids)
    first, second = (internals.reserve_identifier(document, "group") for _ in range(2))
    assert (first, second) == ("group", "group-2")
    assert {first, second} == set(document.ids) - taken


def test_docutils_sets_math_and_refuses_what_it_cannot_read() -> None:
    assert "<msup>" in internals.mathml("x^2", as_block=False)
    for tex in ("x_", r"\unknown", r"\&{}^3\limits", r"{\end{matrix}"):
        with pytest.raises(ValueError, match=r"\w"):
            internals.mathml(tex, as_block=False)


def test_text_is_escaped_for_lualatex() -> None:
    texescape.init()  # as the builder of LaTeX does
    assert internals.escape_latex("50 % {é}") == r"50 \% \{é\}"


def test_the_manifest_of_a_book_is_complete_before_it_is_packed(library: Project) -> None:
    library.append("conf.py", EPUB)
    with ZipFile(next(library.build("epub").outdir.glob("*.epub"))) as book:
        assert book.read("content.opf") == b"ours"


EPUB = """
from cardcatalog.sphinx.internals import EpubBuilder

class Own(EpubBuilder):
    def complete_manifest(self, path):
        path.write_text("ours")

def setup(app):
    app.add_builder(Own, override=True)
"""


def test_the_entries_of_a_bibliography_are_shared_and_not_pickled(html: Build) -> None:
    shared = html.env.get_domain("cite").data["bibdata"]
    assert "abel2021rounding" in shared.data.entries
    assert not pickle.loads(pickle.dumps(shared)).data.entries  # noqa: S301  (our own)


def test_an_entry_of_a_bibliography_is_made_when_it_is_first_cited(
    html: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = note_calls(monkeypatch, citations, "CitedEntry", lambda paper: paper.key)
    entries = citations.CitedEntries(domain_of(html.env).catalog.papers)
    assert list(entries) == list(domain_of(html.env).catalog.papers)
    assert entries["Abel2021Rounding"] is entries["abel2021rounding"]
    assert made == ["abel2021rounding"]


def test_furo_makes_the_menu_of_these_options() -> None:
    pytest.importorskip("furo")
    asked: list[dict[str, object]] = []

    def toctree(**options: object) -> str:
        asked.append(options)
        return '<ul><li><a href="a">A</a><ul><li><a href="b">B</a></li></ul></li></ul>'

    assert 'class="has-children"' in internals.furo_menu(toctree)
    source = files("furo").joinpath("__init__.py").read_text("utf-8")
    options = "".join(f"{name}={value}," for name, value in asked[0].items())
    assert f"toctree_html=toctree({options})" in re.sub(r"\s", "", source)


def test_a_folder_of_templates_comes_before_those_of_the_theme(library: Project) -> None:
    more = library.root / "more"
    block = "{% block extrahead %}<meta name=added>{% endblock %}"
    library.write("more/genindex.html", f'{{% extends "!genindex.html" %}}{block}')
    library.append(
        "conf.py",
        f"""
from cardcatalog.sphinx import internals

def setup(app):
    app.connect("builder-inited", lambda app: internals.add_template_folder(app.builder, {str(more)!r}))
""",
    )
    assert the(library.build().soup("genindex.html"), "meta[name=added]")


def test_a_compiled_template_calls_a_function_of_its_module_for_each_value() -> None:
    template = Environment(autoescape=True).from_string(
        "{{ a }}{% block b %}{{ a }}{% endblock %}{% macro c() %}{{ a }}{% endmacro %}{{ c() }}"
    )
    internals.set_escape(template, lambda value: f"({value})")
    assert template.render(a="<") == "(<)(<)((<))"
