"""Fields of names divided into people."""

from __future__ import annotations

import pytest

from cardcatalog.bibtex.names import Person, readable_names, to_classic_names, to_persons
from cardcatalog.catalog import paper as paper_module
from tests.calls import note_calls
from tests.catalogs import paper_of

NAMES = [
    ("Doe, Jane", "Jane", "", "Doe", ""),
    ("Jane Doe", "Jane", "", "Doe", ""),
    ("Doe,Jane", "Jane", "", "Doe", ""),
    ("Doe, J. R.", "J. R.", "", "Doe", ""),
    ("Plato", "", "", "Plato", ""),
    ("Doe, Jane, 1950-", "Jane", "", "Doe", ""),
    ("Doe, Jane R., 1850-1920.", "Jane R.", "", "Doe", ""),
    ("van der Doe, Jane", "Jane", "van der", "Doe", ""),
    ("Jane van der Doe", "Jane", "van der", "Doe", ""),
    ("Van der Doe, Jane", "Jane", "Van der", "Doe", ""),
    ("de la Doe Roe, Jane", "Jane", "de la", "Doe Roe", ""),
    ("Doe, Jr., John", "John", "", "Doe", "Jr."),
    ("von Doe, III, John", "John", "von", "Doe", "III"),
    ("Doe Roe, Jane", "Jane", "", "Doe Roe", ""),
    ("O'Doe, Jane", "Jane", "", "O'Doe", ""),
    ("al-Doe, Jane", "Jane", "", "al-Doe", ""),
    ("jean de la doe", "", "jean de la", "doe", ""),
    (r"M{\"u}ller, J{\"o}rg", "Jörg", "", "Müller", ""),
    (r"{\'E}lie, Jos{\'e}", "José", "", "Élie", ""),
    (r"Jos{\'e} {\'E}lie", "José", "", "Élie", ""),
    (r"{\'{E}}va Doe", "Éva", "", "Doe", ""),
    (r"{\c{C}}etin {\"{O}}mer", "Çetin", "", "Ömer", ""),
    (r"Jane {\'e}l Doe", "Jane", "él", "Doe", ""),
    (r"de la D{\'\i}az, Mar{\'\i}a", "María", "de la", "Díaz", ""),
    (r"Mu\~noz, Ana", "Ana", "", "Muñoz", ""),
    (r"S\~ao Paulo, Jo\~ao", "João", "", "São Paulo", ""),
    (r"Jo\~{a}o N\'{u}\~{n}ez", "João", "", "Núñez", ""),
    (r"S\o ren Doe", "Søren", "", "Doe", ""),
    (r"Fran\c cois Doe", "François", "", "Doe", ""),
    (r"\L ukasz Doe", "Łukasz", "", "Doe", ""),
    (r"Jos\' e Nu\~ nez", "José", "", "Nuñez", ""),
    (r"B\laszkiewicz, Jan", "Jan", "", "Błaszkiewicz", ""),
    (r"Do\ifmmode \check{c}\else \v{c}\fi{}al, Mat\ifmmode \check{e}\else \v{e}\fi{}j", "Matěj", "", "Dočal", ""),
    (r"Ren{\ifmmode\acute{e}\else\'{e}\fi} \ifmmode\mbox{\L}\else\L{}\fi{}ee", "René", "", "Łee", ""),
    (r"\Lukasz Bogus\law Doe", "Łukasz Bogusław", "", "Doe", ""),
    (r"Fran\ccois Garc\'\ia", "François", "", "García", ""),
    (r"Mi\vcek, S\oren", "Søren", "", "Miček", ""),
    (r"H\aa kon Sz\H ol\H o", "Håkon", "", "Szőlő", ""),
    (r"{\noopsort{Doe}}de Doe, Ana", "Ana", "de", "Doe", ""),
    ("Doe, Hans~Christian", "Hans Christian", "", "Doe", ""),
    ("Jane {Roe Doe}", "Jane", "", "Roe Doe", ""),
    ("{van der Doe}, Jane", "Jane", "", "van der Doe", ""),
    ("Jos&eacute; D&#237;az", "José", "", "Díaz", ""),
    ("given=Jane, family=Doe", "Jane", "", "Doe", ""),
    (r"given={Kurt}, family={G{\"o}del}", "Kurt", "", "Gödel", ""),
    ("family=Doe, given={Guy L.}, suffix=Jr., given-i=GL", "Guy L.", "", "Doe", "Jr."),
    ("given={Jean, Louis}, prefix=de la, prefix-i=d, family=Doe, useprefix=true", "Jean, Louis", "de la", "Doe", ""),
    ('"family={Roe and Sons, Inc.}"', "", "", "Roe and Sons, Inc.", ""),
    ("毛, 泽东", "泽东", "", "毛", ""),
    ("山田 太郎", "太郎", "", "山田", ""),
]
"""Names with their parts: given name, prefix, family name, suffix."""

WHOLES = {
    "{Big Lab}": "Big Lab",
    "{{Big Lab}}": "Big Lab",
    "{Big Lab, Inc.}": "Big Lab, Inc.",
    "{Rock and Roll Lab}": "Rock and Roll Lab",
    r"{AT\&T Labs}": "AT&T Labs",
}


def literal(name: str) -> Person:
    return Person("", name, is_literal=True)


def test_a_name_is_divided_as_bibtex_and_biblatex_divide_it() -> None:
    for tex, given, prefix, family, suffix in NAMES:
        assert to_persons(tex) == ((Person(given, family, prefix, suffix),), False, ()), tex


def test_a_name_in_braces_is_a_whole() -> None:
    for tex, name in WHOLES.items():
        assert to_persons(tex) == ((literal(name),), False, ()), tex


def test_a_name_in_reading_order_and_inverted() -> None:
    cases = {
        "van Doe, Jr., Jane": ("Jane van Doe, Jr.", "van Doe, Jane, Jr."),
        "{Big Lab}": ("Big Lab", "Big Lab"),
        "d' Doe, Jane": ("Jane d'Doe", "d'Doe, Jane"),
        "毛, 泽东": ("毛泽东", "毛, 泽东"),
        "김, 민수": ("김민수", "김, 민수"),
        "ドウ, ジェーン": ("ドウジェーン", "ドウ, ジェーン"),
        "山田, Taro": ("Taro 山田", "山田, Taro"),
    }
    for tex, names in cases.items():
        person = to_persons(tex)[0][0]
        assert (person.name, person.inverted) == names, tex


def test_names_are_written_as_bibtex_reads_them() -> None:
    cases = {
        "Hin-chung Roe and Doe, Jane": "Roe, Hin-chung and Doe, Jane",
        "Roe-de-Doe, Jr., Ann and al-Roe, W.": "{Roe-de-Doe}, Jr., Ann and {al-Roe}, W.",
        "{Lab-on-Chip} and Ann van Roe-Doe": "{Lab-on-Chip} and Ann van Roe-Doe",
        "Roe-ur-Doe": "{Roe-ur-Doe}",
        r"D{\'o}e-Ro{\'e}, Ann": r"D{\'o}e-Ro{\'e}, Ann",
        "family=Doe, given={Guy L.}, suffix=Jr.": "Doe, Jr., Guy L.",
        r"given=Jane, family={D{\"o}e}, prefix=van and Roe, Ann": r"van D{\"o}e, Jane and Roe, Ann",
        "given={Jane}, prefix={d'}, family=Doe": "{d'}Doe, Jane",
        "family={Roe and Sons, Inc.} and others": "{Roe and Sons, Inc.} and others",
        "family=Doe, suffix=Jr.": "Doe, Jr., {}",
        r"Ang\=elique Doe and Roe, Ann": r"Ang\=elique Doe and Roe, Ann",
    }
    for tex, classic in cases.items():
        assert to_classic_names(tex) == classic
        assert [row.inverted for row in to_persons(tex)[0]] == [row.inverted for row in to_persons(classic)[0]], tex


def test_names_are_joined_by_and_whatever_its_case_and_space() -> None:
    people, _, _ = to_persons("Doe, Jane and Roe, Rick AND\n  Poe, Ann")
    assert [person.family for person in people] == ["Doe", "Roe", "Poe"]


def test_the_same_name_twice_is_two_people() -> None:
    assert len(to_persons("Li, X. and Li, X.")[0]) == 2


@pytest.mark.parametrize("tex", ["Doe, Jane and others", "Doe, Jane and Others"])
def test_others_is_not_a_person(tex: str) -> None:
    assert to_persons(tex) == ((Person("Jane", "Doe"),), True, ())


def test_others_in_braces_is_a_name() -> None:
    assert to_persons("{others}") == ((literal("others"),), False, ())


@pytest.mark.parametrize("tex", ["", "  ", "\n"])
def test_an_empty_field_has_no_names(tex: str) -> None:
    assert to_persons(tex) == ((), False, ())


@pytest.mark.parametrize(
    ("tex", "failed"),
    [
        ("Doe, Jane et al.", "Doe, Jane et al."),
        ("Doe, Jane, et al.", "Doe, Jane, et al."),
        ("Doe, Jane and et al", "et al"),
    ],
)
def test_et_al_means_others_and_is_reported(tex: str, failed: str) -> None:
    assert to_persons(tex) == ((Person("Jane", "Doe"),), True, (failed,))


def test_a_comma_at_the_end_of_a_name_is_reported_and_passed_over_as_by_bibtex() -> None:
    people = (Person("Jane", "Doe"), Person("", "Roe"))
    assert to_persons("Doe, Jane, and Roe,") == (people, False, ("Doe, Jane,", "Roe,"))


@pytest.mark.parametrize(
    ("tex", "person"),
    [
        ("John R. Doe Jr.", Person("John R.", "Doe", "", "Jr.")),
        ("John van Doe III", Person("John", "Doe", "van", "III")),
        ("D. Roe 3rd", Person("D.", "Roe", "", "3rd")),
        ("Roe, Ann, 2nd", Person("Ann", "Roe", "", "2nd")),
        ("John Doe, Jr.", Person("John", "Doe", "", "Jr.")),
        ("Doe, J.R., Jr.", Person("J.R.", "Doe", "", "Jr.")),
        ("and Doe, Jane", Person("Jane", "Doe")),
        ("Doe, Jane and", Person("Jane", "Doe")),
        ("Jane Doe, and", Person("Jane", "Doe")),
    ],
)
def test_a_name_with_a_part_out_of_place_is_reported_and_divided(tex: str, person: Person) -> None:
    assert to_persons(tex) == ((person,), False, (tex,))


@pytest.mark.parametrize("tex", ["Doe, Jr., John", "Doe, Martin Luther Jr.", "{World War II}", "Van Doe, JR"])
def test_a_suffix_where_bibtex_has_it_is_not_reported(tex: str) -> None:
    assert to_persons(tex)[2] == ()


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        ("Doe, Jane, Roe, Rick", "Doe, Jane, Roe, Rick"),
        ("Doe, Jane; Roe, Rick", "Doe, Jane; Roe, Rick"),
        ("Doe, Jane & Roe, Rick", "Doe, Jane & Roe, Rick"),
        (r"Doe, Jane \& Roe, Rick", "Doe, Jane & Roe, Rick"),
        (", Jane", "Jane"),
        ("{Doe, Jane", "Doe, Jane"),
        ("Doe}, Jane", "Doe, Jane"),
        ("Doe Jr.", "Doe Jr."),
        ("Doe, Jr.", "Doe, Jr."),
        ("family=Doe, Jane", "family=Doe, Jane"),
        ("given-i=J {family=Doe given=J}", "given-i=J family=Doe given=J"),
    ],
)
def test_a_name_that_cannot_be_divided_is_reported_and_shown_as_it_is(tex: str, shown: str) -> None:
    assert to_persons(tex) == ((literal(shown),), False, (tex,))


@pytest.mark.parametrize("tex", [",", "\\", "{}"])
def test_an_empty_name_is_omitted(tex: str) -> None:
    assert to_persons(tex)[0] == ()


def test_a_bad_name_does_not_affect_others() -> None:
    people, _, failed = to_persons("Doe, Jane and Roe, and Poe, Ann")
    assert [person.name for person in people] == ["Jane Doe", "Roe", "Ann Poe"]
    assert failed == ("Roe,",)


@pytest.mark.parametrize(
    ("tex", "read"),
    [
        ("A, B, C, D and Roe, Ann and others", "{A, B, C, D} and Roe, Ann and others"),
        ("Roe, A.; Doe, B.; Poe, C. and Doe, Jo", "{Roe, A.; Doe, B.; Poe, C.} and Doe, Jo"),
        ("van Roe, Jr., Ann and Doe, Jo and Poe, Cy", "van Roe, Jr., Ann and Doe, Jo and Poe, Cy"),
        (", Ann and , Jo and Roe, Cy", "Ann and Jo and Roe, Cy"),
        ("Roe, Ann and , and Doe, Jo", "Roe, Ann and Doe, Jo"),
        ("{Academies of Sciences, Arts, and Law} and Roe, Jo,", "{Academies of Sciences, Arts, and Law} and Roe, Jo"),
        ("{A, B, C, D} and Roe, , Ann,", "{A, B, C, D} and Roe, Ann"),
        ("given=A, family=B, prefix=c, useprefix=true", "given=A, family=B, prefix=c, useprefix=true"),
    ],
)
def test_exports_have_no_name_for_which_biber_leaves_out_the_entry(tex: str, read: str) -> None:
    assert readable_names(tex) == read


@pytest.mark.parametrize(
    "tex",
    ["Doe, Jane et al.", "Doe, Jane and et al", "Doe, Jane and ...", "Doe, Jane, et al.", "Doe, Jane and Others"],
)
def test_a_list_that_goes_on_ends_with_others_in_exports(tex: str) -> None:
    assert readable_names(tex) == "Doe, Jane and others"


@pytest.mark.parametrize(
    ("tex", "read"),
    [
        ("John R. Doe Jr. and Roe, Ann", "Doe, Jr., John R. and Roe, Ann"),
        ("Doe, J.R., Jr.", "Doe, Jr., J.R."),
        ("Jane van Doe III", "van Doe, III, Jane"),
        ("and Doe, Jane and Roe, and", "Doe, Jane and Roe"),
        ("D. Roe 3rd and Doe, Jo", "Roe, 3rd, D. and Doe, Jo"),
        ("Doe Jr.", "Doe Jr."),
        ("Doe, Jane, 1950- and Roe, A.", "Doe, Jane and Roe, A."),
    ],
)
def test_a_part_out_of_place_is_in_its_place_in_exports(tex: str, read: str) -> None:
    assert readable_names(tex) == read


def test_a_number_that_distinguishes_people_is_that_at_the_end_of_a_name_outside_of_braces() -> None:
    tex = r"Jos{\'e} 0001 and {Workshop 2019 and Friends}"
    assert readable_names(tex) == r"Jos{\'e} and {Workshop 2019 and Friends}"


@pytest.mark.parametrize("tex", ["JR Doe", "Doe, JR"])
def test_initials_without_full_stops_are_not_a_suffix(tex: str) -> None:
    assert to_persons(tex) == ((Person("JR", "Doe"),), False, ())


@pytest.mark.parametrize("tex", ["Jane Doe Jr", "Doe, Jr.", "Doe, III"])
def test_a_suffix_at_the_place_of_a_name_is_reported(tex: str) -> None:
    assert to_persons(tex)[2] == (tex,)


def test_a_field_of_authors_is_divided_once_for_a_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    divided = note_calls(monkeypatch, paper_module, "to_persons", lambda tex: tex)
    paper = paper_of("@article{a, title = {T}, author = {Doe, Jane and Roe, Ann and others}, year = 2001}")
    people = (Person("Jane", "Doe"), Person("Ann", "Roe"))
    assert (dict(paper.credits()), paper.open_roles) == ({"author": people}, ("author",))
    assert divided == ["Doe, Jane and Roe, Ann and others"]
