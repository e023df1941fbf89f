"""Decide which formulas only set symbols, so that any document may hold them."""

from __future__ import annotations

import re
from itertools import accumulate

from cardcatalog.bibtex.braces import DEPTHS
from cardcatalog.bibtex.commands import COMPOSED, DELIMITERS, MATH_ARGUMENTS, MATH_WORDS, MODERN_MATH, OPTIONAL

COMMAND = re.compile(r"\\([a-zA-Z]+|.)", re.DOTALL)
"""A command of TeX, its name or its sign as the group."""

_SIGNS = frozenset("!,:;>|{}_%#&$ ")

_DELIMITED = re.compile(r"\\(?:left|right)(?![a-zA-Z])\s*(\\[a-zA-Z]+|\\?.|$)", re.DOTALL)
_TEXT_ARGUMENT = re.compile(r"\\(?:text(?:rm|bf|it|sf|tt)?|mbox)(?![a-zA-Z])\s*(\{(?:\\.|[^{}\\])*.?|\S?)", re.DOTALL)
_TEXT = re.compile(r"\{(?:[^\\^_{}$~]|\\[%&_# ,])*\}|[a-zA-Z0-9]")
"""An argument within a formula that LaTeX reads as text: symbols would be errors there."""

_TOKEN = re.compile(r"\\(?:[a-zA-Z]+|.)|\S", re.DOTALL)

_DEEPEST = 40
"""Braces within braces: LaTeX has room for 255 groups in all, and readers of math go down one call for each."""


_GREEK = frozenset(
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi "
    "omega".split(),
)
"""Letters that the package upgreek has upright, as ``\\upbeta``."""

_OLD = tuple(
    (re.compile(pattern), modern)
    for pattern, modern in (
        (r"\{\\(cal|frak|rm|bf|it|sf|tt)(?![a-zA-Z])\s*([^{}]*)\}", r"\\math\1{\2}"),
        (r"\\(rm)\s+([a-zA-Z]+)", r"\\math\1{\2}"),
        (r"\\(cal|frak|rm|bf|it|sf|tt)(?![a-zA-Z])\s*([a-zA-Z])", r"\\math\1{\2}"),
        (r"\\(cal|frak|rm|bf|it|sf|tt)(?![a-zA-Z])\s*(?=\{)", r"\\math\1"),
        (r"(?<!\\)\{\s*(?=[_^])", "{{}"),
        (r"(\\left\s*(?:\\[a-zA-Z]+|\\?[^\sa-zA-Z])|\\[ ,:;>!])\s*(?=[_^])", r"\1{}"),
        (r"\\>", r"\\:"),
        (rf"\\up(?=(?:{'|'.join(sorted(_GREEK))})(?![a-zA-Z]))", r"\\"),
        (r"\\(left|right)\s*<", r"\\\1\\langle "),
        (r"\\(left|right)\s*>", r"\\\1\\rangle "),
        *(
            (rf"(?:^|(?<=\{{))([^{{}}\\]*+(?:\\[a-zA-Z]++[^{{}}\\]*+)*?)\\{old}(?![a-zA-Z])\s*([^{{}}]*)(?=\}}|$)", new)
            for old, new in (("over", r"\\frac{\1}{\2}"), ("choose", r"\\binom{\1}{\2}"))
        ),
        (r"\\not\s*=", r"\\neq "),
        (r"\\not\s*\\(?=in(?![a-zA-Z]))", r"\\not"),
        (r"\\not\s*\\(?=(?:leq|geq|sim|mid|parallel|subseteq|supseteq|prec|succ|vdash|cong)(?![a-zA-Z]))", r"\\n"),
        (r"\\slashed\s*\{?\s*(\\?[a-zA-Z]+)\s*\}?", r"\\not{\1}"),
    )
)
"""Commands of plain TeX and of packages, as titles have them, and their equivalents in LaTeX and docutils."""


_BARE = re.compile(rf"['~]|\\(?:[ ,:;>!]|left|{'|'.join(sorted(COMPOSED))})")
_COMPOSED = re.compile(rf"([\^_])\s*(\\(?:{'|'.join(sorted(COMPOSED))})(?![a-zA-Z])(?:\s*\{{[^{{}}]*\}}){{0,2}})")
_SCRIPTS = re.compile(r"'*\^?_?|_'*\^?")
"""The scripts that one symbol may have, in their order: a prime is a superscript, with those right after it."""


def modern_math(formula: str) -> str:
    """Return a formula with commands of LaTeX itself in place of old ones and of those from packages."""
    for pattern, modern in _OLD:
        formula = pattern.sub(modern, formula)
    formula = _MODERN_WORD.sub(
        lambda match: MODERN_MATH[match[1]] + (match[2] and MODERN_MATH[match[1]] and " "), formula
    )
    return _COMPOSED.sub(r"\1{\2}", formula)


_MODERN_WORD = re.compile(rf"\\({'|'.join(MODERN_MATH)})(?![a-zA-Z])(\s*)")


def is_plain_math(formula: str) -> bool:
    """Return whether a formula holds symbols alone: not a command that reads, writes or defines, however spelled."""
    names = COMMAND.findall(formula)
    return (
        all(name in _SIGNS or name in MATH_WORDS for name in names)
        and names.count("left") == names.count("right")
        and DELIMITERS.issuperset(_DELIMITED.findall(formula))
        and all(map(_TEXT.fullmatch, _TEXT_ARGUMENT.findall(formula)))
        and is_balanced(formula)
        and _is_complete(_TOKEN.findall(formula))
        and not re.search(r"[&%#]|\^\^", unescaped(formula))
    )


def _is_complete(tokens: list[str]) -> bool:
    """Return whether commands and scripts of balanced tokens have their arguments, and each script is there once."""
    scripts: dict[int, str] = {}
    for place, name in enumerate(tokens):
        end = _end_of_command(tokens, place)
        if end and name in {"^", "_", "'"}:
            scripts[end] = scripts.get(place, "") + name
        if not end or not _SCRIPTS.fullmatch(scripts.get(end, "")):
            return False
    return True


def _end_of_command(tokens: list[str], place: int) -> int | None:
    """Return the place after a token and its arguments, if it has them all."""
    name, end = tokens[place], place + 1
    if name in {"^", "_"}:
        if end == len(tokens) or _BARE.fullmatch(tokens[end]):
            return None
        return _end_of_command(tokens, end) if tokens[end].startswith("\\") else _end_of_argument(tokens, end)
    if name[1:] in OPTIONAL and tokens[end : end + 1] == ["["]:
        end = tokens.index("]", end) + 1 if "]" in tokens[end:] else len(tokens)
    for _ in range(MATH_ARGUMENTS.get(name[1:], 0)):
        after = _end_of_argument(tokens, end)
        if not after:
            return None
        end = after
    return end


def _end_of_argument(tokens: list[str], begin: int) -> int | None:
    """Return the place after a group or a single token, if there is one."""
    if begin >= len(tokens) or tokens[begin] in {"}", "^", "_"}:
        return None
    depth = 0
    for place in range(begin, len(tokens)):
        depth += DEPTHS.get(tokens[place], 0)
        if not depth:
            return place + 1
    return None


def unescaped(tex: str) -> str:
    """Return TeX without its commands of one sign, and without the first letter of the others."""
    return re.sub(r"\\.", "", tex, flags=re.DOTALL)


def is_balanced(tex: str) -> bool:
    """Return whether braces come in pairs, and not too deep."""
    if "{" not in tex and "}" not in tex:
        return True
    depths = list(accumulate(DEPTHS.get(char, 0) for char in unescaped(tex)))
    return not depths or (min(depths) >= 0 and depths[-1] == 0 and max(depths) <= _DEEPEST)
