"""The roles: links in prose, live numbers, and the terms, citations and references of other domains."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.sphinx.helpers import Build, Project, WrongPage, fold, hrefs, texts, the

ABEL = "paper/abel2021rounding.html"


def link_to(build: Build, text: str) -> str:
    """Return the target of the guide's link with a text."""
    links = {fold(link.get_text()): str(link["href"]) for link in build.soup("guide.html").select("section p a")}
    return links[text]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        pytest.param("Abel and Berg (2021)", ABEL, id="ref"),
        pytest.param("the rounder", ABEL, id="ref-in-own-words"),
        pytest.param("Hale (2024)", "paper/hale2024grid.html", id="ref-by-former-key"),
        pytest.param("Rounding", "keywords.html#rounding", id="keyword"),
        pytest.param("calibrated", "keywords.html#ptq", id="keyword-in-own-words"),
        pytest.param("Weights", "papers/weights.html", id="category"),
        pytest.param("PTQ", "keywords.html#ptq", id="term-by-name"),
        pytest.param("calibration", "keywords.html#ptq-calibration", id="term-by-alias"),
        pytest.param("post-training quantization", "keywords.html#ptq-post-training-quantization", id="term-of-words"),
        pytest.param("stochastic rounding", "keywords.html#stochastic", id="term-in-lower-case"),
        pytest.param("Berg (2022)", "paper/berg2022shared.html", id="any-paper"),
        pytest.param("Activations & Caches", "papers/caches.html", id="any-category"),
        pytest.param("Unused", "keywords.html#unused", id="any-keyword"),
    ],
)
def test_a_role_links_its_text_to_its_object(html: Build, text: str, address: str) -> None:
    assert link_to(html, text) == address


def test_a_title_has_its_math(html: Build) -> None:
    title = the(html.soup("guide.html"), "a:has(math)")
    assert len(title.select("math")) == 3


def test_a_title_links_to_the_page_of_its_paper(html: Build) -> None:
    title = the(html.soup("guide.html"), "a:has(math)")
    assert title["href"] == "paper/elmer2020norms.html"


def test_a_paper_of_three_authors_is_named_by_the_first(library: Project) -> None:
    library.page("{paper:ref}`elmer2020norms`")
    assert texts(library.build().soup("page.html"), "section p a") == ["Elmer et al. (2020)"]


def test_a_paper_with_more_authors_than_named_is_named_by_the_first(library: Project) -> None:
    library.page("{paper:ref}`dorn2023others`")
    assert texts(library.build().soup("page.html"), "section p a") == ["Dorn et al. (2023)"]


def test_a_paper_of_a_corporation_is_named_by_it(library: Project) -> None:
    library.page("{paper:ref}`example2017page`")
    assert texts(library.build().soup("page.html"), "section p a") == ["The Example Corporation (2017)"]


def test_roles_work_in_restructuredtext(library: Project) -> None:
    library.write("page.rst", ":orphan:\n\nPage\n====\n\n:paper:ref:`its text <abel2021rounding>`\n")
    assert hrefs(library.build().soup("page.html"), "section p a") == [ABEL]


COUNTS = {
    "papers": "9",
    "categories": "5",
    "keywords": "4",
    "category:weights": "5",
    "category:methods": "6",  # a paper that is in two child categories counts once
    "category:weights,survey": "6",
    "keyword:ptq": "2",
    "keyword:unused": "0",
    "keyword:ptq year:2021": "1",
    "venue:ICEX": "4",
    "venue:icex": "4",
    "year:2023": "2",
    "year:2020-2022": "3",
    "year:-2018": "2",
    "author:Berg": "2",
    "author:Muller": "1",
    "author:Müller": "1",
}


@pytest.fixture(scope="module")
def counts(copy_root: Callable[[str], Project]) -> dict[str, str]:
    """The text of a page for each query."""
    project = copy_root("library")
    project.page("\n".join(f"- {query} = {{paper:count}}`{query}`" for query in COUNTS))
    lines = texts(project.build().soup("page.html"), "section li")
    return {query: number for query, _, number in (line.partition(" = ") for line in lines)}


@pytest.mark.parametrize("query", COUNTS)
def test_a_count_is_the_number_of_matching_papers(counts: dict[str, str], query: str) -> None:
    assert counts[query] == COUNTS[query]


def test_a_count_has_thousands_separators(library: Project) -> None:
    entries = (
        f"@misc{{a{n}, title={{T}}, author={{A, B}}, year={{2020}}, category={{survey}}}}\n" for n in range(1000)
    )
    library.append("bib/refs.bib", "".join(entries))
    library.page("{paper:count}`papers`")
    assert texts(library.build("dirhtml").soup("page/index.html"), "section p") == ["1,009"]


WRONG = {
    "{paper:ref}`abel2021roundin`": "unknown paper 'abel2021roundin' (did you mean 'abel2021rounding'?)",
    "{paper:title}`nobody`": "unknown paper 'nobody'",
    "{paper:category}`weigths`": "unknown category 'weigths' (did you mean 'weights'?)",
    "{paper:category}`own words <wieghts>`": "unknown category 'wieghts' (did you mean 'weights'?)",
    "{paper:keyword}`pqt`": "unknown keyword 'pqt' (did you mean 'ptq'?)",
    "{paper:count}`category:weigths`": "paper:count: unknown category 'weigths' (did you mean 'weights'?)",
    "{paper:count}`keyword:pqt`": "paper:count: unknown keyword 'pqt' (did you mean 'ptq'?)",
    "{paper:count}`colour:red`": "paper:count: unknown option 'colour'",
    "{paper:count}`year:20x`": "paper:count: '20x' is not a year or span of years;",
    "{paper:count}`limit:few`": "paper:count: the limit 'few' is not a whole number",
}


@pytest.fixture(scope="module")
def wrong(copy_root: Callable[[str], Project]) -> WrongPage:
    """A page on which every role is wrong."""
    return WrongPage.of(copy_root("library"), (f"Before {role} after." for role in WRONG))


@pytest.mark.parametrize("role", WRONG)
def test_a_wrong_role_is_reported_at_its_line(wrong: WrongPage, role: str) -> None:
    assert wrong.kind_of(role, WRONG[role]) == "cardcatalog.reference"


def test_wrong_roles_are_all_that_is_reported(wrong: WrongPage) -> None:
    assert len(wrong.build.warnings) == len(WRONG)


def test_a_wrong_role_loses_nothing_of_its_paragraph(wrong: WrongPage) -> None:
    targets = [role[role.index("`") + 1 : -1].partition(" <")[0] for role in WRONG]
    assert texts(wrong.build.soup("page.html"), "section p") == [f"Before {target} after." for target in targets]


def test_wrong_roles_can_be_suppressed(library: Project) -> None:
    library.page("{paper:ref}`nobody` {paper:count}`colour:red`")
    library.set(suppress_warnings=["cardcatalog.reference"])
    assert not library.build().warnings


def test_a_paper_on_no_other_page_is_linked_to_its_own(library: Project) -> None:
    library.append("bib/refs.bib", "\n@misc{lost, title={Lost}, author={A, B}, year={2020}}\n")
    library.page("{paper:ref}`lost`")
    assert hrefs(library.build().soup("page.html"), "section p a") == ["paper/lost.html"]


def test_without_pages_of_papers_a_reference_to_a_paper_on_no_page_is_reported(library: Project) -> None:
    library.set(cardcatalog_paper_pages=False)
    library.append("bib/refs.bib", "\n@misc{lost, title={Lost}, author={A, B}, year={2020}}\n")
    library.page("{paper:ref}`lost`")
    message = "paper 'lost' is on no page; write a page that lists it, or do not exclude its page"
    assert library.build().warnings[-1].message == message


def test_a_citation_and_a_reference_can_be_on_one_page(html: Build) -> None:
    prose = texts(html.soup("references.html"), "section > p")
    assert prose == ["[Gra18] says what Gray (2018) says."]


def test_bits_of_a_paper_are_those_of_its_entry(library: Project) -> None:
    library.replace(
        "bib/refs.bib", "keywords      = {ptq, rounding},", "keywords      = {ptq, rounding},\n  bits = {A8W8/W4},"
    )
    library.page("Bits: {paper:bits}`abel2021rounding`; {paper:bits}`berg2022shared`; {paper:bits}`nobody`.", "bits.md")
    build = library.build()
    assert texts(build.soup("bits.html"), "section > p") == ["Bits: W8A8, W4; —; nobody."]
    assert [row.message for row in build.warnings if "nobody" in row.message] == ["paper:bits: unknown paper 'nobody'"]
