"""Find the dead links of a bibliography."""

from __future__ import annotations

import json
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from cardcatalog.catalog.identifiers import Identifier, parse
from cardcatalog_tools.services.arxiv import ask_arxiv
from cardcatalog_tools.services.hosts import HOSTS, Hosts
from cardcatalog_tools.services.openreview import ask_openreview
from cardcatalog_tools.services.web import JSON, Client, ServiceError, host_of

if TYPE_CHECKING:
    from cardcatalog.catalog.paper import Paper
    from cardcatalog.problems import Location

BATCH = 100
"""The number of papers in one request to arXiv."""
MAX_AGE = timedelta(days=30)
"""The time after which a result expires."""


class State(Enum):
    """The state of a link."""

    ALIVE = "alive"
    DEAD = "dead"
    """The server reports that the page does not exist."""
    UNSURE = "unsure"
    """The server does not answer, fails, or refuses robots."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The result for a link: its URL, its state, the reason, and the day."""

    url: str
    state: State
    reason: str
    day: date


class Findings:
    """A cache of results in a file, a line of JSON each, from which an interrupted check continues."""

    def __init__(self, path: Path, today: date, max_age: timedelta = MAX_AGE) -> None:
        """Read the cache; a truncated line is ignored.

        :param path: the file; it need not exist.
        :param today: the date of new findings.
        :param max_age: how old a finding may be to be taken for true.
        :raises OSError: if the file exists and cannot be read.
        """
        self.today = today
        self._since = today - max_age
        self._path = path
        self._known: dict[str, Finding] = {}
        text = path.read_text("utf-8", "replace") if path.exists() else ""
        for line in text.splitlines():
            if finding := _read_finding(line):
                self._known[finding.url] = finding
        self._is_open = bool(text) and not text.endswith("\n")

    def find(self, url: str) -> Finding | None:
        """Return the cached result of a link, unless it is too old or uncertain."""
        finding = self._known.get(url)
        return finding if finding and finding.day >= self._since and finding.state is not State.UNSURE else None

    def add(self, finding: Finding) -> None:
        """Keep a finding, at once."""
        row = {
            "url": finding.url,
            "state": finding.state.value,
            "reason": finding.reason,
            "day": finding.day.isoformat(),
        }
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8", newline="\n") as file:
            # After a line that was cut off, a new one begins.
            file.write(("\n" if self._is_open else "") + json.dumps(row) + "\n")
        self._is_open = False
        self._known[finding.url] = finding


def _read_finding(line: str) -> Finding | None:
    try:
        row = json.loads(line)
        return Finding(str(row["url"]), State(row["state"]), str(row["reason"]), date.fromisoformat(row["day"]))
    except (KeyError, RecursionError, TypeError, ValueError):
        return None


_FIELDS = {"Code": "code", "Project": "project", "DOI": "doi", "arXiv": "eprint", "OpenReview": "openreview"}
"""Fields from which links with a label are made; the others come from ``url``."""


def links_of(papers: Iterable[Paper]) -> dict[str, Location]:
    """Return the addresses of all links of papers, and where each is first written."""
    links: dict[str, Location] = {}
    for paper in papers:
        for link in paper.links:
            links.setdefault(link.url, paper.entry.where(_FIELDS.get(link.label, "url")))
    return links


def probe_links(
    urls: Iterable[str],
    client: Client,
    findings: Findings,
    hosts: Hosts = HOSTS,
) -> Iterator[Finding]:
    """Yield a finding for each of some addresses, as soon as it is made: cached ones first, then those requested.

    Where a service has an API, that is used, since its pages are often closed to programs. Requests alternate between
    hosts, so that none gets many at once, and a failing host is skipped.

    :param urls: addresses, for example of :func:`links_of`.
    :param client: sends the requests, with pauses between those to one host.
    :param findings: the cached results; the new ones are added.
    :param hosts: where the services are.
    """
    todo: dict[Identifier | str, list[str]] = defaultdict(list)
    for url in dict.fromkeys(urls):
        if known := findings.find(url):
            yield known
        else:
            todo[parse(url) or url].append(url)
    for target, state, reason in _look(list(todo), client, hosts):
        made = [Finding(url, state, reason, findings.today) for url in todo[target]]
        for finding in made:
            findings.add(finding)
        yield from made


_Answer = tuple["Identifier | str", State, str]


def _look(targets: list[Identifier | str], client: Client, hosts: Hosts) -> Iterator[_Answer]:
    papers = [target for target in targets if isinstance(target, Identifier) and target.kind == "arXiv"]
    yield from _look_on_arxiv(papers, client, hosts)
    troubled: dict[str, str] = {}
    for target in _in_turns(target for target in targets if target not in set(papers)):
        if _place(target) in troubled:
            yield target, State.UNSURE, troubled[_place(target)]
            continue
        try:
            yield target, *_ask(target, client, hosts)
        except ServiceError as error:
            if error.retry:  # and it has been, as far as that makes sense
                troubled[_place(target)] = str(error)
            yield target, State.DEAD if error.is_unknown else State.UNSURE, str(error)


def _look_on_arxiv(papers: list[Identifier], client: Client, hosts: Hosts) -> Iterator[_Answer]:
    rest = iter(papers)
    while batch := list(islice(rest, BATCH)):
        try:
            known = ask_arxiv([paper.value for paper in batch], client, hosts)
        except ServiceError as error:
            for paper in [*batch, *(rest if error.retry else ())]:
                yield paper, State.UNSURE, str(error)
            continue
        for paper in batch:
            is_known = paper.value in known
            yield paper, State.ALIVE if is_known else State.DEAD, "" if is_known else "arXiv has no such paper"


def _place(target: Identifier | str) -> str:
    return target.kind if isinstance(target, Identifier) else host_of(target)


def _in_turns(targets: Iterable[Identifier | str]) -> Iterator[Identifier | str]:
    """Yield one target of each place, then the next of each, and so on."""
    queues: dict[str, deque[Identifier | str]] = defaultdict(deque)
    for target in targets:
        queues[_place(target)].append(target)
    while queues:
        for place, queue in list(queues.items()):
            yield queue.popleft()
            if not queue:
                del queues[place]


def _ask(target: Identifier | str, client: Client, hosts: Hosts) -> tuple[State, str]:
    if isinstance(target, str):
        return check_page(target, client)
    if target.kind == "DOI":
        # https://www.doi.org/the-identifier/resources/factsheets/doi-resolution-documentation
        client.get(f"{hosts.doi}/api/handles/{quote(target.value, safe='/:;()._-')}", JSON)
    elif target.kind == "OpenReview":
        ask_openreview(target.value, client, hosts)
    else:
        return check_page(f"{hosts.anthology}/{target.value}/", client)
    return State.ALIVE, ""


def check_page(url: str, client: Client) -> tuple[State, str]:
    """Return the state of an address by how its server answers, and why.

    Only 404 and 410 mean that it is gone; most refusals mean programs alone.

    :raises ServiceError: if the server does not answer.
    """
    if not url.lower().startswith(("https://", "http://")):
        return State.UNSURE, "no address of the web; open it yourself"
    status = client.status(url)
    if status < 400:  # noqa: PLR2004  (RFC 9110, section 15: errors begin there)
        return State.ALIVE, ""
    return State.DEAD if status in {404, 410} else State.UNSURE, f"status {status}"
