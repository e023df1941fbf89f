"""Papers as references in running text."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest

from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.kinds import STANDARD_TYPES
from cardcatalog.catalog.loader import Sources, load_catalog
from cardcatalog.catalog.paper import Paper
from cardcatalog.formats.hayagriva import to_hayagriva
from cardcatalog.formats.reference_parts import Work
from cardcatalog.formats.references import STYLES, references_of, to_markdown
from tests.calls import note_calls
from tests.catalogs import catalog_of, paper_of

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
VARIANTS = r"""
@article{ask, title = {Is It?}, author = {Roe, Ann}, journal = {J}, year = 2001}
@article{dots, title = {And Then...}, author = {Roe, Ann}, journal = {J}, year = 2001}
@misc{bare, title = {T}}
@article{quoted, title = {``Hey'' said}, author = {Roe, Ann}, journal = {J}, year = 2001}
@article{quote, title = {He said ``Hey''}, author = {Roe, Ann}, journal = {J}, year = 2001}
@article{article, title = {T}, author = {Roe, Ann}, journal = {J}, year = 2001, eid = {e1234}}
@article{ranges, title = {T}, author = {Roe, Ann}, journal = {J}, year = 2001, pages = {1--9, 15--17}}
@inbook{chapter, title = {T}, author = {Roe, Ann}, booktitle = {B}, chapter = 3, pages = {1--9, 15--17}, year = 2001}
@software{version, title = {T}, author = {Roe, Ann}, year = 2001, version = {1.2}, edition = 2}
@book{translated, title = {T}, author = {Roe, Ann}, translator = {Doe, Bo and Poe, Cy}, year = 2001, edition = 2}
@article{foreign, title = {T}, author = {Roe, Ann}, translator = {Doe, Bo}, journal = {J}, year = 2001}
@book{years, title = {T}, author = {Roe, Ann}, date = {2019/2020}}
@article{months, title = {T}, author = {Roe, Ann}, journal = {J}, date = {2019-03/2019-05}}
@misc{days, title = {T}, author = {Roe, Ann}, date = {2019-03-04/2019-03-09}}
@misc{winter, title = {T}, author = {Roe, Ann}, date = {2019-12-04/2020-02-09}}
@misc{season, title = {T}, author = {Roe, Ann}, date = {2019-22}}
@book{circa, title = {T}, author = {Roe, Ann}, date = {1850~}}
@book{early, title = {T}, author = {Roe, Ann}, date = {-0043~}}
@incollection{names, title = {T}, author = {王, 小明 and 김, 철수}, editor = {山田, 太郎}, booktitle = {B}, year = 2001}
"""
MANY = " and ".join(f"N{char}, A" for char in "abcdefghijklmnopqrstu")
CROWD = f"@article{{crowd2012, title = {{Hands}}, author = {{{MANY}}}, year = {{2012}}}}"
EDITED = f"@book{{crew2012, title = {{Hands}}, editor = {{{MANY}}}, year = {{2012}}}}"
WHOLE = f"@incollection{{part2012, title = {{Hand}}, author = {{Roe, Ann}}, editor = {{{MANY}}}, booktitle = {{B}}}}"
PAPERS = catalog_of(f"{ENTRIES}{VARIANTS}{CROWD}{EDITED}{WHOLE}").papers
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
            "nobody2024", "ieee", "“No Author.” 2024.",
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
            "oak2018", "apa", "Oak, O. (2018). <em>Costs</em> (Technical Report No. 7). Example Institute.",
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
            "quill2016", "ieee", "Quill Group, “News.” [Online]. Available: https://x.example.org/news",
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


@pytest.mark.parametrize(
    ("key", "apa", "ieee"),
    [
        ("ask", "Roe, A. (2001). Is It? <em>J</em>.", "A. Roe, “Is It?” <em>J</em>, 2001."),
        ("dots", "Roe, A. (2001). And Then... <em>J</em>.", "A. Roe, “And Then...” <em>J</em>, 2001."),
        ("bare", "<em>T</em>. (n.d.).", "“T.”"),
        ("quoted", "Roe, A. (2001). “Hey” said. <em>J</em>.", "A. Roe, “‘Hey’ said,” <em>J</em>, 2001."),
        ("quote", "Roe, A. (2001). He said “Hey.” <em>J</em>.", "A. Roe, “He said ‘Hey’,” <em>J</em>, 2001."),
        ("article", "Roe, A. (2001). T. <em>J</em>, Article e1234.", "A. Roe, “T,” <em>J</em>, Art. no. e1234, 2001."),
        ("ranges", "Roe, A. (2001). T. <em>J</em>, 1–9, 15–17.", "A. Roe, “T,” <em>J</em>, pp. 1–9, 15–17, 2001."),
        (
            "chapter",
            "Roe, A. (2001). T. In <em>B</em> (pp. 1–9, 15–17).",
            "A. Roe, “T,” in <em>B</em>, 2001, ch. 3, pp. 1–9, 15–17.",
        ),
        (
            "version",
            "Roe, A. (2001). <em>T</em> (Version 1.2, 2nd ed.) [Computer software].",
            "A. Roe, <em>T</em>. (2001).",
        ),
        (
            "translated",
            "Roe, A. (2001). <em>T</em> (B. Doe &amp; C. Poe, Trans.; 2nd ed.).",
            "A. Roe, <em>T</em>, 2nd ed. 2001.",
        ),
        ("foreign", "Roe, A. (2001). T (B. Doe, Trans.). <em>J</em>.", "A. Roe, “T,” <em>J</em>, 2001."),
        ("years", "Roe, A. (2019–2020). <em>T</em>.", "A. Roe, <em>T</em>. 2019–2020."),
        ("months", "Roe, A. (2019). T. <em>J</em>.", "A. Roe, “T,” <em>J</em>, Mar.–May 2019."),
        ("days", "Roe, A. (2019, March 4–9). <em>T</em>.", "A. Roe, “T.” Mar. 04–09, 2019."),
        (
            "winter",
            "Roe, A. (2019–2020, December 4–February 9). <em>T</em>.",
            "A. Roe, “T.” Dec. 04, 2019–Feb. 09, 2020.",
        ),
        ("season", "Roe, A. (2019, Summer). <em>T</em>.", "A. Roe, “T.” Summer 2019."),
        ("circa", "Roe, A. (ca. 1850). <em>T</em>.", "A. Roe, <em>T</em>. 1850."),
        ("early", "Roe, A. (ca. 44 B.C.E.). <em>T</em>.", "A. Roe, <em>T</em>. 44 BCE."),
        (
            "names",
            "王小明, &amp; 김철수. (2001). T. In 山田太郎 (Ed.), <em>B</em>.",
            "王小明 and 김철수, “T,” in <em>B</em>, 山田太郎, Ed., 2001.",
        ),
    ],
)
def test_references_name_what_an_entry_holds(key: str, apa: str, ieee: str) -> None:
    assert references_of(PAPERS[key]) == {"apa": apa, "ieee": ieee}


@pytest.mark.parametrize(
    ("key", "end"),
    [("crew2012", "… Nu, A. (Eds.). (2012). <em>Hands</em>."), ("part2012", "… A. Nu (Eds.), <em>B</em>.")],
)
def test_of_many_editors_apa_names_19_and_the_last(key: str, end: str) -> None:
    text = references_of(PAPERS[key])["apa"]
    assert text.endswith(end)
    assert "Nt" not in text


@pytest.mark.parametrize("kind", sorted(STANDARD_TYPES))
def test_signs_of_html_are_text_in_every_part_of_a_reference(kind: str) -> None:
    names = (
        "title journal volume number eid series volumes edition version type publisher address chapter pubstate "
        "origdate urldate eventtitle venue maintitle"
    )
    fields = "".join(f", {name} = {{{name} <b> R&D}}" for name in names.split())
    for text in references_of(paper_of(f"@{kind}{{k{fields}, url = {{https://x.example.org/?a&b}}}}")).values():
        assert not re.search(r"<|&(?!(?:lt|gt|amp);)", re.sub("</?em>", "", text))


def test_a_part_of_the_record_is_found_once_for_all_styles(monkeypatch: pytest.MonkeyPatch) -> None:
    found = note_calls(monkeypatch, Work, "__missing__", lambda _work, part: part)
    references_of(PAPERS["pike2017"])
    assert {"volume", "series", "edition"} <= set(found)
    assert len(set(found)) == len(found)


def test_a_paper_with_omitted_authors_has_no_reference() -> None:
    assert not references_of(PAPERS["many2024"])


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The papers of the project, but those of which Typst does not set all that their entries say.

    It omits initials that follow another one without a space, names a range of pages such as ``1:1-1:9`` a page, and
    leaves quotation marks in others as they are.
    """
    papers = load_catalog(Sources(ROOT, ("bib/quantization.bib",), "bib/categories.toml"))[0]
    entries = [
        paper.entry
        for paper in papers.papers.values()
        if not any(re.search(r"\.\w", person.given) for person in paper.authors)
        and re.fullmatch(r"[\w.-]*", paper["pages"])
        and not re.search('[“”"]', paper.title)
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

    It sets a comma before a missing month, a full stop or a comma after a mark, and the number of arXiv twice.
    """
    text = " ".join(unescape(re.sub(r'<span class="prefix">.*?</span>|<[^>]+>', "", html)).split())
    text = re.sub(r"(?<=\(\d{4}),(?=\))|[\U000f0000-\U000ffffd]", "", text).replace("arXiv: arXiv:", "arXiv:")
    return re.sub(r"(?<=[?!])\.|(?<=[?!.]),(?=”)", "", text).lower()


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
    (paper,) = catalog_of(f"@article{{k, {fields}}}").papers.values()
    assert markdown(paper) == text
    assert not re.search(r"[?!.]”?\.", references_of(paper)["ieee"])
    assert paper["edition"] == "1"
