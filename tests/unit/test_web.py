"""Requests to the network: within limits of time and size, and every failure in one sentence."""

from __future__ import annotations

import gzip
import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from cardcatalog_tools.services.web import BIBTEX, JSON, Client, Limits, ServiceError
from tests.unit.loopback import PATIENT, Answer, Reply, Server, break_off, drip, drip_headers, keep_silent

GOOD = Answer('{"a": 1}')


def failure(client: Client, url: str) -> ServiceError:
    """Return the error of a question."""
    with pytest.raises(ServiceError) as caught:
        client.get(url, JSON)
    return caught.value


def test_a_document_is_fetched_in_the_form_asked_for(server: Server, client: Client) -> None:
    server.say("/x", GOOD)
    assert client.get(f"{server.url}/x", JSON) == b'{"a": 1}'


def test_requests_name_the_project(server: Server, client: Client) -> None:
    agents: list[str] = []
    server.say("/x", lambda handler: agents.append(handler.headers["User-Agent"]))
    failure(client, f"{server.url}/x")
    assert set(agents) == {"sphinx-cardcatalog"}


def test_redirects_are_followed(server: Server, client: Client) -> None:
    server.say("/x", Answer(status=302, headers={"Location": "/y"}))
    server.say("/y", GOOD)
    assert client.get(f"{server.url}/x", JSON) == b'{"a": 1}'


@pytest.mark.parametrize(
    ("reply", "message", "times"),
    [
        (Answer("{}", status=404), "has no such paper; check the identifier", 1),
        (Answer("{}", status=429), "got too many requests; try again later", 3),
        (Answer("{}", status=429, headers={"Retry-After": "0"}), "got too many requests; try again later", 3),
        (Answer("{}", status=429, headers={"Retry-After": "soon"}), "got too many requests; try again later", 3),
        (Answer("{}", status=429, headers={"Retry-After": "300"}), "too many requests; try again in 300 seconds", 1),
        (Answer("{}", status=503), "returned HTTP 503; try again later", 3),
        (Answer("{}", status=500), "returned HTTP 500; try again later", 1),
        (Answer("{}", status=403), "refused the request with HTTP 403; try another identifier", 1),
        (Answer("{}", status=406), "has no data on this paper", 1),
        (Answer("<p>", "text/html; charset=utf-8"), "returned text/html instead of JSON; try again later", 1),
        (Answer("{}", "\x1b]0;evil"), "returned something else instead of JSON", 1),
        (Answer(b" " * 100_001), "is larger than 100,000 bytes; add the paper by hand", 1),
        (
            Answer(gzip.compress(b" " * 10_000_000), headers={"Content-Encoding": "gzip"}),
            "is larger than 100,000 bytes",
            1,
        ),
        (Answer("no gzip", headers={"Content-Encoding": "gzip"}), "was cut off; try again", 3),
        (Answer(status=302, headers={"Location": "/x"}), "too many redirects", 1),
        (Answer(status=302, headers={"Location": "file:///etc/passwd"}), "redirects to an invalid URL", 1),
        (Answer(status=302, headers={"Location": "javascript:alert(1)"}), "redirects to an invalid URL", 1),
        (break_off, "was cut off; try again", 3),
        (lambda _: None, "was cut off; try again", 3),
    ],
)
def test_an_error_is_one_line_with_advice(
    server: Server, client: Client, reply: Reply, message: str, times: int
) -> None:
    server.say("/x", reply)
    said = str(failure(client, f"{server.url}/x"))
    assert message in said
    assert said.isprintable()
    assert len(server.asked) == (6 if "redirects" in said and "too many" in said else times)


@pytest.mark.parametrize(
    ("reply", "limits", "message"),
    [
        (keep_silent, replace(PATIENT, timeout_s=0.1, attempts=1), "127.0.0.1 does not answer; try again later"),
        (drip, replace(PATIENT, deadline_s=0.15), "127.0.0.1 takes too long to answer; try again later"),
        (drip_headers, replace(PATIENT, deadline_s=0.15), "127.0.0.1 takes too long to answer; try again later"),
    ],
)
def test_a_slow_server_is_a_timeout(server: Server, reply: Reply, limits: Limits, message: str) -> None:
    server.say("/x", reply)
    with Client(limits) as hasty:
        assert str(failure(hasty, f"{server.url}/x")) == message


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_failed_request_is_retried(server: Server, client: Client, status: int) -> None:
    server.say("/x", Answer("{}", status=status), GOOD)
    assert client.get(f"{server.url}/x", JSON) == b'{"a": 1}'


def test_retry_after_can_be_a_date(server: Server, client: Client) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    server.say("/x", Answer("{}", status=429, headers={"Retry-After": later}))
    assert "try again in 3" in str(failure(client, f"{server.url}/x"))


def test_being_offline_is_reported(client: Client) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/"
        message = "cannot connect to 127.0.0.1; check your connection, and try again"
        assert str(failure(client, url)) == message


@pytest.mark.parametrize("url", ["http://[::1", "ftp://127.0.0.1/", "file:///etc/passwd", "http://\ud800/"])
def test_an_invalid_url_is_not_requested(client: Client, url: str) -> None:
    assert "invalid URL" in str(failure(client, url))


def test_only_status_404_is_unknown(server: Server, client: Client) -> None:
    server.say("/x", Answer("{}", status=500))
    assert failure(client, f"{server.url}/missing").is_unknown
    assert not failure(client, f"{server.url}/x").is_unknown


@pytest.mark.parametrize("kind", ["text/x-bibtex", "application/x-bibtex", "text/plain", "application/octet-stream"])
def test_bibtex_has_many_content_types(server: Server, client: Client, kind: str) -> None:
    server.say("/x.bib", Answer("@misc{a,}", kind))
    assert client.get(f"{server.url}/x.bib", BIBTEX) == b"@misc{a,}"


def test_html_in_place_of_bibtex_is_rejected(server: Server, client: Client) -> None:
    server.say("/x.bib", Answer("<p>", "text/html"))
    with pytest.raises(ServiceError, match="text/html instead of BibTeX"):
        client.get(f"{server.url}/x.bib", BIBTEX)


def test_a_status_is_requested_with_head(server: Server, client: Client) -> None:
    server.say("/x", Answer("page", "text/html"))
    assert client.status(f"{server.url}/x") == 200
    assert server.asked == ["HEAD /x"]


def test_a_refused_head_becomes_a_request_for_one_byte(server: Server, client: Client) -> None:
    server.say("/x", Answer(status=405), Answer("p", "text/html", 206))
    assert client.status(f"{server.url}/x") == 206
    assert server.asked == ["HEAD /x", "GET /x"]


def test_a_host_has_a_pause_between_two_requests(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []

    async def note(seconds: float) -> None:
        pauses.append(seconds)

    server.say("/x", GOOD)
    with Client(replace(PATIENT, host_pauses_s={"127.0.0.1": 1000.0})) as polite:
        monkeypatch.setattr("cardcatalog_tools.services.web.asyncio.sleep", note)
        polite.get(f"{server.url}/x", JSON)
        polite.get(f"{server.url}/x", JSON)
    assert pauses[0] == 0
    assert 900 < pauses[-1] <= 1000
