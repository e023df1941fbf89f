"""Cases in text files, and a server, that the unit tests share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cardcatalog_tools.services.web import Client
from tests.unit.loopback import PATIENT, Server, serve

DATA = Path(__file__).parent / "data"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "cases(name): run once for each case of a file: title, given, expected.")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test each case of its file as ``given`` and ``expected``; lines of a single dot divide the parts."""
    for marker in metafunc.definition.iter_markers("cases"):
        text = (DATA / marker.args[0]).read_text("utf-8")
        cases = re.findall(r"^(\S.*)\n\.\n((?:.*\n)*?)\.\n((?:.*\n)*?)\.$", text, re.MULTILINE)
        metafunc.parametrize(("given", "expected"), [case[1:] for case in cases], ids=[case[0] for case in cases])


@pytest.fixture(scope="session")
def running_server() -> Iterator[Server]:
    """A server on this machine; tests use ``server``, which resets it."""
    with serve() as server:
        yield server


@pytest.fixture
def server(running_server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """A server on this machine with the answers of a test, used without a proxy."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    running_server.replies.clear()
    running_server.asked.clear()
    return running_server


@pytest.fixture(scope="session")
def client() -> Iterator[Client]:
    """A client with time enough on a busy machine."""
    with Client(PATIENT) as client:
        yield client
