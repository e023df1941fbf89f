"""The contracts of a domain: objects, inventories, other projects, and parallel processes."""

from __future__ import annotations

import pickle
from collections.abc import Callable

import pytest
from sphinx.domains import Domain
from sphinx.util.inventory import InventoryFile

from cardcatalog.sphinx.domain.domain import PaperDomain, domain_of
from cardcatalog.sphinx.domain.targets import Object, Page, Place, TargetPriority
from tests.sphinx.helpers import Build, Project, hrefs, read_pages, texts


@pytest.fixture
def domain(html: Build) -> PaperDomain:
    """A separate domain with the data of the library's domain, for builders without pages of papers."""
    copy = PaperDomain(html.env)
    own = domain_of(html.env)
    copy.data = pickle.loads(pickle.dumps(own.data))  # noqa: S301  (we pickled it)
    copy.catalog, copy.builder, copy.web_files = own.catalog, own.builder, own.web_files
    copy.resolve_targets()
    return copy


def test_with_a_page_of_its_own_no_paper_moves(domain: PaperDomain) -> None:
    domain.has_paper_pages = True
    domain.resolve_targets()
    before = dict(domain.places)
    domain.clear_doc("papers/weights")
    domain.resolve_targets()
    assert {target for target in before if domain.places.get(target) != before[target]} == {
        Object("category", "weights")
    }


def test_builders_with_and_without_paper_pages_do_not_affect_each_other(html: Build, domain: PaperDomain) -> None:
    domain.has_paper_pages, domain.site_name = True, domain_of(html.env).site_name
    assert not domain.resolve_targets()


def inventory(build: Build, objtype: str) -> dict[str, tuple[str, str]]:
    """Return the objects of a type in objects.inv: their URLs and the names to show."""
    objects = InventoryFile.loads((build.outdir / "objects.inv").read_bytes(), uri="").data[f"paper:{objtype}"]
    return {name: (item.uri, item.display_name) for name, item in objects.items()}


@pytest.mark.parametrize(
    ("objtype", "name", "item"),
    [
        ("paper", "abel2021rounding", ("paper/abel2021rounding.html", "Rounder: Rounding Well without Data")),
        ("paper", "gray2018survey", ("paper/gray2018survey.html", "A Survey of Everything")),
        ("category", "caches", ("papers/caches.html", "Activations & Caches")),
        ("category", "methods", ("papers/methods.html", "Methods")),
        ("keyword", "ptq", ("keywords.html#ptq", "PTQ")),
        ("keyword", "unused", ("keywords.html#unused", "Unused")),
    ],
)
def test_the_inventory_holds_an_object_with_its_place_and_name(
    html: Build, objtype: str, name: str, item: tuple[str, str]
) -> None:
    assert inventory(html, objtype)[name] == item


@pytest.mark.parametrize(("objtype", "number"), [("paper", 9), ("category", 5), ("keyword", 4)])
def test_the_inventory_holds_every_object(html: Build, objtype: str, number: int) -> None:
    assert len(inventory(html, objtype)) == number


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_no_url_of_the_inventory_is_dead(build: Callable[..., Build], builder: str) -> None:
    built = build("library", builder)
    pages = read_pages(built.outdir)
    for objtype in ("paper", "category", "keyword"):
        for address, _name in inventory(built, objtype).values():
            path, _, anchor = address.partition("#")
            file = (built.outdir / path).resolve()
            page = pages[file / "index.html" if file.is_dir() else file]
            assert not anchor or anchor in page.ids


def test_terms_are_in_the_inventory(html: Build) -> None:
    terms = InventoryFile.loads((html.outdir / "objects.inv").read_bytes(), uri="").data["std:term"]
    assert {"PTQ", "calibration", "Stochastic rounding"} <= set(terms)


@pytest.fixture(scope="module")
def other(html: Build, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A project that refers to the library by its inventory, and has a small catalog of its own."""
    project = Project(tmp_path_factory.mktemp("other"))
    inv = str(html.outdir / "objects.inv")
    project.write(
        "conf.py",
        'project = "Other"\nextensions = ["sphinx.ext.intersphinx", "cardcatalog"]\nexclude_patterns = ["_build"]\n'
        'html_theme = "basic"\ncardcatalog_bibliography = ["refs.bib"]\nnitpicky = True\n'
        f'intersphinx_mapping = {{"library": ("https://library.example.org/", {inv!r})}}\n',
    )
    project.write("refs.bib", "@misc{own2020, title={Own}, author={A, B}, year={2020}, category={Things}}\n")
    project.write(
        "index.rst",
        "Other\n=====\n\n"
        ":external:paper:ref:`abel2021rounding` and :external+library:paper:ref:`in words <abel2021rounding>`\n\n"
        ":external:paper:category:`caches`\n\n"
        ":external:paper:keyword:`ptq`\n\n"
        ":external:term:`calibration`\n\n"
        ":paper:ref:`gray2018survey`\n\n"
        ":paper:ref:`own2020`\n\n"
        ".. toctree::\n\n   papers/index\n",
    )
    return project.build()


def test_another_project_refers_without_warning(other: Build) -> None:
    assert not other.warnings


def test_another_project_refers_to_papers_categories_and_keywords(other: Build) -> None:
    library = "https://library.example.org"
    assert hrefs(other.soup("index.html"), "section > p a") == [
        f"{library}/paper/abel2021rounding.html",
        f"{library}/paper/abel2021rounding.html",
        f"{library}/papers/caches.html",
        f"{library}/keywords.html#ptq",
        f"{library}/keywords.html#ptq-calibration",
        f"{library}/paper/gray2018survey.html",
        "paper/own2020.html",
    ]


def test_a_reference_from_another_project_has_the_text_of_the_inventory(other: Build) -> None:
    assert texts(other.soup("index.html"), "section > p a")[:4] == [
        "Rounder: Rounding Well without Data", "in words", "Activations & Caches", "PTQ",
    ]  # fmt: skip


def test_the_order_of_objects_is_stable(domain: PaperDomain) -> None:
    objects = [(objtype, name) for name, _shown, objtype, _docname, _anchor, _rank in domain.get_objects()]
    assert objects == sorted(objects)


def test_every_object_has_a_type_that_is_declared(domain: PaperDomain) -> None:
    assert {item[2] for item in domain.get_objects()} == set(domain.object_types)


def test_a_cleared_page_is_removed_from_the_domain(domain: PaperDomain) -> None:
    domain.clear_doc("papers/caches")
    assert "papers/caches" not in domain.pages


def test_clearing_an_unknown_page_is_not_an_error(domain: PaperDomain) -> None:
    before = dict(domain.pages)
    domain.clear_doc("nowhere")
    assert domain.pages == before


def test_papers_of_a_cleared_page_move_to_another_page_that_shows_them(domain: PaperDomain) -> None:
    domain.clear_doc("papers/weights")
    domain.resolve_targets()
    assert domain.places[Object("paper", "berg2022shared")] == Place("papers/caches", "berg2022shared")


def test_papers_on_no_page_are_not_objects(domain: PaperDomain) -> None:
    domain.clear_doc("papers/weights")
    domain.resolve_targets()
    assert Object("paper", "abel2021rounding") not in domain.places


def test_pages_that_link_to_a_moved_paper_are_written_again(domain: PaperDomain) -> None:
    domain.clear_doc("papers/weights")
    assert "guide" in domain.resolve_targets()


def test_nothing_moves_when_nothing_changes(domain: PaperDomain) -> None:
    assert not domain.resolve_targets()


def test_the_pages_of_another_process_are_merged(domain: PaperDomain) -> None:
    theirs = {"pages": {"there": Page(places={Object("keyword", "x"): (TargetPriority.OWN_PAGE, "x")})}}
    domain.merge_domaindata({"there"}, theirs)
    domain.resolve_targets()
    assert domain.places[Object("keyword", "x")] == Place("there", "x")


def test_pages_that_the_other_process_did_not_read_are_not_merged(domain: PaperDomain) -> None:
    domain.merge_domaindata({"there"}, {"pages": {"guide": Page(), "there": Page()}})
    assert domain.pages["guide"].links


def test_the_catalog_is_not_pickled_with_the_environment(build: Callable[..., Build]) -> None:
    pickled = (build("nasty").outdir.parent / "doctrees" / "environment.pickle").read_bytes()
    assert b"Never shown" not in pickled


def test_the_data_of_the_domain_can_be_pickled(domain: PaperDomain) -> None:
    assert pickle.loads(pickle.dumps(domain.data)) == domain.data  # noqa: S301  (we pickled it)


def test_the_extension_supports_parallel_reading_and_writing(html: Build) -> None:
    extension = html.env._app.extensions["cardcatalog"]  # noqa: SLF001
    assert (extension.parallel_read_safe, extension.parallel_write_safe) == (True, True)


def test_directives_and_roles_belong_to_this_domain_alone(html: Build) -> None:
    class Shelf(Domain):
        name, label = "shelf", "Shelf"

    others = [Domain(html.env), Shelf(html.env), html.env.get_domain("math")]
    ours = html.env.get_domain("paper")
    assert {"list", "card", "chart", "venues", "extract", "explorer", "wanted"} <= ours.directives.keys()
    for other in others:
        assert not ours.directives.keys() & other.directives.keys(), other.name
        assert not ours.roles.keys() & other.roles.keys(), other.name


def test_directives_are_unknown_in_other_domains(library: Project) -> None:
    library.write("page.rst", ":orphan:\n\nPage\n====\n\n.. math:card:: abel2021rounding\n")
    assert 'Unknown directive type "math:card"' in library.build().output


@pytest.mark.parametrize("definition", ["{paper:ref}`abel2021rounding`", "[the paper](https://example.org/a)"])
def test_a_generated_glossary_reads_definitions_as_myst(library: Project, definition: str) -> None:
    (library.root / "keywords.md").unlink()
    library.append("bib/keywords.toml", f'[[keyword]]\nid = "zz"\nname = "Zz"\ndefinition = "See {definition}."\n')
    definitions = library.build().soup("keywords.html").select("dl.glossary dd")
    assert [link.get_text() for link in definitions[-1].select("p:first-child a")] in (
        ["Abel and Berg (2021)"],
        ["the paper"],
    )
