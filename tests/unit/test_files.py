"""Files change as a whole or not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cardcatalog import files
from cardcatalog.files import locked, write_changed, write_whole
from tests.calls import note_calls

EXT = Path(files.__file__).parents[1]


def test_a_file_gets_its_new_text(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    write_whole(path, "ü\n")
    assert path.read_bytes() == "ü\n".encode()


def test_a_file_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)
    write_whole(path, "new")
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_symbolic_link_is_kept(tmp_path: Path) -> None:
    path, link = tmp_path / "refs.bib", tmp_path / "link.bib"
    path.write_text("old", encoding="utf-8")
    link.symlink_to(path)
    write_whole(link, "new")
    assert link.is_symlink()
    assert path.read_text("utf-8") == "new"


def test_a_file_of_another_size_is_not_read_before_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, same = tmp_path / "page.html", tmp_path / "same.html"
    path.write_bytes(b"old")
    same.write_bytes(b"new")
    read = note_calls(monkeypatch, Path, "read_bytes", lambda path: path)
    write_changed(path, b"newer")
    write_changed(same, b"new")
    assert read == [same]
    assert path.read_bytes() == b"newer"


def test_a_failed_write_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "refs.bib"
    path.write_text("old", encoding="utf-8")

    def refuse(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, "new")
    assert [(each.name, each.read_text("utf-8")) for each in tmp_path.iterdir()] == [("refs.bib", "old")]


def test_temporary_files_of_a_killed_process_are_removed(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    (tmp_path / ".refs.bib.abc.cardcatalog-new").write_text("half", encoding="utf-8")
    with locked(path):
        assert list(tmp_path.iterdir()) == []


def test_a_lock_timeout_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LOCK_TIMEOUT_S", 0)
    path = tmp_path / "refs.bib"
    with locked(path), pytest.raises(OSError, match="another process"), locked(path):
        pass


APPENDER = """
import sys
from pathlib import Path
from cardcatalog.files import locked, write_whole
path, word = Path(sys.argv[1]), sys.argv[2]
for _ in range(20):
    with locked(path):
        write_whole(path, f"{path.read_text('utf-8')}{word}\\n")
"""


def start(program: str, *arguments: str) -> subprocess.Popen[bytes]:
    """Start a program of Python that may import the package."""
    return subprocess.Popen(  # noqa: S603  (our own program)
        [sys.executable, "-c", program, *arguments],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(EXT)},
    )


def test_the_lock_serialises_writers_of_one_file(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text("", encoding="utf-8")
    with start(APPENDER, str(path), "a"), start(APPENDER, str(path), "b"):
        pass
    assert sorted(path.read_text("utf-8").split()) == ["a"] * 20 + ["b"] * 20


WRITER = """
import sys
from pathlib import Path
from cardcatalog.files import locked, write_whole
path = Path(sys.argv[1])
texts = ["a" * 300_000, "b" * 300_000]
print("ready", flush=True)
while True:
    for text in texts:
        with locked(path):
            write_whole(path, text)
"""


def test_a_file_is_complete_after_its_writer_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text("a" * 300_000, encoding="utf-8")
    for number in range(10):
        with start(WRITER, str(path)) as process:
            assert process.stdout
            process.stdout.readline()
            time.sleep(number * 0.007)
            process.send_signal(signal.SIGKILL)
        text = path.read_text("utf-8")
        assert set(text) in ({"a"}, {"b"})
        assert len(text) == 300_000


def test_an_error_names_the_file_and_not_the_temporary_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        write_whole(tmp_path / "none" / "refs.bib", "new")
    assert caught.value.filename == str(tmp_path / "none" / "refs.bib")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away")
def test_a_file_keeps_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text("old", encoding="utf-8")
    os.chown(path, 12345, 23456)
    write_whole(path, "new")
    assert (path.stat().st_uid, path.stat().st_gid) == (12345, 23456)


def test_temporary_files_of_a_file_with_brackets_are_removed(tmp_path: Path) -> None:
    (tmp_path / ".a[1].bib.abc.cardcatalog-new").write_text("half", encoding="utf-8")
    with locked(tmp_path / "a[1].bib"):
        assert list(tmp_path.iterdir()) == []
