"""Run the command line again and again in processes of their own, and kill each at a moment of chance.

Called with a command and a file as ``victims.py ROUNDS SEED FILE WORD...``, from a project's folder. What the command
needs is imported once; each round forks. After every round a line reports how the process ended, the state of the file
(``old``, ``new`` as after a command that is not killed, or ``broken``), and whether a temporary file was left.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

from cardcatalog_tools.commands import main


def start(words: list[str]) -> int:
    """Start a command, and return the process."""
    process = os.fork()
    if not process:
        os.close(1)
        os.open(os.devnull, os.O_WRONLY)
        os.dup2(1, 2)
        try:
            main(words, prog_name="cardcatalog")
        finally:
            os._exit(0)
    return process


def time_of(path: Path, old: bytes, words: list[str]) -> tuple[float, bytes]:
    """Return how long a command takes if it is not killed, and the file after it."""
    begin = time.monotonic()
    os.waitpid(start(words), 0)
    seconds = time.monotonic() - begin
    new = path.read_bytes()
    path.write_bytes(old)
    return seconds, new


def kill_one(path: Path, words: list[str], delay: float) -> tuple[bool, bool]:
    """Start a command and kill it; return whether it was still running, and whether a temporary file is left."""
    process = start(words)
    time.sleep(delay)
    os.kill(process, signal.SIGKILL)
    _process, status = os.waitpid(process, 0)
    left = list(path.parent.glob(f".{path.name}.*"))
    for each in left:
        each.unlink()
    return os.WIFSIGNALED(status), bool(left)


def run(rounds: int, seed: int, path: Path, words: list[str]) -> None:
    """Run all rounds; most deaths are sought where the file is written, at the end."""
    chance = random.Random(seed)  # noqa: S311  (no secret)
    old = path.read_bytes()
    seconds, new = time_of(path, old, words)
    if new == old:
        sys.exit("the command changes nothing")
    for _ in range(rounds):
        was_running, is_left = kill_one(path, words, seconds * chance.triangular(0, 1.2, 0.9))
        state = {old: "old", new: "new"}.get(path.read_bytes(), "broken")
        print("killed" if was_running else "ended", state, "left" if is_left else "clean", flush=True)  # noqa: T201
        path.write_bytes(old)


if __name__ == "__main__":
    run(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), sys.argv[4:])
