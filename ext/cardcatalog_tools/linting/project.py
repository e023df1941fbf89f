"""Find the files of a project by its ``conf.py``, which is read and not run, and its ``pyproject.toml``."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from cardcatalog.catalog.loader import Sources
from cardcatalog.checks.build import REQUIRED_FIELDS
from cardcatalog.problems import HOUSE_RULES, Kind
from cardcatalog.settings import PREFIX, SETTINGS, as_texts


class ProjectError(click.UsageError):
    """There is no project, or its settings cannot be read; the message gives advice."""


@dataclass(frozen=True, slots=True)
class Project:
    """The files of a catalog, and the rules for its entries."""

    sources: Sources
    required_fields: tuple[str, ...] = REQUIRED_FIELDS
    released: str = ""
    """The file of released keys, or nothing."""

    house_rules: frozenset[Kind] = frozenset()
    """The rules of taste that the project asks for."""

    @property
    def files(self) -> list[Path]:
        """The files of the bibliography that there are."""
        return self.sources.files()


@dataclass(frozen=True, slots=True)
class Assignment:
    """The value of a setting in a file, with the folder that its paths are relative to, and its place for messages."""

    value: object
    base: Path
    place: str
    is_literal: bool = True


def read_conf(conf: Path) -> dict[str, Assignment]:
    """Return the settings of the extension in a ``conf.py``, by their names without the prefix; it is not run.

    :raises ProjectError: if the file has a syntax error.
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
                value, is_literal = ast.literal_eval(node.value), True  # type: ignore[attr-defined]
            except (TypeError, ValueError):
                value, is_literal = None, False
            place = f"{conf}:{node.lineno}: {name}"
            settings[name.removeprefix(PREFIX)] = Assignment(value, conf.parent, place, is_literal)
    return settings


def read_pyproject(path: Path) -> dict[str, Assignment]:
    """Return the settings in the table ``[tool.cardcatalog]`` of a ``pyproject.toml``, which have no prefix there.

    :raises ProjectError: if the file has a syntax error.
    """
    try:
        table = tomllib.loads(path.read_text("utf-8")).get("tool", {}).get("cardcatalog", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = f"{path}: cannot be read: {error}"
        raise ProjectError(message) from None
    return {name: Assignment(value, path.parent, f"{path}: {name}") for name, value in table.items()}


def _names(node: ast.stmt) -> list[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [target.id for target in targets if isinstance(target, ast.Name) and target.id.startswith(PREFIX)]


def find_project(start: Path, top: Path | None = None) -> Project | None:
    """Return the project of the first folder from one upwards that has one, if there is any.

    :param top: the last folder to look into; without it, that of the file system.
    :raises ProjectError: if its settings cannot be read.
    """
    folders = [start, *start.parents]
    for folder in folders[: folders.index(top) + 1 if top in folders else None]:
        if project := project_in(folder):
            return project
    return None


def project_in(folder: Path) -> Project | None:
    """Return the project of a folder, if it has one.

    Its settings are those of ``conf.py``, there or in ``docs``, and of ``pyproject.toml``; where both give one, the
    latter counts, since ``conf.py`` may compute what it cannot give as a literal.

    :raises ProjectError: if a setting is neither a literal nor in ``pyproject.toml``, or has another type.
    """
    pyproject = folder / "pyproject.toml"
    table = read_pyproject(pyproject) if pyproject.is_file() else {}
    for conf in (folder / "conf.py", folder / "docs" / "conf.py"):
        if conf.is_file() and b"cardcatalog_bibliography" in conf.read_bytes():
            settings = read_conf(conf) | table
            if "bibliography" in settings:  # and is not only mentioned
                return _project(settings)
    return _project(table) if "bibliography" in table else None


def loose_project(folder: Path) -> Project:
    """Return the project of a folder without settings: the ``.bib`` files in it or in ``bib``, and the tables there.

    :raises ProjectError: if there is no ``.bib`` file.
    """
    for place in (folder, folder / "bib"):
        files = tuple(str(path) for path in sorted(place.glob("*.bib")))
        if files:
            lists = {name: place / f"{name}.toml" for name in ("categories", "keywords", "venues", "results")}
            named = {name: str(path) for name, path in lists.items() if path.is_file()}
            released = place / "released-keys.tsv"
            return Project(Sources(Path.cwd(), files, **named), released=str(released) if released.is_file() else "")
    message = f"{folder}: contains neither a conf.py that sets cardcatalog_bibliography nor a .bib file"
    raise ProjectError(message)


def _project(given: Mapping[str, Assignment]) -> Project:
    # Paths are absolute, so that messages name the files as seen from the folder of the command.
    categories, keywords, venues, results, released = (
        "".join(_paths(given, name)) for name in ("categories", "keywords", "venues", "results", "released_keys")
    )
    (field,) = _texts(given, "category_field")
    bibliography = _paths(given, "bibliography")
    sources = Sources(Path.cwd(), bibliography, categories, keywords, venues, results, field)
    return Project(sources, _texts(given, "required_fields"), released, _rules(given))


def _rules(given: Mapping[str, Assignment]) -> frozenset[Kind]:
    value = _value(given, "house_rules")
    if isinstance(value, bool):
        return HOUSE_RULES if value else frozenset()
    return frozenset(kind for kind in HOUSE_RULES if kind.slug in as_texts(value))


def _paths(given: Mapping[str, Assignment], name: str) -> tuple[str, ...]:
    return tuple(str(given[name].base.resolve() / path) for path in _texts(given, name) if path)


def _texts(given: Mapping[str, Assignment], name: str) -> tuple[str, ...]:
    return as_texts(_value(given, name))


def _value(given: Mapping[str, Assignment], name: str) -> object:
    """Return the value of a setting, or its default.

    :raises ProjectError: if its value is not a literal, or not one that the setting accepts.
    """
    if name not in given:
        return SETTINGS[name].default
    setting = given[name]
    if not setting.is_literal:
        message = (
            f"{setting.place} is not a literal, so it cannot be read without running conf.py; "
            "set it in [tool.cardcatalog] of pyproject.toml, or name the files on the command line"
        )
        raise ProjectError(message)
    if fault := SETTINGS[name].fault(setting.value):
        message = f"{setting.place} {fault}"
        raise ProjectError(message)
    return setting.value


def project_for(files: Sequence[Path] | None, start: Path) -> Project:
    """Return the project to work on: the one around a folder, or only some files.

    Files of the project keep its categories, keywords and venues; other files have none.

    :param files: the files that the command line names; None if the command takes none.

    :raises ProjectError: if no file is named and there is no project.
    """
    project = find_project(start)
    if not files:
        if project:
            return project
        advice = "go to the folder of a project" if files is None else "name the .bib files on the command line"
        message = f"no conf.py here or above sets cardcatalog_bibliography; {advice}"
        raise ProjectError(message)
    named = tuple(map(str, files))
    if project and {path.resolve() for path in files} <= {path.resolve() for path in project.files}:
        is_whole = len(files) == len(project.files)
        sources = replace(project.sources, bibliography=named)
        return replace(project, sources=sources, released=project.released if is_whole else "")
    return Project(Sources(Path.cwd(), named))
