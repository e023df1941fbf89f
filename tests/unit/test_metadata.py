"""The metadata of a paper for programs."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from urllib.parse import parse_qs

import pytest

from cardcatalog.bibtex.entries import parse_bibliography
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.paper import Paper
from cardcatalog.catalog.taxonomy import Venue
from cardcatalog.formats.coins import coins
from cardcatalog.formats.link_preview import Preview, Shared, description_of, social_tags, venue_of
from cardcatalog.formats.metadata import head_of, highwire
from cardcatalog.formats.schema_org import json_ld
from cardcatalog.messages import wording_of
from cardcatalog.sphinx.pages.redirects import redirect_page

ENTRIES = r"""
@inproceedings{abel2021, title = {{Rounder}: Well \& Good}, author = {Abel, Ada and {The Group}}, year = {2021},
  booktitle = {International Conference on Examples}, venuekey = {ICEX}, pages = {10--19}, doi = {10.1234/x.7},
  url = {https://papers.example.org/a.pdf}, keywords = {PTQ}, publisher = {Press}}
@article{berg2022, title = {On Grids}, author = {Berg, Bo}, year = {2022}, journal = {Journal of Examples},
  volume = {3}, number = {4}, pages = {7}}
@misc{cole2023, title = {PageJob}, author = {Cole, Cy}, year = {2023}, eprint = {2301.00001}, archiveprefix = {arXiv}}
@misc{evil2020, title = {</script><script>alert("1")</script> <!-- & "q"}, author = {O'Neil, "X" <y>}, year = {2020}}
"""
CATALOG = Catalog.from_entries(
    parse_bibliography(ENTRIES, "refs.bib")[0],
    venues=[Venue(name="ICEX", full="International Conference on Examples")],
)


def paper(key: str) -> Paper:
    """Return a paper of the catalog."""
    return CATALOG.papers[key]


def tags(key: str) -> list[tuple[str, str]]:
    """Return Highwire's tags of a paper without their common prefix."""
    return [(name.removeprefix("citation_"), text) for name, text in highwire(paper(key), CATALOG)]


def test_a_conference_paper_has_its_tags() -> None:
    assert tags("abel2021") == [
        ("title", "Rounder: Well & Good"),
        ("author", "Abel, Ada"),
        ("author", "The Group,"),
        ("publication_date", "2021"),
        ("conference_title", "International Conference on Examples"),
        ("firstpage", "10"),
        ("lastpage", "19"),
        ("publisher", "Press"),
        ("doi", "10.1234/x.7"),
        ("pdf_url", "https://papers.example.org/a.pdf"),
        ("public_url", "https://papers.example.org/a.pdf"),
        ("keywords", "PTQ"),
    ]


def test_the_data_names_the_paper_and_its_people() -> None:
    data = json.loads(json_ld(paper("abel2021"), CATALOG, "https://x.example.org/"))
    assert (data["@type"], data["name"], data["url"]) == (
        "ScholarlyArticle", "Rounder: Well & Good", "https://x.example.org/",
    )  # fmt: skip
    assert [person["@type"] for person in data["author"]] == ["Person", "Organization"]
    assert data["identifier"] == [{"@type": "PropertyValue", "propertyID": "DOI", "value": "10.1234/x.7"}]


def test_the_data_keeps_every_character_of_a_title() -> None:
    assert json.loads(json_ld(paper("evil2020"), CATALOG))["name"] == paper("evil2020").title


@pytest.mark.parametrize("char", ["<", ">", "&", "\u2028", "\u2029"])
def test_the_data_cannot_close_its_script_element(char: str) -> None:
    assert char not in json_ld(paper("evil2020"), CATALOG)


class Elements(HTMLParser):
    """The elements of a piece of HTML, in order."""

    def __init__(self, markup: str) -> None:
        """Read it."""
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element down."""
        self.found.append((tag, dict(attrs)))


def test_a_head_holds_only_tags_and_data() -> None:
    head = Elements(head_of(paper("evil2020"), CATALOG, url=""))
    assert {(tag, attributes.get("type")) for tag, attributes in head.found} == {
        ("meta", None), ("script", "application/ld+json"),
    }  # fmt: skip


def shared(url: str = "", picture: Preview | None = None) -> dict[str | None, str | None]:
    """Return the properties of a shared page."""
    page = Shared(paper("evil2020").title, "Site", url, picture=picture)
    tags = Elements(social_tags(page))
    return {row.get("property") or row.get("name"): row["content"] for _tag, row in tags.found}


def test_a_shared_page_has_its_title_as_it_is() -> None:
    assert shared()["og:title"] == paper("evil2020").title


def test_a_shared_page_has_the_tags_of_the_protocol() -> None:
    found = shared(url="https://x.example.org/", picture=Preview("https://x.example.org/p.png", "A picture"))
    assert {"og:title", "og:type", "og:image", "og:url", "og:site_name"} <= found.keys()


def test_a_shared_page_omits_unknown_data() -> None:
    assert not {"og:url", "og:image", "og:image:width", "og:image:alt"} & shared().keys()


@pytest.mark.parametrize(
    ("picture", "card"), [(None, "summary"), (Preview("https://x.example.org/p.png", ""), "summary_large_image")]
)
def test_a_card_is_large_if_there_is_a_picture(picture: Preview | None, card: str) -> None:
    assert shared(picture=picture)["twitter:card"] == card


def test_a_description_has_authors_venue_and_year() -> None:
    assert description_of(paper("abel2021"), CATALOG) == (
        "Ada Abel, The Group. International Conference on Examples (ICEX), 2021. PTQ"
    )


def test_a_description_omits_missing_data() -> None:
    assert description_of(paper("cole2023"), CATALOG) == "Cy Cole. arXiv, 2023"


def test_a_description_names_the_first_of_many_authors() -> None:
    people = " and ".join(f"Abel, {letter}" for letter in "ABCDEFG")
    entries, _problems = parse_bibliography(f"@misc{{a, title = {{T}}, author = {{{people}}}}}", "refs.bib")
    many = Catalog.from_entries(entries)
    assert description_of(many.papers["a"], many) == "A Abel, B Abel, C Abel, D Abel, E Abel and others"
    assert description_of(many.papers["a"], many, wording_of("ja")) == "A Abel, B Abel, C Abel, D Abel, E Abel ほか"


def told(key: str) -> dict[str, list[str]]:
    """Return the values in the ContextObject of a paper."""
    ((_tag, attributes),) = Elements(coins(paper(key), CATALOG)).found
    return parse_qs(str(attributes["title"]))


def test_a_context_object_follows_the_standard() -> None:
    assert told("abel2021")["ctx_ver"] == ["Z39.88-2004"]


def test_a_context_object_keeps_every_character_of_a_title() -> None:
    assert told("evil2020")["rft.title"] == [paper("evil2020").title]


def test_a_context_object_names_all_authors() -> None:
    assert told("abel2021")["rft.au"] == ["Abel, Ada", "The Group,"]


def test_a_full_venue_name_is_followed_by_its_short_name() -> None:
    assert venue_of(CATALOG, paper("abel2021")) == "International Conference on Examples (ICEX)"


def test_a_venue_without_another_name_is_shown_alone() -> None:
    assert venue_of(CATALOG, paper("berg2022")) == "Journal of Examples"


REDIRECT = redirect_page('A "Title" <b>', "new.html", canonical="", language="en")


def test_a_redirect_has_no_script() -> None:
    assert "<script" not in REDIRECT


def test_a_redirect_has_refresh_link_and_canonical() -> None:
    found = Elements(REDIRECT).found
    assert [row["content"] for _tag, row in found if row.get("http-equiv")] == ["0; url=new.html"]
    assert [row["href"] for tag, row in found if tag in {"a", "link"}] == ["new.html"] * 2


def test_a_redirect_escapes_the_title() -> None:
    assert "<b>" not in REDIRECT


def test_a_redirect_has_the_canonical_url_if_known() -> None:
    page = redirect_page("T", "new.html", canonical="https://x.example.org/new.html", language="en")
    assert '<link rel="canonical" href="https://x.example.org/new.html">' in page
