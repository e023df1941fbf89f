"""The real site, built once in each format that a test looks at, and its database."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import bibtexparser
import pytest

from tests.sphinx.helpers import Page, read_pages, unpack

ROOT = Path(__file__).parents[2]
ADDRESS = "https://papers.example.org/field/"

PRESENT_NAMES = {
    "Transformer-based Models": "Language Models",
    "Language Transformers": "Language Models",
    "Convolutional Neural Networks": "Vision",
    "Visual Generation": "Image and Video Generation",
    "Non-uniform": "Non-uniform levels",
    "MP": "Mixed precision",
    "Extreme": "Binary & ternary",
}
"""The present names of sections and keywords of the list that the project began from."""


def load_script(path: Path) -> ModuleType:
    """Import a script that is in no package."""
    spec = spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@dataclass(frozen=True)
class Site:
    """The site in one format."""

    outdir: Path
    code: int
    output: str
    warnings: str

    @cached_property
    def files(self) -> dict[Path, Page]:
        """The pages of HTML, by their files; those of an EPUB as they are in the book."""
        is_book = self.outdir.name == "epub"
        return read_pages(unpack(self.outdir), ".xhtml") if is_book else read_pages(self.outdir)

    @cached_property
    def pages(self) -> dict[str, Page]:
        """The pages of HTML, by their paths within the site."""
        return {path.relative_to(self.outdir.resolve()).as_posix(): page for path, page in self.files.items()}

    def text(self, name: str) -> str:
        """Return the text of a file."""
        return (self.outdir / name).read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Site]:
    """Builds of the site as everyone makes it, each made once; pages are read once for all."""
    folder = tmp_path_factory.mktemp("site")

    @cache
    def build(builder: str) -> Site:
        return run_sphinx(folder, builder)

    return build


def run_sphinx(folder: Path, builder: str, address: str = "") -> Site:
    """Build the site in a folder, with a base URL if one is given."""
    outdir, log = folder / builder, folder / f"{builder}.log"
    command = [sys.executable, "-m", "sphinx", "-n", "-j", "2", "-b", builder, "-w", str(log)]
    places = ["-c", str(ROOT), "-d", str(folder / "doctrees"), str(ROOT / "docs"), str(outdir)]
    environment = {**os.environ, "SITE_ADDRESS": address}
    done = subprocess.run([*command, *places], capture_output=True, text=True, check=False, env=environment)  # noqa: S603
    return Site(outdir, done.returncode, done.stdout, log.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def html(build: Callable[[str], Site]) -> Site:
    """The site in HTML."""
    return build("html")


@pytest.fixture(scope="session")
def hosted(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site in HTML, built with a base URL."""
    return run_sphinx(tmp_path_factory.mktemp("hosted"), "html", ADDRESS)


@dataclass(frozen=True)
class Record:
    """An entry of the bibliography as it is written."""

    type: str
    key: str
    fields: dict[str, str]

    @property
    def keywords(self) -> list[str]:
        """The keywords of the entry, and those that its first category implies."""
        written = self.fields.get("keywords", "").split(", ")
        return [*filter(None, dict.fromkeys([*written, *implied().get(self.fields["category"].split(", ")[0], ())]))]


@pytest.fixture(scope="session")
def source() -> str:
    """The bibliography as it is written."""
    return (ROOT / "bib" / "quantization.bib").read_text(encoding="ascii")


@pytest.fixture(scope="session")
def records(source: str) -> list[Record]:
    """The entries of the bibliography, in file order."""
    entries = bibtexparser.parse_string(source).entries
    return [Record(entry.entry_type, entry.key, {f.key: str(f.value) for f in entry.fields}) for entry in entries]


def read_toml(name: str) -> list[dict[str, Any]]:
    """Return the rows of a file of words."""
    (rows,) = tomllib.loads((ROOT / "bib" / f"{name}.toml").read_text(encoding="utf-8")).values()
    return list(rows)


@cache
def implied() -> dict[str, list[str]]:
    """Return the keywords that each category implies."""
    return {row["id"]: row["implies"] for row in read_toml("categories") if "implies" in row}


@pytest.fixture(scope="session")
def categories() -> list[dict[str, Any]]:
    """The rows of categories.toml."""
    return read_toml("categories")


@pytest.fixture(scope="session")
def keywords() -> list[dict[str, Any]]:
    """The rows of keywords.toml."""
    return read_toml("keywords")


@pytest.fixture(scope="session")
def venues() -> list[dict[str, Any]]:
    """The rows of venues.toml."""
    return read_toml("venues")


@pytest.fixture(scope="session")
def wanted() -> list[dict[str, Any]]:
    """The rows of wanted.toml."""
    return read_toml("wanted")
