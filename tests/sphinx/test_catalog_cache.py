"""The catalog is kept from build to build: it is read again when anything changes that it is made of."""

from __future__ import annotations

import pickle
import shutil
from pathlib import Path

import pytest

from cardcatalog.catalog.loader import Sources
from cardcatalog.catalog.paper import Paper
from cardcatalog.sphinx import catalog_cache
from cardcatalog.sphinx.domain.domain import domain_of
from cardcatalog.sphinx.paper_rows import pickled, row_of
from tests.calls import note_calls
from tests.catalogs import paper_of
from tests.sphinx.helpers import Build, Project
from tests.sphinx.test_results import measure


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[Sources]:
    """The sources that builds have read."""
    return note_calls(monkeypatch, catalog_cache, "load_catalog", lambda sources, *_more: sources)


def kept(library: Project, name: str = catalog_cache.FILE) -> Path:
    """Return a file in which the catalog is kept."""
    return library.root / "_build" / "doctrees" / name


def test_files_without_a_change_are_read_once(library: Project, read: list[Sources]) -> None:
    library.append("bib/refs.bib", "\n@misc{odd, title = {Odd}}\n")
    first, second = library.build(), library.build()
    assert len(read) == 1
    assert [row.message for row in second.warnings] == [row.message for row in first.warnings] != []
    papers, again = ([*domain_of(build.env).catalog.papers.values()] for build in (first, second))
    assert papers == again


@pytest.mark.parametrize("name", ["bib/refs.bib", "bib/categories.toml", "bib/keywords.toml", "bib/venues.toml"])
def test_a_file_that_changes_is_read_again(library: Project, read: list[Sources], name: str) -> None:
    library.build()
    library.append(name, "\n")
    library.build()
    assert len(read) == 2


def test_a_setting_that_changes_what_is_read_is_followed(library: Project, read: list[Sources]) -> None:
    library.build()
    library.append("conf.py", 'cardcatalog_required_fields = ["title", "note"]\n')
    assert any("note" in row.message for row in library.build().warnings)
    assert len(read) == 2


@pytest.mark.parametrize("name", [catalog_cache.FILE, catalog_cache.ROWS])
@pytest.mark.parametrize("damage", [b"", b"\n\n", b"x", None])
def test_what_is_not_as_it_was_written_is_not_loaded(
    library: Project, read: list[Sources], name: str, damage: bytes | None
) -> None:
    library.build()
    content = kept(library, name).read_bytes()
    kept(library, name).write_bytes(content[:-1] if damage is None else damage)
    library.build()
    assert len(read) == 2
    assert kept(library, name).read_bytes() == content


def test_rows_of_another_build_are_not_loaded(library: Project, read: list[Sources]) -> None:
    """A build may be killed when it has written one of the two files."""
    library.build()
    before = kept(library).read_bytes()
    library.replace("bib/refs.bib", "A Survey of Everything", "A Survey of All")
    library.build()
    kept(library).write_bytes(before)
    assert papers(library.build())["gray2018survey"].title == "A Survey of All"
    assert len(read) == 3


def test_a_catalog_with_a_file_that_cannot_be_read_is_not_kept(library: Project, read: list[Sources]) -> None:
    library.set(cardcatalog_venues="bib/missing.toml")
    for _ in range(2):
        assert "bib/missing.toml" in {row.path for row in library.build().warnings}
    assert len(read) == 2
    assert not kept(library).exists()


def test_a_file_that_changes_while_it_is_read_is_read_again(
    library: Project, monkeypatch: pytest.MonkeyPatch, read: list[Sources]
) -> None:
    def change(*arguments: object) -> object:
        found = note(*arguments)
        if len(read) == 1:
            library.append("bib/refs.bib", "\n")
        return found

    note = vars(catalog_cache)["load_catalog"]
    monkeypatch.setattr(catalog_cache, "load_catalog", change)
    library.build()
    assert not kept(library).exists()
    library.build()
    assert len(read) == 2
    assert kept(library).exists()


def test_measured_results_are_read_again_only_if_their_files_change(
    library: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = measure(library)
    project.append("bib/results/lib.csv", "wrong\n")
    first = project.build()
    read = note_calls(monkeypatch, catalog_cache, "read_results", lambda _path, name: name)
    project.replace("bib/refs.bib", "A Survey of Everything", "A Survey of All")
    second = project.build()
    assert read == []
    assert domain_of(second.env).catalog.results == domain_of(first.env).catalog.results
    assert [row.message for row in second.warnings] == [row.message for row in first.warnings] != []
    project.replace("bib/results/lib.csv", "wrong\n", "")
    assert not project.build().warnings
    assert read == ["bib/results.toml"]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The keys of the papers that builds have made of entries."""
    return note_calls(monkeypatch, catalog_cache, "make_paper", lambda entry, _terms: entry.key)


def papers(build: Build) -> dict[str, Paper]:
    """Return the papers of a build."""
    return domain_of(build.env).catalog.papers


def test_only_changed_entries_are_made_papers_again(library: Project, made: list[str]) -> None:
    first = library.build()
    assert sorted(made) == sorted(papers(first))
    made.clear()
    library.write("bib/refs.bib", "% A line more.\n" + library.read("bib/refs.bib"))
    library.replace("bib/refs.bib", "A Survey of Everything", "A Survey of All")
    later = papers(library.build())
    assert made == ["gray2018survey"]
    assert later["gray2018survey"].title == "A Survey of All"
    assert {key: paper.entry.location.line - 1 for key, paper in later.items()} == {
        key: paper.entry.location.line for key, paper in papers(first).items()
    }


def test_a_change_of_a_parent_is_one_of_its_children(library: Project, made: list[str]) -> None:
    library.append(
        "bib/refs.bib",
        "\n@inproceedings{child, title = {Child}, author = {Abel, Ada}, category = {survey}, crossref = {parent}}\n"
        "@proceedings{parent, title = {Parent}, year = {2020}, category = {survey}}\n",
    )
    library.build()
    made.clear()
    library.replace("bib/refs.bib", "{Parent}, year = {2020}", "{Parents}, year = {2021}")
    child = papers(library.build())["child"]
    assert sorted(made) == ["child", "parent"]
    assert (child.container, child.year) == ("Parents", 2021)


@pytest.mark.parametrize("name", ["bib/categories.toml", "bib/keywords.toml", "bib/venues.toml"])
def test_terms_that_change_make_all_papers_again(library: Project, made: list[str], name: str) -> None:
    count = len(papers(library.build()))
    made.clear()
    library.append(name, "\n")
    library.build()
    assert len(made) == count


def test_without_a_list_of_venues_all_papers_are_made_again(library: Project, made: list[str]) -> None:
    """The spelling of a venue that most entries have is that of all."""
    library.set(cardcatalog_venues="")
    count = len(papers(library.build()))
    made.clear()
    library.append("bib/refs.bib", "\n% A comment.\n")
    library.build()
    assert len(made) == count


def test_problems_of_unchanged_entries_are_reported_again_where_they_are_now(library: Project) -> None:
    library.append("bib/refs.bib", "\n@misc{odd, title = {Odd}, author = {Abel, Ada}, year = {2020}, bits = {many}}\n")
    first = library.build().warnings
    library.write("bib/refs.bib", "% A line more.\n" + library.read("bib/refs.bib"))
    assert [row._replace(line=row.line - 1) for row in library.build().warnings] == list(first) != []


def test_a_problem_of_an_entry_that_was_away_is_reported_again(library: Project) -> None:
    faulty = "\n@misc{odd, title = {Odd}, author = {Abel, Ada}, year = {2020}, bits = {many}}\n"
    library.append("bib/refs.bib", faulty + many_entries(40))
    first = library.build().warnings
    library.replace("bib/refs.bib", faulty, "\n\n")
    assert not library.build().warnings
    library.replace("bib/refs.bib", "\n\n\n", f"\n{faulty}")
    assert [row.message for row in library.build().warnings] == [row.message for row in first] != []


def many_entries(count: int) -> str:
    """Return the text of some entries, which have a venue in the field that once was that of venues."""
    fields = "author = {Abel, Ada}, year = {2020}, category = {survey}, venue = {ICEX}"
    return "".join(f"@misc{{many{number}, title = {{Paper {number}}}, {fields}}}\n" for number in range(count))


def test_an_edit_writes_no_row_of_an_unchanged_paper(library: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    library.append("bib/refs.bib", many_entries(40))
    library.build()
    stored = kept(library, catalog_cache.ROWS).read_bytes()
    rows = note_calls(monkeypatch, catalog_cache, "row_of", lambda paper, *_more: paper.key)
    library.write("bib/refs.bib", "% A line more.\n" + library.read("bib/refs.bib"))
    library.replace("bib/refs.bib", "Paper 7", "Paper Seven")
    library.build()
    assert rows == ["many7"]
    assert kept(library, catalog_cache.ROWS).read_bytes() == stored
    assert papers(library.build())["many7"].title == "Paper Seven"


@pytest.mark.parametrize(("start", "end"), [("Paper", "A Paper"), ("@misc{many", "% @misc{many")])
def test_after_many_changes_the_rows_are_those_of_a_first_build(library: Project, start: str, end: str) -> None:
    library.append("bib/refs.bib", many_entries(40))
    library.build()
    library.write("bib/refs.bib", library.read("bib/refs.bib").replace(start, end))
    library.build()
    stored = kept(library, catalog_cache.ROWS).read_bytes()
    shutil.rmtree(library.root / "_build")
    library.build()
    assert pickle.loads(stored) == pickle.loads(kept(library, catalog_cache.ROWS).read_bytes())  # noqa: S301


def test_a_venue_in_its_former_field_is_kept_wherever_its_entry_goes(library: Project, made: list[str]) -> None:
    library.append("bib/refs.bib", many_entries(40))
    first = papers(library.build())
    made.clear()
    text = library.read("bib/refs.bib")
    library.write("bib/refs.bib", text.replace("@misc{many7, title", "% Words\n@misc{many7,\n title"))
    later = papers(library.build())["many7"]
    assert not made
    assert later.venue == first["many7"].venue == "ICEX"
    assert later.entry.where("title").line == first["many7"].entry.location.line + 2
    assert papers(library.build())["many7"].entry.where("title") == later.entry.where("title")


def test_a_paper_of_which_a_data_entry_goes_is_made_again(library: Project, made: list[str]) -> None:
    data = "@xdata{press, publisher = {Press}}\n"
    library.append(
        "bib/refs.bib",
        "@book{heir, title = {Heir}, author = {Abel, Ada}, year = {2020}, publisher = {xdata=press-publisher}, "
        f"category = {{survey}}}}\n{data}",
    )
    assert papers(library.build())["heir"].publisher == "Press"
    made.clear()
    library.write("bib/refs.bib", library.read("bib/refs.bib").replace(data, ""))
    assert papers(library.build())["heir"].publisher == "xdata=press-publisher"
    assert made == ["heir"]


def test_rows_are_alike_whatever_has_been_asked_of_their_people() -> None:
    paper = paper_of("@misc{a, author = {Rowe, Unasked}}")
    rows = [row_of(paper, paper.entry, "", "")]
    before = pickled(rows)
    assert paper.authors[0].name == "Unasked Rowe"
    assert pickled(rows) == before
