"""The projects of the benchmark."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.measure import Project

ROOT = Path(__file__).parents[2]
GENERATE = [sys.executable, str(ROOT / "benchmarks" / "generate.py")]


def test_the_project_of_the_benchmark_builds_without_a_warning(tmp_path: Path) -> None:
    """A setting of the site that names what the project lacks is one that its generator must change."""
    subprocess.run([*GENERATE, tmp_path, "--size", "20"], check=True)  # noqa: S603  (our own script)
    project = Project(tmp_path / "cardcatalog")
    project.build()  # an error if it writes a message
    assert not project.missing()


def test_the_entries_of_the_benchmark_are_sampled_from_the_data_of_the_commit_to_compare_with(tmp_path: Path) -> None:
    """Two commits are compared on the same entries: those that the earlier one can read."""
    data = tmp_path / "earlier" / "bib"
    data.mkdir(parents=True)
    for name in ("categories.toml", "keywords.toml", "venues.toml"):
        shutil.copy(ROOT / "bib" / name, data)
    entry = "@misc{a, author = {Earlier, Ada}, title = {Earlier}, year = {2020}, category = {survey}}\n"
    (data / "quantization.bib").write_text(entry)
    subprocess.run([*GENERATE, tmp_path, "--size", "3", "--source", data.parent], check=True)  # noqa: S603  (our own script)
    for project in ("cardcatalog", "MyST", "Hugo", "sphinxcontrib-bibtex"):
        assert "Earlier" in "".join(
            path.read_text() for path in (tmp_path / project).rglob("*.*") if path.suffix in {".bib", ".md"}
        )
    bibliography = (tmp_path / "cardcatalog" / "bib" / "quantization.bib").read_text()
    assert bibliography.count("title") == bibliography.count("{Earlier}") == 3
