"""Run builds as whole processes, and measure what each takes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

OUTPUT = Path("build", "html")
BIBLIOGRAPHY = Path("bib", "quantization.bib")
_TITLE = re.compile(r"^  title .*= \{(.*)\},$", re.MULTILINE)
_KEY = re.compile(r"^@\w+\{([^,]+),$", re.MULTILINE)
_ANCHOR = re.compile(r' id="([^"]+)"')


@dataclass(frozen=True)
class Cost:
    """What a process took: seconds by the clock, seconds of the processors, and megabytes of memory at its peak."""

    clock: float
    cpu: float
    memory: float

    def __add__(self, other: Cost) -> Cost:
        """Return what two processes take, one after the other."""
        return Cost(self.clock + other.clock, self.cpu + other.cpu, max(self.memory, other.memory))


@dataclass(frozen=True)
class Project:
    """A folder to build: its name is that of the contender."""

    folder: Path
    jobs: str = "1"

    @property
    def name(self) -> str:
        """The name of the contender."""
        return self.folder.name

    def build(self) -> Cost:
        """Build the pages that are out of date.

        :raises RuntimeError: if the build fails or warns.
        """
        if (self.folder / "hugo.toml").exists():
            pages = measure(["hugo", "--quiet", "--destination", str(OUTPUT)], self.folder)
            return pages + measure([sys.executable, "-m", "pagefind", "--quiet", "--site", str(OUTPUT)], self.folder)
        options = ["-q", "-b", "html", "-c", ".", "-d", "build/doctrees", "-j", self.jobs]
        return measure([sys.executable, "-m", "sphinx", *options, "docs", str(OUTPUT)], self.folder)

    def with_jobs(self, jobs: str) -> Project:
        """Return the same project, built by so many processes."""
        return replace(self, jobs=jobs)

    def sizes(self) -> list[int]:
        """Return the bytes of each page."""
        return [path.stat().st_size for path in (self.folder / OUTPUT).rglob("*.html")]

    def written(self) -> int:
        """Return the bytes of all files of the site."""
        return sum(path.stat().st_size for path in (self.folder / OUTPUT).rglob("*") if path.is_file())

    def forget(self) -> None:
        """Take away all that builds have written."""
        shutil.rmtree(self.folder / "build", ignore_errors=True)
        for path in self.folder.glob("docs/papers/*.rst"):  # those of MyST are written by hand
            path.unlink()

    def edit(self, number: int) -> None:
        """Change the title of one entry."""
        path = self.folder / BIBLIOGRAPHY
        text = path.read_text(encoding="utf-8")
        titles = list(_TITLE.finditer(text))
        end = titles[number % len(titles)].end(1)
        path.write_text(f"{text[:end]} Revisited{text[end:]}", encoding="utf-8")

    def missing(self) -> int:
        """Return how many entries are on none of the pages of the output."""
        missing = set(_KEY.findall((self.folder / BIBLIOGRAPHY).read_text(encoding="utf-8")))
        numbered = 0
        for path in (self.folder / OUTPUT).rglob("*.html"):  # one at a time, since this process must stay small
            page = path.read_text(encoding="utf-8")
            missing.difference_update(_ANCHOR.findall(page))
            numbered += page.count('class="citation"')  # the peer numbers its anchors
        return len(missing) - numbered


def measure(command: list[str], folder: Path) -> Cost:
    """Run a command in a folder to its end.

    The caller's own peak of memory must be small: on Linux a process begins with that of its parent.

    :raises RuntimeError: if the command fails or writes a message.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8") as messages:
        begin = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=messages)
        _pid, status, usage = os.wait4(process.pid, 0)
        clock = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        messages.seek(0)
        if (text := messages.read()) or process.returncode:
            message = f"{' '.join(command)} in {folder} ended with {process.returncode}:\n{text}"
            raise RuntimeError(message)
    unit = 1e6 if sys.platform == "darwin" else 1e6 / 1024
    return Cost(clock, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit)
