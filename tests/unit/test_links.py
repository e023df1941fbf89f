"""Dead links are distinguished from uncertain ones, and no request is sent twice."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from cardcatalog_tools.services.links import Finding, Findings, State, links_of, probe_links
from cardcatalog_tools.services.web import Client
from tests.catalogs import catalog_of
from tests.unit.loopback import Answer, Reply, Server
from tests.unit.test_services import atom

TODAY = date(2026, 11, 23)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file for findings, in a folder that does not exist yet."""
    return tmp_path / "build" / "links.jsonl"


def states(server: Server, client: Client, path: Path, *urls: str) -> list[tuple[State, str]]:
    """Check URLs, and return their results in the order of the requests."""
    return [(finding.state, finding.reason) for finding in findings(server, client, path, *urls)]


def findings(server: Server, client: Client, path: Path, *urls: str) -> list[Finding]:
    """Check URLs."""
    return list(probe_links(urls, client, Findings(path, TODAY), server.hosts))


@pytest.mark.parametrize(
    ("reply", "state"),
    [
        (Answer("page", "text/html"), State.ALIVE),
        (Answer(status=302, headers={"Location": "/there"}), State.ALIVE),
        (Answer(status=404), State.DEAD),
        (Answer(status=410), State.DEAD),
        (Answer(status=302, headers={"Location": "/gone"}), State.DEAD),
        *((Answer(status=status), State.UNSURE) for status in (400, 401, 403, 418, 429, 451, 500, 503)),
        (Answer(status=302, headers={"Location": "/page"}), State.UNSURE),
        (Answer(status=302, headers={"Location": "file:///etc/passwd"}), State.UNSURE),
        (lambda _: None, State.UNSURE),
    ],
)
def test_only_a_status_of_gone_is_a_dead_link(
    server: Server, client: Client, path: Path, reply: Reply, state: State
) -> None:
    server.say("/page", reply)
    server.say("/there", Answer("page", "text/html"))
    ((found, _reason),) = states(server, client, path, f"{server.url}/page")
    assert found is state


@pytest.mark.parametrize("url", ["ftp://example.org/x", "http://[::1", "http://\ud800/", "nonsense"])
def test_an_odd_url_does_not_fail(server: Server, client: Client, path: Path, url: str) -> None:
    ((state, reason),) = states(server, client, path, url)
    assert state is State.UNSURE
    assert reason.isprintable()


def test_arxiv_papers_are_requested_together(server: Server, client: Client, path: Path) -> None:
    server.say("/arxiv/api/query", atom("<entry><id>http://arxiv.org/abs/2101.00001v3</id></entry>"))
    urls = [f"https://arxiv.org/{end}" for end in ("abs/2101.00001", "pdf/2101.00001.pdf", "abs/2101.00002v1")]
    found = findings(server, client, path, *urls)
    assert {finding.url: finding.state for finding in found} == dict(
        zip(urls, [State.ALIVE, State.ALIVE, State.DEAD], strict=True),
    )
    assert server.asked == ["GET /arxiv/api/query?id_list=2101.00001,2101.00002&max_results=2"]


def test_a_doi_is_checked_at_the_registry(server: Server, client: Client, path: Path) -> None:
    server.say("/doi/api/handles/10.1000/1", Answer.json({"responseCode": 1, "handle": "10.1000/1"}))
    server.say("/doi/api/handles/10.1000/2", Answer('{"responseCode": 100}', status=404))
    found = states(server, client, path, "https://doi.org/10.1000/1", "https://doi.org/10.1000/2")
    assert [state for state, _ in found] == [State.ALIVE, State.DEAD]


@pytest.mark.parametrize(
    ("replies", "state"),
    [
        ((Answer.json({"notes": [{"id": "aB1"}]}),), State.ALIVE),
        ((Answer("{}", status=404),), State.DEAD),
        ((Answer("{}", status=403),), State.UNSURE),
    ],
)
def test_a_forum_is_checked_at_the_api(
    server: Server, client: Client, path: Path, replies: tuple[Answer, ...], state: State
) -> None:
    server.say("/openreview/notes", *replies)
    ((found, _reason),) = states(server, client, path, "https://openreview.net/forum?id=aB1")
    assert found is state


def test_a_page_of_the_anthology_is_requested(server: Server, client: Client, path: Path) -> None:
    server.say("/anthology/P19-1001/", Answer("page", "text/html"))
    assert states(server, client, path, "https://aclanthology.org/P19-1001.pdf") == [(State.ALIVE, "")]


def test_a_failing_service_is_skipped(server: Server, client: Client, path: Path) -> None:
    server.say("/doi/api/handles/10.1000/1", Answer("{}", status=503))
    found = states(server, client, path, *(f"https://doi.org/10.1000/{number}" for number in (1, 2, 3)))
    assert {state for state, _ in found} == {State.UNSURE}
    assert len(server.asked) == 3  # the repetitions for the first one


def test_a_failing_arxiv_is_skipped(
    server: Server, client: Client, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cardcatalog_tools.services.links.BATCH", 1)
    server.say("/arxiv/api/query", Answer(status=503))
    found = states(server, client, path, *(f"https://arxiv.org/abs/2101.0000{number}" for number in (1, 2, 3)))
    assert [state for state, _ in found] == [State.UNSURE] * 3
    assert len(server.asked) == 3


def test_requests_alternate_between_hosts(server: Server, client: Client, path: Path) -> None:
    for number in (1, 2):
        server.say(f"/{number}", Answer("page", "text/html"))
        server.say(f"/doi/api/handles/10.1000/{number}", Answer("{}"))
    urls = [f"https://doi.org/10.1000/{number}" for number in (1, 2)] + [f"{server.url}/{number}" for number in (1, 2)]
    assert [finding.url for finding in findings(server, client, path, *urls)] == [urls[0], urls[2], urls[1], urls[3]]


def test_a_cached_result_is_not_requested_again(server: Server, client: Client, path: Path) -> None:
    server.say("/page", Answer("page", "text/html"))
    first = findings(server, client, path, f"{server.url}/page")
    server.asked.clear()
    assert findings(server, client, path, f"{server.url}/page") == first
    assert not server.asked


def test_an_uncertain_result_is_requested_again(server: Server, client: Client, path: Path) -> None:
    server.say("/page", Answer(status=403), Answer(status=403), Answer("page", "text/html"))
    url = f"{server.url}/page"
    assert states(server, client, path, url)[0][0] is State.UNSURE
    assert states(server, client, path, url)[0][0] is State.ALIVE


@pytest.mark.parametrize(("age", "is_known"), [(30, True), (31, False)])
def test_an_expired_result_is_requested_again(path: Path, age: int, is_known: bool) -> None:  # noqa: FBT001  (the expected value)
    path.parent.mkdir()
    row = {"url": "u", "state": "dead", "reason": "status 404", "day": (TODAY - timedelta(age)).isoformat()}
    path.write_text(f"{json.dumps(row)}\n", "utf-8")
    assert (Findings(path, TODAY, timedelta(30)).find("u") is not None) is is_known


def test_results_before_an_interruption_are_cached(server: Server, client: Client, path: Path) -> None:
    for name in ("a", "b"):
        server.say(f"/{name}", Answer(status=404))
    checking = probe_links([f"{server.url}/a", f"{server.url}/b"], client, Findings(path, TODAY), server.hosts)
    first = next(checking)
    assert Findings(path, TODAY).find(first.url) == first


def test_a_truncated_line_of_the_cache_does_not_affect_others(server: Server, client: Client, path: Path) -> None:
    path.parent.mkdir()
    path.write_text('[]\n{"url": "x"}\n\n{"url": "u", "state": "al', "utf-8")
    server.say("/page", Answer(status=404))
    (found,) = findings(server, client, path, f"{server.url}/page")
    assert Findings(path, TODAY).find(found.url) == found


def test_links_have_files_and_lines() -> None:
    catalog = catalog_of(
        "@misc{a,\n url = {https://example.org/a},\n doi = {10.1000/1},\n eprint = {2101.00001},\n"
        " archiveprefix = {arXiv},\n code = {https://example.org/code}\n}\n"
        "@misc{b,\n code = {https://example.org/code}\n}",
    )
    lines = {url: location.line for url, location in links_of(sorted(catalog.papers.values(), key=str)).items()}
    assert lines == {
        "https://example.org/a": 2,
        "https://doi.org/10.1000/1": 3,
        "https://arxiv.org/abs/2101.00001": 4,
        "https://arxiv.org/pdf/2101.00001": 2,
        "https://example.org/code": 6,
    }
