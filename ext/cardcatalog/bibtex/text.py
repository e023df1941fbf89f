"""Turn the TeX of a field into Unicode text, or into runs of text and math."""

from __future__ import annotations

import logging
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pylatexenc import latex2text, latexwalker
from pylatexenc.macrospec import std_macro

from cardcatalog.bibtex.math import COMMAND, is_balanced, is_plain_math, modern_math, unescaped

if TYPE_CHECKING:
    from collections.abc import Iterator

# Its warnings about commands without their arguments name no place: they go to those who ask for them, not to stderr.
logging.getLogger("pylatexenc").addHandler(logging.NullHandler())


def _script(node: latexwalker.LatexMacroNode, l2tobj: latex2text.LatexNodes2Text) -> str:
    scripts = _SUPERSCRIPTS if node.macroname == "textsuperscript" else _SUBSCRIPTS
    return _set_script(l2tobj.node_arg_to_text(node, 0), scripts)


_SYNTAX = latexwalker.get_default_latex_context_db()
_SYNTAX.add_context_category(
    "cardcatalog",
    [std_macro(*macro) for macro in (("href", "{{"), ("textsubscript", "{"), ("textsuperscript", "{"))],
    prepend=True,
)

_MEANING = latex2text.get_default_latex_context_db()
_MEANING.add_context_category(
    "cardcatalog",
    [
        *(latex2text.MacroTextSpec(name, text) for name, text in {
            "-": "", "/": "", "LaTeX": "LaTeX", "TeX": "TeX", "BibTeX": "BibTeX", "copyright": "©", "href": "%(2)s",
            "LaTeXe": "LaTeX2e", "textasciicircum": "^", "textless": "<", "textgreater": ">",
            "glqq": "„", "grqq": "“", "glq": "\u201a", "grq": "‘",
            "textbar": "|", "textdollar": "\ue005", "texttrademark": "™", "url": "%s",
            "textsubscript": _script, "textsuperscript": _script,
        }.items()),
        # pylatexenc parses their arguments and drops them.
        *(latex2text.MacroTextSpec(name, discard=False) for name in "mbox textmd textsf texttt textup".split()),
        # References to something else mean nothing in a title or a name.
        *(latex2text.MacroTextSpec(name, discard=True) for name in "cite citep citet footnote ref".split()),
    ],
    prepend=True,
)  # fmt: skip
_DECODER = latex2text.LatexNodes2Text(_MEANING, math_mode="text", keep_comments=False, strict_latex_spaces=False)

_MARKUP = re.compile(r"[\\$~%`]|--|''|</")
"""Text that :func:`to_text` cannot read by removing braces alone."""

_MATH = re.compile(r"\\.|(?P<fence>\$\$?)(?P<math>(?:\\.|[^\\$])+)(?P=fence)", re.DOTALL)
"""A formula, or a character that a backslash makes an ordinary one."""

_PARENS = re.compile(r"(?<!\\)\\\((?P<math>.+?)(?<!\\)\\\)", re.DOTALL)
"""A formula as LaTeX marks it, which is the same as one between dollar signs."""

_HTML = re.compile(r"<(i|b|em|strong|sub|sup|scp|span)(?: [^<>]*)?>(.*?)</\1>", re.DOTALL)
"""The markup of web pages, which services and reference managers leave in titles."""

_FORMULAS = range(0xE100, 0xF8FF)
"""Characters for private use; each replaces a formula while the text around it is decoded."""

_VISIBLE = re.compile(r"\\textbackslash(?![a-zA-Z])(?:\{\}|\s*)|\\[~^]\{\}|\\.|[%&]", re.DOTALL)
_SHIELDS = {r"\{": "\ue000", r"\}": "\ue001", r"\~{}": "\ue002", r"\^{}": "\ue003", "\\": "\ue004", r"\$": "\ue005"}
_UNSHIELDED = str.maketrans("\ue000\ue001\ue002\ue003\ue004\ue005", "{}~^\\$")
_SHIELDED = {char: stand_in for stand_in, char in _UNSHIELDED.items()}
"""Characters for private use; they replace those that are shown although they mean something to TeX."""

_SCRIPT = re.compile(r"([\^_])(?:\{([0-9+\-in]+)\}|([0-9+\-in]))")
_SUPERSCRIPTS = dict(zip("0123456789+-in", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁱⁿ", strict=True))
_SUBSCRIPTS = dict(zip("0123456789+-in", "₀₁₂₃₄₅₆₇₈₉₊₋ᵢₙ", strict=True))

_ACCENTS_AND_SYMBOLS = frozenset("'`^\"~=.&%#_{}$- ") | frozenset(
    "H L O AA AE OE aa ae b c d dots i j k l ldots o oe r ss t textdegree u v "
    "emph textbf textit textsc textsubscript textsuperscript".split(),
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
        return _collapse(_without_braces(_without_commands(tex)))
    if not _MARKUP.search(tex):
        return _collapse(_without_braces(tex))
    return _collapse("".join(_math_to_text(run.content) if run.is_math else run.content for run in to_runs(tex)))


def has_math(tex: str) -> bool:
    """Return whether there may be a formula in a field."""
    return "$" in tex or "\\(" in tex


def to_runs(tex: str) -> tuple[Run, ...]:
    """Divide the TeX of a field into runs of text, in Unicode, and of inline math, in harmless TeX."""
    if len(tex) > _LONGEST:
        text = to_text(tex)
        return (Run(text),) if text else ()
    tex = _with_dollars(tex)
    formulas: dict[str, str] = {}

    def set_aside(match: re.Match[str]) -> str:
        if not match["math"]:
            return match[0]
        formula = modern_math(match["math"])
        if not formula or not is_plain_math(formula):
            return _math_to_text(match["math"]).translate(_SHIELDED)
        stand_in = chr(_FORMULAS[len(formulas) % len(_FORMULAS)])
        # A script without a base, as in S$^3$, is an error to most readers of math.
        formulas[stand_in] = f"{{}}{formula}" if formula[0] in "^_" else formula
        return stand_in

    pieces = re.split(f"([{chr(_FORMULAS[0])}-{chr(_FORMULAS[-1])}])", _decode(_MATH.sub(set_aside, tex)))
    return tuple(Run(formulas.get(piece, piece), piece in formulas) for piece in pieces if piece)


def _with_dollars(tex: str) -> str:
    """Return TeX with dollar signs around the formulas in parentheses with backslashes."""
    return _PARENS.sub(lambda match: f"${match['math']}$", tex) if "\\(" in tex else tex


def refused_math(tex: str) -> tuple[str, ...]:
    """Return the formulas of a field that are not safe TeX, and so become text; too long a field has none."""
    if len(tex) > _LONGEST:
        return ()
    formulas = (match["math"] for match in _MATH.finditer(_with_dollars(tex)) if match["math"])
    return tuple(formula for formula in formulas if (math := modern_math(formula)) and not is_plain_math(math))


def is_plain_tex(tex: str) -> bool:
    """Return whether a field holds text, accents, symbols and math alone, so that LaTeX can read it unchanged."""
    formulas = [match["math"] for match in _MATH.finditer(tex) if match["math"]]
    text = _MATH.sub(lambda match: "" if match["math"] else match[0], tex)
    return (
        len(tex) <= _LONGEST
        and all(name in _ACCENTS_AND_SYMBOLS for name in COMMAND.findall(text))
        and is_balanced(text)
        and all(map(is_plain_math, formulas))
        and not re.search(r"[\\&%#_^$~]", unescaped(text))
        and not _BARE_ACCENT.search(text)
    )


def spell_ligatures(tex: str) -> str:
    """Return TeX with commands in the place of dashes and quotes, which not every font of LuaTeX puts together."""
    return _LIGATURE.sub(lambda match: f"\\{_LIGATURES[match[0]]}{{}}", tex)


_LIGATURES = {
    "---": "textemdash",
    "--": "textendash",
    "``": "textquotedblleft",
    "''": "textquotedblright",
}
_LIGATURE = re.compile("|".join(_LIGATURES))


def _decode(tex: str) -> str:
    if not _MARKUP.search(tex):
        return _without_braces(tex)
    text = re.sub(r"[{}\\$]", "", _spell(_VISIBLE.sub(_shield, tex))).translate(_UNSHIELDED)
    text = _HTML.sub(r"\2", text)
    text = re.sub("`([^`']*)'", "\u2018\\1\u2019", text)
    # The rest of an accent without a letter
    text = re.sub(r"(^|\s)[\u0300-\u036f]+", r"\1", text)
    return unicodedata.normalize("NFC", re.sub(r"\s+", " ", text))


def _spell(tex: str) -> str:
    try:
        walker = latexwalker.LatexWalker(tex, latex_context=_SYNTAX)
        return str(_DECODER.nodelist_to_text(walker.get_latex_nodes()[0]))
    except (AttributeError, LookupError, RecursionError, TypeError, ValueError):
        # pylatexenc fails on some commands without their arguments: only their word is lost.
        words = tex.split()
        return " ".join(map(_spell, words)) if len(words) > 1 else _without_commands(tex)


def _without_commands(tex: str) -> str:
    return re.sub(r"\\([&%#_])|\\(?:[a-zA-Z]+|.)", r"\1", tex, flags=re.DOTALL)


def _shield(match: re.Match[str]) -> str:
    # Bare, these are literal: BibTeX has no comments in a field, and an ampersand is there by mistake.
    return f"\\{match[0]}" if match[0] in "%&" else _SHIELDS.get(re.sub(r"textbackslash.*", "", match[0]), match[0])


def _without_braces(tex: str) -> str:
    return tex.replace("{", "").replace("}", "")


def _math_to_text(math: str) -> str:
    def script(match: re.Match[str]) -> str:
        return _set_script(match[2] or match[3], _SUPERSCRIPTS if match[1] == "^" else _SUBSCRIPTS)

    # pylatexenc has commands end with their space, and so would set a relation close to what comes after it.
    spaced = re.sub(r"(\\[gl]eq?|\\(?:approx|in|neq?|rightarrow|sim|to))\s", r"\1\\ ", math.removeprefix("{}"))
    return _decode(_SCRIPT.sub(script, spaced))


def _set_script(text: str, scripts: dict[str, str]) -> str:
    return "".join(map(scripts.__getitem__, text)) if all(char in scripts for char in text) else text


def _collapse(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def to_address(tex: str) -> str:
    """Return the URL or identifier in a field without its TeX: braces, escapes, commands for characters and links."""
    if not _ADDRESS_MARKUP.search(tex):
        return tex
    bare = _HREF.sub(r"\1", tex)
    bare = _CHARACTER.sub(lambda match: _CHARACTERS.get(match[1] or match[2], match[0]), bare)
    bare = re.sub(r"\\(?:url|string|nolinkurl|path|texttt)(?![a-z])\s*|[{}]", "", bare)
    return re.sub(r"\\([#$%&_~^])", r"\1", bare).strip()


_ADDRESS_MARKUP = re.compile(r"[\\{$]")
_HREF = re.compile(r"\\href\s*\{((?:[^{}]|\{[^{}]*\})*)\}\s*\{(?:[^{}]|\{[^{}]*\})*\}")
_CHARACTER = re.compile(r"\\(text[a-z]+)(?:\{\}|\s+)?|\$\s*(\\sim|\\?[<>_~])\s*\$")
_CHARACTERS = {
    "textasciitilde": "~", "textunderscore": "_", "textless": "<", "textgreater": ">", "textpercent": "%",
    "textbar": "|", "textasciicircum": "^", "textdollar": "$", "\\sim": "~", "\\_": "_", "<": "<", ">": ">", "~": "~",
    "_": "_",
}  # fmt: skip
"""What people and reference managers write for characters in addresses: commands, and formulas of one character."""


def to_ascii(text: str) -> str:
    """Return text in lower-case ASCII: accents dropped, ligatures and struck letters spelled out."""
    spelled = text.casefold().translate(_SPELLED)
    return unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()


_SPELLED = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "–": "-"},
)


def slug(text: str) -> str:
    """Return an identifier made of a text: lower-case ASCII letters and digits, joined by hyphens.

    A text without any, such as one in Chinese, is spelled by the numbers of its characters.
    """
    words = re.findall(r"[a-z0-9]+", to_ascii(text)) or [f"{ord(char):x}" for char in text if not char.isspace()]
    return "-".join(words) or "x"


def split_list(text: str) -> tuple[str, ...]:
    """Divide a field that lists words, by commas or semicolons; a word given twice counts once."""
    return tuple(dict.fromkeys(_words(text)))


def _words(text: str) -> Iterator[str]:
    return (word for part in re.split(r"[,;]", text) if (word := _collapse(part)))
