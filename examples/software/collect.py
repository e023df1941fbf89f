"""Write software.bib and sizes/pypi.csv from the metadata of packages: `python examples/software/collect.py`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from email.utils import getaddresses
from importlib.metadata import distribution, metadata
from pathlib import Path
from typing import TYPE_CHECKING

from cardcatalog.bibtex.tex import to_tex
from cardcatalog.results.results import CORE

if TYPE_CHECKING:
    from email.message import Message

HERE = Path(__file__).parent

PACKAGES = {
    "reading": ["pylatexenc", "defusedxml", "markdown-it-py"],
    "building": ["Sphinx", "docutils", "Jinja2", "Babel", "myst-parser", "sphinx_design", "sphinxcontrib-bibtex"],
    "looks": ["alabaster", "furo", "Pygments"],
    "output": ["feedgen", "pagefind", "rispy", "typst"],
    "asking": ["httpx", "click", "filelock"],
    "testing": ["pytest", "beautifulsoup4", "bibtexparser", "jsonschema", "citeproc-py", "matplotlib"],
}
"""The software that this project uses, by its purpose here."""

FAMILY_FIRST = frozenset({"Bernát Gábor"})
"""Names in the order of Hungarian."""


def entries() -> Iterator[str]:
    """Yield an entry of BibTeX for each package."""
    for category, names in PACKAGES.items():
        for name in names:
            yield entry(name, category)


def entry(name: str, category: str) -> str:
    """Return the entry of a package; what its metadata leave open is left out."""
    about: Message = metadata(name)  # type: ignore[assignment]  # it is one
    fields = {
        "title": f"{{{about['Name']}}}: {to_tex(summary(about))}",
        "author": " and ".join(people(about)),
        "url": home(about),
        "license": to_tex(licence(about)),
        "keywords": ", ".join(words(about)),
        "category": category,
    }
    lines = [f"  {field:<8} = {{{value}}},\n" for field, value in fields.items() if value]
    return f"@software{{{key(name)},\n{''.join(lines)}}}\n"


def key(name: str) -> str:
    """Return the citation key of a package."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def sizes() -> Iterator[str]:
    """Yield the header of the file of sizes, and a row for each package: the bytes that its record of files names."""
    before, after = CORE[: CORE.index("value")], CORE[CORE.index("value") :]
    yield f"{','.join([*before, 'version', *after])}\n"
    for name in sorted((name for names in PACKAGES.values() for name in names), key=key):
        package = distribution(name)
        size = sum(file.size or 0 for file in package.files or ())
        place = f"{package.metadata['Name']}/{package.version}"
        core = f"{key(name)},{key(name)},{name},third-party,,wheel,installed-size,kB,{package.version}"
        yield f"{core},{size / 1000:.1f},{size / 1000:.1f},none,{place},1,,\n"


def summary(about: Message) -> str:
    """Return the summary without links, and without the name before it."""
    text = re.sub(r"\[(.+?)\]\(.*?\)", r"\1", about["Summary"])
    return re.sub(rf"^{re.escape(about['Name'])}(: | -- | is an? )", "", text, flags=re.IGNORECASE).rstrip(".,")


def people(about: Message) -> Iterator[str]:
    """Yield the authors as BibTeX wants them, else those who maintain the package."""
    for field in ("Author", "Author-email", "Maintainer", "Maintainer-email"):
        text = about.get(field) or ""
        names = [name for name, _mail in getaddresses([text])] if "@" in text else [text]
        parts = [part.strip(' "') for name in names for part in re.split(r", | and ", name)]
        if any(parts):
            known = [part for part in parts if part and not re.search("contributors|[(]", part)]
            yield from (person(name) for name in known)
            yield from ["others"] if len(known) < len(parts) else []
            return


def person(name: str) -> str:
    """Return a name as BibTeX divides it; one of a single word is kept whole."""
    given, _, family = name.rpartition(" ")
    if name in FAMILY_FIRST:
        family, _, given = name.partition(" ")
    return f"{to_tex(family)}, {to_tex(given)}" if given else f"{{{to_tex(name)}}}"


def home(about: Message) -> str:
    """Return where the package is at home on the web."""
    urls = dict(text.split(", ", 1) for text in about.get_all("Project-URL") or [])
    places = {label.lower(): url for label, url in urls.items()}
    named = ("homepage", "home", "documentation", "source", "source code", "github", "repository", "code")
    return about.get("Home-page") or next((places[label] for label in named if label in places), "")


def licence(about: Message) -> str:
    """Return the licence: an expression of SPDX, else a short name, else that of the classifier."""
    classifiers = [text.split(" :: ")[-1] for text in about.get_all("Classifier") or [] if text.startswith("License")]
    stated = about.get("License-Expression") or about.get("License") or ""
    return stated if 0 < len(stated) < 30 else ", ".join(classifiers)  # noqa: PLR2004  (some hold the whole text)


def words(about: Message) -> Iterable[str]:
    """Return the keywords, at most five, in lower case."""
    text = about.get("Keywords") or ""
    found = (word.strip().lower() for word in re.split(r"," if "," in text else r"\s+", text))
    return list(dict.fromkeys(filter(None, found)))[:5]


if __name__ == "__main__":
    (HERE / "software.bib").write_text("\n".join(entries()), "utf-8")
    (HERE / "sizes" / "pypi.csv").write_text("".join(sizes()), "utf-8")
