"""A local server of a built site, like a host of static sites: it can send a Content Security Policy with each page.

The header comes from the server, since a browser test that intercepts requests can end while one is under way.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'"
)
"""No inline script and no inline style."""

POLICY_WITH_PAGEFIND = POLICY.replace("script-src", "script-src 'wasm-unsafe-eval'")
"""The policy, with what the index of prose needs; without it Pagefind logs an error, which is not one of ours."""


@contextmanager
def serve(folder: Path, policy: str = "") -> Iterator[str]:
    """Serve a folder, and yield its URL.

    :param policy: the Content Security Policy that each response has; none if empty.
    """
    server = _Server(("127.0.0.1", 0), partial(_Host, policy, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


class _Server(ThreadingHTTPServer):
    """Answers each request in a thread of its own."""

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401  (the library's)
        """Print nothing when a browser closes a connection, as it does when a test ends."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Host(SimpleHTTPRequestHandler):
    """Answers requests for files; a missing one gets 404.html, where the site has that."""

    def __init__(self, policy: str, *arguments: Any, **options: Any) -> None:  # noqa: ANN401  (the library's)
        self.policy = policy
        super().__init__(*arguments, **options)

    def end_headers(self) -> None:
        """Add the policy to the headers."""
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Send the page of an unknown URL with status 404."""
        page = Path(self.directory, "404.html")
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_args: object) -> None:
        """Log no request."""
