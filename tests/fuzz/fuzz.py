"""Give a target inputs that reach ever more of our code: ``python tests/fuzz/fuzz.py reader -max_total_time=60``.

A finding is written to the current folder; make it small, and put it into ``found``, where the property
tests try it from then on. The options are those of libFuzzer.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "ext")]

with atheris.instrument_imports(include=["cardcatalog", "pylatexenc"]):
    from tests.fuzz.targets import TARGETS


def seeds() -> list[bytes]:
    """Return what the fuzzer begins with: what was found before, the cases of the tests, pieces of the database."""
    entries = (ROOT / "bib/quantization.bib").read_bytes().split(b"\n\n")
    cases = [*HERE.glob("found/*"), *(ROOT / "tests/unit/data").glob("*.*")]
    return [*(path.read_bytes() for path in cases), *entries[::100]]


def main() -> None:
    """Fuzz the target that the first argument names, without further ones for a minute; or list the targets."""
    name, *options = sys.argv[1:]
    if name == "--list":
        sys.stdout.write(f"{' '.join(TARGETS)}\n")
        return
    with TemporaryDirectory() as folder:
        for number, seed in enumerate(seeds()):
            Path(folder, str(number)).write_bytes(seed)
        bounds = ["-timeout=60", "-rss_limit_mb=2048", "-max_len=1024", *(options or ["-max_total_time=60"])]
        atheris.Setup([sys.argv[0], *bounds, folder], TARGETS[name])
        atheris.Fuzz()


if __name__ == "__main__":
    main()
