"""Decide which formulas only set symbols, so that any document may hold them."""

from __future__ import annotations

import re
from itertools import accumulate

COMMAND = re.compile(r"\\([a-zA-Z]+|.)", re.DOTALL)
"""A command of TeX, its name or its sign as the group."""

_SIGNS = frozenset("!,:;>|{}_%#&$ ")

_WORDS = frozenset(
    """
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi rho
    varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi
    Psi Omega ell hbar imath jmath nabla partial infty emptyset varnothing aleph Re Im wp forall exists neg top
    bot angle prime cdot cdots ldots dots vdots ddots times div pm mp ast star circ bullet oplus ominus otimes
    odot wedge vee cap cup setminus sum prod int oint bigcup bigcap bigoplus bigotimes le leq ge geq ne neq ll
    gg lt gt approx sim simeq cong equiv propto prec succ preceq succeq subset supset subseteq supseteq in ni
    notin mid parallel perp to gets mapsto leftarrow rightarrow leftrightarrow Leftarrow Rightarrow
    Leftrightarrow longrightarrow longleftarrow uparrow downarrow updownarrow hookrightarrow implies iff sin cos
    tan cot sec csc sinh cosh tanh arcsin arccos arctan log ln lg exp max min sup inf lim limsup liminf det dim
    ker deg gcd hom arg Pr frac dfrac tfrac binom sqrt hat widehat bar tilde widetilde vec dot ddot acute grave
    check breve overline underline overbrace underbrace overset underset stackrel mathbb mathcal mathfrak
    mathrm mathbf mathit mathsf mathtt mathnormal boldsymbol pmb text textrm textbf textit textsf
    texttt mbox operatorname left right middle big Big bigg Bigg bigl bigr Bigl Bigr lfloor rfloor lceil rceil
    langle rangle lvert rvert lVert rVert vert Vert lbrace rbrace quad qquad limits nolimits displaystyle
    textstyle scriptstyle not bmod pmod mod
    """.split(),
)
"""Commands that only set a symbol or its style: all else, such as ``\\input``, has no business in a title."""

_ARGUMENTS = dict.fromkeys("frac dfrac tfrac binom overset underset stackrel".split(), 2) | dict.fromkeys(
    """
    sqrt hat widehat bar tilde widetilde vec dot ddot acute grave check breve overline underline overbrace underbrace
    mathbb mathcal mathfrak mathrm mathbf mathit mathsf mathtt mathnormal boldsymbol pmb text textrm textbf textit
    textsf texttt mbox operatorname pmod left right big Big bigg Bigg bigl bigr Bigl Bigr
    """.split(),
    1,
)
"""The number of arguments of a command."""

_TOKEN = re.compile(r"\\(?:[a-zA-Z]+|.)|\S", re.DOTALL)

_DEEPEST = 40
"""Braces within braces: LaTeX has room for 255 groups in all, and readers of math go down one call for each."""


_OLD = tuple(
    (re.compile(pattern), modern)
    for pattern, modern in (
        (r"\{\\(cal|frak|rm|bf|it|sf|tt)(?![a-zA-Z])\s*([^{}]*)\}", r"\\math\1{\2}"),
        (r"\\(rm)\s+([a-zA-Z]+)", r"\\math\1{\2}"),
        (r"\\(cal|frak|rm|bf|it|sf|tt)(?![a-zA-Z])\s*([a-zA-Z])", r"\\math\1{\2}"),
        (r"\\(cal|frak|rm|bf|it|sf|tt)(?![a-zA-Z])\s*(?=\{)", r"\\math\1"),
        (r"\\Bbb(?![a-zA-Z])", r"\\mathbb"),
        (r"\\bm(?![a-zA-Z])", r"\\boldsymbol"),
        (r"\\(?:hbox|textup|textnormal)(?![a-zA-Z])", r"\\mbox"),
        (r"\\(?:emph|textit)(?![a-zA-Z])", r"\\mathit"),
        (r"\\slashed\s*\{?\s*(\\?[a-zA-Z]+)\s*\}?", r"\\not{\1}"),
        (r"\\textsuperscript(?![a-zA-Z])", "^"),
        (r"\\textsubscript(?![a-zA-Z])", "_"),
        (r"\\(?:ensuremath|mathop|displaystyle|nolimits)(?![a-zA-Z])\s*", ""),
    )
)
"""Commands of plain TeX and of packages, as titles have them, and what LaTeX and docutils know for them."""


def modern_math(formula: str) -> str:
    """Return a formula with what LaTeX itself has in the place of old commands and of those that packages bring."""
    for pattern, modern in _OLD:
        formula = pattern.sub(modern, formula)
    return formula


def is_plain_math(formula: str) -> bool:
    """Return whether a formula holds symbols alone: not a command that reads, writes or defines, however spelled."""
    names = COMMAND.findall(formula)
    return (
        all(name in _SIGNS or name in _WORDS for name in names)
        and names.count("left") == names.count("right")
        and is_balanced(formula)
        and _is_complete(_TOKEN.findall(formula))
        and not re.search(r"[&%#]|\^\^", unescaped(formula))
    )


def _is_complete(tokens: list[str]) -> bool:
    """Return whether commands and scripts of balanced tokens have their arguments, and each script is there once."""
    scripts, end_of_scripts = "", 0
    for place, name in enumerate(tokens):
        end: int | None = place + 1
        if name == r"\sqrt" and tokens[place + 1 : place + 2] == ["["]:
            end = tokens.index("]", place) + 1 if "]" in tokens[place:] else None
        for _ in range(1 if name in {"^", "_"} else _ARGUMENTS.get(name[1:], 0)):
            end = end and _end_of_argument(tokens, end)
        if not end:
            return False
        if name in {"^", "_"}:
            scripts = scripts if end_of_scripts == place else ""
            if name in scripts:
                return False
            scripts, end_of_scripts = scripts + name, end
    return True


def _end_of_argument(tokens: list[str], begin: int) -> int | None:
    """Return the place after a group or a single token, if there is one."""
    if begin >= len(tokens) or tokens[begin] in {"}", "^", "_"}:
        return None
    depth = 0
    for place in range(begin, len(tokens)):
        depth += {"{": 1, "}": -1}.get(tokens[place], 0)
        if not depth:
            return place + 1
    return None


def unescaped(tex: str) -> str:
    """Return TeX without its commands of one sign, and without the first letter of the others."""
    return re.sub(r"\\.", "", tex, flags=re.DOTALL)


def is_balanced(tex: str) -> bool:
    """Return whether braces come in pairs, and not too deep."""
    depths = list(accumulate({"{": 1, "}": -1}.get(char, 0) for char in unescaped(tex)))
    return not depths or (min(depths) >= 0 and depths[-1] == 0 and max(depths) <= _DEEPEST)
