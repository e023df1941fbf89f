"""The rules of a catalog, each broken and kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from cardcatalog.bibtex.entries import parse_bibliography
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.identifiers import may_be_arxiv
from cardcatalog.catalog.loader import load
from cardcatalog.catalog.taxonomy import Category, Keyword, Venue
from cardcatalog.checks import build
from cardcatalog.checks.build import check
from cardcatalog.checks.slips import check_people
from cardcatalog.problems import Kind
from tests.calls import note_calls
from tests.catalogs import catalog_of

BASE = "  title = {One},\n  author = {Doe, Jane},\n  year = {2020},\n"

TREE = (Category(id="weights", title="Weights"),)
GLOSSARY = (Keyword(id="ptq", name="PTQ", aliases=("post-training",)),)
VENUES = (Venue(name="CONF", full="Conference"),)


def said(text: str, **words: tuple[object, ...]) -> list[str]:
    """Return the problems of a text."""
    entries, problems = parse_bibliography(text, "refs.bib")
    assert not problems
    return list(map(str, check(Catalog.from_entries(entries, **words))))  # type: ignore[arg-type]


def said_of(field: str, **words: tuple[object, ...]) -> list[str]:
    """Return the problems of an entry whose line 5 is a field, and which has no other fault."""
    return said(f"@misc{{doe2020one,\n{BASE}  {field},\n}}\n", **words)


@pytest.mark.parametrize("formula", [r"\frac{1}", r"\input{x}", "x^"])
def test_a_formula_shown_as_text_is_reported_at_its_line(formula: str) -> None:
    text = f"@misc{{doe2020one,\n{BASE}}}\n".replace("{One}", f"{{Of $x^2$ and ${formula}$}}")
    problem = f"the formula '{formula}' is incomplete or uses a command that is not allowed; it is shown as text"
    assert said(text) == [f"refs.bib:2: {problem} [cardcatalog.math]"]


def test_a_formula_in_parentheses_is_checked_too() -> None:
    text = f"@misc{{doe2020one,\n{BASE}}}\n".replace("{One}", r"{Of \(\frac{1}\)}")
    assert [problem.count("math") for problem in said(text)] == [1]


def test_a_formula_is_no_part_of_the_command_before_it() -> None:
    assert not said_of(r"note = {Of \emph$a$ and \bf$b$}")


def test_an_unknown_command_is_reported_by_its_name_at_its_line() -> None:
    message = "the command '\\\\colour' in note is unknown; write what it sets instead"
    assert said_of(r"note = {Of \colour{red} and \emph{blue} \colour{green}}") == [
        f"refs.bib:5: {message} [cardcatalog.unknown-command]".replace("\\\\", "\\")
    ]


@pytest.mark.parametrize(
    ("name", "command", "word"),
    [
        (r"B\laszkiewicz, Jan", r"\laszkiewicz", r"{\l}aszkiewicz"),
        (r"Fran\ccois Doe", r"\ccois", r"{\c c}ois"),
        (r"\Lukasz Doe", r"\Lukasz", r"{\L}ukasz"),
        (r"Mart\'\inez, A", r"\inez", r"{\i}nez"),
    ],
)
def test_a_letter_that_is_glued_to_a_word_is_reported_with_its_braces(name: str, command: str, word: str) -> None:
    message = f"the command '{command}' in editor is unknown; write what it sets instead, as in '{word}'"
    assert said_of(f"editor = {{{name}}}") == [f"refs.bib:5: {message} [cardcatalog.unknown-command]"]


@pytest.mark.parametrize(("name", "accent"), [(r"Ra{\d}ur, A", "d"), (r"Doe, Ren\'", "'"), (r"Doe, \k{}A", "")])
def test_an_accent_that_is_on_no_letter_and_no_sign_is_reported(name: str, accent: str) -> None:
    message = f"the accent '\\{accent}' in editor is on no letter; write the letter after it"
    expected = [f"refs.bib:5: {message} [cardcatalog.unknown-command]"] if accent else []
    assert said_of(f"editor = {{{name}}}") == expected


def test_known_commands_and_what_is_not_shown_are_not_reported() -> None:
    for field in (
        r"note = {\SI{5}{\milli\metre} by {\'E}lie, \enquote{a} $\frac{1}{2} \le \models$ \%}",
        r"abstract = {\colour{red}}",
        r"journal = {\apj}",
        r"journal = {\prd{}}",
        r"note = {\url{\colour} \verb|\colour|}",
        r"editor = {{\noopsort{Doe}}de Doe, Jane}",
    ):
        assert said_of(field) == [], field


def test_a_field_that_is_an_unknown_command_alone_is_reported() -> None:
    message = "the command '\\myjournal' in journal is unknown; write what it sets instead"
    assert said_of(r"journal = {\myjournal}") == [f"refs.bib:5: {message} [cardcatalog.unknown-command]"]


def test_an_unknown_command_in_a_formula_is_reported_once() -> None:
    assert [problem.rpartition(" ")[2] for problem in said_of(r"booktitle = {On $\colour{x}$ and $\colour{y}$}")] == [
        "[cardcatalog.unknown-command]"
    ]
    title = f"@misc{{doe2020one,\n{BASE}}}\n".replace("{One}", r"{Of $\colour{x}$}")
    assert [problem.rpartition(" ")[2] for problem in said(title)] == ["[cardcatalog.math]"]


@pytest.mark.parametrize("name", "article inproceedings MISC online report thesis software dataset patent".split())
def test_types_of_bibtex_and_biblatex_are_known(name: str) -> None:
    assert said(f"@{name}{{a,\n{BASE}}}") == []


def test_an_unknown_type_is_reported_at_its_line() -> None:
    assert said(f"\n@artcle{{a,\n{BASE}}}") == [
        "refs.bib:2: unknown entry type '@artcle' (did you mean '@article'?) [cardcatalog.unknown-type]",
    ]


@pytest.mark.parametrize(
    ("name", "known"),
    [("presentation", "unpublished"), ("data", "dataset"), ("ebook", "book"), ("statute", "legislation")],
)
def test_a_type_of_another_program_is_reported_with_that_of_biblatex(name: str, known: str) -> None:
    assert said(f"@{name}{{a,\n{BASE}}}") == [
        f"refs.bib:1: unknown entry type '@{name}'; write '@{known}' [cardcatalog.unknown-type]",
    ]


@pytest.mark.parametrize("name", ["title", "author", "year"])
@pytest.mark.parametrize("replacement", ["", "{name} = {{ }},"])
def test_a_missing_field_is_reported_with_advice(name: str, replacement: str) -> None:
    lines = [line for line in BASE.splitlines() if name not in line]
    text = "\n".join(["@misc{a,", *lines, replacement.format(name=name), "}"])
    assert said(text) == [
        f"refs.bib:1: 'a' has no {name}; add '{name} = {{...}},' [cardcatalog.missing-field]",
    ]


@pytest.mark.parametrize("name", ["proceedings", "periodical", "legislation", "jurisdiction", "legal"])
def test_some_kinds_of_works_need_no_author(name: str) -> None:
    assert said(f"@{name}{{a, title = {{Proc}}, year = {{2020}}}}") == []


@pytest.mark.parametrize(
    ("name", "stand_in"),
    [
        ("author", "editor = {Doe, Jane}"),
        ("author", "organization = {Lab}"),
        ("author", "institution = {Lab}"),
        ("author", "holder = {Lab}"),
        ("author", "director = {Doe, Jane}"),
        ("author", "translator = {Doe, Jane}"),
        ("year", "date = {2020-05}"),
        ("year", "pubstate = {forthcoming}"),
    ],
)
def test_an_alternative_field_meets_a_requirement(name: str, stand_in: str) -> None:
    lines = [line for line in BASE.splitlines() if name not in line]
    assert said("\n".join(["@misc{a,", *lines, stand_in, "}"])) == []


def test_required_fields_are_configurable() -> None:
    problems = check(catalog_of("@misc{a, title = {One}}"), ["title", "doi"])
    assert [problem.message for problem in problems] == ["'a' has no doi; add 'doi = {...},'"]


YEAR = "write one of four digits, and words such as 'in press' in 'pubstate'"


@pytest.mark.parametrize(
    "field", ["year = {in press}", "year = {20}", "year = {20201}", "year = {\N{ARABIC-INDIC DIGIT TWO}020}"]
)
def test_a_bad_year_is_reported_at_its_line(field: str) -> None:
    (message,) = said(f"@misc{{a,\n  title = {{One}},\n  author = {{Doe, Jane}},\n  {field},\n}}")
    assert message.startswith("refs.bib:4: the year ")
    assert message.endswith(f" has no year; {YEAR} [cardcatalog.bad-year]")


def test_a_bad_date_is_reported_at_its_line() -> None:
    text = "@misc{a,\n  title = {One},\n  author = {Doe, Jane},\n  date = {soon},\n}"
    assert said(text) == [f"refs.bib:4: the date 'soon' has no year; {YEAR} [cardcatalog.bad-year]"]


@pytest.mark.parametrize("name", ["Doe, Jane, Roe, Rick", "Doe, Jane; Roe, Rick", "Doe, Jane et al.", "Doe, Jane and"])
@pytest.mark.parametrize("field", ["author", "editor"])
def test_a_bad_name_is_reported_at_its_line(field: str, name: str) -> None:
    text = f"@misc{{a,\n  title = {{One}},\n  {field} = {{{name}}},\n  year = {{2020}},\n}}"
    (message,) = said(text)
    assert message == (
        f"refs.bib:3: the name {name!r} cannot be divided; "
        "write 'Family, Given' or 'Family, Jr., Given', join names by 'and', "
        "end by 'and others', put other names in braces [cardcatalog.bad-name]"
    )


def test_what_is_wrong_with_an_inherited_field_is_reported_once_and_at_its_line(tmp_path: Path) -> None:
    parts = "".join(f"@inproceedings{{{key}, title = {{T}}, author = {{D, E}}, crossref = {{v}}}}\n" for key in "abc")
    volume = "@proceedings{v, title = {V},\n editor = {Doe, and Roe, Ann},\n year = {soon}}\n"
    (tmp_path / "refs.bib").write_text(parts + volume, "utf-8")
    catalog, problems = load("refs.bib", base=tmp_path)
    found = [(problem.location.line, problem.kind.slug) for problem in (*problems, *check(catalog))]
    assert sorted(found) == [(5, "bad-name"), (6, "bad-year")]


def test_every_bad_name_is_reported() -> None:
    text = "@misc{a, title = {One}, author = {Doe, and Roe, and Poe, Ann}, year = {2020}}"
    assert len(said(text)) == 2


def test_names_that_were_divided_for_their_paper_are_not_divided_again(monkeypatch: pytest.MonkeyPatch) -> None:
    divided = note_calls(monkeypatch, build, "to_persons", str)
    assert len(said("@misc{a, title = {One}, author = {Doe, and Roe, Ann}, year = {2020}}")) == 1
    assert not any(divided)


def test_an_unknown_category_is_reported_at_its_line() -> None:
    assert said_of("category = {weights, wieghts}", categories=TREE) == [
        "refs.bib:5: unknown category 'wieghts' (did you mean 'weights'?) [cardcatalog.unknown-category]",
    ]


def test_with_a_tree_every_paper_has_a_category() -> None:
    assert said_of("note = {x}", categories=TREE) == [
        "refs.bib:1: 'doe2020one' has no category; add 'category = {...},' [cardcatalog.missing-field]",
    ]


def test_a_required_field_that_none_of_several_entries_has_is_one_problem() -> None:
    text = "".join(f"@misc{{a{number}, title = {{T}}, author = {{Doe, J.}}, year = 2020}}\n" for number in range(9))
    entries, _problems = parse_bibliography(text, "refs.bib")
    catalog = Catalog.from_entries(entries, categories=TREE, category_field="yera")
    assert list(map(str, check(catalog, ["title", "yaer"]))) == [
        f"refs.bib:1: none of 9 entries has '{name}' (did you mean 'year'?); add it, or correct {setting} in conf.py"
        " [cardcatalog.missing-field]"
        for name, setting in {"yaer": "cardcatalog_required_fields", "yera": "cardcatalog_category_field"}.items()
    ]


@pytest.mark.parametrize(
    ("kind", "more", "problems"), [("proceedings", "", set()), ("misc", ", autor = {Doe, J.}", {Kind.UNKNOWN_FIELD})]
)
def test_a_field_is_absent_only_if_several_entries_need_it(kind: str, more: str, problems: set[Kind]) -> None:
    text = "".join(f"@{kind}{{a{number}, title = {{T}}, year = 2020{more}}}\n" for number in range(9))
    entries, _problems = parse_bibliography(text, "refs.bib")
    assert {problem.kind for problem in check(Catalog.from_entries(entries))} == problems


def test_a_required_field_that_one_of_several_entries_has_is_reported_of_each_other() -> None:
    text = "".join(f"@misc{{a{number}, title = {{T}}, author = {{Doe, J.}}}}\n" for number in range(9))
    sound: set[str] = set()
    for year, problems in {"": 1, "year = 2020": 8}.items():
        entries, _problems = parse_bibliography(text.replace("J.}", f"J.}}, {year}", 1), "refs.bib")
        assert len(list(check(Catalog.from_entries(entries), sound=sound))) == problems


@pytest.mark.parametrize("written", ["Xu, Jie Li, Bo", "Aaa, Ann Roe, Bob"])
def test_a_short_name_between_commas_is_no_suffix(written: str) -> None:
    entries, _problems = parse_bibliography(f"@misc{{a, author = {{{written}}}}}", "refs.bib")
    (problem,) = check_people(entries[0])
    assert problem.message.endswith("join names by 'and'")


@pytest.mark.parametrize("suffix", ["Jr.", "III", "Ph.D.", "M.D., Ph.D.", "PhD", "S. J.", "d. J."])
def test_a_suffix_is_accepted(suffix: str) -> None:
    entries, _problems = parse_bibliography(f"@misc{{a, author = {{King, {{{suffix}}}, Bo}}}}", "refs.bib")
    assert not list(check_people(entries[0]))


def test_an_unknown_keyword_is_reported_at_its_line() -> None:
    assert said_of("keywords = {Post-Training, PQT, zzz}", keywords=GLOSSARY) == [
        "refs.bib:5: unknown keyword 'PQT' (did you mean 'ptq'?) [cardcatalog.unknown-keyword]",
        "refs.bib:5: unknown keyword 'zzz' [cardcatalog.unknown-keyword]",
    ]


def test_an_unknown_venue_is_reported_at_its_line() -> None:
    assert said_of("venuekey = {cnf}", venues=VENUES) == [
        "refs.bib:5: unknown venue 'cnf' (did you mean 'CONF'?) [cardcatalog.unknown-venue]",
    ]


@pytest.mark.parametrize("field", ["venuekey = {conference}", "booktitle = {Some Workshop}"])
def test_only_the_field_venue_must_be_known_in_any_spelling(field: str) -> None:
    assert said_of(field, venues=VENUES) == []


def test_without_vocabularies_every_word_is_accepted() -> None:
    assert said_of("category = {x}, keywords = {y}, venuekey = {z}") == []


@pytest.mark.parametrize(
    "doi",
    ["10.1000/182", "10.1109/ICCV51070.2023.01570", "10.1000.10/a(b)<c>;d", r"10.1007/978-3\_2", "10.123456789/x"],
)
def test_a_doi_is_accepted(doi: str) -> None:
    assert said_of(f"doi = {{{doi}}}") == []


@pytest.mark.parametrize(
    "doi", ["https://doi.org/10.1000/182", "doi:10.1000/182", "https://dl.acm.org/doi/10.1000/182"]
)
def test_a_bad_doi_is_reported_at_its_line(doi: str) -> None:
    assert said_of(f"doi = {{{doi}}}") == [
        f"refs.bib:5: {doi!r} is not a DOI; write it as 10.1000/182 [cardcatalog.bad-doi]",
    ]


@pytest.mark.parametrize(
    "doi", ["10.100/1", "10.1000", "10.1000/", "11.1000/1", "10.1000/a b", "arXiv:2210.17323", "0803973233", "n/a"]
)
def test_what_is_no_doi_at_all_may_be_taken_out(doi: str) -> None:
    assert said_of(f"doi = {{{doi}}}") == [
        f"refs.bib:5: {doi!r} is not a DOI; write one like 10.1000/182, or take it out [cardcatalog.bad-doi]",
    ]


def test_a_bad_doi_is_reported_with_the_one_that_its_url_has() -> None:
    doi = "https://doi.org/10.1002/x%3C1661%3E3"
    assert said_of(f"doi = {{{doi}}}") == [
        f"refs.bib:5: {doi!r} is not a DOI; write it as 10.1002/x<1661>3 [cardcatalog.bad-doi]",
    ]


@pytest.mark.parametrize(
    "eprint", ["2210.17323", "0704.0001", "2210.17323v12", "cs/0112017", "math.GT/0309136", "hep-th/9901001v2"]
)
@pytest.mark.parametrize("archive", ["archiveprefix = {arXiv}", "eprinttype = {arxiv}"])
def test_an_arxiv_identifier_is_accepted(archive: str, eprint: str) -> None:
    assert said_of(f"{archive}, eprint = {{{eprint}}}") == []


@pytest.mark.parametrize("eprint", ["arXiv:2210.17323", "https://arxiv.org/abs/2210.17323"])
def test_an_arxiv_identifier_that_is_not_bare_is_reported_at_its_line(eprint: str) -> None:
    assert said_of(f"eprint = {{{eprint}}}, archiveprefix = {{arXiv}}") == [
        f"refs.bib:5: {eprint!r} is not an arXiv identifier; write 2210.17323 [cardcatalog.bad-arxiv]",
    ]


@pytest.mark.parametrize("eprint", ["221.17323", "2210.123", "2210.173234", "CS/0112017", "x y"])
def test_a_bad_arxiv_identifier_is_reported_at_its_line(eprint: str) -> None:
    assert said_of(f"eprint = {{{eprint}}}, archiveprefix = {{arXiv}}") == [
        f"refs.bib:5: {eprint!r} is not an arXiv identifier; write one like 2210.17323 [cardcatalog.bad-arxiv]",
    ]


@pytest.mark.parametrize("fields", ["archiveprefix = {arXiv}", "eprint = {}, archiveprefix = {arXiv}"])
def test_an_archive_without_an_identifier_is_reported(fields: str) -> None:
    assert said_of(fields) == [
        "refs.bib:5: archiveprefix names arXiv, but there is no number; add 'eprint = {...},' [cardcatalog.bad-arxiv]",
    ]


@pytest.mark.parametrize(
    "fields",
    [
        "archiveprefix = {arXiv}, url = {https://arxiv.org/abs/2210.17323}",  # Paperpile
        "eprint = {arXiv:astro-ph/0310577}",  # ADS, formerly
    ],
)
def test_a_number_on_arxiv_may_be_elsewhere_or_name_its_archive(fields: str) -> None:
    assert said_of(fields) == []


@pytest.mark.parametrize("field", ["eprint = {anything}", "eprint = {anything}, archiveprefix = {HAL}"])
def test_identifiers_of_other_archives_are_not_checked(field: str) -> None:
    assert said_of(field) == []


@pytest.mark.parametrize("name", ["url", "code", "project"])
@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "http://example.org:80/a_b?c=d&e=~f#g",
        r"https://example.org/a\_b",
        "HTTPS://example.org/%20",
    ],
)
def test_a_url_is_accepted(name: str, url: str) -> None:
    assert said_of(f"{name} = {{{url}}}") == []


@pytest.mark.parametrize("name", ["url", "code", "project"])
@pytest.mark.parametrize(
    "url",
    [
        "example.org", "www.example.org", "ftp://example.org", "https://", "https://localhost", "http://[::1", "later",
        "https://example.org/<a>", "javascript:alert(1)",
    ],
)  # fmt: skip
def test_an_invalid_url_is_reported_at_its_line(name: str, url: str) -> None:
    assert said_of(f"{name} = {{{url}}}") == [
        f"refs.bib:5: {url!r} is not a web address; write it as https://host/path [cardcatalog.bad-url]",
    ]


def test_each_of_several_urls_is_checked() -> None:
    assert len(said_of("code = {https://example.org/a later https://example.org/b soon}")) == 2


@pytest.mark.parametrize("date", ["2026-11-23", "2024-02-29", "2026-11-23T10:15:00", ""])
def test_a_date_is_accepted(date: str) -> None:
    assert said_of(f"creationdate = {{{date}}}") == []


@pytest.mark.parametrize(
    "date", ["2026-11", "20261123", "2026-W01-1", "2023-02-29", "23.11.2026", "2026-11-2", "today"]
)
def test_an_invalid_date_is_reported_at_its_line(date: str) -> None:
    assert said_of(f"creationdate = {{{date}}}") == [
        f"refs.bib:5: {date!r} is not a date; write it as 2026-11-23 [cardcatalog.bad-date]",
    ]


def test_a_former_key_of_one_paper_is_accepted() -> None:
    assert said_of("ids = {old1, old2, doe2020one}") == []


def test_a_former_key_that_another_paper_has_is_reported() -> None:
    text = f"@misc{{a,\n{BASE}}}\n@misc{{b,\n{BASE}  ids = {{a}},\n}}"
    (message,) = said(text)
    assert message == (
        "refs.bib:10: the former key 'a' leads to the entry at refs.bib:1; take it out of one of them "
        "[cardcatalog.duplicate-key]"
    )


def test_a_former_key_of_two_papers_is_reported_once() -> None:
    assert len(said(f"@misc{{a,\n{BASE}  ids = {{old}},\n}}\n@misc{{b,\n{BASE}  ids = {{old}},\n}}")) == 1


def test_problems_come_in_the_order_of_files_and_lines() -> None:
    problems = check(catalog_of("@misc{new, year = {2023}}\n@misc{old, year = {1999}}\n@misc{mid, year = {2010}}\n"))
    assert [problem.location.line for problem in problems] == [1, 1, 2, 2, 3, 3]


def test_all_problems_of_a_paper_are_reported_in_one_run() -> None:
    fields = "author = {Doe,}, " + "".join(
        f"{name} = {{x}}, " for name in "year doi url eprint creationdate bits".split()
    )
    catalog = catalog_of(f"@mics{{a, {fields} archiveprefix = {{arXiv}}}}")
    assert [problem.kind.slug for problem in check(catalog)] == [
        "unknown-type", "missing-field", "bad-year", "bad-name", "bad-doi", "bad-arxiv", "bad-url", "bad-date",
        "bad-bits",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("authors", "author"),
        ("auhtor", "author"),
        ("categroy", "category"),
        ("bookttile", "booktitle"),
        ("titel", "title"),
        ("yaer", "year"),
    ],
)
def test_a_misspelt_field_is_reported_once(written: str, meant: str) -> None:
    fields = {"title": "T", "author": "Doe, Jane", "year": "2020", "category": "c", "booktitle": "B"}
    text = ", ".join(f"{written if name == meant else name} = {{{value}}}" for name, value in fields.items())
    (problem,) = check(catalog_of(f"@inproceedings{{a, {text}}}"))
    assert problem.message == f"the field {written!r} is unknown, so it is not used; write {meant!r} if that is meant"


@pytest.mark.parametrize("name", ["keywords", "annote", "bdsk-url-1", "mynotes", "authors2", "x-title", "mrnumber"])
def test_a_field_that_is_known_or_like_no_other_is_accepted(name: str) -> None:
    assert not list(check(catalog_of(f"@misc{{a, title = {{T}}, author = {{Doe, J.}}, year = 2020, {name} = {{x}}}}")))


@pytest.mark.parametrize("eprint", ["2210.1732", "2213.17323", "9912.17323", "0612.1234", "1412.12345", "cs/0113017"])
def test_a_number_that_arxiv_cannot_have_given_is_reported(eprint: str) -> None:
    assert not may_be_arxiv(eprint)


@pytest.mark.parametrize(
    "eprint", ["2210.17323", "2210.17323v2", "1412.1234", "0704.0001", "cs/0112017", "math.GT/0309136"]
)
def test_a_number_that_arxiv_may_have_given_is_accepted(eprint: str) -> None:
    assert may_be_arxiv(eprint)
