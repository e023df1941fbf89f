"""Papers as references in running text."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cardcatalog.bibtex.entries import parse_bibliography
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.loader import Sources, load_catalog
from cardcatalog.formats.hayagriva import to_hayagriva
from cardcatalog.formats.references import STYLES, references_of, to_markdown

if TYPE_CHECKING:
    from cardcatalog.catalog.paper import Paper

ENTRIES = r"""
@inproceedings{abel2021first, title = {{Rounder}: Cost \$5 for {a_b}?}, author = {Abel, Ada and Berg, Bo},
  year = {2021}, booktitle = {International Conference on Examples}, pages = {10--19}, doi = {10.1234/x.7}}
@inproceedings{abel2021second, title = {Grids}, author = {Abel, Ada and Berg, Bo}, year = {2021},
  booktitle = {International Conference on Examples}, url = {https://x.example.org/grids}}
@article{cole2022, title = {Scales}, author = {Cole, Cy}, year = {2022}, journal = {Journal of Examples}, volume = {3},
  number = {4}}
@misc{dorn2023, title = {PageJob}, author = {Dorn, Dan}, year = {2023}, eprint = {2301.00001}, archiveprefix = {arXiv}}
@inproceedings{edited2021, title = {Edited}, author = {Cole, Cy}, editor = {Roe, Jane}, year = {2021}, pages = {1--2},
  booktitle = {Proc. of Examples}, publisher = {P}}
@inproceedings{short2021, title = {Short}, author = {Cole, Cy}, year = {2021}, booktitle = {Proc. of Examples}}
@misc{many2024, title = {Many}, author = {Dorn, Dan and others}, year = {2024}}
@misc{nobody2024, title = {No Author}, year = {2024}}
@book{lake2020, title = {Tables}, editor = {Lake, Lo and Moor, Mo}, year = {2020}, edition = {2}, publisher = {P},
  address = {Town}}
@phdthesis{nash2019, title = {Depth}, author = {Nash, Ned}, year = {2019}, school = {Example University},
  url = {https://x.example.org/depth}}
@techreport{oak2018, title = {Costs}, author = {Oak, Ora}, year = {2018}, month = mar, number = {7},
  institution = {Example Institute}}
@incollection{pike2017, title = {Parts}, author = {Pike, Pia}, editor = {Roe, Jane and Roe, Rick}, year = {2017},
  booktitle = {A Whole}, series = {Wholes}, volume = {3}, pages = {5}, publisher = {P}, address = {Town}}
@online{quill2016, title = {News}, author = {{Quill Group}}, date = {2016-03-05}, url = {https://x.example.org/news}}
@software{reed2015, title = {Tool}, author = {Reed, Ray}, year = {2015}, url = {https://x.example.org/tool}}
@patent{sand2014, title = {Gate}, author = {Sand, Sid}, year = {2014}, number = {1,234}}
@unpublished{tarn2013, title = {Draft}, author = {Tarn, Tess}, note = {A draft}}
@article{initials2011, title = {Initials}, year = {2011}, journal = {J},
  author = {Roe, J.R.R. and Roe, Jean-Luc and de Roe, Mary Ann and \'{E}clair, \'{E}va}}
@article{king2001, title = {Names}, author = {King, Jr., M. L. and van Roe, Jane}, year = {2001}, journal = {J}}
"""
MANY = " and ".join(f"N{char}, A" for char in "abcdefghijklmnopqrstu")
CROWD = f"@article{{crowd2012, title = {{Hands}}, author = {{{MANY}}}, year = {{2012}}}}"
PAPERS = Catalog.from_entries(parse_bibliography(ENTRIES + CROWD, "refs.bib")[0]).papers
ROOT = Path(__file__).parents[2]
FIRST_MARK = 0xF0000
"""The first character for private use in its plane."""


@pytest.mark.parametrize(
    ("key", "style", "text"),
    [
        (
            "abel2021first", "apa",
            ("Abel, A., &amp; Berg, B. (2021). Rounder: Cost $5 for a_b? "
            "<em>International Conference on Examples</em>, 10–19. https://doi.org/10.1234/x.7"),
        ),
        (
            "abel2021second", "apa",
            "Abel, A., &amp; Berg, B. (2021). Grids. <em>International Conference on Examples</em>. https://x.example.org/grids",
        ),
        (
            "cole2022", "apa", "Cole, C. (2022). Scales. <em>Journal of Examples</em>, <em>3</em>(4).",
        ),
        (
            "edited2021", "apa", "Cole, C. (2021). Edited. In J. Roe (Ed.), <em>Proc. of Examples</em> (pp. 1–2). P.",
        ),
        (
            "short2021", "apa", "Cole, C. (2021). Short. <em>Proc. of Examples</em>.",
        ),
        (
            "cole2022", "ieee", "C. Cole, “Scales,” <em>Journal of Examples</em>, vol. 3, no. 4, 2022.",
        ),
        (
            "king2001", "apa", "King, M. L., Jr., &amp; van Roe, J. (2001). Names. <em>J</em>.",
        ),
        (
            "king2001", "ieee", "M. L. King Jr. and J. van Roe, “Names,” <em>J</em>, 2001.",
        ),
        (
            "nobody2024", "apa", "<em>No Author</em>. (2024).",
        ),
        (
            "nobody2024", "ieee", "“No Author,” 2024.",
        ),
        (
            "lake2020", "apa", "Lake, L., &amp; Moor, M. (Eds.). (2020). <em>Tables</em> (2nd ed.). P.",
        ),
        (
            "lake2020", "ieee", "L. Lake and M. Moor, Eds., <em>Tables</em>, 2nd ed. Town: P, 2020.",
        ),
        (
            "nash2019", "apa",
            "Nash, N. (2019). <em>Depth</em> [PhD thesis, Example University]. https://x.example.org/depth",
        ),
        (
            "oak2018", "apa", "Oak, O. (2018). <em>Costs</em> (Technical report No. 7). Example Institute.",
        ),
        (
            "oak2018", "ieee", "O. Oak, “Costs,” Example Institute, Technical report 7, Mar. 2018.",
        ),
        (
            "pike2017", "apa",
            "Pike, P. (2017). Parts. In J. Roe &amp; R. Roe (Eds.), <em>A Whole</em> (Vol. 3, p. 5). P.",
        ),
        (
            "pike2017", "ieee",
            ("P. Pike, “Parts,” in <em>A Whole</em>, vol. 3, J. Roe and R. Roe, Eds., in Wholes, vol. 3. "
             "Town: P, 2017, p. 5."),
        ),
        (
            "quill2016", "apa", "Quill Group. (2016, March 5). <em>News</em>. https://x.example.org/news",
        ),
        (
            "quill2016", "ieee", "Quill Group, “News.” Mar. 05, 2016. [Online]. Available: https://x.example.org/news",
        ),
        (
            "reed2015", "apa", "Reed, R. (2015). <em>Tool</em> [Computer software]. https://x.example.org/tool",
        ),
        (
            "sand2014", "ieee", "S. Sand, “Gate,” 1,234, 2014.",
        ),
        (
            "tarn2013", "apa", "Tarn, T. (n.d.). <em>Draft</em> [Unpublished manuscript].",
        ),
        (
            "crowd2012", "apa",
            "".join(f"N{char}, A., " for char in "abcdefghijklmnopqrs") + "… Nu, A. (2012). <em>Hands</em>.",
        ),
        (
            "crowd2012", "ieee", "A. Na <em>et al.</em>, “Hands,” 2012.",
        ),
        (
            "initials2011", "ieee",
            "J. R. R. Roe, J.-L. Roe, M. A. de Roe, and É. Éclair, “Initials,” <em>J</em>, 2011.",
        ),
        (
            "dorn2023", "apa", "Dorn, D. (2023). <em>PageJob</em> (arXiv:2301.00001). arXiv. https://arxiv.org/abs/2301.00001",
        ),
    ],
)  # fmt: skip
def test_a_reference_follows_its_style(key: str, style: str, text: str) -> None:
    assert references_of(PAPERS[key])[style] == text


def test_a_paper_with_omitted_authors_has_no_reference() -> None:
    assert not references_of(PAPERS["many2024"])


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The papers of the project, but those of which Typst does not set all that their entries say.

    It omits initials that follow another one without a space, and names a range of pages such as ``1:1-1:9`` a page.
    """
    papers = load_catalog(Sources(ROOT, ("bib/quantization.bib",), "bib/categories.toml"))[0]
    entries = [
        paper.entry
        for paper in papers.papers.values()
        if not any(re.search(r"\.\w", person.given) for person in paper.authors)
        and re.fullmatch(r"[\w.-]*", paper["pages"])
    ]
    assert len(entries) > 0.98 * len(papers.papers)
    return Catalog.from_entries(entries)


@pytest.mark.parametrize("style", STYLES)
def test_references_of_the_project_are_those_of_typst(catalog: Catalog, tmp_path: Path, style: str) -> None:
    """Typst sorts them, and writes some words in capitals; see :func:`comparable`."""
    typst = pytest.importorskip("typst")
    papers = list(catalog.papers.values())
    rows = {paper.key: to_hayagriva(paper) for paper in papers}
    for mark, row in enumerate(rows.values(), FIRST_MARK):  # with it no two works are so alike that Typst adds to them
        row["author"][0]["name"] = chr(mark) + row["author"][0]["name"]
    (tmp_path / "all.yml").write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    (tmp_path / "all.typ").write_text(f'#bibliography("all.yml", full: true, style: "{style}")\n', "utf-8")
    html = bytes(typst.compile(str(tmp_path / "all.typ"), format="html", ignore_system_fonts=True)).decode()
    theirs = re.findall(r"<li\b[^>]*>(.*?)</li>", html, re.DOTALL)
    ours = [references_of(paper)[style] for paper in papers]
    assert sorted(map(comparable, ours)) == sorted(map(comparable, theirs))


def comparable(html: str) -> str:
    """Return the text of a reference in lower case, without its number, its mark, and the mistakes of Typst.

    It sets a comma before a missing month, a full stop after a mark, and the number of arXiv twice.
    """
    text = " ".join(unescape(re.sub(r'<span class="prefix">.*?</span>|<[^>]+>', "", html)).split())
    text = re.sub(r"(?<=\(\d{4}),(?=\))|[\U000f0000-\U000ffffd]", "", text).replace("arXiv: arXiv:", "arXiv:")
    return re.sub(r"(?<=[?!])\.", "", text).lower()


def markdown(paper: Paper) -> str:
    """Return a paper as Markdown, without its last newline."""
    return to_markdown(paper).removesuffix("\n")


@pytest.mark.parametrize(
    ("key", "text"),
    [
        (
            "abel2021first",
            (
                r"Ada Abel, Bo Berg. [Rounder: Cost \$5 for a\_b?](<https://doi.org/10.1234/x.7>) "
                "*International Conference on Examples*, 2021."
            ),
        ),
        ("many2024", "Dan Dorn, et al. Many. 2024."),
        ("cole2022", "Cy Cole. Scales. *Journal of Examples*, 2022."),
    ],
)
def test_markdown_names_authors_title_venue_and_year(key: str, text: str) -> None:
    assert markdown(PAPERS[key]) == text


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Why Now?", "Ann Roe. Why Now? *J.*, 2001."),
        ("Ends with a Stop.", "Ann Roe. Ends with a Stop. *J.*, 2001."),
        ("Plain", "Ann Roe. Plain. *J.*, 2001."),
    ],
)
def test_no_mark_follows_the_mark_of_a_title(title: str, text: str) -> None:
    fields = f"title = {{{title}}}, author = {{Roe, Ann}}, journal = {{J.}}, year = 2001, edition = {{1st ed..}}"
    (paper,) = Catalog.from_entries(parse_bibliography(f"@article{{k, {fields}}}", "x.bib")[0]).papers.values()
    assert markdown(paper) == text
    assert not re.search(r"[?!.]”?\.", references_of(paper)["ieee"])
    assert paper["edition"] == "1"
