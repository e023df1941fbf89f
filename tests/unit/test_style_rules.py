"""The rules of style, each broken and kept, and their fixes."""

from __future__ import annotations

from datetime import date

import pytest

from cardcatalog.bibtex.entries import parse_bibliography
from cardcatalog.bibtex.rewrite import rewrite
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.taxonomy import Venue
from cardcatalog.checks.fixes import can_fix, fix_entry
from cardcatalog.checks.style import lint
from cardcatalog.problems import Kind, Location, Problem

TODAY = date(2026, 11, 25)
VENUES = (Venue(name="CONF", full="Conference on R&D", aliases=("Proc. Conf.",)), Venue(name="JMLR", full="Journal"))


def catalog_of(text: str) -> Catalog:
    """Return the catalog of a text, with two venues."""
    entries, problems = parse_bibliography(text, "refs.bib")
    assert not problems
    return Catalog.from_entries(entries, venues=VENUES)


def said(text: str) -> list[tuple[str, int]]:
    """Return the kinds of the problems of a text, with their lines."""
    return [(problem.kind.slug, problem.location.line) for problem in lint(catalog_of(text), TODAY)]


def said_of(field: str) -> list[str]:
    """Return the kinds of the problems of an entry with one more field."""
    name = field.split(" ", maxsplit=1)[0]
    rest = {"title": "{T}", "author": "{Doe, Jane}", "year": "{2020}"}
    text = ", ".join([*(f"{other} = {value}" for other, value in rest.items() if other != name), field])
    return [kind for kind, _line in said(f"@misc{{doe2020t, {text}}}") if kind != "field-order"]


def fixed(field: str) -> str:
    """Return the fixed value of a field."""
    text = f"@misc{{a, {field}}}"
    found = rewrite(text, lambda entry: fix_entry(entry, catalog_of(text)))
    return " ".join(line.strip() for line in found.replace(" " * 2, "").split("\n")[1:-1]) if found != text else field


@pytest.mark.parametrize(
    ("field", "kind", "better"),
    [
        ("url = {http://arxiv.org/abs/2001.00001}", "http-link", "{https://arxiv.org/abs/2001.00001}"),
        ("code = {https://a.example http://github.com/a/b}", "http-link", "{https://a.example https://github.com/a/b}"),
        ("url = {https://www.google.com/url?q=https://a.example/b&x=1}", "redirect", "{https://a.example/b}"),
        ("url = {https://www.google.com/url?sa=t\\&url=https\\%3A//a.example}", "redirect", "{https://a.example}"),
        ("url = {http://dx.doi.org/10.1000/1}", "redirect", "{https://doi.org/10.1000/1}"),
        ("pages = {1-10, 12 – 13}", "pages", "{1--10, 12--13}"),
        ("publisher = {Gebrüder, Łódź}", "non-ascii", r"{Gebr{\"u}der, {\L}{\'o}d{\'z}}"),
        ("url = {https://a.example/ü}", "non-ascii", "{https://a.example/%C3%BC}"),
    ],
)
def test_each_style_problem_is_reported_and_fixed(field: str, kind: str, better: str) -> None:
    assert kind in said_of(field)
    assert fixed(field).endswith(f"= {better},")


@pytest.mark.parametrize(
    ("url", "kind", "better"),
    [
        ("http://dx.doi.org/10.1000/1", "redirect", "https://doi.org/10.1000/1"),
        ("http://www.google.com/url?q=http://arxiv.org/a", "redirect", "https://arxiv.org/a"),
        ("http://arxiv.org/ü", "http-link", "https://arxiv.org/%C3%BC"),
    ],
)
def test_a_link_gives_one_message_with_all_its_fixes(url: str, kind: str, better: str) -> None:
    text = f"@misc{{doe2020t, title = {{T}}, author = {{Doe, Jane}}, year = {{2020}}, url = {{{url}}}}}"
    (problem,) = lint(catalog_of(text), TODAY)
    assert (problem.kind.slug, problem.value) == (kind, url)
    assert problem.message.endswith(f"; write '{better}'")


def test_only_arxiv_gives_its_preprints_no_doi_of_a_publication() -> None:
    text = (
        "@article{{a, title = {{T}}, author = {{Doe, J.}}, year = 2020, journal = {{{}}}, doi = {{10.1101/2020.01}}}}"
    )
    found = {name: lint(catalog_of(text.format(name)), TODAY) for name in ("bioRxiv", "arXiv:2001.00001")}
    kinds = {name: {row.kind for row in rows} for name, rows in found.items()}
    assert [name for name, rows in kinds.items() if Kind.PREPRINT in rows] == ["arXiv:2001.00001"]


def test_a_key_suggested_for_biber_is_free() -> None:
    found = lint(catalog_of("@misc{a(b), title = {T}}\n@misc{a-b, title = {U}}"), TODAY)
    assert [problem.message.split("'")[3] for problem in found if problem.kind is Kind.BAD_KEY] == ["a-bb"]


@pytest.mark.parametrize(("key", "sign"), [("a(b)", "("), ("ab)", ")"), ("O'Doe2020", "'")])
def test_the_sign_at_which_biber_stops_is_named(key: str, sign: str) -> None:
    found = lint(catalog_of(f"@misc{{{key}, title = {{T}}}}"), TODAY)
    (message,) = (problem.message for problem in found if problem.kind is Kind.BAD_KEY)
    assert message.startswith(f"Biber stops at {sign} in the key {key!r}; ")


def test_a_suggested_key_is_free() -> None:
    fields = "title = {T}, author = {Doe, Jane}, year = {2020}, related = {doe2020t, x, y}"
    text = f"@misc{{doe2020t, {fields}}}\n@misc{{x, {fields}}}\n@misc{{y, ids = {{doe2020td}}, {fields}}}"
    found = [problem.message for problem in lint(catalog_of(text), TODAY) if problem.kind is Kind.KEY_RULE]
    assert [message.split("'")[3] for message in found] == ["doe2020tb", "doe2020tc"]


@pytest.mark.parametrize(
    ("field", "better"),
    [
        ("doi = {https://doi.org/10.1000/1}", "{10.1000/1}"),
        ("doi = {doi:10.1000/1}", "{10.1000/1}"),
        ("doi = {https://dx.doi.org/10.1000%2F1}", "{10.1000/1}"),
        ("doi = {https://doi.org/10.1002/%28SICI%291:2%3C3}", "{10.1002/(SICI)1:2<3}"),
        ("doi = {10.1000%2F1}", "{10.1000/1}"),
        ("eprint = {arXiv:2001.00001v2}", "{2001.00001v2}"),
        ("eprint = {https://arxiv.org/pdf/2001.00001.pdf}", "{2001.00001}"),
        ("author = {Doe, Jane and Roe, Rex et al.}", "{Doe, Jane and Roe, Rex and others}"),
        ("author = {Doe, Jane and et al}", "{Doe, Jane and others}"),
    ],
)
def test_problems_of_the_build_are_fixed_too(field: str, better: str) -> None:
    assert fixed(field).endswith(f"= {better},")


@pytest.mark.parametrize(
    "field",
    [
        "url = {http://example.org/only-http}",
        "url = {https://www.google.com/search?q=x}",
        "doi = {10.1000/1}",
        "doi = {nonsense}",
        "eprint = {nonsense}",
        "author = {Alet, Etal and others}",
        "pages = {A1--A10}",
        "journal = {J} # {ü}",
    ],
)
def test_correct_or_doubtful_values_are_kept(field: str) -> None:
    assert fixed(field) == field


@pytest.mark.parametrize(
    ("fields", "kinds"),
    [
        ("venuekey = {CONF}, booktitle = {Proc. Conf.}", ["venue-spelling"]),
        ("venuekey = {conf}", ["venue-spelling"]),
        ("venue = {CONF}", ["venue-spelling"]),
        ("venue = {Bonn}", []),
        ("venuekey = {CONF}, booktitle = {Conference on R\\&D}", []),
        ("venuekey = {CONF}, booktitle = {Something Else}", []),
        ("booktitle = {Proc. Conf.}", []),
    ],
)
def test_a_venue_is_spelled_as_its_list_has_it(fields: str, kinds: list[str]) -> None:
    assert said_of(fields) == kinds


@pytest.mark.parametrize(
    ("fields", "kinds"),
    [
        ("venuekey = {CONF}, journal = {Journal}", ["contradiction"]),
        ("venuekey = {JMLR}, booktitle = {Proc. Conf.}", ["contradiction"]),
        ("venuekey = {Unlisted}, journal = {Journal}", []),
        ("venuekey = {CONF}, journal = {Unlisted}", []),
    ],
)
def test_a_container_is_not_that_of_another_venue(fields: str, kinds: list[str]) -> None:
    assert said_of(fields) == kinds


def test_a_listed_venue_moves_from_venue_to_venuekey_and_the_place_of_an_event_stays() -> None:
    assert fixed("venue = {CONF}").replace(" ", "") == "venuekey={CONF},"
    assert fixed("venue = {Bonn}") == "venue = {Bonn}"


def test_a_venue_is_fixed_to_the_spelling_of_its_list() -> None:
    assert "booktitle = {Conference on R\\&D}," in fixed("venuekey = {CONF}, booktitle = {Proc. Conf.}")


@pytest.mark.parametrize(
    ("field", "kinds"),
    [
        ("title = {{A Whole Title}}", ["key-rule", "over-braced"]),
        ("title = {{T}}", []),
        ("title = {{T} and {U}}", []),
        ("title = {T for $5}", ["unbalanced"]),
        ("title = {T for \\$5}", []),
        ("title = {T $a$}", []),
        ("url = {https://a.example/$b}", []),
        ("publisher = {Chapman and Hall}", ["bare-and"]),
        ("publisher = {{Chapman and Hall}}", []),
        ("institution = {Band {and} Hall}", []),
        ("address = {London and New York}", []),
        ("publisher = {Press and Press}, location = {Lund}", []),
        ("year = {2027}", ["key-rule"]),
        ("year = {2027}, eprint = {2612.00001}", ["key-rule"]),
        ("year = {2027}, eprint = {2012.00001}", []),
        ("year = {2028}", ["key-rule", "future-year"]),
        ("annotation = {It halves the memory of the cache.}", []),
        ("annotation = {Doe et al. use W2.5, e.g. for BERT.}", []),
        ("annotation = {It rounds to $2^n$ levels.}", []),
        ("annotation = {It halves the memory}", ["annotation"]),
        ("annotation = {Read it again!}", ["annotation"]),
        ("annotation = {It halves the memory. It is fast.}", ["annotation"]),
        (f"annotation = {{It {'very ' * 40}much.}}", ["annotation"]),
        ("annotation = {It rounds to $\\frac{1}$ levels.}", ["annotation"]),
    ],
)
def test_a_field_keeps_its_rule(field: str, kinds: list[str]) -> None:
    assert said_of(field) == kinds


def test_an_escaped_brace_without_its_pair_is_reported() -> None:
    text = "@misc{doe2020brace,\n  title = {Brace \\{ x},\n  author = {Doe, J.},\n  year = {2020},\n}\n"
    assert said(text) == [("unbalanced", 2)]


ONE = "@misc{doe2020same,\n  title = {Same}, author = {Doe, J.}, year = {2020}, %s\n}\n"
TWO = "@misc{doe2020sameb,\n  title = {SAME.}, author = {Doe, Jane}, year = {2020}, %s\n}\n"


def test_duplicates_are_reported_at_the_later_entry() -> None:
    assert said(ONE % "" + TWO % "") == [("duplicate-work", 4)]


@pytest.mark.parametrize(
    ("first", "second"), [("", "related = {doe2020same}"), ("related = {roe2019other, doe2020sameb}", "")]
)
def test_entries_marked_as_different_works_are_not_duplicates(first: str, second: str) -> None:
    other = "@misc{roe2019other, title = {Other}, author = {Roe, R.}, year = {2019}}\n"
    assert said(ONE % first + TWO % second + other) == []


@pytest.mark.parametrize("swapped", [False, True])
def test_a_preprint_of_a_published_paper_is_reported_at_its_line(swapped: bool) -> None:  # noqa: FBT001  (pytest hands it over by name)
    parts = [ONE % "eprint = {2001.00001}, archiveprefix = {arXiv}", (TWO % "journal = {J}").replace("misc", "article")]
    problems = lint(catalog_of("".join(reversed(parts) if swapped else parts)), TODAY)
    assert [problem.value for problem in problems if problem.kind is Kind.PREPRINT] == ["doe2020same"]


def test_a_preprint_with_the_doi_of_a_publication_is_reported_at_the_doi() -> None:
    text = ONE % "\n doi = {10.1000/1}, eprint = {2001.00001}, archiveprefix = {arXiv}"
    assert said(text) == [("preprint", 3)]


def test_the_doi_of_a_preprint_is_not_a_publication() -> None:
    assert said(ONE % "doi = {10.48550/arXiv.2001.00001}, eprint = {2001.00001}, archiveprefix = {arXiv}") == []


def test_autofix_sorts_the_fields_of_an_entry() -> None:
    text = "@misc{a, year = {2020}, title = {T}}"
    found = rewrite(text, lambda entry: fix_entry(entry, catalog_of(text)))
    assert found == "@misc{a,\n  title         = {T},\n  year          = {2020},\n}"


def test_autofix_is_idempotent() -> None:
    text = "@misc{a, url = {http://arxiv.org/abs/1}, pages = {1-2}, author = {Doe, J. et al.}, title = {ü}}"
    catalog = catalog_of(text)
    once = rewrite(text, lambda entry: fix_entry(entry, catalog))
    assert rewrite(once, lambda entry: fix_entry(entry, catalog)) == once


@pytest.mark.parametrize(
    ("field", "better"),
    [
        ("publisher = {Doe & Sons}", r"{Doe \& Sons}"),
        ("title = {T, 100% of C#}", r"{T, 100\% of C\#}"),
        ("title = {T &amp; Bytes of caf&eacute;s}", r"{T \& Bytes of caf{\'e}s}"),
    ],
)
def test_a_character_that_is_a_command_to_tex_is_escaped(field: str, better: str) -> None:
    assert said_of(field) == ["unescaped"]
    assert fixed(field).rstrip(",").endswith(better)


@pytest.mark.parametrize(
    "field",
    [
        r"title = {T \& B at 5\% of $a & b$ and $x_2^3$}",
        r"note = {\url{https://a.example/a_b?c=1&d=%20#e}}",
        "note = {https://a.example/a_b}",
        "doi = {10.1000/a_b}",
        "keywords = {a_b}",
    ],
)
def test_what_is_escaped_a_formula_or_an_address_is_kept(field: str) -> None:
    assert said_of(field) == []
    assert fixed(field) == field


@pytest.mark.parametrize("title", ["T Word2Vec_v2", "T of 10^{-3}"])
def test_a_raised_or_lowered_letter_outside_of_a_formula_is_reported(title: str) -> None:
    assert said_of(f"title = {{{title}}}") == ["unescaped"]


@pytest.mark.parametrize(
    "author",
    [
        "Doe, Jane*",
        "Doe, Jane 1",
        "Doe, Jane <j@doe.example>",
        "Doe, Jane (Ed.)",
        "Doe, Jane andRoe, Rick",
        "Doe, Roemer, Poemer",
    ],
)
def test_what_is_not_part_of_a_name_is_reported(author: str) -> None:
    assert [problem.kind.slug for problem in lint(catalog_of(f"@misc{{a, author = {{{author}}}}}"), TODAY)] == [
        "bad-name"
    ]


@pytest.mark.parametrize(
    "author", ["Doe, Jr., Jane", "Silva, Filho, Ana", "{3M} and Doe, J.-P.", "Doe, Jane (Jay)", "Li, Wei 0001"]
)
def test_the_name_of_a_person_or_an_organization_is_accepted(author: str) -> None:
    assert not list(lint(catalog_of(f"@misc{{a, author = {{{author}}}}}"), TODAY))


ON_ARXIV = "eprint = {2001.00001}, archiveprefix = {arXiv}"


@pytest.mark.parametrize(
    ("fields", "kinds"),
    [
        (f"url = {{https://arxiv.org/abs/2001.00002}}, {ON_ARXIV}", ["contradiction"]),
        (f"url = {{https://arxiv.org/pdf/2001.00001v2.pdf}}, {ON_ARXIV}", []),
        ("url = {https://doi.org/10.1000/182}, doi = {10.1000/183}", ["contradiction"]),
        ("url = {https://doi.org/10.1000/ABC}, doi = {10.1000/abc}", []),
        ("url = {https://doi.org/10.48550/arXiv.2001.00001}, doi = {10.1000/183}", []),
    ],
)
def test_a_url_leads_to_the_paper_that_its_entry_names(fields: str, kinds: list[str]) -> None:
    assert [kind for kind, _line in said(f"@article{{a, journal = {{J}}, {fields}}}") if kind != "field-order"] == kinds


@pytest.mark.parametrize(
    ("field", "kinds"),
    [
        ("related = {b}", []),
        ("related = {nobody}", ["crossref"]),
        ("related = {https://scholar.example.org/?q=related:a,b}", []),
        ("related = {a}", ["crossref"]),
        ("ids = {old}", []),
        ("ids = {a}", ["duplicate-key"]),
    ],
)
def test_keys_in_an_entry_are_those_of_other_entries(field: str, kinds: list[str]) -> None:
    assert [kind for kind, _line in said(f"@misc{{a, {field}}}\n@misc{{b}}")] == kinds


@pytest.mark.parametrize("pages", ["doi.org/10.1000/a1-016-0043-6", "12-1--12-15", "12-1-12-15", "e2020-0123", "1-+"])
def test_a_dash_that_may_be_part_of_a_page_is_kept(pages: str) -> None:
    assert said_of(f"pages = {{{pages}}}") == []
    assert fixed(f"pages = {{{pages}}}") == f"pages = {{{pages}}}"


def test_a_key_in_capitals_is_suggested_in_small_letters() -> None:
    text = "@misc{Doe2020Word, title = {Word}, author = {Doe, Jane}, year = {2020}}"
    (problem,) = lint(catalog_of(text), TODAY)
    assert problem.message == "the key 'Doe2020Word' is not made by the rule; write 'doe2020word'"


def test_no_key_is_suggested_from_names_that_cannot_be_divided() -> None:
    assert said("@misc{x, title = {Word}, author = {Doe, Jane; Roe, Rick}, year = {2020}}") == []


@pytest.mark.parametrize(
    ("kind", "value", "is_fixed"),
    [
        (Kind.BAD_NAME, "et al.", True),
        (Kind.BAD_NAME, "Doe, Jane; Roe, Rick", False),
        (Kind.BAD_DOI, "https://doi.org/10.1000/182", True),
        (Kind.BAD_DOI, "10.1000 / 182", False),
        (Kind.UNESCAPED, "_", False),
        (Kind.PAGES, "1-2", True),
        (Kind.KEY_RULE, "", False),
    ],
)
def test_a_fix_is_promised_where_there_is_one(kind: Kind, value: str, is_fixed: bool) -> None:  # noqa: FBT001  (pytest hands it over by name)
    assert can_fix(Problem(Location("refs.bib", 1), "", kind, value)) is is_fixed


@pytest.mark.parametrize(
    ("field", "kinds"),
    [
        ("isbn = {978-3-16-148410-0}", []),
        ("isbn = {978 3 16 148410 0 (pbk), 0-8044-2957-X}", []),
        ("isbn = {978-3-16-148410-1}", ["bad-number"]),
        ("isbn = {3161484101; 978-3-16-148410-0}", ["bad-number"]),
        ("isbn = {n/a}", []),
        ("issn = {0378-5955 and 2049-3630}", []),
        ("issn = {0378-5954}", ["bad-number"]),
        ("openreview = {B1ae1lZRb}", []),
        ("openreview = {not one!}", ["bad-number"]),
        ("openreview = {https://openreview.net/forum?id=abc}", ["bad-number"]),
        ("month = {Mai}", ["bad-date"]),
        ("month = {März}", ["bad-date"]),
        ("month = {Marzo}", []),
        ("month = {Spring}", []),
        ("month = {????}", []),
        ("month = {1--2}", []),
        ("creationdate = {2026-11-26}", []),
        ("creationdate = {2026-11-27}", ["bad-date"]),
        ("title = {So\N{SOFT HYPHEN}ft}", ["invisible"]),
        ("author = {Doe, J\N{ZERO WIDTH SPACE}ane}", ["invisible"]),
        ("title = {می\N{ZERO WIDTH NON-JOINER}خواهم}", []),
    ],
)
def test_a_number_a_date_and_a_text_are_as_they_seem(field: str, kinds: list[str]) -> None:
    assert [kind for kind in said_of(field) if kind not in {"non-ascii", "key-rule"}] == kinds


@pytest.mark.parametrize(
    ("field", "kinds"),
    [
        ("note = {N}", ["missing-field"]),
        ("journal = {J}", []),
        ("journl = {J}", []),
        ("booktitle = {B}", []),
        ("eprint = {2001.00001}, archiveprefix = {arXiv}", []),
    ],
)
def test_an_article_is_in_a_journal(field: str, kinds: list[str]) -> None:
    found = said(f"@article{{doe2020t, title = {{T}}, author = {{Doe, Jane}}, year = {{2020}}, {field}}}")
    assert [kind for kind, _line in found if kind != "field-order"] == kinds


@pytest.mark.parametrize(
    ("field", "better"),
    [
        ("openreview = {https://openreview.net/forum?id=abc}", "openreview = {abc},"),
        ("title = {So\N{SOFT HYPHEN}ft\N{ZERO WIDTH SPACE}}", "title = {Soft},"),
        ("doi = {10.1000/182.}", "doi = {10.1000/182},"),
        ("author = {Doe, Jane and ...}", "author = {Doe, Jane and others},"),
    ],
)
def test_what_is_not_seen_or_meant_is_taken_out(field: str, better: str) -> None:
    assert " ".join(fixed(field).replace("=", " = ").split()) == better
