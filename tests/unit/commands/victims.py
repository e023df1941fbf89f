"""Kill a command at each of its changes of files, in one process tree: ``victims.py FILE WORD...``, in its folder.

Each run is a fork, so the libraries are imported once. One line for each kill gives the state of the file then, its
state after the command has run again, and the number of files left next to it: ``old new 0``. A state is ``old``,
``new`` (as after a run that is not killed) or ``broken``.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from cardcatalog_tools.commands import main
from tests.killer import Killer


def run(words: list[str], kill_at: int = 0) -> int:
    """Run a command in a fork, and return how many changes it made; negative if it was killed."""
    process = os.fork()
    if not process:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(1, 2)
        killer = Killer(Path.cwd(), kill_at)
        sys.addaudithook(killer)
        try:
            main(words, prog_name="cardcatalog")
        finally:
            os._exit(killer.count)
    _process, status = os.waitpid(process, 0)
    return os.waitstatus_to_exitcode(status)


def kill_at_each_change(path: Path, words: list[str]) -> None:
    """Print a line for each change of a file at which the command is killed."""
    old = path.read_bytes()
    changes = run(words)
    new = path.read_bytes()
    states = {new: "new", old: "old"}
    for change in range(1, changes + 1):
        path.write_bytes(old)
        if run(words, change) >= 0:
            sys.exit(f"the command was not killed at change {change}")
        then = states.get(path.read_bytes(), "broken")
        run(words)
        left = len(list(path.parent.glob(f".{path.name}.*")))
        print(then, states.get(path.read_bytes(), "broken"), left)  # noqa: T201  (the test reads it)


if __name__ == "__main__":
    kill_at_each_change(Path(sys.argv[1]), sys.argv[2:])
