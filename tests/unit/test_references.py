"""Papers as references in running text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cardcatalog.bibtex.entries import parse_bibliography
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.formats.references import format_references, to_markdown

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
@article{king2001, title = {Names}, author = {King, Jr., M. L. and van Roe, Jane}, year = {2001}, journal = {J}}
"""
PAPERS = Catalog.from_entries(parse_bibliography(ENTRIES, "refs.bib")[0]).papers


@pytest.fixture(scope="module")
def references() -> dict[str, dict[str, str]]:
    """The references of all papers."""
    pytest.importorskip("typst")
    return format_references(list(PAPERS.values()))


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
            "dorn2023", "apa", "Dorn, D. (2023). <em>PageJob</em> (arXiv:2301.00001). arXiv. https://arxiv.org/abs/2301.00001",
        ),
    ],
)  # fmt: skip
def test_a_reference_follows_its_style(references: dict[str, dict[str, str]], key: str, style: str, text: str) -> None:
    assert references[key][style] == text


def test_a_paper_without_authors_has_references(references: dict[str, dict[str, str]]) -> None:
    assert references["nobody2024"]["apa"] == "<em>No Author</em>. (2024)."


def test_a_paper_with_omitted_authors_has_no_reference(references: dict[str, dict[str, str]]) -> None:
    assert "many2024" not in references


def test_a_reference_does_not_depend_on_other_papers(references: dict[str, dict[str, str]]) -> None:
    key = "abel2021second"
    assert format_references([PAPERS[key]])[key] == references[key]


def test_a_failing_reference_does_not_affect_others(
    references: dict[str, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    typst = pytest.importorskip("typst")
    compiled = typst.compile

    def refuse(source: str, **options: str) -> bytes:
        with open(source.replace("references.typ", "papers.yml"), encoding="utf-8") as file:  # noqa: PTH123  (a text)
            if "Scales" in file.read():
                raise typst.TypstError
        return bytes(compiled(source, **options))

    monkeypatch.setattr(typst, "compile", refuse)
    found = format_references(list(PAPERS.values()))
    assert found == {key: texts for key, texts in references.items() if key != "cole2022"}


def test_without_typst_there_are_no_references(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cardcatalog.formats.references.typst_version", str)
    assert format_references(list(PAPERS.values())) == {}


def markdown(paper: Paper) -> str:
    """Return a paper as Markdown, without its last newline."""
    return to_markdown(paper).removesuffix("\n")


@pytest.mark.parametrize(
    ("key", "text"),
    [
        (
            "abel2021first",
            (
                r"Ada Abel, Bo Berg. [Rounder: Cost \$5 for a\_b?](<https://doi.org/10.1234/x.7>). "
                "*International Conference on Examples*, 2021."
            ),
        ),
        ("many2024", "Dan Dorn, et al. Many. 2024."),
        ("cole2022", "Cy Cole. Scales. *Journal of Examples*, 2022."),
    ],
)
def test_markdown_names_authors_title_venue_and_year(key: str, text: str) -> None:
    assert markdown(PAPERS[key]) == text
