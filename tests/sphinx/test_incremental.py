"""Incremental builds: only pages that show a change are read again, and pages that link to it written."""

from __future__ import annotations

import os
import re
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, TypeAlias, cast
from zipfile import ZipFile

import pytest
from sphinx.builders.html import StandaloneHTMLBuilder

from cardcatalog.catalog import catalog, list_pages
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.loader import Sources, load_catalog
from cardcatalog.catalog.paper import Paper
from cardcatalog.formats.formats import FORMATS, Format
from cardcatalog.sphinx.domain.domain import domain_of
from cardcatalog.sphinx.kept_values import KeptValues
from cardcatalog.sphinx.pages.paper_context import PaperPageRenderer
from cardcatalog.sphinx.pages.paper_pages import paper_pages
from tests.calls import note_calls
from tests.sphinx.helpers import Build, Project, hrefs, line_of, texts

Change: TypeAlias = Callable[[Project], None]
Rebuild: TypeAlias = Callable[[Change], "Rebuilt"]

BIB, WORDS, TREE = "bib/refs.bib", "bib/keywords.toml", "bib/categories.toml"


def nothing(project: Project) -> None:
    """Change nothing."""


def touch_the_bibliography(project: Project) -> None:
    """Give the file a new date."""
    os.utime(project.root / BIB)


def reorder_the_bibliography(project: Project) -> None:
    """Move every entry to another line."""
    text = project.read(BIB)
    head, entries = text[: text.index("@")], text[text.index("@") :]
    project.write(BIB, f"{head}% one line more\n\n" + "\n\n".join(reversed(entries.strip().split("\n\n"))) + "\n")


def change_a_title(project: Project) -> None:
    """Change a paper that one page shows and none names."""
    project.replace(BIB, "A Paper by {Dorn} and More", "A Paper by {Dorn} and Much More")


def change_a_paper_of_two_categories(project: Project) -> None:
    """Change a paper that is in two categories and is cited."""
    project.replace(BIB, "A Survey of Everything", "A Survey of All")


def change_a_paper_that_prose_names(project: Project) -> None:
    """Change a paper that a guide, a definition and an introduction name."""
    project.replace(BIB, "Abel, Ada and Berg, Bo", "Abel, Ada and Berg, Bob")


def change_a_private_field(project: Project) -> None:
    """Change a field of a paper that no card shows, but its button and order may."""
    project.replace(BIB, "creationdate  = {2026-01-09}", "creationdate  = {2026-02-09}")


def move_a_paper_home(project: Project) -> None:
    """Change the home of a paper that is in two categories."""
    project.replace(BIB, "category      = {weights, caches}", "category      = {caches, weights}")


def move_a_paper_away(project: Project) -> None:
    """Move a paper from two categories to a third."""
    project.replace(BIB, "category      = {weights, caches}", "category      = {training}")


def remove_a_paper(project: Project) -> None:
    """Remove a paper that one page shows and none names."""
    text = project.read(BIB)
    start = text.index("@misc{dorn2023others")
    project.write(BIB, text[:start] + text[text.index("@", start + 1) :])


def add_a_paper(project: Project) -> None:
    """Add a paper without keywords to a category."""
    new = (
        "@misc{new2025, title={New}, author={New, Ann}, year={2025}, category={training}, url={https://n.example.org}}"
    )
    project.append(BIB, f"\n{new}\n")


def define_a_keyword(project: Project) -> None:
    """Add a keyword above all others."""
    project.write(WORDS, '[[keyword]]\nid = "new"\nname = "New"\ngroup = "Stage"\n\n' + project.read(WORDS))


def change_a_definition(project: Project) -> None:
    """Change the definition of a keyword."""
    project.replace(WORDS, "Rounding up or down by chance.", "Rounding by chance.")


def rename_a_keyword(project: Project) -> None:
    """Change how a keyword is called."""
    project.replace(WORDS, 'name = "Stochastic rounding"', 'name = "Random rounding"')
    project.replace(BIB, "{Stochastic rounding}", "{stochastic}")
    project.replace("guide.md", "{term}`stochastic rounding`", "{term}`random rounding`")


def change_the_id_of_a_keyword(project: Project) -> None:
    """Change the id of a keyword, which is its anchor in the glossary, to which terms in prose lead."""
    project.replace(WORDS, 'id = "stochastic"', 'id = "random"')
    project.replace(BIB, "{stochastic}", "{random}")


def rename_a_category(project: Project) -> None:
    """Change the title of a category whose page is generated."""
    project.replace(TREE, 'title = "Training"', 'title = "Learning"')


def rename_a_category_written_by_hand(project: Project) -> None:
    """Change the title of a category whose page is not generated."""
    project.replace(TREE, 'title = "Weights"', 'title = "Kernels"')


def rename_a_venue(project: Project) -> None:
    """Change the full name of a venue, which badges explain."""
    project.replace("bib/venues.toml", '"Journal of Examples"', '"The Journal of Examples"')
    project.write(BIB, project.read(BIB).replace("{Journal of Examples}", "{The Journal of Examples}"))


def change_the_kind_of_a_venue(project: Project) -> None:
    """Change what decides whether a paper is a preprint, which its metadata tell."""
    project.replace("bib/venues.toml", 'kind = "journal"', 'kind = "preprint server"')


def write_a_page_by_hand(project: Project) -> None:
    """Take a generated page over."""
    project.write("papers/training.md", "# Training\n\nBy hand.\n\n```{paper:list}\n:category: training\n```\n")


def delete_a_page_by_hand(project: Project) -> None:
    """Leave a category to be generated again."""
    (project.root / "papers" / "weights.md").unlink()


def tag_a_paper(project: Project) -> None:
    """Give a paper a keyword that none has yet."""
    project.replace(BIB, "{Stochastic rounding}", "{Stochastic rounding, unused}")


def want_a_paper(project: Project) -> None:
    """Add a wanted paper."""
    project.append("bib/wanted.toml", '\n[[wanted]]\ntitle = "One More"\n')


class Effect(NamedTuple):
    """The effect of a change: the pages that are read again, and those that are only written again."""

    read: str
    written: str = ""


# Sphinx itself writes again each page that has a page which was read in its table of contents.
EFFECTS: dict[Change, Effect] = {
    nothing: Effect(""),
    touch_the_bibliography: Effect(""),
    reorder_the_bibliography: Effect(""),
    change_a_title: Effect("papers/weights", "index papers/methods references"),
    change_a_paper_of_two_categories: Effect(
        "papers/survey papers/weights references",
        "index papers/index papers/methods",
    ),
    change_a_paper_that_prose_names: Effect(
        "guide keywords lists papers/weights",
        "index papers/methods references",
    ),
    change_a_private_field: Effect("papers/survey", "index papers/index references"),
    move_a_paper_home: Effect(
        "lists papers/caches papers/weights",
        "index papers/methods references",
    ),
    move_a_paper_away: Effect(
        "lists papers/caches papers/index papers/methods papers/training papers/weights",
        "index references",
    ),
    remove_a_paper: Effect("index papers/index papers/methods papers/weights", "references"),
    add_a_paper: Effect("index papers/index papers/training", "references"),
    define_a_keyword: Effect("index keywords"),
    change_a_definition: Effect("keywords", "index"),
    rename_a_keyword: Effect(
        "guide keywords papers/caches papers/training",
        "index papers/index papers/methods references",
    ),
    change_the_id_of_a_keyword: Effect(
        "guide keywords papers/caches",
        "index papers/index papers/methods papers/training references",
    ),
    rename_a_category: Effect(  # and all others, whose menus have its title
        "papers/index papers/training",
        "guide index keywords lists papers/caches papers/methods papers/survey papers/weights references wanted",
    ),
    rename_a_category_written_by_hand: Effect("guide papers/index papers/methods", "index"),
    change_the_kind_of_a_venue: Effect(
        "papers/caches papers/survey papers/training papers/weights references",
        "index papers/index papers/methods",
    ),
    write_a_page_by_hand: Effect("papers/training", "papers/index"),
    delete_a_page_by_hand: Effect("papers/weights", "papers/methods"),
    tag_a_paper: Effect("keywords papers/training", "index papers/index references"),
    want_a_paper: Effect("wanted", "index"),
}


class Rebuilt(NamedTuple):
    """A build after a change, and a build of the same sources from nothing."""

    later: Build
    fresh: Build
    lists: str
    """The keywords whose list of papers the first of them has written."""


@pytest.fixture(scope="module")
def rebuild(copy_root: Callable[[str], Project]) -> Rebuild:
    """Builds of the library before and after a change, each made once; the one before is the same for all."""
    project = copy_root("library")
    project.build()
    built = shutil.copytree(project.root, project.root.with_name("built"))
    done: dict[Change, Rebuilt] = {}

    def rebuild(change: Change) -> Rebuilt:
        if change not in done:
            shutil.rmtree(project.root, ignore_errors=True)
            shutil.copytree(built, project.root)  # in its place, since Sphinx reads all of a project that has moved
            new = copy_root("library")
            before = dates_of_lists(project)
            change(project)
            change(new)
            later = project.build()
            lists = sorted(name for name, date in dates_of_lists(project).items() if before.get(name) != date)
            root = project.root.rename(project.root.with_name(change.__name__))
            later = replace(later, outdir=root / later.outdir.relative_to(project.root))
            done[change] = Rebuilt(later, new.build(), " ".join(lists))
        return done[change]

    return rebuild


def dates_of_lists(project: Project) -> dict[str, int]:
    """Return the dates of the lists of keywords."""
    return {path.stem: path.stat().st_mtime_ns for path in (project.root / "_build" / "html" / "keywords").iterdir()}


LISTS: dict[Change, str] = {
    nothing: "",
    touch_the_bibliography: "",
    change_a_title: "",
    change_a_paper_that_prose_names: "ptq rounding",
    move_a_paper_home: "ptq",  # the fields of a paper are all part of its fingerprint
    change_a_definition: "stochastic",
    tag_a_paper: "stochastic unused",
}
"""The keywords whose list of papers is written again."""


@pytest.mark.parametrize("change", LISTS)
def test_only_changed_lists_are_written_again(rebuild: Rebuild, change: Change) -> None:
    assert rebuild(change).lists == LISTS[change]


@pytest.mark.parametrize("change", EFFECTS)
def test_only_pages_that_show_a_change_are_read_again(rebuild: Rebuild, change: Change) -> None:
    assert sorted(rebuild(change).later.read) == EFFECTS[change].read.split()


@pytest.mark.parametrize("change", EFFECTS)
def test_only_pages_affected_by_a_change_are_written_again(rebuild: Rebuild, change: Change) -> None:
    later = rebuild(change).later
    assert sorted(later.written - later.read) == EFFECTS[change].written.split()


@pytest.mark.parametrize("change", EFFECTS)
def test_a_later_build_is_as_quiet_as_the_first(rebuild: Rebuild, change: Change) -> None:
    assert not rebuild(change).later.output


def rename_a_page(project: Project) -> None:
    """Give a page another title in the menu."""
    project.replace("index.md", "guide", "The renamed guide <guide>")


@pytest.mark.parametrize("other", ["epub", "dirhtml"])
@pytest.mark.parametrize("change", [change_a_title, change_a_paper_that_prose_names, rename_a_page])
def test_a_build_after_one_with_the_same_doctrees_equals_a_fresh_one(
    copy_root: Callable[[str], Project], change: Change, other: str
) -> None:
    shared, fresh = copy_root("library"), copy_root("library")
    for project in (shared, fresh):
        project.set(html_theme="furo")  # which has the menu on every page
    for builder in ("html", other):
        shared.build(builder)
    for project in (shared, fresh):
        change(project)
    shared.build(other)
    assert contents(shared.build().outdir) == contents(fresh.build().outdir)


@pytest.mark.parametrize("change", EFFECTS)
def test_a_later_build_equals_a_fresh_one(rebuild: Rebuild, change: Change) -> None:
    later, fresh, _lists = rebuild(change)
    assert contents(later.outdir) == contents(fresh.outdir)


def on_shelf(number: int, **changed: str) -> str:
    """Return an entry that shares authors, words of its title, a keyword and its volume with others, with changes."""
    fields = {
        "title": f"Topic{number // 4} of shelf {number}",
        "author": f"Author{number // 3}, A and Other{number}, B",
        "keywords": "ptq" if number % 2 else "stochastic",
        "category": "caches" if number % 5 else "survey",
        "crossref": "volume",
    } | changed
    key = fields.pop("key", f"shelf{number:02}")
    return f"@inproceedings{{{key}, {', '.join(f'{name} = {{{value}}}' for name, value in fields.items())}}}\n"


VOLUME = "@proceedings{volume, title = {Shelf}, year = {2019}, editor = {Berg, Bo}, category = {training}}\n"
SHELF = "".join(map(on_shelf, range(24))) + VOLUME

STEPS = {
    "title": (on_shelf(9), on_shelf(9, title="Topic1 and more of shelf 9")),
    "title of the volume": ("{Shelf}", "{Shelves}"),
    "year of the volume": ("{2019}, editor", "{2018}, editor"),
    "author whose anchor collides": (on_shelf(7), on_shelf(7, author="Author2, A and Other 8, B")),
    "keyword": (on_shelf(5), on_shelf(5, keywords="rounding")),
    "category": (on_shelf(4), on_shelf(4, category="weights")),
    "removed": (on_shelf(11), ""),
    "added": (on_shelf(3), on_shelf(30, author="Author0, A", crossref="", year="2019") + on_shelf(3)),
    "key": (on_shelf(20), on_shelf(20, key="other20", ids="shelf20")),
    "related": (on_shelf(1), on_shelf(1, related="other20")),
}
"""Texts of entries, and those that take their places one after the other."""


def test_a_long_category_that_is_divided_in_another_way_leaves_no_page(
    copy_root: Callable[[str], Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_pages, "CARDS_PER_PAGE", 3)
    later, fresh = copy_root("library"), copy_root("library")
    for project in (later, fresh):
        project.set(html_copy_source=True)
    years = [on_shelf(number, category="training", crossref="", year=str(2010 + number // 2)) for number in range(12)]
    later.append(BIB, "".join(years))
    before = contents(later.build().outdir).keys()
    fresh.append(BIB, "".join(years[:3] + years[5:]))
    later.write(BIB, fresh.read(BIB))
    after = contents(later.build().outdir)
    assert {path for path in before - after.keys() if path.startswith("papers/training-")}
    assert after == contents(fresh.build().outdir)


@pytest.mark.parametrize("builder", ["epub", "text", "xml"])
def test_books_and_texts_keep_no_generated_page_that_an_edit_removes(
    copy_root: Callable[[str], Project], builder: str
) -> None:
    later, fresh = copy_root("library"), copy_root("library")
    later.append("bib/categories.toml", '\n[[category]]\nid = "gone"\ntitle = "Gone"\n')
    later.append(BIB, on_shelf(1, category="gone", crossref="", year="2010"))
    before = contents(later.build(builder).outdir).keys()
    for name in (BIB, "bib/categories.toml"):
        later.write(name, fresh.read(name))
    after = contents(later.build(builder).outdir).keys()
    assert [path for path in before - after if "papers/gone." in path]
    assert after == contents(fresh.build(builder).outdir).keys()


def test_a_book_is_packed_without_a_generated_page_that_an_edit_removes(library: Project) -> None:
    library.set(epub_basename="book")
    library.append("bib/categories.toml", '\n[[category]]\nid = "gone"\ntitle = "Gone"\n')
    library.build("epub")
    library.replace("bib/categories.toml", '\n[[category]]\nid = "gone"\ntitle = "Gone"\n', "")
    with ZipFile(library.build("epub").outdir / "book.epub") as book:
        assert not [name for name in book.namelist() if "gone" in name]


def test_a_page_of_the_project_in_the_place_of_a_generated_one_is_kept_in_a_text(library: Project) -> None:
    library.build("text")
    library.write("papers/survey.md", "---\norphan: true\n---\n\n# A page of our own\n")
    assert "A page of our own" in library.build("text").text("papers/survey.txt")


def test_builds_after_many_changes_equal_fresh_ones(copy_root: Callable[[str], Project]) -> None:
    later = copy_root("library")
    later.append(BIB, SHELF)
    later.build()
    for step, (old, new) in STEPS.items():
        later.replace(BIB, old, new)
        fresh = copy_root("library")
        fresh.write(BIB, later.read(BIB))
        assert contents(later.build().outdir) == contents(fresh.build().outdir), step


def test_the_content_of_a_page_is_found_only_if_it_may_have_changed(
    library: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.append(BIB, SHELF)
    library.build()
    found = note_calls(monkeypatch, PaperPageRenderer, "context", lambda _renderer, paper: paper.key)
    library.replace(BIB, "A Paper by {Dorn} and More", "A Paper by {Dorn} and Much More")
    library.build()
    assert "dorn2023others" in found
    assert not {key for key in found if key.startswith("shelf")}


def test_where_the_site_has_changed_the_content_of_pages_that_show_nothing_of_it_is_not_found(
    library: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.append(BIB, SHELF)
    library.build()
    found = note_calls(monkeypatch, PaperPageRenderer, "context", lambda _renderer, paper: paper.key)
    library.replace("bib/keywords.toml", "Rounding up or down by chance.", "Rounding by chance.")
    library.build()
    assert {key for key in found if key.startswith("shelf")} == {f"shelf{number:02}" for number in range(0, 24, 2)}


def test_without_an_index_of_authors_none_is_made(library: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    made = note_calls(monkeypatch, catalog, "index_authors", len)
    library.build()
    assert not made
    library.page("```{paper:authors}\n```")
    library.build()
    assert made


def test_the_first_build_alone_writes_all_papers_in_each_format_in_turn(
    library: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[tuple[str, str]] = []

    def noted(row: Format) -> Format:
        entry = row.entry

        def note(paper: Paper, catalog: Catalog) -> str:
            written.append((row.name, paper.key))
            return entry(paper, catalog) if entry else ""

        return replace(row, entry=entry and note)

    formats = {name: noted(row) for name, row in FORMATS.items()}
    monkeypatch.setattr("cardcatalog.sphinx.pages.paper_pages.FORMATS", formats)
    catalog = domain_of(library.build().env).catalog
    names = [name for name, row in FORMATS.items() if row.label and row.entry]
    assert names == ["biblatex", "ris", "csl-json"]
    assert written == [(name, key) for name in names for key in catalog.papers]
    written.clear()
    change_a_title(library)
    library.build()
    assert not written


def changed_entries(entries: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield entries with one of them changed: each of its fields as another entry has it, or the entry taken out."""
    values: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        for name, value in FIELD.findall(entry):
            values[name].append(value)
    for place, entry in enumerate(entries):
        rest = (entries[:place], entries[place + 1 :])
        yield f"without {entry.splitlines()[0]}", [*rest[0], *rest[1]]
        for name, value in FIELD.findall(entry):
            other = next((each for each in values[name] if each != value), f"{value} more")
            changed = entry.replace(f"{{{value}}}", f"{{{other}}}", 1)
            yield f"{name} of {entry.splitlines()[0]}", [*rest[0], changed, *rest[1]]


FIELD = re.compile(r"(\w+)\s*= \{(.*?)\}(?=,|\n|\}\n)")


def test_what_the_page_of_a_paper_depends_on_is_not_forgotten(library: Project, tmp_path: Path) -> None:
    """Whatever changes in the entries, the digest that is kept of a page is the one that would be found again."""
    namesake = on_shelf(9, title="Alone", author="{\\'O}ther7, B", keywords="stochastic")  # to anchors, it is Other7
    library.append(BIB, "".join(map(on_shelf, range(9))) + namesake + VOLUME)
    library.page("```{paper:authors}\n```\n\n```{paper:venues}\n```")
    library.set(cardcatalog_edit_url="https://example.org/{path}?line={line}")
    domain = domain_of(library.build().env)
    builder = cast("StandaloneHTMLBuilder", domain.builder)
    head, *entries = re.split(r"(?m)^(?=@\w+\{\w+,)", library.read(BIB))

    def digests(kept: KeptValues) -> dict[str, str]:
        return {page.name: page.digest for page in paper_pages(builder, domain, kept, "site", 1)}

    kept = KeptValues(tmp_path)
    digests(kept)
    sources = Sources(library.root, (BIB,), TREE, WORDS, "bib/venues.toml")
    for change, changed in [("lines", ["\n", *entries]), *changed_entries(entries)]:
        library.write(BIB, head + "".join(changed))
        domain.catalog = load_catalog(sources)[0]
        assert digests(KeptValues(tmp_path)) == digests(KeptValues(tmp_path / "none")), change


@pytest.mark.parametrize("name", ["objects.inv", "searchindex.js"])
def test_a_build_without_a_change_leaves_the_search_alone(library: Project, name: str) -> None:
    path = library.build().outdir / name
    written = path.stat().st_mtime_ns
    library.build()
    assert path.stat().st_mtime_ns == written
    path.unlink()
    library.build()
    assert path.exists()


def contents(folder: Path) -> dict[str, bytes]:
    """Return all files of a build that must not depend on earlier builds."""
    # Sphinx fills a part of the search index with just the pages of this build, and sphinxcontrib-bibtex numbers
    # citations as they come. The number after the name of a style sheet is only for caches.
    own_ways = {"searchindex.js", "references.html"}
    return {
        path.relative_to(folder).as_posix(): re.sub(rb"\.css\?v=\w+", b".css", path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file() and path.name not in own_ways
    }


def test_without_pages_of_papers_references_follow_a_paper_that_moved(library: Project) -> None:
    library.set(cardcatalog_paper_pages=False)
    library.build()
    move_a_paper_home(library)
    guide = library.build().soup("guide.html")
    assert "papers/caches.html#berg2022shared" in hrefs(guide, "section p a")


def test_a_citation_follows_its_entry(rebuild: Rebuild) -> None:
    page = rebuild(change_a_paper_of_two_categories).later.soup("references.html")
    assert texts(page, ".citation p") == ["Gil Gray. A survey of all. Journal of Examples, 2018."]


def test_a_reference_to_a_removed_paper_is_reported(library: Project) -> None:
    library.page("{paper:ref}`dorn2023others`")
    library.build()
    remove_a_paper(library)
    (warned,) = library.build().warnings
    line = line_of(library.read("page.md"), "{paper:ref}")
    assert (warned.path, warned.line, warned.kind) == ("page.md", line, "cardcatalog.reference")


def test_a_problem_is_reported_by_every_build(library: Project) -> None:
    library.replace(BIB, "10.1234/icex.2021.7", "icex.2021.7")
    assert library.build().warnings == library.build().warnings != ()


def test_a_fixed_problem_is_not_reported_again(library: Project) -> None:
    library.replace(BIB, "10.1234/icex.2021.7", "icex.2021.7")
    library.build()
    library.replace(BIB, "icex.2021.7", "10.1234/icex.2021.7")
    assert not library.build().warnings


@pytest.mark.parametrize(
    "asking",
    [
        "```{paper:list}\n:category: later\n```",
        "```{paper:list}\n:style: tree\n:category: later\n```",
        "{paper:count}`category:later`",
        "{paper:category}`later`",
        "{any}`later`",
    ],
    ids=["list", "tree", "count", "category", "any"],
)
def test_a_page_with_an_unresolved_category_is_updated_when_it_is_added(library: Project, asking: str) -> None:
    library.page(asking)
    assert len(library.build().warnings) == 1
    library.append(TREE, '\n[[category]]\nid = "later"\ntitle = "Later"\n')
    build = library.build()
    assert not build.warnings
    assert "page" in build.written


def test_a_page_with_an_unresolved_paper_is_updated_when_it_is_added(library: Project) -> None:
    library.page("```{paper:card} new2025\n```\n\n{paper:ref}`new2025`")
    library.build()
    add_a_paper(library)
    assert library.build().card("page.html", "new2025")


def test_headings_by_category_follow_its_title(library: Project) -> None:
    library.page("```{paper:list}\n:category: training\n:group-by: category\n```")
    library.build()
    rename_a_category(library)
    assert texts(library.build().soup("page.html"), ".cc-group > h2") == ["Learning¶"]


def test_a_glossary_without_definitions_follows_its_papers(library: Project) -> None:
    library.set(cardcatalog_keywords="")
    library.set(suppress_warnings=["cardcatalog.reference", "ref.term", "ref.any"])
    library.build()
    change_a_paper_that_prose_names(library)
    library.replace(BIB, "{Rounder}: Rounding Well", "{Rounder}: Rounding Better")
    assert "Rounder: Rounding Better without Data ICEX 2021" in texts(library.build().soup("keywords.html"), "dd li")
