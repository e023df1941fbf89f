"""The project's sessions; `python3 -m nox -l` lists them.

Each session lives in a virtual environment of its own, made with pip alone from the compiled
`requirements/<group>.txt`; `pyproject.toml` is the only place where a dependency is named.
"""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path
from typing import NoReturn

import nox
import nox.project

ROOT = Path(__file__).parent
PYPROJECT = nox.project.load_toml(ROOT / "pyproject.toml")
GROUPS = tuple(PYPROJECT["dependency-groups"])
CI = os.environ.get("CI", "").lower() == "true"
SITE = Path("build", "html")
SPHINX_BUILD = ("sphinx-build", "-c", ".", "-d", "build/doctrees", "-b", "html")
STRICT = ("-n", "-W", "--keep-going")
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

nox.needs_version = ">=2025.5"
nox.options.sessions = ["docs", "tests", "lint"]
nox.options.reuse_venv = "yes"
nox.options.error_on_missing_interpreters = True


@nox.session
def docs(session: nox.Session) -> None:
    """Build the site into build/html; any warning is an error."""
    install(session, "docs")
    begin = time.monotonic()
    session.run(*SPHINX_BUILD, *STRICT, "docs", str(SITE))
    seconds = time.monotonic() - begin
    session.log(f"The site took {seconds:.1f} s; open {SITE / 'index.html'}")


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests of the extension, of the site, and of what cites from it; arguments go to pytest."""
    # TeX, Biber, Pandoc and JabRef are only looked for: at 850 MB they are more than a run of tests may put on
    # somebody's machine unasked. Without them their tests are skipped, each by name; .ci/run installs them first.
    install(session, "tests")
    session.run("pytest", *session.posargs)


@nox.session(requires=["docs"])
def browser(session: nox.Session) -> None:
    """Look at the built site in Chromium; arguments go to pytest."""
    chromium = find_chromium(session)
    install(session, "browser")
    session.run("pytest", "tests/browser", *session.posargs, env={"CHROMIUM": chromium})


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, layout, types and the pins; name a tool (ruff, format, mypy) to run only it."""
    check_requirements(session)
    install(session, "lint")
    tools = {
        "ruff": ("ruff", "check", "."),
        "format": ("ruff", "format", "--check", "."),
        "mypy": ("mypy",),
    }
    for name in session.posargs or tools:
        session.run(*tools[name])


@nox.session
def bench(session: nox.Session) -> None:
    """Measure the build against its peers; arguments go to benchmarks/run.py."""
    install(session, "bench")
    session.run("python", "benchmarks/run.py", *session.posargs)


@nox.session
def live(session: nox.Session) -> None:
    """Serve the site, rebuild and reload it at every edit; arguments go to sphinx-autobuild."""
    install(session, "live")
    watched = [f"--watch={name}" for name in ("bib", "conf.py", "ext")]
    ignored = "--re-ignore=__pycache__"  # an edited module is compiled at the next build: no reason for one more
    session.run("sphinx-autobuild", *SPHINX_BUILD[1:], *watched, ignored, *session.posargs, "docs", str(SITE))


@nox.session
def lock(session: nox.Session) -> None:
    """Compile requirements/ from pyproject.toml; `-- --upgrade` moves to the newest versions."""
    install(session, "lock")
    for group in GROUPS:
        compile_requirements(session, group)


def install(session: nox.Session, group: str) -> None:
    """Install the pinned requirements of a dependency group, each held to its hash."""
    session.install("--require-hashes", "-r", f"requirements/{group}.txt")


def find_chromium(session: nox.Session) -> str:
    """Return the path of a Chromium, installing one where that is allowed."""
    if not chromium_on_path() and shutil.which("apt-get") and os.geteuid() == 0:
        for arguments in (["update", "-qq"], ["install", "-y", "-qq", "chromium"]):
            session.run("apt-get", *arguments, external=True, success_codes=range(256))
    found = chromium_on_path()
    if not found:
        do_without(session, f"Chromium (none of {', '.join(CHROMIUM_NAMES)} is on PATH)")
    return found


def do_without(session: nox.Session, missing: str) -> NoReturn:
    """Skip the session, naming what is missing; CI skips nothing."""
    if CI:
        session.error(f"missing: {missing}")
    session.skip(f"missing: {missing}")


def chromium_on_path() -> str | None:
    """Return the path of the first Chromium on PATH."""
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def stated_inputs(group: str) -> str:
    """Return what pyproject.toml asks for in a group, as the second line of its compiled file."""
    asked = [] if group == "lock" else PYPROJECT["project"]["dependencies"]
    wanted = {*asked, *nox.project.dependency_groups(PYPROJECT, group)}
    return f"# from: {', '.join(sorted(wanted))}"


def check_requirements(session: nox.Session) -> None:
    """Hold that each compiled file comes from what pyproject.toml says now; needs no network."""
    stale = [
        path.as_posix()
        for group in GROUPS
        for path in [Path("requirements", f"{group}.txt")]
        if not path.is_file() or stated_inputs(group) not in path.read_text("utf-8").split("\n")
    ]
    if stale:
        session.error(f"{', '.join(stale)}: not in step with pyproject.toml; run nox -s lock")


def compile_requirements(session: nox.Session, group: str) -> None:
    """Write requirements/<group>.txt, for every platform and every Python that we support."""
    path = Path("requirements", f"{group}.txt")
    sources = ["--group", group] if group == "lock" else ["pyproject.toml", "--group", group]
    # fmt: off
    session.run(
        "uv", "pip", "compile", *sources, "--quiet", "--no-config",
        "--universal", "--python-version", "3.11", "--fork-strategy", "fewest",
        "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-header",
        "--output-file", str(path), *session.posargs,
    )
    # fmt: on
    pins = path.read_text("utf-8")
    path.write_text(
        f"# Compiled by `python3 -m nox -s lock`\n{stated_inputs(group)}\n{pins}",
        encoding="utf-8",
        newline="\n",
    )
