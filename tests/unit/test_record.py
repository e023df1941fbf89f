"""The record held against what others wrote: Pandoc's CSL-JSON, and programs that read our exports, on our own corpus.

``data/record/make.py`` writes the corpus: each type, field, form of a date and of a name in both dialects.
``dialects.bib`` has entries as databases and reference managers export them.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import rispy  # type: ignore[import-untyped]  # it has no annotations
from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]  # nor has this
from pybtex.database import parse_string

from cardcatalog.bibtex.entries import parse_bibliography
from cardcatalog.bibtex.names import Person
from cardcatalog.bibtex.text import to_text
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.loader import load
from cardcatalog.formats.biblatex import data_model
from cardcatalog.formats.formats import FORMATS
from tests.catalogs import catalog_of
from tests.unit.data.record import make

HERE = Path(__file__).parent / "data" / "record"
CATALOGS = {name: load(HERE / f"{name}.bib")[0] for name in ("biblatex", "bibtex", "dialects")}

Value = Any


class Difference(NamedTuple):
    """Something that Pandoc has otherwise on purpose of one of us: where, whether this is it, and why."""

    fields: str
    holds: Callable[[str, Value, Value], bool]
    """Takes the type of the entry, our value and theirs, None where there is none."""

    reason: str


def only_ours(_kind: str, ours: Value, theirs: Value) -> bool:
    """Return whether they have nothing."""
    return bool(ours) and not theirs


def only_theirs(_kind: str, ours: Value, theirs: Value) -> bool:
    """Return whether we have nothing."""
    return bool(theirs) and not ours


def kinds(*names: str) -> Callable[[str, Value, Value], bool]:
    """Return a condition on the type of the entry."""
    return lambda kind, _ours, _theirs: kind in names


TYPES = {
    "misc": ("document", "article", "software", "dataset"), "periodical": ("periodical",), "software": ("software",),
    "performance": ("performance",), "standard": ("standard",),
    "unpublished": ("manuscript", "speech"), "conference": ("paper-conference",), "article": ("article",),
}  # fmt: skip
"""Our types where they are not Pandoc's."""

DIFFERENCES = (
    Difference("type", lambda kind, ours, _: ours in TYPES.get(kind, ()),
               "CSL got types later (software, standard, performance, periodical); preprints; @conference is BibTeX's"),
    Difference("title volume-title container-title", kinds("book"), "a volume is found under its own title"),
    Difference("title container-title", kinds("periodical"), "the periodical is the work, an issue has no other title"),
    Difference("title title-short", lambda _, ours, theirs: bool(ours and theirs) and "²" in ours,
               "a script is in Unicode, where Pandoc 2.17 keeps a caret"),
    Difference("title-short", lambda _, ours, theirs: bool(theirs) and ours in {None, f"{theirs}:"},
               "a title with a colon in it, or an addition, names no short title"),
    Difference("container-title", kinds("suppbook", "suppcollection", "conference"), "they have a booktitle, too"),
    Difference("container-title", lambda kind, _, theirs: kind == "incollection" and "subtitle" in theirs,
               "a subtitle without its title is none"),
    Difference("container-title", lambda _, ours, theirs: bool(ours) and theirs == "", "journals of ADS"),
    Difference("container-title", lambda _, ours, theirs: (ours, theirs) == ("journal of things", "j. th."),
               "the journal of MathSciNet in full"),
    Difference("container-title publisher", lambda _, ours, theirs: "rxiv" in (ours or theirs) or theirs == "corr",
               "a preprint is in no journal; its archive is its publisher"),
    Difference("publisher", lambda _kind, ours, _theirs: "eprint archive" in str(ours), "an archive without a number"),
    Difference("container-title-short", only_ours, "the venue by its short name"),
    Difference("collection-title", lambda _, ours, theirs: theirs == f"{ours}nd series", "styles have their own words"),
    Difference("number page", only_ours, "an article number is both, since styles print one or the other"),
    Difference("number collection-number", kinds("manual", "booklet", "inproceedings", "conference"),
               "the number of a book is that in its series; yearly proceedings are in none"),
    Difference("language", lambda _, ours, theirs: bool(ours) and (not theirs or theirs.startswith(ours)),
               "field language as well as langid; a language is of no country"),
    Difference("issue", only_ours, "an issue with a name and no number"),
    Difference("PMID", only_ours, "PubMed"),
    Difference("edition", lambda _, ours, theirs: (ours, theirs) == ("2", "second"), "a number, as CSL wants it"),
    Difference("contributor editor", only_ours, "CSL 1.0.2 has contributors; an editor of second rank is one"),
    Difference("abstract call-number", only_theirs, "abstracts and shelf marks are private to the file"),
    Difference("genre", lambda kind, ours, _: (kind, ours) in {("techreport", "technical report"), ("misc", "data cd")},
               "techreport implies it; datacd by the word of biblatex"),
    Difference("url", only_ours, "addresses in howpublished and note, else that of an identifier"),
    Difference("publisher note", lambda _, ours, theirs: not ours and "://" in str(theirs), "an address is none"),
    Difference("note", kinds("periodical"), "Pandoc drops it"),
    Difference("publisher", kinds("patent"), "the holder of a patent"),
    Difference("publisher", lambda _, ours, theirs: theirs == f"{ours}; i", "one of two issuers"),
    Difference("publisher-place", only_ours, "Pandoc drops it with a venue"),
    Difference("doi issn", lambda _, ours, theirs: theirs == f"{{{ours}}}", "double braces of Web of Science"),
    Difference("doi", lambda _, ours, theirs: theirs == f"https://doi.org/{ours}", "a DOI is bare"),
    Difference("issued", lambda _kind, _ours, theirs: theirs in (None, {"date-parts": []}),
               "what Pandoc cannot read: decades, ranges, words"),
    Difference("issued", lambda _kind, _ours, theirs: [0] in theirs["date-parts"], "open ranges, and the year 0"),
    Difference("issued", lambda _, ours, theirs: ours.get("circa") and "circa" not in theirs, "a circa of one date"),
    Difference("issued", lambda _, ours, theirs: "season" in ours and theirs["date-parts"][0][1] > 12,
               "seasons, as csl-data.json has them"),
    Difference("issued", lambda _kind, _ours, theirs: theirs["date-parts"] in ([[2001]], [[2001, 13]], [[-44]]),
               "months in words or with a day; the thirteenth month; years before the first one"),
    Difference("author", lambda _kind, _ours, theirs: bool(re.search("0001|1950|AND", str(theirs))),
               "numbers of DBLP, years of life in catalogs of libraries, AND in capitals"),
    Difference("title container-title", lambda _kind, _ours, theirs: bool(re.search("</|colon|lessi", str(theirs))),
               "HTML, and signs by the commands that Crossref had for them"),
    Difference("page volume", lambda _, ours, theirs: not ours and bool(re.fullmatch("n/a-n/a|-|abs/.+", theirs)),
               "no pages; a number on arXiv"),
    Difference("page", lambda _, ours, theirs: theirs == f"{ours}-{ours}" or re.sub(" ?[-—] ?", "-", theirs) == ours,
               "one page; the dashes of services"),
    Difference("author", lambda _kind, ours, _theirs: "Collaboration" in str(ours), "the collaboration of INSPIRE"),
    Difference("author", lambda _kind, _ours, theirs: bool(re.search("Éva|Łukasz", str(theirs))),
               "Pandoc takes a special character for a small letter"),
)  # fmt: skip


def by_pandoc(name: str) -> dict[str, dict[str, Value]]:
    """Return what Pandoc makes of a file, by key."""
    command = [
        "pandoc",
        "-f",
        "biblatex" if name == "biblatex" else "bibtex",
        "-t",
        "csljson",
        str(HERE / f"{name}.bib"),
    ]
    items = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)  # noqa: S603
    return {item["id"]: simplified(item) for item in items}


def by_us(name: str) -> dict[str, dict[str, Value]]:
    """Return our CSL-JSON of a file, by key."""
    items = json.loads(FORMATS["csl-json"].write(CATALOGS[name], list(CATALOGS[name].papers.values())))
    return {item["id"]: simplified(item) for item in items}


_OTHER_NAMES = {"event": "event-title"}  # CSL 1.0.2 renamed it


def simplified(item: dict[str, Value]) -> dict[str, Value]:
    """Return an item without case, which Pandoc changes in titles, typographic apostrophes, and our own keys."""
    return {
        _OTHER_NAMES.get(name, name).lower(): surnames(value) if isinstance(value, list) else spelled(value)
        for name, value in item.items()
        if name not in {"citation-key", "custom", "id"}
    }


def spelled(value: Value) -> Value:
    """Return a text in one spelling."""
    return value.lower().replace("’", "'").replace("\u00a0", " ") if isinstance(value, str) else value


def surnames(people: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return people with their particles in the family name, since programs differ on which of them drop."""
    found = []
    for person in people:
        parts = [person.get("dropping-particle"), person.get("non-dropping-particle"), person.get("family")]
        name = " ".join(filter(None, parts)).replace("’", "'").replace("d' ", "d'")
        rest: dict[str, str] = {part: person[part] for part in person.keys() & {"given", "suffix", "literal"}}
        found.append(rest | ({"family": name} if name else {}))
    return found


@pytest.mark.skipif(not shutil.which("pandoc"), reason="needs Pandoc")
@pytest.mark.parametrize("name", CATALOGS)
def test_csl_is_that_of_pandoc_but_for_named_differences(name: str) -> None:
    ours, theirs = by_us(name), by_pandoc(name)
    unnamed = [
        (kind, key, field, ours[key].get(field), item.get(field))
        for key, item in theirs.items()
        for kind in [CATALOGS[name].papers[key].entry.type]
        for field in sorted(ours[key].keys() | item.keys())
        if ours[key].get(field) != item.get(field)
        and not any(
            field in row.fields.lower().split() and row.holds(kind, ours[key].get(field), item.get(field))
            for row in DIFFERENCES
        )
    ]
    assert unnamed == []
    assert {CATALOGS[name].papers[key].entry.type for key in ours.keys() - theirs.keys()} <= {"commentary"}


def test_the_corpus_is_that_of_its_script() -> None:
    assert (HERE / "biblatex.bib").read_text("utf-8") == "".join(make.modern())
    assert (HERE / "bibtex.bib").read_text("utf-8") == "".join(make.classic())
    assert sum(len(catalog.papers) for catalog in CATALOGS.values()) >= 400


def everything(name: str) -> Iterator[tuple[str, Catalog]]:
    """Yield the corpus in a format, a dialect at a time."""
    for catalog in CATALOGS.values():
        yield FORMATS[name].write(catalog, list(catalog.papers.values())), catalog


def test_pybtex_reads_our_bibtex() -> None:
    for text, catalog in everything("bibtex"):
        found = parse_string(text, "bibtex").entries
        assert [*found] == [*catalog.papers]
        assert not [key for key, row in found.items() if row.fields.keys() & {"date", "journaltitle", "subtitle"}]


def test_bibtex_knows_the_types_of_our_bibtex(tmp_path: Path) -> None:
    if not shutil.which("bibtex"):
        pytest.skip("needs BibTeX")
    text = "".join(text for text, _catalog in everything("bibtex"))
    (tmp_path / "all.bib").write_text(text, "utf-8")
    (tmp_path / "all.aux").write_text("\\citation{*}\n\\bibdata{all}\n\\bibstyle{plain}\n", "utf-8")
    run = subprocess.run(["bibtex", "all"], cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S607
    told = [line for line in run.stdout.splitlines() if re.search("entry type|error|I'm |undefined", line)]
    assert told == []


NAMES = """
ENTRY {author} {} {}
FUNCTION {default.type} {
  author #1 "{ff}" format.name$ write$ newline$ author #1 "{ll}" format.name$ write$ newline$
  author #1 "{vv}" format.name$ write$ newline$ author #1 "{jj}" format.name$ write$ newline$
}
READ
ITERATE {call.type$}
"""
"""A style of BibTeX that prints the four parts of the first author."""

BYTES = [
    r"P\~erez-Gussiny\~e, Jo\~{a}o",
    r"Tran Ngh\~{\i}a V\~{\^e}",
    r"Jos\' e Nu\~ nez",
    r"Fran\c cois Mi\v {c}ek",
    r"Garc\'\i a, \~ {I}\~ nigo",
    r"S\o ren \AA gren",
    r"B\laszkiewicz, \Lukasz",
    "Ömer Çelik",
    "Ávila-Arcos, Šárka",
    "Hin-chung Wong",
    "Ruiz-del-Solar, José",
    "al-Wali, Émile",
    "Łukasz Doe",
]
"""Names that BibTeX, to which a hyphen is a space and a letter is a byte, divides otherwise."""


def test_bibtex_divides_the_names_of_our_bibtex_as_we_do(tmp_path: Path) -> None:
    if not shutil.which("bibtex"):
        pytest.skip("needs BibTeX")
    names = [*BYTES, *(HERE.parent / "names.txt").read_text("utf-8").splitlines()]
    source = "".join(f"@misc{{k{number:03}, author = {{{name}}}}}\n" for number, name in enumerate(names))
    catalog = catalog_of(source)
    papers = list(catalog.papers.values())
    (tmp_path / "all.bib").write_text(FORMATS["bibtex"].write(catalog, papers), "utf-8")
    (tmp_path / "all.bst").write_text(NAMES, "utf-8")
    (tmp_path / "all.aux").write_text("\\citation{*}\n\\bibdata{all}\n\\bibstyle{all}\n", "utf-8")
    subprocess.run(["bibtex", "all"], cwd=tmp_path, capture_output=True, check=False)  # noqa: S607
    lines = (tmp_path / "all.bbl").read_text("utf-8").split("\n")[:-1]
    by_bibtex = [Person(*map(to_text, lines[place : place + 4])).inverted for place in range(0, len(lines), 4)]
    assert by_bibtex == [paper.authors[0].inverted for paper in papers]


def test_biblatex_has_no_field_beyond_its_data_model() -> None:
    for text, _catalog in everything("biblatex"):
        entries, problems = parse_bibliography(text, "out.bib")
        assert not problems
        assert not {(row.key, name) for row in entries for name in row.fields.keys() - data_model()[row.type]}


def test_biblatex_keeps_the_date_of_every_entry() -> None:
    for text, catalog in everything("biblatex"):
        again = {row.key: row for row in parse_bibliography(text, "out.bib")[0]}
        dated = {key: paper.date.edtf for key, paper in catalog.papers.items() if paper.date.edtf}
        assert {key: again[key].get("date") for key in dated} == dated


def test_rispy_reads_our_ris() -> None:
    for text, catalog in everything("ris"):
        found = rispy.loads(text)
        assert [row["id"] for row in found] == [*catalog.papers]
        assert not [
            row["id"] for row in found if row.get("unknown_tag", {}).keys() - {"ED", "M2", "SV"}
        ]  # no names there
        assert {row["id"]: row.get("year", "") for row in found} == {
            key: paper["year"] for key, paper in catalog.papers.items()
        }


@pytest.mark.filterwarnings("ignore:The following arguments for Reference are unsupported")
def test_citeproc_py_reads_our_csl() -> None:
    for text, catalog in everything("csl-json"):
        items = [row for row in json.loads(text) if not {"season", "literal"} & row.get("issued", {}).keys()]
        assert len(items) > 0.9 * len(catalog.papers)
        assert {*CiteProcJSON(items)} == {row["id"].lower() for row in items}


def test_typst_reads_our_hayagriva(tmp_path: Path) -> None:
    typst = pytest.importorskip("typst")
    for text, catalog in everything("hayagriva"):
        (tmp_path / "all.yml").write_text(text, "utf-8")
        (tmp_path / "all.typ").write_text('#bibliography("all.yml", full: true, style: "apa")\n', "utf-8")
        html = bytes(typst.compile(str(tmp_path / "all.typ"), format="html")).decode()
        assert html.count("<li") == len(catalog.papers)


def item_of(fields: str, kind: str = "misc") -> dict[str, Value]:
    """Return the CSL-JSON of an entry of a type."""
    found = catalog_of(f"@{kind}{{k, title = {{T}}, {fields}}}")
    return dict(json.loads(FORMATS["csl-json"].write(found, list(found.papers.values())))[0])


@pytest.mark.parametrize(
    ("howpublished", "words"),
    [
        (r"Kaggle, \url{https://k.org/x}", "Kaggle"),
        (r"\href{https://k.org/x}{The Site}", "The Site"),
        ("Blog post. https://k.org/x", "Blog post"),
        (r"[Online]. Available: \url{https://k.org/x}", None),
        (r"Available at \url{https://k.org/x}, accessed 2020", None),
        (r"\url{https://k.org/x}", None),
    ],
)
def test_howpublished_keeps_its_words_and_its_address_is_the_url(howpublished: str, words: str | None) -> None:
    item = item_of(f"howpublished = {{{howpublished}}}")
    assert (item.get("publisher"), item["URL"]) == (words, "https://k.org/x")


def test_mathscinet_names_a_journal_in_short_and_in_full() -> None:
    item = item_of("journal = {Adv. Math.}, fjournal = {Advances in Mathematics}")
    assert (item["container-title"], item["container-title-short"]) == ("Advances in Mathematics", "Adv. Math.")


def test_acm_names_the_place_of_the_event_after_that_of_the_publisher() -> None:
    item = item_of("publisher = {ACM}, address = {New York}, location = {Lund}")
    assert (item["publisher-place"], item["event-place"]) == ("New York", "Lund")


def test_an_and_in_a_publisher_of_acm_divides_nothing() -> None:
    item = item_of("publisher = {Agents and Systems}, address = {Rome}, location = {Lund}")
    assert item["publisher"] == "Agents and Systems"


@pytest.mark.parametrize("value", ["n/a", "--", "null", "N/A"])
def test_what_services_write_in_the_place_of_a_value_is_none(value: str) -> None:
    item = item_of(f"journal = {{J}}, volume = {{{value}}}, pages = {{{value}}}, issn = {{{value}}}", "article")
    assert not item.keys() & {"volume", "page", "ISSN"}


def test_two_authors_of_one_name_are_both_named() -> None:
    assert len(item_of("author = {Li, X. and Roe, A. and Li, X.}")["author"]) == 3


def test_an_editor_in_two_fields_is_named_once() -> None:
    assert len(item_of("editor = {Li, X.}, editora = {Li, X. and Roe, A.}, editoratype = {editor}")["editor"]) == 2


def test_a_comma_within_a_url_does_not_end_it() -> None:
    item = item_of(r"howpublished = {Page, \url{https://k.org/Roe,_Inc.}, 2020}")
    assert (item["publisher"], item["URL"]) == ("Page, 2020", "https://k.org/Roe,_Inc.")


def test_the_fields_of_scopus_and_inspire_are_read() -> None:
    item = item_of("journal = {Journal of Things}, abbrev_source_title = {J. Th.}, art_number = {17}, page_count = {9}")
    assert [item[name] for name in ("container-title-short", "page", "number-of-pages")] == ["J. Th.", "17", "9"]
    assert item_of("reportNumber = {CERN-1}", "techreport")["number"] == "CERN-1"


def test_an_archive_has_a_page_for_a_work() -> None:
    item = item_of("eprint = {4HIW}, eprinttype = {googlebooks}")
    assert item["URL"] == "https://books.google.com/books?id=4HIW"
    assert item_of("eprint = {123}, eprinttype = {pubmed}")["PMID"] == "123"


def test_dates_of_older_biblatex_are_read() -> None:
    item = item_of("origyear = {1959}, urlyear = {2001}, urlmonth = {5}, urlday = {3}, date = {20uu}")
    dates = [item[name]["date-parts"] for name in ("original-date", "accessed", "issued")]
    assert dates == [[[1959]], [[2001, 5, 3]], [[2000], [2099]]]


def test_a_collaboration_is_an_author() -> None:
    item = item_of("author = {Roe, Ann and others}, collaboration = {ATLAS}")
    assert [row.get("literal") for row in item["author"]] == [None, "ATLAS Collaboration", "others"]


def test_the_fields_of_acm_are_read() -> None:
    item = item_of("year = 2021, issue_date = {March 2021}, articleno = {17}, numpages = {25}")
    assert (item["issued"], item["page"], item["number-of-pages"]) == ({"date-parts": [[2021, 3]]}, "17", "25")


@pytest.mark.parametrize(
    ("field", "tag"),
    [
        ("language = {australian}", "en-AU"),
        ("language = {langlatin and langgerman}", "la"),
        ("language = {eng}", "en"),
        ("language = {Français}", "fr"),
        ("langid = {nynorsk}", "nn"),
        ("language = {pt_br}", "pt-BR"),
        ("language = {zh-hans-cn}", "zh-Hans-CN"),
        ("language = {American English}", "en-US"),
        ("language = {Klingonese}", "Klingonese"),
    ],
)
def test_a_language_is_a_tag_of_the_web(field: str, tag: str) -> None:
    assert item_of(field)["language"] == tag


def test_an_article_is_in_its_journal_and_no_volume_in_itself() -> None:
    item = item_of("journal = {J}, booktitle = {Proc.}", "article")
    assert item["container-title"] == "J"
    assert item_of("journal = {J}, booktitle = {Proc.}", "inproceedings")["container-title"] == "Proc."
    assert "container-title" not in item_of("booktitle = {T}", "proceedings")
    assert "container-title" not in item_of("booktitle = {{t}}", "collection")
    assert item_of("booktitle = {Whole}", "book")["container-title"] == "Whole"
    assert item_of("booktitle = {T}", "incollection")["container-title"] == "T"


def hayagriva_of(fields: str) -> dict[str, Value]:
    """Return the entry of Hayagriva of a book."""
    found = catalog_of(f"@book{{k, title = {{T}}, {fields}}}")
    return dict(json.loads(FORMATS["hayagriva"].write(found, list(found.papers.values())))["k"])


def test_typst_gets_no_field_for_which_it_refuses_a_file() -> None:
    item = hayagriva_of("language = {Klingonese}, pagetotal = {xiv, 309 s.}, volumes = {three}, volume = {IV/2}")
    assert item.keys() == {"type", "title", "volume"}
    item = hayagriva_of("language = {danish}, pagetotal = 309, volumes = 3")
    assert (item["language"], item["page-total"], item["volume-total"]) == ("da", "309", "3")


def test_a_note_keeps_its_full_stop() -> None:
    assert item_of("note = {One.}")["note"] == "One."
    assert item_of("note = {One.}, addendum = {Two}")["note"] == "One. Two"


@pytest.mark.parametrize("fields", ["note = {Wait... who}", "note = {Wait...}, addendum = {who}"])
def test_an_ellipsis_in_a_note_is_kept(fields: str) -> None:
    assert item_of(fields)["note"] == "Wait... who"


def test_a_film_has_a_director() -> None:
    assert item_of("director = {Roe, Ann}", "movie")["director"] == [{"family": "Roe", "given": "Ann"}]
