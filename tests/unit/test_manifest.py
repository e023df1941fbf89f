"""The manifest: which files of a site are written, kept and removed."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cardcatalog.sphinx.build_lock import DirtyFlag
from cardcatalog.sphinx.kept_values import KeptValues
from cardcatalog.sphinx.manifest import Manifest, Output, OutputFile, WriteError, file_of


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """A folder for doctrees and one for the site."""
    folders = tmp_path / "doctrees", tmp_path / "html"
    for folder in folders:
        folder.mkdir()
    return folders


@pytest.fixture
def build(folders: tuple[Path, Path]) -> Callable[..., list[str]]:
    """Builds of one output with files given as ``path="digest"``; returns the paths that were written."""

    def build(digest: str = "", *, outdir: Path = folders[1], **files: str) -> list[str]:
        written: list[str] = []

        def write(path: Path) -> None:
            path.parent.mkdir(exist_ok=True)
            path.write_text("content", "utf-8")
            written.append(path.name)

        manifest = Manifest(folders[0], outdir)
        manifest.update(Output("pages", digest, lambda: [OutputFile(path, row, write) for path, row in files.items()]))
        manifest.commit()
        return written

    return build


def test_new_files_are_written(build: Callable[..., list[str]]) -> None:
    assert build(a="1", b="1") == ["a", "b"]


def test_only_changed_files_are_written_again(build: Callable[..., list[str]]) -> None:
    build(a="1", b="1")
    assert build(a="1", b="2") == ["b"]


def test_files_of_a_shared_digest_are_not_made_again(folders: tuple[Path, Path]) -> None:
    made: list[str] = []

    def build(state: str, shared: str) -> None:
        def files() -> list[OutputFile]:
            made.append(state)
            return [file_of("a", lambda: shared)._replace(digest=shared)]

        manifest = Manifest(*folders)
        manifest.update(Output("search", state, files, lambda: shared))
        manifest.commit()

    for state, shared in (("1", "x"), ("2", "x"), ("3", "y")):
        build(state, shared)
    assert made == ["1", "3"]
    (folders[1] / "a").unlink()
    build("4", "y")
    assert made == ["1", "3", "4"]


def test_a_missing_file_is_written_again(build: Callable[..., list[str]], folders: tuple[Path, Path]) -> None:
    build("same", a="1", b="1")
    (folders[1] / "a").unlink()
    assert build("same", a="1", b="1") == ["a"]


@pytest.mark.parametrize("paths", [("one", "other"), ("in/one", "in/other"), ("one/page", "other/page")])
def test_a_missing_file_is_written_again_in_any_folder(
    build: Callable[..., list[str]], folders: tuple[Path, Path], paths: tuple[str, str]
) -> None:
    files = dict.fromkeys(paths, "1")
    build("before", **files)
    (folders[1] / paths[1]).unlink()
    assert build("after", **files) == [Path(paths[1]).name]
    assert (folders[1] / paths[1]).exists()


def test_an_unchanged_output_is_not_computed(build: Callable[..., list[str]]) -> None:
    build("same", a="1")
    assert build("same", a="2") == []


def test_a_file_of_no_output_is_removed(build: Callable[..., list[str]], folders: tuple[Path, Path]) -> None:
    build(a="1", b="1")
    build(a="1")
    assert [path.name for path in folders[1].iterdir()] == ["a"]


def test_a_file_outside_the_manifest_is_kept(build: Callable[..., list[str]], folders: tuple[Path, Path]) -> None:
    (folders[1] / "theirs").write_text("", "utf-8")
    build(a="1")
    build()
    assert [path.name for path in folders[1].iterdir()] == ["theirs"]


def test_output_folders_with_shared_doctrees_have_separate_manifests(
    build: Callable[..., list[str]], folders: tuple[Path, Path]
) -> None:
    other = folders[1].with_name("dirhtml")
    other.mkdir()
    build(a="1")
    assert build(a="1", outdir=other) == ["a"]
    assert build(a="1") == []


def test_files_of_a_failed_output_are_kept_and_retried(folders: tuple[Path, Path]) -> None:
    def build(content: str | None) -> None:
        manifest = Manifest(*folders)
        manifest.update(Output("search", "same", lambda: None if content is None else [file_of("a", lambda: content)]))
        manifest.commit()

    build("1")
    build("unchanged")
    (folders[1] / "a").unlink()
    build(None)
    build("2")
    assert (folders[1] / "a").read_text("utf-8") == "2"


def test_after_an_interrupted_build_files_are_written_or_removed(folders: tuple[Path, Path]) -> None:
    flag, manifest = DirtyFlag(*folders), Manifest(*folders)
    flag.set()
    manifest.report_new_files(flag.add)
    manifest.update(Output("pages", "same", lambda: [file_of(name, lambda: "old") for name in ("a", "b")]))
    flag.close()  # Here the build is killed: nothing is committed.
    paths = flag.paths()
    assert paths == ["a", "b"]
    manifest = Manifest(*folders)
    manifest.distrust(paths)
    manifest.update(Output("pages", "same", lambda: [file_of("a", lambda: "new")]))
    manifest.commit()
    assert {path.name: path.read_text("utf-8") for path in folders[1].iterdir()} == {"a": "new"}


def test_a_build_that_is_not_committed_records_nothing(folders: tuple[Path, Path]) -> None:
    Manifest(*folders).update(Output("pages", "", lambda: [file_of("a", lambda: "text")]))
    assert not (folders[0] / Manifest.FILE).exists()


def test_values_are_kept_between_builds(folders: tuple[Path, Path]) -> None:
    kept = KeptValues(folders[0])
    assert kept.get("references") == {}
    kept.put("references", {"key": ("text", 1)})
    assert KeptValues(folders[0]).get("references") == {"key": ("text", 1)}


@pytest.mark.parametrize(
    "damage",
    [lambda _: b"", lambda text: text[:-1], lambda text: text[:-9] + b"%" + text[-8:]],
    ids=["empty", "cut off", "another byte"],
)
def test_a_kept_value_in_a_damaged_file_is_empty(folders: tuple[Path, Path], damage: Callable[[bytes], bytes]) -> None:
    KeptValues(folders[0]).put("references", {"key": "text of some length"})
    (path,) = folders[0].iterdir()
    path.write_bytes(damage(path.read_bytes()))
    assert KeptValues(folders[0]).get("references") == {}


def test_a_kept_value_of_a_class_is_empty(folders: tuple[Path, Path]) -> None:
    """The class of another version of our code may be gone, or have other fields."""
    KeptValues(folders[0]).put("references", {"key": OutputFile("a", "", print)})
    assert KeptValues(folders[0]).get("references") == {}


@pytest.mark.parametrize("text", ["", "[]", '{"sites"', "\xff", '{"sites": {}}'])
def test_an_unreadable_manifest_is_empty(
    build: Callable[..., list[str]], folders: tuple[Path, Path], text: str
) -> None:
    (folders[0] / Manifest.FILE).write_text(text, "latin-1")
    assert build(a="1") == ["a"]


def test_an_os_error_names_the_file_and_gives_advice(folders: tuple[Path, Path]) -> None:
    def fail(path: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    output = Output("pages", "", lambda: [OutputFile("a", "", fail)])
    with pytest.raises(WriteError, match=r"html/a: No space left on device; free some space .*, then build again"):
        Manifest(*folders).update(output)


def test_files_that_are_written_in_steps_take_each_step_side_by_side(folders: tuple[Path, Path]) -> None:
    steps: list[str] = []

    def write(path: Path) -> Iterator[None]:
        steps.append(f"make {path.name}")
        yield
        steps.append(f"write {path.name}")

    Manifest(*folders).update(Output("pages", "", lambda: [OutputFile(name, "", write) for name in "ab"]))
    assert steps == ["make a", "make b", "write a", "write b"]


def test_a_file_that_is_not_written_in_steps_is_written_before_the_next_one_is_asked_for(
    folders: tuple[Path, Path],
) -> None:
    done: list[str] = []

    def files() -> Iterator[OutputFile]:
        for name in "ab":
            yield OutputFile(name, "", lambda path: done.append(f"write {path.name}"))
            done.append(f"after {name}")

    Manifest(*folders).update(Output("downloads", "", files))
    assert done == ["write a", "after a", "write b", "after b"]


def test_files_in_steps_are_all_written_where_there_are_thousands(folders: tuple[Path, Path]) -> None:
    written: list[str] = []

    def write(path: Path) -> Iterator[None]:
        yield
        written.append(path.name)

    names = [f"p{number}" for number in range(1000)]
    Manifest(*folders).update(Output("pages", "", lambda: [OutputFile(name, "", write) for name in names]))
    assert written == names


def test_an_os_error_in_a_later_step_names_its_file(folders: tuple[Path, Path]) -> None:
    def write(path: Path) -> Iterator[None]:
        yield
        if path.name == "b":
            raise OSError(errno.ENOSPC, "No space left on device", str(path))

    output = Output("pages", "", lambda: [OutputFile(name, "", write) for name in "abc"])
    with pytest.raises(WriteError, match="html/b: No space left on device"):
        Manifest(*folders).update(output)
