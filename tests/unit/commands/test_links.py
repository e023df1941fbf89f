"""The command ``links``: dead links, uncertain ones, and the cache."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.commands.conftest import Run
from tests.unit.loopback import Answer, Server


@pytest.fixture
def pages(folder: Path, server: Server) -> Server:
    """A server of three pages that a bibliography links to: one alive, one gone, one that wants no robots."""
    rows = [f"  url = {{{server.url}/{name}}},\n" for name in ("alive", "gone", "shut")]
    entries = (f"@misc{{key{number},\n  title = {{T{number}}},\n{row}}}\n" for number, row in enumerate(rows))
    # no check of links is confused by a port
    (folder / "refs.bib").write_text("\n".join(entries), encoding="utf-8")
    for name, status in (("alive", 200), ("gone", 404), ("shut", 403)):
        server.say(f"/{name}", Answer("", "text/html", status))
    return server


@pytest.mark.usefixtures("pages")
def test_a_dead_link_is_reported_at_its_line_and_sets_the_exit_status(ask: Run, pages: Server) -> None:
    result = ask("links", "refs.bib")
    assert f"refs.bib:8: dead: {pages.url}/gone: status 404\n" in result.stdout
    assert (result.exit_code, result.stderr) == (1, "1 alive, 1 dead, 1 unsure\n")


def test_an_uncertain_link_is_reported_and_does_not_set_the_exit_status(ask: Run, pages: Server) -> None:
    pages.say("/gone", Answer("", "text/html"))
    result = ask("links", "refs.bib")
    assert f"refs.bib:13: unsure: {pages.url}/shut: status 403\n" in result.stdout
    assert result.exit_code == 0


def test_a_cached_result_is_not_requested_again(ask: Run, pages: Server) -> None:
    ask("links", "refs.bib")
    pages.asked.clear()
    assert ask("links", "refs.bib").exit_code == 1
    assert {path.split()[1] for path in pages.asked} == {"/shut"}


def test_all_links_are_requested_again_without_the_cache(ask: Run, pages: Server, folder: Path) -> None:
    ask("links", "refs.bib")
    path = folder / "build" / "links.jsonl"
    path.write_text(path.read_text("utf-8").replace('"day": "20', '"day": "19'), encoding="utf-8")
    pages.asked.clear()
    ask("links", "refs.bib", "--days", "0")
    assert {path.split()[1] for path in pages.asked} == {"/alive", "/gone", "/shut"}


def test_an_interrupted_run_is_resumed(ask: Run, pages: Server, folder: Path) -> None:
    row = {"url": f"{pages.url}/alive", "state": "alive", "reason": "", "day": "2999-01-01"}
    (folder / "found.jsonl").write_text(json.dumps(row) + '\n{"url": "htt', encoding="utf-8")
    ask("links", "refs.bib", "--cache", "found.jsonl")
    assert "HEAD /alive" not in pages.asked
    assert len((folder / "found.jsonl").read_text("utf-8").split("\n")) == 5


def test_an_unreadable_cache_is_reported_in_one_line(ask: Run, folder: Path, pages: Server) -> None:
    result = ask("links", "refs.bib", "--cache", ".")
    assert (result.exit_code, result.stderr.count("\n"), pages.asked) == (1, 1, [])
    assert "Is a directory" in result.stderr
    assert not (folder / "build").exists()
