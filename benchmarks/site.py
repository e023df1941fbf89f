"""Measure what a cold build of this project's site takes, of this commit and an earlier one, each of its own pages."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.measure import BIBLIOGRAPHY, Project  # noqa: E402  (the path comes first)
from benchmarks.run import BEFORE, export  # noqa: E402  (the path comes first)

GOAL = 0.4
"""The goal for its CPU time, as a ratio."""


def main() -> None:
    """Build both sites in turn, and print medians, and the ratio for the site and for each of its papers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="rounds (%(default)s)")
    parser.add_argument("--commits", nargs=2, default=[BEFORE, "HEAD"], help="earlier and later (%(default)s)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sites = [Project(Path(folder, commit)) for commit in options.commits]
        for site in sites:
            export(site.name, site.folder)
            site.build()  # once unmeasured: it compiles modules
        papers = [(site.folder / BIBLIOGRAPHY).read_text(encoding="utf-8").count("\n@") for site in sites]
        cpu: list[list[float]] = [[], []]
        for _round in range(options.runs):
            for site, row in zip(sites, cpu, strict=True):
                site.forget()
                row.append(site.build().cpu)
    before, now = map(median, cpu)
    for commit, count, seconds in zip(options.commits, papers, (before, now), strict=True):
        print(f"{commit:<12}{count:>8,} papers{seconds:>8.1f} s{1000 * seconds / count:>8.2f} ms a paper")
    by_paper = now / papers[1] / (before / papers[0])
    print(f"ratio {now / before:.2f}, for each paper {by_paper:.2f}; the goal is {GOAL}")


if __name__ == "__main__":
    main()
