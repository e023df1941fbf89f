"""Build a project, and kill the build when it is about to change a file for the n-th time.

Builds are forks of a process that has loaded Sphinx and all extensions, which takes as long as such a build.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from multiprocessing import forkserver, get_context
from pathlib import Path
from subprocess import CompletedProcess

from sphinx.application import builtin_extensions
from sphinx.cmd.build import main

from tests.killer import Killer

for _name in (
    *builtin_extensions,
    "cardcatalog",
    "feedgen.feed",
    "furo",
    "myst_parser",
    "sphinxcontrib.bibtex",
    "typst",
):
    import_module(_name)

FORKS = get_context("forkserver")


def start() -> None:
    """Start the process, in the environment of this one, if it does not run yet."""
    FORKS.set_forkserver_preload([__name__])
    forkserver.ensure_running()


def build(arguments: list[str], log: Path, kill_at: int = 0) -> CompletedProcess[str]:
    """Run sphinx-build, which is killed at a change of the project unless that is zero.

    :param arguments: those of sphinx-build, of which the source folder is the last but one.
    :param log: a file that may be written, and another one.
    :return: the last line of the output of a complete build is the number of its changes.
    """
    logs = [log.with_suffix(suffix) for suffix in (".out", ".err")]
    process = FORKS.Process(target=_build, args=(arguments, logs, kill_at))
    process.start()
    process.join()
    return CompletedProcess(arguments, process.exitcode or 0, *(path.read_text("utf-8") for path in logs))


def _build(arguments: list[str], logs: list[Path], kill_at: int) -> None:
    for number, path in enumerate(logs, start=1):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    killer = Killer(Path(arguments[-2]).resolve(), kill_at)
    sys.addaudithook(killer)
    status = main(arguments)
    print(killer.count)  # noqa: T201  (the test reads it)
    sys.exit(status)
