"""Every builder: no warning, no raw markup, math as the format has it, and no dead links."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.sphinx.helpers import (
    Build,
    Page,
    Project,
    dead_links,
    debris,
    fold,
    read_pages,
    repeated_anchors,
    texts,
    the,
    unpack,
)

BUILDERS = ["html", "dirhtml", "singlehtml", "epub", "latex", "text", "man", "texinfo", "xml", "gettext"]

SUFFIXES = {"html": ".html", "dirhtml": ".html", "singlehtml": ".html", "epub": ".xhtml"}

MEANT = ("$100", "5$", "$5", "{set}")
"""The TeX that titles of the nasty root show on purpose: it is escaped by a backslash, or the sign of a price."""

NASTY_TITLES = {
    "DBLP:conf/icex/Abel21": "Özgür & Émile: Bold, Slanted and Small Caps",
    "markup2019": '*Stars*, _scores_, `ticks`, |bars| <script>alert("1")</script> & "quotes" ]]> LaTeX',
    "dashes2018": "Pages 1–2 — “quoted” text … kept 5 ms ² {set}",
    "dollar2017": "It Costs 5$ or $5 a Piece",
    "nodate": "No Date",
}

NASTY_AUTHORS = {
    "DBLP:conf/icex/Abel21": "Øyvind Özçelik, Åsa Čech, ís Łódź, Jean-Luc Faure",
    "o'neil+20_x.y/z": "Pat O'Neil, Bob Van Dyke",
    "markup2019": "John Doe, and others",
    "dashes2018": "The TeX Users Group",
    "dollar2017": "J. Müller",
    "nodate": "Éd Editor (ed.)",
}


def pages_of(build: Build, builder: str) -> dict[Path, Page]:
    """Return the pages of HTML of a build."""
    return read_pages(unpack(build.outdir) if builder == "epub" else build.outdir, SUFFIXES[builder])


def tex(build: Build) -> str:
    """Return the only document that was written for LaTeX, from its beginning."""
    (path,) = build.outdir.glob("*.tex")
    return path.read_text(encoding="utf-8").partition(r"\begin{document}")[2]


def plain(build: Build) -> str:
    """Return all text that was written, with white space folded."""
    return fold(" ".join(path.read_text(encoding="utf-8") for path in sorted(build.outdir.rglob("*.txt"))))


@pytest.mark.parametrize("root", ["library", "nasty"])
@pytest.mark.parametrize("builder", BUILDERS)
def test_a_builder_gives_no_warning(copy_root: Callable[[str], Project], root: str, builder: str) -> None:
    assert not copy_root(root).build(builder).output


@pytest.mark.parametrize("root", ["library", "nasty"])
@pytest.mark.parametrize("builder", ["html", "dirhtml", "epub"])
def test_no_link_or_anchor_is_dead(build: Callable[..., Build], root: str, builder: str) -> None:
    assert not list(dead_links(pages_of(build(root, builder), builder)))


@pytest.mark.parametrize("root", ["library", "nasty"])
def test_no_link_of_the_domain_is_dead_on_a_single_page(build: Callable[..., Build], root: str) -> None:
    pages = pages_of(build(root, "singlehtml"), "singlehtml")
    # Dead there, too: terms and the menu, which are links of Sphinx itself (sphinx-doc/sphinx#14221), and orphans.
    # So are those of Sphinx's head to an index and a search, which this builder does not make.
    own = re.compile(r"no anchor for #document-(keywords#|keywords/)|no file for (genindex|search)\.html")
    assert not [link for link in dead_links(pages) if not own.search(link)]


@pytest.mark.parametrize("root", ["library", "nasty"])
@pytest.mark.parametrize("builder", ["html", "dirhtml", "epub"])
def test_anchors_are_unique_on_a_page(build: Callable[..., Build], root: str, builder: str) -> None:
    assert not list(repeated_anchors(pages_of(build(root, builder), builder)))


@pytest.mark.parametrize("root", ["library", "nasty"])
def test_every_reference_of_latex_has_its_label(build: Callable[..., Build], root: str) -> None:
    text = tex(build(root, "latex"))
    wanted = re.findall(r"\\hyperref\[\\detokenize{(.+?)}\]", text)
    assert set(wanted) <= set(re.findall(r"\\label{\\detokenize{(.+?)}}", text))


@pytest.mark.parametrize("root", ["library", "nasty"])
def test_labels_of_latex_are_unique(build: Callable[..., Build], root: str) -> None:
    labels = re.findall(r"\\label{\\detokenize{(.+?)}}", tex(build(root, "latex")))
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("root", ["library", "nasty"])
@pytest.mark.parametrize("builder", SUFFIXES)
def test_pages_show_no_tex(build: Callable[..., Build], root: str, builder: str) -> None:
    pages = pages_of(build(root, builder), builder)
    assert not [piece for page in pages.values() for piece in debris(without_what_is_meant(page.prose))]


@pytest.mark.parametrize("root", ["library", "nasty"])
def test_text_shows_no_tex(build: Callable[..., Build], root: str) -> None:
    assert not debris(without_what_is_meant(plain(build(root, "text"))))


def without_what_is_meant(text: str) -> str:
    """Return a text without the TeX that its titles show on purpose."""
    for word in MEANT:
        text = text.replace(word, "")
    return text


@pytest.mark.parametrize("root", ["library", "nasty"])
def test_pages_of_an_epub_are_well_formed(build: Callable[..., Build], root: str) -> None:
    for path in build(root, "epub").outdir.rglob("*.xhtml"):
        assert ET.parse(path).getroot() is not None  # noqa: S314  (we wrote it)


@pytest.mark.parametrize("key", NASTY_TITLES)
def test_a_title_is_plain_text_on_a_page(build: Callable[..., Build], key: str) -> None:
    card = the(build("nasty", "html").soup(nasty_page(key)), f'[id="{key}"]')
    assert texts(card, "h3") == [NASTY_TITLES[key]]


@pytest.mark.parametrize("key", NASTY_AUTHORS)
def test_names_are_plain_text_on_a_page(build: Callable[..., Build], key: str) -> None:
    card = the(build("nasty", "html").soup(nasty_page(key)), f'[id="{key}"]')
    assert texts(card, ".cc-authors") == [NASTY_AUTHORS[key]]


def nasty_page(key: str) -> str:
    """Return the page with the card of a paper of the nasty root, whose categories are kinds of works."""
    pages = {"DBLP:conf/icex/Abel21": "conference-papers", "o'neil+20_x.y/z": "articles", "nodate": "books"}
    return f"papers/{pages.get(key, 'other')}.html"


def test_a_title_cannot_inject_a_script(build: Callable[..., Build]) -> None:
    assert "<script>alert" not in build("nasty", "html").text("papers/other.html")


@pytest.mark.parametrize(("builder", "page"), [("html", "papers/training.html"), ("epub", "papers/training.xhtml")])
def test_math_is_mathml(build: Callable[..., Build], builder: str, page: str) -> None:
    markup = build("library", builder).text(page)
    assert markup.count('<math xmlns="http://www.w3.org/1998/Math/MathML">') == 3


def test_math_of_prose_is_well_formed_in_an_epub(library: Project) -> None:
    library.page("Inline $\\sin x \\cdot \\mathbb{E} \\leq \\| y \\|$.\n\n$$\n\\sum_i x_i^2 < \\infty\n$$")
    library.append("conf.py", 'myst_enable_extensions = ["dollarmath"]\n')
    assert len(ET.fromstring(library.build("epub").text("page.xhtml")).findall(".//{*}math")) == 2  # noqa: S314


def test_math_stays_tex_in_latex(build: Callable[..., Build]) -> None:
    assert r"{S$^3$}: Bounds on the $\ell_2$ Norm in $O(n^{2})$ Steps" in tex(build("library", "latex"))


def test_accents_stay_tex_in_latex(build: Callable[..., Build]) -> None:
    head = r"Stra{\ss}e \& Weg: 100\% \textquotedblleft{}Quantized\textquotedblright{}"
    tail = r" Na{\"i}ve Caf{\'e}s \textendash{} {INT}4"
    assert head + tail in tex(build("library", "latex"))


def test_math_is_plain_in_text(build: Callable[..., Build]) -> None:
    assert "* **S³: Bounds on the ℓ₂ Norm in O(n²) Steps**" in plain(build("library", "text"))


def test_math_of_a_title_in_prose_is_plain_in_text(build: Callable[..., Build]) -> None:
    assert "Title S³: Bounds on the ℓ₂ Norm in O(n²) Steps." in plain(build("library", "text"))


def test_math_that_cannot_be_set_is_reported(library: Project) -> None:
    library.replace("bib/refs.bib", "Grids that Learn", "Grids that $\\frac{Learn}$")
    assert "cardcatalog.math" in {at.kind for at in library.build().warnings}


@pytest.mark.parametrize("builder", ["latex", "text", "man", "texinfo"])
def test_a_builder_without_cards_gets_no_assets(build: Callable[..., Build], builder: str) -> None:
    names = [path.name for path in build("library", builder).outdir.rglob("*")]
    assert not [name for name in names if "cardcatalog" in name or name.endswith((".css", ".js"))]


@pytest.mark.parametrize("markup", ["sd-card", "cc-card", "Copy BibTeX", "and 4 more", "data-copy"])
@pytest.mark.parametrize("builder", ["latex", "text"])
def test_a_builder_without_cards_gets_no_markup_of_cards(
    build: Callable[..., Build], builder: str, markup: str
) -> None:
    output = build("library", builder)
    assert markup not in (tex(output) if builder == "latex" else plain(output))


def test_an_entry_of_text_is_a_line_and_its_details(build: Callable[..., Build]) -> None:
    assert (
        "* **Rounder: Rounding Well without Data** "
        "Ada Abel, Bo Berg. ICEX, 2021. PTQ, Rounding. Paper <https://papers.example.org/rounder?id=7&v=2>, "
        "PDF <https://arxiv.org/pdf/2101.00007>, arXiv <https://arxiv.org/abs/2101.00007>, "
        "DOI <https://doi.org/10.1234/icex.2021.7>, Code <https://code.example.org/rounder>, "
        "Project <https://rounder.example.org>"
    ) in plain(build("library", "text"))


def test_an_entry_of_latex_has_its_links(build: Callable[..., Build]) -> None:
    assert r"\sphinxhref{https://papers.example.org/rounder?id=7\&v=2}{Paper}" in tex(build("library", "latex"))


@pytest.mark.parametrize("builder", ["latex", "text"])
def test_a_builder_without_cards_shows_all_authors(build: Callable[..., Build], builder: str) -> None:
    output = build("library", builder)
    names = ", ".join(f"{name} Cole" for name in "Ann Ben Cy Dee Eve Flo Gus Hal Ivy Jo Kim Lou Max Ned".split())
    assert names in (tex(output) if builder == "latex" else plain(output))


def test_a_book_without_the_home_of_a_paper_names_the_paper(library: Project) -> None:
    library.write("index.md", "# Library\n\n```{paper:list}\n:keyword: ptq\n:style: compact\n```\n")
    assert "Shared Scales for Weights and Caches" in tex(library.build("latex"))


def test_an_epub_has_no_button(build: Callable[..., Build]) -> None:
    assert "<button" not in build("library", "epub").text("papers/weights.xhtml")


def test_an_epub_holds_all_cards(build: Callable[..., Build]) -> None:
    assert len(build("library", "epub").soup("papers/weights.xhtml").select(".cc-card")) == 5


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml", "epub"])
def test_no_page_loads_from_another_host(build: Callable[..., Build], builder: str) -> None:
    pages = pages_of(build("library", builder), builder)
    assert not [address for page in pages.values() for address in page.loads if "//" in address]


def test_linkcheck_checks_the_links_of_cards(library: Project) -> None:
    library.set(linkcheck_ignore=[".*"])
    rows = map(json.loads, library.build("linkcheck").text("output.json").splitlines())
    found = {row["uri"] for row in rows if row["filename"] == "papers/weights.md"}
    assert "https://doi.org/10.1234/icex.2021.7" in found
