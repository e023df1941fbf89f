"""The index of the site's prose, made by Pagefind: guides, definitions, introductions, which the explorer shows."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from functools import cache, partial
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from sphinx.application import Sphinx
from sphinx.util import logging

from cardcatalog.bibtex.entries import digest
from cardcatalog.sphinx.domain.domain import PaperDomain, domain_of
from cardcatalog.sphinx.domain.targets import EXPLORER
from cardcatalog.sphinx.manifest import OUTPUTS, Output, OutputFile, file_of
from cardcatalog.sphinx.theme.head_tags import is_hidden
from cardcatalog.sphinx.urls import is_web

logger = logging.getLogger(__name__)

FOLDER = "pagefind"
"""The folder of the index, next to the pages."""

MAIN, MARK = "[role=main]", re.compile(r"role=[\"']?main\b")
"""The selector of the text of a page, in every theme but a few, and how it is marked."""

NO_PROSE = ".cc-cards, .cc-list, .cc-tree, .cc-years, .cc-table, .cc-summary, .toctree-wrapper, .headerlink, script"
"""The selectors of papers, which the explorer finds by itself, and of elements without text."""

CARDS, DIV = re.compile(r'<div class="[^"]*\bcc-cards\b'), re.compile("<div\\b|</div>")
"""The beginning of the cards of papers, and all that may be their end: most of a page, and no prose."""

OWN_LOOKS = ("pagefind-*ui.*", "pagefind-highlight.js")
"""The user interface of Pagefind: 350 KB that no page here loads."""


_WORK = "cardcatalog-prose-work-"
"""The prefix of the folders in which the index is made."""


def is_possible() -> bool:
    """Return whether Pagefind is installed."""
    return find_spec("pagefind") is not None


def search_output(app: Sphinx) -> Output | None:
    """Return the index, if there is an explorer; it is made again if the prose of any of the pages is another.

    Pagefind's command line takes milliseconds for a hundred pages; its service for Python takes 100 ms a page.
    """
    domain = domain_of(app.env)
    if not is_web(app.builder) or EXPLORER not in domain.places:
        return None
    if not is_possible():
        logger.info("cardcatalog: install sphinx-cardcatalog[explorer], then the explorer finds guides, too")
        return None
    outdir = Path(app.outdir)
    pages = [Path(app.builder.get_output_path(name)) for name in _pages(domain)]
    texts = cache(lambda: {path.relative_to(outdir): without_cards(_read(path)) for path in pages})
    made_by = digest(version("pagefind"), NO_PROSE, MAIN)

    @cache
    def prose() -> str:
        return digest(made_by, *(part for path, text in texts().items() for part in (path.as_posix(), text)))

    def files() -> list[OutputFile] | None:
        found = _index(texts(), Path(app.doctreedir))
        return found and [file._replace(digest=prose()) for file in found]

    state = digest(made_by, *(_state(path, outdir) for path in pages))
    return Output("site search", state, files, prose)


def without_cards(page: str) -> str:
    """Return a page of HTML without the cards of papers, which most edits change."""
    pieces, end = [], 0
    while start := CARDS.search(page, end):
        pieces.append(page[end : start.start()])
        depth, end = 0, len(page)
        for tag in DIV.finditer(page, start.start()):
            depth += 1 if tag[0] == "<div" else -1
            if not depth:
                end = tag.end()
                break
    return "".join([*pieces, page[end:]])


def _read(path: Path) -> str:
    return path.read_text("utf-8", errors="replace")


def _index(pages: Mapping[Path, str], workdir: Path) -> list[OutputFile] | None:
    """Return the files of the index of some pages, or nothing if Pagefind failed.

    :param pages: the HTML of each, by its path from the output folder.
    """
    for left in workdir.glob(f"{_WORK}*"):
        shutil.rmtree(left, ignore_errors=True)  # of an interrupted build
    with TemporaryDirectory(dir=workdir, prefix=_WORK) as folder:
        site = Path(folder)
        for path, text in pages.items():
            copy = (site / path).with_suffix(".html")  # which is all that Pagefind looks for
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(text, "utf-8")
        if not _run(site, MAIN if all(map(MARK.search, pages.values())) else "body"):
            return None
        made = (path for path in sorted((site / FOLDER).rglob("*")) if path.is_file())
        kept = [path for path in made if not any(path.match(pattern) for pattern in OWN_LOOKS)]
        return [file_of(path.relative_to(site).as_posix(), partial(bytes, path.read_bytes())) for path in kept]


def _pages(domain: PaperDomain) -> list[str]:
    """Return the pages that may hold prose: not the first page and the explorer, nor mere lists of papers."""
    overviews = {domain.places[EXPLORER].docname, domain.env.config.root_doc}

    def is_list(name: str) -> bool:
        kinds = {target.objtype for target in domain.pages[name].places} if name in domain.pages else set()
        return kinds == {"paper"} and name.startswith("papers/")

    found = (name for name in domain.env.found_docs if not is_hidden(domain.env, name))
    return sorted(name for name in found if name not in overviews and not is_list(name))


def _state(path: Path, outdir: Path) -> str:
    about = path.stat()
    return f"{path.relative_to(outdir).as_posix()} {about.st_size} {about.st_mtime_ns}"


def _run(site: Path, root: str) -> bool:
    """Index a folder; return whether that worked, and log why not."""
    options = ["--site", str(site), "--output-subdir", FOLDER, "--root-selector", root, "--exclude-selectors", NO_PROSE]
    command = [sys.executable, "-m", "pagefind", *options, "--quiet"]
    done = subprocess.run(command, cwd=site, capture_output=True, text=True, check=False)  # noqa: S603  (our own arguments)
    if done.returncode:
        reason = done.stderr or done.stdout
        logger.warning("Pagefind made no index:\n%s", reason, type="cardcatalog", subtype="explorer")
        return False
    return True


def setup(app: Sphinx) -> None:
    """Let the index be made when all pages are written."""
    app.connect(OUTPUTS, search_output)
