"""Fetch documents from the network within bounds of time and size, politely, and fail with one sentence."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from typing import NamedTuple, Self, TypeVar

import httpx

USER_AGENT = "sphinx-cardcatalog"
MAX_REDIRECTS = 5

Result = TypeVar("Result")


class ServiceError(Exception):
    """A service gives no usable answer; the message is one line with advice."""

    def __init__(self, message: str, *, is_unknown: bool = False, retry: bool | float = False) -> None:
        """Keep the error.

        :param message: one line.
        :param is_unknown: whether the service itself reports that there is no such paper.
        :param retry: whether another request may help, or after how many seconds it will.
        """
        super().__init__(message)
        self.is_unknown = is_unknown
        self.retry = retry


class Form(NamedTuple):
    """A form of documents: its name, the ``Accept`` header, and the content types that are accepted for it."""

    name: str
    accept: str
    types: re.Pattern[str]


JSON = Form("JSON", "application/json", re.compile(r"application/([\w.-]+\+)?json"))
CSL = Form("JSON", "application/vnd.citationstyles.csl+json", JSON.types)
"""https://citation.doi.org/docs.html"""

ATOM = Form("Atom", "application/atom+xml", re.compile(r"(application|text)/([\w.-]+\+)?xml"))
FEED = Form(
    "a feed",
    "application/atom+xml, application/rss+xml, application/json, text/plain, */*;q=0.1",
    re.compile(r"(application|text)/(?!html|xhtml)[\w.+-]+"),
)
BIBTEX = Form("BibTeX", "application/x-bibtex, text/plain", re.compile(r"(application|text)/(?!html|xhtml)[\w.+-]+"))

TEXT = Form("plain text", "text/plain, */*", re.compile(r"text/.*"))


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on the time (in seconds) and the size (in bytes) of a request."""

    timeout_s: float = 20.0
    """The longest silence of a server."""
    deadline_s: float = 90.0
    """The longest time for an answer, with all repetitions and pauses."""
    max_bytes: int = 5_000_000
    """The size of the largest document."""
    attempts: int = 4
    wait_s: float = 1.0
    """The wait before the first repetition; it doubles each time."""
    max_wait_s: float = 30.0
    """The longest wait, even if a server asks for a longer one."""
    pause_s: float = 1.0
    """The shortest time between two requests to one host."""
    host_pauses_s: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({"export.arxiv.org": 3.0}))
    """The same for hosts that ask for more: https://info.arxiv.org/help/api/tou.html"""


class Client:
    """A client that sends one request at a time; use it in a ``with`` statement.

    It is asynchronous inside, because httpx bounds each read from the socket alone: only a deadline over the whole
    answer ends one whose headers come byte by byte.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        """Prepare for requests; nothing is sent yet."""
        self.limits = limits or Limits()
        self._runner = asyncio.Runner()
        self._next_times: dict[str, float] = {}
        self._http = httpx.AsyncClient(
            follow_redirects=True,
            max_redirects=MAX_REDIRECTS,
            timeout=self.limits.timeout_s,
            headers={"User-Agent": USER_AGENT},
        )

    def __enter__(self) -> Self:
        """Return the client itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close all connections."""
        try:
            self._runner.run(self._http.aclose())
        finally:
            self._runner.close()

    def get(self, url: str, form: Form) -> bytes:
        """Return a document; a request that may succeed later is repeated, with pauses that grow.

        :raises ServiceError: if there is no document in this form within the limits.
        """
        return self._run(url, self._get(url, form))

    def status(self, url: str) -> int:
        """Return the HTTP status of a URL after all redirects, by a HEAD request, or if that is refused, for one byte.

        :raises ServiceError: if the server does not answer.
        """
        return self._run(url, self._status(url))

    def _run(self, url: str, request: Coroutine[object, object, Result]) -> Result:
        async def in_time() -> Result:
            try:
                async with asyncio.timeout(self.limits.deadline_s):
                    return await request
            except TimeoutError as error:
                message = f"{host_of(url)} takes too long to answer; try again later"
                raise ServiceError(message) from error

        return self._runner.run(in_time())

    async def _get(self, url: str, form: Form) -> bytes:
        for attempt in range(1, self.limits.attempts):
            try:
                return await self._get_once(url, form)
            except ServiceError as error:
                if error.retry is False:
                    raise
                await asyncio.sleep(self._wait_s(attempt) if error.retry is True else error.retry)
        return await self._get_once(url, form)

    def _wait_s(self, attempt: int) -> float:
        """Return how long to wait after an attempt: twice as long each time, and not all clients equally long."""
        jitter = random.uniform(0, self.limits.wait_s / 2)  # noqa: S311  (not a secret)
        return min(self.limits.wait_s * 2.0 ** (attempt - 1) + jitter, self.limits.max_wait_s)

    async def _get_once(self, url: str, form: Form) -> bytes:
        await self._pause(url)
        try:
            async with self._http.stream("GET", url, headers={"Accept": form.accept}) as response:
                self._check_status(response, host_of(url))
                _check_type(response, form, host_of(url))
                return await self._read(response, host_of(url))
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            raise _failure(error, host_of(url)) from error

    async def _status(self, url: str) -> int:
        status = 0
        for method, headers in (("HEAD", {}), ("GET", {"Range": "bytes=0-0"})):
            await self._pause(url)
            try:
                async with self._http.stream(method, url, headers=headers) as response:
                    status = response.status_code
            except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
                raise _failure(error, host_of(url)) from error
            if not httpx.codes.is_error(status):
                break
        return status

    async def _pause(self, url: str) -> None:
        """Wait until the host of a URL may get another request."""
        host = host_of(url)
        now, pause = time.monotonic(), self.limits.host_pauses_s.get(host, self.limits.pause_s)
        start = max(now, self._next_times.get(host, now))
        self._next_times[host] = start + pause
        await asyncio.sleep(start - now)

    async def _read(self, response: httpx.Response, host: str) -> bytes:
        body = bytearray()
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > self.limits.max_bytes:
                message = f"the answer of {host} is larger than {self.limits.max_bytes:,} bytes; add the paper by hand"
                raise ServiceError(message)
        return bytes(body)

    def _check_status(self, response: httpx.Response, host: str) -> None:
        """Turn a status other than success into an error; 429 and the statuses of proxies may be temporary."""
        status = response.status_code
        if response.is_success:
            return
        if status in {httpx.codes.NOT_FOUND, httpx.codes.GONE}:
            message = f"{host} has no such paper; check the identifier"
            raise ServiceError(message, is_unknown=True)
        if status == httpx.codes.TOO_MANY_REQUESTS:
            wait = _retry_after(response)
            if wait is not None and wait > self.limits.max_wait_s:
                message = f"{host} got too many requests; try again in {wait:.0f} seconds"
                raise ServiceError(message)
            message = f"{host} got too many requests; try again later"
            raise ServiceError(message, retry=True if wait is None else wait)
        if status == httpx.codes.NOT_ACCEPTABLE:
            message = f"{host} has no data on this paper; add it by another identifier or by hand"
            raise ServiceError(message)
        if status < httpx.codes.INTERNAL_SERVER_ERROR:
            message = f"{host} refused the request with HTTP {status}; try another identifier of the paper"
            raise ServiceError(message)
        message = f"{host} returned HTTP {status}; try again later"
        raise ServiceError(message, retry=status in {502, 503, 504})


def _check_type(response: httpx.Response, form: Form, host: str) -> None:
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if not form.types.fullmatch(kind):
        given = kind if re.fullmatch(r"[\w.+-]{1,60}/[\w.+-]{1,60}", kind, re.ASCII) else "something else"
        message = f"{host} returned {given} instead of {form.name}; try again later"
        raise ServiceError(message)


def _retry_after(response: httpx.Response) -> float | None:
    """Return the seconds until a server accepts requests again, from a number or a date: RFC 9110, section 10.2.3."""
    text = response.headers.get("Retry-After", "")
    if re.fullmatch(r"[0-9]{1,9}", text):
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def _failure(error: Exception, host: str) -> ServiceError:
    """Return the message for a request that failed, and whether another attempt may help."""
    if isinstance(error, httpx.TooManyRedirects):
        return ServiceError(f"{host}: too many redirects; check the identifier, or add the paper by hand")
    if isinstance(error, httpx.UnsupportedProtocol | httpx.InvalidURL | UnicodeError):
        return ServiceError(f"{host} redirects to an invalid URL; add the paper by hand")
    if isinstance(error, httpx.TimeoutException):
        return ServiceError(f"{host} does not answer; try again later", retry=True)
    if isinstance(error, httpx.ConnectError | httpx.ProxyError):
        return ServiceError(f"cannot connect to {host}; check your connection, and try again", retry=True)
    return ServiceError(f"the answer of {host} was cut off; try again", retry=True)


def host_of(url: str) -> str:
    """Return the host of a URL as messages name it; ``the server`` if the URL is invalid."""
    try:
        return httpx.URL(url).host or "the server"
    except httpx.InvalidURL:
        return "the server"
