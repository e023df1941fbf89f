"""Get the state of a project at a revision of git: read, never checked out, so that nothing of it runs."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from cardcatalog_tools.linting.project import Project, ProjectError, find_project

NEEDED = (".bib", ".toml", ".tsv")
"""The extensions of the files of a catalog; ``conf.py`` names them."""

FILE_MODES = ("100644", "100755")
"""The mode in git of a file that is neither a symbolic link nor a submodule (git-fast-import, ``filemodify``)."""


@contextmanager
def project_at(revision: str) -> Iterator[Project]:
    """Give the project that this folder belongs to, as it was at a revision, for as long as one reads it.

    Its files are copies in a temporary folder: its ``base``, so that messages name them as the repository does.

    :raises ProjectError: if git is missing or has no such revision, or there was no project then.
    """
    commit = _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}", of=revision)
    here = _git("rev-parse", "--show-prefix", of=revision).decode().rstrip("\n")
    with TemporaryDirectory(prefix="cardcatalog-") as folder:
        root = Path(folder).resolve()
        for path, blob in _files(commit.decode().strip(), revision):
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(_git("cat-file", "blob", blob, of=revision))
        project = find_project(root / here, root)
        if not project:
            message = f"{revision}: no conf.py there sets cardcatalog_bibliography"
            raise ProjectError(message)
        _confine(project, root, revision)
        yield replace(project, sources=replace(project.sources, base=root))


def _git(*arguments: str, of: str) -> bytes:
    """Return the output of git.

    :raises ProjectError: if there is no git, or it fails.
    """
    try:
        # plumbing alone: it runs neither hooks nor filters that a repository may name
        done = subprocess.run(["git", *arguments], capture_output=True, check=True)  # noqa: S603, S607  (the git that the user has on PATH, a list of arguments, no shell)
    except FileNotFoundError:
        message = f"{of}: no such file or folder, and git, which may have such a revision, is not on PATH"
        raise ProjectError(message) from None
    except subprocess.CalledProcessError as error:
        reason = error.stderr.decode(errors="replace").strip().rpartition("\n")[2] or "git has no such revision"
        message = f"{of}: no such file or folder, and no revision: {reason}"
        raise ProjectError(message) from None
    return done.stdout


def _files(commit: str, revision: str) -> Iterator[tuple[str, str]]:
    """Yield the path and git object name of each file that may be part of a catalog."""
    listing = _git("ls-tree", "-r", "-z", "--full-tree", commit, of=revision).decode(errors="surrogateescape")
    for row in filter(None, listing.split("\0")):
        facts, _tab, path = row.partition("\t")
        mode, _type, blob = facts.split()
        name = PurePosixPath(path)
        is_within = not name.is_absolute() and ".." not in name.parts  # git can be set to refuse such names
        if is_within and mode in FILE_MODES and (name.name == "conf.py" or name.suffix in NEEDED):
            yield path, blob


def _confine(project: Project, root: Path, revision: str) -> None:
    """Refuse a ``conf.py`` that names files outside of its repository: a revision may be untrusted."""
    sources = project.sources
    named = (*sources.bibliography, sources.categories, sources.keywords, sources.venues, project.released)
    for path in filter(None, named):
        if not Path(os.path.normpath(path)).is_relative_to(root):
            message = f"{revision}: its conf.py names a file outside of the repository: {path}"
            raise ProjectError(message)
