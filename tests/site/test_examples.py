"""The examples: a site of another field, one that refers to this one, and one of two catalogs, each built unchanged."""

from __future__ import annotations

import os
import re
import runpy
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from itertools import chain
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from cardcatalog.bibtex.entries import read_bibliography
from cardcatalog.bibtex.text import split_list
from tests.site.conftest import ROOT, Site
from tests.sphinx.helpers import Page, dead_links, hrefs, read_pages, texts, the

EXAMPLES = ROOT / "examples"


@pytest.fixture(scope="module")
def build_example(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Builds an example from a copy of its sources; a warning is an error."""

    def build(name: str, **environment: str) -> Path:
        source = shutil.copytree(EXAMPLES / name, tmp_path_factory.mktemp("example") / name)
        outdir = source.with_name("html")
        command = [sys.executable, "-m", "sphinx", "-q", "-n", "-W", str(source), str(outdir)]
        subprocess.run(  # noqa: S603
            command, env=os.environ | {"PYTHONPATH": str(ROOT / "ext")} | environment, check=True, capture_output=True
        )
        return outdir

    return build


@pytest.fixture(scope="module")
def software(build_example: Callable[..., Path]) -> Path:
    """The site of software."""
    return build_example("software")


@pytest.fixture(scope="module")
def referring(build_example: Callable[..., Path], html: Site) -> BeautifulSoup:
    """The page that refers to the papers of this site."""
    return soup(build_example("referring", PAPERS=str(html.outdir)) / "index.html")


@pytest.fixture(scope="module")
def sharded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of two catalogs."""
    folder = tmp_path_factory.mktemp("sharded")
    command = [sys.executable, str(EXAMPLES / "sharded" / "build.py"), str(folder)]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "ext")}
    subprocess.run(command, env=environment, check=True, capture_output=True)  # noqa: S603
    return folder / "html"


def soup(path: Path) -> BeautifulSoup:
    """Return a page, parsed."""
    return BeautifulSoup(path.read_text("utf-8"), "html.parser")


def test_no_link_of_the_site_of_software_is_dead(software: Path) -> None:
    assert not list(dead_links(read_pages(software)))


def test_every_package_is_on_the_site_of_software(software: Path) -> None:
    collect = runpy.run_path(str(EXAMPLES / "software" / "collect.py"))
    keys = {str(card["id"]) for path in (software / "papers").glob("*.html") for card in soup(path).select(".cc-card")}
    assert len(keys) == sum(map(len, collect["PACKAGES"].values()))


def test_the_site_of_software_lists_the_dependencies_and_nothing_that_is_not_installed() -> None:
    packages = runpy.run_path(str(EXAMPLES / "software" / "collect.py"))["PACKAGES"].values()
    listed = {canonicalize_name(name) for names in packages for name in names}
    project = tomllib.loads((EXAMPLES.parent / "pyproject.toml").read_text("utf-8"))["project"]
    needed = chain(project["dependencies"], *project["optional-dependencies"].values())
    assert {canonicalize_name(Requirement(row).name) for row in needed} <= listed
    locked = (EXAMPLES.parent / "requirements" / "tests.txt").read_text("utf-8")
    assert listed <= set(re.findall(r"^([\w-]+)==", locked, re.MULTILINE))


def test_a_card_shows_the_field_that_the_site_of_software_adds(software: Path) -> None:
    card = the(soup(software / "papers" / "building.html"), ".cc-card[id='sphinx']")
    assert texts(card, ".licence") == ["Licence: BSD-2-Clause"]


def test_the_site_of_software_shows_measured_sizes(software: Path) -> None:
    page = soup(software / "index.html")
    rows = (EXAMPLES / "software" / "sizes" / "pypi.csv").read_text("utf-8").splitlines()
    assert len(page.select("td.cc-value")) == len(rows) - 1
    assert (
        the(soup(software / "paper" / "sphinx.html"), "#measured td.cc-value").text
        == the(page, "section > p > a.cc-result").text
    )


def test_the_entries_agree_with_the_metadata_of_the_packages() -> None:
    collect = runpy.run_path(str(EXAMPLES / "software" / "collect.py"))
    known = (EXAMPLES / "software" / "software.bib").read_text("utf-8")
    assert known == "\n".join(collect["entries"]()), "run python examples/software/collect.py"


def test_references_from_another_project_have_their_urls(referring: BeautifulSoup, html: Site) -> None:
    ways = [address.removeprefix(f"{html.outdir.resolve().as_uri()}/") for address in hrefs(referring, "a.external")]
    assert ways == [
        "paper/frantar2023gptq.html", "paper/frantar2023gptq.html", "papers/llm-weight-only.html", "keywords.html#ptq",
        "paper/frantar2023gptq.html", "paper/frantar2023gptq.html", "keywords.html#hessian-hessian",
        "keywords.html#ptq",
    ]  # fmt: skip


def test_references_from_another_project_have_their_anchors(referring: BeautifulSoup) -> None:
    for address in hrefs(referring, "a.external"):
        url = urlsplit(address)
        ids = Page(Path(unquote(url.path)).read_text("utf-8")).ids
        assert not url.fragment or url.fragment in ids


def test_each_catalog_has_the_papers_of_its_category(sharded: Path) -> None:
    entries, _problems = read_bibliography(ROOT / "bib" / "quantization.bib", "quantization.bib")
    for part in ("graph", "recommendation"):
        found = {path.stem for path in (sharded / part / "paper").glob("*.html")}
        assert found == {row.key for row in entries if part in split_list(row.get("category"))}, part


@pytest.mark.parametrize("page", ["index.html", "recommendation/index.html"])
def test_links_between_catalogs_lead_to_pages(sharded: Path, page: str) -> None:
    ways = hrefs(soup(sharded / page), "a.external[title]")
    assert ways
    assert [way for way in ways if not (sharded / page).parent.joinpath(urlsplit(way).path).is_file()] == []
