"""Build a project, and kill the build when it is about to change a file for the n-th time: kills.py N ARGUMENT...

The last line that a complete build prints is the number of its changes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sphinx.cmd.build import main

from tests.killer import Killer

if __name__ == "__main__":
    number, *options = sys.argv[1:]
    killer = Killer(Path(options[-2]).resolve(), int(number))
    sys.addaudithook(killer)
    status = main(options)
    print(killer.count)  # noqa: T201  (the test reads it)
    sys.exit(status)
