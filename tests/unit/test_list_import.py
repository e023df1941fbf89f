"""Making entries of the items of a list: types, fields, words, and known papers."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from cardcatalog.bibtex.layout import format_entry
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.taxonomy import Category, Keyword, Venue
from cardcatalog_tools.lists.importer import Intake, to_entries
from cardcatalog_tools.lists.reader import read_list
from tests.catalogs import catalog_of as catalog_of_text

VENUES = (
    Venue(name="ICX", full="International Conference on X", aliases=("IntConfX",), kind="conference"),
    Venue(name="XW", full="Workshop on X", kind="workshop"),
    Venue(name="JoX", full="Journal of X", kind="journal"),
    Venue(name="Book of X", kind="book"),
    Venue(name="arXiv", kind="preprint server"),
)


def catalog_of(bib: str = "", *, categories: Iterable[Category] = (), keywords: Iterable[Keyword] = ()) -> Catalog:
    """Return a catalog that has the venues above."""
    return catalog_of_text(bib, tuple(categories), tuple(keywords), VENUES)


def take(text: str, catalog: Catalog | None = None) -> Intake:
    """Return the new entries of a list for a catalog, by default an empty one."""
    return to_entries(read_list(text, "README.md")[0], catalog or Catalog(), today="2026-11-23")


def line(title: str = "A Title", place: str = "ICX, 2020", *links: str) -> str:
    """Return a line of a list."""
    labels = " ".join(f"[[paper]({url})]" for url in links or ["https://example.org/a"])
    return f'- "{title}", {place}. {labels}\n'


def test_an_entry_has_the_layout_of_the_database() -> None:
    text = '## Birds\n- "RepSwift: A 100% Über-Study", ICX, 2020. [[paper](https://arxiv.org/abs/2001.00001v2)] '
    text += "[[code](https://github.com/a/b)] [[code](https://github.com/a_b/c)] [[project](https://example.org)] [`P`]"
    (entry,) = take(text, catalog_of(keywords=[Keyword(id="pigeon", name="Pigeon", aliases=("P",))])).entries
    assert format_entry(entry) == (
        "@inproceedings{2020repswift,\n"
        '  title         = {{RepSwift}: A 100\\% {\\"U}ber-Study},\n'
        "  booktitle     = {International Conference on X},\n"
        "  year          = {2020},\n"
        "  url           = {https://arxiv.org/abs/2001.00001v2},\n"
        "  eprint        = {2001.00001},\n"
        "  archiveprefix = {arXiv},\n"
        "  keywords      = {pigeon},\n"
        "  category      = {birds},\n"
        "  venuekey      = {ICX},\n"
        "  code          = {https://github.com/a/b https://github.com/a_b/c},\n"
        "  project       = {https://example.org},\n"
        "  creationdate  = {2026-11-23},\n"
        "}\n"
    )


@pytest.mark.parametrize(
    ("place", "kind", "field", "value"),
    [
        ("IntConfX, 2020", "inproceedings", "booktitle", "International Conference on X"),
        ("XW, 2020", "inproceedings", "booktitle", "Workshop on X"),
        ("JoX, 2020", "article", "journal", "Journal of X"),
        ("Book Chapter: Book of X, 2020", "misc", "howpublished", "Book of X"),
        ("Another Place, 2020", "misc", "howpublished", "Another Place"),
        ("arXiv, 2020", "misc", "howpublished", ""),
        ("2020", "misc", "howpublished", ""),
    ],
)
def test_the_type_follows_the_kind_of_the_venue(place: str, kind: str, field: str, value: str) -> None:
    (entry,) = take(line("A", place), catalog_of()).entries
    assert (entry.type, entry.get(field)) == (kind, value)


@pytest.mark.parametrize(
    ("url", "name", "value"),
    [
        ("https://arxiv.org/pdf/2001.00001.pdf", "eprint", "2001.00001"),
        ("https://arxiv.org/abs/math.GT/0309136", "eprint", "math.GT/0309136"),
        ("https://doi.org/10.1000/ABC_1", "doi", "10.1000/ABC_1"),
        ("https://openreview.net/pdf?id=aB_c-1", "openreview", "aB_c-1"),
    ],
)
def test_the_identifier_is_read_from_the_url(url: str, name: str, value: str) -> None:
    (entry,) = take(line("A", "ICX, 2020", url)).entries
    assert entry.get(name) == value


def test_a_link_labelled_with_the_venue_is_the_link_of_the_paper() -> None:
    (entry,) = take("- [ICX 2020](https://example.org/a) A Title [[code](https://example.org/b)]").entries
    assert (entry.get("url"), entry.get("code")) == ("https://example.org/a", "https://example.org/b")


def test_a_url_is_written_in_ascii_and_without_braces() -> None:
    (entry,) = take(line("A", "ICX, 2020", "https://example.org/ü{a}%20b")).entries
    assert entry.get("url") == "https://example.org/%C3%BC%7Ba%7D%20b"


def test_an_entry_names_no_authors() -> None:
    (entry,) = take(line("A", "Jane Doe, ICX, 2020")).entries
    assert "author" not in entry.fields


@pytest.mark.parametrize(
    ("title", "tex"),
    [
        ("GPTQ: Accurate Post-Training Quantization", "{GPTQ}: Accurate Post-Training Quantization"),
        ("RepQ-ViT and Q-ViT", "{RepQ-ViT} and {Q-ViT}"),
        ("A (LLM) at 3.5x", "A ({LLM}) at 3.5x"),
        ("Q&A on BiT's 1% of C#", "{Q\\&A} on {BiT}'s 1\\% of C\\#"),
        ("Été – α", "{\\'E}t{\\'e} -- $\\alpha$"),
    ],
)
def test_words_with_capitals_within_are_shielded(title: str, tex: str) -> None:
    (entry,) = take(line(title)).entries
    assert entry.get("title") == tex


def test_equal_keys_get_suffixes() -> None:
    catalog = catalog_of("@misc{2020swift, title = {Other}, ids = {2020swiftb}}")
    text = line("Swift One", "ICX, 2020", "https://example.org/1") + line(
        "Swift Two", "ICX, 2020", "https://example.org/2"
    )
    assert [entry.key for entry in take(text, catalog).entries] == ["2020swiftc", "2020swiftd"]


# Known papers


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ("title = {{A} title!}", "title"),
        ("title = {B}, eprint = {2001.00001}, archiveprefix = {arXiv}", "arXiv"),
        ("title = {B}, url = {https://arxiv.org/abs/2001.00001v3}", "arXiv"),
        ("title = {B}, author = {Doe, Jane}, url = {https://example.org/a}", "URL"),
    ],
)
def test_a_known_work_is_not_imported(fields: str, kind: str) -> None:
    url = "https://example.org/a" if kind == "URL" else "https://arxiv.org/pdf/2001.00001"
    intake = take(line("A Title", "Nowhere, 2020", url), catalog_of(f"@misc{{key, {fields}}}"))
    assert (intake.entries, intake.venues, [(known.entry.key, known.by.kind) for known in intake.known]) == (
        (),
        (Venue(name="Nowhere"),),
        [("key", kind)],
    )


def test_a_paper_in_two_sections_is_one_entry_with_both_categories() -> None:
    (entry,) = take(f"## B\n{line()}\n## A\n{line('A title')}").entries
    assert entry.get("category") == "b, a"


def test_two_titles_with_one_link_are_two_entries_and_a_problem() -> None:
    intake = take(line("A") + line("B"))
    assert (len(intake.entries), [problem.message for problem in intake.problems]) == (
        2,
        ["'B' has the same link as 'A' at README.md:1; fix one, or make them one entry"],
    )


@pytest.mark.parametrize(
    "link", ["[[blog](https://example.org/b)]", "[[paper](https://example.org/b)]", "[[code](b.md)]"]
)
def test_a_link_that_no_field_can_hold_is_reported(link: str) -> None:
    (problem,) = take(f'- "A", ICX, 2020. [[paper](https://example.org/a)] {link}').problems
    assert problem.message.startswith("no field is free for the link")


# Words


def test_a_section_is_the_category_of_the_same_titles() -> None:
    tree = [
        Category(id="b", title="Birds"),
        Category(id="x", title="Swifts"),
        Category(id="s", title="Swifts", parent="b"),
    ]
    (entry,) = take(f"## birds\n### Swifts\n{line()}", catalog_of(categories=tree)).entries
    assert entry.get("category") == "s"


def test_unknown_sections_become_rows_parents_first() -> None:
    tree = [Category(id="birds", title="Birds"), Category(id="swifts", title="Swifts")]
    intake = take(f"## Birds\n### Swifts\n#### Index\n{line()}", catalog_of(categories=tree))
    assert intake.categories == (
        Category(id="swifts-2", title="Swifts", parent="birds"),
        Category(id="index-papers", title="Index", parent="swifts-2"),
    )


def test_unknown_keywords_keep_their_spelling_and_become_rows() -> None:
    intake = take(f"{line().strip()} [**`Fast & Small`**] [`fast & small`]")
    assert ([entry.get("keywords") for entry in intake.entries], intake.keywords) == (
        ["Fast \\& Small"],
        (Keyword(id="fast-small", name="Fast & Small"),),
    )


def test_unknown_venues_become_rows() -> None:
    text = line("A", "ICX, 2020", "https://example.org/a") + line("B", "icx, 2020", "https://example.org/b")
    text += line("C", "Book Chapter: The Book, 2020", "https://example.org/c")
    text += line("D", "arXiv, 2020", "https://arxiv.org/abs/2001.00001")
    assert take(text).venues == (
        Venue(name="ICX"),
        Venue(name="The Book", kind="book"),
        Venue(name="arXiv", kind="preprint server"),
    )
