"""The bibliography in each format, and slow programs: started together, each once."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.loader import Sources, load_catalog
from cardcatalog.formats.formats import FORMATS
from tests.citing.programs import BIBLIOGRAPHY, LATEX, ROOT, Run, need, own_programs, run
from tests.citing.recipes import Recipe, read_page

READING = "LaTeX with biblatex, reading.tex"
"""The recipe that reads the whole bibliography."""


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The catalog of the real bibliography."""
    words = (f"bib/{name}.toml" for name in ("categories", "keywords", "venues"))
    catalog, _problems = load_catalog(Sources(ROOT, ("bib/quantization.bib",), *words))
    return catalog


@pytest.fixture(scope="session")
def keys(catalog: Catalog) -> set[str]:
    """The keys of all papers."""
    return set(catalog.papers)


@pytest.fixture(scope="session")
def downloads(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the whole bibliography in each format, named as on the site."""
    folder = tmp_path_factory.mktemp("downloads")
    papers = tuple(catalog.papers.values())
    for row in (row for name, row in FORMATS.items() if name != "markdown"):  # which is not a download
        (folder / f"quantization.{row.extension}").write_text(row.write(catalog, papers), encoding="utf-8")
    shutil.copy(BIBLIOGRAPHY, folder / BIBLIOGRAPHY.name)
    return folder


@pytest.fixture(scope="session")
def folder_with(downloads: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """A function that makes a folder with some of these files."""

    def make(*names: str) -> Path:
        folder = tmp_path_factory.mktemp("run")
        for name in names:
            shutil.copy(downloads / name, folder / name)
        return folder

    return make


@pytest.fixture(scope="session")
def programs(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The PATH for recipes."""
    return own_programs(tmp_path_factory.mktemp("bin"))


@pytest.fixture(scope="session")
def cook(folder_with: Callable[..., Path], downloads: Path, programs: str) -> Callable[[Recipe], Run]:
    """A function that follows a recipe verbatim, in a folder with all downloads."""

    def cook(recipe: Recipe) -> Run:
        folder = folder_with(*(path.name for path in downloads.iterdir()))
        for name, text in recipe.files.items():
            (folder / name).write_text(text, encoding="utf-8")
        return run(folder, "bash", "-ec", recipe.command, path=programs)

    return cook


@pytest.fixture(scope="session")
def typeset(folder_with: Callable[..., Path]) -> Callable[..., Run]:
    """A function that typesets a document from its ``.bbl`` and other files, in two passes."""

    def typeset(document: str, **files: str) -> Run:
        need("pdflatex")
        folder = folder_with()
        for suffix, text in {"tex": document, **files}.items():
            (folder / f"all.{suffix}").write_text(text, encoding="utf-8")
        run(folder, *LATEX, "all")
        return run(folder, *LATEX, "all")

    return typeset


@pytest.fixture(scope="session")
def started(
    folder_with: Callable[..., Path], cook: Callable[[Recipe], Run], typeset: Callable[..., Run]
) -> Iterator[dict[str, Future[Run]]]:
    """The slow programs, two at a time while the fast ones run; missing ones are not started."""
    biblatex, bib, csl = (f"quantization.{name}" for name in ("biblatex.bib", "bib", "csl.json"))
    render = [sys.executable, "-W", "error", str(Path(__file__).with_name("render.py"))]
    validate = ["biber", "--tool", "--validate-datamodel"]
    runs: dict[str, Future[Run]] = {}
    jobs: dict[str, Callable[[], Run]] = {
        READING: lambda: cook(read_page().recipes[READING]),
        bib: partial(run, folder_with(bib), *validate, f"--configfile={ROOT / 'bib' / 'biber.conf'}", bib),
        biblatex: partial(run, folder_with(biblatex), *validate, biblatex),
        "all": lambda: typeset_all(runs[READING].result(), typeset),
        "apa": partial(run, folder_with(csl), *render, "apa", csl),
        "ieee": partial(run, folder_with(csl), *render, "ieee", csl),
    }
    if not shutil.which("biber"):
        jobs = {name: jobs[name] for name in ("apa", "ieee")}
    pool = ThreadPoolExecutor(2)
    for name, job in jobs.items():
        runs[name] = pool.submit(job)
    yield runs
    pool.shutdown(cancel_futures=True)


def typeset_all(reading: Run, typeset: Callable[..., Run]) -> Run:
    """Typeset every paper that Biber has read for the reading list, without asking it again."""
    document = re.sub(r"(?<=\\printbibliography)\[.*\]", "", reading.text("reading.tex"))
    return typeset(
        document.replace(", defernumbers", ""), bbl=reading.text("reading.bbl"), aux=reading.text("reading.aux")
    )
