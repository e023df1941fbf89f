"""The command ``add``: the sources of papers, their entries, and when nothing is written."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from cardcatalog.bibtex.entries import Entry, parse_bibliography
from cardcatalog_tools.commands.network import Web
from tests.unit.commands.conftest import REFS, Run
from tests.unit.loopback import PATIENT, Answer, Reply, Server, break_off, keep_silent
from tests.unit.test_services import WORK, feed, note

FOUND = """@article{whatever,
  Title = {Über {GPTQ} at 1-bit}, author = {Köhler, Jörg}, journal = {J}, year = 2021, pages = {1-9},
  doi = {https://doi.org/10.1000/New}, abstract = {Not kept}, file = {:home/x.pdf:PDF}, owner = {me}
}
"""
SOURCES = {
    "2101.00001": "doe2021title",
    "arXiv:2101.00001v2": "doe2021title",
    "https://arxiv.org/pdf/2101.00001": "doe2021title",
    "10.1000/X1": "doe2021title",
    "https://doi.org/10.1000/X1": "doe2021title",
    "https://openreview.net/forum?id=aB1": "doe2020kbit",
    "https://aclanthology.org/2021.icxx-long.1/": "doe2021quantqa",
    "found.bib": "kohler2021uber",
    "-": "kohler2021uber",
}


@pytest.fixture
def services(server: Server) -> Server:
    """A server with a paper of each service."""
    server.say("/arxiv/api/query", feed())
    server.say("/doi/10.1000/X1", Answer.json(WORK))
    server.say("/openreview/notes", note("", ""))
    acl = "@inproceedings{x, title={{Q}uant{QA}}, author={Doe, Jane}, booktitle={ICXX}, year={2021}}"
    server.say("/anthology/2021.icxx-long.1.bib", Answer(acl, "text/x-bibtex"))
    return server


def entries_of(path: Path) -> dict[str, Entry]:
    """Return the entries of a file, which has no fault, by their keys and in their order."""
    entries, problems = parse_bibliography(path.read_text("utf-8"), "refs.bib")
    assert not problems
    return {entry.key: entry for entry in entries}


def write(folder: Path, name: str, text: str) -> None:
    """Write a file into the folder of the command."""
    (folder / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(("source", "key"), SOURCES.items())
@pytest.mark.usefixtures("services")
def test_a_paper_is_added_from_each_service(ask: Run, refs: Path, source: str, key: str) -> None:
    write(refs.parent, "found.bib", FOUND)
    result = ask("add", source, "--yes", "--category", "llm", stdin=FOUND if source == "-" else "")
    assert (result.exit_code, f": added {key!r}" in result.stderr) == (0, True), result.output
    assert key in entries_of(refs)


@pytest.mark.usefixtures("services")
def test_a_new_entry_is_inserted_in_order_and_other_text_is_unchanged(ask: Run, refs: Path) -> None:
    result = ask("add", "2101.00001", "--yes")
    before, after = REFS.split("@misc")
    assert refs.read_text("utf-8") == f"{before}{result.stdout}\n@misc{after}"


@pytest.mark.usefixtures("services")
def test_the_line_of_the_new_entry_is_reported(ask: Run, refs: Path) -> None:
    ask("add", "2101.00001", "--yes")
    line = 1 + refs.read_text("utf-8").split("\n").index("@misc{doe2021title,")
    assert f"refs.bib:{line}: already here as 'doe2021title'" in ask("add", "2101.00001", "--yes").stderr


@pytest.mark.parametrize("former", ["", "ids = {doe2021title}, "])
@pytest.mark.usefixtures("services")
def test_keys_are_unique_among_former_and_uppercase_keys(ask: Run, refs: Path, former: str) -> None:
    key = "other" if former else "Doe2021Title"
    refs.write_text(f"@misc{{{key}, {former}title = {{Another}}, author = {{Doe, J}}, year = {{2021}}}}\n", "utf-8")
    ask("add", "2101.00001", "--yes")
    assert set(entries_of(refs)) == {key, "doe2021titleb"}


def test_suggestions_have_their_reasons(ask: Run, refs: Path, server: Server) -> None:
    server.say("/arxiv/api/query", feed("Post-Training Quantization of Large Models"))
    stderr = ask("add", "2101.00001", "--yes").stderr
    assert "category llm: like poe2020posttraining" in stderr
    assert "keyword ptq: title has 'post-training quantization'" in stderr
    entry = entries_of(refs)["doe2021posttraining"]
    assert (entry.get("category"), entry.get("keywords")) == ("llm", "ptq")


def test_without_a_terminal_unlikely_suggestions_are_left_out_and_reported(
    ask: Run, refs: Path, server: Server
) -> None:
    rows = (("a2020", "Alpha Clocks", "vision"), ("b2020", "Alpha Watches", "llm"))
    text = "".join(f"@misc{{{key}, title = {{{title}}}, category = {{{home}}}}}\n" for key, title, home in rows)
    refs.write_text(text, encoding="utf-8")
    server.say("/arxiv/api/query", feed("Alpha Dials"))
    stderr = ask("add", "2101.00001", "--yes").stderr
    assert re.search(r"category \w+: like .*; not taken, add --category \w+ if it is right", stderr)
    assert entries_of(refs)["doe2021alpha"].get("category") == ""


@pytest.mark.usefixtures("services")
def test_options_take_precedence_over_suggestions(ask: Run, refs: Path) -> None:
    options = ("--category", "vision,llm", "--keyword", "extreme, ptq", "--code", "https://example.org/c")
    ask("add", "2101.00001", "--yes", *options)
    entry = entries_of(refs)["doe2021title"]
    assert [entry.get(name) for name in ("category", "keywords", "code")] == [
        "vision, llm",
        "extreme, ptq",
        "https://example.org/c",
    ]


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("2101.00001", "--category", "visoin"), "unknown category 'visoin' (did you mean 'vision'?)"),
        (("2101.00001", "--keyword", "ptq,extrem"), "unknown keyword 'extrem' (did you mean 'extreme'?)"),
        (("2101.00001", "2101.00002", "--code", "https://example.org"), "--code is the code of one paper"),
        (("2101.00001", "--into", "none.bib"), "none.bib"),
        ((), "Missing argument"),
    ],
)
def test_wrong_use_has_status_two_and_sends_no_request(
    ask: Run, refs: Path, server: Server, arguments: tuple[str, ...], hint: str
) -> None:
    result = ask("add", *arguments, "--yes")
    assert (result.exit_code, hint in result.output, server.asked) == (2, True, [])
    assert refs.read_text("utf-8") == REFS


@pytest.mark.usefixtures("refs")
def test_without_a_terminal_nothing_is_asked(ask: Run, server: Server) -> None:
    result = ask("add", "2101.00001")
    assert (result.exit_code, server.asked) == (2, [])
    assert "use --yes or --dry-run" in result.output


@pytest.mark.usefixtures("services")
def test_a_dry_run_shows_the_entry_alone(ask: Run, refs: Path) -> None:
    result = ask("add", "2101.00001", "--dry-run", "--category", "llm")
    assert (result.exit_code, result.stdout.split("\n")[0]) == (0, "@misc{doe2021title,")
    assert refs.read_text("utf-8") == REFS


@pytest.mark.usefixtures("refs", "services")
def test_a_dry_run_recognises_a_paper_named_twice(ask: Run) -> None:
    result = ask("add", "2101.00001", "https://arxiv.org/abs/2101.00001", "--dry-run")
    assert (result.exit_code, result.stdout.count("@misc{")) == (1, 1)


HERE = {
    "by its DOI 10.1000/old": "@misc{x, title = {Something}, author = {Zoe, Z}, year = {2019}, doi = {10.1000/OLD}}",
    "by its arXiv 2001.00001": "@misc{x, title = {Other}, author = {Z, Z}, url = {https://arxiv.org/abs/2001.00001v3}}",
    "by its title and authors": "@misc{x, title = {Binary {Networks}, for Images!}, author = {J. Doe}, year = {2019}}",
}


@pytest.mark.parametrize(("mark", "text"), HERE.items())
def test_a_known_paper_is_not_added(run: Run, refs: Path, mark: str, text: str) -> None:
    result = run("add", "-", "--yes", stdin=text)
    line = 15 if "arXiv" in mark else 3
    assert (result.exit_code, result.stdout) == (1, "")
    assert re.fullmatch(rf"Error: refs\.bib:{line}: already here as '\w+', {mark}\n", result.stderr)
    assert refs.read_text("utf-8") == REFS


def test_the_same_title_by_others_is_another_work(run: Run, refs: Path) -> None:
    text = "@misc{x, title = {Binary Networks for Images}, author = {Zoe, Z}, year = {2019}}"
    assert run("add", "-", "--yes", stdin=text).exit_code == 0
    assert "zoe2019binary" in entries_of(refs)


FAULTS: dict[str, Reply] = {
    "does not answer": keep_silent,
    "has no such paper": Answer(status=404),
    "got too many requests": Answer(status=429, headers={"Retry-After": "600"}),
    "returned HTTP 500": Answer(status=500),
    "returned text/html instead of JSON": Answer("<html>", "text/html"),
    "is larger than 100,000 bytes": Answer(b"[" + b" " * 200_000),
    "was cut off": break_off,
    "is not the JSON of a paper": Answer("{"),
    "refused the request": Answer(status=403),
}


@pytest.mark.parametrize(("message", "reply"), FAULTS.items())
def test_a_failed_lookup_is_one_line_and_nothing_is_written(
    run: Run, refs: Path, server: Server, message: str, reply: Reply
) -> None:
    server.say("/doi/10.1000/X1", reply)
    limits = replace(PATIENT, timeout_s=0.2, attempts=1) if reply is keep_silent else PATIENT
    result = run("add", "10.1000/X1", "--yes", web=Web(server.hosts, limits))
    assert (result.exit_code, result.stdout) == (1, "")
    assert re.fullmatch(rf"Error: .*{message}.*\n", result.stderr)
    assert refs.read_bytes() == REFS.encode()


def test_offline_is_one_line_and_nothing_is_written(run: Run, refs: Path, server: Server) -> None:
    nowhere = replace(server.hosts, arxiv="http://127.0.0.1:9")
    result = run("add", "2101.00001", "--yes", web=Web(nowhere, replace(PATIENT, attempts=1)))
    assert (result.exit_code, refs.read_text("utf-8")) == (1, REFS)
    assert result.output == "Error: cannot connect to 127.0.0.1; check your connection, and try again\n"


@pytest.mark.usefixtures("refs", "server")
def test_an_unrecognised_argument_is_reported(ask: Run) -> None:
    result = ask("add", "nonsense\x1b[2J", "--yes")
    assert (result.exit_code, result.stderr) == (
        1,
        "Error: nonsense[2J: not an arXiv id, a DOI, the URL of a paper, or a file; write for example 2210.17323\n",
    )


@pytest.mark.usefixtures("services")
def test_a_failing_paper_does_not_block_others(ask: Run, refs: Path) -> None:
    result = ask("add", "10.1000/gone", "2101.00001", "none.bib", "https://openreview.net/forum?id=aB1", "--yes")
    assert (result.exit_code, result.stderr.count("Error: ")) == (1, 2)
    assert {"doe2021title", "doe2020kbit"} < set(entries_of(refs))


def test_a_preprint_with_a_publication_on_arxiv_is_added_as_published(ask: Run, refs: Path, server: Server) -> None:
    server.say("/arxiv/api/query", feed(more="<arxiv:doi>10.1000/X1</arxiv:doi>"))
    server.say("/doi/10.1000/X1", Answer.json(WORK | {"container-title": "ICXX 2021"}))
    assert ask("add", "2101.00001", "--yes", "--category", "llm").exit_code == 0
    entry = entries_of(refs)["doe2021title"]
    assert (entry.type, entry.get("venuekey"), entry.get("eprint")) == ("inproceedings", "ICXX", "2101.00001")


def test_a_preprint_with_an_unavailable_publication_is_added_and_reported(ask: Run, refs: Path, server: Server) -> None:
    server.say("/arxiv/api/query", feed(more="<arxiv:doi>10.1000/X1</arxiv:doi>"))
    server.say("/doi/10.1000/X1", Answer(status=500))
    result = ask("add", "2101.00001", "--yes")
    assert (result.exit_code, entries_of(refs)["doe2021title"].type) == (1, "misc")
    assert "its publication was not looked up: 127.0.0.1 returned HTTP" in result.stderr
    assert "preprint: 'doe2021title' is written as a preprint" in result.stderr


def added(run: Run, refs: Path, text: str) -> Entry:
    """Add an entry from standard input, and return it as it is written."""
    before = set(entries_of(refs))
    run("add", "-", "--yes", stdin=text)
    ((_key, entry),) = ((key, entry) for key, entry in entries_of(refs).items() if key not in before)
    return entry


def test_private_fields_of_reference_managers_are_dropped(run: Run, refs: Path) -> None:
    assert not {"abstract", "file", "owner"} & added(run, refs, FOUND).fields.keys()


def test_fixable_problems_are_fixed(run: Run, refs: Path) -> None:
    entry = added(run, refs, FOUND)
    assert [entry.get(name) for name in ("title", "author", "pages", "doi")] == [
        r"{\"U}ber {GPTQ} at 1-bit",
        r"K{\"o}hler, J{\"o}rg",
        "1--9",
        "10.1000/New",
    ]


def test_an_entry_in_another_order_of_fields_is_added_without_a_problem(run: Run, refs: Path) -> None:
    related = next(iter(entries_of(refs)))
    text = (
        f"@misc{{x, year = 2020, related = {{{related}}}, category = {{vision}}, title = {{On}}, author = {{Li, Ada}}}}"
    )
    done = run("add", "-", "-y", stdin=text)
    assert (done.exit_code, [word for word in ("field-order", "crossref") if word in done.output + done.stderr]) == (
        0,
        [],
    )


def test_an_entry_keeps_known_keywords(run: Run, refs: Path) -> None:
    words = "category = {vision}, keywords = {Post-Training Quantization; Deep Learning}"
    entry = added(run, refs, FOUND.replace("abstract = {Not kept}", words))
    assert (entry.get("category"), entry.get("keywords")) == ("vision", "ptq")


@pytest.mark.usefixtures("refs")
def test_unknown_keywords_are_reported(run: Run) -> None:
    text = FOUND.replace("abstract = {Not kept}", "keywords = {Deep Learning}")
    assert (
        "keyword 'Deep Learning' of the entry is unknown here, and left out" in run("add", "-", "-y", stdin=text).stderr
    )


@pytest.mark.parametrize("title", ["T\x1b[2J\x07", "T\u202e\ue001", "T\x00\x9b1m"])
def test_a_title_cannot_send_terminal_escapes(run: Run, refs: Path, title: str) -> None:
    result = run("add", "-", "--yes", stdin=FOUND.replace("Über", title).replace("whatever", f"a{title}"))
    assert result.output.replace("\n", "").isprintable()
    assert refs.read_text("utf-8").isascii()


@pytest.mark.parametrize("title", ["{", "}", "a } @misc{evil, title = {b}", "\\", "%", "$", "@@@", "\ud7ff", "  "])
def test_no_title_breaks_the_file(run: Run, refs: Path, title: str) -> None:
    run(
        "add",
        "-",
        "--yes",
        stdin=f"@misc{{a,\n  title = {{{title}}},\n  author = {{Doe, J}},\n  year = {{2021}},\n}}\n",
    )
    assert {"doe2019binary", "poe2020posttraining"} <= set(entries_of(refs))


@pytest.mark.parametrize("text", ["", "no entry", "@misc{open,", "\ufeff"])
def test_a_file_without_an_entry_is_reported(run: Run, refs: Path, text: str) -> None:
    result = run("add", "-", "--yes", stdin=text)
    assert (result.exit_code, result.stderr.startswith("Error: <stdin>:"), refs.read_text("utf-8")) == (1, True, REFS)


def test_missing_fields_are_reported_as_in_check(run: Run, refs: Path) -> None:
    result = run("add", "-", "--yes", stdin="@misc{a, title = {Nameless Study}, year = {2021}}")
    assert (result.exit_code, "missing-field: '2021nameless' has no author" in result.stderr) == (1, True)
    assert "2021nameless" in entries_of(refs)


@pytest.mark.usefixtures("services")
def test_a_person_is_asked_for_words_and_consent(ask: Run, refs: Path) -> None:
    result = ask("add", "2101.00001", answers="visoin\nvision\n-\n\n")
    assert "unknown category 'visoin' (did you mean 'vision'?)" in result.stderr
    entry = entries_of(refs)["doe2021title"]
    assert (result.exit_code, entry.get("category"), entry.get("keywords")) == (0, "vision", "")


@pytest.mark.usefixtures("services")
def test_enter_accepts_the_suggestion(ask: Run, refs: Path, server: Server) -> None:
    server.say("/arxiv/api/query", feed("Post-Training Quantization of Large Models"))
    ask("add", "2101.00001", answers="\n\n\n")
    assert entries_of(refs)["doe2021posttraining"].get("keywords") == "ptq"


@pytest.mark.parametrize(("answers", "status"), [("\n\nn\n", 0), ("\n", 1), ("", 1)])
@pytest.mark.usefixtures("services")
def test_without_consent_nothing_is_written(ask: Run, refs: Path, answers: str, status: int) -> None:
    assert ask("add", "2101.00001", answers=answers).exit_code == status
    assert refs.read_text("utf-8") == REFS


@pytest.mark.usefixtures("services")
def test_a_bibliography_without_categories_gets_none(ask: Run, folder: Path) -> None:
    write(folder, "plain.bib", "@misc{a, title = {A Title of Old}, year = {2020}}\n")
    ask("add", "2101.00001", "--yes", "--into", "plain.bib")
    assert "category" not in entries_of(folder / "plain.bib")["doe2021title"].fields


@pytest.mark.usefixtures("services")
def test_a_paper_in_another_file_of_the_project_is_known(ask: Run, refs: Path) -> None:
    write(refs.parent, "conf.py", 'cardcatalog_bibliography = "*.bib"')
    write(refs.parent, "more.bib", "@misc{doe2021title, title = {More}, author = {Doe, J}, year = {2021}}\n")
    write(refs.parent, "twice.bib", HERE["by its DOI 10.1000/old"])
    result = ask("add", "twice.bib", "2101.00001", "--yes", "--into", "refs.bib")
    assert "refs.bib:3: already here as 'doe2019binary'" in result.stderr
    assert "added 'doe2021titleb'" in result.stderr


@pytest.mark.usefixtures("services")
def test_of_several_files_one_must_be_named(ask: Run, refs: Path) -> None:
    write(refs.parent, "conf.py", 'cardcatalog_bibliography = "*.bib"')
    write(refs.parent, "more.bib", "")
    result = ask("add", "2101.00001", "--yes")
    assert (result.exit_code, "name the one to write to with --into" in result.output) == (2, True)


@pytest.mark.usefixtures("services")
def test_a_part_with_a_syntax_error_stays_and_its_line_is_named(ask: Run, refs: Path) -> None:
    refs.write_text(f"{REFS}\n@misc{{open,\n", encoding="utf-8")
    result = ask("add", "2101.00001", "--yes")
    text = refs.read_text("utf-8")
    assert (text.endswith("\n@misc{open,\n"), [line for line in REFS.splitlines() if line not in text]) == (True, [])
    assert "added 'doe2021title'" in result.stderr
    assert re.search(r"^refs\.bib:\d+:1: syntax: ", result.stderr, re.MULTILINE)


@pytest.mark.usefixtures("services")
def test_ctrl_c_ends_without_a_traceback_and_leaves_the_file(
    ask: Run, refs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("cardcatalog.files.os.fsync", interrupt)
    result = ask("add", "2101.00001", "--yes")
    assert (result.exit_code, result.stderr.split("\n")[-2]) == (1, "Aborted!")
    assert [path.name for path in refs.parent.iterdir() if "new" in path.name] == []
    assert refs.read_text("utf-8") == REFS


def test_a_set_of_entries_is_not_added(run: Run, refs: Path) -> None:
    """A ``@set`` is not a work, and would get a key of its own."""
    before = refs.read_text("utf-8")
    write(refs.parent, "found.bib", "@set{both, entryset = {a, b}}\n")
    result = run("add", "found.bib", "--yes")
    assert (result.exit_code, "found.bib: contains no entry of a work" in result.stderr) == (1, True)
    assert refs.read_text("utf-8") == before
