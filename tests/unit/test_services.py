"""The answer of a service becomes an entry in the style of the project, or an error in one sentence."""

from __future__ import annotations

from typing import Any

import pytest

from cardcatalog.bibtex.entries import Entry, parse_bibliography
from cardcatalog.bibtex.layout import format_entry
from cardcatalog.catalog.identifiers import Identifier
from cardcatalog.catalog.taxonomy import Venue
from cardcatalog_tools.services.entries import HouseStyle
from cardcatalog_tools.services.providers import fetch
from cardcatalog_tools.services.venues import Venues
from cardcatalog_tools.services.web import Client, ServiceError
from tests.unit.loopback import Answer, Server

HOUSE = HouseStyle(
    Venues(
        [
            Venue(name="ICXX", full="International Conference on Examples", kind="conference"),
            Venue(name="JX", full="Journal of Examples", aliases=("J. Ex.",), kind="journal"),
            Venue(name="arXiv", full="arXiv", aliases=("CoRR",), kind="preprint server"),
        ],
    ),
    frozenset({"Hessian"}),
)


def feed(title: str = "A Title", authors: tuple[str, ...] = ("Jane Doe",), more: str = "") -> Answer:
    """Return the answer of arXiv for a paper."""
    names = "".join(f"<author><name>{name}</name></author>" for name in authors)
    return atom(
        f"<entry><id>http://arxiv.org/abs/2101.00001v2</id><updated>2022-05-05T00:00:00Z</updated>"
        f"<published>2021-01-01T00:00:00Z</published><title>{title}</title><summary>Not kept.</summary>"
        f"{names}{more}<arxiv:primary_category term='cs.LG'/></entry>"
    )


def atom(entries: str) -> Answer:
    """Return a feed of arXiv with some entries."""
    return Answer(
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" '
        'xmlns:arxiv="http://arxiv.org/schemas/atom"><id>http://arxiv.org/api/x</id>'
        f"<title>ArXiv Query</title>{entries}</feed>",
        "application/atom+xml; charset=UTF-8",
    )


ARXIV = Identifier("arXiv", "2101.00001")
WORK: dict[str, Any] = {
    "type": "proceedings-article", "DOI": "10.1000/X1", "title": "A Title", "container-title": "",
    "author": [{"given": "Jane", "family": "Doe"}], "issued": {"date-parts": [[2021, 5]]},
}  # fmt: skip


def test_arxiv_gives_a_preprint(server: Server, client: Client) -> None:
    title = "ResQ: Post-Training\n  Quantization of LLMs with the Hessian and $\\ell_1$ \\&amp; K\\'ohler"
    more = "<arxiv:doi>10.1000/X1</arxiv:doi><arxiv:comment>8 pages</arxiv:comment>"
    server.say("/arxiv/api/query", feed(title, ("Jane van der Doe", "Rex Q. R&#246;e Jr.", "Exa Team"), more))
    entry = fetch(ARXIV, client, HOUSE, server.hosts)
    assert (
        format_entry(entry)
        == r"""@misc{vanderdoe2021resq,
  title         = {{ResQ}: Post-Training Quantization of {LLM}s with the {Hessian} and $\ell_1$ \& K{\'o}hler},
  author        = {van der Doe, Jane and R{\"o}e, Jr., Rex Q. and {Exa Team}},
  year          = {2021},
  doi           = {10.1000/X1},
  url           = {https://arxiv.org/abs/2101.00001},
  eprint        = {2101.00001},
  archiveprefix = {arXiv},
  venuekey      = {arXiv},
}
"""
    )
    assert entry.location.path == "arXiv:2101.00001"
    assert server.asked == ["GET /arxiv/api/query?id_list=2101.00001&max_results=1"]


def test_a_doi_gives_a_publication(server: Server, client: Client) -> None:
    server.say("/doi/10.1000/X1", Answer.json(WORK | {
        "title": "ResQ: Bits &amp; <i>Bytes</i>", "subtitle": ["A Case for Four"], "page": "12-19", "volume": "4",
        "container-title": ["Lecture Notes in Computer Science", "2021 International Conference on Examples (ICXX)"],
        "publisher": "Institute of Examples (IEX)", "abstract": "<jats:p>Not kept.</jats:p>",
        "author": [{"given": "Jane", "family": "Doe", "sequence": "first"},
                   {"given": "R.", "family": "Roe", "suffix": "Jr."}, {"name": "Exa Team"}, {"family": "Plato"}],
    }, "application/vnd.citationstyles.csl+json"))  # fmt: skip
    assert (
        format_entry(fetch(Identifier("DOI", "10.1000/X1"), client, HOUSE, server.hosts))
        == r"""@inproceedings{doe2021resq,
  title         = {{ResQ}: Bits \& Bytes: A Case for Four},
  author        = {Doe, Jane and Roe, Jr., R. and {Exa Team} and Plato},
  booktitle     = {International Conference on Examples},
  year          = {2021},
  volume        = {4},
  pages         = {12--19},
  publisher     = {IEX},
  doi           = {10.1000/X1},
  url           = {https://doi.org/10.1000/X1},
  venuekey      = {ICXX},
}
"""
    )


@pytest.mark.parametrize(
    ("work", "expected"),
    [
        ({"type": "article-journal", "container-title": "J. Ex."}, ("article", "journal", "Journal of Examples")),
        ({"type": "journal-article", "container-title": ["Other"], "issue": "2"}, ("article", "number", "2")),
        ({"type": "book-chapter", "container-title": "ICXX 2021"}, ("inproceedings", "venuekey", "ICXX")),
        ({"type": "chapter", "container-title": "A Book"}, ("incollection", "booktitle", "A Book")),
        ({"type": "posted-content"}, ("misc", "year", "2021")),
        (
            {"issued": {"date-parts": [[None]]}, "published-online": {"date-parts": [[2020]]}},
            ("inproceedings", "year", "2020"),
        ),
        ({"page": "e12"}, ("inproceedings", "pages", "e12")),
        (
            {"author": [{"family": "Doe", "given": "J", "non-dropping-particle": "de"}]},
            ("inproceedings", "author", "de Doe, J"),
        ),
        ({"author": [{"literal": "Sturm and Drang, Inc."}]}, ("inproceedings", "author", "{Sturm and Drang, Inc.}")),
    ],
)
def test_variants_of_registry_answers_are_read(
    server: Server, client: Client, work: dict[str, Any], expected: tuple[str, str, str]
) -> None:
    server.say("/doi/10.1000/X1", Answer.json(WORK | work))
    kind, field, shown = expected
    entry = fetch(Identifier("DOI", "10.1000/X1"), client, HOUSE, server.hosts)
    assert (entry.type, entry.get(field)) == (kind, shown)


def note(venue: str, group: str, **more: object) -> Answer:
    """Return the answer of version 2 of OpenReview's API for a submission."""
    content = {"title": "A $k$-Bit Title", "authors": ["Jane Doe", "Rex Roe"], "venue": venue, "venueid": group} | more
    wrapped = {name: {"value": value} for name, value in content.items()}
    return Answer.json({"notes": [{"id": "aB1", "content": wrapped, "cdate": 1_600_000_000_000}], "count": 1})


FORUM = Identifier("OpenReview", "aB1")


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (("ICXX 2022 poster", "x.cc/2022/Conference"), ("inproceedings", "venuekey", "ICXX")),
        (("ICXX 2022 poster", "x.cc/2022/Conference"), ("inproceedings", "year", "2022")),
        (("Accepted by JX", "JX"), ("article", "journal", "Journal of Examples")),
        (("Other 2022", "x.cc/2022"), ("inproceedings", "booktitle", "Other 2022")),
        (("Submitted to ICXX 2022", "x.cc/2022/Conference/Rejected_Submission"), ("misc", "year", "2020")),
        (("ICXX 2022 Conference Withdrawn Submission", "x.cc/2022/Conference/Withdrawn"), ("misc", "venuekey", "")),
        (("CoRR 2022", "dblp.org/journals/CORR/2022"), ("misc", "booktitle", "")),
        (("", ""), ("misc", "openreview", "aB1")),
    ],
)
def test_openreview_gives_the_decision(
    server: Server, client: Client, stated: tuple[str, str], expected: tuple[str, str, str]
) -> None:
    server.say("/openreview/notes", note(*stated))
    kind, field, shown = expected
    entry = fetch(FORUM, client, HOUSE, server.hosts)
    assert (entry.type, entry.get(field)) == (kind, shown)


def test_openreview_may_name_authors_with_their_profiles(server: Server, client: Client) -> None:
    server.say("/openreview/notes", note("", "", authors=[{"fullname": "Jane Doe", "username": "~Jane_Doe1"}]))
    assert fetch(FORUM, client, HOUSE, server.hosts).get("author") == "Doe, Jane"


def test_old_forums_are_requested_from_the_old_api(server: Server, client: Client) -> None:
    server.say("/openreview_old/notes", Answer.json({"notes": [{"content": {
        "title": "Old Title", "authors": ["Jane Doe"],
        "_bibtex": "@inproceedings{\ndoe2018,\nbooktitle={International Conference on Examples},\nyear={2018}\n}",
    }}]}))  # fmt: skip
    entry = fetch(FORUM, client, HOUSE, server.hosts)
    assert (entry.key, entry.get("venuekey"), entry.get("year")) == ("doe2018old", "ICXX", "2018")


def test_a_forum_in_neither_api_is_unknown(server: Server, client: Client) -> None:
    server.say("/openreview_old/notes", Answer.json({"notes": []}))
    with pytest.raises(ServiceError, match="OpenReview has no forum aB1; look at the identifier") as caught:
        fetch(FORUM, client, HOUSE, server.hosts)
    assert caught.value.is_unknown


def test_a_forum_that_is_not_public_is_not_unknown(server: Server, client: Client) -> None:
    server.say("/openreview/notes", Answer("{}", status=403))
    with pytest.raises(ServiceError, match="refused the request") as caught:
        fetch(FORUM, client, HOUSE, server.hosts)
    assert not caught.value.is_unknown


def test_the_anthology_gives_a_publication(server: Server, client: Client) -> None:
    server.say("/anthology/2021.icxx-long.1.bib", Answer(r"""@inproceedings{doe-roe-2021-quant,
    title = "{Q}uant{QA}: {B}its for {LLM}s {\&} More",
    author = {Doe, Jane  and
      R{\"o}e, Rex},
    editor = "Poe, P.",
    booktitle = "Proceedings of the 3rd International Conference on Examples (Volume 1: Long Papers)",
    month = jul,
    year = "2021",
    address = "Nowhere",
    publisher = "Association for Examples",
    url = "https://aclanthology.org/2021.icxx-long.1/",
    doi = "10.18653/v1/2021.icxx-long.1",
    pages = "1--12",
    abstract = "Not kept."
}""", "text/x-bibtex"))  # fmt: skip
    request = Identifier("ACL", "2021.icxx-long.1")
    assert (
        format_entry(fetch(request, client, HOUSE, server.hosts))
        == r"""@inproceedings{doe2021quantqa,
  title         = {{QuantQA}: Bits for {LLM}s \& More},
  author        = {Doe, Jane and R{\"o}e, Rex},
  booktitle     = {International Conference on Examples},
  year          = {2021},
  pages         = {1--12},
  publisher     = {Association for Examples},
  doi           = {10.18653/v1/2021.icxx-long.1},
  url           = {https://aclanthology.org/2021.icxx-long.1/},
  venuekey      = {ICXX},
}
"""
    )


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>&b;</title></entry></feed>'
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><feed>&a;</feed>'
ERROR = (
    "<entry><id>http://arxiv.org/api/errors#incorrect_id_format_for_x</id><title>Error</title>"
    "<summary>incorrect id format for x</summary></entry>"
)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (atom(""), "arXiv has no paper 2101.00001; look at the identifier"),
        (atom(ERROR), "arXiv cannot read the identifier of arXiv:2101.00001; look at it"),
        (feed(more="<arxiv:comment>This paper has been withdrawn</arxiv:comment>"), "has been withdrawn"),
        (feed(""), "arXiv:2101.00001 has no title; add it by another identifier or by hand"),
        (feed(authors=()), "arXiv:2101.00001 has no author; add"),
        (feed("", ()), "arXiv:2101.00001 has no title and no author; add"),
        (Answer(BOMB, "application/atom+xml"), "is not an Atom feed"),
        (Answer(OUTSIDE, "application/atom+xml"), "is not an Atom feed"),
        (Answer("<feed><entry>", "application/atom+xml"), "is not an Atom feed"),
        (Answer("", "application/atom+xml"), "is not an Atom feed"),
        (Answer('<?xml version="1.0" encoding="no-such"?><feed/>', "text/xml"), "is not an Atom feed"),
        (Answer("Rate exceeded.", "text/plain"), "returned text/plain instead of Atom; try again later"),
    ],
)  # fmt: skip
def test_a_bad_answer_of_arxiv_is_reported(server: Server, client: Client, answer: Answer, message: str) -> None:
    server.say("/arxiv/api/query", answer)
    with pytest.raises(ServiceError) as caught:
        fetch(ARXIV, client, HOUSE, server.hosts)
    assert message in str(caught.value)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("", "is not the JSON of a paper"),
        ("[1]", "is not the JSON of a paper"),
        ('{"title": ', "is not the JSON of a paper"),
        (b'{"title": "\xff"}', "is not the JSON of a paper"),
        ("[" * 40_000, "is not the JSON of a paper"),
        ('{"a":' * 15_000 + "1" + "}" * 15_000, "JSON of a paper|no title"),
        ("{}", "DOI 10.1000/X1 has no title and no author and no year"),
        ('{"title": {"a": []}, "author": {"b": 1}, "issued": [[]]}', "has no title and no author and no year"),
        ('{"title": [null], "author": [null, 1, []], "issued": {"date-parts": [[]]}}', "has no title and no author"),
    ],
)
def test_a_bad_answer_in_json_is_reported(server: Server, client: Client, body: str | bytes, message: str) -> None:
    server.say("/doi/10.1000/X1", Answer(body))
    with pytest.raises(ServiceError, match=message):
        fetch(Identifier("DOI", "10.1000/X1"), client, HOUSE, server.hosts)


@pytest.mark.parametrize("body", ["", "no entry", "@misc{broken", "@misc{x, title = {}}"])
def test_a_bad_answer_in_bibtex_is_reported(server: Server, client: Client, body: str) -> None:
    server.say("/anthology/P19-1001.bib", Answer(body, "text/plain"))
    with pytest.raises(ServiceError, match="by another identifier or by hand"):
        fetch(Identifier("ACL", "P19-1001"), client, HOUSE, server.hosts)


EVIL = "Nets\\write18{rm} \\input{/etc/passwd} </script><script>x</script> } @misc{b, \x00\x1b[31m\u202e\ue001 $\\def$"


def hostile_entries(server: Server, client: Client) -> list[Entry]:
    """Return the entries of answers that are hostile in every text."""
    server.say("/doi/10.1000/X1", Answer.json(WORK | {
        "title": EVIL, "publisher": EVIL, "container-title": EVIL, "page": EVIL, "volume": EVIL,
        "DOI": f"10.1000/X1 {EVIL}",
        "author": [{"given": EVIL, "family": EVIL}, {"literal": EVIL}, {"family": EVIL}],
    }))  # fmt: skip
    server.say("/openreview/notes", note(EVIL, EVIL, title=EVIL, authors=[EVIL, EVIL]))
    requests = [Identifier("DOI", "10.1000/X1"), FORUM]
    return [fetch(request, client, HOUSE, server.hosts) for request in requests]


def test_a_hostile_answer_is_one_entry_when_written(server: Server, client: Client) -> None:
    for entry in hostile_entries(server, client):
        entries, problems = parse_bibliography(format_entry(entry), "refs.bib")
        assert not problems
        assert [dict(found.fields) for found in entries] == [dict(entry.fields)]


def test_a_hostile_answer_has_no_commands(server: Server, client: Client) -> None:
    for entry in hostile_entries(server, client):
        text = "".join(entry.fields.values())
        assert text.isascii()
        assert text.isprintable()
        assert not [name for name in (r"\write", r"\input", r"\def") if name in text]
