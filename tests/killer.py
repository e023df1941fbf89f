"""Kill a process when it is about to change a file for the n-th time.

A process that is killed at a moment of the clock is killed at another one by another machine. The n-th change of a file
is always of the same file, and at the worst moment: a file that was to be written is left with half of its content.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path

CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir"}
"""Audit events (PEP 578) that change a folder; a file that is opened for writing is another."""


class Killer:
    """An audit hook that counts the changes below a folder, and kills the process at one of them."""

    def __init__(self, folder: Path, last: int) -> None:
        """Begin to count; the process is killed at the last change, or never if that is zero."""
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
            self.last = 0  # later changes are our own
            if is_opened:
                leave_half(Path(path))
            os.kill(os.getpid(), signal.SIGKILL)


def leave_half(path: Path) -> None:
    """Leave half of the content of a file, ending in half of a letter."""
    old = path.read_bytes() if path.exists() else b""
    path.write_bytes(old[: len(old) // 2] + "é".encode()[:1])
