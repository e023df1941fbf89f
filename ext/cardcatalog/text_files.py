"""Read files of text: their bytes in whatever encoding, their control characters, their lines of cells."""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE, lookup
from contextlib import suppress
from pathlib import Path

from cardcatalog.problems import Kind, Location, Problem, did_you_mean

Cells = list[tuple[Location, list[str]]]
"""The cells of lines, each line with its place."""


def read_data(path: Path, name: str) -> tuple[bytes, list[Problem]]:
    """Return the bytes of a file; none, and a problem, if it cannot be read.

    :param name: its path as messages show it.
    """
    try:
        return path.read_bytes(), []
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}; name an existing file{near_file(path, name)}"
        return b"", [Problem(Location(name, 1), message, Kind.FILE)]


def near_file(path: Path, name: str) -> str:
    """Return `` (did you mean 'x'?)`` for the file of a folder whose name is nearest, or nothing.

    :param name: the path of the file that is not there, as messages show it.
    """
    folder = name.removesuffix(path.name)
    with suppress(OSError):
        files = [f"{folder}{each.name}" for each in path.parent.iterdir() if each.is_file()]
        return did_you_mean(name, files, start=folder)
    return ""


def read_text(path: Path, name: str) -> tuple[str, list[Problem]]:
    """Return the text of a file, and the problems of reading it; see :func:`decode`."""
    data, problems = read_data(path, name)
    text, more = decode(data, name)
    return text, problems + more


def read_cells(path: Path, name: str) -> tuple[Cells, list[Problem]]:
    """Return the lines of a table whose cells are divided by tabs, without blank ones and those that ``#`` begins."""
    text, problems = read_text(path, name)
    lines = ((Location(name, number), line) for number, line in enumerate(text.split("\n"), 1))
    return [(place, line.split("\t")) for place, line in lines if line.strip() and not line.startswith("#")], problems


def decode(data: bytes, name: str) -> tuple[str, list[Problem]]:
    """Decode the bytes of a file, which should be UTF-8.

    :returns: the text, with lines that end as in Unix and U+FFFD for wrong bytes; and a problem for the first of these,
        or for a file in another encoding that its first bytes or lines name, which is read as such.
    """
    encoding = _encoding_of(data)
    try:
        text = _with_plain_ends(data.decode(encoding))
    except UnicodeDecodeError as error:
        if stated := _stated_encoding(data):
            return _with_plain_ends(data.decode(stated, "replace")), _wrong_encoding(stated, name)
        if encoding == _UTF_8:
            before = _with_plain_ends(error.object[: error.start].decode(encoding, "replace"))
            message = f"byte 0x{error.object[error.start]:02x} is not UTF-8; save the file as UTF-8"
            problem = Problem(Location(name, before.count("\n") + 1), message, Kind.FILE)
            return _with_plain_ends(data.decode(encoding, "replace")), [problem]
        text = _with_plain_ends(data.decode(encoding, "replace"))
    return text, [] if encoding == _UTF_8 else _wrong_encoding("UTF-16", name)


_UTF_8 = "utf-8-sig"
_HEADER = re.compile(rb"\A(?:%[^\n]*\n){0,5}?%\s*Encoding:\s*([\w-]+)", re.IGNORECASE)
"""The line by which JabRef names the encoding of a file that is not in UTF-8."""


def _stated_encoding(data: bytes) -> str:
    """Return the encoding that a file names, in the spelling of Python; empty if it names none of natural text."""
    header = _HEADER.match(data)
    try:
        found = lookup(header[1].decode("ascii", "replace")).name if header else ""
    except LookupError:
        return ""
    return found if found.startswith(_FAMILIES) else ""


_FAMILIES = ("big5", "cp", "euc", "gb", "iso8859", "koi8", "mac", "shift_jis")


def _wrong_encoding(encoding: str, name: str) -> list[Problem]:
    return [Problem(Location(name, 1), f"the file is in {encoding}; save it as UTF-8", Kind.FILE)]


CONTROL = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML 1.0 (section 2.2) does not allow, except for the page feed, which is white space to TeX."""


def without_control(text: str, name: str) -> tuple[str, list[Problem]]:
    """Return a text with U+FFFD for control characters, which no page or feed may hold, and a problem for the first."""
    control = CONTROL.search(text)
    if not control:
        return text, []
    line = text.count("\n", 0, control.start()) + 1
    message = f"the control character U+{ord(control[0]):04X} is not allowed in text; remove it"
    return CONTROL.sub("\ufffd", text), [Problem(Location(name, line), message, Kind.FILE)]


def _encoding_of(data: bytes) -> str:
    """Return the encoding of a file: UTF-8, or UTF-16 by its mark or its first letters (XML 1.0, appendix F)."""
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    empty = "".join("01"[not byte] for byte in data[:4])
    return {"0101": "utf-16-le", "1010": "utf-16-be"}.get(empty, _UTF_8)


def _with_plain_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
