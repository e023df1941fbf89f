"""Measure what measured results cost a build: this site without any, with its own, and with 100,000 more.

The further rows are those of copies of its sources, in which a tenth of the values is up to 3 % smaller.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.measure import Project  # noqa: E402  (the path comes first)
from benchmarks.run import export  # noqa: E402  (the path comes first)

MORE, LIMIT = 100_000, 10
"""Further rows, and the seconds of CPU time that they may take."""

SHARE = 0.1
"""What the rows of this site may take, as a share of a build without any."""

CHANGED = 0.1
"""The share of the values of a copy that are not those of its source."""

NONE, OWN, LARGE = "no rows", "its own rows", "more rows"
TABLE = "[[source]]\n"
QUIET = '\nsuppress_warnings = ["cardcatalog"]\n'
"""A setting for the site without rows, some of which its pages name."""


def main() -> None:
    """Build the three sites in turn, and print what each build takes, medians and goals."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="rounds (%(default)s)")
    parser.add_argument("--commits", nargs="+", default=["HEAD"], help="whose code builds these sites (%(default)s)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        projects = dict(sites(Path(folder), options.commits))
        cpu: dict[tuple[str, str], list[float]] = {row: [] for row in projects}
        for _round in range(options.runs):
            for (commit, name), project in projects.items():
                project.forget()
                cost = project.build()
                cpu[commit, name].append(cost.cpu)
                print(f"{commit:<12}{name:<14}{cost.cpu:>8.2f} s{cost.memory:>8.0f} MB", flush=True)
    for commit in options.commits:
        none, own, large = (cpu[commit, name] for name in (NONE, OWN, LARGE))
        more = median(large - own for large, own in zip(large, own, strict=True))
        share = median(own / none - 1 for own, none in zip(own, none, strict=True))
        print(f"{commit}: {MORE:,} more rows take {more:.1f} s of CPU, the goal is {LIMIT} s")
        print(f"{commit}: its own rows take {share:.0%} of a build without any, the goal is {SHARE:.0%}")


def sites(folder: Path, commits: list[str]) -> Iterator[tuple[tuple[str, str], Project]]:
    """Write the sites of the present commit for the code of each commit, and yield them by commit and name."""
    for commit in commits:
        code = folder / commit / "code"
        export(commit, code)
        for name in (NONE, OWN, LARGE):
            site = folder / commit / name
            export("HEAD", site)
            (site / "ext").rename(site / "unused")
            (site / "ext").symlink_to(code / "ext", target_is_directory=True)
            yield (commit, name), Project(site)
        remove_rows(folder / commit / NONE)
        add_rows(folder / commit / LARGE)


def remove_rows(site: Path) -> None:
    """Leave the headings of the files of rows."""
    for path in site.glob("bib/results/*.csv"):
        path.write_text(path.read_text(encoding="utf-8").partition("\n")[0] + "\n", encoding="utf-8")
    settings = site / "conf.py"
    settings.write_text(settings.read_text(encoding="utf-8") + QUIET, encoding="utf-8")


def add_rows(site: Path) -> None:
    """Add copies of sources to a site until it has so many rows more."""
    scheme = site / "bib" / "results.toml"
    head, *sources = scheme.read_text(encoding="utf-8").split(TABLE)
    added, left = [], MORE
    for number, source in ((number, source) for number in count(2) for source in sources):
        name = source.split('"')[1]
        path = scheme.with_suffix("") / f"{name.replace('/', '--')}.csv"
        lines = list(copied(path, number))[: left + 1]
        with path.with_name(f"{path.stem}-{number}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(lines)
        added.append(source.replace(f'"{name}"', f'"{name}-{number}"'))
        left -= len(lines) - 1
        if not left:
            break
    scheme.write_text(TABLE.join([head, *sources, *added]), encoding="utf-8")


def copied(path: Path, number: int) -> Iterator[list[str]]:
    """Yield the lines of a copy of a source, reference rows first: other ids, and a tenth of the values smaller."""
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    at = {name: place for place, name in enumerate(head)}
    yield head
    for row in sorted(rows, key=lambda row: row[at["relation"]] != "baseline"):
        row[at["id"]] += f"-{number}"
        row[at["baseline"]] += f"-{number}" * (row[at["baseline"]] not in {"", "none"})
        value = row[at["value"]]
        chance = random.Random(f"{number} {value}")  # noqa: S311  (equal values stay equal)
        if chance.random() < CHANGED:
            smaller = float(value) * chance.uniform(0.97, 1)
            row[at["value"]] = row[at["printed"]] = f"{smaller:.{len(value.partition('.')[2])}f}"
        yield row


if __name__ == "__main__":
    main()
