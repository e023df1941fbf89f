"""Fields of names divided into people."""

from __future__ import annotations

import pytest

from cardcatalog.bibtex.names import Person, to_persons


@pytest.mark.parametrize(
    ("tex", "given", "family"),
    [
        ("Doe, Jane", "Jane", "Doe"),
        ("Jane Doe", "Jane", "Doe"),
        ("Doe,Jane", "Jane", "Doe"),
        ("Doe, J. R.", "J. R.", "Doe"),
        ("Plato", "", "Plato"),
        ("van der Doe, Jane", "Jane", "van der Doe"),
        ("Jane van der Doe", "Jane", "van der Doe"),
        ("Doe, Jr., John", "John", "Doe Jr."),
        ("von Doe, III, John", "John", "von Doe III"),
        ("Doe Roe, Jane", "Jane", "Doe Roe"),
        ("O'Doe, Jane", "Jane", "O'Doe"),
        ("al-Doe, Jane", "Jane", "al-Doe"),
        (r"M{\"u}ller, J{\"o}rg", "Jörg", "Müller"),
        (r"{\'E}lie, Jos{\'e}", "José", "Élie"),
        (r"Jos{\'e} {\'E}lie", "José", "Élie"),
        (r"de la D{\'\i}az, Mar{\'\i}a", "María", "de la Díaz"),
        ("Doe, Hans~Christian", "Hans Christian", "Doe"),
        ("{Big Lab}", "", "Big Lab"),
        ("{{Big Lab}}", "", "Big Lab"),
        ("{Big Lab, Inc.}", "", "Big Lab, Inc."),
        ("{Rock and Roll Lab}", "", "Rock and Roll Lab"),
        (r"{AT\&T Labs}", "", "AT&T Labs"),
        ("Jane {Roe Doe}", "Jane", "Roe Doe"),
    ],
)
def test_a_name_is_divided_as_bibtex_divides_it(tex: str, given: str, family: str) -> None:
    assert to_persons(tex) == ((Person(given, family),), False, ())


def test_names_are_joined_by_and_whatever_its_case_and_space() -> None:
    people, _, _ = to_persons("Doe, Jane and Roe, Rick AND\n  Poe, Ann")
    assert [person.family for person in people] == ["Doe", "Roe", "Poe"]


def test_the_same_name_twice_is_two_people() -> None:
    assert len(to_persons("Li, X. and Li, X.")[0]) == 2


def test_a_name_in_reading_order() -> None:
    assert [person.name for person in to_persons("van Doe, Jane and {Big Lab}")[0]] == ["Jane van Doe", "Big Lab"]


@pytest.mark.parametrize("tex", ["Doe, Jane and others", "Doe, Jane and Others"])
def test_others_is_not_a_person(tex: str) -> None:
    assert to_persons(tex) == ((Person("Jane", "Doe"),), True, ())


def test_others_in_braces_is_a_name() -> None:
    assert to_persons("{others}") == ((Person("", "others"),), False, ())


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


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        ("Doe, Jane, Roe, Rick", "Doe, Jane, Roe, Rick"),
        ("Doe, Jane; Roe, Rick", "Doe, Jane; Roe, Rick"),
        ("Doe, Jane & Roe, Rick", "Doe, Jane & Roe, Rick"),
        (r"Doe, Jane \& Roe, Rick", "Doe, Jane & Roe, Rick"),
        ("and Doe, Jane", "and Doe, Jane"),
        ("Doe, Jane and", "Doe, Jane and"),
        ("Doe,", "Doe"),
        (", Jane", "Jane"),
        ("{Doe, Jane", "Doe, Jane"),
        ("Doe}, Jane", "Doe, Jane"),
        ("John Doe Jr.", "John Doe Jr."),
    ],
)
def test_a_name_that_cannot_be_divided_is_reported_and_shown_as_it_is(tex: str, shown: str) -> None:
    assert to_persons(tex) == ((Person("", shown),), False, (tex,))


@pytest.mark.parametrize("tex", [",", "\\", "{}"])
def test_an_empty_name_is_omitted(tex: str) -> None:
    assert to_persons(tex)[0] == ()


def test_a_bad_name_does_not_affect_others() -> None:
    people, _, failed = to_persons("Doe, Jane and Roe, and Poe, Ann")
    assert [person.name for person in people] == ["Jane Doe", "Roe", "Ann Poe"]
    assert failed == ("Roe,",)
