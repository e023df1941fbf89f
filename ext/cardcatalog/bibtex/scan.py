"""Divide the text of a ``.bib`` file into blocks with places and faults: the only grammar of BibTeX here.

The rules are those of BibTeX (``bibtex.web``, "Reading the database file(s)"), with two exceptions that Biber and most
people make: a percent sign outside of entries hides the rest of its line, and ``@comment{...}`` hides what it encloses.
After a fault the scanner continues at the most likely end of the entry, so that a fault affects only its entry.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from cardcatalog.bibtex import forms
from cardcatalog.bibtex.blocks import Block, Fault, Field
from cardcatalog.bibtex.braces import ALL, UNESCAPED, Pairs, stray_brace
from cardcatalog.problems import Kind

_CLOSING = {"{": "}", "(": ")"}
_LOOK = "look for a missing comma, brace or quote"
_COMMENTED = "BibTeX has no comments within entries; remove this one, or move it out of the entry"
_CONFLICT = "a mark of a merge conflict; keep the text of one version, and remove the marks"
_LONGEST_HEADLINE = 60


def scan(text: str, line: int = 1) -> Iterator[Block]:
    """Yield the blocks of a text in their order.

    :param text: the text; lines must end as in Unix.
    :param line: the number of its first line, from 1: a text may be a part of a file.
    """
    return _Scanner(text, line).blocks()


class _BrokenError(Exception):
    """Something cannot be read, at a position."""

    def __init__(self, position: int, message: str) -> None:
        super().__init__(message)
        self.position = position
        self.message = message


@dataclass(slots=True)
class _Draft:
    """A block that is being read."""

    kind: str
    start: int
    line: int
    opening: int
    closing: str
    limit: int
    """The position of the next line that begins a block, after all values that were read."""

    key: str = ""
    fields: list[Field] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    is_complete: bool = True


class _Scanner:
    """Reads a text block by block."""

    def __init__(self, text: str, line: int) -> None:
        self._text, self._first_line = text, line
        self._marks = [*(match.start() + 1 for match in forms.LINE_MARK.finditer(text)), len(text)]

    @cached_property
    def _line_ends(self) -> list[int]:
        return [match.start() for match in re.finditer("\n", self._text)]

    @cached_property
    def _pairs(self) -> Pairs:
        """The pairs of braces without a backslash, which is how people count."""
        return Pairs(self._text, UNESCAPED)

    @cached_property
    def _pairs_for_bibtex(self) -> Pairs:
        """The pairs of all braces, which is how BibTeX counts."""
        return Pairs(self._text, ALL)

    def _line(self, position: int) -> int:
        return self._first_line + bisect_left(self._line_ends, position)

    def _next_mark(self, position: int) -> int:
        """Return where the next line begins a block, or the end of the text."""
        return self._marks[min(bisect_left(self._marks, position), len(self._marks) - 1)]

    def _headline(self, start: int) -> str:
        text = self._text[start : start + 4 * _LONGEST_HEADLINE].strip()
        return text.split("\n", 1)[0].rstrip(", \t")[:_LONGEST_HEADLINE]

    def _fault(self, position: int, message: str, kind: Kind = Kind.SYNTAX) -> Fault:
        return Fault(self._line(position), message, kind, self._text[position:].partition("\n")[0].rstrip())

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks."""
        text, position, line = self._text, 0, self._first_line
        is_sure = was_closed = True
        while position < len(text):
            head = self._head(position)
            start = head.start("block") if head else len(text)
            if start > position:
                yield self._between(position, start, line, is_sure=is_sure)
                line += text.count("\n", position, start)
            if not head:
                return
            block = self._block(head, line)
            yield block
            position, line = start + len(block.text), line + block.text.count("\n")
            # A brace that is left over may be the end of this block, or of one that this block interrupts.
            is_sure, was_closed = block.is_complete and was_closed, block.is_closed

    def _head(self, position: int) -> re.Match[str] | None:
        """Return the match of the next block: first on its line, after another one, or after text without a ``%``."""
        head = forms.MARK.match(self._text, position)
        if not head:
            marks = (mark for mark in forms.OUTSIDE.finditer(self._text, position) if mark[0][0] != "%")
            mark = next(marks, None)
            head = forms.MARK.match(self._text, mark.start()) if mark else None
        return head

    def _between(self, start: int, end: int, line: int, *, is_sure: bool) -> Block:
        """Return the text between two blocks, which BibTeX always reads as a comment."""
        text = self._text[start:end]
        if text.isspace():
            return Block("", text, line)
        faults: list[Fault] = []
        for mark in forms.STRAY_MARK.finditer(text):
            place = start + mark.start(1)
            message = f"'{self._headline(place)}' does not begin an entry; write '@type{{key,' or remove the '@'"
            faults.append(self._fault(place, message))
        for mark in forms.WITHOUT_AT.finditer(text):
            message = f"'{self._headline(start + mark.start(1))}' does not begin an entry; write '@' before it"
            faults.append(self._fault(start + mark.start(1), message))
        faults += (self._fault(start + mark.start(), _CONFLICT) for mark in forms.CONFLICT.finditer(text))
        stray = stray_brace(text) if is_sure else None
        if stray is not None:
            message = "unmatched '}'; remove it, or look for an extra '}' above"
            faults.append(self._fault(start + stray, message))
        return Block("", text, line, faults=tuple(faults))

    def _block(self, head: re.Match[str], line: int) -> Block:
        """Return the block that begins at a line."""
        start, opening = head.start("block"), head.start("opening")
        limit = self._next_mark(opening)
        draft = _Draft(head["kind"].lower(), start, line, opening, _CLOSING[head["opening"]], limit)
        try:
            end, is_closed = self._read(draft), True
        except _BrokenError as error:
            end, is_closed = self._recover(draft, error)
        kind, key, fields, faults = draft.kind, draft.key, tuple(draft.fields), tuple(draft.faults)
        return Block(kind, self._text[start:end], line, key, fields, faults, draft.is_complete, is_closed)

    def _read(self, draft: _Draft) -> int:
        """Read a block, and return its end."""
        if draft.kind == "comment":
            return self._read_comment(draft)
        if draft.kind == "preamble":
            return self._read_preamble(draft)
        if not draft.kind:
            raise _BrokenError(draft.opening, "this entry has no type; begin it with '@type{key,'")
        position = draft.opening + 1 if draft.kind == "string" else self._read_key(draft)
        end = self._read_fields(draft, position, resumes=True)
        return end if draft.kind == "string" else self._read_on(draft, end)

    def _end_of_block(self, draft: _Draft) -> int:
        """Return the end of a block by its braces, before the next line that begins one; zero if it has none."""
        limit = self._next_mark(draft.opening)
        end = self._pairs.end_of(draft.opening, draft.closing, limit)
        return end if end <= limit else 0

    def _read_preamble(self, draft: _Draft) -> int:
        end = self._end_of_block(draft)
        if not end:
            raise _BrokenError(draft.opening, "")
        return end

    def _read_comment(self, draft: _Draft) -> int:
        end = self._pairs.end_of(draft.opening, draft.closing, draft.limit)
        if hidden := forms.HIDDEN.search(self._text, draft.opening, end):
            message = "@comment hides this entry here and from Biber, but not from BibTeX; remove the '@' of the entry"
            draft.faults.append(self._fault(hidden.start(), message, Kind.HIDDEN_ENTRY))
        if not end:
            raise _BrokenError(draft.opening, "")
        return end

    def _read_key(self, draft: _Draft) -> int:
        """Read the key of an entry, and return where its fields begin."""
        start = draft.opening + 1
        if found := forms.KEYED[draft.closing].match(self._text, start, draft.limit):
            draft.key = found[1]
            return self._end_of_gaps(draft, found)
        if found := forms.KEY_WITHOUT_COMMA.match(self._text, start, draft.limit):
            draft.key = found[1]
            self._add(draft, draft.opening, f"expected ',' after the key {draft.key!r}; add it")
            return self._end_of_gaps(draft, found)
        message = "this entry has no proper key; begin it with '@type{key,'"
        found = forms.WITHOUT_KEY.match(self._text, start, draft.limit)
        if not found:
            raise _BrokenError(draft.opening, message)
        self._add(draft, draft.opening, message)
        return found.end()

    def _read_fields(self, draft: _Draft, position: int, *, resumes: bool = False) -> int:
        """Read fields up to the end of a block, and return that.

        :param resumes: whether to go on after a field that cannot be read.
        """
        text, note = self._text, draft.fields.append
        line, place = draft.line, draft.start
        while True:
            while (found := forms.FIELD.match(text, position, draft.limit)) and found[3] == ",":
                start, position = found.start(1), found.end()
                line, place = line + text.count("\n", place, start), start
                note(Field(found[1], (found[2],), line))
            start, _commas = self._skip(draft, position, commas=1)
            if end := self._closed(draft, start):
                return end
            try:
                position, end = self._read_whole_field(draft, start)
            except _BrokenError as error:
                # An '@' more likely begins another entry.
                is_lost = not resumes or text.startswith("@", error.position)
                found = None if is_lost else forms.RESUMED.search(text, error.position, draft.limit)
                if not found:
                    raise
                self._lose(draft, error.position, error.message)
                position = found.end()
            else:
                if end:
                    return end

    def _read_whole_field(self, draft: _Draft, start: int) -> tuple[int, int]:
        """Read a field and what must follow it; return where that ends, and the end of the block if it ends there."""
        limit = draft.limit
        position, commas = self._skip(draft, self._read_field(draft, start), commas=0)
        end = self._closed(draft, position)
        if not end and not commas:
            message = f"expected ',' after the value of {draft.fields[-1].name!r}"
            if forms.ASSIGNED.match(self._text, position):
                self._add(draft, start, f"{message}; add it")
            elif forms.RESUMED.search(self._text, start, position):
                draft.limit = limit  # the value has swallowed other fields
                raise _BrokenError(start, _without_end(draft.fields.pop().name))
            else:
                raise _BrokenError(start, f"{message}; {_LOOK}")
        return position, end

    def _end_of_gaps(self, draft: _Draft, found: re.Match[str]) -> int:
        """Return the end of a match; note a comment within it."""
        if "%" in found[0]:
            self._add(draft, found.start() + found[0].index("%"), _COMMENTED)
        return found.end()

    def _skip(self, draft: _Draft, position: int, *, commas: int) -> tuple[int, int]:
        """Pass over the text between fields; return its end, and its commas with those that came before it."""
        while junk := forms.JUNK.match(self._text, position):
            if junk["comment"]:
                self._add(draft, position, _COMMENTED)
            elif junk["comma"]:
                commas += 1
                if commas > 1:
                    self._add(draft, position, "expected a field before this ','; remove it")
            position = junk.end()
        return position, commas

    def _closed(self, draft: _Draft, position: int) -> int:
        """Return the end of a block if it ends at a position, or else zero."""
        mark = self._text[position : position + 1]
        if mark == "}" != draft.closing:
            self._add(draft, position, "this '}' closes what '(' opens; write ')'")
        return position + 1 if mark in {draft.closing, "}"} else 0

    def _read_field(self, draft: _Draft, start: int) -> int:
        """Read a field, and return its end."""
        found = forms.ASSIGNMENT.match(self._text, start)
        if not found:
            if forms.CONFLICT.match(self._text, start):
                raise _BrokenError(start, _CONFLICT)
            name = forms.NAME.match(self._text, start)
            expected = f"'=' after {name[0]!r}" if name else "a field here"
            raise _BrokenError(start, f"expected {expected}; {_LOOK}")
        if not found[2]:
            self._add(draft, start, f"expected '=' after {found[1]!r}; add it")
        parts: list[str] = []
        position = self._end_of_gaps(draft, found)
        while True:
            end = self._end_of_part(draft, position)
            if not end:
                raise _BrokenError(start, self._lack_of_value(found[1], position))
            parts.append(self._text[position:end])
            joint = forms.JOINT.match(self._text, end)
            if not joint:
                break
            position = self._end_of_gaps(draft, joint)
        draft.fields.append(Field(found[1], tuple(parts), self._line(start)))
        draft.limit = max(draft.limit, self._next_mark(end))
        return end

    def _lack_of_value(self, name: str, position: int) -> str:
        if self._text[position : position + 1] in forms.TEXTS:
            return _without_end(name)
        return f"expected a value of {name!r}; write it in braces, or remove the field"

    def _end_of_part(self, draft: _Draft, start: int) -> int:
        """Return the end of a text or a name, or zero; braces are counted like in BibTeX if only that gives an end."""
        mark = self._text[start : start + 1]
        if mark not in forms.TEXTS:
            name = forms.NAME.match(self._text, start)
            return name.end() if name else 0
        closing, form = forms.TEXTS[mark]
        found = form.match(self._text, start, draft.limit)
        end = found.end() if found else self._pairs.end_of(start, closing, len(self._text))
        if end and forms.FOLLOWED.match(self._text, end):
            return end
        other = self._pairs_for_bibtex.end_of(start, closing, len(self._text))
        return other if other and (not end or forms.FOLLOWED.match(self._text, other)) else end

    def _read_on(self, draft: _Draft, end: int) -> int:
        """Read the fields after a brace that ends an entry too early, if there are any; return the end of the entry."""
        while found := forms.CONTINUED.match(self._text, end, draft.limit):
            longer = replace(draft, fields=draft.fields.copy(), faults=draft.faults.copy())
            self._add(longer, end - 1, "this '}' ends the entry before its last field; remove it")
            try:
                end = self._read_fields(longer, found.end())
            except _BrokenError:
                break
            draft.fields, draft.faults, draft.limit = longer.fields, longer.faults, longer.limit
        return end

    def _recover(self, draft: _Draft, error: _BrokenError) -> tuple[int, bool]:
        """Note the fault of a block; return where to continue, and whether that is its end."""
        if draft.kind == "comment":
            draft.is_complete = False
            line_end = self._text.find("\n", draft.opening)
            return (len(self._text) if line_end < 0 else line_end), False
        if end := self._end_of_block(draft):
            self._lose(draft, error.position, error.message)
            return end, True
        start = self._text.rindex("@", 0, draft.opening)
        self._lose(draft, draft.opening, f"'{self._headline(start)}' has no end; look for a missing brace")
        is_block = error.position > draft.opening and forms.MARK.match(self._text, error.position)
        return min(error.position if is_block else len(self._text), self._next_mark(draft.opening)), False

    def _lose(self, draft: _Draft, position: int, message: str) -> None:
        """Note the first fault of a block that loses text; others may follow from it."""
        if draft.is_complete:
            self._add(draft, position, message)
        draft.is_complete = False

    def _add(self, draft: _Draft, position: int, message: str) -> None:
        """Note a fault, which is reported once a block."""
        if all(fault.message != message for fault in draft.faults):
            fault = self._fault(position, message)
            draft.faults.append(fault._replace(text="") if position == draft.opening else fault)


def _without_end(name: str) -> str:
    return f"the value of {name!r} has no end; look for a brace or quote without its pair"
