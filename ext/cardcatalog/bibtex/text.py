"""Turn the TeX of a field into Unicode text, or into runs of text and math."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

from cardcatalog.bibtex.decode import decode, unknown_commands, without_commands
from cardcatalog.bibtex.markup import without_entities
from cardcatalog.bibtex.math import COMMAND, is_balanced, is_plain_math, modern_math, unescaped

_MARKUP = re.compile(r"[\\$~`]|--|''|</|<br|&[#a-zA-Z]\w*;")
"""Text that :func:`to_text` cannot read by removing braces alone."""

_MATH = re.compile(r"\\.|(?P<fence>\$\$?)(?P<math>(?:\\.|[^\\$])+)(?P=fence)|\$(?=\d)", re.DOTALL)
"""A formula, a character that a backslash makes an ordinary one, or the sign of a price, which begins no formula."""

_PARENS = re.compile(r"(?<!\\)\\\((?P<math>.+?)(?<!\\)\\\)", re.DOTALL)
"""A formula as LaTeX marks it, which is the same as one between dollar signs."""

_FORMULAS = range(0xE100, 0xF8FF)
"""Characters for private use; each replaces a formula while the text around it is decoded."""

_SIGNS = {"<": "<", ">": ">", "><": "><", r"\less": "<", r"\greater": ">", r"\mathsemicolon": ";", r"\mathplus": "+"}
"""Formulas that are signs of text: Better BibTeX and Crossref write the HTML of titles with them."""

_ACCENTS_AND_SYMBOLS = frozenset("'`^\"~=.&%#_{}$- ") | frozenset(
    "H L O AA AE OE aa ae b c d dots i j k l ldots o oe r ss t textdegree u v "
    "emph textbf textit textsc textsubscript textsuperscript".split()
)
"""Commands that only set a character or its style, and so may go into a document as they are."""

_LONGEST = 20_000
"""The most characters of TeX to parse: a longer field is not a title, and a megabyte takes a minute."""

_BARE_ACCENT = re.compile(r"""\\(?:[`'^"~=.]|[Hbcdkrtuv](?![a-zA-Z]))\s*(?:$|[}$])""")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a title: text in Unicode, or the TeX of inline math."""

    content: str
    is_math: bool = False


def to_text(tex: str) -> str:
    """Return the TeX of a field as Unicode text; scripts in math become Unicode scripts as far as there are any."""
    if len(tex) > _LONGEST:
        return _collapse(_without_braces(without_commands(tex)))
    if not _MARKUP.search(tex):
        return _collapse(_without_braces(tex))
    return _collapse("".join(run.content for run in _runs(tex, _text_of_math)))


def has_math(tex: str) -> bool:
    """Return whether there may be a formula in a field."""
    return "$" in tex or "\\(" in tex


def to_runs(tex: str) -> tuple[Run, ...]:
    """Divide the TeX of a field into runs of text, in Unicode, and of inline math, in harmless TeX."""
    if len(tex) > _LONGEST:
        text = to_text(tex)
        return (Run(text),) if text else ()
    return tuple(_runs(tex, _math_run))


def _runs(tex: str, read: Callable[[str], Run]) -> Iterator[Run]:
    """Yield the text of a field, divided at its formulas, each as a function reads it."""
    formulas: dict[str, Run] = {}

    def set_aside(match: re.Match[str]) -> str:
        if not match["math"]:
            return "\\$" if match[0] == "$" else match[0]
        if match["math"] in _SIGNS:
            return _SIGNS[match["math"]]
        stand_in = chr(_FORMULAS[len(formulas) % len(_FORMULAS)])
        formulas[stand_in] = read(match["math"])
        return stand_in

    text = decode(_MATH.sub(set_aside, _with_dollars(tex)))
    pieces = re.split(f"([{''.join(formulas)}])", text) if formulas else [text]
    yield from (run for piece in pieces if (run := formulas.get(piece) or Run(piece)).content)


def _math_run(math: str) -> Run:
    """Return a formula as math if it is harmless, else as text."""
    formula = modern_math(math).lstrip()
    if not formula or not is_plain_math(formula):
        return _text_of_math(math)
    # A script without a base, as in S$^3$, is an error to most readers of math.
    return Run(f"{{}}{formula}" if formula[0] in "^_" else formula, is_math=True)


def _text_of_math(math: str) -> Run:
    return Run(decode(modern_math(math), is_math=True))


def _with_dollars(tex: str) -> str:
    """Return TeX with dollar signs around its formulas: those in parentheses with backslashes, and escaped ones."""
    if _ESCAPED.search(tex):
        tex = _ESCAPED_COMMAND.sub(r"\\", _ESCAPED_FORMULA.sub(_unescaped, tex))
        tex = _ESCAPED_SCRIPT.sub(r"$\1{\2}$", tex)
    if "\\{" in tex:
        tex = _PROTECTION.sub(r"\1\2\3", tex)
    return _PARENS.sub(lambda match: f"${match['math']}$", tex) if "\\(" in tex else tex


_PROTECTION = re.compile(
    r"\$\\\{\$(.{1,99}?)\$\\\}\$|(\$(?:[^$\\]|\\.)+\$)|\{\\\{\}?([A-Z][\w-]+)\{?\\\}\}"
    r"|(?:\\\{)+\\vphantom(?:\{(?:\\\})+\}|\\\})|\\vphantom(?:\{\\\{\}|\\\{)\\\}"
)
"""Braces that protect capitals, as Mendeley and Better BibTeX escape them in text; and formulas, which keep theirs."""


_DOLLAR = r"\{\\(?:textdollar\s*|\$)\}"
_ESCAPED_FORMULA = re.compile(
    rf"{_DOLLAR}(?![\s\d])((?:(?!{_DOLLAR}).){{1,299}}?)(?<!\s){_DOLLAR}"
    r"|\\\$(?![\s\d])(?=\\[a-z]|[^$]{0,99}\\(?:_|textbackslash|textasciicircum))([^$]{1,299})(?<!\s)\\\$"
)
_ESCAPED = re.compile(r"\\(?:text|backslash|[_^$])")
_ESCAPED_SCRIPT = re.compile(r"(?<=[^\W_]|[])}|])\\([_^])(?:\{\})? ?\\\{([^{}\\]{1,20})\\\}")
_ESCAPED_COMMAND = re.compile(
    r"""(?:\{\\textbackslash\s*\}|\\textbackslash\{\}|\$\\backslash\$)(?=[a-zA-Z]+\{|["'`^~=.]\w)"""
)
"""The TeX of titles as services escape it that read it as plain text: DBLP, Mendeley."""

_ESCAPES = re.compile(
    r"\{?\\text(backslash|asciicircum)(?:\s*\}|\{\}|\s+)|\{?\\\^(?:\{\})?\}?|\{?\\([_&%#])\}?|\\([{}])"
)


def _unescaped(formula: re.Match[str]) -> str:
    """Return an escaped formula as the author wrote it."""
    signs = {"backslash": "\\", "asciicircum": "^"}
    return f"${_ESCAPES.sub(lambda sign: signs.get(sign[1]) or sign[2] or sign[3] or '^', formula[1] or formula[2])}$"


def _formulas(tex: str) -> list[str]:
    """Return the formulas of a field between dollar signs."""
    return [match["math"] for match in _MATH.finditer(tex) if match["math"]]


def _without_formulas(tex: str, stand_in: str = "") -> str:
    return _MATH.sub(lambda match: stand_in if match["math"] else match[0], tex)


def refused_math(tex: str) -> tuple[str, ...]:
    """Return the formulas of a field that are not safe TeX, and so become text; too long a field has none."""
    if len(tex) > _LONGEST:
        return ()
    formulas = (formula for formula in _formulas(_with_dollars(tex)) if formula not in _SIGNS)
    return tuple(formula for formula in formulas if (math := modern_math(formula)) and not is_plain_math(math))


def lost_commands(tex: str, *, in_math: bool) -> tuple[str, ...]:
    """Return the commands of a field that show nothing because they are unknown, each once.

    :param in_math: whether to look into formulas, too.
    """
    if "\\" not in tex or len(tex) > _LONGEST:
        return ()
    marked = _with_dollars(tex)
    formulas = (modern_math(formula) for formula in _formulas(marked) if in_math and formula not in _SIGNS)
    return tuple(dict.fromkeys(chain(*map(unknown_commands, (_without_formulas(marked, "{x}"), *formulas)))))


def is_plain_tex(tex: str) -> bool:
    """Return whether a field holds text, accents, symbols and math alone, so that LaTeX can read it unchanged."""
    text = _without_formulas(tex)
    return (
        len(tex) <= _LONGEST
        and all(name in _ACCENTS_AND_SYMBOLS for name in COMMAND.findall(text))
        and is_balanced(text)
        and all(map(is_plain_math, _formulas(tex)))
        and not re.search(r"[\\&%#_^$~]", unescaped(text))
        and not _BARE_ACCENT.search(text)
    )


def spell_ligatures(tex: str) -> str:
    """Return TeX with commands in the place of dashes and quotes, which not every font of LuaTeX puts together."""
    return _LIGATURE.sub(lambda match: f"\\{_LIGATURES[match[0]]}{{}}", tex)


_LIGATURES = {"---": "textemdash", "--": "textendash", "``": "textquotedblleft", "''": "textquotedblright"}
_LIGATURE = re.compile("|".join(_LIGATURES))


def _without_braces(tex: str) -> str:
    return tex.replace("{", "").replace("}", "")


def _collapse(text: str) -> str:
    text = " ".join(text.split())
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def to_address(tex: str) -> str:
    """Return the URL or identifier in a field without its TeX: braces, escapes, commands for characters and links."""
    if not _ADDRESS_MARKUP.search(tex):
        return tex
    bare = _HREF.sub(r"\1\2", without_entities(tex) if _IN_HTML.fullmatch(tex) else tex)
    bare = _CHARACTER.sub(lambda match: _CHARACTERS.get(match[1] or match[2], match[0]), bare)
    bare = re.sub(r"\\(?:url|string|nolinkurl|path|texttt)(?![a-z])\s*|\\?[{}]", "", bare)
    return re.sub(r"(?:\\|%5[Cc])([#$%&_~^])", r"\1", bare).strip()


_ADDRESS_MARKUP = re.compile(r"[\\{$]|&(?:amp|lt|gt);|%5[Cc]_|<a ")
_IN_HTML = re.compile(r"[^&]*(?:&(?:amp|lt|gt);[^&]*)+")
_HREF = re.compile(
    r"\\href\s*\{((?:[^{}]|\{[^{}]*\})*)\}\s*\{(?:[^{}]|\{[^{}]*\})*\}"
    r"|\A.*?<a [^<>]*href=[\"']([^<>\"']+)[^<>]*>(?:.*</a>|.*)"
)
"""A link in TeX, and the first one in HTML with what is before it and the further ones: text after them stays."""
_CHARACTER = re.compile(r"\\(text[a-z]+)(?:\{\}|\s+)?|\$\s*(\\sim|\\?[<>_~])\s*\$")
_CHARACTERS = {
    "textasciitilde": "~", "textunderscore": "_", "textless": "<", "textgreater": ">", "textpercent": "%",
    "textbar": "|", "textasciicircum": "^", "textdollar": "$", "\\sim": "~", "\\_": "_", "<": "<", ">": ">", "~": "~",
    "_": "_",
}  # fmt: skip
"""What people and reference managers write for characters in addresses: commands, and formulas of one character."""


def to_ascii(text: str) -> str:
    """Return text in lower-case ASCII: accents dropped, ligatures and struck letters spelled out."""
    folded = text.casefold()
    if folded.isascii():  # nearly all names and titles
        return folded
    spelled = folded.translate(_SPELLED)
    return unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()


_SPELLED = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "–": "-"})


def slug(text: str) -> str:
    """Return an identifier made of a text: lower-case ASCII letters and digits, joined by hyphens.

    A text without any, such as one in Chinese, is spelled by the numbers of its characters.
    """
    words = re.findall(r"[a-z0-9]+", to_ascii(text)) or [f"{ord(char):x}" for char in text if not char.isspace()]
    return "-".join(words) or "x"


def split_list(text: str) -> tuple[str, ...]:
    """Divide a field that lists words, by commas or semicolons; a word given twice counts once."""
    return tuple(dict.fromkeys(_words(text))) if text else ()


def _words(text: str) -> Iterator[str]:
    return (word for part in text.replace(";", ",").split(",") if (word := _collapse(part)))
