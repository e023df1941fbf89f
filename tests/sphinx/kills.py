"""Build a project, and kill the build when it is about to change a file for the n-th time: kills.py N ARGUMENT...

What is killed at a moment of the clock is killed at another one by another machine. The n-th change of a file comes
always to the same file, and at the worst moment: the file that was to be written is left with half of its content.
The last line that a complete build prints is the number of its changes.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from sphinx.cmd.build import main

CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir"}
"""Audit events (PEP 578) that change a folder; a file that is opened for writing is another."""


class Killer:
    """A hook that counts changes below a folder, and ends the process at one of them."""

    def __init__(self, folder: Path, last: int) -> None:
        """Begin to count; the process dies at the last change, or never if that is zero."""
        self.folder = f"{folder}{os.sep}"
        self.last = last
        self.count = 0

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        """Count an audit event if it is a change."""
        path = arguments[0] if event == "open" or event in CHANGES else None
        if not isinstance(path, str | os.PathLike) or not os.fspath(path).startswith(self.folder):
            return
        is_opened = event == "open"
        if is_opened and not int(str(arguments[2])) & (os.O_WRONLY | os.O_RDWR):
            return
        self.count += 1
        if self.count == self.last:
            self.last = 0  # what follows is ours
            if is_opened:
                leave_half(Path(path))
            os.kill(os.getpid(), signal.SIGKILL)


def leave_half(path: Path) -> None:
    """Leave half of what a file holds, ending in half of a letter."""
    old = path.read_bytes() if path.exists() else b""
    path.write_bytes(old[: len(old) // 2] + "é".encode()[:1])


if __name__ == "__main__":
    number, *options = sys.argv[1:]
    killer = Killer(Path(options[-2]).resolve(), int(number))
    sys.addaudithook(killer)
    status = main(options)
    print(killer.count)  # noqa: T201  (what the test reads)
    sys.exit(status)
