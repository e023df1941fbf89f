"""The forms of the pieces of a ``.bib`` file: heads, keys, fields, values, and where one goes on after a fault.

They never go back and are held within the lines of a block, so the time grows with the length of the text alone.
"""

from __future__ import annotations

import re

from cardcatalog.bibtex.braces import nested

MONTHS = tuple("jan feb mar apr may jun jul aug sep oct nov dec".split())
"""The strings that every style defines, each in its own way; so they are not replaced."""

JOURNALS = {
    "acmcs": "ACM Computing Surveys",
    "acta": "Acta Informatica",
    "cacm": "Communications of the ACM",
    "ibmjrd": "IBM Journal of Research and Development",
    "ibmsj": "IBM Systems Journal",
    "ieeese": "IEEE Transactions on Software Engineering",
    "ieeetc": "IEEE Transactions on Computers",
    "ieeetcad": "IEEE Transactions on Computer-Aided Design of Integrated Circuits",
    "ipl": "Information Processing Letters",
    "jacm": "Journal of the ACM",
    "jcss": "Journal of Computer and System Sciences",
    "scp": "Science of Computer Programming",
    "sicomp": "SIAM Journal on Computing",
    "tocs": "ACM Transactions on Computer Systems",
    "tods": "ACM Transactions on Database Systems",
    "tog": "ACM Transactions on Graphics",
    "toms": "ACM Transactions on Mathematical Software",
    "toois": "ACM Transactions on Office Information Systems",
    "toplas": "ACM Transactions on Programming Languages and Systems",
    "tcs": "Theoretical Computer Science",
}
"""The strings for journals of the standard styles (``plain.bst``); Biber and most programs have none of them."""

KEY = re.compile(r"""[^\s"#%,={}~\\]+""")
"""A citation key."""

NAME = re.compile(r"""[^\s"#%'(),={}\\@]+""")
"""The name of a field or of a string."""

HEAD = r"@\s*+(?P<kind>[\w:.+-]*+)\s*+(?P<opening>[{(])"
MARK = re.compile(rf"(?:\s*\n)?(?P<block>[ \t]*{HEAD})")
LINE_MARK = re.compile(rf"\n[ \t]*{HEAD}")
OUTSIDE = re.compile(
    rf"%[^\n]*|^[ \t]*{HEAD}|@\w[\w-]*[ \t]*(?=\{{)|@[ \t]*\n\s*+[\w:.+-]++\s*+[{{(]\s*+[^\s,(){{}}]++\s*+,",
    re.MULTILINE,
)
"""A comment, a block at the beginning of a line or in it, or an ``@`` at the end of a line and a block below."""

GAP = r"\s*+(?:%[^\n]*+\s*+)*+"
"""White space and comments, which Biber passes over wherever BibTeX takes white space (``bib.g`` of btparse)."""

KEYED = {
    "}": re.compile(rf"{GAP}({KEY.pattern}+){GAP}(?:,|(?=\}}))"),
    ")": re.compile(rf"""{GAP}([^\s"#%,={{}}~\\)]++){GAP}(?:,|(?=\)))"""),
}
KEY_WITHOUT_COMMA = re.compile(rf"{GAP}({KEY.pattern}+)\s++(?={NAME.pattern}+\s*+=)")
WITHOUT_KEY = re.compile(rf"{GAP}(?:(?={NAME.pattern}+\s*+=)|(?:[^,={{}}()\n]|\{{[^,{{}}\n]*+\}})*+(?:,|(?=[}})])))")

BRACED = re.compile(nested(3), re.DOTALL)
QUOTED = re.compile(rf'"[^{{}}"\\]*+(?:(?:\\.|{nested(2)})[^{{}}"\\]*+)*+"', re.DOTALL)
FIELD = re.compile(
    rf"\s*+({NAME.pattern}+)\s*+=\s*+({BRACED.pattern}|{QUOTED.pattern}|{NAME.pattern}+)\s*+([,}})]?)", re.DOTALL
)
ASSIGNED = re.compile(rf"{NAME.pattern}+\s*+=")
ASSIGNMENT = re.compile(rf"({NAME.pattern}+){GAP}(?:(=){GAP}|(?=[{{\"]))")
JUNK = re.compile(r"\s++|(?P<comma>,)|(?P<comment>%[^\n]*+)")
JOINT = re.compile(rf"{GAP}#{GAP}")
FOLLOWED = re.compile(r"\s*+[,#%})]")
BEGUN = rf"""(?={NAME.pattern}+\s*+=\s*+["{{\w])"""
CONTINUED = re.compile(rf"(?:\s*+,\s*+|[ \t]*+\n\s*+){BEGUN}")
RESUMED = re.compile(rf"[,\n][^\S\n]*+{BEGUN}")

HIDDEN = re.compile(r"@[ \t]*(?!comment\b)\w[\w-]*\s*[{(]", re.IGNORECASE)
STRAY_MARK = re.compile(r"^[ \t]*(@(?!comment\b)[^\n]*+)", re.MULTILINE | re.IGNORECASE)
CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7})(?=[ \n]|\Z)", re.MULTILINE)
"""A mark that Git leaves where it could not merge two versions (git-merge, "How conflicts are presented")."""

WITHOUT_AT = re.compile(
    rf"^[ \t]*+([A-Za-z]++[ \t]*+\{{[ \t]*+{KEY.pattern}+[ \t]*+,)\s*+{NAME.pattern}+\s*+=\s*+[\w{{\"]",
    re.MULTILINE,
)
"""The beginning of an entry that lacks its ``@``, so that BibTeX takes it for text."""

TEXTS = {"{": ("}", BRACED), '"': ('"', QUOTED)}
