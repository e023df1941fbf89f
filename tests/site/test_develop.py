"""The pages for users of the extension: they are complete, and each example is tried."""

from __future__ import annotations

import doctest
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from sphinx.testing.util import SphinxTestApp

from cardcatalog.catalog.loader import Sources, load_catalog
from cardcatalog.formats.formats import FORMATS
from cardcatalog.settings import SETTINGS
from cardcatalog.sphinx.hooks import EVENTS
from tests.sphinx.helpers import ROOTS, Project, hrefs, texts, the

ROOT = Path(__file__).parents[2]
DEVELOP = ROOT / "docs" / "develop"
STYLES = ROOT / "ext" / "cardcatalog" / "static" / "styles"
FILE = re.compile(r"```\{code-block\} [\w+]+\n:caption: (\S+)\n\n(.*?)```", re.DOTALL)
STEP = re.compile(r"```\{code-block\} (\w+)\n(?::caption: (\S+)\n\n)?(.*?)```", re.DOTALL)
SOURCE = re.compile(r"````markdown\n(.*?)\n````", re.DOTALL)


def page(name: str) -> str:
    """Return the source of a page."""
    return (DEVELOP / f"{name}.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SphinxTestApp]:
    """Sphinx with all that the extension registers."""
    root = shutil.copytree(ROOTS / "library", tmp_path_factory.mktemp("registry") / "library")
    app = SphinxTestApp("html", root)
    yield app
    app.cleanup()


@pytest.fixture
def library(tmp_path: Path) -> Project:
    """The small library of the tests of the extension, to which examples are applied."""
    return Project(shutil.copytree(ROOTS / "library", tmp_path / "library"))


def test_every_directive_has_an_example_that_is_live_somewhere(app: SphinxTestApp) -> None:
    names = set(app.env.get_domain("paper").directives)
    shown = set(re.findall(r"^```\{paper:([\w-]+)\}", "\n".join(SOURCE.findall(page("directives"))), re.MULTILINE))
    prose = "\n".join(SOURCE.sub("", path.read_text("utf-8")) for path in (ROOT / "docs").rglob("*.md"))
    live = set(re.findall(r"^(?:```|:::)\{paper:([\w-]+)\}", prose, re.MULTILINE))
    assert names == shown == names & live


def test_every_option_has_an_example(app: SphinxTestApp) -> None:
    shown = {
        (name, option)
        for name, options in re.findall(
            r"```\{paper:([\w-]+)\}(.*?)```", "\n".join(SOURCE.findall(page("directives"))), re.DOTALL
        )
        for option in re.findall(r"^:([\w-]+):", options, re.MULTILINE)
    }
    directives = app.env.get_domain("paper").directives
    assert shown == {(name, option) for name, row in directives.items() for option in row.option_spec or ()}


def test_every_option_is_explained(app: SphinxTestApp) -> None:
    for name, directive in app.env.get_domain("paper").directives.items():
        section = page("directives").partition(f"## paper:{name}\n")[2].partition("\n## ")[0]
        text = SOURCE.sub("", section)
        assert not [option for option in directive.option_spec or () if f"`:{option}:`" not in text], name


@pytest.mark.parametrize("source", SOURCE.findall(page("directives")))
def test_an_example_is_live_below_its_source_or_on_the_page_that_its_section_names(source: str) -> None:
    text = page("directives")
    section = next(part for part in re.split(r"\n## ", text) if source in part)
    if section.count(source) == 1:
        others = [DEVELOP / name for name in re.findall(r"\]\((\.\./[\w/-]+\.md)\)", section)]
        others += [DEVELOP / f"../papers/{name}.md" for name in re.findall(r"paper:category\}`([\w-]+)`", section)]
        others += [DEVELOP / "../health.md"] if "paper:health" in source else []
        assert any(source.splitlines()[0].split()[0] in path.read_text("utf-8") for path in others)


def test_every_role_has_an_example_next_to_its_result(app: SphinxTestApp) -> None:
    rows = re.findall(r"^\| `` \{paper:(\w+)\}(`[^`]+`) `` \|.*\{paper:\1\}\2 \|$", page("directives"), re.MULTILINE)
    assert {name for name, _text in rows} == app.env.get_domain("paper").roles.keys()


def test_every_setting_is_explained_and_has_an_example(app: SphinxTestApp) -> None:
    names = {name for name in app.config.values if name.startswith("cardcatalog_")}
    text = page("settings")
    assert names == set(re.findall(r"^\| `(cardcatalog_\w+)` \|", text, re.MULTILINE))
    example = text.partition("All of them")[2].partition("\n## ")[0]
    assert sorted(names) == sorted(re.findall(r"^(cardcatalog_\w+) = ", example, re.MULTILINE))


def test_the_table_of_settings_is_that_of_their_declarations(app: SphinxTestApp) -> None:
    rows = [line for line in page("settings").splitlines() if line.startswith("| `cardcatalog_")]
    defaults = {row.full_name: repr(row.default).replace("'", '"') for row in SETTINGS.values()}
    assert rows == [f"| `{row.full_name}` | `{defaults[row.full_name]}` | {row.help} |" for row in SETTINGS.values()]
    assert all(app.config.values[row.full_name].default == row.default for row in SETTINGS.values())


def test_every_event_is_explained_with_its_arguments() -> None:
    rows = dict(re.findall(r"^\| `(cardcatalog-\w+)` \| `app, (.+?)` \|", page("extending"), re.MULTILINE))
    assert rows == EVENTS


def test_the_settings_of_the_example_are_taken(library: Project) -> None:
    for name, value in re.findall(r"^(cardcatalog_(?!bib|cat|key|ven|rel)\w+) = (.+)$", page("settings"), re.MULTILINE):
        library.append("conf.py", f"{name} = {value}\n")
    for name in ("guides", "develop"):  # which the patterns of the example match
        library.page("A page.", f"{name}/page.md")
    assert not [row for row in library.build().warnings if row.kind == "cardcatalog" or row.kind.startswith("config")]


def test_the_tutorial_makes_a_site_without_a_warning(tmp_path: Path) -> None:
    text = page("using").partition("## From an empty folder")[2].partition("\n## ")[0]
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = os.environ | {"PATH": path, "PYTHONPATH": str(ROOT / "ext")}
    for kind, name, content in STEP.findall(text):
        if kind == "shell":
            subprocess.run(["sh", "-e", "-c", content], cwd=tmp_path, env=environment, check=True)  # noqa: S603, S607  (the page's own)
        else:
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(content, "utf-8")
    links = {
        page: hrefs(BeautifulSoup((tmp_path / "build/html" / page).read_text("utf-8"), "html.parser"), "a.reference")
        for page in ("papers/building.html", "keywords.html")
    }
    assert "../keywords.html#markup" in links["papers/building.html"]
    assert "paper/docutils.html" in links["keywords.html"]


def example(heading: str) -> dict[str, str]:
    """Return the files of a section of the page on extending."""
    section = page("extending").partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return dict(FILE.findall(section))


def test_the_example_of_a_field_shows_it_on_cards(library: Project) -> None:
    library.append("conf.py", example("Another field on cards")["conf.py"])
    library.replace(
        "bib/refs.bib", "@inproceedings{abel2021rounding,", "@inproceedings{abel2021rounding,\n  note = {Best paper},"
    )
    card = library.build().card("papers/weights.html", "abel2021rounding")
    assert texts(card, ".note") == ["Best paper"]


def test_the_example_of_a_template_shows_its_value(library: Project) -> None:
    files = example("Another page of a paper")
    library.append("conf.py", files["conf.py"])
    library.write("templates/cardcatalog/paper.html", files["templates/cardcatalog/paper.html"])
    library.replace(
        "bib/refs.bib", "@inproceedings{abel2021rounding,", "@inproceedings{abel2021rounding,\n  pages = {11--20},"
    )
    assert the(library.build().soup("paper/abel2021rounding.html"), ".length").get_text() == "10 pages"


def test_the_example_of_a_rule_finds_its_problem(library: Project) -> None:
    library.append("conf.py", example("Rules of your own")["conf.py"])
    found = [row.message for row in library.build().warnings if row.kind == "cardcatalog.project"]
    assert found
    assert all(message.endswith("has no pages") for message in found)


def test_the_example_of_a_format_writes_its_file(library: Project) -> None:
    library.append("conf.py", example("A format of your own")["conf.py"])
    assert library.build().text("titles.csv").startswith("key,year,title")


def test_the_examples_of_python_are_true(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    text = "\n\n".join(re.findall(r"```python\n(>>>.*?)```", page("python"), re.DOTALL))
    test = doctest.DocTestParser().get_doctest(text, {}, "python", "python.md", 0)
    assert doctest.DocTestRunner().run(test) == (0, len(test.examples))


def test_the_example_of_the_catalog_has_rows_of_the_catalog() -> None:
    (text,) = re.findall(r"```json\n(.*?)```", page("catalog"), re.DOTALL)
    terms = {name: f"{name}.toml" for name in ("categories", "keywords", "venues")}
    catalog, _problems = load_catalog(Sources(ROOT / "bib", ("quantization.bib",), **terms))
    written = json.loads(FORMATS["json"].write(catalog, list(catalog.papers.values())))
    for name in ("papers", *terms):  # numbers of papers are of some day
        (row,) = json.loads(text)[name]
        assert row | {"count": 0} in [each | {"count": 0} for each in written[name]], name


def properties() -> set[str]:
    """Return the custom properties that the style sheet sets for all that it shows."""
    return set(
        re.findall(r"(--cc-\w+):", (STYLES / "theme.css").read_text("utf-8").partition("body {")[2].partition("}")[0])
    )


def test_every_css_property_is_explained() -> None:
    text = page("theming")
    assert properties() == set(re.findall(r"^(?:\| )?`(--cc-\w+)`", text, re.MULTILINE))


def test_every_colour_has_a_swatch_of_itself() -> None:
    style = (ROOT / "docs/_templates/styles/swatches.css").read_text("utf-8")
    swatches = re.findall(r"site-swatch-(\w+)\n`--cc-(\w+)`", page("theming"))
    assert swatches
    for name, shown in swatches:
        assert name == shown
        assert f".site-swatch-{name} {{\n  --site-swatch: var(--cc-{name});" in style


def test_every_documented_class_is_in_the_style_sheet() -> None:
    names = set(re.findall(r"`(cc-[a-z]+)`", page("theming")))
    style = "".join(path.read_text("utf-8") for path in STYLES.glob("*.css"))
    assert not [name for name in names if f".{name}" not in style]
