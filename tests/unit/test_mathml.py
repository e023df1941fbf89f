"""TeX math as MathML."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from cardcatalog.sphinx.render.mathml import to_mathml

MATH = [
    "x^2", "{}^3", r"\alpha", r"\ell_2", r"\infty", "a < b", r"a \& b", r"\text{a & b}", r"\{-1, 0\}", r"\frac{1}{2}",
    r"\mathcal{O}(n \log n)", r"\mathbb{R}^{d}", r"10\times", r"\left(x\right)", r"\hat{x}", "x'", "é",
]  # fmt: skip


@pytest.mark.parametrize("tex", MATH)
def test_math_is_well_formed_xml(tex: str) -> None:
    assert ET.fromstring(to_mathml(tex)).tag == "{http://www.w3.org/1998/Math/MathML}math"  # noqa: S314  (our own text)


@pytest.mark.parametrize("tex", MATH)
def test_math_has_no_entities_but_those_of_xml(tex: str) -> None:
    assert set(re.findall(r"&(\w+);", to_mathml(tex))) <= {"amp", "lt", "gt", "quot", "apos"}


@pytest.mark.parametrize("tex", [r"\dfrac{1}{2} + a", r"\vec{x}", r"\cfrac{1}{\dfrac{2}{3}}"])
def test_only_a_frame_sets_the_size_of_math(tex: str) -> None:
    elements = ET.fromstring(to_mathml(tex)).iter()  # noqa: S314  (our own text)
    styled = {row.tag.rpartition("}")[2] for row in elements if row.attrib.keys() & {"displaystyle", "scriptlevel"}}
    assert styled == {"mstyle"}


def test_a_formula_of_its_own_is_a_block() -> None:
    assert 'display="block"' in to_mathml("x", as_block=True)


@pytest.mark.parametrize(
    "tex",
    ["x_", "^3", "_~", r"\frac{1}", r"\unknown", r"\mathrm{}^3{}&_", r"\&{}^3\cr", r"{\end{matrix}"],
)
def test_invalid_math_raises_one_exception(tex: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        to_mathml(tex)
