"""Measure the build of the site against its peers, on the same entries and in one run; print a table and the goals.

Each round builds the contenders in turn, so that what else the machine does falls on all of them; each ratio is taken
within a round, and the median over the rounds is what counts.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import subprocess
import sys
import tempfile
from collections import defaultdict
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from benchmarks.measure import Cost, Project  # noqa: E402  (the path comes first)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

OURS, PEER, EMPTY = "cardcatalog", "sphinxcontrib-bibtex", "empty"
COLD, NO_CHANGE, EDIT = "cold", "no change", "one entry edited"
MEASURES = ("clock", "cpu")
BUSY = 1.1
"""Clock to CPU time above which something else took the cores; then the ratios of CPU time say more."""

Costs = dict[tuple[str, str], list[Cost]]
"""By build and contender, a cost for each round."""


def main() -> None:
    """Measure every size; write what was measured to a file if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 3000], help="numbers of entries (%(default)s)")
    parser.add_argument("--runs", type=int, default=5, help="rounds (%(default)s)")
    parser.add_argument("--jobs", default="1", help="processes of each build, as sphinx-build -j (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="another seed makes other entries (%(default)s)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write every figure to a file")
    options = parser.parse_args()
    names = ("sphinx", "furo", "sphinxcontrib-bibtex", "docutils")
    versions = {"Python": platform.python_version()} | {name: version(name) for name in names}
    machine = {"cores": os.cpu_count(), "jobs": options.jobs, "runs": options.runs} | versions
    print(", ".join(f"{name} {value}" for name, value in machine.items()), flush=True)
    sizes = {}
    for size in options.sizes:
        costs = measure_size(size, options)
        print("\n".join(["", *table(size, costs), *goals(costs)]), flush=True)
        sizes[size] = [
            {"build": build, "contender": name, "costs": [asdict(cost) for cost in row]}
            for (build, name), row in costs.items()
        ]
    if options.json:
        options.json.write_text(json.dumps({"machine": machine, "sizes": sizes}, indent=2) + "\n", encoding="utf-8")


def measure_size(size: int, options: argparse.Namespace) -> Costs:
    """Measure every build of every contender on the same entries."""
    with tempfile.TemporaryDirectory() as folder:
        # In a process of its own, so that this one stays small: see measure().
        arguments = ["--size", str(size), "--seed", str(options.seed)]
        subprocess.run([sys.executable, HERE / "generate.py", folder, *arguments], check=True)
        projects = {name: Project(Path(folder, name), options.jobs) for name in (OURS, PEER, EMPTY)}
        for name, project in projects.items():
            project.build()  # once unmeasured: it compiles modules and shows that all works
            if name != EMPTY and (missing := project.missing()):
                sys.exit(f"{name}: {missing} of {size} entries stand on no page")
        costs: Costs = defaultdict(list)
        edited = random.Random(options.seed).sample(range(size), options.runs)  # noqa: S311
        for number in edited:
            for build, name in rounds(projects, number):
                costs[build, name].append(projects[name].build())
        return costs


def rounds(projects: dict[str, Project], number: int) -> Iterator[tuple[str, str]]:
    """Yield each build of a round when its project is ready for it."""
    for name in (OURS, PEER):
        projects[name].forget()
        yield COLD, name
    for name in (OURS, EMPTY, PEER):
        yield NO_CHANGE, name
    projects[OURS].edit(number)
    yield EDIT, OURS


def table(size: int, costs: Costs) -> Iterator[str]:
    """Yield the lines of a table of medians."""
    yield f"{size:,} entries: medians"
    yield f"{'build':<18}{'contender':<22}{'clock':>9}{'CPU':>9}{'memory':>10}"
    for (build, name), row in costs.items():
        clock, cpu, memory = (median(getattr(cost, what) for cost in row) for what in ("clock", "cpu", "memory"))
        yield f"{build:<18}{name:<22}{clock:>7.2f} s{cpu:>7.2f} s{memory:>7.0f} MB"


def goals(costs: Costs) -> Iterator[str]:
    """Yield a line for each goal: what was measured pair by pair, and whether that is enough."""
    cold = costs[COLD, OURS]
    yield goal("cold build, of the peer's", cold, costs[COLD, PEER], 0.5, lambda a, b: a / b)
    yield goal(
        "no change, less 0.5 s, of the empty project's",
        costs[NO_CHANGE, OURS],
        costs[NO_CHANGE, EMPTY],
        1.5,
        lambda a, b: (a - 0.5) / b,
    )
    yield goal("one entry edited, of the cold build", costs[EDIT, OURS], cold, 0.25, lambda a, b: a / b)
    share = [median(cost.clock for cost in costs[key]) for key in ((NO_CHANGE, EMPTY), (COLD, OURS))]
    yield f"(an empty project without a change takes {share[0] / share[1]:.2f} of the cold build)"
    waited = median(cost.clock / cost.cpu for row in costs.values() for cost in row)
    if waited > BUSY:
        yield f"The machine was busy: by the clock the builds took {waited:.1f} times their CPU time."


def goal(
    name: str,
    ours: Sequence[Cost],
    theirs: Sequence[Cost],
    limit: float,
    ratio: Callable[[float, float], float],
) -> str:
    """Return a line on a goal; it holds if the median of the ratios by the clock is within the limit."""
    ratios = {
        what: sorted(ratio(getattr(a, what), getattr(b, what)) for a, b in zip(ours, theirs, strict=True))
        for what in MEASURES
    }
    spans = [f"{median(row):.2f} ({row[0]:.2f} to {row[-1]:.2f})" for row in ratios.values()]
    verdict = "holds" if median(ratios["clock"]) <= limit else "is missed"
    return f"{name}: clock {spans[0]}, CPU {spans[1]}; the goal of {limit} {verdict}"


if __name__ == "__main__":
    main()
