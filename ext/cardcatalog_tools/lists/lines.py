"""Take one line of an awesome list apart, in all the usual ways of writing title, venue, year, links and keywords."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cardcatalog.catalog.identifiers import parse_url
from cardcatalog.catalog.paper import Link

if TYPE_CHECKING:
    from collections.abc import Sequence

# Characters for private use stand for what is more than text, so that a line is one string to search.
_FIRST_LINK, _FIRST_CODE, _FIRST_PLAIN = 0xF0000, 0x100000, 0xE000
_LINK, _CODE, _PLAIN = "[\U000f0000-\U000ffffd]", "[\U00100000-\U0010fffd]", "[\ue000-\ue07f]"
_STRONG, _END = "\ue800", "\ue801"
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")


@dataclass(slots=True)
class Line:
    """A line as one string, in which a character stands for each link, for code, and for what cannot be markup."""

    number: int
    text: str = ""
    links: list[Link] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    """What is wrong with the form of the line."""

    def add_text(self, text: str) -> None:
        """Add text, whose quotes and brackets divide the line."""
        self.text += _PRIVATE.sub("\ufffd", text)

    def add_plain(self, text: str) -> None:
        """Add text that was written so as to be nothing but text: escapes and entities."""
        self.text += "".join(chr(_FIRST_PLAIN + ord(char)) if char.isascii() else char for char in text)

    def add_code(self, text: str) -> None:
        """Add what is set as code."""
        self.codes.append(_PRIVATE.sub("\ufffd", text))
        self.text += chr(_FIRST_CODE + len(self.codes) - 1)

    def add_strong(self, *, opens: bool) -> None:
        """Add the beginning or the end of what is set in bold."""
        self.text += _STRONG if opens else _END

    def add_break(self) -> None:
        """Begin another line of the same item."""
        self.text += "\n"

    def add_link(self, label: str, url: str) -> None:
        """Add a link; where brackets are part of its text, ``[[paper]](url)``, they are put around it."""
        bare = _PRIVATE.sub("\ufffd", " ".join(label.split())).lstrip("[ ").rstrip("] ")
        self.links.append(Link(bare, url))
        stand_in = chr(_FIRST_LINK + len(self.links) - 1)
        self.text += f"[{stand_in}]" if label.startswith("[") else stand_in

    def links_in(self, text: str) -> list[Link]:
        """Return the links in a part of the line."""
        return [self.links[ord(char) - _FIRST_LINK] for char in re.findall(_LINK, text)]

    def spell(self, text: str) -> str:
        """Return a part of the line as plain text again."""
        text = re.sub(_LINK, lambda match: self.links[ord(match[0]) - _FIRST_LINK].label, text)
        text = re.sub(_CODE, lambda match: self.codes[ord(match[0]) - _FIRST_CODE], text)
        text = re.sub(_PLAIN, lambda match: chr(ord(match[0]) - _FIRST_PLAIN), text)
        return " ".join(re.sub(f"[{_STRONG}{_END}]", "", text).split())


_LABELS = {
    "paper": "paper pdf arxiv link doi openreview html abs preprint publication",
    "code": "code github repo repository implementation torch pytorch tensorflow keras jax caffe mxnet",
    "project": "project homepage page website webpage site",
}
_ROLES = {label: role for role, labels in _LABELS.items() for label in labels.split()}
_LONGEST_LABEL = 3
"""Words, for instance of ``official pytorch code``; what is longer is a title."""
_CODE_HOSTS = ("github.com", "gitlab.com", "bitbucket.org")


def role_of(link: Link) -> str:
    """Return what a link leads to, by its label, a typing error allowed, or by its address.

    :returns: ``paper``, ``code``, ``project``, or nothing if neither tells.
    """
    words = re.findall(r"[a-z]+", link.label.casefold())
    for word in words if len(words) <= _LONGEST_LABEL else ():
        if near := get_close_matches(word, _ROLES, n=1, cutoff=0.8):
            return _ROLES[near[0]]
    if parse_url(link.url) or link.url.lower().endswith(".pdf"):
        return "paper"
    return "code" if _host(link.url).removeprefix("www.") in _CODE_HOSTS else ""


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


_OPENING = re.compile(rf"{_STRONG}?(?:\[([^\[\]]*)\]|\(([^()]*)\)){_END}?[:\s]*")
_BEFORE_TITLE = re.compile(rf"(?!\[(?:{_LINK}|{_STRONG}|{_CODE}))[^\s.,:;–—-]")
_QUOTED = re.compile(
    rf"""(?:"(.+)"|“(.+)”|["“](.+)["”])(?=\s*(?:[,.;:|(\[\n–—-]|{_STRONG}|{_LINK}|{_CODE}|$))""",
    re.DOTALL,
)
_LINKED = re.compile(rf"(?P<open>[\"“]?){_STRONG}?(?P<link>{_LINK}){_END}?(?P<close>[\"”]?)")
_SOLID = re.compile(f"{_STRONG}([^{_END}]+){_END}")
_GROUP = re.compile(r"\[([^\[\]]*)\]")
_APART = re.compile(r"\[+([^\[\]]+)\]+\s+\((https?://[^\s()]+)\)")
"""A label in brackets whose address is mere text, since a space stands between the two."""

_WORDS = re.compile(r"[\w\s,;/|+.&#’'-]+")
"""Text that may be keywords without any markup; counts of stars and the like hold a pictograph or its name."""
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)|[’'](\d\d)(?!\d)")
_SEPARATORS = " \t\n.,;:|–—-"
_LONGEST_VENUE = 120
_LONGEST_PLACE = 2
"""Words of a venue that a link names without a year."""
_PERSON = re.compile(
    r"(?:[A-Z][\w.’'-]*\s+){1,3}(?:(?:de|den|der|la|le|van|von)\s+)*[A-Z][\w’'-]+(?:\s+et al\.?)?|.*\bet al\.?"
)
"""A name of somebody, if more than one part could be the venue."""


@dataclass(slots=True)
class Parts:
    """What a line is made of."""

    line: Line
    title: str = ""
    is_quoted: bool = False
    is_listed: bool = False
    """Whether a comma follows the quotes, as in no prose."""
    is_opened: bool = False
    """Whether a link named by the venue opens the line."""
    venue: str = ""
    year: int | None = None
    links: list[Link] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)

    def is_paper(self) -> bool:
        """Tell whether the line is about a paper, and not about something else or mere prose."""
        web = [link for link in self.links if link.url.startswith(("http://", "https://"))]
        has_place = self.is_opened or (self.year is not None and bool(self.venue))
        return (
            any(role_of(link) == "paper" for link in web)
            or (self.is_quoted and bool(web or self.year or (self.venue and self.is_listed)))
            or (bool(self.title) and has_place)
        )

    def take_opening(self, text: str) -> str:
        """Take what stands in brackets before the title: links, or venue and year."""
        while match := _OPENING.match(text):
            content, text = match[1] or match[2] or "", text[match.end() :]
            links = self.line.links_in(content)
            is_before_title = _BEFORE_TITLE.match(text) is not None
            names = [link.label for link in links if _is_place(link.label) or (is_before_title and not role_of(link))]
            if links and not names and not any(map(role_of, links)):
                return content + text  # the title itself
            self.links += links
            self.is_opened = self.is_opened or bool(names)
            for name in names if links else [self.line.spell(content)]:
                self.read_opening(name, is_venue=bool(links))
        return text

    def read_opening(self, text: str, *, is_venue: bool) -> None:
        """Read what stands before a title: ``ICLR 2023``, ``arXiv``, ``2023``, or something else."""
        name, year, behind = _divide_at_year(text)
        self.year = self.year or year
        if not self.venue and (is_venue or year):
            self.venue, name = name.lstrip(_SEPARATORS).rstrip(" ,;:|(–—-"), ""
        self.leave(name, behind)

    def take_title(self, text: str) -> str:
        """Take the title, however it is marked, and return what stands behind it."""
        end = re.search(rf"\[?{_LINK}", text)
        if match := _QUOTED.match(text[: end.end() if end else None]):
            behind = text[match.end() :]
            self.title = self.line.spell(match[1] or match[2] or match[3])
            self.is_quoted, self.is_listed = True, behind.startswith(",")
            return behind
        if match := _LINKED.match(text):
            return self.take_linked(match, text[match.end() :])
        if match := _SOLID.match(text):
            self.title = self.line.spell(match[1]).rstrip(" .,:")
            return text[match.end() :]
        return self.take_bare_title(text)

    def take_linked(self, match: re.Match[str], behind: str) -> str:
        """Take a link that comes first: it is the title, or else the venue if a text follows that may be the title."""
        (link,) = self.line.links_in(match["link"])
        self.links.append(link)
        if not match["open"] and _is_place(link.label) and re.match(r"\s+[^\s\[(.,:;–—-]", behind):
            self.read_opening(link.label, is_venue=True)
            return self.take_title(behind.lstrip())
        self.title = link.label.rstrip(" .,:")
        self.is_quoted = bool(match["open"] and match["close"])
        return behind

    def take_bare_title(self, text: str) -> str:
        """Take a title that nothing marks: up to a line break, to venue and year, or to the first bracket."""
        end = re.search(rf"\n|\[|{_LINK}", text)
        head = text[: end.start()] if end else text
        place = None if self.venue else re.search(r"[,.] (?=[^,.]{1,60}[, ]+(?:19|20)\d\d\W*$)", head)
        cut = place.start() if place else len(head)
        title = self.line.spell(head[:cut]).rstrip(" .,:")
        self.title = title if len(re.findall('["“”]', title)) % 2 == 0 else title.lstrip('"“')
        return text[cut:]

    def take_group(self, match: re.Match[str]) -> str:
        """Take a pair of brackets behind the title: links, or keywords; a year stays where it is."""
        if links := self.line.links_in(match[1]):
            self.links += links
        elif _YEAR.search(match[1]):
            return f" {match[1]} "
        elif re.search(f"{_STRONG}|{_CODE}", match[1]) or _WORDS.fullmatch(match[1]):
            self.keywords += filter(None, map(str.strip, re.split(r"[,;/|]", self.line.spell(match[1]))))
        else:
            self.leave(self.line.spell(match[1]))
        return " "

    def take_link(self, match: re.Match[str]) -> str:
        """Take a link without brackets."""
        self.links += self.line.links_in(match[0])
        return " "

    def take_keyword(self, match: re.Match[str]) -> str:
        """Take code without brackets, as a keyword."""
        self.keywords.append(self.line.spell(match[0]))
        return " "

    def read_place(self, text: str) -> None:
        """Read venue and year in what is left behind a title; people and remarks may stand beside them."""
        lines = [part for part in text.split("\n") if self.line.spell(part).strip(_SEPARATORS)]
        if not lines:
            return
        number = next((n for n in reversed(range(len(lines))) if _YEAR.search(lines[n])), len(lines) - 1)
        self.leave(*map(self.line.spell, lines[:number]))
        before, year, behind = _divide_at_year(self.line.spell(lines[number]))
        self.year = self.year or year
        people, name = _divide_at_venue(before)
        is_remark = year is None and (len(name) > _LONGEST_VENUE or before.lstrip().startswith(("-", "–", "—")))
        if not self.venue and not is_remark:
            self.venue, name = name, ""
        self.leave(people, name, behind, *map(self.line.spell, lines[number + 1 :]))

    def leave(self, *texts: str) -> None:
        """Keep what is not understood."""
        self.rest += (text.strip(_SEPARATORS) for text in texts if text.strip(f"{_SEPARATORS}()"))


def take_apart(line: Line) -> Parts:
    """Divide a line: what opens it, its title, then links and keywords; venue and year are what is left."""
    parts = Parts(line)
    _mend_links(line)
    # Pictographs before a title
    text = re.sub(rf"^[^\w\"“\[({_STRONG}\ue000-\ue07f\U000f0000-\U0010fffd]+", "", line.text)
    text = parts.take_title(parts.take_opening(text))
    text = _GROUP.sub(parts.take_group, text)
    text = re.sub(_LINK, parts.take_link, text)
    text = re.sub(_CODE, parts.take_keyword, text)
    parts.read_place(text)
    return parts


def _mend_links(line: Line) -> None:
    """Put labels and addresses together that a space keeps apart."""

    def mend(match: re.Match[str]) -> str:
        line.links.append(Link(line.spell(match[1]), match[2]))
        line.faults.append("a space between a label and its address")
        return f"[{chr(_FIRST_LINK + len(line.links) - 1)}]"

    line.text = _APART.sub(mend, line.text)


def _is_place(label: str) -> bool:
    """Tell whether the text of a link may be a venue, with or without a year, rather than a title or ``paper``."""
    is_short = len(label.split()) <= _LONGEST_PLACE and label.casefold() not in _ROLES
    return is_short or label.casefold() == "arxiv" or bool(_YEAR.search(label))


def _divide_at_year(text: str) -> tuple[str, int | None, str]:
    """Divide a text at the last year in it: what comes before, the year, what comes behind."""
    years = list(_YEAR.finditer(text))
    if not years:
        return text, None, ""
    year = years[-1]
    number = int(year[1] or 2000 + int(year[2]))
    return text[: year.start()], number, text[year.end() :]


def _divide_at_venue(text: str) -> tuple[str, str]:
    """Divide what stands before a year into people and the venue, without the punctuation around it."""
    text = text.lstrip(_SEPARATORS).rstrip(" ;:|–—-")
    text = text[:-1].rstrip() if text.endswith((",", ".")) else text
    if text.startswith("(") and ")" not in text:
        text = text[1:].lstrip()
    parts: Sequence[str] = re.split(r"(?<=,)\s+", text)
    count = 0
    while count < len(parts) - 1 and _names_people(parts[count].rstrip(",")):
        count += 1
    return " ".join(parts[:count]), " ".join(parts[count:])


def _names_people(text: str) -> bool:
    return all(map(_PERSON.fullmatch, re.split(r"\s+(?:and|&)\s+", re.sub(r"^(?:and|&)\s+", "", text))))
