"""Export formats: the data of papers in each format, and the data that none of them has."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import jsonschema  # type: ignore[import-untyped]  # it has no annotations
import pytest
import rispy  # type: ignore[import-untyped]  # nor has this

from cardcatalog.bibtex.braces import with_pairs
from cardcatalog.bibtex.entries import PRIVATE_FIELDS, parse_bibliography
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.kinds import KIND_OF_TYPE, KINDS
from cardcatalog.catalog.taxonomy import Category, Keyword, Venue
from cardcatalog.formats.biblatex import data_model
from cardcatalog.formats.catalog_json import SCHEMA
from cardcatalog.formats.formats import FORMATS
from tests.catalogs import catalog_of

if TYPE_CHECKING:
    from cardcatalog.bibtex.entries import Entry

LIBRARY = r"""
@inproceedings{doe2021rounding,
  title = {{Rounder}: Rounding $x^2$ \& More}, author = {Doe, Jane and van der Roe, Rick and {Big Lab}},
  booktitle = {Conference of Things}, year = {2021}, month = jun, pages = {10--19}, publisher = {Press},
  doi = {https://doi.org/10.1234/conf_1}, url = {https://papers.example.org/rounder?id=7&v=2},
  eprint = {2101.00007}, archiveprefix = {arXiv}, primaryclass = {cs.LG}, ids = {doe2020draft},
  keywords = {ptq, rounding}, category = {weights}, venuekey = {CONF}, code = {https://code.example.org/a https://b.org/},
  formertitle = {Lines ; Squares}, abstract = {Nobody's business}, file = {:/home/jane/a.pdf:PDF},
  creationdate = {2022-03-01},
}

@misc{roe2023only,
  title = {Only a Preprint}, author = {Roe, Rick and others}, year = {2023}, publisher = {arXiv},
  eprint = {2301.00001}, archiveprefix = {arXiv}, category = {few-bits, whole},
}

@article{poe2019journal,
  title = {In a Journal}, author = {Poe, Zo{\"e}}, journal = {Journal of Things}, year = {2019}, volume = {3},
  number = {4}, pages = {e17}, publisher = {Press}, category = {few-bits},
}
"""

CATEGORIES = (
    Category(id="weights", title="Weights; \\ and {more} @all"),
    Category(id="few-bits", title="Few Bits", parent="weights"),
    Category(id="whole", title="Whole"),
)
KEYWORDS = (
    Keyword(id="ptq", name="PTQ", group="Stage", aliases=("post-training",), definition="Later. Much.", see=("qat",)),
    Keyword(id="qat", name="QAT", applies="Papers that train.\n"),
)
VENUES = (Venue(name="CONF", full="Conference of Things", kind="conference"),)

ALL = sorted(FORMATS)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The small library with all its words."""
    return catalog_of(LIBRARY, categories=CATEGORIES, keywords=KEYWORDS, venues=VENUES)


def written(name: str, catalog: Catalog) -> str:
    """Return all papers of a catalog in a format."""
    return FORMATS[name].write(catalog, tuple(catalog.papers.values()))


def entries_of(text: str) -> dict[str, Entry]:
    """Return the entries of valid BibTeX."""
    entries, problems = parse_bibliography(text, "out.bib")
    assert not problems
    return {entry.key: entry for entry in entries}


def entry_in(name: str, text: str) -> Entry:
    """Return the only entry of a text as a dialect of BibTeX has it."""
    (entry,) = entries_of(written(name, catalog_of(text))).values()
    return entry


def csl_of(text: str) -> dict[str, Any]:
    """Return the only entry of a text in CSL-JSON."""
    (item,) = json.loads(written("csl-json", catalog_of(text)))
    return dict(item)


def ris_of(text: str) -> dict[str, Any]:
    """Return the only entry of a text in RIS, read back."""
    (item,) = rispy.loads(written("ris", catalog_of(text)))
    return dict(item)


# Every format


def test_bibtex_has_no_command_of_a_package() -> None:
    entry = r"@book{a, title = {\enquote{One \enquote{{TWO}} of} \SI{5}{\mm} \mkbibemph{now}}, year = {2000}}"
    title = entries_of(written("bibtex", catalog_of(entry)))["a"].get("title")
    assert title == r"``One `{TWO}' of'' 5 mm \emph{now}"


def test_a_suffix_and_particles_are_in_every_format() -> None:
    entry = "@book{a, title={T}, year={2000}, author={family=King, given={M. L.}, suffix=Jr. and van Roe, Jane}}"
    assert csl_of(entry)["author"] == [
        {"family": "King", "given": "M. L.", "suffix": "Jr."},
        {"family": "van Roe", "given": "Jane"},
    ]
    assert ris_of(entry)["authors"] == ["King, M. L., Jr.", "van Roe, Jane"]
    assert entries_of(written("bibtex", catalog_of(entry)))["a"].get("author") == "King, Jr., M. L. and van Roe, Jane"
    assert json.loads(written("json", catalog_of(entry)))["papers"][0]["authors"] == [
        {"given": "M. L.", "family": "King", "suffix": "Jr."},
        {"given": "Jane", "family": "van Roe"},
    ]


@pytest.mark.parametrize("name", ALL)
def test_a_format_is_registered_under_its_name(name: str) -> None:
    assert FORMATS[name].name == name


@pytest.mark.parametrize("name", ALL)
def test_a_summary_is_one_sentence(name: str) -> None:
    assert re.fullmatch(r"[^.]+\.", FORMATS[name].summary)


def test_suffixes_of_formats_are_unique() -> None:
    assert len({row.extension for row in FORMATS.values()}) == len(FORMATS)


@pytest.mark.parametrize("name", ALL)
def test_a_file_ends_with_one_newline(catalog: Catalog, name: str) -> None:
    assert re.search(r"[^\n]\n\Z", written(name, catalog))


@pytest.mark.parametrize("name", ALL)
def test_an_empty_file_ends_with_one_newline(name: str) -> None:
    assert re.search(r"(^|[^\n])\n\Z", written(name, Catalog()))


@pytest.mark.parametrize("name", ALL)
def test_equal_entries_give_equal_text(catalog: Catalog, name: str) -> None:
    again = catalog_of(LIBRARY, categories=CATEGORIES, keywords=KEYWORDS, venues=VENUES)
    assert written(name, again) == written(name, catalog)


@pytest.mark.parametrize("name", ALL)
def test_a_format_writes_only_the_papers_that_it_is_given(catalog: Catalog, name: str) -> None:
    text = FORMATS[name].write(catalog, [catalog.papers["roe2023only"]])
    assert [key for key in catalog.papers if re.search(rf"\b{key}\b", text)] == ["roe2023only"]


NO_WORKS = """
@IEEEtranBSTCTL{bst, CTLuse_article_number = "yes"}
@CONTROL{REVTEX41Control}
@Control{achemso-control, ctrl-article-title = "yes"}
@set{both, entryset = {a, b}}
@set{more, entryset = {a, c}}
@xdata{data, publisher = {P}}
@book{a, title = {A}, xdata = {data}}
@book{b, title = {B}}
"""


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("bibtex", "a b bst REVTEX41Control achemso-control"),
        ("biblatex", "a b both"),
        ("jabref", "a b both bst REVTEX41Control achemso-control"),
    ],
)
def test_sets_and_options_of_styles_are_not_papers_and_are_exported_where_they_are_needed(name: str, keys: str) -> None:
    catalog = catalog_of(NO_WORKS)
    assert sorted(catalog.papers) == ["a", "b"]
    assert sorted(entries_of(written(name, catalog))) == sorted(keys.split())


def test_options_of_styles_are_exported_only_with_all_papers() -> None:
    catalog = catalog_of(NO_WORKS)
    for name in ("bibtex", "jabref"):
        assert list(entries_of(FORMATS[name].write(catalog, [catalog.papers["a"]]))) == ["a"], name


def test_a_set_is_exported_only_with_all_its_members() -> None:
    catalog = catalog_of(NO_WORKS)
    assert list(entries_of(FORMATS["biblatex"].write(catalog, [catalog.papers["a"]]))) == ["a"]


@pytest.mark.parametrize("name", [name for name in ALL if name != "jabref"])
@pytest.mark.parametrize("secret", ["/home/jane", "Nobody's business"])
def test_private_fields_are_omitted(catalog: Catalog, name: str, secret: str) -> None:
    assert secret not in written(name, catalog)


# BibTeX


def test_bibtex_has_the_entries_without_private_fields(catalog: Catalog) -> None:
    fields = entries_of(written("bibtex", catalog))["doe2021rounding"].fields
    source = catalog.papers["doe2021rounding"].entry.fields
    public = {name: value for name, value in source.items() if name not in PRIVATE_FIELDS}
    assert fields == public | {"doi": "10.1234/conf_1"}


def test_bibtex_writes_months_by_their_strings() -> None:
    for source, month in {
        "may": "may", '"15~" # may': '"15~" # may', 'jun # "/" # jul': 'jun # "/" # jul',
        'jun # " 3--" # jul # " 2"': 'jun # " 3--" # jul # " 2"', "{May--June}": "{May--June}",
    }.items():  # fmt: skip
        entry = f"@misc{{a, title={{T}}, year={{2020}}, month={source}}}"
        assert f" = {month}," in written("bibtex", catalog_of(entry)), source


def test_bibtex_keeps_keywords(catalog: Catalog) -> None:
    assert entries_of(written("bibtex", catalog))["doe2021rounding"].get("keywords") == "ptq, rounding"


CLASSIC = {
    "@online{a, title={T}, date={2020-05-03}, url={https://a.org}}":
        ("misc", {"title": "T", "year": "2020", "month": "may", "day": "3", "url": "https://a.org"}),
    "@article{a, title={T}, journaltitle={J}, date={2020/2021}, location={Rome}}":
        ("article", {"title": "T", "journal": "J", "year": "2020--2021", "address": "Rome"}),
    "@thesis{a, title={T}, type={mathesis}, institution={Uni}, year={2020}}":
        ("mastersthesis", {"title": "T", "school": "Uni", "year": "2020"}),
    "@thesis{a, title={T}, type={phdthesis}, institution={Uni}, year={2020}}":
        ("phdthesis", {"title": "T", "school": "Uni", "year": "2020"}),
    "@report{a, title={T}, type={techreport}, institution={Lab}, year={2020}}":
        ("techreport", {"title": "T", "institution": "Lab", "year": "2020"}),
    "@misc{a, title={T}, eprint={1}, eprinttype={arxiv}, eprintclass={cs}, date={in press}}":
        ("misc", {"title": "T", "eprint": "1", "archiveprefix": "arxiv", "primaryclass": "cs", "year": "in press"}),
    "@thesis{a, title={T}, type={bathesis}, institution={Uni}, date={2020}}":
        ("mastersthesis", {"title": "T", "school": "Uni", "year": "2020", "type": "Bachelor's thesis"}),
    "@inbook{a, title={T}, subtitle={S}, booktitle={B?}, booksubtitle={C}, date={2020}}":
        ("incollection", {"title": "T: S", "booktitle": "B? C", "year": "2020"}),
    "@book{a, title={\\enquote{Why?}}, subtitle={How}, author={Παπάς, Τάσος and Žák, Ö.}, date={2020}}":
        ("book", {"title": "``Why?'' How", "author": r"Παπάς, Τάσος and {\v Z}{\'a}k, {\"O}.", "year": "2020"}),
    r"@misc{a, title={T}, author={Do\ifmmode \check{c}\else \v{c}\fi{}al, J.}, year={2020}}":
        ("misc", {"title": "T", "author": r"Do\v{c}al, J.", "year": "2020"}),
    "@article{a, title={{T}}, year={{2020}}}": ("article", {"title": "{T}", "year": "2020"}),
    "@inbook{a, title={T}, chapter={3}, year={2020}}": ("inbook", {"title": "T", "chapter": "3", "year": "2020"}),
    "@periodical{a, title={T}, year={2020}, month={may}}": ("misc", {"title": "T", "year": "2020", "month": "may"}),
    "@patent{a, title={\\enquote{T} \\mkbibemph{U}}, location={countryde}, year={2020}}":
        ("misc", {"title": "``T'' \\emph{U}", "address": "Germany", "year": "2020"}),
    "@book{a, title={T}, author={Roe, Ann,, and Poe,, Bo}, year={2020}}":
        ("book", {"title": "T", "author": "Roe, Ann and Poe, Bo", "year": "2020"}),
    "@book{a, title={R&D, 5% \\& #1}, url={https://a.org/?a=1&b=2#c}, year={2020}}":
        ("book", {"title": "R\\&D, 5\\% \\& \\#1", "url": "https://a.org/?a=1&b=2#c", "year": "2020"}),
    "@article{a, title={T}, journal={\\apj}, year={2020}}":
        ("article", {"title": "T", "journal": "Astrophysical Journal", "year": "2020"}),
    "@book{a, title={T}, doi={10.1000/a{\\textunderscore }b\\_c$<$1}, url={a.org/$\\sim$b\\%20c}, year={2020}}":
        ("book", {"title": "T", "doi": "10.1000/a_b_c<1", "url": "http://a.org/~b%20c", "year": "2020"}),
    "@book{a, title={T}, maintitle={M}, mainsubtitle={N}, volume={2}, date={2020}}":
        ("book", {"title": "T", "series": "M: N", "volume": "2", "year": "2020"}),
    "@book{a, title={T}, maintitle={M}, series={S}, date={2020}}":
        ("book", {"title": "T", "series": "S", "maintitle": "M", "year": "2020"}),
    "@book{a, title={T}, date={-0043}}": ("book", {"title": "T", "year": "44 BC"}),
    "@book{a, title={T}, year={-43}}": ("book", {"title": "T", "year": "44 BC"}),
    "@article{a, title={T}, journal={J}, journaltitle={K}, year={2020}}":
        ("article", {"title": "T", "journal": "J", "year": "2020"}),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CLASSIC.items())
def test_bibtex_output_is_classic_for_any_source(text: str, expected: tuple[str, dict[str, str]]) -> None:
    entry = entry_in("bibtex", text)
    assert (entry.type, dict(entry.fields)) == expected


# CSL-JSON: notes


def test_a_note_is_kept_unless_it_is_an_address_alone() -> None:
    for note, text in {
        r"To appear. See \url{https://a.org/b_c}": "To appear. See https://a.org/b_c",
        r"Code: \href{https://a.org}{here}": "Code: here",
        r"\url{https://a.org}": None,
        "Available at https://a.org, accessed 3 May 2020": None,
    }.items():
        assert csl_of(f"@misc{{a, title={{T}}, year={{2020}}, note={{{note}}}}}").get("note") == text, note


# biblatex

MODERN = {
    "@misc{a, title={T}, year={2020}, eprint={2001.00001}, archiveprefix={arXiv}, primaryclass={cs.LG}}":
        ("online", {"title": "T", "date": "2020", "eprint": "2001.00001", "eprinttype": "arxiv",
                    "eprintclass": "cs.LG"}),
    "@article{a, title={T}, journal={CoRR}, volume={abs/2001.00001}, year={2020}, eprint={2001.00001}, "
    "archiveprefix={arXiv}}":
        ("online", {"title": "T", "date": "2020", "eprint": "2001.00001", "eprinttype": "arxiv"}),
    "@misc{a, title={T}, year={2020}, howpublished={Cryptology ePrint Archive, Paper 2020/1}}":
        ("misc", {"title": "T", "date": "2020", "howpublished": "Cryptology ePrint Archive, Paper 2020/1"}),
    "@article{a, title={T}, journal={J}, year={2020}, month=may, volume={3}, number={4}}":
        ("article", {"title": "T", "journaltitle": "J", "date": "2020-05", "volume": "3", "number": "4"}),
    "@article{a, title={T}, journal={J. Th.}, fjournal={Journal of Things}, year={2020}}":
        ("article", {"title": "T", "shortjournal": "J. Th.", "journaltitle": "Journal of Things", "date": "2020"}),
    "@phdthesis{a, title={T}, school={Uni}, year={2020}, address={Rome}}":
        ("thesis", {"title": "T", "institution": "Uni", "date": "2020", "location": "Rome", "type": "phdthesis"}),
    "@techreport{a, title={T}, institution={Lab}, type={Memo}, year={2020}}":
        ("report", {"title": "T", "institution": "Lab", "type": "Memo", "date": "2020"}),
    "@incollection{a, title={T}, booktitle={B}, year={2020}}":
        ("inbook", {"title": "T", "booktitle": "B", "date": "2020"}),
    "@collection{a, title={T}, author={Roe, Ann}, year={2020}}":
        ("book", {"title": "T", "author": "Roe, Ann", "date": "2020"}),
    "@reference{a, title={T}, author={Roe, Ann}, editor={Ed, I.}, year={2020}}":
        ("reference", {"title": "T", "editor": "Ed, I.", "date": "2020"}),
    "@collection{a, title={T}, year={2020}}": ("collection", {"title": "T", "date": "2020"}),
    "@incollection{a, title={T}, booktitle={B}, editor={Ed, I.}, year={2020}}":
        ("incollection", {"title": "T", "booktitle": "B", "editor": "Ed, I.", "date": "2020"}),
    "@www{a, title={T}, year={2020}, publisher={P}, url={https://a.org}}":
        ("online", {"title": "T", "date": "2020", "organization": "P", "url": "https://a.org"}),
    "@book{a, title={T}, year={2020}, place={Leiden}, lastchecked={2021-6-1}, url={https://a.org}}":
        ("book", {"title": "T", "date": "2020", "location": "Leiden", "urldate": "2021-06-01", "url": "https://a.org"}),
    "@unheard{a, title={T}, year={in press}}": ("misc", {"title": "T", "year": "in press"}),
    "@misc{a, title={T}, date={2020-05}, year={2021}, execute={\\input{x}}, howpublished={H}}":
        ("misc", {"title": "T", "date": "2020-05", "howpublished": "H"}),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), MODERN.items())
def test_biblatex_has_its_own_types_and_fields(text: str, expected: tuple[str, dict[str, str]]) -> None:
    entry = entry_in("biblatex", text)
    assert (entry.type, dict(entry.fields)) == expected


def test_biblatex_has_no_field_beyond_its_data_model(catalog: Catalog) -> None:
    entries = entries_of(written("biblatex", catalog)).values()
    assert not {(entry.key, name) for entry in entries for name in entry.fields.keys() - data_model()[entry.type]}


def test_biblatex_keeps_former_keys(catalog: Catalog) -> None:
    assert entries_of(written("biblatex", catalog))["doe2021rounding"].get("ids") == "doe2020draft"


def test_each_paper_has_a_key_of_its_own_for_biber() -> None:
    catalog = catalog_of(
        "@misc{a(b), title={T}}\n@misc{a-b, title={U}, related={a(b)}}\n@set{s(1), entryset={a(b), a-b}}"
    )
    entries = entries_of(written("biblatex", catalog))
    assert list(entries) == ["a-bb", "a-b", "s-1"]
    assert (entries["a-b"].get("related"), entries["s-1"].get("entryset")) == ("a-bb", "a-bb, a-b")


@pytest.mark.parametrize("name", ["bibtex", "biblatex"])
def test_letters_glued_to_a_word_have_braces_where_documents_read_them(name: str) -> None:
    catalog = catalog_of(r"@misc{a, title={The \Lodz Talks}, editor={B\laszkiewicz, Jan}, note={\aap, \foo{b}}}")
    (entry,) = entries_of(written(name, catalog)).values()
    found = [entry.get(field) for field in ("title", "editor", "note")]
    assert found == [r"The {\L}odz Talks", r"B{\l}aszkiewicz, Jan", r"\aap, \foo{b}"]


@pytest.mark.parametrize("name", ["bibtex", "biblatex"])
def test_letters_with_accents_divide_no_name(name: str) -> None:
    catalog = catalog_of(
        r"@misc{a, title={T}, author={Nu\~ {n}ez, Jos\' e and Fran\c cois S\o ren and Jo\~ao {\'E}va}}"
    )
    (entry,) = entries_of(written(name, catalog)).values()
    assert entry.get("author") == r"Nu{\~n}ez, Jos{\'e} and Fran{\c c}ois S{\o}ren and Jo{\~a}o {\'E}va"


@pytest.mark.parametrize(
    ("name", "title", "author"),
    [
        ("bibtex", r"G{\'{i}}s \^{i}le \~{\i} \i", r"Garc\'{i}a, Ng{\~{\i}}"),
        ("biblatex", r"G{\'{i}}s \^{i}le \~{i} \i", r"Garc\'{i}a, Ng{\~{i}}"),
    ],
)
def test_a_letter_under_an_accent_has_its_dot_in_tex_so_that_biber_and_pandoc_read_one_character(
    name: str, title: str, author: str
) -> None:
    catalog = catalog_of(r"@misc{a, title={G{\'\i}s \^{\i}le \~{\i} \i}, author={Garc\'\i a, Ng\~{\i}}}")
    (entry,) = entries_of(written(name, catalog)).values()
    assert (entry.get("title"), entry.get("author")) == (title, author)


def test_a_paper_is_written_again_if_a_key_that_replaces_its_own_is_taken() -> None:
    text = "@misc{a(b), title={T}}\n@misc{c, title={T}, related={a(b)}}\n@misc{d, title={T}}\n"
    before, after = catalog_of(text), catalog_of(f"{text}@misc{{a-b, title={{U}}}}")
    changed = [
        key for key in before.papers if before.fingerprint(before.papers[key]) != after.fingerprint(after.papers[key])
    ]
    assert changed == ["a(b)", "c"]


def test_a_paper_is_written_again_if_one_that_it_relates_to_is_removed() -> None:
    text = "@misc{a, title={T}, related={b}}\n@misc{c, title={T}}\n"
    before, after = catalog_of(f"{text}@misc{{b, title={{U}}}}"), catalog_of(text)
    changed = [key for key, paper in after.papers.items() if before.fingerprint(paper) != after.fingerprint(paper)]
    assert changed == ["a"]


@pytest.mark.parametrize("kind", sorted(data_model()))
def test_the_data_model_excludes_private_and_executable_fields(kind: str) -> None:
    assert not data_model()[kind] & (PRIVATE_FIELDS | {"execute"})


# JabRef


def groups_of(text: str) -> list[str]:
    """Return the lines of the tree of groups, without the escapes that keep them apart."""
    (tree,) = re.findall(r"@Comment\{jabref-meta: groupstree:\n(.*?)\n\}", text, re.DOTALL)
    lines = re.findall(r"((?:\\.|[^\\;])*);\n", f"{tree}\n")
    return [re.sub(r"\\(.)", r"\1", line) for line in lines]


def test_jabref_has_the_tree_as_nested_groups(catalog: Catalog) -> None:
    assert groups_of(written("jabref", catalog)) == [
        "0 AllEntriesGroup:",
        r"1 KeywordGroup:Weights\; \\ and more all;2;category;weights;1;0;",
        "2 KeywordGroup:Few Bits;2;category;few-bits;1;0;",
        "1 KeywordGroup:Whole;2;category;whole;1;0;",
    ]


def test_jabref_separators_are_escaped(catalog: Catalog) -> None:
    assert r"1 KeywordGroup:Weights\\\; \\\\ and more all\;2\;" in written("jabref", catalog)


def test_jabref_keeps_all_fields(catalog: Catalog) -> None:
    entries = entries_of(written("jabref", catalog))
    assert [entry.fields for entry in entries.values()] == [row.entry.fields for row in catalog.papers.values()]


def test_jabref_has_its_encoding_in_the_first_line(catalog: Catalog) -> None:
    assert written("jabref", catalog).startswith("% Encoding: UTF-8\n")


def test_jabref_groups_by_the_configured_field_of_categories() -> None:
    assert entry_in("jabref", "@misc{a, title={T}, groups={Some Thing, Other}}").get("category") == "some-thing, other"


def test_no_title_ends_a_comment_or_begins_an_entry(catalog: Catalog) -> None:
    _entries, *comments = written("jabref", catalog).split("@Comment{")
    assert [re.sub("[^@{}]", "", comment) for comment in comments] == ["}", "}"]


# RIS


def test_ris_has_the_data_of_a_work(catalog: Catalog) -> None:
    paper = next(row for row in rispy.loads(written("ris", catalog)) if row["id"] == "doe2021rounding")
    assert paper == {
        "type_of_reference": "CONF",
        "id": "doe2021rounding",
        "authors": ["Doe, Jane", "van der Roe, Rick", "Big Lab"],
        "title": "Rounder: Rounding x² & More",
        "secondary_title": "Conference of Things",
        "custom3": "Conference of Things",
        "year": "2021",
        "date": "2021/06//",
        "start_page": "10",
        "end_page": "19",
        "publisher": "Press",
        "doi": "10.1234/conf_1",
        "accession_number": "arXiv:2101.00007",
        "name_of_database": "arXiv",
        "urls": ["https://papers.example.org/rounder?id=7&v=2"],
        "keywords": ["PTQ", "rounding"],
    }


def test_ris_has_the_issn_of_proceedings_without_an_isbn() -> None:
    text = "@proceedings{{a, title = {{Proc}}, year = {{2020}}, issn = {{1234-5678}}{}}}"
    assert [ris_of(text.format(more))["issn"] for more in ("", ", isbn = {978-0-00-000000-2}")] == [
        "1234-5678",
        "978-0-00-000000-2",
    ]


def test_every_format_with_a_place_for_an_annotation_has_it() -> None:
    text = "@misc{a, title = {T}, year = {2020}, note = {Our note}, annotation = {It is fast.}}"
    rows = {name: written(name, catalog_of(text)) for name in ALL}
    assert json.loads(rows["csl-json"])[0]["annote"] == "It is fast."
    assert json.loads(rows["json"])["papers"][0]["annotation"] == "It is fast."
    assert json.loads(rows["hayagriva"])["a"]["annote"] == "It is fast."
    assert rispy.loads(rows["ris"])[0]["notes"] == ["Our note", "It is fast."]
    assert re.findall(r"(\w+) *= \{It is fast\.\}", rows["bibtex"]) == ["annote"]
    assert re.findall(r"(\w+) *= \{It is fast\.\}", rows["biblatex"] + rows["jabref"]) == ["annotation"] * 2


@pytest.mark.parametrize("name", ["bibtex", "biblatex"])
def test_the_numbers_of_people_in_dblp_are_not_exported(name: str) -> None:
    entry = "@misc{a, title={T}, author={Jo Doe 0001 and Ann Roe}, editor={Poe 0002, Cy and Unit 731}, year={2000}}"
    read = entries_of(written(name, catalog_of(entry)))["a"]
    assert (read.get("author"), read.get("editor")) == ("Jo Doe and Ann Roe", "Poe 0002, Cy and Unit 731")


@pytest.mark.parametrize("role", ["introduction", "foreword", "afterword", "annotator", "commentator"])
def test_who_adds_to_a_book_is_not_an_editor_in_ris(role: str) -> None:
    read = ris_of(f"@book{{a, title={{T}}, author={{Doe, Jo}}, {role}={{Roe, Ann and Poe, Cy}}, date={{2000}}}}")
    assert read.keys().isdisjoint({"secondary_authors", "tertiary_authors", "subsidiary_authors"})
    assert read["notes"] == [f"{role.capitalize()}: Roe, Ann; Poe, Cy"]


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_writes_a_paper_of_nobody_but_others(name: str) -> None:
    assert "Zebras" in written(name, catalog_of("@misc{a, title = {Zebras}, author = {others}, year = {2020}}"))


def test_ris_has_no_header(catalog: Catalog) -> None:
    assert written("ris", catalog).startswith("TY  - ELEC\nID  - roe2023only\n")


def test_no_value_of_ris_begins_a_line_of_its_own() -> None:
    text = "@misc{a, title={One\x0bER  - \x85\x1eTY  - JOUR\x00\x1b}, author={A\x0cB, C}, keywords={x\x1cTI  - y}}"
    lines = written("ris", catalog_of(text)).splitlines()
    assert [line[:6] for line in lines] == ["TY  - ", "ID  - ", "AU  - ", "TI  - ", "M2  - ", "KW  - ", "ER  - "]


def test_the_editor_of_a_book_is_not_an_author_in_ris() -> None:
    assert ris_of("@book{a, title={T}, editor={Ed, I.}}")["tertiary_authors"] == ["Ed, I."]


@pytest.mark.parametrize(
    ("entry", "lines"),
    [
        (
            "@misc{a, title={T}, eprint={2301.00001}, archiveprefix={arXiv}}",
            ["Type: preprint", "Archive ID: arXiv:2301.00001"],
        ),
        ("@misc{a, title={T}}", ["Type: document"]),
        ("@standard{a, title={T}}", ["Type: standard"]),
        ("@article{a, title={T}, journal={J}}", []),
    ],
)
def test_ris_tells_zotero_the_type_that_ris_lacks(entry: str, lines: list[str]) -> None:
    assert ris_of(entry).get("unknown_tag", {}).get("M2", []) == lines


@pytest.mark.parametrize(("kind", "tag"), {"article": "A2", "book": "A3", "dataset": "ED", "letter": "ED"}.items())
def test_the_editor_is_in_the_tag_of_its_kind(kind: str, tag: str) -> None:
    text = written("ris", catalog_of(f"@{kind}{{a, title={{T}}, author={{A, B}}, editor={{Ed, I.}}}}"))
    assert f"\n{tag}  - Ed, I.\n" in text


# CSL-JSON


def test_csl_has_the_data_of_a_work(catalog: Catalog) -> None:
    paper = next(row for row in json.loads(written("csl-json", catalog)) if row["id"] == "doe2021rounding")
    assert paper == {
        "id": "doe2021rounding",
        "citation-key": "doe2021rounding",
        "type": "paper-conference",
        "title": "Rounder: Rounding x² & More",
        "author": [
            {"family": "Doe", "given": "Jane"},
            {"family": "van der Roe", "given": "Rick"},
            {"literal": "Big Lab"},
        ],
        "issued": {"date-parts": [[2021, 6]]},
        "container-title": "Conference of Things",
        "container-title-short": "CONF",
        "publisher": "Press",
        "custom": {"arXiv": "2101.00007"},
        "page": "10-19",
        "DOI": "10.1234/conf_1",
        "URL": "https://papers.example.org/rounder?id=7&v=2",
        "keyword": "PTQ, rounding",
    }


def test_a_preprint_has_its_archive_and_its_number_in_csl(catalog: Catalog) -> None:
    paper = next(row for row in json.loads(written("csl-json", catalog)) if row["id"] == "roe2023only")
    assert (paper["type"], paper["publisher"], paper["number"]) == ("article", "arXiv", "arXiv:2301.00001")


def test_omitted_authors_are_marked_in_csl(catalog: Catalog) -> None:
    paper = next(row for row in json.loads(written("csl-json", catalog)) if row["id"] == "roe2023only")
    assert paper["author"] == [{"family": "Roe", "given": "Rick"}, {"literal": "others"}]


def test_the_number_of_a_journal_is_its_issue_in_csl() -> None:
    item = csl_of("@article{a, title={T}, journal={J}, volume={3}, number={4}}")
    assert (item["volume"], item["issue"]) == ("3", "4")


def test_a_date_has_its_day_in_csl() -> None:
    assert csl_of("@misc{a, title={T}, date={2020-05-03}}")["issued"] == {"date-parts": [[2020, 5, 3]]}


def test_csl_cannot_close_a_script_element() -> None:
    assert "<" not in written("csl-json", catalog_of("@misc{a, title={</script><!--}}"))


def test_an_empty_entry_has_a_type_in_csl_and_its_key_is_no_title() -> None:
    assert csl_of("@misc{a}") == {"id": "a", "citation-key": "a", "type": "document"}


# The kind of a paper in all formats


RIS_TYPES = frozenset(rispy.TYPE_OF_REFERENCE_MAPPING)


def test_every_kind_of_work_has_a_type_that_the_format_defines() -> None:
    undefined = [row.name for row in KINDS.values() if row.ris not in RIS_TYPES or row.biblatex not in data_model()]
    assert undefined == []


def test_every_type_of_entry_has_one_kind() -> None:
    words = [word for row in KINDS.values() for word in row.types.replace("|", "").split()]
    assert sorted(words) == sorted(KIND_OF_TYPE)


# Our own JSON


def read_json(catalog: Catalog, **options: str) -> dict[str, Any]:
    """Return the JSON of a catalog, which the schema must allow."""
    data = json.loads(FORMATS["json"].write(catalog, tuple(catalog.papers.values()), **options))
    jsonschema.validate(data, json.loads(SCHEMA.read_text("utf-8")), jsonschema.Draft202012Validator)
    return dict(data)


def test_the_schema_is_valid() -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(SCHEMA.read_text("utf-8")))


def test_every_member_of_the_schema_has_a_description_or_a_reference() -> None:
    members = json.loads(SCHEMA.read_text("utf-8"))["properties"].values()
    assert not [member for member in members if not member.keys() & {"description", "items"}]


def test_json_has_all_data_of_a_paper(catalog: Catalog) -> None:
    paper = next(row for row in read_json(catalog)["papers"] if row["key"] == "doe2021rounding")
    assert paper == {
        "key": "doe2021rounding",
        "former_keys": ["doe2020draft"],
        "type": "inproceedings",
        "title": "Rounder: Rounding x² & More",
        "authors": [
            {"given": "Jane", "family": "Doe"},
            {"given": "Rick", "family": "van der Roe"},
            {"family": "Big Lab"},
        ],
        "categories": ["weights"],
        "keywords": ["ptq", "rounding"],
        "links": {
            "Paper": ["https://papers.example.org/rounder?id=7&v=2"],
            "PDF": ["https://arxiv.org/pdf/2101.00007"],
            "arXiv": ["https://arxiv.org/abs/2101.00007"],
            "DOI": ["https://doi.org/10.1234/conf_1"],
            "Code": ["https://code.example.org/a", "https://b.org/"],
        },
        "former_titles": ["Lines", "Squares"],
        "bits": [],
        "year": 2021,
        "date": "2021-06",
        "venue": {"short": "CONF", "full": "Conference of Things"},
        "doi": "10.1234/conf_1",
        "arxiv": "2101.00007",
        "added": "2022-03-01",
    }


def test_json_has_the_tree_with_its_numbers(catalog: Catalog) -> None:
    assert read_json(catalog)["categories"] == [
        {"id": "weights", "title": "Weights; \\ and {more} @all", "count": 3},
        {"id": "few-bits", "title": "Few Bits", "parent": "weights", "count": 2},
        {"id": "whole", "title": "Whole", "count": 1},
    ]


def test_json_has_the_glossary_with_its_numbers(catalog: Catalog) -> None:
    ptq = {"id": "ptq", "name": "PTQ", "group": "Stage", "gist": "Later.", "count": 1}
    qat = {"id": "qat", "name": "QAT", "applies": "Papers that train.", "count": 0}
    lists: dict[str, list[str]] = {"aliases": [], "broader": [], "see": []}
    assert read_json(catalog)["keywords"] == [ptq | lists | {"aliases": ["post-training"], "see": ["qat"]}, qat | lists]


def test_json_has_the_venues(catalog: Catalog) -> None:
    venue = {"name": "CONF", "full": "Conference of Things", "kind": "conference", "aliases": []}
    assert read_json(catalog)["venues"] == [venue]


def test_json_of_an_empty_catalog_is_valid() -> None:
    assert read_json(Catalog())["papers"] == []


def test_json_of_an_empty_entry_is_valid() -> None:
    (paper,) = read_json(catalog_of("@misc{a}"))["papers"]
    assert (paper["title"], paper["authors"], paper.get("year")) == ("a", [], None)


def test_a_parent_that_is_a_later_row_is_ignored() -> None:
    rows = [Category(id="below", title="B", parent="above"), Category(id="above", title="A")]
    assert "parent" not in read_json(catalog_of("", categories=rows))["categories"][0]


def test_the_licence_is_the_given_one(catalog: Catalog) -> None:
    assert read_json(catalog, license="CC0-1.0")["license"] == "CC0-1.0"


def test_without_a_given_licence_there_is_none(catalog: Catalog) -> None:
    assert "license" not in read_json(catalog)


def test_changed_content_has_another_revision(catalog: Catalog) -> None:
    other = catalog_of(LIBRARY.replace("Few Bits", "Fewer Bits"), categories=CATEGORIES[:2])
    assert read_json(other)["revision"] != read_json(catalog)["revision"]


def test_json_cannot_close_a_script_element() -> None:
    assert "<" not in written("json", catalog_of("@misc{a, title={</script><!--}}"))


def test_a_paper_is_a_line_of_json(catalog: Catalog) -> None:
    lines = [line.rstrip(",") for line in written("json", catalog).splitlines() if line.startswith('{"key"')]
    assert [json.loads(line)["key"] for line in lines] == list(catalog.papers)


@pytest.mark.parametrize(
    ("value", "paired"),
    [
        (r"Sets \{a, b\}", r"Sets \{a, b\}"),
        (r"Thi\{'ebaux", r"Thi\textbraceleft{}'ebaux"),
        (r"One \} and \{ two", r"One \textbraceright{} and \textbraceleft{} two"),
        (r"{Line \\}", r"{Line \\}"),
    ],
)
def test_no_brace_takes_in_what_follows(value: str, paired: str) -> None:
    assert with_pairs(value) == paired
    catalog = catalog_of(f"@misc{{a, title = {{{value}}}}}")
    for name in ("bibtex", "biblatex"):
        assert f"{{{paired}}}" in FORMATS[name].write(catalog, list(catalog.papers.values()))
