"""The command ``candidates``: new papers in feeds and collections, with reasons, ready to be reviewed."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from click.testing import Result

from cardcatalog.bibtex.entries import Entry, parse_bibliography
from cardcatalog.problems import Kind
from cardcatalog_tools.commands.candidates import read_left_out
from tests.unit.commands.conftest import Run
from tests.unit.loopback import Answer, Server

TITLE = "Post-Training 4-bit Quantization of Large Language Models"
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">
<entry><id>http://arxiv.org/abs/2608.00001v2</id><published>2026-08-01T00:00:00Z</published><title>{TITLE}</title>
<author><name>Jane Doe</name></author></entry></feed>"""
RSS = f"""<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom">
<channel><title>cs.LG</title>
<item><title>{TITLE}</title><link>https://arxiv.org/abs/2608.00001</link><dc:creator>Jane Doe</dc:creator>
<arxiv:announce_type>new</arxiv:announce_type></item>
<item><title>Quantized Old Clocks</title><link>https://arxiv.org/abs/2508.00002</link><dc:creator>Rex Roe</dc:creator>
<arxiv:announce_type>replace-cross</arxiv:announce_type></item></channel></rss>"""
NOTE = {"id": "Ab_1", "forum": "Ab_1", "pdate": 1780000000000, "content": {
    "title": {"value": TITLE}, "authors": {"value": ["Jane Doe"]}, "venue": {"value": "ICXX 2026"},
    "venueid": {"value": "ICXX.cc/2026/Conference"}}}  # fmt: skip
DAILY = {"id": "2608.00001", "title": TITLE, "authors": ["Jane Doe"], "abs": "https://arxiv.org/abs/2608.00001",
         "summary": "Of models."}  # fmt: skip
REPORTER = {"arxiv_id": "arXiv:2608.00001", "title": TITLE, "authors": "Jane Doe", "link": "https://arxiv.org/abs/x"}
SCOPE = """[[row]]
score = 2
needed = true
reason = "quantization"
words = ["quantiz*"]

[[row]]
score = -3
reason = "physics"
words = ["quantum"]
"""


@pytest.fixture
def tables(refs: Path) -> Path:
    """The folder of a project with a table of words and one of works that were left out."""
    (refs.parent / "bib").mkdir()
    (refs.parent / "bib" / "scope.toml").write_text(SCOPE, encoding="utf-8")
    left_out = "# head\n2608.00009\tQuantized Sand\tanother field\t2026\nhttps://x.org\tQuantized Stars\tno\t2026\n"
    (refs.parent / "bib" / "left-out.tsv").write_text(left_out, encoding="utf-8")
    return refs.parent


def entries_of(result: Result) -> list[Entry]:
    """Return the entries that a command printed."""
    entries, problems = parse_bibliography(result.stdout, "candidates.bib")
    assert not problems
    return entries


def write(folder: Path, name: str, document: object) -> None:
    """Write a document, in JSON unless it is a text."""
    (folder / name).write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")


@pytest.mark.parametrize(
    "document",
    [ATOM, RSS, {"notes": [NOTE]}, DAILY, str(REPORTER)],
    ids=["atom", "rss", "openreview", "daily", "reporter"],
)
def test_a_paper_of_every_kind_of_source_is_a_candidate(run: Run, tables: Path, document: object) -> None:
    write(tables, "feed.txt.jsonl", document)
    result = run("candidates", "feed.txt.jsonl")
    (entry,) = entries_of(result)
    assert (entry.key, entry.get("title"), entry.get("author"), entry.get("bits")) == (
        "doe2026posttraining", TITLE, "Doe, Jane", "4",
    )  # fmt: skip
    assert (entry.get("category"), entry.get("keywords")) == ("llm", "ptq")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (
        0, "1 candidates, 0 already here, 0 left out before, 0 out of scope, 0 failed",
    )  # fmt: skip


def test_a_submission_that_was_accepted_is_published(run: Run, tables: Path) -> None:
    write(tables, "notes.json", {"notes": [NOTE]})
    (entry,) = entries_of(run("candidates", "notes.json"))
    assert (entry.type, entry.get("venuekey"), entry.get("openreview")) == ("inproceedings", "ICXX", "Ab_1")


def test_the_reasons_are_in_comments_above_the_entry(run: Run, tables: Path) -> None:
    write(tables, "feed.jsonl", DAILY)
    assert run("candidates", "feed.jsonl").stdout.split("@misc")[0].splitlines()[3:] == [
        "% scope 2: quantization +2 (quantization)",
        "% from feed.jsonl",
        "% category llm (100%): title has 'Language Models'; like poe2020posttraining",
        "% keyword ptq (100%): like poe2020posttraining",
        "% bits 4: title",
    ]


@pytest.mark.usefixtures("tables")
def test_a_url_is_requested(ask: Run, server: Server) -> None:
    server.say("/feed", Answer(ATOM, "application/atom+xml"))
    assert [entry.get("eprint") for entry in entries_of(ask("candidates", f"{server.url}/feed"))] == ["2608.00001"]


@pytest.mark.usefixtures("tables")
def test_a_source_that_fails_sets_the_status_and_the_others_are_read(ask: Run, server: Server, tables: Path) -> None:
    write(tables, "feed.jsonl", DAILY)
    result = ask("candidates", f"{server.url}/gone", "nowhere.json", "feed.jsonl")
    assert [entry.key for entry in entries_of(result)] == ["doe2026posttraining"]
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (
        1, "1 candidates, 0 already here, 0 left out before, 0 out of scope, 2 failed",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "fate"),
    [
        ({"id": "2001.00001", "title": "Another Title of It, Quantized"}, "already here"),
        ({"title": "Post-training quantization of language models", "authors": ["Pat Poe"]}, "already here"),
        ({"id": "2608.00009"}, "left out before"),
        ({"title": "Quantized stars"}, "left out before"),
        ({"title": "Clocks"}, "out of scope"),
        ({"title": "Quantum Quantization"}, "out of scope"),
        ({"authors": []}, "failed"),
    ],
)
def test_a_paper_that_is_not_a_candidate_is_dropped_and_counted(
    run: Run, tables: Path, change: dict[str, object], fate: str
) -> None:
    write(tables, "feed.jsonl", DAILY | change)
    result = run("candidates", "feed.jsonl")
    assert entries_of(result) == []
    assert f"1 {fate}" in result.stderr.splitlines()[-1]


def test_all_papers_are_kept_on_demand(run: Run, tables: Path) -> None:
    write(tables, "feed.jsonl", DAILY | {"title": "Clocks"})
    assert [entry.get("title") for entry in entries_of(run("candidates", "feed.jsonl", "--all"))] == ["Clocks"]


def test_a_paper_of_two_sources_comes_once(run: Run, tables: Path) -> None:
    write(tables, "a.jsonl", DAILY)
    write(tables, "b.xml", ATOM)
    result = run("candidates", "a.jsonl", "b.xml")
    assert len(entries_of(result)) == 1
    assert "1 already here" in result.stderr


def test_the_file_of_candidates_has_no_problem_and_can_be_added(run: Run, tables: Path) -> None:
    write(tables, "feed@commit.jsonl", DAILY)
    run("candidates", "feed@commit.jsonl", "-o", "candidates.bib")
    assert run("add", "candidates.bib", "--yes").exit_code == 0
    assert "doe2026posttraining" in (tables / "refs.bib").read_text("utf-8")


def test_candidates_are_described_by_diff(run: Run, tables: Path) -> None:
    write(tables, "feed.jsonl", DAILY)
    write(tables, "old.bib", "")
    run("candidates", "feed.jsonl", "-o", "candidates.bib")
    assert TITLE in run("diff", "old.bib", "candidates.bib", "--format", "markdown").stdout


def test_a_table_of_words_with_a_mistake_is_reported(run: Run, tables: Path) -> None:
    write(tables, "bib/scope.toml", '[[row]]\nreason = "x"\nscore = "2"\n')
    result = run("candidates", "refs.bib")
    assert (result.exit_code, "bib/scope.toml:3" in result.stderr) == (1, True)


@pytest.mark.parametrize("text", ["<feed", "<html></html>", '{"notes": 1}', "{"])
def test_a_document_that_is_not_a_feed_is_reported(run: Run, tables: Path, text: str) -> None:
    write(tables, "feed.json", text)
    result = run("candidates", "feed.json")
    assert (result.exit_code, "feed.json" in result.stderr) == (1, True)


@pytest.mark.parametrize("line", ["2608.00009", "2608.00009 Quantized Sand another field", "2608.00009\t\tno"])
def test_a_line_of_works_left_out_that_names_none_is_reported(run: Run, tables: Path, line: str) -> None:
    write(tables, "daily.json", DAILY)
    write(tables, "out.tsv", f"# head\n2608.00001\tQuantized Sand\tno\n\n{line}\n")
    result = run("candidates", "daily.json", "--left-out", "out.tsv")
    assert (result.exit_code, result.stdout, result.stderr.startswith("out.tsv:4:")) == (1, "", True)
    assert f"{Kind.FILE.slug}: {line!r} is not a work; write" in result.stderr


def test_a_work_left_out_may_lack_its_identifier(run: Run, tables: Path) -> None:
    write(tables, "daily.json", DAILY)
    write(tables, "out.tsv", f"\t{TITLE}\tno\n")
    assert "1 left out before" in run("candidates", "daily.json", "--left-out", "out.tsv").stderr


def test_the_works_left_out_of_this_bibliography_are_read_without_problem() -> None:
    path = Path(__file__).parents[3] / "bib" / "left-out.tsv"
    known, problems = read_left_out(path, path.name)
    assert not problems
    assert "2509.22448" in known


def test_works_left_out_in_a_file_of_another_encoding_are_reported(run: Run, tables: Path) -> None:
    write(tables, "daily.json", DAILY)
    (tables / "out.tsv").write_bytes(b"2608.00002\tQuantized \xff\tno\n")
    result = run("candidates", "daily.json", "--left-out", "out.tsv")
    assert (result.exit_code, "out.tsv:1" in result.stderr) == (1, True)


@pytest.fixture
def without_venues(tables: Path) -> Path:
    """The folder of a project without a list of venues, and a collection that it may read."""
    conf = (tables / "conf.py").read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in conf if not line.startswith("cardcatalog_venues")]
    assert len(kept) < len(conf)
    write(tables, "conf.py", "".join(kept))
    return tables


def record(title: str = TITLE, kind: str = "inproceedings", container: str = "booktitle", **fields: str) -> str:
    """Return a collection of one paper, in BibTeX."""
    given = {"title": title, "author": "Doe, Jane", container: "Proc. of Sand", "year": "2026"} | fields
    return f"@{kind}{{x," + ",".join(f" {name} = {{{value}}}" for name, value in given.items()) + "}"


@pytest.mark.parametrize(
    ("kind", "container", "fields"),
    [("inproceedings", "booktitle", {}), ("article", "journal", {}), ("article", "journal", {"eprint": "2608.00001"})],
)
def test_without_a_list_of_venues_the_venue_is_taken_as_printed(
    run: Run, without_venues: Path, kind: str, container: str, fields: dict[str, str]
) -> None:
    write(without_venues, "a.bib", record(kind=kind, container=container, **fields))
    (entry,) = entries_of(run("candidates", "a.bib"))
    assert (entry.type, entry.get(container), entry.get("venuekey")) == (kind, "Proc. of Sand", "")


@pytest.mark.parametrize("journal", ["CoRR", "arXiv preprint arXiv:2608.00001", "bioRxiv"])
def test_without_a_list_of_venues_a_preprint_server_is_none(run: Run, without_venues: Path, journal: str) -> None:
    write(without_venues, "a.bib", record(kind="article", container="journal", journal=journal, eprint="2608.00001"))
    (entry,) = entries_of(run("candidates", "a.bib"))
    assert (entry.type, entry.get("venuekey")) == ("misc", "arXiv")


def test_without_a_list_of_venues_a_work_that_is_there_is_found(run: Run, without_venues: Path) -> None:
    known = "Post-training quantization of language models"
    write(without_venues, "a.bib", record(known, author="Poe, Pat"))
    assert "0 candidates, 1 already here" in run("candidates", "a.bib").stderr


def test_a_venue_that_the_list_lacks_is_not_taken(run: Run, tables: Path) -> None:
    write(tables, "a.bib", record())
    result = run("candidates", "a.bib")
    assert ("no known venue" in result.stderr, result.exit_code) == (True, 1)


@pytest.mark.parametrize("option", ["--scope", "--left-out"])
def test_a_table_that_is_named_must_exist(run: Run, tables: Path, option: str) -> None:
    write(tables, "daily.json", DAILY)
    result = run("candidates", "daily.json", option, "none")
    assert (result.exit_code, "none: no such file" in result.stderr) == (2, True)


def test_a_missing_source_says_what_may_be_named(run: Run, tables: Path) -> None:
    result = run("candidates", str(tables / "none.json"))
    assert "none.json: No such file or directory; name a file, a folder or a URL\n" in result.stderr


def test_a_candidate_is_read_from_a_compressed_file(run: Run, tables: Path) -> None:
    (tables / "daily.json.gz").write_bytes(gzip.compress(json.dumps(DAILY).encode()))
    (entry,) = entries_of(run("candidates", "daily.json.gz"))
    assert entry.get("title") == TITLE


def test_without_a_project_the_advice_is_one_that_the_command_takes(run: Run, tables: Path) -> None:
    (tables / "conf.py").unlink()
    write(tables, "daily.json", DAILY)
    assert "go to the folder of a project" in run("candidates", "daily.json").stderr
