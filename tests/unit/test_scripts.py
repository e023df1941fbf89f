"""The scripts of pages, without a browser: their own tests, and the extraction of entries as Python does it."""

from __future__ import annotations

import json
import random
import tomllib
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from cardcatalog.bibtex.entries import Entry, parse_bibliography, read_bibliography
from cardcatalog.catalog.kinds import KIND_OF_TYPE
from cardcatalog.catalog.lookup import Index
from cardcatalog_tools.extract.documents import Document
from cardcatalog_tools.extract.extract import extract, report, to_bib
from tests.unit.node import ROOT, run_node

CASES = tomllib.loads((Path(__file__).parent / "data" / "extract.toml").read_text("utf-8"))
TESTS = sorted((ROOT / "tests" / "js").glob("*.test.js"))


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name)
def test_script(path: Path) -> None:
    run_node(str(path))


def in_python(entries: Iterable[Entry], given: Sequence[Sequence[Document]]) -> list[list[str]]:
    """Return report and entries of some documents, made by Python."""
    index = Index(entries)
    return [[report(found), to_bib(found)] for found in (extract(documents, index) for documents in given)]


def in_javascript(entries: Iterable[Entry], given: Sequence[Sequence[Document]]) -> list[list[str]]:
    """Return the same, made by the scripts of the page."""
    files = [[{"name": row.name, "text": row.text} for row in documents] for documents in given]
    data = json.dumps({"rows": Index(entries).data(), "given": files})
    found: list[list[str]] = json.loads(run_node("tests/js/extract-documents.js", given=data))
    return found


def our_entries() -> list[Entry]:
    """Return the real entries."""
    return read_bibliography(ROOT / "bib" / "quantization.bib", "quantization.bib")[0]


def test_the_script_passes_the_shared_cases_of_extraction() -> None:
    entries = parse_bibliography(CASES["bibliography"], "refs.bib")[0]
    given = [[Document(name, text) for name, text in case["files"].items()] for case in CASES["case"]]
    for case, (lines, bib) in zip(CASES["case"], in_javascript(entries, given), strict=True):
        assert lines == case["report"], case["title"]
        assert bib == case.get("bib", bib), case["title"]


def as_others_write_them(entries: Sequence[Entry]) -> str:
    """Return entries with other keys and layouts, fewer fields, and accents as Unicode."""
    forms = (
        "@article{{o{n}, title={{{title}}}, author={{{author}}}, journal={{arXiv preprint arXiv:{eprint}}}}}\n",
        '@misc{{o{n}, author = "{author}", title = "{{{title}}}", year = 2020}}\n',
        "@inproceedings{{o{n},\n  title = {{{lower}}}, author={{{author}}}, doi={{{doi}}}\n}}\n",
        "@misc{{o{n}, title={{{title}}}, author={{Nobody, N}}, url={{{url}}}}}\n",
    )
    rows = []
    for n, entry in enumerate(entries):
        title, author = entry.get("title"), entry.get("author").replace(r"{\"o}", "ö").replace(r"{\'e}", "é")
        names = {name: entry.get(name) for name in ("eprint", "doi", "url")}
        rows.append(forms[n % len(forms)].format(n=n, title=title, lower=title.lower(), author=author, **names))
    return "".join(rows)


def test_script_and_python_extract_the_same_from_the_real_bibliography() -> None:
    entries = our_entries()
    others = as_others_write_them(entries)
    keys = [f"\\cite{{{row.key}, {row.key}x, o{n}}}\n" for n, row in enumerate(entries[::7])]
    given = [
        [Document("theirs.bib", others)],
        [Document("paper.tex", "".join(keys)), Document("theirs.bib", others)],
        [Document("all.bib", (ROOT / "bib" / "quantization.bib").read_text("utf-8"))],
    ]
    python = in_python(entries, given)
    assert in_javascript(entries, given) == python
    assert python[2][0].endswith(f"{len(entries):,} found\n")


TYPES = (*KIND_OF_TYPE, "misc", "preprint", "unknown")
PLACES = (
    "journal = {arXiv preprint arXiv:2101.00007}",
    "journal = {CoRR}, volume = {abs/2101.00007}",
    "journal = {Corr. J. of Things}, eprint = {2101.00007}",
    "journaltitle = {bioRxiv}",
    "journal = {SSRN Electronic Journal}",
    "journal = {Available at SSRN 3456789}",
    "eprint = {1842/6713}, eprinttype = {handle}",
    "eprint = {13960/t0}, eprinttype = {ark}",
    "eprint = {2101.00007}, archiveprefix = {arXiv}",
    "eprint = {123}, eprinttype = {jstor}",
    "eprint = {123}, eprinttype = {HAL}",
    "howpublished = {arXiv:2101.00007}",
    "publisher = {arXiv}, school = {ETH}",
    "note = {arXiv:2101.00007}, institution = {arXiv}",
    "eprint = {2101.00007}, booktitle = {A Conference}",
    "url = {https://arxiv.org/abs/2101.00007}",
    "year = {2021}",
)


def test_script_and_python_take_the_same_entries_for_preprints() -> None:
    published = parse_bibliography(
        "@inproceedings{a2021, title = {One Title}, author = {A, B}, booktitle = {A Conference}, year = {2021}}",
        "a.bib",
    )[0]
    cases = [(kind, place) for kind in TYPES for place in PLACES]
    given = [[Document("own.bib", f"@{kind}{{x, title = {{One Title}}, {place}}}")] for kind, place in cases]
    python, script = in_python(published, given), in_javascript(published, given)
    assert dict(zip(cases, script, strict=True)) == dict(zip(cases, python, strict=True))
    assert 0 < sum("gives way" in lines or "replaced" in lines for lines, _bib in python) < len(cases)


BROKEN = (
    *("\\cite[", "{", "}", "[({<", "@a{", "@a{\n", "@a{b}", '@a{b,x="', "\\", "\0", "%\n", "é{}\n", "\\verb|"),
    "#",
)
BROKEN_TEXTS = ["".join(BROKEN[(n * step) % len(BROKEN)] for n in range(400)) for step in (1, 3, 5, 9, 11, 13)]


@pytest.mark.parametrize("name", ["p.tex", "p.aux", "p.bcf", "p.bib"])
def test_script_and_python_extract_the_same_from_broken_text(name: str) -> None:
    given = [[Document(name, text)] for text in BROKEN_TEXTS]
    entries = our_entries()[:50]
    assert in_javascript(entries, given) == in_python(entries, given)


def test_script_and_python_take_a_text_without_an_ending_for_the_same_kind() -> None:
    given = [
        [Document("p.txt", text)] for text in (r"\cite{a}", r"\citation{a}", "<bcf:citekey>a</bcf:citekey>", "@a{b}")
    ]
    assert in_javascript([], given) == in_python([], given)


BIB_PIECES = (
    *(
        "@a{k1,",
        "@misc{",
        "@article(k2,",
        "@string{s = ",
        "@preamble{",
        "@comment{",
        "}",
        ")",
        "{",
        '"',
        ",\n",
        "k3,\n",
    ),
    *("title = {T {x} y}", 'author = "A and B"', "year = 2020", "# s", "= ", "\n@b{k4, x = {1}}\n", "% note\n", "\\{"),
    *('\\"', "ids = {o1, o2}", "'", "x y", "\n\n", "@", "@ {", "kéy", "\ufeffnote", "\0"),
    *("\n<<<<<<< HEAD\n", "\n=======\n", "\n>>>>>>> other\n"),
)


def test_script_and_python_scan_a_bib_file_alike_however_broken() -> None:
    chance = random.Random(11)  # noqa: S311  (not for secrets)
    texts = ["".join(chance.choices(BIB_PIECES, k=chance.randint(3, 40))) for _ in range(1000)]
    ours = (ROOT / "bib" / "quantization.bib").read_text("utf-8")
    for _ in range(100):
        start = chance.randrange(len(ours) - 2000)
        part = list(ours[start : start + 2000])
        for _ in range(4):
            part[chance.randrange(len(part))] = chance.choice(["", *'{}",@%\n=\\'])
        texts.append("".join(part))
    texts += [path.read_text("utf-8", "replace") for path in sorted((ROOT / "tests").rglob("*.bib"))]
    given = [[Document("p.bib", text)] for text in texts]
    for text, found, expected in zip(texts, in_javascript([], given), in_python([], given), strict=True):
        assert found == expected, text


TEX_PIECES = (
    *(r"\newcommand", r"\def\a", r"\let\b=\citep", r"\DeclareCiteCommand{\c}", r"\NewDocumentCommand{\d}{o m O{x} m}"),
    *(
        r"\newcites{own,web}",
        r"\usepackage{jurabib}",
        r"\defbibentryset{s}{k8,k9}",
        r"\bibitem[\citeauthoryear{A}{B}]{q}",
    ),
    *(
        r"\cite",
        r"\citet*",
        r"\citeown",
        r"\Citetweb",
        r"\citefield",
        r"\volcites",
        r"\apud",
        r"\textcquote",
        r"\xcite",
    ),
    *(r"\a", r"\b", r"\c", r"\d", r"\begin{displaycquote}", r"\begin{verbatim}", r"\end{verbatim}", r"\verb|\cite{n}|"),
    *(r"\input x ", r"\input{y}", r"\include{z}", "{k1}", "{k2,k3}", "{*k4, *}", "{s}", r"{\a}", "{#1}", "{#2}", "#1"),
    *("[1]", "[2][x]", "[p. 3]", "[", "]", "(a)", "<b>", "{", "}", "%", "\n", "  ", r"\\", "é"),
)


def test_script_and_python_find_the_same_citations_in_latex_however_broken() -> None:
    chance = random.Random(5)  # noqa: S311  (not for secrets)
    texts = ["".join(chance.choices(TEX_PIECES, k=chance.randint(4, 60))) for _ in range(2000)]
    given = [[Document("p.tex", text), Document("q.tex", other)] for text, other in pairwise(texts)]
    assert in_javascript([], given) == in_python([], given)
