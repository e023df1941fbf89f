"""Files of other fields, as their programs write them: ``cardcatalog init`` makes a site of each, and it is whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from click.testing import CliRunner
from sphinx.cmd.build import build_main

from cardcatalog.bibtex.entries import read_bibliography
from cardcatalog.problems import Kind
from cardcatalog.sphinx.domain.default_pages import paper_page
from cardcatalog_tools.commands import main
from tests.sphinx.helpers import dead_links, fold, read_pages, repeated_anchors, texts

DIALECTS = Path(__file__).parent / "dialects"
NAMES = sorted(path.stem for path in DIALECTS.glob("*.bib"))
STOC = "Proceedings of the 3rd Annual Symposium on Invented Computing, May 3-5, 1971, Shaker Heights, Ohio, USA"
NO_PAPERS = {"house", "series"}
"""Entries that only hold data for others."""


@dataclass(frozen=True)
class Site:
    """A site that init made, built."""

    root: Path
    output: Path
    keys: tuple[str, ...]

    def soup(self, page: str) -> BeautifulSoup:
        """Return a page, parsed."""
        return BeautifulSoup((self.output / f"{page}.html").read_text("utf-8"), "html.parser")

    @property
    def categories(self) -> dict[str, BeautifulSoup]:
        """The pages of categories and their years, by name."""
        names = (path.stem for path in sorted(self.output.glob("papers/*.html")))
        return {name: self.soup(f"papers/{name}") for name in names if name != "index"}


def make(folder: Path, bib: Path, *options: str) -> Site:
    """Make a site of a file, and build it with every warning an error."""
    root, output = folder / "site", folder / "html"
    done = CliRunner().invoke(main, ["init", str(root), "--bib", str(bib)])
    assert done.exit_code == 0, done.output
    strict = ["-q", "-n", "-W", "--keep-going", "-c", str(root), "-d", str(folder / "doctrees"), *options]
    assert build_main([*strict, str(root / "docs"), str(output)]) == 0
    entries, problems = read_bibliography(bib, bib.name)
    assert {problem.kind for problem in problems} <= {Kind.HIDDEN_ENTRY}
    return Site(root, output, tuple(entry.key for entry in entries if entry.key not in NO_PAPERS))


@pytest.fixture(scope="session")
def site_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Site]:
    """Sites of the samples, each made once."""
    return cache(lambda name: make(tmp_path_factory.mktemp(name), DIALECTS / f"{name}.bib"))


@pytest.fixture(params=NAMES)
def site(request: pytest.FixtureRequest, site_of: Callable[[str], Site]) -> Site:
    """The site of each sample in turn."""
    return site_of(request.param)


def test_every_entry_has_a_page_and_a_category(site: Site) -> None:
    shown = {card["id"] for page in site.categories.values() for card in page.select(".cc-card")}
    assert shown == set(site.keys)
    assert all((site.output / f"{paper_page(key)}.html").is_file() for key in site.keys)


def test_no_entry_is_twice_in_a_category(site: Site) -> None:
    for page in site.categories.values():
        assert not [
            key for key, number in Counter(card["id"] for card in page.select(".cc-card")).items() if number > 1
        ]


def test_no_link_is_dead(site: Site) -> None:
    pages = read_pages(site.output)
    assert not list(dead_links(pages))
    assert not list(repeated_anchors(pages))


def without_math(tag: Tag) -> str:
    """Return the text of an element without its formulas and its link to itself."""
    for part in tag.select("math, .headerlink"):
        part.decompose()
    return fold(tag.get_text())


_TEX = re.compile(r"[\\{}]|[$^](?!\d)|</?\w+>|--|``|''")
"""Markup; a dollar sign or a caret before a number may be meant."""


def test_no_title_shows_tex_outside_of_math(site: Site) -> None:
    titles = [without_math(the) for page in site.categories.values() for the in page.select(".sd-card-title")]
    titles += [without_math(title) for key in site.keys for title in site.soup(paper_page(key)).select("h1")]
    assert len(titles) >= 2 * len(site.keys)
    assert not [title for title in titles if _TEX.search(title)]


def test_math_of_titles_is_mathml(site_of: Callable[[str], Site]) -> None:
    site = site_of("mathematics")
    formulas = site.soup(paper_page("operators")).select("h1 math")
    assert len(formulas) == 7
    assert not site.output.joinpath("_static", "mathjax").exists()
    assert not [page for page in site.categories.values() if page.select("code.math, .problematic, .system-message")]


def heading(site: Site, key: str) -> str:
    """Return the title on the page of a paper, formulas among it."""
    (title,) = site.soup(paper_page(key)).select("h1")
    for part in title.select(".headerlink"):
        part.decompose()
    return re.sub(r"\s+", "", title.get_text())


@pytest.mark.parametrize(
    ("sample", "key", "title"),
    [
        (
            "inspire",
            "Theorist:1998xy",
            "TheLargeNlimitof\N{MATHEMATICAL SCRIPT CAPITAL N}=4super-Yang–MillsandsupergravityonAdS5×S5",
        ),
        ("inspire", "Software:2020zz", "Reviewof⁴HeandH₂OatT=4K"),
        ("dblp", "DBLP:conf/stoc/DoeO71", "TheComplexityofTheorem-ProvinginP&NP:A“Short”Proof"),
        ("dblp", "DBLP:conf/stoc/Roe71", "What'sO(nlogn)Anyway?"),
        ("mathematics", "weyl", "Überíndices,ça,naïveŠetsßandångströms"),
        ("mathematics", "tex", "TeX,LaTeX,LaTeX2eandBibTeX:anon-breakingspace,…,…and–"),
        ("mathematics", "greek", "α,β-decay,Γ(z),ζ(s)andπtoℵ0"),
        ("mathematics", "old", "\N{MATHEMATICAL SCRIPT CAPITAL N}=4at10GeV,x,D̸and\N{DOUBLE-STRUCK CAPITAL R}3"),
        ("mendeley", "Adams2014", "Gene_driveinMusmusculus:β-actin&IL-6,5%ofcases"),
        ("zotero", "doeWebPage2020", "AWebPageabout$100&5%of#hashtags"),
        ("acl", "doe-etal-2020-translation", "Translation“intheWild”:BERT'sÉtudes"),
    ],
)
def test_a_title_reads_as_its_authors_wrote_it(
    site_of: Callable[[str], Site], sample: str, key: str, title: str
) -> None:
    assert heading(site_of(sample), key) == title


@pytest.mark.parametrize(
    ("sample", "key", "names"),
    [
        ("bibtex", "smith99", "John Smith, Mary von Jones, The Lemma Group"),
        ("biblatex", "kapitel", "Žofie Šebek, Jean de la Vallée"),
        ("dblp", "DBLP:conf/stoc/DoeO71", "Jane Doe, Seán O'Neill, Björn Łukasiewicz"),
        ("mathematics", "weyl", "H. Weyl, V. Šimon, J. Łoś, Ø. Øre, Pál Erdős"),
        ("zotero", "mullerTitle2019", "Hans Müller, Ludwig van Beethoven, World Health Organization"),
        ("acl", "ws-2020-invented", "Program Chair (ed.)"),
        ("inspire", "Author:2012ab", "Ada Author, W. Writer, and others"),
    ],
)
def test_names_read_as_people_write_them(site_of: Callable[[str], Site], sample: str, key: str, names: str) -> None:
    assert texts(site_of(sample).soup(paper_page(key)), ".cc-authors") == [names]


@pytest.mark.parametrize(
    ("sample", "key", "venue"),
    [
        ("bibtex", "second01", "Proc. First Meeting on Invented Things, 2001"),
        ("biblatex", "kapitel", "Sammlung der Sätze: Erster Teil, 2015"),
        ("dblp", "DBLP:conf/stoc/Roe71", f"{STOC}, 1971"),
    ],
)
def test_a_paper_takes_venue_and_year_from_its_volume(
    site_of: Callable[[str], Site], sample: str, key: str, venue: str
) -> None:
    assert texts(site_of(sample).soup(paper_page(key)), "p.cc-venue") == [venue]


@pytest.mark.parametrize(
    ("sample", "tree"),
    [
        ("jabref", ["Theory 2", "Lattice 1", "Perturbation theory 1", "Read soon 1", "Errors 1", "Other 1"]),
        ("mendeley", ["Biology 2", "Genetics 1", "Reading 2"]),
        ("zotero", ["Open science 3", "To read 4"]),
        ("acl", ["Articles 1", "Conference papers 1", "Books 1"]),
        ("arxiv", ["2023 1", "2022 1", "2004 1"]),
    ],
)
def test_categories_are_those_that_the_file_has(site_of: Callable[[str], Site], sample: str, tree: list[str]) -> None:
    assert texts(site_of(sample).soup("papers/index"), ".cc-tree p") == tree


def test_private_fields_of_reference_managers_are_omitted(site_of: Callable[[str], Site]) -> None:
    site = site_of("zotero")
    assert not [path for path in site.output.rglob("*") if path.is_file() and b"/home/jane" in path.read_bytes()]


def test_thousands_of_entries_appear_once_each(tmp_path: Path) -> None:
    entries = (
        f"@article{{Author{n}:{1950 + n % 70}xy,\n  title = {{Title {n} of $L^{n % 9}$}},\n"
        f"  author = {{Author, A{n % 97}. and Writer, B.}},\n  journal = {{Journal {n % 400}}},\n"
        f"  year = {{{1950 + n % 70}}},\n}}\n"
        for n in range(3000)
    )
    bib = tmp_path / "thousands.bib"
    bib.write_text("\n".join(entries), encoding="utf-8")
    site = make(tmp_path, bib, "-D", "cardcatalog_paper_pages=0")
    cards = Counter(card["id"] for page in site.categories.values() for card in page.select(".cc-card"))
    assert cards == Counter(site.keys)
