"""Write the corpus of the record: an entry for each type, field, form of a date, form of a name, in both dialects."""

from __future__ import annotations

from itertools import count
from pathlib import Path

BIBLATEX = (
    "article book mvbook inbook bookinbook suppbook booklet collection mvcollection incollection suppcollection dataset "
    "manual misc online patent periodical suppperiodical proceedings mvproceedings inproceedings reference mvreference "
    "inreference report software thesis unpublished artwork audio commentary image jurisdiction legislation legal letter "
    "movie music performance review standard video"
).split()
CLASSIC = (
    "article book booklet conference inbook incollection inproceedings manual mastersthesis misc phdthesis proceedings "
    "techreport unpublished"
).split()

RICH = {
    "author": "Roe, Ann and van der Berg, Bo", "editor": "Doe, Jane", "title": "A Title", "subtitle": "Its Subtitle",
    "date": "2001-05-17", "volume": "3", "number": "4", "series": "Series of Things", "pages": "10--19",
    "publisher": "Press", "location": "Lund", "doi": "10.1000/182", "url": "https://example.org/a_b",
    "urldate": "2020-01-02", "isbn": "978-3-16-148410-0", "issn": "1234-5678", "language": "german", "note": "A note",
    "edition": "2", "version": "1.2", "type": "A genre", "translator": "Poe, Cy", "eid": "17", "pubstate": "inpress",
}  # fmt: skip
HOSTS = {"article": "journaltitle", "suppperiodical": "journaltitle", "review": "journaltitle"} | dict.fromkeys(
    "inbook bookinbook suppbook incollection suppcollection inproceedings inreference".split(), "booktitle"
)

FIELDS = {
    "article": {
        "journalsubtitle": "A Journal's Subtitle", "shortjournal": "J. Th.", "issue": "Spring", "issuetitle": "On One",
        "eid": "e17", "series": "2", "issn": "1234-5678", "addendum": "More", "annotation": "Seen", "pagetotal": "9",
        "entrysubtype": "newspaper", "titleaddon": "An Addition", "abstract": "An abstract", "pubmedid": "123",
    },
    "book": {
        "volumes": "3", "volume": "2", "part": "1", "edition": "Second", "maintitle": "Whole", "pagetotal": "300",
        "series": "Series", "number": "7", "isbn": "978-3-16-148410-0", "publisher": "Press and Other Press",
        "location": "Lund and Bonn", "origdate": "1900", "origlanguage": "french", "origtitle": "Un", "eid": "5",
        "origpublisher": "Vieux", "origlocation": "Paris", "translator": "Poe, Cy", "foreword": "Poe, Cy",
        "afterword": "Poe, Cy", "introduction": "Poe, Cy", "annotator": "Poe, Cy", "commentator": "Poe, Cy",
        "editora": "Poe, Cy", "language": "american", "langid": "french", "shorttitle": "Short", "library": "QA 1",
        "titleaddon": "Added", "pubstate": "forthcoming", "chapter": "4", "howpublished": "By hand",
    },
    "incollection": {
        "bookauthor": "Poe, Cy", "booksubtitle": "Book's Subtitle", "booktitleaddon": "Added", "maintitle": "Whole",
        "mainsubtitle": "Whole's Subtitle", "chapter": "4", "editortype": "compiler", "series": "Series",
        "crossref": "", "volume": "2", "part": "3",
    },
    "inproceedings": {
        "eventtitle": "The Event", "eventdate": "2001-02-03/2001-02-05", "venue": "Bonn", "organization": "Body",
        "number": "5", "series": "LNT", "isbn": "978-3-16-148410-0", "eventtitleaddon": "Third",
    },
    "report": {"number": "TR-1", "type": "techreport", "institution": "Lab", "isrn": "R", "version": "2", "eid": "3"},
    "thesis": {"type": "bathesis", "institution": "University", "location": "Lund", "pagetotal": "99"},
    "misc": {"howpublished": r"\url{https://a.org/x_y}", "organization": "Body", "type": "datacd", "month": "5"},
    "online": {"organization": "Body", "eprint": "2001.00001", "urldate": "2020", "note": r"\url{https://b.org}"},
    "patent": {"holder": "Firm, A.", "number": "EP1", "type": "patenteu", "location": "countryde"},
    "unpublished": {"eventtitle": "The Event", "venue": "Bonn", "howpublished": "Handed out", "eventdate": "2001"},
    "proceedings": {"eventtitle": "The Event", "venue": "Bonn", "organization": "Body", "editor": "Doe, Jane"},
    "software": {"version": "2.0", "organization": "Body", "type": "software"},
    "periodical": {"issuetitle": "An Issue", "issue": "Fall", "number": "2", "issn": "1234-5678"},
}  # fmt: skip

DATES = (
    "2001 2001-05 2001-05-17 2001-05-17T10:00:00 2001/2003 2001-05/2001-06 2001-12-30/2002-01-02 1989/ 1989/.. /1997 "
    "1984? 1984~ 1984% 1984~/1985 2001-21 2001-22 2001-23 2001-24 199X 19XX -0044-03-15 0000 0950 -0876 y170000002"
).split()
MONTHS = ("may", "May", "5", "05", "june", "Sept", "{JUN}", 'may # "~15"', '"15~" # may', "13", "dec", "jan")
YEARS = (
    "2001", "{2001}", "[2001]", "c2001", "1989--1994", "1971/1972", "in press", r"{\noopsort{1973b}}1981", "1998a",
    r"[2021] \copyright 2021", "2007, c1999", "950", "ca. 1850", "to appear", "-44",
)  # fmt: skip
NAMES = (
    "Roe, Ann", "Ann Roe", "Roe, Jr., Ann", "Ann van der Roe", "van der Roe, Ann", "Van der Roe, Ann",
    "de la Roe, Jr., Ann",
    "{Big Lab}", "{Big Lab} and Roe, Ann", "Roe, Ann and others", r"G{\"o}del, Kurt", r"{\'E}va Roe", r"Mu\~noz, Ana",
    r"{\L}ukasz Roe", "Roe, A. B.", "A.~B. Roe", "Jean-Paul Roe", "{van} Roe, Ann", "Madonna", "d'Alembert, Jean",
    "given=Guy L., family=Steele, suffix=Jr.", "family=Roe, prefix=van, given=Ann", "Ann {de Roe}", "de Roe and Doe, Jo",
    r"\'Etienne Roe", r"S{\o}ren Roe", "O'Roe, Pat", "Roe Doe, Ann", "{Roe and Sons}", "Roe, Ann and {Doe, Inc.}",
)  # fmt: skip
TITLES = (
    ("Why Now?", "A Look"), ("Stop!", "A Look"), ("Plain", "A Look"), ("Colon:", "A Look"), ("Dots...", "A Look"),
    ("{GPTQ}", "Of {LLM}s"), (r"On $x^2$", "A Look"), (r"Caf\'e \& Co.", "A Look"), ("Quoted ``Words''", "A Look"),
    (r"50\% of it", "A Look"),
)  # fmt: skip


def entry(kind: str, key: str, fields: dict[str, str]) -> str:
    """Return an entry; a value that is a name of a string, or joins some, stays without braces."""
    rows = (f"{name} = {value if is_source(name, value) else '{' + value + '}'}" for name, value in fields.items())
    return f"@{kind}{{{key}, {', '.join(rows)}}}\n"


def is_source(name: str, value: str) -> bool:
    """Return whether a month is a name of a string, or joins some."""
    return name == "month" and ("#" in value or value in {"may", "dec", "jan"})


def modern() -> list[str]:
    """Return the entries in the dialect of biblatex."""
    numbers = map("m{:03}".format, count())
    base = {"author": "Roe, Ann", "title": "A Title", "date": "2001"}
    rows = []
    for kind in BIBLATEX:
        host = {HOSTS[kind]: "A Host"} if kind in HOSTS else {}
        rows += [(kind, base | host), (kind, RICH | host), (kind, {"title": "Bare"} | host)]
        rows.append((kind, {"editor": "Doe, Jane", "title": "Edited", "date": "2001"} | host))
    for kind, fields in FIELDS.items():
        host = {HOSTS[kind]: "A Host"} if kind in HOSTS else {}
        rows += [(kind, base | host | {name: value}) for name, value in fields.items() if value]
    rows += [("article", base | {"journaltitle": "J", "date": date}) for date in DATES]
    rows += [("book", base | {"author": name}) for name in NAMES]
    rows += [("book", base | {"title": title, "subtitle": more}) for title, more in TITLES]
    return [entry(kind, next(numbers), fields) for kind, fields in rows]


def classic() -> list[str]:
    """Return the entries in the dialect of BibTeX."""
    numbers = map("c{:03}".format, count())
    base = {"author": "Roe, Ann", "title": "A Title", "year": "2001"}
    names = {"journaltitle": "journal", "location": "address", "date": "year"}
    rich = {names.get(name, name): value for name, value in RICH.items()} | {"year": "2001", "month": "may"}
    rows = []
    for kind in CLASSIC:
        hosts = {"article": "journal", "conference": "booktitle", **HOSTS}
        host = {names.get(hosts[kind], hosts[kind]): "A Host"} if kind in hosts else {}
        rows += [(kind, base | host), (kind, rich | host), (kind, base | host | {"school": "S", "institution": "I"})]
    rows += [("article", base | {"journal": "J", "month": month}) for month in MONTHS]
    rows += [("article", base | {"journal": "J", "year": year}) for year in YEARS]
    rows += [("inproceedings", base | {"booktitle": "B", "author": name}) for name in NAMES if "=" not in name]
    rows += [("misc", base | {"title": title}) for title, _more in TITLES]
    return [entry(kind, next(numbers), fields) for kind, fields in rows]


if __name__ == "__main__":
    here = Path(__file__).parent
    here.joinpath("biblatex.bib").write_text("".join(modern()), encoding="utf-8")
    here.joinpath("bibtex.bib").write_text("".join(classic()), encoding="utf-8")
