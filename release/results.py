"""Make bib/results/ and the models and sources in bib/results.toml from the facts: python release/results.py FOLDER.

FOLDER has ``results.jsonl`` and ``results-corrections.jsonl``, whose rules are matched against the rows as they are
and then applied. Settings, measures, benchmarks, flags and methods in ``bib/results.toml`` are written by people.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import Counter, defaultdict
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cardcatalog.catalog.taxonomy import format_rows
from cardcatalog.results.reader import file_of, read_results
from cardcatalog.results.results import CORE
from cardcatalog.results.scheme import Model, Source

if TYPE_CHECKING:
    from collections.abc import Iterable

Facts = dict[str, Any]

ROOT = Path(__file__).parents[1]
SCHEME = ROOT / "bib" / "results.toml"
MARK = "# Below this line: models and sources, made by release/results.py.\n"

RENAMED = {"fmt": "format"}
PLAIN = ("w", "a", "kv", "group", "bpw", "fmt")
"""Fields of facts that are settings of their own."""

NEUTRAL = frozenset({"w", "a", "kv", "group", "bpw", "format", "context_from", "size_gib", "size_mb", "harness"})
"""Settings in which an unquantized row may differ from the rows that are compared with it."""


def read_lines(path: Path) -> list[Facts]:
    """Return the objects of a file with one in each line."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def correct(rows: list[Facts], rules: list[Facts]) -> list[Facts]:
    """Return the rows with all corrections.

    :raises ValueError: if a rule matches another number of rows than it says.
    """
    matched = [[row for row in rows if fits(row, rule)] for rule in rules]
    for rule, found in zip(rules, matched, strict=True):
        if len(found) != rule["rows"]:
            message = f"{len(found)} rows match, not {rule['rows']}: {rule}"
            raise ValueError(message)
        for row in found:
            apply(row, rule)
    return [row for row in rows if not row.get("deleted")]


def fits(row: Facts, rule: Facts) -> bool:
    """Return whether a rule is about a row."""
    first, last = rule.get("lines") or (0, 10**9)
    return (
        row["repo"] == rule["repo"]
        and row["path"] == (rule["path"] or row["path"])
        and row.get("section") == rule.get("section", row.get("section"))
        and first <= row["line"] <= last
        and (rule["old"] != "X (GGUF)" or row["method"].endswith("(GGUF)"))
        and all(fits_value(row, name, wanted) for name, wanted in rule["match"].items())
    )


def fits_value(row: Facts, name: str, wanted: object) -> bool:
    """Return whether a field, ``setting.x`` for one in its settings, has a value or one of several."""
    part, _, key = name.partition(".")
    value = row.get("setting", {}).get(key) if key else row.get(part)
    return value in wanted if isinstance(wanted, list) else value == wanted


def apply(row: Facts, rule: Facts) -> None:
    """Change a field as a rule says; a few rules say it in words."""
    field, new = rule["field"], rule["new"]
    if field == "row":
        row["deleted"] = True
    elif field == "flags":
        row["flags"] = [*row.get("flags", []), new]
    elif field.startswith("setting."):
        row.setdefault("setting", {})[field.removeprefix("setting.")] = new
    elif new == "GGUF X":
        row["method"] = f"GGUF {row['method'].removesuffix(' (GGUF)')}"
    elif field == "w" and str(new).startswith("nominal bits"):
        nominal = re.search(r"(?i)i?q(\d)_|(\d)[ -]?bit|int(\d)|f(16)\b", f"{row.get('fmt')} {row['method']}")
        row["w"] = int(next(filter(None, nominal.groups()))) if nominal else row["w"]
        row["flags"] = [*row.get("flags", []), "w-is-nominal"] if nominal else row.get("flags", [])
    else:
        if field == "group" and "setting.kv_group" in rule["reason"]:
            row.setdefault("setting", {})["kv_group"] = rule["old"]
        row[field] = new
        if "Take flag" in rule["reason"]:
            row["flags"] = [flag for flag in row.get("flags", []) if flag not in rule["reason"]]


def to_id(model: str) -> str:
    """Return a name of a model that a page can be called by."""
    return re.sub(r"[^a-z0-9.]+", "-", model.replace("+", "-plus")).strip("-")


def text_of(value: object) -> str:
    """Return a value as its column has it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else " ".join(str(value).split())


def value_of(row: Facts) -> str:
    """Return a value in the unit of its measure: a fraction as a percentage, with all of its digits."""
    is_fraction = row.get("setting", {}).get("unit") == "fraction"
    return f"{(Decimal(str(row['value'])) * 100).normalize():f}" if is_fraction else text_of(row["value"])


def to_cells(row: Facts) -> dict[str, str]:
    """Return a row as the cells of its file, without the row that it is compared with."""
    settings = {RENAMED.get(name, name): text_of(row.get(name)) for name in PLAIN}
    settings |= {name: text_of(value) for name, value in row.get("setting", {}).items() if name != "unit"}
    if granularity := settings.pop("granularity", ""):
        settings["group"] = settings["group"] or granularity
    settings["format"] = re.sub(r"(?i)^i?q\d.*", lambda name: name[0].upper(), settings["format"])
    method = re.sub(r"(?i)(?<=GGUF )i?q\d.*", lambda name: name[0].upper(), row["method"])
    core = {
        "id": row["id"], "paper": row["paper"] or "", "method": method, "relation": row["relation"],
        "reporter": row["source_paper"] or "", "model": to_id(row["model"]), "benchmark": row["benchmark"],
        "metric": row["metric"], "value": value_of(row), "printed": row["printed"],
        "path": row["path"], "line": str(row["line"]), "section": row.get("section") or "",
        "flags": " ".join(sorted(set(row.get("flags", [])))),
    }  # fmt: skip
    return settings | core


def add_baselines(rows: list[dict[str, str]]) -> None:
    """Name the unquantized row of the same table in each row of one source, or ``none`` where it has none."""
    known: dict[tuple[str, ...], list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        if row["relation"] == "baseline" and row["method"] == "unquantized":
            known[cell_of(row)].append(row)
    for row in rows:
        found = [other for other in known[cell_of(row)] if not contradicts(row, other)]
        nearest = min(found, key=lambda other: distance(row, other), default=None)
        row["baseline"] = "" if row["relation"] == "baseline" else nearest["id"] if nearest else "none"


def cell_of(row: dict[str, str]) -> tuple[str, ...]:
    """Return the place of a number that a row shares with its unquantized row."""
    return row["path"], row["model"], row["benchmark"], row["metric"]


def contradicts(row: dict[str, str], other: dict[str, str]) -> bool:
    """Return whether two rows were measured in different ways, as far as both say."""
    shared = (row.keys() & other.keys()) - set(CORE) - NEUTRAL
    return any(row[name] and other[name] and row[name] != other[name] for name in shared)


def distance(row: dict[str, str], other: dict[str, str]) -> tuple[bool, int]:
    """Return how far an unquantized row is from a row: the section first, then lines."""
    return row["section"] != other["section"], abs(int(row["line"]) - int(other["line"]))


def flag_repeats(rows: list[dict[str, str]]) -> None:
    """Flag the rows of one source that differ in nothing but place and value."""
    same = defaultdict(list)
    for row in rows:
        places = {"id", "value", "printed", "path", "line", "section", "flags", "baseline"}
        same[tuple(sorted((name, value) for name, value in row.items() if name not in places))].append(row)
    for group in same.values():
        if len({row["value"] for row in group}) > 1:
            for row in group:
                row["flags"] = " ".join(sorted({*row["flags"].split(), "printed-twice"}))


def write_file(path: Path, rows: list[dict[str, str]], settings: Iterable[str]) -> None:
    """Write the rows of one source in the canonical order, with a column for each setting that a row has."""
    names = [*CORE[: CORE.index("value")], *settings, *CORE[CORE.index("value") :]]
    columns = [name for name in names if name in CORE or any(row.get(name) for row in rows)]
    rows.sort(key=lambda row: (row["path"], int(row["line"]), row["benchmark"], row["model"], row["method"], row["id"]))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore", restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def models_of(facts: list[Facts]) -> list[Model]:
    """Return the models, smaller ones of a family first, under the name that most rows print."""
    printed: dict[str, Counter[str]] = defaultdict(Counter)
    for row in facts:
        printed[to_id(row["model"])][row["model_printed"]] += 1
    return [make_model(name, names) for name, names in sorted(printed.items(), key=by_size)]


def by_size(item: tuple[str, object]) -> list[tuple[float, str]]:
    """Return the sort key of a model: its name, in which numbers count as such, and millions before billions."""
    parts = re.findall(r"(\d+(?:\.\d+)?)(m(?=$|-))?|(\D+)", item[0])
    return [(float(number) / (1000 if is_small else 1) if number else 0, word) for number, is_small, word in parts]


def make_model(name: str, names: Counter[str]) -> Model:
    """Return a model; its family and size are parts of its id."""
    size = re.search(r"(?<=-)(\d+(?:\.\d+)?(?:x\d+)?[bm])(?=-|$)|(?<=net-)(\d+)$", name)
    family = name[: size.start() - 1] if size else name
    good = [word for word in names if to_id(word.lower()) == name] or list(names)
    return Model(
        id=name, name=max(good, key=lambda word: names[word]), family=family, size=size[0] if size else "",
        printed=tuple(sorted(names)),
    )  # fmt: skip


def sources_of(facts: list[Facts]) -> list[Source]:
    """Return the repositories, each with its commit and the paper whose code it is."""
    found = {}
    for row in sorted(facts, key=lambda row: row["repo"].casefold()):
        papers = Counter(other["source_paper"] or "" for other in facts if other["repo"] == row["repo"])
        link = f"https://github.com/{row['repo']}/blob/{row['commit']}/{{path}}#L{{line}}"
        found[row["repo"]] = Source(
            id=row["repo"],
            name=row["repo"],
            link=link,
            url=f"https://github.com/{row['repo']}",
            date=row["date"],
            paper=papers.most_common(1)[0][0],
        )
    return list(found.values())


def main(folder: Path) -> None:
    """Make the files, and report what the reader finds in them."""
    facts = correct(read_lines(folder / "results.jsonl"), read_lines(folder / "results-corrections.jsonl"))
    written = SCHEME.read_text("utf-8").partition(MARK)[0]
    rows = format_rows(chain(models_of(facts), ()))
    SCHEME.write_text(f"{written}{MARK}\n{rows}\n{format_rows(sources_of(facts))}", "utf-8")
    by_source: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in facts:
        by_source[row["repo"]].append(to_cells(row))
    scheme = read_results(SCHEME, "bib/results.toml")[0].scheme
    target = SCHEME.with_suffix("")
    for old in target.glob("*.csv"):
        old.unlink()
    for source, rows_of_source in by_source.items():
        add_baselines(rows_of_source)
        flag_repeats(rows_of_source)
        write_file(target / file_of(source), rows_of_source, scheme.settings)
    results, problems = read_results(SCHEME, "bib/results.toml")
    print(f"{len(results.rows):,} rows, {len(by_source)} sources, {len(problems)} problems")
    print(*problems[:20], sep="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
