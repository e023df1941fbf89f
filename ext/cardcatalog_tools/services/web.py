"""Fetch documents from the net within bounds of time and size, politely, and fail with one sentence."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Self, TypeVar

import httpx
import stamina

if TYPE_CHECKING:
    from collections.abc import Coroutine, Mapping

# It would write a line for every repetition; the user learns what came of it.
logging.getLogger("stamina").setLevel(logging.CRITICAL)

USER_AGENT = "sphinx-cardcatalog"
MOST_REDIRECTS = 5

Result = TypeVar("Result")


class ServiceError(Exception):
    """A service gives no answer that is of use; the message is one line and says what to do."""

    def __init__(self, message: str, *, is_unknown: bool = False, retry: bool | float = False) -> None:
        """Keep what went wrong.

        :param message: one line.
        :param is_unknown: whether the service itself says that there is no such thing.
        :param retry: whether asking again may help, or after how many seconds it will.
        """
        super().__init__(message)
        self.is_unknown = is_unknown
        self.retry = retry


class Form(NamedTuple):
    """A form of documents: its name, what to ask for, and which content types are taken for it."""

    name: str
    accept: str
    types: re.Pattern[str]


JSON = Form("JSON", "application/json", re.compile(r"application/([\w.-]+\+)?json"))
CSL = Form("JSON", "application/vnd.citationstyles.csl+json", JSON.types)
"""https://citation.doi.org/docs.html"""

ATOM = Form("Atom", "application/atom+xml", re.compile(r"(application|text)/([\w.-]+\+)?xml"))
BIBTEX = Form("BibTeX", "application/x-bibtex, text/plain", re.compile(r"(application|text)/(?!html|xhtml)[\w.+-]+"))


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much a request may take; times are in seconds."""

    timeout: float = 20.0
    """How long a server may keep silent."""
    deadline: float = 90.0
    """How long an answer may take in all, repetitions and the waiting for them included."""
    size: int = 5_000_000
    """How many bytes a document may have."""
    attempts: int = 4
    wait: float = 1.0
    """How long to wait before the first repetition; then twice as long each time."""
    longest_wait: float = 30.0
    """How long at most, even if a server asks for more."""
    pause: float = 1.0
    """How much time lies between two requests to one host at least."""
    pauses: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({"export.arxiv.org": 3.0}))
    """The same for hosts that ask for more: https://info.arxiv.org/help/api/tou.html"""


class Client:
    """What asks servers, one question at a time; use it in a ``with`` statement.

    It is asynchronous inside, because only a deadline over the whole answer also ends one that comes byte by byte.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        """Prepare for questions; nothing is asked yet."""
        self.limits = limits or Limits()
        self._runner = asyncio.Runner()
        self._turns: dict[str, float] = {}
        self._http = httpx.AsyncClient(
            follow_redirects=True,
            max_redirects=MOST_REDIRECTS,
            timeout=self.limits.timeout,
            headers={"User-Agent": USER_AGENT},
        )
        self._retrying = stamina.AsyncRetryingCaller(
            attempts=self.limits.attempts,
            timeout=None,  # the deadline covers it
            wait_initial=self.limits.wait,
            wait_max=self.limits.longest_wait,
            wait_jitter=self.limits.wait / 2,
        ).on(lambda error: error.retry if isinstance(error, ServiceError) else False)

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
        """Return a document.

        :raises ServiceError: if it cannot be had, in the form that is asked for and within the limits.
        """
        return self._run(url, self._retrying(self._get, url, form))

    def status(self, url: str) -> int:
        """Return the status with which a server answers a request for an address, redirections followed.

        It is asked for the head alone, and for the first byte of the body if that is refused.

        :raises ServiceError: if it does not answer.
        """
        return self._run(url, self._status(url))

    def _run(self, url: str, question: Coroutine[object, object, Result]) -> Result:
        async def in_time() -> Result:
            try:
                async with asyncio.timeout(self.limits.deadline):
                    return await question
            except TimeoutError as error:
                message = f"{host_of(url)} takes too long to answer; try again later"
                raise ServiceError(message) from error

        return self._runner.run(in_time())

    async def _get(self, url: str, form: Form) -> bytes:
        await self._take_turn(url)
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
            await self._take_turn(url)
            try:
                async with self._http.stream(method, url, headers=headers) as response:
                    status = response.status_code
            except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
                raise _failure(error, host_of(url)) from error
            if not httpx.codes.is_error(status):
                break
        return status

    async def _take_turn(self, url: str) -> None:
        """Wait until the host of an address may be asked again."""
        host = host_of(url)
        now, pause = time.monotonic(), self.limits.pauses.get(host, self.limits.pause)
        turn = max(now, self._turns.get(host, now - pause) + pause)
        self._turns[host] = turn
        await asyncio.sleep(turn - now)

    async def _read(self, response: httpx.Response, host: str) -> bytes:
        body = bytearray()
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > self.limits.size:
                message = f"the answer of {host} is larger than {self.limits.size:,} bytes; add the paper by hand"
                raise ServiceError(message)
        return bytes(body)

    def _check_status(self, response: httpx.Response, host: str) -> None:
        """Turn a status other than success into an error; 429 and what proxies say of servers may pass."""
        status = response.status_code
        if response.is_success:
            return
        if status in {httpx.codes.NOT_FOUND, httpx.codes.GONE}:
            message = f"{host} knows no such paper; look at the identifier"
            raise ServiceError(message, is_unknown=True)
        if status == httpx.codes.TOO_MANY_REQUESTS:
            wait = _retry_after(response)
            if wait is not None and wait > self.limits.longest_wait:
                message = f"{host} has been asked too often; try again in {wait:.0f} seconds"
                raise ServiceError(message)
            message = f"{host} has been asked too often; try again later"
            raise ServiceError(message, retry=True if wait is None else wait)
        if status == httpx.codes.NOT_ACCEPTABLE:
            message = f"{host} has no data on this paper; add it by another identifier or by hand"
            raise ServiceError(message)
        if status < httpx.codes.INTERNAL_SERVER_ERROR:
            message = f"{host} refuses to answer (status {status}); try another identifier of the paper"
            raise ServiceError(message)
        message = f"{host} is out of order (status {status}); try again later"
        raise ServiceError(message, retry=status in {502, 503, 504})


def _check_type(response: httpx.Response, form: Form, host: str) -> None:
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if not form.types.fullmatch(kind):
        given = kind if re.fullmatch(r"[\w.+-]{1,60}/[\w.+-]{1,60}", kind, re.ASCII) else "something else"
        message = f"{host} answers with {given} in place of {form.name}; try again later"
        raise ServiceError(message)


def _retry_after(response: httpx.Response) -> float | None:
    """Return how many seconds a server wants to be left alone, given as such or as a date: RFC 9110, section 10.2.3."""
    text = response.headers.get("Retry-After", "")
    if re.fullmatch(r"[0-9]{1,9}", text):
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def _failure(error: Exception, host: str) -> ServiceError:
    """Return what to say of a request that has failed, and whether to try again."""
    if isinstance(error, httpx.TooManyRedirects):
        return ServiceError(f"{host} sends us in circles; look at the identifier, or add the paper by hand")
    if isinstance(error, httpx.UnsupportedProtocol | httpx.InvalidURL | UnicodeError):
        return ServiceError(f"{host} leads to what is no address of the web; add the paper by hand")
    if isinstance(error, httpx.TimeoutException):
        return ServiceError(f"{host} does not answer; try again later", retry=True)
    if isinstance(error, httpx.ConnectError | httpx.ProxyError):
        return ServiceError(f"{host} cannot be reached; look whether you are online, and try again", retry=True)
    return ServiceError(f"the answer of {host} broke off; try again", retry=True)


def host_of(url: str) -> str:
    """Return the host of an address as messages name it."""
    try:
        return httpx.URL(url).host or "the server"
    except httpx.InvalidURL:
        return "the server"
