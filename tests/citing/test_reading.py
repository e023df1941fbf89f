"""Reading as Biber reads, and formatting that changes nothing of what BibTeX and Biber read."""

from __future__ import annotations

import subprocess
import tomllib
from pathlib import Path

from cardcatalog.bibtex.entries import parse_bibliography
from cardcatalog.bibtex.rewrite import format_text
from cardcatalog.formats.formats import FORMATS
from tests.catalogs import catalog_of
from tests.citing.programs import LIMIT, need, run

APART = Path(__file__).parents[1] / "unit" / "data" / "apart.toml"

COMMENTS = """
@article{k1,
 title={A},
 % note = {N},
 editor = {Roe, Ann}, % first author
 volume = 2001 % trailing
 , number = {J},
}
@article{k2, % after the key
 title={A},
}
@article{% before the key
 k3, title={A},
}
@article{k4, title=% before a value
 {A} % before a joint
 # {B}, volume % before an equals sign
 = 2000}
@article{k5, title = {50% of it % kept}, volume = 2000}
@commentary{k6, title={C}}
@comment{ @article{k7, title={C}} }
% @article{k8, title={C}}
@article{k9, title={C}} % @article{k10, title = {D}}
@article{k11, title={see
@book{x, title={y}}}}
"""

STYLE = """
ENTRY {title author note x y date url publisher abstract} {} {}
FUNCTION {out} { duplicate$ missing$ { pop$ "-" } 'skip$ if$ write$ newline$ }
FUNCTION {default.type} {
  type$ write$ " " write$ cite$ write$ newline$
  title out author out note out x out y out date out url out publisher out abstract out
}
FUNCTION {misc} {default.type} FUNCTION {book} {default.type} FUNCTION {article} {default.type}
READ
ITERATE {call.type$}
"""
"""A style of BibTeX that prints all that it has read."""


def by_biber(folder: Path, text: str) -> dict[str, dict[str, str]]:
    """Return the fields of each entry that Biber reads."""
    (folder / "refs.bib").write_text(text, encoding="utf-8")
    run(folder, "biber", "--tool", "--output-file=out.bib", "refs.bib")
    return fields_of((folder / "out.bib").read_text("utf-8"))


def fields_of(text: str) -> dict[str, dict[str, str]]:
    """Return the fields of each entry that we read."""
    return {entry.key: dict(entry.fields) for entry in parse_bibliography(text, "refs.bib")[0]}


def by_bibtex(folder: Path, text: str) -> str:
    """Return all that BibTeX reads, faults or not."""
    (folder / "refs.bib").write_text(text, encoding="utf-8")
    (folder / "a.bbl").unlink(missing_ok=True)
    subprocess.run(["bibtex", "a"], cwd=folder, capture_output=True, timeout=LIMIT, check=False)  # noqa: S607
    return " ".join((folder / "a.bbl").read_text("utf-8").split())


def test_comments_within_entries_are_passed_over_as_by_biber(tmp_path: Path) -> None:
    need("biber")
    assert fields_of(COMMENTS) == by_biber(tmp_path, COMMENTS)


def test_formatting_changes_nothing_that_biber_reads(tmp_path: Path) -> None:
    need("biber")
    assert by_biber(tmp_path, format_text(COMMENTS)) == by_biber(tmp_path, COMMENTS)


def test_biber_reads_our_export_of_keys_at_which_it_stops(tmp_path: Path) -> None:
    need("biber")
    text = "@misc{x(1), title={A}, related={y}}\n@misc{y, title={B}, ids={z}, related={x(1)}}"
    catalog = catalog_of(text)
    read = by_biber(tmp_path, FORMATS["biblatex"].write(catalog, list(catalog.papers.values())))
    assert {key: (fields["ids"], fields["related"]) for key, fields in read.items()} == {
        "x-1": ("x(1)", "y"),
        "y": ("z", "x-1"),
    }


def test_biber_reads_our_export_of_a_key_with_any_sign(tmp_path: Path) -> None:
    need("biber")
    text = "\n".join(f"@misc{{k{ord(sign)}{sign}x, title={{A}}}}" for sign in "!$&'()*+-./:;<>?@[]^_`|")
    catalog = catalog_of(text)
    read = by_biber(tmp_path, FORMATS["biblatex"].write(catalog, list(catalog.papers.values())))
    assert {key.lower() for key in read} == {catalog.keys_of_biber.get(key, key) for key in catalog.papers}


def test_biber_reads_a_letter_without_a_dot_under_an_accent_as_one_character_that_latex_sets(tmp_path: Path) -> None:
    need("biber")
    tex = r"{\'\i} {\"{\i}} \^{\i} {\=\i} {\u{\i}} {\v{\i}} \~{\i} {\^{\j}} \`\i{} {\i}"
    catalog = catalog_of(f"@misc{{k, title={{{tex}}}}}")
    read = by_biber(tmp_path, FORMATS["biblatex"].write(catalog, list(catalog.papers.values())))
    assert read["k"]["title"].replace("{", "").replace("}", "") == "í ï î ī ĭ ǐ ĩ ĵ ì ı"


def test_formatting_changes_nothing_that_bibtex_reads(tmp_path: Path) -> None:
    need("bibtex")
    (tmp_path / "all.bst").write_text(STYLE, encoding="utf-8")
    (tmp_path / "a.aux").write_text(r"\citation{*}\bibstyle{all}\bibdata{refs}".replace("}\\", "}\n\\"), "utf-8")
    cases = tomllib.loads(APART.read_text("utf-8"))["case"]
    for text in (COMMENTS, *(case["text"] for case in cases)):
        read = by_bibtex(tmp_path, text)
        assert " " in read
        assert by_bibtex(tmp_path, format_text(text)) == read, text
