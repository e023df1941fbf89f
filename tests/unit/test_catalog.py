"""The catalog: papers, categories, keywords, venues, and queries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from unittest.mock import Mock

import pytest

from cardcatalog.bibtex.entries import parse_bibliography
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.links import Link
from cardcatalog.catalog.loader import Sources, load_catalog
from cardcatalog.catalog.query import NO_YEAR, Query, answers, parse_query, parse_years
from cardcatalog.catalog.taxonomy import Category, Keyword, Venue
from cardcatalog.checks.build import check
from tests.catalogs import catalog_of, paper_of

LIBRARY = """
@inproceedings{doe2021rounding,
  title = {Rounding Off}, author = {Doe, Jane and Roe, Rick}, year = {2021},
  category = {weights}, keywords = {ptq, rounding}, venuekey = {CONF}, creationdate = {2022-03-01},
}
@inproceedings{roe2023all,
  title = {All: Of It}, author = {Roe, Rick and Doe, Jane and Poe, Ann}, year = {2023},
  category = {few-bits, whole}, keywords = {Post-Training, 4-bit}, booktitle = {Conference of Things},
  creationdate = {2024-01-01},
}
@article{elie2023beta,
  title = {Beta}, author = {{\\'E}lie, Zo{\\"e}}, year = {2023}, category = {few-bits}, keywords = {qat},
  journal = {Journal of Things},
}
@misc{lab1999old, title = {Old}, author = {{Big Lab}}, year = {1999}, category = {weights}, ids = {old1, old2}}
@misc{lost, title = {Lost}, category = {whole}}
"""

CATEGORIES = (
    Category(id="weights", title="Weights"),
    Category(id="few-bits", title="Few Bits", parent="weights"),
    Category(id="whole", title="Whole"),
    Category(id="empty", title="Empty"),
)
KEYWORDS = (
    Keyword(id="ptq", name="PTQ", aliases=("post-training",)),
    Keyword(id="qat", name="QAT", see=("ptq",)),
    Keyword(id="rounding", name="Rounding", broader=("ptq",)),
    Keyword(id="4-bit", name="4 bits"),
)
VENUES = (
    Venue(name="CONF", full="Conference of Things", aliases=("Conf. of Things",)),
    Venue(name="JT", full="Journal of Things"),
)


@pytest.fixture(scope="module")
def library() -> Catalog:
    """A catalog of five papers, with a tree, a glossary and venues."""
    entries, problems = parse_bibliography(LIBRARY, "refs.bib")
    assert not problems
    return Catalog.from_entries(entries, CATEGORIES, KEYWORDS, VENUES)


def links_of(fields: str) -> list[tuple[str, str]]:
    """Return the links of a paper with some fields."""
    return [(link.label, link.url) for link in paper_of(f"@misc{{a, title = {{A}}, {fields}}}").links]


def test_papers_are_sorted_newest_first_and_by_title_within_a_year(library: Catalog) -> None:
    assert list(library.papers) == ["roe2023all", "elie2023beta", "doe2021rounding", "lab1999old", "lost"]


def test_texts_of_a_paper_are_unicode() -> None:
    paper = paper_of(r"@misc{a, title = {{\'E}lan: {GPTX} in S$^3$}, author = {Doe, Ren\'e}, venuekey = {A \& B}}")
    assert (paper.title, paper.authors[0].name, paper.venue) == ("Élan: GPTX in S³", "René Doe", "A & B")


def test_a_paper_without_a_title_shows_its_key() -> None:
    assert paper_of("@misc{doe2020x, year = {2020}}").title == "doe2020x"


def test_editors_replace_missing_authors() -> None:
    assert [person.name for person in paper_of("@book{a, editor = {Doe, Jane}}").authors] == ["Jane Doe"]


@pytest.mark.parametrize(
    ("fields", "year"),
    [
        ("year = 2020", 2020), ("year = {2020}, date = {1999}", 1999), ("date = {2020-05-17}", 2020),
        ("date = {2020/2021}", 2020), ("title = {A}", None), ("year = {in press}", None), ("year = {20}", None),
        ("year = {20201}", None),
    ],
)  # fmt: skip
def test_a_year_is_that_of_the_date_or_of_the_year(fields: str, year: int | None) -> None:
    assert paper_of(f"@misc{{a, {fields}}}").year == year


@pytest.mark.parametrize(
    ("fields", "venue"),
    [
        ("venuekey = {V}, booktitle = {B}", "V"), ("booktitle = {B}, publisher = {P}", "B"), ("journal = {J}", "J"),
        ("journaltitle = {J}", "J"), ("archiveprefix = {arXiv}, eprint = {1}", "arXiv"), ("school = {S}", "S"),
        ("institution = {I}", "I"), ("publisher = {P}", "P"), ("note = {N}", ""),
    ],
)  # fmt: skip
def test_the_venue_is_the_most_specific_that_an_entry_names(fields: str, venue: str) -> None:
    assert paper_of(f"@misc{{a, {fields}}}").venue == venue


@pytest.mark.parametrize("written", ["CONF", "conf", "Conference of Things", "conf. OF things"])
@pytest.mark.parametrize("name", ["venue", "booktitle", "journal"])
def test_every_spelling_of_a_venue_is_its_short_name(written: str, name: str) -> None:
    entries, _ = parse_bibliography(f"@misc{{a, {name} = {{{written}}}}}", "refs.bib")
    assert Catalog.from_entries(entries, venues=VENUES).papers["a"].venue == "CONF"


@pytest.mark.parametrize("written", ["ptq", "PTQ", "Post-Training"])
def test_every_spelling_of_a_keyword_is_its_id(written: str) -> None:
    entries, _ = parse_bibliography(f"@misc{{a, keywords = {{{written}, ptq}}}}", "refs.bib")
    assert Catalog.from_entries(entries, keywords=KEYWORDS).papers["a"].keywords == ("ptq",)


@pytest.mark.parametrize(
    ("category", "keywords"), [("weights", ("qat", "ptq")), ("whole, weights", ("qat",)), ("few-bits", ("qat",))]
)
def test_the_first_category_of_a_paper_implies_keywords(category: str, keywords: tuple[str, ...]) -> None:
    text = f"@misc{{a, title = {{A}}, category = {{{category}}}, keywords = {{qat}}}}"
    tree = (replace(CATEGORIES[0], implies=("ptq",)), *CATEGORIES[1:])
    catalog = catalog_of(text, tree, KEYWORDS)
    assert catalog.papers["a"].keywords == keywords
    assert len(catalog.with_keyword("ptq")) == ("ptq" in keywords)


def test_an_unknown_keyword_is_unchanged() -> None:
    entries, _ = parse_bibliography("@misc{a, keywords = {Ptx}}", "refs.bib")
    assert Catalog.from_entries(entries, keywords=KEYWORDS).papers["a"].keywords == ("Ptx",)


def test_former_titles_are_unicode() -> None:
    assert paper_of(r"@misc{a, formertitle = {{\'E}lan ; Two; or Three}}").former_titles == (
        "Élan",
        "Two; or Three",
    )


@pytest.mark.parametrize(
    ("title", "short"),
    [("GPTX: All of It", "GPTX"), ("All of It", "All of It"), (": x", ": x"), ("A" * 41 + ": x", "A" * 41 + ": x")],
)
def test_a_short_title_ends_before_a_colon(title: str, short: str) -> None:
    assert paper_of(f"@misc{{a, title = {{{title}}}}}").short_title == short


@pytest.mark.parametrize(
    ("fields", "citation"),
    [
        ("author = {Doe, Jane}, year = 2020", "Doe (2020)"),
        ("author = {Doe, Jane and van Roe, Rick}, year = 2020", "Doe and van Roe (2020)"),
        ("author = {Doe, Jane and Roe, Rick and Poe, Ann}, year = 2020", "Doe et al. (2020)"),
        ("author = {Doe, Jane and others}, year = 2020", "Doe et al. (2020)"),
        ("author = {{Big Lab}}", "Big Lab"),
        ("title = {One}, year = 2020", "One (2020)"),
    ],
)
def test_the_label_of_a_paper_is_authors_and_year(fields: str, citation: str) -> None:
    assert paper_of(f"@misc{{a, {fields}}}").author_year() == citation


def test_a_paper_without_urls_has_no_links() -> None:
    assert links_of("note = {x}") == []


def test_a_link_is_named_by_its_target() -> None:
    fields = (
        "url = {https://example.org/a}, doi = {10.1000/182}, eprint = {2210.17323}, archiveprefix = {arXiv}, "
        "code = {https://example.org/c https://example.org/d}, project = {https://example.org/p}, openreview = {f_1}"
    )
    assert links_of(fields) == [
        ("Paper", "https://example.org/a"),
        ("PDF", "https://openreview.net/pdf?id=f_1"),
        ("arXiv", "https://arxiv.org/abs/2210.17323"),
        ("OpenReview", "https://openreview.net/forum?id=f_1"),
        ("DOI", "https://doi.org/10.1000/182"),
        ("Code", "https://example.org/c"),
        ("Code", "https://example.org/d"),
        ("Project", "https://example.org/p"),
    ]


@pytest.mark.parametrize(
    "fields",
    [
        "url = {https://doi.org/10.1000/182}, doi = {10.1000/182}",
        "doi = {10.1000/182}, code = {https://doi.org/10.1000/182}",
    ],
)
def test_a_url_is_linked_once(fields: str) -> None:
    assert links_of(fields) == [("DOI", "https://doi.org/10.1000/182")]


@pytest.mark.parametrize("url", ["https://example.org/a.pdf", "https://example.org/a.PDF"])
def test_a_url_of_a_pdf_is_labelled_pdf(url: str) -> None:
    assert links_of(f"url = {{{url}}}") == [("PDF", url)]


def test_arxiv_gives_the_pdf() -> None:
    assert ("PDF", "https://arxiv.org/pdf/cs/0112017") in links_of("eprint = {cs/0112017}, eprinttype = {arxiv}")


@pytest.mark.parametrize(
    "fields", ["eprint = {2210.17323}", "eprint = {2210.17323}, archiveprefix = {HAL}", "archiveprefix = {arXiv}"]
)
def test_an_eprint_is_from_arxiv_only_if_the_entry_names_arxiv(fields: str) -> None:
    assert links_of(fields) == []


@pytest.mark.parametrize(
    "doi", ["https://doi.org/10.1000/18_2", "http://dx.doi.org/10.1000/18_2", "doi:10.1000/18_2", r"10.1000/18\_2"]
)
def test_a_doi_is_found_within_a_url_or_prefix(doi: str) -> None:
    assert links_of(f"doi = {{{doi}}}") == [("DOI", "https://doi.org/10.1000/18_2")]


def test_a_doi_with_odd_characters_makes_a_valid_url() -> None:
    assert links_of('doi = "10.1002/(SICI)1:15/16<1661::AID>3.0.CO;2-2#"') == [
        ("DOI", "https://doi.org/10.1002/(SICI)1:15/16%3C1661::AID%3E3.0.CO;2-2%23"),
    ]


@pytest.mark.parametrize("eprint", ["arXiv:2210.17323v2", "https://arxiv.org/abs/2210.17323v2"])
def test_an_arxiv_identifier_is_found_within_a_url_or_prefix(eprint: str) -> None:
    assert ("arXiv", "https://arxiv.org/abs/2210.17323v2") in links_of(
        f"eprint = {{{eprint}}}, archiveprefix = {{arXiv}}"
    )


@pytest.mark.parametrize(
    "fields",
    [
        "doi = {unknown}", "eprint = {221.17323}, archiveprefix = {arXiv}", "url = {javascript:alert(1)}",
        "url = {example.org}", "code = {later}", "project = {/home}", r"url = {\x}",
    ],
)  # fmt: skip
def test_an_invalid_url_is_not_a_link(fields: str) -> None:
    assert links_of(fields) == []


def test_escapes_of_tex_are_removed_from_a_url() -> None:
    assert links_of(r"url = {https://example.org/a\_b\%20\#c}") == [("Paper", "https://example.org/a_b%20#c")]


def test_a_paper_is_found_by_its_key_and_its_former_keys(library: Catalog) -> None:
    assert [library.find(key) for key in ("lab1999old", "old1", "old2")] == [library.papers["lab1999old"]] * 3


def test_an_unknown_key_finds_nothing(library: Catalog) -> None:
    assert library.find("nobody") is None


def test_a_category_holds_the_papers_that_name_it(library: Catalog) -> None:
    assert [paper.key for paper in library.papers_in("weights")] == ["doe2021rounding", "lab1999old"]


def test_a_category_counts_those_below_it_once(library: Catalog) -> None:
    counts = {row: library.count_in(row) for row in library.categories}
    assert counts == {"weights": 4, "few-bits": 2, "whole": 2, "empty": 0}


def test_children_come_in_file_order(library: Catalog) -> None:
    assert [row.id for row in library.children("")] == ["weights", "whole", "empty"]
    assert [row.id for row in library.children("weights")] == ["few-bits"]


def test_a_parent_that_is_a_later_row_is_ignored() -> None:
    rows = (Category(id="a", title="A", parent="b"), Category(id="b", title="B"))
    assert [row.id for row in Catalog.from_entries([], rows).children("")] == ["a", "b"]


def test_no_category_is_its_own_ancestor() -> None:
    rows = (
        Category(id="a", title="A", parent="a"),
        Category(id="b", title="B", parent="c"),
        Category(id="c", title="C", parent="b"),
    )
    catalog = Catalog.from_entries([], rows)
    assert [[row.id for row in catalog.children(name)] for name in ("", "a", "b", "c")] == [
        ["a", "b"],
        [],
        ["c"],
        [],
    ]


def test_a_keyword_has_its_papers_newest_first(library: Catalog) -> None:
    assert [paper.key for paper in library.with_keyword("ptq")] == ["roe2023all", "doe2021rounding"]


def test_narrower_is_the_inverse_of_broader(library: Catalog) -> None:
    assert library.narrower("ptq") == ("rounding",)


def test_an_unknown_id_has_no_papers(library: Catalog) -> None:
    assert (library.papers_in("x"), library.with_keyword("x"), library.children("x"), library.count_in("x")) == (
        (), (), (), 0,
    )  # fmt: skip


GIVEN = "category = {c%d}, groups = {g%d}, keywords = {k%d}, journal = {j%d}, year = 202%d"


@pytest.mark.parametrize(
    ("entries", "titles"),
    [
        ([GIVEN.replace("%d", str(n)) for n in range(2)], ["C0", "C1"]),
        ([GIVEN.replace("category", "other").replace("%d", str(n)) for n in range(2)], ["g0", "g1"]),
        ([f"keywords = {{k{n % 2}}}, year = 2020" for n in range(4)], ["k0", "k1"]),
        ([f"keywords = {{k{n}}}, year = 2020" for n in range(50)], ["2020"]),
        ([f"journal = {{J{n % 2}}}, year = 2020" for n in range(6)], ["J0", "J1"]),
        (["year = 2020", "year = 2021"], ["2021", "2020"]),
        (["title = {A}"], ["Other"]),
        ([r"groups = {Q\&A; Two Words}"], ["Q&A", "Two Words"]),
        (["groups = {A > B}", "groups = {A}"], ["A", "B"]),
    ],
    ids=str,
)
def test_without_a_tree_categories_come_from_what_fits_the_entries(entries: list[str], titles: list[str]) -> None:
    catalog = catalog_of("\n".join(f"@misc{{a{n}, {fields}}}" for n, fields in enumerate(entries)))
    assert [row.title for row in catalog.categories.values()] == titles
    assert all(paper.categories for paper in catalog.papers.values())
    assert not catalog.has_tree


def test_without_a_tree_the_groups_of_jabref_in_a_file_are_one(write: Callable[[str, str], Path]) -> None:
    groups = r"@Comment{jabref-meta: grouping: 0 AllEntriesGroup:; 1 StaticGroup:Top\;0\;; 2 StaticGroup:Low\;0\;;}"
    base = write("refs.bib", f"@misc{{a, groups = {{Low}}}}\n@misc{{b, groups = {{Top}}}}\n{groups}\n")
    catalog, _problems = load_catalog(Sources(base, ("refs.bib",)))
    assert [(row.title, row.parent) for row in catalog.categories.values()] == [("Top", ""), ("Low", "top")]


def test_years_come_newest_first_and_papers_without_one_last() -> None:
    catalog = catalog_of("@misc{a, year = 2019}\n@misc{b, title = {B}}\n@misc{c, year = 2021}\n@misc{d, year = 2020}")
    assert list(catalog.categories) == ["2021", "2020", "2019", "other"]


def test_a_paper_without_a_category_is_in_other() -> None:
    catalog = catalog_of("@misc{a, category = {z}}\n@misc{b, title = {B}}")
    assert {row.id: row.title for row in catalog.categories.values()} == {"z": "Z", "other": "Other"}
    assert [paper.key for paper in catalog.papers_in("other")] == ["b"]


def test_similar_spellings_are_one_category() -> None:
    catalog = catalog_of("@misc{a, groups = {Post-Training}}\n@misc{b, groups = {post training, POST-TRAINING}}")
    assert {row: catalog.count_in(row) for row in catalog.categories} == {"post-training": 2}


@pytest.mark.parametrize("names", [("C++", "C#"), ("量化", "剪枝"), ("a/b", "a.b")])
def test_different_spellings_are_two_categories(names: tuple[str, str]) -> None:
    catalog = catalog_of("\n".join(f"@misc{{x{number}, groups = {{{name}}}}}" for number, name in enumerate(names)))
    assert [catalog.count_in(row) for row in catalog.categories] == [1, 1]
    assert {row.title for row in catalog.categories.values()} == set(names)


def test_no_category_replaces_the_page_of_the_tree() -> None:
    assert "index" not in catalog_of("@misc{a, groups = {Index}}").categories


def test_keywords_have_ids_made_of_their_names() -> None:
    catalog = catalog_of(r"@misc{a, keywords = {Two Words, Caf{\'e}, C++, C\#}}")
    assert {row.id: row.name for row in catalog.keywords.values()} == {
        "c": "C#", "c-2": "C++", "cafe": "Café", "two-words": "Two Words",
    }  # fmt: skip


def test_spellings_of_one_keyword_lead_to_it() -> None:
    catalog = catalog_of("@misc{a, keywords = {LLM, few bits}}\n@misc{b, keywords = {llm, few-bits}}")
    assert {row: len(catalog.with_keyword(row)) for row in catalog.keywords} == {"few-bits": 2, "llm": 2}


def test_an_empty_bibliography_makes_an_empty_catalog() -> None:
    assert catalog_of("") == Catalog()


def test_the_catalog_has_its_inputs(library: Catalog) -> None:
    assert (library.has_tree, library.has_glossary, library.has_venues) == (True, True, True)
    assert not any((c := catalog_of(LIBRARY), c.has_tree, c.has_glossary, c.has_venues)[1:])


@pytest.mark.parametrize(
    ("options", "keys"),
    [
        ({}, "roe2023all elie2023beta doe2021rounding lab1999old lost"),
        ({"category": "weights"}, "roe2023all elie2023beta doe2021rounding lab1999old"),
        ({"category": "few-bits"}, "roe2023all elie2023beta"),
        ({"category": "few-bits, whole"}, "roe2023all elie2023beta lost"),
        ({"category": "empty"}, ""),
        ({"keyword": "ptq"}, "roe2023all doe2021rounding"),
        ({"keyword": "PTQ"}, "roe2023all doe2021rounding"),
        ({"keyword": "qat, rounding"}, "elie2023beta doe2021rounding"),
        ({"venue": "CONF"}, "roe2023all doe2021rounding"),
        ({"venue": "conf, jt"}, "roe2023all elie2023beta doe2021rounding"),
        ({"author": "Doe"}, "roe2023all doe2021rounding"),
        ({"author": "jane doe"}, "roe2023all doe2021rounding"),
        ({"author": "Zoe Elie"}, "elie2023beta"),
        ({"author": "Élie, Poe"}, "roe2023all elie2023beta"),
        ({"author": "Big Lab"}, "lab1999old"),
        ({"year": "2021"}, "doe2021rounding"),
        ({"year": "1999-2021"}, "doe2021rounding lab1999old"),
        ({"year": "1999, 2023"}, "roe2023all elie2023beta lab1999old"),
        ({"year": "undated"}, "lost"),
        ({"year": "-2016"}, "lab1999old"),
        ({"keyword": "ptq", "year": "2023", "venue": "CONF"}, "roe2023all"),
        ({"keyword": "ptq", "year": "1999"}, ""),
        ({"limit": "2"}, "roe2023all elie2023beta"),
        ({"limit": "99", "year": "1999"}, "lab1999old"),
        ({"sort": "newest"}, "roe2023all elie2023beta doe2021rounding lab1999old lost"),
        ({"sort": "oldest"}, "lab1999old doe2021rounding roe2023all elie2023beta lost"),
        ({"sort": "title"}, "roe2023all elie2023beta lost lab1999old doe2021rounding"),
        ({"sort": "author"}, "lab1999old doe2021rounding elie2023beta roe2023all lost"),
        ({"sort": "venue"}, "roe2023all doe2021rounding elie2023beta lab1999old lost"),
        ({"sort": "added"}, "roe2023all doe2021rounding elie2023beta lab1999old lost"),
        ({"sort": "oldest", "limit": "1"}, "lab1999old"),
    ],
)
def test_the_result_of_a_query_has_its_order(library: Catalog, options: dict[str, str], keys: str) -> None:
    assert [paper.key for paper in library.select(parse_query(options, library))] == keys.split()


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"category": "few-bits, whole"},
        {"author": "Doe", "year": "2023"},
        {"skip": "2"},
        {"skip": "9"},
        {"limit": "2"},
        {"skip": "1", "limit": "2"},
        {"skip": "4", "limit": "9"},
    ],
)
def test_as_many_papers_are_counted_as_are_selected(library: Catalog, options: dict[str, str]) -> None:
    query = parse_query(options, library)
    assert library.count(query) == len(library.select(query))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"categry": "weights"}, "unknown option 'categry' (did you mean 'category'?)"),
        ({"style": "x"}, "unknown option 'style'"),
        ({"category": "weigths"}, "unknown category 'weigths' (did you mean 'weights'?)"),
        ({"category": "weights, zzz"}, "unknown category 'zzz'"),
        ({"keyword": "qta"}, "unknown keyword 'qta' (did you mean 'qat'?)"),
        ({"venue": "CNF"}, "unknown venue 'CNF' (did you mean 'CONF'?)"),
        ({"author": "Jane Do"}, "unknown author 'Jane Do' (did you mean 'Jane Doe'?)"),
        ({"year": "next"}, "'next' is not a year or span of years; write 2023, 2020-2023, 2020-, -2016 or undated"),
        ({"sort": "random"}, "unknown sort 'random'; choose from newest, oldest, title, author, venue, added, recent"),
        ({"limit": "few"}, "the limit 'few' is not a whole number above zero"),
        ({"limit": "0"}, "the limit '0' is not a whole number above zero"),
        ({"limit": "-1"}, "the limit '-1' is not a whole number above zero"),
        ({"skip": "x"}, "the number to skip 'x' is not a whole number above zero"),
    ],
)
def test_a_wrong_query_is_an_error_with_advice(library: Catalog, options: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011  (the whole message is compared)
        parse_query(options, library)
    assert str(caught.value) == message


def test_equivalent_queries_are_equal(library: Catalog) -> None:
    assert parse_query({"venue": "conf", "year": "2021"}, library) == parse_query(
        {"year": "2021-2021", "venue": "CONF"}, library
    )


def test_a_query_for_years_looks_at_the_papers_of_these_years_alone(
    library: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at = Mock(wraps=answers)
    monkeypatch.setattr("cardcatalog.catalog.catalog.answers", looked_at)
    years = {"year": "1999, undated"}
    assert [paper.key for paper in library.select(parse_query(years, library))] == ["lab1999old", "lost"]
    assert looked_at.call_count == 0
    query = parse_query(years | {"author": "Big Lab"}, library)
    assert [paper.key for paper in library.select(query)] == ["lab1999old"]
    assert looked_at.call_count == 2


def test_the_list_of_a_category_is_divided_into_pages_once(library: Catalog) -> None:
    assert library.pages_in("weights") is library.pages_in("weights")


def test_a_query_is_hashable(library: Catalog) -> None:
    assert {parse_query({}, library), Query()} == {Query()}


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2023", (range(2023, 2024),)), ("2020-2023", (range(2020, 2024),)), ("2020–2023", (range(2020, 2024),)),
        ("2020 - 2023", (range(2020, 2024),)), ("2020-", (range(2020, 10000),)), ("-2016", (range(NO_YEAR + 1, 2017),)),
        ("2019, 2021-2022", (range(2019, 2020), range(2021, 2023))), ("", ()),
        ("undated", (range(NO_YEAR, NO_YEAR + 1),)),
        ("0044 BCE-0012", (range(-43, 13),)), ("0001 BCE", (range(1),)),
    ],
)  # fmt: skip
def test_years_and_spans_are_ranges(text: str, years: tuple[range, ...]) -> None:
    assert parse_years(text) == years


@pytest.mark.parametrize("text", ["20", "20201", "2020-21", "2020 2021", "-", "2020-2021-2022", "MMXX", "2020, x"])
def test_an_invalid_year_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a year or span of years"):
        parse_years(text)


def test_a_span_runs_forward() -> None:
    with pytest.raises(ValueError, match="'2023-2020' ends before it begins; write 2020-2023"):
        parse_years("2023-2020")


def test_a_fingerprint_depends_on_the_content_of_a_card(library: Catalog) -> None:
    paper = library.papers["doe2021rounding"]
    renamed = (replace(KEYWORDS[0], name="Post"), *KEYWORDS[1:])
    entries, _ = parse_bibliography(LIBRARY, "refs.bib")
    other = Catalog.from_entries(entries, CATEGORIES, renamed, VENUES)
    assert library.fingerprint(paper) != other.fingerprint(paper)


def test_a_fingerprint_does_not_depend_on_the_line_of_the_entry(library: Catalog) -> None:
    entries, _ = parse_bibliography("\n\n" + LIBRARY, "moved.bib")
    other = Catalog.from_entries(entries, CATEGORIES, KEYWORDS, VENUES)
    assert all(
        library.fingerprint(library.papers[key]) == other.fingerprint(other.papers[key]) for key in library.papers
    )


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """A function that writes a file into a folder, and returns the folder."""

    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return tmp_path

    return write


@pytest.mark.cases("broken.txt")
def test_a_broken_entry_gives_one_message_and_does_not_affect_others(
    write: Callable[..., Path], given: str, expected: str
) -> None:
    catalog, problems = load_catalog(Sources(write("refs.bib", given), ("refs.bib",)))
    *messages, keys = expected.splitlines()
    assert [str(problem) for problem in (*problems, *check(catalog))] == messages
    assert sorted(catalog.papers) == sorted(keys.split())


def test_messages_name_files_from_the_base(write: Callable[..., Path]) -> None:
    write("bib/refs.bib", "@misc{a,")
    base = write("bib/words.toml", "[[category]]\n")
    _, problems = load_catalog(Sources(base, ("bib/refs.bib",), categories="bib/words.toml"))
    assert {problem.location.path for problem in problems} == {"bib/refs.bib", "bib/words.toml"}


@pytest.mark.parametrize(
    ("patterns", "keys"),
    [
        (("a.bib", "b.bib"), "ab"),
        (("*.bib",), "abx"),
        (("[ab].bib",), "ab"),
        (("?.bib", "sub/*.bib"), "abc"),
        (("**/*.bib",), "abcx"),
        (("*.bib", "a.bib"), "abx"),
        (("[x].bib",), "x"),
        (("sub/../a.bib",), "a"),
    ],
    ids=str,
)
def test_files_are_named_by_paths_or_globs(write: Callable[..., Path], patterns: tuple[str, ...], keys: str) -> None:
    write("sub/c.bib", "@misc{c, title = {C}}")
    write("[x].bib", "@misc{x, title = {X}}")
    for name in "ab":
        base = write(f"{name}.bib", f"@misc{{{name}, title = {{A}}}}")
    catalog, problems = load_catalog(Sources(base, patterns))
    assert (set(catalog.papers), problems) == (set(keys), [])


@pytest.mark.parametrize("pattern", ["a.bib", "*.bib"])
def test_absolute_paths_and_globs_are_accepted(write: Callable[..., Path], pattern: str) -> None:
    base = write("a.bib", "@misc{a, title = {A}}")
    catalog, problems = load_catalog(Sources(base / "elsewhere", (str(base / pattern),)))
    assert (set(catalog.papers), problems) == ({"a"}, [])


def test_a_path_without_a_file_is_reported_with_the_nearest_one(write: Callable[..., Path]) -> None:
    base = write("bib/refs.bib", "@misc{a, title = {A}}")
    (base / "bib" / "terms.toml").write_text("")
    _, problems = load_catalog(Sources(base, ("bib/reffs.bib",), "bib/term.toml"))
    assert [problem.message for problem in problems] == [
        "no file has this name; correct the path (did you mean 'bib/refs.bib'?)",
        "cannot be read: No such file or directory; name an existing file (did you mean 'bib/terms.toml'?)",
    ]


def test_a_file_is_not_near_because_it_is_in_the_folder(write: Callable[..., Path]) -> None:
    base = write("bib/refs.bib", "@misc{a, title = {A}}")
    _, problems = load_catalog(Sources(base, ("bib/x.bib",)))
    assert [problem.message for problem in problems] == ["no file has this name; correct the path"]


@pytest.mark.parametrize("pattern", ["none.bib", "*.bib", "/none/none.bib", ""])
def test_a_path_without_a_file_is_a_problem(tmp_path: Path, pattern: str) -> None:
    _, problems = load_catalog(Sources(tmp_path, (pattern,)))
    assert [str(problem) for problem in problems] == [
        f"{pattern}:1: no file has this name; correct the path [cardcatalog.file]",
    ]


def test_of_a_key_in_two_files_the_first_is_kept(write: Callable[..., Path]) -> None:
    write("a.bib", "@misc{same, title = {One}}")
    catalog, problems = load_catalog(Sources(write("b.bib", "\n@misc{same, title = {Two}}"), ("a.bib", "b.bib")))
    assert catalog.papers["same"].title == "One"
    (message,) = map(str, problems)
    assert message == (
        "b.bib:2: the key 'same' is already used by the entry at a.bib:1; "
        "remove one, or give this entry another key "
        "[cardcatalog.duplicate-key]"
    )


def test_strings_of_one_file_apply_to_the_next(write: Callable[..., Path]) -> None:
    write("a.bib", '@string{conf = "Conference"}')
    catalog, problems = load_catalog(Sources(write("b.bib", "@misc{x, booktitle = conf}"), ("a.bib", "b.bib")))
    assert (catalog.papers["x"].venue, problems) == ("Conference", [])


def test_all_files_are_read_in_one_run(write: Callable[..., Path]) -> None:
    write("refs.bib", "@misc{a, category = {weights}, keywords = {post-training}, venuekey = {conference}}")
    write("categories.toml", '[[category]]\nid = "weights"\ntitle = "Weights"\n')
    write("keywords.toml", '[[keyword]]\nid = "ptq"\nname = "PTQ"\naliases = ["post-training"]\n')
    base = write("venues.toml", '[[venue]]\nname = "CONF"\nfull = "Conference"\n')
    sources = Sources(base, ("refs.bib",), "categories.toml", "keywords.toml", "venues.toml")
    catalog, problems = load_catalog(sources)
    paper = catalog.papers["a"]
    assert (paper.categories, paper.keywords, paper.venue, problems) == (("weights",), ("ptq",), "CONF", [])


def test_a_missing_vocabulary_is_a_problem(write: Callable[..., Path]) -> None:
    catalog, problems = load_catalog(Sources(write("refs.bib", "@misc{a, title = {A}}"), ("refs.bib",), "none.toml"))
    assert [problem.location.path for problem in problems] == ["none.toml"]
    assert list(catalog.papers) == ["a"]


def test_a_link_is_a_value() -> None:
    assert len({Link("PDF", "https://example.org"), Link("PDF", "https://example.org")}) == 1


TREE = (
    Category(id="theory", title="Theory"),
    Category(id="lattice", title="Lattice", parent="theory", aliases=("Gauge groups",)),
    Category(id="other", title="Other"),
)


@pytest.mark.parametrize(
    ("groups", "categories"),
    [
        ("Lattice", ("lattice",)),
        ("gauge groups, Theory", ("lattice", "theory")),
        ("theory, Theory", ("theory",)),
        ("", ("other",)),
        ("unheard of", ("unheard of",)),
    ],
)
def test_another_field_may_name_categories_by_any_of_their_names(groups: str, categories: tuple[str, ...]) -> None:
    entries, _ = parse_bibliography(f"@misc{{a, title = {{A}}, groups = {{{groups}}}}}\n", "refs.bib")
    catalog = Catalog.from_entries(entries, TREE, category_field="groups")
    assert catalog.papers["a"].categories == categories


def test_the_field_category_names_ids_alone() -> None:
    entries, _ = parse_bibliography("@misc{a, title = {A}, category = {Lattice}}\n", "refs.bib")
    assert Catalog.from_entries(entries, TREE).papers["a"].categories == ("Lattice",)
