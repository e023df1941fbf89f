"""The projects of the benchmark."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.measure import Project

ROOT = Path(__file__).parents[2]


def test_the_project_of_the_benchmark_builds_without_a_warning(tmp_path: Path) -> None:
    """A setting of the site that names what the project lacks is one that its generator must change."""
    command = [sys.executable, str(ROOT / "benchmarks" / "generate.py"), str(tmp_path), "--size", "20"]
    subprocess.run(command, check=True)  # noqa: S603  (our own script)
    project = Project(tmp_path / "cardcatalog")
    project.build()  # an error if it writes a message
    assert not project.missing()
