"""Problems of the sources: each is reported once, where it is written, all in one run, and costs nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sphinx.errors import ConfigError

from tests.sphinx.helpers import Build, Project, line_of, texts

BROKEN = r"""
@misc{good2020first,
  title = {First Good One}, author = {Good, Ann}, year = {2020}, category = {survey},
}

@misc{unclosed2020,
  title = {No Brace Closes This,
  author = {Good, Ann},

@misc{good2020second,
  title = {Second Good One}, author = {Good, Ann}, year = {2020}, category = {survey},
}

@misc without its brace

@misc{good2020first,
  title = {The Same Key}, author = {Good, Ann}, year = {2020}, category = {survey},
}

@misc{twice2020,
  title = {Field Given Twice}, author = {Good, Ann}, year = {2020}, category = {survey},
  title = {Another Title},
}

@articel{type2020,
  title = {Unknown Type}, author = {Good, Ann}, year = {2020}, category = {survey},
}

@misc{authorless2020,
  title = {Without an Author}, year = {2020}, category = {survey},
}

@misc{titleless2020,
  author = {Good, Ann}, year = {2020}, category = {survey},
}

@misc{yearless,
  title = {Without a Year}, author = {Good, Ann}, category = {survey},
}

@misc{homeless2020,
  title = {Without a Category}, author = {Good, Ann}, year = {2020},
}

@misc{words2020,
  title = {Unknown Words}, author = {Good, Ann}, year = {2020},
  category = {survey, weigths},
  keywords = {ptq, roundign},
  venuekey = {ICEXX},
}

@misc{forms2020,
  title = {Bad Forms}, category = {survey},
  author = {Good, Ann and One, Two, Three, Four},
  year = {20xx},
  doi = {doi.org/10.1000/182},
  eprint = {arXiv:2101}, archiveprefix = {arXiv},
  url = {www.example.org/forms},
  code = {https://code.example.org git@code.example.org:forms},
  project = {nowhere},
  bits = {W4A8 / four},
  creationdate = {2026-13-01},
}

@online{good2020third,
  title = {Third Good One}, author = {Good, Ann}, year = {2020}, category = {survey},
}
"""

PLANTED = {
    "title = {No Brace Closes This": "syntax",
    "@misc without its brace": "syntax",
    "@misc{good2020first,\n  title = {The Same Key}": "duplicate-key",
    "title = {Another Title}": "duplicate-field",
    "@articel{type2020": "unknown-type",
    "@misc{authorless2020": "missing-field",
    "@misc{titleless2020": "missing-field",
    "@misc{yearless": "missing-field",
    "@misc{homeless2020": "missing-field",
    "category = {survey, weigths}": "unknown-category",
    "keywords = {ptq, roundign}": "unknown-keyword",
    "venuekey = {ICEXX}": "unknown-venue",
    "author = {Good, Ann and One, Two": "bad-name",
    "year = {20xx}": "bad-year",
    "doi = {doi.org": "bad-doi",
    "eprint = {arXiv:2101}": "bad-arxiv",
    "url = {www.example.org": "bad-url",
    "code = {https": "bad-url",
    "project = {nowhere}": "bad-url",
    "bits = {W4A8 / four}": "bad-bits",
    "creationdate = {2026-13-01}": "bad-date",
}

SUGGESTED = {
    "unknown-type": "(did you mean '@article'?)",
    "unknown-category": "(did you mean 'weights'?)",
    "unknown-keyword": "(did you mean 'rounding'?)",
    "unknown-venue": "(did you mean 'ICEX'?)",
}

KEPT = [
    "Bad Forms", "Field Given Twice", "First Good One", "Second Good One", "Third Good One", "titleless2020",
    "Unknown Type", "Unknown Words", "Without an Author", "Without a Year",
]  # fmt: skip
"""The papers on the page of the category: all but unreadable ones, duplicates, and those without a category."""


@pytest.fixture(scope="module")
def broken(copy_root: Callable[[str], Project]) -> Build:
    """The build of a library with a bibliography that breaks every rule, in addition to its own."""
    project = copy_root("library")
    project.write("bib/broken.bib", BROKEN)
    project.set(cardcatalog_bibliography=["bib/refs.bib", "bib/broken.bib"])
    return project.build()


@pytest.mark.parametrize("mark", PLANTED)
def test_a_problem_is_reported_at_its_line(broken: Build, mark: str) -> None:
    here = [at.kind for at in broken.warnings if (at.path, at.line) == ("bib/broken.bib", line_of(BROKEN, mark))]
    assert here == [f"cardcatalog.{PLANTED[mark]}"]


def test_all_problems_are_reported_in_one_run_and_nothing_else(broken: Build) -> None:
    assert len(broken.warnings) == len(PLANTED)


@pytest.mark.parametrize("kind", SUGGESTED)
def test_an_unknown_word_comes_with_the_nearest_known(broken: Build, kind: str) -> None:
    (message,) = [at.message for at in broken.warnings if at.kind == f"cardcatalog.{kind}"]
    assert message.endswith(SUGGESTED[kind])


def test_a_duplicate_key_names_the_line_of_the_first(broken: Build) -> None:
    (message,) = [at.message for at in broken.warnings if at.kind == "cardcatalog.duplicate-key"]
    assert f"bib/broken.bib:{line_of(BROKEN, 'First Good One') - 1}" in message


def test_problems_do_not_affect_other_entries(broken: Build) -> None:
    titles = texts(broken.soup("papers/survey.html"), ".cc-card .sd-card-title")
    assert set(titles) == {*KEPT, "A Survey of Everything", "A Page on the Web"}


def test_the_first_of_two_equal_fields_is_kept(broken: Build) -> None:
    assert "Another Title" not in broken.text("papers/survey.html")


def test_an_unknown_keyword_is_on_its_card_without_a_link(broken: Build) -> None:
    badges = broken.card("papers/survey.html", "words2020").select(".cc-keyword")
    assert [(badge.name, badge.get_text()) for badge in badges] == [("a", "PTQ"), ("span", "roundign")]


def test_an_invalid_url_is_not_a_link(broken: Build) -> None:
    card = broken.card("papers/survey.html", "forms2020")
    assert [link["href"] for link in card.select(".cc-to-code")] == ["https://code.example.org"]


@pytest.mark.parametrize("kind", sorted(set(PLANTED.values())))
def test_a_kind_of_problem_can_be_suppressed(library: Project, kind: str) -> None:
    library.write("bib/broken.bib", BROKEN)
    library.set(cardcatalog_bibliography=["bib/refs.bib", "bib/broken.bib"], suppress_warnings=[f"cardcatalog.{kind}"])
    kinds = {at.kind.removeprefix("cardcatalog.") for at in library.build("dummy").warnings}
    assert kinds == set(PLANTED.values()) - {kind}


def test_all_kinds_can_be_suppressed_at_once(library: Project) -> None:
    library.append("bib/refs.bib", BROKEN)
    library.set(suppress_warnings=["cardcatalog"])
    assert not library.build("dummy").warnings


@pytest.mark.parametrize("at_the_end", [True, False], ids=["at-the-end", "at-the-beginning"])
def test_a_broken_bibliography_can_be_cited_all_the_same(library: Project, *, at_the_end: bool) -> None:
    text = library.read("bib/refs.bib")
    library.write("bib/refs.bib", text + BROKEN if at_the_end else BROKEN + text)
    assert texts(library.build().soup("references.html"), ".citation p") == [
        "Gil Gray. A survey of everything. Journal of Examples, 2018."
    ]


def test_a_broken_bibliography_is_reported_by_nothing_else(library: Project) -> None:
    library.append("bib/refs.bib", BROKEN)
    kinds = {at.kind.partition(".")[0] for at in library.build("dummy").warnings}
    assert kinds == {"cardcatalog"}


SAME_KEY = "@misc{gray2018survey, title={Other}, author={A, B}, year={2020}, category={survey}}\n"


def test_a_key_in_two_files_is_reported(library: Project) -> None:
    library.write("bib/more.bib", SAME_KEY)
    library.set(cardcatalog_bibliography=["bib/*.bib"], bibtex_bibfiles=["bib/more.bib", "bib/refs.bib"])
    (warned,) = library.build("dummy").warnings
    line = line_of(library.read("bib/refs.bib"), "@article{gray2018survey")
    assert (warned.path, warned.line, warned.kind) == ("bib/refs.bib", line, "cardcatalog.duplicate-key")


def test_the_entry_of_the_first_file_is_kept(library: Project) -> None:
    library.write("bib/more.bib", SAME_KEY)
    library.set(cardcatalog_bibliography=["bib/*.bib"])
    assert "Other" in texts(library.build().soup("papers/survey.html"), ".sd-card-title")


LATIN = b"""
@misc{latin2020,
  title = {Stra\xdfe}, author = {A, B}, year = {2020}, category = {survey},
}
"""


def test_an_invalid_byte_is_reported_at_its_line(library: Project) -> None:
    path = library.root / "bib" / "refs.bib"
    line = path.read_bytes().count(b"\n") + 3
    path.write_bytes(path.read_bytes() + LATIN)
    (warned,) = library.build("dummy").warnings
    assert (warned.path, warned.line, warned.kind) == ("bib/refs.bib", line, "cardcatalog.file")


def test_an_invalid_byte_does_not_remove_its_entry(library: Project) -> None:
    path = library.root / "bib" / "refs.bib"
    path.write_bytes(path.read_bytes() + LATIN)
    assert library.build().card("papers/survey.html", "latin2020")


def test_a_bibliography_that_does_not_exist_is_reported(library: Project) -> None:
    library.set(cardcatalog_bibliography=["bib/refs.bib", "bib/nowhere.bib"])
    (warned,) = library.build("dummy").warnings
    assert (warned.path, warned.kind) == ("bib/nowhere.bib", "cardcatalog.file")


def test_a_pattern_without_a_match_is_reported(library: Project) -> None:
    library.set(cardcatalog_bibliography=["bib/refs.bib", "bib/*.bibtex"])
    (warned,) = library.build("dummy").warnings
    assert (warned.path, warned.kind) == ("bib/*.bibtex", "cardcatalog.file")


def test_the_path_of_a_bibliography_can_be_absolute(library: Project) -> None:
    library.set(cardcatalog_bibliography=[str(library.root / "bib" / "refs.bib")])
    assert not library.build("dummy").warnings


def test_a_missing_setting_of_the_bibliography_is_reported_with_advice(library: Project) -> None:
    library.set(cardcatalog_bibliography=[])
    assert "set cardcatalog_bibliography in conf.py to a list of .bib files" in library.build("dummy").output


@pytest.mark.parametrize("name", ["categories", "keywords", "venues"])
def test_a_missing_vocabulary_is_reported(library: Project, name: str) -> None:
    library.set(**{f"cardcatalog_{name}": "bib/nowhere.toml"})
    found = [at.kind for at in library.build("dummy").warnings if at.path == "bib/nowhere.toml"]
    assert found == ["cardcatalog.file"]


TAXONOMY = {
    'title = "Without an Id"': ("categories", '[[category]]\ntitle = "Without an Id"\n', -1),
    "unknown-parent": ("categories", '[[category]]\nid = "unknown-parent"\ntitle = "T"\nparent = "wieghts"\n', -1),
    "Bad Id": ("categories", '[[category]]\nid = "Bad Id"\ntitle = "T"\n', -1),
    "a category twice": ("categories", '[[category]]\nid = "survey"\ntitle = "a category twice"\n', -2),
    "no keyword to see": ("keywords", '[[keyword]]\nid = "k"\nname = "no keyword to see"\nsee = ["x"]\n', -2),
    "Post-Training quantization": ("keywords", '[[keyword]]\nid = "k"\nname = "Post-Training quantization"\n', -2),
    "a word of no venue": ("venues", '[[venue]]\nname = "V"\ncolour = "a word of no venue"\n', 0),
    "a broken line": ("venues", "a broken line\n", 0),
}


@pytest.mark.parametrize("mark", TAXONOMY)
def test_a_fault_in_a_vocabulary_is_reported_at_its_line(library: Project, mark: str) -> None:
    name, text, offset = TAXONOMY[mark]
    library.append(f"bib/{name}.toml", f"\n{text}")
    line = line_of(library.read(f"bib/{name}.toml"), mark) + offset
    found = [at for at in library.build("dummy").warnings if at.kind == "cardcatalog.taxonomy"]
    assert [(at.path, at.line) for at in found] == [(f"bib/{name}.toml", line)]


@pytest.mark.parametrize("fields", [["title", "url"], "url"], ids=["list", "one"])
def test_required_fields_can_be_chosen(library: Project, fields: object) -> None:
    library.set(cardcatalog_required_fields=fields)
    messages = [at.message.split(" has ")[0] for at in library.build("dummy").warnings]
    assert messages == ["'dorn2023others'", "'elmer2020norms'", "'gray2018survey'"]


@pytest.mark.parametrize("entry_type", ["online", "report", "thesis", "software", "dataset"])
def test_types_of_biblatex_are_known(library: Project, entry_type: str) -> None:
    library.replace("bib/refs.bib", "@online{", f"@{entry_type}{{")
    assert not library.build("dummy").warnings


def test_a_single_bibliography_need_not_be_in_a_list(library: Project) -> None:
    library.set(cardcatalog_bibliography="bib/refs.bib")
    assert not library.build("dummy").warnings


def test_a_misspelt_setting_is_reported(library: Project) -> None:
    library.append("conf.py", 'import os as cardcatalog_os\ncardcatalog_licence = "CC0-1.0"\n')
    (warned,) = library.build("dummy").warnings
    assert "conf.py: unknown setting 'cardcatalog_licence' (did you mean 'cardcatalog_license'?)" in warned.message


def test_wrong_settings_are_refused_together_before_anything_is_built(library: Project) -> None:
    library.set(cardcatalog_categories=["a.toml"], cardcatalog_paper_pages="no")
    with pytest.raises(ConfigError) as caught:
        library.build()
    assert str(caught.value).splitlines() == [
        "conf.py: cardcatalog_categories is ['a.toml']; write the path of one file, in quotes",
        "conf.py: cardcatalog_paper_pages is 'no'; write True or False",
    ]
