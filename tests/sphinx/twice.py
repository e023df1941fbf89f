"""Hold that nothing in a site is there twice, whoever else writes it: ``python tests/sphinx/twice.py SITE``."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ONCE = re.compile(r'\b(?:property="og:(?:title|url|description)"|name="description"|rel="canonical")')
REDIRECT, HEADING = re.compile(r'http-equiv="refresh" content="0; url=\.\./guide\.html"'), re.compile(r"<h1\b")


def faults(site: Path) -> list[str]:
    """Return what is wrong, a line each; the site is that of ``noxfile.matrix`` with its extensions."""
    found = []
    for name in ("papers/weights.html", "paper/hale2024grid.html", "guide.html"):
        tags = ONCE.findall((site / name).read_text(encoding="utf-8"))
        if sorted(tags) != sorted(set(tags)) or not any("og:title" in tag for tag in tags):
            found.append(f"{name}: {tags}")
    if not REDIRECT.search((site / "paper/hale2023draft.html").read_text(encoding="utf-8")):
        found.append("paper/hale2023draft.html is not the redirect of sphinx-reredirects")
    if len(HEADING.findall((site / "404.html").read_text(encoding="utf-8"))) != 1:
        found.append("404.html has not one heading")
    if (site / "robots.txt").read_text(encoding="utf-8").count("Sitemap:") != 1:
        found.append("robots.txt names not one sitemap")
    return found


if __name__ == "__main__":
    sys.exit("\n".join(faults(Path(sys.argv[1]))) or None)
