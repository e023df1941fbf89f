"""Properties that hold for any input: those of the fuzzer, with inputs that are likely to break them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS

ROOT = Path(__file__).parents[2]
FOUND = sorted((ROOT / "tests" / "fuzz" / "found").iterdir())

# The same inputs on every machine and in every run; a slow machine is not a fault of the code.
EVERYWHERE = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

PIECES = st.sampled_from(
    [
        *"@ } { = # , $ $$ % & ~ ^ _ key ** ` -- '' `` 2020".split(),
        *('"', "\\", "\\{", "\\}", " = ", " ", "\t", "\n", "\r\n", "\r"),
        *("@misc{", "@article{a,", "@string{", "@comment{", "@preamble{", "title = {", "author = {", "year = {2020},"),
        *(
            "keywords = {",
            "doi = {10.1000/1},",
            "url = {https://a.example/},",
            "ids = {",
            "crossref = {",
            "category = {",
        ),
        *(
            "formertitle = {a ; b},",
            " and ",
            " and others",
            "et al.",
            "\\'e",
            "\\emph{",
            "\\alpha",
            "\\href{",
            "\\url{",
        ),
        *("\\verb|", "\\begin{a}", "\\cite{", "\\input{", "- ", '- "', "[a](b)", "# ", "ICML 2020", "<br>", "<script>"),
        *("</script>", "[[paper](https://arxiv.org/abs/2001.00001)]"),
        *("\0", "\ufeff", "\u202e", "\u2028", "\x85", "\x0c", "\ue000", "\ue100", "\U000f0000"),
        *("é", "e\u0301", "ß", "量化", "İ"),
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=8), max_size=40).map("".join)
VALUES = st.lists(PIECES.filter(lambda piece: not set(piece) & set("{}@\\")) | st.text(max_size=8), max_size=8).map(
    "".join
)
ENTRIES = st.lists(
    st.builds(
        lambda key, fields: (
            f"@misc{{{key},\n" + "".join(f"  {name} = {{{value}}},\n" for name, value in fields) + "}\n"
        ),
        st.text("abcé.:/<'+-()", min_size=1, max_size=5),
        st.lists(st.tuples(st.sampled_from("title author year journal keywords doi url pages note".split()), VALUES)),
    ),
    max_size=4,
).map("\n".join)
INPUTS = st.one_of(
    st.binary(max_size=200),
    TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass")),
    ENTRIES.map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.builds(lambda text, encoding: text.encode(encoding, "replace"), TEXTS, st.sampled_from(["latin-1", "utf-16"])),
)


@pytest.mark.parametrize("target", TARGETS)
def test_every_property_holds_for_any_input(target: str) -> None:
    EVERYWHERE(example(b"")(given(INPUTS)(TARGETS[target])))()


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
@pytest.mark.parametrize("target", TARGETS)
def test_every_property_holds_for_recorded_failures(target: str, path: Path) -> None:
    TARGETS[target](path.read_bytes())
