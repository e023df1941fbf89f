"""Dates of publication, as BibTeX, biblatex and people write them."""

from __future__ import annotations

import pytest

from cardcatalog.catalog.dates import parse_date

EDTF = {
    "2020": "2020", "2020-05": "2020-05", "2020-05-17": "2020-05-17", "2020-05-17T10:00:00Z": "2020-05-17",
    "2020/2021": "2020/2021", "1989/": "1989/", "1989/..": "1989/", "/1997": "/1997", "../1997": "/1997",
    "1984?": "1984?", "1984~": "1984~", "1984%": "1984%", "1984?~": "1984%", "1984~/1985": "1984~/1985~",
    "2001-21": "2001-21", "2001-22": "2001-22",
    "199X": "1990/1999", "19XX": "1900/1999", "1999-XX": "1999", "1999-05-XX": "1999-05", "-0044-03-15": "-0044-03-15",
    "0950": "0950", "y170000002": "y170000002", "2020-13-01": "2020", "20xx": "", "20201": "", "": "",
    "May 3, 2020": "2020-05-03", "{2020}": "2020", "2004-06-05/07": "2004",
}  # fmt: skip


def test_the_dates_of_biblatex_are_read_and_written() -> None:
    """Manual of biblatex, section 2.3.8, with what it does not allow read as far as a year goes."""
    assert {text: parse_date(text).edtf for text in EDTF} == EDTF


YEARS = {
    "2020": "2020", "{2019}": "2019", r"[2021] \copyright 2021": "2021", r"{\noopsort{1973b}}1981": "1981",
    r"{\SortNoop{1}}1999": "1999", "1989--1994": "1989/1994", "1971/72": "1971/1972", "1971-1972": "1971/1972",
    "1998/9": "1998", "c1988": "1988", "c. 1850": "1850~", "ca. 1850": "1850~", "[1936]": "1936", "[1936?]": "1936?",
    "1998a": "1998", "2007, c1999": "2007", "1947(民国三十六年)": "1947", "950": "0950", "-44": "-0044",
    "44 BCE": "-0043", "535 B.C.": "-0534", "50 AD": "0050", "June 2019": "2019-06", "2004-05": "2004-05",
    "in press": "", "20": "", "20201": "", "n.d.": "",
}  # fmt: skip


def test_a_year_may_say_more_than_four_digits() -> None:
    assert {text: parse_date("", text).edtf for text in YEARS} == YEARS


MONTHS = {
    ("jun", ""): "1999-06", ("{JUN}", ""): "1999-06", ("June", ""): "1999-06", ("6", ""): "1999-06",
    ("06", ""): "1999-06", ("Sept.", ""): "1999-09", ("jun", "3"): "1999-06-03", ("jun~15", ""): "1999-06-15",
    ("15~jun", ""): "1999-06-15", ("15.~jun", ""): "1999-06-15", ("jun", "{3}"): "1999-06-03",
    ("December 2--8", ""): "1999-12-02/1999-12-08", ("jul/aug", ""): "1999-07/1999-08", ("Spring", ""): "1999-21",
    ("jun 30--jul 2", ""): "1999-06-30/1999-07-02", ("13", ""): "1999", ("whenever", ""): "1999",
}  # fmt: skip


def test_a_month_may_come_with_days() -> None:
    assert {words: parse_date("", "1999", *words).edtf for words in MONTHS} == MONTHS


@pytest.mark.parametrize(
    ("date", "year", "expected"),
    [("2012-12-13", "1999", "2012-12-13"), ("soon", "1999", "1999"), ("", "1999", "1999"), ("20201", "1999", "1999")],
)
def test_a_date_wins_over_a_year_if_it_has_one(date: str, year: str, expected: str) -> None:
    assert parse_date(date, year).edtf == expected


@pytest.mark.parametrize(
    ("fields", "shown"),
    [(("1971/1972",), "1971"), (("/1997",), "1997"), (("", "in press"), "in press"), (("", "44 BCE"), "44 BCE"),
     (("in press",), "in press"), (("-0044",), "45 BCE"), (("", "20201"), ""), (("",), "")],
)  # fmt: skip
def test_readers_see_the_first_year_or_the_words(fields: tuple[str, ...], shown: str) -> None:
    assert parse_date(*fields).shown == shown


@pytest.mark.parametrize(
    ("date", "edtf"),
    [
        ("2001-02-30", "2001"), ("2000-02-29", "2000-02-29"), ("1900-02-29", "1900"), ("-0004-02-29", "-0004-02-29"),
        ("2001-21-05", "2001"), ("१९८७", "1987"), ("१९८७-०१-१५/१९८८-०५-११", "1987-01-15/1988-05-11"),
        ("2001-5-04", "2001-05-04"), ("2001-05-4/2001-05-6", "2001-05-04/2001-05-06"), ("2001-13-4", "2001"),
        ("1971-2", "1971"), ("2011/06/14", "2011-06-14"), ("2011/6/14/online", "2011-06-14"),
        ("2011.06.14", "2011-06-14"), ("2011/06/14/2011/06/16", "2011-06-14/2011-06-16"), ("1971/1972", "1971/1972"),
        ("2011/06/31", "2011"),
    ],
)  # fmt: skip
def test_a_day_is_one_of_the_calendar(date: str, edtf: str) -> None:
    assert parse_date(date).edtf == edtf


def test_months_may_be_numbers() -> None:
    assert parse_date("", "2001", "6--8").edtf == "2001-06/2001-08"


def test_the_beginning_is_written_without_a_season() -> None:
    assert [parse_date(text).iso for text in ("2001-21", "2001-05/2002", "/1997", "")] == [
        "2001",
        "2001-05",
        "1997",
        "",
    ]
