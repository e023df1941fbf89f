"""Builds that are killed, cannot write, or run at once: the next one equals a clean build."""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.sphinx import kills
from tests.sphinx.helpers import ROOTS, Project
from tests.sphinx.test_incremental import BIB, add_a_paper, change_a_title, contents, move_a_paper_away

REPOSITORY = ROOTS.parents[2]
PYTHONPATH = os.pathsep.join(map(str, (REPOSITORY / "ext", REPOSITORY)))
ENVIRONMENT = {**os.environ, "PYTHONPATH": PYTHONPATH, "PYTHONHASHSEED": "0"}

CLEAN, CHANGED = 6, 10
"""The number of kills of a clean build, and of an incremental one."""


def arguments(project: Project) -> list[str]:
    """Return the arguments of sphinx-build; the output folder is last."""
    built = project.root / "build"
    options = ["-q", "-n", "-W", "--keep-going", "-d", built / "doctrees"]
    return [*map(str, options), str(project.root), str(built / "html")]


@pytest.fixture(scope="module", autouse=True)
def _start() -> None:
    """Start the process that builds."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ENVIRONMENT.items():
            patch.setenv(name, value)
        kills.start()


def build(project: Project, kill_at: int = 0) -> subprocess.CompletedProcess[str]:
    """Build a project in a process of its own, which may be killed at one of its changes of files."""
    return kills.build(arguments(project), project.root.with_name("build.log"), kill_at)


def site(project: Project) -> dict[str, bytes]:
    """Return all files of the site of a project that must not depend on earlier builds."""
    return contents(project.root / "build" / "html")


def change(project: Project) -> None:
    """Change, move and add papers."""
    change_a_title(project)
    move_a_paper_away(project)
    add_a_paper(project)


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Project]:
    """Copies, always in the same place, of a project: ``new``, ``built``, or built and then ``changed``."""
    folder = tmp_path_factory.mktemp("interrupted")
    root, kept = folder / "project", folder / "kept"

    def start(state: str) -> Project:
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(ROOTS / "library", root)
        shutil.copytree(ROOTS / "complete", root, dirs_exist_ok=True)
        project = Project(root)
        if state != "new":
            if not kept.exists():
                assert build(project).returncode == 0
                shutil.copytree(root, kept)
            shutil.rmtree(root)
            shutil.copytree(kept, root)
        if state == "changed":
            change(project)
        return project

    return start


def assert_next_build_is_clean(project: Project, expected: dict[str, bytes]) -> None:
    """Hold that one more build has nothing to complain of, and gives the same files."""
    done = build(project)
    assert (done.returncode, done.stderr) == (0, "")
    found = site(project)
    assert sorted(name for name in {*found, *expected} if found.get(name) != expected.get(name)) == []


def spread(total: str, number: int) -> list[int]:
    """Return places among all changes, evenly spread, from the first to one of the last."""
    last = int(total.rsplit(maxsplit=1)[-1]) - 5  # a folder more or less is there from the start
    return sorted({1 + round(step * (last - 1) / (number - 1)) for step in range(number)})


def test_the_build_after_a_killed_clean_build_gives_the_same_bytes(start: Callable[[str], Project]) -> None:
    project = start("new")
    total = build(project).stdout
    expected = site(project)
    for place in spread(total, CLEAN):
        project = start("new")
        assert build(project, kill_at=place).returncode == -9
        assert_next_build_is_clean(project, expected)


def test_the_build_after_a_killed_incremental_build_equals_a_clean_one(
    start: Callable[[str], Project],
) -> None:
    project = start("changed")
    total = build(project).stdout
    project = start("new")
    change(project)
    build(project)
    expected = site(project)
    # Before reading, a build has no dirty flag, and continues with Sphinx's index of words, see test_incremental.
    for place in spread(total, CHANGED)[2:]:
        project = start("changed")
        assert build(project, kill_at=place).returncode == -9
        assert_next_build_is_clean(project, expected)


def test_a_truncated_generated_page_is_written_again(start: Callable[[str], Project]) -> None:
    project = start("new")
    (project.root / "papers").mkdir(exist_ok=True)
    left = project.root / "papers" / ".caches.rst.abc.cardcatalog-new"
    left.write_bytes(b".. Gener")
    assert build(project).returncode == 0
    assert not left.exists()


def test_an_unreadable_manifest_only_causes_a_full_build(start: Callable[[str], Project]) -> None:
    project = start("built")
    expected = site(project)
    for path in (project.root / "build" / "doctrees").glob("cardcatalog*[jp]*[ne]"):  # of JSON, and pickled
        path.write_bytes(path.read_bytes()[:-3] + b"\xc3")
    done = build(project)
    assert (done.returncode, done.stderr) == (0, "")
    assert site(project) == expected


def test_the_lock_serialises_two_builds_of_one_folder(start: Callable[[str], Project]) -> None:
    project = start("new")
    build(project)
    expected = site(project)
    project = start("new")
    command = [sys.executable, "-m", "sphinx", *arguments(project)]
    both = [subprocess.Popen(command, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True) for _ in range(2)]  # noqa: S603
    assert [(process.communicate()[1], process.returncode) for process in both] == [("", 0), ("", 0)]
    assert site(project) == expected


def limit_files() -> None:
    """Let this process write no file of more than 20 KB, as on a disk that is full."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))


def test_a_full_disk_ends_the_build_with_an_error_and_the_next_build_is_complete(
    start: Callable[[str], Project],
) -> None:
    project = start("changed")
    command = [sys.executable, "-m", "sphinx", *(word for word in arguments(project) if word != "-q")]
    full = subprocess.run(  # noqa: S603
        command,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limit_files,
    )
    assert full.returncode == 2
    assert re.search(r"File too large.*then build again", full.stderr)
    project = start("new")
    change(project)
    build(project)
    expected = site(project)
    again = start("changed")
    subprocess.run(command, env=ENVIRONMENT, capture_output=True, check=False, preexec_fn=limit_files)  # noqa: S603
    assert_next_build_is_clean(again, expected)


@pytest.fixture
def read_only() -> Callable[[Project, str], subprocess.CompletedProcess[str]]:
    """Builds of a project with a folder that no user can write to."""

    def run(project: Project, folder: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "sphinx", *arguments(project)]
        place = project.root / folder
        if os.geteuid() == 0:  # to root no folder is closed but on a file system that is
            bind = f'mount --bind "{place}" "{place}" && mount -o remount,ro,bind "{place}" && exec "$@"'
            command = ["unshare", "--mount", "sh", "-c", bind, "sh", *command]
            if subprocess.run(["unshare", "--mount", "true"], check=False, capture_output=True).returncode:  # noqa: S607
                pytest.skip("unshare: root may not mount a read-only folder here")
        else:
            for path in (place, *place.rglob("*")):
                path.chmod(path.stat().st_mode & ~0o222)
        return subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False)  # noqa: S603

    return run


def test_an_unwritable_source_folder_is_reported_with_advice(
    start: Callable[[str], Project],
    read_only: Callable[[Project, str], subprocess.CompletedProcess[str]],
) -> None:
    done = read_only(start("new"), "papers")
    assert done.returncode == 2
    assert re.search(r"papers/\w+\.rst: .*then build again; or build from a copy", done.stderr)
    assert re.match(r"\s*(\x1b\[\d+m)?Cannot write!", done.stderr)  # Sphinx adds more


def test_unchanged_generated_pages_need_no_write_permission(
    start: Callable[[str], Project],
    read_only: Callable[[Project, str], subprocess.CompletedProcess[str]],
) -> None:
    done = read_only(start("built"), "papers")
    assert (done.returncode, done.stderr) == (0, "")


def test_an_unwritable_output_folder_is_reported(
    start: Callable[[str], Project],
    read_only: Callable[[Project, str], subprocess.CompletedProcess[str]],
) -> None:
    done = read_only(start("built"), "build/html")
    assert done.returncode == 2
    assert re.search(r"build/html: it cannot be written to; .*use another folder", done.stderr)


CUT = """
from pathlib import Path
def setup(app):
    app.connect("env-before-read-docs", lambda app, env, names: Path(app.confdir, "{path}").write_text({text!r}))
"""


def test_a_bibliography_replaced_during_a_build_is_reported_and_read_by_the_next(
    start: Callable[[str], Project],
) -> None:
    project = start("new")
    settings = project.read("conf.py")
    new = project.read(BIB).replace("Rounding Well", "Rounding Better")
    project.append("conf.py", CUT.format(path=BIB, text=new))
    done = build(project)
    assert re.search(r"refs\.bib:1: WARNING: it has changed since this build read it; build again", done.stderr)
    project.write("conf.py", settings)
    assert build(project).returncode == 0
    assert b"Rounding Better" in site(project)["papers/weights.bib"]


GONE = """
from pathlib import Path

def setup(app):
    app.connect("env-before-read-docs", lambda app, env, names: Path(app.confdir, "{path}").unlink())
"""


def test_a_bibliography_removed_during_a_build_is_reported_and_the_next_build_is_complete(
    start: Callable[[str], Project],
) -> None:
    project = start("new")
    settings, text = project.read("conf.py"), project.read(BIB)
    expected = (build(project), site(project))[1]
    project.append("conf.py", GONE.format(path=BIB))
    done = build(project)
    assert done.returncode == 2
    assert re.search(r"refs\.bib: it is gone since this build read it; put it back, then build again", done.stderr)
    project.write("conf.py", settings)
    project.write(BIB, text)
    assert build(project).returncode == 0
    assert site(project) == expected


def make_folder(path: Path) -> None:
    """Put a folder in the place of a file."""
    path.unlink()
    path.mkdir()


FAULTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda path: path.unlink(), "no file has this name"),
    "a folder": (make_folder, "cannot be read: Is a directory"),
    "binary": (lambda path: path.write_bytes(bytes(range(256))), "not UTF-8"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_an_unreadable_bibliography_is_a_warning(library: Project, fault: str) -> None:
    spoil, message = FAULTS[fault]
    spoil(library.root / BIB)
    library.set(suppress_warnings=["cardcatalog.reference", "ref.*", "bibtex.*"])
    told = library.build().output
    assert f"{BIB}:" in told
    assert message in told


def test_an_empty_bibliography_is_a_site_without_papers(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.write("conf.py", "extensions = ['cardcatalog']\ncardcatalog_bibliography = ['refs.bib']\n")
    project.write("refs.bib", "")
    project.write(
        "index.rst", "Empty\n=====\n\n:paper:count:`papers`\n\n.. toctree::\n\n   papers/index\n   keywords\n"
    )
    assert not project.build().output


@pytest.mark.parametrize("name", ["categories", "keywords", "venues"])
def test_a_broken_vocabulary_is_reported_at_its_line(library: Project, name: str) -> None:
    library.write(f"bib/{name}.toml", "[[broken\nid = 1\n")
    library.set(suppress_warnings=["cardcatalog.reference", "ref.*", "cardcatalog.unknown-keyword"])
    assert f"bib/{name}.toml:1" in library.build().output
