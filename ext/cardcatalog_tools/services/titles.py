"""Convert titles from HTML, MathML or LaTeX to ASCII TeX, with braces around words that keep their case."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from html.parser import HTMLParser

from cardcatalog.bibtex.tex import to_tex
from cardcatalog.bibtex.text import is_plain_tex, to_runs, to_text

_FORMULA = re.compile(r"(?<!\\)\$(?=[^\s$])((?:\\.|[^\\$])+?)(?<=[^\s\\])\$(?!\d)", re.DOTALL)
"""Math within a text, unlike sums of money (Pandoc, tex_math_dollars): no space within, no digit after."""


def visible(text: str) -> str:
    """Return text without characters that show nothing or serve private purposes; every kind of space is a space."""
    spaced = (" " if char.isspace() else char for char in text)
    return "".join(char for char in spaced if unicodedata.category(char) not in {"Cc", "Cf", "Cn", "Co", "Cs"})


def tex_of_latex(text: str) -> str:
    """Return the LaTeX of a title as TeX of the project: commands without a character or formula are left out."""
    shown = visible(text)
    pieces = []
    position = 0
    for match in _FORMULA.finditer(shown):
        pieces += [_tex_of_prose(shown[position : match.start()]), _formula(match[1])]
        position = match.end()
    return " ".join("".join([*pieces, _tex_of_prose(shown[position:])]).split())


def _tex_of_prose(text: str) -> str:
    # A dollar that begins no formula is one.
    escaped = re.sub(r"(?<!\\)\$", r"\\$", text)
    return _spaced(text, "".join(_spaced(run.content, to_tex(run.content)) for run in to_runs(escaped)))


def _spaced(text: str, tex: str) -> str:
    """Return TeX with the space that its text begins and ends with, which was folded away."""
    before, after = " " * text[:1].isspace(), " " * text[-1:].isspace()
    return f"{before}{tex.strip()}{after}" if tex.strip() else before or after


def _formula(math: str) -> str:
    """Return a formula as it is if it can do nothing but be shown, else its text."""
    tex = f"${math.strip()}$".replace(r"\text{", r"\mathrm{")  # the former needs the package amsmath
    return tex if tex.isascii() and is_plain_tex(tex) else to_tex(to_text(tex))


def tex_of_html(text: str) -> str:
    """Return a title that may hold HTML, MathML, JATS or formulas in LaTeX as TeX of the project."""
    reader = _Reader()
    reader.feed(visible(text))
    reader.close()
    return " ".join(reader.finish().split())


_LEAVES = frozenset({"mi", "mn", "mo", "mtext", "ms"})
_STACKS = {
    "msub": "{0}_{{{1}}}", "msup": "{0}^{{{1}}}", "msubsup": "{0}_{{{1}}}^{{{2}}}",
    "mfrac": r"\frac{{{0}}}{{{1}}}", "munder": "{0}_{{{1}}}", "mover": "{0}^{{{1}}}",
}  # fmt: skip
"""Elements of MathML that place their parts above each other."""

_MUTE = frozenset({"script", "style", "annotation", "annotation-xml"})
_KNOWN = (
    _LEAVES
    | _STACKS.keys()
    | _MUTE
    | frozenset(
        "b bold br div em i inline-formula italic math mrow mspace msqrt mstyle p sc scp semantics span strong sub "
        "sup tex-math title tt u".split(),
    )
)
"""Markup; a tag of any other name is text, as in ``a<b``."""


class _Reader(HTMLParser):
    """A parser that turns markup into TeX: each open element gathers the TeX of its parts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, list[str]]] = [("", [])]

    def finish(self) -> str:
        """Return the TeX of all input; open elements end here."""
        while len(self._open) > 1:
            self._end()
        return "".join(self._open[0][1])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element, unless the tag is none of markup."""
        name = tag.rpartition(":")[2]
        # None of these has an attribute without a value, as there seems to be one in "a<b and c>d".
        if name not in _KNOWN or any(value is None for _, value in attrs):
            self.handle_data(self.get_starttag_text() or "")
        elif name in {"br", "mspace"}:
            self._add(" ")
        else:
            self._open.append((name, []))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open and end an element."""
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """End an element, and those within that were not ended."""
        name = tag.rpartition(":")[2]
        if name in {other for other, _ in self._open[1:]}:
            while self._end() != name:
                pass

    def handle_data(self, data: str) -> None:
        """Add text to the element that is open."""
        names = {name for name, _ in self._open}
        if names & _MUTE:
            return
        if "math" in names:
            self._add(to_tex(data).replace("$", ""))
        elif "tex-math" in names:
            self._add(_formula(data.strip().strip("$")))
        else:
            self._add(_tex_of_text(data))

    def _add(self, tex: str) -> None:
        if tex:
            self._open[-1][1].append(tex)

    def _end(self) -> str:
        name, parts = self._open.pop()
        self._add(_element(name, parts))
        return name


def _element(name: str, parts: list[str]) -> str:
    """Return the TeX of an element of markup, given that of its parts."""
    content = "".join(parts)
    if name in _STACKS and len(parts) >= _STACKS[name].count("}}}") + (name != "mfrac"):
        return _STACKS[name].format(*parts)
    if name in {"mi", "mtext"} and len(content) > 1 and content.isalpha():
        return rf"\mathrm{{{content}}}"
    if name == "msqrt":
        return rf"\sqrt{{{content}}}"
    if name == "math":
        return f"${content}$" if content.strip() else ""
    if name in {"sub", "sup"} and content.strip():
        return rf"\text{'super' if name == 'sup' else 'sub'}script{{{content.strip()}}}"
    return content


def _tex_of_text(text: str) -> str:
    """Return plain text as TeX, formulas in it as they are."""
    pieces = _FORMULA.split(text)
    tex = "".join(_formula(piece) if odd % 2 else _spaced(piece, to_tex(piece)) for odd, piece in enumerate(pieces))
    return _spaced(text, tex)


_WORD = re.compile(r"(?:\\.|\$[^$]*\$|\{(?:[^{}]|\{[^{}]*\})*\}|[^\s$])+")
_CORE = re.compile(r"^([^\w$\\{]*)(.*?)('s[^\w$}+]*|[^\w$}+]*)$", re.DOTALL)
_JOINTS = re.compile(r"(--+|[-/:])")
_ACRONYM_IN_PLURAL = re.compile(r"(.*[A-Z0-9])s")


def protect_case(tex: str, names: Collection[str] = frozenset()) -> str:
    """Return the TeX of a title with braces around words that keep their case: ``{GPTQ}``, ``{LLM}s``, ``{U-Net}``.

    BibTeX styles put the rest of a title in lower case.

    :param tex: the title; braces around more than an accent are taken as intended and kept.
    :param names: words with a capital of their own, such as ``Hessian``; see :func:`braced_words`.
    """
    if _is_shouted(tex):
        return tex
    method = re.match(r"([^\s:{}$]+):(?=\s)", tex)
    # What a title calls its method is one name, as in XNOR-Net.
    if method and any(_keeps_case(piece, names) for piece in _JOINTS.split(method[1])):
        rest = tex[method.end() :]
        return f"{_braced(method[1])}:{_protect_words(rest, names)}"
    return _protect_words(tex, names)


def _protect_words(tex: str, names: Collection[str]) -> str:
    return _WORD.sub(lambda match: _protect_word(match[0], names), tex)


def _is_shouted(tex: str) -> bool:
    """Return whether all of a title is in capitals, which then mean nothing."""
    words = re.findall(r"[A-Za-z]{2,}", tex)
    return len(words) > 2 and all(map(str.isupper, words))  # noqa: PLR2004  (two may well be a name)


def _protect_word(word: str, names: Collection[str]) -> str:
    match = _CORE.match(word)
    if not match or re.search(r"\{(?!\\)", re.sub(r"\$[^$]*\$", "", word)):
        return word
    before, core, after = match.groups()
    if core.count("(") > core.count(")"):  # it ends within the name, as in ZeroQuant(4+2)
        core, after = core + after[:1], after[1:]
    pieces = _JOINTS.split(core)
    return before + "".join(_braced("".join(group)) if keep else "".join(group)
                            for keep, group in _groups(pieces, names)) + after  # fmt: skip


def _groups(pieces: list[str], names: Collection[str]) -> Iterator[tuple[bool, list[str]]]:
    """Gather neighbours that keep their case, with the hyphens between them; words and joints alternate."""
    keeps = [_keeps_case(piece, names) for piece in pieces[::2]]
    for place, piece in enumerate(pieces[::2]):
        # A single capital belongs to the name before or after it, as in U-Net and Q-ViT.
        if re.fullmatch(r"[A-Z]", piece) and len(keeps) > 1:
            is_followed = place + 1 < len(keeps) and pieces[2 * place + 2][:1].isupper()
            keeps[place] = is_followed or (place > 0 and keeps[place - 1])
            if is_followed:
                keeps[place + 1] = True
    group: list[str] = []
    for place, keep in enumerate(keeps):
        joint = pieces[2 * place - 1] if place else ""
        if group and keep and keeps[place - 1] and joint == "-":
            group += [joint, pieces[2 * place]]
            continue
        if group:
            yield keeps[place - 1], group
        if joint:
            yield False, [joint]
        group = [pieces[2 * place]]
    yield keeps[-1], group


def _keeps_case(piece: str, names: Collection[str]) -> bool:
    formulas = re.findall(r"\$([^$]*)\$", piece)
    bare = re.sub(r"\$[^$]*\$|\{\\[^{}]*\}|\\.", "", piece)
    letters = re.sub(r"[^A-Za-z]", "", bare)
    return (
        any(re.search("[A-Z]", formula) for formula in formulas)
        or re.search("[A-Z]", letters[1:]) is not None
        or (any(map(str.isdigit, bare)) and re.search("[A-Z]", letters) is not None)
        or bare in names
    )


def _braced(text: str) -> str:
    plural = _ACRONYM_IN_PLURAL.fullmatch(text)
    return f"{{{plural[1]}}}s" if plural else f"{{{text}}}"


def braced_words(titles: Iterable[str]) -> frozenset[str]:
    """Return the words that titles put in braces although they look like any other: ``Hessian``, ``Bayesian``."""
    return frozenset(word for title in titles for word in re.findall(r"\{([A-Z][a-z]+)\}", title))
