"""The directives for lists and cards: every option, and the errors of wrong ones."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup

from tests.sphinx.helpers import Build, Page, Project, WrongPage, hrefs, repeated_anchors, texts, the

ORDERS = {
    ":category: weights": "hale2024grid dorn2023others berg2022shared abel2021rounding gray2018survey",
    ":category: methods": "hale2024grid dorn2023others cole2023crowd berg2022shared abel2021rounding gray2018survey",
    ":category: survey, training": "elmer2020norms mueller2019strasse gray2018survey example2017page",
    ":keyword: rounding": "hale2024grid abel2021rounding elmer2020norms",
    ":keyword: ptq, stochastic": "cole2023crowd berg2022shared abel2021rounding mueller2019strasse",
    ":keyword: ptq\n:category: caches": "berg2022shared",
    ":venue: JEX": "cole2023crowd mueller2019strasse gray2018survey",
    ":venue: jex, arXiv": "dorn2023others cole2023crowd mueller2019strasse gray2018survey",
    ":author: Berg": "berg2022shared abel2021rounding",
    ":author: Bo Berg": "berg2022shared abel2021rounding",
    ":author: Muller": "mueller2019strasse",
    ":author: van der Berg": "mueller2019strasse",
    ":year: 2019": "mueller2019strasse",
    ":year: 2018, 2024": "hale2024grid gray2018survey",
    ":year: 2020-2022": "berg2022shared abel2021rounding elmer2020norms",
    ":year: 2023-": "hale2024grid dorn2023others cole2023crowd",
    ":year: -2018": "gray2018survey example2017page",
    ":category: caches\n:sort: oldest": "berg2022shared cole2023crowd",
    ":category: weights\n:sort: title\n:group-by: none":
        "dorn2023others gray2018survey hale2024grid abel2021rounding berg2022shared",
    ":category: weights\n:sort: author\n:group-by: none":
        "abel2021rounding berg2022shared dorn2023others gray2018survey hale2024grid",
    ":category: weights\n:sort: venue\n:group-by: none":
        "dorn2023others hale2024grid berg2022shared abel2021rounding gray2018survey",
    ":category: weights\n:sort: added\n:group-by: none":
        "hale2024grid gray2018survey abel2021rounding berg2022shared dorn2023others",
    ":limit: 2": "hale2024grid dorn2023others",
    ":limit: 1\n:sort: oldest": "example2017page",
}  # fmt: skip

GROUPS = {
    ":keyword: ptq": ["2022", "2021"],
    ":keyword: ptq\n:group-by: year": ["2022", "2021"],
    ":keyword: ptq\n:group-by: none": [],
    ":keyword: ptq\n:limit: 5": [],
    ":keyword: ptq\n:year: 2021-2022": [],
    ":category: weights\n:group-by: venue": ["ICEX", "arXiv", "JEX"],
    ":keyword: ptq\n:group-by: category": ["Weights", "Activations & Caches"],
    ":keyword: ptq\n:group-by: keyword": ["PTQ", "Rounding"],
    ":category: survey\n:group-by: keyword": ["No keyword"],
    ":category: survey\n:group-by: venue": ["JEX", "No venue"],
}

STYLES = {
    "compact": ":category: caches\n:style: compact",
    "table": ":category: caches\n:style: table\n:group-by: none",
    "tree": ":style: tree",
    "branch": ":style: tree\n:category: methods",
    "empty": ":keyword: unused",
    "twice": ":keyword: ptq\n:group-by: category",
    "one level": ":keyword: ptq\n:group-by: none",
    "two levels": ":keyword: ptq",
}


@pytest.fixture(scope="module")
def show(copy_root: Callable[[str], Project]) -> Callable[[str], BeautifulSoup]:
    """Pages with one list each, by the options of the list."""
    project = copy_root("library")
    pages = {options: f"page-{n}" for n, options in enumerate({**ORDERS, **GROUPS, **dict.fromkeys(STYLES.values())})}
    for options, page in pages.items():
        project.page(f"```{{paper:list}}\n{options}\n```", f"{page}.md")
    build = project.build()
    assert not build.warnings
    return lambda options: build.soup(f"{pages[options]}.html")


def keys(soup: BeautifulSoup) -> str:
    """Return the citation keys of the cards, in order, as their buttons have them."""
    copied = "\n".join(str(button["data-copy"]) for button in soup.select("button"))
    return " ".join(re.findall(r"^@\w+{(.+),$", copied, re.MULTILINE))


@pytest.mark.parametrize("options", ORDERS)
def test_a_list_shows_the_matching_papers_in_order(show: Callable[[str], BeautifulSoup], options: str) -> None:
    assert keys(show(options)) == ORDERS[options]


@pytest.mark.parametrize("options", GROUPS)
def test_a_list_has_a_heading_for_each_group(show: Callable[[str], BeautifulSoup], options: str) -> None:
    headings = [heading.removesuffix("¶") for heading in texts(show(options), ".cc-group > h2")]
    assert headings == GROUPS[options]


def test_a_paper_of_two_groups_has_a_card_in_both(show: Callable[[str], BeautifulSoup]) -> None:
    assert keys(show(STYLES["twice"])) == "berg2022shared abel2021rounding berg2022shared"


def test_a_paper_of_two_groups_has_one_anchor(show: Callable[[str], BeautifulSoup]) -> None:
    assert len(show(STYLES["twice"]).select("[id='berg2022shared']")) == 1


def test_a_line_of_a_compact_list_links_to_the_page_of_its_paper(show: Callable[[str], BeautifulSoup]) -> None:
    addresses = hrefs(show(STYLES["compact"]), ".cc-list a")
    assert addresses == ["paper/cole2023crowd.html", "paper/berg2022shared.html"]


def test_without_pages_of_papers_a_line_of_a_compact_list_links_to_the_card(library: Project) -> None:
    library.set(cardcatalog_paper_pages=False)
    addresses = hrefs(library.build().soup("lists.html"), ".cc-list a")
    assert addresses == ["papers/weights.html#berg2022shared", "papers/weights.html#abel2021rounding"]


def test_a_line_of_a_compact_list_names_title_venue_and_year(show: Callable[[str], BeautifulSoup]) -> None:
    lines = texts(show(STYLES["compact"]), ".cc-list li")
    assert lines == ["Written by a Crowd JEX 2023", "Shared Scales for Weights and Caches ICEX 2022"]


def test_a_table_has_a_row_for_each_paper(show: Callable[[str], BeautifulSoup]) -> None:
    assert texts(show(STYLES["table"]), ".cc-table tr") == [
        "Year Title Venue Keywords",
        "2023 Written by a Crowd JEX Stochastic rounding",
        "2022 Shared Scales for Weights and Caches ICEX PTQ",
    ]


def test_a_tree_shows_each_category_with_its_number(show: Callable[[str], BeautifulSoup]) -> None:
    lines = texts(show(STYLES["tree"]), ".cc-tree p")
    assert lines == ["Surveys 2", "Methods 6", "Weights 5", "Activations & Caches 2", "Training 2"]


def test_a_tree_can_begin_at_a_category(show: Callable[[str], BeautifulSoup]) -> None:
    assert texts(show(STYLES["branch"]), ".cc-tree p") == ["Weights 5", "Activations & Caches 2"]


def test_an_empty_list_has_a_message(show: Callable[[str], BeautifulSoup]) -> None:
    assert texts(show(STYLES["empty"]), ".cc-empty") == ["No matching papers."]


def test_titles_of_cards_are_one_level_below_their_group(show: Callable[[str], BeautifulSoup]) -> None:
    assert {title.name for title in show(STYLES["two levels"]).select(".sd-card-title")} == {"h3"}


def test_titles_of_cards_without_groups_are_one_level_below_their_page(show: Callable[[str], BeautifulSoup]) -> None:
    assert {title.name for title in show(STYLES["one level"]).select(".sd-card-title")} == {"h2"}


def test_two_lists_on_a_page_share_no_anchor(library: Project) -> None:
    library.page("```{paper:list}\n:keyword: ptq\n```\n\n" * 2)
    page = Page(library.build().text("page.html"))
    assert not list(repeated_anchors({library.root: page}))


def test_a_compact_list_leaves_the_anchor_to_the_cards_below_it(library: Project) -> None:
    library.page("```{paper:list}\n:keyword: ptq\n:style: compact\n```\n\n```{paper:list}\n:keyword: ptq\n```\n")
    assert the(library.build().soup("page.html"), "[id='berg2022shared']")["class"][0] == "sd-card"


def test_cards_have_the_order_of_their_keys(library: Project) -> None:
    library.page("```{paper:card} gray2018survey abel2021rounding\n```")
    assert keys(library.build().soup("page.html")) == "gray2018survey abel2021rounding"


def test_a_card_is_found_by_a_former_key(library: Project) -> None:
    library.page("```{paper:card} hale2023draft\n```")
    assert keys(library.build().soup("page.html")) == "hale2024grid"


def test_a_handwritten_card_does_not_change_the_target_of_references(library: Project) -> None:
    library.set(cardcatalog_paper_pages=False)
    library.page("```{paper:card} gray2018survey\n```\n\n{paper:ref}`gray2018survey`")
    assert hrefs(library.build().soup("page.html"), "section > p a") == ["papers/survey.html#gray2018survey"]


def test_a_paper_that_only_a_card_shows_is_linked_to_there(library: Project) -> None:
    library.set(cardcatalog_paper_pages=False)
    library.append("bib/refs.bib", "\n@misc{lost, title={Lost}, author={A, B}, year={2020}}\n")
    library.page("```{paper:card} lost\n```\n\n{paper:ref}`lost`")
    assert hrefs(library.build().soup("page.html"), "section > p a") == ["#lost"]


def test_wanted_papers_are_a_table(html: Build) -> None:
    assert texts(html.soup("wanted.html"), ".cc-table tr") == [
        "Year Title Venue",
        "2016 A Work Whose Authors Nobody Knows ICEX",
        "A Work Without a Link",
    ]


def test_a_wanted_paper_has_its_link(html: Build) -> None:
    assert hrefs(html.soup("wanted.html"), ".cc-table a") == ["https://example.org/unknown"]


SORTS = '"newest", "oldest", "title", "author", "venue", "added", or "recent"'
KNOWN_OPTIONS = "['author', 'category', 'group-by', 'keyword', 'limit', 'skip', 'sort', 'style', 'venue', 'year']"
OPTION = "'paper:list': Invalid option value for"
WRONG = {
    "{paper:list}\n:category: weigths": (
        "cardcatalog.reference", "paper:list: unknown category 'weigths' (did you mean 'weights'?)",
    ),
    "{paper:list}\n:keyword: pqt": (
        "cardcatalog.reference", "paper:list: unknown keyword 'pqt' (did you mean 'ptq'?)",
    ),
    "{paper:list}\n:limit: few": ("cardcatalog.reference", "paper:list: the limit 'few' is not a whole number"),
    "{paper:list}\n:year: soon": (
        "cardcatalog.reference",
        "paper:list: 'soon' is not a year or span of years;",
    ),
    "{paper:list}\n:style: tree\n:category: wieghts": (
        "cardcatalog.reference", "paper:list: unknown category 'wieghts' (did you mean 'weights'?)",
    ),
    "{paper:list}\n:sort: backwards\n:limit: 1": (
        "myst.directive_option", f'{OPTION} \'sort\': backwards: "backwards" unknown; choose from {SORTS}',
    ),
    "{paper:list}\n:style: fancy\n:limit: 1": (
        "myst.directive_option",
        f'{OPTION} \'style\': fancy: "fancy" unknown; choose from "cards", "compact", "table", or "tree"',
    ),
    "{paper:list}\n:group-by: age\n:limit: 1": (
        "myst.directive_option",
        f'{OPTION} \'group-by\': age: "age" unknown; choose from "year", "venue", "category", "keyword", "recent"',
    ),
    "{paper:list}\n:venue:\n:limit: 1": (
        "myst.directive_option", f"{OPTION} 'venue': None: argument required but none supplied",
    ),
    "{paper:list}\n:colour: red\n:limit: 1": (
        "myst.directive_option", f"'paper:list': Unknown option key: 'colour' (allowed: {KNOWN_OPTIONS})",
    ),
    "{paper:card} nobody": ("cardcatalog.reference", "paper:card: unknown paper 'nobody'"),
    "{paper:card} abel2021roundin gray2018survey": (
        "cardcatalog.reference", "paper:card: unknown paper 'abel2021roundin' (did you mean 'abel2021rounding'?)",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def wrong(copy_root: Callable[[str], Project]) -> WrongPage:
    """A page on which every directive is wrong."""
    return WrongPage.of(copy_root("library"), (f"```{directive}\n```\n\nAfter." for directive in WRONG))


@pytest.mark.parametrize("directive", WRONG)
def test_a_wrong_directive_is_reported_at_its_line(wrong: WrongPage, directive: str) -> None:
    kind, message = WRONG[directive]
    assert wrong.kind_of(directive, message) == kind


def test_wrong_directives_are_all_that_is_reported(wrong: WrongPage) -> None:
    assert len(wrong.build.warnings) == len(WRONG)


def test_a_wrong_directive_loses_nothing_else_of_its_page(wrong: WrongPage) -> None:
    assert texts(wrong.build.soup("page.html"), "section > p") == ["After."] * len(WRONG)


def test_an_unknown_key_leaves_the_other_cards(wrong: WrongPage) -> None:
    assert keys(wrong.build.soup("page.html")).endswith("gray2018survey")


def test_a_wanted_file_that_does_not_exist_is_reported(library: Project) -> None:
    library.page("```{paper:wanted} bib/nowhere.toml\n```")
    (warned,) = library.build().warnings
    assert (warned.path, warned.kind) == ("bib/nowhere.toml", "cardcatalog.file")


def test_a_wanted_row_without_a_title_is_reported_at_its_line(library: Project) -> None:
    library.append("bib/wanted.toml", "\n[[wanted]]\nyear = 2020\n")
    (warned,) = library.build().warnings
    line = library.read("bib/wanted.toml").count("\n") - 1
    assert (warned.path, warned.line, warned.kind) == ("bib/wanted.toml", line, "cardcatalog.taxonomy")


def test_lines_of_lists_have_context_objects(html: Build, library: Project) -> None:
    library.page("```{paper:list}\n:year: 2021\n:style: compact\n```")
    for page in (html.soup("keywords/ptq.html"), library.build().soup("page.html")):
        assert len(page.select("ul.cc-list li")) == len(page.select("ul.cc-list li span.Z3988")) > 0


def test_groups_of_news_have_their_numbers_and_years_before_ours(library: Project) -> None:
    """The heading of papers without a year is a text of ours, which the language of the site changes."""
    old = "".join(f"@book{{old{n}, title = {{T{n}}}, year = {{{year}}}}}\n" for n, year in enumerate(("-44", "")))
    library.write("bib/refs.bib", old)
    library.write("index.md", "# Index\n\n```{paper:list}\n:sort: recent\n:group-by: recent\n```\n")
    library.set(language="de")
    headings = [text.removesuffix("¶") for text in texts(library.build().soup("index.html"), ".cc-group > h2")]
    assert headings == ["Ohne Jahr (1)", "45 v. Chr. (1)"]
