"""Scripts and style sheets of pages: ES modules joined into classic scripts, parts of a style sheet into one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cardcatalog.sphinx.theme.bundles import SCRIPTS, STATIC, STYLES, bundles, join_modules
from tests.unit.node import run_node

MODULES = {
    "entry": 'import { first, Second } from "./a.js";\nimport { LAST } from "./b-c.js";\n'
    'import DATA from "./data.json" with { type: "json" };\n\nconst name = "entry";\n'
    "console.log(first(name), new Second().name, LAST, DATA[1].key);\n",
    "a": '/* A comment. */\n\nimport { LAST } from "./b-c.js";\n\nconst name = "a";\n\n// Another one.\n'
    "export async function unused() {}\n\n/** @param {string} text */\nexport function first(text) {\n"
    "  return `${text} // ${name} ${LAST}`;\n}\n\nexport class Second {\n  name = /** @type {string} */ (name);\n}\n",
    "b-c": 'console.log("once");\nexport const LAST = 3; // of all\n',
}


def write_modules(folder: Path, **modules: str) -> Path:
    """Write modules and some data to a folder, and return it."""
    (folder / "data.json").write_text('[\n  1,\n  {"key": "of data"}\n]\n', encoding="utf-8")
    for name, text in modules.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    return folder


def test_a_bundle_does_the_same_as_its_modules(tmp_path: Path) -> None:
    folder = write_modules(tmp_path, **MODULES, package='{"type": "module"}')
    (folder / "package.js").rename(folder / "package.json")
    (folder / "joined.cjs").write_text(join_modules(folder, "entry"), encoding="utf-8")
    expected = "once\nentry // a 3 a 3 of data\n"
    assert run_node(str(folder / "entry.js")) == expected
    assert run_node(str(folder / "joined.cjs")) == expected


def test_comments_types_and_indentation_are_left_out(tmp_path: Path) -> None:
    text = join_modules(write_modules(tmp_path, **MODULES), "entry")
    assert not re.search(r"A comment|Another one|of all|@param|@type|\n\n|\n ", text)
    assert "\nconst LAST = 3;\n" in text
    assert "\nreturn `${text} // ${name} ${LAST}`;\n" in text


def test_no_text_of_a_script_has_several_lines() -> None:
    lines = [line for path in (STATIC / "scripts").glob("*.js") for line in path.read_text("utf-8").split("\n")]
    assert [line for line in lines if line.count("`") % 2 or line.endswith("\\")] == []


@pytest.mark.parametrize(
    "line",
    [
        'import x from "./a.js";',
        'import "./a.js";',
        'import { a } from "./a.js"',
        "export { a };",
        "export default 1;",
        "export let a = 1;",
    ],
)
def test_an_import_or_export_of_another_form_is_an_error(tmp_path: Path, line: str) -> None:
    folder = write_modules(tmp_path, entry=f"const a = 1;\n{line}\n", a="export const a = 1;\n")
    with pytest.raises(ValueError, match=re.escape(f"entry.js: cannot bundle this line: {line}")):
        join_modules(folder, "entry")


def test_modules_that_import_each_other_are_an_error(tmp_path: Path) -> None:
    folder = write_modules(tmp_path, a='import { b } from "./b.js";\n', b='import { a } from "./a.js";\n')
    with pytest.raises(ValueError, match=re.escape("a.js imports itself, by way of a and b")):
        join_modules(folder, "a")


def test_every_module_and_every_part_of_a_style_sheet_is_used_and_bundles_are_always_the_same() -> None:
    files = dict(bundles())
    assert files == dict(bundles())
    assert files.keys() == SCRIPTS.keys() | STYLES.keys()
    text = "".join([*files.values(), join_modules(STATIC / "scripts", "menu")])  # which pages without a source load
    modules = {path.stem for path in (STATIC / "scripts").glob("*.js")}
    assert {name for name in modules if f"const ${name.replace('-', '_')} = (() =>" in text} == modules
    parts = [part for parts in STYLES.values() for part in parts]
    assert sorted(parts) == sorted(path.stem for path in (STATIC / "styles").glob("*.css"))


WHOLE_PAGE = {
    "html", "body", ".wy-body-for-nav",
    'form:is([action$="search.html"], [action$="search/"], [role="search"][action="#"])',
}  # fmt: skip
"""The elements without a class of ours that our style sheets change: the page, and the search of Sphinx."""


def test_a_rule_of_a_style_sheet_is_for_elements_of_ours() -> None:
    sheets = "".join(text for name, text in bundles() if name in STYLES)
    rules = {rule.strip() for rule in re.findall(r"([^{};]+)\{", re.sub(r"/\*.*?\*/", "", sheets, flags=re.DOTALL))}
    others = {rule for rule in rules if "cc-" not in rule and not rule.startswith(("@", "&"))}
    assert others - {"from", "to"} == WHOLE_PAGE


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_bundle_is_a_classic_script_in_strict_mode(tmp_path: Path, name: str) -> None:
    path = tmp_path / "bundle.cjs"
    path.write_text(dict(bundles())[name], encoding="utf-8")
    assert path.read_text("utf-8").startswith('(() => {\n"use strict";\n')
    run_node("--check", str(path))
