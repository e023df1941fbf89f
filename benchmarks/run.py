"""Measure the build of the site against its peers, on the same entries and in one run; print a table and the goals.

Each round builds the contenders in turn, so that what else the machine does falls on all of them; each ratio is taken
within a round, and the median over the rounds is what counts. An earlier commit is one of the contenders: it is taken
from git with its data, from which the entries of all contenders are sampled, since it cannot read later data.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from importlib.metadata import version
from math import log
from pathlib import Path
from statistics import linear_regression, median

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from benchmarks.measure import Cost, Project  # noqa: E402  (the path comes first)

OURS, PAGES, MYST, PEER, EMPTY, HUGO = (
    "cardcatalog", "category pages", "MyST", "sphinxcontrib-bibtex", "empty", "Hugo"
)  # fmt: skip
COLD, SHARED, NO_CHANGE, EDIT = "cold", "cold, -j 2", "no change", "one entry edited"
PEER_UP_TO = 3000
"""Entries up to which the peer takes part: above, it takes minutes, and no goal asks for it."""

MEASURES = ("clock", "cpu")
GIT = (shutil.which("git") or "git", "-C", str(HERE.parent))
BEFORE = "1049adf"
"""The commit to compare with, before the redesign."""
EARLIER = "earlier commit"
"""The contender built from it."""

SOURCE = "source"
"""The folder of its files."""

LIMITS_AT = 10_000
"""Entries at which there are goals for seconds and megabytes."""

BUSY = 1.1
"""Clock to CPU time above which something else took the cores; then the ratios of CPU time say more."""

AGAINST = (
    (COLD, "cpu", "s", 0.35), (NO_CHANGE, "cpu", "s", 0.4), (EDIT, "cpu", "s", 0.25),
    (COLD, "memory", "MB", 0.6), (EDIT, "memory", "MB", 0.6),
)  # fmt: skip
BYTES = 0.35
"""The goals for ratios to the earlier commit: builds and what they cost, and the bytes that are written."""

FLOOR = 2.5
"""The goal for the clock of a cold build with two processes, as a ratio to Hugo and Pagefind."""

Costs = dict[tuple[str, str], list[Cost]]
"""By build and contender, a cost for each round."""


def main() -> None:
    """Measure every size; write what was measured to a file if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    sizes = [1000, 3000, 10000, 30000]
    parser.add_argument("--sizes", type=int, nargs="+", default=sizes, help="numbers of entries (%(default)s)")
    parser.add_argument("--runs", type=int, default=3, help="rounds (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="another seed makes other entries (%(default)s)")
    parser.add_argument("--against", default=BEFORE, metavar="COMMIT", help="the earlier commit (%(default)s), or ''")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write every figure to a file")
    options = parser.parse_args()
    if options.against and not has_commit(options.against):
        print(f"{options.against} is not in this clone, so nothing is compared with it.")
        options.against = ""
    names = ("sphinx", "furo", "sphinxcontrib-bibtex", "docutils")
    versions = {"Python": platform.python_version()} | {name: version(name) for name in names}
    machine = {"cores": os.cpu_count(), "runs": options.runs} | versions
    print(", ".join(f"{name} {value}" for name, value in machine.items()), flush=True)
    if not shutil.which("hugo"):
        print("Hugo is not on PATH, so the floor is not measured.")
    measured: dict[int, Costs] = {}
    for size in options.sizes:
        measured[size] = measure_size(size, options)
        print("\n".join(["", *table(size, measured[size]), *goals(size, measured[size])]), flush=True)
    if len(measured) > 1:
        print(f"\ncold build: time grows with the entries to the power of {exponent(measured):.2f}; the goal is 1.05")
    if options.json:
        rows = {
            size: [
                {"build": build, "contender": name, "costs": [asdict(cost) for cost in row]}
                for (build, name), row in costs.items()
            ]
            for size, costs in measured.items()
        }
        options.json.write_text(json.dumps({"machine": machine, "sizes": rows}, indent=2) + "\n", encoding="utf-8")


def measure_size(size: int, options: argparse.Namespace) -> Costs:
    """Measure every build of every contender on the same entries."""
    with tempfile.TemporaryDirectory() as folder:
        earlier = generate(Path(folder), size, options.seed, options.against)
        projects = {name: Project(Path(folder, name)) for name in contenders(size)} | earlier
        for name, project in projects.items():
            project.build()  # once unmeasured: it compiles modules and shows that all works
            if name in {OURS, PAGES, PEER} and (missing := project.missing()):
                sys.exit(f"{name}: {missing} of {size} entries are on none of the pages")
        pages = projects[OURS].sizes()
        about = f"{len(pages):,} pages, {sum(pages) / 1e6:.1f} MB, half of them below {median(pages):,.0f} bytes"
        print(f"\n{size:,} entries: {about}")
        costs: Costs = defaultdict(list)
        edited = random.Random(options.seed).sample(range(size), options.runs)  # noqa: S311
        for number in edited:
            for build, name, project in rounds(projects, number):
                costs[build, name].append(project.build())
        if EARLIER in projects:
            print("\n".join(comparison(costs, *(projects[name].written() for name in (OURS, EARLIER)))))
        return costs


def generate(folder: Path, size: int, seed: int, commit: str) -> dict[str, Project]:
    """Write the projects of all contenders to a folder; return that of an earlier commit, if one is named."""
    # In processes of their own, so that this one stays small: see measure().
    arguments = ["--size", str(size), "--seed", str(seed)]
    before = folder / "before"
    earlier = {EARLIER: project_before(commit, before, arguments)} if commit else {}
    data = ["--source", str(before / SOURCE)] if earlier else []
    subprocess.run([sys.executable, HERE / "generate.py", folder, *arguments, *data], check=True)
    return earlier


def has_commit(name: str) -> bool:
    """Return whether a commit is in this clone."""
    command = [*GIT, "cat-file", "-e", f"{name}^{{commit}}"]
    return not subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode


def project_before(commit: str, folder: Path, arguments: Sequence[str]) -> Project:
    """Return the project of an earlier commit, made and built by its own code."""
    source = folder / SOURCE
    export(commit, source)
    subprocess.run([sys.executable, source / "benchmarks" / "generate.py", folder / "made", *arguments], check=True)
    return Project(folder / "made" / OURS)


def export(commit: str, folder: Path) -> None:
    """Write all files of a commit to a folder."""
    folder.mkdir(parents=True)
    with tempfile.TemporaryFile() as archive:
        subprocess.run([*GIT, "archive", commit], check=True, stdout=archive)
        archive.seek(0)
        with tarfile.open(fileobj=archive) as files:
            files.extractall(folder, filter="data")


def contenders(size: int) -> list[str]:
    """Return the names of those who take part at a size."""
    names = [OURS, PAGES, MYST, EMPTY]
    return names + [PEER] * (size <= PEER_UP_TO) + [HUGO] * bool(shutil.which("hugo"))


def rounds(projects: dict[str, Project], number: int) -> Iterator[tuple[str, str, Project]]:
    """Yield each build of a round when its project is ready for it."""
    shared = projects[OURS].with_jobs("2")
    shared.forget()
    yield SHARED, OURS, shared
    for name, project in projects.items():
        if name != EMPTY:
            project.forget()
            yield COLD, name, project
    ours = [name for name in (OURS, EARLIER) if name in projects]
    for name in (*ours, EMPTY):
        yield NO_CHANGE, name, projects[name]
    for name in ours:
        projects[name].edit(number)
        yield EDIT, name, projects[name]


def table(size: int, costs: Costs) -> Iterator[str]:
    """Yield the lines of a table of medians."""
    yield f"{size:,} entries: medians"
    yield f"{'build':<18}{'contender':<22}{'clock':>9}{'CPU':>9}{'memory':>10}"
    for (build, name), row in costs.items():
        clock, cpu, memory = (median(getattr(cost, what) for cost in row) for what in ("clock", "cpu", "memory"))
        yield f"{build:<18}{name:<22}{clock:>7.2f} s{cpu:>7.2f} s{memory:>7.0f} MB"


def comparison(costs: Costs, written: int, before: int) -> Iterator[str]:
    """Yield the lines of a table of this commit and the earlier one.

    :param written: the bytes of all files of the site, and those of the earlier commit.
    """
    yield f"\n{EARLIER:<22}{'before':>10}{'now':>10}{'ratio':>8}{'goal':>8}"
    for build, what, unit, limit in AGAINST:
        now, then = ([getattr(cost, what) for cost in costs[build, name]] for name in (OURS, EARLIER))
        ratio = median(a / b for a, b in zip(now, then, strict=True))
        numbers = f"{median(then):>8.2f} {unit}{median(now):>8.2f} {unit}"
        yield f"{build + (', memory' if what == 'memory' else ''):<22}{numbers}{ratio:>8.2f}{limit:>8}"
    yield f"{'written':<22}{before / 1e6:>7.1f} MB{written / 1e6:>7.1f} MB{written / before:>8.2f}{BYTES:>8}"


def goals(size: int, costs: Costs) -> Iterator[str]:
    """Yield a line for each goal: what was measured pair by pair, and whether that is enough."""
    cold = costs[COLD, OURS]
    if peer := costs.get((COLD, PEER)):
        yield goal("cold build, of the peer's bare list", cold, peer, 0.5)
    yield goal("category pages alone, of MyST written by hand", costs[COLD, PAGES], costs[COLD, MYST], 1)
    if hugo := costs.get((COLD, HUGO)):
        yield goal("cold build with -j 2, of Hugo and Pagefind", costs[SHARED, OURS], hugo, FLOOR)
    if size == LIMITS_AT:
        for name, row, what, limit in (
            ("no change", costs[NO_CHANGE, OURS], "clock", 3),
            ("one entry edited", costs[EDIT, OURS], "clock", 5),
            ("memory of a cold build", cold, "memory", 600),
        ):
            value = median(getattr(cost, what) for cost in row)
            yield f"{name}: {value:.1f}; the goal of less than {limit} {'holds' if value < limit else 'is missed'}"
    waited = median(cost.clock / cost.cpu for row in costs.values() for cost in row)
    if waited > BUSY:
        yield f"The machine was busy: by the clock the builds took {waited:.1f} times their CPU time."


def exponent(measured: dict[int, Costs]) -> float:
    """Return the power of the number of entries with which the cold build grows, by least squares of logarithms."""
    clocks = [median(cost.clock for cost in costs[COLD, OURS]) for costs in measured.values()]
    return linear_regression([log(size) for size in measured], [log(clock) for clock in clocks]).slope


def goal(name: str, ours: Sequence[Cost], theirs: Sequence[Cost], limit: float | None = None) -> str:
    """Return a line on a ratio; its goal holds if the median by the clock is within the limit."""
    ratios = {
        what: sorted(getattr(a, what) / getattr(b, what) for a, b in zip(ours, theirs, strict=True))
        for what in MEASURES
    }
    spans = [f"{median(row):.2f} ({row[0]:.2f} to {row[-1]:.2f})" for row in ratios.values()]
    verdict = f"; the goal of {limit} {'holds' if median(ratios['clock']) <= limit else 'is missed'}" if limit else ""
    return f"{name}: clock {spans[0]}, CPU {spans[1]}{verdict}"


if __name__ == "__main__":
    main()
