"""Find what a command works on: the files of a project, by its ``conf.py``, which is read and not run."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cardcatalog.catalog.loader import Sources
from cardcatalog.checks.build import REQUIRED_FIELDS

if TYPE_CHECKING:
    from collections.abc import Sequence

PREFIX = "cardcatalog_"


class ProjectError(click.UsageError):
    """A project cannot be found or understood; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Project:
    """The files of a catalogue, and what is asked of its entries."""

    sources: Sources
    required_fields: tuple[str, ...] = REQUIRED_FIELDS
    released: str = ""
    """The file of released keys, or nothing."""

    @property
    def files(self) -> list[Path]:
        """The files of the bibliography that there are."""
        return self.sources.files()


def read_settings(conf: Path) -> dict[str, Any]:
    """Return the settings of the extension in a ``conf.py``, by their names without the prefix.

    :raises ProjectError: if the file has a fault, or a setting is not a value that can be read without running it.
    """
    try:
        tree = ast.parse(conf.read_bytes(), filename=str(conf))
    except (OSError, SyntaxError, ValueError) as error:
        message = f"{conf}: cannot be read: {error}"
        raise ProjectError(message) from None
    settings = {}
    for node in tree.body:
        for name in _names(node):
            try:
                settings[name.removeprefix(PREFIX)] = ast.literal_eval(node.value)  # type: ignore[attr-defined]
            except (TypeError, ValueError):
                message = (
                    f"{conf}:{node.lineno}: {name} is worked out, not written down; name the files on the command line"
                )
                raise ProjectError(message) from None
    return settings


def _names(node: ast.stmt) -> list[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [target.id for target in targets if isinstance(target, ast.Name) and target.id.startswith(PREFIX)]


def find_project(start: Path, top: Path | None = None) -> Project | None:
    """Return the project of the first folder from one upwards that has one, if there is any.

    :param top: the last folder to look into; without it, that of the file system.
    """
    folders = [start, *start.parents]
    for folder in folders[: folders.index(top) + 1 if top in folders else None]:
        if project := project_in(folder):
            return project
    return None


def project_in(folder: Path) -> Project | None:
    """Return the project whose ``conf.py`` stands in a folder or its ``docs``, if there is one."""
    for conf in (folder / "conf.py", folder / "docs" / "conf.py"):
        if conf.is_file() and b"cardcatalog_bibliography" in conf.read_bytes():
            settings = read_settings(conf)
            if "bibliography" in settings:  # and is not only spoken of
                return _project(conf, settings)
    return None


def loose_project(folder: Path) -> Project:
    """Return what a folder without a ``conf.py`` holds: ``.bib`` files, there or in its ``bib``, and lists beside them.

    :raises ProjectError: if it holds none.
    """
    for place in (folder, folder / "bib"):
        files = tuple(str(path) for path in sorted(place.glob("*.bib")))
        if files:
            lists = {name: place / f"{name}.toml" for name in ("categories", "keywords", "venues")}
            named = {name: str(path) for name, path in lists.items() if path.is_file()}
            released = place / "released-keys.tsv"
            return Project(Sources(Path.cwd(), files, **named), released=str(released) if released.is_file() else "")
    message = f"{folder}: neither a conf.py that sets cardcatalog_bibliography nor a .bib file is in it"
    raise ProjectError(message)


PATHS = ("categories", "keywords", "venues", "released_keys")
"""Settings that are the path of a file each."""


def _project(conf: Path, settings: dict[str, Any]) -> Project:
    _check_types(conf, settings)
    listed = settings["bibliography"]
    patterns = [listed] if isinstance(listed, str) else listed
    # Absolute, so that messages name the files as seen from the folder of the command.
    base = conf.parent.resolve()
    paths = {name: str(base / settings[name]) if settings.get(name) else "" for name in PATHS}
    return Project(
        Sources(
            Path.cwd(),
            tuple(str(base / pattern) for pattern in patterns),
            paths["categories"],
            paths["keywords"],
            paths["venues"],
            settings.get("category_field", ""),
        ),
        tuple(settings.get("required_fields", REQUIRED_FIELDS)),
        paths["released_keys"],
    )


def _check_types(conf: Path, settings: dict[str, Any]) -> None:
    """Refuse settings that Sphinx would not take either."""
    if not isinstance(settings.get("category_field", ""), str):
        message = f"{conf}: {PREFIX}category_field is no name of a field; write it as a text in quotes"
        raise ProjectError(message)
    for name in PATHS:
        if not isinstance(settings.get(name, ""), str):
            message = f"{conf}: {PREFIX}{name} is no path; write it as a text in quotes"
            raise ProjectError(message)
    for name in ("bibliography", "required_fields"):
        value = settings.get(name, [])
        if not isinstance(value, str | list | tuple) or not all(isinstance(each, str) for each in value):
            message = f"{conf}: {PREFIX}{name} is no list of texts; write it as ['...', '...']"
            raise ProjectError(message)


def project_for(files: Sequence[Path], start: Path) -> Project:
    """Return what to work on: the project around a folder, or only some files.

    Files of the project keep its categories, keywords and venues; others are taken by themselves.

    :raises ProjectError: if no file is named and there is no project.
    """
    project = find_project(start)
    if not files:
        if project:
            return project
        message = "no conf.py here or above sets cardcatalog_bibliography; name the .bib files on the command line"
        raise ProjectError(message)
    named = tuple(map(str, files))
    if project and {path.resolve() for path in files} <= {path.resolve() for path in project.files}:
        is_whole = len(files) == len(project.files)
        sources = replace(project.sources, bibliography=named)
        return replace(project, sources=sources, released=project.released if is_whole else "")
    return Project(Sources(Path.cwd(), named))
