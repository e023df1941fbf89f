"""Where a reader reports a mistake in an entry or edits it: URLs of the settings, or of the project's repository."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from sphinx.config import Config

from cardcatalog.catalog.paper import Paper
from cardcatalog.problems import Location
from cardcatalog.settings import kind_of_contact
from cardcatalog.sphinx.language import messages

FORM = "correct-a-paper.yml"
"""The form for corrections in a repository on GitHub, with the fields ``key`` and ``where``."""

_HOSTS = {
    "gitlab": ("{}/-/blob/{}/{{path}}#L{{line}}", "{}/-/issues/new?issue[title]={{title}}&issue[description]={{body}}"),
    "gitea": ("{}/src/branch/{}/{{path}}#L{{line}}", "{}/issues/new?title={{title}}&body={{body}}"),
    "github": ("{}/blob/{}/{{path}}#L{{line}}", "{}/issues/new?title={{title}}&body={{body}}"),
}
"""The templates for a repository and a branch, by the program that hosts it: of a line, and of a report."""

_ON_FORM = f"{{}}/issues/new?template={FORM}&title={{{{title}}}}&key={{{{key}}}}&where={{{{path}}}}"

_ALSO = {"forgejo": "gitea", "codeberg": "gitea"}


class Corrections(NamedTuple):
    """The templates of two URLs and a page, each empty where there is none, and the name of the owner of the site."""

    edit: str
    report: str
    owner: str
    page: str = ""

    @property
    def edit_page(self) -> str:
        """The template without its fragment, where that is what names the line."""
        page, _, fragment = self.edit.partition("#")
        return page if "{line}" in fragment else self.edit

    @property
    def fragment(self) -> str:
        """The template of the fragment that names the line, or nothing."""
        return self.edit.removeprefix(self.edit_page)

    @property
    def names_lines(self) -> bool:
        """Whether pages change with the lines of entries: if a URL names a line other than in its fragment."""
        return "{line}" in self.edit_page + self.report


def find_corrections(config: Config, folder: Path, environment: Mapping[str, str] = os.environ) -> Corrections:
    """Return where mistakes of a project are reported: by its settings, or else in the repository that CI builds.

    :param folder: that of ``conf.py``.
    """
    edit, report = config.cardcatalog_edit_url, config.cardcatalog_report_url
    url = config.cardcatalog_repository
    if url is not False and (url := (url or _repository(environment)).rstrip("/").removesuffix(".git")):
        program, root = _program(url, environment), _root(folder)
        line, issue = _HOSTS[program]
        if program == "github" and Path(root, ".github", "ISSUE_TEMPLATE", FORM).is_file():
            issue = _ON_FORM
        within = "".join(f"{quote(part)}/" for part in folder.relative_to(root).parts)
        line = line.replace("{{path}}", f"{within}{{{{path}}}}")
        edit, report = edit or line.format(url, _branch(environment)), report or issue.format(url)
    owner = "" if config.author in {"", "unknown", "Author name not set"} else config.author
    contact = config.cardcatalog_contact
    if (kind := kind_of_contact(contact)) == "page":
        return Corrections(edit, report, owner, contact)
    mail = f"mailto:{quote(contact, safe='@')}?subject={{title}}&body={{body}}"
    return Corrections(edit, report or (mail if kind == "address" else contact), owner)


def _root(folder: Path) -> Path:
    """Return the folder of the working tree that holds a folder, or that folder itself."""
    return next((parent for parent in (folder, *folder.parents) if (parent / ".git").exists()), folder)


def _repository(environment: Mapping[str, str]) -> str:
    server, name = environment.get("GITHUB_SERVER_URL", ""), environment.get("GITHUB_REPOSITORY", "")
    return environment.get("CI_PROJECT_URL") or (f"{server}/{name}" if server and name else "")


def _branch(environment: Mapping[str, str]) -> str:
    """Return the branch that CI builds; ``HEAD``, which is the default branch, for anything else."""
    is_branch = environment.get("GITHUB_REF_TYPE", "branch") == "branch" and not environment.get("GITHUB_HEAD_REF")
    return environment.get("CI_COMMIT_BRANCH") or (is_branch and environment.get("GITHUB_REF_NAME")) or "HEAD"


def _program(url: str, environment: Mapping[str, str]) -> str:
    runs = {"CI_PROJECT_URL": "gitlab", "GITEA_ACTIONS": "gitea", "FORGEJO_ACTIONS": "gitea"}
    host = " ".join([urlsplit(url).netloc, *(runs[name] for name in runs if environment.get(name))])
    names = {name: name for name in _HOSTS} | _ALSO
    return next((names[name] for name in names if name in host), "github")


def fill(template: str, location: Location, paper: Paper | None = None) -> str:
    """Return the URL for a place in a file, and for the paper there, from a template of the settings."""
    return template.format_map(_Values(location, paper))


@dataclass(frozen=True, slots=True)
class _Values:
    """The values of a template by their names, each found where the template names it: most name two of five."""

    location: Location
    paper: Paper | None

    def __getitem__(self, name: str) -> object:
        return _VALUES[name](self.location, self.paper)


_quoted = lru_cache(maxsize=64)(quote)
"""Quotes what the entries of a file share."""


def _title(location: Location, paper: Paper | None) -> str:
    return quote(messages.gettext("Mistake in {what}", what=paper.key if paper else location))


def _body(location: Location, paper: Paper | None) -> str:
    work = f"{paper.title}\n{paper.key}" if paper else "\n"
    request = messages.gettext("What is wrong, and a source for the correct information:")
    return quote(work) + _quoted(f", {location.path}\n\n{request}\n")


_VALUES: Mapping[str, Callable[[Location, Paper | None], object]] = {
    "line": lambda location, _paper: location.line,
    "path": lambda location, _paper: _quoted(location.path),
    "key": lambda _location, paper: quote(paper.key) if paper else "",
    "title": _title,
    "body": _body,
}
