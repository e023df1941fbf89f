"""A server on this machine with the answers of a test, for tests of requests to other hosts."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from cardcatalog_tools.services.hosts import Hosts
from cardcatalog_tools.services.web import Limits

PATIENT = Limits(timeout_s=20, deadline_s=30, wait_s=0.01, max_wait_s=0.05, pause_s=0, attempts=3, max_bytes=100_000)
"""Limits that no answer breaks because the machine is busy."""


@dataclass(frozen=True)
class Answer:
    """An answer of the server: a body of a content type, with a status and more headers."""

    body: bytes | str = b""
    type: str = "application/json"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def json(cls, document: object, content_type: str = "application/json") -> Self:
        """Return an answer in JSON."""
        return cls(json.dumps(document), content_type)


Reply = Answer | Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """The handler of one request."""

    server: Server

    def do_GET(self) -> None:
        """Send the answer of the test: the next of several replies, or the same one always; 404 if there is none."""
        self.server.asked.append(f"{self.command} {self.path}")
        replies = self.server.replies.get(self.path) or self.server.replies.get(self.path.partition("?")[0]) or []
        reply = (replies.pop(0) if len(replies) > 1 else replies[0]) if replies else Answer("{}", status=404)
        if callable(reply):
            reply(self)
            return
        body = reply.body.encode() if isinstance(reply.body, str) else reply.body
        self.send_response(reply.status)
        for name, value in {"Content-Type": reply.type, "Content-Length": str(len(body)), **reply.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_HEAD = do_GET  # noqa: N815  (so the class calls it)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


class Server(ThreadingHTTPServer):
    """A server on the loopback device, on a port of the system's choice."""

    daemon_threads = True

    def __init__(self) -> None:
        """Take a free port."""
        super().__init__(("127.0.0.1", 0), Handler)
        self.replies: dict[str, list[Reply]] = {}
        self.asked: list[str] = []
        self.closing = threading.Event()

    @property
    def url(self) -> str:
        """The URL of the server."""
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def hosts(self) -> Hosts:
        """The services, all of them at this server, each below a path of its own."""
        names = ("arxiv", "doi", "crossref", "openreview", "openreview_old", "anthology", "files")
        return Hosts(**{name: f"{self.url}/{name}" for name in names})

    def say(self, path: str, *replies: Reply) -> None:
        """Let the server answer requests for a path, with or without any query."""
        self.replies[path] = list(replies)

    def handle_error(self, *_: object) -> None:
        """Keep quiet about clients that have gone away."""


@contextmanager
def serve() -> Iterator[Server]:
    """Run a server."""
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.closing.set()
            server.shutdown()
            thread.join()


def drip(handler: Handler) -> None:
    """Answer with a byte now and then, for ever."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.end_headers()
    while not handler.server.closing.wait(0.02):
        handler.wfile.write(b" ")


def drip_headers(handler: Handler) -> None:
    """Answer with a letter of a header now and then, for ever."""
    handler.wfile.write(b"HTTP/1.0 200 OK\r\nX: ")
    while not handler.server.closing.wait(0.02):
        handler.wfile.write(b"x")


def keep_silent(handler: Handler) -> None:
    """Never answer."""
    handler.server.closing.wait(5)


def break_off(handler: Handler) -> None:
    """Promise more than comes."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"title": "A')
