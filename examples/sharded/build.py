"""Build one site of two catalogs, each a Sphinx project of its own, and a front page that leads to both.

python examples/sharded/build.py build/sharded
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PARTS = ("graph", "recommendation")
"""The categories of the parts. A part refers to those before it; for both ways, build all of them twice."""


def main() -> None:
    """Write the sources and the site into the folder that the command line names."""
    folder = Path(sys.argv[1]).resolve()
    html = folder / "html"
    for part in PARTS:
        source = shutil.copytree(HERE / part, folder / "sources" / part, dirs_exist_ok=True)
        papers = source / "papers.bib"
        # The format of JabRef has all fields, that of BibTeX only those that others read.
        run("cardcatalog_tools", "export", "jabref", "--category", part, "--output", str(papers))
        settings = (f"-Dproject={part.capitalize()}", f"-Dcardcatalog_bibliography={papers}")
        sphinx(source, html / part, "-c", str(HERE), *settings, PARTS=str(html))
    front = shutil.copytree(HERE / "front", folder / "sources" / "front", dirs_exist_ok=True)
    sphinx(front, html, PARTS=str(html))


def sphinx(source: Path, outdir: Path, *options: str, **environment: str) -> None:
    """Build a project; a warning is an error."""
    run("sphinx", "-q", "-n", "-W", "-d", f"{source}-doctrees", *options, str(source), str(outdir), **environment)


def run(module: str, *arguments: str, **environment: str) -> None:
    """Run a module of Python from the folder of the bibliography."""
    subprocess.run(  # noqa: S603  (our own commands)
        [sys.executable, "-m", module, *arguments], cwd=HERE.parents[1], env=os.environ | environment, check=True
    )


if __name__ == "__main__":
    main()
