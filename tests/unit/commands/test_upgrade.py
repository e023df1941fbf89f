"""The command ``upgrade``: preprints are merged with their publications, and nothing else changes."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from cardcatalog.bibtex.entries import Entry, parse_bibliography
from tests.unit.commands.conftest import REFS, Run
from tests.unit.loopback import Answer, Server
from tests.unit.test_publication import works
from tests.unit.test_services import WORK, feed

TITLE = "Post-Training Quantization of Language Models"
PUBLISHED = WORK | {
    "title": TITLE, "author": [{"given": "Pat", "family": "Poe"}], "container-title": ["ICXX 2022"],
    "issued": {"date-parts": [[2022]]}, "page": "1-9",
}  # fmt: skip
DBLP = f"""@inproceedings{{DBLP:conf/x,
  author = {{Pat Poe}}, title = {{{TITLE}}}, year = {{2022}}, pages = {{1-9}}, doi = {{https://doi.org/10.1000/X1}},
  booktitle = {{3rd International Conference on Examples, {{ICXX}} 2022, Nowhere, May 1-2, 2022}}
}}
"""
OTHER = """
@misc{zoe2021other,
  title         = {Another Preprint},
  author        = {Zoe, Zed},
  year          = {2021},
  eprint        = {2101.00007},
  archiveprefix = {arXiv},
}
"""


def preprint(more: str = "<arxiv:doi>10.1000/X1</arxiv:doi>") -> Answer:
    """Return the answer of arXiv for the preprint."""
    answer = feed(TITLE, ("Pat Poe",), more)
    return replace(answer, body=str(answer.body).replace("2101.00001", "2001.00001"))


@pytest.fixture
def services(server: Server) -> Server:
    """A server that has the publication of the preprint."""
    server.say("/arxiv/api/query", preprint())
    server.say("/doi/10.1000/X1", Answer.json(PUBLISHED))
    return server


def entry_of(path: Path, key: str = "poe2020posttraining") -> Entry:
    """Return an entry of a file."""
    entries, problems = parse_bibliography(path.read_text("utf-8"), "refs.bib")
    assert not problems
    return next(entry for entry in entries if entry.key == key)


@pytest.mark.usefixtures("services")
def test_a_preprint_takes_type_venue_year_and_doi_of_its_publication(ask: Run, refs: Path) -> None:
    assert ask("upgrade", "--yes").exit_code == 0
    entry = entry_of(refs)
    assert [entry.type, *(entry.get(name) for name in ("booktitle", "venuekey", "year", "doi", "pages"))] == [
        "inproceedings", "International Conference on Examples", "ICXX", "2022", "10.1000/X1", "1--9",
    ]  # fmt: skip


@pytest.mark.usefixtures("services")
def test_key_eprint_and_private_fields_are_kept(ask: Run, refs: Path) -> None:
    ask("upgrade", "--yes")
    entry = entry_of(refs)
    assert [entry.get(name) for name in ("eprint", "category", "keywords", "code")] == [
        "2001.00001", "llm", "ptq", "https://example.org/code",
    ]  # fmt: skip


@pytest.mark.usefixtures("services")
def test_other_entries_are_unchanged(ask: Run, refs: Path) -> None:
    ask("upgrade", "--yes")
    assert refs.read_text("utf-8").startswith(REFS.split("@misc")[0])


def test_a_former_title_is_kept(ask: Run, refs: Path, services: Server) -> None:
    services.say("/doi/10.1000/X1", Answer.json(PUBLISHED | {"title": "Renamed"}))
    ask("upgrade", "--yes")
    assert (entry_of(refs).get("title"), entry_of(refs).get("formertitle")) == ("Renamed", TITLE)


@pytest.mark.usefixtures("services")
def test_a_second_run_changes_and_requests_nothing(ask: Run, refs: Path, server: Server) -> None:
    ask("upgrade", "--yes")
    before = refs.read_bytes()
    server.asked.clear()
    result = ask("upgrade", "--yes")
    assert (refs.read_bytes(), server.asked) == (before, [])
    assert result.stderr == "0 of 0 preprints looked up, 0 changed\n"


@pytest.mark.usefixtures("services")
def test_a_dry_run_shows_what_would_change(ask: Run, refs: Path) -> None:
    result = ask("upgrade", "--dry-run")
    assert "refs.bib:15: poe2020posttraining: @inproceedings for @misc, " in result.stdout
    assert "venuekey = {ICXX}" in result.stdout
    assert refs.read_text("utf-8") == REFS


@pytest.mark.parametrize(("answers", "changed"), [("y\n", 1), ("n\n", 0)])
@pytest.mark.usefixtures("services")
def test_a_person_is_asked(ask: Run, refs: Path, answers: str, changed: int) -> None:
    result = ask("upgrade", answers=answers)
    assert f"1 of 1 preprints looked up, {changed} changed\n" in result.stderr
    assert (refs.read_text("utf-8") != REFS) == bool(changed)


@pytest.mark.usefixtures("refs")
def test_without_a_terminal_nothing_is_looked_up(ask: Run, server: Server) -> None:
    assert (ask("upgrade").exit_code, server.asked) == (2, [])


def test_a_file_can_replace_the_services(ask: Run, refs: Path, server: Server) -> None:
    (refs.parent / "dblp.bib").write_text(DBLP, encoding="utf-8")
    assert ask("upgrade", "--from", "dblp.bib", "--yes").exit_code == 0
    entry = entry_of(refs)
    assert server.asked == []
    assert [entry.type, *(entry.get(name) for name in ("year", "doi", "pages", "author"))] == [
        "inproceedings", "2022", "10.1000/X1", "1--9", "Poe, Pat",
    ]  # fmt: skip


def test_venues_from_a_file_get_their_listed_spelling(ask: Run, refs: Path) -> None:
    text = DBLP.replace("3rd International Conference on Examples, {ICXX} 2022, Nowhere, May 1-2, 2022", "ICXX 2022")
    (refs.parent / "dblp.bib").write_text(text, encoding="utf-8")
    ask("upgrade", "--from", "dblp.bib", "--yes")
    assert (entry_of(refs).get("booktitle"), entry_of(refs).get("venuekey")) == (
        "International Conference on Examples",
        "ICXX",
    )


def test_a_fault_in_the_file_is_reported(ask: Run, refs: Path) -> None:
    (refs.parent / "dblp.bib").write_text(DBLP + "@misc{open,", encoding="utf-8")
    result = ask("upgrade", "--from", "dblp.bib", "--yes")
    assert re.search(r"^dblp\.bib:5:1: syntax: ", result.stderr, re.MULTILINE)
    assert entry_of(refs).type == "inproceedings"


def test_a_failing_service_is_reported_and_the_next_paper_is_tried(ask: Run, refs: Path, services: Server) -> None:
    refs.write_text(REFS + OTHER.replace("zoe2021other", "aaa2021other"), encoding="utf-8")
    refs.write_text(f"{OTHER.lstrip()}\n{REFS}", encoding="utf-8")
    services.say("/arxiv/api/query", Answer(status=500), preprint())
    result = ask("upgrade", "--yes")
    assert "refs.bib:1: zoe2021other: 127.0.0.1 returned HTTP 500; try again later\n" in result.stderr
    assert (result.exit_code, entry_of(refs).type) == (1, "inproceedings")


def test_repeatedly_failing_services_are_skipped(ask: Run, refs: Path, server: Server) -> None:
    refs.write_text("\n".join(OTHER.replace("zoe", f"zoe{n}") for n in range(9)), encoding="utf-8")
    server.say("/arxiv/api/query", Answer(status=500))
    result = ask("upgrade", "--yes")
    assert (result.exit_code, len(server.asked)) == (1, 5)
    assert "5 failures in a row; run upgrade again later" in result.stderr


def test_without_a_publication_nothing_changes(ask: Run, refs: Path, server: Server) -> None:
    server.say("/arxiv/api/query", preprint(""))
    server.say("/crossref/works", works())
    assert ask("upgrade", "--yes").exit_code == 0
    assert refs.read_text("utf-8") == REFS


@pytest.mark.usefixtures("services")
def test_a_publication_with_its_own_entry_is_reported(ask: Run, refs: Path) -> None:
    own = "@article{own, title = {Own}, author = {Poe, P}, journal = {J}, year = {2022}, doi = {10.1000/x1}}\n"
    refs.write_text(REFS + own, encoding="utf-8")
    result = ask("upgrade", "--yes")
    assert (result.exit_code, refs.read_text("utf-8")) == (1, REFS + own)
    assert "its publication is in an entry of its own; refs.bib:27: already here as 'own', by its DOI" in result.stderr


@pytest.mark.parametrize(
    ("keys", "status", "count"), [("poe2020posttraining", 0, 1), ("doe2018binary", 0, 0), ("poe", 2, 0)]
)
@pytest.mark.usefixtures("refs", "services")
def test_papers_can_be_named(ask: Run, keys: str, status: int, count: int) -> None:
    result = ask("upgrade", "--dry-run", "--keys", keys)
    assert (result.exit_code, f"{count} of {count} preprints" in result.stderr) == (status, status == 0)


@pytest.mark.usefixtures("services")
def test_a_file_outside_of_any_project_can_be_named(ask: Run, folder: Path) -> None:
    (folder / "mine.bib").write_text(REFS, encoding="utf-8")
    assert ask("upgrade", "mine.bib", "--yes").exit_code == 0
    assert entry_of(folder / "mine.bib").type == "inproceedings"


@pytest.mark.usefixtures("services")
def test_of_two_entries_with_one_key_the_second_is_unchanged(ask: Run, refs: Path) -> None:
    second = "\n@misc{poe2020posttraining,\n  title         = {Not This One},\n}\n"
    refs.write_text(REFS + second, encoding="utf-8")
    ask("upgrade", "--yes")
    assert refs.read_text("utf-8").endswith(second)
    assert "@inproceedings{poe2020posttraining" in refs.read_text("utf-8")
