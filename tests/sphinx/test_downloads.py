"""The files that people cite from: which there are, where they are linked, and when they are written."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest

from cardcatalog.bibtex.entries import parse_bibliography
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.paper import Paper
from cardcatalog.formats import catalog_json
from cardcatalog.formats.formats import FORMATS
from cardcatalog.sphinx.domain.domain import domain_of
from cardcatalog.sphinx.outputs import downloads
from cardcatalog.sphinx.outputs.downloads import EXPORTS
from tests.sphinx.helpers import Build, Project, dead_links, hrefs, read_pages, texts

ROOT_FILES = {
    "refs.bib", "refs.biblatex.bib", "refs.jabref.bib", "refs.ris", "refs.csl.json", "refs.hayagriva.yml",
    "catalog.json", "catalog.schema.json",
}  # fmt: skip
CATEGORY_FILES = {f"papers/{name}.bib" for name in ("survey", "methods", "weights", "caches", "training")}
KEYWORD_FILES = {f"keywords/{name}.bib" for name in ("ptq", "rounding", "stochastic")}
ALL_FILES = ROOT_FILES | CATEGORY_FILES | KEYWORD_FILES

OTHER_BUILDERS = ["singlehtml", "epub", "latex", "text", "man", "texinfo", "xml"]

ROLE = "{paper:download}`catalog.json` and {paper:download}`the survey <papers/survey.bib>`"


def files_of(build: Build) -> set[str]:
    """Return the files of a site that are not pages, by their paths."""
    paths = (path.relative_to(build.outdir).as_posix() for path in build.outdir.rglob("*"))
    return {path for path in paths if re.search(r"\.(bib|ris|json|yml)$", path) and not path.startswith("_")}


def keys_in(text: str) -> set[str]:
    """Return the keys of a file of BibTeX, in which nothing may be broken."""
    entries, problems = parse_bibliography(text, "file.bib")
    assert not problems
    return {entry.key for entry in entries}


def times(build: Build, names: Iterable[str]) -> dict[str, int]:
    """Return when files were written."""
    return {name: (build.outdir / name).stat().st_mtime_ns for name in names}


# Which there are


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_the_web_has_every_file(build: Callable[..., Build], builder: str) -> None:
    assert files_of(build("library", builder)) == ALL_FILES


@pytest.mark.parametrize("builder", OTHER_BUILDERS)
def test_other_builders_have_no_files(build: Callable[..., Build], builder: str) -> None:
    assert not files_of(build("library", builder))


def test_the_bibliography_is_copied_unchanged(library: Project) -> None:
    html = library.build()
    assert (html.outdir / "refs.bib").read_bytes() == (library.root / "bib" / "refs.bib").read_bytes()


def test_a_comment_that_changes_is_in_the_copy_of_the_bibliography(library: Project) -> None:
    library.append("bib/refs.bib", "\n% A comment.\n")
    library.build()
    library.replace("bib/refs.bib", "% A comment.", "% A remark!!")
    assert library.build().text("refs.bib") == library.read("bib/refs.bib")


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in {"bibtex", "json", "markdown"}])
def test_every_format_with_keys_has_all_papers(html: Build, name: str) -> None:
    assert "mueller2019strasse" in html.text(f"refs.{FORMATS[name].extension}")


def test_a_category_has_the_papers_below_it_once(html: Build) -> None:
    assert html.text("papers/methods.bib").count("@") == 6


def test_a_category_has_its_papers(html: Build) -> None:
    assert keys_in(html.text("papers/survey.bib")) == {"gray2018survey", "example2017page"}


def test_a_keyword_has_its_papers(html: Build) -> None:
    assert keys_in(html.text("keywords/rounding.bib")) == {"hale2024grid", "abel2021rounding", "elmer2020norms"}


def test_the_file_of_a_page_omits_private_fields(html: Build) -> None:
    assert not re.search("creationdate|category", html.text("papers/survey.bib"))


def test_the_json_names_the_licence_of_the_settings(library: Project) -> None:
    library.set(cardcatalog_license="CC0-1.0")
    assert json.loads(library.build().text("catalog.json"))["license"] == "CC0-1.0"


def test_the_schema_is_next_to_the_json(html: Build) -> None:
    assert json.loads(html.text("catalog.schema.json"))["$id"] == "catalog.schema.json"


@pytest.fixture(scope="session")
def shelves(copy_root: Callable[[str], Project]) -> Build:
    """The library with its bibliography in several files, two of one name and one of another kind."""
    project = copy_root("library")
    for name in ("other/refs.bib", "other/more.txt", "strings.bib"):
        project.write(f"bib/{name}", f'@string{{s = "{name}"}}\n')
    names = ["bib/strings.bib", "bib/refs.bib", "bib/other/refs.bib", "bib/other/more.txt", "bib/other"]
    project.set(cardcatalog_bibliography=names, bibtex_bibfiles=["bib/refs.bib"])
    return project.build()


def test_each_of_several_bibliographies_keeps_its_name(shelves: Build) -> None:
    assert {"strings.bib", "refs.bib", "refs-2.bib", "more.txt.bib"} <= files_of(shelves)


def test_bibliographies_with_equal_names_are_numbered_in_order(shelves: Build) -> None:
    assert (shelves.text("strings.bib"), shelves.text("refs-2.bib")) == (
        '@string{s = "strings.bib"}\n',
        '@string{s = "other/refs.bib"}\n',
    )


def test_the_catalog_has_the_papers_of_all_files(shelves: Build) -> None:
    assert {"catalog.ris", "catalog.biblatex.bib", "catalog.csl.json"} <= files_of(shelves)


def test_a_project_without_a_bibliography_has_no_files(library: Project) -> None:
    library.set(cardcatalog_bibliography=[], bibtex_bibfiles=[])
    assert not files_of(library.build())


def test_an_id_that_is_an_unsafe_path_has_no_file(library: Project) -> None:
    library.replace("bib/keywords.toml", 'id = "stochastic"', 'id = "../../stray"')
    library.build()
    assert not list(library.root.rglob("stray.bib"))


@pytest.mark.parametrize("root", ["library", "nasty"])
def test_file_names_do_not_collide_with_pages(build: Callable[..., Build], root: str) -> None:
    names = domain_of(build(root).env).web_files.names
    assert names
    assert not [
        name for name in names if not re.fullmatch(r"([a-z]+/)?[a-z0-9-]+(\.[a-z]+)?\.(bib|ris|json|yml)", name)
    ]


# The setting

CHOICES = {
    "bibtex": {"refs.bib"},
    "biblatex": {"refs.biblatex.bib"},
    "jabref": {"refs.jabref.bib"},
    "ris": {"refs.ris"},
    "csl-json": {"refs.csl.json"},
    "hayagriva": {"refs.hayagriva.yml"},
    "json": {"catalog.json", "catalog.schema.json"},
    "categories": CATEGORY_FILES,
    "keywords": KEYWORD_FILES,
    "venues": set(),  # the library has neither a list of venues nor an index of authors
    "authors": set(),
    "results": set(),  # the library has none; see test_results.py
}


def test_every_name_can_be_chosen_alone() -> None:
    assert CHOICES.keys() == set(EXPORTS)


@pytest.mark.parametrize(("name", "files"), CHOICES.items())
def test_a_name_chooses_its_files(library: Project, name: str, files: set[str]) -> None:
    library.set(cardcatalog_exports=[name])
    assert files_of(library.build()) == files


@pytest.mark.parametrize("value", [False, []])
def test_files_can_be_turned_off(library: Project, value: object) -> None:
    library.set(cardcatalog_exports=value)
    assert not files_of(library.build())


def test_an_unknown_name_is_reported_with_the_known_names(library: Project) -> None:
    library.set(cardcatalog_exports=["rris", "json"])
    (warned,) = library.build().warnings
    names = "bibtex, biblatex, jabref, ris, csl-json, hayagriva, json, categories, keywords, venues, authors, results"
    message = f"cardcatalog_exports in conf.py: unknown name 'rris' (did you mean 'ris'?); choose from {names}"
    assert warned == ("", 0, message, "cardcatalog")


def test_an_unknown_name_does_not_affect_other_names(library: Project) -> None:
    library.set(cardcatalog_exports=["rris", "json"])
    assert files_of(library.build()) == CHOICES["json"]


def test_lists_of_a_venue_and_of_an_author_of_several_have_files_and_links(library: Project) -> None:
    fields = "title = {{T{n}}}, author = {{Own, Ona}}, year = 2020, category = {{weights}}, venuekey = {{ICLR}}"
    form = f"\n@misc{{{{own{{n}}, {fields}}}}}"
    library.append("bib/refs.bib", "".join(form.format(n=n) for n in range(5)))
    library.page("```{paper:authors}\n```\n\n```{paper:venues}\n```")
    build = library.build()
    assert build.text("authors/ona-own.bib").count("@misc{own") == 5
    assert build.text("venues/iclr.bib").count("@misc{own") == 5
    assert "../authors/ona-own.bib" in hrefs(build.soup("authors/o.html"))
    assert "../venues/iclr.bib" in hrefs(build.soup("venues/iclr.html"))


# Links


@pytest.mark.parametrize(
    ("builder", "page", "address"),
    [("html", "papers/weights.html", "weights.bib"), ("dirhtml", "papers/weights/index.html", "../weights.bib")],
)
def test_a_category_links_to_its_file(build: Callable[..., Build], builder: str, page: str, address: str) -> None:
    assert hrefs(build("library", builder).soup(page), ".cc-summary a") == [address]


def test_the_link_to_the_file_of_a_parent_category_has_the_count(library: Project) -> None:
    library.replace("bib/refs.bib", "category      = {weights, caches}", "category      = {weights, methods}")
    page = library.build().soup("papers/methods.html")
    assert texts(page, ".cc-summary") == ["1 paper · 2022 · Download .bib of all 6"]


def test_a_category_with_papers_only_in_children_links_to_their_file(html: Build) -> None:
    assert texts(html.soup("papers/methods.html"), ".cc-summary") == ["6 papers below · Download .bib"]


def test_a_list_of_a_keyword_links_to_its_file(html: Build) -> None:
    page = html.soup("keywords/rounding.html")
    assert (texts(page, ".cc-summary"), hrefs(page, ".cc-summary a")) == (
        ["3 papers · Download .bib"],
        ["rounding.bib"],
    )


@pytest.mark.parametrize("page", ["papers/weights.html", "keywords/ptq.html"])
def test_a_disabled_file_is_not_linked(library: Project, page: str) -> None:
    library.set(cardcatalog_exports=["json"])
    assert not hrefs(library.build().soup(page), ".cc-download")


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
@pytest.mark.parametrize("page", ["page", "deep/down/page"])
def test_the_role_links_to_a_file_from_any_depth(library: Project, builder: str, page: str) -> None:
    library.page(ROLE, f"{page}.md")
    html = library.build(builder)
    assert not html.warnings
    pages = read_pages(html.outdir)
    links = [link for path, content in pages.items() if "page" in str(path) for link in content.links]
    assert [link for link in links if link.endswith(("catalog.json", "papers/survey.bib"))]
    assert not list(dead_links(pages))


def test_the_role_shows_a_file_by_its_name_or_another_text(library: Project) -> None:
    library.page(ROLE)
    assert texts(library.build().soup("page.html"), "a.cc-download") == ["catalog.json", "the survey"]


def test_the_url_of_a_download_is_quoted(library: Project) -> None:
    library.write("bib/My refs #1.bib", library.read("bib/refs.bib"))
    library.set(cardcatalog_bibliography=["bib/My refs #1.bib"], bibtex_bibfiles=["bib/My refs #1.bib"])
    library.page("{paper:download}`My refs #1.ris`")
    html = library.build()
    assert hrefs(html.soup("page.html"), "a.cc-download") == ["My%20refs%20%231.ris"]
    assert (html.outdir / "My refs #1.ris").exists()


@pytest.mark.parametrize("builder", OTHER_BUILDERS)
def test_without_files_the_role_is_plain_text(library: Project, builder: str) -> None:
    library.append("guide.md", f"\n{ROLE}\n")
    output = library.build(builder)
    assert not output.warnings
    written = "".join(path.read_text("utf-8", "replace") for path in output.outdir.rglob("*.*") if path.is_file())
    assert "the survey" in written
    assert not re.search(r"""survey\.bib|="cc-download""", written)


@pytest.mark.parametrize("builder", ["epub", "latex", "text", "singlehtml"])
def test_without_files_a_summary_names_none(build: Callable[..., Build], builder: str) -> None:
    output = build("library", builder)
    written = "".join(path.read_text("utf-8", "replace") for path in output.outdir.rglob("*.*") if path.is_file())
    assert "6 papers below" in written
    assert "6 papers below ·" not in written


def test_the_role_reports_an_unknown_file(library: Project) -> None:
    library.page("{paper:download}`catalogue.json`")
    (warned,) = library.build().warnings
    assert (warned.path, warned.message, warned.kind) == (
        "page.md",
        "unknown download 'catalogue.json' (did you mean 'catalog.json'?)",
        "cardcatalog.reference",
    )


def test_the_role_reports_a_file_of_a_list_that_no_page_leads_to(library: Project) -> None:
    entries = (f"\n@misc{{own{n}, title = {{T{n}}}, author = {{Own, Ona}}, venuekey = {{ICLR}}}}" for n in range(5))
    library.append("bib/refs.bib", "".join(entries))
    library.page("```{paper:authors}\n```\n\n```{paper:venues}\n```", "lists-of-all.md")
    library.page("{paper:download}`authors/ona-own.bib` and {paper:download}`venues/iclr.bib`")
    links = {"authors/ona-own.bib", "venues/iclr.bib"}
    assert links <= {*hrefs(library.build().soup("page.html"))}
    (library.root / "lists-of-all.md").unlink()
    later = library.build()
    messages = [warned.message for warned in later.warnings if warned.path == "page.md"]
    assert [message.split(" (")[0] for message in messages] == [f"unknown download {name!r}" for name in sorted(links)]
    assert links.isdisjoint(hrefs(later.soup("page.html")))


def test_a_page_is_written_again_when_its_file_is_removed(library: Project) -> None:
    library.page("{paper:download}`papers/training.bib`")
    library.build()
    text = library.read("bib/refs.bib").replace("{training}", "{survey}")
    library.write("bib/refs.bib", text)
    assert "page.md" in {warned.path for warned in library.build().warnings}


# When they are written


def test_unchanged_files_are_not_written_again(library: Project) -> None:
    before = times(library.build(), ALL_FILES)
    assert times(library.build(), ALL_FILES) == before


def test_only_changed_files_are_written(library: Project) -> None:
    before = times(library.build(), ALL_FILES)
    library.replace("bib/refs.bib", "Grids that Learn", "Grids that Know")
    after = times(library.build(), ALL_FILES)
    untouched = {name for name in ALL_FILES if after[name] == before[name]}
    changed = {"papers/weights.bib", "papers/methods.bib", "keywords/rounding.bib"}
    assert untouched == (CATEGORY_FILES | KEYWORD_FILES | {"catalog.schema.json"}) - changed


def test_a_deleted_file_is_written_again(library: Project) -> None:
    (library.build().outdir / "papers" / "survey.bib").unlink()
    assert files_of(library.build()) == ALL_FILES


def test_an_obsolete_file_is_removed(library: Project) -> None:
    library.build()
    library.set(cardcatalog_exports=["json"])
    assert files_of(library.build()) == CHOICES["json"]


def test_files_of_the_project_are_kept(library: Project) -> None:
    outdir = library.build().outdir
    (outdir / "papers" / "mine.bib").write_text("% Mine.\n", encoding="utf-8")
    library.set(cardcatalog_exports=False)
    assert files_of(library.build()) == {"papers/mine.bib"}


def test_a_change_of_the_licence_updates_the_json(library: Project) -> None:
    library.build()
    library.set(cardcatalog_license="CC-BY-4.0")
    assert '"license": "CC-BY-4.0"' in library.build().text("catalog.json")


def test_several_processes_write_the_same_files(library: Project, html: Build) -> None:
    parallel = library.build(jobs=2)
    assert {name: parallel.text(name) for name in ALL_FILES} == {name: html.text(name) for name in ALL_FILES}


def test_no_file_contains_machine_data(html: Build) -> None:
    assert not [name for name in ALL_FILES if str(html.env.srcdir) in html.text(name)]


# Which parts are made again


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The keys of the papers whose record was made for ``catalog.json``, which no page shows."""
    found: list[str] = []

    def note(paper: Paper, catalog: Catalog) -> str:
        found.append(paper.key)
        return catalog_row(paper, catalog)

    catalog_row = catalog_json.catalog_row
    monkeypatch.setattr(catalog_json, "catalog_row", note)
    monkeypatch.setattr(downloads, "FORMATS", {**FORMATS, "json": replace(FORMATS["json"], entry=note)})
    return found


def titles(build: Build) -> dict[str, str]:
    """Return the titles in ``catalog.json``."""
    return {row["key"]: row["title"] for row in json.loads(build.text("catalog.json"))["papers"]}


def test_only_texts_of_changed_papers_are_made_again(library: Project, made: list[str]) -> None:
    before = titles(library.build())
    assert made == list(before)
    made.clear()
    library.replace("bib/refs.bib", "A Survey of Everything", "A Survey of All")
    after = titles(library.build())
    assert made == [key for key in after if after[key] != before[key]] == ["gray2018survey"]


def test_terms_that_change_make_all_texts_again(library: Project, made: list[str]) -> None:
    library.build()
    made.clear()
    library.replace("bib/keywords.toml", 'name = "Stochastic rounding"', 'name = "Random rounding"')
    library.replace("bib/refs.bib", "{Stochastic rounding}", "{stochastic}")
    library.replace("guide.md", "{term}`stochastic rounding`", "{term}`random rounding`")
    assert list(titles(library.build())) == made


@pytest.mark.parametrize("damage", ["", "{}\n", None])
def test_a_file_that_is_not_as_it_was_written_is_made_again(
    library: Project, made: list[str], damage: str | None
) -> None:
    build = library.build()
    path = build.outdir / "catalog.json"
    before = titles(build)
    made.clear()
    if damage is None:
        path.unlink()
    else:
        path.write_text(damage, encoding="utf-8")
    library.replace("bib/refs.bib", "A Survey of Everything", "A Survey of All")
    assert titles(library.build()) == before | {"gray2018survey": "A Survey of All"}
    assert made == list(before)
