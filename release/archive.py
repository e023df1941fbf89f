"""Make the archive of a release in build/release, the same bytes each time: python release/archive.py VERSION.

It is run by ``nox -s release``, changes nothing but that folder, and neither tags nor pushes.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from cardcatalog.catalog.loader import load_catalog
from cardcatalog.checks.released import add_released
from cardcatalog_tools.linting.project import Project, project_for

ROOT = Path(__file__).parents[1]
BUILD = Path("build", "release")

COPIES = (
    "bib/quantization.bib", "bib/categories.toml", "bib/keywords.toml", "bib/venues.toml", "bib/LICENSE",
    "CITATION.cff", "PAPERS.md", "PAPERS-SYSTEMS.md",
)  # fmt: skip
"""Files that the archive has as they are."""

DOWNLOADS = (
    "quantization.biblatex.bib", "catalog.json", "catalog.schema.json", "results.csv", "results.json",
    "results.schema.json",
)  # fmt: skip
"""Files that it has as the site gives them out."""

SUMS = "SHA256SUMS"


def main() -> None:
    """Check that all is ready, then make the archive and say what is left to do."""
    if len(sys.argv) != 2:  # noqa: PLR2004  (the script and the version)
        sys.exit("name the version: nox -s release -- 1.0.0")
    version = sys.argv[1]
    os.chdir(ROOT)
    project = project_for((), ROOT)
    if faults := [*not_ready(version, ROOT), *not_committed(), *not_recorded(project)]:
        sys.exit("\n".join(["not ready:", *(f"  {fault}" for fault in faults)]))
    time = int(git("log", "-1", "--format=%ct"))
    folder = BUILD / f"quantization-papers-{version}"
    make_archive(folder, time)
    print(f"{folder} is ready. Look at it, then tag and push:")
    print(f"  git tag -a v{version} -m {version} && git push origin v{version}")


def git(*words: str) -> str:
    """Return what git answers."""
    return subprocess.run(["git", *words], capture_output=True, check=True, text=True).stdout


def not_ready(version: str, root: Path) -> Iterator[str]:
    """Yield what does not speak of a version yet."""
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        yield f"{version!r} is no version; write it as 1.0.0"
    heading = re.search(
        rf"^## \[{re.escape(version)}\] - (\d{{4}}-\d\d-\d\d)$", read(root, "CHANGELOG.md"), re.MULTILINE
    )
    if not heading:
        yield f"CHANGELOG.md has no line '## [{version}] - {datetime.now(UTC).date()}'"
    citation = dict(re.findall(r'^(version|date-released): "?([^"\n]+)', read(root, "CITATION.cff"), re.MULTILINE))
    if citation.get("version") != version:
        yield f"CITATION.cff has no line 'version: {version}'"
    if heading and citation.get("date-released") != heading[1]:
        yield f"CITATION.cff has no line 'date-released: {heading[1]}', the day of CHANGELOG.md"
    if tomllib.loads(read(root, "pyproject.toml"))["project"]["version"] != version:
        yield f"pyproject.toml does not say version = {version!r}"


def read(root: Path, name: str) -> str:
    """Return the text of a file of the project."""
    return (root / name).read_text(encoding="utf-8")


def not_committed() -> Iterator[str]:
    """Yield what is changed here and in no commit, which a tag would not name."""
    if changed := git("status", "--porcelain"):
        yield f"not committed: {', '.join(line[3:] for line in changed.splitlines())}"


def not_recorded(project: Project) -> Iterator[str]:
    """Yield that keys are not recorded as released, which people may cite from now on."""
    catalog, _problems = load_catalog(project.sources)
    new = add_released(Path(project.released).read_text(encoding="utf-8"), catalog.papers.values())[1]
    if new:
        yield f"{new:,} keys are not recorded: run nox -s cardcatalog -- release, and commit what it wrote"


def make_archive(folder: Path, time: int) -> None:
    """Write all files of the archive, and a file with their checksums.

    :param time: seconds since 1970 that files are given as their time, so that two runs give the same bytes.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in COPIES:
        shutil.copyfile(name, folder / Path(name).name)
    site = build_site(time)
    for name in DOWNLOADS:
        shutil.copyfile(site / name, folder / name)
    pack(site, folder / "site.zip", time)
    (folder / SUMS).write_text(checksums(folder), encoding="utf-8", newline="\n")


def build_site(time: int) -> Path:
    """Build the site afresh, and return its folder."""
    site, doctrees = BUILD / "site", BUILD / "doctrees"
    for old in (site, doctrees):
        shutil.rmtree(old, ignore_errors=True)
    words = ["-c", ".", "-d", str(doctrees), "-b", "html", "-n", "-W", "--keep-going", "--quiet", "docs", str(site)]
    # PYTHONHASHSEED, because a set has no order of its own
    settings = os.environ | {"SOURCE_DATE_EPOCH": str(time), "PYTHONHASHSEED": "0", "TZ": "UTC"}
    subprocess.run([sys.executable, "-m", "sphinx", *words], check=True, env=settings)
    return site


def pack(folder: Path, target: Path, time: int) -> None:
    """Pack the files of a folder by name, each with one time and the same rights."""
    moment = datetime.fromtimestamp(max(time, 315_532_800), UTC)  # a zip begins in 1980
    with zipfile.ZipFile(target, "w") as packed:
        for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.name != ".buildinfo"):
            info = zipfile.ZipInfo(path.relative_to(folder).as_posix(), moment.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3  # Unix, wherever it is made
            info.external_attr = 0o644 << 16
            packed.writestr(info, path.read_bytes(), compresslevel=9)


def checksums(folder: Path) -> str:
    """Return a line for each file, as ``sha256sum --check`` reads it."""
    files = sorted(path for path in folder.iterdir() if path.name != SUMS)
    return "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)


if __name__ == "__main__":
    main()
