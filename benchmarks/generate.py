"""Write the projects that are measured: the same entries, shaped like those of the real bibliography, for each builder.

The entries come from a seeded sampler. Each has the type, the fields, the categories, the keywords, the venue and as
many authors as a real entry picked at random; names are picked from all names, titles made of the words of all titles.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "ext"))

from cardcatalog.bibtex.bibliography import Entry, format_entry, read_bibliography  # noqa: E402  (the path comes first)
from cardcatalog.bibtex.text import to_ascii  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

BIBLIOGRAPHY = Path("bib", "quantization.bib")
"""Where the entries stand, in this repository and in each project."""

IDENTIFIERS = ("eprint", "doi", "openreview")
"""Fields whose value no other entry has; where it stands in an address, it changes there, too."""

PRIVATE_TO_AN_ENTRY = frozenset({"ids", "related"})
"""Fields that name other entries, and so cannot be copied."""

_ROLE = re.compile(r"\{paper:(?:ref|title)\}`[^`]*`")
_SPLIT_NAMES = re.compile(r"\s+and\s+")

PAGES = {
    "cardcatalog": {
        "index.md": "# Papers\n\n```{toctree}\npapers/index\nkeywords\n```\n",
        "keywords.md": "# Keywords\n\n```{paper:keywords}\n```\n",
    },
    "sphinxcontrib-bibtex": {"index.rst": "Papers\n======\n\n.. bibliography::\n   :all:\n"},
    "empty": {"index.rst": "Papers\n======\n"},
}
"""The sources of each project; the pages of the categories are generated."""

PEER_SETTINGS = """
extensions = ["sphinxcontrib.bibtex"]
bibtex_bibfiles = ["bib/quantization.bib"]
"""


def main() -> None:
    """Write the projects named on the command line."""
    parser = argparse.ArgumentParser(description="Write the projects that benchmarks/run.py measures.")
    parser.add_argument("folder", type=Path, help="where to write them, each in a folder of its own")
    parser.add_argument("--size", type=int, default=1000, help="number of entries (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="another seed makes other entries (%(default)s)")
    options = parser.parse_args()
    real, _problems = read_bibliography(ROOT / BIBLIOGRAPHY, str(BIBLIOGRAPHY))
    entries = sorted(sample(real, options.size, random.Random(options.seed)), key=lambda entry: entry.key)  # noqa: S311
    bibliography = "\n".join(map(format_entry, entries))
    for name, pages in PAGES.items():
        write_project(options.folder / name, name, pages, bibliography)


def sample(real: Sequence[Entry], size: int, rng: random.Random) -> Iterator[Entry]:
    """Yield entries shaped like real ones.

    :param real: the entries to take shapes, words and names from.
    :param size: how many to make.
    :param rng: what makes every choice.
    """
    words = [word for entry in real for word in split_title(entry.get("title"))]
    names = [name for entry in real for name in _SPLIT_NAMES.split(entry.get("author")) if name != "others"]
    for number in range(1, size + 1):
        model = rng.choice(real)
        fields = dict(renumber(model, number))
        fields["title"] = " ".join(rng.choices(words, k=len(split_title(fields["title"]))))
        fields["author"] = " and ".join(sample_names(names, model.get("author"), rng))
        yield Entry(model.type, key_of(fields, number), fields, model.location, {})


def split_title(title: str) -> list[str]:
    """Divide a title at the spaces outside of braces and of math."""
    words, depth, is_math = [""], 0, False
    for char in title:
        depth += {"{": 1, "}": -1}.get(char, 0)
        is_math ^= char == "$"
        if char == " " and not depth and not is_math:
            words.append("")
        else:
            words[-1] += char
    return words


def sample_names(names: Sequence[str], model: str, rng: random.Random) -> list[str]:
    """Return as many names as a field has, with ``others`` where it ends with that."""
    count = len(_SPLIT_NAMES.split(model))
    return [*rng.sample(names, count - 1), "others"] if model.endswith(" and others") else rng.sample(names, count)


def renumber(entry: Entry, number: int) -> Iterator[tuple[str, str]]:
    """Yield the fields of an entry, its identifiers replaced by others of the same form."""
    fresh = {
        "eprint": f"{2001 + number // 10000}.{number % 10000:05}",
        "doi": f"{entry.get('doi')}.{number}",
        "openreview": f"{entry.get('openreview')[:5]}{number:05}",
    }
    for name in entry.fields:
        value = entry.get(name)
        for identifier in IDENTIFIERS:
            if entry.get(identifier):
                value = value.replace(entry.get(identifier), fresh[identifier])
        if name not in PRIVATE_TO_AN_ENTRY:
            yield name, value


def key_of(fields: Mapping[str, str], number: int) -> str:
    """Return a citation key of the usual form, told apart by a number."""
    family, word = fields["author"].partition(",")[0], split_title(fields["title"])[0]
    first, last = (re.sub(r"[^a-z0-9]", "", to_ascii(text)) for text in (family, word))
    return f"{first}{fields['year']}{last}{number}"


def write_project(folder: Path, name: str, pages: Mapping[str, str], bibliography: str) -> None:
    """Write one project: sources in ``docs``, settings, and the entries."""
    write(folder / BIBLIOGRAPHY, bibliography)
    for page, text in pages.items():
        write(folder / "docs" / page, text)
    if name == "cardcatalog":
        copy_settings(folder)
    else:
        more = PEER_SETTINGS if name == "sphinxcontrib-bibtex" else ""
        write(folder / "conf.py", f'project = "Papers"\nhtml_theme = "furo"\n{more}')


def copy_settings(folder: Path) -> None:
    """Let a project have what this repository has: settings, extension, looks, categories, keywords and venues."""
    for name in ("conf.py", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    (folder / "ext").symlink_to(ROOT / "ext", target_is_directory=True)
    for source in (ROOT / "docs").glob("_*"):
        shutil.copytree(source, folder / "docs" / source.name)
    for name in ("categories.toml", "venues.toml"):
        shutil.copy(ROOT / "bib" / name, folder / "bib")
    keywords = (ROOT / "bib" / "keywords.toml").read_text(encoding="utf-8")
    write(folder / "bib" / "keywords.toml", _ROLE.sub("a paper", keywords))  # the papers cited there are not here


def write(path: Path, text: str) -> None:
    """Write a file and the folders that it stands in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
